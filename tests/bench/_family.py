"""One household with a long story, and the day of somebody with many families: to measure pages with.

Written by the administrator, by bulk insert, and obeying every constraint.
"""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from accounts.choices import Role
from accounts.models import User
from cases.choices import Lane, PersonRole, TickOutcome
from cases.models import Agreement, AgreementTick, FilmEvent, Household, Person
from cases.services.households import NewPerson
from tests.accounts.factories import MunicipalityFactory, RegionFactory
from tests.bench import _bulk
from tests.cases.factories import HouseholdFactory, face_of

EVENTS, PEOPLE, AGREEMENTS = 10_000, 12, 40
YEARS = 5
"""Over how many years the events lie: a fifth of them stands in the picture of the last eleven months."""

FAMILIES = 200

FAMILY = (
    *((name, PersonRole.MOTHER, 1986) for name in ("Samira",)),
    *((name, PersonRole.FATHER, 1984) for name in ("Peter", "Johan")),
    *((f"Kind {number}", PersonRole.CHILD, 2008 + number) for number in range(1, 8)),
    *((name, PersonRole.GRANDPARENT, 1958) for name in ("Ria", "Koos")),
)


def small() -> Household:
    """Return a household that nobody told anything about yet."""
    household: Household = HouseholdFactory()
    return household


def long_story() -> Household:
    """Return a household of 12 people with 10,000 events in its film and 40 agreements, each looked at three times."""
    people = tuple(NewPerson(name=name, role=role, birth_year=year) for name, role, year in FAMILY)
    household: Household = HouseholdFactory(people=people)
    face, today = face_of(household), timezone.localdate()
    tellers = list(Person.objects.filter(household=household).order_by("pk"))
    assert len(tellers) == PEOPLE, tellers
    lanes = list(Lane)
    FilmEvent.objects.bulk_create(
        (
            FilmEvent(
                household=household,
                lane=lanes[place % len(lanes)],
                text=f"Gebeurtenis {place}: wat er toen was, zoals iemand van het gezin het aan tafel vertelde.",
                happened_on=today - timedelta(days=place * YEARS * 365 // EVENTS),
                told_by_person=tellers[place % PEOPLE],
                added_by=face,
            )
            for place in range(EVENTS)
        ),
        batch_size=1_000,
    )
    agreements = Agreement.objects.bulk_create(
        Agreement(
            household=household,
            what=f"Afspraak {place} die samen is gemaakt",
            detail="Elke dag, ook in het weekend.",
            who_person=tellers[place % PEOPLE],
            checker_user=face,
            since=today - timedelta(days=60),
            due_on=today + timedelta(days=place % 30),
        )
        for place in range(AGREEMENTS)
    )
    AgreementTick.objects.bulk_create(
        AgreementTick(
            household=household,
            agreement=agreement,
            outcome=TickOutcome.DONE,
            state_before=agreement.state,
            due_before=None,
            by=face,
        )
        for agreement in agreements
        for _ in range(3)
    )
    return household


def lead_with_many() -> tuple[User, User]:
    """Return two team leads of teams with 200 families: one answers for them, the other is the face of each as well."""
    region = RegionFactory(name="Regio met grote teams")
    MunicipalityFactory(region=region)
    leads = []
    for number, people in ((1, _bulk.PEOPLE_A_TEAM), (2, 1)):
        with transaction.atomic():
            team = _bulk.load_team(
                region, list(region.municipalities.all()), number, households=FAMILIES, people=people
            )
        leads.append(User.objects.get(memberships__organisation=team, memberships__role=Role.TEAM_LEAD))
    assert Household.objects.filter(involvements__user=leads[1]).count() == FAMILIES
    return leads[0], leads[1]
