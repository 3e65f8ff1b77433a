"""Samen kijken with the card: the draft on the screen, for those of the family who look along (ux S12; ADR 70)."""

from __future__ import annotations

from collections.abc import Sequence

from accounts.errors import DomainError
from cases.models import Household, Person
from veiligheidskaart import rules
from veiligheidskaart.content import Card, Reader
from veiligheidskaart.services import texts
from veiligheidskaart.services.drafts import stand_of
from veiligheidskaart.services.finalising import guarded, secrets_of, unread
from veiligheidskaart.translating import for_reader


class NotOnTheScreen(DomainError):
    """Something on this card may not be shown so. S14 says what: this sentence may be read across a table."""

    def __init__(self) -> None:
        super().__init__("Deze kaart kan nu niet op het scherm. Bij ‘Naar vaststellen’ lees je wat er eerst moet.")


def lookers_of(household: Household) -> list[Person]:
    """Return who may look along: everybody of the family who gets an edition."""
    sources = texts.sources_of(household)
    keys = {reader.key for reader in sources.readers}
    return [person for person in sources.people if str(person.uuid) in keys]


def cards_for(household: Household, people: Sequence[Person]) -> list[Card]:
    """Return what all of these people may read of the draft: never more than the edition of each of them.

    Who looks alone gets the own edition, in the own language, and a child the own card too. What may not be printed may
    not be shown: raises NotOnTheScreen where S14 would stop for what somebody may not read.
    """
    stand, sources = stand_of(household), texts.sources_of(household)
    whole = texts.write(sources, stand.draft, number=stand.next_number)
    stops = [
        *guarded(sources, stand.draft),
        *secrets_of(household, whole),
        *unread(household, stand.card, sources, whole),
    ]
    keys = {str(person.uuid) for person in people}
    readers = [reader for reader in whole.readers if reader.key in keys]
    if stops or not keys or len(readers) < len(keys):
        raise NotOnTheScreen
    if len(readers) > 1:
        return [whole.for_all(Reader("", rules.join(reader.name for reader in readers)), keys)]
    own = [child.reader for child in whole.children if child.key in keys]
    return [for_reader(whole, reader) for reader in (*readers, *own)]
