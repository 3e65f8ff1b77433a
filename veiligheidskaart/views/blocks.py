"""What S12 shows of the follow-up sheet and of the own cards of children: fields in the order of the page."""

from __future__ import annotations

from typing import Any

from django.forms import BoundField

from veiligheidskaart import rules
from veiligheidskaart.choices import Block
from veiligheidskaart.content import Draft
from veiligheidskaart.forms import follow_up
from veiligheidskaart.forms.draft import DraftForm
from veiligheidskaart.services.texts import Sources

HINTS = {
    Block.MUST: "Wat iemand oplegt, bijvoorbeeld de rechter. Dit zijn geen afspraken.",
    Block.FACTS: "Alleen wat zeker is. Van wie jullie het weten, komt alleen op de kaart als dat mag.",
    Block.HELP: "Ook hulp die er nog niet is.",
}


def lines_of(form: DraftForm, block: Block, draft: Draft, tips: dict[str, list[str]]) -> dict[str, Any]:
    """Return one of the blocks with lines."""
    count = len(getattr(draft, block).lines)
    rows = [
        [form[name] for name in form.fields if name.startswith(f"{block}_{number}_")]
        for number in range(rules.MAX_LINES)
        if f"{block}_{number}_text" in form.fields
    ]
    return {
        "block": block.value,
        "title": block.label,
        "hint": HINTS[block],
        "sum": {0: "Nog leeg", 1: "Eén regel"}.get(count, f"{count} regels"),
        "hidden": form[f"{block}_rows"],
        "rows": [{"fields": row[:-1], "readers": row[-1]} for row in rows],
        "has_room": len(rows) < rules.MAX_LINES,
        "readers": form[f"{block}_readers"],
        "tips": tips[block.value],
    }


def opinions_of(form: DraftForm, sources: Sources) -> list[dict[str, Any]]:
    """Return for each person what that person finds of the card."""
    return [
        {"view": form[f"{name}_view"], "text": form[f"{name}_text"], "agrees": _field(form, f"{name}_agrees"),
         "readers": form[f"{name}_readers"]}
        for name in (f"opinions_{person.uuid}" for person in sources.people)
        if f"{name}_view" in form.fields
    ]  # fmt: skip


def children_of(form: DraftForm, sources: Sources, draft: Draft) -> list[dict[str, Any]]:
    """Return the own card of each child."""
    cards = []
    for child in sources.children:
        name = f"child_{child.uuid}"
        cards.append(
            {
                "person": child,
                "block": name,
                "sum": "Nog leeg" if draft.child(str(child.uuid)).is_empty else "Er staat tekst op",
                "hand": [form[f"{name}_hand{finger}"] for finger in range(rules.FINGERS)],
                "words": [form[f"{name}_nice"], form[f"{name}_notnice"]],
                "steps": [form[f"{name}_step{number}"] for number in range(1, rules.CHILD_STEPS + 1)],
                "says": [form[field] for field in form.fields if field.startswith(f"{name}_says_")],
            }
        )
    return cards


def opened_by(name: str) -> str:
    """Return the block in which the field of that name stands."""
    if name == "look_back_on":
        return Block.LOOK_BACK
    return "_".join(name.split("_")[:2]) if name.startswith("child_") else name.split("_", maxsplit=1)[0]


def label_of(name: str, form: DraftForm) -> str:
    """Return how a field is called outside its block."""
    if name == "look_back_on":
        return str(Block.LOOK_BACK.label)
    label = form.fields[name].label if name in form.fields else "In eigen woorden"
    return f"{Block(name.split('_', maxsplit=1)[0]).label}: {label}"


def add_tips(tips: dict[str, list[str]], draft: Draft) -> None:
    """Look at the professional texts of the follow-up sheet."""
    for block in follow_up.LINES:
        for line in getattr(draft, block).lines:
            tips[block.value] += [hint.text for hint in rules.hints_for(line.text)]


def _field(form: DraftForm, name: str) -> BoundField | None:
    return form[name] if name in form.fields else None
