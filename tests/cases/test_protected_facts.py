"""Where somebody can be found: who may know it, who may learn only that it is secret, and the minute of a look."""

from __future__ import annotations

import ast
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from django.db import ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from accounts.clock import now
from accounts.models import AuditEvent, Notification, OtherText, User
from accounts.notifications import texts_of
from accounts.versions import MINE, TAKE, THEIRS
from cases import doors
from cases.choices import FactKind, Part
from cases.models import Household, Person, ProtectedFact, ProtectedFactGrant, Reveal, UnsafeFor
from cases.services import faces
from cases.services.households import close_household
from cases.services.protected import add_fact, end_fact, reveal_fact
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import end_now, face_of, involve, team_of
from tests.cases.stories import agreed, family, member
from tests.signing_in import make_second_step_old, sign_in
from tests.world import _with_app

pytestmark = pytest.mark.django_db

SECRET = "Wilgenroosdreef 83, 4716 KX Zegge"
WHY = "De rechtbank vraagt waar de post heen moet."

MAY_NAME_IT = {
    "cases/models/__init__.py",
    "cases/models/protected.py",
    "cases/overview.py",
    "cases/private_words.py",
    "cases/querysets/protected.py",
    "cases/services/protected.py",
    "cases/views/protected.py",
}
"""The modules that may name a protected fact. A card, a list, the API and an export are not among them.

`overview` reads no fact: it says what a line of the access log was about. `private_words` compares what somebody with a
grant types for the table; the value goes nowhere (docs/adr/0050)."""


def address(name: str, *things: Any) -> str:
    """Return the address of a page."""
    return reverse(f"cases:{name}", args=[thing.uuid for thing in things])


def secret_of(person: Person, value: str = SECRET, **fields: Any) -> ProtectedFact:
    """Keep a secret address, by the contact person."""
    by = face_of(person.household)
    return add_fact(person, **{"kind": FactKind.ADDRESS, "is_secret": True, "by": by, **fields}, value=value)


def duo_of(household: Household) -> User:
    """Add a duo partner."""
    partner = worker_of(OrganisationFactory())
    involve(household, partner, partner.memberships.get().organisation, Part.DUO)
    return partner


def facts_seen_by(user: User) -> list[ProtectedFact]:
    """Return what the application can read as this person, without any rule of a queryset."""
    with as_application(user):
        return list(ProtectedFact.objects.all())


# --- Who may know it --------------------------------------------------------------------------------------------------


def test_contact_person_and_duo_may_know_and_nobody_else_of_the_household_may():
    household = family()
    fact, team = secret_of(member(household, "Samira")), team_of(household)
    duo, cover, lead, emergency = duo_of(household), worker_of(team), worker_of(team, Role.TEAM_LEAD), worker_of(team)
    involve(household, cover, team, Part.COVER)
    involve(household, emergency, team, Part.EMERGENCY)

    seen = {user: facts_seen_by(user) for user in (face_of(household), duo, cover, lead, emergency)}

    assert list(seen.values()) == [[fact], [fact], [], [], []]
    for user, rows in seen.items():
        assert list(ProtectedFact.objects.visible_to(user)) == rows
        assert list(ProtectedFact.objects.changeable_by(user)) == rows


def test_a_grant_follows_the_part_and_ends_with_it():
    household = family()
    secret_of(member(household, "Samira"))
    face, duo = face_of(household), duo_of(household)
    involvement = household.involvements.get(user=duo)

    end_now(involvement)

    grant = ProtectedFactGrant.objects.get(user=duo)
    assert (grant.involvement, grant.period.upper) == (involvement, household.involvements.get(user=duo).period.upper)
    assert ProtectedFactGrant.objects.get(user=face).period.upper is None
    assert facts_seen_by(duo) == []


def test_the_next_face_may_know_from_that_moment_and_the_one_before_may_not():
    household = family()
    fact, before, team = secret_of(member(household, "Samira")), face_of(household), team_of(household)
    after = worker_of(team)

    faces.appoint_face(household, colleague=after, reason="ill", family_heard="Aan tafel", by=before)

    assert (facts_seen_by(before), facts_seen_by(after)) == ([], [fact])


