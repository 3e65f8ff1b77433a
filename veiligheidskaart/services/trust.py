"""Whose cards are read in here: published lists of keys of other installations. Two people, when there are two."""

from __future__ import annotations

from contextlib import suppress

from django.db import transaction

from accounts import audit
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import Organisation, User
from veiligheidskaart import signing
from veiligheidskaart.arriving import OWN
from veiligheidskaart.choices import KaartEvent
from veiligheidskaart.keylist import BadList, KeyList, load
from veiligheidskaart.models import TrustedIssuer


class NotYours(DomainError):
    """Whom we trust is decided at a regiobureau, and by another one than who put it in."""


class NotAKeyList(DomainError):
    """This is no published list, or somebody changed it."""


class KeysOfAnother(DomainError):
    """A key belongs to one installation."""


class OlderKeys(DomainError):
    """A list from before could leave out that a key was stolen."""


class NothingToDecide(DomainError):
    """Somebody was first, or this is as it was."""


@transaction.atomic
def put_in(*, name: str, key_list: str, by: User) -> TrustedIssuer:
    """Keep the list of keys of another installation; it counts when another beheerder of a regiobureau trusts it.

    Who is the only one there has decided by putting it in. Raises NotYours, NotAKeyList, KeysOfAnother, OlderKeys,
    NothingToDecide.
    """
    offices = Organisation.objects.offices_of(by)
    if not offices.exists():
        raise NotYours("Dit is voor wie het regiobureau beheert.")
    keys = keys_of(key_list)
    known = list(TrustedIssuer.objects.select_for_update(of=("self",)).filter(ended_at=None))
    _refuse(name, keys, known)
    others = (User.objects.counted_as_administrators_of(office).exclude(pk=by.pk).exists() for office in offices)
    row: TrustedIssuer = TrustedIssuer.objects.create(
        name=name, key_list=key_list.strip(), made_on=keys.made_on, put_in_by=by
    )
    audit.record(KaartEvent.ISSUER_PUT_IN, target=row, by=by, keys=codes_of(keys))
    if not any(others):
        _trust(row, by=by, alone=True)
    return row


@transaction.atomic
def trust(row: TrustedIssuer, *, by: User) -> TrustedIssuer:
    """Say, as another one than who put it in, that these are the keys of that installation.

    Raises NotYours, NothingToDecide.
    """
    row = _lock(row, by=by)
    if row.trusted_at:
        raise NothingToDecide("Iemand anders heeft dit al bevestigd.")
    if row.put_in_by_id == by.pk:
        raise NotYours("Jij hebt deze lijst ingevoerd. Een andere beheerder bevestigt hem.")
    _trust(row, by=by, alone=False)
    return row


@transaction.atomic
def end(row: TrustedIssuer, *, by: User) -> TrustedIssuer:
    """Believe cards by these keys no more. That makes fewer things possible, so it needs one person.

    Raises NotYours, NothingToDecide.
    """
    row = _lock(row, by=by)
    _end(row, by=by)
    return row


def keys_of(text: str) -> KeyList:
    """Read a published list. Raises NotAKeyList."""
    try:
        return load(text.strip().encode())
    except BadList as error:
        raise NotAKeyList("Dit is geen sleutellijst, of er is iets aan veranderd.", field="key_list") from error


def codes_of(keys: KeyList) -> str:
    """Return the ids of the keys that sign, or will: what two people read to each other over the phone."""
    return ",".join(key.id for key in keys.keys if not key.compromised_since)


def lists() -> dict[str, bytes]:
    """Return by name the lists of keys by which a card is judged here: our own, and those that are trusted."""
    trusted = {row.name: row.key_list.encode() for row in TrustedIssuer.objects.trusted()}
    try:
        return {OWN: signing.published(), **trusted}
    except signing.SignerAway:
        return trusted


def _refuse(name: str, keys: KeyList, known: list[TrustedIssuer]) -> None:
    if name == OWN:
        raise KeysOfAnother("Deze naam hoort bij onze eigen sleutels.", field="name")
    others = {row.name: keys_of(row.key_list) for row in known if row.name != name}
    with suppress(signing.SignerAway):  # perhaps there are no keys of our own yet
        others[OWN] = signing.own_keys()
    mine = {key.id for key in keys.keys}
    for other, its in others.items():
        if mine & {key.id for key in its.keys}:
            raise KeysOfAnother(f"Deze sleutels zijn al bekend als die van {other}.", field="key_list")
    for row in known:
        if row.name == name and row.made_on > keys.made_on:
            raise OlderKeys("Hier is al een nieuwere lijst van deze installatie.", field="key_list")
        if row.name == name and keys_of(row.key_list) == keys:
            raise NothingToDecide("Deze lijst is hier al.", field="key_list")


def _trust(row: TrustedIssuer, *, by: User, alone: bool) -> None:
    for older in TrustedIssuer.objects.trusted().filter(name=row.name).exclude(pk=row.pk):
        _end(older, by=by)
    row.trusted_by, row.trusted_at = by, now()
    row.save(update_fields=["trusted_by", "trusted_at"])
    audit.record(KaartEvent.ISSUER_TRUSTED, target=row, by=by, alone=alone)


def _end(row: TrustedIssuer, *, by: User) -> None:
    row.ended_by, row.ended_at = by, now()
    row.save(update_fields=["ended_by", "ended_at"])
    audit.record(KaartEvent.ISSUER_ENDED, target=row, by=by)


def _lock(row: TrustedIssuer, *, by: User) -> TrustedIssuer:
    if not Organisation.objects.offices_of(by).exists():
        raise NotYours("Dit is voor wie het regiobureau beheert.")
    locked: TrustedIssuer = TrustedIssuer.objects.select_for_update(of=("self",)).get(pk=row.pk)
    if locked.ended_at:
        raise NothingToDecide("Deze lijst telt al niet meer.")
    return locked
