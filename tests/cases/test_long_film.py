"""A film of thousands of events: the picture stays readable and small, and shows where something happened."""

from __future__ import annotations

import re
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


def wordless(lane: film_svg.LaneRow) -> list[tuple[int, int]]:
    """Return from where to where each thing without words reaches."""
    found = []
    for path in lane.wordless:
        for outline in path.data.split("z")[:-1]:
            if bar := re.match(r"M(\d+) \d+h(\d+)", outline):
                found.append((int(bar[1]) - 8, int(bar[1]) + int(bar[2]) + 8))
            elif dot := re.match(r"M(\d+) ", outline):
                found.append((int(dot[1]) + 8, int(dot[1]) + 8))
    return found


def test_a_thousand_events_are_not_a_thousand_drawings() -> None:
    events = [Told(START + timedelta(days=number % 320)) for number in range(1_000)]
    lane = lane_of(events)

    assert len(lane.shapes) < 30
    assert 0 < len(wordless(lane)) < 120
    assert len(lane.wordless) == 1


def test_nowhere_in_a_crowded_lane_an_event_is_missed() -> None:
    events = [Told(START + timedelta(days=number)) for number in range(320)]
    lane = lane_of(events)
    at = sorted([shape.x for shape in lane.shapes] + [x for x, _ in wordless(lane)])

    last = lane_of([events[-1]]).shapes[0].x

    assert last - at[-1] < film_svg.CROWDED
    assert max(after - before for before, after in pairwise(at)) <= film_svg.CROWDED + 3  # one day


def test_what_lasts_is_drawn_though_something_short_began_beside_it() -> None:
    crowd = [Told(START + timedelta(days=100), text=f"Lang genoeg voor een regel {number}") for number in range(20)]
    long = Told(START + timedelta(days=101), until_on=START + timedelta(days=200))

    lane = lane_of([*crowd, long])

    assert max(until - begin for begin, until in wordless(lane)) > 200


def test_a_card_that_finds_no_row_is_still_a_diamond() -> None:
    marks = [film_svg.Mark(START + timedelta(days=number), f"Kaart {number}") for number in range(60)]
    drawing = film_svg.draw([], start=START, end=END, today=END, title="Film", marks=marks)

    assert drawing.lanes[-1].wordless[0].data.count("l11 11-11 11-11-11z") > 5