def test_a_grant_that_was_taken_away_stays_away_when_the_part_changes():
    household = family()
    secret_of(member(household, "Samira"))
    face = face_of(household)
    ProtectedFactGrant.objects.filter(user=face).update(period=(now() - timedelta(days=2), now() - timedelta(days=1)))

    household.involvements.filter(user=face).update(period=(now() - timedelta(days=9), None))

    assert facts_seen_by(face) == []
    assert not ProtectedFact.objects.visible_to(face).exists()


def test_the_contact_person_takes_the_grant_of_the_duo_away_and_the_part_stays(client):
    household = family()
    fact, duo, face = secret_of(member(household, "Samira")), duo_of(household), face_of(household)
    grant = ProtectedFactGrant.objects.get(user=duo)
    sign_in(client, face)

    answer = client.post(address("fact-grant-take", household, grant), {})

    assert answer.status_code == 303
    assert (facts_seen_by(face), facts_seen_by(duo)) == ([fact], [])
    assert Household.objects.visible_to(duo).contains(household)
    assert Notification.objects.get(kind="fact_grant_taken").recipient == duo


def test_nobody_takes_their_own_grant_away_or_that_of_the_face():
    household = family()
    duo, face = duo_of(household), face_of(household)
    grants = {grant.user: grant for grant in ProtectedFactGrant.objects.all()}

    for actor, grant in ((duo, grants[face]), (duo, grants[duo]), (face, grants[face])):
        assert not ProtectedFactGrant.objects.takeable_by(actor).contains(grant)
        with pytest.raises(ProgrammingError, match="takes away"), as_application(actor), transaction.atomic():
            doors.take_fact_grant_away(grant.uuid)


def test_the_page_of_a_person_says_who_may_know_and_offers_only_the_face_to_take_it_away(client):
    household = family()
    samira = member(household, "Samira")
    secret_of(samira)
    duo, face = duo_of(household), face_of(household)
    take = address("fact-grant-take", household, ProtectedFactGrant.objects.get(user=duo))

    pages = {}
    for user in (face, duo):
        sign_in(client, user)
        pages[user] = client.get(samira.get_absolute_url()).content.decode()

    assert (duo.name in pages[face], face.name in pages[duo]) == (True, True)
    assert (take in pages[face], take in pages[duo]) == (True, False)


def test_closing_a_household_takes_the_duo_away_and_leaves_the_face():
    household = family()
    fact, duo, face = secret_of(member(household, "Samira")), duo_of(household), face_of(household)

    close_household(household, reason="safe", by=face)

    assert (facts_seen_by(face), facts_seen_by(duo)) == ([fact], [])
    assert not ProtectedFact.objects.changeable_by(face).exists()


def test_the_application_writes_no_grant_and_deletes_no_fact():
    household = family()
    fact, face = secret_of(member(household, "Samira")), face_of(household)
    involvement = household.involvements.get()

    for act in (
        lambda: ProtectedFactGrant.objects.update(user=face),
        lambda: ProtectedFactGrant.objects.create(household=household, user=face, involvement=involvement),
        fact.delete,
    ):
        with pytest.raises(ProgrammingError, match="permission denied"), as_application(face), transaction.atomic():
            act()


def test_only_a_few_modules_name_a_protected_fact():
    root = Path(__file__).parents[2]
    rooms = (root / room for room in ("accounts", "rvt", "cases", "veiligheidskaart", "config"))
    naming = set()
    for path in (path for room in rooms for path in room.rglob("*.py")):
        names = {
            getattr(node, "id", None) or getattr(node, "attr", None) or getattr(node, "name", None)
            or (node.value if isinstance(node, ast.Constant) and isinstance(node.value, str) else "")
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            if isinstance(node, (ast.Name, ast.Attribute, ast.alias, ast.Constant))
        }  # fmt: skip
        if any(_is_the_name(name) for name in names if isinstance(name, str)) and "migrations" not in path.parts:
            naming.add(str(path.relative_to(root)))

    assert naming == MAY_NAME_IT
    assert not [field for field in Person._meta.get_fields() if "fact" in field.name]


def _is_the_name(name: str) -> bool:
    return name in {"ProtectedFact", "ProtectedFactGrant", "Reveal"} or (" " not in name and "protectedfact" in name)


