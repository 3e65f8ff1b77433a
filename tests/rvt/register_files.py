"""Files for the register, as another system would write them."""

from __future__ import annotations

from collections.abc import Iterable
from io import BytesIO

from django.db import transaction

from accounts.actor import acting_as
from accounts.models import Organisation, OutboxEntry, User
from rvt.models import RegisterImport
from rvt.services import importing
from tests.accounts.factories import MunicipalityFactory

HEAD = "soort;datum;huishouden;vervolg;gemeente;aard;aanvullend;duur;rol;organisatie;hoe"
CALL = 'consultatie;2024-03-14;gezin;;Waterdonk;"km_psy;km_getuige";lvb;once;teacher;education;phone'
TABLE_ONLY = "soort;datum;huishouden;vervolg"


def file_of(*lines: str, head: str = HEAD) -> bytes:
    return "\n".join([head, *lines, ""]).encode()


def file_that_waits(organisation: Organisation, *, by: User, content: bytes = b"") -> RegisterImport:
    """Return a file of `by` as the worker read it."""
    town = _town(organisation)
    content = content or file_of(f"consultatie;2024-03-14;gezin;;{town};onbekend;;;anonymous;;")
    with acting_as(by), transaction.atomic():
        row = importing.begin_import(organisation, BytesIO(content), by=by)
        importing.read_next_part(OutboxEntry(args={"register_import": str(row.uuid), "offset": row.offset}, by=by))
    row.refresh_from_db()
    return row


def _town(organisation: Organisation) -> str:
    town = organisation.municipalities.first() or MunicipalityFactory(region=organisation.region)
    organisation.municipalities.add(town)
    return str(town.name)


def year_of_questions(
    *,
    halves: tuple[int, int],
    without_children: tuple[int, int] = (0, 0),
    network_meetings: tuple[int, int] = (0, 0),
    council_talks: tuple[int, int] = (0, 0),
) -> bytes:
    """Return a file with the discussed questions of 2024, as many in each half as is said."""
    return file_of(*_questions(halves, without_children, network_meetings, council_talks), head=TABLE_ONLY)


def _questions(
    halves: tuple[int, int], without: tuple[int, int], meetings: tuple[int, int], talks: tuple[int, int]
) -> Iterable[str]:
    for half, month in enumerate(("03", "10")):
        for number in range(halves[half]):
            follow_ups = [
                *(["network_meeting"] if number < meetings[half] else []),
                *(["council_talk"] if halves[half] - number <= talks[half] else []),
            ]
            about = "huishouden" if number < without[half] else "gezin"
            yield f'vraag;2024-{month}-{number % 28 + 1:02};{about};"{";".join(follow_ups)}"'
