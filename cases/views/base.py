"""What the pages about one household share: panels that htmx swaps, and rows below a household.

A panel of the household page is `#paneel-<name>`. Its forms are pages of their own that also work inside the panel:
htmx asks the same address, says which panel it fills (HX-Target), and gets the form alone. After success the 303 leads
to the household page; htmx follows it with the same HX-Target and gets that one panel, with the message out of band.
"""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest
from django.urls import reverse

from accounts.access import ScopedAction
from accounts.versions import NotChosen, OtherTextRow, VersionedFormMixin, other_texts
from cases.models import Household
from cases.services.guarding import keeps_secret

PANEL = "paneel-"

BACK_TO_MY_DAY = "dag"
"""Value of the field "terug": what was begun on "Mijn dag" goes back there."""


def panel_asked(request: HttpRequest) -> str | None:
    """Return the name of the panel that htmx wants to fill, or None when the whole page is asked."""
    htmx = request.htmx  # type: ignore[attr-defined]
    if not htmx or htmx.boosted or htmx.history_restore_request:
        return None
    target = htmx.target or ""
    return target.removeprefix(PANEL) if target.startswith(PANEL) else None


class PanelForm(ScopedAction):
    """One act on a household, in the panel `panel` or on a page of its own.

    `partial` is the form; `title` its heading; `said` the message after success; `has_page` is for forms that belong to
    another page than that of the household.
    """

    template_name = "cases/household_form.html"
    panel: str
    partial: str
    title: str
    said: str
    model: Any = Household
    access = "changeable_by"

    @property
    def household(self) -> Household:
        """The household that this page is about."""
        return self.object if isinstance(self.object, Household) else self.object.household

    def get_title(self) -> str:
        """Return the heading."""
        return self.title

    def get_back_url(self) -> str:
        """Where "Terug" leads: the household."""
        return self.household.get_absolute_url()

    def get_success_url(self) -> str:
        return self.get_back_url()

    def get_undo_url(self) -> str:
        """Address that takes the act back, when there is one."""
        return ""

    def get_template_names(self) -> list[str]:
        return [self.partial] if panel_asked(self.request) else [self.template_name]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        return super().get_context_data(
            household=self.household,
            title=self.get_title(),
            partial=self.partial,
            in_panel=panel_asked(self.request) is not None,
            panel_id=f"{PANEL}{panel_asked(self.request) or self.panel}",
            back_url=self.get_back_url(),
            draft_name=self.draft_name,
            saved_at=self.get_draft_saved_at(),
            is_versioned=hasattr(self.get_form_class(), "opened_with"),
            other_texts=self._other_texts(form),
            is_change=self.get_versioned_row() is not None and not isinstance(self.object, Household),
            **kwargs,
        )

    def not_chosen(self, cleaned: dict[str, Any], form: Any, row: Any) -> list[NotChosen]:
        """A text that tells a secret is not kept as the other text either."""
        others = super().not_chosen(cleaned, form, row)
        return [other for other in others if keeps_secret(self.household, other.text)]

    def _other_texts(self, form: Any) -> list[OtherTextRow]:
        """What was not chosen when two people changed this at once."""
        if not isinstance(form, VersionedFormMixin):
            return []
        fields = form.fields  # type: ignore[attr-defined]
        return other_texts(self.get_versioned_row(), lambda name: str(fields[name].label) if name in fields else "")

    def finish(self) -> Any:
        messages.success(self.request, self.said, extra_tags=self.get_undo_url())
        return super().finish()


class FromMyDay(PanelForm):
    """Goes back to where it came from: the household, or "Mijn dag"."""

    def get_back_url(self) -> str:
        return reverse("accounts:my-day") if self.wants_my_day() else super().get_back_url()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(to_my_day=self.wants_my_day(), **kwargs)

    def wants_my_day(self) -> bool:
        """Did this begin on "Mijn dag"?"""
        asked = self.request.POST.get("terug") or self.request.GET.get("terug")
        return asked == BACK_TO_MY_DAY


class RowForm(PanelForm):
    """One act on a row that belongs to a household. The household in the address must be its own."""

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().select_related("household")
        return rows.filter(household__uuid=self.kwargs["uuid"])

    def get_draft_subject(self) -> UUID | None:
        return self.object.uuid  # type: ignore[no-any-return]
