"""Mijn dag as far as households fill it (ux, S3): the blocks, their order, for whom they are, and what ticking does."""

from __future__ import annotations

import re
from datetime import date, datetime, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import drafts
from accounts.choices import OrganisationKind, Role
from accounts.models import Absence
from accounts.services.availability import ask_absence
from cases.choices import Lane, Level, Part, SharingGround, SwitchReason, TickOutcome
from cases.models import Household
from cases.services.agreements import make_agreement, tick_agreement
from cases.services.faces import ask_duo, ask_switch
from cases.services.film import add_film_event
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve
from tests.queries import OVERHEAD
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

URL = "/mijn-dag/"
ORDER = ["Zonder vast gezicht", "Vandaag", "Deze week", "Wacht op jou", "Mijn huishoudens", "Concepten"]


def days(number: int) -> date:
    return timezone.localdate() + timedelta(days=number)


def agree(household: Household, what: str, due_on: date | None, **more: Any) -> Any:
    person = household.people.first()
    by = face_of(household)
    since = min(due_on or days(0), days(0))
    return make_agreement(household, what=what, who=person, checker=by, since=since, due_on=due_on, by=by, **more)


def blocks(response: Any) -> dict[str, str]:
    """Return the text of each block by its title."""
    page = response.content.decode()
    parts = page.split('<section class="panel" aria-labelledby="')[1:]
    return {part.split("<h2", 1)[1].split(">", 1)[1].split("<", 1)[0]: part for part in parts}


@pytest.fixture
def team() -> Any:
    return OrganisationFactory()


@pytest.fixture
def sanne(team: Any, client: Client) -> Any:
    user = worker_of(team, name="Sanne Verbeek")
    sign_in(client, user)
    return user


def test_a_day_with_nothing_says_so(client: Client, sanne: Any) -> None:
    response = client.get(URL)

    assert response.status_code == 200
    assert "Niets voor vandaag." in response.content.decode()
    assert blocks(response) == {}


def test_a_day_with_nothing_names_the_next_day_on_which_there_is_something(
    client: Client, sanne: Any, team: Any
) -> None:
    household = HouseholdFactory(team=team, by=sanne)
    agree(household, "De verhuurder bellen", date(2099, 3, 2))

    page = client.get(URL).content.decode()

    assert "Niets voor vandaag. De volgende datum is ma 2 maart 2099." in page


@pytest.mark.parametrize(
    ("hour", "words"), [(8, "Goedemorgen Sanne"), (14, "Goedemiddag Sanne"), (20, "Goedenavond Sanne")]
)
def test_the_greeting_follows_the_local_time(
    client: Client, sanne: Any, monkeypatch: pytest.MonkeyPatch, hour: int, words: str
) -> None:
    moment = timezone.make_aware(datetime.combine(timezone.localdate(), time(hour)))
    monkeypatch.setattr("accounts.day.timezone.localtime", lambda *_: moment)

    assert words in client.get(URL).content.decode()


def test_the_blocks_come_in_their_fixed_order(client: Client, team: Any) -> None:
    lead = worker_of(team, Role.TEAM_LEAD)
    sign_in(client, lead)
    household = HouseholdFactory(team=team, by=lead)
    agree(household, "Vandaag bellen", days(0))
    agree(household, "Morgen bellen", days(1))
    ask_switch(
        household,
        colleague=worker_of(team),
        reason=SwitchReason.ILL,
        from_on=days(0),
        family_heard="Samen verteld",
        meeting_on=None,
        by=lead,
    )
    without = HouseholdFactory(team=team)
    face_of(without).__class__.objects.filter(pk=face_of(without).pk).update(is_active=False)
    drafts.keep(lead, "household", None, _post(call_name="Nog niet af"))

    assert list(blocks(client.get(URL))) == ORDER


def _post(**values: str) -> Any:
    from django.http import QueryDict

    data = QueryDict(mutable=True)
    data.update(values)
    return data


