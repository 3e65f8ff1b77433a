"""The code by which one office tells the other that it took a family over. Pure: no database, no clock.

The office that receives makes it out of what stands in the file that travels, and says it by telephone; the office that
sends makes the same code out of its own row and compares. So nothing goes from installation to installation but the
file. It is proof that the file was read in there, and no secret: whoever holds the file can make it (docs/adr/0064).
"""

from __future__ import annotations

import hashlib
import hmac
import secrets

from veiligheidskaart.codes import ALPHABET

SIGNS, GROUP = 8, 4
"""Seven signs of 35 bits together, and one by which a slip of the tongue shows."""
NONCE_BYTES = 16


def new_nonce() -> str:
    """Return what makes the file of one move differ from every other: 128 random bits in hexadecimal."""
    return secrets.token_hex(NONCE_BYTES)


def reception_code(travel_id: str, number: int, nonce: str) -> str:
    """Return the code as it is shown and said: "7KQ4 M2XP".

    All three as they stand in `kaart.json`: `household`, `number` and `move.nonce`.
    """
    told = f"reception\n{travel_id}\n{number}".encode()
    bits = int.from_bytes(hmac.digest(nonce.encode(), told, hashlib.sha256)[:5], "big") >> 5
    signs = "".join(ALPHABET[bits >> 5 * place & 31] for place in range(SIGNS - 1))
    whole = signs + check_sign(signs)
    return f"{whole[:GROUP]} {whole[GROUP:]}"


def read_reception_code(text: str) -> str | None:
    """Return what somebody typed as `reception_code` writes it, in any case and with spaces or dashes.

    None when it cannot be one: another length, a sign that no code has, or a slip (one sign wrong, or two exchanged).
    """
    signs = "".join(text.split()).replace("-", "").upper()
    if len(signs) != SIGNS or not set(signs) <= set(ALPHABET) or check_sign(signs[:-1]) != signs[-1]:
        return None
    return f"{signs[:GROUP]} {signs[GROUP:]}"


def check_sign(signs: str) -> str:
    """Return the last sign of a code: sees each one sign that is wrong, and each two that changed places.

    A sum in the field of 32 elements (x^5 + x^2 + 1), in which every place weighs another power of x.
    """
    total = 0
    for sign in signs:
        total = _times_x(total ^ ALPHABET.index(sign))
    return ALPHABET[total]


def _times_x(element: int) -> int:
    doubled = element << 1
    return doubled ^ 0b100101 if doubled & 32 else doubled
