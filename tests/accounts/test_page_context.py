"""What stands around every page, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from accounts import slots
from accounts.choices import Role
from accounts.context_processors import desk
from accounts.menu import WITHOUT_A_DAY
from accounts.notifications import notify
from tests.accounts.factories import MembershipFactory, OrganisationFactory, UserFactory, worker_of
from tests.signing_in import sign_in, sign_in_with_password_only

pytestmark = pytest.mark.django_db

OVERHEAD = ["accounts_session", "accounts_user", "accounts_membership", "accounts_notification"]
"""Session, person, team with roles, and unread notifications."""


def test_the_frame_of_a_page_costs_four_queries(client):
    user = worker_of(OrganisationFactory())
    for _ in range(3):
        notify(user, "absence_yes", about=user.uuid, by=user)
    sign_in(client, user)

    with CaptureQueriesContext(connection) as counted:
        client.get(reverse("accessibility"))

    tables = [query["sql"].split('FROM "', 1)[1].split('"')[0] for query in counted if 'FROM "' in query["sql"]]
    assert tables == OVERHEAD
    selects = [query["sql"] for query in counted if not query["sql"].startswith(("SAVEPOINT", "RELEASE"))]
    assert len(selects) == len(OVERHEAD)


def test_the_frame_names_person_team_and_unread(client):
    user = worker_of(OrganisationFactory(name="Wijkteam Oost"), name="Sanne van der Berg")
    notify(user, "absence_yes", about=user.uuid, by=user)
    sign_in(client, user)

    context = client.get("/meldingen/").context

    assert (context["person"].name, context["person"].team_name, context["unread_notifications"]) == (
        "Sanne van der Berg",
        "Wijkteam Oost",
        1,
    )
    assert [item["label"] for item in context["person_menu"]] == ["Mijn gegevens", "Waarneming", "Sneltoetsen"]


def test_roles_of_all_organisations_count_and_ended_ones_do_not(rf, client):
    user = worker_of(OrganisationFactory(), Role.TEAM_LEAD)
    MembershipFactory(user=user, role=Role.RVT_EXPERT)
    MembershipFactory(user=user, role=Role.POLICY, organisation__is_active=False)
    sign_in(client, user)
    request = client.get("/meldingen/").wsgi_request

    assert desk(request).roles == {Role.TEAM_LEAD, Role.RVT_EXPERT}


def test_somebody_without_a_team_still_gets_a_page(client):
    sign_in(client, UserFactory())

    assert client.get("/meldingen/").context["person"].team_name == ""


@pytest.mark.parametrize("session", ["none", "password_only"])
def test_before_the_second_step_there_is_no_menu_and_no_name(client, session):
    user = worker_of(OrganisationFactory(), name="Sanne Geheim")
    if session == "password_only":
        sign_in_with_password_only(client, user)

    page = client.get(reverse("mfa_activate_totp" if session == "password_only" else "account_login"))

    assert (page.context["person"], page.context["menu"], page.context["search_url"]) == (None, [], None)
    assert "Sanne Geheim" not in page.content.decode()


def test_the_menu_comes_from_the_rooms_and_marks_where_you_are(client, monkeypatch):
    def elsewhere(request):
        return slots.MenuItem(label="Elders", url="/elders/", section="elders")

    def here(request):
        return slots.MenuItem(label="Hier", url="/meldingen/", section="meldingen")

    def not_for_you(request):
        return None

    providers = [(number, str(number), each) for number, each in enumerate([elsewhere, here, not_for_you])]
    monkeypatch.setitem(slots._providers, "menu", providers)
    sign_in(client, UserFactory())

    menu = client.get("/meldingen/").context["menu"]

    assert menu == [
        {"label": "Elders", "url": "/elders/", "key": "", "is_current": False},
        {"label": "Hier", "url": "/meldingen/", "key": "", "is_current": True},
    ]


@pytest.mark.parametrize("role", [role for role in Role if role not in WITHOUT_A_DAY])
def test_who_has_a_day_lands_on_it(client, role):
    sign_in(client, worker_of(OrganisationFactory(), role))

    landed = client.get("/", follow=True)

    assert (landed.redirect_chain, landed.status_code) == ([("/mijn-dag/", 302)], 200)
