"""T-CANARY for where somebody is: a planted address, everything that everybody can ask, and nothing comes out."""

from __future__ import annotations

import io
import logging
from typing import Any

import pikepdf
import pypdf
import pytest
from django.db import connection

from cases.services.protected import reveal_fact
from tests.access_table import EVERYBODY_SIGNED_IN, row_for
from tests.test_access import ADDRESSES, Walker
from tests.veiligheidskaart import factories as cards
from tests.world import SECRET, make_world
from veiligheidskaart.models import KaartPdf
from veiligheidskaart.services import pdfs

pytestmark = pytest.mark.django_db

TOKENS = ("wilgenroos", "4716 kx")
"""Parts of the planted address that stand nowhere else."""

SHOWN = ("cases:fact-shown", "contact")
"""The one page and the one person: the minute that was asked for."""


def told_by(data: bytes | str) -> list[str]:
    """Return which parts of the address stand in `data`."""
    text = data.decode("utf-8", "replace") if isinstance(data, bytes) else data
    return [token for token in TOKENS if token in text.casefold()]


@pytest.mark.slow
def test_nobody_is_told_the_address_by_any_page_or_answer(capsys: Any, caplog: Any) -> None:
    caplog.set_level(logging.DEBUG)
    walker = Walker(make_world())
    asked, hits = 0, []
    for address in ADDRESSES.values():
        for method in sorted(address.methods & {"GET", "POST"}):
            row = row_for(address.name, method)
            path = walker.path(address, row)
            for state in (*EVERYBODY_SIGNED_IN.split(), "anonymous"):
                if (address.name, state) == SHOWN:
                    continue
                asked += 1
                response = walker.ask(state, method, path)
                if told_by(response.content) or told_by(str(response.headers)):
                    hits.append(f"{address.name} {method} {state}")

    # The look of this world is over by now; what could leak is there as long as somebody has just asked for it.
    world = walker.world
    world.things["reveal"] = reveal_fact(
        world.things["fact"], why="De rechtbank vraagt het weer.", by=world.people["contact"]
    )
    control = walker.ask(SHOWN[1], "GET", walker.path(ADDRESSES[SHOWN[0]], row_for(SHOWN[0], "GET")))
    with capsys.disabled():
        print(f"\nFIGURE canary_tokens {len(TOKENS)} {len(TOKENS)}\nFIGURE canary_answers {asked} 0")
        print(f"FIGURE canary_hits {len(hits)} 0")
    assert told_by(control.content) == list(TOKENS)
    assert hits == []
    assert told_by(caplog.text) == []


def test_no_table_and_no_pdf_holds_the_address_except_its_own() -> None:
    world = make_world()
    version = cards.finalised(world.household)
    for edition in version.editions.all():
        pdfs.make(edition.uuid)

    holding = [name for name in connection.introspection.table_names() if told_by(_rows_of(name))]

    assert holding == ["cases_protectedfact"]
    for pdf in KaartPdf.objects.filter(edition__version=version):
        assert told_by(_all_of(bytes(pdf.data))) == []


def _rows_of(table: str) -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT coalesce(string_agg(to_jsonb(row)::text, ' '), '') FROM \"{table}\" AS row")
        return str(cursor.fetchone()[0])


def _all_of(pdf: bytes) -> str:
    """Everything that can be read out of a PDF: its words, its properties, and every stream unpacked."""
    words = pypdf.PdfReader(io.BytesIO(pdf))
    found = [page.extract_text() for page in words.pages] + [str(words.metadata)]
    with pikepdf.open(io.BytesIO(pdf)) as document:
        found += [
            thing.read_bytes().decode("latin-1") for thing in document.objects if isinstance(thing, pikepdf.Stream)
        ]
    assert SECRET not in pdf.decode("latin-1")
    return " ".join(found)
