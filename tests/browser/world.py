"""One region with everything that a screen can show: a full family, an empty one, people in every part."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from datetime import date, time, timedelta
from hashlib import sha256
from typing import Any
from uuid import UUID

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth as totp
from allauth.mfa.webauthn.internal.auth import WebAuthn
from cryptography.hazmat.primitives.asymmetric import ec
from django.db import connection
from django.utils import timezone
from fido2.cose import ES256
from fido2.utils import websafe_encode
from fido2.webauthn import AttestationObject, AttestedCredentialData, AuthenticatorData

from accounts import second_step
from accounts.choices import OrganisationKind, Role
from accounts.models import Municipality, Organisation, User, WorkingDay
from accounts.services.availability import answer_absence, ask_absence
from cases.choices import (
    Audience,
    CloseReason,
    DatePrecision,
    FactKind,
    HelpState,
    Lane,
    Level,
    NoteKind,
    Part,
    PersonRole,
    PhaseStep,
    SharingGround,
    StatementKind,
    StatementTopic,
    SwitchReason,
    TickOutcome,
)
from cases.models import Agreement, DuoRequest, FilmEvent, Household, NetworkPerson, Person, Statement
from cases.services.agreements import make_agreement, tick_agreement
from cases.services.analysis import (
    Said,
    add_statement,
    change_statement,
    see_statement_differently,
    take_statement_out,
)
from cases.services.exclusions import keep_out
from cases.services.faces import answer_duo, ask_duo, ask_switch
from cases.services.film import OtherView, add_film_event, note_film_event
from cases.services.help import add_help, step_help
from cases.services.households import FamilyKnows, LookedBack, NewPerson, close_household, open_household, set_look_back
from cases.services.network import add_network_person
from cases.services.patterns import make_pattern
from cases.services.people import Bonds, PersonData, add_person
from cases.services.phases import set_phase
from cases.services.protected import add_fact, set_safe_contact
from cases.services.ratings import rate_safety
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, UserFactory, worker_of
from tests.cases.factories import involve
from tests.veiligheidskaart.factories import draft
from veiligheidskaart.models import KaartVersion
from veiligheidskaart.services import pdfs
from veiligheidskaart.services.drafts import save_draft, stand_of
from veiligheidskaart.services.finalising import OtherView as CardView
from veiligheidskaart.services.finalising import finalise_veiligheidskaart

WITH_EVERYTHING = "rosa@voorbeeld.example"
"""Somebody with every kind of second step."""

PASSWORD = "een-lang-wachtwoord-voor-tests"
"""Of everybody that `tests.accounts.factories` makes."""

WORDS = "Als wij ruzie maken, loopt Daan een blokje en belt Samira haar zus."
"""A sentence of the full family, to find on its card."""


def with_app(user: User) -> Authenticator:
    """Give `user` an authenticator app."""
    return totp.TOTP.activate(user, totp.generate_totp_secret()).instance


def code_of(app: Authenticator) -> str:
    """Return the code that the app of the phone shows now."""
    return second_step.usable_codes(app)[1][1]


def with_passkey(user: User) -> None:
    """Give `user` a passkey. No device holds it: it is for the pages that show it and ask for it."""
    key = ES256.from_cryptography_key(ec.generate_private_key(ec.SECP256R1()).public_key())
    credential = AttestedCredentialData.create(bytes(16), b"sleutel van rosa", key)
    flags = AuthenticatorData.FLAG.UP | AuthenticatorData.FLAG.UV | AuthenticatorData.FLAG.AT
    data = AuthenticatorData.create(sha256(b"localhost").digest(), flags, 0, credential)
    response = {
        "clientDataJSON": websafe_encode(b'{"type": "webauthn.create", "challenge": "", "origin": ""}'),
        "attestationObject": websafe_encode(AttestationObject.create("none", data, {})),
    }
    registration = {
        "id": websafe_encode(b"sleutel van rosa"),
        "rawId": websafe_encode(b"sleutel van rosa"),
        "response": response,
        "type": "public-key",
    }
    WebAuthn.add(user, "Telefoon van Rosa", registration | {"clientExtensionResults": {}})


def ago(**length: int) -> date:
    """Return the local day that lies so many days or weeks back."""
    return timezone.localdate() - timedelta(**length)


@dataclass
class Team:
    """A local team with a face whom families can call, a colleague, a lead and a privacy officer."""

    municipality: Municipality = field(init=False)
    organisation: Organisation = field(init=False)
    sanne: User = field(init=False)
    fatima: User = field(init=False)
    lead: User = field(init=False)
    officer: User = field(init=False)

    def __post_init__(self) -> None:
        self.municipality = MunicipalityFactory(name="Waterloo aan Zee")
        self.organisation = OrganisationFactory(name="Wijkteam Oost", municipalities=[self.municipality])
        self.sanne = worker_of(self.organisation, name="Sanne Verbeek", phone="06 12 34 56 78")
        self.fatima = worker_of(self.organisation, name="Fatima El Amrani", phone="06 23 45 67 89")
        self.lead = worker_of(self.organisation, Role.TEAM_LEAD, name="Wilma de Groot", phone="06 34 56 78 90")
        self.officer = worker_of(self.organisation, Role.PRIVACY_OFFICER, name="Joke Hendriks")
        for person in (self.sanne, self.fatima):
            for weekday in "1245":
                WorkingDay.objects.create(user=person, weekday=weekday, starts_at=time(8, 30), ends_at=time(17))


@dataclass
class World(Team):
    """A team, its families, and people of other organisations."""

    nadia: User = field(init=False)
    """Veilig Thuis; sees the card of the full family only."""
    marco: User = field(init=False)
    """Duo of the full family, from another organisation."""
    rosa: User = field(init=False)
    """A colleague with an app, a passkey and recovery codes."""
    newcomer: User = field(init=False)
    """A professional of the team without any household."""
    full: Household = field(init=False)
    empty: Household = field(init=False)
    blocked: Household = field(init=False)
    """Has a card draft that cannot become final."""
    closed: Household = field(init=False)

    def __post_init__(self) -> None:
        super().__post_init__()
        veilig_thuis = OrganisationFactory(name="Veilig Thuis Waterland", kind=OrganisationKind.VEILIG_THUIS)
        mental_health = OrganisationFactory(name="GGZ De Brug", kind=OrganisationKind.MENTAL_HEALTH)
        self.nadia = worker_of(veilig_thuis, name="Nadia Bouzid", phone="0612 000 001")
        self.marco = worker_of(mental_health, name="Marco Visser", phone="06 45 67 89 01")
        self.rosa = worker_of(self.organisation, name="Rosa Lind", email=WITH_EVERYTHING)
        with_app(self.rosa)
        with_passkey(self.rosa)
        RecoveryCodes.activate(self.rosa)
        self.newcomer = worker_of(self.organisation, name="Jip Nieuwenhuis")
        self.full = full_family(self)
        involve(self.full, self.nadia, veilig_thuis, Part.INVITED, Level.CARD, permissions=("view",))
        answer_duo(ask_as_duo(self.full, self.marco, mental_health, by=self.sanne), yes=True, by=self.marco)
        keep_out(self.full, worker_of(veilig_thuis, name="Karel van Houten"), by=self.sanne)
        self.empty = family(self, "Pieter en de jongens")
        self.blocked = family(
            self, "Familie Ó Briain", knows=FamilyKnows(not_informed_why="We bellen eerst.", will_tell_on=ago(weeks=-1))
        )
        ask_as_duo(self.blocked, self.marco, mental_health, by=self.sanne)
        ask_absence(self.fatima, stand_in=self.sanne, first_day=ago(days=-20), last_day=ago(days=-30), by=self.fatima)
        self.closed = close_household(
            family(self, "Huis van Mila"),
            reason=CloseReason.SAFE,
            looked_back=LookedBack("Samen eten op zondag.", "Sanne, 06 12 34 56 78"),
            by=self.sanne,
        )
        for number in range(30):
            family(self, f"Familie Kade {number + 1}")


def person_without_work(role: Role | None = None) -> User:
    """Return somebody with a role that has no screens yet, or with no role at all."""
    return worker_of(OrganisationFactory(), role) if role else UserFactory()


def family(team: Team, call_name: str, *, knows: FamilyKnows | None = None, by: User | None = None) -> Household:
    """Return a household of a mother and a child about which nothing is written yet."""
    return open_household(
        call_name=call_name,
        municipality=team.municipality,
        people=[NewPerson("Eva", PersonRole.MOTHER), NewPerson("Bram", PersonRole.CHILD, birth_year=2016)],
        team=team.organisation,
        family_knows=knows or FamilyKnows(informed_on=ago(weeks=1)),
        by=by or team.sanne,
    )


def _print(edition: UUID) -> None:
    """Make its PDF as a worker does: with no browser in its thread, whose event loop the seal would meet."""

    def work() -> None:
        try:
            pdfs.make(edition)
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as worker:
        worker.submit(work).result()


def full_family(team: Team) -> Household:
    """Return a household with everything: film, agreements in every state, phase, network, two final cards, a draft."""
    household = open_household(
        call_name="Samira, Daan en de kinderen",
        municipality=team.municipality,
        people=[
            NewPerson("Samira", PersonRole.MOTHER, role_word="mama", birth_year=1990),
            NewPerson("Daan", PersonRole.FATHER, role_word="papa", birth_year=1988),
            NewPerson("Noor", PersonRole.CHILD, birth_year=2014),
            NewPerson("Sem", PersonRole.CHILD, birth_year=2019),
        ],
        team=team.organisation,
        family_knows=FamilyKnows(informed_on=ago(weeks=30)),
        by=team.sanne,
    )
    people = {person.name: person for person in household.people.all()}
    grandmother = PersonData(
        name="Ria", role=PersonRole.GRANDPARENT, role_word="oma", birth_year=1957, phone="06 11 22 33 44"
    )
    people["Ria"] = add_person(
        household, grandmother, new_home="Bij oma", bonds=Bonds(children=[people["Samira"]]), by=team.sanne
    )
    koos = add_network_person(
        household,
        name="Buurman Koos",
        helps_with="De kinderen kunnen er altijd heen",
        relation_word="buurman",
        phone="06 55 66 77 88",
        said_yes_on=ago(weeks=20),
        by=team.sanne,
    )
    add_network_person(household, name="Juf Inge", helps_with="Kijkt mee op school", by=team.sanne)
    _film(household, people, koos, team)
    _agreements(household, people, koos, team)
    _help(household, people, koos, team)
    _analysis(household, people, team)
    set_phase(
        household,
        step=PhaseStep.RISK_DRIVEN,
        discussed_on=ago(weeks=3),
        present="Samira, Daan en Sanne",
        quotes={people["Samira"]: "Ik slaap weer door.", people["Daan"]: "Ik loop weg voor het misgaat."},
        family_silent=False,
        by=team.sanne,
    )
    for weeks, number, why in ((9, 4, "Ik weet nooit hoe de avond loopt."), (3, 6, "De kinderen slapen weer door.")):
        rate_safety(
            household,
            given_by=people["Samira"],
            asked_on=ago(weeks=weeks),
            number=number,
            why=why,
            one_higher="Dat de huur geregeld is.",
            good_enough=8,
            by=team.sanne,
        )
    set_look_back(household, day=ago(days=-5), by=team.sanne)
    finalise(household, by=team.sanne)
    newest = finalise(household, by=team.sanne)
    _print(newest.editions.get(reader_name="Samira").uuid)  # the others still wait for the worker
    save_draft(household, draft=draft_of(household), version=stand_of(household).version, by=team.sanne)
    add_fact(
        people["Samira"],
        kind=FactKind.ADDRESS,
        value="Wilgenroosdreef 83, 4716 KX Zegge",
        is_secret=True,
        by=team.sanne,
    )
    add_fact(people["Samira"], kind=FactKind.WORK, value="Bakkerij Van Beek", is_secret=False, by=team.sanne)
    _safe_contact(people, team)
    _open_questions(household, team)
    return household


def _safe_contact(people: dict[str, Person], team: Team) -> None:
    samira = Person.objects.get(pk=people["Samira"].pk)
    set_safe_contact(
        samira,
        version=samira.version,
        safe_when="Op werkdagen tussen 10 en 12 uur.",
        safe_how="Bellen, niet appen.",
        leave_no_message=True,
        unsafe_for=[people["Daan"]],
        by=team.sanne,
    )


def draft_of(household: Household):  # type: ignore[no-untyped-def]
    """Return a whole draft in which Samira takes the place of the mother in `tests.veiligheidskaart.factories`."""
    from veiligheidskaart.content import DraftVoice, DraftVoices

    samira, daan = (str(household.people.get(name=name).uuid) for name in ("Samira", "Daan"))
    return draft(
        household,
        good=DraftVoices(
            voices=(DraftVoice((samira,), "Wij eten elke avond samen."), DraftVoice((daan,), "Ik breng Sem naar bed."))
        ),
        unsafe=DraftVoices(voices=(DraftVoice((samira, daan), WORDS),), seen="dat het gezin hard werkt."),
    )


def finalise(household: Household, *, by: User) -> KaartVersion:
    """Return the next final card of the full family."""
    save_draft(household, draft=draft_of(household), version=stand_of(household).version, by=by)
    return finalise_veiligheidskaart(
        household,
        present=["Samira", "Daan", "Sanne"],
        not_discussed_with=[household.people.get(name="Sem")],
        views=[CardView(person=household.people.get(name="Daan"), text="Ik vind dat het al goed gaat.")],
        look_back_on=ago(weeks=-4),
        by=by,
    )


def _film(household: Household, people: dict[str, Person], koos: NetworkPerson, team: Team) -> list[FilmEvent]:
    told = [
        (Lane.CONTEXT, "Daan verloor zijn werk.", 40, people["Daan"]),
        (Lane.TENSE, "Er was ruzie in de keuken. Noor belde oma.", 30, people["Noor"]),
        (Lane.HELP, "Buurman Koos haalde de kinderen op.", 29, koos),
        (Lane.FINE, "Samen naar zee geweest.", 20, people["Samira"]),
        (Lane.TENSE, "Daan liep weg voordat het misging.", 8, people["Daan"]),
        (Lane.FINE, "Twee weken zonder ruzie.", 2, people["Samira"]),
        (Lane.HELP, "Gesprek op school met Juf Inge.", 1, team.sanne),
    ]
    events = [
        add_film_event(household, lane=lane, text=text, happened_on=ago(weeks=weeks), teller=teller, by=team.sanne)
        for lane, text, weeks, teller in told
    ]
    events.append(
        add_film_event(
            household,
            lane=Lane.CONTEXT,
            text="De huur was te laat.",
            happened_on=ago(weeks=24).replace(day=1),
            precision=DatePrecision.MONTH,
            teller=people["Samira"],
            audience=Audience.PROFESSIONALS,
            audience_why="Samira wil dit zelf vertellen.",
            other_view=OtherView("Het was maar één keer.", people["Daan"]),
            by=team.sanne,
        )
    )
    note_film_event(events[1], kind=NoteKind.ADDITION, text="Oma kwam meteen.", person=people["Samira"], by=team.sanne)
    note_film_event(
        events[1], kind=NoteKind.OTHER_VIEW, text="Het was geen ruzie.", person=people["Daan"], by=team.sanne
    )
    make_pattern(household, sentence="Als Daan wegloopt, gaat het niet mis.", events=events[4:6], by=team.sanne)
    return events


def _agreements(household: Household, people: dict[str, Person], koos: NetworkPerson, team: Team) -> list[Agreement]:
    made = [
        make_agreement(
            household,
            what=what,
            who=who,
            since=ago(weeks=10),
            checker=team.sanne,
            by=team.sanne,
            due_on=due,
            if_not="Dan belt Samira oma.",
        )
        for what, who, due in (
            ("Daan gaat een blokje om als hij boos wordt", people["Daan"], timezone.localdate()),
            ("Noor mag altijd naar oma bellen", people["Noor"], None),
            ("Koos kijkt op vrijdag of het rustig is", koos, ago(days=-3)),
            ("Sanne belt op dinsdag", team.sanne, ago(days=-1)),
        )
    ]
    tick_agreement(made[1], outcome=TickOutcome.DONE, by=team.sanne)
    tick_agreement(made[2], outcome=TickOutcome.NOT_YET, what_helps="Een briefje aan de deur.", by=team.sanne)
    return made


def _help(household: Household, people: dict[str, Person], koos: NetworkPerson, team: Team) -> None:
    """Help that runs, that somebody waits for, and that is over."""
    sem, daan = [people["Sem"]], [people["Daan"]]
    add_help(household, what="Naar zwemles", people=sem, helper_network=koos, since=ago(weeks=12), by=team.sanne)
    talks = add_help(
        household, what="Praten over boosheid", people=daan, helper="GGZ De Brug", since=ago(weeks=9), by=team.sanne
    )
    step_help(talks.item, state=HelpState.WAITING, since=ago(weeks=8), keeper=team.sanne, by=team.sanne)
    debts = add_help(
        household,
        what="Brieven en rekeningen",
        people=[people["Samira"], people["Daan"]],
        helper="Schuldhulp Waterland",
        since=ago(weeks=20),
        by=team.sanne,
    )
    step_help(debts.item, state=HelpState.DONE, since=ago(weeks=2), by=team.sanne)


def _analysis(household: Household, people: dict[str, Person], team: Team) -> None:
    """What is going on: own words, a fact that was said otherwise later, a view, and something taken out."""

    def said(topic: StatementTopic, text: str, **how: Any) -> Statement:
        kind = StatementKind.OPINION if "thinker" in how else StatementKind.FACT
        return add_statement(household, topic=topic, said=Said(kind, text, **how), by=team.sanne)

    said(StatementTopic.CONCERN, "Ik slaap slecht als er ruzie was.", thinker=people["Noor"])
    rent = said(StatementTopic.CONCERN, "De huur is te laat.", source="Brief van de verhuurder", seen_on=ago(weeks=4))
    later = Said(StatementKind.FACT, "De huur van mei is te laat.", "Brief van de verhuurder", ago(weeks=4))
    change_statement(rent, version=1, said=later, by=team.sanne)
    tired = said(StatementTopic.CONCERN, "Daan is vaker moe dan in het voorjaar.", thinker=team.sanne)
    see_statement_differently(tired, person=people["Daan"], text="Ik werk gewoon veel.", by=team.sanne)
    said(StatementTopic.STRENGTH, "Wij eten elke avond samen.", thinker=people["Samira"])
    take_statement_out(said(StatementTopic.UNKNOWN, "Komt oma nog vaak?", thinker=team.sanne), by=team.sanne)


def _open_questions(household: Household, team: Team) -> None:
    """Fatima is asked to become the face, and to stand in for two weeks."""
    ask_switch(
        household,
        colleague=team.fatima,
        reason=SwitchReason.OTHER_JOB,
        from_on=ago(weeks=-2),
        family_heard="Ik vertel het op vrijdag.",
        meeting_on=ago(weeks=-1),
        by=team.sanne,
    )
    absence = ask_absence(
        team.sanne, stand_in=team.fatima, first_day=ago(days=-40), last_day=ago(days=-50), by=team.sanne
    )
    answer_absence(absence, yes=True, by=team.fatima)


def ask_as_duo(household: Household, partner: User, organisation: Organisation, *, by: User) -> DuoRequest:
    return ask_duo(
        household,
        partner=partner,
        organisation=organisation,
        why="Samen weten we meer.",
        ground=SharingGround.CONSENT,
        family_informed_on=ago(weeks=2),
        by=by,
    )
