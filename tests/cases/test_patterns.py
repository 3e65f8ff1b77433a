"""Patterns in the film: made by people, out of events that stand there, for no wider circle than these (ux, S6)."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from accounts.models import AuditEvent
from cases.choices import Audience, Level, Part
from cases.models import FilmEvent, FilmPattern, Household
from cases.services.film import NoReasonGiven, withdraw_film_event
from cases.services.parties import NotOfThisHousehold
from cases.services.patterns import NotAPattern, NotYourPattern, PatternTakenOut, make_pattern, take_pattern_out
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import face_of, involve
from tests.cases.stories import days_ago, family, told, two_families
from tests.cases.test_agreements import address
from tests.cases.test_film import guest_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db

SENTENCE = "Op zondag loopt de spanning op."


def two_events(household: Household, **fields: Any) -> list[FilmEvent]:
    """Put two things in the film."""
    return [told(household, text=f"Ruzie op zondag, {day}.", happened_on=days_ago(day), **fields) for day in (3, 10)]


def seen(household: Household, **fields: Any) -> FilmPattern:
    """Make a pattern of two new events."""
    events = fields.pop("events", None) or two_events(household)
    return make_pattern(household, sentence=SENTENCE, events=events, by=face_of(household), **fields)


def filled(events: list[FilmEvent], **fields: Any) -> dict[str, Any]:
    """Return a good post."""
    return {"events": [str(event.uuid) for event in events], "sentence": SENTENCE, "audience": "everyone", **fields}


def film(client: Client, household: Household) -> str:
    return client.get(address("film", household)).content.decode()


def test_a_pattern_stands_at_the_film_with_its_events(client: Client):
    household = family()
    events = two_events(household)
    sign_in(client, face_of(household))

    answer = client.post(address("pattern-create", household), filled(events), follow=True)

    assert answer.redirect_chain == [(address("film", household), 303)]
    section = answer.content.decode().split('id="patronen"')[1].split("</section>")[0]
    assert SENTENCE in section
    assert section.index("Ruzie op zondag, 10.") < section.index("Ruzie op zondag, 3.")


def test_it_is_kept_that_a_pattern_was_made(client: Client):
    pattern = seen(family(), audience=Audience.PROFESSIONALS, audience_why="Eerst praten.")

    event = AuditEvent.objects.get(event="pattern.made")
    assert (event.target, event.details) == (pattern.uuid, {"audience": "professionals", "events": 2})


@pytest.mark.parametrize(
    ("fields", "error"),
    [
        ({"events": []}, "Kies twee gebeurtenissen of meer."),
        ({"sentence": ""}, "Schrijf op wat je ziet."),
        ({"audience": "inner"}, "Schrijf op waarom niet iedereen dit mag lezen."),
    ],
)
def test_what_misses_is_said_and_nothing_is_lost(client: Client, fields: dict[str, Any], error: str):
    household = family()
    events = two_events(household)
    sign_in(client, face_of(household))

    answer = client.post(address("pattern-create", household), {**filled(events), **fields})

    text = answer.content.decode()
    assert answer.status_code == 422
    assert error in text
    assert fields.get("sentence", SENTENCE) in text
    assert not FilmPattern.objects.exists()


def test_one_event_is_no_pattern():
    household = family()

    with pytest.raises(NotAPattern, match="twee gebeurtenissen"):
        seen(household, events=two_events(household)[:1] * 2)


def test_an_event_of_another_family_does_not_belong_to_it():
    household, other = two_families()

    with pytest.raises(NotOfThisHousehold):
        seen(household, events=[*two_events(household)[:1], *two_events(other)[:1]])


def test_an_event_of_another_family_cannot_be_chosen(client: Client):
    household, other = two_families()
    sign_in(client, face_of(household))

    answer = client.post(address("pattern-create", household), filled([*two_events(household), *two_events(other)]))

    assert answer.status_code == 422


@pytest.mark.parametrize(
    ("of_event", "of_pattern", "is_allowed"),
    [
        (Audience.EVERYONE, Audience.EVERYONE, True),
        (Audience.EVERYONE, Audience.INNER, True),
        (Audience.PROFESSIONALS, Audience.EVERYONE, False),
        (Audience.PROFESSIONALS, Audience.PROFESSIONALS, True),
        (Audience.INNER, Audience.PROFESSIONALS, False),
        (Audience.INNER, Audience.INNER, True),
    ],
)
def test_a_pattern_is_read_by_nobody_who_may_not_read_its_events(
    of_event: Audience, of_pattern: Audience, *, is_allowed: bool
):
    household = family()
    events = [told(household), told(household, audience=of_event, audience_why="Nog niet.")]
    fields = {"events": events, "audience": of_pattern, "audience_why": "Nog niet."}

    if is_allowed:
        assert seen(household, **fields).audience == of_pattern
    else:
        with pytest.raises(NotAPattern, match="Niet iedereen mag"):
            seen(household, **fields)


def test_a_smaller_circle_asks_for_a_reason():
    with pytest.raises(NoReasonGiven):
        seen(family(), audience=Audience.INNER)


def test_a_guest_does_not_read_a_pattern_of_the_inner_circle(client: Client):
    household = family()
    seen(household, audience=Audience.INNER, audience_why="Nog niet.")
    sign_in(client, guest_of(household, Level.FILM))

    assert SENTENCE not in film(client, household)


def test_a_pattern_of_an_event_that_was_taken_out_is_not_there(client: Client):
    household = family()
    events = two_events(household)
    seen(household, events=events)
    sign_in(client, face_of(household))
    before = film(client, household)

    withdraw_film_event(events[0], by=face_of(household))

    assert SENTENCE in before
    assert SENTENCE not in film(client, household)


def test_a_pattern_is_not_made_of_an_event_that_was_taken_out():
    household = family()
    events = two_events(household)
    withdraw_film_event(events[0], by=face_of(household))

    with pytest.raises(NotAPattern, match="ongedaan"):
        seen(household, events=events)


def test_who_made_it_takes_it_out(client: Client):
    household = family()
    pattern = seen(household)
    sign_in(client, face_of(household))

    answer = client.post(address("pattern-take-out", household, pattern), follow=True)

    assert SENTENCE not in answer.content.decode()
    assert FilmPattern.objects.filter(pk=pattern.pk).exists()
    assert AuditEvent.objects.get(event="pattern.taken_out").target == pattern.uuid


def test_it_is_taken_out_once():
    pattern = seen(family())
    take_pattern_out(pattern, by=pattern.added_by)

    with pytest.raises(PatternTakenOut):
        take_pattern_out(pattern, by=pattern.added_by)


def test_somebody_else_does_not_take_it_out(client: Client):
    household = family()
    pattern = seen(household)
    organisation = OrganisationFactory()
    duo = worker_of(organisation)
    involve(household, duo, organisation, Part.DUO)
    sign_in(client, duo)

    assert client.post(address("pattern-take-out", household, pattern)).status_code == 404
    with pytest.raises(NotYourPattern):
        take_pattern_out(pattern, by=duo)


def test_who_may_only_read_the_agreements_makes_none(client: Client):
    household = family()
    organisation = OrganisationFactory()
    guest = worker_of(organisation)
    involve(household, guest, organisation, Part.INVITED, Level.AGREEMENTS, permissions=("view",))
    sign_in(client, guest)

    assert client.get(address("pattern-create", household)).status_code == 404


def test_with_one_event_there_is_no_button(client: Client):
    household = family()
    told(household)
    sign_in(client, face_of(household))
    before = film(client, household)
    told(household)

    assert "Maak een patroon" not in before
    assert "Maak een patroon" in film(client, household)


def test_the_film_asks_no_more_for_more_patterns(client: Client):
    household = family()
    sign_in(client, face_of(household))
    counts = []
    for _ in range(2):
        seen(household)
        with CaptureQueriesContext(connection) as queries:
            film(client, household)
        counts.append(len(queries))

    assert counts[0] == counts[1]
