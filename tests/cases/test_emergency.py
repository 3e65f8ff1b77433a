"""Break-glass: four hours of reading for who says why, told to everybody who has to know (ux S11, security 2.1 m)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from allauth.mfa.totp.internal import auth as totp
from django.core import mail
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client
from django.utils import timezone

from accounts import outbox
from accounts.choices import Role
from accounts.models import AuditEvent, Notification, User
from accounts.rules import code_of
from accounts.templatetags.ui import clock
from cases import rules
from cases.choices import HouseholdStatus, Level, Part
from cases.models import (
    EmergencyAccess,
    EmergencySearch,
    EmergencyVerdict,
    Exclusion,
    Household,
    HouseholdGroupPermission,
    Involvement,
    Person,
    SharingDecision,
)
from cases.services import sharing
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.signing_in import make_second_step_old, sign_in

pytestmark = pytest.mark.django_db

START, OPEN, REVIEWS = "/noodtoegang/", "/noodtoegang/openen/", "/noodtoegang/beoordelen/"
REASON = "De buren horen geschreeuw en een kind huilt buiten."
NOT_FOUND = "Niets gevonden onder deze naam in deze gemeente."
WAIT_FOR_VERDICT = "Je vorige noodtoegang is nog niet beoordeeld."


@pytest.fixture
def town() -> Any:
    return MunicipalityFactory(name="Waterdonk")


@pytest.fixture
def household(town: Any) -> Household:
    return HouseholdFactory(call_name="Familie Adu", municipality=town)


@pytest.fixture
def west() -> Any:
    return OrganisationFactory(name="Wijkteam West", phone="088 111 22 33")


@pytest.fixture
def daan(client: Client, west: Any) -> User:
    daan = worker_of(west, name="Daan Visser", phone="06 98 76 54 32")
    sign_in(client, daan)
    return daan


@pytest.fixture
def officer(town: Any) -> User:
    return worker_of(OrganisationFactory(kind="other"), Role.PRIVACY_OFFICER, name="Olaf Meeuwis")


def filled_in(town: Any, **changed: Any) -> dict[str, Any]:
    return {"name": "Noor", "municipality": str(town.uuid), "reason": REASON, "called_112": "yes"} | changed


def opened(client: Client, household: Household) -> EmergencyAccess:
    """Open the household as who is signed in, through the page."""
    response = client.post(OPEN, filled_in(household.municipality))
    assert (response.status_code, response.get("Location")) == (303, household.get_absolute_url())
    return EmergencyAccess.objects.latest("opened_at")


def page(client: Client, url: str) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", client.get(url).content.decode()).split())


def pass_time(access: EmergencyAccess, **length: int) -> None:
    """Let both halves have begun and ended so much earlier."""
    halves: list[Any] = [
        Involvement.objects.filter(pk=access.involvement_id),
        HouseholdGroupPermission.objects.filter(group=access.organisation.group, content_object=access.household),
    ]
    for rows in halves:
        for row in rows:
            moved = [moment - timedelta(**length) for moment in (row.period.lower, row.period.upper)]
            rows.filter(pk=row.pk).update(period=tuple(moved))


def judge(client: Client, officer: User, access: EmergencyAccess, verdict: str = "justified") -> Any:
    sign_in(client, officer)
    return client.post(f"{REVIEWS}{access.uuid}/", {"verdict": verdict, "text": "Er was echt gevaar."})


# --- What happens -----------------------------------------------------------------------------------


def test_the_first_view_says_what_happens_and_asks_nothing(client: Client, daan: User) -> None:
    html = client.get(START).content.decode()

    assert "Gebruik dit alleen als iemand nu gevaar loopt." in html
    assert html.index("Het duurt 4 uur.") < html.index("De vaste contactpersoon hoort het meteen.")
    assert "<form" not in html[html.index("<main") : html.index("</main")]
    assert f'href="{OPEN}"' in html


def test_it_opens_the_household_with_a_bar_until_when(client: Client, daan: User, household: Household) -> None:
    access = opened(client, household)

    html = page(client, household.get_absolute_url())

    assert f"Noodtoegang tot {clock(access.until)}. Wat je doet wordt vastgelegd. Ik ben klaar" in html
    assert "Noor" in html


def test_both_halves_end_at_the_same_moment_four_hours_later(client: Client, daan: User, household: Household) -> None:
    access = opened(client, household)

    part = Involvement.objects.get(user=daan)
    held = HouseholdGroupPermission.objects.get(group=access.organisation.group)
    assert (part.part, part.period.upper, held.period.upper) == (Part.EMERGENCY, access.until, access.until)
    assert access.until - access.opened_at == timedelta(hours=4)
    assert held.permission.codename == "view_household"


def test_who_reads_in_an_emergency_changes_nothing(client: Client, daan: User, household: Household) -> None:
    opened(client, household)
    base = household.get_absolute_url()

    assert client.get(f"{base}film/").status_code == 200
    assert client.get(f"{base}mensen/").status_code == 200
    for path in (
        "film/nieuw/",
        "afspraken/nieuw/",
        "gegevens/",
        "mensen/nieuw/",
        "fase/",
        "afsluiten/",
        "wissel/",
        "kaart/",
    ):
        assert client.get(f"{base}{path}").status_code == 404, path
        assert client.post(f"{base}{path}", {"reason": "safe"}).status_code == 404, path
    assert not daan.has_perm("cases.change_household", household)


def test_four_hours_and_a_second_later_it_looks_like_any_household(
    client: Client, daan: User, household: Household
) -> None:
    access = opened(client, household)
    pass_time(access, hours=4, seconds=1)
    token = re.compile(rb'(?<=")[A-Za-z0-9]{64}(?=")')

    gone = client.get(household.get_absolute_url())
    random = client.get("/huishoudens/7f0c1d52-0d1e-4b7e-9a55-2f3f1f0a9b11/")

    assert (gone.status_code, random.status_code) == (404, 404)
    assert token.sub(b"", gone.content) == token.sub(b"", random.content)
    with as_application(daan):
        assert not Household.objects.exists()
        assert not Person.objects.exists()


def test_one_second_before_the_end_it_is_open(client: Client, daan: User, household: Household) -> None:
    access = opened(client, household)
    pass_time(access, hours=3, minutes=59)

    assert client.get(household.get_absolute_url()).status_code == 200


def test_ik_ben_klaar_ends_both_halves_in_one_breath(client: Client, daan: User, household: Household) -> None:
    access = opened(client, household)

    response = client.post(f"/noodtoegang/klaar/{household.uuid}/")

    assert (response.status_code, response["Location"]) == (303, "/mijn-dag/")
    assert client.get(household.get_absolute_url()).status_code == 404
    assert "Noodtoegang tot" not in page(client, "/mijn-dag/")
    assert not Involvement.objects.running().filter(user=daan).exists()
    assert sharing.permissions_of(household, access.organisation) == set()
    assert client.post(f"/noodtoegang/klaar/{household.uuid}/").status_code == 404


def test_the_organisation_keeps_what_it_held_before(
    client: Client, west: Any, daan: User, household: Household
) -> None:
    marco = worker_of(west)
    involve(household, marco, west, Part.INVITED, Level.FILM, permissions=("view",))
    held = HouseholdGroupPermission.objects.get(group=west.group)
    opened(client, household)

    client.post(f"/noodtoegang/klaar/{household.uuid}/")

    assert HouseholdGroupPermission.objects.get(group=west.group).period == held.period
    assert sharing.permissions_of(household, west) == {"view"}


def test_access_that_would_stop_within_the_hour_goes_on_and_then_stops_as_it_would(
    client: Client, west: Any, daan: User, household: Household
) -> None:
    involve(household, worker_of(west), west, Part.INVITED, Level.FILM, permissions=("view",))
    soon = timezone.now() + timedelta(hours=1)
    held = HouseholdGroupPermission.objects.get(group=west.group)
    HouseholdGroupPermission.objects.filter(pk=held.pk).update(period=(held.period.lower, soon))

    access = opened(client, household)
    during = HouseholdGroupPermission.objects.get(pk=held.pk).period.upper
    client.post(f"/noodtoegang/klaar/{household.uuid}/")

    assert during == access.until
    assert HouseholdGroupPermission.objects.get(pk=held.pk).period.upper == soon


def test_two_colleagues_in_one_emergency_do_not_end_each_other(
    client: Client, west: Any, daan: User, household: Household
) -> None:
    first = opened(client, household)
    other = Client()
    sign_in(other, worker_of(west))
    opened(other, household)

    other.post(f"/noodtoegang/klaar/{household.uuid}/")

    assert client.get(household.get_absolute_url()).status_code == 200
    client.post(f"/noodtoegang/klaar/{household.uuid}/")
    assert sharing.permissions_of(household, first.organisation) == set()


# --- What is asked ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "changed",
    [
        {"name": ""},
        {"municipality": ""},
        {"reason": ""},
        {"reason": "Er is gevaar."},
        {"reason": "kort" + " " * 30},
        {"called_112": ""},
        {"called_112": "misschien"},
    ],
)
def test_each_missing_element_is_refused(
    client: Client, daan: User, household: Household, town: Any, changed: Any
) -> None:
    response = client.post(OPEN, filled_in(town, **changed))

    assert response.status_code == 422
    assert not EmergencySearch.objects.exists()
    assert not EmergencyAccess.objects.exists()


def test_an_old_second_step_is_asked_again(client: Client, daan: User, household: Household, town: Any) -> None:
    totp.TOTP.activate(daan, totp.generate_totp_secret())
    make_second_step_old(client)

    answers = [client.get(OPEN), client.post(OPEN, filled_in(town))]

    assert [(answer.status_code, answer["Location"].startswith("/inloggen/nog-een-keer/")) for answer in answers] == [
        (302, True),
        (302, True),
    ]
    assert not EmergencyAccess.objects.exists()


@pytest.mark.parametrize("name", ["noor", "NÓÓR", "Noor de Vries", "de vries", "Familie Adu", "Adu"])
def test_a_whole_name_or_first_name_finds(
    client: Client, daan: User, household: Household, town: Any, name: str
) -> None:
    noor = household.people.get(name="Noor")
    noor.surname = "de Vries"
    noor.save()

    assert client.post(OPEN, filled_in(town, name=name))["Location"] == household.get_absolute_url()


@pytest.mark.parametrize("name", ["Noo", "oor", "Vries", "%", "Ad", "_dam"])
def test_a_piece_of_a_name_finds_nothing(
    client: Client, daan: User, household: Household, town: Any, name: str
) -> None:
    noor = household.people.get(name="Noor")
    noor.surname = "de Vries"
    noor.save()

    response = client.post(OPEN, filled_in(town, name=name))

    assert response.status_code == 422
    assert NOT_FOUND in response.content.decode()


def test_another_municipality_finds_nothing(client: Client, daan: User, household: Household) -> None:
    response = client.post(OPEN, filled_in(MunicipalityFactory()))

    assert NOT_FOUND in response.content.decode()


def test_a_municipality_of_another_region_is_no_choice(client: Client, daan: User) -> None:
    elsewhere = MunicipalityFactory(region=RegionFactory(name="Regio Elders"))

    response = client.post(OPEN, filled_in(elsewhere))

    assert response.status_code == 422
    assert not EmergencySearch.objects.exists()


def test_more_households_show_a_first_name_an_initial_and_the_municipality(
    client: Client, daan: User, household: Household, town: Any
) -> None:
    other = HouseholdFactory(call_name="Familie Bos", municipality=town)
    Person.objects.filter(household=other, name="Noor").update(surname="Zwart", search_surname="zwart")

    response = client.post(OPEN, filled_in(town), follow=True)
    html = " ".join(re.sub(r"<[^>]+>", " ", response.content.decode()).split())

    assert "Noor A., Waterdonk" in html
    assert "Noor Z., Waterdonk" in html
    assert not {"Familie", "Bos", "Zwart", "Adu"} & set(re.findall(r"\w+", html))
    assert not EmergencyAccess.objects.exists()
    chosen = client.post(response.request["PATH_INFO"], {"household": str(other.uuid)})
    assert chosen["Location"] == other.get_absolute_url()
    assert client.get(household.get_absolute_url()).status_code == 404


def test_only_what_was_found_can_be_chosen_and_only_by_who_searched(
    client: Client, daan: User, household: Household, town: Any
) -> None:
    HouseholdFactory(municipality=town)
    never_found = HouseholdFactory(municipality=MunicipalityFactory())
    choose = client.post(OPEN, filled_in(town))["Location"]
    somebody_else = Client()
    sign_in(somebody_else, worker_of(OrganisationFactory()))

    assert client.post(choose, {"household": str(never_found.uuid)}).status_code == 422
    assert somebody_else.get(choose).status_code == 404
    assert somebody_else.post(choose, {"household": str(household.uuid)}).status_code == 404
    assert not EmergencyAccess.objects.exists()


def test_too_many_people_of_that_name_are_not_listed(client: Client, daan: User, town: Any) -> None:
    for _ in range(rules.EMERGENCY_MATCHES + 1):
        HouseholdFactory(municipality=town)

    response = client.post(OPEN, filled_in(town))

    assert response.status_code == 422
    assert "Vul ook de achternaam in." in response.content.decode()


def test_the_fourth_try_of_a_day_is_refused(client: Client, daan: User, household: Household, town: Any) -> None:
    for _ in range(rules.EMERGENCY_TRIES_A_DAY):
        client.post(OPEN, filled_in(town, name="Onbekend"))

    response = client.post(OPEN, filled_in(town))

    assert response.status_code == 422
    assert "Je probeerde dit vandaag al 3 keer." in response.content.decode()
    assert not EmergencyAccess.objects.exists()


def test_whoever_may_read_already_needs_no_emergency(client: Client, household: Household, town: Any) -> None:
    sign_in(client, face_of(household))

    response = client.post(OPEN, filled_in(town))

    assert response["Location"] == household.get_absolute_url()
    assert not EmergencyAccess.objects.exists()


# --- Who does not -----------------------------------------------------------------------------------


def test_who_is_kept_out_finds_nothing_and_opens_nothing(
    client: Client, daan: User, household: Household, town: Any
) -> None:
    HouseholdFactory(municipality=town)
    choose = client.post(OPEN, filled_in(town))["Location"]
    Exclusion.objects.create(household=household, user=daan, decided_by=face_of(household))
    only_other = client.get(choose).content.decode()

    refused = client.post(choose, {"household": str(household.uuid)})
    nothing = client.post(OPEN, filled_in(town, name="Familie Adu"))

    assert str(household.uuid) not in only_other
    assert refused.status_code == 422
    assert NOT_FOUND in nothing.content.decode()
    assert not EmergencyAccess.objects.exists()
    with as_application(daan), connection.cursor() as cursor:
        cursor.execute(
            "SELECT open_in_emergency(%s, %s)", [EmergencySearch.objects.earliest("at").uuid, household.uuid]
        )
        assert cursor.fetchone() == (None,)


def test_who_is_kept_out_afterwards_reads_no_more(client: Client, daan: User, household: Household) -> None:
    opened(client, household)
    Exclusion.objects.create(household=household, user=daan, decided_by=face_of(household))

    assert client.get(household.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("status", [HouseholdStatus.CLOSED, HouseholdStatus.ANNOUNCED])
def test_a_household_in_which_nobody_works_is_not_found(
    client: Client, daan: User, household: Household, town: Any, status: str
) -> None:
    Household.objects.update(status=status, closed_at=timezone.now() if status == "closed" else None)

    assert NOT_FOUND in client.post(OPEN, filled_in(town)).content.decode()


@pytest.mark.parametrize("role", [Role.POLICY, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.RVT_CHAIR])
def test_for_who_does_not_work_with_households_there_is_no_page(client: Client, town: Any, role: Role) -> None:
    sign_in(client, worker_of(OrganisationFactory(), role))

    assert [client.get(START).status_code, client.get(OPEN).status_code] == [404, 404]
    assert client.post(OPEN, filled_in(town)).status_code == 404


def test_the_database_refuses_who_does_not_work_with_households(household: Household) -> None:
    policy = worker_of(OrganisationFactory(), Role.POLICY)

    with (
        pytest.raises(ProgrammingError, match="not a region of this person"),
        as_application(policy),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(
            "SELECT * FROM find_in_emergency('noor', 'noor', %s, %s, 'yes', '')", [household.municipality_id, REASON]
        )


def test_a_try_goes_stale_after_a_quarter_of_an_hour(
    client: Client, daan: User, household: Household, town: Any
) -> None:
    search = EmergencySearch.objects.create(
        user=daan,
        reason=REASON,
        called_112="yes",
        term_hash="",
        found=[household.pk],
        found_people=[None],
        at=timezone.now() - timedelta(minutes=16),
    )

    assert client.get(f"{OPEN}{search.uuid}/").status_code == 404
    with as_application(daan), connection.cursor() as cursor:
        cursor.execute("SELECT open_in_emergency(%s, %s)", [search.uuid, household.uuid])
        assert cursor.fetchone() == (None,)


# --- Who hears it -----------------------------------------------------------------------------------


def test_face_duo_and_privacy_officer_hear_it_at_once(
    client: Client, daan: User, household: Household, officer: User
) -> None:
    partner = OrganisationFactory(kind="veilig_thuis")
    duo, invited = worker_of(partner), worker_of(partner)
    involve(household, duo, partner, Part.DUO)
    involve(household, invited, partner, Part.INVITED, Level.FILM)
    elsewhere = worker_of(OrganisationFactory(region=RegionFactory(name="Regio Elders")), Role.PRIVACY_OFFICER)

    opened(client, household)

    told = {(row.recipient, row.kind) for row in Notification.objects.all()}
    assert told == {
        (face_of(household), "emergency_opened"),
        (duo, "emergency_opened"),
        (officer, "emergency_review"),
    }
    assert elsewhere not in {who for who, _ in told}


def test_the_face_reads_who_why_and_until_when(client: Client, daan: User, household: Household) -> None:
    opened(client, household)
    sign_in(client, face_of(household))

    said = page(client, "/meldingen/")

    assert "Daan Visser, Wijkteam West, 06 98 76 54 32, opende Familie Adu met noodtoegang, tot " in said
    assert REASON in said


def test_mail_says_only_that_something_waits(client: Client, daan: User, household: Household, officer: User) -> None:
    opened(client, household)

    with as_application():
        outbox.sweep()

    assert sorted(message.to[0] for message in mail.outbox) == sorted([face_of(household).email, officer.email])
    for message in mail.outbox:
        assert not {"Adu", "Daan", "nood"} & set(re.findall(r"\w+", f"{message.subject} {message.body}"))


def test_it_stands_in_the_history_and_among_the_decisions(client: Client, daan: User, household: Household) -> None:
    access = opened(client, household)
    client.post(f"/noodtoegang/klaar/{household.uuid}/")

    events = AuditEvent.objects.filter(event__startswith="emergency.").order_by("at")
    assert [(event.event, event.actor, event.root) for event in events] == [
        ("emergency.opened", daan.uuid, household.uuid),
        ("emergency.ended", daan.uuid, household.uuid),
    ]
    decision = SharingDecision.objects.get(organisation=access.organisation)
    assert (decision.permissions, decision.ground, decision.until) == (["view"], "vital_interest", access.until)


# --- The privacy officer ----------------------------------------------------------------------------


def test_accesses_alerts_and_reviews_are_as_many(
    client: Client, daan: User, household: Household, town: Any, officer: User
) -> None:
    for number in range(3):
        worker = worker_of(OrganisationFactory(name=f"Team {number}"))
        sign_in(client, worker)
        opened(client, household)
    sign_in(client, officer)

    reviews = client.get(REVIEWS).content.decode().count("Te beoordelen</")
    today = client.get("/mijn-dag/").content.decode().count("Noodtoegang te beoordelen:")

    alerts = Notification.objects.filter(recipient=officer, kind="emergency_review").count()
    assert EmergencyAccess.objects.count() == alerts == reviews == today == 3


def test_the_privacy_officer_reads_why_and_nothing_of_the_family(
    client: Client, daan: User, household: Household, officer: User
) -> None:
    access = opened(client, household)
    sign_in(client, officer)

    for url in (REVIEWS, f"{REVIEWS}{access.uuid}/", "/meldingen/"):
        said = page(client, url)
        assert "Daan Visser, Wijkteam West" in said
        assert not {"Adu", "Noor", "Sem", "Waterdonk"} & set(re.findall(r"\w+", said))
    assert code_of(household.uuid) in page(client, REVIEWS)
    assert REASON in page(client, REVIEWS)
    assert client.get(household.get_absolute_url()).status_code == 404
    with as_application(officer):
        assert EmergencyAccess.objects.count() == 1
        assert not Household.objects.exists()


def test_what_was_not_judged_blocks_the_next_one(
    client: Client, daan: User, household: Household, town: Any, officer: User
) -> None:
    access = opened(client, household)
    client.post(f"/noodtoegang/klaar/{household.uuid}/")

    refused = client.post(OPEN, filled_in(town))

    assert refused.status_code == 422
    assert WAIT_FOR_VERDICT in refused.content.decode()
    assert WAIT_FOR_VERDICT in client.get(START).content.decode()
    assert judge(client, officer, access).status_code == 303
    sign_in(client, daan)
    assert client.post(OPEN, filled_in(town)).status_code == 303


def test_a_verdict_is_told_and_never_changes(client: Client, daan: User, household: Household, officer: User) -> None:
    access = opened(client, household)
    judge(client, officer, access, "not_justified")

    again = client.post(f"{REVIEWS}{access.uuid}/", {"verdict": "justified", "text": "Toch wel."})

    assert again.status_code == 404
    with pytest.raises(DatabaseError), transaction.atomic():
        EmergencyVerdict.objects.update(verdict="justified")
    sign_in(client, daan)
    assert "Olaf Meeuwis vond je noodtoegang niet terecht: Er was echt gevaar." in page(client, "/meldingen/")


@pytest.mark.parametrize("data", [{"verdict": "", "text": "Tekst"}, {"verdict": "justified", "text": ""}])
def test_a_verdict_has_a_word_and_a_text(
    client: Client, daan: User, household: Household, officer: User, data: Any
) -> None:
    access = opened(client, household)
    sign_in(client, officer)

    assert client.post(f"{REVIEWS}{access.uuid}/", data).status_code == 422
    assert not EmergencyVerdict.objects.exists()


def test_nobody_judges_the_own_emergency(client: Client, household: Household, west: Any) -> None:
    both = worker_of(west)
    both.memberships.create(organisation=OrganisationFactory(), role=Role.PRIVACY_OFFICER)
    sign_in(client, both)
    access = opened(client, household)

    assert "Een andere functionaris beoordeelt die." in page(client, REVIEWS)
    assert client.get(f"{REVIEWS}{access.uuid}/").status_code == 404
    with pytest.raises(ProgrammingError, match="row-level security"), as_application(both), transaction.atomic():
        EmergencyVerdict.objects.create(access=access, verdict="justified", text="Ja.", by=both)


def test_only_a_privacy_officer_of_the_region_judges(client: Client, daan: User, household: Household) -> None:
    access = opened(client, household)
    elsewhere = worker_of(OrganisationFactory(region=RegionFactory(name="Regio Elders")), Role.PRIVACY_OFFICER)

    for user in (daan, face_of(household), worker_of(OrganisationFactory(), Role.ADMINISTRATOR)):
        sign_in(client, user)
        assert [client.get(REVIEWS).status_code, client.get(f"{REVIEWS}{access.uuid}/").status_code] == [404, 404]
    sign_in(client, elsewhere)
    assert "Niemand gebruikte noodtoegang." in page(client, REVIEWS)
    assert client.get(f"{REVIEWS}{access.uuid}/").status_code == 404
    with as_application(elsewhere):
        assert not EmergencyAccess.objects.exists()


def test_the_list_asks_as_much_of_the_database_for_one_as_for_many(
    client: Client, household: Household, officer: User, django_assert_max_num_queries: Any
) -> None:
    for number in range(12):
        worker = worker_of(OrganisationFactory(name=f"Team {number}"))
        sign_in(client, worker)
        opened(client, household)
    sign_in(client, officer)

    with django_assert_max_num_queries(12):
        client.get(REVIEWS)


# --- What the database keeps ------------------------------------------------------------------------


def test_nobody_writes_an_emergency_without_its_function(daan: User, household: Household) -> None:
    with pytest.raises(ProgrammingError, match="permission denied"), as_application(daan), transaction.atomic():
        EmergencySearch.objects.create(
            user=daan, reason=REASON, called_112="yes", term_hash="", found=[household.pk], found_people=[None]
        )


def test_an_emergency_is_never_changed_and_lasts_four_hours_at_most(
    client: Client, daan: User, household: Household
) -> None:
    access = opened(client, household)

    for row in (EmergencyAccess, EmergencySearch):
        with pytest.raises(DatabaseError), transaction.atomic():
            row.objects.update(reason="Iets heel anders dan er stond.")
    with pytest.raises(DatabaseError, match="emergency_four_hours_at_most"), transaction.atomic():
        EmergencyAccess.objects.create(
            household=household,
            household_uuid=household.uuid,
            region=household.municipality.region,
            user=daan,
            organisation=access.organisation,
            involvement=Involvement.objects.get(part=Part.CONTACT),
            search=EmergencySearch.objects.create(
                user=daan, reason=REASON, called_112="yes", term_hash="", found=[], found_people=[]
            ),
            reason=REASON,
            called_112="yes",
            until=timezone.now() + timedelta(hours=5),
        )


def test_a_stranger_sees_no_emergency(client: Client, daan: User, household: Household) -> None:
    opened(client, household)

    with as_application(worker_of(team_of(household))):
        assert not EmergencyAccess.objects.exists()
        assert not EmergencySearch.objects.exists()
    with as_application(daan):
        assert EmergencyAccess.objects.count() == 1


@pytest.mark.parametrize(
    ("opened_on", "due_on"),
    [
        (date(2026, 11, 18), date(2026, 11, 20)),
        (date(2026, 11, 20), date(2026, 11, 24)),
        (date(2026, 11, 22), date(2026, 11, 24)),
    ],
)
def test_a_review_is_due_two_working_days_later(opened_on: date, due_on: date) -> None:
    assert rules.review_due(opened_on) == due_on
