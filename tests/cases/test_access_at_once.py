"""Two people at once, really at once: access that is given twice, and access that ends while a post waits."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from django.db import transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.choices import Role
from cases.choices import Level
from cases.models import AgreementTick, Household, Involvement, SharingDecision
from cases.services import access
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.at_once import post, wait_until_somebody_waits
from tests.cases.factories import HouseholdFactory, face_of, team_of
from tests.cases.stories import agreed
from tests.cases.test_access_page import FAMILY, give, typed
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def household() -> Any:
    return HouseholdFactory()


@pytest.fixture
def school() -> Any:
    return OrganisationFactory(kind="school")


def test_the_same_person_is_given_access_once(household: Any, school: Any) -> None:
    guest, lead = worker_of(school), worker_of(team_of(household), Role.TEAM_LEAD)
    path = reverse("cases:access-give", args=[household.uuid, school.uuid])
    sharers = [(sign_in(Client(), who), typed(guest, who)) for who in (face_of(household), lead)]

    with ThreadPoolExecutor(2) as threads, transaction.atomic():
        Household.objects.select_for_update().get(pk=household.pk)
        answers = [threads.submit(post, client, path, data) for client, data in sharers]
        wait_until_somebody_waits()
        transaction.set_rollback(True)
    statuses = sorted(answer.result(timeout=30) for answer in answers)

    assert statuses == [303, 422]
    assert Involvement.objects.filter(user=guest).count() == 1
    assert SharingDecision.objects.filter(user=guest).count() == 1


def test_a_post_that_waits_while_access_ends_finds_nothing_any_more(household: Any, school: Any) -> None:
    guest = worker_of(school)
    agreement = agreed(household)
    involvement = give(household, guest, school, level=Level.FILM)
    client = sign_in(Client(), guest)
    path = reverse("cases:agreement-tick", args=[household.uuid, agreement.uuid])

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Household.objects.select_for_update(no_key=True).get(pk=household.pk)
            answer = threads.submit(post, client, path, {"outcome": "done"})
            wait_until_somebody_waits()
            access.stop_access(involvement, family=FAMILY, by=face_of(household))
        status = answer.result(timeout=30)

    assert status == 404
    assert not AgreementTick.objects.exists()
    assert timezone.now() > Involvement.objects.get(user=guest).period.upper
