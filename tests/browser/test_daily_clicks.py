"""What somebody does every day, in few clicks (ux 2, "Daily"): tick an agreement, put something in the film."""

from __future__ import annotations

from collections.abc import Callable

from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Locator, expect

from cases.choices import Lane, TickOutcome
from cases.models import AgreementTick, FilmEvent
from cases.services.agreements import make_agreement
from tests.browser.visitor import Visitor
from tests.browser.world import Team, family

MOST_CLICKS = 3
WHAT, TOLD = "Bram belt oma", "Bram belde oma en lachte."


class CountingMouse:
    """Clicks, and counts: on a choice, a link and a button alike."""

    clicks = 0

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()


def test_a_tick_and_a_film_event_take_three_clicks(visit: Callable[..., Visitor]) -> None:
    visitor = visit()
    team = Team()
    household = family(team, "Eva en Bram")
    family(team, "Familie Kade")  # with one household alone the page would know which one is meant
    today = timezone.localdate()
    bram = household.people.get(name="Bram")
    make_agreement(household, what=WHAT, who=bram, since=today, checker=team.sanne, due_on=today, by=team.sanne)
    visitor.become(team.sanne)
    visitor.open(reverse("accounts:my-day"))
    page, mouse = visitor.page, CountingMouse()

    mouse.click(page.get_by_text("Gelukt", exact=True))
    mouse.click(page.get_by_role("listitem").filter(has_text=WHAT).get_by_role("link", name="Zet in de film"))
    expect(page.get_by_label("Wat gebeurde er?")).to_be_focused()
    page.keyboard.type(TOLD)
    with page.expect_navigation(url="**/mijn-dag/"):
        mouse.click(page.get_by_role("button", name="Zet in de film"))

    print(f"FIGURE tick_and_event_clicks {mouse.clicks} {MOST_CLICKS}")
    assert AgreementTick.objects.get().outcome == TickOutcome.DONE
    event = FilmEvent.objects.get()
    assert (event.household, event.text, event.lane, event.happened_on) == (household, TOLD, Lane.FINE, today)
    assert "Het staat in de film." in page.locator("#melding").inner_text()
    assert mouse.clicks <= MOST_CLICKS
