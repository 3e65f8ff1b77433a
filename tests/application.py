"""Requests and jobs of the tests run as the application role; arranging and looking behind is the administrator's.

A test that arranges a household writes rows that no person of it could write. So the connection of the tests belongs to
the administrator of the server, and everything that is *asserted* about a page, an address or a job runs as
`rondom_app`, for which row security holds: requests by the middleware below, anything else by `as_application()`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from psycopg.pq import TransactionStatus

from accounts.actor import acting_as
from accounts.models import User
from config.database import APP_ROLE


@contextmanager
def as_application(user: User | None = None) -> Iterator[None]:
    """Be the application role inside, in the name of `user` or of nobody."""
    connection.ensure_connection()
    _become(f"SET ROLE {APP_ROLE}")
    try:
        with acting_as(user):
            yield
    finally:
        _become("RESET ROLE")


class AsApplicationMiddleware:
    """Almost outermost in the settings of the tests: every request is answered as the application role."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        """Answer as in production, where the application signs in as this role."""
        with as_application():
            return self.get_response(request)


def _become(sql: str) -> None:
    """Not through Django's cursor: this is no query of the page, and a test that counts must not see it.

    A transaction that has failed is rolled back as a whole, the role with it.
    """
    line = connection.connection
    if line is not None and not line.closed and line.info.transaction_status != TransactionStatus.INERROR:
        line.execute(sql)
