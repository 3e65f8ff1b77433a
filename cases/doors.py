"""The closed list of functions in the database that do for a person what row security refuses (`cases` 0005).

Each looks first whether this person may, by the same clock as everything else. Nothing else writes an involvement.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import connection

from accounts.models import Municipality, Organisation, User
from cases import overview
from cases.choices import Level, Part
from cases.models import Household, Involvement


@dataclass(frozen=True)
class Alike:
    """A household that may be the same as one that is being opened, with who hears that."""

    uuid: UUID
    call_name: str
    face: int
    first_names: list[str]


@dataclass(frozen=True)
class Ending:
    """Access that ends soon, and the contact person who is asked about it."""

    involvement: UUID
    ends_at: datetime
    face: int


def begin_household(team: Organisation, *, face: User) -> int:
    """Give `face` and the local team their places at a household that does not exist yet, and return its id.

    The household itself has to follow in the same transaction. Refused for somebody else than the face (42501).
    """
    return int(_ask("SELECT begin_household(%s, %s)", team.pk, face.pk))


def start_involvement(
    household: Household,
    user: User,
    organisation: Organisation,
    part: Part,
    *,
    level: Level | str = "",
    starts: datetime | None = None,
    ends: datetime | None = None,
) -> Involvement:
    """Give `user` a part in `household` from `starts` (None: now) until `ends` (None: open).

    Refused when who acts neither sees the household nor was asked to join it.
    """
    key = _ask(
        "SELECT start_involvement(%s, %s, %s, %s, %s, %s, %s)",
        household.pk, user.pk, organisation.pk, str(part), str(level), starts, ends,
    )  # fmt: skip
    involvement: Involvement = Involvement.objects.select_related("user", "organisation").get(pk=key)
    return involvement


def change_face(
    household: Household,
    to: User,
    organisation: Organisation,
    *,
    starts: datetime,
    reason: str,
    family_heard: str,
    meeting_on: date | None,
) -> Involvement:
    """Let the contact period end at `starts` and that of `to` begin there, in one breath.

    Whatever other part `to` had ends at that moment too, and so does a stand-in for the old face; what would have begun
    later does not come. Refused when who acts neither sees the household nor was asked to join it.
    """
    involvement = Involvement(household=household, user=to, organisation=organisation, part=Part.CONTACT)
    involvement.pk = _ask(
        "SELECT change_face(%s, %s, %s, %s, %s, %s, %s, %s)",
        household.pk, to.pk, organisation.pk, starts, involvement.uuid, str(reason), family_heard, meeting_on,
    )  # fmt: skip
    return involvement


def end_access(
    household: Household, *, leaving: Iterable[Involvement], organisation: Organisation | None = None
) -> None:
    """End these parts and everything that `organisation` holds now, in one breath: a leaver could not do it in two.

    Refused when who acts does not see the household.
    """
    keys = [involvement.pk for involvement in leaving]
    _ask("SELECT end_access(%s, %s, %s)", household.pk, keys, organisation.pk if organisation else None)


def access_that_ends(within: timedelta) -> list[Ending]:
    """Access of guests and of duos in active households that ends by itself `within` this time. For who has no actor.

    Left out: who may not see the household any more anyhow, and ends of which somebody said that they may come.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM access_that_ends(%s)", [within])
        return [Ending(*row) for row in cursor.fetchall()]


def faces_at_work() -> list[int]:
    """The keys of everybody who is the face of an active household now. For who has no actor."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM faces_at_work()")
        return [key for (key,) in cursor.fetchall()]


def protection_of(household: Household) -> str:
    """Say whether something is secret here now ("secret"), only kept to compare texts with ("facts"), or "".

    Never what it is or whose. "" also for who may not see the household.
    """
    return str(_ask("SELECT protection_of(%s)", household.pk))


def hidden_people(household: Household) -> frozenset[int]:
    """Return the keys of people of whom something is secret, or was. Nothing about what it is.

    For papers that must not tell it. Empty for who does not see the household.
    """
    return frozenset(_ask("SELECT hidden_people(%s)", household.pk))


def forget_overviews() -> int:
    """Throw away the papers that were kept long enough (`overview.KEPT_FOR`); return how many. For who has no actor."""
    return int(_ask("SELECT forget_overviews(%s)", overview.KEPT_FOR))


def tells_a_fact(household: Household, readings: list[str], *, on_card: bool) -> int | None:
    """Return the place (from 0) of the first reading (`cases.guard`) that tells a secret of this household, or None.

    `on_card`: facts that are no secret count too, because a card says nowhere where somebody is. Refused for who
    neither sees the household nor was asked to join it.
    """
    place = _ask("SELECT tells_a_fact(%s, %s, %s)", household.pk, readings, on_card)
    return None if place is None else int(place) - 1


def take_fact_grant_away(grant: UUID) -> None:
    """End a grant on protected facts. Refused for who is not the contact person, and for one's own grant (42501)."""
    _ask("SELECT take_fact_grant_away(%s)", grant)


