"""A post that met no session: what was typed waits until the same person has signed in again.

The session ended, or another tab signed in again and the form's token is old. Django refuses such a post before any
view sees it. The text is put in the (new) session and shown again in the same form; it is never sent by itself.
"""

from __future__ import annotations

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.urls import reverse

_KEY = "interrupted_post"
OWNER = "_wie"


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:
    """Answer a post without a valid token: keep the text, sign in if need be, and show the same form again.

    Only for posts that this site's own pages sent (Origin says so); anything else gets the plain refusal.
    """
    if not _from_own_page(request):
        return render(request, "errors/403.html", status=403)
    if not request.user.is_authenticated:
        return sign_in_again(request)
    keep(request)
    messages.info(request, "Je was opnieuw ingelogd. Kijk je tekst na en stuur hem nog een keer.")
    return redirect(request.path)


def sign_in_again(request: HttpRequest) -> HttpResponse:
    """Lead to the sign-in page and back to this page afterwards; what was typed waits there."""
    keep(request)
    sign_in = reverse(settings.LOGIN_URL)
    if request.path.startswith(sign_in):
        messages.info(request, "Deze pagina stond te lang open. Probeer het nog een keer.")
        return redirect(sign_in)
    back = request.path if request.method == "POST" else request.get_full_path()
    return redirect_to_login(back, sign_in)


def keep(request: HttpRequest) -> None:
    """Let the text of a post wait in the session: `take` gives it to the same page, once."""
    if request.method == "POST" and OWNER in request.POST:
        request.session[_KEY] = {"path": request.path, "data": dict(request.POST.lists())}


def take(request: HttpRequest) -> QueryDict | None:
    """Return the text that waits for this page and this person, once."""
    kept = request.session.get(_KEY)
    if not kept or kept["path"] != request.path:
        return None
    del request.session[_KEY]
    if kept["data"].get(OWNER) != [str(request.user.uuid)]:  # type: ignore[union-attr]
        return None
    data = QueryDict(mutable=True)
    for name, values in kept["data"].items():
        data.setlist(name, values)
    return data


def _from_own_page(request: HttpRequest) -> bool:
    return request.headers.get("Origin") == f"{request.scheme}://{request.get_host()}"
