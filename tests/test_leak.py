"""Many at once on few connections: never an answer in somebody else's name (T-LEAK, security 2.0).

Each thread has one database connection and asks for one person after the other on it, as a web server does. The page
that is asked has no rule of its own: what it shows is what the database lets this person see.
"""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.decorators import login_not_required
from django.db import connections
from django.http import HttpRequest, JsonResponse
from django.test import Client, override_settings
from django.urls import include, path

from accounts.actor import SETTING
from cases.models import Household
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory
from tests.signing_in import sign_in

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.authz]

THREADS, ASKED_EACH, PEOPLE = 8, 250, 6


@login_not_required
def everything(request: HttpRequest) -> JsonResponse:
    """Every household there is, as far as the database is concerned."""
    return JsonResponse({"households": [str(uuid) for uuid in Household.objects.values_list("uuid", flat=True)]})


urlpatterns = [path("everything/", everything), path("", include("config.urls"))]


@override_settings(ROOT_URLCONF=__name__)
def test_no_answer_comes_in_the_name_of_somebody_else(capsys: Any) -> None:
    team = OrganisationFactory()
    expected: list[tuple[str | None, set[str]]] = [(None, set())]
    for number in range(PEOPLE):
        user = worker_of(team)
        mine = {str(HouseholdFactory(team=team, by=user).uuid) for _ in range(number)}
        expected.append((sign_in(Client(), user).cookies[settings.SESSION_COOKIE_NAME].value, mine))

    def ask(seed: int) -> tuple[int, int]:
        chance, asked, wrong = Random(seed), 0, 0  # noqa: S311 - repeatable, not secret
        for _ in range(ASKED_EACH):
            key, mine = chance.choice(expected)
            client = Client()
            if key:
                client.cookies[settings.SESSION_COOKIE_NAME] = key
            seen = set(client.get("/everything/").json()["households"])
            asked, wrong = asked + 1, wrong + (seen != mine)
        with connections["default"].cursor() as cursor:
            cursor.execute("SELECT current_setting(%s, true)", [SETTING])
            left = cursor.fetchone()[0]
        connections.close_all()
        return asked, wrong + bool(left)

    with ThreadPoolExecutor(THREADS) as threads:
        found = list(threads.map(ask, range(THREADS)))

    asked, wrong = sum(each[0] for each in found), sum(each[1] for each in found)
    with capsys.disabled():
        print(f"\nFIGURE leak_requests {asked} 2000\nFIGURE leak_wrong {wrong} 0")
    assert wrong == 0
    assert asked >= 2000
