"""Seals on the access log: whoever changes, deletes or cuts off lines afterwards, is found out (`docs/adr/0041`).

Every minute a batch is closed: all lines of the transactions that have ended since the last one. Its seal is a SHA-256
over the lines and over the seal before it. The seals also stand in a file outside the database, the anchor: whoever
cuts off lines together with their seals does not reach that.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.db import connection, transaction

from accounts.models import AccessSeal

TAIL_BYTES = 4096
"""Enough of the end of the anchor to find its last line."""

CONTENT = """
    encode(sha256(string_agg(sha256(convert_to(jsonb_build_array(
        line.seq, to_char(line.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US'), line.xid::text,
        line.event_code, line.action, line.outcome, line.checks, line.who, line.role, line.organisation,
        line.obj_type, line.obj_id, line.household, line.household_ids, line.person_ids, line.purpose,
        line.policy_version, line.relation_id, host(line.ip), line.session_hash, line.request_id, line.source
    )::text, 'UTF8')), ''::bytea ORDER BY line.xid, line.seq)), 'hex')
"""
"""The digest of a batch, said again apart from the function that seals: that one may have been changed too."""

RECOMPUTE = f"""
    SELECT kept.number, kept.from_xid, kept.to_xid, kept.lines, kept.digest, kept.previous, kept.seal,
        to_char(kept.at AT TIME ZONE 'UTC', 'YYYY-MM-DD HH24:MI'), found.lines, found.digest
    FROM accounts_accessseal AS kept CROSS JOIN LATERAL (
        SELECT count(*) AS lines, {CONTENT} AS digest FROM accounts_accessline AS line
        WHERE line.xid >= kept.from_xid::text::xid8 AND line.xid < kept.to_xid::text::xid8
    ) AS found ORDER BY kept.number
"""  # noqa: S608 - nothing typed is part of it


def seal_of(batch: Iterable[int | str]) -> str:
    """Return the seal of number, from_xid, to_xid, lines, digest and the seal before: 64 hexadecimal signs."""
    text = "|".join(["1", *map(str, batch)])
    return hashlib.sha256(text.encode()).hexdigest()


def seal() -> int:
    """Close the lines that are not sealed yet and write the anchor. Return how many lines; 0 when there are none.

    May run twice at once: the second one finds nothing. Raises OSError when the anchor cannot be written; the next run
    writes what is missing.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_log_batch()")
        batch = cursor.fetchone()
        if batch is not None:
            cursor.execute("SELECT access_log_seal(%s, %s, %s, %s, %s, %s, %s)", [*batch, seal_of(batch)])
    _write_anchor(Path(settings.ACCESS_LOG_ANCHOR))
    return batch[3] if batch else 0


def prepare() -> None:
    """Make the partitions of this month and the three after it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_log_prepare()")


def _write_anchor(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    missing = AccessSeal.objects.filter(number__gt=_last_anchored(path)).order_by("number")
    text = "".join(f"{kept.number} {kept.seal} {kept.at:%Y-%m-%dT%H:%M:%SZ}\n" for kept in missing)
    if text:
        with path.open("a", encoding="ascii") as anchor:
            anchor.write(text)


def _last_anchored(path: Path) -> int:
    if not path.exists():
        return 0
    with path.open("rb") as anchor:
        anchor.seek(max(0, path.stat().st_size - TAIL_BYTES))
        lines = anchor.read().decode("ascii").splitlines()
    return int(lines[-1].split()[0]) if lines else 0


@dataclass(frozen=True)
class Report:
    """What was looked at, and what is wrong with it, a sentence each."""

    seals: int
    lines: int
    problems: list[str]


def verify(anchor: Path | None = None) -> Report:
    """Recompute every seal and hold it against the table and against `anchor` (None: the one of the settings).

    Needs a connection that may take on rondom_definer: that of migrations.
    """
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL ROLE rondom_definer")
        cursor.execute(RECOMPUTE)
        rows = cursor.fetchall()
        cursor.execute("RESET ROLE")
    known = {row[0]: row[6] for row in rows}
    problems = [*_broken(rows), *_cut_off(known, anchor or Path(settings.ACCESS_LOG_ANCHOR))]
    return Report(seals=len(rows), lines=sum(row[8] for row in rows), problems=problems)


def _broken(rows: list[tuple[int, int, int, int, str, str, str, str, int, str | None]]) -> Iterator[str]:
    before_number, before_xid, before_seal = 0, 0, ""
    for number, from_xid, to_xid, lines, digest, previous, kept, at, found, content in rows:
        place = f"Zegel {number} van {at} UTC"
        if number != before_number + 1:
            yield f"{place}: de zegels {before_number + 1} tot en met {number - 1} zijn weg."
        elif (from_xid, previous) != (before_xid, before_seal):
            yield f"{place}: sluit niet aan op zegel {before_number}."
        if seal_of((number, from_xid, to_xid, lines, digest, previous)) != kept:
            yield f"{place}: het zegel zelf is veranderd."
        if found != lines:
            yield f"{place}: {found} regels in plaats van {lines}."
        elif content != digest:
            yield f"{place}: de inhoud van een regel is veranderd."
        before_number, before_xid, before_seal = number, to_xid, kept


def _cut_off(known: dict[int, str], path: Path) -> Iterator[str]:
    if not path.exists():
        if known:
            yield f"Er is geen anker in {path}: of de staart is afgeknipt, is niet te zeggen."
        return
    anchored = [line.split() for line in path.read_text(encoding="ascii").splitlines()]
    gone = [int(number) for number, seal, _ in anchored if int(number) not in known]
    if gone:
        yield f"De zegels {gone[0]} tot en met {gone[-1]} staan in het anker en niet meer in het logboek: afgeknipt."
    for number, kept, at in anchored:
        if known.get(int(number), kept) != kept:
            yield f"Zegel {number} van {at}: in het anker staat een ander zegel."
