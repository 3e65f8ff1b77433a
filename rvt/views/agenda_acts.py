"""What needs a page of its own while an agenda is made: who is asked, another place, sending, reading as a guest."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.views.generic import DetailView

from accounts.access import ScopedAction, ScopedView
from accounts.templatetags.ui import clock
from rvt import board, plan
from rvt.choices import GuestAnswer
from rvt.forms.meetings import GuestsForm, MoveForm, SendForm
from rvt.models import AgendaItem, Guest, Meeting
from rvt.services import agenda
from rvt.services.agenda import Agenda


class _AboutAgenda(ScopedAction):
    """One act on the agenda of a meeting whose agenda is still made."""

    model = Meeting
    access = "cancellable_by"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_sent().select_related("changed_by")

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        meeting = super().get_object(*args, **kwargs)
        self.opened = Agenda(meeting, agenda.items_of(meeting))
        return meeting

    def get_success_url(self) -> str:
        return reverse("rvt:agenda", args=[self.object.uuid])

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(meeting=self.object, back_url=self.get_back_url(), **kwargs)

    def get_back_url(self) -> str:
        return reverse("rvt:agenda", args=[self.object.uuid])


class _AboutItem(_AboutAgenda):
    """One act on one question of the agenda."""

    item: AgendaItem

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        meeting = super().get_object(*args, **kwargs)
        wanted = (row for row in self.opened.items if row.uuid == self.kwargs["item"] and row.question)
        found = next(wanted, None)
        if found is None:
            raise Http404
        self.item = found
        return meeting

    def get_form_extras(self) -> dict[str, Any]:
        return {"meeting": self.object, "item": self.item}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        number = board.numbers_of(self.opened.items)[self.item.pk]
        return super().get_context_data(item=self.item, number=number, **kwargs)

    def get_back_url(self) -> str:
        return f"{super().get_back_url()}#punt-{self.item.uuid}"


class AgendaGuests(_AboutItem):
    """Choose who of the pool is asked for one question."""

    form_class = GuestsForm
    template_name = "rvt/agenda_guests.html"

    def act(self, *, experts: Any, version: int) -> Agenda:
        return agenda.choose_guests(self.object.uuid, self.item.uuid, list(experts), version=version, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Bewaard. De mail gaat weg als je de agenda verstuurt.")
        return self.get_back_url()


class AgendaMove(_AboutItem):
    """Verplaats naar…: another place, or another meeting."""

    form_class = MoveForm
    template_name = "rvt/agenda_move.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {**super().get_form_extras(), "user": self.user, "items": self.opened.items}

    def act(self, *, place: int | None, other: Meeting | None, version: int) -> Agenda:
        common: dict[str, Any] = {"version": version, "by": self.user}
        if other is not None:
            self.other = other
            return agenda.move_to_meeting(self.object.uuid, self.item.uuid, other=other.uuid, **common)
        self.other = None  # type: ignore[assignment]
        return agenda.move_item(self.object.uuid, self.item.uuid, place=place, **common)

    def get_success_url(self) -> str:
        if self.other is not None:
            messages.success(self.request, "De vraag staat nu op de andere agenda. Nodig daar opnieuw uit.")
            return reverse("rvt:agenda", args=[self.other.uuid])
        number = board.numbers_of(self.result.items)[self.item.pk]
        begins = plan.slots_in(self.result.content())[str(self.item.uuid)].starts_at
        messages.success(self.request, f"De vraag staat nu op plek {number} en begint om {clock(begins)}.")
        return self.get_back_url()


class AgendaSend(_AboutAgenda):
    """Read who hears what, then send."""

    form_class = SendForm
    template_name = "rvt/agenda_send.html"

    def get_initial(self) -> dict[str, Any]:
        return {"version": self.object.version}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        news = plan.news_for_guests(self.object.sent, self.opened.content())
        guests = Guest.objects.filter(meeting=self.object, uuid__in=news).in_force()
        told = [
            {"name": guest.user.name, "news": news[guest.uuid]}
            for guest in guests.exclude(answer=GuestAnswer.NO).select_related("user").order_by("user__name", "pk")
        ]
        return super().get_context_data(board=board.of(self.opened), told=told, **kwargs)

    def act(self, *, version: int) -> Any:
        return agenda.send_agenda(self.object.uuid, version=version, by=self.user)

    def finish(self) -> HttpResponse:
        number = self.result.number
        messages.success(self.request, "De agenda is verstuurd." if number == 1 else "De wijziging is verstuurd.")
        return super().finish()


class AgendaPreview(ScopedView, DetailView):  # type: ignore[type-arg]
    """Bekijk als deelnemer: what one guest will read, before it is sent."""

    model = Meeting
    access = "run_by"
    template_name = "rvt/agenda_preview.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        opened = Agenda(self.object, agenda.items_of(self.object))
        guests = list(
            Guest.objects.filter(meeting=self.object, invitations__item__in=opened.items)
            .select_related("user")
            .distinct()
            .order_by("user__name", "pk")
        )
        wanted = self.request.GET.get("gast")
        guest = next((one for one in guests if str(one.uuid) == wanted), guests[0] if guests else None)
        return super().get_context_data(
            meeting=self.object, guests=guests, chosen=guest, own=self.as_read_by(opened, guest), **kwargs
        )

    def as_read_by(self, opened: Agenda, guest: Guest | None) -> dict[str, Any] | None:
        """Return the part of this guest of the agenda as it is now."""
        visit = plan.visit_of(opened.content(), guest.uuid) if guest else None
        if visit is None or guest is None:
            return None
        rows = [
            {"item": item, "slot": visit.items[str(item.uuid)]}
            for item in opened.items
            if str(item.uuid) in visit.items
        ]
        return {"guest": guest, "visit": visit, "rows": rows, "may_answer": False, "said_yes": False, "said_no": False}
