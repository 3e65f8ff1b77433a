"""S17: is this print genuine? For anyone who holds a card. It knows no session and no cookie (docs/adr/0059)."""

from __future__ import annotations

from dataclasses import dataclass

from allauth.core.internal.httpkit import get_client_ip
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.decorators import method_decorator
from django.views import View
from django.views.decorators.csrf import csrf_exempt

from veiligheidskaart.services import codes


@dataclass(frozen=True)
class Phone:
    """Somebody who helps. `href` is where a click calls to."""

    name: str
    number: str
    when: str

    @property
    def href(self) -> str:
        return f"tel:{self.number.replace('-', '')}"


PHONES = (
    Phone("Direct gevaar", "112", ""),
    Phone("Veilig Thuis", "0800-2000", "gratis, dag en nacht"),
    Phone("Kindertelefoon", "0800-0432", "gratis, elke dag van 11.00 tot 21.00 uur"),
)

GENUINE, UNKNOWN, TOO_MANY = "genuine", "unknown", "too_many"
STATUS = {"": 200, GENUINE: 200, UNKNOWN: 422, TOO_MANY: 429}


@method_decorator(login_not_required, name="dispatch")
@method_decorator(csrf_exempt, name="dispatch")  # nobody is signed in and nothing changes: a token would need a cookie
class CardCheck(View):
    """Says whether a typed code is of a genuine print, and nothing else. The code of a QR stays in the browser."""

    http_method_names = ["get", "head", "post", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        return self.say("")

    def post(self, request: HttpRequest) -> HttpResponse:
        typed = request.POST.get("code", "")[:100]
        try:
            codes.count_try(get_client_ip(request) or "")
        except codes.TooManyTries:
            return self.say(TOO_MANY, typed)
        return self.say(GENUINE) if codes.is_known(typed) else self.say(UNKNOWN, typed)

    def say(self, answer: str, typed: str = "") -> HttpResponse:
        """Answer with the page. Without the request: nothing of whoever asks can stand on it."""
        context = {"answer": answer, "typed": typed, "phones": PHONES, "leave_url": settings.LEAVE_URL}
        context["keys"] = " ".join(codes.trusted_keys())
        return HttpResponse(render_to_string("veiligheidskaart/check.html", context), status=STATUS[answer])
