from __future__ import annotations

import uuid
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from tests.cases.factories import face_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from veiligheidskaart.choices import Handed, HolderKind
from veiligheidskaart.models import HandOut, KaartVersion
from veiligheidskaart.services import handouts
from veiligheidskaart.services.handouts import (
    Bringing,
    FamilyDoesNotAgree,
    NoEditionFor,
    NotTheNewest,
    Outsider,
    hand_out,
)

pytestmark = pytest.mark.django_db
GP = Outsider("Huisarts De Wit", HolderKind.GP, family_agrees=True)


def bring(version: KaartVersion, to: Any, **changed: Any) -> HandOut:
    fields = {"how": Handed.PAPER, "language": "Nederlands", "handed_on": timezone.localdate(), **changed}
    (made,) = hand_out(version.household, version, brought=[Bringing(to, **fields)], by=version.finalised_by)
    return made


def test_somebody_of_the_family_gets_the_own_edition() -> None:
    version = factories.finalised()
    noor = factories.person(version.household, "Noor")

    made = bring(version, noor)

    assert (made.edition.reader_name, made.to_person, made.how) == ("Noor", noor, "paper")
    assert AuditEvent.objects.get(event="card.handed_out").target == made.uuid


def test_somebody_outside_gets_the_edition_for_professionals() -> None:
    version = factories.finalised()

    assert bring(version, GP).edition.reader_key == "professionals"


def test_nobody_outside_gets_a_card_without_the_familys_yes() -> None:
    version = factories.finalised()

    with pytest.raises(FamilyDoesNotAgree):
        bring(version, Outsider("De buren", HolderKind.OTHER, family_agrees=False))


def test_a_young_child_has_no_edition_to_hand_out() -> None:
    version = factories.finalised()

    with pytest.raises(NoEditionFor):
        bring(version, factories.person(version.household, "Lina"))


def test_an_older_card_is_not_brought_any_more() -> None:
    old = factories.finalised()
    factories.finalised(old.household)

    with pytest.raises(NotTheNewest):
        bring(old, GP)


def test_after_a_new_card_the_holders_of_the_old_one_are_known() -> None:
    old = factories.finalised()
    noor, daan = (factories.person(old.household, name) for name in ("Noor", "Daan"))
    bring(old, noor), bring(old, daan), bring(old, GP)
    new = factories.finalised(old.household)
    bring(new, daan)

    assert [handout.holder for handout in handouts.holders_of(old.household, before=new)] == ["Noor", "Huisarts De Wit"]


# --- The page --------------------------------------------------------------------------------------
def url(version: KaartVersion) -> str:
    return reverse("veiligheidskaart:handouts", args=[version.household.uuid])


def row(prefix: str, **fields: str) -> dict[str, str]:
    whole = {"language": "Nederlands", "handed_on": timezone.localdate().isoformat(), **fields}
    return {f"{prefix}-{name}": value for name, value in whole.items()}


def rows(version: KaartVersion, **of_noor: str) -> dict[str, str]:
    """Return a post in which only Noor's row says something."""
    data = {"_sleutel": str(uuid.uuid4()), **row("nieuw")}
    for name in ("Noor", "Daan", "Sem"):
        data |= row(f"p-{factories.person(version.household, name).uuid}", **(of_noor if name == "Noor" else {}))
    return data


@pytest.fixture
def version(client: Client) -> KaartVersion:
    made = factories.finalised()
    sign_in(client, made.finalised_by)
    return made


def test_a_row_takes_two_fields_and_the_others_are_left_alone(client: Client, version: KaartVersion) -> None:
    answer = client.post(url(version), rows(version, how="read_aloud"))

    assert answer.status_code == 303
    assert [(each.to_person.name, each.how) for each in HandOut.objects.all()] == [("Noor", "read_aloud")]


def test_the_same_post_twice_brings_one_card(client: Client, version: KaartVersion) -> None:
    data = rows(version, how="paper")

    client.post(url(version), data), client.post(url(version), data)

    assert HandOut.objects.count() == 1


