"""What an agenda says at one moment: who comes when, for what. What is sent, what changed since, and whom to tell.

A plan becomes the `content` of a release: places, minutes and ids, never a text of a question (design 3). Moments are
UTC in ISO 8601.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any
from uuid import UUID

from rvt import agenda_rules as rules
from rvt.agenda_rules import Slot

if TYPE_CHECKING:
    from rvt.models import AgendaItem, Meeting

Content = dict[str, Any]

ASKED = "asked"
CHANGED = "changed"
CANCELLED = "cancelled"
REMINDED = "reminded"


@dataclass(frozen=True)
class Visit:
    """When one guest is needed: from the first item to the last, and each item by its id."""

    items: dict[str, Slot]

    @property
    def starts_at(self) -> datetime:
        """When this guest is expected."""
        return min(slot.starts_at for slot in self.items.values())

    @property
    def ends_at(self) -> datetime:
        """When this guest may go."""
        return max(slot.ends_at for slot in self.items.values())


def content_of(meeting: Meeting, items: Iterable[AgendaItem], guests: Mapping[UUID, Iterable[UUID]]) -> Content:
    """Return the plan. `items` in their order; `guests`: the items that each guest is asked for."""
    rows = list(items)
    place_of = {item.uuid: place for place, item in enumerate(rows)}
    slots = rules.slots_of(meeting.starts_at, (item.minutes for item in rows))
    return {
        "starts_at": meeting.starts_at.isoformat(),
        "minutes": meeting.minutes,
        "place": meeting.place,
        "link": meeting.link,
        "items": [
            {
                "item": str(item.uuid),
                "kind": str(item.kind),
                "question": str(item.question.uuid) if item.question else None,
                "minutes": item.minutes,
                "starts_at": slot.starts_at.isoformat(),
                "ends_at": slot.ends_at.isoformat(),
            }
            for item, slot in zip(rows, slots, strict=True)
        ],
        "guests": {
            str(guest): [str(uuid) for uuid in sorted(place_of.keys() & set(asked), key=place_of.__getitem__)]
            for guest, asked in guests.items()
        },
    }


def visit_of(content: Content, guest: UUID) -> Visit | None:
    """Return when this guest is needed by that plan; None when not at all."""
    asked = content["guests"].get(str(guest))
    return Visit({uuid: slot for uuid, slot in slots_in(content).items() if uuid in asked}) if asked else None


def slots_in(content: Content) -> dict[str, Slot]:
    """Return when each item of the plan is."""
    return {
        row["item"]: Slot(datetime.fromisoformat(row["starts_at"]), datetime.fromisoformat(row["ends_at"]))
        for row in content["items"]
    }


def news_for_guests(before: Content | None, after: Content) -> dict[UUID, str]:
    """Return who must be told, and what: asked, changed or no longer needed. Nobody for whom nothing changed."""
    known = before["guests"] if before else {}
    news = {UUID(guest): ASKED for guest, items in after["guests"].items() if items and not known.get(guest)}
    for guest, items in known.items():
        if not items:
            continue
        if not after["guests"].get(guest):
            news[UUID(guest)] = CANCELLED
        elif before and _own_part(before, guest) != _own_part(after, guest):
            news[UUID(guest)] = CHANGED
    return news


def changed_items(before: Content | None, after: Content) -> set[str]:
    """Return the items of the agenda that are not as they were sent."""
    if before is None:
        return set()
    sent, now = _facts(before), _facts(after)
    return {uuid for uuid, facts in now.items() if sent.get(uuid) != facts}


def is_changed(before: Content | None, after: Content) -> bool:
    """Whether something of the agenda is not as it was sent."""
    return before is not None and before != after


def _facts(content: Content) -> dict[str, Any]:
    asked = {row["item"]: set() for row in content["items"]}  # type: dict[str, set[str]]
    for guest, items in content["guests"].items():
        for item in items:
            asked[item].add(guest)
    return {
        row["item"]: (row["starts_at"], row["minutes"], row["question"], asked[row["item"]]) for row in content["items"]
    }


def _own_part(content: Content, guest: str) -> Any:
    times = {row["item"]: (row["starts_at"], row["ends_at"]) for row in content["items"]}
    own = [times[item] for item in content["guests"][guest]]
    return content["place"], content["link"], own
