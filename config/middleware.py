"""What every answer has in common: one transaction around it, and the headers on it."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponse, HttpResponseForbidden, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseFileResponse

from accounts import access_log, problems
from accounts.audit_line import AccessLogAway
from config import views

# What the Chromium of today knows: it complains on the console about any other name.
UNUSED_FEATURES = [
    "accelerometer",
    "autoplay",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "xr-spatial-tracking",
]
PASSKEY_FEATURES = ("publickey-credentials-create=(self)", "publickey-credentials-get=(self)")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class TransactionMiddleware:
    """One transaction around view *and* rendering; an answer of 500 or more takes back what was done.

    The line in the access log comes before the answer leaves, on a connection of its own. Without it there is no
    answer: a look is taken back as a whole, a post has happened and shows its result when it is repeated.
    ATOMIC_REQUESTS would end before a TemplateResponse renders, and lazy querysets would then see another database.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer inside a transaction; 503 when the database is away or nobody can log that somebody looked."""
        is_look = request.method in access_log.SAFE_METHODS
        try:
            with transaction.atomic():
                response = self.get_response(request)
                if response.streaming:
                    raise ImproperlyConfigured("A streamed answer would read the database after its transaction ended.")
                if response.status_code >= 500:
                    transaction.set_rollback(True)
                if is_look:
                    access_log.write(request, response)
            if not is_look:
                access_log.write(request, response)
        except (*views.DATABASE_AWAY, AccessLogAway):
            return views.unavailable(request)
        return response

    def process_template_response(self, request: HttpRequest, response: HttpResponse) -> HttpResponse:
        """The view is ready and says what it shows; the line is written while the page is made."""
        access_log.begin(request, response)
        return response


class RefusalMiddleware:
    """Refuses what no page of ours sends: a request from another site, an odd method, an odd kind of content."""

    OWN_SITES = {"same-origin", "none"}
    METHODS = ("GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE")
    FORMS = {"application/x-www-form-urlencoded", "multipart/form-data"}

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer before anything is opened or read, or let the request through."""
        if self._comes_from_elsewhere(request):
            return HttpResponseForbidden("Dit verzoek komt van een andere website.")
        if request.method not in self.METHODS:
            return problems.answer(405) if problems.is_api(request) else HttpResponseNotAllowed(self.METHODS)
        if self._is_no_form(request):
            return HttpResponse("Stuur een formulier.", status=415)
        return self.get_response(request)

    def _comes_from_elsewhere(self, request: HttpRequest) -> bool:
        """Another site may link to a page of ours; it may not fetch, embed or post anything (Fetch Metadata)."""
        if request.headers.get("Sec-Fetch-Site", "none") in self.OWN_SITES:
            return False
        is_plain_link = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method in {"GET", "HEAD"}
        return not is_plain_link or request.headers.get("Sec-Fetch-Dest") in {"object", "embed", "iframe", "frame"}

    def _is_no_form(self, request: HttpRequest) -> bool:
        """Whether this is content that pages do not read. The API reads JSON and refuses the rest itself."""
        return bool(
            request.method not in access_log.SAFE_METHODS
            and request.content_type
            and request.content_type not in self.FORMS
            and not problems.is_api(request)
        )


class StrangerMiddleware:
    """Takes the cookies away before anything reads them: on these addresses everybody is a stranger (design 5)."""

    PATHS = ("/k/",)

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as if the browser never was here."""
        if request.path_info.startswith(self.PATHS):
            request.META.pop("HTTP_COOKIE", None)
        return self.get_response(request)


class ResponseHeadersMiddleware:
    """Headers that Django and django-csp do not set, on every answer, whoever gave it."""

    ALWAYS = {
        "Server": "web",  # the name of the web server is nobody's business; without this it tells it
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Origin-Agent-Cluster": "?1",
        "X-Robots-Tag": "noindex",
        "Permissions-Policy": ", ".join([*(f"{feature}=()" for feature in UNUSED_FEATURES), *PASSKEY_FEATURES]),
    }

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and put the headers on whatever the answer is."""
        response = self.get_response(request)
        for name, value in self.ALWAYS.items():
            response[name] = value
        if not isinstance(response, WhiteNoiseFileResponse):
            response["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["HX-Request"])
        if self._is_sign_out(request):
            response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

    def _is_sign_out(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is not None and match.url_name == "account_logout" and request.method == "POST"
