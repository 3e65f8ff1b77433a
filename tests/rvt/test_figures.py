"""Halfjaarcijfers: the rows of the region's own report, in page and file alike (ux S27, domain dossier 1.6)."""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

import pytest
from django.test import Client

from accounts.choices import Role
from accounts.models import Municipality, Organisation, Region
from rvt.choices import FollowUp
from rvt.figures.disclosure import Hidden
from rvt.figures.document import NO_MONTHS, safe_cell
from rvt.figures.half_years import half_years
from rvt.models import HalfYearNotes
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.rvt.years import consult, discuss
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PAGE, FILE = "/cijfers/?jaar=2024", "/cijfers/halfjaarcijfers.csv?jaar=2024"


@pytest.fixture
def region(town: Municipality) -> Region:
    return town.region


def as_policy(client: Client, region: Region) -> Client:
    sign_in(client, worker_of(OrganisationFactory(kind="municipal_policy", region=region), Role.POLICY))
    return client


def rows_of(answer: Any) -> dict[str, list[str]]:
    """Return the lines of the file by their first cell."""
    return {row[0]: row[1:] for row in csv.reader(StringIO(answer.content.decode("utf-8-sig")), delimiter=";") if row}


def cells_of(region: Region, label: str, year: int = 2024) -> tuple[Any, ...]:
    lines = half_years(region, year).lines
    return next(line.row.cells for line in lines if line.row.label == label)


def test_the_year_of_the_report_gives_the_cells_of_the_report(region: Region):
    discuss(
        region,
        2024,
        halves=(96, 79),
        without_children=(0, 14),
        follow_ups={FollowUp.NETWORK_MEETING: (12, 10), FollowUp.COUNCIL_TALK: (34, 22)},
    )

    assert cells_of(region, "Besproken vragen") == (96, 79, 175)
    assert cells_of(region, "Netwerkberaden met partners") == (12, 10, 22)
    assert cells_of(region, "Gesprekken met de Raad") == (34, 22, 56)
    assert cells_of(region, "Huishoudens zonder kinderen") == (0, 14, 14)


def test_page_and_file_say_the_same(client: Client, region: Region, town: Municipality, veilig_thuis: Organisation):
    discuss(region, 2024, halves=(96, 79), follow_ups={FollowUp.DUO: (3, 18)})
    consult(veilig_thuis, town, 2024, halves=(118, 104))
    as_policy(client, region)

    page, lines = client.get(PAGE).content.decode(), rows_of(client.get(FILE))

    assert lines["Besproken vragen"] == ["96", "79", "175"]
    assert lines["Consultatie en advies"] == ["118", "104", "222"]
    assert lines["Duo’s"] == ["minder dan 5", "–", "21"]
    assert all(number in page for number in ("175", "222", "minder dan 5", "niet getoond"))


def test_a_year_is_written_as_a_year(client: Client, region: Region):
    as_policy(client, region)

    page = client.get(PAGE).content.decode()

    assert "<option selected>2024</option>" in page
    assert "2.024" not in page


def test_another_year_and_another_region_count_for_nothing(region: Region):
    discuss(region, 2023, halves=(9, 9))
    discuss(RegionFactory(name="Elders"), 2024, halves=(9, 9))

    assert cells_of(region, "Besproken vragen") == (0, 0, 0)


def test_a_consultation_counts_on_the_local_day(region: Region, town: Municipality, veilig_thuis: Organisation):
    consult(veilig_thuis, town, 2024, halves=(6, 7))

    assert cells_of(region, "Consultatie en advies") == (6, 7, 13)


