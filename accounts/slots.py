"""Slots: screens of a low room that are filled by the rooms above it.

A room registers its providers in `AppConfig.ready()`; the screen asks `fill` and shows what comes. So `accounts` can
show a menu, a day and a list of notifications without knowing what a household is. A slot that `rvt` reads may return
numbers and plain strings only (design, 1).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, NamedTuple

Provider = Callable[..., Any]

_providers: dict[str, list[tuple[int, str, Provider]]] = defaultdict(list)


@dataclass(frozen=True)
class MenuItem:
    """One line of the main menu. `url` is a path; `section` is the first part of every path that belongs to it.

    `key` leads there after `g` (ux 6).
    """

    label: str
    url: str
    section: str
    key: str = ""


@dataclass(frozen=True)
class NotificationText:
    """How a notification reads: one sentence, where it leads ("" when nowhere), and the label of that button."""

    sentence: str
    url: str
    action: str = "Bekijk"


@dataclass(frozen=True)
class Stopbar:
    """A bar that stays in view on every page it concerns, with the one button that ends it: a post to `url`.

    Red, because somebody is in danger; `is_calm` when nobody is.
    """

    text: str
    label: str
    url: str
    is_calm: bool = False


class PrivateWord(NamedTuple):
    """Something that somebody could be recognised by: plain strings, for the slot "private_words".

    `kind` is a code of `rvt.choices.FindingKind`; `proposal` is what to write instead ("moeder"), or "".
    """

    text: str
    kind: str
    proposal: str = ""


def register(slot: str, provider: Provider, *, order: int = 100) -> None:
    """Add `provider` to `slot`. Lower `order` comes first. Registering the same function twice has no effect."""
    name = f"{provider.__module__}.{provider.__qualname__}"
    if name not in {known for _, known, _ in _providers[slot]}:
        _providers[slot].append((order, name, provider))
        _providers[slot].sort(key=lambda entry: entry[:2])


def fill(slot: str, *args: Any, **kwargs: Any) -> Iterator[Any]:
    """Yield what each provider of `slot` returns, in order; a provider that has nothing to say returns None."""
    for _, _, provider in _providers[slot]:
        answer = provider(*args, **kwargs)
        if answer is not None:
            yield answer
