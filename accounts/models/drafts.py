from django.db import models

from accounts.clock import StatementTimestamp
from accounts.querysets import DraftQuerySet


class Draft(models.Model):
    """What somebody typed and did not send yet: one per person, form and thing; goes after 30 days."""

    owner = models.ForeignKey("accounts.User", models.CASCADE, related_name="drafts")
    form = models.CharField(max_length=40)
    about = models.UUIDField(null=True)
    data = models.JSONField()
    saved_at = models.DateTimeField(auto_now=True)

    objects = DraftQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("owner", "form", "about", name="draft_once", nulls_distinct=False)]

    def __str__(self) -> str:
        return self.form


class SubmissionKey(models.Model):
    """One post, one effect: the answer to a form post, found again by the key the form carried.

    Written in the transaction of the post itself. Holds where the answer was, never what it said.
    """

    user = models.ForeignKey("accounts.User", models.CASCADE, related_name="+")
    key = models.UUIDField()
    request_hash = models.CharField(max_length=64)
    location = models.CharField(max_length=400, blank=True)
    status = models.PositiveSmallIntegerField(null=True)
    created_at = models.DateTimeField(db_default=StatementTimestamp())

    class Meta:
        constraints = [models.UniqueConstraint("user", "key", name="submission_once")]

    def __str__(self) -> str:
        return str(self.key)
