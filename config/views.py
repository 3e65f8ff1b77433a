"""Answers that belong to no room: the way in, and every kind of "no"."""

import logging
import secrets
import sys
from typing import Any

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template import loader
from django.utils import timezone
from django.views.decorators.http import require_safe
from django_htmx.http import reselect, reswap

from accounts import drafts, problems, slots
from accounts.templatetags.ui import clock, long_date

logger = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)


@require_safe
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to the first page of this person's menu (ux 1)."""
    return redirect(next(slots.fill("menu", request)).url)


@login_not_required
@require_safe
def public_page(request: HttpRequest, template: str) -> HttpResponse:
    """Show a page for everybody: who we are to each other, and what we do with data."""
    return render(request, template)


@require_safe
def keys(request: HttpRequest) -> HttpResponse:
    """Show the keys of whom asks on one sheet, to lay beside the keyboard."""
    return render(request, "pages/keys.html")


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request itself makes no sense, or asks for another host. 413: it is too much to read."""
    is_too_much = isinstance(exception, (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent))
    status = 413 if is_too_much else 400
    if problems.is_api(request):
        return problems.answer(status)
    message = "Dit is te veel in één keer. Verdeel je tekst en probeer het nog een keer." if is_too_much else ""
    return render(request, "errors/400.html", {"message": message}, status=status)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: this act is not for you. What is not yours to see gets a 404."""
    if problems.is_api(request):
        return problems.answer(403)
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: not there and not yours look the same."""
    if problems.is_api(request):
        return problems.answer(404)
    if asks_a_part(request):
        # Only the sentence, inside whatever part of the page was asked: never a page inside a page. A post keeps the
        # form that it came from: what was typed stays on the screen.
        response = render(request, "errors/404_part.html", status=404)
        return reselect(reswap(response, "innerHTML" if request.method == "GET" else "afterbegin"), "[data-gone]")
    may_ask = hasattr(request, "user") and hasattr(request, "session")
    # No bar of an emergency either: what is over looks like what never was.
    context = {"ask_url": next(slots.fill("ask_url", request), None) if may_ask else None, "stopbar": None}
    return render(request, "errors/404.html", context, status=404)


def asks_a_part(request: HttpRequest) -> bool:
    """Whether htmx wants a part of a page, and not a page of its own."""
    htmx: Any = getattr(request, "htmx", None)  # not there when a middleware before it said no
    return bool(htmx) and not (htmx.boosted or htmx.history_restore_request)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a code that also stands in the log, or 503 when the database is away."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return unavailable(request)
    code = secrets.token_hex(3).upper()
    logger.error("500 with code %s", code)
    if problems.is_api(request):
        return problems.answer(500, detail=f"Code {code}")
    return _standalone("errors/500.html", status=500, code=code, **_what_is_kept(request))


def _what_is_kept(request: HttpRequest) -> dict[str, str]:
    """Say until when the text of this form was kept, only when it was."""
    saved_at = drafts.saved_at_for(request)
    if saved_at is None:
        return {}
    is_today = timezone.localdate(saved_at) == timezone.localdate()
    return {"saved_until": clock(saved_at) if is_today else f"{long_date(saved_at)}, {clock(saved_at)}"}


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: something that we need is away for a moment."""
    if problems.is_api(request):
        return problems.answer(503)
    return _standalone("errors/503.html", status=503)


def _standalone(template: str, *, status: int, **context: str) -> HttpResponse:
    """Render without request, session or database."""
    phone = settings.HELP_PHONE
    always = {
        "product_name": settings.PRODUCT_NAME,
        "help_phone": phone,
        "help_phone_href": f"tel:{phone.replace(' ', '')}",
    }
    return HttpResponse(loader.render_to_string(template, always | context), status=status)
