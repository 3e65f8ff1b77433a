"""Who looked at the data of one person of the family, on paper: what stands on it, asking for it, making it.

`docs/adr/0047` says which lines count and what a reader against whom somebody is kept safe does not learn.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.db.models.functions import TruncDate
from django.utils import timezone

from accounts import audit, outbox, press
from accounts.choices import OrganisationKind, Outcome, PdfState
from accounts.clock import midnight
from accounts.models import AccessLine, Organisation, User
from cases import doors, overview, rules
from cases.choices import CaseEvent
from cases.models import Household, Involvement, LookOverview, Person, UnsafeFor
from cases.overview import Looked, OverviewRow, Safety

RENDER = "render_look_overview"


@dataclass(frozen=True)
class Period:
    """Local days (Europe/Amsterdam), both included."""

    first_day: date
    last_day: date


def safety_of(household: Household) -> Safety:
    """Return what this household keeps for the safety of its people. For who acts, who must see the household."""
    today = timezone.localdate()
    people = Person.objects.filter(household=household)
    children = [person.pk for person in people if rules.is_child(person.role, person.age_on(today))]
    unsafe = UnsafeFor.objects.filter(household=household).values_list("person_id", "other_id")
    shelters = Involvement.objects.filter(household=household, organisation__kind=OrganisationKind.SHELTER)
    return Safety(
        hidden=doors.hidden_people(household),
        unsafe=frozenset(unsafe),
        children=frozenset(children),
        in_shelter=shelters.exists(),
    )


def lines_about(person: Person, period: Period, *, until: datetime | None = None) -> QuerySet[AccessLine]:
    """Return the lines that touched data of `person`: looks that succeeded, at this person or at the whole household.

    A look at the whole household counts for as long as the person belongs to it; the name of another one never does.
    """
    lines = AccessLine.objects.filter(
        household=person.household.uuid,
        outcome=Outcome.SUCCESS,
        at__gte=midnight(period.first_day),
        at__lt=midnight(period.last_day + timedelta(days=1)),
    )
    if until is not None:
        lines = lines.filter(at__lte=until)
    shared = Q(person_ids=[])
    if person.belongs_since:
        shared &= Q(at__gte=midnight(person.belongs_since))
    if person.left_on:
        shared &= Q(at__lt=midnight(person.left_on + timedelta(days=1)))
    return lines.filter(Q(person_ids__contains=[person.uuid]) | shared)


def rows_for(person: Person, period: Period, *, guarded: bool, until: datetime | None = None) -> list[OverviewRow]:
    """Return what stands on the paper of `person`."""
    groups = (
        lines_about(person, period, until=until)
        .annotate(
            day=TruncDate("at"),
            is_emergency=ExpressionWrapper(Q(checks__endswith="T"), BooleanField()),
            is_own=ExpressionWrapper(Q(person_ids__contains=[person.uuid]), BooleanField()),
        )
        .order_by()
        .values_list("day", "organisation", "role", "is_emergency", "obj_type", "event_code", "is_own")
        .distinct()
    )
    looked = [Looked(*group) for group in groups]
    wanted = {line.organisation for line in looked if line.organisation}
    names = {} if guarded else dict(Organisation.objects.filter(uuid__in=wanted).values_list("uuid", "name"))
    return overview.rows_of(looked, names, guarded=guarded)


def content_of(person: Person, period: Period, rows: list[OverviewRow]) -> dict[str, Any]:
    """Return what cases/paper/overview.html needs."""
    return {"reader": person, "first_day": period.first_day, "last_day": period.last_day, "rows": rows}


@transaction.atomic
def ask_overview(person: Person, period: Period, *, by: User) -> LookOverview:
    """Ask the worker for the paper of `person`. The lines up to this moment stand on it."""
    asked: LookOverview = LookOverview.objects.create(
        household=person.household,
        person=person,
        first_day=period.first_day,
        last_day=period.last_day,
        asked_by=by,
    )
    outbox.enqueue(RENDER, unique_key=str(asked.uuid), by=by, overview=asked.uuid)
    audit.record(CaseEvent.OVERVIEW_ASKED, target=asked, by=by, person=person.uuid)
    return asked


@transaction.atomic
def ask_again(asked: LookOverview, *, by: User) -> None:
    """Ask the worker once more, when the paper is not there, or tells what it must not tell any more."""
    if states_of([asked])[asked.pk] in (PdfState.READY, PdfState.WAITING):
        return
    LookOverview.objects.filter(pk=asked.pk).update(data=None, is_guarded=None)
    outbox.enqueue_again(RENDER, unique_key=str(asked.uuid), by=by, overview=asked.uuid)
    audit.record(CaseEvent.OVERVIEW_ASKED, target=asked, by=by, person=asked.person.uuid)


def make(overview_uuid: UUID | str, *, by: User) -> None:
    """Make the PDF, unless it is there. Without the right to see who looked `by` gets none: then nothing is made."""
    from cases import pdf

    rows = LookOverview.objects.visible_to(by).select_for_update(of=("self",), no_key=True)
    asked = rows.select_related("household", "person").filter(uuid=overview_uuid).first()
    if asked is None or asked.data is not None:
        return
    asked.person.household = asked.household
    period = Period(asked.first_day, asked.last_day)
    guarded = safety_of(asked.household).guards_from(asked.person_id)
    shown = rows_for(asked.person, period, guarded=guarded, until=asked.asked_at)
    asked.data, asked.is_guarded = pdf.render_overview(content_of(asked.person, period, shown)), guarded
    asked.save(update_fields=["data", "is_guarded"])


def states_of(papers: Iterable[Any], safety: Safety | None = None) -> dict[int, PdfState]:
    """Return how far each paper of one household is, by id. One that tells too much by now counts as not made."""
    every = list(papers)
    if not every:
        return {}
    safety = safety or safety_of(every[0].household)
    jobs = outbox.states_of(RENDER, (paper.uuid for paper in every))
    states = {}
    for paper in every:
        is_ready = may_be_given(paper, safety)
        tells_too_much = paper.is_guarded is not None and not is_ready
        job = None if tells_too_much else jobs.get(str(paper.uuid))
        states[paper.pk] = press.state_of(job, is_ready=is_ready)
    return states


def may_be_given(paper: LookOverview, safety: Safety) -> bool:
    """Whether the PDF is there, and tells nobody what that person must not know since it was made."""
    return paper.is_guarded is not None and (paper.is_guarded or not safety.guards_from(paper.person_id))
