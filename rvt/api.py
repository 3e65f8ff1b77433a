"""The register and the figures for an integration: a token of one organisation, and never a person (design 7)."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.http import Http404
from django.utils import timezone
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema, extend_schema_view
from rest_framework import exceptions
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts import onetime
from accounts.api import IDEMPOTENCY_KEY, Makes, as_uuid
from accounts.api_tokens import HasScope, TokenAuthentication
from accounts.choices import ApiScope
from accounts.models import ApiToken
from rvt.figures.document import document
from rvt.figures.half_years import half_years
from rvt.models import Consultation
from rvt.register_lines import FIRST_DAY
from rvt.serializers import ConsultationSerializer, FiguresSerializer
from rvt.services.register import deliver_consultation

DAYS = [
    OpenApiParameter("from", OpenApiTypes.DATE, description="The first day, by when the call began."),
    OpenApiParameter("until", OpenApiTypes.DATE, description="The last day."),
]


@extend_schema_view(
    list=extend_schema(summary="List the register of the organisation, the newest first", parameters=DAYS),
    retrieve=extend_schema(summary="Read a consultation"),
    create=extend_schema(summary="Deliver a consultation", responses={201: ConsultationSerializer}),
)
class ConsultationViewSet(Makes):
    """Advice to callers, without family data. What was delivered is never changed."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope]
    scope = ApiScope.REGISTER
    model = Consultation
    read_access = write_access = "readable_by_token"
    serializer_class = ConsultationSerializer
    http_method_names = ["get", "post", "head"]

    @property
    def user(self) -> ApiToken:  # type: ignore[override]
        """Whose rows: an integration is no person."""
        token: ApiToken = self.request.auth
        return token

    def for_reading(self, rows: QuerySet[Consultation]) -> QuerySet[Consultation]:
        """Load the codes."""
        one = ("municipality", "seeker_role", "seeker_organisation", "duration", "setting")
        return rows.select_related(*one).prefetch_related("natures", "extras")

    def filter_queryset(self, queryset: QuerySet[Any]) -> QuerySet[Any]:
        """Keep the days that were asked for. Raises ParseError."""
        rows = super().filter_queryset(queryset)
        if self.action != "list":
            return rows
        days = {name: self._day(name) for name in ("from", "until")}
        rows = rows.filter(began_at__date__gte=days["from"]) if days["from"] else rows
        return rows.filter(began_at__date__lte=days["until"]) if days["until"] else rows

    def get_serializer_context(self) -> dict[str, Any]:
        """Add whose register it is."""
        return {**super().get_serializer_context(), "token": getattr(self.request, "auth", None)}

    def make(self, data: dict[str, Any]) -> Consultation:
        """Keep it."""
        return deliver_consultation(self.user, **data)

    def _claim(self) -> onetime.Claim | None:
        """Claim the key for who made the token: that person answers for what it does."""
        given = self.request.headers.get(IDEMPOTENCY_KEY)
        if given is None:
            return None
        if (key := as_uuid(given)) is None:
            raise exceptions.ParseError(f"{IDEMPOTENCY_KEY} is een UUID.")
        content = onetime.digest([str(self.user.uuid).encode(), self.request.path.encode(), self.body])
        return onetime.claim(self.user.made_by, key, content)

    def _day(self, name: str) -> date | None:
        given = self.request.query_params.get(name)
        try:
            return date.fromisoformat(given) if given else None
        except ValueError as error:
            raise exceptions.ParseError(f"{name} is een dag, zoals 2026-11-22.") from error


class Figures(APIView):
    """The half-year figures of the region."""

    authentication_classes = [TokenAuthentication]
    permission_classes = [HasScope]
    scope = ApiScope.FIGURES

    @extend_schema(summary="Read the half-year figures of a year", responses=FiguresSerializer)
    def get(self, request: Request, year: int, *args: Any, **kwargs: Any) -> Response:
        """Answer with what the page shows. Raises Http404 for a year of which nothing was counted."""
        if not FIRST_DAY.year <= year <= timezone.localdate().year:
            raise Http404
        token: ApiToken = request.auth
        return Response(FiguresSerializer(document(half_years(token.organisation.region, year))).data)
