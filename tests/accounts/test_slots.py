"""Screens of a low room are filled from above, in order, once."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from accounts import slots


@pytest.fixture
def slot() -> Iterator[str]:
    """A slot that nobody else fills."""
    name = f"test:{uuid4()}"
    yield name
    slots._providers.pop(name, None)


def first() -> str:
    return "first"


def second() -> str:
    return "second"


def silent() -> None:
    return None


def test_providers_speak_in_order_whoever_registers_first(slot):
    slots.register(slot, second, order=20)
    slots.register(slot, first, order=10)

    assert list(slots.fill(slot)) == ["first", "second"]


def test_a_provider_that_is_registered_twice_speaks_once(slot):
    slots.register(slot, first)
    slots.register(slot, first)

    assert list(slots.fill(slot)) == ["first"]


def test_a_provider_that_has_nothing_to_say_is_left_out(slot):
    slots.register(slot, silent, order=1)
    slots.register(slot, first, order=2)

    assert list(slots.fill(slot)) == ["first"]


def test_arguments_reach_every_provider(slot):
    slots.register(slot, max)

    assert list(slots.fill(slot, 3, 7)) == [7]


def test_an_empty_slot_is_empty(slot):
    assert list(slots.fill(slot)) == []
