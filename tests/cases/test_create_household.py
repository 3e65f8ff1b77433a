"""A new household in a minute (ux, S7): what is asked, what is refused, what is kept, and who hears of it."""

from __future__ import annotations

import re
import uuid
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts import drafts
from accounts.choices import OrganisationKind, Role
from accounts.models import AuditEvent, Municipality, Notification, Region
from cases import rules
from cases.choices import Part, PersonRole, SharingGround
from cases.models import Household, Person, SharingDecision, SwitchRequest
from cases.services.faces import answer_switch
from cases.services.households import FamilyKnows, NewPerson, NotALocalTeam, NotInThisRegion, open_household
from tests.accounts.factories import MembershipFactory, MunicipalityFactory, OrganisationFactory, UserFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

URL = "/huishoudens/nieuw/"


@pytest.fixture
def waterdonk() -> Any:
    return MunicipalityFactory(name="Waterdonk")


@pytest.fixture
def team(waterdonk: Any) -> Any:
    return OrganisationFactory(name="Wijkteam Oost", municipalities=[waterdonk])


@pytest.fixture
def sanne(team: Any, client: Client) -> Any:
    user = worker_of(team, name="Sanne Verbeek")
    sign_in(client, user)
    return user


def filled_in(in_municipality: Any, **changed: Any) -> dict[str, Any]:
    """What somebody types: a mother and a child, and the family knows."""
    data = {
        "call_name": "Familie Adu",
        "municipality": str(in_municipality.uuid),
        "knows": "yes",
        "informed_on": timezone.localdate().isoformat(),
        "mensen-TOTAL_FORMS": "2",
        "mensen-INITIAL_FORMS": "0",
        "mensen-MIN_NUM_FORMS": "1",
        "mensen-MAX_NUM_FORMS": "20",
        "mensen-0-name": "Grace",
        "mensen-0-role": "mother",
        "mensen-1-name": "Kofi",
        "mensen-1-role": "child",
    }
    return {name: value for name, value in {**data, **changed}.items() if value is not None}


# --- What happens ---------------------------------------------------------------------------------
def test_whoever_makes_it_is_its_face_and_it_has_its_people(client: Client, sanne: Any, waterdonk: Any) -> None:
    response = client.post(URL, filled_in(waterdonk))

    household = Household.objects.get()
    assert (response.status_code, response["Location"]) == (303, f"/huishoudens/{household.uuid}/")
    assert face_of(household) == sanne
    assert (household.call_name, household.municipality) == ("Familie Adu", waterdonk)
    assert list(Person.objects.values_list("name", "role")) == [("Grace", "mother"), ("Kofi", "child")]


def test_making_it_is_recorded_and_the_team_holds_the_access(
    client: Client, sanne: Any, team: Any, waterdonk: Any
) -> None:
    client.post(URL, filled_in(waterdonk))

    household = Household.objects.get()
    opened = AuditEvent.objects.get(event="household.opened")
    decision = SharingDecision.objects.get()
    assert (opened.actor, opened.target, opened.details) == (sanne.uuid, household.uuid, {"team": str(team.uuid)})
    assert (decision.organisation, decision.ground) == (team, SharingGround.LEGAL_TASK)
    assert decision.permissions == ["view", "change", "coordinate"]


def test_a_family_that_does_not_know_yet_gets_a_reason_and_a_day(client: Client, sanne: Any, waterdonk: Any) -> None:
    day = timezone.localdate() + timedelta(days=3)
    data = filled_in(
        waterdonk,
        knows="not_yet",
        informed_on="",
        not_informed_why="Peter is er nog niet klaar voor",
        will_tell_on=day.isoformat(),
    )

    response = client.post(URL, data)

    household = Household.objects.get()
    assert response.status_code == 303
    assert household.family_informed_on is None
    assert (household.family_not_informed_why, household.family_informed_by) == ("Peter is er nog niet klaar voor", day)


def test_what_was_typed_at_the_other_answer_is_not_kept(client: Client, sanne: Any, waterdonk: Any) -> None:
    client.post(URL, filled_in(waterdonk, not_informed_why="Toch niet", will_tell_on="1800-01-01"))

    household = Household.objects.get()
    assert (household.family_not_informed_why, household.family_informed_by) == ("", None)


