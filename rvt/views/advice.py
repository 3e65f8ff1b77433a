"""The advice (ux, S25): the asker reads first, then the experts of that item add a line, and then it stays."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView

from accounts import slots
from accounts.access import ScopedAction, ScopedView
from accounts.models import Organisation
from rvt.choices import AdviceState
from rvt.forms.table import ChangeForm, LineForm, NothingAsked, ReadForm
from rvt.models import Advice, AgendaItem
from rvt.services import advising, questions

OWN_SIDE = "advice_links"
"""Slot: what the asker can do with an advice elsewhere. Called with the person and the UUID of the question; returns a
label and an address, plain strings, or None."""


class AdvicePage(ScopedView):
    """The newest advice on the question of the address, as far as this person may read it."""

    model = Advice
    access = "visible_to"
    slug_field = "question__uuid"

    def get_queryset(self) -> QuerySet[Any]:
        newest = Advice.objects.filter(question__uuid=self.kwargs["uuid"]).order_by("-pk").values("pk")[:1]
        return super().get_queryset().filter(pk__in=newest).select_related("question", "item__meeting")


def page_of(advice: Advice, user: Any) -> dict[str, Any]:
    """Return what everybody's page of an advice shows."""
    is_asker = advice.question.asker_id == user.pk
    runs_it = Advice.objects.run_by(user).filter(pk=advice.pk).exists()
    lines = list(advice.lines.all())
    open_for_lines = advice.lines_until is not None and timezone.localdate() <= advice.lines_until
    return {
        "advice": advice,
        "question": advice.question,
        "is_asker": is_asker,
        "runs_it": runs_it,
        "lines": [line.text for line in lines],
        "may_read": is_asker and advice.state == AdviceState.READING,
        "may_ask_change": not advice.change_asked,
        "may_add_line": open_for_lines
        and not any(line.by_id == user.pk for line in lines)
        and Advice.objects.with_lines_of(user).filter(pk=advice.pk).exists(),
        "may_ask_again": Advice.objects.askable_again_by(user).filter(pk=advice.pk).exists(),
        "steps": steps_of(advice),
        "may_count": runs_it and AgendaItem.objects.countable_by(user).filter(pk=advice.item_id).exists(),
        "own_side": list(slots.fill(OWN_SIDE, user, advice.question.uuid)) if is_asker else [],
    }


def steps_of(advice: Advice) -> list[dict[str, Any]]:
    """Return where the advice is, in three steps."""
    place = {AdviceState.AT_THE_TABLE: 1, AdviceState.FINAL: 2}.get(AdviceState(advice.state), 0)
    steps = (
        ("De inbrenger leest eerst", "Die mag één keer om een wijziging vragen"),
        ("De tafel leest mee", "2 werkdagen, ieder hoogstens één regel"),
        ("Klaar", "Daarna verandert het niet meer"),
    )
    return [
        {"label": label, "text": text, "is_now": n == place, "is_done": n < place}
        for n, (label, text) in enumerate(steps)
    ]


class AdviceDetail(AdvicePage, DetailView):
    """Reading the advice; what somebody can do with it depends on who that is."""

    template_name = "rvt/advice.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        page = page_of(self.object, user)
        form: Any = None
        if page["may_read"]:
            form = ReadForm(may_ask=page["may_ask_change"], person=user)
        elif page["may_add_line"]:
            form = LineForm(person=user)
        return super().get_context_data(form=form, **page, **kwargs)


class _AdviceAct(AdvicePage, ScopedAction):
    """One act on an advice; when it is refused the page of the advice shows why."""

    template_name = "rvt/advice.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {"person": self.user}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(**page_of(self.object, self.user), **kwargs)

    def get_success_url(self) -> str:
        return reverse("rvt:advice-detail", args=[self.object.question.uuid])


class AdviceRead(_AdviceAct):
    """Klopt dit? Of the asker."""

    access = "readable_by_asker"
    form_class = ReadForm

    def get_form_extras(self) -> dict[str, Any]:
        return {**super().get_form_extras(), "may_ask": not self.object.change_asked}

    def act(self, *, right: str, change_asked: str = "") -> Any:
        if right == ReadForm.ALMOST:
            return advising.ask_change(self.object, text=change_asked, by=self.user)
        return advising.agree(self.object, by=self.user)

    def get_success_url(self) -> str:
        asked = self.result.state == AdviceState.CHANGE_ASKED
        messages.success(
            self.request, "De voorzitter past het advies aan." if asked else "Je ging akkoord. De tafel leest nu mee."
        )
        return super().get_success_url()


class QuestionAgain(AdvicePage, ScopedAction):
    """ "Opnieuw bespreken": a new question begins with the text that lay on the table. Of the asker."""

    access = "askable_again_by"
    form_class = NothingAsked
    template_name = "rvt/confirm.html"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().select_related("question__organisation")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Stel de vraag opnieuw",
            text="Je begint met de tekst die op tafel lag. Pas aan wat nu anders is, en breng de vraag dan weer in.",
            label="Stel de vraag opnieuw",
            back_url=reverse("rvt:advice-detail", args=[self.object.question.uuid]),
            **kwargs,
        )

    def act(self) -> Any:
        mine = Organisation.objects.of_professional(self.user)
        own = mine.filter(pk=self.object.question.organisation_id).first() or mine.order_by("name", "pk").first()
        return questions.begin_again(self.object, organisation=own or self.object.question.organisation, by=self.user)

    def get_success_url(self) -> str:
        return reverse("rvt:question-step-1", args=[self.result.uuid])


class AdviceLine(_AdviceAct):
    """One line of an expert of that item."""

    access = "with_lines_of"
    form_class = LineForm

    def act(self, *, text: str) -> Any:
        return advising.add_line(self.object, text=text, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Je regel staat onder het advies, zonder je naam.")
        return super().get_success_url()


class AdviceChange(AdvicePage, ScopedAction):
    """The chair writes down what the asker wanted otherwise."""

    access = "changeable_by"
    form_class = ChangeForm
    template_name = "rvt/advice_change.html"

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_form_extras(self) -> dict[str, Any]:
        return {"person": self.user, "known": False}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(advice=self.object, back_url=self._page(), **kwargs)

    def act(self, **fields: Any) -> Any:
        return advising.change(self.object, **fields, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Advies aangepast. De inbrenger leest het nu opnieuw.")
        return self._page()

    def _page(self) -> str:
        return reverse("rvt:advice-detail", args=[self.object.question.uuid])
