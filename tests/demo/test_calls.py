"""The calls of the demo region: a year with the shares of the field, and nobody in the texts (domain dossier 9)."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from accounts.actor import acting_as
from accounts.clock import now
from accounts.models import AuditEvent, Municipality, Organisation, User
from rvt.models import Code, Consultation
from rvt.privacy import check_texts
from rvt.services.bulk import PastCall, take_over_calls
from rvt.services.register import NoLongerValid, NotLikeThat, OutsideTheArea
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of
from veiligheidskaart.demo import calls
from veiligheidskaart.demo.people import PROFESSIONALS
from veiligheidskaart.demo.region import MUNICIPALITIES


class Staff:
    """The part of the demo region that answers callers."""

    def __init__(self) -> None:
        self.municipalities = {name: MunicipalityFactory(name=name) for name in MUNICIPALITIES}
        home = OrganisationFactory(name=calls.HOME, kind="veilig_thuis")
        home.municipalities.set(self.municipalities.values())
        self.organisations = {calls.HOME: home}
        self.users = {one.name: worker_of(home) for one in PROFESSIONALS if one.organisation == calls.HOME}


@pytest.fixture
def year(db: None) -> list[Consultation]:
    staff: Any = Staff()
    assert calls.load(staff) == calls.NUMBER
    assert calls.load(staff) == 0
    return list(Consultation.objects.select_related("seeker_role", "setting").order_by("began_at"))


def test_a_year_of_calls_lies_behind_us(year: list[Consultation]) -> None:
    days = [timezone.localdate(call.began_at) for call in year]
    today = timezone.localdate()

    assert (len(year), Consultation.objects.filter(natures=None).count()) == (1_200, 0)
    assert today - timedelta(days=366) < min(days) <= max(days) < today
    assert all(day.isoweekday() <= 5 for day in days)


def test_the_shares_are_those_of_the_field(year: list[Consultation]) -> None:
    settings = Counter(call.setting.code for call in year)
    professional = sum(call.seeker_organisation_id is not None for call in year)

    assert abs(settings["phone"] / len(year) - 0.70) < 0.05
    assert abs(professional / len(year) - 0.55) < 0.05


def test_three_callers_wait(year: list[Consultation]) -> None:
    assert Consultation.objects.to_call_back().count() == len(calls.CODE_WORDS)


def test_nobody_can_be_recognised_in_the_texts(db: None) -> None:
    texts = [text for said in calls.TEXTS.values() for each in said for text in each if text]

    found = [(text, result.findings) for text, result in zip(texts, check_texts(texts, person=None), strict=True)]

    assert [text for text, findings in found if findings] == []
    assert max(len(each.question) for said in calls.TEXTS.values() for each in said) <= 200


# --- Taking over calls ----------------------------------------------------------------------------------


@pytest.fixture
def town(db: None) -> Municipality:
    return MunicipalityFactory(name="Waterdonk")


@pytest.fixture
def team(town: Municipality) -> Organisation:
    return OrganisationFactory(region=town.region, municipalities=[town])


def call(team: Organisation, town: Municipality, **changed: Any) -> PastCall:
    moment = now() - timedelta(days=3)
    values = {"staff": worker_of(team), "began_at": moment, "ended_at": moment, "municipality": town}
    return PastCall(**{**values, "seeker_role": "teacher", "natures": ("km_psy",), **changed})


def take_over(team: Organisation, *rows: PastCall) -> int:
    by: User = rows[0].staff
    with acting_as(by):
        return take_over_calls(team, rows, by=by)


def test_taking_over_is_recorded_once(team: Organisation, town: Municipality) -> None:
    assert take_over(team, call(team, town), call(team, town)) == 2

    event = AuditEvent.objects.get(event="table.past_taken_over", target=team.uuid)
    assert event.details == {"calls": 2}


def test_only_what_lies_behind_us_is_taken_over(team: Organisation, town: Municipality) -> None:
    with pytest.raises(NotLikeThat):
        take_over(team, call(team, town), call(team, town, ended_at=now() + timedelta(minutes=1)))

    assert not Consultation.objects.exists()


def test_a_town_of_somebody_else_is_refused(team: Organisation, town: Municipality) -> None:
    with pytest.raises(OutsideTheArea):
        take_over(team, call(team, town, municipality=MunicipalityFactory(name="Elders")))


def test_a_code_that_did_not_hold_is_refused(team: Organisation, town: Municipality) -> None:
    Code.objects.filter(list="nature", code="km_psy").update(last_on=timezone.localdate() - timedelta(days=9))

    with pytest.raises(NoLongerValid):
        take_over(team, call(team, town))
