"""Questions and people of the table for tests. Questions are made by the services, so they are as askers make them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import factory

from accounts.choices import OrganisationKind, Role
from accounts.models import Membership, Organisation, Region, User
from rvt.choices import (
    AgeBand,
    AskedAbout,
    Discipline,
    FamilyKnows,
    QuestionState,
    RoleWord,
    Urgency,
)
from rvt.models import AgendaItem, Question
from rvt.services import questions
from tests.accounts.factories import OrganisationFactory, RegionFactory, worker_of

WRITTEN: dict[str, Any] = {
    "sentence": "Hoe praten we met vader over wat de kinderen horen?",
    "about": AskedAbout.FAMILY,
    "members": [
        {"role": RoleWord.MOTHER, "age": AgeBand.ADULT},
        {"role": RoleWord.FATHER, "age": AgeBand.ADULT},
        {"role": RoleWord.OLDEST_CHILD, "age": AgeBand.CHILD},
    ],
    "unsafe": "Bij ruzie over geld schreeuwen de ouders. Het oudste kind krijgt daar buikpijn van.",
    "goes_well": "Vader gaat nu eerst wandelen als hij boos wordt.",
    "tried": "Bij ruzie gaan de kinderen naar oma. Dat lukt.",
    "family_wants": "Rust in huis.",
    "family_knows": FamilyKnows.YES,
    "dilemma": "Als ik doorvraag, haakt vader af. Als ik wacht, duurt het voor de kinderen te lang.",
    "disciplines": [Discipline.BEHAVIOURAL, Discipline.MONEY],
    "urgency": Urgency.NEXT_TABLE,
}
"""A whole question without a name in it."""


@dataclass(frozen=True)
class Office:
    """Who runs the table of a region, and in whose name."""

    chair: User
    secretary: User
    organisation: Organisation


def office_of(region: Region | None = None) -> Office:
    """Return chair and secretary of `region`, made when there are none yet. They sit in one team."""
    region = region or RegionFactory()
    seats = Membership.objects.current().filter(organisation__region=region)
    found = {
        role: seats.filter(role=role).select_related("user", "organisation").order_by("pk").first()
        for role in (Role.RVT_CHAIR, Role.RVT_SECRETARY)
    }
    chair, secretary = found[Role.RVT_CHAIR], found[Role.RVT_SECRETARY]
    if chair and secretary:
        return Office(chair.user, secretary.user, chair.organisation)
    team = OrganisationFactory(kind=OrganisationKind.SAFETY_TEAM, region=region)
    return Office(worker_of(team, Role.RVT_CHAIR), worker_of(team, Role.RVT_SECRETARY), team)


def expert_of(office: Office) -> User:
    """Return a new expert at the table of `office`."""
    return worker_of(office.organisation, Role.RVT_EXPERT)


def put_on_agenda(question: Question, *experts: User) -> AgendaItem:
    """Put a checked question on an agenda that was sent, for which `experts` are asked."""
    from tests.rvt.agendas import add_to_agenda, meeting_of

    return add_to_agenda(meeting_of(office_of(question.region), days=3, minutes=120), question, *experts)


class QuestionFactory(factory.Factory):
    """A whole question, checked for names unless `state` says concept, submitted, returned, referred or withdrawn.

    `by` asks it in the name of `organisation`; whatever is in `WRITTEN` may be given otherwise.
    """

    class Meta:
        model = Question

    state = QuestionState.CHECKED
    organisation = factory.SubFactory(OrganisationFactory)
    by = factory.LazyAttribute(lambda question: worker_of(question.organisation))
    library_searched = True

    @classmethod
    def _create(
        cls,
        model_class: type[Question],
        *args: Any,
        state: str,
        organisation: Organisation,
        by: User,
        library_searched: bool,
        **written: Any,
    ) -> Question:
        question = questions.begin_question(organisation=organisation, by=by, **{**WRITTEN, **written})
        if state == QuestionState.CONCEPT:
            return question
        if state == QuestionState.WITHDRAWN:
            return questions.withdraw_question(question, by=by)
        office = office_of(organisation.region)
        question = questions.submit_question(
            question, open_marks=0, library_searched=library_searched, looked=True, by=by
        )
        match state:
            case QuestionState.CHECKED:
                return questions.mark_checked(question, by=office.secretary, read_by_hand=not library_searched)
            case QuestionState.RETURNED:
                return questions.send_back(question, text="Hoe lang speelt dit al?", by=office.secretary)
            case QuestionState.REFERRED:
                return questions.refer_question(question, better_fit="consultation", by=office.secretary)
            case QuestionState.SUBMITTED:
                return question
        raise ValueError(f"A question does not become {state} by itself: the meeting does that.")
