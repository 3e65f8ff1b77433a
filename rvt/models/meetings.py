from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse

from accounts.choices import Weekday
from accounts.clock import StatementTimestamp
from accounts.models import Identified, Region, Versioned
from rvt.choices import Discipline, GuestAnswer, GuestPart, ItemKind, MeetingState, Recognition, TalkPart
from rvt.querysets import (
    AgendaItemQuerySet,
    AgendaReleaseQuerySet,
    GuestQuerySet,
    InvitationQuerySet,
    MeetingQuerySet,
    MeetingSeriesQuerySet,
    RecognisedQuerySet,
)


class Place(models.Model):
    """Where and with whom the table meets: the same for one meeting and for a series."""

    region = models.ForeignKey(Region, models.PROTECT, related_name="+")
    minutes = models.PositiveSmallIntegerField("Hoe lang?")
    place = models.CharField("Waar?", max_length=120, blank=True)
    link = models.URLField("Link om mee te doen", blank=True)
    chair = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="Voorzitter")
    secretary = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", verbose_name="Secretaris", null=True, blank=True
    )

    class Meta:
        abstract = True


class MeetingSeries(Identified, Place):
    """Every so many weeks on the same day. Its meetings are made at once and may each be changed afterwards."""

    weekday = models.CharField("Op welke dag?", max_length=1, choices=Weekday.choices)
    starts = models.TimeField("Hoe laat?")
    """Local time (Europe/Amsterdam)."""
    every = models.PositiveSmallIntegerField("Om de hoeveel weken?", default=1)
    first_on = models.DateField("Vanaf")
    last_on = models.DateField("Tot en met")

    objects = MeetingSeriesQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.get_weekday_display()} {self.starts:%H.%M}"


class Meeting(Identified, Versioned, Place):
    """One sitting of the Regionaal Veiligheidsteam. `version` counts every change of the agenda: two chairs at once."""

    series = models.ForeignKey(MeetingSeries, models.PROTECT, null=True, blank=True, related_name="meetings")
    starts_at = models.DateTimeField("Wanneer?")
    state = models.CharField(max_length=9, choices=MeetingState.choices, default=MeetingState.DRAFT)
    sequence = models.PositiveIntegerField(default=0, editable=False)
    """SEQUENCE of its calendar files (RFC 5545, 3.8.7.4): counts every sent change."""
    sent: dict[str, Any] | None
    """The content of the newest release, of a row that was read `with_sent`."""

    objects = MeetingQuerySet.as_manager()

    class Meta:
        ordering = ["starts_at"]
        constraints = [
            models.CheckConstraint(name="meeting_takes_time", condition=models.Q(minutes__gte=15, minutes__lte=600))
        ]

    def __str__(self) -> str:
        return f"overleg {self.uuid}"

    def get_absolute_url(self) -> str:
        return reverse("rvt:meeting-detail", args=[self.uuid])

    @property
    def ends_at(self) -> datetime:
        """When it is over by plan; the agenda may hold more."""
        return self.starts_at + timedelta(minutes=self.minutes)


