"""The agenda of one meeting: put on, moved, made longer, taken off, and sent.

Every act names the version that was on the screen. Who was second gets `AgendaMoved` with nothing lost: an act is one
press of a button, and the newest agenda is shown instead.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import audit, versions
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import User
from rvt import agenda_rules as rules
from rvt import plan
from rvt.choices import GuestAnswer, GuestPart, ItemKind, MeetingState, QuestionState, TableEvent
from rvt.models import AgendaItem, AgendaRelease, Expert, Guest, Invitation, Meeting, Question
from rvt.services import telling
from rvt.services.meetings import MeetingOver, check_open, free_questions

OFF_FROM = 1000
"""Positions of items that were taken off, out of the way of the others."""


class AgendaMoved(DomainError):
    """Somebody else changed this agenda a moment ago. `current` is the meeting as it is now."""

    def __init__(self, current: Meeting) -> None:
        name = current.changed_by.first_name if current.changed_by else "Iemand"
        super().__init__(f"{name} verplaatste net iets. Kijk even.")
        self.current = current


class NotOnThisAgenda(DomainError):
    """The item or the question is not here, or not any more."""


class StaysInPlace(DomainError):
    """The beginning and the end do not move; what the table is busy with does not go."""


class NotReady(DomainError):
    """An agenda goes out when there is a question on it, and somebody saw no names in each of them."""


class NothingChanged(DomainError):
    """There is nothing to tell."""


@dataclass
class Agenda:
    """The agenda of one meeting, locked until the transaction ends. `items` in their order, with who is asked."""

    meeting: Meeting
    items: list[AgendaItem]
    before: list[AgendaItem] = field(default_factory=list)
    """The items as they stood when it was locked."""

    def item(self, uuid: UUID) -> AgendaItem:
        """Return one of the items. Raises NotOnThisAgenda."""
        found = next((item for item in self.items if item.uuid == uuid), None)
        if found is None:
            raise NotOnThisAgenda("Dit punt staat niet meer op de agenda.")
        return found

    def slots(self) -> dict[int, rules.Slot]:
        """Return when each item is, by key."""
        times = rules.slots_of(self.meeting.starts_at, (item.minutes for item in self.items))
        return {item.pk: slot for item, slot in zip(self.items, times, strict=True)}

    def content(self) -> plan.Content:
        """Return what the agenda says now."""
        return plan.content_of(self.meeting, self.items, guests_of(self.items))


def guests_of(items: list[AgendaItem]) -> dict[UUID, list[UUID]]:
    """Return the items that each guest is asked for; of items that were read `with_guests`."""
    found: dict[UUID, list[UUID]] = {}
    for item in items:
        for row in item.asked:
            found.setdefault(UUID(row["guest"]), []).append(item.uuid)
    return found


def items_of(meeting: Meeting) -> list[AgendaItem]:
    """Return what stands on the agenda, in order, with questions and who is asked: one query."""
    rows = meeting.items.on_agenda().with_guests()
    return list(rows.select_related("question__organisation"))


@transaction.atomic
def move_item(meeting: UUID, item: UUID, *, version: int, by: User, place: int | None = None, steps: int = 0) -> Agenda:
    """Put `item` at `place`, counted from 1 after the fixed beginning; or `steps` further on.

    Raises AgendaMoved and StaysInPlace.
    """
    agenda = _open(meeting, version, by)
    moving = _loose(agenda.item(item))
    order = [row.pk for row in agenda.items]
    last = len(order) - 2
    place = order.index(moving.pk) + steps if place is None else place
    new = rules.moved(order, moving.pk, max(1, min(place, last)))
    if new != order:
        _reorder(agenda, new)
        _changed(agenda, by, act="moved", item=moving.uuid)
    return agenda


@transaction.atomic
def set_minutes(meeting: UUID, item: UUID, *, longer_by: int, version: int, by: User) -> Agenda:
    """Make an item so many minutes longer or shorter, in steps of 5. Raises AgendaMoved."""
    agenda = _open(meeting, version, by)
    row = agenda.item(item)
    minutes = rules.longer(row.minutes, longer_by)
    if minutes != row.minutes:
        row.minutes = minutes
        row.save(update_fields=["minutes"])
        _changed(agenda, by, act="minutes", item=row.uuid, minutes=minutes)
    return agenda


@transaction.atomic
def put_on(meeting: UUID, question: UUID, *, version: int, by: User, instead_of: UUID | None = None) -> Agenda:
    """Put a question from the queue at the end, or on the place that was kept for urgent ones.

    Who asks becomes a guest. Raises AgendaMoved and NotOnThisAgenda.
    """
    agenda = _open(meeting, version, by)
    waiting = Question.objects.queue_of(by).filter(region=agenda.meeting.region_id, uuid=question)
    found = Question.objects.select_for_update(of=("self",), no_key=True).filter(pk__in=waiting.values("pk")).first()
    if found is None:
        raise NotOnThisAgenda("Deze vraag wacht niet meer. Iemand anders was je voor.")
    if instead_of is not None:
        item = agenda.item(instead_of)
        if item.kind != ItemKind.URGENT:
            raise NotOnThisAgenda("De plek voor spoed is niet meer vrij.")
        item.kind, item.question = ItemKind.QUESTION, found
        item.save(update_fields=["kind", "question"])
    else:
        item = _insert(agenda, ItemKind.QUESTION, rules.QUESTION_MINUTES, found)
    _invite(item, _guest(agenda.meeting, found.asker, GuestPart.ASKER), "")
    _changed(agenda, by, act="put_on", item=item.uuid)
    return _again(agenda)


@transaction.atomic
def add_pause(meeting: UUID, *, kind: ItemKind, version: int, by: User) -> Agenda:
    """Add a break, or a place for an urgent question. Raises AgendaMoved."""
    agenda = _open(meeting, version, by)
    minutes = {ItemKind.BREAK: rules.BREAK_MINUTES, ItemKind.URGENT: rules.URGENT_MINUTES}[kind]
    item = _insert(agenda, kind, minutes)
    _changed(agenda, by, act="added", item=item.uuid)
    return _again(agenda)


@transaction.atomic
def take_off(meeting: UUID, item: UUID, *, version: int, by: User) -> Agenda:
    """Take an item off; a question goes back to the queue. Raises AgendaMoved and StaysInPlace."""
    agenda = _open(meeting, version, by)
    _remove(agenda, _loose(agenda.item(item)))
    _changed(agenda, by, act="taken_off", item=item)
    return agenda


@transaction.atomic
def move_to_meeting(meeting: UUID, item: UUID, *, other: UUID, version: int, by: User) -> Agenda:
    """Move a question to the end of another agenda. Who was asked for it here is not asked there by itself.

    Raises AgendaMoved, StaysInPlace and MeetingOver.
    """
    pair = Meeting.objects.run_by(by).filter(uuid__in=(meeting, other)).order_by("pk")
    list(pair.select_for_update(of=("self",), no_key=True))  # Both at once, always in the same order.
    agenda = _open(meeting, version, by)
    row = _loose(agenda.item(item))
    if row.question is None:
        raise StaysInPlace("Alleen een vraag gaat naar een ander overleg.")
    target = _open(other, None, by)
    question, minutes = row.question, row.minutes
    if target.meeting.region_id != agenda.meeting.region_id or target.meeting.pk == agenda.meeting.pk:
        raise NotOnThisAgenda("Kies een ander overleg.")
    _remove(agenda, row)
    moved = _insert(target, ItemKind.QUESTION, minutes, question)
    _invite(moved, _guest(target.meeting, question.asker, GuestPart.ASKER), "")
    _changed(agenda, by, act="taken_off", item=item)
    _changed(target, by, act="put_on", item=moved.uuid)
    return agenda


@transaction.atomic
def invite(meeting: UUID, expert: UUID, *, items: list[UUID], discipline: str, version: int, by: User) -> Agenda:
    """Ask somebody of the pool for these items, for what that person knows. Told when the agenda goes out.

    Raises AgendaMoved and NotOnThisAgenda.
    """
    agenda = _open(meeting, version, by)
    found = _pool(agenda).filter(uuid=expert).select_related("user").first()
    rows = [agenda.item(item) for item in items]
    if found is None or not rows or any(row.question is None for row in rows):
        raise NotOnThisAgenda("Deze deskundige kan niet worden gevraagd.")
    guest = _guest(agenda.meeting, found.user, GuestPart.EXPERT)
    for row in rows:
        _invite(row, guest, discipline)
        audit.record(TableEvent.GUEST_INVITED, target=agenda.meeting, by=by, item=row.uuid, user=found.user.uuid)
    _changed(agenda, by, act="guests")
    return _again(agenda)


@transaction.atomic
def choose_guests(meeting: UUID, item: UUID, experts: list[Expert], *, version: int, by: User) -> Agenda:
    """Ask exactly these experts for one item, and who asks it. Raises AgendaMoved and NotOnThisAgenda."""
    agenda = _open(meeting, version, by)
    row = agenda.item(item)
    if row.question is None:
        raise NotOnThisAgenda("Voor dit punt wordt niemand gevraagd.")
    found = {one.user_id: one for one in _pool(agenda).filter(pk__in=[one.pk for one in experts])}
    here = Invitation.objects.filter(item=row, guest__part=GuestPart.EXPERT)
    here.exclude(guest__user__in=found).delete()
    asked = set(here.values_list("guest__user", flat=True))
    for user_id, expert in found.items():
        if user_id not in asked:
            wanted = next((one for one in row.question.disciplines if one in expert.disciplines), "")
            _invite(row, _guest(agenda.meeting, expert.user, GuestPart.EXPERT), wanted)
            audit.record(TableEvent.GUEST_INVITED, target=agenda.meeting, by=by, item=item, user=expert.user.uuid)
    _forget_guests(agenda.meeting)
    _changed(agenda, by, act="guests", item=item)
    return _again(agenda)


@transaction.atomic
def send_agenda(meeting: UUID, *, version: int, by: User) -> AgendaRelease:
    """Send the agenda: the next numbered release, and a mail to everybody for whom something is new.

    Raises AgendaMoved, MeetingOver, NotReady and NothingChanged.
    """
    agenda = _open(meeting, version, by)
    row, content = agenda.meeting, agenda.content()
    if row.starts_at <= now():
        raise MeetingOver("Dit overleg had al moeten beginnen. Kies eerst een nieuw moment.")
    if not any(item.question for item in agenda.items):
        raise NotReady("Zet eerst een vraag op de agenda.")
    if unchecked := unchecked_of(agenda.items):
        sentences = " ".join(f"“{question.sentence}”" for question in unchecked)
        raise NotReady(f"Nog niet nagekeken op namen: {sentences}")
    if row.state == MeetingState.SENT and not plan.is_changed(row.sent, content):
        raise NothingChanged("Er is niets veranderd sinds de vorige keer.")
    number = row.releases.count() + 1
    release: AgendaRelease = AgendaRelease.objects.create(meeting=row, number=number, content=content, sent_by=by)
    Invitation.objects.filter(item__in=agenda.items).update(is_sent=True)
    Question.objects.filter(items__in=agenda.items, state=QuestionState.CHECKED).update(state=QuestionState.SCHEDULED)
    changes = {"state": MeetingState.SENT, "sequence": row.sequence + (number > 1)}
    versions.save(row, by=by, fields=changes)
    audit.record(TableEvent.AGENDA_SENT, target=row, by=by, number=number)
    telling.tell(row, plan.news_for_guests(row.sent, content), by=by)
    return release


def unchecked_of(items: list[AgendaItem]) -> list[Question]:
    """Return the questions in which nobody looked for names yet, or that went back to who asks."""
    fine = (QuestionState.CHECKED, QuestionState.SCHEDULED)
    return [item.question for item in items if item.question and item.question.state not in fine]


@transaction.atomic
def let_go(question: Question, *, by: User) -> None:
    """Take a question that is withdrawn, sent back or referred off the agenda it stands on, if any."""
    item = AgendaItem.objects.live().filter(question=question).select_related("meeting").first()
    if item is None:
        return
    meeting = versions.lock(item.meeting, version=None)
    release = meeting.releases.last()
    meeting.sent = release.content if release else None
    agenda = Agenda(meeting, list(meeting.items.on_agenda()))
    _remove(agenda, agenda.item(item.uuid))
    versions.save(meeting, by=by, fields={})
    # Who asks is recorded by the day only, so not here.
    audit.record(TableEvent.AGENDA_CHANGED, target=meeting, by=None)


# --- Inside ------------------------------------------------------------------------------------------------------


def _open(meeting: UUID, version: int | None, by: User) -> Agenda:
    """Lock a meeting of a table that `by` runs, and read its agenda. Raises Meeting.DoesNotExist: not there."""
    # No join: after waiting for the other one PostgreSQL reads the locked row anew, and what is joined to it not.
    rows = Meeting.objects.run_by(by).with_sent()
    current = rows.select_for_update(of=("self",), no_key=True).get(uuid=meeting)
    if version is not None and current.version != version:
        raise AgendaMoved(current)
    check_open(current)
    items = items_of(current)
    return Agenda(current, items, list(items))


def _again(agenda: Agenda) -> Agenda:
    agenda.items = items_of(agenda.meeting)
    return agenda


def _changed(agenda: Agenda, by: User, **details: Any) -> None:
    versions.save(agenda.meeting, by=by, fields={})
    audit.record(TableEvent.AGENDA_CHANGED, target=agenda.meeting, by=by, **details)


def _loose(item: AgendaItem) -> AgendaItem:
    if item.kind in ItemKind.FIXED:
        raise StaysInPlace("Het begin en het einde staan vast.")
    if item.part or item.is_done:
        raise StaysInPlace("Dit punt is al begonnen.")
    return item


def _reorder(agenda: Agenda, order: list[int]) -> None:
    """Number the items anew in this order of keys, in one statement."""
    by_key = {item.pk: item for item in agenda.items}
    agenda.items = [by_key[key] for key in order]
    other = [item for place, item in enumerate(agenda.items) if item.position != place]
    for place, item in enumerate(agenda.items):
        item.position = place
    AgendaItem.objects.bulk_update(other, ["position"])


def _insert(agenda: Agenda, kind: ItemKind, minutes: int, question: Question | None = None) -> AgendaItem:
    """Put a new item just before the fixed end."""
    item = AgendaItem(meeting=agenda.meeting, kind=kind, question=question, minutes=minutes, position=OFF_FROM - 1)
    item.save()
    order = [row.pk for row in agenda.items]
    has_end = bool(agenda.items) and agenda.items[-1].kind == ItemKind.CLOSING
    agenda.items.append(item)
    _reorder(agenda, rules.moved(order, item.pk, len(order) - has_end))
    return item


def _remove(agenda: Agenda, item: AgendaItem) -> None:
    agenda.items.remove(item)
    free_questions([item.pk])
    Invitation.objects.filter(item=item).delete()
    if agenda.meeting.sent:
        off = AgendaItem.objects.filter(meeting=agenda.meeting, is_off=True).count()
        AgendaItem.objects.filter(pk=item.pk).update(is_off=True, position=OFF_FROM + off)
    else:
        item.delete()
    _reorder(agenda, [row.pk for row in agenda.items])
    _forget_guests(agenda.meeting)


def _pool(agenda: Agenda) -> Any:
    return Expert.objects.at_work().filter(region=agenda.meeting.region_id)


def _guest(meeting: Meeting, user: User, part: GuestPart) -> Guest:
    guest: Guest = Guest.objects.get_or_create(meeting=meeting, user=user, defaults={"part": part})[0]
    return guest


def _invite(item: AgendaItem, guest: Guest, discipline: str) -> None:
    if guest.answer != GuestAnswer.WAITING and not guest.invitations.exists():
        # Was not needed any more, and is asked anew.
        Guest.objects.filter(pk=guest.pk).update(answer=GuestAnswer.WAITING, answered_at=None, reminded_on=None)
    Invitation.objects.get_or_create(item=item, guest=guest, defaults={"discipline": discipline})


def _forget_guests(meeting: Meeting) -> None:
    """Who is asked for nothing and was never told anything, was never a guest."""
    told = {
        UUID(guest) for content in meeting.releases.values_list("content", flat=True) for guest in content["guests"]
    }
    Guest.objects.filter(meeting=meeting, invitations=None).exclude(uuid__in=told).delete()
