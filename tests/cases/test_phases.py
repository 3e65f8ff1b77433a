"""Where we are: a day, who was there, and words of the family or a silence that is named."""

from __future__ import annotations

from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import AuditEvent
from cases.choices import Level, Part, PhaseStep
from cases.models import Household, Phase
from cases.services.parties import NotOfThisHousehold
from cases.services.phases import NotDiscussed, set_phase
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve
from tests.cases.stories import days_ago, family, member, two_families
from tests.cases.test_agreements import address, fields_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

SILENCE = "Het gezin wilde hier niets bij zeggen"


def filled(household: Household, **fields: Any) -> dict[str, Any]:
    """Return a good post: one quote of Samira."""
    return {
        "step": "risk_driven",
        "discussed_on": f"{timezone.localdate():%Y-%m-%d}",
        "present": "Samira en Peter",
        f"quote_{member(household, 'Samira').uuid}": "We maken nog wel ruzie.",
        **fields,
    }


def test_the_words_of_each_person_stand_on_the_page(client: Client):
    household = family()
    sign_in(client, face_of(household))
    peter = member(household, "Peter")

    answer = client.post(
        address("phase-create", household), filled(household, **{f"quote_{peter.uuid}": "Het gaat beter."})
    )
    page = client.get(household.get_absolute_url()).content.decode()

    assert answer.status_code == 303
    assert "“We maken nog wel ruzie.”" in page
    assert "“Het gaat beter.”" in page
    assert "Veilig blijven" in page


def test_a_silence_is_named(client: Client):
    household = family()
    sign_in(client, face_of(household))
    quote = f"quote_{member(household, 'Samira').uuid}"

    client.post(address("phase-create", household), filled(household, **{quote: "", "family_silent": "on"}))

    assert f"{SILENCE}." in client.get(household.get_absolute_url()).content.decode()


def test_the_latest_talk_counts_and_the_older_one_stays():
    household = family()
    words = {"present": "Samira", "quotes": {}, "family_silent": True, "by": face_of(household)}

    set_phase(household, step=PhaseStep.RECOVERY, discussed_on=days_ago(1), **words)
    set_phase(household, step=PhaseStep.DIRECT_SAFETY, discussed_on=days_ago(40), **words)

    assert [phase.step for phase in Phase.objects.filter(household=household)] == [
        PhaseStep.RECOVERY,
        PhaseStep.DIRECT_SAFETY,
    ]


HELP = "Waar kun je samen op letten?"
NEXT_STEPS = {
    PhaseStep.DIRECT_SAFETY: "Van Nu veilig naar Veilig blijven",
    PhaseStep.RISK_DRIVEN: "Van Veilig blijven naar Herstellen",
    PhaseStep.RECOVERY: "Van Herstellen naar verder zonder ons",
}


def discussed(household: Household, step: PhaseStep, days: int = 1) -> Phase:
    """Keep that the family said nothing about `step`, some days ago."""
    return set_phase(
        household,
        step=step,
        discussed_on=days_ago(days),
        present="Samira",
        quotes={},
        family_silent=True,
        by=face_of(household),
    )


@pytest.mark.parametrize("step", list(PhaseStep))
def test_the_form_helps_to_talk_about_the_step_after_the_last_one(client: Client, step: PhaseStep):
    household = family()
    discussed(household, PhaseStep.DIRECT_SAFETY, days=40)
    discussed(household, step)
    sign_in(client, face_of(household))

    page = client.get(address("phase-create", household)).content.decode()

    assert HELP in page
    assert [words for words in NEXT_STEPS.values() if words in page] == [NEXT_STEPS[step]]


def test_the_help_asks_nothing(client: Client):
    household = family()
    sign_in(client, face_of(household))
    before = fields_of(client.get(address("phase-create", household)).content.decode()).keys()
    discussed(household, PhaseStep.RISK_DRIVEN)

    assert fields_of(client.get(address("phase-create", household)).content.decode()).keys() == before


