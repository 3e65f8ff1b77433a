"""The advice register: during the call, finding back, calling back, and nothing changed afterwards (ux S18)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.db import IntegrityError, transaction
from django.test import Client
from django.utils import timezone

from accounts.choices import Role
from accounts.models import Municipality, Organisation, User
from rvt.choices_register import CodeList
from rvt.models import Code, Consultation
from rvt.services.register import NothingToCallBack, called_back
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from tests.application import as_application
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

NEW, LIST = "/consultaties/nieuw/", "/consultaties/"
MUST_CHOOSE = "Kies een van deze antwoorden."


def filled_in(town: Municipality, organisation: Organisation, **changed: Any) -> dict[str, Any]:
    """Return a whole consultation as it is posted; None leaves a field out."""
    typed = {
        "began_at": timezone.localtime().isoformat(timespec="seconds"),
        "code_word": "blauwe fiets",
        "organisation": str(organisation.uuid),
        "seeker_role": "teacher",
        "municipality": str(town.uuid),
        "natures": ["km_psy", "km_getuige"],
        "question": "Hoe begin ik het gesprek met de ouders?",
        "gezien": "1",
        "what_now": "done",
    }
    return {name: value for name, value in {**typed, **changed}.items() if value is not None}


def registered(client: Client, town: Municipality, organisation: Organisation, **changed: Any) -> Consultation:
    """Register one through the page."""
    answer = client.post(NEW, filled_in(town, organisation, **changed))
    assert (answer.status_code, answer.get("Location")) == (303, LIST)
    return Consultation.objects.latest("pk")


def errors_of(answer: Any) -> dict[str, list[str]]:
    assert answer.status_code == 422
    return dict(answer.context["form"].errors)


# --- During the call --------------------------------------------------------------------------------------------------


def test_it_keeps_who_asked_what_and_who_answered(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    kept = registered(client, town, veilig_thuis, advice="Kies een rustig moment.", setting="phone")

    assert (kept.staff, kept.organisation, kept.municipality) == (marco, veilig_thuis, town)
    assert {code.code for code in kept.natures.all()} == {"km_psy", "km_getuige"}
    assert (kept.seeker_role.code, kept.setting.code) == ("teacher", "phone")
    assert kept.ended_at >= kept.began_at


@pytest.mark.parametrize("missing", ["seeker_role", "municipality", "natures", "what_now"])
def test_four_questions_have_to_be_answered(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation, missing: str
):
    answer = client.post(NEW, filled_in(town, veilig_thuis, **{missing: None}))

    assert errors_of(answer) == {missing: [MUST_CHOOSE]}
    assert "Hoe begin ik het gesprek met de ouders?" in answer.content.decode()


def test_only_four_questions_have_to_be_answered(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    kept = registered(client, town, veilig_thuis, question=None, code_word=None)

    assert kept.question == ""


def test_a_call_has_begun_before_it_is_kept(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    tomorrow = (timezone.localtime() + timedelta(days=1)).isoformat(timespec="seconds")

    answer = client.post(NEW, filled_in(town, veilig_thuis, began_at=tomorrow))

    assert "began_at" in errors_of(answer)


def test_a_form_that_was_open_all_night_follows_no_call(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    yesterday = (timezone.localtime() - timedelta(hours=13)).isoformat(timespec="seconds")

    answer = client.post(NEW, filled_in(town, veilig_thuis, began_at=yesterday))

    assert errors_of(answer) == {"__all__": ["Het begin ligt niet in de laatste 12 uur."]}


def test_a_municipality_of_another_area_is_no_choice(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    elsewhere = MunicipalityFactory(name="Verweg")

    answer = client.post(NEW, filled_in(town, veilig_thuis, municipality=str(elsewhere.uuid)))

    assert list(errors_of(answer)) == ["municipality"]


def test_a_code_that_holds_no_longer_is_refused(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    Code.objects.filter(list=CodeList.SEEKER_ROLE, code="teacher").update(last_on="2025-12-31")

    answer = client.post(NEW, filled_in(town, veilig_thuis))

    assert errors_of(answer) == {"seeker_role": ["Dit antwoord geldt niet meer. Kies iets anders."]}


def test_a_promise_to_call_back_has_a_day(client: Client, marco: User, town: Municipality, veilig_thuis: Organisation):
    answer = client.post(NEW, filled_in(town, veilig_thuis, what_now="call_back"))

    assert errors_of(answer) == {"call_back_on": ["Kies de dag waarop je terugbelt."]}


def test_nobody_calls_back_in_the_past(client: Client, marco: User, town: Municipality, veilig_thuis: Organisation):
    yesterday = str(timezone.localdate() - timedelta(days=1))

    answer = client.post(NEW, filled_in(town, veilig_thuis, what_now="call_back", call_back_on=yesterday))

    assert errors_of(answer) == {"__all__": ["Kies een dag die nog komt."]}


def test_save_and_new_opens_an_empty_form(client: Client, marco: User, town: Municipality, veilig_thuis: Organisation):
    answer = client.post(NEW, filled_in(town, veilig_thuis, **{"nog-een": "1"}))

    assert (answer.status_code, answer["Location"]) == (303, NEW)
    assert "Hoe begin ik het gesprek" not in client.get(NEW).content.decode()


def test_the_draft_of_a_call_that_still_runs_keeps_its_code_word(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    client.post(NEW, {**filled_in(town, veilig_thuis), "_concept": "1"})

    page = client.get(NEW).content.decode()

    assert "blauwe fiets" in page
    assert "Hoe begin ik het gesprek met de ouders?" in page


# --- Finding back -----------------------------------------------------------------------------------------------------


def test_a_colleague_finds_the_caller_by_code_word(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    registered(client, town, veilig_thuis)
    sign_in(client, worker_of(veilig_thuis))

    found = client.post(LIST, {"word": "Blauwe Fiets"}, follow=True)

    assert found.redirect_chain == [(f"{LIST}?gezocht=ja", 303)]
    assert "Hoe begin ik het gesprek met de ouders?" in found.content.decode()


def test_another_organisation_finds_nothing(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    kept = registered(client, town, veilig_thuis)
    sign_in(client, worker_of(OrganisationFactory()))

    assert "Hoe begin ik" not in client.post(LIST, {"word": "blauwe fiets"}, follow=True).content.decode()
    assert client.get(kept.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [Role.POLICY, Role.ADMINISTRATOR, Role.PRIVACY_OFFICER])
def test_who_works_with_no_family_has_no_register(client: Client, veilig_thuis: Organisation, role: Role):
    sign_in(client, worker_of(veilig_thuis, role))

    assert client.get(LIST).status_code == 404
    assert client.get(NEW).status_code == 404


def test_who_waits_for_a_call_stands_on_top_until_somebody_called(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    kept = registered(client, town, veilig_thuis, what_now="call_back", call_back_on=str(timezone.localdate()))
    before = client.get(LIST).content.decode()

    client.post(f"{kept.get_absolute_url()}teruggebeld/", {"text": "Het gesprek ging goed.", "gezien": "1"})

    after = client.get(LIST).content.decode()
    assert ["Ik belde terug" in page for page in (before, after)] == [True, False]
    assert "Het gesprek ging goed." in client.get(kept.get_absolute_url()).content.decode()


def test_a_caller_is_called_back_once(client: Client, marco: User, town: Municipality, veilig_thuis: Organisation):
    kept = registered(client, town, veilig_thuis, what_now="call_back", call_back_on=str(timezone.localdate()))
    called_back(kept, text="Gebeld.", by=marco)

    with pytest.raises(NothingToCallBack):
        called_back(kept, text="Nog eens.", by=marco)


def test_an_addition_stands_beside_the_original(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    kept = registered(client, town, veilig_thuis)

    client.post(
        f"{kept.get_absolute_url()}aanvullen/",
        {"text": "Het was een oom.", "why": "Ik hoorde het verkeerd.", "gezien": "1"},
    )

    page = client.get(kept.get_absolute_url()).content.decode()
    assert "Hoe begin ik het gesprek met de ouders?" in page
    assert "Het was een oom." in page
    assert "Ik hoorde het verkeerd." in page


def test_a_consultation_is_never_changed(client: Client, marco: User, town: Municipality, veilig_thuis: Organisation):
    kept = registered(client, town, veilig_thuis)

    with pytest.raises(IntegrityError), transaction.atomic():
        Consultation.objects.filter(pk=kept.pk).update(question="Anders")


def test_the_list_asks_as_much_of_the_database_for_one_as_for_many(
    client: Client,
    marco: User,
    town: Municipality,
    veilig_thuis: Organisation,
    django_assert_max_num_queries: Any,
):
    wait = {"what_now": "call_back", "call_back_on": str(timezone.localdate())}
    registered(client, town, veilig_thuis, **wait)
    counts = []
    for _ in range(2):
        with django_assert_max_num_queries(18) as captured:
            client.get(LIST)
        counts.append(len(captured.captured_queries))
        for number in range(29):
            registered(client, town, veilig_thuis, code_word=f"rode lamp {number}", **wait)

    assert counts[0] == counts[1]


def test_the_application_may_write_what_the_pages_write(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    registered(client, town, veilig_thuis)

    with as_application(marco):
        assert Consultation.objects.visible_to(marco).count() == 1


# --- Names ------------------------------------------------------------------------------------------------------------


def test_what_looks_like_a_name_is_asked_about_and_nothing_is_lost(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    typed = "Wat doe ik met de appjes van 06 12345678?"

    answer = client.post(NEW, filled_in(town, veilig_thuis, question=typed, gezien=None))

    assert "Is iemand te herkennen?" in errors_of(answer)["__all__"][0]
    assert "Staat hier een telefoonnummer?" in answer.content.decode()
    assert typed in answer.content.decode()
    assert not Consultation.objects.exists()


def test_the_proposal_is_put_in_by_one_button(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    typed = filled_in(town, veilig_thuis, question="Het kind is 9 jaar en bang. Wat nu?", gezien=None)
    asked = client.post(NEW, typed)
    finding = asked.context["looked"].fields[0].findings[0]

    answer = client.post(NEW, {**typed, "vervang": f"question:{finding.key}"})

    assert answer.status_code == 200
    assert "9 jaar" not in answer.context["form"]["question"].value()
    assert finding.proposal in answer.context["form"]["question"].value()


def test_who_looked_may_keep_what_was_typed(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    kept = registered(client, town, veilig_thuis, question="Het kind is 9 jaar. Wat nu?")

    assert kept.question == "Het kind is 9 jaar. Wat nu?"


def test_without_the_name_finder_a_person_has_to_look(
    client: Client, marco: User, town: Municipality, veilig_thuis: Organisation
):
    answer = client.post(NEW, filled_in(town, veilig_thuis, gezien=None))

    assert "De namenzoeker doet het nu niet. Kijk zelf goed na of er namen staan." in answer.content.decode()
    assert not Consultation.objects.exists()
