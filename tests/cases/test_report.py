"""Moet ik melden? (ux, S34): a page to read, and a weighing that professionals of the household keep."""

from __future__ import annotations

import html
from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from cases.choices import Part
from cases.models import Household, ReportWeighing
from cases.services.questions import weigh_report
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def household() -> Household:
    return HouseholdFactory()


def address(household: Household) -> str:
    return reverse("cases:report-weigh", args=[household.uuid])


def test_the_plain_page_has_five_steps_and_keeps_nothing(client: Client):
    sign_in(client, worker_of(OrganisationFactory()))

    page = html.unescape(client.get("/moet-ik-melden/").content.decode())

    assert page.count("<li><strong>") == 5
    assert "Vragen aan het RVT is niet hetzelfde als melden." in page
    assert "Bewaar mijn afweging" not in page


def test_a_weighing_is_kept_with_its_day_and_its_reason(client: Client, household: Household):
    sign_in(client, face_of(household))

    answer = client.post(address(household), {"choice": "no", "reason": "Beide ouders doen mee."})

    kept = ReportWeighing.objects.get()
    assert answer.status_code == 303
    assert (kept.choice, kept.reported_on, kept.decided_on) == ("no", None, timezone.localdate())
    assert "Beide ouders doen mee." in html.unescape(client.get(address(household)).content.decode())


@pytest.mark.parametrize("day", ["", str(timezone.localdate() + timedelta(days=1))])
def test_what_was_reported_was_reported_on_a_day_that_has_been(client: Client, household: Household, day: str):
    sign_in(client, face_of(household))

    answer = client.post(address(household), {"choice": "yes", "reported_on": day, "reason": "Opnieuw geslagen."})

    assert answer.status_code == 422
    assert not ReportWeighing.objects.exists()


@pytest.mark.parametrize(("part", "status"), [(Part.DUO, 200), (Part.COVER, 200), (None, 404)])
def test_only_professionals_close_by_read_it(client: Client, household: Household, part: Part | None, status: int):
    user = worker_of(team_of(household), Role.TEAM_LEAD if part is None else Role.PROFESSIONAL)
    if part:
        involve(household, user, team_of(household), part)
    sign_in(client, user)

    assert client.get(address(household)).status_code == status


def test_a_weighing_never_changes(household: Household):
    face = face_of(household)
    weigh_report(household, choice="no", reported_on=None, reason="Zij doen mee.", by=face)

    with pytest.raises(ProgrammingError), as_application(face), transaction.atomic():
        ReportWeighing.objects.update(reason="Anders.")


def test_another_household_does_not_read_it(household: Household):
    weigh_report(household, choice="no", reported_on=None, reason="Zij doen mee.", by=face_of(household))

    with as_application(face_of(HouseholdFactory())):
        assert not ReportWeighing.objects.exists()