def test_the_help_stays_when_something_was_forgotten(client: Client):
    household = family()
    discussed(household, PhaseStep.RISK_DRIVEN)
    sign_in(client, face_of(household))

    answer = client.post(address("phase-create", household), filled(household, present=""))

    assert (answer.status_code, HELP in answer.content.decode()) == (422, True)


def test_before_the_first_talk_there_is_no_step_to_help_with(client: Client):
    household = family()
    sign_in(client, face_of(household))

    assert HELP not in client.get(address("phase-create", household)).content.decode()


def test_the_help_is_about_this_family_only(client: Client):
    household, other = two_families()
    discussed(other, PhaseStep.RISK_DRIVEN)
    sign_in(client, face_of(household))

    assert HELP not in client.get(address("phase-create", household)).content.decode()


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        ({"step": ""}, "Fout:"),
        ({"step": "crisis"}, "Fout:"),
        ({"present": ""}, "Fout:"),
        ({"present": "x" * 301}, "Fout:"),
        ({"discussed_on": ""}, "Fout:"),
        ({"discussed_on": "1899-12-31"}, "Kies een dag na 1900."),
        ({"discussed_on": f"{days_ago(-2):%Y-%m-%d}"}, "Kies een dag die al geweest is."),
        ({"family_silent": "on"}, "Er staan woorden van het gezin. Haal dit vinkje weg."),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(client: Client, bad: dict[str, str], text: str):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("phase-create", household), filled(household, **bad))

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "We maken nog wel ruzie." in answer.content.decode()
    assert not Phase.objects.exists()


@pytest.mark.parametrize("length", [0, 401])
def test_no_words_or_too_many_are_refused(client: Client, length: int):
    household = family()
    sign_in(client, face_of(household))
    quote = f"quote_{member(household, 'Samira').uuid}"

    answer = client.post(address("phase-create", household), filled(household, **{quote: "x" * length}))

    assert (answer.status_code, Phase.objects.count()) == (422, 0)


def test_words_of_somebody_of_another_household_are_not_kept(client: Client):
    household, other = two_families()
    sign_in(client, face_of(household))
    stranger = f"quote_{member(other, 'Peter').uuid}"

    client.post(address("phase-create", household), filled(household, **{stranger: "Van elders."}))

    assert "Van elders." not in client.get(household.get_absolute_url()).content.decode()
    with pytest.raises(NotOfThisHousehold):
        set_phase(
            household,
            step=PhaseStep.RECOVERY,
            discussed_on=days_ago(1),
            present="Samira",
            quotes={member(other, "Peter"): "Van elders."},
            family_silent=False,
            by=face_of(household),
        )


def test_the_service_asks_for_words_or_a_silence_too():
    household = family()

    with pytest.raises(NotDiscussed):
        set_phase(
            household,
            step=PhaseStep.RECOVERY,
            discussed_on=days_ago(1),
            present="Samira",
            quotes={},
            family_silent=False,
            by=face_of(household),
        )


def test_the_same_post_twice_is_one_talk(client: Client):
    household = family()
    sign_in(client, face_of(household))
    key = fields_of(client.get(address("phase-create", household)).content.decode())["_sleutel"][0]

    for _ in range(2):
        client.post(address("phase-create", household), filled(household, _sleutel=key))

    assert Phase.objects.count() == 1


def test_a_talk_is_written_in_the_history_without_words(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("phase-create", household), filled(household))

    event = AuditEvent.objects.get(event="phase.set")
    assert (event.root, event.details) == (household.uuid, {"step": "risk_driven"})


@pytest.mark.parametrize("level", list(Level))
def test_who_was_invited_does_not_set_the_phase(client: Client, level: Level):
    household = family()
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, level)
    sign_in(client, guest)

    assert client.post(address("phase-create", household), filled(household)).status_code == 404


def test_nothing_is_discussed_in_a_closed_household(client: Client):
    household = HouseholdFactory(closed=True)
    sign_in(client, face_of(household))

    assert client.get(address("phase-create", household)).status_code == 404