# --- The page of a person ---------------------------------------------------------------------------------------------


def test_who_may_know_sees_a_place_and_of_a_secret_only_that_it_is_one(client: Client):
    household = family()
    samira = member(household, "Samira")
    secret_of(samira)
    secret_of(samira, "Bakkerij Van Beek", kind=FactKind.WORK, is_secret=False)

    page = sign_in(client, face_of(household)).get(samira.get_absolute_url()).content.decode()

    assert "Bakkerij Van Beek" in page
    assert "Toon geheim adres" in page
    assert "Wilgenroos" not in page


def test_who_may_know_is_called_by_name_and_yourself_you(client: Client):
    household = family()
    samira, duo = member(household, "Samira"), duo_of(household)
    secret_of(samira)

    page = sign_in(client, duo).get(samira.get_absolute_url()).content.decode()

    line = page.partition("Wie dit mag zien: ")[2].partition("</p>")[0]
    assert face_of(household).name in line
    assert "jij" in line
    assert duo.name not in line


def test_who_may_not_know_does_not_see_that_there_is_a_place(client: Client):
    household = family()
    samira, cover = member(household, "Samira"), worker_of(team_of(household))
    secret_of(samira)
    involve(household, cover, team_of(household), Part.COVER)

    page = sign_in(client, cover).get(samira.get_absolute_url()).content.decode()

    assert "Adres en plekken" not in page
    assert "geheim" not in page.casefold()


def test_the_household_page_says_that_something_is_secret_and_not_of_whom_and_not_on_paper(client: Client):
    household = family()
    mark = "Er is een geheim adres in dit gezin. Praat hier niet over waar iemand is."
    cover = worker_of(team_of(household))
    involve(household, cover, team_of(household), Part.COVER)
    sign_in(client, cover)
    before = client.get(household.get_absolute_url()).content.decode()

    fact = secret_of(member(household, "Samira"))
    during = client.get(household.get_absolute_url()).content.decode()
    end_fact(fact, by=face_of(household))
    after = client.get(household.get_absolute_url()).content.decode()

    assert [mark in page for page in (before, during, after)] == [False, True, False]
    assert during.index("note--secret") < during.index(mark)


def test_a_stranger_learns_nothing_by_asking_the_database():
    household = family()
    secret_of(member(household, "Samira"))
    stranger = worker_of(team_of(household))

    with as_application(stranger):
        assert doors.protection_of(household) == ""
        with pytest.raises(ProgrammingError, match="not a household of this person"), transaction.atomic():
            doors.tells_a_fact(household, ["wilgenroosdreef"], on_card=False)


def test_adding_an_address_leaves_codes_in_history_and_nothing_else(client: Client):
    household = family()
    samira, face = member(household, "Samira"), face_of(household)
    form = {"kind": "address", "value": SECRET, "is_secret": "on"}

    response = sign_in(client, face).post(address("fact-create", household, samira), form)

    event = AuditEvent.objects.get(event="fact.added")
    assert (response.status_code, ProtectedFact.objects.get().value) == (303, SECRET)
    assert event.details == {"kind": "address", "is_secret": True}
    assert event.root == household.uuid


def test_changing_a_secret_shows_it_nowhere_and_an_empty_field_keeps_it(client: Client):
    household = family()
    fact = secret_of(member(household, "Samira"))
    page = address("fact-change", household, fact.person, fact)
    sign_in(client, face_of(household))

    shown = client.get(page).content.decode()
    response = client.post(page, {"kind": "work", "value": "", "is_secret": "on", "version": 1})

    fact.refresh_from_db()
    assert "Wilgenroos" not in shown
    assert (response.status_code, fact.kind, fact.value, fact.version) == (303, "work", SECRET, 2)


def test_a_secret_does_not_become_visible_by_calling_it_no_secret(client: Client):
    household = family()
    fact = secret_of(member(household, "Samira"))
    page = address("fact-change", household, fact.person, fact)

    response = sign_in(client, face_of(household)).post(page, {"kind": "address", "value": "", "version": 1})

    fact.refresh_from_db()
    assert (response.status_code, fact.is_secret) == (422, True)
    assert "Vul het opnieuw in als het niet meer geheim is." in response.content.decode()


