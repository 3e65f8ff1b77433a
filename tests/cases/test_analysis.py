"""What is going on: facts apart from opinions, the family first, nothing overwritten, and who may read what."""

from __future__ import annotations

from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from accounts.models import AuditEvent, OtherText
from accounts.versions import VersionConflict, raw_initial
from cases.choices import Audience, Level, NoteKind, Part, StatementKind, StatementTopic
from cases.models import Household, Statement, StatementNote, StatementText
from cases.services.analysis import (
    NotFounded,
    Said,
    TakenOutAlready,
    add_statement,
    change_statement,
    see_statement_differently,
    take_statement_out,
)
from cases.services.film import NoReasonGiven
from cases.services.parties import NotOfThisHousehold
from tests.accounts.factories import OrganisationFactory, worker_of
from tests.cases.factories import HouseholdFactory, face_of, involve
from tests.cases.stories import days_ago, family, member, two_families
from tests.cases.test_agreements import IN_PANEL, address, fields_of
from tests.cases.test_film import guest_of
from tests.signing_in import sign_in

pytestmark = pytest.mark.django_db


def fact(**fields: Any) -> Said:
    """Return something that was seen."""
    words = {"text": "De huur is te laat.", "source": "Brief van de verhuurder", "seen_on": days_ago(9), **fields}
    return Said(StatementKind.FACT, **words)


def stated(household: Household, said: Said | None = None, **fields: Any) -> Statement:
    """Put a concern there: a fact, when nothing else is said."""
    words = {"topic": StatementTopic.CONCERN, **fields}
    return add_statement(household, said=said or fact(), by=face_of(household), **words)


def filled(**fields: Any) -> dict[str, Any]:
    """Return a good post of a fact."""
    return {
        "topic": "concern",
        "kind": "fact",
        "text": "Noor had buikpijn.",
        "source": "Noor vertelde het",
        "seen_on": f"{days_ago(2):%Y-%m-%d}",
        **fields,
    }


def page_of(client: Client, household: Household) -> str:
    """Return the page."""
    return client.get(address("analysis", household)).content.decode()


def current(statement: Statement) -> StatementText:
    """Return what it says now."""
    return StatementText.objects.filter(statement=statement).latest("id")


# --- Saying it ------------------------------------------------------------------------------------------------------


def test_a_fact_has_who_says_so_and_its_day(client: Client):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("statement-create", household), filled())

    text = StatementText.objects.get()
    assert (answer.status_code, answer["Location"]) == (303, address("analysis", household))
    assert (text.kind, text.source, text.seen_on, text.thinker) == (
        StatementKind.FACT,
        "Noor vertelde het",
        days_ago(2),
        None,
    )


def test_an_opinion_has_somebody_who_thinks_so(client: Client):
    household = family()
    samira = member(household, "Samira")
    sign_in(client, face_of(household))

    client.post(address("statement-create", household), filled(kind="opinion", thinks=f"person:{samira.uuid}"))

    text = StatementText.objects.get()
    assert (text.kind, text.thinker, text.source, text.seen_on) == (StatementKind.OPINION, samira, "", None)


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"topic": ""}, "Kies waar dit bij hoort."),
        ({"kind": ""}, "Kies feit of mening."),
        ({"source": ""}, "Schrijf op wie of wat dit zegt."),
        ({"seen_on": ""}, "Kies de dag waarop dit gezien of gezegd is."),
        ({"seen_on": "2999-01-01"}, "Kies een dag die al geweest is."),
        ({"kind": "opinion"}, "Kies wie dit vindt."),
        ({"audience": "inner"}, "Schrijf op waarom niet iedereen dit mag lezen."),
    ],
)
def test_what_is_missing_is_said_and_what_was_typed_stays(client: Client, fields: dict[str, str], sentence: str):
    household = family()
    sign_in(client, face_of(household))

    answer = client.post(address("statement-create", household), filled(**fields))

    page = answer.content.decode()
    assert answer.status_code == 422
    assert sentence in page
    assert "Noor had buikpijn." in page
    assert not Statement.objects.exists()


def test_the_database_refuses_a_fact_without_a_source():
    statement = stated(family())

    with (
        pytest.raises(IntegrityError, match="fact_has_source_and_day_opinion_has_somebody"),
        transaction.atomic(),
    ):
        StatementText.objects.create(
            household=statement.household,
            statement=statement,
            kind=StatementKind.FACT,
            text="Zomaar.",
            seen_on=days_ago(1),
            added_by=statement.added_by,
        )


