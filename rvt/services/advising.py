"""After the table: the asker reads first, then the experts of that item add a line each, and then nothing changes.

The last step is a job: beat looks every night which advice had its two working days, and promises it in the name of
the chair of that meeting.
"""

from __future__ import annotations

from django.db import transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone

from accounts import audit, outbox, versions
from accounts.actor import acting_as
from accounts.errors import DomainError
from accounts.models import OutboxEntry, User
from accounts.notifications import notify
from accounts.workdays import working_days_later
from rvt.choices import AdviceState, GuestAnswer, GuestPart, QuestionState, Recognition, TableEvent
from rvt.models import Advice, ExpertLine, Guest, Question, Recognised
from rvt.services import deciding

LINES_FOR_WORKING_DAYS = 2
FINAL_JOB = "make_advice_final"
CHANGE_ASKED, CHANGED, LINES_WANTED, FINAL = (
    "advice.change_asked",
    "advice.changed",
    "advice.lines_wanted",
    "advice.final",
)


class NotNow(DomainError):
    """The advice is in another hand at this moment."""


class OneRound(DomainError):
    """The asker asks for a change once."""


class LineTwice(DomainError):
    """One line for each expert."""


@transaction.atomic
def ask_change(advice: Advice, *, text: str, by: User) -> Advice:
    """The asker wants something else written down. Raises NotNow and OneRound."""
    advice = _lock(advice, AdviceState.READING)
    if advice.change_asked:
        raise OneRound("Je vroeg al een keer een wijziging. Bel de voorzitter als het zo niet klopt.")
    versions.save(advice, by=by, fields={"state": AdviceState.CHANGE_ASKED, "change_asked": text})
    audit.record_by_day(TableEvent.ADVICE_CHANGE_ASKED, target=advice, by=by)
    for colleague in _office_of(advice) - {by}:
        notify(colleague, CHANGE_ASKED, about=advice.question.uuid, by=None)
    return advice


@transaction.atomic
def change(
    advice: Advice, *, text: str, other_view: str, follow_ups: list[str], family_teller: str, version: int, by: User
) -> Advice:
    """The chair changes it, once, as the asker wanted. Raises NotNow, NotWhole and VersionConflict."""
    advice = versions.lock(advice, version=version)
    if advice.state != AdviceState.CHANGE_ASKED:
        raise NotNow("De inbrenger vroeg nu geen wijziging.")
    fields = {"text": text, "other_view": other_view, "follow_ups": follow_ups, "family_teller": family_teller}
    for name, value in fields.items():
        setattr(advice, name, value)
    deciding.check_whole(advice)
    versions.save(advice, by=by, fields={**fields, "state": AdviceState.READING})
    audit.record(TableEvent.ADVICE_CHANGED, target=advice, by=by)
    notify(advice.question.asker, CHANGED, about=advice.question.uuid, by=None)
    return advice


@transaction.atomic
def agree(advice: Advice, *, by: User) -> Advice:
    """The asker agrees; now the experts of that item read along, for two working days. Raises NotNow."""
    advice = _lock(advice, AdviceState.READING)
    today = timezone.localdate()
    until = working_days_later(today, LINES_FOR_WORKING_DAYS)
    versions.save(advice, by=by, fields={"state": AdviceState.AT_THE_TABLE, "agreed_on": today, "lines_until": until})
    _set_state(advice, QuestionState.AGREED)
    audit.record_by_day(TableEvent.ADVICE_AGREED, target=advice, by=by)
    for expert in experts_of(advice):
        notify(expert, LINES_WANTED, about=advice.question.uuid, by=None)
    return advice


@transaction.atomic
def add_line(advice: Advice, *, text: str, by: User) -> None:
    """One line of one expert, shown without a name. Raises NotNow and LineTwice."""
    advice = _lock(advice, AdviceState.AT_THE_TABLE)
    if advice.lines_until is None or advice.lines_until < timezone.localdate():
        raise NotNow("De twee werkdagen zijn voorbij. Dit advies verandert niet meer.")
    if advice.lines.filter(by=by).exists():
        raise LineTwice("Je schreef al een regel bij dit advies.")
    ExpertLine.objects.create(advice=advice, by=by, text=text)
    audit.record_by_day(TableEvent.ADVICE_LINE_ADDED, target=advice, by=by)


def promise_final() -> int:
    """Promise every advice that had its two working days that it becomes final; return how many. May run twice."""
    due = Advice.objects.had_their_days(timezone.localdate()).select_related("item__meeting__chair")
    for advice in due:
        chair = advice.item.meeting.chair
        with acting_as(chair), transaction.atomic():
            outbox.enqueue(FINAL_JOB, unique_key=str(advice.uuid), by=chair, advice=advice.uuid)
    return len(due)


def make_final(entry: OutboxEntry) -> None:
    """Make the advice that the row names final, in the name of the chair. Not when it is so already."""
    advice = Advice.objects.had_their_days(timezone.localdate()).filter(uuid=entry.args["advice"]).first()
    if advice is None:
        return
    advice = _lock(advice, AdviceState.AT_THE_TABLE)
    today = timezone.localdate()
    _set_state(advice, QuestionState.DONE)
    versions.save(advice, by=entry.by, fields={"state": AdviceState.FINAL, "final_on": today})
    audit.record(TableEvent.ADVICE_FINAL, target=advice, by=entry.by, scheduled=True)
    notify(advice.question.asker, FINAL, about=advice.question.uuid, by=None)


def experts_of(advice: Advice) -> list[User]:
    """Return the experts who were asked for that item and did not leave the table for it."""
    left = Recognised.objects.filter(item=advice.item_id, user=OuterRef("user"), choice=Recognition.LEAVES)
    guests = Guest.objects.filter(
        ~Exists(left), part=GuestPart.EXPERT, invitations__item=advice.item_id, invitations__is_sent=True
    ).exclude(answer=GuestAnswer.NO)
    return [guest.user for guest in guests.select_related("user").order_by("pk")]


def _lock(advice: Advice, state: AdviceState) -> Advice:
    advice = versions.lock(advice, version=None)
    if advice.state != state:
        raise NotNow("Het advies is nu een stap verder. Kijk even opnieuw.")
    return advice


def _set_state(advice: Advice, state: QuestionState) -> None:
    Question.objects.filter(pk=advice.question_id).update(state=state)


def _office_of(advice: Advice) -> set[User]:
    meeting = advice.item.meeting
    return {person for person in (meeting.chair, meeting.secretary) if person is not None}
