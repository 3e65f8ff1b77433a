import uuid

from django.db import models

from accounts.clock import StatementTimestamp


class AuditEvent(models.Model):
    """One change, written in the same transaction as the change itself.

    Append-only: a trigger refuses UPDATE and DELETE. It holds ids and codes, never names or stories; names are
    resolved when somebody looks. `root` is the thing the target belongs to, so that its history reads in one query.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    at = models.DateTimeField(db_default=StatementTimestamp())
    event = models.CharField(max_length=60)
    actor = models.UUIDField(null=True)
    target_kind = models.CharField(max_length=40)
    target = models.UUIDField()
    root = models.UUIDField()
    details = models.JSONField(default=dict)

    class Meta:
        indexes = [models.Index(fields=["root", "-at"], name="audit_event_root")]

    def __str__(self) -> str:
        return self.event
