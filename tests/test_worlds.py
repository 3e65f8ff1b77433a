"""Two worlds that differ only in what somebody may not see look the same to that person, byte for byte (security (s)).

This covers counts, lists, order, search, menus and ids at once: whatever leaks, leaks as a different byte.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Any

import pytest
from django.db import transaction

from accounts.models import Draft
from accounts.notifications import notify
from cases.choices import Audience, Lane, PersonRole
from cases.models import FilmEvent, Statement, StatementText
from cases.services.households import NewPerson
from tests.access_table import row_for
from tests.accounts.factories import MunicipalityFactory
from tests.cases.factories import HouseholdFactory, face_of, team_of
from tests.test_access import ADDRESSES, OWN_TEXT, Walker
from tests.veiligheidskaart import factories as cards
from tests.world import World, make_world

pytestmark = [pytest.mark.django_db, pytest.mark.authz, pytest.mark.long]


ONE_TIME_KEY = re.compile(rb'(?<=name="_sleutel" value=")[0-9a-f-]{36}')

WHO_LOOKED = re.compile(rb'<section class="panel" id="paneel-inzage".*?</section>', re.DOTALL)


def normalised(body: bytes) -> bytes:
    """The one normaliser: token and one-time key of a form are others each time, and who looked last is this test."""
    return WHO_LOOKED.sub(b"", ONE_TIME_KEY.sub(b"", OWN_TEXT.sub(b"", body)))


def another_team(world: World) -> None:
    """Households of other teams: one with the very same name and a card elsewhere, and one in the same municipality.

    The same name in the same municipality would make a difference on purpose: the face hears of it (ux, S7).
    """
    cards.finalised(cards.household(call_name=world.household.call_name, municipality=world.things["elsewhere"]))
    aaron = NewPerson(name="Aaron", role=PersonRole.FATHER)
    HouseholdFactory(municipality=world.household.municipality, people=(aaron,))


def another_colleague(world: World) -> None:
    """A household of the same team, of which a colleague is the face."""
    HouseholdFactory(
        team=team_of(world.household),
        by=world.people["colleague"],
        municipality=world.household.municipality,
        people=(NewPerson(name="Noor", role=PersonRole.MOTHER), NewPerson(name="Aaron", role=PersonRole.CHILD)),
    )


def a_story_for_the_inner_circle(world: World) -> None:
    """An event, and something about what is going on, that only contact person, duo and stand-in may read."""
    FilmEvent.objects.create(
        household=world.household,
        lane=Lane.TENSE,
        text="Alleen voor wie er dichtbij staat.",
        happened_on=date(2026, 2, 3),
        told_by_person=world.things["person"],
        audience=Audience.INNER,
        audience_why="Anders wordt het gevaarlijk",
        added_by=face_of(world.household),
    )
    statement = Statement.objects.create(
        household=world.household,
        topic="concern",
        audience=Audience.INNER,
        audience_why="Anders wordt het gevaarlijk",
        added_by=face_of(world.household),
    )
    StatementText.objects.create(
        household=world.household,
        statement=statement,
        kind="opinion",
        text="Alleen voor wie er dichtbij staat.",
        thinks_user=face_of(world.household),
        added_by=face_of(world.household),
    )


def work_of_somebody_else(world: World) -> None:
    """A draft and a notification of one colleague."""
    somebody = world.people["colleague"]
    Draft.objects.create(owner=somebody, form="film", about=world.household.uuid, data={"text": ["Concept"]})
    notify(somebody, "maybe_same", about=world.household.uuid, by=world.people["contact"])


EVERYBODY = {
    "contact",
    "duo",
    "cover",
    "lead",
    "film",
    "agreements",
    "card",
    "colleague",
    "outsider",
    "ended",
    "tomorrow",
    "left",
    "administrator",
    "privacy-officer",
    "policy",
    "anonymous",
    "password-only",
    "deactivated",
}

UNSEEN: list[tuple[Callable[[World], None], set[str]]] = [
    (another_team, EVERYBODY),
    (another_colleague, EVERYBODY - {"lead", "colleague"}),
    (a_story_for_the_inner_circle, EVERYBODY - {"contact", "duo", "cover", "password-only"}),
    (work_of_somebody_else, EVERYBODY - {"colleague"}),
]
"""What is added, and for whom it must make no difference."""


PAGES = (
    "accounts:my-day",
    "accounts:profile",
    "api:agreement-list",
    "api:household-list",
    "api:person-list",
    "cases:analysis",
    "cases:duo-create",
    "cases:film",
    "cases:film-create",
    "cases:household-create",
    "cases:household-detail",
    "cases:household-list",
    "cases:people",
    "cases:switch-create",
    "notifications",
    "veiligheidskaart:draft",
    "veiligheidskaart:versions",
)
"""Every page that lists, counts, orders or offers a choice; a form about one thing shows that one thing."""


def pages_of(walker: Walker, state: str) -> dict[str, bytes]:
    """Return those pages that this person gets to see, by address."""
    pages: dict[str, bytes] = {}
    for address in (ADDRESSES[name] for name in PAGES if name in ADDRESSES):
        row = row_for(address.name, "GET")
        if row.expects(state, api=address.is_api) == "allow":
            pages[address.name] = normalised(walker.ask(state, "GET", walker.path(address, row)).content)
    return pages


def test_what_one_may_not_see_changes_no_byte(capsys: Any) -> None:
    walker = Walker(make_world())
    walker.world.things["elsewhere"] = MunicipalityFactory(region=walker.world.household.municipality.region)
    detail = walker.path(ADDRESSES["cases:household-detail"], row_for("cases:household-detail", "GET"))
    for state in walker.world.people:
        walker.ask(state, "GET", detail)  # somebody who never looked has no panel of own looks yet
    before = {state: pages_of(walker, state) for state in walker.world.people}
    pairs, asked, different = 0, 0, []
    for add, states in UNSEEN:
        with transaction.atomic():
            add(walker.world)
            for state in sorted(states & set(walker.world.people)):
                pairs += 1
                after = pages_of(walker, state)
                asked += len(after)
                different += [f"{add.__name__} {state} {name}" for name in after if after[name] != before[state][name]]
            transaction.set_rollback(True)

    with capsys.disabled():
        print(f"\nFIGURE worlds_pairs {pairs} 50\nFIGURE worlds_differences {len(different)} 0  ({asked} pages)")
    assert not different, "\n".join(different)
    assert pairs >= 50


def test_a_difference_would_be_seen() -> None:
    """The instrument itself: what one may see does change the page."""
    walker = Walker(make_world())
    before = pages_of(walker, "contact")

    a_story_for_the_inner_circle(walker.world)

    assert pages_of(walker, "contact")["cases:film"] != before["cases:film"]
