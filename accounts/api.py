"""The API kit: how rows are scoped, how a change says which version it saw, and how a "no" is told."""

from __future__ import annotations

import re
import uuid
from collections.abc import Callable
from http import HTTPStatus
from typing import Any, ClassVar

from django.apps import apps
from django.core.exceptions import ValidationError as DjangoValidationError
from django.db import IntegrityError, transaction
from django.db.models import Model, QuerySet
from django.http import Http404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema_field
from psycopg import errors as database_errors
from rest_framework import exceptions, serializers, viewsets
from rest_framework.fields import get_error_detail
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import exception_handler

from accounts import access_log, api_schema, onetime, problems  # noqa: F401 - api_schema registers how to sign in
from accounts.choices import AccessEvent
from accounts.errors import DomainError
from accounts.models import User, Versioned
from accounts.querysets import require_scope
from accounts.versions import VersionConflict

IDEMPOTENCY_KEY = "Idempotency-Key"
UNKNOWN = "Kies uit wat er is."


# --- Refusals -------------------------------------------------------------------------------------
class PreconditionRequired(exceptions.APIException):
    """A change says which version it saw, so that nobody's text disappears."""

    status_code = HTTPStatus.PRECONDITION_REQUIRED
    default_detail = 'Stuur het nummer van de versie mee die je zag: If-Match: "3".'


class VersionIsGone(exceptions.APIException):
    """Somebody else changed it in the meantime; `current` is how it is now."""

    status_code = HTTPStatus.PRECONDITION_FAILED

    def __init__(self, current: dict[str, Any]) -> None:
        super().__init__()
        self.current = current


class KeyUsedForSomethingElse(exceptions.APIException):
    """The same key came with other content."""

    status_code = HTTPStatus.UNPROCESSABLE_ENTITY
    default_detail = "Maak een nieuwe sleutel voor een nieuwe vraag."


_ALREADY = (
    database_errors.UniqueViolation,
    database_errors.ExclusionViolation,
    database_errors.IntegrityConstraintViolation,
)
"""What the database refuses because of other rows. Anything else that it refuses is a mistake of ours."""


