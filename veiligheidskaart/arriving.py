"""A card from elsewhere: what we say about its file, and the draft that its text becomes. Pure: no database, no clock.

A file holds the card of one reader, without who else may read what (docs/adr/0031). So what is made of it is for that
same reader only, until the family and the contact person say who may read along.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from veiligheidskaart import content, document
from veiligheidskaart.choices import Opinion
from veiligheidskaart.content import (
    PROFESSIONALS,
    Card,
    Draft,
    DraftChild,
    DraftChoice,
    DraftLine,
    DraftLines,
    DraftOpinion,
    DraftOpinions,
    DraftSteps,
    DraftVoice,
    DraftVoices,
    Items,
    Voices,
)
from veiligheidskaart.document import Document
from veiligheidskaart.verify import MOST_PAGES, Code

OWN = "deze installatie"
"""The name that our own keys have beside those of others."""

SENTENCES = {
    Code.GENUINE: "Deze kaart is echt. Er is niets aan veranderd.",
    Code.EXPIRED: "Deze kaart is echt, maar de dag om terug te kijken is al geweest. Loop de kaart samen na.",
    Code.TOO_BIG: "Dit bestand is te groot. Een kaart is hooguit 5 MB.",
    Code.UNREADABLE: "Dit bestand is niet te lezen. Vraag om het bestand zelf, geen foto of scan.",
    Code.TOO_MANY_PAGES: f"Dit bestand heeft meer dan {MOST_PAGES} bladzijden. Dat is geen kaart.",
    Code.NO_CARD: "In dit bestand zit geen kaart die wij kunnen lezen. Misschien komt het uit een ander systeem.",
    Code.UNSEALED: "Dit is een pdf zonder zegel. Vraag om het bestand zelf, niet om een afdruk of een kopie als pdf.",
    Code.UNKNOWN_KEY: "Wij weten niet wie deze kaart maakte. Je kunt hem lezen, niet inlezen.",
    Code.TEXT_SWAPPED: "De tekst in dit bestand is veranderd nadat de kaart gemaakt is.",
    Code.SIGNATURE_FALSE: "De handtekening in dit bestand hoort niet bij deze kaart.",
    Code.OTHER_SEAL: "Het zegel op dit bestand is niet van wie de kaart maakte.",
    Code.SAVED_AGAIN: "Een ander programma heeft dit bestand opnieuw opgeslagen. Vraag om het bestand zelf.",
    Code.DAMAGED: "Dit bestand is beschadigd of veranderd. Vraag het opnieuw.",
    Code.PAGES_SWAPPED: "Er zit een andere bladzijde in dit bestand dan toen de kaart gemaakt werd.",
    Code.ADDED_TO: "Er is iets aan dit bestand toegevoegd nadat de kaart gemaakt is.",
    Code.KEY_COMPROMISED: "De sleutel van deze kaart is gestolen of kwijt. Vraag de maker van de kaart om een nieuwe.",
    Code.OTHER_READER: "Deze kaart is voor iemand anders gemaakt.",
    Code.OLDER: "Hier is al een nieuwere kaart van dit gezin.",
}
"""What somebody reads about a file, by what was found."""

READABLE = frozenset({Code.GENUINE, Code.EXPIRED})
"""What may be read in: a card that is over has the family's words still, and becomes a draft that is gone through."""


@dataclass(frozen=True)
class Made:
    """What was made here of a card: UUIDs, in the order of the card. People by their name on the card."""

    people: Mapping[str, str]
    agreements: tuple[str, ...]
    network: tuple[str, ...]


def names_in(text: str, family: Sequence[str]) -> tuple[str, ...]:
    """Return whom of the family a text like "Noor, Daan en Sem" names; nobody when it is not sure."""
    parts = [text] if text in family else re.split(r", | en ", text)
    return tuple(parts) if all(part in family for part in parts) else ()


def who_in(text: str, names: Sequence[str]) -> int | None:
    """Return which of the names a sentence begins with: "Daan belt oma". None when it begins with nobody."""
    found = [place for place, name in enumerate(names) if re.match(rf"{re.escape(name)}\b", text)]
    return max(found, key=lambda place: len(names[place])) if found else None


def what_of(title: str) -> str:
    """Return an agreement as it is kept: without the full stop that a card puts behind it."""
    return title.removesuffix(".")


def reader_of(told: Document, card: Card, people: Mapping[str, str]) -> tuple[str, ...]:
    """Return the reader key of whom this card was for; nobody when that one is not in the family."""
    if card.child is not None:
        return ()
    if told.reader == PROFESSIONALS:
        return (PROFESSIONALS,)
    assert card.reader is not None  # noqa: S101 - `verify` refuses a text without a reader
    return (people[card.reader.name],) if card.reader.name in people else ()


def draft_of(told: Document, made: Made, *, today: date) -> Draft:
    """Return the draft that this card becomes. Words of which it is not sure who said them have nobody beside them.

    A draft without a day to look back, when that day (local) is not ahead.
    """
    card = content.load_card(told.content)
    mine = reader_of(told, card, made.people)
    look_back = card.look_back_on
    return Draft(
        good=_voices(card.good, made, mine),
        unsafe=_voices(card.unsafe, made, mine),
        signals=_voices(card.signals, made, mine),
        agreements=DraftChoice(made.agreements, mine),
        network=DraftChoice(made.network, mine),
        steps=DraftSteps(card.steps.calm, card.steps.quarrel, card.steps.danger, mine) if card.steps else DraftSteps(),
        must=_lines(card.must, mine),
        facts=_lines(card.facts, mine),
        help=_lines(card.help, mine),
        opinions=_opinions(card.opinions, made, mine),
        children=tuple(
            DraftChild(made.people[child.name], child.hand, child.nice, child.not_nice, child.steps)
            for child in card.children
            if child.name in made.people
        ),
        look_back_on=look_back if look_back and look_back > today else None,
    )


def _voices(block: Voices | None, made: Made, mine: tuple[str, ...]) -> DraftVoices:
    if block is None:
        return DraftVoices()
    voices = tuple(
        DraftVoice(tuple(made.people[name] for name in names_in(voice.by, list(made.people))), voice.text)
        for voice in block.voices
    )
    return DraftVoices(voices, block.seen, mine)


def _lines(block: Items | None, mine: tuple[str, ...]) -> DraftLines:
    if block is None:
        return DraftLines()
    lines = tuple(
        DraftLine(what_of(item.title), item.detail, item.mark == "not_yet", shows_by=bool(item.detail))
        for item in block.items
    )
    return DraftLines(lines, mine)


def _opinions(block: Items | None, made: Made, mine: tuple[str, ...]) -> DraftOpinions:
    if block is None:
        return DraftOpinions()
    opinions = tuple(
        DraftOpinion(made.people[item.title], item.mark, item.detail)
        for item in block.items
        if item.title in made.people and item.mark in Opinion.values
    )
    return DraftOpinions(opinions, mine)


def profile_text(told: Document, card: Card) -> str:
    """Return for whom a card was made, for on a page."""
    name = card.reader.name if card.reader else ""
    return name if told.reader == document.FAMILY else "professionals"
