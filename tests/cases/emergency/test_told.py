"""Who hears of an emergency, and how the privacy officer judges it afterwards (ux S11, security 2.1 m)."""

from __future__ import annotations

import re
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, ProgrammingError, transaction
from django.test import Client

from accounts import outbox
from accounts.choices import Role
from accounts.models import AuditEvent, Notification, User
from accounts.rules import code_of
from cases.choices import Level, Part
from cases.models import (
    EmergencyAccess,
    EmergencyVerdict,
    Household,
    SharingDecision,
)
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.cases.emergency.steps import (
    OPEN,
    REASON,
    REVIEWS,
    START,
    WAIT_FOR_VERDICT,
    filled_in,
    judge,
    opened,
    page,
)
from tests.cases.factories import face_of, involve
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


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
