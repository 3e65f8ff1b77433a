"""What was typed is still there: after the end of a session, a reload, a colleague, a failure of ours."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, Route, expect

from accounts.models import OtherText, Session
from cases.choices import StatementKind, StatementTopic
from cases.models import Agreement, FilmEvent, Household
from cases.services.agreements import make_agreement
from cases.services.analysis import Said, add_statement, change_statement
from tests.browser.visitor import Visitor
from tests.browser.world import PASSWORD, Team, code_of, family, with_app

Arrive = Callable[..., Visitor]

TYPED = "Eva belde op tijd, en Bram was trots."


@pytest.fixture
def team(visit: Arrive) -> Team:
    """A team; made after the browser, so that the database goes last."""
    return Team()


@pytest.fixture
def household(team: Team) -> Household:
    """A family with one agreement."""
    made = family(team, "Eva en Bram")
    make_agreement(
        made,
        what="Bram belt oma",
        who=made.people.get(name="Bram"),
        since=timezone.localdate(),
        checker=team.sanne,
        by=team.sanne,
    )
    return made


def arrive(visit: Arrive, team: Team) -> Visitor:
    """Return Sanne at her browser."""
    visitor = visit()
    visitor.become(team.sanne)
    return visitor


def film_form(household: Household) -> str:
    """Return the address of the film form."""
    return reverse("cases:film-create", args=[household.uuid])


def fill_film_form(page: Page) -> None:
    """Answer the questions of the film form."""
    page.get_by_label("Wat gebeurde er?").fill(TYPED)
    page.get_by_text("Ging goed", exact=True).click()


def without_drafts(route: Route) -> None:
    """Keep the page from saving drafts by itself: then only the form itself meets the end of the session."""
    is_draft = b"_concept" in (route.request.post_data_buffer or b"")
    route.fulfill(status=204) if is_draft else route.continue_()


def answers_503(route: Route) -> None:
    """Let a post fail as when our server is in trouble."""
    route.fulfill(status=503, body="") if route.request.method == "POST" else route.continue_()


def breaks_the_line(route: Route) -> None:
    """Let a post fail as when there is no connection."""
    route.abort("connectionfailed") if route.request.method == "POST" else route.continue_()


def send(page: Page) -> None:
    """Press "Zet in de film"."""
    page.get_by_role("button", name="Zet in de film").click()


def test_the_text_of_a_session_that_ended_is_there_again(visit: Arrive, team: Team, household: Household) -> None:
    app = with_app(team.sanne)
    visitor = arrive(visit, team)
    page = visitor.page
    visitor.open(film_form(household))
    Session.objects.all().delete()
    visitor.expect(401)
    page.route("**/film/nieuw/", without_drafts)
    fill_film_form(page)
    send(page)
    page.wait_for_url("**/inloggen/**")
    page.unroute("**/film/nieuw/")

    page.get_by_label("E-mailadres").fill(team.sanne.email)
    page.get_by_label("Wachtwoord", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Ga verder").click()
    page.get_by_label("Code uit je app").fill(code_of(app))
    page.get_by_role("button", name="Log in").click()
    page.wait_for_url(f"**{film_form(household)}")

    assert page.get_by_label("Wat gebeurde er?").input_value() == TYPED
    assert page.get_by_label("Ging goed").is_checked()
    assert not FilmEvent.objects.exists()


def test_a_draft_is_there_after_a_reload(visit: Arrive, team: Team, household: Household) -> None:
    visitor = arrive(visit, team)
    visitor.open(film_form(household))
    fill_film_form(visitor.page)
    expect(visitor.page.locator("#bewaard")).to_contain_text("Opgeslagen om")
    visitor.page.reload()

    assert visitor.page.get_by_label("Wat gebeurde er?").input_value() == TYPED


def test_two_people_who_change_one_agreement_lose_neither_text(visit: Arrive, team: Team, household: Household) -> None:
    agreement = Agreement.objects.get()
    address = reverse("cases:agreement-change", args=[household.uuid, agreement.uuid])
    first, second = arrive(visit, team), arrive(visit, team)
    second.expect(409)
    for visitor in (first, second):
        visitor.open(address)
    first.page.get_by_label("Wat?", exact=True).fill("Bram belt oma elke dag")
    second.page.get_by_label("Wat?", exact=True).fill("Bram appt oma")
    first.page.get_by_role("button", name="Bewaar de afspraak").click()
    first.page.wait_for_url(f"**{household.get_absolute_url()}")
    second.page.get_by_role("button", name="Bewaar de afspraak").click()

    expect(second.page.get_by_role("heading", name="Iemand anders veranderde dit ook")).to_be_visible()
    shown = second.page.locator("main").inner_text()
    assert "Bram belt oma elke dag" in shown
    assert "Bram appt oma" in shown

    second.page.get_by_text("Neem mijn tekst").first.click()
    second.page.get_by_role("button", name="Bewaar", exact=True).click()
    second.page.wait_for_url(f"**{household.get_absolute_url()}")
    agreement.refresh_from_db()
    assert agreement.what == "Bram appt oma"


@pytest.mark.parametrize("script", [True, False], ids=["script", "no_script"])
def test_two_people_who_say_at_once_what_is_going_on_lose_neither_text(
    visit: Arrive, team: Team, household: Household, *, script: bool
) -> None:
    said = Said(StatementKind.FACT, "De huur is te laat.", "Brief van de verhuurder", timezone.localdate())
    statement = add_statement(household, topic=StatementTopic.CONCERN, said=said, by=team.sanne)
    visitor = visit(script=script)
    visitor.become(team.sanne)
    visitor.expect(409)
    visitor.open(reverse("cases:statement-change", args=[household.uuid, statement.uuid]))
    change_statement(statement, version=1, said=replace(said, text="De huur is betaald."), by=team.fatima)
    page = visitor.page
    page.get_by_label("Wat is er aan de hand?").fill("De huur is een maand te laat.")
    page.get_by_role("button", name="Bewaar", exact=True).press("Enter")

    expect(page.get_by_role("heading", name="Iemand anders veranderde dit ook")).to_be_visible()
    page.get_by_label("Neem mijn tekst").press("ArrowUp")  # from the first choice to the last
    page.get_by_label("Samen één tekst").fill("De huur was laat en is betaald.")
    page.get_by_role("button", name="Bewaar", exact=True).press("Enter")
    page.wait_for_url(f"**{reverse('cases:analysis', args=[household.uuid])}")

    assert statement.now.text == "De huur was laat en is betaald."
    kept = OtherText.objects.about(statement).values_list("text", flat=True)
    assert set(kept) == {"De huur is een maand te laat.", "De huur is betaald."}


def test_a_form_that_is_sent_twice_has_one_effect(visit: Arrive, team: Team, household: Household) -> None:
    visitor = arrive(visit, team)
    visitor.open(film_form(household))
    fill_film_form(visitor.page)
    visitor.page.get_by_role("button", name="Zet in de film").dblclick()
    visitor.page.wait_for_url(f"**{household.get_absolute_url()}")

    assert FilmEvent.objects.count() == 1


def test_going_back_and_sending_again_has_one_effect(visit: Arrive, team: Team, household: Household) -> None:
    visitor = arrive(visit, team)
    visitor.open(film_form(household))
    key = visitor.page.locator("[name=_sleutel]").input_value()
    fill_film_form(visitor.page)
    send(visitor.page)
    visitor.page.wait_for_url(f"**{household.get_absolute_url()}")
    visitor.open(film_form(household))
    visitor.page.locator("[name=_sleutel]").evaluate("(field, key) => { field.value = key; }", key)
    fill_film_form(visitor.page)
    send(visitor.page)
    visitor.page.wait_for_url(f"**{household.get_absolute_url()}")

    assert FilmEvent.objects.count() == 1


def test_going_back_after_signing_out_shows_the_sign_in_page(visit: Arrive, team: Team, household: Household) -> None:
    visitor = arrive(visit, team)
    page = visitor.page
    visitor.open(household.get_absolute_url())
    page.locator("details.user > summary").click()
    page.get_by_role("button", name="Log uit").first.click()
    page.wait_for_url("**/inloggen/**")
    page.go_back()
    page.wait_for_load_state()

    expect(page.get_by_role("heading", name="Inloggen", exact=True)).to_be_visible()
    assert household.call_name not in page.content()


@pytest.mark.parametrize("failure", [answers_503, breaks_the_line])
def test_a_failure_leaves_the_text_on_the_screen(
    visit: Arrive, team: Team, household: Household, failure: Callable[[Route], None]
) -> None:
    visitor = arrive(visit, team)
    page = visitor.page
    visitor.open(household.get_absolute_url())
    page.get_by_role("link", name="Zet in de film").first.click()
    page.get_by_label("Wat gebeurde er?").wait_for()
    address = f"**{film_form(household)}"
    visitor.expect(503)
    visitor.forgive("ERR_CONNECTION_FAILED", "htmx:sendError", "htmx:afterRequest")
    page.route(address, failure)
    fill_film_form(page)
    send(page)

    expect(page.locator("#storing")).to_be_visible()
    expect(page.locator("#storing")).to_contain_text("Je tekst staat nog op het scherm.")
    assert page.get_by_label("Wat gebeurde er?").input_value() == TYPED

    page.unroute(address)
    page.get_by_role("button", name="Probeer opnieuw").click()
    expect(page.locator("#paneel-film")).to_contain_text(TYPED)
    expect(page.locator("#storing")).to_be_hidden()
    assert FilmEvent.objects.count() == 1


def test_trying_again_sends_what_was_sent_and_not_the_draft_that_failed_after_it(
    visit: Arrive, team: Team, household: Household
) -> None:
    visitor = arrive(visit, team)
    page = visitor.page
    visitor.open(household.get_absolute_url())
    page.get_by_role("link", name="Zet in de film").first.click()
    page.get_by_label("Wat gebeurde er?").wait_for()
    address = f"**{film_form(household)}"
    visitor.expect(503)
    visitor.forgive("htmx:afterRequest", "htmx:sendAbort")
    page.route(address, answers_503)
    fill_film_form(page)
    send(page)
    expect(page.locator("#storing")).to_be_visible()
    with page.expect_response(lambda answer: b"_concept" in (answer.request.post_data_buffer or b"")):
        page.get_by_label("Wat gebeurde er?").press_sequentially("!")

    page.unroute(address)
    page.get_by_role("button", name="Probeer opnieuw").click()

    expect(page.locator("#paneel-film")).to_contain_text(f"{TYPED}!")
    assert FilmEvent.objects.count() == 1
