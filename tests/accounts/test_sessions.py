"""Where somebody is signed in, and signing out there from here (ux, S30; security 2.1 (j); docs/adr/0048)."""

from __future__ import annotations

import time
from datetime import timedelta
from typing import Any
from urllib.parse import quote

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from accounts import devices, sessions
from accounts.choices import InvitationKind
from accounts.middleware import POLL_HEADER
from accounts.models import AuditEvent, Session, User
from accounts.services.links import find_link, make_link
from accounts.services.people import block_user, reset_password
from accounts.tasks import clear_sessions
from tests.accounts.factories import OrganisationFactory, UserFactory, worker_of
from tests.accounts.steps import NEW_PASSWORD, with_app
from tests.signing_in import USER_AGENT, make_second_step_old, sign_in

pytestmark = pytest.mark.django_db

ANDROID = "Mozilla/5.0 (Linux; Android 15; Pixel 9) AppleWebKit/537.36 Chrome/140.0 Mobile Safari/537.36"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148 Safari/604.1"
EDGE = "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 Chrome/140.0 Safari/537.36 Edg/140.0"
MAC = "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 Version/19.0 Safari/605.1.15"
PAGE = "/mijn/"


@pytest.fixture
def user() -> User:
    return worker_of(OrganisationFactory())


@pytest.fixture
def here(user: User) -> Client:
    """The browser in front of somebody."""
    return sign_in(Client(), user)


@pytest.fixture
def there(user: User) -> Client:
    """A phone somewhere else."""
    return sign_in(Client(), user, user_agent=ANDROID)


def row_of(client: Client) -> Session:
    return Session.objects.get(uuid=client.session[sessions.NAME])


def end_address(client: Client) -> str:
    return reverse("accounts:session-end", args=[row_of(client).uuid])


def is_signed_in(client: Client) -> bool:
    answer = client.get("/meldingen/")
    return answer.status_code == 200


# --- The list -------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("user_agent", "words"),
    [
        (USER_AGENT, "Firefox op een Windows-computer"),
        (ANDROID, "Chrome op een Android-telefoon"),
        (IPHONE, "Safari op een iPhone"),
        (EDGE, "Edge op een Windows-computer"),
        (MAC, "Safari op een Mac"),
        ("curl/8.9", "Een browser op een onbekend apparaat"),
        ("", "Een browser op een onbekend apparaat"),
    ],
)
def test_a_browser_is_told_in_plain_words(user_agent: str, words: str) -> None:
    assert devices.in_words(user_agent) == words


def test_the_list_shows_where_one_is_signed_in_and_which_is_this_one(here: Client, there: Client) -> None:
    page = here.get(PAGE).content.decode()

    assert page.count("Firefox op een Windows-computer<br>") == 1
    assert page.count("Chrome op een Android-telefoon<br>") == 1
    assert page.count("Dit apparaat") == 1
    assert end_address(there) in page
    assert end_address(here) not in page
    assert "Log overal anders uit" in page


def test_with_one_session_there_is_nothing_to_end(here: Client) -> None:
    page = here.get(PAGE).content.decode()

    assert "Dit apparaat" in page
    assert "Log overal anders uit" not in page


def test_a_session_of_somebody_else_is_not_there(here: Client, user: User) -> None:
    other = sign_in(Client(), worker_of(user.memberships.get().organisation), user_agent=ANDROID)

    assert "Android" not in here.get(PAGE).content.decode()
    assert here.post(end_address(other)).status_code == 404
    assert is_signed_in(other)


@pytest.mark.parametrize(("key", "minutes"), [(sessions.SEEN_AT, 15.1), (sessions.SIGNED_IN_AT, 600.1)])
def test_a_session_that_is_over_is_not_shown(here: Client, there: Client, key: str, minutes: float) -> None:
    session = there.session
    session[key] = time.time() - 60 * minutes
    session.save()

    assert "Android" not in here.get(PAGE).content.decode()


def test_how_long_ago_somebody_was_there_follows_the_session(here: Client, there: Client) -> None:
    session = there.session
    session[sessions.SEEN_AT] = time.time() - 14 * 60
    session.save()
    before = row_of(there).seen_at

    there.get(PAGE, headers={POLL_HEADER: "1"})
    after_a_poll = row_of(there).seen_at
    there.get(PAGE)

    assert after_a_poll == before
    assert row_of(there).seen_at > before


def test_signing_in_by_the_pages_is_in_the_list(user: User) -> None:
    client = Client(headers={"User-Agent": ANDROID})
    client.force_login(user, backend="allauth.account.auth_backends.AuthenticationBackend")

    client.get(PAGE)

    assert row_of(client).device == "Chrome op een Android-telefoon"
    assert row_of(client).user == user


def test_another_key_does_not_make_another_session_of_it(here: Client) -> None:
    name = row_of(here).uuid
    session = here.session

    session.cycle_key()
    session.save()

    assert [row.uuid for row in Session.objects.exclude(user=None)] == [name]


