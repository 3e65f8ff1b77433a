"""Cards by the API: read final versions and editions, read and change the draft, make it final."""

from __future__ import annotations

from typing import Any, ClassVar

from django.db.models import BooleanField, ExpressionWrapper, Q, QuerySet
from django.http import QueryDict
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.api import Makes, VersionIsGone
from accounts.choices import PdfState
from accounts.errors import DomainError
from accounts.versions import VersionConflict
from cases.api import OfHousehold
from cases.querysets import among
from cases.rules import Act
from veiligheidskaart import content
from veiligheidskaart.forms.finalise import FinaliseForm
from veiligheidskaart.models import KaartEdition, KaartVersion, Veiligheidskaart
from veiligheidskaart.serializers import DraftSerializer, EditionSerializer, FinaliseSerializer, VersionSerializer
from veiligheidskaart.services import pdfs, texts
from veiligheidskaart.services.drafts import save_draft, stand_of
from veiligheidskaart.services.finalising import CardNotReady, finalise_veiligheidskaart


class DraftViewSet(OfHousehold):
    """The one draft of a household, shared by contact person, duo and stand-in."""

    model = Veiligheidskaart
    serializer_class = DraftSerializer
    household_reading = "changeable_by"

    @extend_schema(summary="Read the draft of the card", responses=DraftSerializer)
    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Show the draft; version 0 when nobody wrote yet."""
        return self._answer()

    @extend_schema(summary="Change blocks of the draft", request=DraftSerializer, responses=DraftSerializer)
    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Replace the blocks that are sent; 412 when somebody saved in the meantime."""
        version, stand = self.version_seen(), stand_of(self.household)
        if version != stand.version:
            raise VersionIsGone(self._shown())
        sent = self.get_serializer(data=request.data, partial=True)
        sent.is_valid(raise_exception=True)
        try:
            save_draft(
                self.household,
                draft=_replaced(content.dump(stand.draft), sent.data, request.data),
                version=version,
                by=self.user,
            )
        except VersionConflict as conflict:
            raise VersionIsGone(self._shown()) from conflict
        return self._answer()

    def _shown(self) -> dict[str, Any]:
        stand = stand_of(self.household)
        blocks = content.dump(stand.draft)
        return {
            "version": stand.version,
            "next_number": stand.next_number,
            **{name: blocks[name] for name in DraftSerializer.BLOCKS},
        }

    def _answer(self) -> Response:
        shown = self._shown()
        return Response(shown, headers={"ETag": f'"{shown["version"]}"'})


@extend_schema_view(
    list=extend_schema(summary="List the final cards of a household, newest first"),
    retrieve=extend_schema(summary="Read a final card"),
    create=extend_schema(
        summary="Make the draft final", request=FinaliseSerializer, responses={201: VersionSerializer}
    ),
)
class VersionViewSet(Makes, OfHousehold):
    """Final cards. They never change; the next one is made of the draft."""

    model = KaartVersion
    serializer_class = VersionSerializer
    input_classes: ClassVar = {"create": FinaliseSerializer}
    household_reading = "visible_to"
    household_writing = "finalisable_by"

    def for_reading(self, rows: QuerySet[KaartVersion]) -> QuerySet[KaartVersion]:
        """Load who finalised, and whether this person reads the text."""
        inner = ExpressionWrapper(Q(among(self.user, Act.READ_INNER, "household_id")), output_field=BooleanField())
        return rows.select_related("finalised_by").annotate(may_read_inner=inner)

    def make(self, data: dict[str, Any]) -> KaartVersion:
        """Make the draft final, by the same form as the page. Raises CardNotReady."""
        form = FinaliseForm(
            _as_form(data),
            sources=texts.sources_of(self.household),
            version=data["draft_version"],
            look_back_on=data["look_back_on"],
        )
        if not form.is_valid():
            raise exceptions.ValidationError({name: list(told) for name, told in form.errors.items()})
        try:
            return finalise_veiligheidskaart(
                self.household,
                present=form.names_present(),
                not_discussed_with=form.people_not_discussed(),
                views=form.views(),
                look_back_on=form.cleaned_data["look_back_on"],
                draft_version=form.cleaned_data["version"],
                by=self.user,
            )
        except CardNotReady as refusal:
            raise DomainError(" ".join(stop.sentence for stop in refusal.stops)) from refusal


@extend_schema_view(
    list=extend_schema(summary="List the editions that you may read, newest version first"),
    retrieve=extend_schema(summary="Read an edition"),
)
class EditionViewSet(OfHousehold):
    """What one reader gets of a card. Who joins reads the one for professionals."""

    model = KaartEdition
    serializer_class = EditionSerializer
    household_reading = "visible_to"

    def for_reading(self, rows: QuerySet[KaartEdition]) -> QuerySet[KaartEdition]:
        """Load the version and where the PDF is."""
        return rows.select_related("version", "household").order_by("-version__number", "order", "pk")

    def paginate_queryset(self, queryset: Any) -> Any:
        """Look once where the PDFs of a page are."""
        page = super().paginate_queryset(queryset)
        self._states = pdfs.states_of(page or ())
        return page

    def get_serializer_context(self) -> dict[str, Any]:
        """Add where the PDF is."""
        return {**super().get_serializer_context(), "pdf_states": self._state_of}

    def _state_of(self, edition: KaartEdition) -> PdfState:
        known: dict[int, PdfState] = getattr(self, "_states", {})
        return known[edition.pk] if edition.pk in known else pdfs.states_of([edition])[edition.pk]


def _replaced(draft: dict[str, Any], sent: dict[str, Any], given: dict[str, Any]) -> content.Draft:
    """Return the draft with the blocks that were sent; what a block leaves out is empty."""
    for name in DraftSerializer.BLOCKS:
        if name in given:
            draft[name] = sent[name]
    return content.completed_draft(draft)


def _as_form(data: dict[str, Any]) -> QueryDict:
    """Return what was sent in the shape of the form of S14."""
    views = data.get("views", [])
    form = QueryDict(mutable=True)
    form.setlist("present", [str(each) for each in data["present"]])
    form.setlist("not_discussed_with", [str(person.uuid) for person in data.get("not_discussed_with", [])])
    form["version"], form["look_back_on"] = str(data["draft_version"]), data["look_back_on"].isoformat()
    form["agree"] = "not_quite" if views else "yes"
    for view in views:
        form[f"view_{view['person'].uuid}"] = view["text"]
    return form
