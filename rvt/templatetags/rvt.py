"""Words of the table for templates. Pure functions."""

from __future__ import annotations

from collections.abc import Iterable

from django import template

from accounts.templatetags.ui import join_nl
from rvt import talking
from rvt.choices import FollowUp

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
