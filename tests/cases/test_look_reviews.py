"""Looking back at looks: which are chosen, who judges them, and what the privacy officer never sees."""

from __future__ import annotations

import random
import re
from collections import Counter
from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.conf import settings
from django.db import DatabaseError, ProgrammingError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.choices import Outcome, Role
from accounts.clock import Period, midnight
from accounts.models import AuditEvent, Membership, Organisation, User
from accounts.rules import code_of
from cases import doors, rules, tasks
from cases.choices import Called112, FactKind, Part
from cases.models import EmergencyAccess, Household, Involvement, LookReview, LookVerdict
from cases.services import emergency, looks
from cases.services.protected import add_fact, reveal_fact
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of
from tests.application import as_application
from tests.cases.factories import HouseholdFactory, face_of, team_of
from tests.cases.log_lines import line
from tests.cases.stories import family, member
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

REVIEWS = "/logboek/nakijken/"
YESTERDAY = midnight(timezone.localdate()) - timedelta(hours=9)
LAST_MONTH = midnight((timezone.localdate() - timedelta(days=1)).replace(day=1)) - timedelta(days=1)
"""In a month of which every day is over."""


@pytest.fixture
def household() -> Household:
    return family(by=worker_of(team := OrganisationFactory(name="Wijkteam Oost"), name="Sanne Verbeek"), team=team)


@pytest.fixture
def team(household: Household) -> Organisation:
    return team_of(household)


@pytest.fixture
def officer(team: Organisation) -> User:
    return worker_of(team, Role.PRIVACY_OFFICER, name="Olaf Meeuwis")


def looked(household: Household, user: User, organisation: Organisation, at: datetime = YESTERDAY, **more: Any) -> None:
    """A look with a part in the household, unless `more` says otherwise."""
    line(household, organisation, at=at, **{"who": user.uuid, "relation_id": household.uuid, **more})


def chosen(seed: int = 1) -> list[LookReview]:
    """What one night chooses, as the application and in nobody's name."""
    with as_application():
        looks.choose(random.Random(seed))  # noqa: S311 - the same chance twice, on purpose
    return list(LookReview.objects.order_by("pk"))


def page(client: Client, url: str) -> str:
    html = client.get(url).content.decode()
    return " ".join(re.sub(r"<[^>]+>", " ", html[html.index("<main") :]).split())


# --- What is chosen -------------------------------------------------------------------------------


def test_a_look_without_a_part_is_chosen_once_a_day(household: Household, team: Organisation) -> None:
    nosy = worker_of(team)
    for minutes in (0, 5):
        looked(household, nosy, team, YESTERDAY + timedelta(minutes=minutes), relation_id=None, role="professional")
    looked(household, nosy, team, YESTERDAY - timedelta(days=1), relation_id=None, role="professional")
    looked(household, nosy, team, relation_id=None, role="professional", outcome=Outcome.REFUSED)

    found = [review for review in chosen() if review.reason == "no_involvement"]

    assert [(review.user, review.organisation, review.household_uuid) for review in found] == [
        (nosy, team, household.uuid)
    ] * 2
    assert {timezone.localdate(review.at) for review in found} == {
        timezone.localdate() - timedelta(days=days) for days in (1, 2)
    }


def test_what_is_looked_back_at_already_is_not_in_the_sample_too(household: Household, team: Organisation) -> None:
    looked(household, worker_of(team), team, relation_id=None, role="professional")

    (review,) = chosen()

    assert (review.reason, review.ground) == ("no_involvement", "Geen")


def test_a_team_lead_of_the_team_of_the_face_reads_along_and_of_another_team_does_not(
    household: Household, team: Organisation
) -> None:
    lead, other = worker_of(team, Role.TEAM_LEAD), worker_of(elsewhere := OrganisationFactory(), Role.TEAM_LEAD)
    since = Period(timezone.now() - timedelta(days=60))
    Membership.objects.update(period=since)
    Involvement.objects.update(period=since)
    looked(household, lead, team, relation_id=None, role="team_lead")
    looked(household, other, elsewhere, relation_id=None, role="team_lead")

    assert [review.user for review in chosen() if review.reason == "no_involvement"] == [other]


