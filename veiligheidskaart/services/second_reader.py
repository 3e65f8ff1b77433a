"""Where something of a family is protected, the duo partner reads every edition before a card is made final (ux, S14).

A reading is kept with the digest of the text that was read: a changed text is read again.
Source: ux S14; domain dossier, 6.6 (4).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from django.db import transaction

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from cases import doors
from cases.models import Household
from cases.services.active import lock_active
from veiligheidskaart import content
from veiligheidskaart.choices import KaartEvent
from veiligheidskaart.content import Card
from veiligheidskaart.models import KaartVersion, SecondReading, Veiligheidskaart
from veiligheidskaart.services import texts
from veiligheidskaart.services.drafts import stand_of


class NotTheDuo(DomainError):
    """Two pairs of eyes: the duo partner reads, and nobody else."""


class NotEveryEdition(DomainError):
    """Who reads one edition has not read the others."""


class NothingToRead(DomainError):
    """The draft is gone, or was changed while it was read."""


def is_needed(household: Household) -> bool:
    """Whether something in this household is protected; what and of whom is not told."""
    return bool(doors.protection_of(household))


def is_read(card: Veiligheidskaart, sources: texts.Sources, text: Card) -> bool:
    """Whether the duo partner of today read this text and recognised no place."""
    if sources.duo is None:
        return False
    return SecondReading.objects.filter(card=card, by=sources.duo, digest=digest_of(text)).exists()


def was_read(version: KaartVersion) -> bool:
    """Whether a duo partner read this version before it was made final, and recognised no place."""
    digest = digest_of(content.load_card(version.content))
    return SecondReading.objects.filter(card=version.card_id, digest=digest).exists()


def digest_of(text: Card) -> str:
    """Return the digest of what is read: all editions, without the day and the number that they get later."""
    return content.digest(replace(text, number=0, finalised_on=None, look_back_on=None, views=()))


@transaction.atomic
def confirm_no_place(household: Household, *, editions: Sequence[str], draft_version: int, by: User) -> None:
    """Keep that `by`, the duo partner, read these editions (reader keys) and recognised no place.

    Raises NotTheDuo, NotEveryEdition, NothingToRead.
    """
    household = lock_active(household)
    stand, sources = stand_of(household), texts.sources_of(household)
    if sources.duo != by:
        raise NotTheDuo("Alleen wie het duo is, kijkt hier mee.")
    if stand.card is None or stand.version != draft_version:
        raise NothingToRead("De kaart is net veranderd. Lees hem nog een keer.")
    text = texts.write(sources, stand.draft, number=stand.next_number)
    if {reader.key for reader in text.editions} != set(editions):
        raise NotEveryEdition("Lees elke kaart en zet er een vinkje bij.")
    reading = SecondReading.objects.create(household=household, card=stand.card, digest=digest_of(text), by=by)
    audit.record(KaartEvent.NO_PLACE_FOUND, target=reading, by=by, version=stand.version)