def test_the_next_page_shows_three_things_to_do(client: Client, sanne: Any, waterdonk: Any) -> None:
    page = client.post(URL, filled_in(waterdonk), follow=True).content.decode()

    hints = page.split('id="daarna"', 1)[1].split("</section>", 1)[0]
    assert [word in hints for word in ("Zet in de film", "Maak een afspraak", "Begin de kaart")] == [True] * 3


def test_the_three_things_to_do_show_once(client: Client, sanne: Any, waterdonk: Any) -> None:
    client.post(URL, filled_in(waterdonk), follow=True)

    page = client.get(reverse("cases:household-detail", args=[Household.objects.get().uuid])).content.decode()

    assert 'id="daarna"' not in page


def test_the_same_post_twice_makes_one_household(client: Client, sanne: Any, waterdonk: Any) -> None:
    data = filled_in(waterdonk, _sleutel=str(uuid.uuid4()), _wie=str(sanne.uuid))

    first, second = client.post(URL, data), client.post(URL, data)

    assert Household.objects.count() == 1
    assert first["Location"] == second["Location"]


# --- Who ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("kind", "role"),
    [
        (OrganisationKind.MENTAL_HEALTH, Role.PROFESSIONAL),
        (OrganisationKind.VEILIG_THUIS, Role.PROFESSIONAL),
        (OrganisationKind.LOCAL_TEAM, Role.ADMINISTRATOR),
        (OrganisationKind.LOCAL_TEAM, Role.POLICY),
    ],
)
def test_for_who_works_for_no_local_team_the_page_is_not_there(
    client: Client, waterdonk: Any, kind: OrganisationKind, role: Role
) -> None:
    sign_in(client, worker_of(OrganisationFactory(kind=kind), role))

    assert client.get(URL).status_code == 404
    assert client.post(URL, filled_in(waterdonk)).status_code == 404
    assert not Household.objects.exists()


def test_who_works_for_two_teams_chooses_in_whose_name(client: Client, sanne: Any, team: Any, waterdonk: Any) -> None:
    west = OrganisationFactory(name="Wijkteam West")
    MembershipFactory(user=sanne, organisation=west)

    without = client.post(URL, filled_in(waterdonk))
    client.post(URL, filled_in(waterdonk, team=str(west.uuid)))

    assert without.status_code == 422
    assert Household.objects.get().involvements.get().organisation == west


def test_a_team_of_somebody_else_cannot_be_chosen(client: Client, sanne: Any, waterdonk: Any) -> None:
    MembershipFactory(user=sanne, organisation=OrganisationFactory())
    other = OrganisationFactory()

    response = client.post(URL, filled_in(waterdonk, team=str(other.uuid)))

    assert response.status_code == 422
    assert not Household.objects.exists()


def test_the_service_refuses_somebody_who_works_elsewhere(waterdonk: Any) -> None:
    with pytest.raises(NotALocalTeam):
        HouseholdFactory(by=UserFactory())
    with pytest.raises(NotALocalTeam):
        HouseholdFactory(team=OrganisationFactory(kind=OrganisationKind.SCHOOL))
    assert not AuditEvent.objects.exists()


def test_the_service_refuses_a_municipality_of_another_region(team: Any, sanne: Any) -> None:
    elsewhere = Municipality.objects.create(name="Ver Weg", region=Region.objects.create(name="Andere regio"))

    with pytest.raises(NotInThisRegion):
        open_household(
            call_name="Adu",
            municipality=elsewhere,
            people=[NewPerson("Grace", PersonRole.MOTHER)],
            team=team,
            family_knows=FamilyKnows(informed_on=date(2026, 1, 1)),
            by=sanne,
        )


NOBODY = {"mensen-0-name": "", "mensen-0-role": "", "mensen-1-name": " ", "mensen-1-role": ""}