def test_somebody_of_another_household_thinks_nothing_here():
    mine, other = two_families()

    with pytest.raises(NotOfThisHousehold):
        stated(mine, Said(StatementKind.OPINION, "Het gaat beter.", thinker=member(other, "Samira")))


def test_saying_it_is_kept_in_the_history_without_words():
    statement = stated(family())

    event = AuditEvent.objects.get(event="statement.added")
    assert (event.target, event.details) == (
        statement.uuid,
        {"topic": "concern", "kind": "fact", "audience": "everyone"},
    )


# --- The page -------------------------------------------------------------------------------------------------------


def test_the_words_of_the_family_come_first_and_facts_and_opinions_stand_apart(client: Client):
    household = family()
    face = face_of(household)
    stated(household, Said(StatementKind.OPINION, "Het is te druk in huis.", thinker=face))
    stated(household)
    stated(household, Said(StatementKind.OPINION, "Ik slaap slecht.", thinker=member(household, "Noor")))
    sign_in(client, face)

    page = page_of(client, household)

    order = [
        "Ik slaap slecht.",
        "Dit is gezien of gezegd.",
        "De huur is te laat.",
        "Zo ziet iemand het.",
        "Het is te druk in huis.",
    ]
    places = [page.index(words) for words in order]
    assert places == sorted(places)
    assert page[: page.index("Ik slaap slecht.")].rstrip().endswith('<blockquote class="voice"><p>“')


def test_what_we_do_not_know_yet_is_what_somebody_wants_to_know(client: Client):
    household = family()
    question = Said(StatementKind.OPINION, "Wie past er op?", thinker=member(household, "Peter"))
    mine = Said(StatementKind.OPINION, "Slaapt Noor genoeg?", thinker=face_of(household))
    for said in (question, mine):
        stated(household, said, topic=StatementTopic.UNKNOWN)
    sign_in(client, face_of(household))

    page = page_of(client, household)

    assert "<h3>Vragen</h3>" in page
    assert f"{face_of(household).first_name} wil dit weten." in page
    assert ("Dit wil iemand weten." in page, "Zo ziet iemand het." in page) == (True, False)


@pytest.mark.parametrize("words", ["Nog geen zorgen opgeschreven.", "Wat gaat er al goed", "nog willen weten?"])
def test_an_empty_page_says_what_to_ask(client: Client, words: str):
    household = family()
    sign_in(client, face_of(household))

    assert words in page_of(client, household)


def test_the_household_page_leads_to_it(client: Client):
    household = family()
    sign_in(client, face_of(household))

    assert address("analysis", household) in client.get(household.get_absolute_url()).content.decode()


def test_the_page_costs_the_same_with_one_and_with_thirty(client: Client):
    household = family()
    face, peter = face_of(household), member(household, "Peter")
    sign_in(client, face)
    counts = []
    for number in (1, 29):
        for _ in range(number):
            statement = stated(household)
            change_statement(statement, version=statement.version, said=fact(), by=face)
            see_statement_differently(statement, person=peter, text="Nee.", by=face)
        with CaptureQueriesContext(connection) as queries:
            page_of(client, household)
        counts.append(len(queries))

    assert counts[0] == counts[1]


# --- Saying it otherwise --------------------------------------------------------------------------------------------


def test_a_change_is_a_new_text_and_the_older_one_stays_readable(client: Client):
    household = family(by=worker_of(team := OrganisationFactory(), name="Sanne Verbeek"), team=team)
    statement = stated(household)
    sign_in(client, face_of(household))
    form = client.get(address("statement-change", household, statement)).context["form"]

    client.post(
        address("statement-change", household, statement),
        filled(text="De huur van mei is te laat.", version=form["version"].value()),
    )

    page = page_of(client, household)
    assert StatementText.objects.count() == 2
    assert page.index("De huur van mei is te laat.") < page.index("Zo stond het eerst")
    assert "“De huur is te laat.” Brief van de verhuurder" in page
    assert "Opgeschreven door Sanne Verbeek" in page


def test_a_fact_may_turn_out_to_be_an_opinion():
    statement = stated(household := family())
    said = Said(StatementKind.OPINION, "De huur is te hoog.", thinker=member(household, "Peter"))

    change_statement(statement, version=1, said=said, by=statement.added_by)

    assert current(statement).kind == StatementKind.OPINION


