"""What a guest or the chair takes along: the calendar file, the agenda and the chair's book as PDF (ux S23)."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse
from django.views.generic import DetailView

from accounts.access import FreshStepMixin, ScopedAction, ScopedView
from accounts.choices import AccessEvent
from accounts.clock import now
from rvt import calendar_file as ics
from rvt import plan
from rvt.choices import PaperKind
from rvt.forms.papers import PaperForm
from rvt.models import Guest, Meeting, MeetingPaper
from rvt.pdf import FILE_NAMES
from rvt.services import papers


class CalendarFile(ScopedView, DetailView):  # type: ignore[type-arg]
    """Agendabestand: one's own times of a meeting. Day and place, as in the mail: nothing that is carried out."""

    model = Meeting
    access = "visible_to"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_sent().filter(guests__user=self.request.user).distinct()

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        meeting = self.get_object()
        guest = Guest.objects.select_related("user").get(meeting=meeting, user=request.user)
        visit = plan.visit_of(meeting.sent, guest.uuid) if meeting.sent else None
        if visit is None or meeting.state == "cancelled":
            raise Http404
        guest.meeting = meeting
        content = ics.calendar_file(guest, visit, method=ics.PUBLISH, at=now())
        response = HttpResponse(content, content_type="text/calendar; charset=utf-8")
        response["Content-Disposition"] = f'attachment; filename="{ics.FILE_NAME}"'
        response["Cache-Control"] = "no-store"
        return response


class Papers(ScopedAction):
    """The agenda and, for who runs the table, the chair's book: ask for a PDF, and take it."""

    model = Meeting
    access = "visible_to"
    form_class = PaperForm
    template_name = "rvt/papers.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().with_sent()

    def get_form_extras(self) -> dict[str, Any]:
        runs = Meeting.objects.run_by(self.user).filter(pk=self.object.pk).exists()
        return {"kinds": list(PaperKind) if runs else [PaperKind.AGENDA]}

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        form = kwargs.setdefault("form", self.get_form())
        kept = MeetingPaper.objects.visible_to(self.user).filter(meeting=self.object).without_data()
        made = list(kept.select_related("meeting"))
        states = papers.states_of(made)
        for paper in made:
            paper.state, paper.is_old = states[paper.pk], paper.version != self.object.version
        return super().get_context_data(meeting=self.object, made=made, kinds=form.kinds, **kwargs)

    def act(self, *, kind: str) -> MeetingPaper:
        return papers.ask_paper(self.object, PaperKind(kind), by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "De pdf wordt gemaakt.")
        return reverse("rvt:papers", args=[self.object.uuid])


class _Paper:
    """One's own paper of the meeting in the address."""

    model = MeetingPaper
    access = "visible_to"
    slug_url_kwarg = "paper"
    kwargs: dict[str, Any]

    def get_queryset(self) -> Any:
        rows = super().get_queryset().select_related("meeting")  # type: ignore[misc]
        return rows.filter(meeting__uuid=self.kwargs["uuid"])


class PaperPdf(FreshStepMixin, _Paper, ScopedView, DetailView):  # type: ignore[type-arg]
    """The PDF, as a file with a neutral name. It carries texts out, so the second step is asked again."""

    access_event = AccessEvent.EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        paper = self.get_object()
        if paper.data is None:
            raise Http404
        response = HttpResponse(bytes(paper.data), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{FILE_NAMES[PaperKind(paper.kind)]}"'
        response["Cache-Control"] = "no-store"
        return response


class PaperState(_Paper, ScopedView, DetailView):  # type: ignore[type-arg]
    """How far it is: asked again every two seconds while a page waits for it."""

    template_name = "rvt/partials/paper_state.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().without_data()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        self.object.state = papers.states_of([self.object])[self.object.pk]
        return super().get_context_data(**kwargs, paper=self.object)


class PaperAgain(_Paper, ScopedAction):
    """Ask the worker once more."""

    http_method_names = ["post", "options"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        papers.ask_again(self.object, by=self.user)
        return self.finish()

    def get_success_url(self) -> str:
        return reverse("rvt:papers", args=[self.object.meeting.uuid])