class AgendaItem(Identified):
    """A place on the agenda. Times are never stored: they follow from the start and the minutes before it."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="items")
    kind = models.CharField(max_length=8, choices=ItemKind.choices)
    question = models.ForeignKey("rvt.Question", models.PROTECT, null=True, blank=True, related_name="items")
    position = models.PositiveSmallIntegerField()
    minutes = models.PositiveSmallIntegerField()
    is_off = models.BooleanField(default=False)
    """Taken off this agenda after it was sent, or moved to another meeting. Its position is `OFF_FROM` or more."""
    part = models.CharField(max_length=12, choices=TalkPart.choices, blank=True)
    """The part of the conversation the table is in; empty before and after."""
    part_since = models.DateTimeField(null=True, editable=False)
    part_minutes = models.JSONField(default=dict, blank=True)
    """Minutes by part, where the chair changed them; else they follow from `minutes`."""
    is_done = models.BooleanField(default=False)
    asked: list[dict[str, Any]]
    """Who is asked for it, of a row that was read `with_guests`."""

    objects = AgendaItemQuerySet.as_manager()

    class Meta:
        ordering = ["position"]
        constraints = [
            models.UniqueConstraint(
                fields=["meeting", "position"], name="one_item_per_place", deferrable=models.Deferrable.DEFERRED
            ),
            models.UniqueConstraint(
                "question", name="question_on_one_agenda", condition=models.Q(is_off=False, is_done=False)
            ),
            models.CheckConstraint(
                name="question_item_has_question",
                condition=models.Q(kind=ItemKind.QUESTION, question__isnull=False)
                | (~models.Q(kind=ItemKind.QUESTION) & models.Q(question__isnull=True)),
            ),
            models.CheckConstraint(name="item_takes_time", condition=models.Q(minutes__gte=5, minutes__lte=240)),
        ]

    def __str__(self) -> str:
        return f"punt {self.position} van {self.meeting_id}"


class Guest(Identified):
    """Somebody who is asked to come to a meeting, for the items of the invitations. Attendance stands here: apart from
    what was said (domain dossier, 4.5)."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="guests")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    part = models.CharField(max_length=8, choices=GuestPart.choices, default=GuestPart.EXPERT)
    answer = models.CharField(max_length=8, choices=GuestAnswer.choices, default=GuestAnswer.WAITING)
    answered_at = models.DateTimeField(null=True, editable=False)
    token_digest = models.CharField(max_length=64, blank=True, editable=False)
    """SHA-256 of the token in the mail; the token itself is kept nowhere."""
    reminded_on = models.DateField(null=True, editable=False)
    """The day (Europe/Amsterdam) on which somebody who did not answer was asked again."""
    was_there = models.BooleanField(null=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("meeting", "user", name="guest_once_per_meeting")]

    def __str__(self) -> str:
        return f"{self.user_id} bij {self.meeting_id}"


class Invitation(Identified):
    """A guest is asked for this item, and for no other (minimal set per item)."""

    item = models.ForeignKey(AgendaItem, models.CASCADE, related_name="invitations")
    guest = models.ForeignKey(Guest, models.CASCADE, related_name="invitations")
    discipline = models.CharField(max_length=24, choices=Discipline.choices, blank=True)
    """The expertise for which; empty for the one who asks."""
    is_sent = models.BooleanField(default=False, editable=False)
    """Whether the agenda went out with this on it. Before that the guest knows nothing of the item."""

    objects = InvitationQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("item", "guest", name="guest_once_per_item")]

    def __str__(self) -> str:
        return f"{self.guest_id} bij {self.item_id}"


class AgendaRelease(Identified):
    """The agenda as it was sent, numbered: `content` holds places, minutes and ids, never a text. Append-only."""

    meeting = models.ForeignKey(Meeting, models.PROTECT, related_name="releases")
    number = models.PositiveSmallIntegerField()
    content = models.JSONField()
    sent_at = models.DateTimeField(db_default=StatementTimestamp())
    sent_by = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")

    objects = AgendaReleaseQuerySet.as_manager()

    class Meta:
        ordering = ["number"]
        constraints = [models.UniqueConstraint("meeting", "number", name="release_once")]

    def __str__(self) -> str:
        return f"agenda {self.number} van {self.meeting_id}"


class Recognised(Identified):
    """An expert recognises the family, and says before the item opens what follows from that."""

    item = models.ForeignKey(AgendaItem, models.PROTECT, related_name="recognised")
    user = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT, related_name="+")
    choice = models.CharField(max_length=9, choices=Recognition.choices)
    at = models.DateTimeField(db_default=StatementTimestamp())

    objects = RecognisedQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("item", "user", name="recognised_once")]

    def __str__(self) -> str:
        return f"{self.user_id} bij {self.item_id}"
