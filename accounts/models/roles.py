from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts import rules
from accounts.choices import Role, RoleRequestState
from accounts.clock import StatementTimestamp
from accounts.models.kit import Identified
from accounts.querysets import RoleRequestQuerySet


class RoleRequest(Identified):
    """One beheerder asks to give somebody a role, change it or take it away; another one decides (design 7).

    `before` is the role that somebody has there now, "" without one; `role` the one that is asked, "" to take it away.
    A row that was decided never changes (a trigger), and nobody deletes one.
    """

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="role_requests")
    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="role_requests")
    before = models.CharField("rol nu", max_length=20, choices=Role.choices, blank=True)
    role = models.CharField("rol", max_length=20, choices=Role.choices, blank=True)
    function = models.CharField("functie", max_length=80, blank=True)
    state = models.CharField(max_length=12, choices=RoleRequestState.choices, default=RoleRequestState.ASKED)
    asked_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=StatementTimestamp())
    expires_at = models.DateTimeField()
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_at = models.DateTimeField(null=True)

    objects = RoleRequestQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(condition=~Q(before=F("role")), name="role_request_asks_something"),
            models.CheckConstraint(condition=~Q(decided_by=F("asked_by")), name="role_request_not_by_who_asked"),
            models.CheckConstraint(condition=~Q(decided_by=F("user")), name="role_request_not_by_who_it_is_about"),
            models.CheckConstraint(
                condition=Q(state__in=RoleRequestState.BY_ANOTHER, decided_by__isnull=False)
                | (~Q(state__in=RoleRequestState.BY_ANOTHER) & Q(decided_by__isnull=True)),
                name="role_request_decided_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["user", "organisation"],
                condition=Q(state=RoleRequestState.ASKED),
                name="role_request_one_at_a_time",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"

    @property
    def sentence(self) -> str:
        """What is asked."""
        labels = self.get_before_display(), self.get_role_display()  # type: ignore[attr-defined]
        return rules.role_question(self.user.name, *labels, self.organisation.name)

    def get_absolute_url(self) -> str:
        return reverse("accounts:role-request", args=[self.uuid])
