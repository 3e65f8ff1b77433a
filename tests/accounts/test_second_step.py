"""The gate: without a second step a session reaches the second step and nothing else."""

import re
import time
import uuid

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from accounts import second_step
from accounts.middleware import OPEN_BEFORE_SECOND_STEP, POLL_HEADER
from accounts.models import AuditEvent
from accounts.sessions import SEEN_AT, SIGNED_IN_AT
from tests.accounts.factories import UserFactory
from tests.accounts.steps import PASSWORD, codes_of, first_step, with_app
from tests.signing_in import sign_in, sign_in_with_password_only

pytestmark = pytest.mark.django_db

VALUES = {"uuid": uuid.UUID(int=7), "str": "iets", "int": "7", "slug": "iets"}


def every_path(patterns=None, prefix="", names=""):
    """Yield (view name, path) of every address of the site, filled in with something."""
    for pattern in get_resolver().url_patterns if patterns is None else patterns:
        route = prefix + _fill_in(pattern)
        if isinstance(pattern, URLResolver):
            inside = f"{names}{pattern.namespace}:" if pattern.namespace else names
            yield from every_path(pattern.url_patterns, route, inside)
        else:
            yield f"{names}{pattern.name}", "/" + route


def _fill_in(pattern: URLPattern | URLResolver) -> str:
    text = str(pattern.pattern)
    text = re.sub(r"<(?:(\w+):)?\w+>", lambda found: str(VALUES.get(found[1] or "str", "iets")), text)
    text = re.sub(r"\(\?P<\w+>[^)]*\)", str(VALUES["uuid"]), text)
    return re.sub(r"[\^$\\]|/\?$", "", text).replace("/?", "/")


def test_a_password_only_session_reaches_nothing(client):
    user = UserFactory()
    with_app(user)
    sign_in_with_password_only(client, user)

    answers = {
        (path, method): client.generic(method, path)
        for name, path in every_path()
        if name not in OPEN_BEFORE_SECOND_STEP | {"veiligheidskaart:check"}  # that one knows no session
        for method in ("GET", "POST")
    }

    assert len(answers) > 60
    for (path, method), answer in answers.items():
        if path.startswith("/api/"):
            assert (answer.status_code, answer["Content-Type"]) == (403, "application/problem+json"), (method, path)
        else:
            assert (answer.status_code, answer["Location"]) == (302, "/inloggen/nog-een-keer/"), (method, path)


def test_nobody_reaches_more_than_the_way_in(client):
    reached = {
        name
        for name, path in every_path()
        if client.get(path).status_code in {200, 204, 422} and not path.startswith("/api/")
    }

    assert reached - {"accessibility", "privacy", "veiligheidskaart:check"} == {
        "account_login",
        "accounts:password-forgotten",
        "accounts:password-forgotten-sent",
        "rvt:look-back-thanks",
    }


def test_the_api_asks_a_stranger_to_sign_in_with_a_problem_document(client):
    answers = {path: client.get(path) for _, path in every_path() if path.startswith("/api/")}

    assert answers
    for path, answer in answers.items():
        assert (answer.status_code, answer["Content-Type"]) == (401, "application/problem+json"), path


@pytest.mark.parametrize(
    "name",
    ["account_signup", "account_email", "account_change_password", "account_reset_password", "mfa_deactivate_totp"],
)
def test_pages_of_allauth_that_nobody_asked_for_do_not_exist(name):
    assert name not in {found for found, _ in every_path()}


def test_a_person_without_second_step_is_led_to_setting_it_up(client):
    user = UserFactory()

    first = first_step(client, user)
    page = client.get("/", follow=True)

    assert first["Location"] == "/"
    assert page.redirect_chain == [("/mijn/tweede-stap/app/", 302)]


def set_up(client: Client):
    """Scan the key on the screen and send the first code."""
    page = client.get(reverse("mfa_activate_totp")).content.decode()
    key = re.search(r'enrol__key">([A-Z2-7 ]+)<', page)[1].replace(" ", "")
    return client.post(reverse("mfa_activate_totp"), {"code": second_step.code_now(key)}, follow=True)


def test_setting_up_opens_the_application_and_gives_ten_recovery_codes(client):
    user = UserFactory()
    first_step(client, user)

    done = set_up(client)

    assert done.redirect_chain == [("/mijn/tweede-stap/herstelcodes/", 302)]
    assert len(re.findall(r"<li>\d{8}</li>", done.content.decode())) == 10
    assert client.get("/mijn-dag/").status_code == 200
    assert AuditEvent.objects.filter(event="user.second_step_set", target=user.uuid).exists()


