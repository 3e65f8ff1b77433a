"""What is going on: saying it, saying it otherwise, seeing it differently, taking it out. Nothing is overwritten."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from accounts.versions import VersionConflict
from cases import rules
from cases.choices import Audience, CaseEvent, NoteKind, StatementKind, StatementTopic
from cases.models import Household, Person, Statement, StatementNote, StatementText
from cases.services import parties
from cases.services.active import lock_active
from cases.services.film import NoReasonGiven
from cases.services.guarding import refuse_secrets
from cases.services.parties import Party


class NotFounded(DomainError):
    """A fact has who or what says so, and a day that has been; an opinion has somebody who thinks so."""


class TakenOutAlready(DomainError):
    """What was taken out is not changed, gets no other view and is not taken out again."""


@dataclass(frozen=True)
class Said:
    """What a statement says. `source` and `seen_on` (a local day) are for a fact, `thinker` is for an opinion."""

    kind: StatementKind
    text: str
    source: str = ""
    seen_on: date | None = None
    thinker: Party | None = None


@transaction.atomic
def add_statement(
    household: Household,
    *,
    topic: StatementTopic,
    said: Said,
    audience: Audience = Audience.EVERYONE,
    audience_why: str = "",
    by: User,
) -> Statement:
    """Put something in what the family and we see. What belongs to the other kind is left out.

    Raises NotFounded, NoReasonGiven, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, text=said.text, source=said.source, audience_why=audience_why)
    if audience != Audience.EVERYONE and not audience_why:
        raise NoReasonGiven("Schrijf op waarom niet iedereen dit mag lezen.", field="audience_why")
    statement = Statement.objects.create(
        household=household,
        topic=topic,
        audience=audience,
        audience_why=audience_why if audience != Audience.EVERYONE else "",
        added_by=by,
    )
    _write(statement, household, said, by=by)
    audit.record(CaseEvent.STATEMENT_ADDED, target=statement, by=by, topic=topic, kind=said.kind, audience=audience)
    return statement


@transaction.atomic
def change_statement(statement: Statement, *, version: int, said: Said, by: User) -> StatementText:
    """Say it otherwise. `version` is the statement as one saw it; the older texts stay readable.

    Raises VersionConflict, TakenOutAlready, NotFounded, NotOfThisHousehold, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(statement.household)
    refuse_secrets(household, text=said.text, source=said.source)
    _refuse_taken_out(statement)
    current = Statement.objects.get(pk=statement.pk)
    if current.version != version:
        raise VersionConflict(current)
    text = _write(statement, household, said, by=by)
    audit.record(CaseEvent.STATEMENT_CHANGED, target=statement, by=by, kind=said.kind)
    return text


@transaction.atomic
def see_statement_differently(statement: Statement, *, person: Person, text: str, by: User) -> StatementNote:
    """Keep how somebody of the family sees it. Raises TakenOutAlready, NotOfThisHousehold, TellsASecret,
    HouseholdIsClosed.
    """
    refuse_secrets(lock_active(statement.household), text=text)
    _refuse_taken_out(statement)
    if person.household_id != statement.household_id:
        raise parties.NotOfThisHousehold("Kies iemand uit de lijst.", field="person")
    note = StatementNote.objects.create(
        household=statement.household,
        statement=statement,
        kind=NoteKind.OTHER_VIEW,
        person=person,
        text=text,
        added_by=by,
    )
    audit.record(CaseEvent.STATEMENT_SEEN_DIFFERENTLY, target=statement, by=by)
    return note


@transaction.atomic
def take_statement_out(statement: Statement, *, by: User) -> StatementNote:
    """Take it out. It stays in the table, with who took it out beside it. Raises TakenOutAlready, HouseholdIsClosed."""
    lock_active(statement.household)
    _refuse_taken_out(statement)
    note = StatementNote.objects.create(
        household=statement.household, statement=statement, kind=NoteKind.WITHDRAWAL, added_by=by
    )
    audit.record(CaseEvent.STATEMENT_TAKEN_OUT, target=statement, by=by)
    return note


def _write(statement: Statement, household: Household, said: Said, *, by: User) -> StatementText:
    return StatementText.objects.create(
        household=household,
        statement=statement,
        kind=said.kind,
        text=said.text,
        added_by=by,
        **(_fact(said) if said.kind == StatementKind.FACT else _opinion(said, household, by=by)),
    )


def _fact(said: Said) -> dict[str, Any]:
    if not said.source:
        raise NotFounded("Schrijf op wie of wat dit zegt.", field="source")
    if said.seen_on is None:
        raise NotFounded("Kies de dag waarop dit gezien of gezegd is.", field="seen_on")
    if said.seen_on > timezone.localdate():
        raise NotFounded("Kies een dag die al geweest is.", field="seen_on")
    if said.seen_on.year < rules.OLDEST_BIRTH_YEAR:
        raise NotFounded("Kies een dag na 1900.", field="seen_on")
    return {"source": said.source, "seen_on": said.seen_on}


def _opinion(said: Said, household: Household, *, by: User) -> dict[str, Any]:
    if said.thinker is None:
        raise NotFounded("Kies wie dit vindt.", field="thinks")
    return parties.columns("thinks", said.thinker, household, by=by)


def _refuse_taken_out(statement: Statement) -> None:
    if StatementNote.objects.filter(statement=statement, kind=NoteKind.WITHDRAWAL).exists():
        raise TakenOutAlready("Dit is al weggehaald.")