# --- What is refused --------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"call_name": ""}, "Vul ‘Hoe noemt het gezin zichzelf?’ in."),
        ({"call_name": "x" * 81}, "Maak de tekst korter: hoogstens 80 tekens."),
        ({"municipality": ""}, "Kies iets"),
        ({"municipality": "geen-uuid"}, "Kies iets uit de lijst"),
        ({"municipality": str(uuid.uuid4())}, "Kies iets uit de lijst"),
        ({"knows": None}, "Kies of het gezin dit weet."),
        ({"informed_on": ""}, "Vul in op welke dag het gezin dit hoorde."),
        ({"informed_on": "2999-01-01"}, "Kies een dag die al geweest is."),
        ({"informed_on": "1899-12-31"}, "Kies een dag na 1900."),
        ({"informed_on": "31 februari"}, "Vul een datum in"),
        ({"knows": "not_yet"}, "Schrijf op waarom het gezin dit nog niet weet."),
        ({"knows": "not_yet", "not_informed_why": "Nog niet"}, "Kies een dag waarop je het vertelt."),
        (
            {"knows": "not_yet", "not_informed_why": "Nog niet", "will_tell_on": "2020-01-01"},
            "Kies vandaag of een dag daarna.",
        ),
        ({"knows": "misschien"}, "Kies iets uit de lijst"),
        (NOBODY, "Zet er minstens één persoon bij."),
        ({"mensen-1-role": ""}, "Kies wie dit in het gezin is."),
        ({"mensen-1-name": ""}, "Vul een voornaam in."),
        ({"mensen-1-name": "x" * 61}, "Maak de tekst korter: hoogstens 60 tekens."),
        ({"mensen-1-role": "dader"}, "Kies iets uit de lijst"),
        ({"mensen-TOTAL_FORMS": "999"}, "hoogstens 20 mensen"),
    ],
)
def test_a_wrong_answer_is_told_what_to_do_and_everything_typed_stays(
    client: Client, sanne: Any, waterdonk: Any, changed: dict[str, Any], message: str
) -> None:
    data = filled_in(waterdonk, **changed)

    response = client.post(URL, data)

    page = response.content.decode()
    assert response.status_code == 422
    assert message in page
    assert "Er klopt nog iets niet" in page
    assert page.count("<title>Fout: ") == 1
    if "call_name" not in changed:
        assert 'value="Familie Adu"' in page
    assert not Household.objects.exists()


@pytest.mark.parametrize(
    ("changed", "row"),
    [
        (NOBODY, 0),
        ({**NOBODY, "mensen-0-DELETE": "on"}, 1),
        ({"mensen-0-DELETE": "on", "mensen-1-DELETE": "on"}, 2),
        (dict.fromkeys(NOBODY), 0),
        ({**dict.fromkeys(NOBODY), "mensen-TOTAL_FORMS": "0"}, 0),
    ],
    ids=["left empty", "first row taken away", "all rows taken away", "no rows sent", "none counted"],
)
def test_a_household_of_nobody_gets_one_error_with_a_link_to_a_row_that_is_there(
    client: Client, sanne: Any, waterdonk: Any, changed: dict[str, Any], row: int
) -> None:
    response = client.post(URL, filled_in(waterdonk, **changed))

    page = response.content.decode()
    summary = page.split('class="errorsummary"', 1)[1].split("</section>", 1)[0]
    assert response.status_code == 422
    assert re.findall(r'<li><a href="(.*?)">(.*?)</a></li>', summary) == [
        (f"#id_mensen-{row}-name", "Zet er minstens één persoon bij.")
    ]
    assert f'id="id_mensen-{row}-name"' in page
    assert page.count("Fout: Zet er minstens één persoon bij.") == 1
    assert 'value="Familie Adu"' in page


def test_a_first_row_that_stays_empty_is_no_mistake_when_somebody_stands_below(
    client: Client, sanne: Any, waterdonk: Any
) -> None:
    response = client.post(URL, filled_in(waterdonk, **{"mensen-0-name": "", "mensen-0-role": ""}))

    assert response.status_code == 303
    assert list(Person.objects.values_list("name", flat=True)) == ["Kofi"]


@pytest.mark.parametrize("total", ["abc", None, "9" * 5000])
def test_a_count_that_is_no_number_loses_nobody(client: Client, sanne: Any, waterdonk: Any, total: Any) -> None:
    client.post(URL, filled_in(waterdonk, **{"mensen-TOTAL_FORMS": total}))

    assert list(Person.objects.values_list("name", flat=True)) == ["Grace", "Kofi"]


