"""A question for the table: begun, written, sent, looked at for names, sent back (ux, S20 and S21).

What the asker does is recorded by the day, never by the time: an equal time is a path too (`docs/adr/0051`).
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit, versions
from accounts.errors import DomainError
from accounts.models import Membership, Organisation, User
from accounts.notifications import notify
from rvt import rules
from rvt.choices import BetterFit, QuestionState, TableEvent
from rvt.models import Advice, Question, Reflection
from rvt.querysets.office import OFFICE
from rvt.services import agenda

WRITTEN = tuple(name for names in rules.STEPS.values() for name in names)
"""What the asker writes."""

MOST_KEPT = 100
"""How many findings may stay; the newest."""


class NotYourOrganisation(DomainError):
    """A question is asked in the name of an organisation in which the asker works with families."""


class AlreadySent(DomainError):
    """What lies with the table does not change under its hands."""


class NotFilledIn(DomainError):
    """Something that the table needs is missing."""


class NamesOpen(DomainError):
    """A question with marks in it leaves only when the asker has looked (ux, S20)."""


class NotInQueue(DomainError):
    """The question is not with chair and secretary at this moment."""


class NotFromTheOffice(DomainError):
    """Only chair and secretary of that region look a question over, and never their own."""


class LookYourself(DomainError):
    """The name finder was away when this was sent: somebody has to read every word."""


class TooLate(DomainError):
    """What was discussed cannot be taken back."""


@transaction.atomic
def begin_question(*, organisation: Organisation, by: User, **written: Any) -> Question:
    """Begin a question in the name of `organisation`; its region is the region of the table. `written`: see WRITTEN.

    Nothing is recorded: nobody else sees a concept, and a row of the history, written in one transaction with the link
    of a household, would lead there (`docs/adr/0051`). Raises NotYourOrganisation.
    """
    works = Membership.objects.working_with_households().filter(user=by, organisation=organisation)
    if not works.exists():
        raise NotYourOrganisation("Kies een organisatie waar je met gezinnen werkt.", field="organisation")
    question: Question = Question.objects.create(
        region=organisation.region, asker=by, organisation=organisation, changed_by=by, **_only_written(written)
    )
    return question


@transaction.atomic
def begin_again(advice: Advice, *, organisation: Organisation, by: User) -> Question:
    """Begin a new question with the text that lay on the table: the table wants to discuss it once more.

    The old question and its advice stay as they are. Raises NotYourOrganisation.
    """
    return begin_question(organisation=organisation, by=by, **text_of(advice))


def text_of(advice: Advice) -> dict[str, Any]:
    """Return what the asker wrote of the question as it was presented: never who asked."""
    return {name: advice.presented[name] for name in WRITTEN}


@transaction.atomic
def save_step(question: Question, *, version: int | None, by: User, **written: Any) -> Question:
    """Keep what the asker wrote on one step. Half a question is fine until it is sent.

    Raises AlreadySent, VersionConflict.
    """
    question = _lock_writable(question, version=version)
    versions.save(question, by=by, fields=_only_written(written))
    return question


@transaction.atomic
def keep_not_names(question: Question, keys: Iterable[str], *, by: User) -> Question:
    """Keep which findings of the privacy check may stay, by key (`rvt.privacy.Finding.key`). Raises AlreadySent."""
    question = _lock_writable(question, version=None)
    question.not_names = list(dict.fromkeys([*question.not_names, *keys]))[-MOST_KEPT:]
    question.save(update_fields=["not_names"])
    return question


@transaction.atomic
def keep_reflection(question: Question, *, text: str, by: User) -> None:
    """Keep "Wat doet dit met jou?" beside the question, for the asker alone. Nothing is recorded of it.

    Raises AlreadySent.
    """
    question = _lock_writable(question, version=None)
    if text:
        Reflection.objects.update_or_create(question=question, defaults={"text": text})
    else:
        Reflection.objects.filter(question=question).delete()


@transaction.atomic
def submit_question(
    question: Question, *, version: int | None = None, open_marks: int, library_searched: bool, looked: bool, by: User
) -> Question:
    """Send the question to the table.

    `open_marks`: how many places the privacy check still marks; `library_searched`: whether the name finder ran over
    this text. With marks, or without the finder, `looked` has to be true: "Ik heb gekeken. Hier staan geen namen."
    What the asker wrote under "Wat doet dit met jou?" stays behind. Raises AlreadySent, NotFilledIn, NamesOpen,
    VersionConflict.
    """
    question = _lock_writable(question, version=version)
    lacking = rules.missing({name: getattr(question, name) for name in WRITTEN})
    if lacking:
        field, sentence = next(iter(lacking.items()))
        raise NotFilledIn(sentence, field=field)
    if (open_marks or not library_searched) and not looked:
        raise NamesOpen("Kijk of er namen staan. Staan er geen? Zet dan het vinkje.", field="looked")
    versions.save(
        question,
        by=by,
        fields={
            "state": QuestionState.SUBMITTED,
            "submitted_on": timezone.localdate(),
            "looked_by_asker": looked,
            "library_searched": library_searched,
            "checked_by": None,
            "returned_with": "",
        },
    )
    audit.record_by_day(TableEvent.QUESTION_SUBMITTED, target=question, by=by, library=library_searched)
    for member in _office(question).exclude(user=by).select_related("user"):
        notify(member.user, "question.submitted", about=question.uuid, by=None)
    return question


@transaction.atomic
def withdraw_question(question: Question, *, by: User) -> Question:
    """Take a question back: it leaves the queue or the agenda, and its text goes at once. Raises TooLate."""
    question = versions.lock(question, version=None)
    if question.state not in QuestionState.WITHDRAWABLE or question.asker_id != by.pk:
        raise TooLate("Deze vraag kun je niet meer intrekken.")
    agenda.let_go(question, by=by)
    versions.save(question, by=by, fields={"state": QuestionState.WITHDRAWN, **texts_gone()})
    Reflection.objects.filter(question=question).delete()
    audit.record_by_day(TableEvent.QUESTION_WITHDRAWN, target=question, by=by)
    return question


@transaction.atomic
def mark_checked(question: Question, *, by: User, read_by_hand: bool = False) -> Question:
    """ "Geen namen gezien", by chair or secretary. Where the name finder was away, only after reading every word.

    Raises NotFromTheOffice, NotInQueue, LookYourself.
    """
    question = _lock_queued(question, QuestionState.SUBMITTED, by=by)
    if not question.library_searched and not read_by_hand:
        raise LookYourself("De namenzoeker stond uit. Lees elk woord zelf en zet het vinkje.", field="read_by_hand")
    versions.save(question, by=by, fields={"state": QuestionState.CHECKED, "checked_by": by})
    audit.record(TableEvent.QUESTION_CHECKED, target=question, by=by)
    notify(question.asker, "question.checked", about=question.uuid, by=by)
    return question


@transaction.atomic
def send_back(question: Question, *, text: str, by: User) -> Question:
    """Give the question back to the asker, who answers in it and sends it again. `text`: what is asked.

    Raises NotFromTheOffice, NotInQueue.
    """
    question = _lock_queued(question, *QuestionState.QUEUED, by=by)
    agenda.let_go(question, by=by)
    versions.save(question, by=by, fields={"state": QuestionState.RETURNED, "returned_with": text, "checked_by": None})
    audit.record(TableEvent.QUESTION_RETURNED, target=question, by=by)
    notify(question.asker, "question.returned", about=question.uuid, by=by)
    return question


@transaction.atomic
def refer_question(question: Question, *, better_fit: BetterFit, by: User) -> Question:
    """Say that the question belongs elsewhere. It leaves the queue. Raises NotFromTheOffice, NotInQueue."""
    question = _lock_queued(question, *QuestionState.QUEUED, by=by)
    agenda.let_go(question, by=by)
    versions.save(question, by=by, fields={"state": QuestionState.REFERRED, "better_fit": better_fit})
    audit.record(TableEvent.QUESTION_REFERRED, target=question, by=by, better_fit=str(better_fit))
    notify(question.asker, "question.referred", about=question.uuid, by=by)
    return question


def _lock_writable(question: Question, *, version: int | None) -> Question:
    locked = versions.lock(question, version=version)
    if locked.state not in QuestionState.WRITABLE:
        raise AlreadySent("Deze vraag is al ingebracht.")
    return locked


def _lock_queued(question: Question, *states: str, by: User) -> Question:
    locked = versions.lock(question, version=None)
    if locked.asker_id == by.pk or not _office(locked).filter(user=by).exists():
        raise NotFromTheOffice("Voorzitter of secretaris kijkt deze vraag na, en niet wie hem stelde.")
    if locked.state not in states:
        raise NotInQueue("Deze vraag ligt nu niet in de wachtrij. Kijk opnieuw in de lijst.")
    return locked


def _office(question: Question) -> Any:
    """Memberships of chair and secretary of the region of `question`."""
    return Membership.objects.current().filter(role__in=OFFICE, organisation__region=question.region_id)


def _only_written(written: dict[str, Any]) -> dict[str, Any]:
    """Refuse what an asker does not write, and members that are no codes. A mistake of ours: ValueError."""
    if strange := written.keys() - set(WRITTEN):
        raise ValueError(f"Not written by an asker: {sorted(strange)}")
    if not rules.are_members(written.get("members", [])):
        raise ValueError("Members are role words and age bands.")
    return {name: value.strip() if isinstance(value, str) else value for name, value in written.items()}


def texts_gone() -> dict[str, Any]:
    """Return the fields of a question without its text. What it was about and how soon stay: the counts."""
    empty: dict[str, Any] = dict.fromkeys(rules.FREE_TEXTS, "")
    return {**empty, "members": [], "not_names": [], "returned_with": "", "erased_on": timezone.localdate()}
