from __future__ import annotations

from typing import TYPE_CHECKING

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import BigIntegerRangeField, DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Func, Q, Value
from django.urls import reverse

from accounts.clock import StatementTimestamp
from accounts.models import Identified, Municipality, Organisation
from rvt.choices_register import CodeList, ConsultationSource, WhatNow
from rvt.querysets.register import AdditionQuerySet, CodeQuerySet, ConsultationQuerySet, CountedItemQuerySet

if TYPE_CHECKING:
    from uuid import UUID


class Days(Func):
    """A range of local days."""

    function = "DATERANGE"
    output_field = DateRangeField()


class OneCode(Func):
    """A range of one place in one list, which overlaps only with itself: no server extension is needed (see `same`)."""

    template = "int8range(hashtextextended(%(expressions)s, 0) / 2, hashtextextended(%(expressions)s, 0) / 2, '[]')"
    arg_joiner = " || ' ' || "
    output_field = BigIntegerRangeField()


class Code(Identified):
    """One value of a code list, in force from one day up to and including another (local days).

    What it means never changes (a trigger): another label is another row, from the day after. `bureau_code` may be put
    in later.
    """

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
            ExclusionConstraint(
                name="code_once_at_a_time",
                expressions=[
                    (OneCode("list", "code"), RangeOperators.OVERLAPS),
                    (Days("first_on", "last_on", Value("[]")), RangeOperators.OVERLAPS),
                ],
                violation_error_message="In die tijd geldt deze code al.",
            ),
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
    source = models.CharField(max_length=6, choices=ConsultationSource.choices, default=ConsultationSource.SCREEN)
    staff = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+")
    """Who answered; unknown for what another register delivered. Then only the days are known, not the times."""
    import_key = models.UUIDField(null=True, editable=False)
    """What an imported line is recognised by, so that the same file adds nothing (`services.importing`)."""
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
            models.CheckConstraint(
                name="who_answered_is_known_here",
                condition=Q(staff__isnull=False) | ~Q(source=ConsultationSource.SCREEN),
            ),
            models.CheckConstraint(
                name="an_imported_line_has_a_key",
                condition=Q(source=ConsultationSource.IMPORT, import_key__isnull=False)
                | (~Q(source=ConsultationSource.IMPORT) & Q(import_key=None)),
            ),
            models.UniqueConstraint(fields=["organisation", "import_key"], name="imported_line_once"),
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


class CountedItem(models.Model):
    """A question of the table was counted as a consultation: once. Append-only.

    Which consultation that became is kept nowhere: it names a municipality, and a question has none (design 4).
    """

    item = models.OneToOneField("rvt.AgendaItem", models.PROTECT, related_name="counted")

    objects = CountedItemQuerySet.as_manager()

    def __str__(self) -> str:
        return f"geteld: {self.item_id}"
