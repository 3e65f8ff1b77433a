"""S13: two cards of one reader beside each other, and what a print in the hand is."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.views.generic import DetailView

from accounts.access import ScopedAction, ScopedView
from accounts.choices import AccessEvent
from cases.models import Household
from veiligheidskaart import content
from veiligheidskaart.compare import compare
from veiligheidskaart.forms.code import CodeForm
from veiligheidskaart.models import KaartEdition, KaartPdf, KaartVersion
from veiligheidskaart.services import codes


class EditionCompare(ScopedView, DetailView):  # type: ignore[type-arg]
    """The card of one reader beside an older one of the same reader: the one before it, or the one that was chosen."""

    model = KaartEdition
    access = "visible_to"
    template_name = "veiligheidskaart/compare.html"

    def get_queryset(self) -> Any:
        return (
            super()
            .get_queryset()
            .filter(household__uuid=self.kwargs["household"])
            .select_related("household", "version")
        )

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        after = self.object
        editions = KaartEdition.objects.visible_to(self.request.user).select_related("household", "version")
        older = list(
            editions.filter(
                household=after.household, reader_key=after.reader_key, version__number__lt=after.version.number
            ).order_by("-version__number")
        )
        asked = self.request.GET.get("met", "")
        before = next((each for each in older if str(each.version.number) == asked), older[0] if older else None)
        both = (content.load_card(each.content) for each in (before, after) if each)
        parts = compare(*both) if before else []
        return super().get_context_data(
            **kwargs,
            household=after.household,
            before=before,
            after=after,
            older=older,
            parts=parts,
            is_same=not any(part.is_changed for part in parts),
            others=editions.filter(
                version=after.version,
                reader_key__in=editions.filter(version=before.version if before else None).values("reader_key"),
            ),
        )


class CodeLookup(ScopedAction):
    """What a print in the hand is: which card, for whom, and whether there is a newer one. Of this household only."""

    model = Household
    access = "visible_to"
    template_name = "veiligheidskaart/code.html"
    form_class = CodeForm
    edition: KaartEdition

    @property
    def access_event(self) -> AccessEvent:
        return AccessEvent.SEARCH if self.request.method == "POST" else AccessEvent.LOOK

    def get_queryset(self) -> Any:
        rows = super().get_queryset()
        return rows.filter(pk__in=KaartVersion.objects.visible_to(self.user).values("household"))

    def act(self, *, code: str) -> None:
        rows = KaartPdf.objects.visible_to(self.user).filter(household=self.object)
        self.edition = codes.find(rows, code).edition
        messages.success(self.request, f"Dit is kaart {self.edition.version.number} voor {self.edition.reader_name}.")

    def get_success_url(self) -> str:
        return self.edition.get_absolute_url()
