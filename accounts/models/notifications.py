from django.db import models
from django.db.models import Q

from accounts.clock import StatementTimestamp
from accounts.models.kit import Identified
from accounts.querysets import NotificationQuerySet


class Notification(Identified):
    """Something waits for a person. Holds a code and ids; the sentence is made when it is shown (`accounts.slots`)."""

    recipient = models.ForeignKey("accounts.User", models.CASCADE, related_name="notifications")
    kind = models.CharField(max_length=40)
    about = models.UUIDField()
    actor = models.UUIDField(null=True)
    at = models.DateTimeField(db_default=StatementTimestamp())
    read_at = models.DateTimeField(null=True)

    objects = NotificationQuerySet.as_manager()

    class Meta:
        indexes = [models.Index("recipient", name="notification_unread", condition=Q(read_at=None))]

    def __str__(self) -> str:
        return self.kind
