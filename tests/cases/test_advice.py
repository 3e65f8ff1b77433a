"""An advice of the table on the side of who asked: read by the duo, taken over as agreements, unseen by the table."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent, Notification, User
from cases.choices import Level, Part
from cases.models import Agreement, Household, QuestionLink
from rvt.models import Question
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.rvt.tables import Table, offered, table_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

FIRST, SECOND = "Praat eerst met het kind alleen.", "Praat daarna met elke ouder apart."


@pytest.fixture
def household() -> Household:
    return HouseholdFactory(call_name="Brouwer – Öz")


@pytest.fixture
def table(household: Household) -> Table:
    """The face asked, the table advised, and the link stands on this side."""
    made = table_of(by=face_of(household))
    offered(made)
    QuestionLink.objects.create(household=household, question=made.question.uuid, asker=face_of(household))
    return made


@pytest.fixture
def duo(household: Household) -> User:
    partner = worker_of(OrganisationFactory())
    involve(household, partner, partner.memberships.get().organisation, Part.DUO)
    return partner


def page_of(household: Household, question: Question) -> str:
    return reverse("cases:advice", args=[household.uuid, question.uuid])


def taken(client: Client, household: Household, table: Table, **changed: Any) -> Any:
    """Send the form as the face fills it in: what that person does, and looks after, is "ik"."""
    page = client.get(page_of(household, table.question))
    me = page.context["form"].fields["who"].choices[0][0]
    typed = {"lines": ["0"], "who": me, "checker": me, "since": str(timezone.localdate()), **changed}
    return client.post(page_of(household, table.question), typed)


def test_the_duo_reads_the_advice(client: Client, household: Household, table: Table, duo: User):
    page = sign_in(client, duo).get(page_of(household, table.question)).content.decode()

    assert FIRST in page
    assert "Zet in mijn huishouden" in page


@pytest.mark.parametrize("part", [Part.COVER, Part.INVITED])
def test_somebody_else_of_the_household_finds_no_advice(client: Client, household: Household, table: Table, part: Part):
    other = worker_of(team_of(household))
    involve(household, other, team_of(household), part, Level.FILM if part == Part.INVITED else "")

    assert sign_in(client, other).get(page_of(household, table.question)).status_code == 404


def test_an_advice_about_another_household_is_not_there(client: Client, household: Household, table: Table):
    other = HouseholdFactory()
    sign_in(client, face_of(household))

    assert client.get(page_of(other, table.question)).status_code == 404


def test_an_advice_that_is_still_written_is_not_there(client: Client, household: Household):
    writing = table_of(by=face_of(household))
    QuestionLink.objects.create(household=household, question=writing.question.uuid, asker=face_of(household))

    assert sign_in(client, face_of(household)).get(page_of(household, writing.question)).status_code == 404


def test_chosen_lines_become_agreements_of_the_household(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    answer = taken(client, household, table, lines=["0", "1"])

    assert (answer.status_code, answer["Location"]) == (303, household.get_absolute_url())
    assert set(Agreement.objects.filter(household=household).values_list("what", flat=True)) == {FIRST, SECOND}


def test_a_line_that_was_not_chosen_stays_advice(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    taken(client, household, table)

    assert [agreement.what for agreement in Agreement.objects.filter(household=household)] == [FIRST]


def test_without_a_line_nothing_is_made_and_the_form_says_so(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    answer = taken(client, household, table, lines=[])

    assert answer.status_code == 422
    assert answer.context["form"].errors["lines"] == ["Kies één regel of meer."]
    assert not Agreement.objects.filter(household=household).exists()


def test_the_table_never_sees_what_followed(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))
    taken(client, household, table)
    after = [household.call_name, str(household.uuid), "afspraak"]

    told = Notification.objects.filter(recipient__in=[table.office.chair, table.office.secretary, *table.experts])
    about = AuditEvent.objects.filter(target=table.question.uuid).values_list("event", flat=True)
    sign_in(client, table.office.chair)
    page = client.get(reverse("rvt:advice-detail", args=[table.question.uuid])).content.decode()

    assert [notification.kind for notification in told if notification.kind.startswith("agreement")] == []
    assert [event for event in about if event.startswith("agreement")] == []
    assert [word for word in after if word in page] == []


def test_a_duo_advice_leads_to_asking_a_duo(client: Client, household: Household, table: Table):
    page = sign_in(client, face_of(household)).get(page_of(household, table.question)).content.decode()

    assert "De tafel adviseert een duo" in page
    assert reverse("cases:duo-create", args=[household.uuid]) in page


def test_who_asked_is_led_from_the_table_to_the_own_side(client: Client, household: Household, table: Table):
    sign_in(client, face_of(household))

    page = client.get(reverse("rvt:advice-detail", args=[table.question.uuid])).content.decode()

    assert page_of(household, table.question) in page