@pytest.mark.parametrize("kind", ["switchrequest", "duorequest", "emergencyaccess", "lookreview"])
def test_who_was_asked_or_judges_needs_no_part(household: Household, team: Organisation, kind: str) -> None:
    looked(household, worker_of(team), team, relation_id=None, role="professional", obj_type=kind)

    assert [review for review in chosen() if review.reason == "no_involvement"] == []


def test_every_secret_that_was_shown_is_chosen(household: Household, team: Organisation) -> None:
    fact = add_fact(
        member(household, "Samira"),
        kind=FactKind.ADDRESS,
        value="Wilgenroosdreef 83",
        is_secret=True,
        by=face_of(household),
    )
    reveal_fact(fact, why="De rechtbank vraagt ernaar.", by=face_of(household))

    (review,) = chosen()

    assert (review.reason, review.user, review.organisation, review.role) == (
        "reveal",
        face_of(household),
        team,
        Part.CONTACT,
    )


def test_nothing_is_chosen_twice(household: Household, team: Organisation) -> None:
    looked(household, worker_of(team), team, relation_id=None, role="professional")
    first = chosen(1)

    assert chosen(2) == first


def month_of(household: Household, team: Organisation, number: int) -> None:
    for minute in range(number):
        looked(household, face_of(household), team, LAST_MONTH + timedelta(minutes=minute))


def test_of_a_month_thirty_are_chosen_at_random(household: Household, team: Organisation) -> None:
    month_of(household, team, 80)

    found = chosen()

    assert Counter(review.reason for review in found) == {"sample": 30}
    assert len({review.at for review in found}) == 30


def test_of_a_month_with_few_looks_all_are_chosen(household: Household, team: Organisation) -> None:
    month_of(household, team, 12)

    assert len(chosen()) == 12


def test_of_a_month_with_many_looks_it_is_one_in_a_hundred(household: Household, team: Organisation) -> None:
    with connection.cursor() as cursor:
        month_of(household, team, 1)
        cursor.execute(
            "INSERT INTO accounts_accessline (at, event_code, action, outcome, checks, who, role, organisation,"
            " obj_type, obj_id, household, purpose, policy_version, relation_id, session_hash, request_id, source)"
            " SELECT at + number * interval '1 second', event_code, action, outcome, checks, who, role, organisation,"
            " obj_type, obj_id, household, purpose, policy_version, relation_id, session_hash, request_id, source"
            " FROM accounts_accessline, generate_series(1, 3499) AS number WHERE organisation = %s",
            [team.uuid],
        )

    assert len(chosen()) == 35


def test_the_same_chance_chooses_the_same_and_another_one_others(household: Household, team: Organisation) -> None:
    month_of(household, team, 80)
    choices = []
    for seed in (7, 7, 8):
        with transaction.atomic():
            choices.append({review.source for review in chosen(seed)})
            transaction.set_rollback(True)

    assert choices[0] == choices[1]
    assert choices[0] != choices[2]


def test_each_organisation_has_a_sample_of_its_own(household: Household, team: Organisation) -> None:
    other = HouseholdFactory()
    month_of(household, team, 200)
    month_of(other, team_of(other), 40)

    assert Counter(review.organisation for review in chosen()) == {team: 30, team_of(other): 30}


def test_refusals_and_lists_are_no_looks_and_today_is_not_over(household: Household, team: Organisation) -> None:
    sanne = face_of(household)
    looked(household, sanne, team, outcome=Outcome.REFUSED)
    looked(household, sanne, team, event_code="list", action="R")
    looked(household, sanne, team, timezone.now())

    assert chosen() == []


def test_choosing_is_logged_in_the_name_of_the_officer_who_will_look(
    household: Household, team: Organisation, officer: User
) -> None:
    month_of(household, team, 3)

    chosen()

    (event,) = AuditEvent.objects.filter(event="looks.chosen")
    assert (event.actor, event.target) == (officer.uuid, team.uuid)
    assert event.details == {"number": 3, "scheduled": True}


