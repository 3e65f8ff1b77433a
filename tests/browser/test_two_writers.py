"""Two people write in one field of the live meeting, and one of them loses the line meanwhile: both texts are found."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse

from rvt.models import Advice
from tests.browser.visitor import Visitor
from tests.rvt.tables import Table, running, table_of

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


def test_two_writers_in_one_field_and_one_without_a_line_lose_nothing(visit: Callable[..., Visitor]) -> None:
    table = running(table_of())
    chair, secretary = at_the_table(visit, table)
    chair.forgive("ERR_INTERNET_DISCONNECTED", "console: htmx:")
    texts = {chair: [f"voorzitter{n}" for n in range(24)], secretary: [f"secretaris{n}" for n in range(24)]}

    for n in range(24):
        if n == 8:
            chair.context.set_offline(True)
        if n == 16:
            assert chair.page.get_by_text(OFFLINE).is_visible()
            chair.context.set_offline(False)
        for writer, words in texts.items():
            writer.page.get_by_label("Overwegingen").press_sequentially(f"{words[n]} ", delay=20)
            writer.page.wait_for_timeout(150)
    for writer in texts:
        writer.page.get_by_label("Advies", exact=True).focus()
    for writer in texts:
        saved(writer)

    text = Advice.objects.get(item=table.item).considerations
    assert [word for words in texts.values() for word in words if word not in text.split()] == []
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
