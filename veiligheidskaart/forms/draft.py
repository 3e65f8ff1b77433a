"""S12 as one flat form, and the joining of two edits of the same draft.

The draft as it was shown travels along in the hidden field `base`, refreshed by every save, so that what two people
changed in different fields joins by itself.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict

from accounts.versions import merge
from cases.forms.fields import AnyDateField
from cases.forms.people import SomeOfHousehold
from veiligheidskaart import content, rules
from veiligheidskaart.choices import Block
from veiligheidskaart.content import Draft, DraftChoice, DraftOnly, DraftSteps, DraftVoice, DraftVoices
from veiligheidskaart.forms import follow_up
from veiligheidskaart.services.texts import Sources

VOICES = (Block.GOOD, Block.UNSAFE, Block.SIGNALS)
CHOICES = (Block.AGREEMENTS, Block.NETWORK)
STEPS = {
    "calm": "Stap 1: wij voelen spanning",
    "quarrel": "Stap 2: het wordt ruzie",
    "danger": "Stap 3: iemand is bang of krijgt klappen",
}
WITH_READERS = (*VOICES, Block.AGREEMENTS, Block.STEPS, Block.NETWORK, *follow_up.LINES, Block.OPINIONS)
LISTS = ("_who", "_chosen", "_readers", "_apart")
Values = dict[str, Any]


class InOrder(forms.MultipleChoiceField):
    """Several rows; cleans to their ids in the order in which they were sent."""

    widget = forms.CheckboxSelectMultiple


class DraftForm(forms.Form):
    """The whole draft. Everything may stay empty here; what a final card needs is asked at S14."""

    version = forms.IntegerField(widget=forms.HiddenInput, min_value=0)
    base = forms.CharField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, sources: Sources, draft: Draft, version: int, more: str = "", **kwargs: Any) -> None:
        shown = {**flat(draft, sources), "version": version, "base": written(draft), **kwargs.pop("initial", {})}
        super().__init__(*args, initial=shown, **kwargs)
        self.sources = sources
        readers = [(reader.key, reader.name) for reader in sources.readers]
        for block in VOICES:
            self._add_voices(block, self._rows(block, draft, more), sources)
        self.fields["agreements_chosen"] = _choice(
            "Welke afspraken komen op de kaart?",
            [(str(row.uuid), row.what) for row in sources.agreements],
            draft.agreements,
        )
        for block, rows in ((Block.AGREEMENTS, sources.agreements), (Block.NETWORK, sources.network)):
            for row in rows:
                self.fields[f"{block}_{row.uuid}_readers"] = follow_up.readers_field(
                    readers, "Wie mag deze regel lezen?"
                )
        for name, label in STEPS.items():
            self.fields[f"steps_{name}"] = follow_up.text_field(label, rules.STEP_LENGTH)
        self.fields["network_chosen"] = _choice(
            "Wie komen op de kaart?", [(str(row.uuid), row.name) for row in sources.network], draft.network
        )
        self.fields["look_back_on"] = AnyDateField(
            label="Wanneer kijken jullie terug?",
            help_text="Binnen drie maanden.",
            required=False,
            widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        )
        for block in follow_up.LINES:
            follow_up.add_lines(self, block, self._rows(block, draft, more))
        follow_up.add_opinions(self)
        follow_up.add_children(self)
        for block in WITH_READERS:
            self.fields[f"{block}_readers"] = follow_up.readers_field(readers)

    def _rows(self, block: str, draft: Draft, more: str) -> int:
        if self.is_bound:
            given = str(self.data.get(f"{block}_rows", ""))
            return min(int(given), rules.MAX_VOICES) if given.isdecimal() else 1
        part = getattr(draft, block)
        rows = len(part.lines if block in follow_up.LINES else part.voices)
        typed = [
            name
            for name in self.initial
            if name.startswith(f"{block}_") and name.endswith("_text") and self.initial[name]
        ]
        return min(max(rows, len(typed)) + (more == block) or 1, rules.MAX_VOICES)

    def _add_voices(self, block: str, rows: int, sources: Sources) -> None:
        self.fields[f"{block}_rows"] = forms.IntegerField(widget=forms.HiddenInput, required=False, initial=rows)
        self.initial[f"{block}_rows"] = rows
        for number in range(rows):
            who = SomeOfHousehold(label="Wie vertelt dit?")
            who.offer(sources.people)
            self.fields[f"{block}_{number}_who"] = who
            self.fields[f"{block}_{number}_text"] = follow_up.text_field("In eigen woorden", rules.VOICE_LENGTH)
            self.fields[f"{block}_{number}_readers"] = follow_up.readers_field(
                [(reader.key, reader.name) for reader in sources.readers], "Wie mag deze regel lezen?"
            )
            if sources.children:
                self.fields[f"{block}_{number}_agrees"] = follow_up.child_agrees()
        self.fields[f"{block}_seen"] = follow_up.text_field(
            f"{sources.seen_by} {'zien' if sources.duo else 'ziet'}", rules.SEEN_LENGTH
        )

    def to_draft(self) -> Draft:
        """Return what was typed as a draft."""
        return draft_of(self.cleaned_data, self.sources)

    def shown_draft(self) -> Draft:
        """Return the draft as it was shown when typing began; an empty one when the form does not say."""
        try:
            return content.load_draft(json.loads(self.cleaned_data["base"]))
        except (ValueError, content.BadContent):
            return Draft()


def flat(draft: Draft, sources: Sources) -> Values:
    """Return a draft as values by field name. Readers never chosen are all readers; who is gone is left out."""
    every = [reader.key for reader in sources.readers]
    people = {str(person.uuid) for person in sources.people}
    known = {
        Block.AGREEMENTS: {str(row.uuid) for row in sources.agreements},
        Block.NETWORK: {str(row.uuid) for row in sources.network},
    }
    values: Values = {}
    for block in VOICES:
        part: DraftVoices = getattr(draft, block)
        for number in range(rules.MAX_VOICES):
            voice = part.voices[number] if number < len(part.voices) else DraftVoice()
            values[f"{block}_{number}_who"] = [each for each in voice.who if each in people]
            values[f"{block}_{number}_text"] = voice.text
            values[f"{block}_{number}_readers"] = follow_up.shown_readers(voice.readers, every)
            values[f"{block}_{number}_agrees"] = voice.child_agrees
        values[f"{block}_seen"] = part.seen
    for block in CHOICES:
        choice: DraftChoice = getattr(draft, block)
        values[f"{block}_chosen"] = [each for each in choice.chosen if each in known[block]]
        for each in sorted(known[block]):
            values[f"{block}_{each}_readers"] = follow_up.shown_readers(choice.readers_of(each), every)
    for name in STEPS:
        values[f"steps_{name}"] = getattr(draft.steps, name)
    for block in WITH_READERS:
        readers = getattr(draft, block).readers
        values[f"{block}_readers"] = [key for key in every if readers is None or key in readers]
    values["look_back_on"] = draft.look_back_on
    return values | follow_up.flat(draft, sources)


def draft_of(values: Mapping[str, Any], sources: Sources) -> Draft:
    """Return a draft from values by field name. Rows without a text go."""
    every = [reader.key for reader in sources.readers]

    def readers(block: str) -> tuple[str, ...]:
        return tuple(values.get(f"{block}_readers") or ())

    def voices(block: str) -> DraftVoices:
        rows = [
            DraftVoice(
                tuple(values.get(f"{block}_{number}_who") or ()),
                follow_up.one_line(values.get(f"{block}_{number}_text")),
                follow_up.kept_readers(values.get(f"{block}_{number}_readers"), every),
                bool(values.get(f"{block}_{number}_agrees")),
            )
            for number in range(rules.MAX_VOICES)
        ]
        return DraftVoices(
            tuple(row for row in rows if row.text), follow_up.one_line(values.get(f"{block}_seen")), readers(block)
        )

    def choice(block: str) -> DraftChoice:
        chosen = tuple(values.get(f"{block}_chosen") or ())
        narrowed = {each: follow_up.kept_readers(values.get(f"{block}_{each}_readers"), every) for each in chosen}
        only = tuple(DraftOnly(each, fewer) for each, fewer in narrowed.items() if fewer is not None)
        return DraftChoice(chosen, readers(block), only)

    steps = DraftSteps(
        **{name: follow_up.one_line(values.get(f"steps_{name}")) for name in STEPS}, readers=readers("steps")
    )
    return Draft(
        good=voices("good"),
        unsafe=voices("unsafe"),
        agreements=choice("agreements"),
        steps=steps,
        network=choice("network"),
        signals=voices("signals"),
        **follow_up.parts(values, sources),
        look_back_on=values.get("look_back_on"),
    )


def join(*, shown: Draft, mine: Draft, theirs: Draft, sources: Sources) -> tuple[Values, list[str], Values]:
    """Join two edits of a draft. Returns the joined values, the names that both changed differently, and theirs.

    Two choices from a list join: what either added or took away; of readers only those whom both leave in.
    """
    before, my_values, their_values = (flat(each, sources) for each in (shown, mine, theirs))
    joined, conflicts = merge(shown=before, mine=my_values, theirs=their_values)
    for name in [each for each in conflicts if isinstance(my_values[each], list)]:
        conflicts.remove(name)
        joined[name] = _joined_list(name, before[name], my_values[name], their_values[name])
    return joined, conflicts, their_values


def as_post(values: Values) -> list[dict[str, str]]:
    """Return values as the hidden fields of a form."""
    pairs = [
        {"name": name, "value": "" if each is None else str(each)}
        for name, value in values.items()
        for each in (value if isinstance(value, list) else [value])
    ]
    rows = {**dict.fromkeys(VOICES, rules.MAX_VOICES), **dict.fromkeys(follow_up.LINES, rules.MAX_LINES)}
    return [*pairs, *({"name": f"{block}_rows", "value": str(most)} for block, most in rows.items())]


def written(draft: Draft) -> str:
    """Return a draft as text for the hidden field."""
    return content.canonical(draft).decode()


def typed(data: QueryDict) -> Values:
    """Read a kept post back as initial values, lists as lists."""
    skip = ("csrfmiddlewaretoken", "_sleutel", "_wie", "_concept", "doe", "lezer")
    return {name: data.getlist(name) if name.endswith(LISTS) else data[name] for name in data if name not in skip}


def _joined_list(name: str, before: list[str], mine: list[str], theirs: list[str]) -> list[str]:
    if name.endswith("_readers"):
        return [each for each in mine if each in theirs]
    gone = {each for each in before if each not in mine or each not in theirs}
    return [each for each in dict.fromkeys([*theirs, *mine]) if each not in gone]


def _choice(label: str, options: list[tuple[str, str]], chosen: DraftChoice) -> InOrder:
    """Offer what was chosen first, in card order, then the rest."""
    place = {uuid: number for number, uuid in enumerate(chosen.chosen)}
    options = sorted(options, key=lambda option: place.get(option[0], len(place)))
    return InOrder(label=label, choices=options, required=False)