def test_two_people_who_change_a_secret_at_once_see_neither_text_of_it(client: Client):
    household = family()
    fact = secret_of(member(household, "Samira"))
    page = address("fact-change", household, fact.person, fact)
    sign_in(client, face_of(household))
    ProtectedFact.objects.filter(pk=fact.pk).update(version=2, kind="care", changed_by=duo_of(household))

    form = {"kind": "school", "value": "", "is_secret": "on", "version": 1}
    shown = {"getoond-kind": "address", "getoond-value": "", "getoond-is_secret": "on"}
    response = client.post(page, {**form, **shown})

    assert response.status_code == 409
    assert "Wilgenroos" not in response.content.decode()


def test_the_person_page_asks_as_many_questions_with_one_place_as_with_many(client: Client):
    household = family()
    samira = member(household, "Samira")
    secret_of(samira)
    sign_in(client, face_of(household))
    client.get(samira.get_absolute_url())

    with CaptureQueriesContext(connection) as one:
        client.get(samira.get_absolute_url())
    for number in range(10):
        secret_of(samira, f"Bakkerij nummer {number}")
    with CaptureQueriesContext(connection) as many:
        client.get(samira.get_absolute_url())

    assert len(one) == len(many)


def test_what_two_people_wrote_at_once_leaves_no_address_in_history(client: Client):
    household = family()
    samira, face = member(household, "Samira"), face_of(household)
    secret_of(samira)
    fact = secret_of(samira, "Bakkerij Van Beek", kind=FactKind.WORK, is_secret=False)
    agreement = agreed(household)
    sign_in(client, face)
    answer = {"conflict": "1", "version": 1}

    place = {"kind": "work", "neem_value": "theirs", "mijn_value": SECRET, "hun_value": "Bakkerij Van Beek"}
    first = client.post(address("fact-change", household, samira, fact), _named({**place, **answer}))
    words = {
        "who": f"user:{face.uuid}", "checker": f"user:{face.uuid}", "since": agreement.since.isoformat(),
        "neem_what": "theirs", "mijn_what": "Naar de Wilgenroosdreef", "hun_what": agreement.what,
    }  # fmt: skip
    second = client.post(address("agreement-change", household, agreement), _named({**words, **answer}))

    assert (first.status_code, second.status_code) == (303, 303)
    assert not OtherText.objects.exists()


def _named(data: dict[str, Any]) -> dict[str, Any]:
    prefixes = {"neem_": TAKE, "mijn_": MINE, "hun_": THEIRS}
    return {
        next(
            (f"{prefix}{name.removeprefix(own)}" for own, prefix in prefixes.items() if name.startswith(own)), name
        ): value
        for name, value in data.items()
    }


# --- A look -----------------------------------------------------------------------------------------------------------


def looked(client: Client, fact: ProtectedFact, why: str = WHY) -> Any:
    """Ask to see a secret."""
    return client.post(address("fact-reveal", fact.household, fact.person, fact), {"why": why})


def test_a_look_is_kept_with_its_reason_and_the_other_of_the_duo_hears_it(client: Client):
    household = family()
    fact, duo, face = secret_of(member(household, "Samira")), duo_of(household), face_of(household)

    response = looked(sign_in(client, face), fact)
    page = client.get(response["Location"]).content.decode()

    reveal = Reveal.objects.get()
    assert (reveal.by, reveal.fact, reveal.why) == (face, fact, WHY)
    assert SECRET in page
    assert f"Te zien tot {timezone.localtime(reveal.at) + timedelta(seconds=60):%H.%M.%S} uur." in page
    assert AuditEvent.objects.get(event="fact.revealed").actor == face.uuid
    (note,) = Notification.objects.filter(kind="fact_revealed")
    with as_application(duo):
        (text,) = texts_of(duo, [note]).values()
    assert note.recipient == duo
    assert text.sentence == f"{face.name} heeft een geheim adres bekeken bij Haddad – Van Dijk."