# --- Somebody else as the face ------------------------------------------------------------------------
def test_a_colleague_is_asked_and_the_maker_stays_the_face_until_the_yes(
    client: Client, sanne: Any, team: Any, waterdonk: Any
) -> None:
    fatima = worker_of(team, name="Fatima Bakali")

    page = client.post(URL, filled_in(waterdonk, colleague=str(fatima.uuid)), follow=True).content.decode()

    household = Household.objects.get()
    asked = SwitchRequest.objects.get()
    assert face_of(household) == sanne
    assert (asked.household, asked.asked_of, asked.asked_by) == (household, fatima, sanne)
    assert "Jij bent het vaste gezicht tot Fatima ja zegt." in page
    assert Notification.objects.get(recipient=fatima).kind == "switch_asked"


def test_after_the_yes_the_colleague_is_the_face(client: Client, sanne: Any, team: Any, waterdonk: Any) -> None:
    fatima = worker_of(team, name="Fatima Bakali")
    client.post(URL, filled_in(waterdonk, colleague=str(fatima.uuid)))

    answer_switch(SwitchRequest.objects.get(), yes=True, by=fatima)

    assert face_of(Household.objects.get()) == fatima


def test_the_page_offers_colleagues_and_says_who_stays_the_face(client: Client, sanne: Any, team: Any) -> None:
    worker_of(team, name="Fatima Bakali")
    worker_of(OrganisationFactory(), name="Iemand Elders")

    page = client.get(URL).content.decode()

    assert "Fatima Bakali" in page
    assert "Jij blijft het vaste gezicht tot je collega ja zegt." in page
    assert "Iemand Elders" not in page


def test_who_has_no_colleagues_is_offered_none(client: Client, sanne: Any, team: Any) -> None:
    assert "Kies iemand anders" not in client.get(URL).content.decode()


def test_a_colleague_of_another_team_cannot_be_the_face(client: Client, sanne: Any, team: Any, waterdonk: Any) -> None:
    west = OrganisationFactory(name="Wijkteam West")
    MembershipFactory(user=sanne, organisation=west)
    fatima, elsewhere = worker_of(team, name="Fatima Bakali"), worker_of(OrganisationFactory())

    answers = [
        client.post(URL, filled_in(waterdonk, team=str(west.uuid), colleague=str(who.uuid)))
        for who in (fatima, elsewhere, sanne)
    ]

    assert [answer.status_code for answer in answers] == [422, 422, 422]
    assert "Fatima werkt niet bij Wijkteam West. Kies iemand anders." in answers[0].content.decode()
    assert "Kies een collega uit de lijst." in answers[1].content.decode()
    assert not Household.objects.exists()


def test_a_municipality_of_another_region_cannot_be_chosen(client: Client, sanne: Any, waterdonk: Any) -> None:
    elsewhere = Municipality.objects.create(name="Ver Weg", region=Region.objects.create(name="Andere regio"))

    response = client.post(URL, filled_in(elsewhere))

    assert response.status_code == 422
    assert "Ver Weg" not in response.content.decode()


# --- The form itself --------------------------------------------------------------------------------
def test_the_budget_is_five_questions_of_which_four_need_an_answer(client: Client, sanne: Any, waterdonk: Any) -> None:
    page = client.get(URL).content.decode()
    panel = page.split('<div class="panel form">', 1)[1].split('<div class="save">', 1)[0]

    questions = re.findall(
        r"Hoe noemt het gezin zichzelf\?|>Gemeente|Wie horen erbij\?|>Vaste contactpersoon|>Weet het gezin hiervan\?",
        panel,
    )
    empty = client.post(URL, {"mensen-TOTAL_FORMS": "1", "mensen-INITIAL_FORMS": "0"})
    form = empty.context["form"]

    assert len(questions) == 5
    assert len(form.errors) + any(form.people.errors) == 4
    assert len(re.findall(r"<(?:fieldset|div) class=\"field[ \"]", _without_nested(panel))) == 5


def _without_nested(panel: str) -> str:
    """Leave out what belongs to one of the five: the rows of people, and what follows an answer."""
    without_rows = re.sub(r'<div class="members">.*?</template>', "", panel, flags=re.DOTALL)
    return re.sub(
        r'<div class="choice__more">.*?</div>\s*</div>\s*(?=<div class="choice__item">|</div>)',
        "",
        without_rows,
        flags=re.DOTALL,
    )


