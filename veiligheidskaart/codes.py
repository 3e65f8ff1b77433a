"""The codes on a print: one for the camera, one to type. Pure: no database, no clock.

The typed one is random and says nothing; the server knows it by a keyed hash (`services.codes`; docs/adr/0059).
"""

from __future__ import annotations

import secrets
from dataclasses import dataclass

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No O, 0, I or 1: on paper and by telephone they are taken for each other. 32 signs, so five bits each."""
SIGNS, GROUP = 12, 4


@dataclass(frozen=True)
class PrintCodes:
    """What one print carries: the code to type, and the address in its QR, where it is typed."""

    typed: str
    address: str


def place(site: str) -> str:
    """Return where a code is typed, as short as somebody writes it down: "rondom.voorbeeld.nl/k"."""
    return f"{site.partition('://')[2]}/k"


def new_typed() -> str:
    """Return a code to type: 60 random bits."""
    return "".join(secrets.choice(ALPHABET) for _ in range(SIGNS))


def grouped(typed: str) -> str:
    """Return a typed code as it is printed: "7KQ4 M2XP 3RTH"."""
    return " ".join(typed[start : start + GROUP] for start in range(0, SIGNS, GROUP))


def read_typed(text: str) -> str | None:
    """Return the code in what somebody typed, in any case and with spaces or dashes; None when it cannot be one."""
    signs = "".join(text.split()).replace("-", "").upper()
    return signs if len(signs) == SIGNS and set(signs) <= set(ALPHABET) else None
