"""Yes or no of a guest: signed in, or behind the link in the mail. A GET never answers."""

from __future__ import annotations

from typing import Any

from allauth.core.internal import ratelimit
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.decorators import method_decorator
from django.views.generic import View

from accounts.access import ScopedAction
from accounts.errors import DomainError
from rvt import plan
from rvt.choices import GuestAnswer, MeetingState
from rvt.forms.invitations import AnswerForm
from rvt.models import Guest
from rvt.services import invitations

SAID = {True: "Je komt. Tot dan.", False: "Je komt niet. De voorzitter weet het."}


class OwnAnswer(ScopedAction):
    """Yes or no of who is signed in, for the own invitation."""

    model = Guest
    access = "answerable_by"
    form_class = AnswerForm
    http_method_names = ["post", "options"]

    def get_queryset(self) -> Any:
        return super().get_queryset().select_related("meeting").filter(meeting__uuid=self.kwargs["uuid"])

    def get_object(self, *args: Any, **kwargs: Any) -> Any:
        return get_object_or_404(self.get_queryset())

    def act(self, *, antwoord: str) -> Guest:
        return invitations.answer(self.object, yes=antwoord == "ja", by=self.user)

    def form_invalid(self, form: Any) -> HttpResponse:
        messages.warning(self.request, " ".join(form.non_field_errors()) or "Kies ja of nee.")
        return redirect(self.object.meeting.get_absolute_url())

    def get_success_url(self) -> str:
        messages.success(self.request, SAID[self.result.answer == GuestAnswer.YES])
        return self.object.meeting.get_absolute_url()  # type: ignore[no-any-return]


@method_decorator(login_not_required, name="dispatch")
class InvitationPage(View):
    """The page behind the link in the mail: day, place and times, and two buttons. No question, no name."""

    guest: Guest

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        guest = invitations.find_guest(kwargs["token"])
        if guest is None:
            status = (
                404
                if ratelimit.consume(request, app="allauth.account", action="wrong_meeting_link", limit_get=True)
                else 429
            )
            return self.answered(render(request, "rvt/invitation_over.html", status=status))
        self.guest = guest
        return self.answered(super().dispatch(request, *args, **kwargs))

    @staticmethod
    def answered(response: HttpResponseBase) -> HttpResponseBase:
        """The address is the key: it goes along to no other page and stays in no cache.

        Not "no-referrer": a browser then names no origin with the answer either, and that answer is refused.
        """
        response["Referrer-Policy"] = "strict-origin"
        response["Cache-Control"] = "no-store"
        return response

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.page(AnswerForm())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        form = AnswerForm(request.POST)
        if not form.is_valid():
            return self.page(form, 422)
        try:
            self.guest = invitations.answer(self.guest, yes=form.cleaned_data["antwoord"] == "ja", by=self.guest.user)
        except DomainError as error:
            form.add_error(None, error.message)
            return self.page(form, 422)
        messages.success(request, SAID[self.guest.answer == GuestAnswer.YES])
        response = redirect(request.path)
        response.status_code = 303
        return response

    def page(self, form: AnswerForm, status: int = 200) -> HttpResponse:
        """Draw the page as the invitation stands now."""
        meeting = self.guest.meeting
        release = meeting.releases.last()
        context = {
            "form": form,
            "meeting": meeting,
            "visit": plan.visit_of(release.content, self.guest.uuid) if release else None,
            "may_answer": invitations.is_answerable(self.guest),
            "is_cancelled": meeting.state == MeetingState.CANCELLED,
            "said_yes": self.guest.answer == GuestAnswer.YES,
            "said_no": self.guest.answer == GuestAnswer.NO,
        }
        return render(self.request, "rvt/invitation.html", context, status=status)
