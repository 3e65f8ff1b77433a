"""Who belongs together, as a drawing: where every circle, line and home stands. Pure geometry, no database.

Homes stand beside each other, each with its own columns, so that their boxes never overlap; generations are rows over
the whole width. Whoever lives in two homes stands in the first one. All lengths are in units of the SVG.
"""

from __future__ import annotations

from collections.abc import Hashable, Sequence
from dataclasses import dataclass, field

CELL, ROW, TOP = 124, 132, 58
RADIUS = 25
BESIDE = 54
"""How far from the middle of a circle a line goes down: beside the longest name, inside the home."""
MARGIN = 8
LONGEST_LABEL = 15


@dataclass(frozen=True)
class Member:
    """One person to draw. `home` is None for somebody who lives elsewhere."""

    key: Hashable
    name: str
    detail: str
    home: Hashable | None = None


@dataclass(frozen=True)
class Bonds:
    """Who is what of whom, by key. `parents`: (parent, child)."""

    parents: Sequence[tuple[Hashable, Hashable]] = ()
    partners: Sequence[tuple[Hashable, Hashable]] = ()
    former: Sequence[tuple[Hashable, Hashable]] = ()


@dataclass(frozen=True)
class Node:
    """A circle with two lines of text below it."""

    x: int
    y: int
    letter: str
    name: str
    detail: str


@dataclass(frozen=True)
class Box:
    """A home: a dashed rectangle with its name."""

    x: int
    y: int
    width: int
    height: int
    label: str


@dataclass(frozen=True)
class Line:
    """A path; dashed for what was."""

    path: str
    dashed: bool = False


@dataclass
class Genogram:
    """The whole drawing."""

    width: int = 0
    height: int = 0
    nodes: list[Node] = field(default_factory=list)
    boxes: list[Box] = field(default_factory=list)
    lines: list[Line] = field(default_factory=list)


