"""Puts the past of the table into the database, one meeting a transaction: a load that was broken off goes on."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, datetime, time

from django.db import transaction
from django.utils import timezone

from accounts.actor import acting_as
from accounts.models import AuditEvent, User
from rvt.choices import FamilyKnows, TableEvent
from rvt.models import LookBackAnswer, Meeting, Question
from rvt.services import history
from rvt.services.history import PastAdvice, PastAnswer, PastMeeting, PastQuestion
from veiligheidskaart.demo.people import AT_THE_TABLE, PROFESSIONALS
from veiligheidskaart.demo.staffing import Staff
from veiligheidskaart.demo.table import planning, pool, reading
from veiligheidskaart.demo.table.planning import PlannedMeeting, PlannedQuestion, Year
from veiligheidskaart.demo.table.text import Brought, Whole

CHAIR, SECRETARY = "Tamara Wessels", "Niels Boerema"
BEGINS, MINUTES, PAUSE = time(13), 180, 10
PLACE = "Zaal De Vlonder en online"
"""Where the table meets; an invented place."""

QUESTION_MINUTES = {2: 60, 3: 50, 4: 35, 5: 30}
"""By how many questions there are."""


def load(staff: Staff, progress: Callable[[str], None]) -> None:
    """Load the year that lies behind the table: what is not there yet."""
    chair = staff.users[CHAIR]
    with acting_as(chair):
        year = planning.make(reading.read_all(), _begun_on(staff, chair))
        there = set(Meeting.objects.run_by(chair).values_list("starts_at", flat=True))
        missing = [meeting for meeting in year.meetings if starts_on(meeting.on) not in there]
        for number, meeting in enumerate(missing, start=1):
            load_meeting(meeting, staff=staff)
            if number % 11 == 0 or number == len(missing):
                progress(f"overleg {number} van {len(missing)}")
        _load_looking_back(year, staff, chair)


def _begun_on(staff: Staff, chair: User) -> date:
    """Return the day on which this began, with the pool: what was broken off goes on with the same year."""
    events = AuditEvent.objects.filter(root=staff.region.uuid, event=TableEvent.PAST_TAKEN_OVER)
    first = events.order_by("at").first()
    if first is not None:
        return timezone.localdate(first.at)
    experts = [(staff.users[one.name], pool.disciplines_of(one)) for one in AT_THE_TABLE]
    history.take_over_pool(staff.region, experts, by=chair)
    return timezone.localdate()


def _load_looking_back(year: Year, staff: Staff, chair: User) -> None:
    if LookBackAnswer.objects.visible_to(chair).exists():
        return
    answers = [
        PastAnswer(one.half_year, one.free_talk, one.right_knowledge, one.next_time, one.lesson)
        for one in year.looked_back
    ]
    history.take_over_looking_back(staff.region, answers, by=chair)


@transaction.atomic
def load_meeting(planned: PlannedMeeting, *, staff: Staff) -> None:
    """Load one meeting that was held."""
    chair, secretary = staff.users[CHAIR], staff.users[SECRETARY]
    keys = {name: user.pk for name, user in staff.users.items()}
    past = PastMeeting(
        starts_at=starts_on(planned.on),
        minutes=MINUTES,
        place=PLACE,
        chair=chair,
        secretary=secretary,
        questions=[_question(one, planned, staff) for one in planned.questions],
        break_after=(len(planned.questions) + 1) // 2,
        pause=PAUSE,
        said_no=frozenset(keys[name] for name in planned.said_no),
        stayed_away=frozenset(keys[name] for name in planned.stayed_away),
    )
    history.take_over_meeting(staff.region, past, by=secretary)


def starts_on(day: date) -> datetime:
    """Return when the table begins on `day`."""
    return timezone.make_aware(datetime.combine(day, BEGINS))


def organisation_of(brought: Brought) -> str:
    """Return in whose name the asker asks."""
    return next(one.organisation for one in PROFESSIONALS if one.name == brought.asker)


def written(question: Whole) -> dict[str, object]:
    """Return what an asker writes, by the name of the field."""
    return {
        "sentence": question.sentence,
        "about": question.about,
        "members": [{"role": str(role), "age": str(age)} for role, age in question.members],
        "unsafe": question.unsafe,
        "goes_well": question.goes_well,
        "tried": question.tried,
        "family_wants": question.wants,
        "family_knows": FamilyKnows.NOT_YET if question.knows_why else FamilyKnows.YES,
        "family_knows_why": question.knows_why,
        "dilemma": question.dilemma,
        "disciplines": [str(code) for code in question.disciplines],
        "urgency": question.urgency,
        "urgency_why": question.urgency_why,
    }


def _question(planned: PlannedQuestion, meeting: PlannedMeeting, staff: Staff) -> PastQuestion:
    brought = planned.brought
    users = staff.users
    there = [one for one, _ in planned.experts if one.name not in meeting.said_no | meeting.stayed_away]
    return PastQuestion(
        asker=users[brought.asker],
        organisation=staff.organisations[organisation_of(brought)],
        written=written(brought.question),
        submitted_on=planned.submitted_on,
        minutes=QUESTION_MINUTES[len(meeting.questions)],
        advice=_advice(planned, [users[one.name] for one in there]),
        experts=[(users[one.name], code) for one, code in planned.experts],
        recognised=(users[planned.recognised[0].name], planned.recognised[1]) if planned.recognised else None,
    )


def _advice(planned: PlannedQuestion, there: list[User]) -> PastAdvice:
    said = planned.brought.question
    lines = said.lines if planned.agreed_on else ()
    return PastAdvice(
        considerations=said.considerations,
        text="\n".join(f"{number}. {line}" for number, line in enumerate(said.advice, start=1)),
        other_view=said.other_view,
        follow_ups=[str(kind) for kind in said.follow_ups],
        family_teller=said.teller,
        agreed_on=planned.agreed_on,
        lines_until=planned.lines_until,
        final_on=planned.final_on,
        lines=list(zip(there, lines, strict=False)),
    )


def question_of(brought: Brought, asker: User) -> Question:
    """Return the row of a question that was loaded, by its sentence."""
    found: Question = Question.objects.asked_by(asker).get(sentence=brought.question.sentence)
    return found
