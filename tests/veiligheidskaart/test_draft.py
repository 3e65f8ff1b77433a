from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from accounts.models import AuditEvent, OtherText
from accounts.versions import VersionConflict
from cases.choices import Part
from cases.models import Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import face_of, involve
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from veiligheidskaart.content import Draft, DraftChoice, DraftSteps, DraftVoice, DraftVoices
from veiligheidskaart.forms.draft import as_post, flat, written
from veiligheidskaart.models import Veiligheidskaart
from veiligheidskaart.services.drafts import NotOnThisCard, save_draft, stand_of
from veiligheidskaart.services.texts import sources_of

pytestmark = pytest.mark.django_db


def url(household: Household) -> str:
    return reverse("veiligheidskaart:draft", args=[household.uuid])


def post_of(household: Household, **changed: Any) -> dict[str, Any]:
    """Return what the form of S12 sends when somebody opened it now and changed these fields."""
    stand = stand_of(household)
    data: dict[str, Any] = {}
    for pair in as_post(flat(stand.draft, sources_of(household))):
        data.setdefault(pair["name"], []).append(pair["value"])
    return {**data, "version": stand.version, "base": written(stand.draft), "_sleutel": str(uuid.uuid4()), **changed}


def kept(household: Household) -> Draft:
    return stand_of(household).draft


@pytest.fixture
def household(client: Client) -> Household:
    made = factories.with_draft()
    sign_in(client, face_of(made))
    return made


# --- The service -----------------------------------------------------------------------------------
def test_saving_over_a_colleagues_text_is_refused() -> None:
    household = factories.with_draft()
    by, old = face_of(household), stand_of(household).version
    save_draft(household, draft=Draft(steps=DraftSteps("Thee")), version=old, by=by)

    with pytest.raises(VersionConflict):
        save_draft(household, draft=Draft(steps=DraftSteps("Koffie")), version=old, by=by)

    assert kept(household).steps.calm == "Thee"


def test_history_says_who_began_and_not_every_word() -> None:
    household = factories.household()
    for words in ("Thee", "Thee en koek"):
        save_draft(
            household, draft=Draft(steps=DraftSteps(words)), version=stand_of(household).version, by=face_of(household)
        )

    assert AuditEvent.objects.filter(event="card.draft_saved").count() == 1


@pytest.mark.parametrize(
    "draft",
    [
        lambda mine, other: Draft(agreements=DraftChoice((str(other.agreements.first().uuid),))),
        lambda mine, other: Draft(network=DraftChoice((str(other.network.first().uuid),))),
        lambda mine, other: Draft(good=DraftVoices((DraftVoice((str(other.people.first().uuid),), "Hoi"),))),
        lambda mine, other: Draft(steps=DraftSteps("Hoi", readers=(str(other.people.first().uuid),))),
    ],
)
def test_nothing_of_another_household_comes_on_a_card(draft: Any) -> None:
    mine, other = factories.household(), factories.household()

    with pytest.raises(NotOnThisCard):
        save_draft(mine, draft=draft(mine, other), version=0, by=face_of(mine))


# --- The page --------------------------------------------------------------------------------------
def test_words_are_kept_with_who_said_them(client: Client, household: Household) -> None:
    sem = str(factories.person(household, "Sem").uuid)

    answer = client.post(
        url(household), post_of(household, good_1_text="Wij lachen vaker.", good_1_who=[sem], doe="bewaar")
    )

    assert answer.status_code == 303
    assert kept(household).good.voices[1] == DraftVoice((sem,), "Wij lachen vaker.")


def test_naar_vaststellen_saves_and_goes_on(client: Client, household: Household) -> None:
    answer = client.post(url(household), post_of(household, steps_calm="Wandelen", doe="vaststellen"))

    assert answer["Location"] == reverse("veiligheidskaart:finalise", args=[household.uuid])
    assert kept(household).steps.calm == "Wandelen"


def test_nog_iemand_aan_het_woord_gives_another_row_without_script(client: Client, household: Household) -> None:
    before = client.get(url(household)).content.decode()

    answer = client.post(url(household), post_of(household, doe="nog-good"), follow=True)

    assert 'name="good_1_text"' not in before
    assert 'name="good_1_text"' in answer.content.decode()