def draw(members: Sequence[Member], homes: Sequence[tuple[Hashable, str]], bonds: Bonds) -> Genogram:
    """Return the drawing of these people. `homes`: (key, label), in the order in which they stand."""
    drawing = Genogram()
    rows = _generations(members, bonds)
    place: dict[Hashable, tuple[int, int]] = {}
    left = MARGIN
    for home, label in [*homes, (None, "")]:
        block = [member for member in members if member.home == home]
        if not block:
            continue
        by_row: dict[int, list[Member]] = {}
        for member in block:
            by_row.setdefault(rows[member.key], []).append(member)
        columns = max(len(row) for row in by_row.values())
        for number, row in by_row.items():
            start = left + (columns - len(row)) * CELL // 2
            for position, member in enumerate(_couples_together(row, bonds)):
                place[member.key] = (start + position * CELL + CELL // 2, TOP + number * ROW)
        if home is not None:
            drawing.boxes.append(_box(left, columns, min(by_row), max(by_row), label))
        left += columns * CELL + 2 * MARGIN
    drawing.nodes = [_node(member, *place[member.key]) for member in members]
    drawing.lines = [*_partner_lines(place, bonds), *_family_lines(place, bonds)]
    drawing.width = left - MARGIN
    drawing.height = TOP + max(rows.values(), default=0) * ROW + RADIUS + 52
    return drawing


def _generations(members: Sequence[Member], bonds: Bonds) -> dict[Hashable, int]:
    """Return the row of everybody: below the own parents, beside the own partner. Grandparents start at 0."""
    rows = {member.key: 0 for member in members}
    couples = [*bonds.partners, *bonds.former]
    for _ in members:
        for parent, child in bonds.parents:
            if parent in rows and child in rows:
                rows[child] = max(rows[child], rows[parent] + 1)
        for one, other in couples:
            if one in rows and other in rows:
                rows[one] = rows[other] = max(rows[one], rows[other])
    for _ in members:
        # A parent who has no parents here stands directly above the children, not at the top.
        for parent, child in bonds.parents:
            has_parents = any(parent == known for _, known in bonds.parents)
            if parent in rows and child in rows and not has_parents:
                youngest = min(rows[c] for p, c in bonds.parents if p == parent and c in rows)
                rows[parent] = max(rows[parent], youngest - 1)
    return rows


def _couples_together(row: Sequence[Member], bonds: Bonds) -> list[Member]:
    ordered: list[Member] = []
    by_key = {member.key: member for member in row}
    for member in row:
        if member in ordered:
            continue
        ordered.append(member)
        for one, other in [*bonds.partners, *bonds.former]:
            partner = by_key.get(other if one == member.key else one if other == member.key else None)
            if partner is not None and partner not in ordered:
                ordered.append(partner)
                break
    return ordered


def _node(member: Member, x: int, y: int) -> Node:
    letter = next((sign for sign in member.name if sign.isalpha()), "?").upper()
    return Node(x, y, letter, _short(member.name), _short(member.detail))


def _short(text: str) -> str:
    return text if len(text) <= LONGEST_LABEL else f"{text[: LONGEST_LABEL - 1].rstrip()}…"


def _box(left: int, columns: int, first: int, last: int, label: str) -> Box:
    top = TOP + first * ROW - RADIUS - 31
    bottom = TOP + last * ROW + RADIUS + 46
    return Box(left, top, columns * CELL, bottom - top, _short(label) if columns == 1 else label)


def _partner_lines(place: dict[Hashable, tuple[int, int]], bonds: Bonds) -> list[Line]:
    lines = []
    for dashed, couples in ((False, bonds.partners), (True, bonds.former)):
        for one, other in couples:
            if one not in place or other not in place:
                continue
            (x1, y1), (x2, y2) = sorted((place[one], place[other]))
            if y1 == y2 and _are_neighbours(x1, x2, y1, place):
                lines.append(Line(f"M{x1 + RADIUS} {y1}H{x2 - RADIUS}", dashed))
            else:
                over = min(y1, y2) - RADIUS - 9
                lines.append(Line(f"M{x1} {y1 - RADIUS}V{over}H{x2}V{y2 - RADIUS}", dashed))
    return lines


def _are_neighbours(x1: int, x2: int, y: int, place: dict[Hashable, tuple[int, int]]) -> bool:
    return not any(x1 < x < x2 and other_y == y for x, other_y in place.values())


def _family_lines(place: dict[Hashable, tuple[int, int]], bonds: Bonds) -> list[Line]:
    """Lines from parents to children, one bar for the children of the same parents."""
    families: dict[tuple[Hashable, ...], list[Hashable]] = {}
    for child in dict.fromkeys(child for _, child in bonds.parents if child in place):
        parents = tuple(parent for parent, known in bonds.parents if known == child and parent in place)
        if parents:
            families.setdefault(parents, []).append(child)
    couples = {frozenset(pair) for pair in [*bonds.partners, *bonds.former]}
    lines = []
    for number, (parents, children) in enumerate(families.items()):
        bar = min(place[child][1] for child in children) - RADIUS - 12 - (number % 3) * 7
        tops = []
        spots = sorted(place[parent] for parent in parents)
        if len(spots) == 2 and frozenset(parents) in couples and _share_a_line(spots, place):
            (x1, y), (x2, _) = spots
            tops.append((x1 + x2) // 2)
            lines.append(Line(f"M{tops[0]} {y}V{bar}"))
        else:
            for x, y in spots:
                # Beside the circle and not below it: there the name stands.
                side = x + BESIDE - number % 3 * 4
                tops.append(side)
                lines.append(Line(f"M{x + RADIUS} {y}H{side}V{bar}"))
        ends = [*tops, *(place[child][0] for child in children)]
        if min(ends) != max(ends):
            lines.append(Line(f"M{min(ends)} {bar}H{max(ends)}"))
        lines += [Line(f"M{place[child][0]} {bar}V{place[child][1] - RADIUS}") for child in children]
    return lines


def _share_a_line(spots: list[tuple[int, int]], place: dict[Hashable, tuple[int, int]]) -> bool:
    (x1, y1), (x2, y2) = spots
    return y1 == y2 and _are_neighbours(x1, x2, y1, place)
