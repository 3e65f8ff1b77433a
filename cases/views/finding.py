"""Is er al een vast gezicht? (ux, S4)"""

from __future__ import annotations

from typing import Any

from django.http import Http404
from django.urls import reverse

from accounts.access import ScopedAction
from accounts.models import User
from cases.forms.finding import FaceAskForm
from cases.services import finding

_ANSWER = "face_answer"
"""Session key: the faces and teams of the answer, by primary key. Never the name that was asked."""


class FaceAsk(ScopedAction):
    """A question about one person; the answer stands above the form, once."""

    form_class = FaceAskForm
    template_name = "cases/face_ask.html"

    def get_object(self, queryset: Any = None) -> None:
        """For who does not work with households this page is not there."""
        if not User.objects.professionals().contains(self.user):
            raise Http404

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        kept = self.request.session.pop(_ANSWER, None) if self.request.method == "GET" else None
        return super().get_context_data(
            is_answered=kept is not None,
            answers=finding.answers_for([(face, team) for face, team in kept]) if kept else [],
            **kwargs,
        )

    def act(self, **cleaned: Any) -> list[tuple[int | None, int]]:
        return finding.ask_for_face(by=self.user, **cleaned)

    def get_success_url(self) -> str:
        self.request.session[_ANSWER] = self.result
        return reverse("cases:face-ask")
