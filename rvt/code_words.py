"""Two words by which a caller is found again without a name: "blauwe fiets". Pure: words in, words out."""

from __future__ import annotations

from collections.abc import Container
from random import SystemRandom

COLOURS = ("blauwe", "gele", "groene", "rode", "witte", "grijze", "oranje", "paarse", "bruine", "roze", "zwarte")
SIZES = ("grote", "kleine", "ronde", "zachte", "oude", "nieuwe", "lange", "warme", "stille", "vrolijke", "gouden")
THINGS = (
    "fiets", "lamp", "stoel", "tafel", "appel", "peer", "boot", "tram", "trui", "sjaal", "bal", "koffer", "klok",
    "deur", "vlieger", "emmer", "beker", "taart", "wolk", "ster", "boom", "tulp", "egel", "vis", "uil", "vlinder",
    "kast", "trap", "brug", "toren", "gitaar", "trommel", "puzzel", "knoop", "schep", "ladder", "kaars", "spiegel",
)  # fmt: skip

_random = SystemRandom()


def new_code_word(taken: Container[str]) -> str:
    """Return a code word that is not `taken`. Some 800 exist; a third word is added when chance keeps hitting."""
    for _ in range(50):
        word = f"{_random.choice(COLOURS + SIZES)} {_random.choice(THINGS)}"
        if word not in taken:
            return word
    return f"{_random.choice(SIZES)} {_random.choice(COLOURS)} {_random.choice(THINGS)}"
