"""What is going on: what the family and we see, facts apart from opinions. Append-only; a change is the next text."""

from __future__ import annotations

from datetime import date, datetime

from django.conf import settings
from django.db import models
from django.db.models import Q

from accounts.clock import StatementTimestamp
from accounts.models import Identified, User
from cases import rules
from cases.choices import Audience, NoteKind, StatementKind, StatementTopic
from cases.models.household import HouseholdBound
from cases.models.parties import exactly_one
from cases.models.people import NetworkPerson, Person
from cases.querysets import StatementQuerySet, StoryQuerySet


class Statement(HouseholdBound, Identified):
    """One thing that is said about what is going on. What it says is its last `StatementText`."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="statements")
    topic = models.CharField("Waar hoort dit bij?", max_length=8, choices=StatementTopic.choices)
    audience = models.CharField(max_length=14, choices=Audience.choices, default=Audience.EVERYONE)
    audience_why = models.CharField(max_length=300, blank=True)
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = StatementQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(audience=Audience.EVERYONE) | ~Q(audience_why=""), name="statement_smaller_audience_has_why"
            )
        ]

    def __str__(self) -> str:
        return f"{self.topic} {self.pk}"

    @property
    def now(self) -> StatementText:
        """What it says now."""
        *_, last = self.texts.all()
        return last

    @property
    def version(self) -> int:
        """How often it was said: what a form compares when two people say it otherwise at once (ux, S32)."""
        return len(self.texts.all())

    @property
    def changed_by(self) -> User:
        """Who said it last."""
        return self.now.added_by

    @property
    def changed_at(self) -> datetime:
        """When that was."""
        return self.now.added_at


_NOBODY_THINKS = Q(thinks_person__isnull=True, thinks_network__isnull=True, thinks_user__isnull=True)


class StatementText(HouseholdBound, Identified):
    """What a statement says since it was written: a fact with who or what says it and its day, or an opinion of one.

    Append-only: a change is a row of its own, and the one before it stays readable. What was called a fact may turn out
    to be an opinion.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="statement_texts")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="texts")
    kind = models.CharField("Is dit een feit of een mening?", max_length=8, choices=StatementKind.choices)
    text = models.CharField("Wat is er aan de hand?", max_length=400)
    source = models.CharField("Wie of wat zegt dit?", max_length=120, blank=True)
    seen_on = models.DateField("Wanneer gezien of gezegd?", null=True, blank=True)
    thinks_person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    thinks_network = models.ForeignKey(NetworkPerson, models.PROTECT, null=True, blank=True, related_name="+")
    thinks_user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.CheckConstraint(
                condition=Q(_NOBODY_THINKS, ~Q(source=""), kind=StatementKind.FACT, seen_on__isnull=False)
                | Q(exactly_one("thinks"), kind=StatementKind.OPINION, source="", seen_on__isnull=True),
                name="fact_has_source_and_day_opinion_has_somebody",
            ),
            models.CheckConstraint(
                condition=Q(seen_on__isnull=True) | Q(seen_on__gte=date(rules.OLDEST_BIRTH_YEAR, 1, 1)),
                name="fact_not_before_1900",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.statement_id}"

    @property
    def thinker(self) -> Person | NetworkPerson | models.Model | None:
        """Who thinks so, of an opinion."""
        return self.thinks_person or self.thinks_network or self.thinks_user

    @property
    def is_own_word(self) -> bool:
        """Whether these are the words of somebody of the family."""
        return self.thinks_person_id is not None


class StatementNote(HouseholdBound, Identified):
    """What was said about a statement later: somebody of the family sees it differently, or it is taken out."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="statement_notes")
    statement = models.ForeignKey(Statement, models.PROTECT, related_name="notes")
    kind = models.CharField(max_length=12, choices=NoteKind.choices)
    text = models.CharField(max_length=400, blank=True)
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="+")
    added_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    added_at = models.DateTimeField(db_default=StatementTimestamp())

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["id"]
        constraints = [
            models.UniqueConstraint(
                "statement", condition=Q(kind=NoteKind.WITHDRAWAL), name="statement_taken_out_once"
            ),
            models.CheckConstraint(
                condition=Q(kind=NoteKind.WITHDRAWAL, text="", person__isnull=True)
                | Q(~Q(text=""), kind=NoteKind.OTHER_VIEW, person__isnull=False),
                name="statement_other_view_is_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.statement_id}"
