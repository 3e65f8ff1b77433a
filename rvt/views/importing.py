"""Beheer (ux, S28): a file for the register. Chosen, read by the worker, looked at, and only then added."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.urls import reverse
from django.views.generic import DetailView

from accounts.access import ScopedAction, ScopedView
from accounts.models import Municipality, Organisation
from rvt.choices_register import ImportState
from rvt.forms.importing import FileForm
from rvt.models import Code, ImportLine, RegisterImport
from rvt.register_file import NEEDED, OF_THE_BUREAU
from rvt.services import importing

SHOWN_LINES = 5
EARLIER = 10


class ImportCreate(ScopedAction):
    """Choose a file for the register of one organisation."""

    model = Organisation
    access = "administered_by"
    form_class = FileForm
    template_name = "rvt/import_create.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().active()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mine = RegisterImport.objects.visible_to(self.user).filter(organisation=self.object).without_data()
        return super().get_context_data(
            organisation=self.object,
            earlier=list(mine[:EARLIER]),
            may_count_questions=importing.may_count_questions(self.object, self.user),
            needed=NEEDED,
            of_the_bureau=OF_THE_BUREAU,
            **kwargs,
        )

    def act(self, *, file: Any) -> RegisterImport:
        return importing.begin_import(self.object, file, by=self.user)

    def get_success_url(self) -> str:
        return self.result.get_absolute_url()  # type: ignore[no-any-return]


class _Import(ScopedView, DetailView):  # type: ignore[type-arg]
    model = RegisterImport
    access = "visible_to"
    context_object_name = "file"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation").without_data()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        is_ready = self.object.state == ImportState.READY
        return super().get_context_data(first_lines=_first_lines(self.object) if is_ready else [], **kwargs)


class ImportDetail(_Import):
    """How far it is, what is in it, what is wrong with it, or what it added."""

    template_name = "rvt/import_detail.html"


class ImportStand(_Import):
    """The same as a piece of that page: asked every second while the worker is busy."""

    template_name = "rvt/partials/import_stand.html"


class _OnImport(ScopedAction):
    model = RegisterImport
    access = "visible_to"
    form_class = forms.Form
    http_method_names = ["post", "options"]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("organisation").without_data()

    def get_success_url(self) -> str:
        return self.object.get_absolute_url()  # type: ignore[no-any-return]


class ImportAdd(_OnImport):
    """Yes: into the register."""

    access = "addable_by"

    def act(self) -> None:
        importing.ask_adding(self.object, by=self.user)


class ImportDrop(_OnImport):
    """No: throw it away."""

    access = "dropped_by"

    def act(self) -> None:
        importing.drop_import(self.object, by=self.user)
        messages.success(self.request, "Het bestand is weg. Er is niets overgenomen.")

    def get_success_url(self) -> str:
        return reverse("rvt:import-create", args=[self.object.organisation.uuid])


def _first_lines(row: RegisterImport) -> list[dict[str, Any]]:
    """Return the first lines in words."""
    lines = list(ImportLine.objects.filter(register_import=row).order_by("number")[:SHOWN_LINES])
    codes = {code.pk: code.label for code in Code.objects.all()}
    towns = dict(Municipality.objects.filter(organisations=row.organisation_id).values_list("pk", "name"))
    return [
        {
            "number": line.number,
            "kind": "vraag" if line.is_question else "consultatie",
            "day": line.day,
            "what": line.get_about_display() if line.is_question else _said(line, towns, codes),
        }
        for line in lines
    ]


def _said(line: Any, towns: dict[int, str], codes: dict[int, str]) -> str:
    return ", ".join([towns[line.municipality_id], codes[line.seeker_role_id], *(codes[pk] for pk in line.natures)])
