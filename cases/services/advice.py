"""What somebody does with an advice of the table, on this side only: the table never sees what followed (design 4)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from cases.choices import AdviceTask, CaseEvent, TaskOutcome
from cases.models import AdviceTaskAnswer, Agreement, Household, QuestionLink
from cases.services.active import lock_active
from cases.services.agreements import make_agreement
from cases.services.guarding import refuse_secrets
from cases.services.parties import Party
from rvt import talking
from rvt.choices import FollowUp
from rvt.models import Advice

LONGEST = 200
"""Signs in what is agreed, and in how."""

LONGEST_WHY = 300
"""Signs in what a duo does together."""

DUE_AFTER = timedelta(weeks=1)
"""When a task should be done, counted from the day on which the asker agreed."""

SHOWN_FOR = timedelta(weeks=5)
"""How long a task that nobody answered stays on Mijn dag after that: until the table looks back."""


class NoSuchTask(DomainError):
    """This advice has no such task."""


class WhyNot(DomainError):
    """What was not done has a reason."""


@dataclass(frozen=True)
class Task:
    """Something to do after an advice. `key` names it in a form; `outcome` is empty as long as nobody answered."""

    question: UUID
    sentence: str
    code: AdviceTask
    due_on: date
    hint: str
    outcome: str
    reason: str

    @property
    def key(self) -> str:
        """The question and what to do."""
        return f"{self.question}:{self.code}"

    @property
    def is_done(self) -> bool:
        """Whether somebody did it."""
        return self.outcome == TaskOutcome.DONE


def tasks_of(link: Any) -> list[Task]:
    """Return what there is to do after the advice of a link that was read `with_tasks`."""
    told = {name: getattr(link, name) for name in ("follow_ups", "teller", "given", "sentence")}
    return _tasks(link.question, link.agreed_on, told)


def tasks_due(household: Any) -> list[Task]:
    """Return the tasks without an answer of a household that was read `with_tasks_of`."""
    rows = household.tasks_of_mine
    tasks = [_tasks(UUID(row["question"]), date.fromisoformat(row["agreed_on"]), row) for row in rows]
    return [task for found in tasks for task in found if not task.outcome]


def agreed_between(today: date) -> tuple[date, date]:
    """Return the days on which the asker agreed to an advice whose tasks stand on Mijn dag `today` (local days)."""
    return today - DUE_AFTER - SHOWN_FOR, today - DUE_AFTER


def _tasks(question: UUID, agreed_on: date, told: Mapping[str, Any]) -> list[Task]:
    said = {row["task"]: row for row in told["given"]}
    codes = [AdviceTask.TELL, *(AdviceTask(code) for code in told["follow_ups"] if code != FollowUp.ADVICE_ONLY)]
    hints = {AdviceTask.TELL: f"Aan tafel: {told['teller']}" if told["teller"] else ""}
    return [
        Task(
            question=question,
            sentence=told["sentence"],
            code=code,
            due_on=agreed_on + DUE_AFTER,
            hint=hints.get(code, ""),
            outcome=said.get(code, {}).get("outcome", ""),
            reason=said.get(code, {}).get("reason", ""),
        )
        for code in codes
    ]


@transaction.atomic
def answer_task(
    household: Household, *, question: UUID, task: AdviceTask, outcome: TaskOutcome, reason: str = "", by: User
) -> AdviceTaskAnswer:
    """Keep whether a task was done. A later answer counts instead of this one; the table never sees either.

    Raises NoSuchTask, WhyNot, TellsASecret, HouseholdIsClosed.
    """
    household = lock_active(household)
    refuse_secrets(household, reason=reason)
    link = QuestionLink.objects.visible_to(by).filter(household=household, question=question).with_tasks().first()
    if link is None or task not in {each.code for each in tasks_of(link)}:
        raise NoSuchTask("Deze taak is er niet meer. Kijk opnieuw.")
    if outcome == TaskOutcome.NOT_DONE and not reason:
        raise WhyNot("Schrijf op waarom niet.", field="reason")
    answer: AdviceTaskAnswer = AdviceTaskAnswer.objects.create(
        household=household,
        link=link,
        task=task,
        outcome=outcome,
        reason=reason if outcome == TaskOutcome.NOT_DONE else "",
        by=by,
    )
    audit.record_by_day(CaseEvent.ADVICE_TASK_ANSWERED, target=answer, by=by)
    return answer


def duo_reason(household: Household, *, by: User) -> str:
    """Return why the table advises a duo, to begin the request with; "" when it does not, as far as `by` knows."""
    links = QuestionLink.objects.visible_to(by).filter(household=household)
    advised = Advice.objects.offered().filter(
        question__uuid__in=links.values("question"), follow_ups__contains=[FollowUp.DUO]
    )
    advice = advised.order_by("-pk").first()
    if advice is None:
        return ""
    whole = " ".join(["De tafel adviseert een duo.", *talking.plain_lines_of(advice.text)])
    return whole if len(whole) <= LONGEST_WHY else f"{whole[: whole.rfind(' ', 0, LONGEST_WHY)]}…"


@transaction.atomic
def take_over(
    household: Household, *, lines: Sequence[str], who: Party, checker: Party, since: date, by: User
) -> list[Agreement]:
    """Make an agreement of each line. Nothing of it goes back to the table. Raises what `make_agreement` raises."""
    made = []
    for line in lines:
        what, detail = in_two(line)
        made.append(make_agreement(household, what=what, detail=detail, who=who, checker=checker, since=since, by=by))
    return made


def in_two(line: str) -> tuple[str, str]:
    """Cut a line that is too long for an agreement after a word; what does not fit either ends in an ellipsis."""
    if len(line) <= LONGEST:
        return line, ""
    cut = line.rfind(" ", 0, LONGEST) if " " in line[:LONGEST] else LONGEST
    rest = line[cut:].strip()
    return line[:cut].strip(), rest if len(rest) <= LONGEST else f"{rest[: LONGEST - 1]}…"