def said_at_once(client: Client, household: Household) -> tuple[Statement, dict[str, Any]]:
    """Return a statement of which somebody else changed the words, and the post of whoever opened it before that."""
    statement = stated(household, fact(text="De huur is te laat."))
    sign_in(client, face_of(household))
    form = client.get(address("statement-change", household, statement)).context["form"]
    shown = {"getoond-" + name: value for name, value in raw_initial(form)}
    change_statement(statement, version=1, said=fact(text="De huur is betaald."), by=statement.added_by)
    return statement, {**filled(**dict(raw_initial(form))), **shown, "version": "1"}


def test_who_opened_it_before_a_change_gets_both_texts(client: Client):
    statement, post = said_at_once(client, household := family())

    answer = client.post(address("statement-change", household, statement), {**post, "text": "Een maand te laat."})
    page = answer.content.decode()

    assert answer.status_code == 409
    assert all(f'{words}"' in page for words in ("De huur is betaald.", "Een maand te laat."))
    assert current(statement).text == "De huur is betaald."


def test_words_of_one_and_the_source_of_another_do_not_join_by_themselves(client: Client):
    statement, post = said_at_once(client, household := family())

    answer = client.post(address("statement-change", household, statement), {**post, "source": "Samira vertelde het"})

    assert answer.status_code == 409
    assert [field.name for field in answer.context["fields"]] == ["text", "source"]
    assert current(statement).source == "Brief van de verhuurder"


def test_the_text_that_is_not_chosen_stays_in_the_history(client: Client):
    statement, post = said_at_once(client, household := family())
    answer = client.post(address("statement-change", household, statement), {**post, "text": "Een maand te laat."})
    hidden = {pair["name"]: pair["value"] for pair in answer.context["hidden"]}

    client.post(address("statement-change", household, statement), {**hidden, "conflict": "1", "take_text": "theirs"})

    assert current(statement).text == "De huur is betaald."
    assert OtherText.objects.get().text == "Een maand te laat."


def test_a_second_conflict_in_a_row_shows_both_texts_again_and_keeps_all_three(client: Client):
    statement, post = said_at_once(client, household := family())
    page = address("statement-change", household, statement)
    first = client.post(page, {**post, "text": "Een maand te laat."}).content.decode()
    change_statement(statement, version=2, said=fact(text="Samira belde."), by=statement.added_by)

    second = client.post(page, {**fields_of(first), "conflict": "1", "take_text": "mine"})
    done = client.post(page, {**fields_of(second.content.decode()), "conflict": "1", "take_text": "mine"})

    assert (second.status_code, done.status_code) == (409, 303)
    assert current(statement).text == "Een maand te laat."
    assert StatementText.objects.filter(statement=statement).count() == 4
    assert OtherText.objects.get().text == "Samira belde."


def test_both_texts_take_the_whole_page_when_the_form_stood_in_a_panel(client: Client):
    statement, post = said_at_once(client, household := family())
    page = address("statement-change", household, statement)

    answer = client.post(page, {**post, "text": "Een maand te laat."}, headers=IN_PANEL)

    assert (answer.status_code, answer["HX-Retarget"], answer["HX-Reselect"]) == (409, "#inhoud", "#inhoud")


def test_an_old_version_is_not_the_one_to_change():
    statement = stated(family())
    change_statement(statement, version=1, said=fact(text="Anders."), by=statement.added_by)

    with pytest.raises(VersionConflict):
        change_statement(statement, version=1, said=fact(text="Weer anders."), by=statement.added_by)


# --- Ik zie het anders ----------------------------------------------------------------------------------------------


def test_somebody_of_the_family_sees_it_differently(client: Client):
    household = family()
    statement, peter = stated(household), member(household, "Peter")
    sign_in(client, face_of(household))

    client.post(
        address("statement-other-view", household, statement),
        {"person": f"person:{peter.uuid}", "text": "Ik heb betaald."},
    )

    note, page = StatementNote.objects.get(), page_of(client, household)
    assert (note.kind, note.person) == (NoteKind.OTHER_VIEW, peter)
    assert page.index("De huur is te laat.") < page.index("Ik heb betaald.") < page.index("Peter ziet het anders")


def test_another_view_is_of_the_family(client: Client):
    household = family()
    statement, face = stated(household), face_of(household)
    sign_in(client, face)

    answer = client.post(
        address("statement-other-view", household, statement), {"person": f"user:{face.uuid}", "text": "Nee."}
    )

    assert (answer.status_code, StatementNote.objects.count()) == (422, 0)


