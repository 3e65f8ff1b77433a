"""What the table does, for the world of T-MATRIX: a meeting that runs, and advice in each hand."""

from __future__ import annotations

from typing import TYPE_CHECKING

from cases.models import QuestionLink
from rvt.models import Advice
from rvt.services import advising, live
from tests.rvt.factories import office_of
from tests.rvt.tables import Table, advice_of, offered, running, table_of

if TYPE_CHECKING:
    from tests.world import World


def add_live(world: World) -> None:
    """The contact person asks; `expert` comes for every question here, `other-expert` for none."""
    asker = world.people["contact"]
    assert asker is not None
    office = office_of(asker.memberships.get().organisation.region)

    def table(questions: int = 1) -> Table:
        made = table_of(questions, experts=0, office=office, by=asker)
        guest = made.meeting.guests.create(user=world.people["expert"], answer="yes")
        for item in made.items:
            item.invitations.create(guest=guest, is_sent=True)
        return made

    at_work = running(table(2))
    read, change, agreed, over = table(), table(), table(), running(table())
    for each in (read, change, agreed):
        offered(each)
    QuestionLink.objects.create(household=world.household, question=read.question.uuid, asker=asker)
    QuestionLink.objects.create(household=world.household, question=agreed.question.uuid, asker=asker)
    advising.ask_change(advice_of(change.item), text="Regel 2 is anders besproken.", by=asker)
    advising.agree(advice_of(agreed.item), by=asker)
    Advice.objects.filter(item=agreed.item).update(follow_ups=["duo", "again"])
    live.end_meeting(over.meeting, by=office.chair)
    world.things |= {
        "live meeting": at_work.meeting,
        "live item": at_work.item,
        "next item": at_work.items[1],
        "live question": at_work.question,
        "read question": read.question,
        "discussed item": read.item,
        "change question": change.question,
        "agreed question": agreed.question,
    }
