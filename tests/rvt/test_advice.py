"""The advice after the table (ux, S25): the asker first, then the experts of that item, then nobody any more."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import outbox
from accounts.models import AuditEvent, Notification, User
from accounts.notifications import texts_of
from accounts.workdays import working_days_later
from rvt.choices import AdviceState, QuestionState, Recognition
from rvt.models import Advice, ExpertLine, Meeting, Question
from rvt.services import advising, recognising
from rvt.tasks import promise_final_advice
from tests.accounts.factories import RegionFactory, worker_of
from tests.application import as_application
from tests.rvt.factories import office_of
from tests.rvt.tables import Table, advice_of, offered, table_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


@pytest.fixture
def table() -> Table:
    table = table_of(experts=2)
    offered(table)
    return table


def page(name: str, table: Table) -> str:
    return reverse(f"rvt:advice-{name}", args=[table.question.uuid])


def agreed(table: Table) -> Table:
    advising.agree(advice_of(table.item), by=table.question.asker)
    return table


def told(user: User, kind: str) -> int:
    rows = list(Notification.objects.filter(recipient=user, kind=kind))
    return len(texts_of(user, rows))


def a_night_later() -> None:
    """The two working days are over; beat and a worker come by as the application and nobody."""
    Advice.objects.update(lines_until=timezone.localdate() - timedelta(days=1))
    with as_application():
        promise_final_advice()
        outbox.sweep()


# --- The asker -----------------------------------------------------------------------------------------


def test_only_the_asker_and_the_office_read_it_first(client: Client, table: Table) -> None:
    people = (table.question.asker, table.office.chair, table.experts[0], worker_of(table.question.organisation))

    answers = [sign_in(client, who).get(page("detail", table)).status_code for who in people]

    assert answers == [200, 200, 404, 404]


def test_the_asker_agrees_and_the_experts_of_that_item_read_along(client: Client, table: Table) -> None:
    sign_in(client, table.question.asker).post(page("read", table), {"right": "yes"})

    advice = advice_of(table.item)
    assert (advice.state, advice.agreed_on) == (AdviceState.AT_THE_TABLE, timezone.localdate())
    assert advice.lines_until == working_days_later(timezone.localdate(), 2)
    assert sign_in(client, table.experts[0]).get(page("detail", table)).status_code == 200
    assert told(table.experts[0], advising.LINES_WANTED) == 1


def test_who_left_the_table_reads_nothing_afterwards(client: Client) -> None:
    table = table_of(experts=2)
    recognising.recognise(table.item, choice=Recognition.LEAVES, by=table.experts[0])
    offered(table)
    agreed(table)

    assert sign_in(client, table.experts[0]).get(page("detail", table)).status_code == 404
    assert told(table.experts[0], advising.LINES_WANTED) == 0


def test_the_asker_asks_for_a_change_once_and_the_chair_adapts_once(client: Client, table: Table) -> None:
    asker, chair = sign_in(Client(), table.question.asker), sign_in(client, table.office.chair)
    change = {"right": "almost", "change_asked": "Regel 2 is anders besproken.", "looked": "on"}

    asker.post(page("read", table), change)
    opened = chair.get(page("change", table))
    chair.post(page("change", table), changed(advice_of(table.item), text="Praat eerst met beide ouders."))

    advice = advice_of(table.item)
    assert (opened.status_code, advice.state, advice.text) == (200, "reading", "Praat eerst met beide ouders.")
    assert told(table.question.asker, advising.CHANGED) == 1
    assert asker.post(page("read", table), change).status_code == 422
    assert asker.post(page("read", table), {"right": "yes"}).status_code == 303
    with pytest.raises(advising.OneRound):
        Advice.objects.filter(pk=advice.pk).update(state=AdviceState.READING)
        advising.ask_change(advice, text="Nog iets.", by=table.question.asker)


def changed(advice: Advice, **fields: Any) -> dict[str, Any]:
    return {
        "version": advice.version,
        "text": advice.text,
        "other_view": advice.other_view,
        "follow_ups": advice.follow_ups,
        "family_teller": advice.family_teller,
        "looked": "on",
        **fields,
    }


def test_a_change_of_eleven_lines_is_refused(client: Client, table: Table) -> None:
    advising.ask_change(advice_of(table.item), text="Anders.", by=table.question.asker)

    answer = sign_in(client, table.office.chair).post(
        page("change", table), changed(advice_of(table.item), text="\n".join("abcdefghijk"))
    )

    assert (answer.status_code, advice_of(table.item).state) == (422, "change_asked")
    assert "11 regels" in answer.content.decode()


def test_a_change_without_words_is_refused(client: Client, table: Table) -> None:
    answer = sign_in(client, table.question.asker).post(page("read", table), {"right": "almost", "change_asked": " "})

    assert (answer.status_code, advice_of(table.item).state) == (422, "reading")


def test_what_the_asker_writes_is_looked_at_for_names(client: Client, table: Table) -> None:
    typed = {"right": "almost", "change_asked": "Bel moeder op 06 12 34 56 78."}

    answer = sign_in(client, table.question.asker).post(page("read", table), typed)

    assert (answer.status_code, "Staat hier een telefoonnummer?" in answer.content.decode()) == (422, True)


def test_a_colleague_cannot_agree_for_the_asker(client: Client, table: Table) -> None:
    for who in (table.office.chair, table.experts[0], worker_of(table.question.organisation)):
        assert sign_in(client, who).post(page("read", table), {"right": "yes"}).status_code == 404
    assert advice_of(table.item).state == AdviceState.READING


# --- The experts -----------------------------------------------------------------------------------------


def test_an_expert_adds_one_line_without_a_name(client: Client, table: Table) -> None:
    agreed(table)
    sign_in(client, table.experts[0])

    client.post(page("line", table), {"text": "Vraag ook oma.", "looked": "on"})
    again = client.post(page("line", table), {"text": "En de buurvrouw.", "looked": "on"})

    shown = sign_in(client, table.question.asker).get(page("detail", table)).content.decode()
    assert (again.status_code, ExpertLine.objects.count()) == (422, 1)
    assert ("Vraag ook oma." in shown, table.experts[0].name in shown) == (True, False)


def test_an_expert_of_another_item_adds_nothing(client: Client, table: Table) -> None:
    other = table_of(office=table.office).experts[0]
    agreed(table)

    assert sign_in(client, other).post(page("line", table), {"text": "x", "looked": "on"}).status_code == 404
    assert sign_in(client, table.question.asker).post(page("line", table), {"text": "x"}).status_code == 404


def test_after_two_working_days_no_line_is_added(table: Table) -> None:
    agreed(table)
    Advice.objects.update(lines_until=timezone.localdate() - timedelta(days=1))

    with pytest.raises(advising.NotNow):
        advising.add_line(advice_of(table.item), text="Te laat.", by=table.experts[0])


@pytest.mark.parametrize(
    ("agreed_on", "until"),
    [
        (date(2026, 11, 26), date(2026, 11, 30)),
        (date(2026, 12, 24), date(2026, 12, 29)),
        (date(2027, 3, 25), date(2027, 3, 31)),
    ],
)
def test_two_working_days_leave_out_weekends_and_holidays(agreed_on: date, until: date) -> None:
    assert working_days_later(agreed_on, 2) == until


# --- Final ---------------------------------------------------------------------------------------------------


def test_then_it_is_final_in_the_name_of_the_chair(table: Table) -> None:
    agreed(table)

    a_night_later()

    advice = advice_of(table.item)
    assert (advice.state, Question.objects.get(pk=advice.question_id).state) == ("final", QuestionState.DONE)
    event = AuditEvent.objects.get(event="advice.final")
    assert (event.actor, event.details) == (table.office.chair.uuid, {"scheduled": True})
    assert told(table.question.asker, advising.FINAL) == 1


def test_a_second_night_changes_nothing(table: Table) -> None:
    agreed(table)
    a_night_later()

    with as_application():
        assert promise_final_advice() == 0


def test_on_the_last_day_it_is_not_final_yet(table: Table) -> None:
    agreed(table)

    with as_application():
        assert promise_final_advice() == 0


def test_a_final_advice_never_changes(table: Table) -> None:
    agreed(table)
    a_night_later()

    for change in ({"text": "Iets anders."}, {"state": "reading"}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Advice.objects.update(**change)


# --- Who sees what --------------------------------------------------------------------------------------------


def test_the_chair_of_another_region_sees_nothing(client: Client, table: Table) -> None:
    elsewhere = office_of(RegionFactory(name="Regio Elders")).chair

    assert sign_in(client, elsewhere).get(page("detail", table)).status_code == 404


def test_experts_and_page_do_not_learn_who_asked(client: Client, table: Table) -> None:
    agreed(table)

    shown = sign_in(client, table.experts[0]).get(page("detail", table)).content.decode()

    assert table.question.asker.name not in shown
    assert table.question.organisation.name not in shown


def test_the_day_is_kept_and_not_the_time_of_what_the_asker_does(table: Table) -> None:
    agreed(table)

    event = AuditEvent.objects.get(event="advice.agreed")
    assert timezone.localtime(event.at).strftime("%H:%M:%S.%f") == "00:00:00.000000"


def long_ago(table: Table) -> None:
    """The meeting was more than two weeks ago."""
    Meeting.objects.filter(pk=table.meeting.pk).update(starts_at=timezone.now() - timedelta(days=15))


def test_two_weeks_after_the_meeting_an_expert_reads_it_no_more(client: Client, table: Table) -> None:
    agreed(table)
    long_ago(table)
    Advice.objects.update(lines_until=timezone.localdate() - timedelta(days=1))

    assert sign_in(client, table.experts[0]).get(page("detail", table)).status_code == 404


def test_two_weeks_after_the_meeting_an_expert_reads_nothing_that_the_asker_still_reads(
    client: Client, table: Table
) -> None:
    long_ago(table)

    sign_in(client, table.experts[0])
    assert client.get(page("detail", table)).status_code == 404
    assert client.get(table.question.get_absolute_url()).status_code == 404


def test_an_asker_who_agrees_late_still_gives_the_experts_two_working_days(client: Client, table: Table) -> None:
    long_ago(table)
    agreed(table)
    sign_in(client, table.experts[0])

    assert told(table.experts[0], advising.LINES_WANTED) == 1
    assert client.get(f"{table.question.get_absolute_url()}?vraag").status_code == 200
    assert client.post(page("line", table), {"text": "Vraag het oma.", "looked": "on"}).status_code == 303
    assert ExpertLine.objects.get().by == table.experts[0]


def test_the_page_asks_the_same_with_one_and_ten_lines(client: Client) -> None:
    counts = []
    for number in (1, 10):
        table = table_of(experts=number)
        offered(table)
        agreed(table)
        for expert in table.experts:
            advising.add_line(advice_of(table.item), text="Vraag oma.", by=expert)
        sign_in(client, table.question.asker).get(page("detail", table))
        with CaptureQueriesContext(connection) as queries:
            client.get(page("detail", table))
        counts.append(len(queries))

    print(f"FIGURE advice_page_queries {counts[1]} 24")
    assert counts[0] == counts[1]
