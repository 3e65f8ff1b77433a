"""What goes on at the table now: the agenda of next Thursday, the queue, and what was advised but not settled.

All of it by the services of every day; only the day on which a question was sent lies before today.
"""

from __future__ import annotations

from datetime import date, timedelta

from django.utils import timezone

from accounts.actor import acting_as
from accounts.models import User
from accounts.notifications import notify
from cases.models import Household
from cases.services.history import take_over_question
from cases.services.questions import bring_question
from rvt.choices import GuestAnswer, GuestPart, ItemKind, MeetingState
from rvt.models import Advice, Expert, Guest, Meeting, Question
from rvt.services import advising, agenda, deciding, history, meetings, questions
from veiligheidskaart.demo import days
from veiligheidskaart.demo.staffing import Staff
from veiligheidskaart.demo.table import loading, planning, pool, reading, whole
from veiligheidskaart.demo.table.text import Brought

WEEKS_AHEAD = 8
AT_THE_HOUSEHOLD = ("about", "members", "unsafe", "goes_well", "tried")
"""What a question about a household begins with."""

SENT = (0, 6, 2, 4, 3)
"""How many days ago each of the waiting questions was sent."""

LOOKED_AT, SENT_BACK = 2, 3
"""Places in `whole.WAITING`; the others are not looked at either."""


def begin(staff: Staff) -> None:
    """Let the table of today begin."""
    _Table(staff).begin()


class _Table:
    def __init__(self, staff: Staff) -> None:
        self.staff, self.today = staff, timezone.localdate()
        self.chair, self.secretary = staff.users[loading.CHAIR], staff.users[loading.SECRETARY]

    def begin(self) -> None:
        for brought in (whole.TO_READ, whole.DUO_ADVISED):
            self._tell_household(self._asker(brought), brought.question.sentence, brought.household)
        linked = next(theme for theme in reading.read_all() if theme.name == whole.LINKED_THEME)
        self._tell_household(self.staff.users[whole.LINKED_ASKER], linked.asked[0].sentence, whole.LINKED_HOUSEHOLD)
        waiting = [
            self._send(brought, sent=self.today - timedelta(days=ago))
            for brought, ago in zip(whole.WAITING, SENT, strict=True)
        ]
        with acting_as(self.secretary):
            questions.mark_checked(waiting[LOOKED_AT], by=self.secretary)
            questions.send_back(waiting[SENT_BACK], text=whole.SENT_BACK_WITH, by=self.secretary)
        self._agenda()
        self._news()

    def _asker(self, brought: Brought) -> User:
        return self.staff.users[brought.asker]

    def _send(self, brought: Brought, *, sent: date) -> Question:
        """Bring a question as its asker does, about a household when that is told."""
        asker, organisation = self._asker(brought), self.staff.organisations[loading.organisation_of(brought)]
        while not days.is_working_day(sent):
            sent -= timedelta(days=1)
        written = loading.written(brought.question)
        with acting_as(asker):
            if brought.household:
                first = {name: written[name] for name in AT_THE_HOUSEHOLD}
                household = Household.objects.get(call_name=brought.household)
                question = bring_question(household, organisation=organisation, by=asker, **first)
            else:
                question = questions.begin_question(organisation=organisation, by=asker)
            question = questions.save_step(question, version=None, by=asker, **written)
            question = questions.submit_question(question, open_marks=0, library_searched=True, looked=True, by=asker)
            history.take_over_sending(question, submitted_on=sent, by=asker)
        question.refresh_from_db()
        return question

    def _tell_household(self, asker: User, sentence: str, name: str) -> None:
        """Keep beside the household which question of the past was about it."""
        with acting_as(asker):
            question = Question.objects.asked_by(asker).get(sentence=sentence)
            take_over_question(Household.objects.get(call_name=name), question=question, by=asker)

    def _agenda(self) -> None:
        """Prepare next Thursday for half: an agenda that nobody sent, and one expertise that was forgotten."""
        next_on = planning.next_meeting(self.today)
        with acting_as(self.chair):
            ahead = meetings.make_series(
                self.staff.region,
                first_on=next_on,
                last_on=next_on + timedelta(weeks=WEEKS_AHEAD),
                weekday=planning.THURSDAY,
                starts=loading.BEGINS,
                every=1,
                setting=meetings.Setting(loading.MINUTES, loading.PLACE, "", self.chair, self.secretary),
                by=self.chair,
            )
            for meeting in ahead:
                if not planning.is_met(timezone.localdate(meeting.starts_at)):
                    meetings.cancel_meeting(meeting, by=self.chair)
        for brought in whole.AGENDA:
            self._put_on(ahead[0], brought)
        with acting_as(self.secretary):
            for guest in Guest.objects.filter(meeting=ahead[0], part=GuestPart.EXPERT).select_related("meeting"):
                code = guest.invitations.get().discipline
                if whole.ANSWERS[code] != GuestAnswer.WAITING:
                    history.take_over_answer(guest, answer=whole.ANSWERS[code], by=self.secretary)

    def _put_on(self, meeting: Meeting, brought: Brought) -> None:
        question = self._send(brought, sent=self.today - timedelta(days=8))
        with acting_as(self.secretary):
            questions.mark_checked(question, by=self.secretary)
            found = agenda.put_on(meeting.uuid, question.uuid, version=self._version(meeting), by=self.secretary)
            item = next(row for row in found.items if row.question_id == question.pk)
            for code in brought.question.disciplines:
                if code not in whole.ANSWERS:
                    continue
                who = pool.who_knows(code, weekday=planning.THURSDAY)[0]
                expert = Expert.objects.run_by(self.secretary).get(user=self.staff.users[who.name])
                agenda.invite(
                    meeting.uuid,
                    expert.uuid,
                    items=[item.uuid],
                    discipline=code,
                    version=self._version(meeting),
                    by=self.secretary,
                )
            if brought is whole.AGENDA[0]:
                agenda.add_pause(meeting.uuid, kind=ItemKind.BREAK, version=self._version(meeting), by=self.secretary)

    def _version(self, meeting: Meeting) -> int:
        current: int = Meeting.objects.run_by(self.secretary).get(pk=meeting.pk, state=MeetingState.DRAFT).version
        return current

    def _news(self) -> None:
        """Say that an advice waits, to who asked and to the experts."""
        for brought in (whole.TO_READ, whole.TO_ADD_TO):
            question = loading.question_of(brought, self._asker(brought))
            if brought is whole.TO_READ:
                notify(question.asker, deciding.OFFERED, about=question.uuid, by=None)
                continue
            for expert in advising.experts_of(Advice.objects.run_by(self.chair).get(question=question)):
                notify(expert, advising.LINES_WANTED, about=question.uuid, by=None)
