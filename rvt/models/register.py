from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.clock import StatementTimestamp
from accounts.models import Identified, Municipality, Organisation
from rvt.choices_register import CodeList, WhatNow
from rvt.querysets.register import AdditionQuerySet, CodeQuerySet, ConsultationQuerySet

if TYPE_CHECKING:
    from uuid import UUID


class Code(Identified):
    """One value of a code list, in force from one day up to and including another (local days)."""

    list = models.CharField("lijst", max_length=20, choices=CodeList.choices)
    code = models.SlugField("code", max_length=24)
    label = models.CharField("wat er staat", max_length=80)
    bureau_code = models.CharField("code van het statistiekbureau", max_length=12, blank=True)
    place = models.PositiveSmallIntegerField("volgorde")
    first_on = models.DateField("geldig vanaf")
    last_on = models.DateField("geldig tot en met", null=True, blank=True)

    objects = CodeQuerySet.as_manager()

    class Meta:
        ordering = ["list", "place", "id"]
        constraints = [
            models.UniqueConstraint("list", "code", name="code_once_in_a_list"),
            models.CheckConstraint(
                name="code_ends_after_it_begins", condition=Q(last_on=None) | Q(last_on__gte=F("first_on"))
            ),
        ]

    def __str__(self) -> str:
        return self.label


class Consultation(Identified):
    """An advice to somebody who called, without family data (domain dossier, 5.1). Never changed: see `Addition`.

    What the statistics bureau asks stands in codes; the rest is for the colleague who takes the next call.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="consultations")
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    began_at = models.DateTimeField("Begin")
    ended_at = models.DateTimeField("Einde", db_default=StatementTimestamp())
    seeker_role = models.ForeignKey(Code, models.PROTECT, related_name="+", verbose_name="Wie vraagt?")
    seeker_organisation = models.ForeignKey(
        Code, models.PROTECT, null=True, related_name="+", verbose_name="Van welke organisatie?"
    )
    municipality = models.ForeignKey(Municipality, models.PROTECT, related_name="+", verbose_name="Gemeente")
    natures = models.ManyToManyField(Code, related_name="+", verbose_name="Waar gaat het over?")
    extras = models.ManyToManyField(Code, related_name="+", verbose_name="Ook", blank=True)
    duration = models.ForeignKey(
        Code, models.PROTECT, null=True, related_name="+", verbose_name="Hoe lang speelt dit al?"
    )
    question = models.CharField("De vraag in één zin", max_length=200, blank=True)
    advice = models.TextField("Het advies", max_length=600, blank=True)
    caller_does = models.CharField("Wat gaat de beller doen, en wanneer?", max_length=300, blank=True)
    setting = models.ForeignKey(Code, models.PROTECT, null=True, related_name="+", verbose_name="Hoe?")
    what_now = models.CharField("En nu?", max_length=16, choices=WhatNow.choices)
    call_back_on = models.DateField("Terugbellen op", null=True)
    code_word = models.CharField("codewoord", max_length=40, blank=True)
    """What the caller says to be found again, instead of a name."""

    objects = ConsultationQuerySet.as_manager()

    class Meta:
        ordering = ["-began_at", "-id"]
        constraints = [
            models.CheckConstraint(name="consultation_ends_after_it_begins", condition=Q(ended_at__gte=F("began_at"))),
            models.CheckConstraint(
                name="call_back_has_a_day",
                condition=Q(what_now=WhatNow.CALL_BACK, call_back_on__isnull=False)
                | (~Q(what_now=WhatNow.CALL_BACK) & Q(call_back_on=None)),
            ),
        ]
        indexes = [
            models.Index(fields=["organisation", "-began_at"], name="consultation_by_day"),
            models.Index("call_back_on", name="consultation_call_backs", condition=Q(call_back_on__isnull=False)),
        ]

    def __str__(self) -> str:
        return f"consultatie {self.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("rvt:consultation-detail", args=[self.uuid])


class Addition(Identified):
    """What was added to a consultation afterwards, and why. Append-only: the original stays as it was written."""

    consultation = models.ForeignKey(Consultation, models.PROTECT, related_name="additions")
    text = models.CharField("Wat wil je erbij zetten?", max_length=600)
    why = models.CharField("Waarom?", max_length=200, blank=True)
    was_call_back = models.BooleanField(default=False)
    """The caller was called back: what waited is done."""
    by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = AdditionQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(fields=["consultation"], name="called_back_once", condition=Q(was_call_back=True))
        ]

    def __str__(self) -> str:
        return f"bij {self.consultation_id}"

    @property
    def audit_root(self) -> UUID:
        return self.consultation.uuid
