""" "Ik herken dit gezin": the page of an expert, before the item opens (ux, S24)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse

from accounts.access import ScopedAction
from rvt.choices import Recognition
from rvt.forms.table import RecogniseForm
from rvt.models import AgendaItem, Question, Recognised
from rvt.services.recognising import recognise

SAID = {
    Recognition.LEAVES: "Je gaat van tafel bij deze vraag. Je ziet hem niet meer.",
    Recognition.STAYS: "Je blijft. Vertel aan tafel dat je het gezin herkent.",
    Recognition.OPEN_TALK: "De voorzitter weet dat je een open gesprek wilt.",
}


class Recognise(ScopedAction):
    """One choice of three, made once. Who left sees no question here any more."""

    model = AgendaItem
    access = "asked_expert"
    form_class = RecogniseForm
    template_name = "rvt/recognise.html"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("meeting")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        said = Recognised.objects.filter(item=self.object, user=self.user).first()
        shown = Question.objects.shown_to_expert(self.user).filter(pk=self.object.question_id).first()
        return super().get_context_data(
            item=self.object,
            question=shown,
            said=SAID[Recognition(said.choice)] if said else "",
            has_begun=bool(self.object.part) or self.object.is_done,
            **kwargs,
        )

    def act(self, *, choice: str) -> Any:
        return recognise(self.object, choice=Recognition(choice), by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, SAID[Recognition(self.result.choice)])
        return reverse("rvt:recognise", args=[self.object.uuid])
