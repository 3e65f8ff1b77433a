"""Looking for names in a short form: beside it while it is typed, and once when it is sent. What was typed stays."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from django.http import HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.shortcuts import render

from accounts import access_log, drafts, onetime
from accounts.access import ScopedAction, typed_values
from rvt.privacy import replace_all
from rvt.services.looking import Looked, LookedField, look

REPLACE, LEAVE = "vervang", "laat_staan"
"""Buttons of the list of findings: "field:key"."""

MAY_STAY, SEEN, SHOWN = "mag_staan", "gezien", "_bevonden"
"""Hidden keys of findings that may stay; the button "Ik heb gekeken. Hier staan geen namen."; and which findings the
page shows."""


class NamesAtSaving(ScopedAction):
    """A form whose `free_texts` are looked over before the act. The second sending, seen by a person, goes through.

    With `draft_name` they are also looked over when a field is left: the answer to the kept draft brings the findings.
    """

    free_texts: tuple[str, ...]
    form_id = "consultatie"
    knows_names = True
    """Whether the names that this person works with count too; never for chair and secretary (design 4)."""
    shown: QueryDict | None = None
    """What was typed, changed by a button of the list, when the page comes back without being judged."""
    looked: Looked | None = None
    asks = False
    """Whether the page asks to look, because it was sent."""

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Keep a draft, change the text by a button of the list, or go on as any form."""
        if self.draft_name and onetime.AUTOSAVE in request.POST:
            self.object = self.get_object()
            return self._keep_draft()
        if not self.own_buttons(request.POST):
            return super().post(request, *args, **kwargs)
        self.object = self.get_object()
        self.shown = request.POST.copy()
        self.press(self.shown)
        self.looked = self._look(self.shown)
        return self.render_to_response(self.get_context_data())

    def own_buttons(self, data: QueryDict) -> bool:
        """Whether a button was pressed that changes the form and judges nothing."""
        return not {REPLACE, LEAVE}.isdisjoint(data)

    def press(self, data: QueryDict) -> None:
        """Change what was typed as the button says."""
        if LEAVE in data:
            data.appendlist(MAY_STAY, data[LEAVE].partition(":")[2])
        elif REPLACE in data:
            field, _, key = data[REPLACE].partition(":")
            row = next((row for row in self._look(data) if row.field == field), None)
            if row is not None:
                data[field] = replace_all(row.text, row.findings, key)

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        if self.shown is None:
            return kwargs
        kwargs = {name: value for name, value in kwargs.items() if name not in {"data", "files"}}
        if "row" in kwargs:
            kwargs["opened"] = self.shown
        return kwargs | {"initial": typed_values(self.get_form_class(), self.shown, kwargs)}

    def form_valid(self, form: Any) -> HttpResponse:
        """Ask about what looks like a name, once."""
        looked = None if SEEN in self.request.POST else self._look(self.request.POST)
        if looked is None or not (looked.total or looked.notice):
            return super().form_valid(form)
        self.looked, self.asks = looked, True
        form.add_error(None, "Is iemand te herkennen? Kijk het na, of zeg dat je gekeken hebt.")
        return self.form_invalid(form)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        typed = self.shown if self.shown is not None else self.request.POST
        if self.looked is None:
            data = QueryDict(mutable=True)
            data.update({name: form[name].value() or "" for name in self.free_texts})
            self.looked = self._look(data)
        return super().get_context_data(
            may_stay=typed.getlist(MAY_STAY),
            marked=[(form[row.field], row) for row in self.looked],
            **self._found(self.looked),
            **kwargs,
        )

    def _keep_draft(self) -> HttpResponse:
        """Keep what is typed; beside "Opgeslagen om", send the findings when they changed."""
        post = self.request.POST
        access_log.is_no_look(self.request)
        saved_at = drafts.keep(self.user, self.draft_name or "", self.get_draft_subject(), post)
        found = self._found(self._look(post))
        if found["shown_key"] == post.get(SHOWN, ""):
            return render(self.request, "components/saved.html", {"saved_at": saved_at})
        return render(self.request, "rvt/partials/names_saved.html", {"saved_at": saved_at, **found})

    def _found(self, looked: Looked) -> dict[str, Any]:
        """What the list of findings needs."""
        keys = [f"{row.field}:{finding.key}" for row in looked for finding in row.findings]
        return {
            "looked": looked,
            "asks": self.asks,
            "form_id": self.form_id,
            "seen": SEEN,
            "shown_name": SHOWN,
            "shown_key": hashlib.sha256(json.dumps([keys, looked.notice]).encode()).hexdigest()[:16],
        }

    def _look(self, data: QueryDict) -> Looked:
        fields = self.get_form_class().base_fields
        texts = {name: data.get(name, "") for name in self.free_texts}
        labels = {name: str(fields[name].label) for name in texts}
        if not any(texts.values()):
            return Looked(tuple(LookedField(name, labels[name], "", ()) for name in texts), "")
        return look(texts, person=self.user, kept=data.getlist(MAY_STAY), names=self.knows_names, labels=labels)
