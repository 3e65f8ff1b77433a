"""The live meeting (ux, S24): chair and secretary open questions, pass through the parts and write."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.template.loader import render_to_string
from django.urls import reverse
from django.views.generic import DetailView

from accounts import access_log
from accounts.access import ScopedAction, ScopedView
from accounts.clock import now
from accounts.errors import DomainError
from rvt import talking
from rvt.choices import AdviceState, FollowUp, GuestPart, ItemKind, MeetingState, Recognition, TalkPart
from rvt.forms.table import AttendanceForm, DecideForm, MinutesForm, NothingAsked
from rvt.models import Advice, AgendaItem, Guest, Meeting, Recognised
from rvt.services import deciding, live, writing
from rvt.services.naming import may_be_names

SHOWN = "getoond-"
"""Before the name of a field: the text that the page showed (as in `accounts.versions`)."""

LONGEST_TEXT = max(writing.LONGEST.values())

LABELS = {name: Advice._meta.get_field(name).verbose_name for name in writing.FIELDS}


@dataclass(frozen=True)
class AgendaRow:
    """One place on the agenda beside the conversation."""

    item: AgendaItem
    starts_at: datetime
    ends_at: datetime
    number: int
    """Which question it is, counted from 1; 0 for what is no question."""

    @property
    def is_now(self) -> bool:
        """Whether the table talks about it at this moment."""
        return self.item.part_since is not None

    @property
    def waits(self) -> bool:
        """Whether it was opened and left without a decision."""
        return bool(self.item.part) and not self.is_now and not self.item.is_done


@dataclass(frozen=True)
class WritingField:
    """One field to write in, as the page has it."""

    name: str
    label: str
    hint: str
    value: str
    version: int
    longest: int


class LivePage(ScopedView):
    """What every page of a meeting that runs shares: only chair and secretary of that region."""

    model = AgendaItem
    access = "run_by"
    slug_url_kwarg = "item"

    def get_queryset(self) -> QuerySet[Any]:
        rows = super().get_queryset().filter(meeting__uuid=self.kwargs["uuid"], kind=ItemKind.QUESTION, is_off=False)
        return rows.select_related("meeting", "question__organisation", "advice")


def live_url(item: AgendaItem) -> str:
    """The page on which this question is discussed."""
    return reverse("rvt:item-live", args=[item.meeting.uuid, item.uuid])


def agenda_of(meeting: Meeting) -> list[AgendaRow]:
    """Return the agenda with its times, which follow from the minutes before each place."""
    rows, at, number = [], meeting.starts_at, 0
    for item in meeting.items.on_agenda().select_related("question"):
        ends = at + timedelta(minutes=item.minutes)
        number += item.kind == ItemKind.QUESTION
        rows.append(AgendaRow(item, at, ends, number if item.kind == ItemKind.QUESTION else 0))
        at = ends
    return rows


class MeetingLive(ScopedView, DetailView):
    """The way in: the question that is open, or the agenda with what can be opened."""

    model = Meeting
    access = "run_by"
    template_name = "rvt/live_start.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object: Meeting = self.get_object()
        rows = agenda_of(self.object)
        current = next((row.item for row in rows if row.is_now), None)
        if current is not None and self.object.state == MeetingState.RUNNING and "agenda" not in request.GET:
            current.meeting = self.object
            return redirect(live_url(current))
        return self.render_to_response(
            self.get_context_data(
                meeting=self.object,
                agenda=rows,
                at_the_table=Guest.objects.filter(meeting=self.object).exclude(answer="no").count(),
            )
        )


class _MeetingAct(ScopedAction):
    """One button about the whole meeting."""

    model: Any = Meeting
    access = "run_by"
    form_class = NothingAsked
    template_name = "rvt/confirm.html"

    def get_success_url(self) -> str:
        return reverse("rvt:meeting-live", args=[self.object.uuid])


class MeetingStart(_MeetingAct):
    """Begin het overleg."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Begin het overleg",
            text="Daarna open je de eerste vraag.",
            label="Begin het overleg",
            back_url=self.get_success_url(),
            **kwargs,
        )

    def act(self) -> Any:
        return live.start_meeting(self.object, by=self.user)


