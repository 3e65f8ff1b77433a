"""Time as the database sees it. Rights and periods are decided by its clock, never by that of a web server.

Periods are half-open ranges `[start, end)` in UTC (`tstzrange`).
"""

from datetime import date, datetime, time
from typing import Any

from django.contrib.postgres.fields import BigIntegerRangeField, DateTimeRangeField
from django.db import connection
from django.db.models import DateTimeField, Expression, F, Func, Value
from django.utils import timezone


class StatementTimestamp(Func):
    """The moment this SQL statement began. Not `now()`: that stands still during a transaction."""

    function = "statement_timestamp"
    arity = 0
    output_field = DateTimeField()


class Period(Func):
    """A half-open range. `Period()` runs from this moment without an end."""

    function = "tstzrange"
    output_field = DateTimeRangeField()

    def __init__(self, start: Any = None, end: Any = None, **extra: Any) -> None:
        super().__init__(_moment(start) if start is not None else StatementTimestamp(), _moment(end), **extra)


class EndedNow(Func):
    """The same range, ended at this moment; a range that has not begun yet becomes empty, an ended one stays."""

    template = "%(expressions)s * tstzrange(NULL, statement_timestamp())"
    output_field = DateTimeRangeField()


def same(column: str) -> Func:
    """A range of one key, for exclusion constraints: overlaps only with itself, so no server extension is needed."""
    return Func(F(column), F(column), Value("[]"), function="int8range", output_field=BigIntegerRangeField())


def _moment(value: Any) -> Expression:
    if hasattr(value, "resolve_expression"):
        return value  # type: ignore[no-any-return]
    return Value(value, output_field=DateTimeField())


def midnight(day: date) -> datetime:
    """Return the moment at which a local day (Europe/Amsterdam) begins, aware."""
    return timezone.make_aware(datetime.combine(day, time.min))


def now() -> datetime:
    """Return the database's own time, aware, in UTC."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT statement_timestamp()")
        return cursor.fetchone()[0]  # type: ignore[no-any-return]
