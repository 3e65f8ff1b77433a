"""What the family panels of the household page show: people, phase, film, agreements and network.

Every function reads through the scoped querysets. Who stands beside the family is in `panels`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Prefetch, Q
from django.db.models.functions import JSONObject
from django.utils import timezone

from accounts import slots
from accounts.models import User
from accounts.templatetags.ui import day_word, join_nl, list_date, long_date
from cases import film_svg, genogram, rating_line, rules
from cases.choices import AgreementState, Part, PhaseStep, RelationKind, TickOutcome
from cases.models import (
    Agreement,
    AgreementTick,
    FilmEvent,
    Home,
    Household,
    NetworkPerson,
    Person,
    Phase,
    PhaseQuote,
    Relation,
    Residence,
    SafetyRating,
)
from cases.querysets.story import CHECKERS, DOERS
from cases.views import film_rows, help_rows
from cases.views.look import Look

EVENTS_SHOWN = 3
"""How many events stand open under the picture of the film; the others of the picture stand folded below them."""
EVENTS_LISTED = 40
"""How many events stand there in all, folded ones with them. What is older is in the list of the whole film."""
MOST_COUNTED = 1000
"""Up to how many events are counted: of a longer film the page says that there are more."""

EVERYTHING = Q()


# --- People ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class PersonRow:
    """Somebody in the list. `where`: "woont hier", "woont bij papa", "woont apart"."""

    person: Person
    detail: str
    where: str


def people(look: Look) -> dict[str, Any]:
    """Return the drawing of the family, everybody in a list, and how many are "in huis".

    Those are the people who live in the first home today, here only or also elsewhere; who is not born yet is not.
    """
    homes = homes_of(look.household, look.user)
    rows = current_people(look.household, look.user, look.today, homes)
    relations = list(Relation.objects.visible_to(look.user).filter(household=look.household))
    here = homes[0] if homes else None
    living = [row for row in rows if here in row.person.homes_now and not row.person.is_unborn]
    return {
        "rows": rows,
        "in_house": len(living),
        "drawing": _drawing(rows, homes, relations, look.today),
        "sentences": _sentences(rows, relations),
    }


def homes_of(household: Household, user: User) -> list[Home]:
    """Return the homes of `household`."""
    return list(Home.objects.visible_to(user).filter(household=household))


def current_people(household: Household, user: User, today: date, homes: list[Home]) -> list[PersonRow]:
    """Return everybody who belongs to `household` now, each with those of its `homes` of today in `homes_now`."""
    residences = Residence.objects.filter(person=OuterRef("pk"), days__contains=today).order_by("home__order", "id")
    found = Person.objects.visible_to(user).filter(household=household, left_on=None)
    by_key = {home.pk: home for home in homes}
    rows = []
    for person in found.annotate(lives_in=ArraySubquery(residences.values("home_id"))):
        person.household = household
        person.homes_now = [by_key[key] for key in person.lives_in]
        rows.append(PersonRow(person, describe(person, today), _where(person)))
    return rows


def describe(person: Person, today: date) -> str:
    """Return part and age: "mama, 36 jaar", "kind, nog niet geboren"."""
    age = person.age_on(today)
    words = "nog niet geboren" if person.is_unborn else f"{age} jaar" if age is not None else ""
    return ", ".join(filter(None, [person.part_word, words]))


def _where(person: Any) -> str:
    names = [home.name for home in person.homes_now]
    if not names:
        return "woont apart"
    return "woont hier" if names == ["Thuis"] else f"woont {join_nl(_place(name) for name in names)}"


def _place(name: str) -> str:
    if name == "Thuis":
        return "hier"
    begins_itself = name.lower().startswith(("bij ", "in ", "op "))
    return name[0].lower() + name[1:] if begins_itself else f"in {name}"


def _drawing(
    rows: list[PersonRow], homes: list[Home], relations: list[Relation], today: date
) -> genogram.Genogram | None:
    if not rows:
        return None
    children = {relation.other_id for relation in relations if relation.kind == RelationKind.PARENT_OF}
    members = []
    for row in rows:
        person: Any = row.person
        age = person.age_on(today)
        is_child = rules.is_child(person.role, age) and (person.pk in children or person.is_unborn)
        detail = f"{age} jaar" if is_child and age is not None else person.part_word
        home = person.homes_now[0].pk if person.homes_now else None
        members.append(genogram.Member(person.pk, person.name, detail, home))

    def pairs(kind: RelationKind) -> list[tuple[Any, Any]]:
        return [(relation.person_id, relation.other_id) for relation in relations if relation.kind == kind]

    above = [*pairs(RelationKind.PARENT_OF), *pairs(RelationKind.GRANDPARENT_OF)]
    bonds = genogram.Bonds(above, pairs(RelationKind.PARTNER_OF), pairs(RelationKind.EX_PARTNER_OF))
    in_use = [home for home in homes if any(home in row.person.homes_now for row in rows)]
    labels = [(home.pk, "wonen samen" if len(in_use) == 1 and home.name == "Thuis" else home.name) for home in homes]
    return genogram.draw(members, labels, bonds)


_ARE_PARENTS = ("is ouder", "zijn ouders")


def _sentences(rows: list[PersonRow], relations: list[Relation]) -> list[str]:
    """Say the lines of the drawing in words, for whoever does not see it."""
    names = {row.person.pk: row.person.name for row in rows}
    families: dict[tuple[int, ...], list[str]] = {}
    for row in rows:
        parents = tuple(
            r.person_id for r in relations if r.kind == RelationKind.PARENT_OF and r.other_id == row.person.pk
        )
        if known := tuple(parent for parent in parents if parent in names):
            families.setdefault(known, []).append(row.person.name)
    sentences = [
        f"{join_nl(names[p] for p in parents)} {_ARE_PARENTS[len(parents) > 1]} van {join_nl(children)}."
        for parents, children in families.items()
    ]
    words = {RelationKind.PARTNER_OF: "partners", RelationKind.EX_PARTNER_OF: "ex-partners"}
    sentences += [
        f"{names[r.person_id]} en {names[r.other_id]} zijn {words[RelationKind(r.kind)]}."
        for r in relations
        if r.kind in words and r.person_id in names and r.other_id in names
    ]
    return sentences


# --- Where we are ------------------------------------------------------------------------------------------------

STEP_WORDS = {
    PhaseStep.DIRECT_SAFETY: "safe_now",
    PhaseStep.RISK_DRIVEN: "stay_safe",
    PhaseStep.RECOVERY: "recover",
}

RATINGS_UNFOLDED, RATINGS_BEFORE_THE_FOLD = 3, 2
"""The numbers of so many people stand there whole; of more people, only the first ones do."""


def phase(look: Look) -> dict[str, Any]:
    """Return the phase that was discussed last, with everybody's words about it."""
    quotes = PhaseQuote.objects.filter(phase=OuterRef("pk")).order_by("id")
    said = ArraySubquery(quotes.values(said=JSONObject(text="text", who="person__name")))
    latest = Phase.objects.visible_to(look.user).filter(household=look.household).annotate(said=said).first()
    given = ratings(look)
    shown = given if len(given) <= RATINGS_UNFOLDED else given[:RATINGS_BEFORE_THE_FOLD]
    return {
        "phase": latest,
        "step": STEP_WORDS[PhaseStep(latest.step)] if latest else "",
        "ratings": shown,
        "more_ratings": given[len(shown) :],
    }


