"""A year of the table and of the register in bulk, as an import would bring it: days and codes, no texts."""

from __future__ import annotations

from datetime import UTC, date, datetime

from django.utils import timezone

from accounts.choices import Role
from accounts.clock import now
from accounts.models import Municipality, Organisation, Region, User
from rvt.choices import AdviceState, AskedAbout, FollowUp, ItemKind, MeetingState, QuestionState, Urgency
from rvt.choices_register import CodeList, WhatNow
from rvt.models import Advice, AgendaItem, Code, Consultation, Meeting, Question
from rvt.services.register import Codes, register_consultation
from tests.accounts.factories import MunicipalityFactory, OrganisationFactory, worker_of

HALVES = ((3, 14), (10, 10))
"""A day in each half year: month and day."""


def consultation_of(user: User) -> Consultation:
    """Let `user` register a call of somebody who is called back today."""
    organisation = user.memberships.get().organisation
    town = organisation.municipalities.first() or MunicipalityFactory(region=organisation.region)
    organisation.municipalities.add(town)
    codes = {each.code: each for each in Code.objects.filter(code__in=["teacher", "km_psy"])}
    return register_consultation(
        organisation=organisation,
        began_at=now(),
        municipality=town,
        codes=Codes(seeker_role=codes["teacher"], natures=[codes["km_psy"]]),
        what_now=WhatNow.CALL_BACK,
        call_back_on=timezone.localdate(),
        question="Hoe begin ik het gesprek?",
        advice="Kies een rustig moment.",
        code_word="blauwe fiets",
        by=user,
    )


def chair_of(region: Region) -> User:
    """Return a chair of the table of `region`."""
    return worker_of(OrganisationFactory(kind="safety_team", region=region), Role.RVT_CHAIR)


def discuss(
    region: Region,
    year: int,
    *,
    halves: tuple[int, int],
    without_children: tuple[int, int] = (0, 0),
    follow_ups: dict[FollowUp, tuple[int, int]] | None = None,
) -> None:
    """Let so many questions be discussed in each half, of which so many `without_children`, with these follow-ups."""
    asker = worker_of(OrganisationFactory(region=region))
    chair = chair_of(region)
    for half, (month, day) in enumerate(HALVES):
        on = date(year, month, day)
        meeting = Meeting.objects.create(
            region=region,
            chair=chair,
            minutes=180,
            starts_at=datetime(year, month, day, 13, tzinfo=UTC),
            state=MeetingState.ENDED,
        )
        questions = Question.objects.bulk_create(
            Question(
                region=region,
                asker=asker,
                organisation=asker.memberships.get().organisation,
                state=QuestionState.DONE,
                about=AskedAbout.HOUSEHOLD if number < without_children[half] else AskedAbout.FAMILY,
                urgency=Urgency.NEXT_TABLE,
                submitted_on=on,
                checked_by=chair,
                discussed_on=on,
            )
            for number in range(halves[half])
        )
        items = AgendaItem.objects.bulk_create(
            AgendaItem(
                meeting=meeting, kind=ItemKind.QUESTION, question=question, position=place, minutes=30, is_done=True
            )
            for place, question in enumerate(questions)
        )
        wanted = {kind: counts[half] for kind, counts in (follow_ups or {}).items()}
        Advice.objects.bulk_create(
            Advice(
                item=item,
                question=item.question,
                state=AdviceState.FINAL,
                decided_on=on,
                final_on=on,
                follow_ups=[kind for kind, count in wanted.items() if number < count],
            )
            for number, item in enumerate(items)
        )


def consult(
    organisation: Organisation, town: Municipality, year: int, *, halves: tuple[int, int], setting: str = "phone"
) -> None:
    """Let so many consultations be registered in each half."""
    staff = worker_of(organisation)
    how = Code.objects.of(CodeList.SETTING).get(code=setting)
    role = Code.objects.of(CodeList.SEEKER_ROLE)[0]
    moments = [
        datetime(year, month, day, 9, tzinfo=UTC)
        for (month, day), count in zip(HALVES, halves, strict=True)
        for _ in range(count)
    ]
    Consultation.objects.bulk_create(
        Consultation(
            organisation=organisation,
            staff=staff,
            began_at=moment,
            ended_at=moment,
            seeker_role=role,
            municipality=town,
            setting=how,
            what_now=WhatNow.DONE,
        )
        for moment in moments
    )
