"""A new household (ux, S7)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.http.response import HttpResponseBase
from django.urls import reverse

from accounts import access_log, drafts, onetime, slots
from accounts.access import ScopedAction
from accounts.choices import AccessEvent
from accounts.models import Organisation, User
from cases.forms.create import PREFIX, CreateHouseholdForm
from cases.models import Household
from cases.services.households import open_household

HINTS = "household_hints"
"""Session key: the page of this household shows once what can be done next."""

ADD, TAKE_AWAY = "nog", "weg"
"""Submit buttons of the list of people, for a browser without script."""


class HouseholdCreate(ScopedAction):
    """Whoever works for a local team opens a household and is its face; for everybody else this page is not there.

    A colleague may be asked at once to be the face instead; until the yes it is whoever opened the household.
    """

    form_class = CreateHouseholdForm
    template_name = "cases/household_create.html"
    draft_name = "household"
    kept: QueryDict | None = None

    def get_object(self, queryset: Any = None) -> None:
        """There is no household yet; there is a team, or there is no page."""
        if not Organisation.objects.opening_households(self.user).exists():
            raise Http404

    def get_kept_text(self) -> QueryDict | None:
        self.kept = super().get_kept_text()
        return self.kept

    def get_form_extras(self) -> dict[str, Any]:
        return {"user": self.user}

    def get_form_kwargs(self) -> dict[str, Any]:
        kwargs = super().get_form_kwargs()
        return kwargs | {"kept": self.kept}

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """A row more or less is no attempt to send: the page comes back with what was typed, and no errors."""
        if (ADD in request.POST or TAKE_AWAY in request.POST) and onetime.AUTOSAVE not in request.POST:
            self.object = self.get_object()
            return self.show_again(self.with_other_rows(request.POST))
        return super().post(request, *args, **kwargs)

    def with_other_rows(self, data: QueryDict) -> QueryDict:
        """Return what was typed with one row more, or without the row of the button."""
        changed = data.copy()
        total = data.get(f"{PREFIX}-TOTAL_FORMS", "")
        if ADD in data:
            changed[f"{PREFIX}-TOTAL_FORMS"] = str(int(total) + 1 if total.isdecimal() else 1)
        else:
            changed[f"{PREFIX}-{data[TAKE_AWAY]}-DELETE"] = "on"
        return changed

    def show_again(self, kept: QueryDict) -> HttpResponse:
        """Show `kept` in a form that is not judged."""
        names = CreateHouseholdForm.base_fields
        initial = {name: kept.get(name) for name in names if name in kept}
        form = CreateHouseholdForm(user=self.user, initial=initial, kept=kept)
        if ADD in kept:
            form.people.forms[-1].fields["name"].widget.attrs["autofocus"] = True
        return self.render_to_response(self.get_context_data(form=form))  # type: ignore[return-value]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        draft = drafts.find(self.user, "household", None)
        others = list(slots.fill("household_begins"))
        return context | {"saved_at": draft.saved_at if draft else None, "other_ways": others}

    def form_valid(self, form: CreateHouseholdForm) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def act(self, **cleaned: Any) -> Household:
        """Open the household and ask the colleague: both, or neither."""
        household = open_household(
            call_name=cleaned["call_name"],
            municipality=cleaned["municipality"],
            people=self.form.new_people(),
            team=cleaned["team"],
            family_knows=self.form.family_knows(),
            colleague=cleaned["colleague"],
            by=self.user,
        )
        self.asked: User | None = cleaned["colleague"]
        access_log.seen(self.request, household, event=AccessEvent.CREATE)
        return household

    def get_success_url(self) -> str:
        until = f" tot {self.asked.first_name} ja zegt" if self.asked else ""
        messages.success(self.request, f"Huishouden gemaakt. Jij bent het vaste gezicht{until}.")
        self.request.session[HINTS] = str(self.result.uuid)
        return reverse("cases:household-detail", args=[self.result.uuid])
