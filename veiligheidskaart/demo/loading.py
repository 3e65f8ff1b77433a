"""Puts the plan into the database, one household a transaction, through the services of everybody's work."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from datetime import date, time
from functools import partial
from multiprocessing import get_context
from random import Random
from typing import Any

from django.conf import settings
from django.db import connection, transaction
from django.utils import timezone

from accounts.actor import acting_as
from accounts.models import Region, User
from cases.choices import (
    Audience,
    CloseReason,
    HelpState,
    NoteKind,
    PhaseStep,
    RelationKind,
    SharingGround,
    StatementKind,
    SwitchReason,
    TickOutcome,
)
from cases.models import Agreement, FilmEvent, Home, Household, NetworkPerson, Person
from cases.services import faces, faces_kept, history
from cases.services.agreements import change_agreement, end_agreement, make_agreement, tick_agreement
from cases.services.analysis import Said, add_statement, see_statement_differently
from cases.services.film import OtherView, add_film_event, note_film_event
from cases.services.help import add_help, step_help
from cases.services.households import (
    FamilyKnows,
    NewPerson,
    close_household,
    open_household,
    reopen_household,
    set_look_back,
)
from cases.services.network import add_network_person
from cases.services.patterns import make_pattern
from cases.services.people import PersonData, change_person, person_left, relate
from cases.services.phases import set_phase
from cases.services.ratings import rate_safety
from veiligheidskaart.demo import calls, languages, planning, present, reading
from veiligheidskaart.demo.cards import MOST_AGREEMENTS, CardMaker
from veiligheidskaart.demo.days import day_of
from veiligheidskaart.demo.people import PROFESSIONALS, Professional
from veiligheidskaart.demo.planning import SEED, BornPerson, DuoPartner, Face, Plan, PlannedAgreement, PlannedCard
from veiligheidskaart.demo.staffing import Staff
from veiligheidskaart.demo.story import Ago
from veiligheidskaart.demo.table import loading as table

Progress = Callable[[str], None]

STEPS = (PhaseStep.DIRECT_SAFETY, PhaseStep.RISK_DRIVEN, PhaseStep.RECOVERY)


class NotADemonstration(Exception):
    """Invented people do not stand beside real ones."""


def load(progress: Progress, *, today: date | None = None, seed: int = SEED, processes: int = 1) -> int:
    """Load the demo region as it is on `today` (Europe/Amsterdam) and return how many households came; 0: all there.

    One household a transaction: a load that was broken off goes on where it stopped. With more `processes` each takes
    its share, on a connection of its own. Raises NotADemonstration.
    """
    if not settings.DEMO_MODE:
        raise NotADemonstration("Dit is geen demonstratie-installatie.")
    if Region.objects.filter(is_demo=False).exists():
        raise NotADemonstration("Hier staan al gegevens die geen demonstratie zijn.")
    if present.has_begun():
        return 0
    progress("regio en professionals")
    with transaction.atomic():
        staff = Staff()
    there = staff.names_of_households()
    plans = planning.make(reading.read_all(), today or timezone.localdate(), seed)
    missing = [plan for plan in plans if plan.story.call_name not in there]
    for number, _ in enumerate(_loaded(staff, missing, processes), start=1):
        progress(f"huishouden {number} van {len(missing)}")
    table.load(staff, progress)
    progress("consultaties")
    calls.load(staff)
    with transaction.atomic():
        present.begin(staff)
        languages.review_all(staff)
    faces_kept.count()
    return len(missing)


def _loaded(staff: Staff, plans: list[Plan], processes: int) -> Iterator[None]:
    """Load `plans` and yield after each one that is there."""
    if processes == 1:
        yield from (load_household(plan, staff=staff) for plan in plans)
        return
    connection.close()
    with get_context("fork").Pool(processes) as pool:
        yield from pool.imap_unordered(partial(load_household, staff=staff), plans, chunksize=4)


@transaction.atomic
def load_household(plan: Plan, *, staff: Staff) -> None:
    """Load one household."""
    _HouseholdLoader(staff, plan).load()


class _HouseholdLoader:
    """Loads one household; `people` and `network` are found again by name."""

    def __init__(self, staff: Staff, plan: Plan) -> None:
        self.staff, self.plan, self.story = staff, plan, plan.story
        self.chance = Random(f"{plan.story.call_name} {plan.since}")
        self.people: dict[str, Person] = {}
        self.network: dict[str, NetworkPerson] = {}
        self.agreements: list[tuple[PlannedAgreement, Agreement]] = []

    def load(self) -> None:
        """Go through the years: first who they are, then face, duo, agreements and cards from earlier to later."""
        with ExitStack() as self.acting:
            self._act_as(self.first_face)
            self._go()

    def _act_as(self, face: User) -> None:
        """From here on the database is asked in the name of `face`: whose household it is now."""
        self.acting.enter_context(acting_as(face))

    def _go(self) -> None:
        self.household = self._open()
        self._people()
        self.household = history.take_over_start(self.household, since=self.plan.since, by=self.first_face)
        self._network()
        self.cards = CardMaker(self.household, self.people, self.network, self.story.readers, self.chance)
        self._years()
        self._film()
        self._patterns()
        self._phases()
        self._numbers()
        self._ticks()
        self._help()
        self._analysis()
        self._end()

    def _user(self, professional: Professional) -> User:
        return self.staff.users[professional.name]

    @property
    def face(self) -> User:
        return self._user(self.plan.faces[-1].who)

    @property
    def first_face(self) -> User:
        return self._user(self.plan.faces[0].who)

    def _face_on(self, day: date) -> User:
        return self._user(self.plan.face_on(day).who)

    def _open(self) -> Household:
        plan, story = self.plan, self.story
        household = open_household(
            call_name=story.call_name,
            municipality=self.staff.municipalities[plan.municipality],
            people=[_new_person(person) for person in plan.people],
            team=self.staff.organisations[plan.team],
            family_knows=FamilyKnows(not_informed_why=story.not_told_why, will_tell_on=plan.will_tell_on)
            if story.not_told_why
            else FamilyKnows(informed_on=plan.since),
            by=self.first_face,
        )
        Household.objects.filter(pk=household.pk).update(contact_every_days=story.contact_every_days)
        return household

    def _people(self) -> None:
        rows = Person.objects.filter(household=self.household)
        for row, planned in zip(rows, self.plan.people, strict=True):
            if not planned.needs_more:
                self.people[planned.said.name] = row
                continue
            homes = [Home.objects.get_or_create(household=self.household, name=name)[0] for name in planned.said.homes]
            person = change_person(row, _person_data(planned), version=row.version, homes=homes, by=self.first_face)
            self.people[planned.said.name] = person
            if planned.left is not None:
                person_left(person, left_on=planned.left, by=self.first_face)
        Home.objects.filter(household=self.household, residences=None).delete()
        for relation in self.story.relations:
            relate(self.people[relation.person], RelationKind(relation.kind), self.people[relation.other], by=self.face)

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

    def _years(self) -> None:
        plan = self.plan
        acts: list[tuple[date, int, Callable[[], None]]] = []
        acts += [(face.since, 0, partial(self._switch, face)) for face in plan.faces[1:]]
        if plan.duo:
            acts.append((plan.duo.since, 1, partial(self._duo, plan.duo)))
        acts += [(agreement.since, 2, partial(self._agree, agreement)) for agreement in plan.agreements]
        acts += [(card.on or date.max, 3, partial(self._card, card)) for card in plan.cards]
        for _, _, act in sorted(acts, key=lambda each: each[:2]):
            act()
        history.take_over_agreements(self.household, by=self.face)
        if plan.is_active:
            if plan.team == PROFESSIONALS[0].organisation:
                # One team has its cards as PDF at once; the worker of a demonstration is not busy for minutes.
                self.cards.ask_pdfs(by=self.face)
            if plan.next_look_back is not None:
                set_look_back(self.household, day=plan.next_look_back, by=self.face)

    def _switch(self, face: Face) -> None:
        history.take_over_switch(
            self.household,
            to=self._user(face.who),
            organisation=self.staff.organisations[face.who.organisation],
            since=face.since,
            reason=SwitchReason(face.reason),
            family_heard=face.heard,
            by=self._user(face.who),
        )
        self._act_as(self._user(face.who))

    def _duo(self, duo: DuoPartner) -> None:
        partner = self._user(duo.who)
        request = faces.ask_duo(
            self.household,
            partner=partner,
            organisation=self.staff.organisations[duo.who.organisation],
            why=duo.why,
            ground=SharingGround.CONSENT,
            family_informed_on=duo.since,
            by=self._face_on(duo.since),
        )
        faces.answer_duo(request, yes=True, by=partner)
        history.take_over_duo(self.household, since=duo.since, by=partner)

    def _card(self, card: PlannedCard) -> None:
        day = card.on or date.max
        running = self.plan.agreements_on(day)
        agreements = [agreement for planned, agreement in self.agreements if planned in running]
        self.cards.make(card, agreements[-MOST_AGREEMENTS:], by=self._face_on(day))

    def _party(self, name: str, day: date) -> Person | NetworkPerson | User:
        """Return who is meant by a name in the story; "vast" and "duo" are who that was on `day`."""
        if name == "vast":
            return self._face_on(day)
        if name == "duo":
            return self._user(self.plan.partner)
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

    def _patterns(self) -> None:
        film = FilmEvent.objects.filter(household=self.household)
        for said in self.plan.story.patterns:
            events = [film.get(text__contains=words) for words in said.events]
            make_pattern(self.household, sentence=said.sentence, events=events, by=self.face)

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

    def _numbers(self) -> None:
        for planned in self.plan.numbers:
            said, by = planned.said, self._face_on(planned.on)
            rate_safety(
                self.household,
                given_by=self.people.get(said.who) or self._party(said.who, planned.on),
                asked_on=planned.on,
                number=said.number,
                why=said.why,
                one_higher=said.one_higher,
                by=by,
            )

    def _grown_ups(self) -> str:
        return _listed([each.said.name for each in self.plan.people if (each.said.age or 0) >= 18 and each.said.homes])

    def _agree(self, planned: PlannedAgreement) -> None:
        agreement = make_agreement(self.household, by=self.face, **self._terms(planned))
        self.agreements.append((planned, agreement))

    def _terms(self, planned: PlannedAgreement) -> dict[str, Any]:
        said = planned.said
        return {
            "what": said.what,
            "detail": said.detail,
            "who": self._party(said.who, date.max),
            "checker": self._party(said.checker, date.max),
            "since": planned.since,
            "if_not": said.if_not,
        }

    def _ticks(self) -> None:
        for planned, agreement in self.agreements:
            said = planned.said
            for moment, outcome in planned.ticks:
                helps = said.helps if outcome == TickOutcome.NOT_YET else ""
                by = self._face_on(timezone.localdate(moment))
                tick_agreement(agreement, outcome=outcome, what_helps=helps, at=moment, by=by)
            if planned.due_on is not None:
                agreement.refresh_from_db()
                due_at = time.fromisoformat(said.due_time.replace(".", ":")) if said.due_time else None
                change_agreement(
                    agreement,
                    version=agreement.version,
                    due_on=planned.due_on,
                    due_at=due_at,
                    by=self.face,
                    **self._terms(planned),
                )
            if said.state == "vervallen":
                end_agreement(agreement, by=self.face)

    def _help(self) -> None:
        for said in self.story.help:
            steps = [self._help_step(*step) for step in said.steps]
            people = [self.people[name] for name in said.people]
            network = self.network.get(said.helper)
            helper = {"helper_network": network} if network else {"helper": said.helper}
            first = add_help(self.household, what=said.what, people=people, by=self.face, **helper, **steps[0])
            for step in steps[1:]:
                step_help(first.item, by=self.face, **step)

    def _help_step(self, at: Ago, state: HelpState, keeper: str) -> dict[str, Any]:
        day = day_of(at, timezone.localdate())
        return {"state": state, "since": day, "keeper": self._party(keeper, date.max) if keeper else None}

    def _analysis(self) -> None:
        for said in self.story.analysis:
            if said.at is None:
                words = Said(StatementKind.OPINION, said.text, thinker=self._party(said.said_by, date.max))
            else:
                day = day_of(said.at, timezone.localdate())
                words = Said(StatementKind.FACT, said.text, source=said.said_by, seen_on=day)
            statement = add_statement(self.household, topic=said.topic, said=words, by=self.face)
            for who, text in said.views:
                see_statement_differently(statement, person=self.people[who], text=text, by=self.face)

    def _end(self) -> None:
        plan = self.plan
        if plan.closed_on is None:
            return
        close_household(self.household, reason=CloseReason(self.story.close_reason), by=self.face)
        if plan.reopened_on is not None:
            reopen_household(self.household, by=self.face)
        history.take_over_ending(self.household, closed_on=plan.closed_on, reopened_on=plan.reopened_on, by=self.face)


def _new_person(planned: BornPerson) -> NewPerson:
    return NewPerson(
        name=planned.said.name,
        role=planned.said.role,
        role_word=planned.said.role_word,
        born_on=planned.known_day,
        birth_year=planned.known_year,
    )


def _person_data(planned: BornPerson) -> PersonData:
    said = planned.said
    return PersonData(
        name=said.name,
        role=said.role,
        surname=said.surname,
        role_word=said.role_word,
        born_on=planned.known_day,
        birth_year=planned.known_year,
        is_unborn=said.is_unborn,
        language=said.language,
        needs_interpreter=said.interpreter,
    )


def _listed(names: list[str]) -> str:
    return " en ".join(filter(None, [", ".join(names[:-1]), names[-1]]))
