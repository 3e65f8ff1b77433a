"""Taking over the past of a register, or the register of somebody else: everything in a file, or nothing of it.

A file is read part by part into lines that wait; only a file without a mistake can be added, in one statement. A line
is known by what it says and by how many times the file said it before, so that the same file adds nothing the second
time, and two calls of one day that look alike stay two (`docs/adr/0056`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any, BinaryIO

from django.db import connection, transaction
from django.utils import timezone

from accounts import audit, outbox
from accounts.choices import OrganisationKind
from accounts.errors import DomainError
from accounts.models import Organisation, OutboxEntry, User
from rvt import register_file
from rvt.choices_register import ConsultationSource, ImportState, RegisterEvent
from rvt.models import Code, ImportLine, RegisterImport
from rvt.register_file import BadLine, Layout, Unreadable
from rvt.register_lines import KnownCode, Line, LineReader

READ, ADD = "read_register_import", "add_register_import"
"""Kinds of work for the worker."""

PART = 1_000_000
"""How many bytes are read at a time: less than a second of work."""

MOST_ERRORS = 100
"""So many mistakes are told; of the others only how many."""

LARGEST_FILE = 30_000_000
"""In bytes, on the screen."""

KEPT_FOR = timedelta(days=1)
"""How long a file waits for a yes."""

Progress = Callable[[int, int], None]
"""Told how many lines of how many."""


class UnreadableFile(DomainError):
    """The file itself cannot be read."""


class NotGood(DomainError):
    """Lines of the file are wrong; nothing is added. `row` tells which."""

    def __init__(self, row: RegisterImport) -> None:
        super().__init__(f"{row.bad_lines} regels kloppen niet. Er is niets overgenomen.")
        self.row = row


class NotToAdd(DomainError):
    """Only a file that was read without a mistake is added, once."""


@dataclass(frozen=True)
class Outcome:
    """What an import did."""

    questions: int
    consultations: int
    added: int

    @property
    def known(self) -> int:
        """How many lines were in the register already."""
        return self.questions + self.consultations - self.added


@transaction.atomic
def begin_import(organisation: Organisation, file: BinaryIO, *, by: User) -> RegisterImport:
    """Keep a file of the screen and let the worker read it. Raises UnreadableFile."""
    row = RegisterImport(organisation=organisation, asked_by=by, layout=_layout_of(file).as_json())
    file.seek(0)
    row.data = file.read(LARGEST_FILE + 1)
    if len(row.data) > LARGEST_FILE:
        raise UnreadableFile("Dit bestand is te groot. Maak er twee van.")
    row.offset = row.layout["begins"]
    row.save()
    audit.record(RegisterEvent.IMPORT_BEGUN, target=row, by=by, organisation=organisation.uuid)
    _promise_part(row, by)
    return row


def read_next_part(entry: OutboxEntry) -> None:
    """Read the part of a file that comes now, and promise the next one. May run twice: what was read is read."""
    row = _locked(entry.args["register_import"])
    if row is None or row.state != ImportState.READING or row.offset != entry.args["offset"]:
        return
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT substring(data FROM %s FOR %s), length(data) FROM rvt_registerimport WHERE id = %s",
            [row.offset + 1, PART, row.pk],
        )
        data, length = cursor.fetchone()
    is_last = row.offset + len(data) >= length
    part = register_file.whole_lines(bytes(data), is_last=is_last)
    _read(row, part, _reader(row.organisation, by=entry.by))
    row.offset += len(part)
    if is_last:
        _settle(row)
    row.save()
    if not is_last:
        _promise_part(row, entry.by)


@transaction.atomic
def ask_adding(row: RegisterImport, *, by: User) -> None:
    """Say yes: the worker adds what waits. Raises NotToAdd."""
    waiting = RegisterImport.objects.filter(pk=row.pk, state=ImportState.READY)
    if not waiting.update(state=ImportState.ADDING):
        raise NotToAdd("Dit bestand is al overgenomen, of het klopt niet.")
    outbox.enqueue(ADD, unique_key=str(row.uuid), by=by, register_import=row.uuid)


def add_waiting(entry: OutboxEntry) -> None:
    """Add the lines that somebody said yes to. May run twice."""
    row = _locked(entry.args["register_import"])
    if row is not None and row.state == ImportState.ADDING:
        _add(row, by=entry.by)


@transaction.atomic
def import_file(
    organisation: Organisation, file: BinaryIO, *, by: User, progress: Progress | None = None
) -> tuple[RegisterImport, Outcome]:
    """Take over a whole file at once. Raises UnreadableFile, NotGood; then nothing was added."""
    layout = _layout_of(file)
    row = RegisterImport.objects.create(organisation=organisation, asked_by=by, layout=layout.as_json())
    audit.record(RegisterEvent.IMPORT_BEGUN, target=row, by=by, organisation=organisation.uuid)
    reader = _reader(organisation, by=by)
    file.seek(layout.begins)
    rest = b""
    while data := file.read(PART):
        part = register_file.whole_lines(rest + data, is_last=False)
        rest = (rest + data)[len(part) :]
        _read(row, part, reader)
        if progress:
            progress(row.read, layout.lines)
    _read(row, rest, reader)
    _settle(row)
    row.save()
    if row.bad_lines:
        raise NotGood(row)
    return row, _add(row, by=by)


@transaction.atomic
def drop_import(row: RegisterImport, *, by: User) -> None:
    """Throw away a file that is not in the register."""
    RegisterImport.objects.dropped_by(by).filter(pk=row.pk).delete()


def forget_left_lying() -> int:
    """Throw away files that nobody said yes to in time; return how many. May run twice."""
    left = list(RegisterImport.objects.left_lying(KEPT_FOR).values_list("pk", flat=True))
    RegisterImport.objects.filter(pk__in=left).delete()
    return len(left)


def may_count_questions(organisation: Organisation, by: User) -> bool:
    """Whether `by` may add questions to the figures of the whole region in the name of `organisation`."""
    if Organisation.objects.offices_of(by).filter(region=organisation.region_id).exists():
        return True
    mine = Organisation.objects.administered_by(by).filter(pk=organisation.pk, kind=OrganisationKind.SAFETY_TEAM)
    return mine.exists()


def _promise_part(row: RegisterImport, by: User) -> None:
    outbox.enqueue(READ, unique_key=f"{row.uuid}:{row.offset}", by=by, register_import=row.uuid, offset=row.offset)


def _locked(uuid: Any) -> RegisterImport | None:
    rows = RegisterImport.objects.without_data().select_related("organisation").filter(uuid=uuid)
    found: RegisterImport | None = rows.select_for_update(of=("self",), no_key=True).first()
    return found


def _layout_of(file: BinaryIO) -> Layout:
    try:
        return register_file.layout_of(file)
    except Unreadable as error:
        raise UnreadableFile(f"Regel {error.line}: {error.sentence}", field="file") from error


def _reader(organisation: Organisation, *, by: User) -> LineReader:
    codes = [
        KnownCode(code.pk, code.list, code.code, (code.label, code.bureau_code), code.first_on, code.last_on)
        for code in Code.objects.all()
    ]
    return LineReader(
        codes=codes,
        towns=dict(organisation.municipalities.values_list("name", "pk")),
        today=timezone.localdate(),
        may_count_questions=may_count_questions(organisation, by),
    )


def _read(row: RegisterImport, part: bytes, reader: LineReader) -> None:
    """Read whole lines: the good ones wait, of the bad ones is kept why."""
    layout = Layout.of_json(row.layout)
    columns = ", ".join(("register_import_id", *Line._fields))
    with connection.cursor() as cursor, cursor.copy(f"COPY rvt_importline ({columns}) FROM STDIN") as copy:
        for number, cells in register_file.rows(part, layout, first_number=row.read + 2):
            row.read += 1
            if cells is None:
                continue
            try:
                if isinstance(cells, BadLine):
                    raise cells
                line = reader.read(number, cells)
            except BadLine as error:
                _note(row, number, str(error))
                continue
            copy.write_row((row.pk, *line))
            row.questions += line.is_question
            row.consultations += not line.is_question
            row.first_on = min(row.first_on or line.day, line.day)
            row.last_on = max(row.last_on or line.day, line.day)


def _note(row: RegisterImport, number: int, reason: str) -> None:
    row.bad_lines += 1
    if len(row.errors) < MOST_ERRORS:
        row.errors.append([number, reason])


def _settle(row: RegisterImport) -> None:
    """Everything is read: the file goes; lines of a file with a mistake go too."""
    row.data = None
    is_good = not row.bad_lines and row.questions + row.consultations
    row.state = ImportState.READY if is_good else ImportState.REFUSED
    if not row.bad_lines and not is_good:
        _note(row, 2, "Er staan geen regels in dit bestand.")
    if not is_good:
        ImportLine.objects.filter(register_import=row).delete()


_KEYED = """
    WITH keyed AS MATERIALIZED (
        SELECT *, md5(content::text || ':' || row_number() OVER (PARTITION BY content ORDER BY number))::uuid AS key
        FROM rvt_importline WHERE register_import_id = %(row)s AND is_question = %(is_question)s
    )"""

_ADD_QUESTIONS = f"""{_KEYED}, added AS (
        INSERT INTO rvt_countedquestion (uuid, region_id, discussed_on, about, follow_ups, import_key)
        SELECT gen_random_uuid(), %(region)s, day, about, follow_ups, key FROM keyed
        ON CONFLICT (region_id, import_key) DO NOTHING RETURNING 1
    )
    SELECT count(*) FROM added
