"""Two people write in one field of the live meeting, and one of them loses the line meanwhile: both texts are found."""

from __future__ import annotations

import time
from collections.abc import Callable

import pytest
from django.urls import reverse

from rvt.models import Advice
from tests.browser.visitor import Visitor
from tests.rvt.tables import Table, running, table_of

A_MINUTE, AWAY_FROM, AWAY_UNTIL = 60, 20, 40
"""How long two people write, and when one of them has no line meanwhile, in seconds."""

BACK = "weer terug"
OFFLINE = "Geen verbinding. Je tekst staat nog op dit scherm. Laat dit scherm open."


def at_the_table(visit: Callable[..., Visitor], table: Table) -> tuple[Visitor, Visitor]:
    writers = []
    for user in (table.office.chair, table.office.secretary):
        visitor = visit()
        visitor.become(user)
        visitor.open(reverse("rvt:item-live", args=[table.meeting.uuid, table.item.uuid]))
        writers.append(visitor)
    return writers[0], writers[1]


def saved(visitor: Visitor) -> None:
    """Wait until nothing on this page is unsaved."""
    visitor.page.wait_for_function(
        "() => [...document.querySelectorAll('[data-field]')].every((box) => {"
        " const area = box.querySelector('textarea'), kept = box.querySelector('[data-shown]');"
        " return !area || area.value === kept.value.replace(/\\r/g, ''); })"
    )


@pytest.mark.long
def test_two_who_write_in_one_field_for_a_minute_and_one_without_a_line_lose_nothing(
    visit: Callable[..., Visitor],
) -> None:
    table = running(table_of())
    chair, secretary = at_the_table(visit, table)
    chair.forgive("ERR_INTERNET_DISCONNECTED", "console: htmx:")
    written: list[str] = []

    began = time.monotonic()
    while (gone := time.monotonic() - began) < A_MINUTE:
        is_away = AWAY_FROM < gone < AWAY_UNTIL
        if not is_away and chair.page.get_by_text(OFFLINE).is_visible():
            written.append(BACK)
        chair.context.set_offline(is_away)
        for who, writer in (("voorzitter", chair), ("secretaris", secretary)):
            written.append(f"{who}{len(written)}")
            writer.page.get_by_label("Overwegingen").press_sequentially(f"{written[-1]} ", delay=20)
            writer.page.wait_for_timeout(150)
    for writer in (chair, secretary):
        writer.page.get_by_label("Advies", exact=True).focus()
    for writer in (chair, secretary):
        saved(writer)

    assert BACK in written  # the page told that there was no line
    kept = Advice.objects.get(item=table.item).considerations.split()
    assert [word for word in written if word != BACK and word not in kept] == []
    assert not chair.page.get_by_text(OFFLINE).is_visible()


def test_a_colleague_sees_what_is_written_and_by_whom(visit: Callable[..., Visitor]) -> None:
    table = running(table_of())
    chair, secretary = at_the_table(visit, table)

    secretary.page.get_by_label("Andere kijk").fill("Wacht niet te lang.")
    secretary.page.get_by_label("Advies", exact=True).focus()

    chair.page.get_by_text(f"{table.office.secretary.first_name} schrijft hier").wait_for()
    assert chair.page.get_by_label("Andere kijk").input_value() == "Wacht niet te lang."


def test_a_button_saves_what_was_just_typed(visit: Callable[..., Visitor]) -> None:
    table = running(table_of())
    chair, _ = at_the_table(visit, table)

    chair.page.get_by_label("Advies", exact=True).fill("Praat eerst met het kind alleen.")
    chair.page.get_by_role("button", name="Volgend deel").click()

    chair.page.get_by_role("heading", name="Vertellen").wait_for()
    assert chair.page.get_by_label("Advies", exact=True).input_value() == "Praat eerst met het kind alleen."
