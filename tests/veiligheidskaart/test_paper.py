"""The measures of the card have one home, kaart.css: who counts and who draws cannot part."""

from __future__ import annotations

import ast
import inspect
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from accounts import press
from tests.veiligheidskaart.cards import card
from veiligheidskaart import calling, flow, heights, paper, pdf
from veiligheidskaart.layout import arrange
from veiligheidskaart.paper import Sides

CACHES = (paper._rules, paper.style, paper.quad, press.style)


@pytest.fixture
def styled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str, str], None]]:
    """Let kaart.css say something else, for everybody who reads it."""
    original = paper.static_file

    def change(old: str, new: str) -> None:
        text = paper.style_sheet()
        assert old in text
        (tmp_path / "kaart.css").write_text(text.replace(old, new), encoding="utf-8")
        fake = lambda name: tmp_path / "kaart.css" if name == paper.CSS_FILE else original(name)  # noqa: E731
        monkeypatch.setattr(paper, "static_file", fake)
        monkeypatch.setattr(press, "static_file", fake)
        for cached in CACHES:
            cached.cache_clear()

    yield change
    monkeypatch.undo()
    for cached in CACHES:
        cached.cache_clear()


def test_the_sides_of_a_box_are_read_as_css_means_them() -> None:
    assert paper.style(".kaart-step").padding == Sides(2.3, 4, 2.3, 14)
    assert paper.style(".kaart-step").border == Sides(0.4, 0.4, 0.4, 0.4)
    assert paper.style(".kaart-quote").beside == 4.5
    assert paper.style(".kaart-by").margin == Sides(0, 0, 2.4, 0)
    assert (paper.text_width(), paper.room(1), paper.room(4)) == (85, 128.5, 129.5)


def test_letters_are_inherited_from_the_sheet_or_from_what_is_around() -> None:
    person, foot = paper.style(".kaart-person"), paper.style(".kaart-qr", within=".kaart-foot")

    assert (person.size, person.line_height, person.is_bold) == (12, 1.3, False)
    assert (foot.size, foot.line_height, foot.is_bold) == (11, 1.38, False)


def test_a_rule_that_is_not_there_is_an_error() -> None:
    with pytest.raises(paper.UnknownMeasure):
        paper.style(".kaart-gone")


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("font-size: 13pt;\n  line-height: 1.38", "font-size: 19pt;\n  line-height: 1.5", (1, 2)),
        (
            "padding: 2.3mm 4mm;\n  padding-inline-start: 14mm",
            "padding: 5mm 9mm;\n  padding-inline-start: 20mm",
            (1, 4),
        ),
        ("min-height: 9.5mm", "min-height: 17mm", (1, 3)),
        ("font-size: 22pt", "font-size: 12pt", (1, 1)),
    ],
)
def test_a_size_that_changes_in_the_style_sheet_changes_the_count_and_the_paper(
    styled: Callable[[str, str], None], old: str, new: str, place: tuple[int, int]
) -> None:
    before = both(place)
    styled(old, new)

    after = both(place)

    assert abs(after[0] - before[0]) > 3
    assert after[0] == pytest.approx(after[1], abs=0.2)
    assert before[0] == pytest.approx(before[1], abs=0.2)


def both(place: tuple[int, int]) -> tuple[float, float]:
    """Return the height of a box as it is counted and as it is laid out."""
    layout = arrange(card())
    kinds = {(1, 1): "call", **{(cell.sheet, cell.place): cell.kind for cell in layout.cells}}
    drawn = {kind: used for kind, used, _ in pdf.box_heights(pdf.lay_out(pdf.markup(layout)))}
    return heights.heights(layout)[place], drawn[kinds[place]]


def test_who_counts_writes_no_measure_of_its_own() -> None:
    found = {
        node.value
        for module in (heights, flow, calling)
        for node in ast.walk(ast.parse(inspect.getsource(module)))
        if isinstance(node, ast.Constant) and isinstance(node.value, int | float) and not isinstance(node.value, bool)
    }

    assert found <= {0, 1, 2, 3, 4, heights.FOOT_AIR}  # counts, places, the white above the foot