# --- Today and this week --------------------------------------------------------------------------
def test_today_holds_what_is_due_today_and_what_was_due_before(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(call_name="Kaya – Post", team=team, by=sanne)
    agree(household, "Jay naar school brengen", days(0), due_at=time(9))
    agree(household, "De verhuurder bellen", days(-3))
    agree(household, "Volgende week sporten", days(7))
    agree(household, "Later", days(8))

    shown = blocks(client.get(URL))

    assert "Jay naar school brengen" in shown["Vandaag"]
    assert "9.00 uur" in shown["Vandaag"]
    assert "De verhuurder bellen" in shown["Vandaag"]
    assert "Nog van" in shown["Vandaag"]
    assert "Volgende week sporten" in shown["Deze week"]
    assert "Later" not in shown["Deze week"]


def test_a_colleague_without_a_part_sees_none_of_it(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(call_name="Familie Geheim", team=team)
    agree(household, "Geheime afspraak", days(0))

    page = client.get(URL).content.decode()

    assert "Geheim" not in page


def test_looking_back_stands_on_its_day_and_stays_until_it_was_done(client: Client, sanne: Any, team: Any) -> None:
    for name, day in [("Familie Nu", 0), ("Familie Te Laat", -2), ("Familie Straks", 4)]:
        household = HouseholdFactory(call_name=name, team=team, by=sanne)
        Household.objects.filter(pk=household.pk).update(look_back_on=days(day))

    shown = blocks(client.get(URL))

    assert "Familie Nu" in shown["Vandaag"]
    assert "Familie Te Laat" in shown["Vandaag"]
    assert "Familie Straks" in shown["Deze week"]
    assert "Familie Straks" not in shown["Vandaag"]


def test_a_household_is_silent_after_what_was_agreed(client: Client, sanne: Any, team: Any) -> None:
    silent = HouseholdFactory(call_name="Familie Stil", team=team, by=sanne)
    heard = HouseholdFactory(call_name="Familie Gehoord", team=team, by=sanne)
    Household.objects.update(together_since=days(-40), contact_every_days=14)
    add_film_event(silent, lane=Lane.FINE, text="Het ging goed.", happened_on=days(-15), teller=sanne, by=sanne)
    add_film_event(heard, lane=Lane.FINE, text="Het ging goed.", happened_on=days(-14), teller=sanne, by=sanne)

    shown = blocks(client.get(URL))

    assert "Lang stil" in shown["Deze week"]
    assert "Familie Stil" in shown["Deze week"]
    assert "om de 14 dagen" in shown["Deze week"]
    assert "Familie Gehoord" not in shown["Deze week"]


def test_a_duo_partner_is_not_asked_to_call_a_silent_family(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(call_name="Familie Stil")
    Household.objects.update(together_since=days(-100))
    involve(household, sanne, team, Part.DUO)

    assert "Lang stil" not in client.get(URL).content.decode()


# --- Ticking --------------------------------------------------------------------------------------
def test_ticking_in_the_row_keeps_it_and_comes_back_here(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(team=team, by=sanne)
    agreement = agree(household, "De verhuurder bellen", days(0))
    url = reverse("cases:agreement-tick", args=[household.uuid, agreement.uuid])

    response = client.post(url, {"outcome": "done", "what_helps": "", "terug": "dag"})

    assert (response.status_code, response["Location"]) == (303, URL)
    shown = blocks(client.get(URL))["Vandaag"]
    assert "Gelukt" in shown
    assert "Maak ongedaan" in shown


def test_after_a_tick_the_film_of_that_household_is_one_click_away(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(team=team, by=sanne)
    agreement = agree(household, "De verhuurder bellen", days(0))
    film = reverse("cases:film-create", args=[household.uuid])
    before = blocks(client.get(URL))["Vandaag"]

    tick_agreement(agreement, outcome=TickOutcome.DONE, by=sanne)

    after = blocks(client.get(URL))["Vandaag"]
    assert (film in before, f"{film}?terug=dag&amp;hoort_bij=fine" in after) == (False, True)
    form = client.get(f"{film}?terug=dag&hoort_bij=fine").content.decode()
    assert " autofocus" in form.split('name="text"')[1].split(">")[0]
    event = {"text": "Samen gebeld.", "when": "today", "lane": "fine", "terug": "dag"}
    assert client.post(film, event)["Location"] == URL


def test_a_guest_who_reads_no_film_is_not_led_to_it(client: Client, team: Any) -> None:
    household = HouseholdFactory()
    agreement = agree(household, "De verhuurder bellen", days(0))
    school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
    marco = worker_of(school)
    involve(household, marco, school, Part.INVITED, Level.AGREEMENTS)
    tick_agreement(agreement, outcome=TickOutcome.DONE, by=marco)
    sign_in(client, marco)

    shown = blocks(client.get(URL))["Vandaag"]

    assert ("Maak ongedaan" in shown, "Zet in de film" in shown) == (True, False)


def test_what_helps_is_asked_in_the_row_and_stands_there(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(team=team, by=sanne)
    agreement = agree(household, "De verhuurder bellen", days(0))
    url = reverse("cases:agreement-tick", args=[household.uuid, agreement.uuid])
    asked = blocks(client.get(URL))["Vandaag"]

    client.post(url, {"outcome": "not_yet", "what_helps": "Samen bellen.", "terug": "dag"})

    assert "Wat helpt?" in asked
    assert "Wat helpt: Samen bellen." in blocks(client.get(URL))["Vandaag"]


def test_taking_a_tick_back_comes_back_here_too(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(team=team, by=sanne)
    agreement = agree(household, "De verhuurder bellen", days(0))
    tick = tick_agreement(agreement, outcome=TickOutcome.DONE, by=sanne)
    url = reverse("cases:agreement-tick-withdraw", args=[household.uuid, agreement.uuid, tick.uuid])

    response = client.post(url, {"terug": "dag"})

    assert (response.status_code, response["Location"]) == (303, URL)
    assert "tick__done" in blocks(client.get(URL))["Vandaag"]


def test_after_a_tick_the_focus_goes_to_the_next_row(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(team=team, by=sanne)
    first = agree(household, "Eerst", days(0), due_at=time(9))
    second = agree(household, "Dan", days(0), due_at=time(10))
    tick_agreement(first, outcome=TickOutcome.NOT_YET, by=sanne)

    page = client.get(URL, headers={"HX-Request": "true", "HX-Trigger": f"vinkje-{first.uuid}"}).content.decode()

    assert page.count("data-focus") == 1
    assert f'id="vinkje-{second.uuid}"' in page.split("data-focus")[0]


def test_who_may_not_tick_sees_the_agreement_without_buttons(client: Client, team: Any) -> None:
    household = HouseholdFactory()
    agree(household, "De verhuurder bellen", days(0))
    school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
    marco = worker_of(school)
    involve(household, marco, school, Part.INVITED, Level.AGREEMENTS, permissions=("view",))
    sign_in(client, marco)

    shown = blocks(client.get(URL))["Vandaag"]

    assert "De verhuurder bellen" in shown
    assert "tick__done" not in shown


def test_who_may_only_see_the_card_sees_no_agreement_and_no_date_of_one(client: Client, team: Any) -> None:
    household = HouseholdFactory(call_name="Familie Adu")
    agree(household, "De verhuurder bellen", days(3))
    school = OrganisationFactory(kind=OrganisationKind.SCHOOL)
    marco = worker_of(school)
    involve(household, marco, school, Part.INVITED, Level.CARD)
    sign_in(client, marco)

    response = client.get(URL)

    assert "De verhuurder bellen" not in response.content.decode()
    assert "nog geen datum" in blocks(response)["Mijn huishoudens"]
    assert "doet mee" in blocks(response)["Mijn huishoudens"]


# --- Waiting --------------------------------------------------------------------------------------
def test_a_question_to_be_the_next_face_waits_with_yes_and_no(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(call_name="Familie Adu", team=team, by=worker_of(team, name="Fatima el Amrani"))
    request = ask_switch(
        household,
        colleague=sanne,
        reason=SwitchReason.OTHER_JOB,
        from_on=days(7),
        family_heard="Samen verteld",
        meeting_on=None,
        by=face_of(household),
    )

    shown = blocks(client.get(URL))["Wacht op jou"]

    assert "Fatima vraagt: word jij het vaste gezicht van Familie Adu?" in shown
    assert "Fatima blijft het vaste gezicht tot Sanne ja zegt." in shown
    assert reverse("cases:switch-answer", args=[request.uuid]) in shown


def test_a_question_to_form_a_duo_does_not_say_which_family(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(call_name="Familie Adu")
    ask_duo(
        household,
        partner=sanne,
        organisation=team,
        why="Samen op bezoek",
        ground=SharingGround.CONSENT,
        family_informed_on=days(0),
        by=face_of(household),
    )

    response = client.get(URL)

    assert "vorm jij een duo?" in blocks(response)["Wacht op jou"]
    assert "Adu" not in response.content.decode()


def test_what_i_asked_waits_with_a_way_to_take_it_back(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)
    fatima = worker_of(team, name="Fatima el Amrani")
    request = ask_switch(
        household,
        colleague=fatima,
        reason=SwitchReason.OTHER_JOB,
        from_on=days(7),
        family_heard="Samen verteld",
        meeting_on=None,
        by=sanne,
    )

    shown = blocks(client.get(URL))["Wacht op jou"]

    assert "Sanne blijft het vaste gezicht tot Fatima ja zegt." in shown
    assert reverse("cases:switch-withdraw", args=[request.uuid]) in shown


def test_a_question_to_stand_in_waits(client: Client, sanne: Any, team: Any) -> None:
    fatima = worker_of(team, name="Fatima el Amrani")
    ask_absence(fatima, stand_in=sanne, first_day=days(7), last_day=days(11), by=fatima)

    shown = blocks(client.get(URL))["Wacht op jou"]

    assert "Fatima vraagt: neem jij waar?" in shown


# --- Without a face -------------------------------------------------------------------------------
def test_only_the_team_lead_hears_that_a_family_has_no_face(client: Client, sanne: Any, team: Any) -> None:
    household = HouseholdFactory(call_name="Familie Alleen", team=team)
    type(sanne).objects.filter(pk=face_of(household).pk).update(is_active=False)

    for_sanne = client.get(URL).content.decode()
    sign_in(client, worker_of(team, Role.TEAM_LEAD))
    for_lead = blocks(client.get(URL))
    sign_in(client, worker_of(OrganisationFactory(), Role.TEAM_LEAD))
    for_other_lead = client.get(URL).content.decode()

    assert "Familie Alleen" not in for_sanne
    assert "Familie Alleen" in for_lead["Zonder vast gezicht"]
    assert reverse("cases:face-appoint", args=[household.uuid]) in for_lead["Zonder vast gezicht"]
    assert "Familie Alleen" not in for_other_lead


@pytest.mark.parametrize(
    ("length", "status", "shown"),
    [
        (14, "asked", True),
        (14, "declined", True),
        (14, "accepted", False),
        (14, "withdrawn", False),
        (3, "asked", False),
    ],
)
def test_a_face_that_is_long_away_counts_as_none_until_somebody_stands_in(
    client: Client, team: Any, length: int, status: str, shown: bool
) -> None:
    household = HouseholdFactory(call_name="Familie Alleen", team=team)
    Absence.objects.create(
        user=face_of(household), stand_in=worker_of(team), days=(days(0), days(length)), status=status
    )
    sign_in(client, worker_of(team, Role.TEAM_LEAD))

    assert ("Zonder vast gezicht" in blocks(client.get(URL))) is shown


# --- My households, drafts, the main button ---------------------------------------------------------
def test_my_households_say_what_i_am_for_them(client: Client, sanne: Any, team: Any) -> None:
    HouseholdFactory(call_name="Familie Vast", team=team, by=sanne)
    involve(HouseholdFactory(call_name="Familie Duo"), sanne, team, Part.DUO)
    involve(HouseholdFactory(call_name="Familie Waar", team=team), sanne, team, Part.COVER)

    shown = blocks(client.get(URL))["Mijn huishoudens"]

    for name, word in [("Familie Vast", "vast gezicht"), ("Familie Duo", "duo"), ("Familie Waar", "waarneming")]:
        row = shown.split(name, 1)[1].split("</li>", 1)[0]
        assert word in row


def test_a_team_lead_sees_the_own_households_only(client: Client, team: Any) -> None:
    sign_in(client, worker_of(team, Role.TEAM_LEAD))
    HouseholdFactory(call_name="Familie Van Een Ander", team=team)

    assert "Familie Van Een Ander" not in client.get(URL).content.decode()


def test_a_closed_household_is_not_in_the_day(client: Client, sanne: Any, team: Any) -> None:
    HouseholdFactory(call_name="Familie Klaar", team=team, by=sanne, closed=True)

    assert "Familie Klaar" not in client.get(URL).content.decode()


def test_a_draft_leads_on_and_disappears_with_the_access(client: Client, sanne: Any, team: Any) -> None:
    mine = HouseholdFactory(call_name="Familie Adu", team=team, by=sanne)
    other = HouseholdFactory(call_name="Familie Kwijt")
    for household in (mine, other):
        drafts.keep(sanne, "film", household.uuid, _post(text="Half een zin"))
    drafts.keep(sanne, "onbekend", None, _post(text="Van een formulier dat er niet meer is"))

    shown = blocks(client.get(URL))["Concepten"]

    assert "Film van Familie Adu" in shown
    assert reverse("cases:film-create", args=[mine.uuid]) in shown
    assert "Familie Kwijt" not in shown
    assert shown.count("Ga verder") == 1


def test_the_main_button_leads_to_the_film_of_the_one_household_or_asks_which(
    client: Client, sanne: Any, team: Any
) -> None:
    one = HouseholdFactory(team=team, by=sanne)
    with_one = client.get(URL).content.decode()
    HouseholdFactory(team=team, by=sanne)
    with_two = client.get(URL).content.decode()

    assert f'href="{reverse("cases:film-create", args=[one.uuid])}"' in with_one
    assert 'href="/huishoudens/?voor=film"' in with_two


@pytest.mark.parametrize(
    "role", [Role.ADMINISTRATOR, Role.POLICY, Role.PRIVACY_OFFICER, Role.RVT_CHAIR, Role.RVT_EXPERT]
)
def test_another_role_gets_a_calm_page(client: Client, role: Role) -> None:
    sign_in(client, worker_of(OrganisationFactory(kind=OrganisationKind.SAFETY_TEAM), role))

    response = client.get(URL)

    assert response.status_code == 200
    assert "Zet in de film" not in response.content.decode()
    assert blocks(response) == {}


def test_no_totals_and_no_counters(client: Client, sanne: Any, team: Any) -> None:
    for _ in range(7):
        HouseholdFactory(team=team, by=sanne)

    main = client.get(URL).content.decode().split("<main", 1)[1].split("</main>", 1)[0]

    assert not re.search(r"\d+ (huishoudens?|gezinnen|gezin|afspraken|vragen)", main)


def test_30_households_cost_as_many_queries_as_one(
    client: Client, team: Any, django_assert_max_num_queries: Any
) -> None:
    lead = worker_of(team, Role.TEAM_LEAD)
    sign_in(client, lead)
    drafts.keep(lead, "household", None, _post(call_name="Nog niet af"))

    def one_more(number: int) -> None:
        household = HouseholdFactory(team=team, by=lead)
        agree(household, f"Vandaag {number}", days(0))
        agree(household, f"Morgen {number}", days(1))
        ask_switch(
            household,
            colleague=worker_of(team),
            reason=SwitchReason.ILL,
            from_on=days(0),
            family_heard="Samen verteld",
            meeting_on=None,
            by=lead,
        )
        drafts.keep(lead, "film", household.uuid, _post(text="Half"))

    one_more(0)
    with django_assert_max_num_queries(13 + OVERHEAD) as with_one:
        client.get(URL)
    for number in range(1, 30):
        one_more(number)

    with django_assert_max_num_queries(13 + OVERHEAD) as with_thirty:
        client.get(URL)

    assert len(with_thirty) == len(with_one)
