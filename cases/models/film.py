"""Not a photo but the film: what happened, who tells it, and what was said about it later. Append-only."""

from __future__ import annotations

from datetime import date

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from accounts.clock import StatementTimestamp
from accounts.models import Identified
from cases import rules
from cases.choices import Audience, DatePrecision, Lane, NoteKind
from cases.models.household import HouseholdBound
from cases.models.people import NetworkPerson, Person
from cases.querysets import FilmEventQuerySet, StoryQuerySet


class FilmEvent(HouseholdBound, Identified):
    """Something that happened. A trigger refuses UPDATE and DELETE; what comes later is a `FilmNote`.

    Told by one person of the family, one of the network, or a professional (`told_by_user`).
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="film")
    lane = models.CharField("Hoort bij", max_length=8, choices=Lane.choices)
    text = models.CharField("Wat gebeurde er?", max_length=600)
    happened_on = models.DateField("Wanneer?")
    precision = models.CharField(max_length=5, choices=DatePrecision.choices, default=DatePrecision.DAY)
    until_on = models.DateField("Tot wanneer?", null=True, blank=True)
    told_by_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="told")
    told_by_network = models.ForeignKey(NetworkPerson, models.PROTECT, null=True, blank=True, related_name="told")
    told_by_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    audience = models.CharField(max_length=14, choices=Audience.choices, default=Audience.EVERYONE)
    audience_why = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = FilmEventQuerySet.as_manager()

    class Meta:
        ordering = ["-happened_on", "-id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(happened_on__gte=date(rules.OLDEST_BIRTH_YEAR, 1, 1)), name="film_not_before_1900"
            ),
            models.CheckConstraint(
                condition=Q(until_on__isnull=True) | Q(until_on__gte=F("happened_on")), name="film_ends_after_start"
            ),
            models.CheckConstraint(
                condition=Q(audience=Audience.EVERYONE) | ~Q(audience_why=""), name="film_smaller_audience_has_why"
            ),
        ]
        indexes = [models.Index(fields=["household", "-happened_on"], name="film_by_day")]

    def __str__(self) -> str:
        return f"{self.lane} {self.happened_on}"

    @property
    def teller(self) -> Person | NetworkPerson | models.Model | None:
        return self.told_by_person or self.told_by_network or self.told_by_user


class FilmNote(HouseholdBound, Identified):
    """What was said about a film event later: an addition, another view, or a withdrawal. Append-only as well."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="film_notes")
    event = models.ForeignKey(FilmEvent, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    text = models.CharField(max_length=600, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint("event", condition=Q(kind=NoteKind.WITHDRAWAL), name="film_withdrawn_once"),
            models.CheckConstraint(
                condition=Q(kind=NoteKind.WITHDRAWAL) | ~Q(text=""), name="film_note_says_something"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.event_id}"
