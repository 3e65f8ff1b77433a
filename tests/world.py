"""One household with something in every room, and one person for every way of standing towards it."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from allauth.mfa.totp.internal import auth as totp
from django.db.models import F
from django.test import Client
from django.utils import timezone

from accounts import sessions
from accounts.actor import acting_as
from accounts.choices import AbsenceStatus, ApiScope, Role
from accounts.clock import EndedNow, Period, now
from accounts.models import Absence, ApiToken, Membership, Organisation, Session, User
from accounts.services import roles, tokens
from cases.choices import Audience, Called112, FactKind, Lane, Level, Part, PhaseStep, SharingGround, SwitchReason
from cases.models import (
    Agreement,
    AgreementTick,
    DuoRequest,
    EmergencyAccess,
    EmergencySearch,
    Exclusion,
    FilmEvent,
    FilmPattern,
    HelpFor,
    HelpItem,
    HelpStep,
    Household,
    HouseholdGroupPermission,
    Involvement,
    LookOverview,
    LookReview,
    NetworkPerson,
    Phase,
    ProtectedFactGrant,
    Reveal,
    SafetyRating,
    Statement,
    StatementText,
    SwitchRequest,
)
from cases.services import emergency
from cases.services.protected import add_fact
from rvt.choices import QuestionState
from rvt.models import Code, Expert, FiguresPaper, Meeting, MeetingPaper
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, RegionFactory, worker_of
from tests.cases.factories import end_now, involve
from tests.rvt.agendas import add_to_agenda
from tests.rvt.factories import QuestionFactory, expert_of, office_of, put_on_agenda
from tests.rvt.register_files import file_that_waits
from tests.rvt.world_live import add_live
from tests.rvt.years import consultation_of
from tests.signing_in import sign_in, sign_in_with_password_only
from tests.veiligheidskaart import factories as cards
from veiligheidskaart.choices import MoveState
from veiligheidskaart.content import PROFESSIONALS, load_card
from veiligheidskaart.models import KaartPdf, Move, SecondReading
from veiligheidskaart.services import second_reader

TODAY = date(2026, 3, 1)


@dataclass
class World:
    """`people` by actor state; `things` by the name that an address gives them."""

    household: Household
    people: dict[str, User | None] = field(default_factory=dict)
    things: dict[str, Any] = field(default_factory=dict)
    secrets: dict[str, str] = field(default_factory=dict)
    """Tokens of integrations by actor state."""

    def client(self, state: str) -> Client:
        """Return a browser in which this person is signed in, as far as the state goes."""
        client, user = Client(), self.people[state]
        if user is None:
            return client
        if state == "password-only":
            return sign_in_with_password_only(client, user)
        return sign_in(client, user)

    def headers(self, state: str) -> dict[str, str]:
        """Return what the requests of this actor carry: an integration comes with its token."""
        secret = self.secrets.get(state)
        return {"Authorization": f"Bearer {secret}"} if secret else {}


def make_world() -> World:
    """Build it, through the services where one exists."""
    household = cards.household()
    face = household.involvements.get().user
    world = World(household)
    team = household.involvements.get().organisation
    partner = OrganisationFactory(kind="veilig_thuis")
    _people(world, face, team, partner)
    _things(world, face)
    _card(world)
    _overview(world)
    _review(world)
    _questions(world, team)
    _access(world, partner)
    _emergencies(world)
    _secret(world)
    _administration(world, team)
    _elsewhere(world)
    _integrations(world, team)
    _table(world)
    add_live(world)
    _register(world)
    _deactivate(world)
    return world


def _people(world: World, face: User, team: Organisation, partner: Organisation) -> None:
    household = world.household

    def joined(organisation: Organisation, part: Part, level: str = "", **more: Any) -> User:
        user = worker_of(organisation)
        involve(household, user, organisation, part, level, **more)
        return user

    world.people = {
        "anonymous": None,
        "password-only": _with_app(joined(team, Part.COVER)),
        "contact": face,
        "duo": joined(partner, Part.DUO),
        "cover": joined(team, Part.COVER),
        "lead": worker_of(team, Role.TEAM_LEAD),
        "film": joined(partner, Part.INVITED, Level.FILM),
        "agreements": joined(partner, Part.INVITED, Level.AGREEMENTS),
        "card": joined(partner, Part.INVITED, Level.CARD),
        "colleague": worker_of(team),
        "outsider": worker_of(OrganisationFactory()),
        "ended": _ended(household, team),
        "tomorrow": joined(team, Part.COVER, period=Period(now() + timedelta(days=1))),
        "left": _left(household, partner),
        "deactivated": joined(team, Part.COVER),
        "administrator": worker_of(team, Role.ADMINISTRATOR),
        "privacy-officer": worker_of(team, Role.PRIVACY_OFFICER),
        "policy": worker_of(team, Role.POLICY),
    }


def _with_app(user: User) -> User:
    """Give somebody an authenticator app: a password is then not enough for anything."""
    totp.TOTP.activate(user, totp.generate_totp_secret())
    return user


def _ended(household: Household, team: Organisation) -> User:
    user = worker_of(team)
    end_now(involve(household, user, team, Part.COVER))
    return user


def _left(household: Household, organisation: Organisation) -> User:
    """Somebody whose involvement still runs, and who does not work there any more."""
    user = worker_of(organisation)
    involve(household, user, organisation, Part.INVITED, Level.FILM)
    Membership.objects.filter(user=user).update(period=EndedNow(F("period")))
    return user


def _things(world: World, face: User) -> None:
    household = world.household
    person = household.people.get(name="Noor")
    agreement = Agreement.objects.filter(household=household).first()
    help_item = HelpItem.objects.create(household=household, what="Slapen", helper="De Brug", added_by=face)
    HelpFor.objects.create(item=help_item, person=person)
    statement = Statement.objects.create(household=household, topic="strength", added_by=face)
    StatementText.objects.create(
        household=household,
        statement=statement,
        kind="opinion",
        text="Samen eten gaat goed.",
        thinks_person=person,
        added_by=face,
    )
    world.things = {
        "statement": statement,
        "household": household,
        "person": person,
        "network": NetworkPerson.objects.filter(household=household).first(),
        "agreement": agreement,
        "event": FilmEvent.objects.create(
            household=household,
            lane=Lane.FINE,
            text="Samen gegeten.",
            happened_on=TODAY,
            told_by_person=person,
            audience=Audience.EVERYONE,
            added_by=face,
        ),
        "pattern": FilmPattern.objects.create(household=household, sentence="Samen eten helpt.", added_by=face),
        "help": help_item,
        "step": HelpStep.objects.create(household=household, item=help_item, state="asked", since=TODAY, added_by=face),
        "phase": Phase.objects.create(
            household=household, step=PhaseStep.DIRECT_SAFETY, discussed_on=TODAY, present="Noor", set_by=face
        ),
        "rating": SafetyRating.objects.create(
            household=household, given_by_person=person, asked_on=TODAY, number=10, why="Het is goed.", added_by=face
        ),
        "tick": AgreementTick.objects.create(
            household=household, agreement=agreement, outcome="not_yet", state_before=agreement.state, by=face
        ),
    }


def _card(world: World) -> None:
    version = cards.finalised(world.household)
    world.things["version"] = version
    cards.with_draft(world.household)
    world.things["edition"] = version.editions.exclude(reader_key=PROFESSIONALS).first()
    world.things["shared edition"] = version.editions.get(reader_key=PROFESSIONALS)
    for edition in version.editions.all():
        KaartPdf.objects.create(household=world.household, edition=edition, data=b"%PDF-1.7", sha256="0" * 64)
    digest = second_reader.digest_of(load_card(version.content))
    SecondReading.objects.create(household=world.household, card=version.card, digest=digest, by=world.people["duo"])
    world.things["move"] = Move.objects.create(
        household=world.household,
        edition=world.things["shared edition"],
        agreed_by=["Noor"],
        agreed_on=timezone.localdate(),
        state=MoveState.FILE_MADE,
        data=b"%PDF-1.7",
        prepared_by=world.people["contact"],
    )


SECRET = "Wilgenroosdreef 83, 4716 KX Zegge"
"""Where Noor is. No page, answer or file of anybody says so, but for the minute that was asked for."""


def _secret(world: World) -> None:
    """A secret address, and a look at it by the contact person that lasts as long as the longest test."""
    fact = add_fact(
        world.things["person"], kind=FactKind.ADDRESS, value=SECRET, is_secret=True, by=world.people["contact"]
    )
    why = "De rechtbank vraagt waar de post heen moet."
    reveal = Reveal.objects.create(
        household=world.household, fact=fact, by=world.people["contact"], why=why, at=now() + timedelta(hours=1)
    )
    grant = ProtectedFactGrant.objects.get(household=world.household, user=world.people["duo"])
    world.things |= {"fact": fact, "reveal": reveal, "grant": grant}


def _overview(world: World) -> None:
    """The paper for Noor that says who looked."""
    day = timezone.localdate()
    world.things["overview"] = LookOverview.objects.create(
        household=world.household,
        person=world.things["person"],
        first_day=day,
        last_day=day,
        asked_by=world.people["contact"],
        is_guarded=True,
        data=b"%PDF-1.7",
    )


def _elsewhere(world: World) -> None:
    """The contact person is signed in on a phone too."""
    name = world.client("contact").session[sessions.NAME]
    world.things["session"] = Session.objects.get(uuid=name)


def _review(world: World) -> None:
    """A look of the contact person that the privacy officer looks back at."""
    face = world.people["contact"]
    world.things["review"] = LookReview.objects.create(
        reason="sample",
        source="sample:0",
        household_uuid=world.household.uuid,
        user=face,
        organisation=face.memberships.get().organisation,
        role="contact",
        kind="household",
        event="look",
        at=now(),
    )


def _questions(world: World, team: Organisation) -> None:
    """Questions from one professional to another: two people know of each."""
    asked = {"household": world.household, "asked_by": world.people["contact"], "organisation": team}
    other = world.people["outsider"].memberships.get().organisation
    world.things |= {
        "switch": SwitchRequest.objects.create(
            **asked,
            asked_of=world.people["colleague"],
            reason=SwitchReason.ILL,
            from_on=timezone.localdate() + timedelta(days=7),
            family_heard="Aan de keukentafel",
        ),
        "duo": DuoRequest.objects.create(
            **{**asked, "organisation": other},
            asked_of=world.people["outsider"],
            why="Samen optrekken",
            ground=SharingGround.CONSENT,
            family_informed_on=TODAY,
        ),
        "organisation": other,
        "absence": Absence.objects.create(
            user=world.people["contact"],
            stand_in=world.people["colleague"],
            days=(timezone.localdate(), timezone.localdate() + timedelta(days=3)),
            status=AbsenceStatus.ASKED,
        ),
    }


def _table(world: World) -> None:
    """The Regionaal Veiligheidsteam: who runs it, two experts of which each is asked for a question, another region.

    The contact person wrote a question, waits with one, and has one on an agenda that was sent.
    """
    asker = world.people["contact"]
    asked = {"by": asker, "organisation": asker.memberships.get().organisation}
    office = office_of(asked["organisation"].region)
    elsewhere = office_of(RegionFactory(name="Regio Elders"))
    world.people |= {
        "chair": office.chair,
        "secretary": office.secretary,
        "expert": expert_of(office),
        "other-expert": expert_of(office),
        "chair-elsewhere": elsewhere.chair,
    }
    world.things |= {
        "question": QuestionFactory(state=QuestionState.CONCEPT, **asked),
        "waiting question": QuestionFactory(state=QuestionState.SUBMITTED, **asked),
        "table question": QuestionFactory(**asked),
    }
    item = put_on_agenda(world.things["table question"], world.people["expert"])
    add_to_agenda(item.meeting, QuestionFactory(), world.people["other-expert"])
    meeting = Meeting.objects.get(pk=item.meeting.pk)
    world.things |= {
        "item": item,
        "meeting": meeting,
        "pool expert": Expert.objects.get(user=world.people["expert"]),
        "paper": MeetingPaper.objects.create(
            meeting=meeting, kind="agenda", version=meeting.version, asked_by=office.chair, data=b"%PDF-1.7"
        ),
    }


def _register(world: World) -> None:
    """A caller of the team who is called back today, a Veilig Thuis that counts, and the figures on paper."""
    region = world.people["contact"].memberships.get().organisation.region
    town = MunicipalityFactory(region=region)
    OrganisationFactory(kind="veilig_thuis", region=region).municipalities.add(town)
    world.things["consultation"] = consultation_of(world.people["contact"])
    world.things["figures paper"] = FiguresPaper.objects.create(
        region=region,
        year=2024,
        content={},
        digest="0" * 64,
        data=b"%PDF-1.7",
    )


def _access(world: World, partner: Organisation) -> None:
    """The access of one guest, their organisation, and somebody who is kept out."""
    household = world.household
    world.things |= {
        "partner": partner,
        "involvement": household.involvements.get(user=world.people["card"]),
        "exclusion": Exclusion.objects.create(
            household=household, user=worker_of(partner), decided_by=world.people["contact"]
        ),
    }


def _administration(world: World, team: Organisation) -> None:
    """What a beheerder looks after: that of the team, and that of the regiobureau."""
    colleague, office = world.people["colleague"], OrganisationFactory(kind="other", is_region_office=True)
    world.people["region-administrator"] = worker_of(office, Role.ADMINISTRATOR)
    world.things |= {
        "team": team,
        "office": office,
        "issuer": cards.issuer(world.people["region-administrator"]),
        "register file": file_that_waits(team, by=world.people["administrator"]),
        "code": Code.objects.get(list="duration", code="once"),
        "member": colleague,
        "membership": colleague.memberships.get(),
        "blocked member": worker_of(team, is_active=False),
        "invited member": worker_of(team, password=None),
        "role request": roles.ask_role(colleague, team, role=Role.TEAM_LEAD, by=world.people["administrator"]),
    }


def _integrations(world: World, team: Organisation) -> None:
    """Three tokens of the team: one that works, one that is too old, and one that was taken back."""
    for state in ("token", "token-expired", "token-withdrawn"):
        by = world.people["administrator"]
        token, secret = tokens.make_token(team, name=state, scopes=list(ApiScope), days=90, by=by)
        world.people[state], world.secrets[state], world.things[f"api {state}"] = None, secret, token
    expired, withdrawn = world.things["api token-expired"], world.things["api token-withdrawn"]
    ApiToken.objects.filter(pk=expired.pk).update(expires_at=now())
    tokens.withdraw_token(withdrawn, by=world.people["administrator"])


def _emergencies(world: World) -> None:
    """Somebody reads along in an emergency, somebody did until just now, and somebody may still choose."""
    running, over = _emergency(world), _emergency(world)
    for rows in (
        Involvement.objects.filter(pk=over.involvement_id),
        HouseholdGroupPermission.objects.filter(group=over.organisation.group),
    ):
        rows.update(period=EndedNow(F("period")))
    world.people |= {"emergency": running.user, "over": over.user}
    searcher = world.people["outsider"]
    world.things |= {"emergency": running, "search": EmergencySearch.objects.get(uuid=_search(world, searcher))}


def _emergency(world: World) -> EmergencyAccess:
    user = worker_of(OrganisationFactory(kind="youth_care"))
    search = _search(world, user)
    with acting_as(user):
        return emergency.open_household(search, world.household.uuid, by=user)


def _search(world: World, user: User) -> UUID:
    with acting_as(user):
        return emergency.search(
            name="Noor",
            municipality=world.household.municipality,
            reason="De buren horen geschreeuw en een kind huilt.",
            called_112=Called112.YES,
            by=user,
        )


def _deactivate(world: World) -> None:
    User.objects.filter(pk=world.people["deactivated"].pk).update(is_active=False)
