"""Making, changing and calling off meetings of the table."""

from __future__ import annotations

from datetime import date, time, timedelta
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from accounts.templatetags.ui import long_date
from accounts.workdays import easter_sunday, is_holiday
from rvt.choices import MeetingState
from rvt.models import Meeting
from rvt.services import meetings
from rvt.services.meetings import NotTheirTable, Setting, WrongMoment
from tests.accounts.factories import RegionFactory, UserFactory
from tests.queries import OVERHEAD
from tests.rvt.agendas import meeting_of, put, send
from tests.rvt.factories import Office, expert_of, office_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

LIST = "rvt:meeting-list"


@pytest.fixture
def office() -> Office:
    return office_of()


def next_thursday() -> date:
    today = timezone.localdate()
    return today + timedelta(days=(3 - today.weekday()) % 7 + 7)


def filled(office: Office, **more: Any) -> dict[str, Any]:
    return {
        "day": next_thursday().isoformat(),
        "starts": "13:00",
        "minutes": "180",
        "place": "Zaal De Linde",
        "link": "",
        "chair": office.chair.pk,
        "secretary": office.secretary.pk,
        "every": "0",
        "last_on": "",
        **more,
    }


def series(office: Office, first: date, last: date, **more: Any) -> list[Meeting]:
    setting = Setting(180, "Zaal De Linde", "", office.chair, office.secretary)
    return meetings.make_series(
        RegionFactory(), first_on=first, last_on=last, weekday=4, starts=time(13), every=more.get("every", 1),
        setting=setting, by=office.chair,
    )  # fmt: skip


def test_one_meeting_is_made(client: Client, office: Office):
    response = sign_in(client, office.secretary).post(reverse("rvt:meeting-create"), filled(office))

    meeting = Meeting.objects.get()
    assert (response.status_code, response["Location"]) == (303, meeting.get_absolute_url())
    assert timezone.localtime(meeting.starts_at).time() == time(13)


def test_a_series_makes_all_its_meetings_at_once(client: Client, office: Office):
    data = filled(office, every="1", last_on=(next_thursday() + timedelta(weeks=4)).isoformat())

    sign_in(client, office.chair).post(reverse("rvt:meeting-create"), data)

    days = (next_thursday() + timedelta(weeks=number) for number in range(5))
    assert Meeting.objects.count() == sum(not is_holiday(day) for day in days)


def ascension_day() -> date:
    """A Thursday on which nobody works, next year."""
    return easter_sunday(timezone.localdate().year + 1) + timedelta(days=39)


def test_a_series_skips_a_public_holiday_and_says_so(client: Client, office: Office):
    free = ascension_day()
    first, last = free - timedelta(weeks=1), free + timedelta(weeks=1)
    data = filled(office, day=first.isoformat(), every="1", last_on=last.isoformat())

    answer = sign_in(client, office.chair).post(reverse("rvt:meeting-create"), data, follow=True)

    assert [timezone.localdate(meeting.starts_at) for meeting in Meeting.objects.all()] == [first, last]
    assert f"Niet op {long_date(free)}: dat is een feestdag." in answer.content.decode()


def test_a_series_of_holidays_only_is_refused(office: Office):
    with pytest.raises(WrongMoment, match="feestdag"):
        series(office, ascension_day(), ascension_day())


def test_a_series_over_the_change_to_winter_time_begins_at_the_same_hour(office: Office):
    year = timezone.localdate().year + 1

    made = series(office, date(year, 10, 1), date(year, 11, 30))

    assert {timezone.localtime(meeting.starts_at).time() for meeting in made} == {time(13)}
    assert len({meeting.starts_at.time() for meeting in Meeting.objects.all()}) == 2


def test_a_series_without_a_day_in_it_is_refused(office: Office):
    with pytest.raises(WrongMoment):
        series(office, next_thursday() + timedelta(days=1), next_thursday() + timedelta(days=2))


