"""Organisations and who works for them, through the services."""

import pytest
from django.contrib.auth.models import Group

from accounts import slots
from accounts.choices import OrganisationKind, Role
from accounts.models import AuditEvent, Membership, Organisation, User
from accounts.services.organisations import (
    AlreadyMember,
    MembershipStillNeeded,
    OrganisationNameTaken,
    create_organisation,
    end_membership,
    start_membership,
)
from accounts.services.people import BlockingYourself, block_user
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, UserFactory, worker_of

pytestmark = pytest.mark.django_db


def test_an_organisation_gets_a_group_of_its_own_named_by_its_id():
    beheerder, place = UserFactory(), MunicipalityFactory()

    organisation = create_organisation(
        name="Wijkteam Noord",
        kind=OrganisationKind.LOCAL_TEAM,
        region=place.region,
        municipalities=[place],
        by=beheerder,
    )

    assert organisation.group.name == str(organisation.uuid)
    assert not organisation.group.user_set.exists()
    assert list(organisation.municipalities.all()) == [place]
    event = AuditEvent.objects.get()
    assert (event.event, event.target, event.details) == (
        "organisation.created",
        organisation.uuid,
        {"kind": "local_team"},
    )


def test_a_name_is_given_once_in_a_region():
    beheerder, region = UserFactory(), RegionFactory()
    create_organisation(name="Wijkteam Noord", kind=OrganisationKind.LOCAL_TEAM, region=region, by=beheerder)

    with pytest.raises(OrganisationNameTaken):
        create_organisation(name="wijkteam noord", kind=OrganisationKind.SCHOOL, region=region, by=beheerder)

    assert (Organisation.objects.count(), Group.objects.count()) == (1, 1)


def test_a_membership_begins_now_and_is_recorded():
    user, team, beheerder = UserFactory(), OrganisationFactory(), UserFactory()

    start_membership(user, team, role=Role.TEAM_LEAD, by=beheerder)

    assert Membership.objects.current().get(user=user).role == Role.TEAM_LEAD
    event = AuditEvent.objects.get()
    assert (event.event, event.actor) == ("membership.started", beheerder.uuid)
    assert event.details == {"user": str(user.uuid), "organisation": str(team.uuid), "role": "team_lead"}


def test_somebody_works_for_an_organisation_once_at_a_time():
    team = OrganisationFactory()
    user = worker_of(team)

    with pytest.raises(AlreadyMember):
        start_membership(user, team, role=Role.TEAM_LEAD, by=user)


def test_an_ended_membership_counts_no_more_and_can_begin_again():
    team, beheerder = OrganisationFactory(), UserFactory()
    user = worker_of(team)

    end_membership(user.memberships.get(), by=beheerder)

    assert not Membership.objects.current().filter(user=user).exists()
    start_membership(user, team, role=Role.PROFESSIONAL, by=beheerder)
    assert Membership.objects.current().filter(user=user).count() == 1


def test_a_membership_that_a_room_still_needs_does_not_end(monkeypatch):
    def needed(membership):
        return f"{membership.user.first_name} is nog het vaste gezicht van een gezin."

    monkeypatch.setitem(slots._providers, "membership_blockers", [(1, "needed", needed)])
    user = worker_of(OrganisationFactory(), name="Sanne Verbeek")

    with pytest.raises(MembershipStillNeeded, match=r"Sanne is nog het vaste gezicht van een gezin\."):
        end_membership(user.memberships.get(), by=UserFactory())

    assert Membership.objects.current().filter(user=user).exists()
    assert not AuditEvent.objects.exists()


def test_nobody_blocks_themselves():
    user = UserFactory()

    with pytest.raises(BlockingYourself):
        block_user(user, by=user)

    assert User.objects.active().contains(user)
