import uuid

from django.db import models

from accounts.clock import StatementTimestamp
from accounts.querysets import OtherTextQuerySet


class OtherText(models.Model):
    """A text that was not chosen when two people changed the same thing: nothing is lost (ux, S32).

    Append-only, like `AuditEvent`: a trigger refuses UPDATE and DELETE. It is no event, because it holds what somebody
    wrote, as it stood on the screen. `target` is the thing, `field` the name of the field in its form, `root` the thing
    it belongs to: whoever may not read the root may not read this, so row security of this table follows `root`.
    """

    id = models.BigAutoField(primary_key=True)
    uuid = models.UUIDField(default=uuid.uuid4, unique=True, editable=False)
    target_kind = models.CharField(max_length=40)
    target = models.UUIDField()
    root = models.UUIDField()
    field = models.CharField(max_length=60)
    text = models.TextField()
    written_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    decided_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    decided_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = OtherTextQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["target", "-id"], name="other_text_target"),
            models.Index(fields=["root"], name="other_text_root"),
        ]

    def __str__(self) -> str:
        return f"{self.target_kind} {self.field}"
