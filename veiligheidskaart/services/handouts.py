"""Handing out: who got which card, how, in which language and when."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from cases.models import Household, Person
from cases.services.active import lock_active
from cases.services.guarding import refuse_secrets
from veiligheidskaart.choices import Handed, HolderKind, KaartEvent
from veiligheidskaart.content import PROFESSIONALS
from veiligheidskaart.models import HandOut, KaartEdition, KaartVersion
from veiligheidskaart.services import languages


class NotTheNewest(DomainError):
    """An older card is not brought any more: a newer one was agreed on."""


class NoEditionFor(DomainError):
    """Everybody gets the own edition, and somebody outside the family the one for professionals."""


class FamilyDoesNotAgree(DomainError):
    """Somebody outside the family gets a card only when the family finds that good."""


class LanguageNotReviewed(DomainError):
    """No sworn translator reviewed the fixed texts of this edition as they are now."""


class NotOnThatDay(DomainError):
    """A card cannot be brought before it was finalised, nor tomorrow."""


@dataclass(frozen=True)
class Outsider:
    """Somebody outside the family."""

    name: str
    kind: HolderKind
    family_agrees: bool


@dataclass(frozen=True)
class Bringing:
    """One card that was brought: to whom, how, in which language, on which local day."""

    to: Person | Outsider
    how: Handed
    language: str
    handed_on: date


@transaction.atomic
def hand_out(household: Household, version: KaartVersion, *, brought: Sequence[Bringing], by: User) -> list[HandOut]:
    """Keep that these cards were brought: all of them or none.

    Raises NotTheNewest, NoEditionFor, FamilyDoesNotAgree, LanguageNotReviewed, NotOnThatDay, TellsASecret.
    """
    household = lock_active(household)
    words = {f"language_{n}": each.language for n, each in enumerate(brought)}
    words |= {f"name_{n}": each.to.name for n, each in enumerate(brought) if isinstance(each.to, Outsider)}
    refuse_secrets(household, **words)
    newest = KaartVersion.objects.filter(household=household).first()
    if newest != version:
        raise NotTheNewest("Er is net een nieuwere kaart vastgesteld. Breng die.")
    editions = {edition.reader_key: edition for edition in version.editions.all()}
    return [_keep(household, version, editions, each, by=by) for each in brought]


def bring_again(last: HandOut, version: KaartVersion, *, by: User) -> HandOut:
    """Keep that somebody of the family got this card today, in the way and the language of the last one.

    Raises what `hand_out` raises.
    """
    to: Person = last.to_person  # type: ignore[assignment]
    brought = Bringing(to, Handed(last.how), last.language, timezone.localdate())
    (made,) = hand_out(version.household, version, brought=[brought], by=by)
    return made


def holders_of(household: Household, *, before: KaartVersion) -> list[HandOut]:
    """Return the last hand-out of everybody whose last card is older than `before`, the family first."""
    last: dict[tuple[str, str], HandOut] = {}
    handouts = HandOut.objects.filter(household=household).select_related("to_person", "edition__version")
    for handout in handouts.order_by("edition__version__number", "id"):
        last[_who(handout)] = handout
    old = [handout for handout in last.values() if handout.edition.version.number < before.number]
    return sorted(old, key=lambda handout: (handout.to_person is None, handout.holder))


def brought_by_person(version: KaartVersion) -> dict[int, list[HandOut]]:
    """Return who of the family has this version, by id of the person."""
    found: dict[int, list[HandOut]] = {}
    for handout in HandOut.objects.filter(edition__version=version, to_person__isnull=False).order_by("id"):
        found.setdefault(handout.to_person_id, []).append(handout)
    return found


def outsiders_with(version: KaartVersion) -> Iterable[HandOut]:
    """Return who outside the family has this version."""
    return HandOut.objects.filter(edition__version=version, to_person=None).order_by("id")


def _who(handout: HandOut) -> tuple[str, str]:
    if handout.to_person_id:
        return "person", str(handout.to_person_id)
    return handout.to_kind, handout.to_name.casefold()


def _keep(
    household: Household, version: KaartVersion, editions: dict[str, KaartEdition], brought: Bringing, *, by: User
) -> HandOut:
    to = brought.to
    edition = editions.get(str(to.uuid) if isinstance(to, Person) else PROFESSIONALS)
    if edition is None:
        raise NoEditionFor("Voor deze persoon is er geen eigen kaart.")
    if languages.of_edition(edition) not in languages.reviewed_languages():
        raise LanguageNotReviewed(languages.SENTENCE)
    if isinstance(to, Outsider) and not to.family_agrees:
        raise FamilyDoesNotAgree("Vraag eerst of het gezin dit goed vindt.")
    if not timezone.localdate(version.finalised_at) <= brought.handed_on <= timezone.localdate():
        raise NotOnThatDay("Kies een dag vanaf de dag dat de kaart is vastgesteld, tot en met vandaag.")
    handout: HandOut = HandOut.objects.create(
        household=household,
        edition=edition,
        to_person=to if isinstance(to, Person) else None,
        to_name=to.name if isinstance(to, Outsider) else "",
        to_kind=to.kind if isinstance(to, Outsider) else "",
        family_agrees=isinstance(to, Outsider),
        how=brought.how,
        language=brought.language,
        handed_on=brought.handed_on,
        by=by,
    )
    audit.record(KaartEvent.HANDED_OUT, target=handout, by=by, edition=edition.uuid, how=brought.how)
    return handout
