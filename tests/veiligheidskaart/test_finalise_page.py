from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from cases.models import Household
from tests.cases.factories import face_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from veiligheidskaart.content import DraftChoice, DraftSteps
from veiligheidskaart.models import KaartVersion
from veiligheidskaart.services.drafts import save_draft, stand_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def household(client: Client) -> Household:
    made = factories.with_draft()
    sign_in(client, face_of(made))
    return made


def url(household: Household) -> str:
    return reverse("veiligheidskaart:finalise", args=[household.uuid])


def post_of(household: Household, **changed: Any) -> dict[str, Any]:
    return {
        "version": stand_of(household).version,
        "present": [str(factories.person(household, "Noor").uuid), str(face_of(household).uuid)],
        "agree": "yes",
        "look_back_on": factories.soon().isoformat(),
        "_sleutel": str(uuid.uuid4()),
        **changed,
    }


def test_a_whole_form_finalises_and_goes_on_to_handing_out(client: Client, household: Household) -> None:
    answer = client.post(url(household), post_of(household))

    version = KaartVersion.objects.get()
    assert (answer.status_code, answer["Location"]) == (
        303,
        reverse("veiligheidskaart:handouts", args=[household.uuid]),
    )
    assert (version.present, version.all_agree, version.look_back_on) == (["Noor", "Sanne"], True, factories.soon())


def test_the_same_post_twice_is_one_card(client: Client, household: Household) -> None:
    data = post_of(household)

    first, second = client.post(url(household), data), client.post(url(household), data)

    assert (first.status_code, second.status_code, second["Location"]) == (303, 303, first["Location"])
    assert KaartVersion.objects.count() == 1


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"present": []}, "Kies wie erbij waren."),
        ({"present": [str(uuid.uuid4())]}, "Kies iets uit de lijst bij ‘Wie waren erbij?’."),
        ({"agree": ""}, "Kies of iedereen het eens is."),
        ({"agree": "not_quite"}, "Schrijf op wie het anders ziet, in eigen woorden."),
        ({"look_back_on": ""}, "Vul ‘Wanneer kijken jullie terug?’ in."),
        ({"look_back_on": "2020-01-01"}, "Kies een dag na vandaag, binnen drie maanden."),
        ({"look_back_on": "2099-01-01"}, "Kies een dag na vandaag, binnen drie maanden."),
        ({"look_back_on": "1899-01-01"}, "Kies een dag na 1900."),
    ],
)
def test_bad_input_is_refused_in_words(
    client: Client, household: Household, changed: dict[str, Any], message: str
) -> None:
    answer = client.post(url(household), post_of(household, **changed))

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not KaartVersion.objects.exists()


def test_who_sees_it_differently_is_kept_and_too_long_a_text_stays_on_the_screen(
    client: Client, household: Household
) -> None:
    name = f"view_{factories.person(household, 'Daan').uuid}"

    refused = client.post(url(household), post_of(household, agree="not_quite", **{name: "Ik zie het anders. " * 10}))
    client.post(url(household), post_of(household, agree="not_quite", **{name: "Ik zie het anders."}))

    assert refused.status_code == 422
    assert "Ik zie het anders. Ik zie" in refused.content.decode()
    assert KaartVersion.objects.get().content["views"] == [{"by": "Daan", "text": "Ik zie het anders.", "readers": []}]


def test_everything_that_must_still_be_done_is_said_at_once_before_and_after(client: Client) -> None:
    household = factories.with_draft(agreements=DraftChoice(), steps=DraftSteps("Bel 06 12 34 56 78"))
    sign_in(client, face_of(household))
    stops = ["Kies minstens één afspraak.", "Bij ‘Als het spannend wordt’ staat een telefoonnummer. Haal dat weg."]

    shown = client.get(url(household)).content.decode()
    refused = client.post(url(household), post_of(household))

    assert all(stop in shown for stop in stops)
    assert refused.status_code == 422
    assert all(stop in refused.content.decode() for stop in stops)


def test_a_colleague_who_changes_the_text_meanwhile_is_named_and_what_was_filled_in_stays(
    client: Client, household: Household
) -> None:
    data = post_of(household)
    save_draft(
        household,
        draft=factories.draft(household, steps=DraftSteps("Nieuw")),
        version=data["version"],
        by=face_of(household),
    )

    answer = client.post(url(household), data)

    assert answer.status_code == 409
    assert "veranderde de kaart net." in answer.content.decode()
    assert answer.context["form"]["look_back_on"].value() == factories.soon().isoformat()
    assert not KaartVersion.objects.exists()
