"""Finalising, really at once: one card, and a card that says whom to call today."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import transaction
from django.test import Client
from django.utils import timezone

from cases.choices import Part, SwitchReason
from cases.models import Household
from cases.services.faces import answer_switch, ask_switch
from tests.accounts.factories import worker_of
from tests.at_once import post, wait_until_somebody_waits
from tests.cases.factories import face_of, involve, team_of
from tests.signing_in import sign_in
from tests.veiligheidskaart import factories
from tests.veiligheidskaart.test_finalise_page import post_of, url
from veiligheidskaart.models import KaartEdition, KaartVersion

pytestmark = pytest.mark.django_db(transaction=True)


def test_contact_person_and_duo_finalise_at_once_and_there_is_one_card() -> None:
    household = factories.with_draft()
    partner = worker_of(team_of(household), name="Fatima El Amrani", phone="0634567890")
    involve(household, partner, team_of(household), Part.DUO)
    people = [(sign_in(Client(), who), post_of(household)) for who in (face_of(household), partner)]

    with ThreadPoolExecutor(2) as threads, transaction.atomic():
        Household.objects.select_for_update().get(pk=household.pk)
        answers = [threads.submit(post, client, url(household), data) for client, data in people]
        wait_until_somebody_waits()
        transaction.set_rollback(True)
    statuses = sorted(answer.result(timeout=30) for answer in answers)

    assert statuses == [303, 409]
    assert KaartVersion.objects.count() == 1
    assert KaartEdition.objects.values("reader_key").distinct().count() == KaartEdition.objects.count()


def test_who_stops_being_the_contact_person_while_the_post_waits_makes_no_card() -> None:
    household = factories.with_draft()
    before, data = face_of(household), post_of(household)
    after = worker_of(team_of(household), name="Nora de Wit", phone="0645678901")
    asked = ask_switch(
        household,
        colleague=after,
        reason=SwitchReason.OTHER_JOB,
        from_on=timezone.localdate(),
        family_heard="Ja, ze kennen Nora.",
        meeting_on=None,
        by=before,
    )
    client = sign_in(Client(), before)

    with ThreadPoolExecutor(1) as threads:
        with transaction.atomic():
            Household.objects.select_for_update(no_key=True).get(pk=household.pk)
            answer = threads.submit(post, client, url(household), data)
            wait_until_somebody_waits()
            answer_switch(asked, yes=True, by=after)
        status = answer.result(timeout=30)

    assert (status, KaartVersion.objects.count()) == (404, 0)
