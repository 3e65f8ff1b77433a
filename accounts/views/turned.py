"""Stop samen kijken: who signed in turns the screen back, with the own second step (docs/adr/0070)."""

from __future__ import annotations

from allauth.core.exceptions import ReauthenticationRequired
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.generic.base import View

from accounts import turned


class TurnBack(View):
    """Gives the session its pages again. On GET it leads to where the screen is: it has no page of its own."""

    http_method_names = ["get", "post", "head", "options"]

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead to the page of the turned screen, or home."""
        screen = turned.turned(request)
        return redirect(screen.page if screen else "home")

    def post(self, request: HttpRequest) -> HttpResponse:
        """Ask the second step; allauth sends this post again after it."""
        screen = turned.turned(request)
        if screen is None:
            return redirect("home")
        if not turned.is_owner_back(request, screen):
            raise ReauthenticationRequired
        turned.turn_back(request)
        return redirect(screen.back)