def test_a_series_of_years_is_refused_with_its_number(office: Office):
    with pytest.raises(WrongMoment, match="Kies er hoogstens 60"):
        series(office, next_thursday(), next_thursday() + timedelta(weeks=100))


def test_a_meeting_in_the_past_is_refused(office: Office):
    with pytest.raises(WrongMoment):
        meeting_of(office, days=-1)


def test_the_chair_must_sit_in_the_office_of_that_table(office: Office):
    setting = Setting(180, "Zaal", "", expert_of(office))

    with pytest.raises(NotTheirTable):
        meetings.make_meeting(
            RegionFactory(), starts_at=timezone.now() + timedelta(days=1), setting=setting, by=office.chair
        )


def test_an_expert_makes_no_meeting(client: Client, office: Office):
    sign_in(client, expert_of(office))

    assert client.get(reverse("rvt:meeting-create")).status_code == 404


def test_a_place_is_asked_for(client: Client, office: Office):
    response = sign_in(client, office.chair).post(reverse("rvt:meeting-create"), filled(office, place=""))

    assert response.status_code == 422


def test_a_meeting_is_changed(client: Client, office: Office):
    meeting = meeting_of(office)
    data = filled(office, place="Zaal De Beuk", version=meeting.version)

    response = sign_in(client, office.chair).post(reverse("rvt:meeting-change", args=[meeting.uuid]), data)

    meeting.refresh_from_db()
    assert (response.status_code, meeting.place) == (303, "Zaal De Beuk")


def test_two_who_change_the_same_field_see_both(client: Client, office: Office):
    meeting = meeting_of(office)
    sign_in(client, office.chair)
    url = reverse("rvt:meeting-change", args=[meeting.uuid])
    client.post(url, filled(office, place="Zaal De Beuk", version=meeting.version))

    response = client.post(url, filled(office, place="Zaal De Eik", version=meeting.version))

    assert response.status_code == 409
    assert "Zaal De Beuk" in response.content.decode()


def test_a_meeting_is_called_off(client: Client, office: Office):
    meeting = meeting_of(office)

    sign_in(client, office.chair).post(reverse("rvt:meeting-cancel", args=[meeting.uuid]))

    meeting.refresh_from_db()
    assert meeting.state == MeetingState.CANCELLED


def test_an_agenda_that_is_not_sent_is_for_the_office_only(client: Client, office: Office):
    meeting = meeting_of(office)
    put(meeting, office.chair)

    assert sign_in(client, expert_of(office)).get(meeting.get_absolute_url()).status_code == 404


def test_the_list_shows_what_comes_and_what_was_apart(client: Client, office: Office):
    coming, gone = meeting_of(office, place="Zaal straks"), meeting_of(office, place="Zaal toen")
    Meeting.objects.filter(pk=gone.pk).update(starts_at=timezone.now() - timedelta(days=7), state="ended")
    sign_in(client, office.chair)

    pages = [client.get(reverse(LIST), query).content.decode() for query in ({}, {"soort": "geweest"})]

    assert [[coming.place in html, gone.place in html] for html in pages] == [[True, False], [False, True]]


def test_somebody_outside_sees_an_empty_list(client: Client, office: Office):
    meeting = meeting_of(office)
    put(meeting, office.chair)
    send(meeting, office.chair)

    html = sign_in(client, UserFactory()).get(reverse(LIST)).content.decode()

    assert "Er staat geen overleg gepland." in html


def test_30_meetings_cost_as_many_queries_as_one(client: Client, office: Office, django_assert_max_num_queries: Any):
    sign_in(client, office.chair)
    meeting_of(office)
    with django_assert_max_num_queries(12 + OVERHEAD) as with_one:
        client.get(reverse(LIST))
    for _ in range(29):
        meeting_of(office)

    with django_assert_max_num_queries(12 + OVERHEAD) as with_thirty:
        client.get(reverse(LIST))

    assert len(with_thirty) == len(with_one)
