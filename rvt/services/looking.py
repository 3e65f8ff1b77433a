"""Looking for names in a question: what is marked in its texts, and what the asker said may stay (`rvt.privacy`)."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from accounts.models import User
from rvt import rules
from rvt.models import Question
from rvt.privacy import Finding, check_texts, pieces


@dataclass(frozen=True)
class LookedField:
    """One text with what is still marked in it."""

    field: str
    label: str
    text: str
    findings: tuple[Finding, ...]

    @property
    def pieces(self) -> list[tuple[str, bool]]:
        """The text in pieces, each with whether it is marked."""
        return list(pieces(self.text, self.findings))


@dataclass(frozen=True)
class Looked:
    """Some texts after a look. `notice`: what to tell when the name finder could not search, or ""."""

    fields: tuple[LookedField, ...]
    notice: str

    @property
    def total(self) -> int:
        """How many places are marked."""
        return sum(len(row.findings) for row in self.fields)

    @property
    def library_searched(self) -> bool:
        """Whether the name finder ran over these texts."""
        return not self.notice

    def __iter__(self) -> Iterator[LookedField]:
        return iter(self.fields)


def look(
    texts: Mapping[str, str],
    *,
    person: User,
    kept: Collection[str] = (),
    names: bool = True,
    labels: Mapping[str, str] | None = None,
) -> Looked:
    """Look for names in `texts`, by name of the field. `kept`: keys of findings that may stay.

    `names`: also with the names that this person works with; never for chair and secretary (design 4). `labels`: what
    the fields are called, when they are not those of a question.
    """
    results = check_texts(list(texts.values()), person=person, names=names)
    rows = [
        LookedField(name, labels[name] if labels else label_of(name), text, result.open(kept))
        for (name, text), result in zip(texts.items(), results, strict=True)
    ]
    return Looked(tuple(rows), next((result.notice for result in results if result.notice), ""))


def look_over(question: Question, *, person: User, names: bool = True) -> Looked:
    """Look for names in the whole question. What the asker said may stay counts for the asker only."""
    texts = {name: getattr(question, name) for name in rules.FREE_TEXTS}
    return look(texts, person=person, kept=question.not_names if names else (), names=names)


def label_of(field: str) -> str:
    """Return what the form calls `field`."""
    return str(Question._meta.get_field(field).verbose_name)  # type: ignore[union-attr]
