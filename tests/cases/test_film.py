"""The film: five questions, nothing ever deleted, and who may read what (S6)."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts.models import AuditEvent
from cases.choices import Audience, DatePrecision, Lane, Level, NoteKind, Part
from cases.models import FilmEvent, FilmNote, Household
from cases.services.film import (
    NotADayOfTheFilm,
    NotYourEvent,
    OtherView,
    WithdrawnAlready,
    note_film_event,
    withdraw_film_event,
)
from cases.views.film import EVENTS_ON_A_PAGE
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve, team_of
from tests.cases.stories import days_ago, family, helper, member, told, two_families
from tests.cases.test_agreements import NOBODY, address, fields_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def filled(**fields: Any) -> dict[str, Any]:
    """Return a good post of something that happened today."""
    return {"text": "Samira belde oma.", "when": "today", "lane": "help", **fields}


def guest_of(household: Household, level: Level) -> Any:
    """Return somebody who was invited."""
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, level)
    return guest


# --- Putting something in -------------------------------------------------------------------------------------------


def test_three_answers_are_enough(client: Client):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("film-create", household), filled())

    event = FilmEvent.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, household.get_absolute_url())
    assert (event.happened_on, event.lane, event.teller, event.audience) == (
        timezone.localdate(),
        Lane.HELP,
        face_of(household),
        Audience.EVERYONE,
    )


def test_three_questions_must_be_answered_and_five_are_asked(client: Client):
    household = family()
    sign_in(client, face_of(household))

    form = client.get(address("film-create", household)).context["form"]

    assert [name for name, field in form.fields.items() if field.required] == ["text", "when", "lane"]


@pytest.mark.parametrize(
    ("when", "expected"),
    [
        ({"when": "yesterday"}, (1, DatePrecision.DAY)),
        ({"when": "day", "day": "ago:9"}, (9, DatePrecision.DAY)),
    ],
)
def test_the_day_is_the_one_that_was_chosen(client: Client, when: dict[str, str], expected: tuple[int, DatePrecision]):
    household = family()
    sign_in(client, face_of(household))
    post = {name: f"{days_ago(int(v[4:])):%Y-%m-%d}" if v.startswith("ago:") else v for name, v in when.items()}

    client.post(address("film-create", household), filled(**post))

    event = FilmEvent.objects.get()
    assert (event.happened_on, event.precision) == (days_ago(expected[0]), expected[1])


def test_not_knowing_precisely_keeps_the_month(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("film-create", household), filled(when="month", month_0="3", month_1="2024"))

    event = FilmEvent.objects.get()
    assert (event.happened_on, event.precision) == (date(2024, 3, 1), DatePrecision.MONTH)


def test_a_day_that_belongs_to_another_choice_is_left_out(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("film-create", household), filled(when="today", day=f"{days_ago(9):%Y-%m-%d}"))

    assert FilmEvent.objects.get().happened_on == timezone.localdate()


def test_somebody_of_the_family_tells_it_and_another_sees_it_differently(client: Client):
    household = family()
    samira, peter = member(household, "Samira"), member(household, "Peter")
    sign_in(client, face_of(household))

    client.post(
        address("film-create", household),
        filled(teller=f"person:{samira.uuid}", other_view_by=f"person:{peter.uuid}", other_view="Ik was al weg."),
    )
    page = client.get(household.get_absolute_url()).content.decode()

    note = FilmNote.objects.get()
    assert (FilmEvent.objects.get().teller, note.person, note.kind) == (samira, peter, NoteKind.OTHER_VIEW)
    assert "Samira vertelt." in page
    assert "Peter ziet het anders: “Ik was al weg.”" in page


def test_somebody_of_the_network_can_tell_it():
    household = family()
    oma = helper(household)

    assert told(household, teller=oma).teller == oma


AHEAD = f"{days_ago(-2):%Y-%m-%d}"


@pytest.mark.parametrize(
    ("bad", "text"),
    [
        ({"text": ""}, "Fout:"),
        ({"text": "x" * 601}, "Fout:"),
        ({"lane": ""}, "Fout:"),
        ({"lane": "gevaar"}, "Fout:"),
        ({"when": "day"}, "Kies een dag."),
        ({"when": "day", "day": AHEAD}, "Kies een dag die al geweest is."),
        ({"when": "day", "day": "1899-12-31"}, "Kies een dag na 1900."),
        ({"when": "day", "day": "31-31-2026"}, "Vul een datum in, bijvoorbeeld 1 december 2026."),
        ({"when": "day", "day": "2026-01-10", "until": "2026-01-09"}, "De laatste dag ligt voor de eerste dag."),
        ({"when": "month"}, "Kies een maand en vul een jaar in."),
        ({"when": "month", "month_0": "12", "month_1": "2999"}, "Kies een maand die al begonnen is."),
        ({"when": "month", "month_0": "12", "month_1": "1899"}, "Kies een dag na 1900."),
        ({"teller": f"person:{NOBODY}"}, "Kies iemand uit de lijst."),
        ({"teller": f"user:{NOBODY}"}, "Kies iemand uit de lijst."),
        ({"other_view_by": f"person:{NOBODY}"}, "Kies iemand uit de lijst."),
        ({"audience": "professionals"}, "Schrijf op waarom niet iedereen dit mag lezen."),
    ],
)
def test_bad_input_gets_a_sentence_and_what_was_typed_stays(client: Client, bad: dict[str, str], text: str):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("film-create", household), filled(other_view="Peter was al weg.", **bad))

    assert answer.status_code == 422
    assert text in answer.content.decode()
    assert "Peter was al weg." in answer.content.decode()
    assert not FilmEvent.objects.exists()


def test_a_teller_of_another_household_is_refused_like_one_who_does_not_exist(client: Client):
    household, other = two_families()
    sign_in(client, face_of(household))
    stranger = member(other, "Samira")

    answers = [
        client.post(address("film-create", household), filled(teller=f"person:{who}"))
        for who in (stranger.uuid, NOBODY)
    ]

    assert [answer.status_code for answer in answers] == [422, 422]
    assert all("Kies iemand uit de lijst." in answer.content.decode() for answer in answers)


@pytest.mark.parametrize("day", [date(1899, 12, 31), days_ago(-3)])
def test_the_service_refuses_a_day_outside_the_film_too(day: date):
    with pytest.raises(NotADayOfTheFilm):
        told(family(), happened_on=day)


def test_the_same_post_twice_makes_one_event(client: Client):
    household = family()
    sign_in(client, face_of(household))
    key = fields_of(client.get(address("film-create", household)).content.decode())["_sleutel"][0]

    first = client.post(address("film-create", household), filled(_sleutel=key))
    again = client.post(address("film-create", household), filled(_sleutel=key))

    assert FilmEvent.objects.count() == 1
    assert (first.status_code, first["Location"]) == (again.status_code, again["Location"])


def test_what_is_typed_is_kept_and_comes_back_for_this_person_only(client: Client):
    household = family()
    colleague = worker_of(organisation := OrganisationFactory())
    involve(household, colleague, organisation, Part.DUO)
    sign_in(client, face_of(household))

    client.post(address("film-create", household), filled(text="Half getypt", _concept="1"))
    mine = client.get(address("film-create", household)).content.decode()
    sign_in(client, colleague)
    theirs = client.get(address("film-create", household)).content.decode()

    assert ("Half getypt" in mine, "Half getypt" in theirs) == (True, False)


def test_a_post_whose_session_ended_comes_back_after_signing_in(client: Client):
    household = family()
    client = Client(enforce_csrf_checks=True)
    sign_in(client, face_of(household))
    hidden = fields_of(client.get(address("film-create", household)).content.decode())
    client.session.flush()
    client.cookies.clear()

    post = filled(text="Half getypt", _wie=hidden["_wie"][0], _sleutel=hidden["_sleutel"][0])
    sent = client.post(address("film-create", household), post, headers={"Origin": "http://testserver"})
    waiting = dict(client.session.items())
    sign_in(client, face_of(household))
    session = client.session
    session.update({name: value for name, value in waiting.items() if name == "interrupted_post"})
    session.save()
    page = client.get(address("film-create", household)).content.decode()

    assert sent.status_code == 302
    assert sent["Location"].startswith(reverse("account_login"))
    assert "Half getypt" in page
    assert not FilmEvent.objects.exists()


def test_adding_is_written_in_the_history_without_the_words():
    household = family()

    event = told(household, text="Ruzie over geld.")

    written = AuditEvent.objects.get(event="film.added")
    assert (written.target, written.root, written.details) == (
        event.uuid,
        household.uuid,
        {"lane": "tense", "audience": "everyone"},
    )


@pytest.mark.parametrize(("level", "status"), [(Level.FILM, 303), (Level.AGREEMENTS, 404), (Level.CARD, 404)])
def test_who_was_invited_for_the_film_may_tell(client: Client, level: Level, status: int):
    household = family()
    sign_in(client, guest_of(household, level))

    assert client.post(address("film-create", household), filled()).status_code == status


def test_a_team_lead_does_not_tell(client: Client):
    household = family()
    sign_in(client, worker_of(team_of(household), role="team_lead"))

    assert client.post(address("film-create", household), filled()).status_code == 404


def test_nothing_is_told_in_a_closed_household(client: Client):
    household = HouseholdFactory(closed=True)
    sign_in(client, face_of(household))

    assert client.post(address("film-create", household), filled()).status_code == 404


# --- Who may read ---------------------------------------------------------------------------------------------------


def test_what_is_for_the_smallest_circle_is_not_on_the_pages_of_a_guest(client: Client):
    household = family()
    inner = told(household, text="Dit is voor weinigen.", audience=Audience.INNER, audience_why="Op verzoek.")
    guest = guest_of(household, Level.FILM)

    seen = []
    for reader in (face_of(household), guest):
        sign_in(client, reader)
        pages = [client.get(url) for url in (household.get_absolute_url(), address("film", household))]
        note = client.get(address("film-note", household, inner))
        seen.append([*("Dit is voor weinigen." in page.content.decode() for page in pages), note.status_code])

    assert seen == [[True, True, 200], [False, False, 404]]


def test_a_guest_is_not_offered_a_circle_to_which_the_guest_does_not_belong(client: Client):
    household = family()
    sign_in(client, guest_of(household, Level.FILM))

    answer = client.post(address("film-create", household), filled(audience="inner", audience_why="Zomaar."))

    assert answer.status_code == 422


def test_a_smaller_circle_is_named_in_the_list(client: Client):
    household = family()
    told(household, audience=Audience.PROFESSIONALS, audience_why="Op verzoek van Samira.")
    sign_in(client, face_of(household))

    assert "alleen professionals" in client.get(household.get_absolute_url()).content.decode()


# --- What comes later -----------------------------------------------------------------------------------------------


def test_an_addition_stands_beside_the_event_and_changes_nothing_of_it(client: Client):
    household = family()
    event = told(household, text="Ruzie over geld.")
    sign_in(client, face_of(household))

    answer = client.post(
        address("film-note", household, event), {"kind": "addition", "text": "Oma was erbij.", "person": ""}
    )
    page = client.get(address("film", household)).content.decode()

    assert answer.status_code == 303
    assert "Ruzie over geld." in page
    assert "“Oma was erbij.”" in page


@pytest.mark.parametrize("text", ["", "x" * 601])
def test_an_addition_says_something_of_a_readable_length(client: Client, text: str):
    household = family()
    event = told(household)
    sign_in(client, face_of(household))

    answer = client.post(address("film-note", household, event), {"kind": "addition", "text": text})

    assert (answer.status_code, FilmNote.objects.count()) == (422, 0)


def test_maak_ongedaan_is_offered_after_putting_it_in_and_deletes_nothing(client: Client):
    household = family()
    sign_in(client, face_of(household))

    page = client.post(address("film-create", household), filled(), follow=True).content.decode()
    event = FilmEvent.objects.get()
    undo = address("film-withdraw", household, event)
    answer = client.post(undo)

    assert f'action="{undo}"' in page
    assert answer.status_code == 303
    assert FilmEvent.objects.count() == 1
    assert "Samira belde oma." not in client.get(household.get_absolute_url()).content.decode()


def test_what_was_taken_out_stays_readable_for_the_closest_circle_only(client: Client):
    household = family()
    event = told(household, text="Verkeerd gezin.")
    withdraw_film_event(event, by=face_of(household))

    seen = []
    for reader in (face_of(household), guest_of(household, Level.FILM)):
        sign_in(client, reader)
        seen.append("Verkeerd gezin." in client.get(address("film", household)).content.decode())

    assert seen == [True, False]


def test_only_who_put_it_in_takes_it_out(client: Client):
    household = family()
    event = told(household)
    guest = guest_of(household, Level.FILM)
    sign_in(client, guest)

    assert client.post(address("film-withdraw", household, event)).status_code == 404
    with pytest.raises(NotYourEvent):
        withdraw_film_event(event, by=guest)


def test_taking_out_happens_once_and_nothing_is_added_afterwards():
    household = family()
    event = told(household)
    withdraw_film_event(event, by=face_of(household))

    with pytest.raises(WithdrawnAlready):
        withdraw_film_event(event, by=face_of(household))
    with pytest.raises(WithdrawnAlready):
        note_film_event(event, kind=NoteKind.ADDITION, text="Toch nog.", by=face_of(household))


def test_an_event_of_another_household_is_not_found_under_this_one(client: Client):
    household, other = two_families()
    event = told(other)
    sign_in(client, face_of(household))

    answers = [client.get(reverse("cases:film-note", args=[household.uuid, uuid])) for uuid in (event.uuid, NOBODY)]

    assert [answer.status_code for answer in answers] == [404, 404]


# --- The whole film -------------------------------------------------------------------------------------------------


def test_the_list_is_complete_and_the_panel_shows_the_last_three(client: Client):
    household = family()
    for number in range(5):
        told(household, text=f"Gebeurtenis {number}", happened_on=days_ago(number))
    sign_in(client, face_of(household))

    page = client.get(household.get_absolute_url()).content.decode()
    whole = client.get(address("film", household)).content.decode()

    assert "Hele film bekijken (5 gebeurtenissen)" in page
    assert "Toon ook de andere 2 van dit plaatje" in page
    assert all(f"Gebeurtenis {number}" in whole for number in range(5))


def test_a_long_film_does_not_make_the_page_of_the_household_long(client: Client):
    household = family()
    for number in range(42):
        told(household, text=f"Gebeurtenis {number}.", happened_on=days_ago(number))
    sign_in(client, face_of(household))

    page = client.get(household.get_absolute_url()).content.decode()
    panel = page[page.index('id="paneel-film"') :]

    assert "Toon ook de 37 daarvoor" in panel
    assert ("Gebeurtenis 39." in panel, "Gebeurtenis 40." in panel) == (True, False)


@pytest.mark.parametrize(
    ("number", "words"), [(1000, "(1.000 gebeurtenissen)"), (1001, "(meer dan 1.000 gebeurtenissen)")]
)
def test_of_a_very_long_film_the_page_says_that_there_is_more(client: Client, number: int, words: str):
    household = family()
    face = face_of(household)
    FilmEvent.objects.bulk_create(
        FilmEvent(household=household, lane=Lane.FINE, text="Het ging goed.", happened_on=days_ago(day), added_by=face)
        for day in range(number)
    )
    sign_in(client, face)

    assert f"Hele film bekijken {words}" in client.get(household.get_absolute_url()).content.decode()


def test_what_happened_long_ago_is_in_the_list_when_there_is_nothing_newer(client: Client):
    household = family()
    told(household, text="Lang geleden.", happened_on=days_ago(900))
    sign_in(client, face_of(household))

    assert "Lang geleden." in client.get(household.get_absolute_url()).content.decode()


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        ("?lane=tense", (True, False)),
        ("?lane=fine", (False, True)),
        ("?lane=bestaat-niet", (True, True)),
        (f"?teller=person:{NOBODY}", (True, True)),
        ("", (True, True)),
    ],
)
def test_the_film_is_filtered_by_lane(client: Client, chosen: str, expected: tuple[bool, bool]):
    household = family()
    told(household, lane=Lane.TENSE, text="Ruzie over geld.")
    told(household, lane=Lane.FINE, text="Samen naar zee.")
    sign_in(client, face_of(household))

    rows = client.get(address("film", household) + chosen).context["rows"]

    texts = [row.event.text for row in rows]
    assert ("Ruzie over geld." in texts, "Samen naar zee." in texts) == expected


def test_the_film_is_filtered_by_teller(client: Client):
    household = family()
    samira = member(household, "Samira")
    told(household, text="Van Samira.", teller=samira)
    told(household, text="Van Sanne.")
    sign_in(client, face_of(household))

    rows = client.get(f"{address('film', household)}?teller=person:{samira.uuid}").context["rows"]

    assert [row.event.text for row in rows] == ["Van Samira."]


def test_the_whole_film_costs_the_same_with_one_and_with_thirty_events(client: Client):
    small, big = family(), family()
    told(small, other_view=OtherView("Anders.", member(small, "Peter")))
    for number in range(30):
        told(big, happened_on=days_ago(number * 30), other_view=OtherView("Anders.", member(big, "Peter")))
    counts = []
    for household in (small, big):
        sign_in(client, face_of(household))
        client.get(address("film", household))
        with CaptureQueriesContext(connection) as queries:
            client.get(address("film", household))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_long_film_is_read_in_pages_and_the_choice_stays(client: Client):
    household = family()
    for number in range(EVENTS_ON_A_PAGE + 1):
        told(household, text=f"Dag {number}.", happened_on=days_ago(number))
    sign_in(client, face_of(household))

    first = client.get(address("film", household), {"lane": "tense"}).content.decode()
    last = client.get(address("film", household), {"lane": "tense", "page": "2"}).content.decode()

    words = f"Dag {EVENTS_ON_A_PAGE}."
    assert (words in first, words in last) == (False, True)
    assert 'href="?lane=tense&amp;page=2"' in first
    assert f"{EVENTS_ON_A_PAGE + 1} gebeurtenissen" in last


def test_the_whole_film_asks_no_more_for_more_events(client: Client):
    household = family()
    sign_in(client, face_of(household))
    counts = []
    for number in range(2):
        for _ in range(5):
            told(household, text=f"Keer {number}.")
        with CaptureQueriesContext(connection) as queries:
            client.get(address("film", household))
        counts.append(len(queries))

    assert counts[0] == counts[1]


def test_a_chosen_part_of_the_film_says_what_was_chosen(client: Client):
    household = family()
    event = told(household, text="Samira belde oma.")
    sign_in(client, face_of(household))

    page = client.get(address("film", household), {"lane": event.lane}).content.decode()

    assert f"Alleen {event.get_lane_display().lower()}" in page
    assert "Alle gebeurtenissen" not in page
