"""Every queryset rule gone: the instruments say so, and page, API, PDF and worker still give only one's own.

Row security is the second fence (docs/adr/0040). Here the first one is down: whatever queryset asks which households
are somebody's gets all of them.
"""

from __future__ import annotations

from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.actor import acting_as
from accounts.choices import OutboxState
from accounts.models import OutboxEntry, User
from accounts.querysets import NotificationQuerySet
from accounts.services.organisations import end_membership
from cases.models import Household
from cases.querysets import rule
from tests.accounts.factories import worker_of
from tests.application import as_application
from tests.cases import test_access_rule
from tests.cases.factories import HouseholdFactory, end_now, face_of, involve, team_of
from tests.cases.test_access_rule import NEVER, PERMISSIONS, Tie, World
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories as cards
from veiligheidskaart.models import KaartEdition, KaartPdf
from veiligheidskaart.services.finalising import RENDER
from veiligheidskaart.services.pdfs import make

pytestmark = [pytest.mark.django_db, pytest.mark.authz]

PAGES = (
    "cases:household-detail",
    "cases:film",
    "cases:people",
    "cases:access",
    "cases:looks",
    "veiligheidskaart:draft",
    "veiligheidskaart:versions",
)

STRANGER = World(ties=(Tie(involvement=NEVER, permissions=dict.fromkeys(PERMISSIONS, NEVER)),))
"""Somebody who has nothing to do with the household."""


@pytest.fixture
def first_fence_down(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let every queryset that chooses by household, and that of notifications, choose everything."""
    monkeypatch.setattr(rule.IsAmong, "as_sql", lambda *args, **kwargs: ("TRUE", []))
    monkeypatch.setattr(NotificationQuerySet, "visible_to", lambda rows, user: rows.order_by("-at"))


@pytest.fixture
def mine() -> KaartEdition:
    return _card("Familie Van Mij")


@pytest.fixture
def other() -> KaartEdition:
    return _card("Familie Van Een Ander")


def _card(call_name: str) -> KaartEdition:
    household = cards.household(call_name=call_name)
    edition: KaartEdition = cards.finalised(household).editions.first()
    with acting_as(face_of(household)):
        make(edition.uuid)
    return edition


@pytest.fixture
def me(mine: KaartEdition) -> User:
    return face_of(mine.household)


@pytest.fixture
def browser(me: User) -> Client:
    return sign_in(Client(raise_request_exception=False), me)


def pdf_of(edition: KaartEdition) -> str:
    return reverse("veiligheidskaart:pdf", args=[edition.household.uuid, edition.uuid])


@pytest.mark.usefixtures("first_fence_down")
class TestFirstFenceDown:
    """What somebody gets when only the database still knows what is whose."""

    def test_the_fence_is_down(self, me: User, mine: KaartEdition, other: KaartEdition) -> None:
        assert set(Household.objects.visible_to(me)) >= {mine.household, other.household}

    def test_pages_give_only_ones_own(self, browser: Client, mine: KaartEdition, other: KaartEdition) -> None:
        listed = browser.get("/huishoudens/").content.decode()
        day = browser.get("/mijn-dag/").content.decode()

        assert "Familie Van Mij" in listed
        assert "Van Een Ander" not in listed + day
        assert browser.get(mine.household.get_absolute_url()).status_code == 200
        for name in PAGES:
            assert browser.get(reverse(name, args=[mine.household.uuid])).status_code == 200
            assert browser.get(reverse(name, args=[other.household.uuid])).status_code == 404

    def test_the_api_gives_only_ones_own(self, browser: Client, mine: KaartEdition, other: KaartEdition) -> None:
        listed = browser.get("/api/v1/households/").content.decode()

        assert str(mine.household.uuid) in listed
        assert str(other.household.uuid) not in listed
        assert browser.get(f"/api/v1/households/{mine.household.uuid}/").status_code == 200
        for what in ("", "people/", "agreements/"):
            answer = browser.get(f"/api/v1/households/{other.household.uuid}/{what}")
            assert answer.status_code == 404

    def test_pdfs_are_only_ones_own(self, browser: Client, mine: KaartEdition, other: KaartEdition) -> None:
        own, foreign = browser.get(pdf_of(mine)), browser.get(pdf_of(other))

        assert (own.status_code, own["Content-Type"]) == (200, "application/pdf")
        assert foreign.status_code == 404
        assert KaartPdf.objects.filter(edition=other).exists()  # it is there

    def test_a_worker_makes_only_what_belongs_to_who_asked(self, me: User, mine: KaartEdition) -> None:
        """Somebody got a job promised for a household that is not theirs: the job sees nothing of it."""
        theirs, own = (cards.finalised(of).editions.first() for of in (cards.household(), mine.household))
        OutboxEntry.objects.all().delete()
        with transaction.atomic():
            for edition in (theirs, own):
                outbox.enqueue(RENDER, unique_key=str(edition.uuid), by=me, edition=edition.uuid)

        with as_application():
            outbox.sweep()

        assert set(KaartPdf.objects.filter(edition__in=[theirs, own]).values_list("edition", flat=True)) == {own.pk}
        assert OutboxEntry.objects.get(unique_key=f"{RENDER}:{theirs.uuid}").last_error == "DoesNotExist"
        assert OutboxEntry.objects.get(unique_key=f"{RENDER}:{own.uuid}").state == OutboxState.DONE


def compared() -> tuple[int, list[Any]]:
    """Let T-DIFF compare two households with somebody who has nothing to do with either."""
    with transaction.atomic():
        found = test_access_rule.compare([STRANGER, STRANGER])
        transaction.set_rollback(True)
    return found


@pytest.mark.usefixtures("first_fence_down")
def test_t_diff_is_red_when_the_querysets_say_yes_to_everything() -> None:
    """The drill of the instrument: the reference and row security say no where the querysets say yes."""
    _, differences = compared()

    assert differences


def test_t_diff_is_green_with_the_same_worlds() -> None:
    triples, differences = compared()

    assert triples > 0
    assert differences == []


# --- Access that ends while a page is open ----------------------------------------------------------


@pytest.mark.parametrize("what_ends", ["the membership", "the involvement"])
def test_the_next_click_after_access_ended_is_a_404_at_once(what_ends: str) -> None:
    household = HouseholdFactory()
    team = team_of(household)
    somebody = worker_of(team)
    involvement = involve(household, somebody, team, "cover")
    browser = sign_in(Client(), somebody)
    opened = browser.get(household.get_absolute_url())

    if what_ends == "the membership":
        end_membership(somebody.memberships.get(), by=face_of(household))
    else:
        end_now(involvement)
    clicks = [browser.get(reverse(name, args=[household.uuid])).status_code for name in PAGES]
    form = reverse("cases:film-create", args=[household.uuid])
    sent = browser.post(form, {"text": "Nog iets.", "when": "today", "lane": "help"})

    assert opened.status_code == 200
    assert set(clicks) == {404}
    assert sent.status_code == 404
    assert household.call_name not in browser.get("/huishoudens/").content.decode()