def test_the_parts_hide_what_is_small_and_one_large_row_with_it(
    region: Region, town: Municipality, veilig_thuis: Organisation
):
    consult(veilig_thuis, town, 2024, halves=(30, 30))
    consult(veilig_thuis, town, 2024, halves=(12, 12), setting="chat")
    consult(veilig_thuis, town, 2024, halves=(2, 9), setting="mail")

    parts = next(each for each in half_years(region, 2024).parts if each.title == "Hoe?")

    assert parts.rows is not None
    assert {row.label: row.cells for row in parts.rows} == {
        "Chat": (Hidden.COVER, Hidden.COVER, Hidden.COVER),
        "Mail": (Hidden.SMALL, Hidden.COVER, Hidden.COVER),
        "Telefoon": (30, 30, 60),
    }


def test_a_municipality_with_few_is_not_named(
    client: Client, region: Region, town: Municipality, veilig_thuis: Organisation
):
    consult(veilig_thuis, town, 2024, halves=(30, 30))
    consult(veilig_thuis, MunicipalityFactory(name="Klein Dorp", region=region), 2024, halves=(5, 4))
    consult(veilig_thuis, MunicipalityFactory(name="Groot Dorp", region=region), 2024, halves=(20, 20))
    as_policy(client, region)

    assert "Klein Dorp" not in client.get(PAGE).content.decode()
    assert rows_of(client.get(FILE))["Andere gemeenten"] == ["25", "24", "49"]


def test_months_that_would_give_a_small_number_away_say_why_they_are_not_there(client: Client, region: Region):
    discuss(region, 2024, halves=(2, 30))
    as_policy(client, region)

    assert half_years(region, 2024).months is None
    assert NO_MONTHS in client.get(f"{PAGE}&deel=wachten").content.decode()
    assert NO_MONTHS in rows_of(client.get(FILE))


def test_what_the_chair_writes_stands_on_the_page_that_was_made_before(client: Client, region: Region):
    as_policy(client, region)
    assert "Drukke maanden." not in client.get(PAGE).content.decode()

    HalfYearNotes.objects.create(region=region, year=2024, half=1, general="Drukke maanden.")

    assert "Drukke maanden." in client.get(PAGE).content.decode()


def test_what_the_figures_do_not_say_is_said_in_page_and_file(client: Client, region: Region):
    as_policy(client, region)
    sentence = "Het RVT weet niet wat er daarna gebeurde."

    assert sentence in client.get(PAGE).content.decode()
    assert sentence in rows_of(client.get(FILE))


@pytest.mark.parametrize("role", [Role.PRIVACY_OFFICER, Role.RVT_EXPERT])
def test_who_has_no_figures_finds_no_page(client: Client, region: Region, role: Role):
    sign_in(client, worker_of(OrganisationFactory(kind="safety_team", region=region), role))

    assert [client.get(address).status_code for address in (PAGE, FILE)] == [404, 404]


def test_another_region_is_not_there(client: Client, region: Region):
    as_policy(client, region)

    assert client.get(f"/cijfers/?regio={RegionFactory(name='Elders').uuid}").status_code == 404


@pytest.mark.parametrize("typed", ["", "twee", "99999", "1800", "²⁰²⁴"])
def test_a_year_that_cannot_be_is_this_year(client: Client, region: Region, typed: str):
    as_policy(client, region)

    assert client.get("/cijfers/", {"jaar": typed}).status_code == 200


@pytest.mark.parametrize("tab", ["", "uitgesplitst", "wachten"])
def test_as_many_questions_to_the_database_for_one_as_for_many(
    client: Client, town: Municipality, veilig_thuis: Organisation, django_assert_max_num_queries: Any, tab: str
):
    as_policy(client, town.region)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(18) as captured:
            client.get(f"{PAGE}&deel={tab}")
        counts.append(len(captured.captured_queries))
        consult(veilig_thuis, town, 2024, halves=(30, 30))
        discuss(town.region, 2024, halves=(30, 30))

    assert counts[0] == counts[1]


@pytest.mark.parametrize("text", ["=1+1", "+31", "-2", "@SUM(A1)", "\tx"])
def test_no_cell_is_a_formula(text: str):
    assert safe_cell(text) == f"'{text}"
