"""Gezin verhuist: preparing a move, the file that goes along, and the code that ends it (docs/adr/0064)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.views.generic import DetailView

from accounts import access_log
from accounts.access import FreshStepMixin, ScopedAction, ScopedView
from accounts.choices import AccessEvent
from accounts.middleware import POLL_HEADER
from cases.forms.faces import NoQuestions
from cases.models import Household
from veiligheidskaart.choices import MoveState
from veiligheidskaart.forms.moves import PrepareMoveForm, ReceptionCodeForm
from veiligheidskaart.models import Move
from veiligheidskaart.pdf import FILE_NAME
from veiligheidskaart.services import moves, texts


class HouseholdMove(ScopedAction):
    """What has to be done before a family moves; while it is on its way, how far that is."""

    model = Household
    access = "switchable_by"
    template_name = "veiligheidskaart/move.html"
    form_class = PrepareMoveForm

    @cached_property
    def move(self) -> Move | None:
        """The move that is on its way."""
        rows = Move.objects.changeable_by(self.user).filter(household=self.object).without_data()
        return rows.select_related("household", "edition__version", "prepared_by").first()

    def get_form_extras(self) -> dict[str, Any]:
        return {
            "people": [person for person in texts.sources_of(self.object).people if not person.is_unborn],
            "asks_destination": moves.asks_destination(self.object),
        }

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if self.move is not None:
            self.move.file_state = moves.state_of(self.move)
            stop = moves.why_no_longer(self.move)
            return super().get_context_data(
                **{"form": None, **kwargs},
                household=self.object,
                move=self.move,
                version=self.move.edition.version,
                stop=stop,
                shows_destination=moves.asks_destination(self.object),
            )
        version = moves.newest_card(self.object)
        stop = moves.why_not(version) if version else ""
        return super().get_context_data(
            **kwargs,
            household=self.object,
            move=None,
            version=version,
            stop=stop,
            shows_destination=False,
        )

    def act(self, **cleaned: Any) -> Move:
        return moves.prepare_move(self.object, by=self.user, **cleaned)

    def get_success_url(self) -> str:
        return reverse("veiligheidskaart:move", args=[self.object.uuid])


class _OfHousehold:
    """A move that is on its way, of the household in the address, for who carries it on."""

    model = Move
    access = "changeable_by"
    kwargs: dict[str, Any]

    def get_queryset(self) -> Any:
        rows = super().get_queryset().filter(household__uuid=self.kwargs["household"])  # type: ignore[misc]
        return rows.select_related("household", "edition__version").without_data()


class MovePdf(FreshStepMixin, _OfHousehold, ScopedView, DetailView):  # type: ignore[type-arg]
    """The file that goes along. Not there any more when it would tell too much by now, or holds an older card."""

    access_event = AccessEvent.EXPORT

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        move = self.get_object()
        if move.state != MoveState.FILE_MADE or moves.why_no_longer(move):
            raise Http404
        response = HttpResponse(bytes(move.data), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        response["Cache-Control"] = "no-store"
        return response


class MoveStand(_OfHousehold, ScopedView, DetailView):  # type: ignore[type-arg]
    """How far the file is: asked again every two seconds while the page waits for it."""

    template_name = "veiligheidskaart/partials/move_file.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if POLL_HEADER in self.request.headers:
            access_log.is_no_look(self.request)
        self.object.file_state = moves.state_of(self.object)
        return super().get_context_data(**kwargs, move=self.object)


class MoveAgain(_OfHousehold, ScopedAction):
    """Ask the worker for the file once more, when it could not be made."""

    http_method_names = ["post", "options"]

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        moves.ask_again(self.object, by=self.user)
        return HttpResponseRedirect(reverse("veiligheidskaart:move", args=[self.object.household.uuid]), status=303)


class MoveTakenOver(_OfHousehold, ScopedAction):
    """The other office called and said its code: the family is theirs now."""

    template_name = "veiligheidskaart/move_code.html"
    form_class = ReceptionCodeForm

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        household = self.object.household
        move_url = reverse("veiligheidskaart:move", args=[household.uuid])
        return super().get_context_data(**kwargs, household=household, move_url=move_url)

    def act(self, *, code: str) -> Move:
        return moves.take_over(self.object, code=code, by=self.user)

    def get_success_url(self) -> str:
        messages.success(
            self.request, "Het gezin is overgenomen. Dit huishouden is afgesloten; jij kunt alles nog lezen."
        )
        return str(self.object.household.get_absolute_url())


class MoveWithdraw(_OfHousehold, ScopedAction):
    """The family stays, or the file has to be made anew."""

    template_name = "cases/confirm.html"
    form_class = NoQuestions

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            title="Trek de verhuizing in",
            text="Het bestand gaat weg en de ontvangstcode werkt niet meer. Jij blijft contactpersoon van dit gezin. "
            "Gaf je het bestand al? Vertel de nieuwe organisatie dat het niet meer geldt.",
            label="Trek in",
            back_url=reverse("veiligheidskaart:move", args=[self.object.household.uuid]),
            **kwargs,
        )

    def act(self) -> Move:
        return moves.withdraw_move(self.object, by=self.user)

    def get_success_url(self) -> str:
        messages.success(self.request, "De verhuizing is ingetrokken. Jij blijft contactpersoon.")
        return reverse("veiligheidskaart:move", args=[self.object.household.uuid])
