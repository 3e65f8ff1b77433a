"""Samen kijken with the card (ux, S12): choosing who looks along, and the draft as they may read it (ADR 70)."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.urls import reverse
from django.views.generic import DetailView

from accounts.access import ScopedView
from accounts.templatetags.ui import join_nl
from cases.models import Household, Person
from cases.views.together import TogetherStart, TurnedPage
from veiligheidskaart.flow import lay_out
from veiligheidskaart.services.looking import NotOnTheScreen, cards_for, lookers_of


class CardTogetherStart(TogetherStart):
    """Leg voor aan het gezin. What may not be shown is found before the screen is turned; afterwards comes S14."""

    access = "changeable_by"
    template_name = "veiligheidskaart/together_choose.html"
    screen = "veiligheidskaart:together-screen"

    def get_people(self) -> list[Person]:
        return lookers_of(self.object)

    def get_back_url(self) -> str:
        return reverse("veiligheidskaart:draft", args=[self.object.uuid])

    def get_next_url(self) -> str:
        return reverse("veiligheidskaart:finalise", args=[self.object.uuid])

    def act(self, *, people: list[Person]) -> None:
        cards_for(self.object, people)
        super().act(people=people)


class CardTogether(TurnedPage, ScopedView, DetailView):  # type: ignore[misc]
    """The card of those who look along. The draft may change meanwhile: each look asks anew what may be shown."""

    model = Household
    access = "changeable_by"
    access_kind = "cardtogether"
    template_name = "veiligheidskaart/together.html"
    context_object_name = "household"
    choice = "veiligheidskaart:together"

    def get_context_data(self, *, looking: list[str], **kwargs: Any) -> dict[str, Any]:
        people = [person for person in lookers_of(self.object) if str(person.uuid) in looking]
        try:
            cards = cards_for(self.object, people) if len(people) == len(looking) else []
        except NotOnTheScreen:
            cards = []
        return super().get_context_data(
            names=join_nl(person.name for person in people),
            sheets=[lay_out(card) for card in cards],
            is_demo=settings.DEMO_MODE,
            found_phone=settings.HELP_PHONE,
            **kwargs,
        )
