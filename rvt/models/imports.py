"""The past of a register, and registers of elsewhere (`docs/adr/0056`)."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.urls import reverse

from accounts.clock import StatementTimestamp
from accounts.models import Identified, Organisation, Region
from rvt.choices import AskedAbout, FollowUp
from rvt.choices_register import ImportState, WhatNow
from rvt.querysets.imports import RegisterImportQuerySet


class CountedQuestion(Identified):
    """A question that a table discussed before it worked here: what the figures count of it, and nothing else.

    No text, nobody's name, no answer. Never changed (`services.importing`).
    """

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    discussed_on = models.DateField()
    about = models.CharField(max_length=9, choices=AskedAbout.choices)
    follow_ups = ArrayField(models.CharField(max_length=15, choices=FollowUp.choices), default=list)
    import_key = models.UUIDField(editable=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["region", "import_key"], name="counted_question_once")]
        indexes = [models.Index(fields=["region", "discussed_on"], name="counted_question_by_day")]

    def __str__(self) -> str:
        return f"geteld {self.uuid}"


class RegisterImport(Identified):
    """A file that somebody wants in the register: read part by part, shown, and only then added, whole.

    `data` goes as soon as everything is read; lines that wait go when they are added, or after a day
    (`services.importing.KEPT_FOR`).
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_at = models.DateTimeField(db_default=StatementTimestamp())
    state = models.CharField(max_length=8, choices=ImportState.choices, default=ImportState.READING)
    layout = models.JSONField()
    """How the file is written: `register_file.Layout`."""
    data = models.BinaryField(null=True)
    offset = models.PositiveIntegerField(default=0)
    """How many bytes are read."""
    read = models.PositiveIntegerField(default=0)
    """How many lines are read."""
    questions = models.PositiveIntegerField(default=0)
    consultations = models.PositiveIntegerField(default=0)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    errors = models.JSONField(default=list)
    """Pairs of a line number and a Dutch sentence; the first hundred."""
    bad_lines = models.PositiveIntegerField(default=0)
    added = models.PositiveIntegerField(null=True)
    """How many lines were not in the register yet."""

    objects = RegisterImportQuerySet.as_manager()

    class Meta:
        ordering = ["-id"]

    def __str__(self) -> str:
        return str(self.uuid)

    def get_absolute_url(self) -> str:
        return reverse("rvt:import-detail", args=[self.uuid])

    @property
    def lines(self) -> int:
        """How many lines the file has, without its head."""
        return int(self.layout["lines"])


class ImportLine(models.Model):
    """A good line that waits until somebody says yes to the whole file. Its keys are checked when it is added."""

    id = models.BigAutoField(primary_key=True)
    register_import = models.ForeignKey(RegisterImport, models.CASCADE, related_name="waiting_lines")
    number = models.PositiveIntegerField()
    content = models.UUIDField()
    """A digest of everything the line says."""
    is_question = models.BooleanField()
    day = models.DateField()
    ended_on = models.DateField()
    about = models.CharField(max_length=9, choices=AskedAbout.choices)
    follow_ups = ArrayField(models.CharField(max_length=15), default=list)
    what_now = models.CharField(max_length=16, choices=WhatNow.choices)
    municipality_id = models.BigIntegerField(null=True)
    seeker_role_id = models.BigIntegerField(null=True)
    seeker_organisation_id = models.BigIntegerField(null=True)
    duration_id = models.BigIntegerField(null=True)
    setting_id = models.BigIntegerField(null=True)
    natures = ArrayField(models.BigIntegerField(), default=list)
    extras = ArrayField(models.BigIntegerField(), default=list)

    def __str__(self) -> str:
        return f"regel {self.number}"
