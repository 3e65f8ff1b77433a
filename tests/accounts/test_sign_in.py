"""Signing in by plain form posts: password, then the second step (ux, S1 and S2)."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.test import Client
from django.urls import reverse

from accounts import second_step
from accounts.models import User
from tests.accounts.factories import UserFactory

pytestmark = pytest.mark.django_db

PASSWORD = "een-lang-wachtwoord-voor-tests"
WRONG = "E-mailadres en wachtwoord horen niet bij elkaar."


def with_app(user: User) -> Authenticator:
    """Give `user` an authenticator app."""
    return totp.TOTP.activate(user, totp.generate_totp_secret()).instance


def code_of(app: Authenticator) -> str:
    """Return the code that the app of the phone shows now."""
    return second_step.usable_codes(app)[1][1]


def first_step(client: Client, user: User, password: str = PASSWORD, **more: str):
    return client.post(reverse("account_login"), {"login": user.email, "password": password, **more})


def test_password_and_code_by_plain_posts_lead_to_my_day(client):
    user = UserFactory()
    app = with_app(user)

    first = first_step(client, user)
    second = client.post(first["Location"], {"code": code_of(app)})

    assert (first.status_code, first["Location"]) == (302, "/inloggen/tweede-stap/")
    assert (second.status_code, second["Location"]) == (302, "/")
    assert client.get("/", follow=True).redirect_chain == [("/mijn-dag/", 302)]


def test_a_person_without_second_step_is_led_to_setting_it_up(client):
    user = UserFactory()

    first = first_step(client, user)
    page = client.get("/", follow=True)
    key = re.search(r'enrol__key">([A-Z2-7 ]+)<', page.content.decode())[1].replace(" ", "")
    code = totp.format_hotp_value(totp.hotp_value(key, int(time.time()) // 30))
    done = client.post(page.redirect_chain[-1][0], {"code": code}, follow=True)

    assert first["Location"] == "/"
    assert page.redirect_chain == [("/mijn/tweede-stap/app/", 302)]
    assert done.redirect_chain == [("/mijn/tweede-stap/herstelcodes/", 302)]
    assert done.content.decode().count("<li>") >= 10