def test_beat_chooses_every_night(household: Household, team: Organisation) -> None:
    month_of(household, team, 2)

    with as_application():
        number = tasks.choose_looks()

    assert number == 2
    assert settings.CELERY_BEAT_SCHEDULE["choose-looks"]["task"] == tasks.choose_looks.name


# --- Who judges -----------------------------------------------------------------------------------


@pytest.fixture
def review(household: Household, team: Organisation) -> LookReview:
    looked(household, face_of(household), team, obj_type="filmevent", event_code="change", action="U")
    (made,) = chosen()
    return made


def test_the_officer_sees_who_what_which_code_when_and_by_what_right(
    client: Client, household: Household, officer: User, review: LookReview
) -> None:
    sign_in(client, officer)

    seen = page(client, REVIEWS)

    for word in ("Steekproef", "Sanne Verbeek, Wijkteam Oost", code_of(household.uuid), "Film: opgeschreven"):
        assert word in seen
    assert "Vaste contactpersoon" in seen
    for of_the_family in (household.call_name, "Samira", "Peter", "Noor"):
        assert of_the_family not in seen


def test_a_verdict_is_kept_once_and_recorded(client: Client, officer: User, review: LookReview) -> None:
    sign_in(client, officer)
    url = f"{REVIEWS}{review.uuid}/"

    empty = client.post(url, {"verdict": "", "text": ""}).status_code
    response = client.post(url, {"verdict": "unclear", "text": "Ik bel haar."})
    again = client.post(url, {"verdict": "breach", "text": "Toch niet."}).status_code

    assert (empty, response.status_code, again) == (422, 303, 404)
    (verdict,) = LookVerdict.objects.all()
    assert (verdict.review, verdict.verdict, verdict.by) == (review, "unclear", officer)
    assert AuditEvent.objects.get(event="look.judged").details == {"verdict": "unclear"}
    assert "Onduidelijk. Ik bel haar." in page(client, REVIEWS)


def test_the_day_of_the_officer_counts_what_waits(client: Client, officer: User, review: LookReview) -> None:
    sign_in(client, officer)

    before = page(client, "/mijn-dag/")
    client.post(f"{REVIEWS}{review.uuid}/", {"verdict": "justified", "text": "Zij is het vaste gezicht."})

    assert "1 keer meekijken na te kijken" in before
    assert "na te kijken" not in page(client, "/mijn-dag/")


def test_the_log_book_leads_there(client: Client, officer: User) -> None:
    sign_in(client, officer)

    assert f'href="{REVIEWS}"' in client.get("/logboek/").content.decode()
    assert 'href="/logboek/"' in client.get(REVIEWS).content.decode()


def test_nobody_judges_an_own_look(client: Client, household: Household, team: Organisation) -> None:
    sanne = face_of(household)
    elsewhere = OrganisationFactory()
    sanne.memberships.create(organisation=elsewhere, role=Role.PRIVACY_OFFICER)
    region = worker_of(OrganisationFactory(), Role.PRIVACY_OFFICER)
    looked(household, sanne, team)
    (review,) = chosen()
    sign_in(client, sanne)

    seen, own = page(client, REVIEWS), client.get(f"{REVIEWS}{review.uuid}/").status_code
    with as_application(sanne), pytest.raises(DatabaseError, match="row-level security"), transaction.atomic():
        LookVerdict.objects.create(review=review, verdict="justified", text="Van mij.", by=sanne)
    sign_in(other := Client(), region)

    assert "Een andere functionaris kijkt het na." in seen
    assert own == 404
    assert other.get(f"{REVIEWS}{review.uuid}/").status_code == 200


def test_an_officer_of_another_organisation_sees_it_only_when_there_is_no_own_one(
    client: Client, review: LookReview, team: Organisation
) -> None:
    sign_in(client, other := worker_of(OrganisationFactory(), Role.PRIVACY_OFFICER))
    url = f"{REVIEWS}{review.uuid}/"

    alone = client.get(url).status_code
    worker_of(team, Role.PRIVACY_OFFICER)

    assert (alone, client.get(url).status_code) == (200, 404)
    with as_application(other):
        assert not LookReview.objects.exists()


