from typing import Any

from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models
from django.db.models import Q

from accounts.models.people import User
from accounts.querysets import SessionQuerySet


class Session(AbstractBaseSession):
    """One browser. Whose it is and what it runs on are copies out of the text, for the list of one's own sessions.

    `session_key` is a digest: what opens the session is in the browser only (`accounts.sessions`). Nothing says where
    somebody is: no address of a computer, no version, no model.
    """

    uuid = models.UUIDField(null=True, unique=True, editable=False)
    user = models.ForeignKey(User, models.CASCADE, null=True, related_name="sessions")
    device = models.CharField(max_length=60, blank=True)
    signed_in_at = models.DateTimeField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = BaseSessionManager.from_queryset(SessionQuerySet)()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(user=None) | Q(uuid__isnull=False, signed_in_at__isnull=False, seen_at__isnull=False),
                name="session_of_somebody_is_complete",
            )
        ]

    def __str__(self) -> str:
        return str(self.uuid)

    @classmethod
    def get_session_store_class(cls) -> Any:
        from accounts.sessions import SessionStore

        return SessionStore
