"""The API kit: who asks, how rows are scoped, how a list is paged, and how a "no" is told (`application/problem+json`)."""

from __future__ import annotations

from typing import Any

from django.db.models import Model, QuerySet
from django.http import Http404
from rest_framework import exceptions, viewsets
from rest_framework.authentication import SessionAuthentication
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import SAFE_METHODS
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts.errors import DomainError
from accounts.querysets import require_scope


class SecondStepSessionAuthentication(SessionAuthentication):
    """A signed-in person, second step included. The middleware lets nobody through without it; this says 401 in words."""

    def authenticate_header(self, request: Any) -> str:
        return "Session"


class Pagination(PageNumberPagination):
    """Pages of 25, at most 50."""

    page_size = 25
    page_size_query_param = "per_page"
    max_page_size = 50


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn every refusal into a problem document (RFC 9457). A DomainError is a 409 with its Dutch sentence."""
    if isinstance(error, DomainError):
        return _problem(409, "Dit kan nu niet", error.message)
    if isinstance(error, Http404):
        error = exceptions.NotFound("Deze pagina is er niet, of je mag hem niet zien.")
    response = exception_handler(error, context)
    if response is None:
        return None
    detail = error.detail if isinstance(error, exceptions.APIException) else response.data
    if isinstance(detail, (dict, list)):
        return _problem(response.status_code, "Er klopt nog iets niet", None, errors=detail, old=response)
    return _problem(response.status_code, str(detail), None, old=response)


def _problem(status: int, title: str, detail: str | None, *, errors: Any = None, old: Response | None = None) -> Response:
    body = {"type": "about:blank", "title": title, "status": status}
    if detail:
        body["detail"] = detail
    if errors is not None:
        body["errors"] = errors
    headers = {name: value for name, value in (old.headers.items() if old else ()) if name in {"WWW-Authenticate", "Retry-After", "Allow"}}
    return Response(body, status=status, headers=headers, content_type="application/problem+json")


class ScopedViewSet(viewsets.GenericViewSet):  # type: ignore[type-arg]
    """The same promise for the API: safe methods read `read_access`, the others `write_access`."""

    model: type[Model]
    read_access = "visible_to"
    write_access = "changeable_by"
    lookup_field = "uuid"

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if getattr(cls, "model", None) is not None:
            require_scope(cls, cls.model, cls.read_access)
            require_scope(cls, cls.model, cls.write_access)

    def get_queryset(self) -> QuerySet[Any]:
        access = self.read_access if self.request.method in SAFE_METHODS else self.write_access
        return getattr(self.model._default_manager, access)(self.request.user)  # type: ignore[no-any-return]