@pytest.mark.parametrize(
    ("fields", "message"),
    [
        ({"how": "post"}, "Kies iets uit de lijst bij ‘Hoe?’."),
        ({"how": "paper", "language": ""}, "Vul de taal in."),
        ({"how": "paper", "language": "x" * 41}, "Maak de tekst korter: hoogstens 40 tekens."),
        ({"how": "paper", "handed_on": ""}, "Vul in op welke dag."),
        ({"how": "paper", "handed_on": "2999-01-01"}, "Kies een dag die al geweest is."),
        ({"how": "paper", "handed_on": "1899-01-01"}, "Kies een dag na 1900."),
        ({"how": "paper", "handed_on": "2020-01-01"}, "Kies een dag vanaf de dag dat de kaart is vastgesteld"),
    ],
)
def test_bad_input_is_refused_in_words(
    client: Client, version: KaartVersion, fields: dict[str, str], message: str
) -> None:
    answer = client.post(url(version), rows(version, **fields))

    assert answer.status_code == 422
    assert message in answer.content.decode()
    assert not HandOut.objects.exists()


def test_outside_the_family_asks_for_a_yes_and_keeps_what_was_typed(client: Client, version: KaartVersion) -> None:
    outside = row("nieuw", to_name="Juf Anne", to_kind="school", how="paper", family_agrees="no")

    answer = client.post(url(version), rows(version) | outside)

    assert answer.status_code == 422
    assert "Vraag eerst of het gezin dit goed vindt." in answer.content.decode()
    assert "Juf Anne" in answer.content.decode()


def test_outside_the_family_with_a_yes_is_kept(client: Client, version: KaartVersion) -> None:
    outside = row("nieuw", to_name="Juf Anne", to_kind="school", how="paper", family_agrees="yes")

    client.post(url(version), rows(version) | outside)

    made = HandOut.objects.get()
    assert (made.to_name, made.to_kind, made.family_agrees) == ("Juf Anne", "school", True)


def test_whoever_outside_has_an_older_card_has_a_row_of_their_own(client: Client, version: KaartVersion) -> None:
    old = bring(version, GP)
    new = factories.finalised(version.household)

    page = client.get(url(new)).content.decode()
    client.post(url(new), rows(new) | row(f"h-{old.uuid}", how="pdf", family_agrees="yes"))

    assert "Deze mensen hebben nog kaart 1" in page
    assert f'href="#h-{old.uuid}"' in page
    assert "Huisarts De Wit" in page
    assert HandOut.objects.filter(edition__version=new).get().to_name == "Huisarts De Wit"


def test_without_a_final_card_there_is_nothing_to_hand_out(client: Client) -> None:
    household = factories.with_draft()
    sign_in(client, face_of(household))

    assert client.get(reverse("veiligheidskaart:handouts", args=[household.uuid])).status_code == 404


def test_the_budget_of_a_row_is_four_fields_two_of_them_filled_in_already(
    client: Client, version: KaartVersion
) -> None:
    form = client.get(url(version)).context["family"][0]["form"]
    new = client.get(url(version)).context["new"]

    assert (len(form.fields), len(new.fields) - 2) == (3, 4)
    assert form["language"].value() == "Nederlands"
    assert form["handed_on"].value() == timezone.localdate()


def test_one_press_brings_the_new_card_to_somebody_of_the_family(client: Client, version: KaartVersion) -> None:
    old = bring(version, factories.person(version.household, "Noor"), how=Handed.READ_ALOUD, language="Turks")
    new = factories.finalised(version.household)

    answer = client.post(url(new), rows(new) | {"nieuwe": str(old.uuid)})

    made = HandOut.objects.filter(edition__version=new).get()
    assert (answer.status_code, answer["Location"]) == (303, url(new))
    assert (made.to_person, made.how, made.language) == (old.to_person, "read_aloud", "Turks")
    assert "Deze mensen hebben nog" not in client.get(url(new)).content.decode()


@pytest.mark.parametrize("whose", ["outside", "elsewhere", "nobody"])
def test_one_press_is_for_the_family_only(client: Client, version: KaartVersion, whose: str) -> None:
    elsewhere = factories.finalised()
    last = {
        "outside": bring(version, GP).uuid,
        "elsewhere": bring(elsewhere, factories.person(elsewhere.household, "Noor")).uuid,
        "nobody": uuid.uuid4(),
    }[whose]
    new = factories.finalised(version.household)

    answer = client.post(url(new), rows(new) | {"nieuwe": str(last)})

    assert answer.status_code == 404
    assert not HandOut.objects.filter(edition__version=new).exists()