@dataclass(frozen=True)
class RatingRow:
    """What one person says about how safe it is: the last number, those before it (newest first), and their line."""

    name: str
    latest: SafetyRating
    earlier: list[SafetyRating]
    line: rating_line.Line | None


def ratings(look: Look, only: Q = EVERYTHING) -> list[RatingRow]:
    """Return the numbers of each person apart, in the order in which they were first asked: never by number."""
    rows = SafetyRating.objects.visible_to(look.user).standing().filter(only, household=look.household)
    found = rows.with_givers()
    of_each: dict[Any, list[SafetyRating]] = {}
    for rating in found:
        of_each.setdefault(rating.given_by, []).append(rating)
    return [
        RatingRow(
            name=giver.name,
            latest=told[-1],
            earlier=told[-2::-1],
            line=rating_line.draw([rating.number for rating in told]),
        )
        for giver, told in of_each.items()
    ]


# --- The film ----------------------------------------------------------------------------------------------------


def film(look: Look) -> dict[str, Any]:
    """Return the picture of the last eleven months, its newest events in a list, and how many there are in all."""
    start, end = film_svg.recent_window(look.today)
    told = FilmEvent.objects.visible_to(look.user).standing().filter(household=look.household)
    in_picture = Q(happened_on__gte=start) | Q(until_on__gte=start)
    # A film may be thousands of events long: what is only drawn is not made into rows.
    drawn = list(
        told.filter(in_picture).values_list("lane", "happened_on", "until_on", "precision", "text", named=True)
    )
    newest = film_rows.with_tellers(told.filter(in_picture) if drawn else told)
    listed = list(newest[: EVENTS_LISTED if drawn else EVENTS_SHOWN])
    total = told.order_by()[: MOST_COUNTED + 1].count() if listed else 0
    film_rows.load_notes(listed)
    rows = film_rows.rows(listed, reader=look.user)
    drawing = film_svg.draw(
        drawn,
        start=start,
        end=end,
        today=look.today,
        spans=face_spans(look),
        marks=film_marks(look),
        title=f"De film van {_month(start)} tot en met {_month(end)}",
    )
    return {
        "total": min(total, MOST_COUNTED),
        "has_more_than_total": total > MOST_COUNTED,
        "drawing": drawing if total else None,
        "rows": rows[:EVENTS_SHOWN],
        "more": rows[EVENTS_SHOWN:],
        "is_all": len(drawn) <= EVENTS_LISTED,
    }


