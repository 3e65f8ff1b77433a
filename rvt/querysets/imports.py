from __future__ import annotations

from typing import TYPE_CHECKING, Any, Self

from django.db.models import QuerySet

from accounts.clock import StatementTimestamp
from accounts.models import Organisation
from rvt.choices_register import ImportState

if TYPE_CHECKING:
    from datetime import timedelta

    from accounts.models import User


class RegisterImportQuerySet(QuerySet[Any]):
    def visible_to(self, user: User) -> Self:
        """Files that `user` chose, for an organisation that `user` still looks after."""
        mine = Organisation.objects.administered_by(user).active()
        return self.filter(asked_by=user, organisation__in=mine.values("pk"))

    def addable_by(self, user: User) -> Self:
        """Those that were read without a mistake and wait for a yes."""
        return self.visible_to(user).filter(state=ImportState.READY)

    def dropped_by(self, user: User) -> Self:
        """Those that are not in the register and may be thrown away."""
        return self.visible_to(user).exclude(state__in=[ImportState.ADDING, ImportState.DONE])

    def without_data(self) -> Self:
        """Leave the file in the database."""
        return self.defer("data")

    def left_lying(self, age: timedelta) -> Self:
        """Those that nobody said yes to for so long."""
        return self.exclude(state=ImportState.DONE).filter(asked_at__lt=StatementTimestamp() - age)
