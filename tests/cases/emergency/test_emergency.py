"""Break-glass: four hours of reading for who says why (ux S11, security 2.1 m)."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, ProgrammingError, transaction
from django.test import Client
from django.utils import timezone

from accounts.models import User
from accounts.templatetags.ui import clock
from cases import rules
from cases.choices import Level, Part
from cases.models import (
    EmergencyAccess,
    EmergencySearch,
    Household,
    HouseholdGroupPermission,
    Involvement,
    Person,
)
from cases.services import sharing
from tests.accounts.factories import worker_of
from tests.application import as_application
from tests.cases.emergency.steps import (
    OPEN,
    REASON,
    START,
    opened,
    page,
    pass_time,
)
from tests.cases.factories import involve, team_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


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
