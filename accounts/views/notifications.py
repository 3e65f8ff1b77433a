"""Meldingen (ux, S31): a list by day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from itertools import groupby
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.generic import ListView, View

from accounts.access import ScopedView
from accounts.models import Notification, User
from accounts.notifications import mark_read, texts_of
from accounts.slots import NotificationText


@dataclass(frozen=True)
class Line:
    """One notification as it is shown."""

    notification: Notification
    text: NotificationText


@dataclass(frozen=True)
class Day:
    """The notifications of one local day."""

    day: date
    lines: list[Line]


class Notifications(ScopedView, ListView):  # type: ignore[type-arg]
    """What waits and what was answered. Looking does not mark as read: a glance at the bell is no reading."""

    model = Notification
    access = "visible_to"
    template_name = "accounts/notifications.html"
    paginate_by = 50

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context: dict[str, Any] = super().get_context_data(**kwargs)
        user: User = self.request.user  # type: ignore[assignment]
        rows = list(context["page_obj"])
        texts = texts_of(user, rows)
        lines = [Line(row, texts[row.pk]) for row in rows if row.pk in texts]
        by_day = groupby(lines, key=lambda line: timezone.localdate(line.notification.at))
        return context | {"days": [Day(day, list(group)) for day, group in by_day]}


class NotificationsRead(View):
    """Everything has been seen."""

    http_method_names = ["post", "options"]

    def post(self, request: HttpRequest) -> HttpResponse:
        user: User = request.user  # type: ignore[assignment]
        mark_read(user)
        response = redirect("notifications")
        response.status_code = 303
        return response
