"""Agreements: who does what, from when, and whether it works."""

from __future__ import annotations

from datetime import date, datetime, time

from django.db import transaction

from accounts import audit, versions
from accounts.errors import DomainError
from accounts.models import User
from cases import rules
from cases.choices import AgreementState, CaseEvent, TickOutcome
from cases.models import Agreement, AgreementTick, Household
from cases.services import parties
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from cases.services.parties import Party


class AgreementEnded(DomainError):
    """An agreement that has ended is not ticked, changed or ended again."""


class NotTheLastTick(DomainError):
    """Only the last tick can be taken back: the ones before it are what the later ones were about."""


@transaction.atomic
def make_agreement(
    household: Household,
    *,
    what: str,
    who: Party,
    since: date,
    checker: Party,
    detail: str = "",
    if_not: str = "",
    due_on: date | None = None,
    due_at: time | None = None,
    by: User,
) -> Agreement:
    """Keep what was agreed. Days and times are local (Europe/Amsterdam) and may lie ahead.

    Raises NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, what=what, detail=detail, if_not=if_not)
    agreement = Agreement.objects.create(
        household=household,
        what=what,
        detail=detail,
        since=since,
        due_on=due_on,
        due_at=due_at,
        if_not=if_not,
        changed_by=by,
        **parties.columns("who", who, household, by=by),
        **parties.columns("checker", checker, household, by=by),
    )
    audit.record(CaseEvent.AGREEMENT_MADE, target=agreement, by=by)
    return agreement


@transaction.atomic
def change_agreement(
    agreement: Agreement,
    *,
    version: int,
    what: str,
    who: Party,
    since: date,
    checker: Party,
    detail: str = "",
    if_not: str = "",
    due_on: date | None = None,
    due_at: time | None = None,
    by: User,
) -> Agreement:
    """Change an agreement.

    Raises VersionConflict, AgreementEnded, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(agreement.household)
    agreement = _lock(agreement, version=version)
    refuse_secrets(household, what=what, detail=detail, if_not=if_not)
    versions.save(
        agreement,
        by=by,
        fields={
            "what": what,
            "detail": detail,
            "since": since,
            "due_on": due_on,
            "due_at": due_at,
            "if_not": if_not,
            **parties.columns("who", who, household, by=by),
            **parties.columns("checker", checker, household, by=by),
        },
    )
    audit.record(CaseEvent.AGREEMENT_CHANGED, target=agreement, by=by)
    return agreement


@transaction.atomic
def tick_agreement(
    agreement: Agreement, *, outcome: TickOutcome, what_helps: str = "", at: datetime | None = None, by: User
) -> AgreementTick:
    """Keep whether it works. Done for a day means that the day is off the agreement; "nog niet" leaves it standing.

    `at` is for a household that arrives with its past (`services.history`): when somebody looked; else it is now.
    Raises AgreementEnded, TellsASecret, HouseholdIsClosed.
    """
    refuse_secrets(lock_active(agreement.household), what_helps=what_helps)
    agreement = _lock(agreement, version=None)
    tick = AgreementTick.objects.create(
        household=agreement.household,
        agreement=agreement,
        outcome=outcome,
        what_helps=what_helps if outcome == TickOutcome.NOT_YET else "",
        state_before=agreement.state,
        due_before=agreement.due_on,
        by=by,
        **({} if at is None else {"at": at}),
    )
    versions.save(
        agreement,
        by=by,
        fields={
            "state": rules.agreement_state(_standing_outcomes(agreement)),
            "due_on": None if outcome == TickOutcome.DONE else agreement.due_on,
        },
    )
    audit.record(CaseEvent.AGREEMENT_TICKED, target=agreement, by=by, outcome=outcome)
    return tick


@transaction.atomic
def withdraw_tick(tick: AgreementTick, *, by: User) -> AgreementTick:
    """Take the last tick back: the agreement stands again as it stood before. Nothing is deleted.

    Raises NotTheLastTick, AgreementEnded, HouseholdIsClosed.
    """
    lock_active(tick.household)
    agreement = _lock(tick.agreement, version=None)
    last = AgreementTick.objects.standing().filter(agreement=agreement).order_by("-id").first()
    if last != tick:
        raise NotTheLastTick("Dit vinkje is al ongedaan gemaakt, of er kwam een nieuw vinkje.")
    withdrawal = AgreementTick.objects.create(
        household=tick.household,
        agreement=agreement,
        outcome=tick.outcome,
        state_before=agreement.state,
        due_before=agreement.due_on,
        withdraws=tick,
        by=by,
    )
    versions.save(agreement, by=by, fields={"state": tick.state_before, "due_on": tick.due_before})
    audit.record(CaseEvent.AGREEMENT_TICK_WITHDRAWN, target=agreement, by=by)
    return withdrawal


@transaction.atomic
def end_agreement(agreement: Agreement, *, by: User) -> Agreement:
    """Let an agreement lapse. It leaves the list; what was ticked stays. Raises AgreementEnded, HouseholdIsClosed."""
    lock_active(agreement.household)
    agreement = _lock(agreement, version=None)
    versions.save(agreement, by=by, fields={"state": AgreementState.ENDED})
    audit.record(CaseEvent.AGREEMENT_ENDED, target=agreement, by=by)
    return agreement


def _lock(agreement: Agreement, *, version: int | None) -> Agreement:
    locked = versions.lock(agreement, version=version)
    if locked.state == AgreementState.ENDED:
        raise AgreementEnded("Deze afspraak is vervallen.")
    return locked


def _standing_outcomes(agreement: Agreement) -> list[str]:
    ticks = AgreementTick.objects.standing().filter(agreement=agreement).order_by("-id")
    return list(ticks.values_list("outcome", flat=True)[: rules.TICKS_THAT_COUNT])
