"""Cards as pure text, without a database."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from veiligheidskaart.content import SCHEMA, Card, Contact, Contacts, Item, Items, Reader, Steps, Voice, Voices

READER = Reader("a", "Samira")


def card(**changed: Any) -> Card:
    """Return the card of the mock-up, for one reader."""
    whole = Card(
        schema=SCHEMA,
        number=3,
        finalised_on=date(2026, 11, 3),
        reader=READER,
        readers=(),
        family=("Samira", "Peter", "Noor", "Sem", "Lina"),
        contacts=Contacts(
            face=Contact("Sanne Verbeek", "06 12 34 56 78", "Maandag, dinsdag en vrijdag. Van 8.30 tot 17.00 uur."),
            stand_in=Contact("Fatima", "06 34 56 78 90"),
            duo=Contact("Marco", "06 23 45 67 89"),
        ),
        good=Voices((Voice("Samira", "Peter gaat nu wandelen als hij boos wordt."),)),
        unsafe=Voices(
            (Voice("Samira en Peter", "Als er ruzie is over geld, schreeuwen we."),),
            "dat het gezin hard werkt.",
            "Sanne en Marco",
        ),
        agreements=Items(
            (Item("Peter gaat een blokje om.", "Noor weet dit ook."), Item("Bij ruzie slapen de kinderen bij oma Ria."))
        ),
        steps=Steps("Peter gaat wandelen.", "Samira belt oma Ria.", "Bel 112."),
        network=Items((Item("Oma Ria", "Kinderen kunnen er altijd slapen"), Item("Juf Anne"))),
        look_back_on=date(2026, 12, 1),
    )
    return replace(whole, **changed)
