"""One-click sign-in as an invented person: on one's own machine, in a demonstration, and nowhere else."""

import importlib
import json
from io import StringIO

import pytest
from allauth.mfa.models import Authenticator
from django.core.management import CommandError, call_command
from django.test import Client
from django.urls import NoReverseMatch, clear_url_caches, reverse

import accounts.urls
import config.urls
from accounts import demo_people, second_step
from accounts.choices import Role
from accounts.models import Region
from tests.accounts.factories import OrganisationFactory, RegionFactory, UserFactory, worker_of
from tests.accounts.steps import first_step, second

pytestmark = pytest.mark.django_db

ADDRESS = "/inloggen/demo/"
HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}


def _load_addresses() -> None:
    """Read the addresses again: which ones there are is decided by the settings, when the process starts."""
    importlib.reload(accounts.urls)
    importlib.reload(config.urls)
    clear_url_caches()


@pytest.fixture
def demonstration(settings):
    """A demo installation with one person in it."""
    settings.DEMO_MODE = True
    _load_addresses()
    yield _sanne()
    settings.DEMO_MODE = False
    _load_addresses()


def _sanne():
    region = RegionFactory(name="Demoregio", is_demo=True)
    user = worker_of(OrganisationFactory(region=region, name="Wijkteam Oost"), name="Sanne Verbeek")
    demo_people.give_sign_in(user)
    return user


def click(client: Client, user, **more):
    return client.post(ADDRESS, {"person": str(user.uuid)}, **{**HERE, **more})


def test_one_click_takes_both_steps(demonstration, client):
    answer = click(client, demonstration)

    assert (answer.status_code, answer["Location"]) == (302, "/")
    methods = [record["method"] for record in client.session["account_authentication_methods"]]
    assert methods == ["password", "mfa"]
    assert client.get("/meldingen/", **HERE).status_code == 200


def test_one_click_can_be_done_again_at_once(demonstration):
    answers = [click(Client(), demonstration) for _ in range(7)]

    assert {answer.status_code for answer in answers} == {302}


def test_one_click_leaves_the_code_of_this_half_minute_usable(demonstration, client):
    click(Client(), demonstration)

    first_step(client, demonstration, demo_people.password_of(demonstration))
    done = second(client, second_step.code_now(demo_people.totp_secret_of(demonstration)))

    assert done.status_code == 302


@pytest.mark.parametrize(
    "where",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"HTTP_HOST": "rondom.example"},
        {"HTTP_X_FORWARDED_FOR": "192.0.2.7"},
        {"HTTP_FORWARDED": "for=192.0.2.7"},
    ],
)
def test_it_refuses_whoever_is_not_on_this_machine(demonstration, client, settings, where):
    settings.ALLOWED_HOSTS = ["127.0.0.1", "rondom.example"]

    assert click(client, demonstration, **where).status_code == 404
    assert "_auth_user_id" not in client.session
    assert "Proefomgeving" not in client.get("/inloggen/", **{**HERE, **where}).content.decode()


@pytest.mark.parametrize("host", ["localhost:8000", "127.0.0.1", "[::1]:8000"])
def test_it_serves_every_name_of_this_machine(demonstration, client, settings, host):
    settings.ALLOWED_HOSTS = ["*"]

    assert click(client, demonstration, HTTP_HOST=host).status_code == 302


def test_it_refuses_beside_a_region_that_is_no_demonstration(demonstration, client):
    RegionFactory(name="Een echte regio", is_demo=False)

    assert click(client, demonstration).status_code == 404
    assert "Proefomgeving" not in client.get("/inloggen/", **HERE).content.decode()


def test_it_refuses_somebody_who_is_not_of_the_demo(demonstration, client):
    stranger = UserFactory()

    assert click(client, stranger).status_code == 404


@pytest.mark.parametrize("person", ["", "geen-id", "00000000-0000-0000-0000-000000000007"])
def test_it_refuses_what_is_no_person(demonstration, client, person):
    assert client.post(ADDRESS, {"person": person}, **HERE).status_code == 404


def test_it_refuses_when_the_settings_are_no_demonstration(demonstration, client, settings):
    settings.DEMO_MODE = False

    assert click(client, demonstration).status_code == 404


def test_the_address_does_not_exist_outside_a_demonstration(client):
    with pytest.raises(NoReverseMatch):
        reverse("accounts:demo-sign-in")

    assert client.post(ADDRESS, {"person": ""}, **HERE).status_code in {302, 404}
    assert "account" not in str(client.session.keys())


def test_the_page_shows_who_one_can_be(demonstration, client):
    organisation = demonstration.memberships.get().organisation
    demo_people.give_sign_in(worker_of(organisation, Role.TEAM_LEAD, name="Gerben Stolk"))

    shown = [(person.user.name, person.caption) for person in demo_people.shown_people()]

    assert shown == [("Sanne Verbeek", "Wijkteam Oost, gezinswerker"), ("Gerben Stolk", "Wijkteam Oost, gezinswerker")]


def test_demo_accounts_sign_in_with_what_it_prints(demonstration, client):
    out = StringIO()
    call_command("demo_accounts", "--json", stdout=out)

    (account,) = json.loads(out.getvalue())
    client.post("/inloggen/", {"login": account["email"], "password": account["password"]}, **HERE)
    done = client.post("/inloggen/tweede-stap/", {"code": second_step.code_now(account["totp_secret"])}, **HERE)

    assert sorted(account) == ["email", "name", "organisation", "password", "roles", "totp_secret"]
    assert (account["name"], account["organisation"], account["roles"]) == (
        "Sanne Verbeek",
        "Wijkteam Oost",
        ["professional"],
    )
    assert done.status_code == 302


def test_demo_accounts_says_nothing_outside_a_demonstration(settings):
    with pytest.raises(CommandError, match="Dit is geen demonstratie-installatie"):
        call_command("demo_accounts", "--json")

    settings.DEMO_MODE = True
    RegionFactory(is_demo=False)
    with pytest.raises(CommandError):
        call_command("demo_accounts", "--json")


def test_nobody_gets_a_derived_password_outside_the_demo(settings):
    user = worker_of(OrganisationFactory())
    before = user.password

    with pytest.raises(demo_people.NotADemo):
        demo_people.give_sign_in(user)
    settings.DEMO_MODE = True
    with pytest.raises(demo_people.NotADemo):
        demo_people.give_sign_in(user)

    user.refresh_from_db()
    assert user.password == before
    assert not Authenticator.objects.exists()
    assert not Region.objects.filter(is_demo=True).exists()


def test_secrets_follow_from_the_installation_and_the_address(settings):
    user = UserFactory()
    first = (demo_people.password_of(user), demo_people.totp_secret_of(user))

    settings.SECRET_KEY = "x" * 60

    assert len(set(first)) == 2
    assert first != (demo_people.password_of(user), demo_people.totp_secret_of(user))
