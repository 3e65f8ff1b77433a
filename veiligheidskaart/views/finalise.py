"""S14: who reads what, who was there, does everybody agree, and then it stands."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse

from accounts import access_log
from accounts.access import ScopedAction
from accounts.errors import DomainError
from accounts.versions import VersionConflict
from cases.models import Household
from veiligheidskaart import fit
from veiligheidskaart.choices import Block
from veiligheidskaart.content import Card
from veiligheidskaart.forms.finalise import FinaliseForm
from veiligheidskaart.services import guarding, second_reader, texts
from veiligheidskaart.services.drafts import Stand, stand_of
from veiligheidskaart.services.finalising import (
    CardNotReady,
    Stop,
    finalise_veiligheidskaart,
    guarded,
    secrets_of,
    stops_of,
    unread,
)
from veiligheidskaart.translating import for_reader


class KaartFinalise(ScopedAction):
    """The last look before a card becomes a version that never changes."""

    model = Household
    access = "finalisable_by"
    template_name = "veiligheidskaart/finalise.html"
    form_class = FinaliseForm

    @cached_property
    def stand(self) -> Stand:
        return stand_of(self.object)

    @cached_property
    def sources(self) -> texts.Sources:
        return texts.sources_of(self.object)

    def get_form_kwargs(self) -> dict[str, Any]:
        # What was typed when the session ended is read back by the kit, with the same arguments as the form itself.
        self.initial = {}
        return {
            **super().get_form_kwargs(),
            "sources": self.sources,
            "version": self.stand.version,
            "look_back_on": self.stand.draft.look_back_on,
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context_data(**kwargs)
        card = texts.write(self.sources, self.stand.draft, number=self.stand.next_number)
        return {
            **context,
            "household": self.object,
            "number": self.stand.next_number,
            "readers": [_summary(for_reader(card, reader)) for reader in card.editions],
            "trouble": kwargs.get("trouble", ""),
            "reads_along": self.sources.duo == self.user and any(True for _ in self._unread(card)),
            "warnings": self._warnings if self.request.method == "GET" else [],
            "stops": self._stops(card) if self.request.method == "GET" else [],
        }

    def _unread(self, card: Card) -> Iterator[Stop]:
        return unread(self.object, self.stand.card, self.sources, card)

    def _stops(self, card: Card) -> list[Stop]:
        """What has to be done elsewhere first."""
        own = [stop for stop in stops_of(card, self.stand.draft) if stop.field is None]
        own += guarded(self.sources, self.stand.draft)
        return [*own, *self._unread(card), *secrets_of(self.object, card)]

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        return self._confirm() if request.POST.get("doe") == "nagekeken" else super().post(request, *args, **kwargs)

    def _confirm(self) -> HttpResponseBase:
        """Keep that the duo partner read every edition and recognised no place."""
        self.object = self.get_object()
        version = self.request.POST.get("version", "")
        try:
            second_reader.confirm_no_place(
                self.object,
                editions=self.request.POST.getlist("gelezen"),
                draft_version=int(version) if version.isdecimal() else 0,
                by=self.user,
            )
        except DomainError as refusal:
            access_log.refused(self.request, refusal)
            context = self.get_context_data(form=self._empty_form(), trouble=refusal.message)
            return self.render_to_response(context, status=422)  # type: ignore[return-value]
        messages.success(self.request, "Genoteerd: geen plek te herkennen.")
        response = redirect(self.request.path)
        response.status_code = 303
        return response

    def _empty_form(self) -> FinaliseForm:
        return FinaliseForm(
            sources=self.sources, version=self.stand.version, look_back_on=self.stand.draft.look_back_on
        )

    @property
    def _warnings(self) -> list[str]:
        """What does not stop a card, and is better looked at."""
        found = guarding.found_in(self.sources, self.stand.draft)
        return [each.sentence for each in found if not each.stops]

    def form_valid(self, form: FinaliseForm) -> HttpResponse:
        try:
            version = finalise_veiligheidskaart(
                self.object,
                present=form.names_present(),
                not_discussed_with=form.people_not_discussed(),
                views=form.views(),
                look_back_on=form.cleaned_data["look_back_on"],
                draft_version=form.cleaned_data["version"],
                by=self.user,
            )
        except CardNotReady as refusal:
            if not self.is_still_there():
                raise Http404 from refusal  # Somebody else became the contact person while this post waited.
            for stop in refusal.stops:
                form.add_error(stop.field if stop.field in form.fields else None, stop.sentence)
            return self.form_invalid(form)
        except VersionConflict as conflict:
            return self._changed_meanwhile(form, conflict)
        messages.success(self.request, f"Kaart {version.number} is vastgesteld.")
        response = redirect(reverse("veiligheidskaart:handouts", args=[self.object.uuid]))
        response.status_code = 303
        return response

    def _changed_meanwhile(self, form: FinaliseForm, conflict: VersionConflict) -> HttpResponse:
        """A colleague changed the text while this page was open: show the newest, keep what was filled in."""
        other = conflict.current.changed_by
        name = other.first_name if other and other != self.user else "Iemand"
        form.add_error(None, f"{name} veranderde de kaart net. Kijk nog even en stel hem dan vast.")
        form.data = form.data.copy()
        form.data["version"] = str(self.stand.version)
        return self.render_to_response(self.get_context_data(form=form), status=409)  # type: ignore[return-value]


def _summary(card: Card) -> dict[str, Any]:
    """What one reader gets, in words."""
    shown = [
        block.label
        for block, part in (
            (Block.GOOD, card.good and (card.good.voices or card.good.seen)),
            (Block.UNSAFE, card.unsafe and (card.unsafe.voices or card.unsafe.seen)),
            (Block.AGREEMENTS, card.agreements and card.agreements.items),
            (Block.STEPS, card.steps and (card.steps.calm or card.steps.quarrel or card.steps.danger)),
            (Block.NETWORK, card.network and card.network.items),
            (Block.MUST, card.must),
            (Block.FACTS, card.facts),
            (Block.SIGNALS, card.signals),
            (Block.HELP, card.help),
            (Block.OPINIONS, card.opinions),
        )
        if part
    ]
    labels = [Block.CHILD.label] if card.child else [Block.CALL.label, *shown]
    return {"reader": card.reader, "blocks": labels, "overflows": fit.overflows(card)}
