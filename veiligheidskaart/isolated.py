"""Texts in two directions on one line: each stands apart (`<bdi>`), so that it cannot turn what is around it.

An Isolated is its plain text for who counts letters, and says its own markup where a template prints it.
"""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString

RTL = {"R", "AL"}


class Isolated(str):
    """A text that knows how it is printed between texts of another direction."""

    __slots__ = ("_markup",)

    def __new__(cls, text: str, markup: str) -> Isolated:
        made = super().__new__(cls, text)
        made._markup = SafeString(markup)
        return made

    def __html__(self) -> SafeString:
        return self._markup

    def capitalised(self) -> str:
        """Return the plain text with a capital, in the scripts that have them."""
        return self[:1].upper() + self[1:]


def direction(text: str) -> str:
    """Return "rtl" or "ltr", by the first letter that says so; a number or no letter is "ltr"."""
    for sign in text:
        kind = unicodedata.bidirectional(sign)
        if kind in RTL or kind == "L":
            return "rtl" if kind in RTL else "ltr"
    return "ltr"


def has_rtl(text: str) -> bool:
    """Whether any letter runs from right to left."""
    return any(unicodedata.bidirectional(sign) in RTL for sign in text)


def bdi(text: str, around: str, *, lang: str = "", whole: bool = False) -> Isolated:
    """Return a text apart from what is `around` it ("rtl" or "ltr"). `lang` when it is another language.

    `whole`: never broken over two lines. In a line from left to right that holds nothing else, no markup is needed.
    """
    if around == "ltr" and not lang and not whole and not has_rtl(text):
        return Isolated(text, escape(text))
    more = format_html(' lang="{}"', lang) if lang else SafeString()
    if whole:
        more += SafeString(' class="kaart-nowrap"')
    return Isolated(text, format_html('<bdi dir="{}"{}>{}</bdi>', direction(text), more, text))


def isolated(template: str, values: dict[str, Any], around: str) -> Isolated:
    """Return a text with its values filled in: each apart, unless it is an Isolated already."""
    own = {
        name: value
        if isinstance(value, Isolated)
        else bdi(str(value), around, whole=around == "rtl" and bool(re.search(r"\d", str(value))))
        for name, value in values.items()
    }
    if not values:
        return Isolated(template, escape(template))
    plain = template.format(**{name: str(value) for name, value in own.items()})
    return Isolated(plain, str(escape(template)).format(**{name: value.__html__() for name, value in own.items()}))
