"""Two abstract parts that most tables are made of."""

import uuid

from django.conf import settings
from django.db import models


class Identified(models.Model):
    """A bigint key inside and a UUID outside: nobody can count or guess what an address holds."""

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)

    class Meta:
        abstract = True


class Versioned(models.Model):
    """A row that two colleagues may have open at once (`accounts.versions`)."""

    version = models.PositiveIntegerField(default=1, editable=False)
    changed_at = models.DateTimeField(auto_now=True, editable=False)
    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, editable=False, related_name="+"
    )

    class Meta:
        abstract = True
