"""Access ends by itself, by the clock of the database. A week ahead both sides are asked whether it is still needed.

Once a day beat looks which access ends soon: a function of the database says so, with the contact person of each, in
whose name the question is then asked (design 2). A day that was missed is made up for, and nothing is asked twice.
"""

from __future__ import annotations

from django.db import transaction

from accounts import audit, outbox
from accounts.actor import acting_as
from accounts.models import OutboxEntry, User
from accounts.notifications import notify
from cases import doors, rules
from cases.choices import CaseEvent
from cases.models import AccessMayEnd, Involvement
from cases.services.active import lock_active
from cases.services.faces import NotOpenAnymore, face_of

KIND = "ask_about_access"


def promise_questions() -> int:
    """Promise a question about all access that ends within a week; return how many ends there are.

    Each is promised once for each end, in the name of the contact person of that household.
    """
    due = doors.access_that_ends(rules.ASK_BEFORE_END)
    faces = User.objects.in_bulk({ending.face for ending in due})
    for ending in due:
        face = faces[ending.face]
        with acting_as(face), transaction.atomic():
            outbox.enqueue(
                KIND,
                unique_key=f"{ending.involvement}:{ending.ends_at.timestamp():.0f}",
                by=face,
                involvement=ending.involvement,
            )
    return len(due)


def ask(entry: OutboxEntry) -> None:
    """Ask both sides, in the name of the contact person. Nothing to ask when it was stopped or extended meanwhile."""
    rows = Involvement.objects.ending_within(rules.ASK_BEFORE_END).select_related("user", "household")
    involvement: Involvement | None = rows.filter(uuid=entry.args["involvement"]).first()
    if involvement is None:
        return
    audit.record(
        CaseEvent.ACCESS_END_ASKED, target=involvement, by=entry.by, person=involvement.user.uuid, scheduled=True
    )
    for side in {involvement.user, face_of(involvement.household).user}:
        notify(side, "access_ends", about=involvement.uuid, by=None)


@transaction.atomic
def let_end(involvement: Involvement, *, by: User) -> None:
    """Answer that this access may end when it ends; nobody asks about that end any more, and the other side hears it.

    Raises NotOpenAnymore, HouseholdIsClosed.
    """
    household = lock_active(involvement.household)
    rows = Involvement.objects.ending_within(rules.ASK_BEFORE_END).select_related("user", "household")
    asked = rows.filter(pk=involvement.pk).first()
    if asked is None:
        raise NotOpenAnymore("Deze vraag is al beantwoord, of de toegang is gestopt.")
    AccessMayEnd.objects.create(household=household, involvement=asked, ends_at=asked.ends_at, answered_by=by)
    audit.record(CaseEvent.ACCESS_MAY_END, target=asked, by=by, person=asked.user.uuid)
    for side in {asked.user, face_of(household).user} - {by}:
        notify(side, "access_may_end", about=asked.uuid, by=by)