def test_elsewhere_and_without_the_role_it_is_not_there(
    client: Client, household: Household, review: LookReview
) -> None:
    far = worker_of(OrganisationFactory(region=RegionFactory(name="Elders")), Role.PRIVACY_OFFICER)
    for user in (far, face_of(household)):
        sign_in(client, user)
        assert client.get(f"{REVIEWS}{review.uuid}/").status_code == 404
        with as_application(user):
            assert not LookReview.objects.exists()
    assert client.get(REVIEWS).status_code == 404


def test_nobody_chooses_or_changes_by_hand(officer: User, review: LookReview) -> None:
    for change in (
        lambda: LookReview.objects.create(
            reason="sample", source="mine", household_uuid=review.household_uuid, user=officer,
            organisation=review.organisation, role="", kind="", event="", at=timezone.now(),
        ),
        lambda: LookReview.objects.update(role="duo"),
        lambda: LookReview.objects.all().delete(),
    ):  # fmt: skip
        with as_application(officer), pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            change()


@pytest.mark.parametrize(
    ("day", "due"),
    [
        (date(2026, 11, 16), date(2026, 11, 23)),
        (date(2026, 11, 20), date(2026, 11, 27)),
        (date(2026, 11, 21), date(2026, 11, 27)),
    ],
)
def test_a_look_is_judged_within_five_working_days(day: date, due: date) -> None:
    assert rules.review_due(day, within=rules.LOOK_REVIEW_WITHIN_WORKING_DAYS) == due


def test_the_page_costs_the_same_with_one_and_with_many(
    client: Client, household: Household, team: Organisation, officer: User
) -> None:
    sign_in(client, officer)
    counts = []
    for number in (1, 25):
        for each in range(number):
            looked(household, worker_of(team), team, YESTERDAY - timedelta(minutes=each), relation_id=None)
        chosen()
        with CaptureQueriesContext(connection) as queries:
            client.get(REVIEWS)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# --- Beside the review of an emergency ---------------------------------------------------------------


@pytest.fixture
def opened(household: Household) -> EmergencyAccess:
    """Somebody of another organisation opened the household."""
    daan = worker_of(OrganisationFactory(name="Wijkteam West"), name="Daan Visser")
    with as_application(daan), transaction.atomic():
        search = emergency.search(
            name="Samira",
            municipality=household.municipality,
            reason="De buren horen geschreeuw en een kind huilt.",
            called_112=Called112.YES,
            by=daan,
        )
        return emergency.open_household(search, household.uuid, by=daan)


def test_everything_that_was_done_in_an_emergency_stands_beside_its_review(
    client: Client, household: Household, officer: User, opened: EmergencyAccess
) -> None:
    daan = Client()
    sign_in(daan, opened.user)
    for path in ("", "film/", "wissel/"):
        daan.get(f"{household.get_absolute_url()}{path}")
    sign_in(client, officer)

    seen = page(client, f"/noodtoegang/beoordelen/{opened.uuid}/")
    seen = seen[seen.index("Wat deze persoon deed") : seen.index("Was het terecht?")]

    assert [seen.count(line) for line in ("Huishouden Gekeken", "Film Gekeken")] == [2, 1]
    assert seen.count("Geweigerd") == 1
    assert "Samira" not in seen


def test_an_emergency_in_which_nothing_was_read_says_so(client: Client, officer: User, opened: EmergencyAccess) -> None:
    sign_in(client, officer)

    assert "keek nergens naar" in page(client, f"/noodtoegang/beoordelen/{opened.uuid}/")


def test_the_lines_of_an_emergency_are_for_who_may_judge_it(household: Household, opened: EmergencyAccess) -> None:
    far = worker_of(OrganisationFactory(region=RegionFactory(name="Elders")), Role.PRIVACY_OFFICER)
    for user in (opened.user, face_of(household), far):
        with as_application(user), pytest.raises(ProgrammingError, match="not an emergency"), transaction.atomic():
            doors.emergency_lines(opened.uuid)
