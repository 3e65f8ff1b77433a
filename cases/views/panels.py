"""The panels of the household page: who stands beside the family, and which panel is for whom.

What the family told and agreed is in `family`. Every function reads through the scoped querysets. Panels that somebody
may not see are not built at all (`PANELS`, the table of design 2).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.template.loader import render_to_string

from accounts import slots
from accounts.choices import Weekday
from accounts.models import Absence, User
from accounts.templatetags.ui import join_nl, list_date, long_date
from cases import rules
from cases.choices import Part
from cases.models import DuoRequest, Involvement, SwitchRequest
from cases.services.questions import questions_of
from cases.views import access_rows, looks
from cases.views.family import agreements, film, helping, network, people, phase
from cases.views.look import Look

# --- The fixed face ----------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Worker:
    """A professional in a row: the small line above, the name, the organisation and the phone."""

    above: str
    user: User
    organisation: str


def face(look: Look) -> dict[str, Any]:
    """Return the contact person with days and badge, the duo, who stands in, and what was asked. Needs `with_reach`."""
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
        "days": join_nl(Weekday(day).label[:2] for day in contact.weekdays),
        "badge": _badge(len(begun), contact),
        "next_face": next_one,
        "duo": Worker("Duo", duo.user, duo.organisation.name) if duo else None,
        "may_end_duo": duo is not None and (look.may(rules.Act.SHARE) or duo.user == user),
        "cover": _cover(look, contact),
        "switch_request": switch,
        "duo_request": asked,
        "out_of_reach": household.is_out_of_reach,
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


def access(look: Look) -> dict[str, Any] | None:
    """Return who may see this household at this moment and until when; somebody who was invited sees the own line."""
    rows = access_rows.people_with_access(look.household, look.user)
    if not rows:
        return None
    lead_of = [row.involvement.organisation.name for row in rows if row.involvement.part == Part.CONTACT]
    return {"rows": rows, "teams": lead_of if look.may(rules.Act.SEE_ACCESS) else []}


def asked(look: Look) -> dict[str, Any] | None:
    """Return the questions to the table about this household, as far as this person may know of them."""
    if not look.household.has_questions:
        return None
    return {"rows": questions_of(look.household, look.user)}


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
    "hulp": Panel("cases/partials/panel_help.html", helping, rules.Act.READ_STORY),
    "vragen": Panel("cases/partials/panel_questions.html", asked, rules.Act.BRING),
    "netwerk": Panel("cases/partials/panel_network.html", network, rules.Act.READ_STORY),
    "kaart": Panel("cases/partials/panel_card.html", card, rules.Act.READ_CARD),
    "toegang": Panel("cases/partials/panel_access.html", access, rules.Act.READ_CARD),
    "inzage": Panel("cases/partials/panel_looks.html", looks.last_looks, rules.Act.READ_CARD),
}


def build(look: Look, name: str) -> dict[str, Any] | None:
    """Return what panel `name` shows, or None when it is not for this person or has nothing to show."""
    panel = PANELS[name]
    return panel.build(look) if look.may(panel.act) else None
