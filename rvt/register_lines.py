"""What one line of a file for the register says, and whether that can be. Pure: code lists and towns come in.

The same rules as on the screen (`services.register`): codes that hold on the day, a municipality of the organisation,
a role, a nature. A question of the table has no municipality and no codes: what stands there is not taken over.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from rvt.choices import AskedAbout, FollowUp
from rvt.choices_register import CodeList, WhatNow
from rvt.register_file import BadLine

KINDS = {"vraag": True, "consultatie": False}
ABOUT = {"gezin": AskedAbout.FAMILY, "huishouden": AskedAbout.HOUSEHOLD}
FIRST_DAY = date(2015, 1, 1)
"""Nothing was counted in this way before."""

FOLLOW_UPS = {kind.value: kind for kind in FollowUp} | {
    "advies": FollowUp.ADVICE_ONLY,
    "alleen advies": FollowUp.ADVICE_ONLY,
    "duo": FollowUp.DUO,
    "netwerkberaad": FollowUp.NETWORK_MEETING,
    "netwerkberaad met partners": FollowUp.NETWORK_MEETING,
    "raad": FollowUp.COUNCIL_TALK,
    "gesprek met de raad": FollowUp.COUNCIL_TALK,
    "interventiegesprek rvdk": FollowUp.COUNCIL_TALK,
    "begeleiding": FollowUp.GUIDANCE,
    "begeleiding met lokaal team": FollowUp.GUIDANCE,
    "begeleiding samen met lokaal team": FollowUp.GUIDANCE,
    "begeleiding i.s.m. lokaal team": FollowUp.GUIDANCE,
    "opnieuw": FollowUp.AGAIN,
    "opnieuw bespreken": FollowUp.AGAIN,
}
AFTER_ADVICE = {
    "done": WhatNow.DONE,
    "klaar": WhatNow.DONE,
    "advice_only": WhatNow.DONE,
    "advies": WhatNow.DONE,
    "alleen advies": WhatNow.DONE,
    "duo": WhatNow.DUO,
    "network_meeting": WhatNow.NETWORK_MEETING,
    "netwerkberaad": WhatNow.NETWORK_MEETING,
    "council_talk": WhatNow.COUNCIL_TALK,
    "raad": WhatNow.COUNCIL_TALK,
    "gesprek met de raad": WhatNow.COUNCIL_TALK,
    "to_the_table": WhatNow.TO_THE_TABLE,
    "rvt": WhatNow.TO_THE_TABLE,
    "naar het rvt": WhatNow.TO_THE_TABLE,
}
"""A caller of the past is not called back any more."""

ONE_CODE = (
    ("rol", CodeList.SEEKER_ROLE),
    ("organisatie", CodeList.SEEKER_ORGANISATION),
    ("duur", CodeList.DURATION),
    ("hoe", CodeList.SETTING),
)
MORE_CODES = (("aard", CodeList.NATURE), ("aanvullend", CodeList.EXTRA))
MUST = ("gemeente", "rol", "aard")
NO_QUESTIONS = "Vragen van het RVT zet alleen een beheerder van het regiobureau of van het RVT in het register."


class KnownCode(NamedTuple):
    """One row of a code list: local days, the last one included."""

    pk: int
    list: str
    code: str
    names: tuple[str, ...]
    first_on: date
    last_on: date | None

    def holds_on(self, day: date) -> bool:
        return self.first_on <= day and (self.last_on is None or day <= self.last_on)


class Line(NamedTuple):
    """What a good line says; the fields of `models.ImportLine`."""

    number: int
    content: str
    is_question: bool
    day: date
    ended_on: date
    about: str
    follow_ups: list[str]
    what_now: str
    municipality_id: int | None
    seeker_role_id: int | None
    seeker_organisation_id: int | None
    duration_id: int | None
    setting_id: int | None
    natures: list[int]
    extras: list[int]


class _Found(NamedTuple):
    """What every kind of line says, and what is wrong so far."""

    number: int
    cells: dict[str, str]
    day: date
    ended_on: date
    about: AskedAbout
    wrong: list[str]


class LineReader:
    """Reads the lines of one file. `towns`: keys of the municipalities of the organisation, by name."""

    def __init__(
        self, *, codes: Iterable[KnownCode], towns: dict[str, int], today: date, may_count_questions: bool
    ) -> None:
        self.today, self.may_count_questions = today, may_count_questions
        self.towns = {name.casefold(): pk for name, pk in towns.items()}
        self.codes: dict[tuple[str, str], list[KnownCode]] = {}
        for code in codes:
            for name in {code.code, *(each.casefold() for each in code.names if each)}:
                self.codes.setdefault((code.list, name), []).append(code)
        self._days: dict[str, date | str] = {}

    def read(self, number: int, cells: dict[str, str]) -> Line:
        """Return what a line says. Raises BadLine with every reason at once."""
        wrong: list[str] = []
        kind = KINDS.get(cells["soort"].casefold())
        if kind is None:
            raise BadLine(f"Soort is vraag of consultatie, niet “{cells['soort'][:40]}”.")
        day = self._day(cells["datum"], "datum", wrong)
        ended_on = self._day(cells["einddatum"], "einddatum", wrong) if cells.get("einddatum") else day
        if day and ended_on and ended_on < day:
            wrong.append("De einddatum ligt voor de datum.")
        about = ABOUT.get(cells["huishouden"].casefold())
        if about is None and (kind or cells["huishouden"]):
            wrong.append(f"Huishouden is gezin of huishouden, niet “{cells['huishouden'][:40]}”.")
        read = self._question if kind else self._consultation
        found = _Found(number, cells, day or self.today, ended_on or self.today, about or AskedAbout.FAMILY, wrong)
        return read(found)

    def _question(self, found: _Found) -> Line:
        number, cells, day, _, about, wrong = found
        if not self.may_count_questions:
            wrong.append(NO_QUESTIONS)
        said = _several(cells["vervolg"])
        follow_ups = sorted({str(FOLLOW_UPS[word]) for word in said if word in FOLLOW_UPS})
        wrong += [_strange_follow_up(word, FOLLOW_UPS) for word in said if word not in FOLLOW_UPS]
        if wrong:
            raise BadLine(*wrong)
        content = _digest("vraag", day.isoformat(), about, *follow_ups, "", cells.get("kenmerk", ""))
        nothing = (None, None, None, None, None)
        return Line(number, content, True, day, day, about, follow_ups, WhatNow.DONE, *nothing, [], [])

    def _consultation(self, found: _Found) -> Line:
        number, cells, day, ended_on, about, wrong = found
        wrong += [f"Vul {name} in." for name in MUST if not cells.get(name)]
        town = cells.get("gemeente", "")
        town_id = self.towns.get(town.casefold())
        if town and town_id is None:
            wrong.append(f"De gemeente “{town[:40]}” hoort niet bij deze organisatie.")
        said = _several(cells["vervolg"])
        what_now = AFTER_ADVICE.get(said[0] if said else "klaar", WhatNow.DONE)
        wrong += [_strange_follow_up(word, AFTER_ADVICE) for word in said if word not in AFTER_ADVICE]
        if len(said) > 1:
            wrong.append("Bij een consultatie hoort één vervolg.")
        one = [self._code(kind, name, cells.get(name, ""), day, wrong) for name, kind in ONE_CODE]
        more = [
            [self._code(kind, name, word, day, wrong) for word in _several(cells.get(name, ""))]
            for name, kind in MORE_CODES
        ]
        if wrong:
            raise BadLine(*wrong)
        chosen = [[code.pk for code in sorted(set(codes))] for codes in more]  # type: ignore[type-var]
        names = [code.code if code else "" for code in one]
        names += [code.code if code else "" for codes in more for code in [*sorted(set(codes)), None]]  # type: ignore[type-var]
        days = (day.isoformat(), ended_on.isoformat())
        content = _digest(
            "consultatie", *days, cells["huishouden"].casefold(), what_now, town.casefold(), *names,
            cells.get("kenmerk", ""),
        )  # fmt: skip
        role, organisation, duration, setting = (code.pk if code else None for code in one)
        return Line(
            number, content, False, day, ended_on, about, [], what_now, town_id, role, organisation, duration, setting,
            chosen[0], chosen[1],
        )  # fmt: skip

    def _day(self, said: str, name: str, wrong: list[str]) -> date | None:
        found = self._days.get(said)
        if found is None:
            found = self._days[said] = _day_or_reason(said, self.today)
        if isinstance(found, date):
            return found
        wrong.append(f"{name.capitalize()}: {found}")
        return None

    def _code(self, kind: CodeList, name: str, said: str, day: date, wrong: list[str]) -> KnownCode | None:
        """Return the code that `said` names on `day`: by its code, what it says, or the code of the bureau."""
        if not said:
            return None
        rows = self.codes.get((kind, said.casefold()), ())
        for code in rows:
            if code.holds_on(day):
                return code
        if rows:
            wrong.append(f"“{said[:40]}” geldt niet op {day:%d-%m-%Y} ({name}).")
        else:
            wrong.append(f"“{said[:40]}” staat niet in de lijst ({name}).")
        return None


def _day_or_reason(said: str, today: date) -> date | str:
    parts = said.split("-")
    try:
        if not all(part.isascii() and part.isdigit() for part in parts):
            raise ValueError
        year, month, day = parts if len(parts[0]) == 4 else reversed(parts)
        found = date(int(year), int(month), int(day))
    except ValueError:
        return f"“{said[:20]}” is geen datum. Schrijf 2024-03-31 of 31-03-2024."
    if found > today:
        return "deze dag moet nog komen."
    if found < FIRST_DAY:
        return "deze dag is te lang geleden."
    return found


def _several(cell: str) -> list[str]:
    return [word.strip().casefold() for word in cell.split(";") if word.strip()]


def _strange_follow_up(word: str, known: dict[str, FollowUp] | dict[str, WhatNow]) -> str:
    codes = dict.fromkeys(str(kind) for kind in known.values())
    return f"“{word[:40]}” is geen vervolg. Het kunnen zijn: {', '.join(codes)}."


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:32]
