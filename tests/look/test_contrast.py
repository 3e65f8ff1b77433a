"""WCAG contrast of every pair of colours that carries text or draws a field (ux.md 7), measured from tokens.css."""

import re
from pathlib import Path

import pytest

TOKENS = Path(__file__).resolve().parents[2] / "static" / "css" / "tokens.css"

TEXT = 4.5
SHAPE = 3.0
PAIRS = [
    *[
        (ink, ground, TEXT)
        for ink in ("ink", "ink-2", "brand")
        for ground in ("surface", "surface-2", "paper", "plain-soft")
    ],
    ("ink-3", "surface", TEXT),
    *[("on-brand", ground, TEXT) for ground in ("brand", "brand-dark", "bad", "bad-dark", "family", "table")],
    ("accent", "brand", SHAPE),
    ("ink", "accent", TEXT),
    *[(ink, "brand-soft", TEXT) for ink in ("brand", "brand-dark", "ink", "ink-2")],
    *[(ink, "brand-line", TEXT) for ink in ("brand-dark",)],
    *[(ink, "family-soft", TEXT) for ink in ("family", "family-ink")],
    ("family", "family-mid", TEXT),
    ("good", "good-soft", TEXT),
    *[(ink, "warn-soft", TEXT) for ink in ("warn", "warn-ink")],
    *[(ink, "bad-soft", TEXT) for ink in ("bad", "bad-dark")],
    *[(ink, "table-soft", TEXT) for ink in ("table", "table-ink")],
    ("table", "table-mid", TEXT),
    *[(ink, "surface", TEXT) for ink in ("good", "warn", "bad", "table", "family")],
    *[("line-strong", ground, SHAPE) for ground in ("surface", "surface-2", "paper")],
    ("family-border", "surface", SHAPE),
    *[("focus", ground, SHAPE) for ground in ("surface", "paper", "brand-soft", "family-soft")],
]


def tokens() -> dict[str, str]:
    """Name and hexadecimal colour of each colour token."""
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6});", TOKENS.read_text(encoding="utf-8")))


def luminance(colour: str) -> float:
    """Relative luminance, 0 to 1 (WCAG 2.2, definition of relative luminance)."""
    channels = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """1 to 21 (WCAG 2.2, definition of contrast ratio)."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def test_black_on_white_measures_twenty_one():
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("front", "ground", "needed"), PAIRS)
def test_the_pair_can_be_read(front, ground, needed):
    colours = tokens()

    assert contrast(colours[front], colours[ground]) >= needed
