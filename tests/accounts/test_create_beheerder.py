"""`bin/manage create_beheerder`: the first person of an empty installation."""

import re
from io import StringIO

import pytest
from django.core.management import CommandError, call_command

from accounts.choices import Role
from accounts.models import AuditEvent, Membership, User
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.accounts.steps import NEW_PASSWORD

pytestmark = pytest.mark.django_db


def create(**more: str) -> str:
    """Run the command and return the path of the link it printed."""
    out = StringIO()
    call_command(
        "create_beheerder", **{"email": "beheer@voorbeeld.example", "name": "Nadia Peeters"} | more, stdout=out
    )
    found = re.search(r"https?://[^/]+(/\S+)", out.getvalue())
    assert found is not None
    return found[1]


def test_the_link_leads_to_a_password_and_a_second_step(client):
    path = create(organisation="Regiobureau", region="Regio Waterland")

    done = client.post(path, {"password": NEW_PASSWORD}, follow=True)

    membership = Membership.objects.current().get()
    assert (membership.role, membership.organisation.name, membership.organisation.region.name) == (
        Role.ADMINISTRATOR,
        "Regiobureau",
        "Regio Waterland",
    )
    assert done.redirect_chain == [("/", 302), ("/mijn/tweede-stap/app/", 302)]
    assert AuditEvent.objects.filter(event="user.invited", actor=None).count() == 1


def test_there_is_one_first_beheerder():
    worker_of(OrganisationFactory(), Role.ADMINISTRATOR)

    with pytest.raises(CommandError, match="Er is al een beheerder"):
        create()

    assert not User.objects.filter(email="beheer@voorbeeld.example").exists()


def test_whoever_never_began_gets_another_link(client):
    older, newer = create(), create()

    assert (client.get(older).status_code, client.get(newer).status_code) == (404, 200)
    assert User.objects.count() == 1


def test_whoever_began_gets_no_other_link(client):
    client.post(create(), {"password": NEW_PASSWORD})

    with pytest.raises(CommandError, match="Er is al een beheerder"):
        create()


def test_an_odd_address_is_refused():
    with pytest.raises(CommandError, match="Geef een heel e-mailadres"):
        create(email="geen adres")


def test_a_demonstration_has_its_own_beheerder(settings):
    settings.DEMO_MODE = True

    with pytest.raises(CommandError, match="Dit is een demonstratie"):
        create()
