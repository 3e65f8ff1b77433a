"""Beheer (ux, S28): who works for an organisation."""

from __future__ import annotations

from typing import Any

import pytest
from django.core import mail
from django.db import ProgrammingError, connection
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.choices import Role
from accounts.clock import EndedNow
from accounts.models import AuditEvent, Membership, Organisation, User
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, team_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Organisation:
    return OrganisationFactory(name="Wijkteam Noord")


@pytest.fixture
def beheerder(team: Organisation, client: Client) -> User:
    user = worker_of(team, Role.ADMINISTRATOR, name="Renske Duinker")
    sign_in(client, user)
    return user


def send(client: Client, name: str, thing: Any, **posted: str) -> HttpResponse:
    return client.post(reverse(f"accounts:{name}", args=[thing.uuid]), posted)


def errors(page: HttpResponse) -> list[str]:
    return [str(text) for texts in page.context["form"].errors.values() for text in texts]


# --- Inviting -------------------------------------------------------------------------------------


def test_somebody_without_a_password_gets_the_invitation_again(
    client: Client, beheerder: User, team: Organisation
) -> None:
    waiting = worker_of(team, password=None)

    page = send(client, "user-invite-again", waiting)

    outbox.sweep()
    assert (page.status_code, [one.to for one in mail.outbox]) == (303, [[waiting.email]])
    assert AuditEvent.objects.get(event="user.invited_again").target == waiting.uuid


def test_who_began_gets_no_invitation_any_more(client: Client, beheerder: User, team: Organisation) -> None:
    assert send(client, "user-invite-again", worker_of(team)).status_code == 404


# --- Function -------------------------------------------------------------------------------------


def test_a_function_changes_in_words_only(client: Client, beheerder: User, team: Organisation) -> None:
    membership = worker_of(team).memberships.get()

    page = send(client, "membership-function", membership, function="maatschappelijk werker")

    membership.refresh_from_db()
    assert (page.status_code, membership.function, membership.role) == (303, "maatschappelijk werker", "professional")
    assert AuditEvent.objects.get().event == "membership.function_changed"


# --- Ending ---------------------------------------------------------------------------------------


def test_the_page_before_an_end_says_what_stops(client: Client, beheerder: User, team: Organisation) -> None:
    membership = worker_of(team, name="Sanne Vos").memberships.get()

    page = client.get(reverse("accounts:membership-end", args=[membership.uuid]))

    assert Membership.objects.current().contains(membership)
    assert "Alle toegang namens Wijkteam Noord stopt meteen." in page.content.decode()


def test_a_membership_ends_at_once(client: Client, beheerder: User, team: Organisation) -> None:
    user = worker_of(team)

    page = send(client, "membership-end", user.memberships.get())

    assert (page.status_code, Membership.objects.current().filter(user=user).exists()) == (303, False)
    event = AuditEvent.objects.get()
    assert (event.event, event.actor) == ("membership.ended", beheerder.uuid)


def test_the_work_of_a_face_does_not_end_and_the_beheerder_hears_why(client: Client) -> None:
    household = HouseholdFactory()
    face = face_of(household)
    sign_in(client, worker_of(team_of(household), Role.ADMINISTRATOR))

    page = send(client, "membership-end", face.memberships.get())

    assert page.status_code == 422
    assert errors(page) == [
        f"{face.first_name} is nog het vaste gezicht van een gezin. Wissel eerst van contactpersoon."
    ]
    assert Membership.objects.current().filter(user=face).exists()


def test_who_is_no_face_any_more_may_go(client: Client) -> None:
    household = HouseholdFactory(closed=True)
    face = household.involvements.get().user
    sign_in(client, worker_of(household.involvements.get().organisation, Role.ADMINISTRATOR))

    assert send(client, "membership-end", face.memberships.get()).status_code == 303


# --- Blocking -------------------------------------------------------------------------------------


def test_a_blocked_person_is_out_at_the_next_click_and_an_old_session_never_comes_back(
    client: Client, beheerder: User, team: Organisation
) -> None:
    user = worker_of(team)
    theirs = sign_in(Client(), user)

    page = send(client, "user-block", user)

    assert page.status_code == 303
    assert theirs.get("/mijn-dag/").headers["Location"].startswith("/inloggen/")
    send(client, "user-unblock", user)
    assert theirs.get("/mijn-dag/").status_code == 302
    assert list(AuditEvent.objects.order_by("pk").values_list("event", flat=True)) == ["user.blocked", "user.unblocked"]