def test_hoger_moves_an_agreement_up(client: Client, household: Household) -> None:
    first, second = kept(household).agreements.chosen

    client.post(url(household), post_of(household, hoger=second))

    assert kept(household).agreements.chosen == (second, first)


def test_the_preview_shows_the_card_of_the_reader_that_is_asked(client: Client, household: Household) -> None:
    daan = factories.person(household, "Daan")
    noor = str(factories.person(household, "Noor").uuid)
    client.post(url(household), post_of(household, unsafe_readers=[noor]))

    mine = client.get(url(household), {"lezer": noor}).context["preview"]
    his = client.get(url(household), {"lezer": str(daan.uuid)}).context["preview"]

    assert (mine.sheets.card.unsafe is None, his.sheets.card.unsafe is None) == (False, True)


def test_somebody_who_did_not_say_yes_cannot_be_chosen(client: Client, household: Household) -> None:
    koos = household.network.get(name="Buurman Koos")

    answer = client.post(url(household), post_of(household, network_chosen=[str(koos.uuid)]))

    assert answer.status_code == 422
    assert "Buurman Koos" not in client.get(url(household)).content.decode()


# --- Bad input -------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "value", "message"),
    [
        ("good_0_text", "x" * 221, "Maak de tekst korter: hoogstens 220 tekens."),
        ("steps_danger", "x" * 111, "Maak de tekst korter: hoogstens 110 tekens."),
        ("look_back_on", "morgen", "Vul een datum in, bijvoorbeeld 1 december 2026."),
        ("look_back_on", "1899-12-31", "Kies een dag na 1900."),
        ("agreements_chosen", [str(uuid.uuid4())], "Kies iets uit de lijst"),
        ("good_0_who", [str(uuid.uuid4())], "Kies uit de lijst."),
        ("good_readers", ["burgemeester"], "Kies iets uit de lijst"),
    ],
)
def test_bad_input_is_refused_in_words_and_what_was_typed_stays(
    client: Client, household: Household, field: str, value: Any, message: str
) -> None:
    before = kept(household)

    answer = client.post(url(household), post_of(household, **{field: value, "steps_calm": "Dit blijft staan"}))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert message in page
    assert "Dit blijft staan" in page
    assert kept(household) == before


