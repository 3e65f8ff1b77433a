"""Typed codes: kept as keyed hashes when a print is made, known again for ever, and slow to guess."""

from __future__ import annotations

import ipaddress
from collections.abc import Iterator
from datetime import datetime, timedelta
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.crypto import salted_hmac

from accounts.errors import DomainError
from veiligheidskaart import codes, signing
from veiligheidskaart.codes import PrintCodes
from veiligheidskaart.models import CodeTry, KaartEdition, KaartPdf, PrintedCode
from veiligheidskaart.signing import Purpose

TRIES_A_MINUTE = 10
"""Source: ux S17."""


class UnknownCode(DomainError):
    """No print of this household that this person may read carries the code."""


class TooManyTries(DomainError):
    """Whoever types codes as fast as a machine waits a minute."""


def new_print(edition: KaartEdition) -> PrintCodes:
    """Return the codes of a print of this edition that is going to be made. Raises signing.SignerAway."""
    scanned = codes.new_scanned()
    signed = signing.sign(scanned.encode(), purpose=Purpose.CODE, edition=edition.uuid)
    return PrintCodes(
        typed=codes.new_typed(),
        scanned=scanned,
        address=codes.address(settings.SITE_URL, scanned, signed.signature),
    )


def trusted_keys() -> list[str]:
    """Return the public keys (base64) with which a browser verifies the code of a QR: all that nobody else may have."""
    try:
        return [key.public for key in signing.own_keys().keys if not key.compromised_since]
    except signing.SignerAway:
        return []


def keep(printed: PrintCodes) -> None:
    """Know the code to type of this print, for ever. What it stands on is not kept with it."""
    PrintedCode.objects.create(digest=next(_digests("code", printed.typed)), issued_on=timezone.localdate())


def is_known(text: str) -> bool:
    """Whether what somebody typed stands on a print of this installation. Says nothing else, and never changes."""
    typed = codes.read_typed(text)
    return typed is not None and PrintedCode.objects.filter(digest__in=_digests("code", typed)).exists()


def own_digests(printed: PrintCodes) -> list[str]:
    """Return what the PDF keeps of its codes, so that `find` knows it again."""
    return [next(_digests("print", code)) for code in (printed.typed, printed.scanned)]


def find(rows: QuerySet[KaartPdf], text: str) -> KaartPdf:
    """Return which of these PDFs carries the code that was typed, or scanned with its address. Raises UnknownCode."""
    code = codes.read_typed(text) or codes.read_scanned(text)
    digests = list(_digests("print", code)) if code else []
    found = rows.filter(codes__overlap=digests).select_related("edition__version", "edition__household").first()
    if found is None:
        raise UnknownCode("Deze code hoort niet bij een kaart van dit huishouden die jij mag lezen.", field="code")
    return found


def count_try(address: str, *, at: datetime | None = None) -> None:
    """Count a try from this IP address, in the minute of `at` (now). Raises TooManyTries.

    The address is not kept: the key of a row is a keyed hash of it and the minute, and last minute's rows go.
    """
    _count("try", _network(address), at)


def count_try_at(thing: UUID, *, at: datetime | None = None) -> None:
    """Count a try to open this one thing with a code, whoever tries. Raises TooManyTries."""
    _count("try at", str(thing), at)


def _count(kind: str, what: str, at: datetime | None) -> None:
    minute = (at or timezone.now()).replace(second=0, microsecond=0)
    digest = next(_digests(kind, f"{minute.isoformat()} {what}"))
    CodeTry.objects.filter(minute__lt=minute - timedelta(minutes=1)).delete()
    with connection.cursor() as cursor:  # one statement: two tries at once are two
        cursor.execute(
            "INSERT INTO veiligheidskaart_codetry (digest, minute, tries) VALUES (%s, %s, 1) ON CONFLICT (digest)"
            " DO UPDATE SET tries = veiligheidskaart_codetry.tries + 1 RETURNING tries",
            [digest, minute],
        )
        (tries,) = cursor.fetchone()
    if tries > TRIES_A_MINUTE:
        raise TooManyTries("Er is vaak geprobeerd. Wacht een minuut en probeer het dan nog een keer.")


def _network(address: str) -> str:
    """Who has an IPv6 address has a whole network of them (RFC 6177)."""
    try:
        ip = ipaddress.ip_address(address)
    except ValueError:
        return ""
    return str(ipaddress.ip_network((ip, 64), strict=False)) if ip.version == 6 else str(ip)


def _digests(kind: str, value: str) -> Iterator[str]:
    """Yield the hash of `value` with the secret of this installation, and then with the ones it had before."""
    for secret in (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS):
        yield salted_hmac(f"veiligheidskaart.{kind}", value, secret=secret, algorithm="sha256").hexdigest()
