"""A household that arrives with its past: what the clock decides is set right, and only for what lies behind us."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from django.db import connection
from django.utils import timezone

from accounts.models import AuditEvent
from cases.choices import CaseEvent, CloseReason, HouseholdStatus, SwitchReason, TickOutcome
from cases.models import Agreement, Involvement, Residence
from cases.services import history
from cases.services.agreements import make_agreement, tick_agreement
from cases.services.history import NotThePast
from cases.services.households import close_household, reopen_household
from tests.accounts.factories import worker_of
from tests.cases.factories import HouseholdFactory, face_of, team_of

pytestmark = pytest.mark.django_db

LONG_AGO, LATER = date(2024, 3, 4), date(2025, 1, 13)


def _tomorrow() -> date:
    return timezone.localdate() + timedelta(days=1)


def test_the_first_face_is_there_since_the_day_it_began() -> None:
    household = HouseholdFactory()

    history.take_over_start(household, since=LONG_AGO, by=face_of(household))

    household.refresh_from_db()
    assert household.together_since == LONG_AGO
    assert Involvement.objects.get(household=household).period.lower == history.start_of(LONG_AGO)
    assert {days.lower for days in Residence.objects.values_list("days", flat=True)} == {LONG_AGO}


def test_a_past_switch_ends_the_one_period_where_the_next_begins() -> None:
    household = HouseholdFactory()
    first, next_face = face_of(household), worker_of(team_of(household))
    history.take_over_start(household, since=LONG_AGO, by=first)

    history.take_over_switch(
        household,
        to=next_face,
        organisation=team_of(household),
        since=LATER,
        reason=SwitchReason.OTHER_JOB,
        family_heard="Samen verteld",
        by=first,
    )

    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    before, after = Involvement.objects.filter(household=household).order_by("period")
    assert (before.user, before.period.upper) == (first, history.start_of(LATER))
    assert (after.user, after.period.lower, after.period.upper) == (next_face, history.start_of(LATER), None)
    assert face_of(household) == next_face


def test_a_switch_before_the_start_is_refused() -> None:
    household = HouseholdFactory()
    history.take_over_start(household, since=LATER, by=face_of(household))

    with pytest.raises(NotThePast):
        history.take_over_switch(
            household,
            to=worker_of(team_of(household)),
            organisation=team_of(household),
            since=LONG_AGO,
            reason=SwitchReason.ILL,
            family_heard="Samen verteld",
            by=face_of(household),
        )


def test_the_past_does_not_begin_tomorrow() -> None:
    household = HouseholdFactory()

    with pytest.raises(NotThePast):
        history.take_over_start(household, since=_tomorrow(), by=face_of(household))


def test_agreements_were_made_on_the_day_they_began_and_ticked_when_somebody_looked() -> None:
    household = HouseholdFactory()
    face = face_of(household)
    agreement = make_agreement(household, what="Sem belt oma", who=face, since=LONG_AGO, checker=face, by=face)

    tick = tick_agreement(agreement, outcome=TickOutcome.DONE, at=history.middle_of(LATER), by=face)
    history.take_over_agreements(household, by=face)

    tick.refresh_from_db()
    assert timezone.localdate(tick.at) == LATER
    assert Agreement.objects.get().made_on == LONG_AGO


def test_a_closed_household_was_closed_on_its_day() -> None:
    household = HouseholdFactory()
    face = face_of(household)
    close_household(household, reason=CloseReason.SAFE, by=face)

    household = history.take_over_ending(household, closed_on=LATER, by=face)

    assert household.status == HouseholdStatus.CLOSED
    assert timezone.localdate(household.closed_at) == LATER


def test_a_household_that_started_again_did_so_on_its_day() -> None:
    household = HouseholdFactory()
    face = face_of(household)
    close_household(household, reason=CloseReason.SAFE, by=face)
    reopen_household(household, by=face)

    household = history.take_over_ending(household, closed_on=LONG_AGO, reopened_on=LATER, by=face)

    assert household.closed_at is None
    assert timezone.localdate(household.reopened_at) == LATER


def test_the_history_of_changes_says_that_the_past_was_taken_over() -> None:
    household = HouseholdFactory()
    face = face_of(household)

    history.take_over_start(household, since=LONG_AGO, by=face)

    event = AuditEvent.objects.get(event=CaseEvent.PAST_TAKEN_OVER)
    assert (event.actor, event.target) == (face.uuid, household.uuid)
    assert timezone.localdate(event.at) == timezone.localdate()
