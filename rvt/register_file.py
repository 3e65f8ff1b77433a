"""How a file for the register is written: its signs, its head and its lines. Pure: bytes in, cells out.

A line of the file is one line of the register: a cell with a line break in it is refused. So a file can be read part by
part, and a number in a message is the number that an editor shows.
"""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any, BinaryIO, Self

NEEDED = ("soort", "datum", "huishouden", "vervolg")
OF_THE_BUREAU = ("einddatum", "gemeente", "aard", "aanvullend", "duur", "rol", "organisatie", "hoe", "kenmerk")
OTHER_NAMES = {
    "startdatum": "datum",
    "begindatum": "datum",
    "aanvullende info": "aanvullend",
    "aanvullende informatie": "aanvullend",
    "aanvullende_info": "aanvullend",
    "ook": "aanvullend",
    "rol/functie": "rol",
    "functie": "rol",
    "setting": "hoe",
}
"""What other registers call a column."""

LONGEST_LINE = 4_000
"""In bytes: longer is no line of codes."""

MOST_LINES = 250_000
FORMULA = ("=", "+", "-", "@", "\t")
MARK = b"\xef\xbb\xbf"


class Unreadable(Exception):
    """The file cannot be read at all. `line` says where; `sentence` says why, in Dutch."""

    def __init__(self, line: int, sentence: str) -> None:
        super().__init__(sentence)
        self.line, self.sentence = line, sentence


class BadLine(Exception):
    """One line is wrong, for these reasons."""

    def __init__(self, *reasons: str) -> None:
        super().__init__(" ".join(reasons))


@dataclass(frozen=True)
class Layout:
    """How one file is written. `begins`: the byte after the head; `lines`: how many there are without the head."""

    encoding: str
    delimiter: str
    columns: tuple[str, ...]
    begins: int
    lines: int

    def as_json(self) -> dict[str, Any]:
        return asdict(self)

    @classmethod
    def of_json(cls, kept: dict[str, Any]) -> Self:
        return cls(**{**kept, "columns": tuple(kept["columns"])})


def layout_of(file: BinaryIO) -> Layout:
    """Read the whole file once, a line at a time, and say how it is written. Raises Unreadable."""
    head = _line(file, 1).removeprefix(MARK)
    begins = file.tell()
    must_be_utf8 = begins - len(head) == len(MARK)
    seen = _Signs()
    seen.look(head, 1)
    number = 1
    while raw := _line(file, number + 1):
        number += 1
        seen.look(raw, number)
        if number > MOST_LINES + 1:
            raise Unreadable(number, f"Een bestand heeft hoogstens {MOST_LINES} regels. Maak er twee van.")
    encoding = seen.encoding(must_be_utf8=must_be_utf8)
    delimiter, columns = _head(_text(head, encoding, 1))
    if number == 1:
        raise Unreadable(1, "Onder de eerste regel staat niets.")
    return Layout(encoding, delimiter, columns, begins, number - 1)


def rows(part: bytes, layout: Layout, *, first_number: int) -> Iterator[tuple[int, dict[str, str] | BadLine | None]]:
    """Yield the number of each line with its cells by column, or what is wrong with it; None: nothing stands there."""
    for number, raw in enumerate(_lines(part), first_number):
        if not raw.strip():
            yield number, None
            continue
        try:
            yield number, _cells(_text(raw, layout.encoding, number), layout)
        except BadLine as error:
            yield number, error
        except Unreadable as error:
            yield number, BadLine(error.sentence)


def whole_lines(part: bytes, *, is_last: bool) -> bytes:
    """Return `part` up to the end of its last whole line."""
    return part if is_last else part[: part.rfind(b"\n") + 1]


class _Signs:
    """In which encoding a file is written, line by line."""

    def __init__(self) -> None:
        self.first_utf8 = self.first_other = 0

    def look(self, raw: bytes, number: int) -> None:
        if b"\0" in raw:
            raise Unreadable(number, "Dit is geen CSV-bestand in UTF-8 of Windows-1252.")
        if raw.isascii():
            return
        try:
            raw.decode()
            self.first_utf8 = self.first_utf8 or number
        except UnicodeDecodeError:
            self.first_other = self.first_other or number

    def encoding(self, *, must_be_utf8: bool) -> str:
        """Return the one encoding of the file. Raises Unreadable for half the one and half the other."""
        if not self.first_other:
            return "utf-8"
        if self.first_utf8 or must_be_utf8:
            raise Unreadable(
                self.first_other, "Hier staan letters die geen UTF-8 zijn, en ergens anders wel. Bewaar het opnieuw."
            )
        return "cp1252"


def _line(file: BinaryIO, number: int) -> bytes:
    raw = file.readline(LONGEST_LINE + 1)
    if len(raw) > LONGEST_LINE:
        raise Unreadable(number, "Deze regel is te lang. Staat elke consultatie op een eigen regel?")
    return raw


def _lines(part: bytes) -> list[bytes]:
    """Split at line feeds only, as an editor counts them."""
    lines = part.split(b"\n")
    if not lines[-1]:
        lines.pop()
    return [line.removesuffix(b"\r") for line in lines]


def _text(raw: bytes, encoding: str, number: int) -> str:
    try:
        return raw.decode(encoding).rstrip("\r\n")
    except UnicodeDecodeError as error:
        raise Unreadable(number, "Hier staat een letter die niet te lezen is.") from error


def _head(text: str) -> tuple[str, tuple[str, ...]]:
    """Return what stands between cells, and the columns."""
    delimiter = ";" if text.count(";") >= text.count(",") else ","
    names = [name.strip().strip('"').strip().casefold() for name in text.split(delimiter)]
    columns = tuple(OTHER_NAMES.get(name, name) for name in names)
    known = (*NEEDED, *OF_THE_BUREAU)
    if missing := [name for name in NEEDED if name not in columns]:
        raise Unreadable(1, f"In de eerste regel ontbreekt: {', '.join(missing)}.")
    if strange := [name for name in columns if name not in known]:
        kinds = ", ".join(known)
        raise Unreadable(1, f"Deze kolom ken ik niet: “{strange[0][:40]}”. Het kunnen zijn: {kinds}.")
    if len(set(columns)) < len(columns):
        raise Unreadable(1, "In de eerste regel staat een kolom twee keer.")
    return delimiter, columns


def _cells(text: str, layout: Layout) -> dict[str, str]:
    try:
        cells = next(csv.reader([text], delimiter=layout.delimiter, strict=True))
    except (csv.Error, StopIteration) as error:
        raise BadLine("De aanhalingstekens kloppen niet. Is de regel afgebroken?") from error
    if len(cells) != len(layout.columns):
        raise BadLine(f"Hier staan {len(cells)} cellen. Het moeten er {len(layout.columns)} zijn.")
    cells = [cell.strip() for cell in cells]
    if formulas := [cell for cell in cells if cell.startswith(FORMULA)]:
        raise BadLine(f"“{formulas[0][:40]}” lijkt een formule.")
    return dict(zip(layout.columns, cells, strict=True))
