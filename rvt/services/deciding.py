"""The decision: the question is kept as it lay on the table, and the advice goes to the one who asked."""

from __future__ import annotations

from typing import Any

from django.db import transaction
from django.utils import timezone

from accounts import audit, versions
from accounts.errors import DomainError
from accounts.models import User
from accounts.notifications import notify
from rvt import talking
from rvt.choices import AdviceState, QuestionState, TableEvent
from rvt.models import Advice, AgendaItem, Question
from rvt.services.writing import LONGEST

OFFERED = "advice.offered"

PRESENTED = (
    "sentence",
    "about",
    "members",
    "unsafe",
    "goes_well",
    "tried",
    "family_wants",
    "family_knows",
    "family_knows_why",
    "dilemma",
    "disciplines",
    "urgency",
    "urgency_why",
)
"""What of the question is kept: its text. Never who asked."""


class NotWhole(DomainError):
    """An advice says something, in at most ten lines, and what follows."""


class NotDecidable(DomainError):
    """The question was taken back, or decided already."""


@transaction.atomic
def decide(advice: Advice, *, by: User) -> Advice:
    """Close the item: nothing is written at the table any more. Raises NotWhole and NotDecidable."""
    advice = versions.lock(advice, version=None)
    question = Question.objects.select_for_update(of=("self",), no_key=True).get(pk=advice.question_id)
    if advice.state != AdviceState.WRITING:
        raise NotDecidable("Dit punt is al gesloten.")
    if question.state not in (QuestionState.SCHEDULED, QuestionState.DISCUSSED):
        raise NotDecidable("De inbrenger trok deze vraag in.")
    check_whole(advice)
    today = timezone.localdate()
    question.state, question.discussed_on = QuestionState.READING, question.discussed_on or today
    question.save(update_fields=["state", "discussed_on"])
    AgendaItem.objects.filter(pk=advice.item_id).update(is_done=True, part_since=None)
    versions.save(
        advice,
        by=by,
        fields={"state": AdviceState.READING, "presented": presented(question), "decided_on": today},
    )
    audit.record(TableEvent.ITEM_DISCUSSED, target=question, by=by)
    audit.record(TableEvent.ADVICE_OFFERED, target=advice, by=by)
    notify(question.asker, OFFERED, about=question.uuid, by=None)
    return advice


def check_whole(advice: Advice) -> None:
    """Raises NotWhole when something is missing or too long."""
    if not advice.text.strip():
        raise NotWhole("Schrijf eerst het advies op.", field="text")
    if (lines := len(talking.lines_of(advice.text))) > talking.ADVICE_LINES:
        raise NotWhole(f"Het advies heeft {lines} regels. Maak er hoogstens {talking.ADVICE_LINES} van.", field="text")
    for name, longest in LONGEST.items():
        if len(getattr(advice, name)) > longest:
            raise NotWhole(f"Deze tekst is te lang. Hoogstens {longest} tekens.", field=name)
    if not advice.follow_ups:
        raise NotWhole("Kies wat er volgt. Alleen advies mag ook.", field="follow_ups")


def presented(question: Question) -> dict[str, Any]:
    """Return the text of the question as the table had it, and the kind of organisation that asked."""
    return {
        **{name: getattr(question, name) for name in PRESENTED},
        "asked_by": question.organisation.get_kind_display(),
    }
