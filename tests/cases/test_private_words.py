"""What the privacy check knows of the households of who types, and only of those."""

from __future__ import annotations

import pytest

from accounts.models import AccessLine, User
from cases.choices import FactKind, PersonRole
from cases.models import Household
from cases.private_words import private_words
from cases.services.households import NewPerson
from cases.services.network import add_network_person
from cases.services.protected import add_fact
from rvt.privacy import check_text
from tests.accounts.factories import MunicipalityFactory
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, team_of

pytestmark = pytest.mark.django_db

PEOPLE = (
    NewPerson(name="Samira", role=PersonRole.MOTHER, birth_year=1991),
    NewPerson(name="Mehdi", role=PersonRole.FATHER, birth_year=1988),
    NewPerson(name="Noor", role=PersonRole.CHILD, birth_year=2016),
    NewPerson(name="Anne-Fleur", role=PersonRole.CHILD, birth_year=2019),
)


def family(**fields: object) -> Household:
    """Haddad – Van Dijk, with two children."""
    return HouseholdFactory(call_name="Haddad – Van Dijk", people=PEOPLE, **fields)  # type: ignore[no-any-return]


def found(text: str, person: User) -> dict[str, str]:
    """What is found for this person, as the application, with what it proposes."""
    with as_application(person):
        return {finding.text: finding.proposal for finding in check_text(text, person=person).findings}


def test_the_names_of_a_family_are_found_with_the_word_the_table_may_read():
    face = face_of(family())

    assert found("hier slaat mehdi, en samira en noor zijn bang. Ook Anne Fleur.", face) == {
        "mehdi": "vader", "samira": "moeder", "noor": "oudste kind", "Anne Fleur": "jongste kind",
    }  # fmt: skip


@pytest.mark.parametrize(
    "typed", ["haddad", "HADDAD", "Haddads", "Van Dijk", "van dijk", "vandijk", "Haddàd", "Hadad", "Dijk"]
)
def test_a_surname_is_found_however_it_is_written(typed):
    face = face_of(family())

    assert typed in found(f"met {typed} gaat het mis.", face)


def test_somebody_else_is_not_told_the_names_of_this_family():
    family()
    stranger = face_of(HouseholdFactory(people=(NewPerson(name="Ko", role=PersonRole.OTHER, birth_year=1950),)))

    assert found("hier slaat mehdi, en noor is bang.", stranger) == {}


def test_without_names_only_the_patterns_look():
    face = face_of(family())

    with as_application(face):
        result = check_text("noor is bang voor mehdi.", person=face, names=False)

    assert (result.findings, "known" in result.checks) == ((), False)


def test_places_and_numbers_that_somebody_may_know_are_found():
    household = family()
    face = face_of(household)
    mother = household.people.get(name="Samira")
    for kind, value in [(FactKind.ADDRESS, "Achterom 7, Verweggen"), (FactKind.SCHOOL, "OBS het kompas")]:
        add_fact(mother, kind=kind, value=value, is_secret=True, by=face)

    assert set(found("aan de achterom staat het huis, dicht bij het kompas", face)) == {"achterom", "het kompas"}


def test_somebody_of_the_network_is_found():
    household = family()
    face = face_of(household)
    add_network_person(
        household, name="Toosje", relation_word="Oma", helps_with="Past op", phone="076 5550101", by=face
    )

    assert found("toosje past op, haar nummer is 76 555 01 01", face) == {"toosje": "oma", "76 555 01 01": ""}


def test_a_name_that_stands_there_is_no_mistake_in_another_one():
    household = HouseholdFactory(people=(NewPerson(name="Wouter", role=PersonRole.FATHER, birth_year=1988),))
    face = face_of(household)
    add_network_person(household, name="Wouters broer", relation_word="broer", helps_with="Belt", by=face)

    assert found("Toen belde Wouter.", face) == {"Wouter": "vader"}


@pytest.mark.parametrize(
    ("relation", "proposal"),
    [
        ("broer van Mehdi", "broer"),
        ("Juf van Noor", "juf"),
        ("huisarts in Verweggen", "huisarts"),
        ("buurvrouw (nr 12)", "buurvrouw"),
        ("Mehdi zijn broer", "iemand van het netwerk"),
        ("vriendin Loes", "iemand van het netwerk"),
        ("Toosje", "iemand van het netwerk"),
        ("", "iemand van het netwerk"),
    ],
)
def test_what_is_proposed_for_somebody_of_the_network_names_nobody(relation: str, proposal: str):
    household = family()
    face = face_of(household)
    add_network_person(household, name="Toosje", relation_word=relation, helps_with="Past op", by=face)

    assert found("toosje past op", face) == {"toosje": proposal}


def test_the_municipality_of_the_region_is_recognisable():
    household = family(municipality=MunicipalityFactory(name="Waterdonk"))

    assert found("Hulp via de gemeente Waterdonk startte.", face_of(household)) == {"Waterdonk": "hun gemeente"}


def test_the_check_is_no_look_at_a_household():
    face = face_of(family())

    before = AccessLine.objects.count()

    found("hier slaat mehdi.", face)

    assert AccessLine.objects.count() == before


@pytest.mark.parametrize("households", [1, 30])
def test_more_households_cost_no_more_queries(households, django_assert_num_queries):
    first = family()
    face, team = face_of(first), team_of(first)
    for _ in range(households - 1):
        HouseholdFactory(by=face, team=team)

    with as_application(face), django_assert_num_queries(6):
        check_text("hier slaat mehdi.", person=face)


def test_one_household_is_asked_for_by_its_uuid():
    household = family()
    face = face_of(household)
    HouseholdFactory(by=face, team=team_of(household), call_name="Familie Achterberg")

    with as_application(face):
        words = {word.text for word in private_words(face, household.uuid)}

    assert {"Samira", "Haddad"} <= words
    assert "Achterberg" not in words
