"""The queue of a table (ux, S21) and reading a question: chair and secretary look it over, send it back, or on."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.views.generic import DetailView, ListView

from accounts.access import ScopedAction, ScopedView
from rvt import rules
from rvt.choices import BetterFit, QuestionState
from rvt.forms import questions as forms
from rvt.models import Advice, Meeting, Question, Reflection
from rvt.services import questions
from rvt.services.looking import look_over
from rvt.views.base import OFFICE, ForRoles
from rvt.views.questions import belongs_to
from rvt.views.reading import reading_of


class Queue(ForRoles, ScopedView, ListView):  # type: ignore[misc]
    """What waits for a place on an agenda: how soon first, then the oldest."""

    roles = OFFICE
    model = Question
    access = "queue_of"
    template_name = "rvt/queue.html"
    context_object_name = "questions"
    paginate_by = 30
    ordering = None

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation", "asker")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(minutes=rules.ITEM_MINUTES, agenda_url=next_agenda(self.request.user), **kwargs)


class QuestionDetail(ScopedView, DetailView):  # type: ignore[misc]
    """A question to read: by the asker, by who runs the table, by an expert who is asked for it."""

    model = Question
    access = "visible_to"
    template_name = "rvt/question_detail.html"
    context_object_name = "question"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation", "asker", "region")

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Once there is an advice to read, that is what one comes for; it leads back here with `?vraag`."""
        answer: HttpResponseBase = super().get(request, *args, **kwargs)
        asked, user = self.object, request.user
        if "vraag" not in request.GET and Advice.objects.visible_to(user).offered().filter(question=asked).exists():  # type: ignore[arg-type]
            return redirect("rvt:advice-detail", asked.uuid)
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        question, user = self.object, self.request.user
        is_mine = question.asker_id == user.pk
        runs = Question.objects.run_by(user).filter(pk=question.pk).exists()  # type: ignore[arg-type]
        is_queued = runs and not is_mine and question.state in QuestionState.QUEUED
        looked = look_over(question, person=user, names=False) if is_queued else None  # type: ignore[arg-type]
        return super().get_context_data(
            is_mine=is_mine,
            runs=runs,
            is_queued=is_queued,
            looked=looked,
            marked=[(row, "") for row in looked if row.findings] if looked else [],
            reading=reading_of(question, looked),
            belongs_to=belongs_to(user, question) if is_mine else "",
            reflection=Reflection.objects.visible_to(user).filter(question=question).first() if is_mine else None,  # type: ignore[arg-type]
            minutes=rules.ITEM_MINUTES,
            agenda_url=next_agenda(user) if is_queued else "",
            writable=QuestionState.WRITABLE,
            withdrawable=QuestionState.WITHDRAWABLE,
            **kwargs,
        )


def next_agenda(user: Any) -> str:
    """Return the page of the next agenda that is still made; "" when there is none."""
    meeting = Meeting.objects.cancellable_by(user).coming().first()
    return reverse("rvt:agenda", args=[meeting.uuid]) if meeting else ""


class OfficeAct(ScopedAction):
    """One act of chair or secretary on a question that waits."""

    model = Question
    access = "looked_over_by"
    template_name = "rvt/queue_form.html"
    title: str
    label: str
    said: str

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation", "asker")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=self.title, label=self.label, question=self.object, **kwargs)

    def get_success_url(self) -> str:
        messages.success(self.request, self.said)
        return reverse("rvt:queue")


class QuestionChecked(OfficeAct):
    """Geen namen gezien."""

    form_class = forms.CheckedForm
    title, label, said = "Geen namen gezien", "Geen namen gezien", "Nagekeken. Er zijn geen namen gezien."

    def act(self, *, read_by_hand: bool) -> Question:
        return questions.mark_checked(self.object, read_by_hand=read_by_hand, by=self.user)


class QuestionSendBack(OfficeAct):
    """Stuur terug met een vraag."""

    form_class = forms.SendBackForm
    draft_name = "question-back"
    title, label = "Stuur terug met een vraag", "Stuur terug"
    said = "Teruggestuurd. De inbrenger krijgt een melding."

    def get_form_extras(self) -> dict[str, Any]:
        return {"person": self.user, "known": False}

    def act(self, *, text: str) -> Question:
        return questions.send_back(self.object, text=text, by=self.user)


class QuestionRefer(OfficeAct):
    """Past beter bij …"""

    form_class = forms.ReferForm
    title, label = "Past beter bij …", "Haal uit de wachtrij"
    said = "De vraag is uit de wachtrij. De inbrenger krijgt een melding."

    def act(self, *, better_fit: str) -> Question:
        return questions.refer_question(self.object, better_fit=BetterFit(better_fit), by=self.user)
