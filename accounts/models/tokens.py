from datetime import timedelta

from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import F, Q

from accounts.choices import ApiScope
from accounts.clock import StatementTimestamp
from accounts.models.kit import Identified
from accounts.querysets import ApiTokenQuerySet


class ApiToken(Identified):
    """How an integration of one organisation comes in: for a few things, for a while (design 7).

    The row holds a hash; the token itself stood on the screen of who made it, once. `hint` are its last four signs, to
    tell tokens apart. Who made it answers for what is done with it.
    """

    organisation = models.ForeignKey("accounts.Organisation", models.PROTECT, related_name="api_tokens")
    name = models.CharField("naam", max_length=80)
    scopes = ArrayField(models.CharField(max_length=20, choices=ApiScope.choices))
    token_hash = models.CharField(max_length=64, unique=True)
    hint = models.CharField(max_length=4)
    made_by = models.ForeignKey("accounts.User", models.PROTECT, related_name="+")
    made_at = models.DateTimeField(db_default=StatementTimestamp())
    expires_at = models.DateTimeField()
    withdrawn_by = models.ForeignKey("accounts.User", models.PROTECT, null=True, related_name="+")
    withdrawn_at = models.DateTimeField(null=True)

    objects = ApiTokenQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(expires_at__lte=F("made_at") + timedelta(days=90)), name="api_token_at_most_90_days"
            ),
            models.CheckConstraint(
                condition=Q(scopes__contained_by=ApiScope.values) & ~Q(scopes=[]), name="api_token_is_for_something"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def scope_labels(self) -> list[str]:
        """What it is for, in words."""
        return [str(ApiScope(scope).label) for scope in self.scopes]
