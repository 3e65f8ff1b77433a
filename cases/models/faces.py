"""Who stands beside a household: the one fixed face, the duo, and everybody else who is involved."""

from __future__ import annotations

from django.conf import settings
from django.contrib.postgres.constraints import ExclusionConstraint
from django.contrib.postgres.fields import DateTimeRangeField, RangeOperators
from django.db import models
from django.db.models import Q

from accounts.clock import Period, same
from accounts.models import Identified, Organisation
from cases.choices import Level, Part, RequestState, SharingGround, SwitchReason
from cases.models.household import HouseholdBound
from cases.querysets import ExclusionQuerySet, InvolvementQuerySet, RequestQuerySet


class Involvement(HouseholdBound, Identified):
    """A professional has a part in a household, in the name of an organisation, for a period `[from, until)`.

    This is the row that the access rule reads (design 2), and the only place that says who is the contact person:
    at every moment exactly one, by exclusion constraint and deferred trigger.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="involvements")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="involvements", db_index=False)
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="involvements")
    part = models.CharField(max_length=12, choices=Part.choices)
    level = models.CharField(max_length=12, choices=Level.choices, blank=True)
    period = DateTimeRangeField(db_default=Period())

    objects = InvolvementQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_contact_person_at_a_time",
                expressions=[(same("household_id"), RangeOperators.OVERLAPS), ("period", RangeOperators.OVERLAPS)],
                condition=Q(part=Part.CONTACT),
                violation_error_message="Dit gezin heeft op dat moment al een vaste contactpersoon.",
            ),
            ExclusionConstraint(
                name="one_duo_partner_at_a_time",
                expressions=[(same("household_id"), RangeOperators.OVERLAPS), ("period", RangeOperators.OVERLAPS)],
                condition=Q(part=Part.DUO),
                violation_error_message="Er is op dat moment al een duo.",
            ),
            ExclusionConstraint(
                name="one_part_at_a_time",
                expressions=[
                    (same("household_id"), RangeOperators.OVERLAPS),
                    (same("user_id"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                condition=~Q(part=Part.EMERGENCY),
                violation_error_message="Deze collega hoort er op dat moment al bij.",
            ),
            models.CheckConstraint(
                condition=Q(part=Part.INVITED) & ~Q(level="") | (~Q(part=Part.INVITED) & Q(level="")),
                name="involvement_level_for_invited_only",
            ),
        ]
        indexes = [models.Index("user", "household", name="involvement_user")]

    def __str__(self) -> str:
        return f"{self.user_id} {self.part} {self.household_id}"


class Exclusion(HouseholdBound, Identified):
    """A professional who may not see a household, whatever else gives access: it beats everything (design 2).

    "Ik ken dit gezin zelf" writes one, and so does a contact person who keeps somebody out. It runs for a period
    `[from, until)`; only the people who may share can end it.
    """

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="exclusions")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", db_index=False)
    decided_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    period = DateTimeRangeField(db_default=Period())

    objects = ExclusionQuerySet.as_manager()

    class Meta:
        constraints = [
            ExclusionConstraint(
                name="one_exclusion_at_a_time",
                expressions=[
                    (same("household_id"), RangeOperators.OVERLAPS),
                    (same("user_id"), RangeOperators.OVERLAPS),
                    ("period", RangeOperators.OVERLAPS),
                ],
                violation_error_message="Deze collega is al uitgesloten.",
            )
        ]
        indexes = [models.Index("user", "household", name="exclusion_user")]

    def __str__(self) -> str:
        return f"{self.user_id} not {self.household_id}"


class ContactPeriod(models.Model):
    """How somebody became the fixed face: why, and how the family heard it. One row for each contact involvement."""

    involvement = models.OneToOneField(Involvement, models.PROTECT, related_name="contact_period")
    reason = models.CharField(max_length=16, choices=SwitchReason.choices, blank=True)
    family_heard = models.CharField("Hoe hoort het gezin dit?", max_length=300, blank=True)
    meeting_on = models.DateField("Kennismaken samen op", null=True, blank=True)

    def __str__(self) -> str:
        return str(self.involvement_id)


class Request(HouseholdBound, Identified):
    """One professional asks another; nothing happens until that one says yes."""

    asked_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    asked_of = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="+")
    state = models.CharField(max_length=12, choices=RequestState.choices, default=RequestState.ASKED)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    objects = RequestQuerySet.as_manager()

    class Meta:
        abstract = True

    def __str__(self) -> str:
        return f"{self.household_id} {self.state}"


class SwitchRequest(Request):
    """The contact person asks a colleague to become the next face. The old one stays until the new one says yes."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="switch_requests")
    reason = models.CharField("Waarom?", max_length=16, choices=SwitchReason.choices)
    from_on = models.DateField("Per wanneer")
    family_heard = models.CharField("Hoe hoort het gezin dit?", max_length=300)
    meeting_on = models.DateField("Kennismaken samen op", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                "household",
                condition=Q(state=RequestState.ASKED),
                name="one_open_switch_request",
                violation_error_message="Er loopt al een vraag om te wisselen.",
            )
        ]


class DuoRequest(Request):
    """The contact person asks somebody, often of another organisation, to carry this household together."""

    household = models.ForeignKey("cases.Household", models.PROTECT, related_name="duo_requests")
    why = models.CharField("Wat doen jullie samen?", max_length=300)
    ground = models.CharField("Waarom mag dit?", max_length=16, choices=SharingGround.choices)
    ground_text = models.CharField(max_length=300, blank=True)
    family_informed_on = models.DateField(null=True, blank=True)
    family_not_informed_why = models.CharField(max_length=300, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(family_informed_on__isnull=False) | ~Q(family_not_informed_why=""),
                name="duo_family_informed_or_why_not",
                violation_error_message="Zeg wanneer het gezin dit hoorde, of waarom nog niet.",
            ),
            models.UniqueConstraint(
                "household",
                condition=Q(state=RequestState.ASKED),
                name="one_open_duo_request",
                violation_error_message="Er loopt al een vraag om een duo te vormen.",
            ),
        ]


class Duo(models.Model):
    """What the two agreed when they became a duo. One row for each duo involvement."""

    involvement = models.OneToOneField(Involvement, models.PROTECT, related_name="duo")
    why = models.CharField(max_length=300)

    def __str__(self) -> str:
        return str(self.involvement_id)