def test_the_list_costs_one_query_however_many_there_are(
    here: Client, user: User, django_assert_num_queries: Any
) -> None:
    here.get(PAGE)
    with CaptureQueriesContext(connection) as alone:
        here.get(PAGE)
    for _ in range(5):
        sign_in(Client(), user, user_agent=ANDROID)

    with django_assert_num_queries(len(alone)):
        here.get(PAGE)


# --- What a row holds -----------------------------------------------------------------------------


def test_a_row_holds_no_key_no_version_and_no_place(here: Client) -> None:
    here.get(PAGE, headers={"User-Agent": USER_AGENT}, REMOTE_ADDR="203.0.113.9")
    key = here.cookies[settings.SESSION_COOKIE_NAME].value

    with connection.cursor() as cursor:
        cursor.execute("SELECT string_agg(to_jsonb(row)::text, ' ') FROM accounts_session AS row")
        text = cursor.fetchone()[0]

    assert key not in text
    assert "203.0.113.9" not in str(here.session.items()) + text
    assert "140" not in str(row_of(here).device)


def test_what_stands_in_the_table_opens_no_session(here: Client) -> None:
    thief = Client()
    thief.cookies[settings.SESSION_COOKIE_NAME] = row_of(here).session_key

    assert not is_signed_in(thief)
    assert is_signed_in(here)


# --- Ending ---------------------------------------------------------------------------------------


def test_an_ended_session_meets_the_sign_in_page_at_its_next_click(here: Client, there: Client, user: User) -> None:
    assert is_signed_in(there)
    name = row_of(there).uuid

    answer = here.post(end_address(there), follow=True)

    assert there.get("/meldingen/")["Location"] == "/inloggen/?next=/meldingen/"
    assert is_signed_in(here)
    assert escape("Je bent uitgelogd in Chrome op een Android-telefoon.") in answer.content.decode()
    event = AuditEvent.objects.get(event="user.session_ended")
    assert (event.actor, event.target, event.details) == (user.uuid, user.uuid, {"session": str(name)})


def test_ending_one_asks_first_when_it_was_not_a_button_of_the_list(here: Client, there: Client) -> None:
    page = here.get(end_address(there))

    assert page.status_code == 200
    assert "Uitloggen in Chrome op een Android-telefoon?" in page.content.decode()
    assert is_signed_in(there)


def test_this_session_is_ended_by_signing_out_only(here: Client) -> None:
    assert here.post(end_address(here)).status_code == 404


def test_everywhere_else_ends_all_others(here: Client, there: Client, user: User) -> None:
    third = sign_in(Client(), user, user_agent=IPHONE)
    key = here.cookies[settings.SESSION_COOKIE_NAME].value

    here.post(reverse("accounts:other-sessions-end"))

    assert [is_signed_in(client) for client in (there, third, here)] == [False, False, True]
    assert here.cookies[settings.SESSION_COOKIE_NAME].value != key
    assert "Log overal anders uit" not in here.get(PAGE).content.decode()
    assert AuditEvent.objects.get(event="user.other_sessions_ended").actor == user.uuid


def test_a_session_that_is_written_again_while_it_is_ended_is_not_revived(
    here: Client, there: Client, user: User
) -> None:
    """A request that was under way in the other browser gives its session another key at that very moment."""
    under_way = there.session
    under_way.load()

    here.post(reverse("accounts:other-sessions-end"))
    under_way.cycle_key()
    under_way.save()
    there.cookies[settings.SESSION_COOKIE_NAME] = under_way.session_key

    assert not is_signed_in(there)


@pytest.mark.parametrize("address", ["one", "others"])
def test_ending_asks_a_second_step_that_is_fresh(here: Client, there: Client, user: User, address: str) -> None:
    with_app(user)
    make_second_step_old(here)
    path = end_address(there) if address == "one" else reverse("accounts:other-sessions-end")

    answer = here.post(path)

    assert answer["Location"] == f"/inloggen/nog-een-keer/?next={quote(path, safe='')}"
    assert is_signed_in(there)


# --- What else ends sessions ----------------------------------------------------------------------


def test_a_new_password_ends_every_session(here: Client, there: Client, user: User) -> None:
    link = find_link(make_link(user, InvitationKind.PASSWORD_RESET, by=user), InvitationKind.PASSWORD_RESET)
    assert link is not None

    reset_password(link, password=NEW_PASSWORD)

    assert [is_signed_in(here), is_signed_in(there)] == [False, False]
    assert not Session.objects.filter(user=user).exists()


def test_new_recovery_codes_end_the_other_sessions(here: Client, there: Client, user: User) -> None:
    with_app(user)

    here.post(reverse("mfa_generate_recovery_codes"))

    assert [is_signed_in(here), is_signed_in(there)] == [True, False]


def test_blocking_somebody_ends_every_session(here: Client, user: User) -> None:
    block_user(user, by=UserFactory())

    assert not is_signed_in(here)
    assert not Session.objects.filter(user=user).exists()


@pytest.mark.parametrize("minutes", [1, 601])
def test_rows_that_are_over_are_thrown_away(here: Client, minutes: int) -> None:
    Session.objects.update(expire_date=timezone.now() + timedelta(minutes=600 - minutes))

    clear_sessions()

    assert Session.objects.exists() is (minutes == 1)
