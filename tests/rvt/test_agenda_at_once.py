"""Two chairs press at the same moment: one does it, the other sees the newest agenda, and nothing is lost."""

from __future__ import annotations

import threading
from typing import Any

import pytest
from django.db import connection

from rvt.services import agenda
from rvt.services.agenda import AgendaMoved
from tests.rvt.agendas import meeting_of, order_of, put
from tests.rvt.factories import office_of

pytestmark = pytest.mark.django_db(transaction=True)


def test_of_two_at_the_same_moment_one_is_told_that_the_other_was_first():
    office = office_of()
    meeting = meeting_of(office)
    items = [put(meeting, office.chair, sentence=f"Vraag {name}?") for name in "ABC"]
    meeting.refresh_from_db()
    ready, outcomes = threading.Barrier(2), []

    def press(item: Any, by: Any) -> None:
        try:
            ready.wait(timeout=20)
            agenda.move_item(meeting.uuid, item.uuid, steps=1, version=meeting.version, by=by)
            outcomes.append("moved")
        except AgendaMoved as refused:
            outcomes.append(refused.message)
        finally:
            connection.close()

    threads = [
        threading.Thread(target=press, args=(items[0], office.chair)),
        threading.Thread(target=press, args=(items[1], office.secretary)),
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)

    names = (office.chair.first_name, office.secretary.first_name)
    assert sorted(outcomes)[1] == "moved"
    assert sorted(outcomes)[0] in {f"{name} verplaatste net iets. Kijk even." for name in names}
    assert sorted(order_of(meeting)) == sorted(["welcome", "Vraag A?", "Vraag B?", "Vraag C?", "closing"])
    assert [row.position for row in meeting.items.order_by("position")] == [0, 1, 2, 3, 4]
