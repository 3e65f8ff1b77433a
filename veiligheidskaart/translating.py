"""The typed texts of a card, and the card as its reader gets it: translated, each text apart from what is around it.

A translation belongs to a Dutch text, not to a block: its key is the SHA-256 of that text. When the Dutch changes, its
translation is no longer found, and the Dutch is shown. Pure: no database.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from dataclasses import fields, is_dataclass, replace
from typing import Any

from veiligheidskaart import content, languages
from veiligheidskaart.content import Card
from veiligheidskaart.isolated import Isolated, bdi

TYPED = {
    ("Voice", "text"),
    ("Voices", "seen"),
    ("Item", "title"),
    ("Item", "detail"),
    *(("Steps", name) for name in ("calm", "quarrel", "danger")),
    *(("Child", name) for name in ("hand", "nice", "not_nice", "steps")),
}
"""Fields that hold words of people. Names, days and numbers are no words to translate."""
NAMES = {("Contact", "name"), ("Card", "family"), ("Reader", "name"), ("Child", "name")}
TITLE_IS_NAME = {"network", "opinions"}
"""Blocks in which the line in bold is somebody's name."""
DETAIL_IS_NAME = {"must", "facts", "help"}
"""Blocks in which the line under it says who."""


def key_of(text: str) -> str:
    """Return the key of a Dutch text: its SHA-256, in hexadecimal."""
    return hashlib.sha256(text.encode()).hexdigest()


def typed_texts(card: Card) -> list[tuple[str, str]]:
    """Return every text to translate with the block it stands in, in card order, each text once."""
    found: dict[str, str] = {}
    for block, text in _typed(card):
        found.setdefault(text, block)
    return [(block, text) for text, block in found.items()]


def own_translations(card: Card, language: str) -> tuple[content.Translation, ...]:
    """Return the translations in `language` of texts that stand on this card: no other text travels along."""
    keys = {key_of(text) for _, text in _typed(card)}
    return tuple(each for each in card.translations if each.language == language and each.of in keys)


def for_reader(card: Card, reader: content.Reader) -> Card:
    """Return what a reader may read, in the language of that reader."""
    mine = card.for_reader(reader)
    mine = replace(mine, language=reader.language)
    return replace(mine, translations=own_translations(mine, reader.language))


def spoken(card: Card) -> Card:
    """Return the card as it is printed. Only for printing: its texts know how they are drawn."""
    known = {each.of: each.text for each in card.translations if each.language == card.language}
    around = languages.direction_of(card.language)

    def typed(text: str) -> Isolated | str:
        if not text:
            return text
        found = known.get(key_of(text))
        if found is not None:
            return bdi(found, around)
        return bdi(text, around, lang="" if card.language == languages.DUTCH else languages.DUTCH)

    def by(text: str) -> Isolated:
        every = [name.strip() for part in text.split(" en ") for name in part.split(",")]
        family = {*card.family, *_professionals(card)}
        return languages.names(card.language, every) if set(every) <= family else bdi(text, around)

    def walk(value: Any, block: str) -> Any:
        if isinstance(value, tuple):
            return tuple(walk(each, block) for each in value)
        if not is_dataclass(value):
            return value
        kind, changed = type(value).__name__, {}
        for each in fields(value):
            own = getattr(value, each.name)
            if _is_typed(kind, each.name, block):
                changed[each.name] = tuple(map(typed, own)) if isinstance(own, tuple) else typed(own)
            elif (kind, each.name) in NAMES or _is_name(kind, each.name, block):
                changed[each.name] = (
                    tuple(bdi(name, around) for name in own) if isinstance(own, tuple) else bdi(own, around)
                )
            elif kind == "Contact" and each.name == "phone":
                changed[each.name] = bdi(own, around, whole=around == "rtl")
            elif kind == "Contact" and each.name == "when":
                changed[each.name] = languages.working_days(own, card.language) or typed(own)
            elif each.name in {"by", "seen_by"} and own:
                changed[each.name] = by(own)
            elif isinstance(own, tuple) or is_dataclass(own):
                changed[each.name] = walk(own, each.name if kind == "Card" else block)
        return replace(value, **changed)

    return walk(card, "")  # type: ignore[no-any-return]


def _professionals(card: Card) -> Iterator[str]:
    for contact in (card.contacts.face, card.contacts.stand_in, card.contacts.duo):
        if contact is not None:
            yield from (contact.name, contact.name.split(" ", 1)[0])


def _is_name(kind: str, name: str, block: str) -> bool:
    return kind == "Item" and (
        (name == "title" and block in TITLE_IS_NAME) or (name == "detail" and block in DETAIL_IS_NAME)
    )


def _is_typed(kind: str, name: str, block: str) -> bool:
    return (kind, name) in TYPED and not _is_name(kind, name, block)


def _typed(value: Any, block: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, tuple):
        for each in value:
            yield from _typed(each, block)
    elif is_dataclass(value):
        kind = type(value).__name__
        for each in fields(value):
            own = getattr(value, each.name)
            if _is_typed(kind, each.name, block):
                yield from ((block, text) for text in (own if isinstance(own, tuple) else (own,)) if text)
            elif each.name != "translations":
                yield from _typed(own, each.name if kind == "Card" else block)