"""  # noqa: S608 - constants only

_ADD_CONSULTATIONS = f"""{_KEYED}, added AS (
        INSERT INTO rvt_consultation (
            uuid, organisation_id, source, import_key, began_at, ended_at, seeker_role_id, seeker_organisation_id,
            municipality_id, duration_id, setting_id, what_now, question, advice, caller_does, code_word
        )
        SELECT gen_random_uuid(), %(organisation)s, %(source)s, key, day::timestamp AT TIME ZONE %(zone)s,
            ended_on::timestamp AT TIME ZONE %(zone)s, seeker_role_id, seeker_organisation_id,
            municipality_id, duration_id, setting_id, what_now, '', '', '', ''
        FROM keyed ORDER BY day, number
        ON CONFLICT (organisation_id, import_key) DO NOTHING RETURNING id, import_key
    ), of_nature AS (
        INSERT INTO rvt_consultation_natures (consultation_id, code_id)
        SELECT added.id, unnest(keyed.natures) FROM added JOIN keyed ON keyed.key = added.import_key
    ), of_extra AS (
        INSERT INTO rvt_consultation_extras (consultation_id, code_id)
        SELECT added.id, unnest(keyed.extras) FROM added JOIN keyed ON keyed.key = added.import_key
    )
    SELECT count(*) FROM added
"""  # noqa: S608 - constants only


def _add(row: RegisterImport, *, by: User) -> Outcome:
    """Add what waits and is not there yet. Two imports for one organisation at once wait for each other."""
    Organisation.objects.select_for_update(no_key=True).get(pk=row.organisation_id)
    values: dict[str, Any] = {
        "row": row.pk,
        "region": row.organisation.region_id,
        "organisation": row.organisation_id,
        "source": ConsultationSource.IMPORT,
        "zone": timezone.get_default_timezone_name(),
    }
    row.added = 0
    with connection.cursor() as cursor:
        for statement, is_question in ((_ADD_QUESTIONS, True), (_ADD_CONSULTATIONS, False)):
            cursor.execute(statement, {**values, "is_question": is_question})
            row.added += cursor.fetchone()[0]
    ImportLine.objects.filter(register_import=row).delete()
    row.state = ImportState.DONE
    row.save(update_fields=["state", "added"])
    audit.record(
        RegisterEvent.IMPORT_DONE, target=row, by=by, organisation=row.organisation.uuid,
        questions=row.questions, consultations=row.consultations, added=row.added,
    )  # fmt: skip
    return Outcome(row.questions, row.consultations, row.added)
