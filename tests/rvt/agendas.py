"""Meetings with an agenda for tests, made by the services."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

from django.test import Client
from django.urls import reverse

from accounts.clock import now
from accounts.models import User
from rvt.choices import Discipline, ItemKind
from rvt.models import AgendaItem, Expert, Meeting, Question
from rvt.services import agenda, meetings
from rvt.services.meetings import Setting
from tests.rvt.factories import Office, QuestionFactory, expert_of, office_of


def meeting_of(office: Office | None = None, *, days: int = 5, minutes: int = 180, **more: Any) -> Meeting:
    """Return a new meeting of the table, so many days from now."""
    office = office or office_of()
    setting = Setting(minutes, more.pop("place", "Zaal De Linde"), more.pop("link", ""), office.chair, office.secretary)
    starts_at = more.pop("starts_at", now().replace(minute=0, second=0, microsecond=0) + timedelta(days=days))
    return meetings.make_meeting(office.organisation.region, starts_at=starts_at, setting=setting, by=office.chair)


def put(meeting: Meeting, chair: User, **question: Any) -> AgendaItem:
    """Put a new question on the agenda and return its item."""
    made = QuestionFactory(**question)
    meeting.refresh_from_db()
    agenda.put_on(meeting.uuid, made.uuid, version=meeting.version, by=chair)
    meeting.refresh_from_db()
    return AgendaItem.objects.live().get(question=made)


def add_to_agenda(meeting: Meeting, question: Question, *experts: User) -> AgendaItem:
    """Put a checked question on an agenda, ask `experts` for it, and send it."""
    chair = meeting.chair
    meeting.refresh_from_db()
    agenda.put_on(meeting.uuid, question.uuid, version=meeting.version, by=chair)
    item = AgendaItem.objects.live().get(question=question)
    for user in experts:
        wanted = {"disciplines": [Discipline.BEHAVIOURAL]}
        ask(meeting, Expert.objects.get_or_create(user=user, region=meeting.region, defaults=wanted)[0], item, by=chair)
    send(meeting, chair)
    item.refresh_from_db()
    return item


def pool_of(office: Office, *disciplines: str, **user: Any) -> Expert:
    """Return a new expert in the pool."""
    person = expert_of(office)
    for name, value in user.items():
        setattr(person, name, value)
    person.save()
    wanted = list(disciplines) or [Discipline.BEHAVIOURAL]
    return Expert.objects.create(user=person, region=office.organisation.region, disciplines=wanted)


def ask(meeting: Meeting, expert: Expert, *items: AgendaItem, by: User) -> None:
    """Ask an expert for these items."""
    meeting.refresh_from_db()
    agenda.invite(
        meeting.uuid,
        expert.uuid,
        items=[item.uuid for item in items],
        discipline=expert.disciplines[0],
        version=meeting.version,
        by=by,
    )
    meeting.refresh_from_db()


def send(meeting: Meeting, by: User) -> None:
    """Send the agenda as it is."""
    meeting.refresh_from_db()
    agenda.send_agenda(meeting.uuid, version=meeting.version, by=by)
    meeting.refresh_from_db()


def order_of(meeting: Meeting) -> list[Any]:
    """Return what stands on the agenda: sentences of questions, kinds of the rest."""
    rows = meeting.items.on_agenda().select_related("question")
    return [row.question.sentence if row.question else ItemKind(row.kind).value for row in rows]


def press(client: Client, meeting: Meeting, doe: str, *ids: UUID | str, **more: Any) -> Any:
    """Press a button on the page of the agenda, with the version that is in the database unless told otherwise."""
    meeting.refresh_from_db()
    data = {"doe": " ".join([doe, *map(str, ids)]), "version": more.pop("version", meeting.version)}
    return client.post(reverse("rvt:agenda", args=[meeting.uuid]), data, **more)
