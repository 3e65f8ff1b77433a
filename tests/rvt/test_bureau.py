"""The delivery to the statistics bureau: what is missing is said, and the file holds codes and days only (issue 5)."""

from __future__ import annotations

import csv
from datetime import UTC, date, datetime
from io import StringIO
from typing import Any

import pytest
from django.http import HttpResponse
from django.test import Client

from accounts.choices import Role
from accounts.models import AuditEvent, Municipality, Organisation, User
from rvt import bureau_layout
from rvt.models import Code
from rvt.services.bulk import PastCall, take_over_calls
from rvt.services.delivery import check, half_year_before
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

PAGE, FILE = "/consultaties/statistiek/", "/consultaties/statistiek/bestand.csv"
YEAR = {"van": "2024-01-01", "tot": "2024-12-31"}
WHOLE = (date(2024, 1, 1), date(2024, 12, 31))


@pytest.fixture
def town() -> Municipality:
    return MunicipalityFactory(name='=Súdwest; "Fryslân"')


@pytest.fixture
def known_codes() -> None:
    for number, code in enumerate(Code.objects.all(), start=1):
        Code.objects.filter(pk=code.pk).update(bureau_code=f"B{number}")


def answered(marco: User, town: Municipality, **changed: Any) -> None:
    """Let `marco` have answered a call of 1 March 2024."""
    moment = datetime(2024, 3, 1, 9, tzinfo=UTC)
    values = {
        "began_at": moment,
        "ended_at": moment,
        "seeker_role": "teacher",
        "natures": ("km_psy", "km_getuige"),
        "duration": "once",
        "seeker_organisation": "education",
        "question": "Hoe begin ik het gesprek?",
    }
    call = PastCall(staff=marco, municipality=town, **{**values, **changed})
    take_over_calls(marco.memberships.get().organisation, [call], by=marco)


def rows(answer: HttpResponse) -> list[list[str]]:
    return list(csv.reader(StringIO(answer.content.decode("ascii")), delimiter=";"))


def bureau(name: str) -> str:
    return str(Code.objects.get(code=name, list__in=["nature", "duration", "seeker_role"]).bureau_code)


def test_the_eight_items_are_written_as_the_layout_says(client: Client, marco: User, town: Any, known_codes: None):
    answered(marco, town, extras=("lvb",))

    head, line = rows(client.get(FILE, YEAR))

    cells = dict(zip(head, line, strict=True))
    assert head == [column.name for column in bureau_layout.COLUMNS]
    assert (cells["STARTDATUM"], cells["EINDDATUM"], cells["DUUR"]) == ("20240301", "20240301", bureau("once"))
    assert set(cells["AARD"].split(",")) == {bureau("km_psy"), bureau("km_getuige")}
    assert "gesprek" not in str(cells)


def test_no_cell_is_a_formula_or_ends_another(client: Client, marco: User, town: Any, known_codes: None):
    answered(marco, town)

    _, line = rows(client.get(FILE, YEAR))

    assert line[2] == "Sudwest; Fryslan"
    assert not [cell for cell in line if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_only_the_own_register_in_that_period_is_in_it(
    client: Client, marco: User, town: Municipality, known_codes: None
):
    answered(marco, town)
    answered(marco, town, began_at=datetime(2023, 12, 31, 22, 59, tzinfo=UTC))
    answered(marco, town, began_at=datetime(2023, 12, 31, 23, 0, tzinfo=UTC))
    answered(worker_of(OrganisationFactory(region=town.region, municipalities=[town])), town)

    assert [line[0] for line in rows(client.get(FILE, YEAR))] == ["STARTDATUM", "20240101", "20240301"]


def test_what_is_not_filled_in_is_told_with_a_way_there(
    client: Client, marco: User, town: Municipality, known_codes: None
):
    answered(marco, town)
    answered(marco, town, duration="", seeker_organisation="")

    found = check(marco.memberships.get().organisation, *WHOLE)
    page = client.get(PAGE, YEAR).content.decode()

    ((row, missing),) = found.rows
    assert (found.number, found.incomplete, missing) == (2, 1, ["duur", "organisatie"])
    assert row.get_absolute_url() in page
    assert "Maak het bestand toch" in page


def test_answers_without_a_code_of_the_bureau_are_told(client: Client, marco: User, town: Any, known_codes: None):
    answered(marco, town)
    Code.objects.filter(code__in=["km_getuige", "km_seks"]).update(bureau_code="")

    found = check(marco.memberships.get().organisation, *WHOLE)

    assert [code.code for code in found.without_code] == ["km_getuige"]


def test_a_whole_period_says_so(client: Client, marco: User, town: Municipality, known_codes: None):
    answered(marco, town)

    assert "Alles is er" in client.get(PAGE, YEAR).content.decode()


def test_taking_the_file_is_recorded(client: Client, marco: User, town: Municipality, known_codes: None):
    answered(marco, town)
    client.get(FILE, YEAR)

    event = AuditEvent.objects.get(event="bureau_file.made")
    assert (event.actor, event.target) == (marco.uuid, marco.memberships.get().organisation.uuid)
    assert event.details == {"consultations": 1, "first_on": "2024-01-01", "last_on": "2024-12-31"}


@pytest.mark.parametrize("period", [{"van": "2024-12-31", "tot": "2024-01-01"}, {"van": "gisteren", "tot": "x"}])
def test_a_period_that_cannot_be_has_no_file(client: Client, marco: User, period: dict[str, str]):
    assert (client.get(PAGE, period).status_code, client.get(FILE, period).status_code) == (200, 404)


def test_who_answers_no_callers_finds_nothing(client: Client, marco: User, veilig_thuis: Organisation):
    sign_in(client, worker_of(veilig_thuis, Role.POLICY))

    assert (client.get(PAGE).status_code, client.get(FILE).status_code) == (404, 404)


@pytest.mark.parametrize(
    ("today", "days"),
    [
        (date(2026, 11, 22), (date(2026, 1, 1), date(2026, 6, 30))),
        (date(2026, 6, 30), (date(2025, 7, 1), date(2025, 12, 31))),
        (date(2026, 1, 1), (date(2025, 7, 1), date(2025, 12, 31))),
    ],
)
def test_the_half_year_that_was_over_last_is_offered(today: date, days: tuple[date, date]):
    assert half_year_before(today) == days


def test_the_check_asks_no_query_for_a_line(
    client: Client, marco: User, town: Municipality, django_assert_max_num_queries: Any
):
    for _ in range(30):
        answered(marco, town, duration="")

    with django_assert_max_num_queries(14):
        client.get(PAGE, YEAR)
