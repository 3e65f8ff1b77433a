"""Who sees a card: the table of design 2, and the second rule, that an edition is for its reader."""

from __future__ import annotations

import uuid

import pytest
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.choices import Role
from accounts.models import User
from cases.choices import CloseReason, Level, Part
from cases.services.households import close_household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import end_now, involve, team_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from veiligheidskaart.models import KaartEdition, KaartVersion

pytestmark = pytest.mark.django_db

WRITE = ("draft", "finalise", "handouts")


@pytest.fixture
def version() -> KaartVersion:
    return factories.finalised()


def addresses(version: KaartVersion) -> list[str]:
    """Return every address of this card."""
    household = version.household.uuid
    edition = version.editions.first().uuid
    return [
        *(reverse(f"veiligheidskaart:{name}", args=[household]) for name in (*WRITE, "versions")),
        *(reverse(f"veiligheidskaart:{name}", args=[household, edition]) for name in ("edition", "pdf-state", "pdf")),
    ]


def joined(version: KaartVersion, part: Part, level: Level | str = "") -> User:
    organisation = OrganisationFactory()
    user = worker_of(organisation)
    involve(version.household, user, organisation, part, level)
    return user


def test_to_somebody_else_a_card_and_a_random_id_look_the_same(client: Client, version: KaartVersion) -> None:
    outbox.sweep()
    sign_in(client, worker_of(OrganisationFactory()))

    real = [client.get(address) for address in addresses(version)]
    random = [
        client.get(address.replace(str(version.household.uuid), str(uuid.uuid4()))) for address in addresses(version)
    ]

    assert [answer.status_code for answer in real] == [404] * len(real)
    assert [len(answer.content) for answer in real] == [len(answer.content) for answer in random]


def test_without_signing_in_every_address_leads_to_the_sign_in_page(client: Client, version: KaartVersion) -> None:
    assert {client.get(address).status_code for address in addresses(version)} == {302}


@pytest.mark.parametrize("part", [Part.DUO, Part.COVER])
def test_the_inner_circle_writes_and_reads_every_edition(client: Client, version: KaartVersion, part: Part) -> None:
    user = joined(version, part)
    sign_in(client, user)

    answers = [
        client.get(reverse(f"veiligheidskaart:{name}", args=[version.household.uuid])).status_code for name in WRITE
    ]

    assert answers == [200] * 3
    assert KaartEdition.objects.visible_to(user).count() == 4


@pytest.mark.parametrize("level", Level.values)
def test_who_is_invited_reads_the_edition_for_professionals_and_writes_nothing(
    client: Client, version: KaartVersion, level: str
) -> None:
    user = joined(version, Part.INVITED, level)
    sign_in(client, user)

    page = client.get(reverse("veiligheidskaart:versions", args=[version.household.uuid]))
    writing = [
        client.get(reverse(f"veiligheidskaart:{name}", args=[version.household.uuid])).status_code for name in WRITE
    ]

    assert [edition.reader_name for edition in KaartEdition.objects.visible_to(user)] == ["professionals"]
    assert (page.status_code, writing) == (200, [404] * 3)
    assert "Kaart voor Noor" not in page.content.decode()


def test_somebody_with_emergency_access_reads_the_edition_for_professionals(version: KaartVersion) -> None:
    user = joined(version, Part.EMERGENCY)

    assert [edition.reader_name for edition in KaartEdition.objects.visible_to(user)] == ["professionals"]


def test_the_team_lead_reads_and_does_not_write(client: Client, version: KaartVersion) -> None:
    lead = worker_of(team_of(version.household), Role.TEAM_LEAD)
    sign_in(client, lead)

    assert client.get(addresses(version)[0]).status_code == 404
    assert KaartEdition.objects.visible_to(lead).count() == 1


def test_access_that_ended_ends_at_once(version: KaartVersion) -> None:
    organisation = OrganisationFactory()
    user = worker_of(organisation)
    involvement = involve(version.household, user, organisation, Part.DUO)

    end_now(involvement)

    assert not KaartEdition.objects.visible_to(user).exists()


def test_an_edition_of_one_family_is_not_there_under_the_address_of_another(
    client: Client, version: KaartVersion
) -> None:
    outbox.sweep()
    other = factories.household(by=version.finalised_by)
    edition = version.editions.first()
    sign_in(client, version.finalised_by)

    answers = [
        client.get(reverse(f"veiligheidskaart:{name}", args=[other.uuid, edition.uuid])).status_code
        for name in ("edition", "pdf-state", "pdf")
    ]

    assert answers == [404] * 3


def test_a_closed_household_keeps_its_cards_and_gets_no_new_ones(client: Client, version: KaartVersion) -> None:
    sign_in(client, version.finalised_by)
    close_household(version.household, reason=CloseReason.SAFE, by=version.finalised_by)

    statuses = [client.get(address).status_code for address in addresses(version)[:4]]

    assert statuses == [404, 404, 404, 200]


# --- Waiting for the PDF ---------------------------------------------------------------------------
def test_a_pdf_that_is_being_made_says_so_and_asks_again(client: Client, version: KaartVersion) -> None:
    sign_in(client, version.finalised_by)
    edition = version.editions.first()

    waiting = client.get(
        reverse("veiligheidskaart:pdf-state", args=[version.household.uuid, edition.uuid])
    ).content.decode()
    outbox.sweep()
    ready = client.get(
        reverse("veiligheidskaart:pdf-state", args=[version.household.uuid, edition.uuid])
    ).content.decode()

    assert "Kaart wordt gemaakt" in waiting
    assert 'hx-trigger="load delay:2s"' in waiting
    assert edition.get_pdf_url() in ready
    assert "hx-trigger" not in ready


def test_a_pdf_that_failed_says_so_and_can_be_asked_again(client: Client, version: KaartVersion) -> None:
    from accounts.models import OutboxEntry

    OutboxEntry.objects.update(state="dead", attempts=8)
    sign_in(client, version.finalised_by)
    edition = version.editions.first()

    failed = client.get(reverse("veiligheidskaart:versions", args=[version.household.uuid])).content.decode()
    again = client.post(
        reverse("veiligheidskaart:pdf-again", args=[version.household.uuid, edition.uuid]),
        {"_sleutel": str(uuid.uuid4())},
    )
    outbox.sweep()

    assert "Het maken van deze pdf lukte niet." in failed
    assert "Maak opnieuw" in failed
    assert again.status_code == 303
    assert edition.pdf.data
