from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from accounts import outbox
from tests.cases.factories import face_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("name", ["draft", "finalise", "handouts", "versions"])
def test_every_screen_shows_itself_to_the_contact_person(client: Client, name: str) -> None:
    household = factories.finalised().household
    sign_in(client, face_of(household))

    answer = client.get(reverse(f"veiligheidskaart:{name}", args=[household.uuid]))

    assert answer.status_code == 200


def test_the_card_of_a_reader_shows_itself(client: Client) -> None:
    version = factories.finalised()
    sign_in(client, face_of(version.household))

    answer = client.get(version.editions.first().get_absolute_url())

    assert answer.status_code == 200


def test_the_pdf_is_a_download_with_a_neutral_name(client: Client) -> None:
    version = factories.finalised()
    outbox.sweep()
    sign_in(client, face_of(version.household))

    answer = client.get(version.editions.first().get_pdf_url())

    assert answer.content.startswith(b"%PDF-")
    assert answer["Content-Disposition"] == 'attachment; filename="onze-kaart.pdf"'
    assert answer["Cache-Control"] == "no-store"
