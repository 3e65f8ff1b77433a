"""The pool of experts: who is in it, what each knows about, and who can come on a day."""

from __future__ import annotations

from datetime import date, time, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from accounts.choices import AbsenceStatus, Role
from accounts.models import Absence, WorkingDay
from rvt.models import Expert
from rvt.services import pool
from rvt.services.pool import AlreadyInPool, NotAtThisTable
from tests.accounts.factories import MembershipFactory, RegionFactory, UserFactory
from tests.rvt.agendas import pool_of
from tests.rvt.factories import Office, expert_of, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

THURSDAY = date(2026, 11, 26)


@pytest.fixture
def office() -> Office:
    return office_of()


def can_come(expert: Expert) -> bool:
    return Expert.objects.with_day(THURSDAY).get(pk=expert.pk).can_come


def test_the_chair_puts_somebody_in_the_pool(client: Client, office: Office):
    user = expert_of(office)
    sign_in(client, office.chair)

    response = client.post(reverse("rvt:expert-add"), {"user": user.pk, "disciplines": ["law", "money"]})

    assert response.status_code == 303
    assert Expert.objects.get(user=user).disciplines == ["law", "money"]


def test_a_chair_of_two_tables_chooses_whose_pool_it_is(client: Client, office: Office):
    other = office_of(RegionFactory(name="Aan de overkant"))
    MembershipFactory(user=office.chair, organisation=other.organisation, role=Role.RVT_CHAIR)
    sign_in(client, office.chair)
    for table in (office, other):
        page = f"{reverse('rvt:expert-add')}?regio={table.organisation.region.uuid}"
        user = expert_of(table)

        assert client.post(page, {"user": user.pk, "disciplines": ["law"]}).status_code == 303
        assert Expert.objects.get(user=user).region == table.organisation.region


def test_the_page_of_the_pool_leads_to_the_other_table(client: Client, office: Office):
    other = office_of(RegionFactory(name="Aan de overkant"))
    MembershipFactory(user=office.chair, organisation=other.organisation, role=Role.RVT_CHAIR)
    page = reverse("rvt:expert-add")

    first = sign_in(client, office.chair).get(page).context
    second = client.get(f"{page}?regio={first['others'][0].uuid}").context

    assert [first["region"], second["region"]] == [second["others"][0], first["others"][0]]


def test_only_who_has_a_role_at_this_table_comes_in_the_pool(office: Office):
    with pytest.raises(NotAtThisTable):
        pool.add_expert(RegionFactory(), UserFactory(), disciplines=[], by=office.chair)


def test_nobody_is_in_the_pool_twice(office: Office):
    expert = pool_of(office)

    with pytest.raises(AlreadyInPool):
        pool.add_expert(expert.region, expert.user, disciplines=["law"], by=office.chair)


def test_an_expert_changes_the_own_expertise(client: Client, office: Office):
    expert = pool_of(office, "law")
    sign_in(client, expert.user)

    client.post(reverse("rvt:expert-change", args=[expert.uuid]), {"disciplines": ["money"], "is_active": "on"})

    expert.refresh_from_db()
    assert (expert.disciplines, expert.is_active) == (["money"], True)


def test_an_expert_does_not_find_the_line_of_another(client: Client, office: Office):
    mine, other = pool_of(office), pool_of(office)

    response = sign_in(client, mine.user).get(reverse("rvt:expert-change", args=[other.uuid]))

    assert response.status_code == 404


def test_who_was_taken_out_is_not_asked(client: Client, office: Office):
    expert = pool_of(office)
    sign_in(client, office.chair)

    client.post(reverse("rvt:expert-change", args=[expert.uuid]), {"disciplines": ["law"]})

    assert list(Expert.objects.at_work()) == []


def test_who_works_on_that_day_can_come(office: Office):
    expert = pool_of(office)
    WorkingDay.objects.create(user=expert.user, weekday="4", starts_at=time(9), ends_at=time(17))

    assert can_come(expert)


def test_who_works_on_other_days_only_cannot(office: Office):
    expert = pool_of(office)
    WorkingDay.objects.create(user=expert.user, weekday="5", starts_at=time(9), ends_at=time(17))

    assert not can_come(expert)


def test_who_never_said_when_may_be_asked(office: Office):
    assert can_come(pool_of(office))


@pytest.mark.parametrize(
    ("status", "comes"),
    [(AbsenceStatus.ACCEPTED, False), (AbsenceStatus.ASKED, False), (AbsenceStatus.WITHDRAWN, True)],
)
def test_who_is_away_cannot_come(office: Office, status: str, comes: bool):
    expert = pool_of(office)
    days = (THURSDAY, THURSDAY + timedelta(days=1))
    Absence.objects.create(user=expert.user, stand_in=UserFactory(), days=days, status=status)

    assert can_come(expert) is comes


def test_an_expert_reads_the_own_expertise_on_mijn_gegevens(client: Client, office: Office):
    expert = pool_of(office, "law")

    html = sign_in(client, expert.user).get(reverse("accounts:profile")).content.decode()

    assert "Expertise aan tafel" in html
    assert "Recht en gezag" in html


def test_the_list_says_who_left(client: Client, office: Office):
    expert = pool_of(office)
    expert.user.memberships.all().delete()

    html = sign_in(client, office.chair).get(reverse("rvt:expert-list")).content.decode()

    assert "hoort hier niet meer" in html
