"""What is going on: the page, and saying something, otherwise or differently, and taking it out (docs/glossary.md)."""

from __future__ import annotations

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.views.generic import DetailView

from accounts.access import ScopedView
from cases import rules
from cases.choices import Audience, StatementTopic
from cases.forms.analysis import OtherViewForm, StatementChangeForm, StatementForm, as_said
from cases.forms.parties import PartyValue
from cases.models import Household, Person, Statement, StatementNote, StatementText
from cases.services.analysis import (
    add_statement,
    change_statement,
    see_statement_differently,
    take_statement_out,
)
from cases.views import analysis_rows
from cases.views.base import PanelForm, RowForm


class Analysis(ScopedView, DetailView):  # type: ignore[misc]
    """Wat is er aan de hand? What was taken out stays readable for the closest circle only."""

    model = Household
    access = "readable_by"
    access_kind = "analysis"
    template_name = "cases/analysis.html"
    context_object_name = "household"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.request.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        household, user = self.object, self.request.user
        said = Statement.objects.visible_to(user).filter(household=household)
        if not household.may(rules.Act.READ_INNER):
            said = said.standing()
        rows = analysis_rows.rows(analysis_rows.with_words(said))
        return super().get_context_data(
            topics=analysis_rows.topics(row for row in rows if not row.taken_out),
            taken_out=[row for row in rows if row.taken_out],
            may_edit=household.may(rules.Act.EDIT),
            **kwargs,
        )


class _AnalysisForm(PanelForm):
    """Goes back to the page of which it is a part."""

    panel = "analyse"

    def get_back_url(self) -> str:
        return reverse("cases:analysis", args=[self.household.uuid])


class StatementCreate(_AnalysisForm):
    """Zet iets erbij."""

    form_class = StatementForm
    draft_name = "statement"
    title = "Wat is er aan de hand?"
    partial = "cases/partials/statement_form.html"
    said = "Het staat erbij."

    def get_queryset(self) -> Any:
        return super().get_queryset().with_acts(self.request.user)

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.object, "user": self.user}

    def get_initial(self) -> dict[str, Any]:
        chosen = self.request.GET.get("bij")
        return {"topic": chosen} if chosen in StatementTopic.values else {}

    def act(self, *, topic: str, audience: str, audience_why: str, **words: Any) -> Statement:
        return add_statement(
            self.object,
            topic=StatementTopic(topic),
            said=as_said(**words),
            audience=Audience(audience or Audience.EVERYONE),
            audience_why=audience_why,
            by=self.user,
        )

    def get_undo_url(self) -> str:
        return reverse("cases:statement-take-out", args=[self.object.uuid, self.result.uuid])


class _StatementRow(_AnalysisForm, RowForm):
    model = Statement
    access = "changeable_by"
    slug_url_kwarg = "statement"

    def get_queryset(self) -> QuerySet[Any]:
        rows: QuerySet[Any] = super().get_queryset().standing()  # type: ignore[attr-defined]
        return analysis_rows.with_words(rows)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(row=analysis_rows.row(self.object), **kwargs)


class StatementChange(_StatementRow):
    """Saying it otherwise. What stood there stays readable; when two people do so at once, both texts are shown."""

    form_class = StatementChangeForm
    draft_name = "statement_change"
    title = "Verander wat hier staat"
    partial = "cases/partials/statement_change_form.html"
    said = "Bewaard. Wat er eerst stond, blijft leesbaar."

    def get_versioned_row(self) -> Statement:
        return self.object  # type: ignore[no-any-return]

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.household, "user": self.user, "also": self.object.now.thinker}

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_initial_for(self, row: Any) -> dict[str, Any]:
        thinks = PartyValue.of(row.now.thinker) if row.now.thinker else ""
        return {**{name: getattr(row.now, name) for name in ("kind", "text", "source", "seen_on")}, "thinks": thinks}

    def act(self, *, version: int, **words: Any) -> StatementText:
        return change_statement(self.object, version=version, said=as_said(**words), by=self.user)


class StatementOtherView(_StatementRow):
    """Ik zie het anders: somebody of the family, in own words."""

    form_class = OtherViewForm
    draft_name = "statement_view"
    title = "Ik zie het anders"
    partial = "cases/partials/statement_view_form.html"
    said = "Bewaard. Het staat er nu naast."

    def get_form_extras(self) -> dict[str, Any]:
        return {"household": self.household, "user": self.user}

    def act(self, *, person: PartyValue, text: str) -> StatementNote:
        chosen: Person = person.party  # type: ignore[assignment]
        return see_statement_differently(self.object, person=chosen, text=text, by=self.user)


class StatementTakeOut(_StatementRow):
    """Taking it out asks first. Nothing is deleted."""

    form_class = forms.Form
    title = "Haal dit weg"
    partial = "cases/partials/statement_take_out_form.html"
    said = "Het is weggehaald."

    def act(self) -> StatementNote:
        return take_statement_out(self.object, by=self.user)
