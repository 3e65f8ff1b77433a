"""The codes on a print: one for the camera, one to type. Pure: no database, no clock.

Both are random and say nothing. The code in the QR carries a signature, so that a browser sees by itself that it is
genuine. The typed one is too short for that: the server knows it by a keyed hash (`services.codes`; docs/adr/0059).
"""

from __future__ import annotations

import re
import secrets
from base64 import urlsafe_b64encode
from dataclasses import dataclass

ALPHABET = "ABCDEFGHJKLMNPQRSTUVWXYZ23456789"
"""No O, 0, I or 1: on paper and by telephone they are taken for each other. 32 signs, so five bits each."""
SIGNS, GROUP = 12, 4
RANDOM_BYTES = 16


@dataclass(frozen=True)
class PrintCodes:
    """What one print carries: the code to type, the code in its QR, and the whole address in that QR."""

    typed: str
    scanned: str
    address: str


def new_scanned() -> str:
    """Return a code for a QR: 128 random bits in 22 signs."""
    return secrets.token_urlsafe(RANDOM_BYTES)


def address(site: str, scanned: str, signature: bytes) -> str:
    """Return what a camera reads. What stands after the # is sent to no server."""
    return f"{site}/k/#{scanned}.{urlsafe_b64encode(signature).decode().rstrip('=')}"


def read_scanned(text: str) -> str | None:
    """Return the code in an address that a camera read; None when there is none."""
    found = re.search(r"#([\w-]{22})\.[\w-]{86}$", text.strip(), re.ASCII)
    return found[1] if found else None


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
