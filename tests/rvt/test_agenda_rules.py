"""Times, room and order of an agenda: no database."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from rvt import agenda_rules as rules

AMSTERDAM = ZoneInfo("Europe/Amsterdam")


def test_every_item_begins_when_the_one_before_it_ends():
    start = datetime(2026, 11, 26, 12, tzinfo=UTC)

    slots = rules.slots_of(start, [15, 40, 30])

    assert [slot.starts_at - start for slot in slots] == [timedelta(minutes=n) for n in (0, 15, 55)]
    assert slots[-1].ends_at == start + timedelta(minutes=85)


def test_an_item_over_the_change_to_winter_time_lasts_as_long_as_any_other():
    start = datetime(2026, 10, 25, 2, 30, tzinfo=AMSTERDAM).astimezone(UTC)

    slot = rules.slots_of(start, [60])[0]

    assert slot.ends_at - slot.starts_at == timedelta(hours=1)
    assert slot.ends_at.astimezone(AMSTERDAM).strftime("%H.%M") == "02.30"


@pytest.mark.parametrize(
    ("minutes", "words"),
    [(165, "2 uur en 45 minuten"), (60, "1 uur"), (45, "45 minuten"), (1, "1 minuut"), (0, "0 minuten")],
)
def test_minutes_in_words(minutes: int, words: str):
    assert rules.in_words(minutes) == words


@pytest.mark.parametrize(
    ("planned", "words"),
    [
        (165, "nog 15 minuten ruimte"),
        (180, "alles is vol"),
        (200, "20 minuten te veel. Haal iets weg of maak korter."),
    ],
)
def test_room_in_words(planned: int, words: str):
    assert rules.room_in_words(180, planned) == words


@pytest.mark.parametrize(("place", "order"), [(0, [3, 1, 2]), (1, [1, 3, 2]), (9, [1, 2, 3]), (-1, [3, 1, 2])])
def test_moving_keeps_the_rest_in_order(place: int, order: list[int]):
    assert rules.moved([1, 2, 3], 3, place) == order


@pytest.mark.parametrize(("minutes", "by", "after"), [(35, 5, 40), (5, -5, 5), (240, 5, 240), (33, 5, 40)])
def test_minutes_go_by_five_within_reason(minutes: int, by: int, after: int):
    assert rules.longer(minutes, by) == after


def test_a_series_falls_on_its_own_day_only():
    days = rules.series_days(date(2026, 11, 23), date(2026, 12, 24), weekday=4, every=2)

    assert days == [date(2026, 11, 26), date(2026, 12, 10), date(2026, 12, 24)]


def test_a_full_table_is_more_than_12():
    assert [rules.is_full(12), rules.is_full(13)] == [False, True]


def test_what_nobody_brings_and_nobody_was_asked_for_is_missing():
    assert rules.missing(["law", "money", "police"], {"law"}, {"money"}) == ["police"]