def test_a_face_is_not_blocked_unless_there_is_danger(client: Client) -> None:
    household = HouseholdFactory()
    face = face_of(household)
    sign_in(client, worker_of(team_of(household), Role.ADMINISTRATOR))

    refused = send(client, "user-block", face)

    assert (refused.status_code, User.objects.active().contains(face)) == (422, True)
    assert errors(refused)[0].startswith(f"{face.first_name} is nog het vaste gezicht van een gezin.")
    assert send(client, "user-block", face, in_danger="on").status_code == 303
    assert not User.objects.active().contains(face)


def test_an_invitation_of_who_is_blocked_stops_working_for_good(
    client: Client, beheerder: User, team: Organisation
) -> None:
    waiting = worker_of(team, password=None)
    send(client, "user-invite-again", waiting)
    outbox.sweep()
    path = "/" + mail.outbox[0].body.split("://")[1].split("/", 1)[1].split()[0]

    send(client, "user-block", waiting)
    send(client, "user-unblock", waiting)

    assert Client().get(path).status_code == 404


def test_nobody_blocks_themselves(client: Client, beheerder: User) -> None:
    assert send(client, "user-block", beheerder).status_code == 404


@pytest.mark.parametrize("act", ["user-detail", "user-block", "user-unblock"])
def test_somebody_of_another_organisation_is_not_there(client: Client, beheerder: User, act: str) -> None:
    stranger = worker_of(OrganisationFactory(), is_active=act != "user-unblock")

    assert client.get(reverse(f"accounts:{act}", args=[stranger.uuid])).status_code == 404


def test_who_left_can_be_looked_up_and_not_blocked(client: Client, beheerder: User, team: Organisation) -> None:
    gone = worker_of(team)
    Membership.objects.filter(user=gone).update(period=EndedNow("period"))

    assert client.get(reverse("accounts:user-detail", args=[gone.uuid])).status_code == 200
    assert send(client, "user-block", gone).status_code == 404


def test_where_else_somebody_works_is_not_shown(client: Client, beheerder: User, team: Organisation) -> None:
    user = worker_of(team)
    elsewhere = OrganisationFactory(name="Opvang Elders")
    Membership.objects.create(user=user, organisation=elsewhere, role=Role.PROFESSIONAL)

    page = client.get(reverse("accounts:user-detail", args=[user.uuid]))

    assert "Opvang Elders" not in page.content.decode()


# --- Nothing of a household -----------------------------------------------------------------------


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.PRIVACY_OFFICER, Role.POLICY])
def test_who_does_not_work_with_households_sees_nothing_of_one(client: Client, role: Role) -> None:
    household = HouseholdFactory(call_name="Familie Zilverberg")
    team, face = team_of(household), face_of(household)
    sign_in(client, worker_of(team, role))
    pages = [
        "/mijn-dag/",
        "/meldingen/",
        "/huishoudens/",
        "/beheer/",
        "/logboek/",
        household.get_absolute_url(),
        team.get_absolute_url(),
        reverse("accounts:user-detail", args=[face.uuid]),
        reverse("accounts:membership-end", args=[face.memberships.get().uuid]),
    ]

    shown = b"".join(client.get(page).content for page in pages)

    assert b"Zilverberg" not in shown
    assert client.get(household.get_absolute_url()).status_code == 404


@pytest.mark.parametrize("role", [Role.PROFESSIONAL, Role.TEAM_LEAD, Role.PRIVACY_OFFICER])
def test_only_a_beheerder_hears_from_the_database_who_is_a_face(role: Role) -> None:
    team = team_of(HouseholdFactory())
    somebody = worker_of(team, role)

    with (
        pytest.raises(ProgrammingError, match="not an organisation of this beheerder"),
        as_application(somebody),
        connection.cursor() as cursor,
    ):
        cursor.execute("SELECT still_a_face(%s, NULL)", [team.pk])
