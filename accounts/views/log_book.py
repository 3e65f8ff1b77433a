"""Logboek (ux, S29): what was done in the name of one's organisation, for its privacy officer. Nothing of a family."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.urls import reverse
from django.utils import timezone
from django.views.generic import ListView

from accounts import access_log, slots
from accounts.access import ScopedView
from accounts.choices import AccessEvent, Outcome, Role
from accounts.clock import midnight
from accounts.context_processors import desk
from accounts.forms.log_book import SHOWN_FOR, LogBookForm
from accounts.models import AccessLine, User
from accounts.rules import code_of
from accounts.slots import MenuItem


@dataclass(frozen=True)
class LogRow:
    """One line. `what`: "Gekeken"; `about`: codes of households, or how many; `ground`: by what right."""

    at: datetime
    name: str
    what: str
    about: str
    ground: str
    is_refused: bool
    is_emergency: bool


class LogBook(ScopedView, ListView):  # type: ignore[type-arg]
    """The lines of the last month, or of what is chosen. Not there for whoever is no privacy officer."""

    model = AccessLine
    access = "of_officer"
    template_name = "accounts/log_book.html"
    paginate_by = 50

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        person = desk(request)
        if person is None or Role.PRIVACY_OFFICER not in person.roles:
            raise Http404
        return super().dispatch(request, *args, **kwargs)

    def get_queryset(self) -> Any:
        user: User = self.request.user  # type: ignore[assignment]
        self.form = LogBookForm(self.request.GET or None, user=user)
        chosen = self.form.cleaned_data if self.form.is_bound and self.form.is_valid() else {}
        first = chosen.get("vanaf") or timezone.localdate() - SHOWN_FOR
        rows = super().get_queryset().filter(at__gte=midnight(first)).order_by("-at", "-seq")
        if last := chosen.get("tot_en_met"):
            rows = rows.filter(at__lt=midnight(last + timedelta(days=1)))
        if person := chosen.get("wie"):
            rows = rows.filter(who=person.uuid)
        return rows.filter(checks__endswith="T") if chosen.get("nood") else rows

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        lines = list(context["page_obj"])
        access_log.listed(self.request, "access_log", [line.household for line in lines if line.household])
        stays = self.request.GET.copy()
        stays.pop("page", None)
        return context | {
            "form": self.form,
            "tabs": tabs(self.request),
            "rows": _rows(lines),
            "page_base": f"{stays.urlencode()}&" if stays else "",
        }


def tabs(request: HttpRequest) -> list[MenuItem]:
    """Return the pages that belong to the log book: its lines, and what other rooms add."""
    own = MenuItem("Regels", reverse("accounts:log-book"), "")
    return [own, *slots.fill("log_book_tabs", request)]


def _rows(lines: Iterable[AccessLine]) -> list[LogRow]:
    """Resolve the names of one page: the log holds none."""
    lines = list(lines)
    people: dict[UUID, User] = User.objects.in_bulk({line.who for line in lines if line.who}, field_name="uuid")
    words = {str(role): str(role.label) for role in Role} | {access_log.INTEGRATION_ROLE: "Koppeling"} | _words()
    return [
        LogRow(
            at=line.at,
            name=people[line.who].name if line.who in people else "",
            what=str(AccessEvent(line.event_code).label),
            about=_about(line),
            ground=words.get(line.role, "Geen"),
            is_refused=line.outcome == Outcome.REFUSED,
            is_emergency=line.checks.endswith("T"),
        )
        for line in lines
    ]


def _words() -> dict[str, str]:
    return {code: word for words in slots.fill("access_words") for code, word in words.items()}


def _about(line: AccessLine) -> str:
    if line.household:
        return code_of(line.household)
    if line.household_ids:
        number = len(line.household_ids)
        return f"{number} {'huishouden' if number == 1 else 'huishoudens'}"
    return ""
