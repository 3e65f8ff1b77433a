"""No text of a household tells where somebody is. Every service that keeps words of a household asks here first."""

from __future__ import annotations

from accounts.choices import AccessEvent
from accounts.errors import DomainError
from cases import doors, guard
from cases.models import Household

SENTENCE = "Hier lijkt iets te staan dat geheim moet blijven. Haal het weg."


class TellsASecret(DomainError):
    """A text tells a protected fact. Neither the refusal nor its line in the log repeats it."""

    access_event = AccessEvent.GUARDED


def refuse_secrets(household: Household, **texts: str) -> None:
    """Refuse `texts` of one post, by the name of their form field. Raises TellsASecret, which names the field."""
    _refuse(telling_field(household, texts))


def refuse_facts_on_card(household: Household, **texts: str) -> None:
    """The same for a card: also facts that are no secret are refused (`doors.tells_a_fact`). Raises TellsASecret."""
    _refuse(telling_field(household, texts, on_card=True))


def keeps_secret(household: Household, text: str) -> bool:
    """Whether `text` may be kept: it tells nothing that is secret in `household`."""
    return telling_field(household, {"text": text}) is None


def telling_field(household: Household, texts: dict[str, str], *, on_card: bool = False) -> str | None:
    """Return the name of the first of these texts that tells a protected fact, None when none does."""
    said = {name: text for name, text in texts.items() if text}
    if not said or not doors.protection_of(household):
        return None
    read = guard.readings(list(said.values()))
    place = doors.tells_a_fact(household, [reading for _, reading in read], on_card=on_card)
    return None if place is None else list(said)[read[place][0]]


def _refuse(field: str | None) -> None:
    if field is not None:
        raise TellsASecret(SENTENCE, field=field)
