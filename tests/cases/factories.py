"""Households for tests. They are made by the services, so none ever exists without a face."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import factory
from django.db.models import F
from django.utils import timezone

from accounts.actor import acting_as
from accounts.clock import EndedNow, Period
from accounts.models import Organisation, User
from cases.choices import CloseReason, Level, Part, PersonRole, SharingGround
from cases.models import Household, Involvement
from cases.services import faces, sharing
from cases.services.households import FamilyKnows, NewPerson, close_household, open_household
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of

TOLD_ON = date(2026, 1, 12)


class HouseholdFactory(factory.Factory):
    """An open household with a mother and a child. `by` is its face, `team` coordinates; `closed=True` closes it."""

    class Meta:
        model = Household

    closed = False
    call_name = factory.Sequence(lambda number: f"Familie De Boom-{number}")
    municipality = factory.SubFactory(MunicipalityFactory)
    team = factory.SubFactory(OrganisationFactory)
    by = factory.LazyAttribute(lambda household: worker_of(household.team))
    people = (
        NewPerson(name="Noor", role=PersonRole.MOTHER, role_word="mama", birth_year=1990),
        NewPerson(name="Sem", role=PersonRole.CHILD, birth_year=2017),
    )
    family_knows = FamilyKnows(informed_on=TOLD_ON)

    @classmethod
    def _create(cls, model_class: type[Household], *args: Any, closed: bool, **kwargs: Any) -> Household:
        with acting_as(kwargs["by"]):
            household = open_household(**kwargs)
        return close_household(household, reason=CloseReason.SAFE, by=kwargs["by"]) if closed else household


def face_of(household: Household) -> User:
    """Return the contact person."""
    user: User = faces.face_of(household).user
    return user


def team_of(household: Household) -> Organisation:
    """Return the local team of the contact person."""
    organisation: Organisation = faces.face_of(household).organisation
    return organisation


def involve(
    household: Household,
    user: User,
    organisation: Organisation,
    part: Part,
    level: Level | str = "",
    *,
    period: Period | None = None,
    permissions: tuple[str, ...] = ("view", "change"),
) -> Involvement:
    """Give `user` a part in `household` and, when it holds nothing there yet, `permissions` to the organisation."""
    if not sharing.permissions_of(household, organisation):
        sharing.share_with_organisation(
            household,
            organisation,
            permissions=permissions,
            ground=SharingGround.CONSENT,
            until=timezone.now() + timedelta(days=90),
            family_informed_on=TOLD_ON,
            by=face_of(household),
        )
    involvement: Involvement = Involvement.objects.create(
        household=household, user=user, organisation=organisation, part=part, level=level, period=period or Period()
    )
    return involvement


def end_now(involvement: Involvement) -> None:
    """End an involvement at this moment."""
    Involvement.objects.filter(pk=involvement.pk).update(period=EndedNow(F("period")))
