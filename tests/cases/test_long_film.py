"""A film of thousands of events: the picture stays readable and small, and shows where something happened."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from itertools import pairwise

from cases import film_svg
from cases.choices import DatePrecision, Lane

START, END = date(2026, 1, 1), date(2026, 11, 20)


@dataclass(frozen=True)
class Told:
    """What the picture reads of an event."""

    happened_on: date
    lane: str = Lane.TENSE
    until_on: date | None = None
    precision: str = DatePrecision.DAY
    text: str = "Een lange zin over wat er die dag thuis gebeurde"


def lane_of(events: list[Told]) -> film_svg.LaneRow:
    """Return how the first lane is drawn."""
    drawing = film_svg.draw(events, start=START, end=END, today=END, title="Film")
    return next(lane for lane in drawing.lanes if lane.label == Lane.TENSE.label)


def test_a_thousand_events_are_not_a_thousand_drawings() -> None:
    events = [Told(START + timedelta(days=number % 320)) for number in range(1_000)]

    assert len(lane_of(events).shapes) < 150


def test_nowhere_in_a_crowded_lane_an_event_is_missed() -> None:
    events = [Told(START + timedelta(days=number)) for number in range(320)]
    shapes = lane_of(events).shapes

    last = lane_of([events[-1]]).shapes[0].x

    assert last - max(shape.x for shape in shapes) < film_svg.CROWDED
    at = sorted(shape.x for shape in shapes)
    assert max(after - before for before, after in pairwise(at)) <= film_svg.CROWDED + 3  # one day


def test_what_lasts_is_drawn_though_something_short_began_beside_it() -> None:
    crowd = [Told(START + timedelta(days=100), text=f"Lang genoeg voor een regel {number}") for number in range(20)]
    long = Told(START + timedelta(days=101), until_on=START + timedelta(days=200))

    widest = max(shape.width for shape in lane_of([*crowd, long]).shapes)

    assert widest > 200
