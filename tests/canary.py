"""Planted words for T-CANARY: each stands in one place, is read by certain people only, and nowhere else comes out."""

from __future__ import annotations

import base64
import io
import json
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pikepdf
import pypdf
from django.conf import settings
from django.db import connection
from kombu.connection import Connection

from accounts import onetime
from accounts.models import Draft
from cases.choices import Audience, FactKind, Lane, PersonRole, PhaseStep
from cases.models import Agreement, FilmEvent, NetworkPerson, Person, Phase, Reveal
from cases.services.protected import add_fact
from tests.access_table import EDIT, READ_AGREEMENTS, READ_CARD, READ_STORY
from tests.veiligheidskaart import factories as cards
from tests.world import SECRET, TODAY, World
from veiligheidskaart.content import DraftSteps

NOBODY = ""
INNER = "contact duo cover"


@dataclass(frozen=True)
class Canary:
    """A word, who may read it, and the tables that hold it. `word` is in small letters and stands nowhere else."""

    word: str
    readers: frozenset[str]
    tables: frozenset[str]

    def is_in(self, text: str) -> bool:
        """Whether the word stands in `text`, which is in small letters."""
        return self.word in text


def canary(word: str, readers: str, *tables: str) -> Canary:
    """Plant `word` for these people, in these tables."""
    return Canary(word, frozenset(readers.split()), frozenset(tables))


ADDRESS = canary("wilgenroos", NOBODY, "cases_protectedfact")
POSTCODE = canary("4716 kx", NOBODY, "cases_protectedfact")
SCHOOL = canary("kwartelnest", NOBODY, "cases_protectedfact")
WHERE = (ADDRESS, POSTCODE, SCHOOL)
"""Where somebody is: for nobody but in the minute that was asked for."""

PERSON = canary("quirindel", READ_STORY, "cases_person")
EVENT = canary("zwaluwdans", READ_STORY, "cases_filmevent")
INNER_EVENT = canary("nachtuilroep", INNER, "cases_filmevent")
AGREEMENT = canary("merelfluit", READ_AGREEMENTS, "cases_agreement")
NETWORK = canary("spreeuwenpad", READ_STORY, "cases_networkperson")
PHASE = canary("roodborsthuis", READ_STORY, "cases_phase")
CARD = canary("ijsvogelblauw", EDIT, "veiligheidskaart_veiligheidskaart")
TYPED = canary("winterkoning", "contact", "accounts_draft")
REASON = canary("putterkooi", "contact", "cases_reveal")
NAME = canary("vinkenveld", READ_CARD + " colleague outsider", "cases_household")
"""The name of the family is also read by who is asked to become its face or to join, and by nobody else."""

SHOWN = ("cases:fact-shown", "contact")
"""The one page and the one person: the minute that was asked for."""

CANARIES = (*WHERE, PERSON, EVENT, INNER_EVENT, AGREEMENT, NETWORK, PHASE, CARD, TYPED, REASON, NAME)


NEVER_TOLD = {SCHOOL.word, REASON.word}
"""No page shows these at all: a secret that nobody asked for, and why somebody asked."""


STEPS = DraftSteps("Een ijsvogelblauwe dag.", "Noor belt oma.", "Bel 112.")
"""A block of the card."""


