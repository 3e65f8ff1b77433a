"""The table of the demo: what is written, how it is planned, and that it names nobody. The last asks a database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import date, timedelta
from statistics import median
from typing import Any

import pytest

from rvt import rules
from rvt.choices import AskedAbout, Discipline, FollowUp, Urgency
from rvt.models import Meeting, Question
from rvt.privacy import check_texts
from veiligheidskaart.demo import days
from veiligheidskaart.demo.staffing import Staff
from veiligheidskaart.demo.table import loading, phrases, planning, reading, whole
from veiligheidskaart.demo.table.planning import PlannedQuestion, Year
from veiligheidskaart.demo.table.text import Whole

TODAY = date(2026, 11, 23)
DAYS = [TODAY + timedelta(days=number) for number in range(0, 366, 13)]


@pytest.fixture(scope="module")
def year() -> Year:
    return planning.make(reading.read_all(), TODAY)


@pytest.fixture(scope="module")
def questions(year: Year) -> list[PlannedQuestion]:
    return [question for meeting in year.meetings for question in meeting.questions]


def test_on_any_day_a_year_of_thursdays_lies_behind_the_table() -> None:
    for today in DAYS:
        held = planning.meeting_days(today)

        assert len(held) == 44
        assert held[-1] < today <= held[0] + timedelta(days=360)
        assert all(day.isoweekday() == 4 and days.is_working_day(day) for day in held)
        assert not any((day.month, day.day) >= (12, 23) or (day.month, day.day) <= (1, 5) for day in held)
        assert sum(day.month in {7, 8} for day in held) <= 6


def test_on_any_day_175_questions_fit_on_them() -> None:
    themes = reading.read_all()
    for today in DAYS:
        year = planning.make(themes, today)
        sizes = [len(meeting.questions) for meeting in year.meetings]
        first_half = sum(len(meeting.questions) for meeting in year.meetings if meeting.on.month <= 6)

        assert sum(sizes) == 175
        assert set(sizes) <= {2, 3, 4, 5}
        assert first_half / 175 == pytest.approx(0.55, abs=0.02)
        assert min(one.submitted_on for meeting in year.meetings for one in meeting.questions) > today - rules.KEPT_FOR


def test_the_same_day_gives_the_same_year(year: Year) -> None:
    assert planning.make(reading.read_all(), TODAY) == year


def test_no_question_reads_as_another(questions: list[PlannedQuestion]) -> None:
    waiting = [one.question for one in (*whole.AGENDA, *whole.WAITING)]
    every = [*(one.brought.question for one in questions), *waiting]

    for name in ("sentence", "unsafe", "dilemma"):
        assert _twice(getattr(one, name) for one in every) == []
    assert _twice((one.goes_well, one.tried, one.wants) for one in every) == []
    assert _twice(one.advice for one in every if one.advice) == []


def test_every_question_could_be_sent(questions: list[PlannedQuestion]) -> None:
    for brought in (*(one.brought for one in questions), *whole.AGENDA, *whole.WAITING):
        text = loading.written(brought.question)

        assert rules.missing(text) == {}
        assert rules.are_members(brought.question.members and text["members"])  # type: ignore[arg-type]
        assert len(brought.question.sentence) <= 200
        assert all(len(str(text[name])) <= longest for name, longest in _LONGEST.items())


_LONGEST = {"unsafe": 1500, "goes_well": 1500, "tried": 1500, "family_wants": 1500, "dilemma": 1500} | {
    "family_knows_why": 300,
    "urgency_why": 200,
}


def test_every_advice_has_at_most_ten_lines(questions: list[PlannedQuestion]) -> None:
    assert all(3 <= len(one.brought.question.advice) <= 10 for one in questions)
    assert all(one.brought.question.considerations for one in questions)


def test_what_followed_has_the_shares_of_the_field(questions: list[PlannedQuestion]) -> None:
    counts = Counter(kind for one in questions for kind in one.brought.question.follow_ups)
    wanted = planning.SHARES | {FollowUp.ADVICE_ONLY: planning.ADVICE_ONLY}

    for kind in FollowUp:
        assert counts[kind] / 175 == pytest.approx(wanted[kind], abs=0.02)


def test_advice_alone_never_stands_beside_something_else(questions: list[PlannedQuestion]) -> None:
    found = [one.brought.question.follow_ups for one in questions]

    assert all(kinds for kinds in found)
    assert not [kinds for kinds in found if FollowUp.ADVICE_ONLY in kinds and len(kinds) > 1]


def test_a_household_without_children_never_meets_the_council(questions: list[PlannedQuestion]) -> None:
    households = [one.brought.question for one in questions if one.brought.question.about == AskedAbout.HOUSEHOLD]

    assert len(households) / 175 == pytest.approx(0.15, abs=0.04)
    assert not [one for one in households if FollowUp.COUNCIL_TALK in one.follow_ups]


def test_another_view_is_written_at_two_of_five(questions: list[PlannedQuestion]) -> None:
    assert sum(bool(one.brought.question.other_view) for one in questions) / 175 == pytest.approx(0.40, abs=0.03)


def test_a_question_waits_nine_days_and_an_urgent_one_two(year: Year) -> None:
    waited = [(one, (meeting.on - one.submitted_on).days) for meeting in year.meetings for one in meeting.questions]
    urgent = [gap for one, gap in waited if one.brought.question.urgency == Urgency.THIS_WEEK]

    assert median(gap for _, gap in waited) == 9
    assert median(urgent) == 2
    assert min(gap for _, gap in waited) >= 1


def test_days_come_in_their_order(year: Year) -> None:
    for meeting in year.meetings:
        for one in meeting.questions:
            known = [one.submitted_on, meeting.on, one.agreed_on, one.lines_until, one.final_on]
            assert [day for day in known if day] == sorted(day for day in known if day)
            assert one.final_on is None or one.final_on <= TODAY


def test_nobody_asks_twice_at_a_meeting_or_advises_there_as_well(year: Year) -> None:
    for meeting in year.meetings:
        askers = [one.brought.asker for one in meeting.questions]
        experts = {one.name for question in meeting.questions for one, _ in question.experts}

        assert len(set(askers)) == len(askers)
        assert not experts & set(askers)


def test_one_advice_waits_for_its_asker_and_one_for_the_experts(questions: list[PlannedQuestion]) -> None:
    to_read = [one for one in questions if one.agreed_on is None]
    open_to_experts = [one for one in questions if one.brought is whole.TO_ADD_TO]

    assert [one.brought.asker for one in to_read] == ["Sanne Verbeek"]
    assert [one.final_on for one in open_to_experts] == [None]
    assert open_to_experts[0].lines_until is not None
    assert open_to_experts[0].lines_until >= TODAY


def test_of_who_looked_back_one_half_year_is_too_thin_to_show(year: Year) -> None:
    counts = Counter(answer.half_year for answer in year.looked_back)

    assert min(counts.values()) < 5
    assert max(counts.values()) >= 20


def test_for_every_expertise_that_is_asked_somebody_comes(questions: list[PlannedQuestion]) -> None:
    every = {code for one in questions for code in one.brought.question.disciplines}

    assert len(every) >= 18
    assert every <= set(Discipline)


@pytest.mark.django_db
def test_a_load_that_was_broken_off_goes_on_with_the_same_year(settings: Any) -> None:
    settings.DEMO_MODE = True
    staff = Staff()

    def break_off(told: str) -> None:
        raise InterruptedError(told)

    with pytest.raises(InterruptedError):
        loading.load(staff, break_off)
    begun = Meeting.objects.count()
    loading.load(staff, lambda told: None)

    assert (begun, Meeting.objects.count()) == (11, 44)
    assert Question.objects.values("sentence").distinct().count() == Question.objects.count() == 175


@pytest.mark.django_db
def test_nothing_in_it_says_who_it_is_about() -> None:
    texts = list(dict.fromkeys(_every_text()))
    found = {
        text: [(str(finding.kind), finding.text) for finding in result.findings]
        for text, result in zip(texts, check_texts(texts, person=None), strict=True)
        if result.findings
    }

    assert len(texts) > 1000
    assert found == {}


def _every_text() -> Iterator[str]:
    for theme in reading.read_all():
        for lines in (theme.goes_well, theme.tried, theme.wants, theme.weighed, theme.advice, theme.other_views):
            yield from lines
        yield from theme.lines
        for asked in theme.asked:
            yield from (asked.sentence, asked.unsafe, asked.dilemma)
    given = (whole.TO_READ, whole.TO_ADD_TO, whole.DUO_ADVISED, *whole.AGENDA, *whole.WAITING)
    for brought in given:
        yield from _texts_of(brought.question)
    for lines in (*phrases.FOLLOWING.values(), *phrases.WHY.values()):
        yield from lines
    yield from (*phrases.NOT_YET, *phrases.NOTHING_OVERLOOKED, *phrases.TELLERS, *phrases.LESSONS, *phrases.NEXT_TIME)
    yield whole.SENT_BACK_WITH


def _texts_of(one: Whole) -> Iterator[str]:
    yield from (one.sentence, one.unsafe, one.goes_well, one.tried, one.wants, one.dilemma)
    yield from (one.knows_why, one.urgency_why, one.considerations, one.other_view, *one.advice, *one.lines)


def _twice(values: Iterator[object]) -> list[object]:
    return [value for value, number in Counter(values).items() if number > 1]