def film_marks(look: Look) -> list[film_svg.Mark]:
    """Return cards and talks that another room wants in the picture."""
    return [mark for marks in slots.fill("household_film:marks", look.request, look.household) for mark in marks]


def face_spans(look: Look) -> list[film_svg.Span]:
    """Return who was the fixed face, and who the duo, from when to when."""
    words = {Part.CONTACT: "{}, vaste contactpersoon", Part.DUO: "in duo met {}"}
    return [
        film_svg.Span(
            words[Part(row.part)].format(row.user.first_name),
            timezone.localdate(row.period.lower),
            timezone.localdate(row.period.upper) if row.period.upper else None,
            row.part,
        )
        for row in look.involvements
        if row.part in words and row.has_begun
    ]


def _month(day: date) -> str:
    return long_date(day).split(" ", 1)[1]


# --- Agreements --------------------------------------------------------------------------------------------------

STATE_KINDS = {
    AgreementState.NEW: "new",
    AgreementState.RUNNING: "running",
    AgreementState.WORKS: "works",
    AgreementState.MOSTLY: "mostly",
    AgreementState.NOT_YET: "not_yet",
}


LOOKS_SHOWN = 12
"""How many of the last looks at an agreement stand there, with what came of each."""

LOOK_WORDS = {TickOutcome.DONE: "gelukt", TickOutcome.NOT_YET: "lukte nog niet"}


@dataclass(frozen=True)
class AgreementRow:
    """One agreement in the list. `meta`: who, how, who looks; `helps`: what would help, said with the last tick.

    `looks`: how it went over time, as (day, words), the last look first. No counts: a family is not a percentage.
    """

    agreement: Agreement
    icon: str
    meta: list[str]
    state: str
    kind: str
    helps: str
    last_tick: AgreementTick | None
    looks: list[tuple[date, str]]


def agreements(look: Look, only: Q = EVERYTHING) -> dict[str, Any]:
    """Return what was agreed and still holds."""
    ticks = AgreementTick.objects.standing().order_by("-id")
    found = (
        Agreement.objects.visible_to(look.user)
        .current()
        .filter(only, household=look.household)
        .with_parties(*DOERS, *CHECKERS)
        .prefetch_related(Prefetch("ticks", queryset=ticks, to_attr="standing_ticks"))
    )
    return {"rows": [agreement_row(agreement, look.today) for agreement in found]}


def agreement_row(agreement: Any, today: date) -> AgreementRow:
    """Return how an agreement reads on `today`. Needs its parties, and `standing_ticks`."""
    state = rules.shown_agreement_state(agreement.state, since=agreement.since, today=today)
    icon = "person" if agreement.who_person_id else "heart" if agreement.who_network_id else "building"
    who, checker = agreement.who, agreement.checker
    meta = [who.name, agreement.detail]
    if agreement.since > today:
        meta.append(f"vanaf {list_date(agreement.since, today)}")
    if agreement.due_on:
        at = f" om {agreement.due_at:%H.%M} uur" if agreement.due_at else ""
        meta.append(f"voor {list_date(agreement.due_on, today)}{at}")
    if checker != who:
        meta.append(f"{checker.name} kijkt of het lukt")
    last = agreement.standing_ticks[0] if agreement.standing_ticks else None
    word = day_word(agreement.due_on, today)
    is_near = word in {"vandaag", "morgen"} and state in {AgreementState.NEW, AgreementState.RUNNING}
    return AgreementRow(
        agreement=agreement,
        icon=icon,
        meta=[part for part in meta if part],
        state=word.capitalize() if is_near else state.label,
        kind="today" if is_near else STATE_KINDS[state],
        helps=last.what_helps if last and state == AgreementState.NOT_YET else "",
        last_tick=last,
        looks=[_look(tick) for tick in agreement.standing_ticks[:LOOKS_SHOWN]],
    )


def _look(tick: AgreementTick) -> tuple[date, str]:
    words = LOOK_WORDS[TickOutcome(tick.outcome)]
    return timezone.localdate(tick.at), f"{words}. Wat helpt: {tick.what_helps}" if tick.what_helps else words


# --- Help ---------------------------------------------------------------------------------------------------------


def helping(look: Look) -> dict[str, Any]:
    """Return who helps with what: what runs or is waited for, and folded below it what is over."""
    workers = {row.user_id for row in look.involvements if row.is_running}
    rows = help_rows.help_rows(look.household, look.user, workers, look.today)
    return {"rows": [row for row in rows if not row.is_over], "over": [row for row in rows if row.is_over]}


# --- Network -------------------------------------------------------------------------------------------------


def network(look: Look) -> dict[str, Any]:
    """Return the family's own people who think along."""
    found = NetworkPerson.objects.visible_to(look.user).filter(household=look.household, ended_on=None)
    return {"rows": list(found)}