def plant(world: World) -> None:
    """Put every word where it belongs. The address is that of the world itself."""
    household, face = world.household, world.people["contact"]
    assert face is not None
    assert ADDRESS.is_in(SECRET.casefold())
    add_fact(world.things["person"], kind=FactKind.SCHOOL, value="De Kwartelnestschool", is_secret=True, by=face)
    Person.objects.create(household=household, name="Quirindel", role=PersonRole.CHILD)
    _event(world, "Een zwaluwdans op het plein.", Audience.EVERYONE)
    _event(world, "Gehoord: een nachtuilroep.", Audience.INNER)
    NetworkPerson.objects.create(household=household, name="Spreeuwenpad", helps_with="Oppassen")
    Agreement.objects.create(
        household=household, what="Elke dag een merelfluit", since=TODAY, who_user=face, checker_user=face
    )
    Phase.objects.create(
        household=household,
        step=PhaseStep.DIRECT_SAFETY,
        discussed_on=TODAY,
        present="Allen van het roodborsthuis",
        set_by=face,
    )
    cards.with_draft(household, steps=STEPS)
    Draft.objects.create(owner=face, form="film", about=household.uuid, data={"text": ["De winterkoning zong."]})
    why = "Vanwege de putterkooi moet de post erheen."
    Reveal.objects.create(household=household, fact=world.things["fact"], by=face, why=why)
    household.call_name = "Familie Vinkenveld"
    household.save()


def _event(world: World, text: str, audience: Audience) -> None:
    FilmEvent.objects.create(
        household=world.household,
        lane=Lane.FINE,
        text=text,
        happened_on=TODAY - timedelta(days=1),
        told_by_person=world.things["person"],
        audience=audience,
        audience_why="Anders wordt het gevaarlijk" if audience is Audience.INNER else "",
        added_by=world.people["contact"],
    )


def heard_in(*sources: bytes | str) -> list[Canary]:
    """Return which words stand in any of the sources."""
    text = " ".join(each.decode("utf-8", "replace") if isinstance(each, bytes) else each for each in sources).casefold()
    return [each for each in CANARIES if each.is_in(text)]


# --- Where things may end up ------------------------------------------------------------------------


def tables() -> dict[str, str]:
    """Return every row of every table as text, by table: sessions, log lines, promised work and keys included."""
    found = {}
    with connection.cursor() as cursor:
        for name in connection.introspection.table_names(cursor):
            cursor.execute(f"SELECT coalesce(string_agg(to_jsonb(row)::text, ' '), '') FROM \"{name}\" AS row")
            found[name] = str(cursor.fetchone()[0])
    return found


def broker() -> str:
    """Return everything that stands in the broker, and the arguments of every task unpacked."""
    ask = {"string": ("GET",), "list": ("LRANGE", 0, -1), "hash": ("HGETALL",), "set": ("SMEMBERS",)}
    ask["zset"] = ("ZRANGE", 0, -1)
    found: list[str] = []
    with Connection(settings.CELERY_BROKER_URL) as line:  # type: ignore[no-untyped-call]
        client = line.default_channel.client
        for key in client.scan_iter("*"):
            command, *more = ask[client.type(key).decode()]
            found += [str(key), _unpacked(client.execute_command(command, key, *more))]
    return " ".join(found)


def _unpacked(value: Any) -> str:
    """A message of Celery is JSON with a body in base64."""
    values = value if isinstance(value, list) else [value]
    text = [each.decode("utf-8", "replace") if isinstance(each, bytes) else str(each) for each in values]
    for each in list(text):
        try:
            text.append(base64.b64decode(json.loads(each)["body"]).decode())
        except (ValueError, TypeError, KeyError):
            continue  # no message of a task
    return " ".join(text)


def everything_in_pdf(pdf: bytes) -> str:
    """Everything that can be read out of a PDF: its words, its properties, and every stream unpacked."""
    words = pypdf.PdfReader(io.BytesIO(pdf))
    found = [page.extract_text() for page in words.pages] + [str(words.metadata), pdf.decode("latin-1")]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found += [
            thing.read_bytes().decode("latin-1") for thing in document.objects if isinstance(thing, pikepdf.Stream)
        ]
    return " ".join(found)


def server_logs() -> dict[str, str]:
    """Return the logs of database and broker, by file. They stand beside the anchor that `bin/test` gave."""
    folder = Path(settings.ACCESS_LOG_ANCHOR).parents[1] / "log"
    return {path.name: path.read_text(encoding="utf-8", errors="replace") for path in folder.glob("*.log*")}


AUTOSAVE = {onetime.AUTOSAVE: "1"}
