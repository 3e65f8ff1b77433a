from __future__ import annotations

from django.db import models


class PrintedCode(models.Model):
    """A code to type that stands on some print. Outlives the household, and leads to nothing: not to a household, a
    version, a reader or a moment of the day. Never changed, never deleted (trigger; docs/adr/0059).
    """

    digest = models.CharField(max_length=64, primary_key=True)
    issued_on = models.DateField()

    def __str__(self) -> str:
        return self.digest


class CodeTry(models.Model):
    """How often somebody behind one address typed a code in one minute. `digest` is keyed, and of that minute only."""

    digest = models.CharField(max_length=64, primary_key=True)
    minute = models.DateTimeField(db_index=True)
    tries = models.PositiveIntegerField()

    def __str__(self) -> str:
        return self.digest
