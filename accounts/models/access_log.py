import uuid

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q

from accounts.clock import StatementTimestamp
from accounts.querysets import AccessLineQuerySet


class AccessLine(models.Model):
    """Somebody looked: one line of the access log (NEN 7513, `docs/adr/0041`).

    UUIDs and codes only: names are resolved when somebody reads the log, and the log outlives what it is about, so it
    has no foreign keys. Only the role rondom_audit writes it, on a line of its own (`accounts.audit_line`); nobody
    changes it. The table is partitioned by month of `at` (UTC) and carries `xid`, the transaction of the line, which
    only the seals read (`accounts.sealing`). Made in SQL: see the migration.
    """

    seq = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField(db_default=StatementTimestamp())
    event_code = models.CharField(max_length=24)
    action = models.CharField(max_length=1)
    outcome = models.SmallIntegerField()
    checks = models.CharField(max_length=4)
    who = models.UUIDField(null=True)
    role = models.CharField(max_length=24)
    organisation = models.UUIDField(null=True)
    obj_type = models.CharField(max_length=40)
    obj_id = models.UUIDField()
    household = models.UUIDField(null=True)
    household_ids = ArrayField(models.UUIDField(), default=list)
    person_ids = ArrayField(models.UUIDField(), default=list)
    purpose = models.CharField(max_length=24)
    policy_version = models.CharField(max_length=16)
    relation_id = models.UUIDField(null=True)
    ip = models.GenericIPAddressField(null=True)
    session_hash = models.CharField(max_length=32)
    request_id = models.UUIDField(default=uuid.uuid4)
    source = models.CharField(max_length=120)

    objects = AccessLineQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.event_code} {self.seq}"


class AccessSeal(models.Model):
    """A seal over all lines of the transactions `[from_xid, to_xid)`; each seal holds the one before it.

    `digest` is the SHA-256 over those lines, `seal` the SHA-256 over everything in this row and `previous`.
    """

    number = models.BigIntegerField(primary_key=True)
    from_xid = models.BigIntegerField()
    to_xid = models.BigIntegerField()
    lines = models.BigIntegerField()
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64, blank=True)
    seal = models.CharField(max_length=64)
    at = models.DateTimeField(db_default=StatementTimestamp())

    class Meta:
        constraints = [models.CheckConstraint(condition=Q(to_xid__gt=models.F("from_xid")), name="access_seal_forward")]

    def __str__(self) -> str:
        return str(self.number)
