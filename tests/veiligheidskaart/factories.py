"""Cards for tests, made by the services: a household with a face who can be called, an agreement and a draft."""

from __future__ import annotations

import tempfile
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

from django.utils import timezone

from accounts.models import User, WorkingDay
from cases.choices import PersonRole
from cases.models import Agreement, Household, NetworkPerson, Person
from cases.services.households import NewPerson
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of
from veiligheidskaart.content import Draft, DraftChoice, DraftSteps, DraftVoice, DraftVoices
from veiligheidskaart.models import KaartVersion, TrustedIssuer
from veiligheidskaart.services import second_reader, texts, trust
from veiligheidskaart.services.drafts import save_draft, stand_of
from veiligheidskaart.services.finalising import finalise_veiligheidskaart
from veiligheidskaart.signer.keys import Keys

PEOPLE = (
    NewPerson(name="Noor", role=PersonRole.MOTHER, role_word="mama", birth_year=1990),
    NewPerson(name="Daan", role=PersonRole.FATHER, role_word="papa", birth_year=1988),
    NewPerson(name="Sem", role=PersonRole.CHILD, birth_year=2015),
    NewPerson(name="Lina", role=PersonRole.CHILD, birth_year=2023),
)


def face(**user: Any) -> User:
    """Return a professional of a local team whom a family can call."""
    user = worker_of(OrganisationFactory(), **{"name": "Sanne Verbeek", "phone": "0612345678", **user})
    for weekday in "1245":
        WorkingDay.objects.create(user=user, weekday=weekday, starts_at=time(8, 30), ends_at=time(17))
    return user


def household(**fields: Any) -> Household:
    """Return a household of four, two agreements and two people who think along."""
    by = fields.pop("by", None) or face()
    made: Household = HouseholdFactory(
        by=by, team=by.memberships.get().organisation, people=fields.pop("people", PEOPLE), **fields
    )
    noor = made.people.get(name="Noor")
    for what in ("Daan gaat een blokje om als hij boos wordt", "Bij ruzie slapen de kinderen bij oma"):
        Agreement.objects.create(
            household=made,
            what=what,
            detail="Dat weet iedereen.",
            who_person=noor,
            checker_user=by,
            since=date(2026, 1, 5),
        )
    NetworkPerson.objects.create(
        household=made, name="Oma Ria", helps_with="Kinderen kunnen er altijd slapen", said_yes_on=date(2026, 1, 5)
    )
    NetworkPerson.objects.create(household=made, name="Buurman Koos", helps_with="Kijkt mee", said_yes_on=None)
    return made


def person(of: Household, name: str) -> Person:
    """Return the person of that name."""
    found: Person = of.people.get(name=name)
    return found


def draft(of: Household, **blocks: Any) -> Draft:
    """Return a whole draft, everything for everybody unless a block is given."""
    noor = str(person(of, "Noor").uuid)
    agreements = tuple(str(each) for each in of.agreements.values_list("uuid", flat=True))
    network = tuple(str(each) for each in of.network.filter(said_yes_on__isnull=False).values_list("uuid", flat=True))
    return Draft(
        **{
            "good": DraftVoices(voices=(DraftVoice((noor,), "Wij eten elke avond samen."),)),
            "unsafe": DraftVoices(
                voices=(DraftVoice((noor,), "Als wij ruzie maken, is Sem bang."),), seen="dat het gezin hard werkt."
            ),
            "agreements": DraftChoice(chosen=agreements),
            "steps": DraftSteps("Wij drinken thee.", "Noor belt oma.", "Bel 112."),
            "network": DraftChoice(chosen=network),
            "look_back_on": soon(),
            **blocks,
        }
    )


def soon() -> date:
    """Return a day on which a card may be looked back on."""
    return timezone.localdate() + timedelta(days=28)


def with_draft(of: Household | None = None, **blocks: Any) -> Household:
    """Return a household with a whole draft."""
    of = of or household()
    save_draft(of, draft=draft(of, **blocks), version=stand_of(of).version, by=face_of(of))
    return of


def read_by_the_duo(of: Household) -> None:
    """Let the duo partner read every edition and recognise no place, as a protected household asks."""
    stand, sources = stand_of(of), texts.sources_of(of)
    text = texts.write(sources, stand.draft, number=stand.next_number)
    keys = [reader.key for reader in text.editions]
    second_reader.confirm_no_place(of, editions=keys, draft_version=stand.version, by=sources.duo)


def finalised(of: Household | None = None, **blocks: Any) -> KaartVersion:
    """Return the next final card of a household."""
    of = with_draft(of, **blocks)
    if second_reader.is_needed(of):
        read_by_the_duo(of)
    return finalise_veiligheidskaart(
        of, present=["Noor", "Sanne"], not_discussed_with=[], views=[], look_back_on=soon(), by=face_of(of)
    )


def issuer(by: User, name: str = "Voorbeeldstad") -> TrustedIssuer:
    """Return another installation, whose keys `by` put in."""
    with tempfile.TemporaryDirectory() as folder:
        keys = Keys(Path(folder) / "keys", Path(folder) / "list.json")
        keys.prepare()
        return trust.put_in(name=name, key_list=keys.public.read_text(), by=by)
