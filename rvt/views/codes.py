"""Beheer (ux, S28): the code lists of the advice register."""

from __future__ import annotations

from itertools import groupby
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from accounts.access import ScopedAction, ScopedView
from accounts.models import Organisation
from rvt.choices_register import CodeList
from rvt.forms.importing import BureauCodeForm, CodeForm, EndForm, list_of
from rvt.models import Code
from rvt.services import codes


class CodeLists(ScopedView, ListView):  # type: ignore[type-arg]
    """Every list with its answers; those that are over at the bottom. Only for who runs a regiobureau."""

    model = Code
    access = "kept_by"
    template_name = "rvt/code_lists.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if not Organisation.objects.offices_of(self.request.user).exists():  # type: ignore[arg-type]
            raise Http404
        today = timezone.localdate()
        rows = list(self.object_list)
        for row in rows:
            row.is_over = row.last_on is not None and row.last_on < today
        rows.sort(key=lambda row: (row.list, row.is_over, row.place, row.pk))
        of_list = {name: list(found) for name, found in groupby(rows, key=lambda row: row.list)}
        lists = [(each, each.value.replace("_", "-"), of_list.get(each, [])) for each in CodeList]
        return super().get_context_data(lists=lists, today=today, **kwargs)


class _OnCode(ScopedAction):
    model = Code
    access = "kept_by"
    template_name = "rvt/code_form.html"

    def get_success_url(self) -> str:
        return reverse("rvt:code-lists")


class CodeAdd(_OnCode):
    """A new answer."""

    form_class = CodeForm
    extra_context = {"label": "Zet erbij"}

    def get_object(self, queryset: Any = None) -> None:
        """Nothing yet; the page is there for who keeps the lists, and for a list that exists."""
        if self.code_list is None or not Organisation.objects.offices_of(self.user).exists():
            raise Http404

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.code_list = list_of(kwargs["list"])

    def get_initial(self) -> dict[str, Any]:
        return {"first_on": timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=f"Nieuw antwoord bij “{self.code_list.label}”", **kwargs)  # type: ignore[union-attr]

    def act(self, **cleaned: Any) -> Code:
        messages.success(self.request, f"“{cleaned['label']}” staat in de lijst.")
        return codes.add_code(self.code_list, by=self.user, **cleaned)  # type: ignore[arg-type]


class CodeChange(_OnCode):
    """The code of the statistics bureau."""

    form_class = BureauCodeForm
    extra_context = {"label": "Bewaar"}

    def get_initial(self) -> dict[str, Any]:
        return {"bureau_code": self.object.bureau_code}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=f"Code bij “{self.object.label}”", **kwargs)

    def act(self, *, bureau_code: str) -> None:
        codes.set_bureau_code(self.object, bureau_code=bureau_code, by=self.user)
        messages.success(self.request, "De code is bewaard.")


class CodeEnd(_OnCode):
    """Nobody can choose it after that day."""

    access = "endable_by"
    form_class = EndForm
    extra_context = {"label": "Laat stoppen"}

    def get_initial(self) -> dict[str, Any]:
        return {"last_on": self.object.last_on or timezone.localdate()}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(title=f"“{self.object.label}” stoppen", **kwargs)

    def act(self, *, last_on: Any) -> None:
        codes.end_code(self.object, last_on=last_on, by=self.user)
        messages.success(self.request, f"“{self.object.label}” stopt.")
