"""Who comes in by the API, how often, and how many rows at a time. (Apart: the framework imports this file itself.)"""

from __future__ import annotations

from typing import Any

from rest_framework.authentication import SessionAuthentication
from rest_framework.pagination import PageNumberPagination
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.throttling import UserRateThrottle


class SecondStepSessionAuthentication(SessionAuthentication):
    """A signed-in person; the middleware lets nobody through without a second step. This says 401 in words."""

    def authenticate_header(self, request: Request) -> str:
        return "Session"


class WriteThrottle(UserRateThrottle):
    """A person makes at most this many changes by the API; reading is not counted."""

    rate = "120/min"

    def allow_request(self, request: Request, view: Any) -> bool:
        return request.method in SAFE_METHODS or super().allow_request(request, view)


class Pagination(PageNumberPagination):
    """Pages of 25, at most 50."""

    page_size = 25
    page_size_query_param = "per_page"
    max_page_size = 50
