"""Many plain households beside the demo region, to measure with: as many teams and people more, by bulk insert.

They tell no story and have no cards. They obey every constraint of the database, the one face included. Written by the
administrator: row security lets nobody write a household that is not theirs.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta
from itertools import islice, product

from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, Permission
from django.db import models, transaction
from django.utils import timezone

from accounts.choices import OrganisationKind, Role
from accounts.models import Membership, Municipality, Organisation, Region, User
from cases import rules
from cases.choices import Lane, Part, PersonRole, PhaseStep
from cases.models import Agreement, FilmEvent, Household, HouseholdGroupPermission, Involvement, Person, Phase
from cases.services.sharing import PERMISSIONS

HOUSEHOLDS_A_TEAM = 120
PEOPLE_A_TEAM = 24
FILM_A_HOUSEHOLD = 8
AGREEMENTS_A_HOUSEHOLD = 3

FIRST_NAMES = ("Anna", "Bram", "Cato", "Daan", "Elif", "Femke", "Gijs", "Hanna", "Imre", "Joris")
LAST_NAMES = ("Akker", "Berk", "Duin", "Eik", "Ganzen", "Heide", "Iep", "Linde", "Meer", "Olm", "Plas", "Vlier")


def load(teams: int) -> int:
    """Add `teams` local teams of 24 people with 120 active households each to the demo region; return how many."""
    region = Region.objects.get(is_demo=True)
    municipalities = list(region.municipalities.all())
    for number in range(1, teams + 1):
        with transaction.atomic():
            load_team(region, municipalities, number)
    return teams * HOUSEHOLDS_A_TEAM


def load_team(
    region: Region,
    municipalities: list[Municipality],
    number: int,
    *,
    households: int = HOUSEHOLDS_A_TEAM,
    people: int = PEOPLE_A_TEAM,
) -> Organisation:
    """Add one team of so many people, the first of whom leads it, with so many families, a face for each in turn."""
    name = f"Meetteam {number}"
    team = Organisation.objects.create(
        name=name, kind=OrganisationKind.LOCAL_TEAM, region=region, group=Group.objects.create(name=f"demo {name}")
    )
    nobody = make_password(None)
    colleagues = User.objects.bulk_create(
        User(email=f"meet{number}.{place}@demo.example", name=f"Collega {place} van {number}", password=nobody)
        for place in range(people)
    )
    Membership.objects.bulk_create(
        Membership(user=user, organisation=team, role=Role.TEAM_LEAD if user is colleagues[0] else Role.PROFESSIONAL)
        for user in colleagues
    )
    today = timezone.localdate()
    families = Household.objects.bulk_create(
        _household(municipalities, number * households + place, today) for place in range(households)
    )
    faces = {household.pk: colleagues[place % people] for place, household in enumerate(families)}
    _give(
        Involvement,
        (Involvement(household=each, user=faces[each.pk], organisation=team, part=Part.CONTACT) for each in families),
    )
    permissions = Permission.objects.filter(codename__in=[f"{kind}_household" for kind in PERMISSIONS])
    _give(
        HouseholdGroupPermission,
        (
            HouseholdGroupPermission(group=team.group, content_object=each, permission=permission)
            for each, permission in product(families, permissions)
        ),
    )
    members = Person.objects.bulk_create(person for each in families for person in _people(each))
    _give(
        Phase,
        (
            Phase(
                household=each,
                step=PhaseStep.RISK_DRIVEN,
                discussed_on=today - timedelta(days=20),
                present="Allemaal",
                family_silent=True,
                set_by=faces[each.pk],
            )
            for each in families
        ),
    )
    tellers = {person.household_id: person for person in members}
    _give(
        FilmEvent,
        (
            FilmEvent(
                household=each,
                lane=list(Lane)[place % len(Lane)],
                text=f"Gebeurtenis {place} om mee te meten.",
                happened_on=today - timedelta(days=30 * place + each.pk % 30),
                told_by_person=tellers[each.pk],
                added_by=faces[each.pk],
            )
            for each, place in product(families, range(FILM_A_HOUSEHOLD))
        ),
    )
    _give(
        Agreement,
        (
            Agreement(
                household=each,
                what=f"Afspraak {place} om mee te meten",
                who_person=tellers[each.pk],
                checker_user=faces[each.pk],
                since=today - timedelta(days=60),
                due_on=today + timedelta(days=1 + (each.pk + place) % 60),
            )
            for each, place in product(families, range(AGREEMENTS_A_HOUSEHOLD))
        ),
    )
    return team


def _household(municipalities: list[Municipality], number: int, today: date) -> Household:
    name = f"{LAST_NAMES[number % len(LAST_NAMES)]} – {LAST_NAMES[number // 7 % len(LAST_NAMES)]} {number}"
    return Household(
        call_name=name,
        sort_name=rules.sort_name(name),
        municipality=municipalities[number % len(municipalities)],
        together_since=today - timedelta(days=300),
        family_informed_on=today - timedelta(days=300),
        look_back_on=today + timedelta(days=1 + number % 80),
    )


def _people(household: Household) -> Iterator[Person]:
    roles = (PersonRole.MOTHER, PersonRole.FATHER, PersonRole.CHILD)
    for place, role in enumerate(roles):
        name = FIRST_NAMES[(household.pk + place) % len(FIRST_NAMES)]
        yield Person(household=household, name=name, role=role, order=place, search_name=rules.fold(name))


def _give(model: type[models.Model], rows: Iterable[models.Model]) -> None:
    """Insert in batches: a generator of half a million rows does not become a list."""
    rows = iter(rows)
    while batch := list(islice(rows, 1000)):
        model._default_manager.bulk_create(batch)
