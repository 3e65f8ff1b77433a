"""Signing in by plain form posts: password, then the second step (ux, S1 and S2)."""

import re

import pytest
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from django.contrib.auth.hashers import MD5PasswordHasher
from django.test import Client, override_settings
from django.urls import reverse

from accounts import second_step
from accounts.models import AuditEvent
from accounts.services.people import block_user
from tests.accounts.factories import UserFactory
from tests.accounts.steps import PASSWORD, codes_of, first_step, second, with_app
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

WRONG = "E-mailadres en wachtwoord horen niet bij elkaar."
WRONG_CODE = "De code klopt niet of is verlopen. Vul de nieuwste code in."
WAIT = "Wacht 15 minuten, of bel 088 000 11 22."


def shown_errors(response) -> list[str]:
    """Return what the error summary says."""
    summary = re.search(r'class="errorsummary".*?</section>', response.content.decode(), re.DOTALL)
    return re.findall(r"<li>(?:<a[^>]*>)?([^<]+)", summary[0]) if summary else []


def without_keys(response) -> str:
    """Return the page without what differs by chance."""
    return re.sub(r'value="[A-Za-z0-9-]{30,}"', "", response.content.decode())


def test_password_and_code_by_plain_posts_lead_to_my_day(client):
    user = UserFactory()
    app = with_app(user)

    first = first_step(client, user)
    done = second(client, codes_of(app)[1])

    assert (first.status_code, first["Location"]) == (302, "/inloggen/tweede-stap/")
    assert (done.status_code, done["Location"]) == (302, "/")
    assert client.get("/")["Location"] == "/mijn-dag/"


def test_signing_in_leads_back_to_the_page_that_was_asked(client):
    user = UserFactory()
    app = with_app(user)

    asked = client.get("/meldingen/")
    first_step(client, user, next="/meldingen/")
    done = second(client, codes_of(app)[1])

    assert asked["Location"] == "/inloggen/?next=/meldingen/"
    assert done["Location"] == "/meldingen/"


def test_signing_in_never_leads_to_another_site(client):
    user = UserFactory()
    app = with_app(user)

    first_step(client, user, next="https://elders.example/")

    assert second(client, codes_of(app)[1])["Location"] == "/"


def test_a_code_may_be_typed_with_spaces(client):
    user = UserFactory()
    code = codes_of(with_app(user))[1]
    first_step(client, user)

    assert second(client, f" {code[:3]} {code[3:]} ").status_code == 302


def test_a_capital_in_the_address_makes_no_difference(client):
    user = UserFactory(email="sanne@voorbeeld.example")
    with_app(user)

    answer = client.post(reverse("account_login"), {"login": " Sanne@Voorbeeld.example ", "password": PASSWORD})

    assert answer["Location"] == "/inloggen/tweede-stap/"


def test_a_code_works_once(client):
    user = UserFactory()
    app = with_app(user)
    code = codes_of(app)[1]
    first_step(client, user)
    second(client, code)

    other = Client()
    first_step(other, user)
    again = second(other, code)

    assert (again.status_code, shown_errors(again)) == (422, [WRONG_CODE])


def test_an_older_code_is_refused_after_a_newer_one():
    app = with_app(UserFactory())
    before, current, _ = codes_of(app)

    assert second_step.use_totp(app, current)
    assert not second_step.use_totp(app, before)


def test_a_recovery_code_works_once(client):
    user = UserFactory()
    with_app(user)
    code = RecoveryCodes.activate(user).get_unused_codes()[3]

    first_step(client, user)
    done = second(client, code)
    other = Client()
    first_step(other, user)
    again = second(other, code)

    assert (done.status_code, again.status_code) == (302, 422)


def test_a_wrong_code_says_what_to_do(client):
    user = UserFactory()
    app = with_app(user)
    first_step(client, user)
    wrong = next(code for code in ("000000", "000001", "000002", "000003") if code not in codes_of(app))

    answer = second(client, wrong)

    assert (answer.status_code, shown_errors(answer)) == (422, [WRONG_CODE])


def test_after_five_wrong_codes_also_the_right_one_has_to_wait(client):
    user = UserFactory()
    app = with_app(user)
    first_step(client, user)
    for _ in range(5):
        second(client, "00000x")

    answer = second(client, codes_of(app)[1])

    assert (answer.status_code, shown_errors(answer)) == (422, [WAIT])


