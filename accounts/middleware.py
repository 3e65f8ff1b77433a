"""The gate of the second step, the end of a session, and one effect per form post."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django_htmx.http import HttpResponseClientRedirect

from accounts import interrupted, problems, second_step, sessions, turned
from accounts.actor import acting_as
from accounts.onetime import OneTimePost

GetResponse = Callable[[HttpRequest], HttpResponseBase]

POLL_HEADER = "X-Poll"
"""A page that asks again by itself says so; that does not keep a session alive."""

OPEN_BEFORE_SECOND_STEP = {
    "account_logout",
    "mfa_activate_totp",
    "mfa_add_webauthn",
    "mfa_reauthenticate",
    "mfa_reauthenticate_webauthn",
}
"""All that a session may reach that holds a password only."""


class SecondStepMiddleware:
    """Lets a session in with a second step, within its time. A password alone reaches only the second step."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer; a piece of a page that lost its session gets 401 instead of a sign-in page inside it (app.js)."""
        response = self.get_response(request)
        if request.headers.get("HX-Request") and _leads_to(response, reverse(settings.LOGIN_URL)):
            return HttpResponse(status=401)
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
        """Decide before the view runs."""
        if not request.user.is_authenticated:
            return None
        if _is_over(request):
            return _end(request)
        if second_step.is_taken(request):
            return None
        match = request.resolver_match
        if match is not None and match.view_name in OPEN_BEFORE_SECOND_STEP:
            return None
        if problems.is_api(request):
            return problems.answer(403, detail="Zet eerst je tweede stap.")
        is_set_up = second_step.is_set_up(request.user)  # type: ignore[arg-type]
        return redirect("mfa_reauthenticate" if is_set_up else "mfa_activate_totp")


class ActorMiddleware:
    """From here on the database knows who acts: the person of this session, once the second step is taken."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer in the name of this person, or in nobody's."""
        with acting_as(request.user if second_step.is_taken(request) else None):  # type: ignore[arg-type]
            return self.get_response(request)


class TurnedScreenMiddleware:
    """While somebody looks along, this session reaches one page, and the way back (`accounts.turned`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
        """Lead to the one page. What another tab was sending waits there until its owner is back."""
        screen = turned.turned(request)
        if screen is None or turned.may_pass(request, screen):
            return None
        if problems.is_api(request):
            return problems.answer(403, detail="Er kijkt nu iemand mee op dit scherm. Stop daar eerst mee.")
        interrupted.keep(request)
        if request.headers.get("HX-Request"):
            return HttpResponseClientRedirect(screen.page)
        return redirect(screen.page)


class OneTimePostMiddleware:
    """A form that is sent twice has one effect and gets the same answer (`accounts.onetime`)."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer, and keep the answer to the post that claimed its key."""
        response = self.get_response(request)
        post: OneTimePost | None = getattr(request, "_one_time_post", None)
        if post is not None and response.status_code < 500:
            post.settle(response)  # type: ignore[arg-type]
        return response

    def process_view(self, request: HttpRequest, *args: Any) -> HttpResponseBase | None:
        """Claim the key of the form before the view runs; a repeat gets the first answer instead."""
        post = OneTimePost(request)
        if not post.applies:
            return None
        request._one_time_post = post  # type: ignore[attr-defined]
        return post.claim()


def _is_over(request: HttpRequest) -> bool:
    """Is the session over? If not, it notes that somebody is there, unless a page only asked by itself."""
    session = request.session
    if not sessions.is_begun(session):
        sessions.begin(session, request.headers.get("User-Agent", ""))
    elif sessions.is_over(session):
        return True
    elif POLL_HEADER not in request.headers:
        sessions.note_presence(session)
    return False


def _end(request: HttpRequest) -> HttpResponseBase:
    """End the session; what was typed waits in the next one, for the same person."""
    logout(request)
    response = problems.answer(401) if problems.is_api(request) else interrupted.sign_in_again(request)
    # The cookie stays: it leads to the text that waits.
    response["Clear-Site-Data"] = '"cache", "storage"'
    return response


def _leads_to(response: HttpResponseBase, path: str) -> bool:
    return 300 <= response.status_code < 400 and response.headers.get("Location", "").partition("?")[0] == path
