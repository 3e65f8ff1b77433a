"""A register that was kept here before arrives with its calls: many at once, by the rules of every call.

It accepts what lies behind us and nothing else. For a file of codes see `services.importing`; this takes calls with
their texts and who answered, as another installation of this application would bring them.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils import timezone

from accounts import audit
from accounts.clock import now
from accounts.models import Municipality, Organisation, User
from rvt.choices import TableEvent
from rvt.choices_register import CodeList, WhatNow
from rvt.models import Code, Consultation
from rvt.services.register import NoLongerValid, NotLikeThat, OutsideTheArea


@dataclass(frozen=True)
class PastCall:
    """A call that was answered. Codes are their names; moments are aware."""

    staff: User
    began_at: datetime
    ended_at: datetime
    municipality: Municipality
    seeker_role: str
    natures: tuple[str, ...]
    extras: tuple[str, ...] = ()
    seeker_organisation: str = ""
    duration: str = ""
    setting: str = ""
    question: str = ""
    advice: str = ""
    caller_does: str = ""
    what_now: WhatNow = WhatNow.DONE
    call_back_on: date | None = None
    code_word: str = ""


class _Codes:
    """The rows of the code lists by list, name and day."""

    def __init__(self) -> None:
        self._rows: dict[tuple[str, str], list[Code]] = {}
        for row in Code.objects.all():
            self._rows.setdefault((row.list, row.code), []).append(row)

    def on(self, day: date, code_list: CodeList, name: str) -> Code:
        """Return the row that holds on that day. Raises NoLongerValid."""
        for row in self._rows.get((code_list, name), ()):
            if row.first_on <= day and (row.last_on is None or day <= row.last_on):
                return row
        raise NoLongerValid(f"“{name}” geldt niet op die dag.")


@transaction.atomic
def take_over_calls(organisation: Organisation, calls: Iterable[PastCall], *, by: User) -> int:
    """Keep all these calls; return how many. Raises NotLikeThat, OutsideTheArea, NoLongerValid: then none is kept."""
    codes, moment = _Codes(), now()
    area = set(organisation.municipalities.values_list("pk", flat=True))
    rows, chosen = [], []
    for call in calls:
        if not call.began_at <= call.ended_at <= moment:
            raise NotLikeThat("Eerst het begin, dan het einde, en niets in de toekomst.")
        if call.municipality.pk not in area:
            raise OutsideTheArea("Deze gemeente hoort niet bij deze organisatie.")
        rows.append(_row(organisation, call, codes))
        day = timezone.localdate(call.began_at)
        chosen.append(
            (
                [codes.on(day, CodeList.NATURE, name) for name in call.natures],
                [codes.on(day, CodeList.EXTRA, name) for name in call.extras],
            )
        )
    Consultation.objects.bulk_create(rows, batch_size=1_000)
    for place, through in enumerate((Consultation.natures.through, Consultation.extras.through)):
        links = (
            through(consultation_id=row.pk, code_id=code.pk)
            for row, of_row in zip(rows, chosen, strict=True)
            for code in of_row[place]
        )
        through._default_manager.bulk_create(links, batch_size=5_000)
    audit.record(TableEvent.PAST_TAKEN_OVER, target=organisation, by=by, calls=len(rows))
    return len(rows)


def _row(organisation: Organisation, call: PastCall, codes: _Codes) -> Consultation:
    day = timezone.localdate(call.began_at)

    def one(code_list: CodeList, name: str) -> Code | None:
        return codes.on(day, code_list, name) if name else None

    return Consultation(
        organisation=organisation,
        staff=call.staff,
        began_at=call.began_at,
        ended_at=call.ended_at,
        seeker_role=one(CodeList.SEEKER_ROLE, call.seeker_role),
        seeker_organisation=one(CodeList.SEEKER_ORGANISATION, call.seeker_organisation),
        municipality=call.municipality,
        duration=one(CodeList.DURATION, call.duration),
        setting=one(CodeList.SETTING, call.setting),
        question=call.question,
        advice=call.advice,
        caller_does=call.caller_does,
        what_now=call.what_now,
        call_back_on=call.call_back_on,
        code_word=call.code_word,
    )
