"""A question of the table counts as a consultation: once, without its text, and without saying which (ux S18)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client

from accounts.models import AuditEvent, Municipality, Organisation
from rvt.figures.half_years import half_years
from rvt.models import Consultation, CountedItem
from tests.accounts.factories import MunicipalityFactory
from tests.rvt.factories import expert_of, office_of
from tests.rvt.tables import Table, offered, running, table_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    table = table_of(experts=1)
    offered(table)
    return table


@pytest.fixture
def town(table: Table) -> Municipality:
    return MunicipalityFactory(name="Waterdonk", region=table.meeting.region)


def page(table: Table) -> str:
    return f"/rvt/punt/{table.item.uuid}/telt-mee/"


def count(client: Client, table: Table, organisation: Organisation, **changed: Any) -> Any:
    town = organisation.municipalities.get()
    return client.post(
        page(table),
        {
            "organisation": str(organisation.uuid),
            "seeker_role": "local_team",
            "municipality": str(town.uuid),
            "natures": ["km_psy"],
            **changed,
        },
    )


def test_it_counts_at_the_table_on_the_day_of_the_meeting(client: Client, table: Table, veilig_thuis: Organisation):
    sign_in(client, table.office.secretary)

    assert count(client, table, veilig_thuis).status_code == 303

    kept = Consultation.objects.get()
    assert kept.setting is not None
    assert (kept.setting.label, kept.began_at) == ("RVT-tafel", table.meeting.starts_at)
    assert (kept.organisation, kept.staff) == (veilig_thuis, table.office.secretary)


def test_it_counts_in_the_half_year_figures(client: Client, table: Table, veilig_thuis: Organisation):
    sign_in(client, table.office.chair)
    region, year = table.meeting.region, table.meeting.starts_at.year
    before = next(line.row for line in half_years(region, year).lines if line.row.label == "Consultatie en advies")

    count(client, table, veilig_thuis)

    after = next(line.row for line in half_years(region, year).lines if line.row.label == "Consultatie en advies")
    assert before.total == 0
    assert after.total != 0


def test_it_counts_once(client: Client, table: Table, veilig_thuis: Organisation):
    sign_in(client, table.office.chair)
    count(client, table, veilig_thuis)

    assert count(client, table, veilig_thuis).status_code == 404
    assert Consultation.objects.count() == 1
    with pytest.raises(IntegrityError), transaction.atomic():
        CountedItem.objects.create(item=table.item)


def test_nothing_leads_from_the_question_to_what_was_counted(client: Client, table: Table, veilig_thuis: Organisation):
    sign_in(client, table.office.chair)
    count(client, table, veilig_thuis)

    kept = Consultation.objects.get()
    event = AuditEvent.objects.get(event="consultation.from_table")
    assert (kept.question, kept.advice, kept.code_word) == ("", "", "")
    assert event.target == kept.uuid
    assert not {str(table.item.uuid), str(table.question.uuid)} & set(map(str, event.details.values()))


def test_what_is_not_discussed_yet_does_not_count(client: Client, veilig_thuis: Organisation, table: Table):
    waiting = running(table_of(office=table.office))
    sign_in(client, table.office.chair)

    assert client.get(page(waiting)).status_code == 404


def test_who_does_not_run_this_table_finds_no_page(client: Client, veilig_thuis: Organisation, table: Table):
    others = [table.question.asker, table.experts[0], expert_of(table.office), office_of(table.meeting.region).chair]

    answers = [sign_in(client, who).get(page(table)).status_code for who in others]

    assert answers == [404, 404, 404, 200]


def test_where_nobody_keeps_a_register_there_is_no_button_and_no_page(client: Client, table: Table):
    sign_in(client, table.office.chair)

    advice = client.get(f"/rvt/vraag/{table.question.uuid}/advies/").content.decode()

    assert ("Tel als consultatie" in advice, client.get(page(table)).status_code) == (False, 404)


def test_the_button_is_there_until_it_counts(client: Client, veilig_thuis: Organisation, table: Table):
    sign_in(client, table.office.chair)
    advice = f"/rvt/vraag/{table.question.uuid}/advies/"

    before = client.get(advice).content.decode()
    count(client, table, veilig_thuis)
    after = client.get(advice).content.decode()

    assert ["Tel als consultatie" in text for text in (before, after)] == [True, False]
