"""The film: what happened, as told. An event is never changed; what comes later is a note of its own."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from cases import rules
from cases.choices import Audience, CaseEvent, DatePrecision, Lane, NoteKind
from cases.models import FilmEvent, FilmNote, Household, Person
from cases.services import parties
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from cases.services.parties import Party


class NotADayOfTheFilm(DomainError):
    """A film shows what has happened: not the future, and nothing before `rules.OLDEST_BIRTH_YEAR`."""


class NoReasonGiven(DomainError):
    """A smaller circle of readers needs a reason."""


class WithdrawnAlready(DomainError):
    """An event that was taken out of the film gets no additions and is not taken out again."""


class NotYourEvent(DomainError):
    """Who put it in takes it out; for everybody else there is an addition."""


@dataclass(frozen=True)
class OtherView:
    """Somebody of the family sees it differently."""

    text: str
    person: Person | None = None


@transaction.atomic
def add_film_event(
    household: Household,
    *,
    lane: Lane,
    text: str,
    happened_on: date,
    precision: DatePrecision = DatePrecision.DAY,
    until_on: date | None = None,
    teller: Party,
    other_view: OtherView | None = None,
    audience: Audience = Audience.EVERYONE,
    audience_why: str = "",
    by: User,
) -> FilmEvent:
    """Put something that happened in the film. Days are local (Europe/Amsterdam); `until_on` is the last day of it.

    Raises NotADayOfTheFilm, NoReasonGiven, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, text=text, other_view=other_view.text if other_view else "", audience_why=audience_why)
    _check_days(happened_on, until_on)
    if audience != Audience.EVERYONE and not audience_why:
        raise NoReasonGiven("Schrijf op waarom niet iedereen dit mag lezen.", field="audience_why")
    event = FilmEvent.objects.create(
        household=household,
        lane=lane,
        text=text,
        happened_on=happened_on,
        precision=precision,
        until_on=until_on,
        audience=audience,
        audience_why=audience_why if audience != Audience.EVERYONE else "",
        added_by=by,
        **parties.columns("told_by", teller, household, by=by),
    )
    audit.record(CaseEvent.FILM_ADDED, target=event, by=by, lane=lane, audience=audience)
    if other_view is not None:
        _note(event, NoteKind.OTHER_VIEW, other_view.text, other_view.person, by=by)
    return event


@transaction.atomic
def note_film_event(
    event: FilmEvent,
    *,
    kind: NoteKind,
    text: str,
    person: Person | None = None,
    by: User,
) -> FilmNote:
    """Add something to an event: an addition, or how somebody sees it differently.

    Raises WithdrawnAlready, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    refuse_secrets(lock_active(event.household), text=text)
    if _is_withdrawn(event):
        raise WithdrawnAlready("Deze gebeurtenis is ongedaan gemaakt.")
    return _note(event, kind, text, person, by=by)


@transaction.atomic
def withdraw_film_event(event: FilmEvent, *, by: User) -> FilmNote:
    """Take an event out of the film. The event stays in the table, with the withdrawal beside it.

    Raises NotYourEvent, WithdrawnAlready, HouseholdIsClosed.
    """
    lock_active(event.household)
    if event.added_by_id != by.pk:
        raise NotYourEvent("Alleen wie dit in de film zette, kan het ongedaan maken. Zet er een aanvulling bij.")
    if _is_withdrawn(event):
        raise WithdrawnAlready("Deze gebeurtenis is al ongedaan gemaakt.")
    note = FilmNote.objects.create(household=event.household, event=event, kind=NoteKind.WITHDRAWAL, added_by=by)
    audit.record(CaseEvent.FILM_WITHDRAWN, target=event, by=by)
    return note


def _note(event: FilmEvent, kind: NoteKind, text: str, person: Person | None, *, by: User) -> FilmNote:
    if person is not None and person.household_id != event.household_id:
        raise parties.NotOfThisHousehold("Kies iemand uit de lijst.", field="person")
    note = FilmNote.objects.create(
        household=event.household,
        event=event,
        kind=kind,
        text=text,
        person=person,
        added_by=by,
    )
    audit.record(CaseEvent.FILM_NOTED, target=event, by=by, kind=kind)
    return note


def _is_withdrawn(event: FilmEvent) -> bool:
    return FilmNote.objects.filter(event=event, kind=NoteKind.WITHDRAWAL).exists()


def _check_days(happened_on: date, until_on: date | None) -> None:
    today = timezone.localdate()
    if happened_on > today:
        raise NotADayOfTheFilm("Kies een dag die al geweest is.", field="day")
    if happened_on.year < rules.OLDEST_BIRTH_YEAR:
        raise NotADayOfTheFilm("Kies een dag na 1900.", field="day")
    if until_on is not None and until_on < happened_on:
        raise NotADayOfTheFilm("De laatste dag ligt voor de eerste dag.", field="until")
    if until_on is not None and until_on > today:
        raise NotADayOfTheFilm("Kies een dag die al geweest is.", field="until")
