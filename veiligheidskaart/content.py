"""What stands on a card: frozen data with a strict shape. No field for a place, and unknown fields are refused.

Three shapes: the draft that professionals edit (ids of people and agreements), the full text of a final version, and
the part of it that one reader gets. Days are ISO dates of the local calendar (Europe/Amsterdam).

Readers stand beside a block and beside a line: somebody reads a line who may read both. Beside a draft they are None
for everybody, else reader keys. What was written in schema 1 is brought up to date when it is read (`upgrade`).
"""

from __future__ import annotations

import hashlib
import json
import types
import typing
from collections.abc import Callable, Collection
from dataclasses import MISSING, asdict, dataclass, field, fields, is_dataclass, replace
from datetime import date
from functools import cache
from typing import Any, ClassVar, TypeVar

from veiligheidskaart import upgrade

SCHEMA = 2
PROFESSIONALS = "professionals"
"""Reader key of everybody who joins professionally; the other readers are people of the family, by UUID."""

CHILD = "c"
"""First sign of the reader key of a child's own card; the UUID of the child follows, without dashes."""

T = TypeVar("T")


class BadContent(ValueError):
    """This is not the content of a card: a field too many, one missing, or one of another kind."""


# --- The draft -----------------------------------------------------------------------------------
@dataclass(frozen=True)
class DraftVoice:
    """Own words of one person, or of a few together. `who` holds UUIDs of people of the family.

    `child_agrees`: the children among them find it good that this stands on the card.
    """

    who: tuple[str, ...] = ()
    text: str = ""
    readers: tuple[str, ...] | None = None
    child_agrees: bool = False


@dataclass(frozen=True)
class DraftVoices:
    """Own words first, and what professionals see."""

    voices: tuple[DraftVoice, ...] = ()
    seen: str = ""
    readers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DraftOnly:
    """Who may read one chosen agreement, or see one person of the network."""

    id: str
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class DraftChoice:
    """Blocks 4 and 6: UUIDs of agreements or people of the network, in card order."""

    chosen: tuple[str, ...] = ()
    readers: tuple[str, ...] | None = None
    only: tuple[DraftOnly, ...] = ()

    def readers_of(self, chosen: str) -> tuple[str, ...] | None:
        """Return who may read one of the lines, as far as the line says."""
        return next((each.readers for each in self.only if each.id == chosen), None)


@dataclass(frozen=True)
class DraftSteps:
    calm: str = ""
    quarrel: str = ""
    danger: str = ""
    readers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DraftLine:
    """A line of "Dit moet", "Dit weten wij" or "Wie helpt waarmee".

    `by` is who demands it, where it is known from, or who helps. `not_yet`: this help is not there yet. `shows_by`: the
    source of a fact may be printed. `apart`: UUIDs of the people who may have no contact with each other.
    """

    text: str = ""
    by: str = ""
    not_yet: bool = False
    shows_by: bool = False
    apart: tuple[str, ...] = ()
    readers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DraftLines:
    lines: tuple[DraftLine, ...] = ()
    readers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DraftOpinion:
    """What one person (UUID) finds of this card. `view` is a value of choices.Opinion."""

    who: str
    view: str
    text: str = ""
    readers: tuple[str, ...] | None = None
    child_agrees: bool = False


@dataclass(frozen=True)
class DraftOpinions:
    opinions: tuple[DraftOpinion, ...] = ()
    readers: tuple[str, ...] | None = None


@dataclass(frozen=True)
class DraftChild:
    """The own card of a child (UUID). `answers` pairs a reader key with a value of choices.ChildSays."""

    who: str
    hand: tuple[str, ...] = ()
    nice: str = ""
    not_nice: str = ""
    steps: tuple[str, ...] = ()
    answers: tuple[tuple[str, ...], ...] = ()

    @property
    def is_empty(self) -> bool:
        return not any((*self.hand, self.nice, self.not_nice, *self.steps))


@dataclass(frozen=True)
class Draft:
    schema: int = SCHEMA
    good: DraftVoices = field(default_factory=DraftVoices)
    unsafe: DraftVoices = field(default_factory=DraftVoices)
    agreements: DraftChoice = field(default_factory=DraftChoice)
    steps: DraftSteps = field(default_factory=DraftSteps)
    network: DraftChoice = field(default_factory=DraftChoice)
    must: DraftLines = field(default_factory=DraftLines)
    facts: DraftLines = field(default_factory=DraftLines)
    signals: DraftVoices = field(default_factory=DraftVoices)
    help: DraftLines = field(default_factory=DraftLines)
    opinions: DraftOpinions = field(default_factory=DraftOpinions)
    children: tuple[DraftChild, ...] = ()
    look_back_on: date | None = None

    def child(self, who: str) -> DraftChild:
        """Return the own card of this child (UUID), an empty one when nobody wrote it yet."""
        return next((each for each in self.children if each.who == who), DraftChild(who))


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
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Voices:
    voices: tuple[Voice, ...] = ()
    seen: str = ""
    seen_by: str = ""
    readers: tuple[str, ...] = ()


@dataclass(frozen=True)
class Item:
    """A line in bold with a line under it. `mark` says more in a fixed word: help that is `not_yet` there, or what
    somebody finds (choices.Opinion).
    """

    title: str
    detail: str = ""
    mark: str = ""
    readers: tuple[str, ...] = ()


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


