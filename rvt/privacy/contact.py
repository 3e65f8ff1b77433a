"""Numbers and addresses that lead straight to somebody: phone, mail, account, BSN, IBAN, number plate, file number."""

from __future__ import annotations

import re
from collections.abc import Iterator

from rvt.choices import FindingKind
from rvt.privacy.finding import Mark
from rvt.privacy.reading import Reading, number_in

_EMAIL = re.compile(
    r"(?<![\w.+%-])(?:[\w.+%-]{1,64}\s?@\s?[\w-]{1,40}(?:\s?\.\s?[\w-]{1,40}){0,5}\.[a-z]{2,10}\b"
    r"|[\w.+%-]{1,64}\s?(?:\(at\)|\[at\]|@|\sat\s|\sapenstaart(?:je)?\s)\s?[\w-]{1,40}(?:\s?(?:\.|\spunt\s|\(punt\)|\[punt\]|\sdot\s)\s?[\w-]{1,40}){0,5}"
    r"\s?(?:\.|\spunt\s|\(punt\)|\[punt\]|\sdot\s)\s?(?:nl|com|be|org|net|eu|nu|de|info)\b)",
    re.IGNORECASE,
)
_ACCOUNT = re.compile(
    r"(?<![\w.])@[\w.]{2,}\w|\b(?:https?://|www\.)[^\s,;]+[\w/]"
    r"|\b[\w-]{2,40}\.(?:nl|com|be|org|net|eu|nu|de|info|tv)(?:/[^\s,;]*[\w/])?(?![\w@])",
    re.IGNORECASE,
)
_IBAN = re.compile(r"\b[A-Z]{2}\s?\d{2}(?:[ .-]?[A-Z]{4})(?:[ .-]?\d{2,4}){2,6}\b", re.IGNORECASE)
_FOREIGN_IBAN = re.compile(r"\b[A-Z]{2}\d{2}(?: ?[A-Z0-9]{4}){3,7}(?: ?[A-Z0-9]{1,3})?\b")
_PHONE = re.compile(
    r"(?<![\w/])(?:\+\s?31|0031|\(\+31\)|\+\s?(?:32|49|48|90|212)|\(?[0oO])(?:[ .\-/()]*(?:\(0\))?\d){8,11}(?!\d)"
    r"|(?<![\d,.-])6(?:[ .-]?\d){8}(?![\d,.-])"
)
_PUBLIC = re.compile(r"\(?0[89]0[0-9]\b")
"""Helplines: everybody may know them."""

_BSN = re.compile(r"(?<![\w.,+-])(?<!\+ )\d(?:[ .-]?\d){7,8}(?![\w]|[ .,-]\d)")
_BSN_WORD = re.compile(r"\b(?:bsn|burgerservicenummer|burger\s?service\s?nummer|sofinummer|sofi)\b", re.IGNORECASE)
_PLATE = re.compile(
    r"\b(?:[A-Z]{2}-\d{2}-\d{2}|\d{2}-\d{2}-[A-Z]{2}|\d{2}-[A-Z]{2}-\d{2}|[A-Z]{2}-\d{2}-[A-Z]{2}|[A-Z]{2}-[A-Z]{2}-\d{2}"
    r"|\d{2}-[A-Z]{2}-[A-Z]{2}|\d{2}-[A-Z]{3}-\d|\d-[A-Z]{3}-\d{2}|[A-Z]{2}-\d{3}-[A-Z]|[A-Z]-\d{3}-[A-Z]{2}"
    r"|[A-Z]{3}-\d{2}-[A-Z]|[A-Z]-\d{2}-[A-Z]{3}|\d-[A-Z]{2}-\d{3}|\d{3}-[A-Z]{2}-\d)\b",
    re.IGNORECASE,
)
_PLATE_GLUED = re.compile(
    r"\b(?:[A-Z]{2}\d{3}[A-Z]|[A-Z]\d{3}[A-Z]{2}|\d{2}[A-Z]{3}\d|\d[A-Z]{3}\d{2}|[A-Z]{3}\d{2}[A-Z]|\d[A-Z]{2}\d{3})\b"
)
_PLATE_SAID = re.compile(
    r"\bkenteken(?:plaat)?(?:\s+(?:is|van|was|nummer|begint|met))*\s*:?\s*((?=[\w -]*\d)[A-Z0-9]{1,3}(?:[ -]?[A-Z0-9]{1,3}){1,3})\b",
    re.IGNORECASE,
)
_FILE = re.compile(
    r"\b(?:dossier|zaak|cli[eë]nt|klant|pati[eë]nt|polis|kenmerk|referentie|registratie|paspoort|document)"
    r"(?:[\s-]?(?:nummer|nr\.?))?\s*(?:is|heeft|:)?\s*(?:nummer\s+|nr\.?\s*)?((?=[\w./-]{0,40}\d{3})[A-Z0-9][\w./-]{0,40}\w)",
    re.IGNORECASE,
)
_CODE = re.compile(
    r"\b[A-Z]{1,5}-?\d{4,}(?:-\d+)?\b|(?<![\w.,-])\d{7,}(?![\w]|[.,-]\d)|\b(?:19|20)\d\d-\d{4,}\b"
    r"|\b[A-Z]{1,4}/\d{2,4}/\d{3,}\b|\b\d{2,4}/\d{5,}\b"
)
_SPELLED_GAP = re.compile(r"[\s,.\-/]{1,3}$")
_FEWEST_DIGITS, _MOST_DIGITS = 9, 13


