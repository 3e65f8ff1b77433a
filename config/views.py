"""Answers that belong to no room: the way in, and every kind of "no"."""

import sys

from django.conf import settings
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import redirect, render
from django.template import loader


def home(request: HttpRequest) -> HttpResponseRedirect:
    """Lead to "Mijn dag"."""
    return redirect("accounts:my-day")


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 404: not there and not yours look the same."""
    return render(request, "errors/404.html", status=404)


def bad_request(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 400 without session or database: the request itself is not to be trusted."""
    return _bare("errors/400.html", status=400)


def permission_denied(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Answer 403 without session or database."""
    return _bare("errors/403.html", status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Answer 500, or 503 when the cause is a database that is away. Neither page needs the database."""
    if isinstance(sys.exc_info()[1], OperationalError | InterfaceError):
        return unavailable(request)
    return _bare("errors/500.html", status=500)


def unavailable(request: HttpRequest) -> HttpResponse:
    """Answer 503: something we need is away for a moment."""
    return _bare("errors/503.html", status=503)


def _bare(template: str, *, status: int) -> HttpResponse:
    page = loader.render_to_string(template, {"product_name": settings.PRODUCT_NAME})
    return HttpResponse(page, status=status)
