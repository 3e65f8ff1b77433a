"""Wie keek mee: who sees whose looks, and how they read."""

from __future__ import annotations

import re
from typing import Any
from uuid import uuid4

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts import audit_line
from accounts.choices import Role
from accounts.models import AccessLine, User
from cases.choices import Level, Part
from cases.models import Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.accounts.test_access_log import LINE
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.cases.stories import family
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def household() -> Household:
    made: Household = family(by=worker_of(team := OrganisationFactory(), name="Sanne Verbeek"), team=team)
    return made


def look(household: Household, user: User, path: str = "") -> str:
    """Open the household as `user`."""
    return sign_in(Client(), user).get(f"{household.get_absolute_url()}{path}").content.decode()


def logged(household: Household, user: User, **more: Any) -> None:
    audit_line.insert([{**LINE, "who": user.uuid, "household": household.uuid, "obj_id": household.uuid, **more}])


def text_of(page: str, start: str) -> str:
    """What stands in the page from `start` on, without marks."""
    return " ".join(re.sub(r"<[^>]+>", " ", page[page.index(start) :]).split())


def test_the_first_look_of_all_has_nobody_to_show(household: Household) -> None:
    assert 'id="paneel-inzage"' not in look(household, face_of(household))


def test_the_panel_names_who_looked_with_organisation_and_moment(household: Household) -> None:
    look(household, face_of(household))

    panel = text_of(look(household, face_of(household)), 'id="paneel-inzage"')

    assert "Wie keek mee" in panel
    assert "Sanne Verbeek" in panel
    assert "Keek naar huishouden" in panel
    assert team_of(household).name in panel
    assert "vandaag" in panel


def test_the_panel_shows_the_last_three_people_and_each_once_a_day(household: Household) -> None:
    colleagues = [worker_of(team_of(household), name=name) for name in ("Een Aa", "Twee Bee", "Drie Cee", "Vier Dee")]
    for colleague in colleagues:
        logged(household, colleague)
        logged(household, colleague)

    panel = text_of(look(household, face_of(household)), 'id="paneel-inzage"')

    assert "Een Aa" not in panel
    assert [panel.count(name) for name in ("Twee Bee", "Drie Cee", "Vier Dee")] == [1, 1, 1]


def test_an_emergency_look_stands_out(household: Household) -> None:
    logged(household, worker_of(team_of(household), name="Nood Geval"), checks="TTFT")

    panel = text_of(look(household, face_of(household)), 'id="paneel-inzage"')

    assert "Nood Geval Noodtoegang" in panel


def test_writing_and_taking_a_pdf_along_read_as_such(household: Household) -> None:
    colleague = worker_of(team_of(household))
    logged(household, colleague, event_code="change", obj_type="agreement")
    logged(household, colleague, event_code="export", obj_type="kaartpdf")

    panel = text_of(look(household, face_of(household)), 'id="paneel-inzage"')

    assert "Schreef bij afspraken en kaart, haalde een pdf op" in panel


def test_somebody_who_was_invited_sees_only_the_own_looks(household: Household) -> None:
    guest = worker_of(organisation := OrganisationFactory(), name="Marco Gast")
    involve(household, guest, organisation, Part.INVITED, Level.CARD)
    look(household, face_of(household))
    look(household, guest)

    panel = text_of(look(household, guest), 'id="paneel-inzage"')
    page = look(household, guest, "wie-keek-mee/")

    for seen in (panel, page[page.index("<main") :]):
        assert "Marco Gast" in seen
        assert "Sanne Verbeek" not in seen


def test_a_team_lead_sees_all_looks(household: Household) -> None:
    look(household, face_of(household))

    assert "Sanne Verbeek" in look(household, worker_of(team_of(household), Role.TEAM_LEAD), "wie-keek-mee/")


def test_refusals_and_looks_at_another_household_do_not_stand_there(household: Household) -> None:
    stranger = worker_of(OrganisationFactory(), name="Vreemde Vogel")
    look(household, stranger)
    logged(HouseholdFactory(), stranger)

    assert "Vreemde Vogel" not in look(household, face_of(household), "wie-keek-mee/")


def test_the_page_merges_a_day_and_turns_over(household: Household) -> None:
    for number in range(30):
        colleague = worker_of(team_of(household), name=f"Collega {number:02}")
        for _ in range(2):
            logged(household, colleague)

    page = look(household, face_of(household), "wie-keek-mee/")

    assert page.count('<li class="person">') == 25
    assert "1 tot en met 25 van 30" in text_of(page, "<main")


def test_the_page_costs_the_same_with_one_and_with_twenty_looks(household: Household, client: Client) -> None:
    sign_in(client, face_of(household))
    counts = []
    for number in (1, 20):
        for _ in range(number):
            logged(household, worker_of(OrganisationFactory()), organisation=OrganisationFactory().uuid)
        for path in ("", "wie-keek-mee/"):
            with CaptureQueriesContext(connection) as queries:
                client.get(f"{household.get_absolute_url()}{path}")
            counts.append(len(queries))

    assert counts[:2] == counts[2:]


def test_row_security_shows_the_lines_of_ones_own_households_only(household: Household) -> None:
    other = HouseholdFactory()
    request = uuid4()
    for each in (household, other):
        logged(each, face_of(each), request_id=request)

    with as_application(face_of(household)):
        seen = list(AccessLine.objects.filter(request_id=request))
    with as_application(worker_of(OrganisationFactory())):
        by_a_stranger = list(AccessLine.objects.filter(request_id=request))

    assert [line.household for line in seen] == [household.uuid]
    assert by_a_stranger == []
