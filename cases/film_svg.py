"""The film as a drawing: where every lane, dot and bar stands. Pure geometry: no database, no clock.

One unit is one pixel at the full width of 1136. Labels are measured with an average width per sign; what does not fit
beside its neighbour goes one row lower, and a lane has `MOST_ROWS` rows. What finds no row is drawn without words where
it happened, all of one colour as one path: the list below the drawing is always complete.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from typing import Any, NamedTuple

from cases.choices import DatePrecision, Lane

WIDTH, LEFT, RIGHT = 1136, 150, 1110
HEAD = 34
ROW_HEIGHT, LANE_PADDING = 30, 12
MOST_ROWS = 4
SIGN = 6.9
"""Average width of one sign at 13 px."""
LONGEST_LABEL = 26
CROWDED = 12
"""Things without words that stand closer together than this would lie on top of each other: one is drawn."""
SHORT_MONTHS = ("jan", "feb", "mrt", "apr", "mei", "jun", "jul", "aug", "sep", "okt", "nov", "dec")
SHORTEST_BAR = 16

BAR_COLOURS = {"context": ("#e4ddd2", "#3b3125"), "fine": ("#d3e8d8", "#1f4d2d"), "help": ("#cfe3e3", "#083c43")}
FACE_COLOURS = {"contact": ("#0b4f57", "#ffffff"), "duo": ("#3e7f86", "#ffffff")}


@dataclass(frozen=True)
class Span:
    """Something that lasted: the contact person, the duo. `until` is None while it lasts; both days count."""

    label: str
    start: date
    until: date | None
    kind: str


@dataclass(frozen=True)
class Mark:
    """A card or a talk on one day, given by the room that owns it (slot "household_film:marks")."""

    on: date
    label: str


@dataclass(frozen=True)
class Shape:
    """One thing in the drawing. `kind`: "dot", "bar", "mark"; `anchor` as in SVG."""

    kind: str
    x: int
    y: int
    width: int
    label: str
    label_x: int
    anchor: str = "start"
    fill: str = "#b4552d"
    ink: str = "#17262d"


@dataclass(frozen=True)
class Path:
    """Everything of one colour in a lane that is drawn without words, as SVG path data."""

    fill: str
    data: str


@dataclass
class LaneRow:
    """One lane: its name, where it stands and what is in it."""

    label: str
    top: int = 0
    height: int = 0
    shapes: list[Shape] = field(default_factory=list)
    wordless: list[Path] = field(default_factory=list)

    @property
    def middle(self) -> int:
        """Baseline of the name."""
        return self.top + self.height // 2 + 5

    @property
    def bottom(self) -> int:
        """The line under the lane."""
        return self.top + self.height


@dataclass(frozen=True)
class Month:
    """A vertical line with the name of the month."""

    x: int
    label: str


@dataclass
class FilmDrawing:
    """The whole drawing. `now_x` is None when today lies outside; its ids begin with `anchor`."""

    title: str
    anchor: str = "film"
    width: int = WIDTH
    height: int = 0
    months: list[Month] = field(default_factory=list)
    lanes: list[LaneRow] = field(default_factory=list)
    now_x: int | None = None


class _Item(NamedTuple):
    """What goes into a lane, before it has a place. Thousands are made for one drawing, and few get their words."""

    start: date
    until: date
    words: str
    kind: str
    fill: str
    ink: str
    is_told: bool = False

    @property
    def label(self) -> str:
        """The words beside it; of what was told only the first ones."""
        return _short(self.words) if self.is_told else self.words


def recent_window(today: date, months: int = 11) -> tuple[date, date]:
    """Return the first day of the month `months - 1` before this one, and today."""
    index = today.year * 12 + today.month - 1 - (months - 1)
    return date(index // 12, index % 12 + 1, 1), today


def draw(
    events: Sequence[Any],
    *,
    start: date,
    end: date,
    today: date,
    spans: Sequence[Span] = (),
    marks: Sequence[Mark] = (),
    title: str,
    anchor: str = "film",
) -> FilmDrawing:
    """Return the drawing of `events` (film events) from `start` to and including `end`. Days are local."""
    scale = _Scale(start, end)
    drawing = FilmDrawing(title=title, anchor=anchor, months=scale.months())
    told: dict[str, list[_Item]] = {lane.value: [] for lane in Lane}
    for event in events:
        if event.happened_on <= end and (until := _last_day(event) or event.happened_on) >= start:
            told[event.lane].append(_item_of_event(event, until))
    lanes = [(lane.label, told[lane.value]) for lane in Lane]
    lanes[-1][1].extend(
        _Item(span.start, span.until or today, span.label, "bar", *FACE_COLOURS[span.kind]) for span in spans
    )
    if marks:
        lanes.append(("Kaart en overleg", [_Item(m.on, m.on, m.label, "mark", "#7a3e12", "#17262d") for m in marks]))
    top = HEAD
    for label, items in lanes:
        inside = [item for item in items if item.start <= end and item.until >= start]
        lane = LaneRow(label, top=top)
        rows = _fill(lane, sorted(inside, key=lambda item: item.start), scale)
        lane.height = max(rows, 1) * ROW_HEIGHT + 2 * LANE_PADDING
        top = lane.bottom
        drawing.lanes.append(lane)
    drawing.height = top + 8
    if start <= today <= end:
        drawing.now_x = scale.x(today)
    return drawing


class _Scale:
    """Days to units."""

    def __init__(self, start: date, end: date) -> None:
        self.start, self.end = start, end
        self.days = max((end - start).days, 1)
        self.found: dict[date, int] = {}

    def x(self, day: date) -> int:
        """Return where a day stands. A long film asks this thousands of times, of a few hundred days."""
        x = self.found.get(day)
        if x is None:
            inside = min(max(day, self.start), self.end)
            x = self.found[day] = LEFT + round((RIGHT - 12 - LEFT) * (inside - self.start).days / self.days)
        return x

    def months(self) -> list[Month]:
        marks, day = [], self.start.replace(day=1)
        while day <= self.end:
            label = SHORT_MONTHS[day.month - 1]
            marks.append(Month(self.x(day), f"{label} {day.year}" if day.month == 1 and marks else label))
            day = (day + timedelta(days=32)).replace(day=1)
        return marks


def _last_day(event: Any) -> date | None:
    """Return until when something lasted, None for one day. Of what is known by the month: that whole month."""
    if event.until_on is None and event.precision == DatePrecision.MONTH:
        return (event.happened_on + timedelta(days=31)).replace(day=1) - timedelta(days=1)  # type: ignore[no-any-return]
    return event.until_on  # type: ignore[no-any-return]


def _item_of_event(event: Any, until: date) -> _Item:
    if event.lane == Lane.TENSE and event.until_on is None:
        return _Item(event.happened_on, event.happened_on, event.text, "dot", "#b4552d", "#17262d", is_told=True)
    fill, ink = BAR_COLOURS.get(event.lane, ("#f0c9b8", "#4a1d0c"))
    return _Item(event.happened_on, until, event.text, "bar", fill, ink, is_told=True)


def _fill(lane: LaneRow, items: list[_Item], scale: _Scale) -> int:
    """Give every item (by first day) the first row in which it fits; return how many rows are used."""
    taken: list[int] = []
    crowd = _Crowd(lane.top + LANE_PADDING + (MOST_ROWS - 1) * ROW_HEIGHT + ROW_HEIGHT // 2)
    for item in items:
        if len(taken) == MOST_ROWS and scale.x(item.start) <= min(taken):
            crowd.add(item, scale)
            continue
        begin, finish, shape = _measure(item, scale)
        row = next((number for number, end in enumerate(taken) if begin > end), len(taken))
        if row == MOST_ROWS:
            crowd.add(item, scale)
            continue
        if row == len(taken):
            taken.append(finish)
        taken[row] = max(taken[row], finish)
        lane.shapes.append(_placed(shape, lane, row))
    lane.wordless = crowd.paths()
    return len(taken)


class _Crowd:
    """What found no row in a lane: things without words, on one line. Of two that cover each other one is drawn."""

    def __init__(self, y: int) -> None:
        self.y = y
        self.parts: dict[str, list[str]] = {}
        self.last: dict[str, tuple[int, int]] = {}

    def add(self, item: _Item, scale: _Scale) -> None:
        """Draw an item, unless nobody would see it beside the one before. Items come by first day."""
        x, width = _reach(item, scale)
        from_x, to_x = self.last.get(item.fill, (-CROWDED, -CROWDED))
        if x - from_x < CROWDED and x + width <= to_x + CROWDED:
            return
        self.last[item.fill] = (x, x + width)
        self.parts.setdefault(item.fill, []).append(_outline(item.kind, x, self.y, width))

    def paths(self) -> list[Path]:
        """Return one path for each colour."""
        return [Path(fill, "".join(parts)) for fill, parts in self.parts.items()]


def _outline(kind: str, x: int, y: int, width: int) -> str:
    """Return path data of a bar with round corners, a diamond or a dot with its middle at `y`."""
    if kind == "bar":
        flat = width - 16
        return f"M{x + 8} {y - 12}h{flat}a8 8 0 0 1 8 8v8a8 8 0 0 1-8 8h-{flat}a8 8 0 0 1-8-8v-8a8 8 0 0 1 8-8z"
    if kind == "mark":
        return f"M{x} {y - 11}l11 11-11 11-11-11z"
    return f"M{x - 8} {y}a8 8 0 0 1 16 0a8 8 0 0 1-16 0z"


def _reach(item: _Item, scale: _Scale) -> tuple[int, int]:
    """Return where an item begins and how wide it is; a dot or a mark has no width."""
    x = scale.x(item.start)
    if item.kind != "bar":
        return x, 0
    width = max(scale.x(item.until) - x, SHORTEST_BAR)
    return min(x, RIGHT - width), width


def _measure(item: _Item, scale: _Scale) -> tuple[int, int, Shape]:
    """Return from where to where an item with its label reaches, and its shape at y = 0."""
    (x, width), label = _reach(item, scale), item.label
    words = round(len(label) * SIGN)
    if item.kind == "bar":
        if words + 24 <= width:
            return x, x + width + 4, Shape("bar", x, 0, width, label, x + 12, "start", item.fill, item.ink)
        after, before, ink = x + width + 6, x - 6, "#17262d"
        if after + words <= WIDTH:
            return x, after + words + 8, Shape("bar", x, 0, width, label, after, "start", item.fill, ink)
        return before - words, x + width + 4, Shape("bar", x, 0, width, label, before, "end", item.fill, ink)
    if x + 14 + words <= WIDTH:
        return x - 10, x + 22 + words, Shape(item.kind, x, 0, 0, label, x + 14, "start", item.fill)
    return x - 14 - words, x + 12, Shape(item.kind, x, 0, 0, label, x - 14, "end", item.fill)


def _placed(shape: Shape, lane: LaneRow, row: int) -> Shape:
    return replace(shape, y=lane.top + LANE_PADDING + row * ROW_HEIGHT + ROW_HEIGHT // 2)


def _short(text: str) -> str:
    """The first words, whole."""
    first = text.split(". ", maxsplit=1)[0].rstrip(".")
    if len(first) <= LONGEST_LABEL:
        return first
    cut = first[: LONGEST_LABEL - 1]
    return f"{cut.rsplit(' ', 1)[0] if ' ' in cut else cut}…"
