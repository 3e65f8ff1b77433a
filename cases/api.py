"""The household by the API: the same querysets and the same services as the pages, other words at both ends."""

from __future__ import annotations

from functools import cached_property, partial
from typing import Any, ClassVar

from django.db.models import Prefetch, QuerySet
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema, extend_schema_view
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts import access_log
from accounts.api import Changes, Makes, ScopedViewSet
from accounts.choices import AccessEvent
from accounts.models import Organisation
from cases.choices import PersonRole, TickOutcome
from cases.models import Agreement, Household, Person, Residence
from cases.serializers import (
    AgreementSerializer,
    HouseholdChangeSerializer,
    HouseholdNewSerializer,
    HouseholdSerializer,
    PersonInputSerializer,
    PersonSerializer,
    TickSerializer,
    party_choices,
)
from cases.services.agreements import change_agreement, make_agreement, tick_agreement
from cases.services.households import FamilyKnows, NewPerson, change_household, open_household
from cases.services.people import PersonData, add_person, change_person


@extend_schema_view(
    list=extend_schema(summary="List the households you may see"),
    retrieve=extend_schema(summary="Read a household"),
    create=extend_schema(
        summary="Open a household", request=HouseholdNewSerializer, responses={201: HouseholdSerializer}
    ),
    partial_update=extend_schema(
        summary="Change a household", request=HouseholdChangeSerializer, responses=HouseholdSerializer
    ),
)
class HouseholdViewSet(Makes, Changes):
    """Households that you may see at this moment. What is not yours is not there."""

    model = Household
    serializer_class = HouseholdSerializer
    input_classes: ClassVar = {"create": HouseholdNewSerializer, "partial_update": HouseholdChangeSerializer}

    def for_reading(self, rows: QuerySet[Household]) -> QuerySet[Household]:
        """Load the face, the people (for "gezin" or "huishouden") and what this person may do."""
        return (
            rows.with_acts(self.user)  # type: ignore[attr-defined,no-any-return]
            .with_face()
            .select_related("municipality")
            .prefetch_related("people")
            .order_by("sort_name", "pk")
        )

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After asking who this is: whoever works for no local team cannot open a household, like on the page."""
        super().initial(request, *args, **kwargs)
        if self.action == "create" and not Organisation.objects.opening_households(self.user).exists():
            raise Http404

    def make(self, data: dict[str, Any]) -> Household:
        """Open a household."""
        household = open_household(
            call_name=data["call_name"],
            municipality=data["municipality"],
            people=[NewPerson(**{**new, "role": PersonRole(new["role"])}) for new in data["people"]],
            team=data["team"],
            family_knows=FamilyKnows(
                informed_on=data.get("family_informed_on"),
                not_informed_why=data.get("family_not_informed_why", ""),
                will_tell_on=data.get("family_informed_by"),
            ),
            by=self.user,
        )
        self.seen(household, AccessEvent.CREATE)
        return household

    def paginate_queryset(self, queryset: Any) -> Any:
        """Note a page of the list for the access log."""
        page = super().paginate_queryset(queryset)
        access_log.listed(self.request._request, "household", [household.uuid for household in page or ()])
        return page

    def change(self, row: Household, *, version: int, data: dict[str, Any]) -> Household:
        """Change the name or the municipality."""
        new = {"call_name": row.call_name, "municipality": row.municipality, **data}
        return change_household(row, version=version, by=self.user, **new)


class OfHousehold(ScopedViewSet):
    """Rows of the household in the address; `household_reading` and `household_writing` say who finds it there."""

    household_reading = "readable_by"
    household_writing = "changeable_by"

    @cached_property
    def household(self) -> Household:
        """The household in the address, as far as this person may do this with it. Raises Http404."""
        reads = self.request.method in ("GET", "HEAD")
        access = self.household_reading if reads else self.household_writing
        rows = getattr(Household.objects, access)(self.user)
        household: Household = get_object_or_404(rows, uuid=self.kwargs["household_uuid"])
        access_log.seen(self.request._request, household)
        return household

    def seen(self, row: Any, event: AccessEvent | None = None) -> None:
        """Note a row of this household for the access log."""
        access_log.seen(self.request._request, row, root=self.household.uuid, event=event)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After asking who this is: ask whether the household is there for this person."""
        super().initial(request, *args, **kwargs)
        self.household  # noqa: B018 - raises Http404

    def within(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Only rows of this household."""
        return rows.filter(household__uuid=self.kwargs["household_uuid"])


PERSON_FIELDS = (
    "name",
    "role",
    "surname",
    "role_word",
    "born_on",
    "birth_year",
    "is_unborn",
    "language",
    "needs_interpreter",
    "phone",
)


@extend_schema_view(
    list=extend_schema(summary="List the people of a household"),
    retrieve=extend_schema(summary="Read what is known of somebody"),
    create=extend_schema(summary="Add somebody", request=PersonInputSerializer, responses={201: PersonSerializer}),
    partial_update=extend_schema(
        summary="Change what is known of somebody", request=PersonInputSerializer, responses=PersonSerializer
    ),
)
class PersonViewSet(Makes, Changes, OfHousehold):
    """The people of a household, also those who do not belong to it any more (`left_on`)."""

    model = Person
    serializer_class = PersonSerializer
    input_classes: ClassVar = {"create": PersonInputSerializer, "partial_update": PersonInputSerializer}

    def for_reading(self, rows: QuerySet[Person]) -> QuerySet[Person]:
        """Load where everybody lives."""
        stays = Residence.objects.select_related("home").order_by("home__order", "home")
        return rows.prefetch_related(Prefetch("residences", queryset=stays))

    def get_serializer_context(self) -> dict[str, Any]:
        """Add what is known already, for rules about two fields of which one is sent."""
        return {**super().get_serializer_context(), "known": partial(known, names=PERSON_FIELDS)}

    def make(self, data: dict[str, Any]) -> Person:
        """Add somebody from today on."""
        here = data.pop("lives_in", ())
        return add_person(self.household, _person_data(data), homes=here, by=self.user)

    def change(self, row: Person, *, version: int, data: dict[str, Any]) -> Person:
        """Change what was sent, keep the rest."""
        here = data.pop("lives_in", None)
        whole = {**known(row, names=PERSON_FIELDS), **data}
        return change_person(row, _person_data(whole), version=version, homes=here, by=self.user)


AGREEMENT_FIELDS = ("what", "detail", "who", "since", "checker", "if_not", "due_on", "due_at")


@extend_schema_view(
    list=extend_schema(summary="List the agreements of a household, ended ones too"),
    retrieve=extend_schema(summary="Read an agreement"),
    create=extend_schema(summary="Make an agreement", responses={201: AgreementSerializer}),
    partial_update=extend_schema(summary="Change an agreement"),
)
class AgreementViewSet(Makes, Changes, OfHousehold):
    """Who does what. An agreement without a who is no agreement."""

    model = Agreement
    serializer_class = AgreementSerializer
    input_classes: ClassVar = {"tick": TickSerializer}
    write_accesses: ClassVar = {"tick": "tickable_by"}
    household_reading = "agreements_readable_by"

    @property
    def household_writing(self) -> str:  # type: ignore[override]
        """Ticking is for more people than changing."""
        return "tickable_by" if self.action == "tick" else "changeable_by"

    def for_reading(self, rows: QuerySet[Agreement]) -> QuerySet[Agreement]:
        """Load who and checker."""
        parties = [f"{part}_{kind}" for part in ("who", "checker") for kind in ("person", "network", "user")]
        return rows.select_related(*parties)

    def get_serializer_context(self) -> dict[str, Any]:
        """Add who can be chosen, and what is known already."""
        context = super().get_serializer_context()
        return {**context, "known": partial(known, names=AGREEMENT_FIELDS), "parties": self._parties}

    def _parties(self) -> Any:
        row = self.get_object() if "uuid" in self.kwargs else None
        return party_choices(self.household, self.user, also=(row.who, row.checker) if row else ())

    def make(self, data: dict[str, Any]) -> Agreement:
        """Keep what was agreed."""
        return make_agreement(self.household, by=self.user, **data)

    def change(self, row: Agreement, *, version: int, data: dict[str, Any]) -> Agreement:
        """Change what was sent, keep the rest."""
        return change_agreement(row, version=version, by=self.user, **{**known(row, names=AGREEMENT_FIELDS), **data})

    @extend_schema(summary="Say whether it works", request=TickSerializer, responses={201: AgreementSerializer})
    @action(detail=True, methods=["post"], url_path="ticks")
    def tick(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Answers with the agreement as it stands after the tick."""
        row = self.get_object()
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        outcome = TickOutcome(serializer.validated_data.pop("outcome"))
        return self.once(
            lambda: tick_agreement(row, outcome=outcome, by=self.user, **serializer.validated_data).agreement
        )

    def address(self, row: Agreement) -> str:
        """A tick leads to its agreement."""
        return self.request.path.removesuffix("ticks/") if self.action == "tick" else super().address(row)


def known(row: Any, *, names: tuple[str, ...]) -> dict[str, Any]:
    """Return what stands in `row`, by name."""
    return {name: getattr(row, name) for name in names}


def _person_data(data: dict[str, Any]) -> PersonData:
    return PersonData(**{**data, "role": PersonRole(data["role"])})
