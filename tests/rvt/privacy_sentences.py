"""The sentences of `privacy_sentences.txt`, and how well a check does on them."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from pathlib import Path

from rvt.choices import FindingKind
from rvt.privacy import CheckResult, Finding

_FILE = Path(__file__).with_suffix(".txt")
_SPAN = re.compile(r"{(?P<text>[^{}|]+)\|(?P<kind>\w+)}")


@dataclass(frozen=True)
class Sentence:
    """A sentence, and `[start, end)` with the kind of everything by which somebody could be recognised."""

    text: str
    spans: tuple[tuple[int, int, FindingKind], ...]

    def has(self, finding: Finding) -> bool:
        """Whether something stands where this was found."""
        return any(start < finding.end and finding.start < end for start, end, _ in self.spans)


@dataclass(frozen=True)
class Score:
    """`missed`: direct identifiers that were not found whole. `wrong`: findings where nothing stands."""

    direct: int
    found: int
    missed: list[str]
    wrong: list[str]

    @property
    def recall(self) -> float:
        return 1 - len(self.missed) / self.direct

    @property
    def precision(self) -> float:
        return 1 - len(self.wrong) / self.found


def sentences() -> list[Sentence]:
    """Read the file. Lines that begin with # are for people."""
    lines = _FILE.read_text(encoding="utf-8").splitlines()
    return [_sentence(line) for line in lines if line and not line.startswith("#")]


def score(set_: Iterable[Sentence], check: Callable[[str], CheckResult]) -> Score:
    """Check every sentence. An identifier counts as found when the findings cover all its letters and digits."""
    direct, found, missed, wrong = 0, 0, [], []
    for sentence in set_:
        findings = check(sentence.text).findings
        found += len(findings)
        wrong += [
            f"{finding.text!r} ({finding.kind}) in {sentence.text!r}"
            for finding in findings
            if not sentence.has(finding)
        ]
        for start, end, kind in sentence.spans:
            if kind != FindingKind.RARE:
                direct += 1
                if not _is_covered(sentence.text, start, end, findings):
                    missed.append(f"{sentence.text[start:end]!r} ({kind}) in {sentence.text!r}")
    return Score(direct, found, missed, wrong)


def _is_covered(text: str, start: int, end: int, findings: Iterable[Finding]) -> bool:
    covered = {place for finding in findings for place in range(finding.start, finding.end)}
    return all(place in covered for place in range(start, end) if text[place].isalnum())


def _sentence(line: str) -> Sentence:
    text, spans, last = "", [], 0
    for match in _SPAN.finditer(line):
        text += line[last : match.start()]
        spans.append((len(text), len(text) + len(match["text"]), FindingKind(match["kind"])))
        text += match["text"]
        last = match.end()
    return Sentence(text + line[last:], tuple(spans))
