"""A household that comes from elsewhere arrives with its past (`docs/adr/0032`).

Everything else is done by the services of every day, which take the day on which something happened. What those decide
by the clock of the database (since when somebody is the face, when it was closed) is set right here, in the same
transaction, and only for what lies behind us. The history of changes keeps saying when it was written down.
"""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

from django.contrib.postgres.fields import DateRangeField
from django.db import transaction
from django.db.models import F, Func, Value
from django.utils import timezone

from accounts import audit
from accounts.clock import Period
from accounts.errors import DomainError
from accounts.models import Organisation, User
from cases import doors
from cases.choices import CaseEvent, Part, SwitchReason
from cases.models import Agreement, Household, Involvement, Person, QuestionLink, Residence
from cases.services import faces
from cases.services.active import lock_active
from rvt.models import Question


class NotThePast(DomainError):
    """Only what lies behind us can have been before."""


@transaction.atomic
def take_over_start(household: Household, *, since: date, by: User) -> Household:
    """The face that a household was just opened with has been its first one since the start of `since` (a local day).

    Everybody lives where they live since then, or since they were born. Raises NotThePast, HouseholdIsClosed.
    """
    household = lock_active(household)
    _begin_at(faces.face_of(household), _moment(since))
    Household.objects.filter(pk=household.pk).update(together_since=since)
    for person in Person.objects.filter(household=household):
        starts = max(since, person.born_on or since)
        Residence.objects.filter(person=person).update(days=_from(starts))
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=household, by=by)
    household.refresh_from_db()
    return household


@transaction.atomic
def take_over_switch(
    household: Household,
    *,
    to: User,
    organisation: Organisation,
    since: date,
    reason: SwitchReason,
    family_heard: str,
    by: User,
) -> Involvement:
    """`to` became the next face at the start of `since` (a local day): there the period of the one before ends.

    Switches are taken over from earlier to later. Raises NotThePast, HouseholdIsClosed.
    """
    household = lock_active(household)
    before, moment = faces.face_of(household), _moment(since)
    if before.period.lower >= moment or before.user_id == to.pk:
        raise NotThePast("Een wissel komt na de vorige, en gaat naar iemand anders.")
    involvement = doors.change_face(
        household,
        to,
        organisation,
        starts=moment,
        reason=reason,
        family_heard=family_heard,
        meeting_on=since,
    )
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=involvement, by=by, reason=reason)
    return involvement


@transaction.atomic
def take_over_duo(household: Household, *, since: date, by: User) -> None:
    """The duo that runs now began on `since` (a local day). Raises NotThePast, HouseholdIsClosed."""
    household = lock_active(household)
    duo = Involvement.objects.running().get(household=household, part=Part.DUO)
    _begin_at(duo, _moment(since))
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=duo, by=by)


@transaction.atomic
def take_over_agreements(household: Household, *, by: User) -> None:
    """The agreements of this household were made on the day from which they run. Raises HouseholdIsClosed."""
    household = lock_active(household)
    Agreement.objects.filter(household=household, since__lt=timezone.localdate()).update(made_on=F("since"))
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=household, by=by)


@transaction.atomic
def take_over_ending(household: Household, *, closed_on: date, reopened_on: date | None = None, by: User) -> Household:
    """The household was closed on `closed_on`, and, when it is active now, started again on `reopened_on`.

    Raises NotThePast.
    """
    closed, reopened = _moment(closed_on), _moment(reopened_on) if reopened_on else None
    household = Household.objects.select_for_update(of=("self",), no_key=True).get(pk=household.pk)
    if household.is_active:
        household.reopened_at = reopened
    else:
        household.closed_at = closed
    household.save(update_fields=["closed_at", "reopened_at"])
    audit.record(CaseEvent.PAST_TAKEN_OVER, target=household, by=by)
    return household


@transaction.atomic
def take_over_question(household: Household, *, question: Question, by: User) -> None:
    """A question that `by` asked the table before was about this household; kept with the day on which it was sent.

    As always when a question is brought, nothing else is written beside it. Raises NotThePast, HouseholdIsClosed.
    """
    household = lock_active(household)
    if question.asker_id != by.pk or question.submitted_on is None:
        raise NotThePast("Alleen een vraag die je zelf hebt ingebracht.")
    QuestionLink.objects.create(household=household, question=question.uuid, asker=by, made_on=question.submitted_on)


def start_of(day: date) -> datetime:
    """Return the beginning of a local day (Europe/Amsterdam)."""
    return timezone.make_aware(datetime.combine(day, time.min))


def middle_of(day: date) -> datetime:
    """Return three o'clock in the afternoon of a local day that lies behind us. Raises NotThePast."""
    return _moment(day) + timedelta(hours=15)


def _moment(day: date) -> datetime:
    if start_of(day) > timezone.now():
        raise NotThePast("Kies een dag die al geweest is.")
    return start_of(day)


def _from(day: date) -> Func:
    return Func(Value(day), Func(F("days"), function="upper"), function="daterange", output_field=DateRangeField())


def _begin_at(involvement: Involvement, moment: datetime) -> None:
    ends = Func(F("period"), function="upper")
    Involvement.objects.filter(pk=involvement.pk).update(period=Period(moment, ends))
