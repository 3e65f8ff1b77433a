"""The figures as they leave the room: one document in plain words and numbers, for the file, the paper and the command.

Made of what is published and of nothing else, so that every way out says the same.
"""

from __future__ import annotations

import csv
from io import StringIO
from typing import Any

from accounts.templatetags.ui import MONTHS
from rvt.figures.disclosure import SMALLEST_PERCENTAGE, Cell, Hidden, Published, percentage
from rvt.figures.half_years import HalfYears, Parts
from rvt.figures.waiting import SMALLEST_MIDDLE, Lead

NOT_SAID = (
    "Dit zijn vragen, geen gezinnen. Eén gezin kan vaker voorkomen.",
    "Alle vragen zijn zonder namen besproken.",
    "Het RVT weet niet wat er daarna gebeurde.",
    "Meer of minder is niet beter of slechter.",
)
SMALL_NUMBERS = (
    "Aantallen van 1 tot en met 4 laten we niet zien. Daar staat “minder dan 5”. Soms staat er nog een streepje (–). "
    "Zo kan niemand het terugrekenen."
)
COLUMNS = ("Onderdeel", "1e halfjaar", "2e halfjaar", "Totaal")
LEAD_COLUMNS = ("Periode", "Helft was besproken binnen", "Meestal tussen")
TOO_FEW = "te weinig vragen"
NO_PARTS = "Dit laten we niet zien. Er zijn te weinig adviezen om ze veilig te verdelen."
NO_ADVICE = "Er zijn in dit jaar geen adviezen vastgelegd."
NO_MONTHS = "Dit laten we niet zien. Er zijn te weinig vragen besproken om het veilig te doen."
NO_FACES = "Dit laten we niet zien. Er zijn te weinig gezinnen."
IN_MORE_ROWS = "Eén advies kan in meer rijen staan."
LEAD_MEANS = (
    f"Werkdagen van inbrengen tot het overleg. De helft staat er vanaf {SMALLEST_MIDDLE} vragen, de spreiding vanaf "
    f"{SMALLEST_PERCENTAGE}: het snelste en het langzaamste kwart tellen daarin niet mee."
)
MONTHS_MEAN = (
    "Vragen die op de laatste dag van de maand nog niet besproken waren, in stappen van vijf. Wat later is ingetrokken "
    "of doorverwezen, telt niet mee."
)
FACES_MEAN = "Geteld bij de huishoudens, los van de tafel."


def said(cell: Cell) -> int | str:
    return cell.value if isinstance(cell, Hidden) else cell


def sentence_of(faces: Published, year: int) -> str:
    """Say how many families kept their fixed face, as far as that may be said."""
    kept, changed, total = faces.cells
    if isinstance(kept, int) and isinstance(total, int) and total:
        share = percentage(kept, total)
        more = f" Dat is {share}%." if share is not None else ""
        return f"{kept} van de {total} gezinnen hadden heel {year} dezelfde vaste contactpersoon.{more}"
    if isinstance(total, int) and changed is Hidden.SMALL:
        return f"Van de {total} gezinnen kregen in {year} minder dan 5 een andere vaste contactpersoon."
    return NO_FACES


def document(figures: HalfYears) -> dict[str, Any]:
    """Return everything that is published of one region and year, ready for JSON."""
    return {
        "region": str(figures.region),
        "year": figures.year,
        "rows": [
            _cells(line.row) | {"part": line.part, "definition": line.definition, "remarks": list(line.remarks)}
            for line in figures.lines
        ],
        "remarks": [{"half": half, "text": text} for half, text in figures.remarks],
        "parts": [_part(parts) for parts in figures.parts],
        "lead_times": [_lead(lead) for lead in figures.leads],
        "waiting": None
        if figures.months is None
        else [{"month": MONTHS[month.last_day.month - 1], "waited": month.waited} for month in figures.months],
        "faces": sentence_of(figures.faces, figures.year) if figures.faces else None,
        "not_said": list(NOT_SAID),
        "small_numbers": SMALL_NUMBERS,
    }


def _cells(row: Published) -> dict[str, Any]:
    first, second, total = (said(cell) for cell in row.cells)
    return {"label": row.label, "first_half": first, "second_half": second, "total": total}


def _part(parts: Parts) -> dict[str, Any]:
    reason = NO_PARTS if parts.rows is None else "" if parts.rows else NO_ADVICE
    return {
        "title": parts.title,
        "rows": [_cells(row) for row in parts.rows or ()],
        "remark": reason or ("" if parts.adds_up else IN_MORE_ROWS),
    }


def _lead(lead: Lead) -> dict[str, Any]:
    return {
        "label": lead.label,
        "middle": TOO_FEW if lead.middle is None else f"{lead.middle} werkdagen",
        "spread": TOO_FEW if lead.fast is None else f"{lead.fast} en {lead.slow} werkdagen",
    }


def as_csv(content: dict[str, Any]) -> str:
    """Write a document for a spreadsheet: semicolons, as a Dutch one opens it."""
    text = StringIO()
    writer = csv.writer(text, delimiter=";")

    def write(*cells: Any) -> None:
        writer.writerow([safe_cell(str(cell)) for cell in cells])

    def table(title: str, columns: tuple[str, ...], rows: list[tuple[Any, ...]], *remarks: str) -> None:
        write()
        write(title, *columns)
        for row in rows:
            write(*row)
        for remark in filter(None, remarks):
            write(remark)

    write(f"Halfjaarcijfers {content['year']}, {content['region']}")
    write(*COLUMNS)
    for row in content["rows"]:
        write(*_line(row))
    for row in content["rows"]:
        for remark in row["remarks"]:
            write(f"Opmerking bij {row['label']}: {remark}")
    for remark in content["remarks"]:
        write(f"Over het {remark['half']}: {remark['text']}")
    for part in content["parts"]:
        rows = [_line(row) for row in part["rows"]]
        table(f"Consultatie en advies: {part['title']}", COLUMNS[1:] if rows else (), rows, part["remark"])
    leads = [(each["label"], each["middle"], each["spread"]) for each in content["lead_times"]]
    table("Van vraag tot tafel", LEAD_COLUMNS[1:], leads, LEAD_MEANS)
    months = [(each["month"], each["waited"]) for each in content["waiting"] or ()]
    table("Wachtende vragen per maand", (), months, NO_MONTHS if content["waiting"] is None else MONTHS_MEAN)
    if content["faces"]:
        table("Gezinnen die hun vaste gezicht hielden", (), [(content["faces"],)], FACES_MEAN)
    table("Wat deze cijfers niet zeggen", (), [(each,) for each in (*content["not_said"], content["small_numbers"])])
    return text.getvalue()


def _line(row: dict[str, Any]) -> tuple[Any, ...]:
    return row["label"], row["first_half"], row["second_half"], row["total"]


def safe_cell(text: str) -> str:
    """Return a text that no spreadsheet takes for a formula."""
    return f"'{text}" if text[:1] in {"=", "+", "-", "@", "\t", "\r"} else text
