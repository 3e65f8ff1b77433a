"""Agenda samenstellen (ux S22): one page, one form, a button for every act."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.generic import DetailView

from accounts.access import ScopedView
from accounts.errors import DomainError
from accounts.models import User
from accounts.templatetags.ui import clock
from rvt import board
from rvt.choices import ItemKind
from rvt.forms.agenda import AgendaActForm
from rvt.models import AgendaItem, Meeting, Question
from rvt.services import agenda
from rvt.services.agenda import Agenda, AgendaMoved

MINUTES = {"korter": -5, "langer": 5}
STEPS = {"eerder": -1, "later": 1}
CHANGES_QUEUE = ("zet", "spoed", "terug")


class AgendaPage(ScopedView, DetailView):  # type: ignore[type-arg]
    """The page, and what its buttons do. htmx gets the list, the seats and the state back; others the whole page."""

    model = Meeting
    access = "run_by"
    template_name = "rvt/agenda.html"
    http_method_names = ["get", "post", "head", "options"]

    def get_queryset(self) -> Any:
        return super().get_queryset().with_sent().select_related("changed_by")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opened = Agenda(self.object, agenda.items_of(self.object))
        return super().get_context_data(**self.shown(opened), queue=self.queue(), **kwargs)

    def shown(self, opened: Agenda) -> dict[str, Any]:
        """Return what the list, the seats and the state need."""
        return {
            "meeting": opened.meeting,
            "board": board.of(opened),
            "used": self.request.GET.get("op", ""),
            "in_answer": False,
            "focus_mark": "autofocus",
        }

    def queue(self) -> list[Question]:
        """Return the questions that wait, for this table."""
        rows = Question.objects.queue_of(self.user).filter(region=self.object.region_id)
        return list(rows.select_related("organisation"))

    @property
    def user(self) -> User:
        """Who makes this agenda."""
        return self.request.user  # type: ignore[return-value]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AgendaActForm(request.POST)
        if not form.is_valid():
            return self.refuse("Dit kennen we niet. Kijk even.", 422)
        doe = form.cleaned_data["doe"]
        try:
            opened = self.act(doe, form.cleaned_data["version"])
        except Meeting.DoesNotExist as error:
            raise Http404 from error
        except AgendaMoved as moved:
            return self.refuse(moved.message, 409)
        except DomainError as error:
            return self.refuse(error.message, 422)
        self.object = opened.meeting
        messages.success(request, said(doe, opened))
        used = f"{doe['act']}-{doe['ids'][0]}" if doe.get("ids") else ""
        if not request.htmx:  # type: ignore[attr-defined]
            gone = doe["act"] in CHANGES_QUEUE
            anchor = "agenda" if gone or not doe.get("ids") else f"punt-{doe['ids'][0]}"
            response = redirect(f"{self.request.path}?op={used}#{anchor}")
            response.status_code = 303
            return response
        return self.answer(opened, used, with_queue=doe["act"] in CHANGES_QUEUE)

    def act(self, doe: dict[str, Any], version: int) -> Agenda:
        """Call the service that belongs to the button."""
        ids: list[UUID] = doe.get("ids", [])
        common: dict[str, Any] = {"version": version, "by": self.user}
        meeting: UUID = self.kwargs["uuid"]
        match doe["act"]:
            case "eerder" | "later" as act:
                return agenda.move_item(meeting, ids[0], steps=STEPS[act], **common)
            case "naar":
                return agenda.move_item(meeting, ids[0], place=doe["place"], **common)
            case "korter" | "langer" as act:
                return agenda.set_minutes(meeting, ids[0], longer_by=MINUTES[act], **common)
            case "terug":
                return agenda.take_off(meeting, ids[0], **common)
            case "zet":
                return agenda.put_on(meeting, ids[0], **common)
            case "spoed":
                return agenda.put_on(meeting, ids[0], instead_of=ids[1], **common)
            case "nodig":
                return agenda.invite(meeting, ids[0], items=ids[1:], discipline=doe["discipline"], **common)
            case "pauze":
                return agenda.add_pause(meeting, kind=ItemKind.BREAK, **common)
            case _:
                return agenda.add_pause(meeting, kind=ItemKind.URGENT, **common)

    def refuse(self, message: str, status: int) -> HttpResponse:
        """Show the newest agenda with why it was not done."""
        self.object = self.get_object()
        messages.warning(self.request, message)
        opened = Agenda(self.object, agenda.items_of(self.object))
        if self.request.htmx:  # type: ignore[attr-defined]
            return self.answer(opened, "", with_queue=True, status=status)
        return self.render_to_response(self.get_context_data(), status=status)

    def answer(self, opened: Agenda, used: str, *, with_queue: bool, status: int = 200) -> HttpResponse:
        """Send the parts that changed: the list in place, the others out of band."""
        context = {**self.shown(opened), "used": used, "in_answer": True, "focus_mark": "data-focus"}
        if with_queue:
            context["queue"] = self.queue()
        return render(self.request, "rvt/agenda_answer.html", {**context, "with_queue": with_queue}, status=status)


def said(doe: dict[str, Any], opened: Agenda) -> str:
    """Return what happened, for the live region."""
    before, after = board.numbers_of(opened.before), board.numbers_of(opened.items)
    uuid = doe["ids"][0] if doe.get("ids") else None
    item = next((row for row in (*opened.items, *opened.before) if row.uuid == uuid), None)
    match doe["act"]:
        case "zet" | "spoed":
            item = next(row for row in opened.items if row.question and row.question.uuid == uuid)
            return f"De vraag staat nu op plek {after[item.pk]} en begint om {_begins(opened, item)}."
        case "pauze":
            return "Er is een pauze bij. Zet hem op zijn plek."
        case "spoedplek":
            return "Er is een plek voor spoed bij. Zet hem op zijn plek."
        case "nodig":
            return "Uitgenodigd. De mail gaat weg als je de agenda verstuurt."
    assert item is not None  # noqa: S101 - the act found it
    name = board.name_of(item, before.get(item.pk)).capitalize()
    if doe["act"] == "terug":
        return f"{name} staat weer in de wachtrij." if item.question else f"{name} is weg."
    if doe["act"] in MINUTES:
        return f"{name} duurt nu {item.minutes} minuten."
    if opened.before == opened.items:
        return f"{name} staat al {'vooraan' if doe['act'] == 'eerder' else 'achteraan'}."
    place = after.get(item.pk)
    if place is not None and place != before[item.pk]:
        return f"{name} staat nu op plek {place} en begint om {_begins(opened, item)}."
    return f"{name} begint nu om {_begins(opened, item)}."


def _begins(opened: Agenda, item: AgendaItem) -> str:
    return clock(opened.slots()[item.pk].starts_at)
