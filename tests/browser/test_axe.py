"""Every screen under axe-core, at 1280 and 320 CSS pixels wide, and none that scrolls sideways."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any
from urllib.parse import urlsplit

import pytest
from axe_playwright_python.sync_playwright import Axe
from django.test import RequestFactory
from django.urls import URLPattern, URLResolver, get_resolver, resolve, reverse
from playwright.sync_api import Page

from cases.models import Agreement
from cases.services.agreements import change_agreement
from config import views
from tests.browser.screens import NO_PAGE, Screen
from tests.browser.screens import SCREENS as OTHER_SCREENS
from tests.browser.screens_of_beheer import OF_BEHEER
from tests.browser.screens_of_film import OF_FILM
from tests.browser.screens_of_help import OF_HELP
from tests.browser.screens_of_meetings import OF_MEETINGS
from tests.browser.screens_of_moves import OF_MOVES
from tests.browser.screens_of_questions import OF_QUESTIONS
from tests.browser.screens_of_reading_in import OF_READING_IN
from tests.browser.screens_of_register import OF_THE_REGISTER
from tests.browser.screens_of_table import OF_TABLE
from tests.browser.screens_of_together import OF_TOGETHER
from tests.browser.visitor import SIZES, Visitor
from tests.browser.world import World

pytestmark = pytest.mark.long

AXE = Axe()
SCREENS = (
    OTHER_SCREENS
    + OF_BEHEER
    + OF_FILM
    + OF_HELP
    + OF_MEETINGS
    + OF_MOVES
    + OF_TABLE
    + OF_TOGETHER
    + OF_THE_REGISTER
    + OF_QUESTIONS
    + OF_READING_IN
)


@pytest.fixture(scope="module")
def world(kept_database: None) -> World:
    """The region, made once for all screens."""
    return World()


def violations(page: Page) -> list[str]:
    """Return what axe-core finds, every impact: the rule, and the elements with their reasons."""
    found: list[dict[str, Any]] = AXE.run(page).response["violations"]
    return [f"{one['id']}: {node['target']} {node['failureSummary']}" for one in found for node in one["nodes"]]


def wider_than_the_window(page: Page) -> list[str]:
    """Return the elements that stick out, when the page scrolls sideways."""
    return page.evaluate(STICKS_OUT)  # type: ignore[no-any-return]


STICKS_OUT = """() => {
  const wide = document.scrollingElement.scrollWidth;
  if (wide <= innerWidth) return [];
  const out = [...document.body.querySelectorAll('*')].filter((e) => e.getBoundingClientRect().right > innerWidth + 1);
  return [`${wide} px`, ...out.slice(0, 8).map((e) => e.outerHTML.slice(0, 120))];
}"""


@pytest.fixture(scope="module")
def looked_at() -> dict[str, int]:
    """How many violations each screen had, for the figures."""
    return {}


def assert_clean(page: Page, name: str, looked_at: dict[str, int]) -> None:
    """Look at the page as it stands, wide and narrow."""
    found: dict[str, list[str]] = {}
    rules = 0
    for size in ("wide", "least"):
        page.set_viewport_size(SIZES[size])  # type: ignore[arg-type]
        against_axe = violations(page)
        rules += len(against_axe)
        found[size] = against_axe + wider_than_the_window(page)
    looked_at[name] = rules
    assert found == {"wide": [], "least": []}


@pytest.mark.parametrize("screen", SCREENS, ids=lambda screen: screen.name)
def test_axe_finds_nothing_and_the_page_fits(
    screen: Screen, world: World, look: Callable[..., Visitor], looked_at: dict[str, int]
) -> None:
    visitor = look(host=screen.host)
    visitor.expect(*(status for status in (screen.status, screen.then_status) if status >= 400))
    user = screen.who(world)
    if user is not None:
        visitor.become(user)

    path = screen.path(world)
    answer = visitor.open(path)
    assert (answer.status, urlsplit(visitor.page.url).path) == (screen.status, urlsplit(path).path)
    if screen.then is not None:
        screen.then(visitor)
        if screen.then_status:
            visitor.page.locator(".errorsummary").wait_for()
        visitor.page.wait_for_load_state()
    if screen.shows:
        assert resolve(urlsplit(visitor.page.url).path).view_name == screen.shows

    assert_clean(visitor.page, screen.name, looked_at)


@pytest.mark.parametrize("status", [400, 500, 503])
def test_axe_finds_nothing_on_a_page_for_when_we_fail(
    status: int, world: World, look: Callable[..., Visitor], looked_at: dict[str, int]
) -> None:
    request = RequestFactory().get("/")
    answers = {400: views.bad_request, 500: views.server_error, 503: views.unavailable}
    answer = answers[status](request)
    visitor = look()
    visitor.expect(status)
    page = {"status": status, "body": answer.content, "content_type": "text/html"}
    visitor.page.route("**/stuk/", lambda route: route.fulfill(**page))
    visitor.open("/stuk/")

    assert_clean(visitor.page, f"status {status}", looked_at)


def test_axe_finds_nothing_on_the_page_that_refuses(
    world: World, look: Callable[..., Visitor], looked_at: dict[str, int]
) -> None:
    visitor = look()
    visitor.expect(403)
    visitor.become(world.sanne)
    visitor.open(reverse("accounts:profile"))
    keys = visitor.page.locator("[name=_sleutel]")
    keys.evaluate_all("(fields) => fields.forEach((field) => { field.value = 'geen sleutel'; })")
    visitor.page.get_by_role("button", name="Bewaar", exact=True).click()
    visitor.page.wait_for_load_state()

    assert visitor.page.locator("h1").count() == 1
    assert_clean(visitor.page, "status 403", looked_at)


def test_axe_finds_nothing_on_the_page_of_two_people_at_once(
    world: World, look: Callable[..., Visitor], looked_at: dict[str, int]
) -> None:
    visitor = look()
    visitor.expect(409)
    visitor.become(world.sanne)
    agreement = Agreement.objects.get(household=world.full, what__startswith="Koos")
    visitor.open(reverse("cases:agreement-change", args=[world.full.uuid, agreement.uuid]))
    change_agreement(
        agreement,
        version=agreement.version,
        what="Koos belt op vrijdag",
        who=agreement.who_network,
        since=agreement.since,
        checker=world.sanne,
        by=world.marco,
    )
    visitor.page.get_by_label("Wat?", exact=True).fill("Koos kijkt op zaterdag of het rustig is")
    visitor.page.get_by_role("button", name="Bewaar de afspraak").click()
    visitor.page.get_by_role("heading", name="Iemand anders veranderde dit ook").wait_for()

    assert_clean(visitor.page, "status 409", looked_at)


def test_every_page_is_among_the_screens() -> None:
    looked_at = {name for screen in SCREENS for name in (screen.route, screen.shows)}

    missing = {name for name in _pages(get_resolver()) if name not in looked_at and name not in NO_PAGE}

    assert missing == set()


def _pages(resolver: URLResolver, namespace: str = "") -> Iterator[str]:
    """Yield the name of every route of our own that answers a GET with a page."""
    for entry in resolver.url_patterns:
        if isinstance(entry, URLResolver):
            if entry.namespace != "api":
                yield from _pages(entry, f"{namespace}{entry.namespace}:" if entry.namespace else namespace)
        elif _answers_get(entry):
            yield f"{namespace}{entry.name}"


def _answers_get(entry: URLPattern) -> bool:
    view_class = getattr(entry.callback, "view_class", None)
    return view_class is None or ("get" in view_class.http_method_names and hasattr(view_class, "get"))


def test_figures(looked_at: dict[str, int]) -> None:
    print(f"\nFIGURE axe_violations {sum(looked_at.values())} 0")
    print(f"FIGURE axe_screens {len(looked_at)} {len(SCREENS) + 5}")
    assert sum(looked_at.values()) == 0
