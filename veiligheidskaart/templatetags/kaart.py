"""`{% vast "Wie bellen wij?" %}`: a fixed text of the card in the language of the card that is printed."""

from __future__ import annotations

from typing import Any

from django import template

from veiligheidskaart.isolated import Isolated
from veiligheidskaart.languages import direction_of, say

register = template.Library()


@register.simple_tag(takes_context=True)
def vast(context: dict[str, Any], text: str, **values: Any) -> Isolated:
    """Say a fixed text. Needs `card` in the template; each value stands apart from the text around it."""
    return say(context["card"].language, text, **values)


@register.filter
def direction(language: str) -> str:
    """Return "rtl" or "ltr" for the code of a language."""
    return direction_of(language)
