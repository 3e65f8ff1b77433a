"""Writing at the table: every field is saved by itself, and two people who write in the same one lose nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.core.cache import cache
from django.db import transaction

from accounts import versions
from accounts.errors import DomainError
from accounts.models import User
from rvt import joining
from rvt.choices import AdviceState, FollowUp
from rvt.models import Advice

FOLLOW_UPS = "follow_ups"
LONGEST = {"considerations": 4000, "text": 2000, "other_view": 2000, "family_teller": 100}
"""How much one person may type, in signs. Two texts that were joined may be twice as long, until one shortens it."""

FIELDS = (*LONGEST, FOLLOW_UPS)

WRITES_FOR = 10
"""How many seconds after a save somebody counts as writing there. A page saves every 5 seconds while one types."""


class NotWritable(DomainError):
    """The advice has been decided: it lies with the one who asked."""


class TooLong(DomainError):
    """More than a reader of an advice can bear. The text stays on the screen of who typed it."""


@dataclass(frozen=True)
class Saved:
    """What stands in the field now. `both`: a colleague wrote in the same place, and both versions stand there."""

    value: str
    version: int
    both: bool = False


@transaction.atomic
def save_field(advice: Advice, name: str, *, base: str, value: str, by: User) -> Saved:
    """Save what was typed in one field over `base`, the text that it was typed over, and join what a colleague wrote.

    Choices are given as codes with commas between. Raises NotWritable, TooLong, and KeyError for another field.
    """
    if name not in FIELDS:
        raise KeyError(name)
    locked = versions.lock(advice, version=None)
    if locked.state != AdviceState.WRITING:
        raise NotWritable("Dit punt is gesloten. Het advies ligt bij de inbrenger.", field=name)
    before = value_of(locked, name)
    base, mine = joining.plain(base), joining.plain(value)
    joined = _join_choices(base, mine, before) if name == FOLLOW_UPS else _join_texts(name, base, mine, before)
    _say_who_writes(locked, name, by)
    if joined.text != before:
        kept = _codes(joined.text) if name == FOLLOW_UPS else joined.text
        counts = {**locked.field_versions, name: version_of(locked, name) + 1}
        versions.save(locked, by=by, fields={name: kept, "field_versions": counts})
    return Saved(joined.text, version_of(locked, name), joined.both)


@transaction.atomic
def save_fields(advice: Advice, *, shown: Mapping[str, str], typed: Mapping[str, str], by: User) -> list[Saved]:
    """Save a whole page at once; without script it works this way. Raises like `save_field`."""
    return [
        save_field(advice, name, base=shown.get(name, ""), value=typed[name], by=by)
        for name in FIELDS
        if name in typed and joining.plain(typed[name]) != joining.plain(shown.get(name, ""))
    ]


def value_of(advice: Advice, name: str) -> str:
    """Return a field as a page posts it: choices as codes with commas between."""
    value = getattr(advice, name)
    return ",".join(value) if name == FOLLOW_UPS else str(value)


def version_of(advice: Advice, name: str) -> int:
    """Return how often a field was written."""
    return int(advice.field_versions.get(name, 0))


def who_writes(advice: Advice, *, but: User) -> dict[str, str]:
    """Return the first name of the colleague who writes in a field at this moment, by field."""
    keys = {_key(advice, name): name for name in FIELDS}
    found = cache.get_many(keys)
    return {keys[key]: who["name"] for key, who in found.items() if who["uuid"] != str(but.uuid)}


def _say_who_writes(advice: Advice, name: str, by: User) -> None:
    """Known for seconds, and nowhere afterwards: who wrote what is not kept."""
    cache.set(_key(advice, name), {"uuid": str(by.uuid), "name": by.first_name}, WRITES_FOR)


def _key(advice: Advice, name: str) -> str:
    return f"rvt-writes:{advice.uuid}:{name}"


def _join_texts(name: str, base: str, mine: str, theirs: str) -> joining.Joined:
    longest = LONGEST[name]
    if len(mine) > max(longest, len(theirs)):
        raise TooLong(f"Deze tekst is te lang: {len(mine)} tekens. Hoogstens {longest}.", field=name)
    joined = joining.join_texts(base, mine, theirs)
    if name == "family_teller":
        joined = joining.Joined(" / ".join(joined.text.split("\n")), joined.both)
    if len(joined.text) > 2 * longest:
        raise TooLong("Samen met de tekst van je collega is dit te lang. Maak het korter.", field=name)
    return joined


def _join_choices(base: str, mine: str, theirs: str) -> joining.Joined:
    chosen = joining.join_choices(_codes(base), _codes(mine), _codes(theirs), alone=FollowUp.ADVICE_ONLY)
    return joining.Joined(",".join(code for code in FollowUp.values if code in chosen))


def _codes(text: str) -> list[str]:
    known = set(text.split(","))
    return [code for code in FollowUp.values if code in known]
