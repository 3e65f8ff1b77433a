""" "Ik herken dit gezin": said before the item opens, once, and by the expert alone (domain dossier, 4.3 point 6)."""

from __future__ import annotations

from django.db import transaction

from accounts import audit, versions
from accounts.errors import DomainError
from accounts.models import User
from accounts.notifications import notify
from rvt.choices import Recognition, TableEvent
from rvt.models import AgendaItem, Recognised

TOLD = {Recognition.LEAVES: "item.expert_leaves", Recognition.OPEN_TALK: "item.open_talk"}
"""What chair and secretary are told at once. Who stays, tells it at the table."""


class AlreadySaid(DomainError):
    """What was said about recognising a family is not taken back."""


class AlreadyOpen(DomainError):
    """Recognising is said before the item opens; afterwards one says it aloud."""


@transaction.atomic
def recognise(item: AgendaItem, *, choice: Recognition, by: User) -> Recognised:
    """Keep that `by` recognises this family. Who leaves, sees the question no more from this moment.

    Raises AlreadySaid and AlreadyOpen.
    """
    meeting = versions.lock(item.meeting, version=None)
    item = AgendaItem.objects.select_for_update(of=("self",), no_key=True).get(pk=item.pk)
    if Recognised.objects.filter(item=item, user=by).exists():
        raise AlreadySaid("Je hebt dit al gezegd. Bel de voorzitter als er iets verandert.")
    if item.part or item.is_done:
        raise AlreadyOpen("Dit punt is al begonnen. Zeg het nu aan tafel.")
    row: Recognised = Recognised.objects.create(item=item, user=by, choice=choice)
    audit.record(TableEvent.FAMILY_RECOGNISED, target=item, by=by, choice=choice)
    if (kind := TOLD.get(choice)) is not None:
        office = {person for person in (meeting.chair, meeting.secretary) if person is not None}
        for colleague in office - {by}:
            notify(colleague, kind, about=item.uuid, by=by)
    return row
