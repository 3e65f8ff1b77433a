"""What the pages of the table share: for whom they are at all."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest
from django.views.generic.base import View

from accounts.choices import Role
from accounts.context_processors import desk

ASKERS = frozenset(Role.WITH_HOUSEHOLDS)
OFFICE = frozenset({Role.RVT_CHAIR, Role.RVT_SECRETARY})
AT_THE_TABLE = frozenset(Role.AT_THE_TABLE)


def roles_of(request: HttpRequest) -> frozenset[Role]:
    """Return the roles of this moment, of whoever asks."""
    person = desk(request)
    return person.roles if person else frozenset()


class ForRoles(View):
    """A page that holds no rows of its own: for everybody without one of `roles` it is not there."""

    roles: frozenset[Role]

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        """Refuse before anything is read. Raises Http404."""
        super().setup(request, *args, **kwargs)
        if not roles_of(request) & self.roles:
            raise Http404