def test_the_code_of_the_set_up_signs_nobody_in_again(client):
    user = UserFactory()
    first_step(client, user)
    set_up(client)
    app = Authenticator.objects.get(user=user, type="totp")

    assert not second_step.use_totp(app, codes_of(app)[1])


def test_a_wrong_first_code_is_refused_and_the_key_stays(client):
    first_step(client, UserFactory())
    key = re.search(r'enrol__key">([A-Z2-7 ]+)<', client.get(reverse("mfa_activate_totp")).content.decode())[1]

    answer = client.post(reverse("mfa_activate_totp"), {"code": "12"})

    assert answer.status_code == 422
    assert key in answer.content.decode()


def test_the_key_of_the_app_is_not_readable_in_the_database():
    app = with_app(UserFactory())

    secret = second_step.decrypt(app.data["secret"])

    assert secret not in str(app.data)


def test_who_has_a_second_step_cannot_set_up_another_with_the_password_alone(client):
    user = UserFactory()
    with_app(user)
    sign_in_with_password_only(client, user)

    for name in ("mfa_activate_totp", "mfa_add_webauthn"):
        answer = client.get(reverse(name), HTTP_HOST="localhost")
        assert answer["Location"].startswith("/inloggen/nog-een-keer/")


def test_a_new_phone_takes_the_place_of_the_old_one(client):
    user = UserFactory()
    old = with_app(user)
    sign_in(client, user)

    set_up(client)

    (app,) = Authenticator.objects.filter(user=user, type="totp")
    assert app.pk != old.pk


def test_an_act_on_the_second_step_asks_for_it_again_after_five_minutes(client):
    user = UserFactory()
    app = with_app(user)
    sign_in(client, user)
    _make_older(client, minutes=6)

    asked = client.get(reverse("mfa_generate_recovery_codes"))
    again = client.post(asked["Location"], {"code": codes_of(app)[1]})

    assert asked["Location"].startswith("/inloggen/nog-een-keer/?next=")
    assert again["Location"] == reverse("mfa_generate_recovery_codes")
    assert client.get(again["Location"]).status_code == 200


def _make_older(client: Client, *, minutes: int) -> None:
    session = client.session
    methods = session["account_authentication_methods"]
    session["account_authentication_methods"] = [{**method, "at": method["at"] - 60 * minutes} for method in methods]
    session.save()


def _set_times(client: Client, **minutes_ago: float) -> None:
    session = client.session
    for key, minutes in minutes_ago.items():
        session[key] = time.time() - 60 * minutes
    session.save()


def test_fifteen_idle_minutes_end_a_session(client):
    sign_in(client, UserFactory())
    _set_times(client, **{SEEN_AT: 15.1})

    answer = client.get("/meldingen/")

    assert answer["Location"] == "/inloggen/?next=/meldingen/"
    assert "_auth_user_id" not in client.session


def test_somebody_who_works_stays(client):
    sign_in(client, UserFactory())
    _set_times(client, **{SEEN_AT: 14, SIGNED_IN_AT: 300})

    client.get("/meldingen/")

    assert time.time() - client.session[SEEN_AT] < 10


def test_a_page_that_asks_by_itself_keeps_no_session_alive(client):
    sign_in(client, UserFactory())
    _set_times(client, **{SEEN_AT: 14})

    client.get("/meldingen/", headers={POLL_HEADER: "1"})

    assert time.time() - client.session[SEEN_AT] > 13 * 60


def test_after_ten_hours_a_session_ends_however_busy(client):
    sign_in(client, UserFactory())
    _set_times(client, **{SIGNED_IN_AT: 10 * 60 + 1})

    assert client.get("/meldingen/")["Location"] == "/inloggen/?next=/meldingen/"


def test_a_piece_of_a_page_without_session_gets_401(client):
    assert client.get("/meldingen/", headers={"HX-Request": "true"}).status_code == 401


def test_ja_ga_door_answers_with_nothing(client):
    sign_in(client, UserFactory())

    assert client.get(reverse("keep-session")).status_code == 204


def test_a_password_of_the_first_step_alone_is_nobody(client):
    user = UserFactory()
    with_app(user)

    client.post(reverse("account_login"), {"login": user.email, "password": PASSWORD})

    assert "_auth_user_id" not in client.session
