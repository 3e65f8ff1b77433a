"""The pool of experts of a region: who takes part, and what each knows about."""

from __future__ import annotations

from collections.abc import Iterable

from django.db import IntegrityError, transaction

from accounts import audit
from accounts.errors import DomainError
from accounts.models import Region, User
from rvt.choices import Discipline, TableEvent
from rvt.models import Expert
from rvt.querysets.office import table_of


class NotAtThisTable(DomainError):
    """Who is in the pool has a role at the table of that region."""


class AlreadyInPool(DomainError):
    """Once is enough."""


@transaction.atomic
def add_expert(region: Region, user: User, *, disciplines: Iterable[Discipline], by: User) -> Expert:
    """Put somebody in the pool. Raises NotAtThisTable and AlreadyInPool."""
    if user not in table_of(region):
        raise NotAtThisTable("Kies iemand met een rol aan deze tafel.", field="user")
    try:
        with transaction.atomic():
            expert: Expert = Expert.objects.create(user=user, region=region, disciplines=list(disciplines))
    except IntegrityError as error:
        raise AlreadyInPool("Deze deskundige staat al in de pool.", field="user") from error
    audit.record(TableEvent.EXPERT_ADDED, target=expert, by=by, user=user.uuid)
    return expert


@transaction.atomic
def change_expert(expert: Expert, *, disciplines: Iterable[Discipline], is_active: bool, by: User) -> Expert:
    """Change what somebody knows about, and whether that person takes part."""
    expert.disciplines, expert.is_active = list(disciplines), is_active
    expert.save(update_fields=["disciplines", "is_active"])
    audit.record(TableEvent.EXPERT_CHANGED, target=expert, by=by, user=expert.user.uuid, active=is_active)
    return expert
