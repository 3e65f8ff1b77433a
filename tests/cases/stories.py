"""A family with a story, made by the services: for pages that show something of everything."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

from django.utils import timezone

from accounts.models import User
from cases.choices import Lane, PersonRole, PhaseStep
from cases.models import Agreement, FilmEvent, HelpStep, Household, NetworkPerson, Person
from cases.services.agreements import make_agreement
from cases.services.film import add_film_event
from cases.services.help import add_help
from cases.services.households import NewPerson
from cases.services.network import add_network_person
from cases.services.phases import set_phase
from tests.cases.factories import HouseholdFactory, face_of, team_of

FAMILY = (
    NewPerson(name="Samira", role=PersonRole.MOTHER, birth_year=1990),
    NewPerson(name="Peter", role=PersonRole.FATHER, birth_year=1988),
    NewPerson(name="Noor", role=PersonRole.CHILD, birth_year=2017),
)


def days_ago(days: int) -> date:
    """Return the local day so many days ago."""
    return timezone.localdate() - timedelta(days=days)


def family(**fields: Any) -> Household:
    """Return a household with two parents and a child."""
    household: Household = HouseholdFactory(**{"call_name": "Haddad – Van Dijk", "people": FAMILY, **fields})
    return household


def two_families() -> tuple[Household, Household]:
    """Return two households of the same contact person: what belongs to one is not there under the other."""
    first = family()
    return first, family(team=team_of(first), by=face_of(first))


def member(household: Household, name: str) -> Person:
    """Return one person of the household."""
    person: Person = Person.objects.get(household=household, name=name)
    return person


def told(household: Household, *, by: User | None = None, **fields: Any) -> FilmEvent:
    """Put something in the film."""
    by = by or face_of(household)
    event = {"lane": Lane.TENSE, "text": "Ruzie over geld.", "happened_on": days_ago(3), "teller": by, **fields}
    return add_film_event(household, by=by, **event)


def agreed(household: Household, *, by: User | None = None, **fields: Any) -> Agreement:
    """Make an agreement of the contact person."""
    by = by or face_of(household)
    words = {"what": "Sanne komt elke dinsdag.", "who": by, "checker": by, "since": days_ago(10), **fields}
    return make_agreement(household, by=by, **words)


def helper(household: Household, **fields: Any) -> NetworkPerson:
    """Add somebody to the network."""
    words = {"name": "Oma Ria", "helps_with": "De kinderen kunnen er slapen", **fields}
    return add_network_person(household, by=face_of(household), **words)


def helped(household: Household, **fields: Any) -> HelpStep:
    """Ask for help for everybody of the household."""
    people = list(Person.objects.filter(household=household))
    words = {"what": "Rekeningen op orde", "helper": "Stichting De Brug", "people": people, "since": days_ago(30)}
    return add_help(household, by=face_of(household), **{**words, **fields})


def whole_story(household: Household) -> Household:
    """Give a household a phase with a quote, and one event, agreement, helper and kind of help."""
    set_phase(
        household,
        step=PhaseStep.RISK_DRIVEN,
        discussed_on=days_ago(20),
        present="Samira en Peter",
        quotes={member(household, "Samira"): "We maken nog wel ruzie."},
        family_silent=False,
        by=face_of(household),
    )
    told(household)
    agreed(household)
    helper(household)
    helped(household)
    return household
