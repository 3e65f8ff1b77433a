from django.db import models
from django.db.models import Q

from accounts.choices import OutboxState
from accounts.clock import StatementTimestamp
from accounts.querysets import OutboxQuerySet


class OutboxEntry(models.Model):
    """Work that must happen once, written in the transaction that makes it necessary (`accounts.outbox`).

    `args` holds ids only. `fence` goes up with each claim, so that a worker that was thought dead cannot finish
    what another one took over.
    """

    kind = models.CharField(max_length=40)
    args = models.JSONField()
    unique_key = models.CharField(max_length=120, unique=True)
    by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    state = models.CharField(max_length=8, choices=OutboxState.choices, default=OutboxState.WAITING)
    created_at = models.DateTimeField(db_default=StatementTimestamp())
    due_at = models.DateTimeField(db_default=StatementTimestamp())
    attempts = models.PositiveSmallIntegerField(default=0)
    fence = models.PositiveIntegerField(default=0)
    last_error = models.CharField(max_length=120, blank=True)
    done_at = models.DateTimeField(null=True)

    objects = OutboxQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("due_at", name="outbox_due", condition=Q(state=OutboxState.WAITING))]
        verbose_name_plural = "outbox entries"

    def __str__(self) -> str:
        return f"{self.kind} {self.pk}"