def test_the_same_post_twice_has_one_effect(client: Client, household: Household) -> None:
    data = post_of(household, steps_calm="Eén keer")

    first, second = client.post(url(household), data), client.post(url(household), data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert Veiligheidskaart.objects.get().version == 2


# --- Autosave --------------------------------------------------------------------------------------
def test_autosave_answers_with_the_line_the_preview_and_the_new_version(client: Client, household: Household) -> None:
    answer = client.post(url(household), post_of(household, steps_calm="Even wandelen.", _concept="1"))

    page = answer.content.decode()
    assert page.lstrip().startswith("<svg")
    assert "Opgeslagen om" in page
    assert 'name="version" value="2"' in page
    assert 'id="kaart-voorbeeld" hx-swap-oob="true"' in page
    assert "Even wandelen." in page


def test_autosave_with_an_old_version_overwrites_nothing_and_says_so(client: Client, household: Household) -> None:
    duo = worker_of(OrganisationFactory(), name="Marco Janssen")
    involve(household, duo, duo.memberships.get().organisation, Part.DUO)
    mine = post_of(household, steps_calm="Mijn woorden", _concept="1")
    save_draft(household, draft=factories.draft(household, steps=DraftSteps("Woorden van Marco")), version=1, by=duo)

    answer = client.post(url(household), mine)

    assert answer.status_code == 409
    assert "Marco veranderde dit ook." in answer.content.decode()
    assert kept(household).steps.calm == "Woorden van Marco"
    assert "Mijn woorden" in client.get(url(household)).content.decode()


def test_helpers_look_at_professional_text_and_never_at_own_words(client: Client, household: Household) -> None:
    long = "Dit is een zin met zo veel woorden erin dat bijna niemand hem in één keer kan lezen en evalueren."

    own = client.post(url(household), post_of(household, good_0_text=long, _concept="1")).context["tips"]
    professional = client.post(
        url(household), post_of(household, good_0_text="Kort.", good_seen=long, _concept="1")
    ).context["tips"]

    assert own["good"] == []
    assert professional["good"] == [
        "Deze zin is lang. Kun je er twee van maken?",
        "‘evalueren’ is een moeilijk woord. Misschien: ‘terugkijken’.",
    ]


# --- Two people at once ----------------------------------------------------------------------------
def test_changes_in_different_fields_join_by_themselves(client: Client, household: Household) -> None:
    mine = post_of(household, steps_calm="Mijn woorden")
    old = kept(household)
    save_draft(household, draft=factories.draft(household, network=DraftChoice()), version=1, by=face_of(household))

    answer = client.post(url(household), mine)

    assert answer.status_code == 303
    assert old.network.chosen
    assert kept(household).network.chosen == ()
    assert kept(household).steps.calm == "Mijn woorden"


@pytest.mark.parametrize(
    ("choice", "stands", "others"),
    [
        ("mine", "Mijn woorden", {"Andere woorden"}),
        ("theirs", "Andere woorden", {"Mijn woorden"}),
        ("both", "Samen één tekst", {"Mijn woorden", "Andere woorden"}),
    ],
)
def test_changes_in_the_same_field_are_laid_side_by_side_and_settled(
    client: Client, household: Household, choice: str, stands: str, others: set[str]
) -> None:
    mine = post_of(household, steps_calm="Mijn woorden", good_seen="dat dit blijft")
    save_draft(
        household,
        draft=factories.draft(household, steps=DraftSteps("Andere woorden")),
        version=1,
        by=face_of(household),
    )

    conflict = client.post(url(household), mine)
    settled = client.post(
        url(household),
        {**_hidden(conflict), "conflict": "1", "take_steps_calm": choice, "both_steps_calm": "Samen één tekst"},
    )

    assert conflict.status_code == 409
    assert [(field.name, field.mine, field.theirs) for field in conflict.context["fields"]] == [
        ("steps_calm", "Mijn woorden", "Andere woorden")
    ]
    assert settled.status_code == 303
    assert (kept(household).steps.calm, kept(household).good.seen) == (stands, "dat dit blijft")
    assert {row.text for row in OtherText.objects.all()} == others
    page = client.get(url(household)).content.decode()
    assert "Andere tekst van toen" in page
    assert "Als het spannend wordt: Stap 1: wij voelen spanning" in page


def _hidden(conflict: Any) -> dict[str, list[str]]:
    """Return what the page with both texts carries, as a browser would post it."""
    fields: dict[str, list[str]] = {}
    for field in conflict.context["hidden"]:
        fields.setdefault(field["name"], []).append(field["value"])
    return fields


def test_an_own_text_that_moved_to_another_row_is_not_lost(client: Client, household: Household) -> None:
    assert kept(household).good.voices[0].text
    mine = post_of(household, good_0_text="Wij eten samen.")
    other = DraftVoices((DraftVoice(kept(household).good.voices[0].who, "Wij gaan naar buiten."),))
    save_draft(household, draft=factories.draft(household, good=other), version=1, by=face_of(household))

    conflict = client.post(url(household), mine)
    client.post(url(household), {**_hidden(conflict), "conflict": "1", "take_good_0_text": "theirs"})

    assert [row.text for row in OtherText.objects.all()] == ["Wij eten samen."]
    assert kept(household).good.voices[0].text == "Wij gaan naar buiten."


def test_of_two_choices_of_readers_only_those_whom_both_leave_in_read_on(client: Client, household: Household) -> None:
    noor, daan, sem = (str(factories.person(household, name).uuid) for name in ("Noor", "Daan", "Sem"))
    mine = post_of(household, unsafe_readers=[noor, sem])
    theirs = factories.draft(household).unsafe
    save_draft(
        household,
        draft=factories.draft(household, unsafe=DraftVoices(theirs.voices, theirs.seen, (noor, daan))),
        version=1,
        by=face_of(household),
    )

    client.post(url(household), mine)

    assert kept(household).unsafe.readers == (noor,)
