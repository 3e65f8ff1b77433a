"""What the privacy check found in a text, and how one finding is replaced."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from django.utils.crypto import salted_hmac

from accounts.plain import plain, words_of
from rvt.choices import FindingKind

QUESTION = {
    FindingKind.NAME: "Staat hier een naam?",
    FindingKind.PLACE: "Staat hier een plaats?",
    FindingKind.STREET: "Staat hier een adres?",
    FindingKind.POSTCODE: "Staat hier een postcode?",
    FindingKind.PHONE: "Staat hier een telefoonnummer?",
    FindingKind.EMAIL: "Staat hier een mailadres?",
    FindingKind.ACCOUNT: "Staat hier een account of website?",
    FindingKind.BSN: "Staat hier een BSN?",
    FindingKind.IBAN: "Staat hier een rekeningnummer?",
    FindingKind.PLATE: "Staat hier een kenteken?",
    FindingKind.NUMBER: "Staat hier het nummer van een dossier?",
    FindingKind.DATE: "Staat hier een datum?",
    FindingKind.AGE: "Staat hier een leeftijd?",
    FindingKind.SCHOOL: "Staat hier een school of opvang?",
    FindingKind.EMPLOYER: "Staat hier een werkgever of club?",
    FindingKind.RARE: "Is dit herkenbaar?",
}

DISMISSAL = {kind: f"Dit is geen {kind.label}" for kind in FindingKind} | {
    FindingKind.EMPLOYER: "Dit is geen werk of club",
    FindingKind.SCHOOL: "Dit is geen school",
    FindingKind.RARE: "Laat dit staan",
}

PROPOSAL = {
    FindingKind.NAME: "iemand",
    FindingKind.PLACE: "hun woonplaats",
    FindingKind.STREET: "hun adres",
    FindingKind.POSTCODE: "hun adres",
    FindingKind.SCHOOL: "school",
    FindingKind.EMPLOYER: "het werk",
}
"""What usually fits. Nothing: better left out."""


@dataclass(frozen=True)
class Mark:
    """A piece `[start, end)` of a reading that may say who it is about.

    `proposal`: what to write instead; "" takes it out; None leaves it to `PROPOSAL`. `question`: instead of `QUESTION`.
    """

    start: int
    end: int
    kind: FindingKind
    proposal: str | None = None
    question: str = ""


@dataclass(frozen=True)
class Finding:
    """A piece `[start, end)` of what was typed, in signs, with the question about it.

    `proposal` is what to write instead; "" takes it out.
    """

    start: int
    end: int
    text: str
    kind: FindingKind
    question: str
    proposal: str

    @property
    def key(self) -> str:
        """The same for the same words of the same kind, so that "Dit is geen naam" holds. Tells neither to a reader."""
        words = " ".join(words_of(plain(self.text)))
        return salted_hmac("rvt.privacy.finding", f"{self.kind}:{words}", algorithm="sha256").hexdigest()[:20]

    @property
    def dismissal(self) -> str:
        """The label of the button that says it may stay."""
        return "Laat dit staan" if not self.question.startswith("Staat hier") else DISMISSAL[self.kind]

    @property
    def action(self) -> str:
        """The label of the button that replaces it."""
        return f"Vervang door: {self.proposal}" if self.proposal else "Haal weg"


@dataclass(frozen=True)
class CheckResult:
    """What was found, in the order of the text, and what was able to look.

    `library`: "ready" when the library searched for names, "warming" or "down" when it did not. A page says so then
    (`notice`), and somebody looks by hand: the check never fails open.
    """

    findings: tuple[Finding, ...]
    library: str
    checks: tuple[str, ...]
    """Which checks ran: "patterns", "known" (what the person typing knows) and "library"."""

    def open(self, kept: Iterable[str]) -> tuple[Finding, ...]:
        """Return the findings of which nobody said that they may stay. `kept`: the keys of those that may."""
        keys = set(kept)
        return tuple(finding for finding in self.findings if finding.key not in keys)

    @property
    def notice(self) -> str:
        """What to tell when names were not searched as they should be, or ""."""
        return NOTICE[self.library]


NOTICE = {
    "ready": "",
    "warming": "De namenzoeker start nog op. Kijk zelf goed na of er namen staan.",
    "down": "De namenzoeker doet het nu niet. Kijk zelf goed na of er namen staan.",
}


def replace(text: str, finding: Finding) -> str:
    """Return `text` with the finding replaced by its proposal; a capital and single spaces stay as they should be.

    Unchanged when the finding does not stand there any more: somebody typed on.
    """
    if text[finding.start : finding.end] != finding.text:
        return text
    before, after = text[: finding.start], text[finding.end :]
    if finding.proposal:
        return before + _fitting(finding.proposal, before, finding.text) + after
    if before.endswith("(") and after.startswith(")"):
        before, after = before[:-1], after[1:]
    if not before or before[-1].isspace():
        after = after.lstrip(" ") if before else after.lstrip(" ,")
    if after[:1] in {".", ",", ";", "?", "!"}:
        before = before.rstrip(" ")
    return before + after


def replace_all(text: str, findings: Iterable[Finding], key: str) -> str:
    """Return `text` with every finding of this key replaced. Another text than was checked stays as it is."""
    for finding in sorted(findings, key=lambda finding: finding.start, reverse=True):
        if finding.key == key:
            text = replace(text, finding)
    return text


def pieces(text: str, findings: Iterable[Finding]) -> Iterator[tuple[str, bool]]:
    """Cut `text` for showing: every piece, and whether it is marked. Put together the pieces are the text again."""
    last = 0
    for finding in sorted(findings, key=lambda finding: finding.start):
        if finding.start > last:
            yield text[last : finding.start], False
        yield text[finding.start : finding.end], True
        last = finding.end
    if last < len(text):
        yield text[last:], False


def _fitting(proposal: str, before: str, replaced: str) -> str:
    opens = not before.strip() or re.search(r"[.?!]\s+$|\n\s*$", before)
    return proposal[0].upper() + proposal[1:] if opens and replaced[0].isupper() else proposal