def marks(reading: Reading) -> Iterator[Mark]:
    """Everything in this text by which somebody is called, written to or looked up."""
    text = reading.text
    for match in _EMAIL.finditer(text):
        yield Mark(*match.span(), FindingKind.EMAIL, "")
    for match in _ACCOUNT.finditer(text):
        yield Mark(*match.span(), FindingKind.ACCOUNT, "")
    for pattern in (_IBAN, _FOREIGN_IBAN):
        for match in pattern.finditer(text):
            yield Mark(*match.span(), FindingKind.IBAN, "")
    for match in _PHONE.finditer(text):
        if not _PUBLIC.match(match.group()):
            yield Mark(*match.span(), FindingKind.PHONE, "")
    yield from _bsn(text)
    yield from _spelled(reading)
    for pattern in (_PLATE, _PLATE_GLUED):
        for match in pattern.finditer(text):
            yield Mark(*match.span(), FindingKind.PLATE, "")
    for match in _PLATE_SAID.finditer(text):
        yield Mark(*match.span(1), FindingKind.PLATE, "")
    for match in _FILE.finditer(text):
        yield Mark(*match.span(1), FindingKind.NUMBER, "")
    for match in _CODE.finditer(text):
        yield Mark(*match.span(), FindingKind.NUMBER, "")


def passes_eleven_test(digits: str) -> bool:
    """Whether nine digits (eight: with a nought in front) can be a BSN. Source: Regeling BSN, the "elfproef"."""
    nine = digits.zfill(9)
    total = sum(int(digit) * weight for digit, weight in zip(nine, (9, 8, 7, 6, 5, 4, 3, 2, -1), strict=True))
    return total > 0 and total % 11 == 0


def _bsn(text: str) -> Iterator[Mark]:
    said = [match.end() for match in _BSN_WORD.finditer(text)]
    for match in _BSN.finditer(text):
        digits = re.sub(r"\D", "", match.group())
        announced = any(0 <= match.start() - end <= 40 for end in said)
        if announced or (len(digits) == 9 and passes_eleven_test(digits)):
            yield Mark(*match.span(), FindingKind.BSN, "")


def _spelled(reading: Reading) -> Iterator[Mark]:
    """A row of number words that is long enough to be called: "nul zes twaalf vierendertig"."""
    tokens = reading.tokens
    first = 0
    while first < len(tokens):
        digits, last, words = "", first, 0
        while last < len(tokens) and (number := number_in(tokens[last].text)) is not None:
            if last > first and not _SPELLED_GAP.fullmatch(reading.gap(last - 1)):
                break
            words += not tokens[last].text.isdigit()
            digits += tokens[last].plain if tokens[last].plain.isdigit() else str(number)
            last += 1
        if words and _FEWEST_DIGITS <= len(digits) <= _MOST_DIGITS:
            is_bsn = len(digits) == 9 and digits[0] != "0" and passes_eleven_test(digits)
            if is_bsn or digits[0] == "0" or digits.startswith("31"):
                kind = FindingKind.BSN if is_bsn else FindingKind.PHONE
                yield Mark(tokens[first].start, tokens[last - 1].end, kind, "")
        first = max(last, first + 1)