def own_key(child: str) -> str:
    """Return the reader key of the own card of this child (UUID)."""
    return f"{CHILD}{child.replace('-', '')}"


@dataclass(frozen=True)
class Child:
    """The own card of a child. `key` is the UUID of the child, `readers` who else may see it, by the child's yes."""

    key: str
    name: str
    hand: tuple[str, ...] = ()
    nice: str = ""
    not_nice: str = ""
    steps: tuple[str, ...] = ()
    readers: tuple[str, ...] = ()

    @property
    def reader(self) -> Reader:
        """The edition that is this card."""
        return Reader(own_key(self.key), f"{self.name[:40]}, eigen kaart")


@dataclass(frozen=True)
class Reader:
    """Who gets an edition, and in which language (a code of `languages`)."""

    key: str
    name: str
    language: str = "nl"


@dataclass(frozen=True)
class Translation:
    """One text in another language. `of` is the SHA-256 of the Dutch text, in hexadecimal."""

    language: str
    of: str
    text: str
    checked_by: str = ""


@dataclass(frozen=True)
class Card:
    """The text of a card. `readers` are those for whom an edition exists; a block that is None is not on the card.

    Typed texts are Dutch; `translations` stand beside them, in an edition only those of its `language`.
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
    must: Items | None = None
    facts: Items | None = None
    signals: Voices | None = None
    help: Items | None = None
    opinions: Items | None = None
    children: tuple[Child, ...] = ()
    views: tuple[Voice, ...] = ()
    language: str = "nl"
    translations: tuple[Translation, ...] = ()

    BLOCKS: ClassVar = (
        "good", "unsafe", "agreements", "steps", "network", "must", "facts", "signals", "help", "opinions",
    )  # fmt: skip

    @property
    def child(self) -> Child | None:
        """The child whose own card this is; None for the card of the family."""
        is_own = self.reader is not None and self.reader.key.startswith(CHILD) and len(self.children) == 1
        return self.children[0] if is_own else None

    @property
    def editions(self) -> tuple[Reader, ...]:
        """Everybody for whom an edition is made: the readers, then each own card of a child."""
        return (*self.readers, *(child.reader for child in self.children))

    def for_reader(self, reader: Reader) -> Card:
        """Return what `reader` may read: the rest is gone without a trace, and so is who may read what."""
        return self.for_all(reader, {reader.key})

    def for_all(self, reader: Reader, keys: Collection[str]) -> Card:
        """Return what everybody with one of these reader keys may read; `reader` says who they are together."""
        blocks = {name: _mine(getattr(self, name), frozenset(keys)) for name in self.BLOCKS}
        own = tuple(child for child in self.children if child.reader.key == reader.key)
        if own:
            nothing: dict[str, Any] = {**dict.fromkeys(self.BLOCKS), "views": (), "look_back_on": None}
            own = tuple(replace(child, readers=()) for child in own)
            return replace(self, reader=own[0].reader, readers=(), children=own, **nothing)
        views = tuple(replace(view, readers=()) for view in self.views)
        return replace(self, reader=reader, readers=(), children=(), views=views, **blocks)


def _mine(block: Any, keys: frozenset[str]) -> Any:
    """Return what each of the readers with these keys may read of a block, None when that is nothing."""
    if block is None or not keys <= set(block.readers):
        return None
    lines = {
        name: tuple(replace(line, readers=()) for line in getattr(block, name) if keys <= set(line.readers))
        for name in ("voices", "items")
        if hasattr(block, name)
    }
    mine = replace(block, readers=(), **lines)
    words = replace(mine, seen_by="") if isinstance(mine, Voices) else mine
    return mine if any(asdict(words).values()) else None


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
    return _load(Draft, _of_today(upgrade.draft, data), "draft")


def completed_draft(data: Any) -> Draft:
    """Read a draft in which what is left out has its default, also beside a line. Raises BadContent."""
    return load_draft(_completed(Draft, data))


def _completed(kind: Any, value: Any) -> Any:
    """Return `value` with the defaults of the fields that are missing."""
    if typing.get_origin(kind) is tuple and isinstance(value, list):
        return [_completed(typing.get_args(kind)[0], each) for each in value]
    if not is_dataclass(kind) or not isinstance(value, dict):
        return value
    hints = _hints(kind)  # type: ignore[arg-type]
    made = dict(value)
    for each in fields(kind):
        if each.name in value:
            made[each.name] = _completed(hints[each.name], value[each.name])
        elif each.default is not MISSING:
            made[each.name] = list(each.default) if isinstance(each.default, tuple) else each.default
        elif each.default_factory is not MISSING:
            made[each.name] = dump(each.default_factory())
    return made


def load_card(data: Any) -> Card:
    """Read the text of a version or an edition. Raises BadContent."""
    return _load(Card, _of_today(upgrade.card, data), "card")


def _of_today(upgraded: Callable[[Any], Any], data: Any) -> Any:
    try:
        return upgraded(data)
    except (AttributeError, KeyError, TypeError, ValueError) as error:
        raise BadContent("Not the shape of its schema.") from error


@cache
def _hints(kind: type) -> dict[str, Any]:
    return typing.get_type_hints(kind)


def _load(kind: type[T], data: Any, where: str) -> T:
    if not isinstance(data, dict):
        raise BadContent(f"{where}: expected an object.")
    hints = _hints(kind)
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
