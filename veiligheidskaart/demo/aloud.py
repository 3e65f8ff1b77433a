"""The demo stories as plain text, to read aloud: does one contradict itself, or say what another one says?"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from random import Random

from django.utils.dates import MONTHS
from django.utils.formats import date_format

from cases.choices import DatePrecision
from veiligheidskaart.demo import planning, reading
from veiligheidskaart.demo.planning import Plan


def some(number: int, *, today: date, seed: int) -> Iterator[str]:
    """Yield the text of `number` households, chosen by `seed`, as they are on `today`."""
    plans = planning.make(reading.read_all(), today)
    for plan in Random(seed).sample(plans, min(number, len(plans))):
        yield "\n".join(_lines(plan))


def _lines(plan: Plan) -> Iterator[str]:
    story = plan.story
    yield f"\n{'=' * 100}\n{story.call_name} ({plan.municipality}, {plan.team})"
    yield "Mensen: " + "; ".join(
        f"{one.said.name}, {one.said.role_word or one.said.role.label}"
        + (f" ({one.said.age})" if one.said.age is not None else " (ongeboren)")
        for one in plan.people
    )
    for face in plan.faces:
        yield f"Vast gezicht sinds {_day(face.since)}: {face.who.name}. {face.heard}"
    if plan.duo:
        yield f"Duo sinds {_day(plan.duo.since)}: {plan.duo.who.name}, {plan.duo.who.organisation}. {plan.duo.why}"
    yield "Netwerk: " + "; ".join(f"{one.name} ({one.relation}): {one.helps}" for one in story.network)
    for event in plan.film:
        yield f"  {_when(event.on, event.precision)} [{event.said.lane.label}] {event.said.text} ({event.said.teller})"
        for note in event.said.notes:
            yield f"      {'~ ' + note.person + ': ' if note.person else '> '}{note.text}"
    yield from (f"  Patroon: {one.sentence} ({'; '.join(one.events)})" for one in story.patterns)
    for phase in plan.phases:
        words = "; ".join(f"{who}: “{text}”" for who, text in phase.said.quotes)
        yield f"  Fase {phase.said.step} op {_day(phase.on)}: {words}"
    for each in plan.numbers:
        yield f"  {each.said.who} gaf een {each.said.number} op {_day(each.on)}: {each.said.why} {each.said.one_higher}"
    for agreement in plan.agreements:
        said = agreement.said
        yield f"  Afspraak sinds {_day(agreement.since)} ({said.state}): {said.what}. {said.detail} {said.if_not}"
    for item in story.help:
        yield f"  Hulp voor {', '.join(item.people)}: {item.what}, {item.helper} ({item.steps[-1][1].label})"
    for one in story.analysis:
        yield f"  {one.topic.label}: {one.text} ({one.said_by})"
        yield from (f"      ~ {who}: {text}" for who, text in one.views)
    for card in plan.cards:
        yield f"  Kaart {_day(card.on) if card.on else 'in concept'}: " + " ".join(
            f"{who}: “{text}”" for who, text in (*card.said.good, *card.said.unsafe)
        )
    if plan.closed_on:
        yield f"Gesloten op {_day(plan.closed_on)} ({story.close_reason})"
    if plan.reopened_on:
        yield f"Weer gestart op {_day(plan.reopened_on)}"


def _day(day: date) -> str:
    return date_format(day, "D j F Y")


def _when(day: date, precision: DatePrecision) -> str:
    return _day(day) if precision == DatePrecision.DAY else f"{MONTHS[day.month]} {day.year}"
