"""Signing in under attack, and what asks the second step again (security 2.1 (j); ASVS 5.0, 6.3 and 7.5)."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings as django_settings
from django.test import Client, override_settings
from django.urls import reverse
from django.utils import timezone
from kombu.connection import Connection

from accounts import onetime
from accounts.choices import AccessEvent, InvitationKind
from accounts.models import OneTimeLink, User
from accounts.services.links import make_link
from accounts.sessions import SEEN_AT
from tests.access_table import row_for
from tests.accounts.factories import OrganisationFactory, UserFactory, worker_of
from tests.accounts.steps import PASSWORD, first_step, with_app
from tests.accounts.test_sign_in import WAIT, CountingHasher, shown_errors, without_keys
from tests.cases.factories import HouseholdFactory, face_of
from tests.signing_in import make_second_step_old, sign_in
from tests.test_access import ADDRESSES, Walker
from tests.world import make_world

pytestmark = pytest.mark.django_db

LINKS = {
    "accounts:invitation": InvitationKind.INVITATION,
    "accounts:password-new": InvitationKind.PASSWORD_RESET,
    "accounts:second-step-again": InvitationKind.LOST_PHONE,
}


# --- Tries ------------------------------------------------------------------------------------------


@pytest.mark.alone
def test_a_broker_that_lost_everything_does_not_give_new_tries(client: Client) -> None:
    """Counters of failed tries stand in the database: flushing the broker, or starting it anew, changes nothing."""
    user = UserFactory()
    for _ in range(5):
        first_step(client, user, "fout-fout-fout-fout")
    with Connection(django_settings.CELERY_BROKER_URL) as broker:  # type: ignore[no-untyped-call]
        broker.default_channel.client.flushall()

    answer = first_step(Client(), user)

    assert (answer.status_code, shown_errors(answer)) == (422, [WAIT])


# --- Nobody can tell who has an account -----------------------------------------------------------------


def _never_began() -> User:
    user = UserFactory(password="")
    user.set_unusable_password()
    user.save()
    return user


@override_settings(PASSWORD_HASHERS=["tests.accounts.test_sign_in.CountingHasher"])
def test_asking_for_a_new_password_costs_the_same_work_for_everybody() -> None:
    known, blocked, never_began = UserFactory(), UserFactory(is_active=False), _never_began()
    page = reverse("accounts:password-forgotten")
    before = CountingHasher.hashed

    answers = [
        Client().post(page, {"email": email})
        for email in (known.email, blocked.email, never_began.email, "niemand@voorbeeld.example")
    ]

    assert {(answer.status_code, answer["Location"]) for answer in answers} == {(302, f"{page}verstuurd/")}
    assert len({str(sorted(answer.items())) for answer in answers}) == 1
    assert CountingHasher.hashed == before


@override_settings(PASSWORD_HASHERS=["tests.accounts.test_sign_in.CountingHasher"])
def test_somebody_who_never_began_costs_the_same_work_at_sign_in() -> None:
    people = [UserFactory(), _never_began(), UserFactory.build(password="")]

    def work(user: User) -> int:
        before = CountingHasher.hashed
        first_step(Client(), user, "een-heel-ander-wachtwoord")
        return CountingHasher.hashed - before

    assert [work(user) for user in people] == [1, 1, 1]


@pytest.mark.parametrize("page", LINKS)
def test_a_link_that_does_not_work_never_says_why(page: str) -> None:
    kind = LINKS[page]

    def link(**changed: Any) -> str:
        user = worker_of(OrganisationFactory())
        token = make_link(user, kind, by=user)
        OneTimeLink.objects.filter(user=user).update(**changed)
        return token

    blocked = worker_of(OrganisationFactory())
    tokens = [
        link(used_at=timezone.now()),
        link(expires_at=timezone.now() - timedelta(seconds=1)),
        link(kind=next(other for other in LINKS.values() if other is not kind)),
        make_link(blocked, kind, by=blocked),
        "x" * 43,
    ]
    User.objects.filter(pk=blocked.pk).update(is_active=False)

    answers = [Client().get(reverse(page, args=[token])) for token in tokens]

    assert {answer.status_code for answer in answers} == {404}
    assert len({without_keys(answer) for answer in answers}) == 1


def test_without_a_phone_everybody_with_a_wrong_password_meets_the_sign_in_page() -> None:
    known, with_phone = UserFactory(), UserFactory()
    with_app(with_phone)

    def answer(user: User) -> tuple[int, str]:
        browser = Client()
        first_step(browser, user, "een-heel-ander-wachtwoord")
        page = browser.get(reverse("accounts:no-phone"))
        return page.status_code, page["Location"]

    assert {answer(user) for user in (known, with_phone, UserFactory.build())} == {(302, "/inloggen/")}


def test_a_reset_link_passes_no_second_step() -> None:
    user = UserFactory()
    with_app(user)
    browser = Client()
    browser.post(
        reverse("accounts:password-new", args=[make_link(user, InvitationKind.PASSWORD_RESET, by=user)]),
        {"password": f"{PASSWORD}-nieuw"},
    )

    first_step(browser, user, f"{PASSWORD}-nieuw")

    assert browser.get("/meldingen/").status_code == 302
    assert "_auth_user_id" not in browser.session


# --- What keeps a session alive --------------------------------------------------------------------------


def test_autosave_keeps_a_session_alive() -> None:
    household = HouseholdFactory()
    browser = sign_in(Client(), face_of(household))
    session = browser.session
    session[SEEN_AT] = time.time() - 14 * 60
    session.save()

    answer = browser.post(reverse("cases:film-create", args=[household.uuid]), {"text": "Eva", onetime.AUTOSAVE: "1"})

    assert answer.status_code == 200
    assert time.time() - browser.session[SEEN_AT] < 60


# --- What asks the second step again ------------------------------------------------------------------------

STEP_UP = {
    "accounts:help-colleague": "contact",
    "accounts:other-sessions-end": "contact",
    "accounts:session-end": "contact",
    "cases:emergency-choose": "outsider",
    "cases:emergency-open": "outsider",
    "cases:fact-reveal": "contact",
    "cases:overview-pdf": "contact",
    "rvt:bureau-file": "contact",
    "rvt:paper-pdf": "chair",
    "veiligheidskaart:move-pdf": "contact",
    "mfa_activate_totp": "contact",
    "mfa_generate_recovery_codes": "contact",
}
"""Acts on somebody's sign-in, a secret, an emergency, and what is carried away; with somebody who may."""

