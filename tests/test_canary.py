"""T-CANARY: planted words, and every place where one may end up; T-MATRIX searches the answers (security 2.0)."""

from __future__ import annotations

import io
import logging
from typing import Any

import pytest
from django.core import mail
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.urls import reverse

from accounts import onetime, outbox
from cases.models import FilmEvent, Household, LookOverview
from cases.services import overviews
from cases.services.protected import reveal_fact
from tests import administration, canary
from tests.access_table import row_for
from tests.application import as_application
from tests.canary import (
    ADDRESS,
    AUTOSAVE,
    CANARIES,
    CARD,
    EVENT,
    POSTCODE,
    STEPS,
    TYPED,
    WHERE,
    broker,
    everything_in_pdf,
    heard_in,
    plant,
    server_logs,
    tables,
)
from tests.signing_in import sign_in
from tests.test_access import ADDRESSES, Walker
from tests.veiligheidskaart import factories as cards
from tests.world import World, make_world
from veiligheidskaart.models import KaartPdf

pytestmark = [pytest.mark.django_db, pytest.mark.authz, pytest.mark.long]

NO_PDF = b"%PDF-1.7"
"""What the world has in place of a rendered paper."""

CARD_TABLES = {"veiligheidskaart_kaartversion", "veiligheidskaart_kaartedition", "veiligheidskaart_veiligheidskaart"}
"""Where the text of a card stands once it is final."""


@pytest.fixture
def world() -> World:
    world = make_world()
    plant(world)
    return world


def test_the_minute_that_was_asked_for_tells_the_address(world: World) -> None:
    """The control of the walk in tests/test_access.py: what must not come out can come out."""
    world.things["reveal"] = reveal_fact(
        world.things["fact"], why="De rechtbank vraagt het weer.", by=world.people["contact"]
    )

    walker, name = Walker(world), canary.SHOWN[0]
    shown = walker.ask("contact", "GET", walker.path(ADDRESSES[name], row_for(name, "GET")))

    assert {each.word for each in heard_in(shown.content)} >= {ADDRESS.word, POSTCODE.word}


def test_a_word_ends_up_in_its_own_table_and_in_no_mail_log_message_or_address(
    world: World, capsys: Any, caplog: Any, django_capture_on_commit_callbacks: Any
) -> None:
    """Real acts by form posts, the jobs that they promise, and failures; then every place is searched."""
    caplog.set_level(logging.DEBUG)
    with django_capture_on_commit_callbacks(execute=True):
        answers = _acts(world)
    addresses = [f"{each.headers} {each.request['PATH_INFO']} {each.request['QUERY_STRING']}" for each in answers]
    outbox.sweep()
    _force_errors(world.household)

    found = tables()
    where = {each: {name for name, text in found.items() if each.is_in(text.casefold())} for each in CANARIES}
    pdfs = [
        bytes(data)
        for model in (KaartPdf, LookOverview)
        for data in model.objects.values_list("data", flat=True)
        if data is not None and bytes(data) != NO_PDF
    ]
    sinks = {
        "the broker": broker(),
        "mail": " ".join(str(message.message()) for message in mail.outbox),
        "the log of the application": caplog.text,
        "headers, file names and addresses": " ".join(addresses),
        **server_logs(),
    }
    hits = [f"{name}: {each.word}" for name, text in sinks.items() for each in heard_in(text)]
    hits += [f"{table}: {each.word}" for each in WHERE for table in where[each] - each.tables]
    hits += [f"{table}: {each.word}" for each in CANARIES for table in where[each] - each.tables - CARD_TABLES]
    hits += [f"a PDF: {each.word}" for each in WHERE for pdf in pdfs if each.is_in(everything_in_pdf(pdf).casefold())]

    with capsys.disabled():
        print(f"\nFIGURE canary_sinks {len(sinks) + len(found)} 60\nFIGURE canary_sink_hits {len(hits)} 0")
    assert hits == []
    assert [each.status_code for each in answers] == [200, 303, 422, 302, 302, 422, 404]
    assert len(pdfs) > 2
    assert [each.word for each in CANARIES if not where[each]] == [TYPED.word]  # a draft goes when it is sent
    assert "accounts.tasks.sweep_outbox" in sinks["the broker"], "the broker was looked into"
    assert len(mail.outbox) >= 1
    assert "database.log" in sinks


def _acts(world: World) -> list[Any]:
    """What a day brings: something is typed, kept, saved, refused, made final, printed, mailed and asked."""
    face = world.people["contact"]
    assert face is not None
    browser, household = sign_in(Client(raise_request_exception=False), face), world.household
    film = reverse("cases:film-create", args=[household.uuid])
    told = {"lane": "fine", "when": "today", onetime.FIELD: onetime.new_key()}
    secret = {**told, "text": "Hij staat op de Wilgenroosdreef 83 in 4716 KX."}
    cards.finalised(household, steps=STEPS)
    period = overviews.Period(world.things["overview"].first_day, world.things["overview"].last_day)
    overviews.ask_overview(world.things["person"], period, by=face)
    return [
        browser.post(film, {**told, "text": "Nog een zwaluwdans.", **AUTOSAVE}),
        browser.post(film, {**told, "text": "Nog een zwaluwdans."}),
        browser.post(film, secret),
        browser.post(reverse("accounts:password-forgotten"), {"email": "quirindel@voorbeeld.example"}),
        Client().post(reverse("accounts:password-forgotten"), {"email": face.email}),
        Client().post(reverse("account_login"), {"login": "quirindel@voorbeeld.example", "password": "winterkoning"}),
        browser.get("/nergens/"),
    ]


def _force_errors(household: Household) -> None:
    """Constraints that refuse rows with these words in them: the server could repeat them in its log."""
    face = household.involvements.filter(part="contact").get().user
    for broken in ({"added_by": None}, {"household": Household(pk=0)}):
        with pytest.raises(DatabaseError), as_application(face), transaction.atomic():
            person = household.people.first()
            row = {"household": household, "told_by_person": person, "added_by": face, **broken}
            FilmEvent.objects.create(
                lane="fine", text="Een zwaluwdans bij de Wilgenroosdreef 83.", happened_on="2026-02-01", **row
            )
            with connection.cursor() as cursor:
                cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_the_log_of_the_database_is_the_one_that_is_searched() -> None:
    """The control: a server that were allowed to repeat a statement would be heard here."""
    word = "boomkruiper"
    with administration.connect("postgres") as server:
        server.execute("SET log_min_messages = error")
        server.execute("SET log_min_error_statement = error")
        with pytest.raises(Exception, match="division"):
            server.execute(f"SELECT 1/0 /* {word} */")

    assert word in server_logs()["database.log"]


def test_a_pdf_that_tells_something_would_be_heard() -> None:
    from weasyprint import HTML

    pdf = io.BytesIO()
    HTML(string="<p>Een zwaluwdans</p>").write_pdf(pdf)

    assert EVENT.is_in(everything_in_pdf(pdf.getvalue()).casefold())


def test_words_of_a_draft_are_read_by_who_typed_them_only(world: World) -> None:
    film = reverse("cases:film-create", args=[world.household.uuid])

    pages = {state: world.client(state).get(film).content for state in ("contact", "duo", "cover", "film")}

    assert [state for state, page in pages.items() if TYPED in heard_in(page)] == ["contact"]
    assert CARD not in heard_in(*pages.values())