def test_unknown_wrong_and_blocked_look_the_same():
    known, blocked, never_began = UserFactory(), UserFactory(), UserFactory(password="")
    never_began.set_unusable_password()
    never_began.save()
    block_user(blocked, by=known)
    nobody = UserFactory.build()

    answers = [
        first_step(Client(), known, "een-heel-ander-wachtwoord"),
        first_step(Client(), blocked),
        first_step(Client(), never_began),
        first_step(Client(), nobody),
    ]

    assert {answer.status_code for answer in answers} == {422}
    assert {tuple(shown_errors(answer)) for answer in answers} == {(WRONG,)}
    typed = [known, blocked, never_began, nobody]
    pages = {without_keys(answer).replace(user.email, "") for answer, user in zip(answers, typed, strict=True)}
    assert len(pages) == 1


class CountingHasher(MD5PasswordHasher):
    """Counts the one thing at sign-in that takes long. A clock would measure how busy this machine is."""

    hashed = 0

    def encode(self, *args, **kwargs):
        CountingHasher.hashed += 1
        return super().encode(*args, **kwargs)


@override_settings(PASSWORD_HASHERS=["tests.accounts.test_sign_in.CountingHasher"])
def test_unknown_wrong_and_blocked_cost_the_same_work():
    known, blocked = UserFactory(), UserFactory()
    block_user(blocked, by=known)

    def work(user) -> int:
        before = CountingHasher.hashed
        first_step(Client(), user, "een-heel-ander-wachtwoord")
        return CountingHasher.hashed - before

    assert [work(user) for user in (known, blocked, UserFactory.build(password=""))] == [1, 1, 1]


@pytest.mark.parametrize("is_known", [True, False])
def test_after_five_tries_everybody_waits(client, is_known):
    user = UserFactory() if is_known else UserFactory.build()
    for _ in range(5):
        first_step(client, user, "fout-fout-fout-fout")

    answer = first_step(client, user)

    assert (answer.status_code, shown_errors(answer)) == (422, [WAIT])


def test_a_good_sign_in_does_not_count_as_a_try(client):
    user = UserFactory()
    with_app(user)

    answers = [first_step(Client(), user) for _ in range(7)]

    assert {answer["Location"] for answer in answers} == {"/inloggen/tweede-stap/"}


def test_an_empty_form_says_what_to_fill_in(client):
    answer = client.post(reverse("account_login"), {"login": "", "password": ""})

    assert (answer.status_code, shown_errors(answer)) == (422, ["Vul je e-mailadres in.", "Vul je wachtwoord in."])


def test_a_refused_sign_in_keeps_the_address_and_not_the_password(client):
    page = client.post(reverse("account_login"), {"login": "sanne@voorbeeld.example", "password": "geheim-geheim"})

    assert "sanne@voorbeeld.example" in page.content.decode()
    assert "geheim-geheim" not in page.content.decode()


def test_the_session_gets_another_key_when_somebody_signs_in(client):
    user = UserFactory()
    app = with_app(user)
    client.get(reverse("account_login"))
    before = client.cookies["sid"].value

    first_step(client, user)
    second(client, codes_of(app)[1])

    assert client.cookies["sid"].value != before


def test_somebody_else_can_begin_while_a_first_step_waits(client):
    first_person, next_person = UserFactory(), UserFactory()
    with_app(first_person)
    app = with_app(next_person)
    first_step(client, first_person)

    first_step(client, next_person)
    second(client, codes_of(app)[1])

    assert client.get("/meldingen/").context["user"] == next_person


def test_there_is_no_remember_me(client):
    assert "remember" not in client.get(reverse("account_login")).content.decode()


def test_signing_out_is_a_post_and_clears_the_browser(client):
    sign_in(client, UserFactory())

    by_link = client.get(reverse("account_logout"))
    by_post = client.post(reverse("account_logout"))

    assert by_link.status_code == 405
    assert (by_post.status_code, by_post["Location"]) == (302, "/inloggen/")
    assert by_post["Clear-Site-Data"] == '"cache", "cookies", "storage"'
    assert client.get("/meldingen/")["Location"] == "/inloggen/?next=/meldingen/"


def test_the_key_of_a_session_that_was_signed_out_opens_nothing(client):
    sign_in(client, UserFactory())
    key = client.cookies["sid"].value
    client.post(reverse("account_logout"))

    thief = Client()
    thief.cookies["sid"] = key

    assert thief.get("/meldingen/").status_code == 302


def test_the_passkey_button_hides_on_an_ip_address(client):
    by_name = client.get(reverse("account_login"), HTTP_HOST="localhost").content.decode()
    by_number = client.get(reverse("account_login"), HTTP_HOST="127.0.0.1").content.decode()

    assert "Inloggen met toegangssleutel" in by_name
    assert "Inloggen met toegangssleutel" not in by_number


def test_a_blocked_person_is_out_with_the_next_request(client):
    user, beheerder = UserFactory(), UserFactory()
    sign_in(client, user)

    block_user(user, by=beheerder)

    assert client.get("/meldingen/").status_code == 302
    assert AuditEvent.objects.get(event="user.blocked").actor == beheerder.uuid
