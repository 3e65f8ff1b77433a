"""Puts the plan into the database, one household a transaction, through the services of everybody's work."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, time
from random import Random

from django.conf import settings
from django.contrib.auth.models import Group
from django.db import transaction
from django.utils import timezone

from accounts.models import Membership, Municipality, Organisation, Region, User, WorkingDay
from accounts.choices import Role
from cases.choices import Audience, CloseReason, NoteKind, PhaseStep, SharingGround, SwitchReason, TickOutcome
from cases.models import Home, Household, NetworkPerson, Person
from cases.services import faces, history
from cases.services.agreements import change_agreement, end_agreement, make_agreement, tick_agreement
from cases.services.film import OtherView, add_film_event, note_film_event
from cases.services.households import FamilyKnows, NewPerson, close_household, open_household, reopen_household
from cases.services.network import add_network_person
from cases.services.people import PersonData, change_person, person_left, relate
from cases.services.phases import set_phase
from veiligheidskaart.demo import planning, reading, region
from veiligheidskaart.demo.people import AT_THE_TABLE, PROFESSIONALS, Professional, phone_of
from veiligheidskaart.demo.planning import SEED, BornPerson, Plan

Progress = Callable[[str], None]

STEPS = (PhaseStep.DIRECT_SAFETY, PhaseStep.RISK_DRIVEN, PhaseStep.RECOVERY)


class NotADemonstration(Exception):
    """Invented people do not stand beside real ones."""


def load(progress: Progress, *, today: date | None = None, seed: int = SEED) -> int:
    """Load the demo region as it is on `today` (Europe/Amsterdam) and return the number of households; 0 when it is there.

    Raises NotADemonstration.
    """
    if not settings.DEMO_MODE:
        raise NotADemonstration("Dit is geen demonstratie-installatie.")
    if Region.objects.filter(is_demo=False).exists():
        raise NotADemonstration("Hier staan al gegevens die geen demonstratie zijn.")
    if Region.objects.filter(is_demo=True).exists():
        return 0
    plans = planning.make(reading.read_all(), today or timezone.localdate(), seed)
    with transaction.atomic():
        loader = _Loader(seed)
        progress(f"regio met {len(PROFESSIONALS)} professionals")
        for number, plan in enumerate(plans, start=1):
            loader.load(plan)
            progress(f"huishouden {number} van {len(plans)}")
    return len(plans)


class _Loader:
    """Holds the people and organisations that the households need."""

    def __init__(self, seed: int) -> None:
        self.chance = Random(seed)
        self.region = Region.objects.create(name=region.REGION, is_demo=True)
        self.municipalities = {
            name: Municipality.objects.create(name=name, region=self.region) for name in region.MUNICIPALITIES
        }
        self.organisations = {each.name: self._organisation(each) for each in region.ORGANISATIONS}
        self.users = {one.name: self._user(place, one) for place, one in enumerate(PROFESSIONALS, start=1)}

    def _organisation(self, said: region.DemoOrganisation) -> Organisation:
        organisation = Organisation.objects.create(
            name=said.name, kind=said.kind, region=self.region, group=Group.objects.create(name=f"demo {said.name}")
        )
        organisation.municipalities.set(
            self.municipalities[name] for name in said.municipalities or region.MUNICIPALITIES
        )
        return organisation

    def _user(self, place: int, said: Professional) -> User:
        user = User.objects.create_user(said.email, said.name, phone=said.phone or phone_of(place))
        WorkingDay.objects.bulk_create(
            WorkingDay(user=user, weekday=day, starts_at=time(8, 30), ends_at=time(17)) for day in said.days
        )
        Membership.objects.create(
            user=user, organisation=self.organisations[said.organisation], role=said.role, function=said.function
        )
        if said in AT_THE_TABLE:
            Membership.objects.create(
                user=user,
                organisation=self.organisations["Regionaal Veiligheidsteam"],
                role=Role.RVT_EXPERT,
                function=said.expertise,
            )
        return user

    @transaction.atomic
    def load(self, plan: Plan) -> Household:
        """Load one household and return it."""
        return _HouseholdLoader(self, plan).load()


class _HouseholdLoader:
    """Loads one household; `people` and `network` are found again by name."""

    def __init__(self, loader: _Loader, plan: Plan) -> None:
        self.loader, self.plan, self.story = loader, plan, plan.story
        self.chance = Random(f"{plan.story.call_name} {plan.since}")
        self.people: dict[str, Person] = {}
        self.network: dict[str, NetworkPerson] = {}

    def load(self) -> Household:
        self.household = self._open()
        self._people()
        self._network()
        self._duo()
        self._film()
        self._phases()
        self._agreements()
        self._end()
        return self.household

    def _user(self, professional: Professional) -> User:
        return self.loader.users[professional.name]

    @property
    def face(self) -> User:
        return self._user(self.plan.faces[-1].who)

    def _face_on(self, day: date) -> User:
        return self._user(self.plan.face_on(day).who)

    def _open(self) -> Household:
        plan, story = self.plan, self.story
        household = open_household(
            call_name=story.call_name,
            municipality=self.loader.municipalities[plan.municipality],
            people=[_new_person(person) for person in plan.people],
            team=self.loader.organisations[plan.team],
            family_knows=FamilyKnows(not_informed_why=story.not_told_why, will_tell_on=plan.will_tell_on)
            if story.not_told_why
            else FamilyKnows(informed_on=plan.since),
            by=self.face,
        )
        household = history.take_over_faces(
            household,
            [
                history.PastFace(
                    self._user(face.who),
                    self.loader.organisations[face.who.organisation],
                    face.since,
                    SwitchReason(face.reason) if face.reason else None,
                    face.heard,
                )
                for face in plan.faces
            ],
            by=self.face,
        )
        Household.objects.filter(pk=household.pk).update(contact_every_days=story.contact_every_days)
        return household

    def _people(self) -> None:
        rows = Person.objects.filter(household=self.household)
        for row, planned in zip(rows, self.plan.people, strict=True):
            homes = [Home.objects.get_or_create(household=self.household, name=name)[0] for name in planned.said.homes]
            person = change_person(row, _person_data(planned), version=row.version, homes=homes, by=self.face)
            self.people[planned.said.name] = person
        Home.objects.filter(household=self.household, residences=None).delete()
        for relation in self.story.relations:
            relate(self.people[relation.person], relation.kind, self.people[relation.other], by=self.face)

    def _network(self) -> None:
        for said in self.story.network:
            self.network[said.name] = add_network_person(
                self.household,
                name=said.name,
                relation_word=said.relation,
                helps_with=said.helps,
                said_yes_on=self.plan.since if said.said_yes else None,
                by=self.face,
            )

    def _duo(self) -> None:
        duo = self.plan.duo
        if duo is None:
            return
        partner = self._user(duo.who)
        request = faces.ask_duo(
            self.household,
            partner=partner,
            organisation=self.loader.organisations[duo.who.organisation],
            why=duo.why,
            ground=SharingGround.CONSENT,
            ground_text="Het gezin vindt het goed",
            family_informed_on=duo.since,
            by=self.face,
        )
        faces.answer_duo(request, yes=True, by=partner)
        history.take_over_duo(self.household, since=duo.since, by=self.face)

    def _party(self, name: str, day: date) -> Person | NetworkPerson | User:
        """Return who is meant by a name in the story; "vast" and "duo" are who that was on `day`."""
        if name == "vast":
            return self._face_on(day)
        if name == "duo":
            assert self.plan.duo is not None
            return self._user(self.plan.duo.who)
        return self.network.get(name) or self.people[name]

    def _film(self) -> None:
        for planned in self.plan.film:
            said = planned.said
            by = self._face_on(planned.on)
            teller = self.people.get(said.teller) or self._party(said.teller, planned.on)
            views = [note for note in said.notes if note.person]
            event = add_film_event(
                self.household,
                lane=said.lane,
                text=said.text,
                happened_on=planned.on,
                precision=planned.precision,
                teller=teller,
                other_view=OtherView(views[0].text, self.people[views[0].person]) if views else None,
                audience=Audience.PROFESSIONALS if said.inner_why else Audience.EVERYONE,
                audience_why=said.inner_why,
                by=by if teller == by or not isinstance(teller, User) else teller,
            )
            for note in said.notes:
                if not note.person:
                    note_film_event(event, kind=NoteKind.ADDITION, text=note.text, by=by)

    def _phases(self) -> None:
        for planned in self.plan.phases:
            quotes = {self.people[who]: words for who, words in planned.said.quotes}
            there = [person.name for person in quotes] or [self._grown_ups()]
            names = [*there, self._face_on(planned.on).first_name]
            set_phase(
                self.household,
                step=STEPS[planned.said.step - 1],
                discussed_on=planned.on,
                present=_listed(names),
                quotes=quotes,
                family_silent=not quotes,
                by=self._face_on(planned.on),
            )

    def _grown_ups(self) -> str:
        return _listed([each.said.name for each in self.plan.people if (each.said.age or 0) >= 18 and each.said.homes])

    def _agreements(self) -> None:
        for planned in self.plan.agreements:
            said = planned.said
            terms = {
                "what": said.what,
                "detail": said.detail,
                "who": self._party(said.who, date.max),
                "checker": self._party(said.checker, date.max),
                "since": planned.since,
                "if_not": said.if_not,
            }
            agreement = make_agreement(self.household, by=self.face, **terms)
            history.take_over_agreement(agreement, made_on=planned.since, by=self.face)
            for moment, outcome in planned.ticks:
                helps = said.helps if outcome == TickOutcome.NOT_YET else ""
                tick_agreement(agreement, outcome=outcome, what_helps=helps, at=moment, by=self._face_on(moment.date()))
            if planned.due_on is not None:
                agreement.refresh_from_db()
                due_at = time.fromisoformat(said.due_time.replace(".", ":")) if said.due_time else None
                change_agreement(
                    agreement, version=agreement.version, due_on=planned.due_on, due_at=due_at, by=self.face, **terms
                )
            if said.state == "vervallen":
                end_agreement(agreement, by=self.face)

    def _end(self) -> None:
        plan = self.plan
        if plan.closed_on is None:
            return
        close_household(self.household, reason=CloseReason(self.story.close_reason), by=self.face)
        if plan.reopened_on is not None:
            reopen_household(self.household, by=self.face)
        history.take_over_ending(
            self.household, closed_on=plan.closed_on, reopened_on=plan.reopened_on, by=self.face
        )


def _new_person(planned: BornPerson) -> NewPerson:
    return NewPerson(name=planned.said.name, role=planned.said.role, role_word=planned.said.role_word)


def _person_data(planned: BornPerson) -> PersonData:
    said, born_on = planned.said, planned.born_on
    return PersonData(
        name=said.name,
        role=said.role,
        surname=said.surname,
        role_word=said.role_word,
        born_on=born_on if planned.is_day_known else None,
        birth_year=born_on.year if born_on and planned.is_year_known and not planned.is_day_known else None,
        is_unborn=said.is_unborn,
        language=said.language,
        needs_interpreter=said.interpreter,
    )


def _listed(names: list[str]) -> str:
    return " en ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
