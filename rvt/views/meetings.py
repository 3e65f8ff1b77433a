"""The meetings of the table: the list, one meeting, making and changing it."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.generic import DetailView, ListView

from accounts.access import ScopedAction, ScopedView
from accounts.models import Region
from accounts.templatetags.ui import join_nl, long_date
from accounts.workdays import is_holiday
from rvt import board, plan
from rvt.agenda_rules import series_days
from rvt.choices import GuestAnswer, GuestPart, MeetingState
from rvt.forms.meetings import CancelForm, MeetingChangeForm, MeetingForm
from rvt.models import AgendaItem, Guest, Meeting
from rvt.querysets.office import regions_run_by
from rvt.services import agenda, invitations, meetings
from rvt.services.agenda import Agenda


class MeetingList(ScopedView, ListView):  # type: ignore[type-arg]
    """Coming meetings first, then what was; a page at a time."""

    model = Meeting
    access = "visible_to"
    template_name = "rvt/meeting_list.html"
    paginate_by = 30

    def get_queryset(self) -> Any:
        over = self.request.GET.get("soort") == "geweest"
        rows = super().get_queryset()
        return rows.past() if over else rows.ahead()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        runs = Region.objects.filter(pk__in=regions_run_by(self.request.user)).exists()  # type: ignore[arg-type]
        return super().get_context_data(may_make=runs, over=self.request.GET.get("soort") == "geweest", **kwargs)


class MeetingDetail(ScopedView, DetailView):  # type: ignore[type-arg]
    """One meeting. Who runs it reads the agenda and who comes; a guest the own items and the own times."""

    model = Meeting
    access = "visible_to"
    template_name = "rvt/meeting_detail.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_sent().select_related("chair", "secretary", "series")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user: Any = self.request.user
        runs = Meeting.objects.run_by(user).filter(pk=self.object.pk).exists()
        opened = Agenda(self.object, agenda.items_of(self.object)) if runs else None
        guest = Guest.objects.filter(user=user, meeting=self.object).first()
        return super().get_context_data(
            meeting=self.object,
            runs=runs,
            board=board.of(opened) if opened else None,
            is_open=self.object.state in OPEN,
            own=own_part(self.object, guest),
            **kwargs,
        )


OPEN = (MeetingState.DRAFT, MeetingState.SENT)


def own_part(meeting: Meeting, guest: Guest | None) -> dict[str, Any] | None:
    """Return what a guest reads of a meeting that was sent: the own times and the own items. None: no guest of it."""
    content = getattr(meeting, "sent", None)
    visit = plan.visit_of(content, guest.uuid) if content and guest else None
    if visit is None or guest is None:
        return None
    guest.meeting = meeting
    asked = AgendaItem.objects.filter(uuid__in=visit.items, invitations__guest=guest, invitations__is_sent=True)
    items = asked.not_left_by(guest.user)
    rows = [
        {
            "item": item,
            "slot": visit.items[str(item.uuid)],
            "may_recognise": guest.part == GuestPart.EXPERT and not item.part and not item.is_done,
        }
        for item in items.select_related("question__organisation")
        if item.question and not item.is_off
    ]
    return {
        "guest": guest,
        "visit": visit,
        "rows": sorted(rows, key=lambda row: row["slot"].starts_at),
        "may_answer": invitations.is_answerable(guest),
        "said_yes": guest.answer == GuestAnswer.YES,
        "said_no": guest.answer == GuestAnswer.NO,
    }


class MeetingCreate(ScopedAction):
    """A new meeting or a series, by the office of a region."""

    form_class = MeetingForm
    template_name = "rvt/meeting_form.html"

    def get_object(self, queryset: Any = None) -> Region:
        """The region of which one runs the table; with several, the one in `?regio=`."""
        self.regions = list(Region.objects.filter(pk__in=regions_run_by(self.user)).order_by("name", "pk"))
        if not self.regions:
            raise Http404
        wanted = self.request.GET.get("regio")
        return next((region for region in self.regions if str(region.uuid) == wanted), self.regions[0])

    def is_still_there(self) -> bool:
        return True

    def get_form_extras(self) -> dict[str, Any]:
        return {"region": self.object}

    def get_initial(self) -> dict[str, Any]:
        return {"chair": self.user.pk}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Nieuw overleg",
            back_url=reverse("rvt:meeting-list"),
            region=self.object,
            others=[region for region in self.regions if region != self.object],
            **kwargs,
        )

    def act(self, *, every: int, last_on: Any, **cleaned: Any) -> list[Meeting]:
        form = self.form
        if not every:
            return [
                meetings.make_meeting(self.object, starts_at=form.starts_at(), setting=form.setting(), by=self.user)
            ]
        return meetings.make_series(
            self.object,
            first_on=cleaned["day"],
            last_on=last_on,
            weekday=cleaned["day"].isoweekday(),
            starts=cleaned["starts"],
            every=every,
            setting=form.setting(),
            by=self.user,
        )

    def skipped(self) -> list[str]:
        """Say on which days a series has no meeting, in one sentence; none: nothing was skipped."""
        cleaned = self.form.cleaned_data
        if not cleaned["every"]:
            return []
        first_on, weekday = cleaned["day"], cleaned["day"].isoweekday()
        days = series_days(first_on, cleaned["last_on"], weekday=weekday, every=cleaned["every"])
        off = [long_date(day) for day in days if is_holiday(day)]
        return [f"Niet op {join_nl(off)}: dat is een feestdag."] if off else []

    def form_valid(self, form: Any) -> HttpResponse:
        self.form = form
        return super().form_valid(form)

    def get_success_url(self) -> str:
        number = len(self.result)
        made = "Overleg gemaakt." if number == 1 else f"{number} overleggen gemaakt."
        messages.success(self.request, " ".join([made, *self.skipped()]))
        return self.result[0].get_absolute_url() if number == 1 else reverse("rvt:meeting-list")


class MeetingChange(ScopedAction):
    """Another time, place, chair or secretary. Guests hear of it when the change is sent."""

    model = Meeting
    access = "cancellable_by"
    form_class = MeetingChangeForm
    template_name = "rvt/meeting_form.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("region")

    def get_form_extras(self) -> dict[str, Any]:
        return {"region": self.object.region}

    def get_initial(self) -> dict[str, Any]:
        return self.get_initial_for(self.object)

    def get_initial_for(self, row: Any) -> dict[str, Any]:
        local = timezone.localtime(row.starts_at)
        same = ("minutes", "place", "link")
        people = {"chair": row.chair_id, "secretary": row.secretary_id}
        return {"day": local.date(), "starts": local.time(), **people, **{name: getattr(row, name) for name in same}}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Overleg veranderen", back_url=self.object.get_absolute_url(), others=[], **kwargs
        )

    def act(self, *, version: int, **cleaned: Any) -> Meeting:
        setting = meetings.Setting(
            **{name: cleaned[name] for name in ("minutes", "place", "link", "chair", "secretary")}
        )
        starts_at = timezone.make_aware(datetime.combine(cleaned["day"], cleaned["starts"]))
        return meetings.change_meeting(self.object, version=version, starts_at=starts_at, setting=setting, by=self.user)

    def get_success_url(self) -> str:
        if getattr(self, "result", None) is not None:
            messages.success(self.request, "Overleg veranderd.")
        return self.object.get_absolute_url()


class MeetingCancel(ScopedAction):
    """Call a meeting off, after reading what that does."""

    model = Meeting
    access = "cancellable_by"
    form_class = CancelForm
    template_name = "rvt/meeting_cancel.html"

    def act(self) -> Meeting:
        return meetings.cancel_meeting(self.object, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Het overleg gaat niet door. De vragen staan weer in de wachtrij.")
        return self.object.get_absolute_url()
