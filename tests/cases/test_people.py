"""The people of a household: who they are, where they live, what they are of each other (ux, S8)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from cases.choices import Level, Part, PersonRole, RelationKind
from cases.models import Home, Household, Person, Relation, Residence
from cases.services.people import Bonds, LeftAlready, NotADay, PersonData, add_person, change_person, person_left
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import face_of, involve, team_of
from tests.cases.stories import days_ago, family, member, two_families
from tests.cases.test_agreements import NOBODY, address, fields_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def filled(**fields: Any) -> dict[str, Any]:
    """Return a good post of somebody new."""
    return {"name": "Lina", "role": "child", "language": "Nederlands", **fields}


def opened(client: Client, household: Household, person: Person) -> dict[str, Any]:
    """Open the form of a person and return what a browser would post when nothing is typed."""
    page = client.get(address("person-change", household, person))
    hidden = fields_of(page.content.decode())
    form = page.context["form"]
    plain = {name: form[name].value() for name in form.fields if name != "birth" and form[name].value()}
    birth = {f"birth_{number}": value for number, value in enumerate(birth_boxes(person))}
    return {**plain, **birth, **{name: value for name, value in hidden.items() if name.startswith("getoond-")}}


def birth_boxes(person: Person) -> list[Any]:
    """Return what stands in the three boxes."""
    day = person.born_on
    return [day.day, day.month, day.year] if day else ["", "", person.birth_year or ""]


def pairs(household: Household) -> set[tuple[str, str, str]]:
    """Return every relation by name."""
    found = Relation.objects.filter(household=household).select_related("person", "other")
    return {(relation.person.name, relation.kind, relation.other.name) for relation in found}


# --- From the parts in the family -----------------------------------------------------------------------------------


def test_a_new_household_knows_who_are_the_parents_and_that_they_are_partners():
    household = family()

    assert pairs(household) == {
        ("Samira", RelationKind.PARENT_OF, "Noor"),
        ("Peter", RelationKind.PARENT_OF, "Noor"),
        ("Samira", RelationKind.PARTNER_OF, "Peter"),
    }


def test_a_child_that_is_added_has_the_same_parents(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("person-create", household), filled())

    assert {who for who, kind, other in pairs(household) if other == "Lina"} == {"Samira", "Peter"}


# --- Adding ---------------------------------------------------------------------------------------------------------


def test_a_name_and_a_part_are_enough_to_add_somebody(client: Client):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("person-create", household), filled())

    person = member(household, "Lina")
    assert (answer.status_code, answer["Location"]) == (303, address("people", household))
    assert (person.role, person.belongs_since) == (PersonRole.CHILD, timezone.localdate())


@pytest.mark.parametrize(
    ("boxes", "expected"),
    [
        (("4", "11", "2017"), (date(2017, 11, 4), None)),
        (("", "", "2017"), (None, 2017)),
        (("", "", ""), (None, None)),
    ],
)
def test_birth_is_a_day_or_a_year_or_unknown(client: Client, boxes: tuple[str, ...], expected: tuple[Any, Any]):
    household = family()
    sign_in(client, face_of(household))

    client.post(
        address("person-create", household),
        filled(**{f"birth_{number}": value for number, value in enumerate(boxes)}),
    )

    person = member(household, "Lina")
    assert (person.born_on, person.birth_year) == expected


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        ({"name": ""}, "Fout:"),
        ({"name": "x" * 61}, "Fout:"),
        ({"role": ""}, "Fout:"),
        ({"role": "baas"}, "Fout:"),
        ({"language": "x" * 41}, "Fout:"),
        ({"birth_2": "1899"}, "Vul een jaar in van 1900 tot en met"),
        ({"birth_2": "2999"}, "Vul een jaar in van 1900 tot en met"),
        ({"birth_0": "31", "birth_1": "2", "birth_2": "2017"}, "Deze dag bestaat niet. Kijk dag en maand na."),
        ({"birth_0": "31", "birth_2": "2017"}, "Vul dag, maand en jaar in, of alleen het jaar."),
        ({"birth_2": "tweeduizend"}, "Vul cijfers in, bijvoorbeeld 4 11 2017."),
        ({"birth_2": "2017", "is_unborn": "on"}, "Kies één van de twee"),
        ({"phone": "geen"}, "Vul een telefoonnummer in, bijvoorbeeld 06 12 34 56 78."),
        ({"homes": [NOBODY]}, "Kies uit de lijst."),
        ({"new_home": "x" * 41}, "Fout:"),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(client: Client, bad: dict[str, Any], text: str):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("person-create", household), filled(role_word="het kleintje", **bad))

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "het kleintje" in answer.content.decode()
    assert Person.objects.filter(household=household).count() == 3


def test_a_birth_day_in_the_future_is_refused(client: Client):
    household = family()
    sign_in(client, face_of(household))
    ahead = days_ago(-1)

    answer = client.post(
        address("person-create", household),
        filled(birth_0=ahead.day, birth_1=ahead.month, birth_2=ahead.year),
    )

    assert answer.status_code == 422


def test_a_home_of_another_household_is_refused_like_one_that_does_not_exist(client: Client):
    household, other = two_families()
    sign_in(client, face_of(household))
    home = Home.objects.get(household=other)

    answers = [
        client.post(address("person-create", household), filled(homes=[str(uuid)])) for uuid in (home.uuid, NOBODY)
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Kies uit de lijst." in answer.content.decode() for answer in answers)


def test_the_same_post_twice_adds_one_person(client: Client):
    household = family()
    sign_in(client, face_of(household))
    key = fields_of(client.get(address("person-create", household)).content.decode())["_sleutel"][0]

    for _ in range(2):
        client.post(address("person-create", household), filled(_sleutel=key))

    assert Person.objects.filter(household=household, name="Lina").count() == 1


def test_adding_is_written_in_the_history_without_a_name():
    household = family()

    person = add_person(household, PersonData(name="Lina", role=PersonRole.CHILD), by=face_of(household))

    event = AuditEvent.objects.filter(event="person.added").latest("id")
    assert (event.target, event.root, event.details) == (person.uuid, household.uuid, {})


# --- Homes ----------------------------------------------------------------------------------------------------------


def test_somebody_lives_in_two_homes(client: Client):
    household = family()
    home = Home.objects.get(household=household)
    sign_in(client, face_of(household))

    client.post(address("person-create", household), filled(homes=[str(home.uuid)], new_home="bij papa"))
    page = client.get(address("people", household)).content.decode()

    assert "woont hier en bij papa" in page


def test_a_home_by_the_same_name_is_the_same_home():
    household, data = family(), PersonData(name="Lina", role=PersonRole.CHILD)

    for name in ("Bij papa", "bij papa"):
        add_person(household, data, new_home=name, by=face_of(household))

    assert Home.objects.filter(household=household).count() == 2


def test_moving_out_ends_living_here_today_and_keeps_the_time_before():
    household = family()
    peter = member(household, "Peter")
    Residence.objects.filter(person=peter).update(days=(days_ago(100), None))

    change_person(peter, PersonData(name="Peter", role=PersonRole.FATHER), version=1, homes=[], by=face_of(household))

    days = Residence.objects.get(person=peter).days
    assert (days.lower, days.upper) == (days_ago(100), timezone.localdate())


def test_who_lives_apart_does_not_count_as_somebody_in_the_house(client: Client):
    household = family()
    add_person(household, PersonData(name="Ria", role=PersonRole.GRANDPARENT), by=face_of(household))
    sign_in(client, face_of(household))

    page = client.get(household.get_absolute_url()).content.decode()

    assert "3 mensen in huis" in page
    assert "grootouder, woont apart" in page


# --- Changing -------------------------------------------------------------------------------------------------------


def test_changing_a_person_keeps_what_was_not_touched(client: Client):
    household = family()
    noor = member(household, "Noor")
    sign_in(client, face_of(household))

    answer = client.post(
        address("person-change", household, noor), {**opened(client, household, noor), "role_word": "onze Noor"}
    )

    noor.refresh_from_db()
    assert answer.status_code == 303
    assert (noor.role_word, noor.birth_year, noor.version) == ("onze Noor", 2017, 2)
    assert {who for who, kind, other in pairs(household) if other == "Noor"} == {"Samira", "Peter"}
    assert Residence.objects.filter(person=noor).count() == 1


def test_a_bond_that_is_unticked_goes(client: Client):
    household = family()
    noor, samira = member(household, "Noor"), member(household, "Samira")
    sign_in(client, face_of(household))

    client.post(
        address("person-change", household, noor),
        {**opened(client, household, noor), "parents": [str(samira.uuid)]},
    )

    assert {who for who, kind, other in pairs(household) if other == "Noor"} == {"Samira"}
    assert AuditEvent.objects.filter(event="relation.removed").count() == 1


def test_a_grandmother_is_the_mother_of_a_father():
    household = family()

    add_person(
        household,
        PersonData(name="Ria", role=PersonRole.GRANDPARENT),
        bonds=Bonds(children=[member(household, "Peter")]),
        by=face_of(household),
    )

    assert ("Ria", RelationKind.PARENT_OF, "Peter") in pairs(household)


def test_nobody_is_parent_and_child_of_the_same_person(client: Client):
    household = family()
    noor, samira = member(household, "Noor"), member(household, "Samira")
    sign_in(client, face_of(household))
    both = {"parents": [str(samira.uuid)], "children": [str(samira.uuid)]}

    answer = client.post(address("person-change", household, noor), {**opened(client, household, noor), **both})

    assert answer.status_code == 422


def test_two_who_change_the_same_name_see_both(client: Client):
    household = family()
    noor = member(household, "Noor")
    sign_in(client, face_of(household))
    mine = {**opened(client, household, noor), "name": "Nora"}
    change_person(
        noor,
        PersonData(name="Noortje", role=PersonRole.CHILD, birth_year=2017),
        version=1,
        by=worker_of(team_of(household), name="Marco Janssen"),
    )

    answer = client.post(address("person-change", household, noor), mine)

    page = answer.content.decode()
    assert answer.status_code == 409
    assert "Nora" in page
    assert "Marco" in page
    assert "Geboren" not in page


def test_a_person_of_another_household_is_not_found_under_this_one(client: Client):
    household, other = two_families()
    stranger = member(other, "Samira")
    sign_in(client, face_of(household))

    answers = [
        client.get(reverse(f"cases:{name}", args=[household.uuid, uuid])).status_code
        for name in ("person-detail", "person-change", "person-left")
        for uuid in (stranger.uuid, NOBODY)
    ]

    assert answers == [404] * 6


# --- Leaving --------------------------------------------------------------------------------------------------------


def test_who_left_stands_apart_in_the_list_and_not_in_the_house(client: Client):
    household = family()
    peter = member(household, "Peter")
    sign_in(client, face_of(household))

    answer = client.post(address("person-left", household, peter), {"left_on": f"{timezone.localdate():%Y-%m-%d}"})

    page = client.get(address("people", household)).content.decode()
    assert answer.status_code == 303
    assert page.index("Horen er niet meer bij") < page.index(">Peter<")
    assert "2 mensen in huis" in client.get(household.get_absolute_url()).content.decode()


@pytest.mark.parametrize("day", ["", "1899-12-31", f"{days_ago(-2):%Y-%m-%d}", "gisteren"])
def test_leaving_happens_on_a_day_that_has_been(client: Client, day: str):
    household = family()
    peter = member(household, "Peter")
    sign_in(client, face_of(household))

    answer = client.post(address("person-left", household, peter), {"left_on": day})

    peter.refresh_from_db()
    assert (answer.status_code, peter.left_on) == (422, None)


def test_the_service_refuses_leaving_twice_and_leaving_ahead():
    household = family()
    peter = member(household, "Peter")

    with pytest.raises(NotADay):
        person_left(peter, left_on=days_ago(-2), by=face_of(household))
    person_left(peter, left_on=timezone.localdate(), by=face_of(household))
    with pytest.raises(LeftAlready):
        person_left(peter, left_on=timezone.localdate(), by=face_of(household))


# --- Who may ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(("level", "status"), [(Level.FILM, 200), (Level.AGREEMENTS, 404), (Level.CARD, 404)])
def test_only_who_may_read_the_story_reads_the_people(client: Client, level: Level, status: int):
    household = family()
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, level)
    sign_in(client, guest)
    samira = member(household, "Samira")

    answers = [client.get(url).status_code for url in (address("people", household), samira.get_absolute_url())]

    assert answers == [status, status]


def test_who_reads_along_changes_nobody(client: Client):
    household = family()
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, Level.FILM)
    sign_in(client, guest)
    samira = member(household, "Samira")

    answers = [
        client.get(address("person-create", household)).status_code,
        client.get(address("person-change", household, samira)).status_code,
        client.post(address("person-left", household, samira), {"left_on": "2026-01-01"}).status_code,
    ]

    assert answers == [404, 404, 404]
    assert "wijzig/" not in client.get(samira.get_absolute_url()).content.decode()


def test_the_browser_title_of_a_person_names_nobody(client: Client):
    household = family()
    sign_in(client, face_of(household))

    page = client.get(member(household, "Samira").get_absolute_url()).content.decode()

    assert "Samira" not in page[page.index("<title>") : page.index("</title>")]


def test_the_list_costs_the_same_with_three_and_with_thirty_people(client: Client):
    small, big = family(), family()
    for number in range(30):
        add_person(big, PersonData(name=f"Kind {number}", role=PersonRole.CHILD), by=face_of(big))
    counts = []
    for household in (small, big):
        sign_in(client, face_of(household))
        client.get(address("people", household))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("people", household))
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert counts[0] <= 12 + 5