EVERYDAY_EXPORTS = {"veiligheidskaart:pdf": "the card is made to be handed out, at the table of the family"}


def test_an_old_second_step_is_asked_again() -> None:
    walker = Walker(make_world())
    for user in {walker.world.people[state] for state in STEP_UP.values()}:
        assert user is not None
        with_app(user)
    fresh, old = {}, {}
    for name, state in STEP_UP.items():
        path = walker.path(ADDRESSES[name], row_for(name, "GET"))
        browser = walker.world.client(state)
        fresh[name] = browser.get(path).status_code
        make_second_step_old(browser)
        old[name] = [browser.get(path).headers.get("Location", ""), browser.post(path).headers.get("Location", "")]

    again = reverse("mfa_reauthenticate")
    assert {name: status for name, status in fresh.items() if status != 200} == {}
    assert [name for name, to in old.items() if not all(each.startswith(again) for each in to)] == []


def test_every_export_asks_a_fresh_second_step_or_says_why_not() -> None:
    exports = {
        name for name, address in ADDRESSES.items() if getattr(address.view, "access_event", None) is AccessEvent.EXPORT
    }

    assert exports - set(EVERYDAY_EXPORTS) <= set(STEP_UP)
    assert exports >= set(EVERYDAY_EXPORTS)


def test_what_is_not_ones_own_is_not_there_whatever_step_was_taken() -> None:
    household = HouseholdFactory()
    stranger = worker_of(OrganisationFactory())
    with_app(stranger)
    browser = sign_in(Client(), stranger)
    make_second_step_old(browser)

    address = reverse("cases:fact-reveal", args=[household.uuid, household.people.first().uuid, uuid4()])

    assert browser.get(address).status_code == 404
