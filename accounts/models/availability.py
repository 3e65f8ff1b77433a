from datetime import date, timedelta

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q

from accounts.choices import AbsenceStatus, Weekday
from accounts.clock import same
from accounts.models.kit import Identified
from accounts.querysets import AbsenceQuerySet


class WorkingDay(models.Model):
    """One weekday on which a family can reach somebody. Times are local, Europe/Amsterdam."""

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="working_days")
    weekday = models.CharField("dag", max_length=1, choices=Weekday.choices)
    starts_at = models.TimeField("van")
    ends_at = models.TimeField("tot")

    class Meta:
        ordering = ["weekday"]
        constraints = [
            models.UniqueConstraint("user", "weekday", name="working_day_once"),
            models.CheckConstraint(
                condition=Q(ends_at__gt=F("starts_at")),
                name="working_day_ends_after_start",
                violation_error_message="De eindtijd ligt voor de begintijd.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts_at:%H.%M}–{self.ends_at:%H.%M}"


class Absence(Identified):
    """Somebody is away on these days `[from, until)` and another one stands in, once that one has said yes."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="absences")
    stand_in = models.ForeignKey("accounts.User", models.PROTECT, related_name="stands_in_for")
    days = DateRangeField("dagen")
    status = models.CharField(max_length=12, choices=AbsenceStatus.choices, default=AbsenceStatus.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    objects = AbsenceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(user=F("stand_in")),
                name="absence_other_stand_in",
                violation_error_message="Kies een collega. Jezelf waarnemen kan niet.",
            ),
            ExclusionConstraint(
                name="absence_no_overlap",
                expressions=[(same("user_id"), RangeOperators.OVERLAPS), ("days", RangeOperators.OVERLAPS)],
                condition=Q(status__in=[AbsenceStatus.ASKED, AbsenceStatus.ACCEPTED]),
                violation_error_message="Voor deze dagen heb je al waarneming gevraagd.",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.stand_in}"

    @property
    def first_day(self) -> date:
        """The first day away."""
        return self.days.lower  # type: ignore[no-any-return]

    @property
    def last_day(self) -> date:
        """The last day away, itself included."""
        return self.days.upper - timedelta(days=1)  # type: ignore[no-any-return]

    @property
    def is_open(self) -> bool:
        """Asked or accepted: it can still be taken back."""
        return self.status in {AbsenceStatus.ASKED, AbsenceStatus.ACCEPTED}
