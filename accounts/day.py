"""Mijn dag (ux, S3): one page that every room fills, in one fixed order.

A room registers a provider in the slot "my_day"; it is called with the request and the local day (Europe/Amsterdam) and
returns a `DayPart`, or None. This room adds what it owns itself: drafts and questions to stand in. A draft shows only
when the room that owns its form says where to go on: the slot "draft_links" is called with the person and all drafts,
and returns a dict from the primary key of a draft to its `DraftLink`, without those that lead nowhere any more.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Sized
from dataclasses import dataclass, field
from datetime import date
from enum import Enum
from typing import Any

from django.db.models import Q
from django.http import HttpRequest
from django.utils import timezone
from django.views.generic import TemplateView

from accounts.choices import AbsenceStatus, Role
from accounts.context_processors import desk
from accounts.models import Absence, Draft, RoleRequest, User
from accounts.slots import fill

SLOT = "my_day"


class Place(Enum):
    """The blocks of the page, in their order, with their titles (ux, S3)."""

    WITHOUT_FACE = "Zonder vast gezicht"
    TODAY = "Vandaag"
    THIS_WEEK = "Deze week"
    MEETING = "Volgend overleg"
    WAITING = "Wacht op jou"
    MINE = "Mijn huishoudens"
    DRAFTS = "Concepten"

    @property
    def slug(self) -> str:
        """Id of the heading: "deze-week"."""
        return self.value.lower().replace(" ", "-")


LAYOUT = (((Place.TODAY, Place.THIS_WEEK), (Place.MEETING, Place.WAITING)), ((Place.MINE,), (Place.DRAFTS,)))
"""On a wide screen: two bands, each with a left and a right side. In the page itself the order is that of `Place`."""


@dataclass(frozen=True)
class DayBlock:
    """Rows of one room for one place. `template` draws the list and gets `rows`; without rows the block is absent."""

    place: Place
    template: str
    rows: Sized


@dataclass(frozen=True)
class DayAction:
    """The main button of the page."""

    label: str
    url: str
    icon: str = "plus"


@dataclass(frozen=True)
class DayPart:
    """What one room adds to the day of one person. `next_on` is the first day after today on which something is due."""

    blocks: Sequence[DayBlock] = ()
    action: DayAction | None = None
    next_on: date | None = None


@dataclass(frozen=True)
class DraftLink:
    """Where a draft goes on: what it is and its page."""

    label: str
    url: str


@dataclass(frozen=True)
class DraftRow:
    """A draft in the list."""

    draft: Draft
    link: DraftLink


@dataclass(frozen=True)
class Section:
    """One block of the page: what all rooms together put there."""

    place: Place
    blocks: list[DayBlock] = field(default_factory=list)


def parts_of_day(request: HttpRequest, today: date) -> Iterator[DayPart]:
    """Ask every room, this one last."""
    user: User = request.user  # type: ignore[assignment]
    yield from fill(SLOT, request, today)
    yield DayPart(
        blocks=[
            DayBlock(Place.WAITING, "accounts/partials/day_absences.html", absences_waiting_for(user)),
            DayBlock(Place.WAITING, "accounts/partials/day_roles.html", roles_waiting_for(request)),
            DayBlock(Place.DRAFTS, "accounts/partials/day_drafts.html", drafts_of(user)),
        ]
    )


def absences_waiting_for(user: User) -> list[Absence]:
    """Return the questions to stand in that this person has not answered, and the ones this person asked."""
    open_ones = Absence.objects.concerning(user).filter(status=AbsenceStatus.ASKED)
    return list(open_ones.select_related("user", "stand_in").order_by("days", "pk"))


def roles_waiting_for(request: HttpRequest) -> list[RoleRequest]:
    """Return the questions about roles that this beheerder may decide, and the ones that this beheerder asked."""
    person, user = desk(request), request.user
    if person is None or Role.ADMINISTRATOR not in person.roles:
        return []
    waiting = RoleRequest.objects.visible_to(user).waiting().exclude(Q(user=user) & ~Q(asked_by=user))  # type: ignore[arg-type,misc]
    return list(waiting.select_related("user", "organisation", "asked_by").order_by("asked_at", "pk"))


def drafts_of(user: User) -> list[DraftRow]:
    """Return what this person typed and did not send, newest first, as far as its page still exists for this person."""
    drafts = list(Draft.objects.filter(owner=user).order_by("-saved_at"))
    links: dict[int, DraftLink] = {}
    for answer in fill("draft_links", user, drafts) if drafts else ():
        links.update(answer)
    return [DraftRow(draft=draft, link=links[draft.pk]) for draft in drafts if draft.pk in links]


def _band(shown: list[Section], places: tuple[tuple[Place, ...], ...]) -> list[list[Section]]:
    """Return the sections that are there, side by side; a side without any is absent."""
    sides = [[section for section in shown if section.place in side] for side in places]
    return [side for side in sides if side]


class MyDay(TemplateView):
    """The start page. Holds no rows of its own: each provider reads through the scoped querysets of its room."""

    template_name = "accounts/my_day.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        moment = timezone.localtime()
        parts = list(parts_of_day(self.request, moment.date()))
        sections = {place: Section(place) for place in Place}
        for part in parts:
            for block in part.blocks:
                if block.rows:
                    sections[block.place].blocks.append(block)
        shown = [section for section in sections.values() if section.blocks]
        days = [part.next_on for part in parts if part.next_on]
        return super().get_context_data(
            now=moment,
            action=next((part.action for part in parts if part.action), None),
            urgent=[section for section in shown if section.place is Place.WITHOUT_FACE],
            bands=[band for band in (_band(shown, places) for places in LAYOUT) if band],
            nothing_today=not sections[Place.TODAY].blocks,
            next_on=min(days, default=None),
            **kwargs,
        )
