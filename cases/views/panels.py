"""The panels of the household page: who stands beside the family, and which panel is for whom.

What the family told and agreed is in `family`. Every function reads through the scoped querysets. Panels that somebody
may not see are not built at all (`PANELS`, the table of design 2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.template.loader import render_to_string
from django.utils import timezone

from accounts import slots
from accounts.clock import StatementTimestamp
from accounts.models import Absence, User
from accounts.templatetags.ui import join_nl, list_date, long_date
from cases import rules
from cases.choices import Level, Part
from cases.models import DuoRequest, Household, HouseholdGroupPermission, Involvement, SwitchRequest
from cases.views.family import agreements, film, network, people, phase
from cases.views.look import Look

# --- The fixed face ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Worker:
    """A professional in a row: the small line above, the name, the organisation and the phone."""

    above: str
    user: User
    organisation: str


def face(look: Look) -> dict[str, Any]:
    """Return the contact person with days and badge, the duo, who stands in, and questions that are open."""
    household, user = look.household, look.user
    contacts = [row for row in look.involvements if row.part == Part.CONTACT]
    begun = [row for row in contacts if row.has_begun]
    contact, next_one = begun[-1], next((row for row in contacts if not row.has_begun), None)
    duo = next((row for row in look.involvements if row.part == Part.DUO and row.is_running), None)
    switch, asked = (
        model.objects.visible_to(user).open().filter(household=household).select_related("asked_of").first()
        for model in (SwitchRequest, DuoRequest)
    )
    return {
        "contact": contact,
        "days": join_nl(day.get_weekday_display()[:2] for day in contact.user.working_days.all()),
        "badge": _badge(len(begun), contact),
        "next_face": next_one,
        "duo": Worker("Duo", duo.user, duo.organisation.name) if duo else None,
        "may_end_duo": duo is not None and (look.may(rules.Act.SWITCH) or duo.user == user),
        "cover": _cover(look, contact),
        "switch_request": switch,
        "duo_request": asked,
        "out_of_reach": Household.objects.filter(pk=household.pk).without_face(look.today).exists(),
    }


def _badge(number: int, contact: Involvement) -> str:
    if number == 1:
        return "Eerste en enige vaste gezicht"
    return f"{number}e vaste gezicht sinds {long_date(contact.period.lower)}"


def _cover(look: Look, contact: Involvement) -> Worker | None:
    """Who stands in today; else who stands in for these weeks; else who will, the next time the face is away."""
    name = contact.user.first_name
    absences = Absence.objects.accepted_from(look.today).filter(user=contact.user)
    absence = absences.select_related("stand_in").order_by("days").first()
    if absence and absence.days.lower <= look.today:
        until = list_date(absence.days.upper - timedelta(days=1), look.today)
        return Worker(f"Neemt waar tot en met {until}", absence.stand_in, contact.organisation.name)
    cover = next((row for row in look.involvements if row.part == Part.COVER and row.is_running), None)
    if cover:
        return Worker(f"Neemt waar als {name} vrij is", cover.user, cover.organisation.name)
    if absence:
        first = list_date(absence.days.lower, look.today)
        last = list_date(absence.days.upper - timedelta(days=1), look.today)
        return Worker(f"Neemt waar van {first} tot en met {last}", absence.stand_in, contact.organisation.name)
    return None


# --- Card and access ------------------------------------------------------------------------------------------


def card(look: Look) -> dict[str, Any] | None:
    """Return what the room of the card puts here; None when no room does."""
    answer = next(slots.fill("household_panel:card", look.request, look.household), None)
    if answer is None:
        return None
    return {"html": render_to_string(answer.template, answer.context, look.request)}


@dataclass(frozen=True)
class AccessRow:
    """Somebody who may see this household. `until` is the last day, None while it has no end."""

    user: User
    what: str
    sees: str
    until: date | None


SEES = {
    Part.CONTACT: "Ziet alles",
    Part.DUO: "Ziet alles",
    Part.COVER: "Ziet alles",
    Part.EMERGENCY: "Noodtoegang, alleen lezen",
}
SEES_LEVEL = {
    Level.CARD: "Ziet de kaart",
    Level.AGREEMENTS: "Ziet kaart en afspraken",
    Level.FILM: "Ziet ook de film",
}


def access(look: Look) -> dict[str, Any] | None:
    """Return who may see this household at this moment and until when; somebody who was invited sees the own line."""
    permissions = HouseholdGroupPermission.objects.filter(
        content_object=look.household,
        permission__codename__in=["view_household", "coordinate_household"],
        period__contains=StatementTimestamp(),
    ).select_related("permission", "group__organisation")
    view, coordinating = {}, []
    for row in permissions:
        if row.permission.codename == "view_household":
            view[row.group.organisation.pk] = row.period.upper
        else:
            coordinating.append(row.group.organisation)
    order = list(Part)
    running = [row for row in look.involvements if row.is_running and row.organisation_id in view]
    if not look.may(rules.Act.SEE_ACCESS):
        running = [row for row in running if row.user == look.user and row.part == Part.INVITED]
    running.sort(key=lambda row: order.index(Part(row.part)))
    rows = [
        AccessRow(
            user=row.user,
            what=f"{Part(row.part).label} · {row.organisation.name}",
            sees=SEES_LEVEL[Level(row.level)] if row.level else SEES[Part(row.part)],
            until=_last_day(row.period.upper, view[row.organisation_id]),
        )
        for row in running
    ]
    if not rows:
        return None
    return {"rows": rows, "teams": coordinating if look.may(rules.Act.SEE_ACCESS) else []}


def _last_day(*ends: Any) -> date | None:
    """Return the last local day before the earliest of these ends (aware, exclusive)."""
    known = [end for end in ends if end is not None]
    return timezone.localdate(min(known) - timedelta(microseconds=1)) if known else None


# --- All of them ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Panel:
    """One panel: its template, what it shows, and who may see it."""

    template: str
    build: Callable[[Look], dict[str, Any] | None]
    act: rules.Act


PANELS: dict[str, Panel] = {
    "contactpersoon": Panel("cases/partials/panel_face.html", face, rules.Act.READ_CARD),
    "mensen": Panel("cases/partials/panel_people.html", people, rules.Act.READ_STORY),
    "fase": Panel("cases/partials/panel_phase.html", phase, rules.Act.READ_STORY),
    "film": Panel("cases/partials/panel_film.html", film, rules.Act.READ_STORY),
    "afspraken": Panel("cases/partials/panel_agreements.html", agreements, rules.Act.READ_AGREEMENTS),
    "netwerk": Panel("cases/partials/panel_network.html", network, rules.Act.READ_STORY),
    "kaart": Panel("cases/partials/panel_card.html", card, rules.Act.READ_CARD),
    "toegang": Panel("cases/partials/panel_access.html", access, rules.Act.READ_CARD),
}


def build(look: Look, name: str) -> dict[str, Any] | None:
    """Return what panel `name` shows, or None when it is not for this person or has nothing to show."""
    panel = PANELS[name]
    return panel.build(look) if look.may(panel.act) else None
