"""The part of S12 for the follow-up sheet and for the own card of a child: fields, and values from and to a draft.

A list of readers beside a line that names everybody is kept as "whoever reads the block".
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from cases.forms.people import SomeOfHousehold
from veiligheidskaart import rules
from veiligheidskaart.choices import Block, ChildSays, Opinion
from veiligheidskaart.content import (
    Draft,
    DraftChild,
    DraftLine,
    DraftLines,
    DraftOpinion,
    DraftOpinions,
)
from veiligheidskaart.services.texts import Sources

LINES = (Block.MUST, Block.FACTS, Block.HELP)
TEXT_LABELS = {Block.MUST: "Wat moet?", Block.FACTS: "Wat weten jullie?", Block.HELP: "Welke hulp?"}
BY_LABELS = {Block.MUST: "Van wie moet dit?", Block.FACTS: "Hoe weten jullie dit?", Block.HELP: "Wie helpt?"}
Values = dict[str, Any]


# --- Fields ----------------------------------------------------------------------------------------
def text_field(label: str, length: int, rows: int = 2) -> forms.CharField:
    return forms.CharField(label=label, max_length=length, required=False, widget=forms.Textarea(attrs={"rows": rows}))


def readers_field(readers: Sequence[tuple[str, str]], label: str = "Wie mag dit lezen?") -> forms.MultipleChoiceField:
    return forms.MultipleChoiceField(
        label=label, choices=list(readers), required=False, widget=forms.CheckboxSelectMultiple
    )


def child_agrees() -> forms.BooleanField:
    return forms.BooleanField(label="De kinderen die dit zeggen, vinden goed dat het op de kaart komt", required=False)


def add_lines(form: forms.Form, block: str, rows: int) -> None:
    """Add the rows of "Dit moet", "Dit weten wij" or "Wie helpt waarmee"."""
    sources: Sources = form.sources  # type: ignore[attr-defined]
    form.fields[f"{block}_rows"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=rows)
    form.initial[f"{block}_rows"] = rows
    for number in range(rows):
        name = f"{block}_{number}"
        form.fields[f"{name}_text"] = text_field(TEXT_LABELS[Block(block)], rules.LINE_LENGTH)
        form.fields[f"{name}_by"] = forms.CharField(
            label=BY_LABELS[Block(block)], max_length=rules.BY_LENGTH, required=False
        )
        if block == Block.MUST:
            apart = SomeOfHousehold(label="Mogen deze mensen geen contact met elkaar?")
            apart.offer(sources.people)
            form.fields[f"{name}_apart"] = apart
        elif block == Block.FACTS:
            form.fields[f"{name}_showsby"] = forms.BooleanField(label="Dit mag op de kaart", required=False)
        else:
            form.fields[f"{name}_notyet"] = forms.BooleanField(label="Deze hulp is er nog niet", required=False)
        form.fields[f"{name}_readers"] = readers_field(_readers(sources), "Wie mag deze regel lezen?")


def add_opinions(form: forms.Form) -> None:
    """Add for each person what that person finds of the card."""
    sources: Sources = form.sources  # type: ignore[attr-defined]
    for person in sources.people:
        if person.is_unborn:
            continue
        name = f"opinions_{person.uuid}"
        form.fields[f"{name}_view"] = forms.ChoiceField(
            label=person.name, choices=[("", "Niet gevraagd"), *Opinion.choices], required=False
        )
        form.fields[f"{name}_text"] = text_field(f"In eigen woorden van {person.name}", rules.VIEW_LENGTH)
        form.fields[f"{name}_readers"] = readers_field(_readers(sources), "Wie mag deze regel lezen?")
        if sources.is_child(person):
            form.fields[f"{name}_agrees"] = forms.BooleanField(
                label=f"{person.name} vindt goed dat dit op de kaart komt", required=False
            )


def add_children(form: forms.Form) -> None:
    """Add the own card of each child."""
    sources: Sources = form.sources  # type: ignore[attr-defined]
    for child in sources.children:
        name = f"child_{child.uuid}"
        for finger in range(rules.FINGERS):
            form.fields[f"{name}_hand{finger}"] = forms.CharField(
                label=f"Vinger {finger + 1}", max_length=rules.FINGER_LENGTH, required=False
            )
        form.fields[f"{name}_nice"] = text_field("Dit is fijn", rules.CHILD_LENGTH)
        form.fields[f"{name}_notnice"] = text_field("Dit vind ik niet fijn", rules.CHILD_LENGTH)
        for number in range(1, rules.CHILD_STEPS + 1):
            form.fields[f"{name}_step{number}"] = text_field(f"Stap {number}", rules.CHILD_STEP_LENGTH)
        for key, reader in _readers(sources):
            if key != str(child.uuid):
                form.fields[f"{name}_says_{key}"] = forms.ChoiceField(
                    label=reader, choices=[("", "Niet gevraagd"), *ChildSays.choices], required=False
                )


# --- Values ----------------------------------------------------------------------------------------
def shown_readers(readers: tuple[str, ...] | None, every: Sequence[str]) -> list[str]:
    return [key for key in every if readers is None or key in readers]


def kept_readers(chosen: Sequence[str] | None, every: Sequence[str]) -> tuple[str, ...] | None:
    """Return None when everybody is chosen; what was never asked is for everybody too."""
    return None if chosen is None or set(every) <= set(chosen) else tuple(chosen)


def flat(draft: Draft, sources: Sources) -> Values:
    """Return this part of a draft as values by field name."""
    every = [reader.key for reader in sources.readers]
    people = {str(person.uuid) for person in sources.people}
    values: Values = {}
    for block in LINES:
        lines = getattr(draft, block).lines
        for number in range(rules.MAX_LINES):
            line = lines[number] if number < len(lines) else DraftLine()
            name = f"{block}_{number}"
            values |= {f"{name}_text": line.text, f"{name}_by": line.by}
            values[f"{name}_readers"] = shown_readers(line.readers, every)
            if block == Block.MUST:
                values[f"{name}_apart"] = [each for each in line.apart if each in people]
            elif block == Block.FACTS:
                values[f"{name}_showsby"] = line.shows_by
            else:
                values[f"{name}_notyet"] = line.not_yet
    by_person = {opinion.who: opinion for opinion in draft.opinions.opinions}
    for person in sources.people:
        uuid = str(person.uuid)
        opinion = by_person.get(uuid, DraftOpinion(uuid, ""))
        name = f"opinions_{uuid}"
        values |= {f"{name}_view": opinion.view, f"{name}_text": opinion.text, f"{name}_agrees": opinion.child_agrees}
        values[f"{name}_readers"] = shown_readers(opinion.readers, every)
    for child in sources.children:
        values |= _flat_child(draft.child(str(child.uuid)), every)
    return values


def parts(values: Mapping[str, Any], sources: Sources) -> dict[str, Any]:
    """Return this part of a draft from values by field name. Rows without a text go."""
    every = [reader.key for reader in sources.readers]
    found: dict[str, Any] = {}
    for block in LINES:
        rows = [_line(values, f"{block}_{number}", every) for number in range(rules.MAX_LINES)]
        readers = tuple(values.get(f"{block}_readers") or ())
        found[block.value] = DraftLines(tuple(row for row in rows if row.text), readers)
    opinions = [_opinion(values, str(person.uuid), every) for person in sources.people]
    found["opinions"] = DraftOpinions(
        tuple(each for each in opinions if each.view), tuple(values.get("opinions_readers") or ())
    )
    children = [_child(values, str(child.uuid), every) for child in sources.children]
    found["children"] = tuple(child for child in children if not child.is_empty or child.answers)
    return found


def one_line(text: str | None) -> str:
    line = " ".join((text or "").split())
    if len(line) > 1 and line[0] in '“"' and line[-1] in '”"':
        line = line[1:-1].strip()  # the card puts the quotation marks
    return line


def _readers(sources: Sources) -> list[tuple[str, str]]:
    return [(reader.key, reader.name) for reader in sources.readers]


def _line(values: Mapping[str, Any], name: str, every: Sequence[str]) -> DraftLine:
    return DraftLine(
        text=one_line(values.get(f"{name}_text")),
        by=one_line(values.get(f"{name}_by")),
        not_yet=bool(values.get(f"{name}_notyet")),
        shows_by=bool(values.get(f"{name}_showsby")),
        apart=tuple(values.get(f"{name}_apart") or ()),
        readers=kept_readers(values.get(f"{name}_readers"), every),
    )


def _opinion(values: Mapping[str, Any], uuid: str, every: Sequence[str]) -> DraftOpinion:
    name = f"opinions_{uuid}"
    return DraftOpinion(
        who=uuid,
        view=values.get(f"{name}_view") or "",
        text=one_line(values.get(f"{name}_text")),
        readers=kept_readers(values.get(f"{name}_readers"), every),
        child_agrees=bool(values.get(f"{name}_agrees")),
    )


def _flat_child(child: DraftChild, every: Sequence[str]) -> Values:
    name = f"child_{child.who}"
    hand = [*child.hand, *[""] * rules.FINGERS][: rules.FINGERS]
    steps = [*child.steps, *[""] * rules.CHILD_STEPS][: rules.CHILD_STEPS]
    answers = dict(child.answers)  # type: ignore[arg-type]
    return {
        **{f"{name}_hand{number}": finger for number, finger in enumerate(hand)},
        f"{name}_nice": child.nice,
        f"{name}_notnice": child.not_nice,
        **{f"{name}_step{number}": step for number, step in enumerate(steps, 1)},
        **{f"{name}_says_{key}": answers.get(key, "") for key in every if key != child.who},
    }


def _child(values: Mapping[str, Any], uuid: str, every: Sequence[str]) -> DraftChild:
    name = f"child_{uuid}"
    hand = [one_line(values.get(f"{name}_hand{number}")) for number in range(rules.FINGERS)]
    steps = tuple(one_line(values.get(f"{name}_step{number}")) for number in range(1, rules.CHILD_STEPS + 1))
    answers = [(key, values.get(f"{name}_says_{key}") or "") for key in every if key != uuid]
    return DraftChild(
        who=uuid,
        hand=tuple(finger for finger in hand if finger),
        nice=one_line(values.get(f"{name}_nice")),
        not_nice=one_line(values.get(f"{name}_notnice")),
        steps=steps if any(steps) else (),
        answers=tuple(pair for pair in answers if pair[1]),
    )
