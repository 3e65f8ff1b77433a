"""What a text of the table may tell about whom: the privacy check, for who writes there (design 4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accounts.models import User
from rvt.privacy import Finding, check_texts


@dataclass(frozen=True)
class Names:
    """What was found, and what to say when the names were not searched."""

    found: tuple[Finding, ...]
    notice: str

    @property
    def must_look(self) -> bool:
        """Whether a person has to look before this leaves the table."""
        return bool(self.found or self.notice)


def may_be_names(texts: Mapping[str, str], *, person: User | None, known: bool = False) -> Names:
    """Check these texts. `known`: also with the names that `person` works with; not for chair and secretary."""
    written = [text for text in texts.values() if text.strip()]
    results = check_texts(written, person=person, names=known) if written else []
    found = tuple(finding for result in results for finding in result.findings)
    return Names(found, next((result.notice for result in results if result.notice), ""))
