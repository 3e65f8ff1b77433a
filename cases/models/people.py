from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateRangeField, RangeOperators
from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from accounts.clock import same
from accounts.models import Identified, Versioned
from cases import rules
from cases.choices import PersonRole, RelationKind
from cases.models.household import HouseholdBound
from cases.querysets import FollowsHousehold, StoryQuerySet


class Person(HouseholdBound, Identified, Versioned):
    """Somebody of a household. Belongs to one household; who plays a part in two families is two unlinked rows.

    No BSN and no address here (design 3): addresses are protected facts. How somebody is reached safely (`safe_when`
    and its neighbours) stands on S8 and nowhere else. `birth_year` alone is enough; `born_on` is for when the day
    matters.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="people")
    name = models.CharField("Naam", max_length=60)
    surname = models.CharField("Achternaam", max_length=80, blank=True)
    role = models.CharField("Wie is dit in het gezin?", max_length=16, choices=PersonRole.choices)
    role_word = models.CharField("In hun eigen woord", max_length=40, blank=True)
    born_on = models.DateField("Geboortedatum", null=True, blank=True)
    birth_year = models.PositiveSmallIntegerField("Geboortejaar", null=True, blank=True)
    is_unborn = models.BooleanField("Nog niet geboren", default=False)
    language = models.CharField("Taal", max_length=40, default="Nederlands")
    needs_interpreter = models.BooleanField("Tolk nodig", default=False)
    phone = models.CharField("Telefoon", max_length=20, blank=True)
    safe_when = models.CharField("Wanneer kan het veilig?", max_length=120, blank=True)
    safe_how = models.CharField("Hoe kan het veilig?", max_length=200, blank=True)
    leave_no_message = models.BooleanField("Laat geen bericht achter", default=False)
    belongs_since = models.DateField("Hoort erbij sinds", null=True, blank=True)
    left_on = models.DateField("Hoort er niet meer bij sinds", null=True, blank=True)
    order = models.PositiveSmallIntegerField(default=0)
    search_name = models.CharField(max_length=150, editable=False, default="")
    """Name and surname, folded (`rules.fold`); follows the names in `save`. Loading in bulk has to fill it."""
    search_surname = models.CharField(max_length=100, editable=False, default="")
    """The surname alone, folded: "Is er al een vast gezicht?" finds an exact name only. Follows it in `save` too."""

    objects = StoryQuerySet.as_manager()

    class Meta:
        verbose_name_plural = "people"
        ordering = ["order", "id"]
        indexes = [
            models.Index("born_on", "search_surname", name="person_born_and_named", condition=Q(born_on__isnull=False))
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(birth_year__isnull=True) | Q(birth_year__gte=rules.OLDEST_BIRTH_YEAR),
                name="person_birth_year_sane",
                violation_error_message="Vul een geboortejaar na 1900 in.",
            ),
            models.CheckConstraint(
                condition=Q(left_on__isnull=True) | Q(belongs_since__isnull=True) | Q(left_on__gte=F("belongs_since")),
                name="person_leaves_after_joining",
                violation_error_message="De einddatum ligt voor de begindatum.",
            ),
            models.CheckConstraint(
                condition=Q(born_on__isnull=True) | Q(birth_year__isnull=True),
                name="person_birth_once",
                violation_error_message="Vul een geboortedatum in of een geboortejaar, niet allebei.",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("cases:person-detail", args=[self.household.uuid, self.uuid])

    @property
    def audit_people(self) -> tuple[UUID, ...]:
        """Whom a look at this row is about."""
        return (self.uuid,)

    def save(self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any) -> None:
        self.search_name = rules.fold(f"{self.name} {self.surname}")
        self.search_surname = rules.search_surname(self.surname)
        if update_fields is not None:
            update_fields = {*update_fields, "search_name", "search_surname"}
        super().save(*args, update_fields=update_fields, **kwargs)

    @property
    def part_word(self) -> str:
        """The family's own word when there is one: "mama", else "moeder"."""
        return self.role_word or self.get_role_display()

    def age_on(self, day: date) -> int | None:
        """Age in whole years; from a birth year alone it can be one too high. None when unknown or unborn."""
        return rules.age_on(day, born_on=self.born_on, birth_year=self.birth_year)


class Home(HouseholdBound, Identified):
    """A place where people of this household live, by the family's own word ("bij mama"). Never an address."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="homes")
    name = models.CharField("Hoe heet dit huis?", max_length=40, default="Thuis")
    order = models.PositiveSmallIntegerField(default=0)

    objects = StoryQuerySet.as_manager()

    class Meta:
        ordering = ["order", "id"]

    def __str__(self) -> str:
        return self.name


class Residence(models.Model):
    """Somebody lives in a home from one day until another `[from, until)`; in two homes at once is possible."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="residences")
    home = models.ForeignKey(Home, models.CASCADE, related_name="residences")
    days = DateRangeField()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="residence_once_per_home",
                expressions=[
                    (same("person_id"), RangeOperators.OVERLAPS),
                    (same("home_id"), RangeOperators.OVERLAPS),
                    ("days", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.person_id} · {self.home_id}"


class Relation(HouseholdBound, Identified):
    """`person` is … of `other`: "ouder van"."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="relations")
    person = models.ForeignKey(Person, models.CASCADE, related_name="relations")
    kind = models.CharField(max_length=16, choices=RelationKind.choices)
    other = models.ForeignKey(Person, models.CASCADE, related_name="relations_back")

    objects = StoryQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("person", "kind", "other", name="relation_once"),
            models.CheckConstraint(condition=~Q(person=F("other")), name="relation_between_two"),
        ]

    def __str__(self) -> str:
        return f"{self.person_id} {self.kind} {self.other_id}"


class NetworkPerson(HouseholdBound, Identified, Versioned):
    """Somebody of the family's own who thinks along: grandmother, a neighbour, the trainer."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="network")
    name = models.CharField("Naam", max_length=60)
    relation_word = models.CharField("Wie is dit?", max_length=60, blank=True)
    helps_with = models.CharField("Wat doet deze persoon?", max_length=160)
    phone = models.CharField("Telefoon", max_length=20, blank=True)
    said_yes_on = models.DateField("Zei ja op", null=True, blank=True)
    ended_on = models.DateField("Doet niet meer mee sinds", null=True, blank=True)

    objects = FollowsHousehold.as_manager()

    class Meta:
        verbose_name_plural = "network people"
        ordering = ["id"]

    def __str__(self) -> str:
        return self.name
