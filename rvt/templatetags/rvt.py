"""Words of the table for templates. Pure functions."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import groupby

from django import template
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe

from accounts.templatetags.ui import join_nl
from rvt import talking
from rvt.board import Line, Seat
from rvt.choices import FollowUp
from rvt.figures import document as words_of_figures
from rvt.figures.bars import bars
from rvt.figures.half_years import Line as FiguresLine

register = template.Library()


@register.filter
def advice_lines(text: str) -> list[str]:
    """The lines of an advice without the number that somebody typed before them: the list numbers them."""
    return talking.plain_lines_of(text)


@register.filter
def follow_words(codes: Iterable[str]) -> str:
    """`Duo en netwerkberaad`, for what follows."""
    words = join_nl(FollowUp(code).label for code in codes)
    return words[:1].upper() + words[1:]


@register.simple_tag
@lru_cache(maxsize=256)
def agenda_row(line: Line) -> SafeString:
    """Return the HTML of a row. A press changes few of 60 rows; the others are taken as they were made."""
    return render_to_string("rvt/partials/agenda_row.html", {"line": line})


@register.simple_tag
@lru_cache(maxsize=256)
def seat_row(seat: Seat) -> SafeString:
    """Return the HTML of somebody at the table; made once for equal seats, as `agenda_row`."""
    return render_to_string("rvt/partials/seat_row.html", {"seat": seat})


@register.simple_tag
@lru_cache(maxsize=64)
def figures_halves(
    year: int, lines: tuple[FiguresLine, ...], remarks: tuple[tuple[str, str], ...], faces: str
) -> SafeString:
    """Return the HTML of the half years; made once for what is published alike, as `agenda_row`."""
    drawn = bars([line.row for line in lines])
    groups = [
        (part, [(line, drawn[line.row.label]) for line in found])
        for part, found in groupby(lines, key=lambda line: line.part)
    ]
    context = {"year": year, "groups": groups, "remarks": remarks, "faces": faces, "words": words_of_figures}
    return render_to_string("rvt/partials/figures_halves.html", context)


_BUTTON = re.compile(r"[a-z]+-[0-9a-f-]{36}")


@register.simple_block_tag
def focus_on(content: SafeString, used: str, mark: str) -> SafeString:
    """Put the attribute `mark` on the element whose id is `used`, the button that was pressed; else change nothing.

    One look through the text instead of four questions to every row of a long list.
    """
    if not _BUTTON.fullmatch(used):
        return content
    found = f' id="{used}"'
    return mark_safe(content.replace(found, f"{found} {mark}", 1))  # noqa: S308 - both are words of ours
