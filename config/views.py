"""Answers that belong to no room: the way in, and every kind of "no"."""

import logging
import secrets
import sys

from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template import loader
from django.views.decorators.http import require_safe

from accounts import problems

logger = logging.getLogger(__name__)

DATABASE_AWAY = (OperationalError, InterfaceError)


@require_safe
def home(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to "Mijn dag"."""
    return redirect("accounts:my-day")


@login_not_required
@require_safe
def public_page(request: HttpRequest, template: str) -> HttpResponse:
    """Show a page for everybody: who we are to each other, and what we do with data."""
    return render(request, template)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400: the request itself makes no sense, or asks for another host."""
    if problems.is_api(request):
        return problems.answer(400)
    return render(request, "errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403: this act is not for you. What is not yours to see gets a 404."""
    if problems.is_api(request):
        return problems.answer(403)
    return render(request, "errors/403.html", status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: not there and not yours look the same."""
    if problems.is_api(request):
        return problems.answer(404)
    return render(request, "errors/404.html", status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500 with a code that also stands in the log, or 503 when the database is away."""
    if isinstance(sys.exc_info()[1], DATABASE_AWAY):
        return unavailable(request)
    code = secrets.token_hex(3).upper()
    logger.error("500 with code %s", code)
    if problems.is_api(request):
        return problems.answer(500, detail=f"Code {code}")
    return _standalone("errors/500.html", status=500, code=code)


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
