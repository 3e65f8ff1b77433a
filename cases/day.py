"""What households add to "Mijn dag" (ux, S3). Each block has one query, however many households somebody has."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Any

from django.db.models import Exists, OuterRef, Q
from django.http import HttpRequest
from django.urls import reverse
from django.utils import timezone

from accounts import access_log
from accounts.choices import Role
from accounts.context_processors import desk
from accounts.day import DayAction, DayBlock, DayPart, Place
from accounts.models import User
from cases import rules
from cases.choices import Part, TickOutcome
from cases.models import Agreement, DuoRequest, Household, Involvement, SwitchRequest
from cases.querysets.story import DOERS
from cases.services.access import last_day_of
from cases.services.advice import Task, agreed_between, tasks_due
from cases.services.silences import silent_since

INNER = {Part.CONTACT, Part.DUO, Part.COVER}
CALLERS = {Part.CONTACT, Part.COVER}
"""Whose day it is to call a family that has been silent."""


@dataclass(frozen=True)
class AgreementRow:
    """An agreement in a list. `late_since` is its day when that has passed; `focus`: the next one after a tick.

    `may_tell`: this person may put something in the film of this household.
    """

    agreement: Any
    on: date
    late_since: date | None
    may_tell: bool = False
    focus: bool = False

    @property
    def form_id(self) -> str:
        """Id of the form in this row: htmx says with it which row was ticked."""
        return f"vinkje-{self.agreement.uuid}"

    @property
    def is_ticked(self) -> bool:
        """Whether this person looked today."""
        return self.agreement.tick_uuid is not None

    @property
    def is_done(self) -> bool:
        """Whether it worked."""
        return bool(self.agreement.tick_outcome == TickOutcome.DONE)


@dataclass(frozen=True)
class LookBackRow:
    """A day on which the family and we look back together."""

    household: Any
    on: date
    late_since: date | None


@dataclass(frozen=True)
class SilentRow:
    """A household with which nobody had contact for longer than agreed."""

    household: Any
    every_days: int


@dataclass(frozen=True)
class EndingRow:
    """Access that stops after `last_day`, and the contact person who may make it longer."""

    involvement: Any
    last_day: date | None
    face: User
    is_mine: bool


@dataclass(frozen=True)
class TaskRow:
    """What this person was going to do for one household after an advice of the table."""

    household: Household
    tasks: list[Task]


@dataclass(frozen=True)
class WeekRows:
    """The rows of "Deze week", days first, then who has been silent."""

    days: list[AgreementRow | LookBackRow]
    silent: list[SilentRow]

    def __len__(self) -> int:
        return len(self.days) + len(self.silent)


def households_today(request: HttpRequest, today: date) -> DayPart | None:
    """Fill the day of somebody who works with households; None for everybody else."""
    person = desk(request)
    if person is None or not person.roles & set(Role.WITH_HOUSEHOLDS):
        return None
    user: User = request.user  # type: ignore[assignment]
    mine = _mine(user, today)
    agreements = _agreements(user, mine, today)
    ticked = request.htmx.trigger if request.htmx else None  # type: ignore[attr-defined]
    waiting = _waiting(user)
    tasks = [TaskRow(household, due) for household in mine if (due := tasks_due(household))]
    shown = [*mine, *(row.household for row in waiting)]
    blocks = [
        DayBlock(Place.TODAY, "cases/partials/day_today.html", _today(mine, agreements, today, ticked or "")),
        DayBlock(Place.THIS_WEEK, "cases/partials/day_week.html", _this_week(mine, agreements, today)),
        DayBlock(Place.WAITING, "cases/partials/day_waiting.html", waiting),
        DayBlock(Place.WAITING, "cases/partials/day_access.html", _ending(user)),
        DayBlock(Place.WAITING, "cases/partials/day_tasks.html", tasks),
        DayBlock(Place.MINE, "cases/partials/day_households.html", mine),
    ]
    if Role.TEAM_LEAD in person.roles:
        without = Household.objects.appointable_by(user).without_face(today).with_face().order_by("sort_name", "pk")
        blocks.append(DayBlock(Place.WITHOUT_FACE, "cases/partials/day_without_face.html", list(without)))
        shown += blocks[-1].rows
    access_log.listed(request, "day", [household.uuid for household in shown])
    later = [household.next_on for household in mine if household.next_on and household.next_on > today]
    return DayPart(blocks=blocks, action=_action(mine), next_on=min(later, default=None))


def _mine(user: User, today: date) -> list[Any]:
    rows = Household.objects.visible_to(user).active().with_part_of(user, *INNER, Part.INVITED).with_my_part(user)
    rows = rows.with_next_date(user, today).with_story(user).with_last_contact(user)
    rows = rows.with_tasks_of(user, agreed_between(today))
    return sorted(rows, key=lambda row: (row.next_on or date.max, row.sort_name, row.pk))


def _agreements(user: User, mine: list[Any], today: date) -> list[Any]:
    """Agreements with a day until the end of this week, and those that this person looked at today."""
    midnight = timezone.make_aware(datetime.combine(today, time.min))
    households = {household.pk: household for household in mine}
    rows = Agreement.objects.visible_to(user).filter(household__in=list(households))
    rows = rows.with_tick_of(user, midnight).with_may_tick(user).with_parties(*DOERS)
    due = Q(due_on__lte=today + rules.THIS_WEEK) | Q(tick_due_before__lte=today)
    found = list(rows.current().filter(due))
    for agreement in found:
        agreement.household = households[agreement.household_id]
    return found


def _today(mine: list[Any], agreements: list[Any], today: date, ticked: str) -> list[AgreementRow | LookBackRow]:
    rows: list[AgreementRow | LookBackRow] = []
    tellable = {household.pk for household in _tellable(mine)}
    for agreement in agreements:
        day = agreement.tick_due_before or agreement.due_on
        if day <= today:
            late_since = day if day < today else None
            rows.append(AgreementRow(agreement, day, late_since, may_tell=agreement.household_id in tellable))
    for household in mine:
        day = household.look_back_on
        if day and day <= today:
            rows.append(LookBackRow(household, day, late_since=day if day < today else None))
    rows.sort(key=_in_order)
    return _with_focus(rows, ticked)


def _with_focus(rows: list[AgreementRow | LookBackRow], ticked: str) -> list[AgreementRow | LookBackRow]:
    """Mark the first row after the one that was just ticked that still waits for an answer (ux, S3)."""
    place = next((n for n, row in enumerate(rows) if isinstance(row, AgreementRow) and row.form_id == ticked), None)
    if place is None:
        return rows
    for n, row in [*enumerate(rows)][place:]:
        if isinstance(row, AgreementRow) and row.agreement.may_tick and not row.is_ticked:
            return [*rows[:n], replace(row, focus=True), *rows[n + 1 :]]
    return rows


def _this_week(mine: list[Any], agreements: list[Any], today: date) -> WeekRows:
    last = today + rules.THIS_WEEK
    days: list[AgreementRow | LookBackRow] = [
        AgreementRow(agreement, agreement.due_on, late_since=None)
        for agreement in agreements
        if agreement.due_on and agreement.due_on > today
    ]
    days += [
        LookBackRow(household, household.look_back_on, late_since=None)
        for household in mine
        if household.look_back_on and today < household.look_back_on <= last
    ]
    silent = [
        SilentRow(household, rules.silent_after_days(household.contact_every_days, household.phase_step))
        for household in mine
        if household.my_part in CALLERS and silent_since(household, today)
    ]
    silent.sort(key=lambda row: row.household.last_contact_on)
    return WeekRows(sorted(days, key=_in_order), silent)


def _waiting(user: User) -> list[Any]:
    """Questions between this person and a colleague that have no answer yet: those asked of this person first."""
    rows: list[Any] = []
    for model in (SwitchRequest, DuoRequest):
        rows += model.objects.visible_to(user).open().select_related("household", "asked_by", "asked_of")
    return sorted(rows, key=lambda row: (row.asked_of_id != user.pk, row.asked_at))


def _ending(user: User) -> list[EndingRow]:
    """Access that stops within a week and about which nobody answered: mine, and of guests of my families."""
    rows = Involvement.objects.visible_to(user).ending_within(rules.ASK_BEFORE_END)
    face_of = Involvement.objects.running().faces().filter(user=user, household=OuterRef("household"))
    rows = rows.filter(Exists(face_of) | Q(user=user)).select_related("user", "household").with_face()
    return [
        EndingRow(row, last_day_of(row.ends_at), row.household.faces_now[0].user, is_mine=row.user_id == user.pk)
        for row in rows.order_by("ends_at", "pk")
    ]


def _action(mine: Iterable[Any]) -> DayAction | None:
    tellable = _tellable(mine)
    if not tellable:
        return None
    if len(tellable) == 1:
        return DayAction("Zet in de film", reverse("cases:film-create", args=[tellable[0].uuid]))
    return DayAction("Zet in de film", reverse("cases:household-list") + "?voor=film")


def _tellable(mine: Iterable[Any]) -> list[Any]:
    return [household for household in mine if household.my_part in INNER]


def _in_order(row: AgreementRow | LookBackRow) -> tuple[date, time, int]:
    at = row.agreement.due_at if isinstance(row, AgreementRow) else None
    return row.on, at or time.max, row.agreement.pk if isinstance(row, AgreementRow) else row.household.pk