def test_nothing_personal_is_asked_that_is_not_needed(client: Client, sanne: Any) -> None:
    page = client.get(URL).content.decode().lower()

    assert not [word for word in ("bsn", "adres", "achternaam van", "geboorte", "risico") if f">{word}" in page]


def test_the_municipality_of_the_team_is_filled_in(client: Client, sanne: Any, waterdonk: Any) -> None:
    MunicipalityFactory(name="Aardburg")

    form = client.get(URL).context["form"]

    assert form["municipality"].value() == waterdonk.uuid


def test_without_script_a_button_adds_a_row_and_keeps_what_was_typed(
    client: Client, sanne: Any, waterdonk: Any
) -> None:
    response = client.post(URL, filled_in(waterdonk, nog="1", call_name="Nog niet af"))

    page = response.content.decode()
    assert response.status_code == 200
    assert 'name="mensen-2-name"' in page
    assert 'value="Nog niet af"' in page
    assert 'value="Kofi"' in page
    assert "Er klopt nog iets niet" not in page
    assert not Household.objects.exists()


def test_without_script_a_button_takes_a_row_away(client: Client, sanne: Any, waterdonk: Any) -> None:
    page = client.post(URL, filled_in(waterdonk, weg="0")).content.decode()

    assert 'value="Grace"' not in page
    assert 'name="mensen-0-name" value="Kofi"' in page


def test_a_row_that_was_added_and_stays_empty_is_no_mistake(client: Client, sanne: Any, waterdonk: Any) -> None:
    data = filled_in(waterdonk, **{"mensen-TOTAL_FORMS": "3", "mensen-2-name": "", "mensen-2-role": ""})

    assert client.post(URL, data).status_code == 303
    assert Person.objects.count() == 2


def test_a_row_that_script_took_away_is_left_out(client: Client, sanne: Any, waterdonk: Any) -> None:
    client.post(URL, filled_in(waterdonk, **{"mensen-1-DELETE": "on"}))

    assert list(Person.objects.values_list("name", flat=True)) == ["Grace"]


def test_a_row_that_script_took_away_stays_away_when_something_else_is_wrong(
    client: Client, sanne: Any, waterdonk: Any
) -> None:
    taken_away = {"mensen-1-DELETE": "on", "mensen-1-role": ""}

    response = client.post(URL, filled_in(waterdonk, call_name="", **taken_away))

    page = response.content.decode()
    assert response.status_code == 422
    assert page.count("<li data-row hidden>") == 1
    assert "Kies wie dit in het gezin is." not in page


def test_enter_makes_the_household_and_takes_nobody_away(client: Client, sanne: Any) -> None:
    page = client.get(URL).content.decode()
    form = page.split('<form method="post" action="/huishoudens/nieuw/"', 1)[1]

    first_button = re.search(r"<button[^>]*>", form)

    assert first_button is not None
    assert "name=" not in first_button.group()


# --- The draft ----------------------------------------------------------------------------------------
def test_what_is_typed_is_kept_and_shown_again(client: Client, sanne: Any, waterdonk: Any) -> None:
    saved = client.post(URL, filled_in(waterdonk, _concept="1", call_name="Half"))

    page = client.get(URL).content.decode()

    assert saved.status_code == 200
    assert "Opgeslagen om" in saved.content.decode()
    assert 'value="Half"' in page
    assert 'value="Grace"' in page
    assert 'value="Kofi"' in page
    assert not Household.objects.exists()


def test_the_draft_is_gone_when_the_household_is_made(client: Client, sanne: Any, waterdonk: Any) -> None:
    client.post(URL, filled_in(waterdonk, _concept="1"))

    client.post(URL, filled_in(waterdonk))

    assert drafts.find(sanne, "household", None) is None


