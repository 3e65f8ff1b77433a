"""Where everybody of the table begins (ux, S19): the next meeting, a question, and how one's own questions stand."""

from __future__ import annotations

from typing import Any

from django.views.generic import TemplateView

from accounts.models import User
from rvt.choices import QuestionState
from rvt.models import Meeting, Question
from rvt.views.base import ASKERS, AT_THE_TABLE, OFFICE, ForRoles, roles_of


class Start(ForRoles, TemplateView):
    """One page for every role: who asks, who runs the table, who sits at it."""

    roles = ASKERS | AT_THE_TABLE
    template_name = "rvt/start.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: User = self.request.user  # type: ignore[assignment]
        roles = roles_of(self.request)
        runs = bool(roles & OFFICE)
        mine = list(Question.objects.asked_by(user).order_by("-id").with_meeting_day()) if roles & ASKERS else []
        return super().get_context_data(
            may_ask=bool(roles & ASKERS),
            runs=runs,
            sits=bool(roles & AT_THE_TABLE),
            meeting=Meeting.objects.visible_to(user).coming().first(),
            questions=[question for question in mine if question.state not in QuestionState.OVER],
            over=[question for question in mine if question.state in QuestionState.OVER],
            waiting=Question.objects.queue_of(user).count() if runs else 0,
            writable=QuestionState.WRITABLE,
            withdrawable=QuestionState.WITHDRAWABLE,
            **kwargs,
        )