def test_after_a_minute_the_same_address_shows_nothing(client: Client):
    household = family()
    fact = secret_of(member(household, "Samira"))
    old = Reveal.objects.create(
        household=household, fact=fact, by=face_of(household), why=WHY, at=now() - timedelta(seconds=61)
    )

    response = sign_in(client, face_of(household)).get(address("fact-shown", household, fact.person, fact, old))

    assert response.status_code == 404
    assert SECRET not in response.content.decode()


def test_the_look_of_one_is_no_look_of_the_other(client: Client):
    household = family()
    fact, duo = secret_of(member(household, "Samira")), duo_of(household)
    reveal = reveal_fact(fact, why=WHY, by=face_of(household))

    response = sign_in(client, duo).get(address("fact-shown", household, fact.person, fact, reveal))

    assert response.status_code == 404


def test_a_look_needs_a_reason_of_ten_signs(client: Client):
    household = family()
    fact = secret_of(member(household, "Samira"))

    response = looked(sign_in(client, face_of(household)), fact, "  post   ! ")

    assert response.status_code == 422
    assert "minstens 10 tekens" in response.content.decode()
    assert not Reveal.objects.exists()


def test_a_look_needs_a_fresh_second_step(client: Client):
    household = family()
    fact, face = secret_of(member(household, "Samira")), face_of(household)
    _with_app(face)
    sign_in(client, face)
    make_second_step_old(client)

    response = looked(client, fact)

    assert response.status_code in (302, 303)
    assert response["Location"].startswith(reverse("mfa_reauthenticate"))
    assert not Reveal.objects.exists()


def test_a_look_is_never_changed_or_taken_back(client: Client):
    household = family()
    reveal = reveal_fact(secret_of(member(household, "Samira")), why=WHY, by=face_of(household))

    for act in (reveal.delete, lambda: Reveal.objects.update(why="iets anders")):
        with pytest.raises(Exception, match="cases_reveal"), transaction.atomic():
            act()


def test_nobody_looks_in_the_name_of_somebody_else():
    household = family()
    fact, duo = secret_of(member(household, "Samira")), duo_of(household)

    with (
        pytest.raises(ProgrammingError, match="row-level security"),
        as_application(face_of(household)),
        transaction.atomic(),
    ):
        Reveal.objects.create(household=household, fact=fact, by=duo, why=WHY)


# --- Safe contact -----------------------------------------------------------------------------------------------------


def test_safe_contact_is_kept_and_read_on_the_page_of_the_person_only(client: Client):
    household = family()
    samira, peter = member(household, "Samira"), member(household, "Peter")
    form = {
        "safe_when": "Op dinsdag tussen 10 en 12 uur",
        "safe_how": "Bellen, niet appen",
        "leave_no_message": "on",
        "unsafe_for": [str(peter.uuid)],
        "version": 1,
    }
    sign_in(client, face_of(household))

    response = client.post(address("safe-contact", household, samira), form)

    page = client.get(samira.get_absolute_url()).content.decode()
    elsewhere = [client.get(url).content.decode() for url in _elsewhere(household, peter)]
    assert response.status_code == 303
    assert UnsafeFor.objects.get().other == peter
    assert all(words in page for words in ("Op dinsdag tussen", "Bellen, niet appen", "Laat geen bericht achter."))
    assert not [page for page in elsewhere if "Op dinsdag tussen" in page or "niet appen" in page]


def _elsewhere(household: Household, other: Person) -> list[str]:
    return [
        household.get_absolute_url(),
        address("people", household),
        other.get_absolute_url(),
        reverse("cases:household-list"),
        f"/api/v1/households/{household.uuid}/people/",
        reverse("veiligheidskaart:draft", args=[household.uuid]),
    ]


def test_safe_contact_of_two_people_at_once_loses_neither(client: Client):
    household = family()
    samira = member(household, "Samira")
    Person.objects.filter(pk=samira.pk).update(version=2, safe_when="Nooit op zondag", changed_by=face_of(household))
    shown = {"getoond-safe_when": "", "getoond-safe_how": ""}

    response = sign_in(client, face_of(household)).post(
        address("safe-contact", household, samira), {"safe_when": "Alleen overdag", "version": 1, **shown}
    )

    page = response.content.decode()
    assert response.status_code == 409
    assert "Nooit op zondag" in page
    assert "Alleen overdag" in page
