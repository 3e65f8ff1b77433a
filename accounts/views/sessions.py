"""Where somebody is signed in (ux, S30), and signing out there from here. Both ask the second step again.

A session that was stolen should not be able to sign its owner out everywhere else.
"""

from __future__ import annotations

from typing import Any

from allauth.account.decorators import reauthentication_required
from django import forms
from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils.decorators import method_decorator

from accounts import sessions
from accounts.access import ScopedAction
from accounts.models import Session, User
from accounts.services.sessions import end_other_sessions, end_session

ask_again = method_decorator(reauthentication_required(app="allauth.mfa"), name="dispatch")


def is_this_one(session: Session, request: HttpRequest) -> bool:
    """Whether this is the session of the request itself."""
    return str(session.uuid) == request.session.get(sessions.NAME)


class _EndsSessions(ScopedAction):
    form_class = forms.Form
    template_name = "accounts/sessions_end.html"
    said = ""

    def finish(self) -> HttpResponse:
        messages.success(self.request, self.said)
        return super().finish()

    def get_success_url(self) -> str:
        return reverse("accounts:profile") + "#apparaten"


@ask_again
class SessionEnd(_EndsSessions):
    """Log uit op een ander apparaat."""

    model = Session
    access = "visible_to"

    def get_queryset(self) -> QuerySet[Any]:
        return super().get_queryset().exclude(uuid=self.request.session[sessions.NAME])

    def act(self) -> None:
        end_session(self.object, by=self.user)
        self.said = f"Je bent uitgelogd in {self.object.device}."


@ask_again
class OtherSessionsEnd(_EndsSessions):
    """Log overal anders uit."""

    said = "Je bent overal anders uitgelogd."

    def get_object(self, queryset: Any = None) -> User:
        """One's own sessions and nobody else's."""
        return self.user

    def act(self) -> None:
        end_other_sessions(self.request, by=self.user)
