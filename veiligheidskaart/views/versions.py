"""S13 and S16: the versions of a card and the PDF of an edition."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db.models import Prefetch
from django.http import HttpResponse
from django.views.generic import DetailView

from accounts import access_log
from accounts.access import ScopedAction, ScopedView
from accounts.choices import AccessEvent
from accounts.middleware import POLL_HEADER
from cases.models import Household
from veiligheidskaart import content
from veiligheidskaart.flow import lay_out
from veiligheidskaart.models import HandOut, KaartEdition, KaartPdf, KaartVersion
from veiligheidskaart.pdf import FILE_NAME
from veiligheidskaart.services import pdfs


class KaartVersions(ScopedView, DetailView):  # type: ignore[type-arg]
    """Every final card of a household. Versions never change or vanish."""

    model = Household
    access = "visible_to"
    template_name = "veiligheidskaart/versions.html"

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        user = self.request.user
        mine = KaartEdition.objects.visible_to(user).select_related("household")
        handouts = HandOut.objects.visible_to(user).select_related("to_person")
        versions = list(
            KaartVersion.objects.visible_to(user)
            .filter(household=self.object)
            .with_mark()
            .select_related("household")
            .prefetch_related(
                Prefetch(
                    "editions", queryset=mine.prefetch_related(Prefetch("handouts", queryset=handouts)), to_attr="shown"
                )
            )
        )
        states = pdfs.states_of(edition for version in versions for edition in version.shown)
        kept = [edition.reader_key for version in versions for edition in version.shown]
        for version in versions:
            for edition in version.shown:
                edition.state = states[edition.pk]
                kept.remove(edition.reader_key)
                edition.has_older = edition.reader_key in kept
            version.compared = next((edition for edition in reversed(version.shown) if edition.has_older), None)
            version.languages = sorted(
                {handout.language for edition in version.shown for handout in edition.handouts.all()}
            )
            version.holders = list(
                dict.fromkeys(handout.holder for edition in version.shown for handout in edition.handouts.all())
            )
        return super().get_context_data(
            **kwargs,
            versions=versions,
            mark=versions[0].mark if versions else "",
            household=self.object,
            may_edit=Household.objects.changeable_by(user).contains(self.object),
            may_move=Household.objects.switchable_by(user).contains(self.object),
            may_hand_out=Household.objects.finalisable_by(user).contains(self.object),
        )


class EditionPdf(ScopedView, DetailView):  # type: ignore[type-arg]
    """The PDF of one edition, as a file with a neutral name."""

    model = KaartPdf
    access = "visible_to"
    slug_field = "edition__uuid"
    access_event = AccessEvent.EXPORT

    def get(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        row = self.get_object(self.get_queryset().filter(edition__household__uuid=kwargs["household"]))
        response = HttpResponse(bytes(row.data), content_type="application/pdf")
        response["Content-Disposition"] = f'attachment; filename="{FILE_NAME}"'
        response["Cache-Control"] = "no-store"
        return response


class EditionState(ScopedView, DetailView):  # type: ignore[type-arg]
    """How far the PDF is: asked again every two seconds while a page waits for it."""

    model = KaartEdition
    access = "visible_to"
    template_name = "veiligheidskaart/partials/pdf_state.html"

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(household__uuid=self.kwargs["household"]).select_related("household")

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        if POLL_HEADER in self.request.headers:
            access_log.is_no_look(self.request)
        edition = self.object
        edition.state = pdfs.states_of([edition])[edition.pk]
        return super().get_context_data(**kwargs, edition=edition)


class EditionPdfAgain(ScopedAction):
    """Ask the worker once more, when the PDF could not be made."""

    model = KaartEdition
    access = "visible_to"
    http_method_names = ["post", "options"]

    def get_queryset(self) -> Any:
        return super().get_queryset().filter(household__uuid=self.kwargs["household"]).select_related("household")

    def post(self, request: Any, *args: Any, **kwargs: Any) -> HttpResponse:
        self.object = self.get_object()
        pdfs.ask_again(self.object, by=self.user)
        return self.finish()

    def get_success_url(self) -> str:
        return f"{self.object.version.get_absolute_url()}#kaart-{self.object.version.number}"


class EditionDetail(ScopedView, DetailView):  # type: ignore[type-arg]
    """The card of one reader on the screen: the same boxes as on paper."""

    model = KaartEdition
    access = "visible_to"
    template_name = "veiligheidskaart/edition.html"

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .filter(household__uuid=self.kwargs["household"])
            .select_related("household", "version")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        edition = self.object
        edition.state = pdfs.states_of([edition])[edition.pk]
        newest = KaartVersion.objects.visible_to(self.request.user).filter(household=edition.household).with_mark()
        marked = newest.defer("content").first()
        others = KaartEdition.objects.visible_to(self.request.user).filter(version=edition.version)
        return super().get_context_data(
            **kwargs,
            edition=edition,
            household=edition.household,
            version=edition.version,
            mark=marked.mark if marked == edition.version else "",
            is_newest=marked == edition.version,
            others=others.select_related("household"),
            sheets=lay_out(content.load_card(edition.content)),
            is_demo=settings.DEMO_MODE,
            found_phone=settings.HELP_PHONE,
        )
