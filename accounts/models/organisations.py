from django.contrib.auth.models import Group
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models.functions import Lower
from django.urls import reverse

from accounts.choices import OrganisationKind, Role
from accounts.clock import Period, same
from accounts.models.kit import Identified, Versioned
from accounts.querysets import MembershipQuerySet, OrganisationQuerySet, RegionQuerySet


class Region(Identified):
    """The area of one Regionaal Veiligheidsteam."""

    name = models.CharField("naam", max_length=80, unique=True)
    is_demo = models.BooleanField("demonstratie", default=False, editable=False)
    """Invented people and families only (`manage.py load_demo`); never stands beside a region of real ones."""

    objects = RegionQuerySet.as_manager()

    def __str__(self) -> str:
        return self.name


class Municipality(Identified):
    name = models.CharField("naam", max_length=80)
    region = models.ForeignKey(Region, models.PROTECT, related_name="municipalities")

    class Meta:
        verbose_name_plural = "municipalities"
        constraints = [models.UniqueConstraint(Lower("name"), "region", name="municipality_once_per_region")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name


class Organisation(Identified, Versioned):
    """An organisation or team. Its auth Group carries the object permissions; nobody is ever put into that group."""

    name = models.CharField("naam", max_length=120)
    kind = models.CharField("soort", max_length=32, choices=OrganisationKind.choices)
    region = models.ForeignKey(Region, models.PROTECT, related_name="organisations")
    municipalities = models.ManyToManyField(Municipality, related_name="organisations", blank=True)
    phone = models.CharField("telefoon", max_length=20, blank=True)
    group = models.OneToOneField(Group, models.PROTECT, related_name="organisation")
    is_active = models.BooleanField(default=True)
    is_region_office = models.BooleanField("regiobureau", default=False, editable=False)
    """Its beheerders look after every organisation of the region; those of another only after their own (design 1)."""

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("name"), "region", name="organisation_once_per_region")]
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("accounts:organisation-detail", args=[self.uuid])


class Membership(Identified):
    """Somebody works for an organisation, in one role, for a period `[from, until)`.

    Another role there is the next membership. A team lead does everything a professional does as well.
    """

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="memberships")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    role = models.CharField("rol", max_length=20, choices=Role.choices)
    function = models.CharField("functie", max_length=80, blank=True)
    period = DateTimeRangeField(db_default=Period())

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="membership_once_at_a_time",
                expressions=[
                    (same("user_id"), RangeOperators.OVERLAPS),
                    (same("organisation_id"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
            )
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.organisation}"
