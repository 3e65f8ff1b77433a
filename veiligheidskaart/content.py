"""What stands on a card: frozen data with a strict shape. No field for a place, and unknown fields are refused.

Three shapes: the draft that professionals edit (ids of people and agreements), the full text of a final version, and
the part of it that one reader gets. Days are ISO dates of the local calendar (Europe/Amsterdam).
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from dataclasses import asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from typing import Any, TypeVar

SCHEMA = 1
PROFESSIONALS = "professionals"
"""Reader key of everybody who joins professionally; the other readers are people of the family, by UUID."""

T = TypeVar("T")


class BadContent(ValueError):
    """This is not the content of a card: a field too many, one missing, or one of another kind."""


# --- The draft -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class DraftVoice:
    """Own words of one person, or of a few together. `who` holds UUIDs of people of the family."""

    who: tuple[str, ...] = ()
    text: str = ""


@dataclass(frozen=True)
class DraftVoices:
    """Blocks 2 and 3. `readers` is None for everybody, else reader keys."""

    voices: tuple[DraftVoice, ...] = ()
    seen: str = ""
    readers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DraftChoice:
    """Blocks 4 and 6: UUIDs of agreements or people of the network, in card order."""

    chosen: tuple[str, ...] = ()
    readers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DraftSteps:
    calm: str = ""
    quarrel: str = ""
    danger: str = ""
    readers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class Draft:
    schema: int = SCHEMA
    good: DraftVoices = field(default_factory=DraftVoices)
    unsafe: DraftVoices = field(default_factory=DraftVoices)
    agreements: DraftChoice = field(default_factory=DraftChoice)
    steps: DraftSteps = field(default_factory=DraftSteps)
    network: DraftChoice = field(default_factory=DraftChoice)
    look_back_on: date | None = None


# --- The full text -------------------------------------------------------------------------------
@dataclass(frozen=True)
class Contact:
    """Somebody to call: a name, a mobile number as written on the card, and when (empty: not said)."""

    name: str
    phone: str
    when: str = ""


@dataclass(frozen=True)
class Contacts:
    face: Contact
    stand_in: Contact | None = None
    duo: Contact | None = None


@dataclass(frozen=True)
class Voice:
    """Own words, and by whom: "Samira en Peter"."""

    by: str
    text: str


@dataclass(frozen=True)
class Voices:
    voices: tuple[Voice, ...] = ()
    seen: str = ""
    seen_by: str = ""
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A line in bold with a line under it: an agreement, or somebody who thinks along."""

    title: str
    detail: str = ""


@dataclass(frozen=True)
class Items:
    items: tuple[Item, ...] = ()
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Steps:
    calm: str = ""
    quarrel: str = ""
    danger: str = ""
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Reader:
    key: str
    name: str


@dataclass(frozen=True)
class Card:
    """The text of a card. `readers` are those for whom an edition exists; a block that is None is not on the card.

    `number` 0 never exists; `finalised_on` None is a preview. `reader` None is the full text of a version.
    """

    schema: int
    number: int
    finalised_on: date | None
    reader: Reader | None
    readers: tuple[Reader, ...]
    family: tuple[str, ...]
    contacts: Contacts
    good: Voices | None
    unsafe: Voices | None
    agreements: Items | None
    steps: Steps | None
    network: Items | None
    look_back_on: date | None
    views: tuple[Voice, ...] = ()

    def for_reader(self, reader: Reader) -> Card:
        """Return what `reader` may read: other blocks are gone without a trace, and so is who may read what."""

        def mine(block: Any) -> Any:
            if block is None or reader.key not in block.readers:
                return None
            return replace(block, readers=())

        return replace(
            self,
            reader=reader,
            readers=(),
            good=mine(self.good),
            unsafe=mine(self.unsafe),
            agreements=mine(self.agreements),
            steps=mine(self.steps),
            network=mine(self.network),
        )


# --- To and from JSON ----------------------------------------------------------------------------
def dump(content: Any) -> dict[str, Any]:
    """Return `content` as plain JSON data."""
    data: dict[str, Any] = json.loads(canonical(content))
    return data


def canonical(content: Any) -> bytes:
    """Return the one way in which this content is written down: sorted keys, no spaces, UTF-8."""
    return json.dumps(
        asdict(content), sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=date.isoformat
    ).encode()


def digest(content: Any) -> str:
    """SHA-256 of the canonical form, in hexadecimal."""
    return hashlib.sha256(canonical(content)).hexdigest()


def load_draft(data: Any) -> Draft:
    """Read a draft. Raises BadContent."""
    return _load(Draft, data, "draft")


def load_card(data: Any) -> Card:
    """Read the text of a version or an edition. Raises BadContent."""
    return _load(Card, data, "card")


def _load(kind: type[T], data: Any, where: str) -> T:
    if not isinstance(data, dict):
        raise BadContent(f"{where}: expected an object.")
    hints = typing.get_type_hints(kind)
    names = {each.name for each in fields(kind)}  # type: ignore[arg-type]
    if data.keys() != names:
        raise BadContent(f"{where}: fields {sorted(data.keys() ^ names)}.")
    if data.get("schema", SCHEMA) != SCHEMA:
        raise BadContent(f"{where}: unknown schema.")
    return kind(**{name: _value(hints[name], data[name], f"{where}.{name}") for name in names})


def _value(kind: Any, value: Any, where: str) -> Any:
    origin = typing.get_origin(kind)
    if origin in (types.UnionType, typing.Union):
        if value is None:
            return None
        (kind,) = (each for each in typing.get_args(kind) if each is not types.NoneType)
        return _value(kind, value, where)
    if origin is tuple:
        if not isinstance(value, list):
            raise BadContent(f"{where}: expected a list.")
        inner = typing.get_args(kind)[0]
        return tuple(_value(inner, each, f"{where}[]") for each in value)
    if is_dataclass(kind):
        return _load(kind, value, where)  # type: ignore[arg-type]
    if kind is date:
        try:
            return date.fromisoformat(value)
        except (TypeError, ValueError) as error:
            raise BadContent(f"{where}: expected a date.") from error
    if type(value) is not kind:
        raise BadContent(f"{where}: expected {kind.__name__}.")
    return value
