"""What every answer has in common: one transaction around it, and the headers on it."""

from collections.abc import Callable

from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.http import HttpRequest, HttpResponseForbidden
from django.http.response import HttpResponseBase
from django.utils.cache import patch_vary_headers
from whitenoise.middleware import WhiteNoiseFileResponse

from accounts import access_log
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


class ResponseHeadersMiddleware:
    """Headers that Django and django-csp do not set, on every answer, and the refusal of requests from elsewhere."""

    ALWAYS = {
        "Cross-Origin-Resource-Policy": "same-origin",
        "Cross-Origin-Embedder-Policy": "require-corp",
        "Origin-Agent-Cluster": "?1",
        "X-Robots-Tag": "noindex",
        "Permissions-Policy": ", ".join([*(f"{feature}=()" for feature in UNUSED_FEATURES), *PASSKEY_FEATURES]),
    }
    OWN_SITES = {"same-origin", "none"}

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and put the headers on whatever the answer is."""
        if self._comes_from_elsewhere(request):
            response: HttpResponseBase = HttpResponseForbidden("Dit verzoek komt van een andere website.")
        else:
            response = self.get_response(request)
        for name, value in self.ALWAYS.items():
            response[name] = value
        if not isinstance(response, WhiteNoiseFileResponse):
            response["Cache-Control"] = "no-store"
            patch_vary_headers(response, ["HX-Request"])
        if self._is_sign_out(request):
            response["Clear-Site-Data"] = '"cache", "cookies", "storage"'
        return response

    def _comes_from_elsewhere(self, request: HttpRequest) -> bool:
        """Another site may link to a page of ours; it may not fetch, embed or post anything (Fetch Metadata)."""
        if request.headers.get("Sec-Fetch-Site", "none") in self.OWN_SITES:
            return False
        is_plain_link = request.headers.get("Sec-Fetch-Mode") == "navigate" and request.method in {"GET", "HEAD"}
        return not is_plain_link or request.headers.get("Sec-Fetch-Dest") in {"object", "embed", "iframe", "frame"}

    def _is_sign_out(self, request: HttpRequest) -> bool:
        match = request.resolver_match
        return match is not None and match.url_name == "account_logout" and request.method == "POST"
