"""A QR code as one line of an SVG: a stroke of one module for each run of dark ones, with the white that ISO/IEC 18004
asks for around them. As boxes it would be twice the work for the press."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from qrcode.constants import ERROR_CORRECT_M
from qrcode.main import QRCode

WHITE = 4
"""Modules of white on every side."""


@dataclass(frozen=True)
class Drawing:
    """`size` is the side in modules, white included; `path` goes through the dark ones: a stroke one module wide."""

    size: int
    path: str


def draw(text: str) -> Drawing:
    """Return the QR code of `text`, at level M (15 % may be damaged), in the smallest version that holds it."""
    code = QRCode(error_correction=ERROR_CORRECT_M, border=WHITE)
    code.add_data(text)
    code.make(fit=True)
    rows = code.get_matrix()
    path = "".join(
        f"M{cells[0]} {y}.5h{len(cells)}"
        for y, row in enumerate(rows)
        for is_dark, group in groupby(range(len(row)), key=row.__getitem__)
        if is_dark and (cells := list(group))
    )
    return Drawing(len(rows), path)
