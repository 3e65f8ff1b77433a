"""Somebody of the municipality who makes policy reads the figures, and nothing else of anybody (ux 1, S27)."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import Role
from accounts.models import User
from tests.access_table import TABLE, Row
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory
from tests.rvt.tables import table_of
from tests.rvt.years import consultation_of, discuss
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

FIGURES = {
    "rvt:figures",
    "rvt:figures-csv",
    "rvt:figures-paper-ask",
    "rvt:figures-paper",
    "rvt:figures-paper-state",
    "rvt:figures-paper-pdf",
    "rvt:figures-paper-again",
}
OF_EVERYBODY = {
    "api:household-list",
    "api:schema",
    "cases:household-list",
    "cases:must-i-report",
    "rvt:look-back-thanks",
    "rvt:meeting-list",
    "veiligheidskaart:check",
}
"""For everybody who signed in: lists of what is one's own, which are empty here, and pages of words."""


@pytest.fixture
def ellen(client: Client) -> User:
    ellen = worker_of(OrganisationFactory(kind="municipal_policy"), Role.POLICY, name="Ellen Prins")
    sign_in(client, ellen)
    return ellen


def people_of(row: Row | dict[str, Row]) -> set[frozenset[str]]:
    return {each.people for each in (row.values() if isinstance(row, dict) else (row,))}


def test_of_all_addresses_only_the_figures_are_for_who_makes_policy():
    everybody = people_of(TABLE["accounts:profile"]).pop()

    hers = {name for name, row in TABLE.items() if any("policy" in people for people in people_of(row))}
    special = {name for name in hers if everybody not in people_of(TABLE[name])}

    assert special == FIGURES
    rooms = {name for name in hers if name.partition(":")[0] in {"rvt", "cases", "veiligheidskaart", "api"}}
    assert {name for name in rooms if everybody in people_of(TABLE[name])} <= OF_EVERYBODY


def test_lists_of_ones_own_are_empty(client: Client, ellen: User):
    HouseholdFactory(call_name="Familie De Boom")
    table = table_of()

    answers = [client.get(reverse(name)) for name in ("cases:household-list", "rvt:meeting-list", "api:household-list")]
    pages = [answer.content.decode() for answer in answers]

    assert [answer.status_code for answer in answers] == [200, 200, 200]
    assert not any(word in page for page in pages for word in ("De Boom", table.meeting.place))


def test_the_menu_holds_figures_and_nothing_else(client: Client, ellen: User):
    page = client.get("/cijfers/").content.decode()

    menu = re.search(r'<nav class="nav"[^>]*>(.*?)</nav>', page, re.DOTALL)
    assert menu is not None
    assert re.findall(r'<a href="([^"]+)"[^>]*>\s*([^<]+?)\s*<', menu[1]) == [("/cijfers/", "Cijfers")]


def test_the_first_page_is_the_figures(client: Client, ellen: User):
    assert client.get("/")["Location"] == "/cijfers/"


def test_the_figures_hold_no_word_of_a_call_or_a_question(client: Client, ellen: User):
    region = ellen.memberships.get().organisation.region
    call = consultation_of(worker_of(OrganisationFactory(region=region)))
    discuss(region, 2024, halves=(9, 9))

    pages = [
        client.get(f"/cijfers/?jaar={call.began_at.year}&deel={tab}").content.decode() for tab in ("", "uitgesplitst")
    ]

    assert not any(word in page for page in pages for word in (call.question, call.advice, call.code_word))
    assert client.get(call.get_absolute_url()).status_code == 404