class MeetingEnd(_MeetingAct):
    """Stop overleg."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Stop overleg",
            text="Vragen die niet besproken zijn, gaan terug naar de wachtrij."
            " Een advies dat nog niet af is, kun je daarna afmaken.",
            label="Stop overleg",
            back_url=self.get_success_url(),
            **kwargs,
        )

    def act(self) -> Any:
        return live.end_meeting(self.object, by=self.user)

    def get_success_url(self) -> str:
        return reverse("rvt:meeting-live", args=[self.object.uuid])


class Attendance(ScopedAction):
    """Wie is er: a list apart from what is said."""

    model = Meeting
    access = "run_by"
    form_class = AttendanceForm
    template_name = "rvt/attendance.html"

    def get_form_extras(self) -> dict[str, Any]:
        self.guests = list(Guest.objects.filter(meeting=self.object).select_related("user").order_by("user__name"))
        names = [(str(guest.uuid), f"{guest.user.name}, {guest.get_part_display()}") for guest in self.guests]
        return {"guests": names}

    def get_initial(self) -> dict[str, Any]:
        guests = Guest.objects.filter(meeting=self.object)
        noted = guests.filter(was_there__isnull=False).exists()
        there = guests.filter(was_there=True) if noted else guests.filter(answer="yes")
        return {"there": [str(uuid) for uuid in there.values_list("uuid", flat=True)]}

    def act(self, *, there: list[str]) -> Any:
        keys = [guest.pk for guest in self.guests if str(guest.uuid) in there]
        return live.note_attendance(self.object, there=keys, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Opgeschreven wie er is.")
        return reverse("rvt:meeting-live", args=[self.object.uuid])


class ItemOpen(LivePage, ScopedAction):
    """Put this question on the table."""

    form_class = NothingAsked
    template_name = "rvt/confirm.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Open deze vraag",
            text=self.object.question.sentence,
            label="Open deze vraag",
            back_url=reverse("rvt:meeting-live", args=[self.kwargs["uuid"]]),
            **kwargs,
        )

    def act(self) -> Any:
        return live.open_item(self.object, by=self.user)

    def get_success_url(self) -> str:
        return live_url(self.object)


class ItemLive(LivePage, DetailView):
    """One question at the table: the conversation in the middle, what is written on the right.

    Every button sends the texts along, so that nothing is lost without script either. `doe` says which one it was.
    """

    template_name = "rvt/live.html"
    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object: AgendaItem = self.get_object()
        if not hasattr(self.object, "advice"):
            return redirect("rvt:item-open", self.kwargs["uuid"], self.kwargs["item"])
        return self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object = self.get_object()
        if not hasattr(self.object, "advice"):
            return redirect("rvt:item-open", self.kwargs["uuid"], self.kwargs["item"])
        shown, typed = posted(request, SHOWN), posted(request, "")
        try:
            writing.save_fields(self.object.advice, shown=shown, typed=typed, by=request.user)  # type: ignore[arg-type]
            where = self._do(request.POST.get("doe", ""))
        except DomainError as error:
            context = self.get_context_data(problem=error, typed=typed, shown=shown)
            return self.render_to_response(context, status=422)
        response = redirect(where)
        response.status_code = 303
        return response

    def _do(self, what: str) -> str:
        user: Any = self.request.user
        match what:
            case "deel":
                live.next_part(self.object, after=self.request.POST.get("deel", ""), by=user)
            case "erbij":
                live.add_minutes(self.object, by=user)
                messages.success(self.request, "Er zijn 5 minuten bij.")
            case "punt":
                following = live.next_item(self.object, by=user)
                if following is not None:
                    return live_url(following)
                messages.info(self.request, "Dit is de laatste vraag.")
            case "besluit":
                return reverse("rvt:item-decide", args=[self.object.meeting.uuid, self.object.uuid])
            case _:
                messages.success(self.request, "Bewaard.")
        return live_url(self.object)

    def get_context_data(
        self,
        problem: DomainError | None = None,
        typed: dict[str, str] | None = None,
        shown: dict[str, str] | None = None,
        **kwargs: Any,
    ) -> dict[str, Any]:
        item, advice = self.object, self.object.advice
        agenda = agenda_of(item.meeting)
        recognised = Recognised.objects.filter(item=item).select_related("user").order_by("pk")
        return super().get_context_data(
            item=item,
            meeting=item.meeting,
            agenda=agenda,
            row=next(row for row in agenda if row.item.pk == item.pk),
            questions=sum(1 for row in agenda if row.number),
            at_the_table=Guest.objects.filter(meeting=item.meeting, part=GuestPart.EXPERT).exclude(answer="no").count(),
            leaving=[each.user for each in recognised if each.choice == Recognition.LEAVES],
            open_talk=any(each.choice == Recognition.OPEN_TALK for each in recognised),
            recognised=len(recognised),
            advice=advice,
            may_write=advice.state == AdviceState.WRITING,
            fields=writing_fields(advice, typed or {}),
            shown=shown or {name: writing.value_of(advice, name) for name in writing.FIELDS},
            chosen=(typed or {}).get(writing.FOLLOW_UPS, writing.value_of(advice, writing.FOLLOW_UPS)).split(","),
            follow_ups=FollowUp.choices,
            follow_version=writing.version_of(advice, writing.FOLLOW_UPS),
            lines=len(talking.lines_of(advice.text)),
            problem=problem,
            now=now(),
            **stand_of(item, user=self.request.user),
            **kwargs,
        )


HINTS = {
    "text": f"Hoogstens {talking.ADVICE_LINES} regels.",
    "other_view": "Altijd zonder naam.",
}


def writing_fields(advice: Advice, typed: dict[str, str]) -> list[WritingField]:
    """Return the texts to write, with what was typed and refused when there is such a text."""
    return [
        WritingField(
            name=name,
            label=str(LABELS[name]),
            hint=HINTS.get(name, ""),
            value=typed.get(name, writing.value_of(advice, name)),
            version=writing.version_of(advice, name),
            longest=longest,
        )
        for name, longest in writing.LONGEST.items()
    ]


def posted(request: HttpRequest, prefix: str) -> dict[str, str]:
    """Return the fields of a post; choices as codes with commas between. What was not posted is left out."""
    texts = {name: request.POST[f"{prefix}{name}"] for name in writing.LONGEST if f"{prefix}{name}" in request.POST}
    if f"{SHOWN}{writing.FOLLOW_UPS}" in request.POST:
        texts[writing.FOLLOW_UPS] = ",".join(request.POST.getlist(f"{prefix}{writing.FOLLOW_UPS}"))
    return texts


def stand_of(item: AgendaItem, *, user: Any) -> dict[str, Any]:
    """Return what the poll draws: the part, its ring and the eight parts."""
    minutes = talking.part_minutes(item.minutes, item.part_minutes)
    gone = (now() - item.part_since).total_seconds() if item.part_since else 0
    parts = list(TalkPart)
    place = parts.index(TalkPart(item.part)) if item.part else -1
    return {
        "part": TalkPart(item.part) if item.part else None,
        "part_number": place + 1,
        "lead": talking.LEADS.get(item.part, ""),
        "prompts": talking.PROMPTS if item.part == TalkPart.WEIGHING else (),
        "ring": talking.ring_of(minutes[item.part], gone) if item.part else None,
        "runs": item.part_since is not None,
        "parts": [
            {"label": part.label, "minutes": minutes[part], "is_now": n == place, "is_done": n < place or item.is_done}
            for n, part in enumerate(parts)
        ],
    }


class ItemStand(LivePage, DetailView):
    """The poll of the live page: every 4 seconds the ring, the part, and what a colleague wrote meanwhile.

    It keeps no session alive (the page says X-Poll) and is no look.
    """

    template_name = "rvt/partials/live_stand.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        self.object: AgendaItem = self.get_object()
        access_log.is_no_look(request)
        if not hasattr(self.object, "advice"):
            return HttpResponse(status=204)
        return self.render_to_response(self.get_context_data())

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        item, advice = self.object, self.object.advice
        writers = writing.who_writes(advice, but=self.request.user)  # type: ignore[arg-type]
        open_now = item.meeting.items.filter(part_since__isnull=False).exclude(pk=item.pk).first()
        return super().get_context_data(
            item=item,
            meeting=item.meeting,
            elsewhere=open_now,
            may_write=advice.state == AdviceState.WRITING,
            news=[
                {
                    "name": name,
                    "version": version,
                    "writer": writers.get(name, ""),
                    "value": writing.value_of(advice, name) if self._is_news(name, version) else None,
                }
                for name in writing.FIELDS
                for version in [writing.version_of(advice, name)]
            ],
            **stand_of(item, user=self.request.user),
            **kwargs,
        )

    def _is_news(self, name: str, version: int) -> bool:
        """Whether the page shows an older text than this."""
        return self.request.GET.get(f"versie-{name}") != str(version)


class FieldSave(LivePage, DetailView):
    """The autosave of one field: answers with what stands there now, for the script of the page."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        item: AgendaItem = self.get_object()
        name = request.POST.get("veld", "")
        if not hasattr(item, "advice") or name not in writing.FIELDS:
            return JsonResponse({"note": "Laad deze pagina opnieuw."}, status=422)
        base, value = request.POST.get("getoond", ""), request.POST.get("waarde", "")
        # Before the field is locked: the search for names may take a second, and a colleague writes here too.
        found = may_be_names({name: value[: 2 * LONGEST_TEXT]} if name in writing.LONGEST else {}, person=request.user)
        try:
            saved = writing.save_field(item.advice, name, base=base, value=value, by=request.user)  # type: ignore[arg-type]
        except DomainError as error:
            return JsonResponse({"note": note_of(problem=error.message)}, status=422)
        return JsonResponse(
            {
                "value": saved.value,
                "version": saved.version,
                "note": note_of(both=saved.both, names=found),
                "notice": found.notice,
                "lines": len(talking.lines_of(saved.value)) if name == "text" else None,
                "saved": render_to_string("components/saved.html", {"saved_at": now()}),
            }
        )


