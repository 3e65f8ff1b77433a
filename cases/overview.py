"""Who looked at the data of one person of the family: what stands on paper (security 4.6, `docs/adr/0047`).

Pure: lines of the access log in, rows of the paper out. No name of somebody who works here is ever in it.

For somebody against whom another one of the household is kept safe ("guarded") a row says where, by whom and what only
when nothing follows from it: the fixed face or who stands in read the page of the household, its agreements, or
something about this person. Everything else is one neutral row a day. When in doubt: neutral.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from uuid import UUID

from accounts.choices import AccessEvent, Role
from accounts.templatetags.ui import join_nl
from cases.choices import Part

KEPT_FOR = timedelta(days=14)
"""How long a paper stays here after somebody asked for it (security 8, the inzage bundle)."""

AT_MOST_DAYS = 366
SHOWN_DAYS = 92
"""The period that is filled in: about three months."""

CARD = "kaart"
WORDS = {
    "household": "huishouden",
    "person": "mensen",
    "networkperson": "eigen netwerk",
    "analysis": "wat is er aan de hand",
    "statement": "wat is er aan de hand",
    "helpitem": "wie helpt waarmee",
    "helpstep": "wie helpt waarmee",
    "agreement": "afspraken",
    "agreementtick": "afspraken",
    "filmevent": "film",
    "film": "film",
    "filmpattern": "film",
    "people": "mensen",
    "looks": "wie keek mee",
    "together": "samen gekeken",
    "switchrequest": "vast gezicht",
    "duorequest": "vast gezicht",
    "involvement": "toegang",
    "exclusion": "toegang",
    "emergencyaccess": "noodtoegang",
    "protectedfact": "adressen en plekken",
    "reveal": "adressen en plekken",
    "lookreview": "logboek",
    "lookoverview": "wie keek mee",
}
"""What somebody looked at, by the kind that stands in the line; every other kind belongs to the card."""

WROTE = {AccessEvent.CREATE, AccessEvent.CHANGE}
DID = {
    AccessEvent.LOOK: "gelezen",
    AccessEvent.CREATE: "opgeschreven",
    AccessEvent.CHANGE: "opgeschreven",
    AccessEvent.EXPORT: "pdf opgehaald",
}
ROLES = {str(role): str(role.label) for role in Role} | {str(part): str(part.label) for part in Part}
WHY = {
    Role.TEAM_LEAD: "Leiding van het team",
    Role.PRIVACY_OFFICER: "Controle",
    Part.EMERGENCY: "Er was gevaar",
}
HELP = "Hulp aan het gezin"

CARE = "Hulpverlening"
NEUTRAL = "Inzage noodzakelijk voor veiligheid"
"""What a row says that would tell somebody else's protective step."""

SAFE_TO_TELL_ROLES = {Part.CONTACT, Part.COVER}
SAFE_TO_TELL_KINDS = {"household", "agreement", "person"}
OWN_KIND = "person"


@dataclass(frozen=True)
class Looked:
    """Lines of the log that have everything in common. `day` is local; `is_own`: they name this person."""

    day: date
    organisation: UUID | None
    role: str
    is_emergency: bool
    kind: str
    event: str
    is_own: bool


@dataclass(frozen=True)
class OverviewRow:
    """One row of the paper."""

    day: date
    organisation: str
    role: str
    what: str
    did: str
    why: str
    is_emergency: bool = False


@dataclass
class _Merged:
    kinds: set[str] = field(default_factory=set)
    events: set[str] = field(default_factory=set)


@dataclass(frozen=True)
class Safety:
    """What a household keeps for the safety of its people; keys of people. `unsafe`: (who is kept safe, from whom)."""

    hidden: frozenset[int] = frozenset()
    unsafe: frozenset[tuple[int, int]] = frozenset()
    children: frozenset[int] = frozenset()
    in_shelter: bool = False

    def guards_from(self, reader: int) -> bool:
        """Whether what `reader` gets on paper may tell no protective step. When in doubt it may not.

        A secret is kept from everybody whom nothing says to be safe. The paper of a child lies on the table of adults.
        """
        if any(other == reader for _, other in self.unsafe):
            return True
        if reader in self.children:
            return bool(self.hidden or self.unsafe) or self.in_shelter
        named = {person for person, _ in self.unsafe}
        doubtful = self.hidden - {reader} - (named & self.children)
        if reader in self.hidden | named:
            return bool(doubtful - self.children)
        return bool(doubtful) or self.in_shelter


def rows_of(looked: Iterable[Looked], names: dict[UUID, str], *, guarded: bool) -> list[OverviewRow]:
    """Return the rows of the paper, oldest day first; lines of one day, organisation and role are one row.

    `names`: the organisations by UUID; one that is gone has none.
    """
    merged: dict[tuple[date, str, str, bool], _Merged] = {}
    neutral: set[date] = set()
    for line in looked:
        if guarded and not _may_be_told(line):
            neutral.add(line.day)
            continue
        organisation = CARE if guarded else names.get(line.organisation, CARE) if line.organisation else CARE
        row = merged.setdefault((line.day, organisation, line.role, line.is_emergency), _Merged())
        row.kinds.add(line.kind)
        row.events.add(line.event)
    rows = [_row(*key, row) for key, row in merged.items()]
    rows += [OverviewRow(day, CARE, "", "", "", NEUTRAL) for day in neutral]
    return sorted(rows, key=lambda row: (row.day, row.organisation, row.role, row.why))


def words_for(kinds: Collection[str]) -> str:
    """Return what was looked at: "film en huishouden"."""
    return join_nl(sorted({WORDS.get(kind, CARD) for kind in kinds}))


def _may_be_told(line: Looked) -> bool:
    if line.is_emergency or line.role not in SAFE_TO_TELL_ROLES or line.kind not in SAFE_TO_TELL_KINDS:
        return False
    if line.is_own:
        return line.kind == OWN_KIND
    return line.event == AccessEvent.LOOK and line.kind != OWN_KIND


def _row(day: date, organisation: str, role: str, is_emergency: bool, merged: _Merged) -> OverviewRow:
    return OverviewRow(
        day=day,
        organisation=organisation,
        role=ROLES.get(role, ""),
        what=words_for(merged.kinds),
        did=join_nl(sorted({DID.get(AccessEvent(event), "gelezen") for event in merged.events})),
        why=WHY.get(role, HELP),  # type: ignore[call-overload]
        is_emergency=is_emergency,
    )
