"""Words of this room for templates. Pure functions."""

from django import template

from cases.choices import Part, PhaseStep
from cases.models import SwitchRequest

register = template.Library()

PART_WORDS = {Part.CONTACT: "vast gezicht", Part.DUO: "duo", Part.COVER: "waarneming", Part.INVITED: "doet mee"}
"""What somebody is for a household, in a row of a list (ux, S3)."""


@register.filter
def phase_word(step: str | None) -> str:
    """`Veilig blijven`; nothing was discussed when there is no step."""
    return PhaseStep(step).label if step else "nog niet besproken"


@register.filter
def part_word(part: str | None) -> str:
    """`vast gezicht`; somebody without a part reads along."""
    return PART_WORDS.get(Part(part), "kijkt mee") if part else "kijkt mee"


@register.filter
def is_switch(request: object) -> bool:
    """True for a question about the next face, False for one about a duo."""
    return isinstance(request, SwitchRequest)
