"""Roles take two people: one beheerder asks, another one decides (design 7; security, (k))."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from django.core import mail
from django.db import IntegrityError, transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from accounts import outbox
from accounts.choices import OrganisationKind, Role, RoleRequestState
from accounts.clock import now
from accounts.models import AuditEvent, Membership, Notification, Organisation, RoleRequest, User
from accounts.services import roles
from accounts.services.people import block_user
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, team_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def team() -> Organisation:
    return OrganisationFactory(name="Wijkteam Noord")


@pytest.fixture
def renske(team: Organisation) -> User:
    return worker_of(team, Role.ADMINISTRATOR, name="Renske Duinker")


@pytest.fixture
def jurre(team: Organisation) -> User:
    return worker_of(team, Role.ADMINISTRATOR, name="Jurre Velthuis")


@pytest.fixture
def sanne(team: Organisation) -> User:
    return worker_of(team, name="Sanne Vos")


def role_of(user: User) -> str:
    return Membership.objects.current().get(user=user).role


def as_(user: User) -> Client:
    return sign_in(Client(), user)


def ask(by: User, user: User, role: Role = Role.TEAM_LEAD) -> HttpResponse:
    return as_(by).post(reverse("accounts:role-change", args=[user.memberships.get().uuid]), {"role": role})


def asked(by: User, user: User, role: Role | None = Role.TEAM_LEAD) -> RoleRequest:
    return roles.ask_role(user, user.memberships.get().organisation, role=role, by=by)


def answer(by: User, request: RoleRequest, said: str = "yes") -> HttpResponse:
    return as_(by).post(request.get_absolute_url(), {"answer": said})


def errors(page: HttpResponse) -> list[str]:
    return [str(text) for texts in page.context["form"].errors.values() for text in texts]


def expire(request: RoleRequest) -> RoleRequest:
    """Let a question be too old; the trigger allows nobody to move its end."""
    RoleRequest.objects.filter(pk=request.pk).delete()
    request.pk, request.expires_at = None, now() - timedelta(seconds=1)
    request.save(force_insert=True)
    return request


# --- Asking and deciding ----------------------------------------------------------------------------


def test_a_role_changes_only_after_the_yes_of_another_beheerder(renske: User, jurre: User, sanne: User) -> None:
    page = ask(renske, sanne)

    request = RoleRequest.objects.get()
    assert (page.status_code, request.state, role_of(sanne)) == (303, RoleRequestState.ASKED, Role.PROFESSIONAL)
    assert answer(jurre, request).status_code == 303
    assert role_of(sanne) == Role.TEAM_LEAD
    events = AuditEvent.objects.order_by("pk").values_list("event", "actor")
    assert list(events) == [
        ("role.asked", renske.uuid),
        ("role.accepted", jurre.uuid),
        ("membership.ended", jurre.uuid),
        ("membership.started", jurre.uuid),
    ]


def test_after_a_no_nothing_changes(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)

    answer(jurre, request, "no")

    request.refresh_from_db()
    assert (request.state, request.decided_by, role_of(sanne)) == ("declined", jurre, Role.PROFESSIONAL)


def test_looking_at_the_question_decides_nothing(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)

    page = as_(jurre).get(request.get_absolute_url() + "?answer=yes")

    request.refresh_from_db()
    assert (page.status_code, page.context["may_decide"], request.state) == (200, True, RoleRequestState.ASKED)
    assert "Sanne Vos krijgt bij Wijkteam Noord de rol Teamleider in plaats van Professional." in page.content.decode()


def test_who_asked_reads_the_question_and_cannot_decide(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)

    page = as_(renske).get(request.get_absolute_url())

    assert (page.context["may_decide"], page.context["may_withdraw"]) == (False, True)
    assert answer(renske, request).status_code == 404
    with pytest.raises(roles.NotABeheerder):
        roles.answer_role(request, yes=True, by=renske)


def test_who_it_is_about_cannot_decide(renske: User, jurre: User, team: Organisation) -> None:
    third = worker_of(team, Role.ADMINISTRATOR)
    request = asked(renske, jurre, None)

    assert answer(jurre, request).status_code == 404
    with pytest.raises(roles.NotABeheerder):
        roles.answer_role(request, yes=True, by=jurre)
    assert answer(third, request).status_code == 303


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_for_any_other_role_the_question_is_not_there(
    renske: User, jurre: User, sanne: User, team: Organisation, role: Role
) -> None:
    request = asked(renske, sanne)
    client = as_(worker_of(team, role))

    assert client.get(request.get_absolute_url()).status_code == 404
    assert client.post(request.get_absolute_url(), {"answer": "yes"}).status_code == 404


def test_a_beheerder_of_another_organisation_decides_nothing_and_one_of_the_region_does(
    renske: User, jurre: User, sanne: User
) -> None:
    request = asked(renske, sanne)
    elsewhere = worker_of(OrganisationFactory(), Role.ADMINISTRATOR)
    other_region = OrganisationFactory(is_region_office=True, region=RegionFactory(name="Regio Elders"))
    office = OrganisationFactory(is_region_office=True)

    assert answer(elsewhere, request).status_code == 404
    assert answer(worker_of(other_region, Role.ADMINISTRATOR), request).status_code == 404
    assert answer(worker_of(office, Role.ADMINISTRATOR), request).status_code == 303


def test_a_question_is_answered_once(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)
    answer(jurre, request, "no")

    assert answer(jurre, request).status_code == 404
    with pytest.raises(roles.RequestOver, match="al over besloten"):
        roles.answer_role(request, yes=True, by=jurre)


def test_after_seven_days_a_question_is_over_and_may_be_asked_again(renske: User, jurre: User, sanne: User) -> None:
    request = expire(asked(renske, sanne))

    assert answer(jurre, request).status_code == 404
    with pytest.raises(roles.RequestOver, match="verlopen"):
        roles.answer_role(request, yes=True, by=jurre)
    assert "Verlopen. Vraag het opnieuw." in as_(jurre).get(request.get_absolute_url()).content.decode()
    assert ask(renske, sanne).status_code == 303


def test_a_question_lasts_seven_days(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)

    assert request.expires_at - now() == pytest.approx(timedelta(days=7), abs=timedelta(minutes=1))


def test_one_question_at_a_time(renske: User, jurre: User, sanne: User) -> None:
    asked(renske, sanne)

    page = ask(jurre, sanne, Role.POLICY)

    assert (page.status_code, errors(page)) == (422, ["Er wacht al een vraag over deze rol."])


def test_who_asked_takes_the_question_back(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)
    address = reverse("accounts:role-withdraw", args=[request.uuid])

    assert as_(jurre).post(address).status_code == 404
    assert as_(renske).post(address).status_code == 303
    assert answer(jurre, request).status_code == 404


def test_a_yes_counts_no_more_when_who_asked_was_blocked(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)
    block_user(renske, by=jurre)

    page = answer(jurre, request)

    assert (page.status_code, role_of(sanne)) == (422, Role.PROFESSIONAL)
    assert errors(page) == ["Renske Duinker is geen beheerder meer. Zeg nee, en vraag het zelf opnieuw."]


# --- Who may not ask --------------------------------------------------------------------------------


def test_nobody_asks_a_role_for_themselves(renske: User, jurre: User) -> None:
    office = OrganisationFactory(is_region_office=True)
    regional = worker_of(office, Role.ADMINISTRATOR)

    assert ask(renske, renske).status_code == 404
    assert as_(regional).get(reverse("accounts:role-give", args=[regional.uuid])).status_code == 404
    with pytest.raises(roles.RoleForYourself):
        asked(renske, renske)
    with pytest.raises(roles.RoleForYourself):
        roles.ask_role(regional, renske.memberships.get().organisation, role=Role.TEAM_LEAD, by=regional)


@pytest.mark.parametrize("role", [role for role in Role if role != Role.ADMINISTRATOR])
def test_no_other_role_asks_for_a_role(renske: User, sanne: User, team: Organisation, role: Role) -> None:
    somebody = worker_of(team, role)

    assert ask(somebody, sanne).status_code == 404
    with pytest.raises(roles.NotABeheerder):
        asked(somebody, sanne)


def test_roles_of_the_table_are_given_in_the_regional_safety_team_only(renske: User, sanne: User) -> None:
    page = ask(renske, sanne, Role.RVT_CHAIR)

    assert errors(page) == ["Kies een rol uit de lijst."]
    with pytest.raises(roles.RoleDoesNotFit):
        asked(renske, sanne, Role.RVT_CHAIR)


def test_a_face_stays_a_professional_or_team_lead() -> None:
    household = HouseholdFactory()
    face, beheerder = face_of(household), worker_of(team_of(household), Role.ADMINISTRATOR)

    refused = ask(beheerder, face, Role.POLICY)

    assert errors(refused) == [
        f"{face.first_name} is nog het vaste gezicht van een gezin. Wissel eerst van contactpersoon."
    ]
    assert ask(beheerder, face, Role.TEAM_LEAD).status_code == 303
    assert role_of(face) == Role.TEAM_LEAD


# --- One, and two -------------------------------------------------------------------------------------


def test_who_is_alone_decides_alone_and_that_is_recorded(renske: User, sanne: User) -> None:
    ask(renske, sanne)

    request = RoleRequest.objects.get()
    assert (request.state, request.decided_by, role_of(sanne)) == (RoleRequestState.ALONE, None, Role.TEAM_LEAD)
    assert AuditEvent.objects.filter(event="role.alone", actor=renske.uuid, target=request.uuid).exists()


def test_the_privacy_officer_hears_that_somebody_decided_alone(renske: User, sanne: User, team: Organisation) -> None:
    officer = worker_of(team, Role.PRIVACY_OFFICER)
    office = OrganisationFactory(region=team.region, kind="other", is_region_office=True)
    of_the_region = worker_of(office, Role.PRIVACY_OFFICER)
    elsewhere = worker_of(OrganisationFactory(region=team.region), Role.PRIVACY_OFFICER)

    ask(renske, sanne)

    said = "Renske Duinker besliste alleen: Sanne"
    pages = [as_(who).get(reverse("notifications")).content.decode() for who in (officer, of_the_region, elsewhere)]
    assert [said in page for page in pages] == [True, True, False]


def test_the_privacy_officer_hears_nothing_when_two_decide(
    renske: User, jurre: User, sanne: User, team: Organisation
) -> None:
    officer = worker_of(team, Role.PRIVACY_OFFICER)

    asked(renske, sanne)

    assert not Notification.objects.filter(recipient=officer).exists()


def test_a_second_beheerder_who_never_began_does_not_count_yet(renske: User, sanne: User, team: Organisation) -> None:
    worker_of(team, Role.ADMINISTRATOR, password=None)

    assert asked(renske, sanne).state == RoleRequestState.ALONE


def test_blocking_the_other_one_is_no_way_to_decide_alone(renske: User, jurre: User, sanne: User) -> None:
    block_user(jurre, by=renske)

    page = ask(renske, sanne)

    assert errors(page) == ["Er is nu geen andere beheerder die hierover mag beslissen."]
    User.objects.filter(pk=jurre.pk).update(blocked_at=now() - timedelta(days=8))
    assert ask(renske, sanne).status_code == 303


def test_with_two_neither_takes_the_role_of_the_other(renske: User, jurre: User) -> None:
    with pytest.raises(roles.NobodyToDecide):
        asked(renske, jurre, None)

    assert role_of(jurre) == Role.ADMINISTRATOR


def test_a_beheerder_asks_to_stop_and_the_other_one_agrees(renske: User, jurre: User) -> None:
    as_(jurre).post(reverse("accounts:membership-end", args=[jurre.memberships.get().uuid]))

    request = RoleRequest.objects.get()
    assert role_of(jurre) == Role.ADMINISTRATOR
    answer(renske, request)
    assert not Membership.objects.current().filter(user=jurre).exists()


def test_the_last_beheerder_stays(renske: User) -> None:
    page = as_(renske).post(reverse("accounts:membership-end", args=[renske.memberships.get().uuid]))

    assert errors(page) == ["Er blijft dan geen beheerder over. Geef eerst iemand anders die rol."]


def test_the_privacy_officer_does_not_lose_that_role_by_one_person(
    renske: User, jurre: User, team: Organisation
) -> None:
    officer = worker_of(team, Role.PRIVACY_OFFICER)

    as_(renske).post(reverse("accounts:membership-end", args=[officer.memberships.get().uuid]))

    assert (role_of(officer), RoleRequest.objects.get().role) == (Role.PRIVACY_OFFICER, "")


# --- Somebody new -------------------------------------------------------------------------------------


def invite(by: User, team: Organisation, **changed: Any) -> HttpResponse:
    person = {"name": "Noa Nieuw", "email": "noa@voorbeeld.example", "role": Role.PROFESSIONAL, "function": "coach"}
    return as_(by).post(reverse("accounts:user-invite", args=[team.uuid]), person | changed)


def test_an_invitation_goes_out_after_the_second_yes(renske: User, jurre: User, team: Organisation) -> None:
    invite(renske, team)
    noa, request = User.objects.get(email="noa@voorbeeld.example"), RoleRequest.objects.get()
    outbox.sweep()
    before = [one.to for one in mail.outbox]

    answer(jurre, request)

    outbox.sweep()
    assert (before, [one.to for one in mail.outbox[1:]]) == ([[jurre.email]], [[noa.email]])
    membership = Membership.objects.current().get(user=noa)
    assert (membership.role, membership.function, membership.organisation) == (Role.PROFESSIONAL, "coach", team)


def test_somebody_who_was_refused_may_be_asked_again_under_a_better_name(
    renske: User, jurre: User, team: Organisation
) -> None:
    invite(renske, team)
    answer(jurre, RoleRequest.objects.get(), "no")

    assert invite(renske, team, name="Noa Nieuwland").status_code == 303
    assert User.objects.get(email="noa@voorbeeld.example").name == "Noa Nieuwland"


def test_an_address_that_is_known_is_not_invited(renske: User, sanne: User, team: Organisation) -> None:
    page = invite(renske, team, email=sanne.email.upper())

    assert errors(page) == ["Er is al iemand met dit e-mailadres. Geef die persoon een rol op de eigen pagina."]


def test_somebody_known_gets_a_role_elsewhere_in_the_region() -> None:
    office = OrganisationFactory(is_region_office=True)
    beheerder, expert = worker_of(office, Role.ADMINISTRATOR), worker_of(OrganisationFactory())
    table = OrganisationFactory(kind=OrganisationKind.SAFETY_TEAM)

    page = as_(beheerder).post(
        reverse("accounts:role-give", args=[expert.uuid]),
        {"organisation": table.uuid, "role": Role.RVT_EXPERT, "function": "psycholoog"},
    )

    assert page.status_code == 303
    assert {row.role for row in Membership.objects.current().filter(user=expert)} == {"professional", "rvt_expert"}


# --- Hearing of it ------------------------------------------------------------------------------------


def test_who_may_decide_is_told_and_sees_it_on_the_own_day(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)

    day, told = as_(jurre).get("/mijn-dag/"), as_(jurre).get("/meldingen/").content.decode()

    sentence = f"Renske Duinker vraagt: {request.sentence}"
    assert sentence in told
    assert sentence in day.content.decode()
    assert f"Jij vroeg: {request.sentence}" in as_(renske).get("/mijn-dag/").content.decode()
    assert list(Notification.objects.values_list("recipient", "kind")) == [(jurre.pk, "role_asked")]


def test_who_asked_and_who_it_is_about_hear_the_answer(renske: User, jurre: User, sanne: User) -> None:
    request = asked(renske, sanne)

    answer(jurre, request)

    assert f"Jurre Velthuis zei ja. Je vroeg: {request.sentence}" in as_(renske).get("/meldingen/").content.decode()
    assert "Je rol bij Wijkteam Noord is nu Teamleider." in as_(sanne).get("/meldingen/").content.decode()


def test_the_day_of_somebody_else_shows_no_questions(renske: User, jurre: User, sanne: User) -> None:
    asked(renske, sanne)

    assert "vraagt:" not in as_(sanne).get("/mijn-dag/").content.decode()


# --- The database has the last word --------------------------------------------------------------------


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ({"state": "accepted", "decided_by": "asked_by"}, "role_request_not_by_who_asked"),
        ({"state": "accepted", "decided_by": "user"}, "role_request_not_by_who_it_is_about"),
        ({"state": "accepted"}, "role_request_decided_by_somebody"),
        ({"state": "alone"}, "another beheerder"),
        ({"role": "administrator"}, "decided once"),
    ],
)
def test_the_database_refuses_what_one_person_would_do(
    renske: User, jurre: User, sanne: User, values: dict[str, Any], constraint: str
) -> None:
    request = asked(renske, sanne)
    people = {"asked_by": renske, "user": sanne}

    with pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        RoleRequest.objects.filter(pk=request.pk).update(
            **{name: people.get(value, value) if name == "decided_by" else value for name, value in values.items()}
        )


def test_the_database_refuses_a_second_decision_and_one_that_is_too_late(
    renske: User, jurre: User, sanne: User
) -> None:
    request = expire(asked(renske, sanne))

    with pytest.raises(IntegrityError, match="decided in time"), transaction.atomic():
        RoleRequest.objects.filter(pk=request.pk).update(state="accepted", decided_by=jurre)

    RoleRequest.objects.filter(pk=request.pk).update(state="lapsed")
    with pytest.raises(IntegrityError, match="decided once"), transaction.atomic():
        RoleRequest.objects.filter(pk=request.pk).update(state="asked")