def note_of(*, problem: str = "", both: bool = False, names: Any = None) -> str:
    """Draw what stands under a field after a save."""
    context = {"problem": problem, "both": both, "names": names}
    return render_to_string("rvt/partials/live_note.html", context)


class ItemMinutes(LivePage, ScopedAction):
    """Wijzig minuten."""

    form_class = MinutesForm
    template_name = "rvt/item_minutes.html"

    def get_form_extras(self) -> dict[str, Any]:
        return {"minutes": talking.part_minutes(self.object.minutes, self.object.part_minutes)}

    def form_valid(self, form: Any) -> HttpResponse:
        return self.do({"minutes": form.minutes()}, form)

    def act(self, *, minutes: dict[str, int]) -> Any:
        return live.set_minutes(self.object, minutes=minutes, by=self.user)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(item=self.object, back_url=live_url(self.object), **kwargs)

    def get_success_url(self) -> str:
        messages.success(self.request, "Minuten bewaard.")
        return live_url(self.object)


class ItemDecide(LivePage, ScopedAction):
    """Besluit: everything on one page, once more, and then it lies with the one who asked."""

    form_class = DecideForm
    template_name = "rvt/item_decide.html"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().filter(advice__state=AdviceState.WRITING)

    def get_form_extras(self) -> dict[str, Any]:
        advice = self.object.advice
        self.names = may_be_names({name: getattr(advice, name) for name in writing.LONGEST}, person=self.user)
        return {"must_look": bool(self.names.must_look)}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        advice = self.object.advice
        try:
            deciding.check_whole(advice)
            lacks = ""
        except DomainError as error:
            lacks = error.message
        return super().get_context_data(
            item=self.object,
            meeting=self.object.meeting,
            advice=advice,
            lines=talking.lines_of(advice.text),
            follow_ups=[FollowUp(code).label for code in advice.follow_ups],
            names=self.names,
            lacks=lacks,
            must_look=form.fields["looked"].required,
            back_url=live_url(self.object),
            **kwargs,
        )

    def act(self, **_: Any) -> Any:
        return deciding.decide(self.object.advice, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "Besluit vastgelegd. Het advies ligt nu bij de inbrenger.")
        return reverse("rvt:meeting-live", args=[self.object.meeting.uuid])
