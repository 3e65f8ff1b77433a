"""How an agreement went over time: dates and words, what helps with it, and no counting."""

from __future__ import annotations

import re
from datetime import date

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from cases.choices import TickOutcome
from cases.models import Household
from cases.services import history
from cases.services.agreements import tick_agreement, withdraw_tick
from cases.views.family import LOOKS_SHOWN
from tests.cases.factories import face_of
from tests.cases.stories import agreed, family
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def looked_at(agreement, day: date, outcome: TickOutcome = TickOutcome.DONE, helps: str = ""):
    """Say how it went, on a day that has been."""
    by = face_of(agreement.household)
    return tick_agreement(agreement, outcome=outcome, what_helps=helps, at=history.middle_of(day), by=by)


def went(client: Client, household: Household) -> list[str]:
    """Return what stands under "Hoe het ging", one line a look."""
    sign_in(client, face_of(household))
    page = client.get(household.get_absolute_url()).content.decode()
    found = re.search(r"<summary>Hoe het ging.*?</details>", page, re.DOTALL)
    return re.findall(r"<p>(.*?)</p>", found[0]) if found else []


def test_every_look_is_a_line_with_its_day_and_what_helps(client: Client):
    household = family()
    agreement = agreed(household, since=date(2025, 3, 1))
    looked_at(agreement, date(2025, 3, 4))
    looked_at(agreement, date(2025, 3, 11), TickOutcome.NOT_YET, "Een seintje vooraf.")
    looked_at(agreement, date(2025, 3, 18))

    assert went(client, household) == [
        "di 18 maart 2025: gelukt",
        "di 11 maart 2025: lukte nog niet. Wat helpt: Een seintje vooraf.",
        "di 4 maart 2025: gelukt",
    ]


def test_before_the_first_look_nothing_stands_there(client: Client):
    household = family()
    agreed(household)

    assert went(client, household) == []


def test_a_look_that_was_taken_back_does_not_stand_there(client: Client):
    household = family()
    agreement = agreed(household, since=date(2025, 3, 1))
    looked_at(agreement, date(2025, 3, 4))
    withdraw_tick(looked_at(agreement, date(2025, 3, 11)), by=face_of(household))

    assert went(client, household) == ["di 4 maart 2025: gelukt"]


def test_a_long_time_shows_its_last_looks_and_costs_no_question_more(client: Client):
    household = family()
    agreement = agreed(household, since=date(2024, 1, 1))
    sign_in(client, face_of(household))
    counts = []
    for number in (1, 29):
        for day in range(number):
            looked_at(agreement, date(2024, 2, 1 + day % 28))
        with CaptureQueriesContext(connection) as queries:
            client.get(household.get_absolute_url())
        counts.append(len(queries))

    assert counts[0] == counts[1]
    assert len(went(client, household)) == LOOKS_SHOWN
