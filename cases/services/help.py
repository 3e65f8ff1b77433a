"""Help: asking for it, saying how it stands, and taking the last step back. Nothing is changed or deleted."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from cases.choices import CaseEvent, HelpState
from cases.models import HelpFor, HelpItem, HelpStep, Household, NetworkPerson, Person
from cases.services import parties
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets


class HelpNeedsAnswer(DomainError):
    """Help is for somebody and by somebody, and whoever waits for it is not left alone meanwhile."""


class NotADayOfHelp(DomainError):
    """A step was taken on a day that has been, and not before the step before it."""


class NotTheLastStep(DomainError):
    """Only the last step can be taken back: the ones before it are what the later ones followed."""


@transaction.atomic
def add_help(
    household: Household,
    *,
    what: str,
    people: Collection[Person],
    helper: str = "",
    helper_network: NetworkPerson | None = None,
    state: HelpState = HelpState.ASKED,
    since: date,
    keeper: NetworkPerson | User | None = None,
    by: User,
) -> HelpStep:
    """Keep with what somebody of the family is helped, by whom, and how that stands since a local day.

    Returns the first step. `keeper` is for waiting only and is left out otherwise.
    Raises HelpNeedsAnswer, NotADayOfHelp, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, what=what, helper=helper)
    if not people:
        raise HelpNeedsAnswer("Kies voor wie de hulp is.", field="people")
    if not helper and helper_network is None:
        raise HelpNeedsAnswer("Schrijf op wie helpt, of kies iemand uit het eigen netwerk.", field="helper")
    if any(person.household_id != household.pk for person in people):
        raise parties.NotOfThisHousehold("Kies uit de lijst.", field="people")
    if helper_network is not None and helper_network.household_id != household.pk:
        raise parties.NotOfThisHousehold("Kies iemand uit de lijst.", field="helper_network")
    item = HelpItem.objects.create(
        household=household, what=what, helper=helper, helper_network=helper_network, added_by=by
    )
    HelpFor.objects.bulk_create(HelpFor(item=item, person=person) for person in people)
    audit.record(CaseEvent.HELP_ADDED, target=item, by=by)
    return _step(item, household, state=state, since=since, keeper=keeper, by=by)


@transaction.atomic
def step_help(
    item: HelpItem, *, state: HelpState, since: date, keeper: NetworkPerson | User | None = None, by: User
) -> HelpStep:
    """Keep how help stands since a local day. What stood there before stays readable.

    Raises HelpNeedsAnswer, NotADayOfHelp, NotOfThisHousehold, HouseholdIsClosed.
    """
    household = lock_active(item.household)
    last = HelpStep.objects.standing().filter(item=item).last()
    if last is not None and since < last.since:
        raise NotADayOfHelp("Deze dag ligt voor de stap daarvoor.", field="since")
    return _step(item, household, state=state, since=since, keeper=keeper, by=by)


@transaction.atomic
def withdraw_help_step(step: HelpStep, *, by: User) -> HelpStep:
    """Take the last step back: the help stands as it stood before, and without a step before it is gone.

    Raises NotTheLastStep, HouseholdIsClosed.
    """
    lock_active(step.household)
    if HelpStep.objects.standing().filter(item=step.item_id).last() != step:
        raise NotTheLastStep("Dit is al ongedaan gemaakt, of er kwam een nieuwe stap.")
    same = {name: getattr(step, name) for name in ("household", "item", "state", "since", "keeper_network_id")}
    withdrawal = HelpStep.objects.create(**same, keeper_user_id=step.keeper_user_id, withdraws=step, added_by=by)
    audit.record(CaseEvent.HELP_STEP_WITHDRAWN, target=step.item, by=by, state=step.state)
    return withdrawal


def _step(
    item: HelpItem,
    household: Household,
    *,
    state: HelpState,
    since: date,
    keeper: NetworkPerson | User | None,
    by: User,
) -> HelpStep:
    if since > timezone.localdate():
        raise NotADayOfHelp("Kies een dag die al geweest is.", field="since")
    step = HelpStep.objects.create(
        household=household, item=item, state=state, since=since, added_by=by, **_keeper(household, state, keeper, by)
    )
    audit.record(CaseEvent.HELP_STEPPED, target=item, by=by, state=state)
    return step


def _keeper(household: Household, state: HelpState, keeper: NetworkPerson | User | None, by: User) -> dict[str, Any]:
    if state != HelpState.WAITING:
        return {}
    if keeper is None:
        raise HelpNeedsAnswer("Kies wie ondertussen contact houdt.", field="keeper")
    columns = parties.columns("keeper", keeper, household, by=by)
    return {name: columns[name] for name in ("keeper_network", "keeper_user")}
