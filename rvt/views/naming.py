"""Looking for names when a short form is sent: what is found is asked about once, and what was typed stays."""

from __future__ import annotations

from typing import Any

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase

from accounts.access import ScopedAction, typed_values
from rvt.privacy import check_texts, replace_all

REPLACE, LEAVE = "vervang", "laat_staan"
"""Buttons of the list of findings: "field:key"."""

MAY_STAY, SEEN = "mag_staan", "gezien"
"""Hidden keys of findings that may stay; and the button "Ik heb gekeken. Hier staan geen namen."."""


class NamesAtSaving(ScopedAction):
    """A form whose `free_texts` are looked over before the act. The second sending, seen by a person, goes through."""

    free_texts: tuple[str, ...]
    shown: QueryDict | None = None
    """What was typed, changed by a button of the list, when the page comes back without being judged."""
    looked: dict[str, Any] | None = None

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Change the text by a button of the list, or go on as any form."""
        if not {REPLACE, LEAVE} & set(request.POST):
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        self.shown = request.POST.copy()
        self._press(self.shown)
        self.looked = self._look(self.shown)
        return self.render_to_response(self.get_context_data())

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.shown is None:
            return kwargs
        kwargs = {name: value for name, value in kwargs.items() if name not in {"data", "files"}}
        return kwargs | {"initial": typed_values(self.get_form_class(), self.shown, kwargs)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask about what looks like a name, once."""
        looked = self._look(self.request.POST)
        if SEEN in self.request.POST or not (looked["total"] or looked["notice"]):
            return super().form_valid(form)
        self.looked = looked
        form.add_error(None, "Is iemand te herkennen? Kijk het na, of zeg dat je gekeken hebt.")
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        typed = self.shown if self.shown is not None else self.request.POST
        return super().get_context_data(looked=self.looked, may_stay=typed.getlist(MAY_STAY), seen=SEEN, **kwargs)

    def _press(self, data: QueryDict) -> None:
        if LEAVE in data:
            data.appendlist(MAY_STAY, data[LEAVE].partition(":")[2])
            return
        field, _, key = data[REPLACE].partition(":")
        if field in self.free_texts:
            result = check_texts([data.get(field, "")], person=self.user)[0]
            data[field] = replace_all(data.get(field, ""), result.findings, key)

    def _look(self, data: QueryDict) -> dict[str, Any]:
        results = check_texts([data.get(name, "") for name in self.free_texts], person=self.user)
        fields = self.get_form_class().base_fields
        rows = [
            {"field": name, "label": fields[name].label, "findings": result.open(data.getlist(MAY_STAY))}
            for name, result in zip(self.free_texts, results, strict=True)
        ]
        is_empty = not any(data.get(name) for name in self.free_texts)
        notice = "" if is_empty else next((each.notice for each in results if each.notice), "")
        return {"checked": rows, "total": sum(len(row["findings"]) for row in rows), "notice": notice}