def maybe_same_households(household: Household, folded_first_names: Iterable[str]) -> list[Alike]:
    """Active households of this municipality that who acts does not see, and that look like this one at first sight."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM maybe_same_households(%s, %s, %s)",
            [household.municipality_id, household.sort_name, list(folded_first_names)],
        )
        return [Alike(*row) for row in cursor.fetchall()]


def ask_for_face(folded_surname: str, born_on: date, *, term: str, why: str) -> list[tuple[int | None, int]] | None:
    """Keep a question about somebody, tell the face, and return the keys of faces and their teams.

    A face is None where something is secret: only the team is called.
    None when who acts asked often enough today. Refused for somebody who does not work with households (42501).
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM ask_for_face(%s, %s, %s, %s)", [folded_surname, born_on, term, why])
        rows = cursor.fetchall()
    if any(answer == "enough" for answer, _, _ in rows):
        return None
    return [(face, team) for _, face, team in rows]


def is_still_a_face(team: Organisation, member: User | None = None) -> bool:
    """Whether `member`, or anybody, is or will be the face of an active household in the name of `team`.

    For the beheerder of that organisation or of its region, who sees no household; refused for anybody else (42501).
    """
    return bool(_ask("SELECT still_a_face(%s, %s)", team.pk, member.pk if member else None))


@dataclass(frozen=True)
class Match:
    """What somebody in an emergency sees of a household before opening it."""

    household: UUID
    first_name: str
    initial: str
    municipality: str


def find_in_emergency(
    folded_name: str, folded_household: str, municipality: Municipality, *, why: str, called_112: str, term: str
) -> tuple[str, UUID | None]:
    """Keep a try and what it found. Return "searched" and its UUID, or why not: "unreviewed" or "enough".

    Refused outside the regions of who acts (42501).
    """
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT * FROM find_in_emergency(%s, %s, %s, %s, %s, %s)",
            [folded_name, folded_household, municipality.pk, why, called_112, term],
        )
        return cursor.fetchone()  # type: ignore[no-any-return]


def found_in_emergency(search: UUID) -> list[Match]:
    """What a try of who acts found, as long as it may be opened."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM found_in_emergency(%s)", [search])
        return [Match(*row) for row in cursor.fetchall()]


def open_in_emergency(search: UUID, household: UUID) -> UUID | None:
    """Open what a try found, for four hours: involvement, permission and the row that says so. None when it may not."""
    return _ask("SELECT open_in_emergency(%s, %s)", search, household)  # type: ignore[no-any-return]


@dataclass(frozen=True)
class EmergencyLine:
    """One line of the access log about an emergency: when, what was done, to which kind of data, and how it ended."""

    at: datetime
    event: str
    kind: str
    outcome: int


def emergency_lines(access: UUID) -> list[EmergencyLine]:
    """Everything that was done in this emergency, oldest first. Refused for who may not judge it (42501)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM emergency_lines(%s)", [access])
        return [EmergencyLine(*row) for row in cursor.fetchall()]


def choose_looks(seed: str) -> list[int]:
    """Choose the looks that a privacy officer looks back at; return the key of the organisation of each.

    The same `seed` over the same log gives the same choice. For who has no actor.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT choose_looks(%s)", [seed])
        return [organisation for (organisation,) in cursor.fetchall()]


def faces_kept(begins: datetime, ends: datetime) -> list[tuple[int, int, int]]:
    """By region: how many families with a fixed face in all of `[begins, ends)` kept the same one, and how many not."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM faces_kept(%s, %s)", [begins, ends])
        return cursor.fetchall()  # type: ignore[no-any-return]


def end_emergency(access: UUID) -> None:
    """End both halves of a running emergency of who acts. Refused for somebody else (42501)."""
    _ask("SELECT end_emergency(%s)", access)


def _ask(sql: str, *parameters: Any) -> Any:
    with connection.cursor() as cursor:
        cursor.execute(sql, parameters)
        return cursor.fetchone()[0]
