"""After a year the text of a question goes, and of the advice on it; what is counted stays (design 2)."""

from __future__ import annotations

from django.db import transaction
from django.utils import timezone

from rvt import rules
from rvt.choices import QuestionState
from rvt.models import Advice, Question, Reflection
from rvt.services.questions import texts_gone


@transaction.atomic
def erase_old_texts() -> int:
    """Erase the text of every question that was sent, or begun and never sent, more than `rules.KEPT_FOR` ago.

    Days are local (Europe/Amsterdam). Returns how many questions. May run twice.
    """
    before = timezone.localdate() - rules.KEPT_FOR
    old = list(Question.objects.to_be_erased(before).select_for_update(of=("self",), no_key=True))
    Reflection.objects.filter(question__in=old).delete()
    for question in old:
        fields = texts_gone()
        if question.state in QuestionState.WRITABLE:
            fields["state"] = QuestionState.WITHDRAWN
        Question.objects.filter(pk=question.pk).update(**fields)
    Advice.objects.filter(final_on__lt=before).exclude(text="", considerations="").update(
        presented={}, considerations="", text="", other_view="", family_teller="", change_asked=""
    )
    return len(old)
