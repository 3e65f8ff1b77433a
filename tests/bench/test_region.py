"""The region to measure the access rule in: its rows break nothing, and the rule gives what a plain reading gives."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from guardian.models import UserObjectPermission

from accounts.clock import now
from accounts.models import Membership, User
from cases.choices import Part
from cases.models import Exclusion, Household, HouseholdGroupPermission, Involvement
from tests.application import as_application
from tests.bench import _region

pytestmark = pytest.mark.django_db

SHAPE = _region.Shape(households=400, users=60, organisations=8, watched={4: (0, 2), 30: (0,)})
WATCHED = [_region.watched_email(*who) for who in ((4, 0), (4, 1), (30, 0))]


@pytest.fixture(autouse=True)
def region() -> None:
    """A very small one."""
    connection.ensure_connection()
    _region.fill(connection.connection, SHAPE)


def may_see(user: User) -> set[int]:
    """Decide by the words of design 2, row by row: involvement, membership and permission run, and nobody kept out."""
    moment = now()
    works = {
        member.organisation_id: member
        for member in Membership.objects.filter(user=user).select_related("organisation")
        if moment in member.period
    }
    holds = {
        (held.content_object_id, held.group_id, held.permission.codename)
        for held in HouseholdGroupPermission.objects.select_related("permission")
        if moment in held.period
    }
    kept_out = {row.household_id for row in Exclusion.objects.filter(user=user) if moment in row.period}
    involved = {
        part.household_id
        for part in Involvement.objects.filter(user=user)
        if moment in part.period
        and part.organisation_id in works
        and (part.household_id, works[part.organisation_id].organisation.group_id, "view_household") in holds
    }
    led = {member.organisation.group_id for member in works.values() if member.role == "team_lead"}
    coordinated = {household for household, group, kind in holds if group in led and kind == "coordinate_household"}
    return (involved | coordinated) - kept_out


def pks(rows: Any) -> set[int]:
    return set(rows.values_list("pk", flat=True))


def test_the_rule_and_row_security_give_what_a_plain_reading_gives() -> None:
    people = [*User.objects.filter(email__in=WATCHED), *User.objects.exclude(email__in=WATCHED)[:40]]

    expected = {user.email: may_see(user) for user in people}
    by_rule = {user.email: pks(Household.objects.visible_to(user)) for user in people}
    by_row_security = {}
    for user in people:
        with as_application(user):
            by_row_security[user.email] = pks(Household.objects.all())

    assert by_rule == expected
    assert by_row_security == expected
    assert [len(expected[email]) for email in WATCHED] == [4, 4, 30]


def test_guardian_holds_the_same_households_for_who_leads_no_team() -> None:
    people = User.objects.filter(email__in=WATCHED)

    held = {user.pk: set() for user in people}
    for user, household in UserObjectPermission.objects.filter(user__in=people).values_list("user_id", "object_pk"):
        held[user].add(int(household))

    assert held == {user.pk: may_see(user) for user in people}


def test_some_rows_give_nobody_anything() -> None:
    involved = Involvement.objects.running().filter(user__email=WATCHED[2]).count()

    assert involved > 30
    assert Exclusion.objects.filter(user__email=WATCHED[2]).exists()
    assert Involvement.objects.over().exists()


def test_every_household_has_its_one_face() -> None:
    faces = Involvement.objects.running().filter(part=Part.CONTACT).values("household")

    assert faces.count() == faces.distinct().count() == Household.objects.active().count() == SHAPE.households


def test_every_row_leads_to_rows_that_are_there() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT conrelid::regclass::text, attname, confrelid::regclass::text FROM pg_constraint"
            " JOIN pg_attribute ON attrelid = conrelid AND attnum = conkey[1]"
            " WHERE contype = 'f' AND conrelid = ANY (%s::regclass[])",
            [[*_region.FILLED, *_region.GENERIC_TABLES]],
        )
        keys = cursor.fetchall()
        lost = []
        for table, column, parent in keys:
            cursor.execute(
                f"SELECT count(*) FROM {table} WHERE {column} IS NOT NULL AND {column} NOT IN (SELECT id FROM {parent})"
            )
            if cursor.fetchone()[0]:
                lost.append((table, column))

    assert lost == []
    assert len(keys) > 20