def test_what_was_typed_when_the_session_ended_stands_there_again(client: Client, sanne: Any, waterdonk: Any) -> None:
    browser = Client(enforce_csrf_checks=True)
    sign_in(browser, sanne)
    data = filled_in(waterdonk, call_name="Afgebroken", _wie=str(sanne.uuid))

    refused = browser.post(URL, data, headers={"Origin": "http://testserver"}, follow=True)

    page = refused.content.decode()
    assert 'value="Afgebroken"' in page
    assert 'value="Kofi"' in page
    assert not Household.objects.exists()


def test_a_draft_is_seen_by_nobody_else(client: Client, sanne: Any, team: Any, waterdonk: Any) -> None:
    client.post(URL, filled_in(waterdonk, _concept="1", call_name="Half"))
    sign_in(client, worker_of(team))

    assert "Half" not in client.get(URL).content.decode()


# --- Maybe the same household ---------------------------------------------------------------------------
def test_the_face_of_a_household_that_looks_the_same_hears_who_made_another(
    client: Client, sanne: Any, waterdonk: Any
) -> None:
    existing = HouseholdFactory(call_name="Fam. Adu".replace("Fam.", "Familie"), municipality=waterdonk)

    page = client.post(URL, filled_in(waterdonk, call_name="ADU"), follow=True).content.decode()

    told = Notification.objects.get()
    assert (told.recipient, told.kind, told.about, told.actor) == (
        face_of(existing),
        "maybe_same",
        existing.uuid,
        sanne.uuid,
    )
    assert "hetzelfde" not in page


def test_what_the_face_hears_names_the_colleague_and_the_own_household(
    client: Client, sanne: Any, waterdonk: Any
) -> None:
    type(sanne).objects.update(phone="0612345678")
    existing = HouseholdFactory(call_name="Familie Adu", municipality=waterdonk)
    client.post(URL, filled_in(waterdonk))
    sign_in(client, face_of(existing))

    page = client.get(reverse("notifications")).content.decode()

    assert (
        "Iemand maakte misschien hetzelfde huishouden als Familie Adu. Bel elkaar: Sanne Verbeek, 06 12 34 56 78."
        in page
    )
    assert existing.get_absolute_url() in page


def test_the_same_first_names_are_enough(client: Client, sanne: Any, waterdonk: Any) -> None:
    people = [NewPerson("Gracè", PersonRole.MOTHER), NewPerson("Kofi", PersonRole.CHILD)]
    HouseholdFactory(call_name="Wij drieën", municipality=waterdonk, people=people)

    client.post(URL, filled_in(waterdonk))

    assert Notification.objects.filter(kind="maybe_same").count() == 1


@pytest.mark.parametrize("why", ["another municipality", "closed", "mine already", "one first name only"])
def test_nobody_hears_anything_when_it_is_another_family(
    client: Client, sanne: Any, team: Any, waterdonk: Any, why: str
) -> None:
    if why == "another municipality":
        HouseholdFactory(call_name="Familie Adu", municipality=MunicipalityFactory())
    elif why == "closed":
        HouseholdFactory(call_name="Familie Adu", municipality=waterdonk, closed=True)
    elif why == "mine already":
        involve(HouseholdFactory(call_name="Familie Adu", municipality=waterdonk), sanne, team, Part.DUO)
    else:
        people = [NewPerson("Kofi", PersonRole.CHILD), NewPerson("Anna", PersonRole.MOTHER)]
        HouseholdFactory(call_name="Bos", municipality=waterdonk, people=people)

    client.post(URL, filled_in(waterdonk))

    assert not Notification.objects.exists()


@pytest.mark.parametrize(
    ("name", "first", "other", "other_first", "same"),
    [
        ("Familie Adu", [], "de familie ADU", [], True),
        ("Haddad – Van Dijk", [], "haddad-van dijk", [], True),
        ("Adu", ["Grace", "Kofi"], "Wij", ["kofi", "grace", "Ama"], True),
        ("Adu", ["Grace", "Kofi", "Ama"], "Wij", ["Kofi", "Grace"], True),
        ("Adu", ["Grace"], "Wij", ["Grace"], False),
        ("Adu", ["Grace", "Kofi"], "Wij", ["Grace", "Ama"], False),
    ],
)
def test_what_looks_the_same(name: str, first: list[str], other: str, other_first: list[str], same: bool) -> None:
    assert rules.looks_the_same(name, first, other_name=other, other_first_names=other_first) is same