# --- Haal weg -------------------------------------------------------------------------------------------------------


def test_the_message_offers_to_take_it_back(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("statement-create", household), filled())

    page = page_of(client, household)
    assert "Maak ongedaan" in page
    assert address("statement-take-out", household, Statement.objects.get()) in page


def test_what_was_taken_out_stays_readable_for_the_closest_circle_only(client: Client):
    household = family()
    statement = stated(household)
    sign_in(client, face_of(household))

    client.post(address("statement-take-out", household, statement))
    near = page_of(client, household)
    sign_in(client, guest_of(household, Level.FILM))
    far = page_of(client, household)

    assert "<s>De huur is te laat.</s>" in near
    assert "De huur is te laat." not in far
    assert (Statement.objects.count(), StatementText.objects.count()) == (1, 1)


def test_what_was_taken_out_is_not_touched_again():
    statement = stated(household := family())
    take_statement_out(statement, by=statement.added_by)

    with pytest.raises(TakenOutAlready):
        change_statement(statement, version=statement.version, said=fact(), by=statement.added_by)
    with pytest.raises(TakenOutAlready):
        see_statement_differently(statement, person=member(household, "Peter"), text="Nee.", by=statement.added_by)
    with pytest.raises(TakenOutAlready):
        take_statement_out(statement, by=statement.added_by)


# --- Who reads it ---------------------------------------------------------------------------------------------------


def test_what_is_for_the_closest_circle_is_read_and_touched_by_nobody_else(client: Client):
    household = family()
    stated(household)
    inner = stated(
        household, fact(text="Alleen voor dichtbij."), audience=Audience.INNER, audience_why="Anders is het gevaarlijk."
    )
    guest = guest_of(household, Level.FILM)

    sign_in(client, guest)
    far = page_of(client, household)
    sign_in(client, face_of(household))

    assert "De huur is te laat." in far
    assert "Alleen voor dichtbij." not in far
    assert "Alleen voor dichtbij." in page_of(client, household)
    assert not Statement.objects.changeable_by(guest).filter(pk=inner.pk).exists()


def test_a_smaller_circle_needs_a_reason():
    with pytest.raises(NoReasonGiven):
        stated(family(), audience=Audience.INNER)


@pytest.mark.parametrize(("level", "status"), [(Level.CARD, 404), (Level.AGREEMENTS, 404), (Level.FILM, 200)])
def test_who_may_read_the_story_reads_this(client: Client, level: Level, status: int):
    household = family()
    sign_in(client, guest_of(household, level))

    assert client.get(address("analysis", household)).status_code == status


def test_somebody_who_reads_along_writes_nothing(client: Client):
    household = family()
    statement = stated(household)
    guest = worker_of(organisation := OrganisationFactory())
    involve(household, guest, organisation, Part.INVITED, Level.FILM)
    sign_in(client, guest)

    answers = [
        client.post(address("statement-create", household), filled()),
        client.post(address("statement-change", household, statement), filled()),
        client.post(address("statement-take-out", household, statement)),
    ]

    assert [answer.status_code for answer in answers] == [404, 404, 404]
    assert "Zet iets erbij" not in page_of(client, household)


def test_a_statement_of_another_household_is_not_there(client: Client):
    mine, other = two_families()
    statement = stated(other)
    sign_in(client, face_of(mine))

    names = ("statement-change", "statement-other-view", "statement-take-out")
    assert [client.get(address(name, mine, statement)).status_code for name in names] == [404, 404, 404]


def test_in_a_closed_household_it_stays_readable_and_nothing_is_added(client: Client):
    household = HouseholdFactory(closed=True)
    sign_in(client, face_of(household))

    assert client.get(address("analysis", household)).status_code == 200
    assert client.get(address("statement-create", household)).status_code == 404


def test_what_is_typed_is_kept_as_a_draft(client: Client):
    household = family()
    sign_in(client, face_of(household))

    client.post(address("statement-create", household), {"text": "Sem lacht weer.", "_concept": "1"})

    assert "Sem lacht weer." in client.get(address("statement-create", household)).content.decode()


def test_a_fact_does_not_lie_ahead():
    with pytest.raises(NotFounded):
        stated(family(), fact(seen_on=timezone.localdate() + (days_ago(0) - days_ago(1))))