def problem_handler(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn every refusal into a problem document. A DomainError is a 409 with its Dutch sentence."""
    if isinstance(error, DomainError):
        access_log.refused(context["request"]._request, error)
    return _refused_by_the_work(error) or _refused_by_the_framework(error, context)


def _refused_by_the_work(error: Exception) -> Response | None:
    if isinstance(error, DomainError):
        return _problem(409, detail=error.message, **({"field": error.field} if error.field else {}))
    if isinstance(error, IntegrityError) and type(error.__cause__) in _ALREADY:
        return _problem(409, detail=_sentence_of(error.__cause__))
    if isinstance(error, VersionIsGone):
        return _problem(412, current=error.current)
    if isinstance(error, (Http404, exceptions.NotFound)):
        return _problem(404)
    return None


def _refused_by_the_framework(error: Exception, context: dict[str, Any]) -> Response | None:
    if isinstance(error, DjangoValidationError):
        error = exceptions.ValidationError(get_error_detail(error))
    response = exception_handler(error, context)
    if response is None:
        return None
    if isinstance(error, exceptions.ValidationError):
        return _problem(400, errors=error.detail)
    headers = {name: value for name, value in response.items() if name in {"WWW-Authenticate", "Retry-After"}}
    detail = str(error.detail) if isinstance(error, exceptions.APIException) else ""
    return _problem(response.status_code, detail=detail, headers=headers)


def _problem(status: int, *, detail: str = "", headers: dict[str, str] | None = None, **more: Any) -> Response:
    body = problems.problem(status, detail=detail, **more)
    return Response(body, status=status, headers=headers, content_type=problems.CONTENT_TYPE)


def _sentence_of(refusal: Any) -> str:
    """Return the Dutch sentence of the constraint that refused, when it has one of its own."""
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            has_own = constraint.violation_error_message != constraint.default_violation_error_message
            if constraint.name == refusal.diag.constraint_name and has_own:
                return str(constraint.violation_error_message)
    return ""


# --- Shapes ---------------------------------------------------------------------------------------
class StrictSerializer(serializers.Serializer):  # type: ignore[type-arg]
    """Named fields and nothing else: a field that does not exist, or cannot be written, is refused."""

    def to_internal_value(self, data: Any) -> Any:
        if isinstance(data, dict):
            writable = {field.field_name for field in self._writable_fields}
            if unknown := sorted(set(data) - writable):
                raise exceptions.ValidationError({name: ["Dit veld bestaat hier niet."] for name in unknown})
        return super().to_internal_value(data)


class UuidField(serializers.UUIDField):
    """A UUID as text. The framework's own field also takes a number for one."""

    def to_internal_value(self, data: Any) -> uuid.UUID:
        if not isinstance(data, str):
            self.fail("invalid", value=data)
        return super().to_internal_value(data)  # type: ignore[no-any-return]


@extend_schema_field(OpenApiTypes.UUID)
class ScopedUuidField(serializers.RelatedField):  # type: ignore[type-arg]
    """A row of another table, by its uuid, out of `rows(context)`. Not yours and not there get the same words."""

    default_error_messages = {"unknown": UNKNOWN}

    def __init__(self, *, rows: Callable[[dict[str, Any]], QuerySet[Any]], **options: Any) -> None:
        self.rows = rows
        super().__init__(**options)

    def get_queryset(self) -> QuerySet[Any]:
        return self.rows(self.context)

    def to_internal_value(self, data: Any) -> Model:
        """Return the row. Raises ValidationError."""
        row = self.get_queryset().filter(uuid=wanted).first() if (wanted := as_uuid(data)) else None
        if row is None:
            self.fail("unknown")
        return row

    def to_representation(self, value: Any) -> str:
        return str(value.uuid)


def as_uuid(value: Any) -> uuid.UUID | None:
    """Return `value` as a UUID, or None: a number is no id here."""
    try:
        return uuid.UUID(value) if isinstance(value, str) else None
    except ValueError:
        return None


# --- Views ----------------------------------------------------------------------------------------
class ScopedViewSet(viewsets.GenericViewSet):  # type: ignore[type-arg]
    """The same promise for the API: safe methods read `read_access`, the others `write_access`.

    `write_accesses` names another queryset method for single actions, `input_classes` what an action takes. A subclass
    says in `for_reading` what a row needs to be shown without a query for each row. `Makes` and `Changes` add writing.
    """

    model: type[Model]
    read_access = "visible_to"
    write_access = "changeable_by"
    write_accesses: ClassVar[dict[str, str]] = {}
    input_classes: ClassVar[dict[str, type[serializers.Serializer[Any]]]] = {}
    lookup_field = "uuid"
    lookup_value_converter = "uuid"
    http_method_names = ["get", "post", "patch", "head"]

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if getattr(cls, "model", None) is not None:
            for access in (cls.read_access, cls.write_access, *cls.write_accesses.values()):
                require_scope(cls, cls.model, access)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """After asking who this is: a body is JSON. It is read whole, because a key belongs to its exact content."""
        super().initial(request, *args, **kwargs)
        access_log.asked(request._request, self.model, kwargs, self.lookup_field, AccessEvent.LOOK)
        if self.action and request.method not in SAFE_METHODS:
            if request.content_type.partition(";")[0].strip() != "application/json":
                raise exceptions.UnsupportedMediaType(request.content_type)
            self.body = request._request.body

    def get_object(self) -> Any:
        """Return the row that the address names, and note it for the access log."""
        found = super().get_object()
        self.seen(found)
        return found

    def seen(self, row: Any, event: AccessEvent | None = None) -> None:
        """Note for the access log that `row` was found for this person."""
        access_log.seen(self.request._request, row, event=event)

    def get_serializer_class(self) -> Any:
        """Return the shape of what this action takes; what is shown is always `serializer_class`."""
        return self.input_classes.get(self.action, self.serializer_class)

    @property
    def user(self) -> User:
        """The person who asks."""
        return self.request.user  # type: ignore[return-value]

    def get_queryset(self) -> QuerySet[Any]:
        if getattr(self, "swagger_fake_view", False):
            return self.model._default_manager.none()
        if self.request.method in SAFE_METHODS:
            return self.readable()
        return self._rows(self.write_accesses.get(self.action, self.write_access))

    def readable(self) -> QuerySet[Any]:
        """Return the rows that this person may read, ready to be shown."""
        return self.for_reading(self._rows(self.read_access))

    def for_reading(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Load what a row needs to be shown, and nothing else."""
        return rows

    def _rows(self, access: str) -> QuerySet[Any]:
        return self.within(getattr(self.model._default_manager, access)(self.user))

    def within(self, rows: QuerySet[Any]) -> QuerySet[Any]:
        """Narrow to the thing that the address names."""
        return rows

    def show(self, row: Any) -> dict[str, Any]:
        """Return how `row` is shown to this person: always by `serializer_class`, whatever was sent."""
        return self.serializer_class(row, context=self.get_serializer_context()).data  # type: ignore[misc,no-any-return]

    def address(self, row: Any) -> str:
        """Return the path of `row`."""
        return f"{self.request.path}{row.uuid}/"

    def answer(self, row: Any, *, status: int = HTTPStatus.OK, headers: dict[str, str] | None = None) -> Response:
        """Show `row`, with its version as ETag when it has one."""
        headers = dict(headers or {})
        if isinstance(row, Versioned):
            headers["ETag"] = f'"{row.version}"'
        return Response(self.show(row), status=status, headers=headers)

    def list(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """List what this person may see, a page at a time."""
        page = self.paginate_queryset(self.filter_queryset(self.get_queryset()))
        return self.get_paginated_response([self.show(row) for row in page or ()])

    def retrieve(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Show one."""
        return self.answer(self.get_object())

    def once(self, act: Callable[[], Any]) -> Response:
        """Make something; with an Idempotency-Key a repeat makes nothing and gets the same answer."""
        with transaction.atomic():
            claim = self._claim()
            if claim is None or claim.is_first:
                row = act()
                location = self.address(row)
                if claim is not None:
                    claim.settle(status=HTTPStatus.CREATED, location=location)
            elif not claim.same_content:
                raise KeyUsedForSomethingElse
            else:
                location = claim.row.location
                row = self.model(uuid=as_uuid(location.rstrip("/").rpartition("/")[2]))
        return self.answer(self.again(row), status=HTTPStatus.CREATED, headers={"Location": location})

    def again(self, row: Any) -> Any:
        """Return `row` as this person reads it now. Raises Http404 when that is not possible any more."""
        fresh = self.readable().filter(uuid=row.uuid).first()
        if fresh is None:
            raise Http404
        return fresh

    def version_seen(self) -> int:
        """Return the version that the person who asks has seen. Raises PreconditionRequired, ParseError."""
        given = self.request.headers.get("If-Match")
        if given is None:
            raise PreconditionRequired
        if not (number := re.fullmatch(r'"(0|[1-9]\d{0,9})"', given.strip())):
            raise exceptions.ParseError(PreconditionRequired.default_detail)
        return int(number[1])

    def _claim(self) -> onetime.Claim | None:
        given = self.request.headers.get(IDEMPOTENCY_KEY)
        if given is None:
            return None
        if (key := as_uuid(given)) is None:
            raise exceptions.ParseError(f"{IDEMPOTENCY_KEY} is een UUID.")
        return onetime.claim(self.user, key, onetime.digest([self.request.path.encode(), self.body]))


class Makes(ScopedViewSet):
    """For a ScopedViewSet whose rows can be made: a POST on the list."""

    def make(self, data: dict[str, Any]) -> Any:
        """Call the service that makes a row of validated `data`."""
        raise NotImplementedError

    def create(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Make one."""
        serializer = self.get_serializer(data=request.data)
        serializer.is_valid(raise_exception=True)
        return self.once(lambda: self.make(serializer.validated_data))


class Changes(ScopedViewSet):
    """For a ScopedViewSet whose rows can be changed: a PATCH that says which version it saw."""

    def change(self, row: Any, *, version: int, data: dict[str, Any]) -> Any:
        """Call the service that changes `row`; fields that were not sent are not in `data`."""
        raise NotImplementedError

    def partial_update(self, request: Request, *args: Any, **kwargs: Any) -> Response:
        """Change one: 428 without a version, 412 with how it is now when the version is gone."""
        row = self.get_object()
        version = self.version_seen()
        if version != row.version:
            raise VersionIsGone(self.show(self.again(row)))
        serializer = self.get_serializer(row, data=request.data, partial=True)
        serializer.is_valid(raise_exception=True)
        try:
            self.change(row, version=version, data=serializer.validated_data)
        except VersionConflict as conflict:
            raise VersionIsGone(self.show(self.again(row))) from conflict
        return self.answer(self.again(row))
