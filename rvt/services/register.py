"""The advice register: what was asked and advised, without family data. Nothing in it is ever changed."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

from django.db import IntegrityError, transaction
from django.utils import timezone

from accounts import audit
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import ApiToken, Municipality, Organisation, User
from rvt.choices_register import CodeList, ConsultationSource, RegisterEvent, WhatNow
from rvt.models import Addition, AgendaItem, Code, Consultation, CountedItem
from rvt.services import questions
from rvt.services.naming import may_be_names

LONGEST_CALL = timedelta(hours=12)
"""A form that was open longer than this did not follow a call."""

FIRST_MOMENT = datetime(2015, 1, 1, tzinfo=UTC)
"""Nothing was counted in this way before."""

CODE_WORD_FREE_AFTER = timedelta(days=92)
"""A code word may come back when nobody will call about the first one any more."""


AT_THE_TABLE = "table"
"""The code of the setting "RVT-tafel"."""

CALLED_ALREADY = "Deze beller wacht niet meer. Iemand belde al terug."


class NoLongerValid(DomainError):
    """A code that does not hold on the day of the call."""


class OutsideTheArea(DomainError):
    """A municipality that the organisation does not work for."""


class NotLikeThat(DomainError):
    """Times or days that cannot be."""


class CountedAlready(DomainError):
    """A question counts as one consultation."""


class NotDiscussed(DomainError):
    """Only what the table discussed is an advice of the table."""


class NothingToCallBack(DomainError):
    """The caller does not wait for a call, or was called back already."""


class MaybeANameInIt(DomainError):
    """A text in which somebody may be recognised, and nobody looked."""


@dataclass(frozen=True)
class Codes:
    """What the statistics bureau asks, as codes (domain dossier, 5.5)."""

    seeker_role: Code
    natures: Iterable[Code]
    extras: Iterable[Code] = ()
    seeker_organisation: Code | None = None
    duration: Code | None = None
    setting: Code | None = None

    def all(self) -> list[tuple[CodeList, Code]]:
        """Return every chosen code with the list it must be of."""
        single = {
            CodeList.SEEKER_ROLE: self.seeker_role,
            CodeList.SEEKER_ORGANISATION: self.seeker_organisation,
            CodeList.DURATION: self.duration,
            CodeList.SETTING: self.setting,
        }
        chosen = [(name, code) for name, code in single.items() if code is not None]
        chosen += [(CodeList.NATURE, code) for code in self.natures]
        return chosen + [(CodeList.EXTRA, code) for code in self.extras]


@transaction.atomic
def register_consultation(
    *,
    organisation: Organisation,
    began_at: datetime,
    municipality: Municipality,
    codes: Codes,
    what_now: WhatNow,
    call_back_on: date | None = None,
    question: str = "",
    advice: str = "",
    caller_does: str = "",
    code_word: str = "",
    by: User,
) -> Consultation:
    """Keep an advice. It ends now. `began_at` is aware; `call_back_on` is a local day.

    Raises NoLongerValid, OutsideTheArea, NotLikeThat.
    """
    moment = now()
    if not moment - LONGEST_CALL <= began_at <= moment:
        raise NotLikeThat("Het begin ligt niet in de laatste 12 uur.")
    if call_back_on is not None and call_back_on < timezone.localdate():
        raise NotLikeThat("Kies een dag die nog komt.")
    if not organisation.municipalities.contains(municipality):
        raise OutsideTheArea("Deze gemeente hoort niet bij jouw organisatie.")
    _refuse_old_codes(codes, on=timezone.localdate(began_at))
    consultation = Consultation.objects.create(
        organisation=organisation,
        staff=by,
        began_at=began_at,
        seeker_role=codes.seeker_role,
        seeker_organisation=codes.seeker_organisation,
        municipality=municipality,
        duration=codes.duration,
        setting=codes.setting,
        question=question,
        advice=advice,
        caller_does=caller_does,
        what_now=what_now,
        call_back_on=call_back_on,
        code_word=code_word,
    )
    consultation.natures.set(codes.natures)
    consultation.extras.set(codes.extras)
    audit.record(RegisterEvent.CONSULTATION_REGISTERED, target=consultation, by=by)
    return consultation


@dataclass(frozen=True)
class Texts:
    """What a call was about, in words. `looked`: a person looked whether somebody can be recognised."""

    question: str = ""
    advice: str = ""
    caller_does: str = ""
    looked: bool = False


@transaction.atomic
def deliver_consultation(
    token: ApiToken,
    *,
    began_at: datetime,
    ended_at: datetime,
    municipality: Municipality,
    codes: Codes,
    what_now: WhatNow,
    texts: Texts,
) -> Consultation:
    """Keep an advice that was registered elsewhere, of the organisation of `token`; who made it answers for it.

    The same rules as for a call of here. Raises NoLongerValid, OutsideTheArea, NotLikeThat, MaybeANameInIt.
    """
    if not FIRST_MOMENT <= began_at <= ended_at <= now():
        raise NotLikeThat("Begin en einde kunnen zo niet: eerst het begin, en niets in de toekomst.", field="ended_at")
    if not token.organisation.municipalities.contains(municipality):
        raise OutsideTheArea("Deze gemeente hoort niet bij jouw organisatie.", field="municipality")
    _refuse_old_codes(codes, on=timezone.localdate(began_at))
    written = {"question": texts.question, "advice": texts.advice, "caller_does": texts.caller_does}
    if not texts.looked and may_be_names(written, person=None).must_look:
        raise MaybeANameInIt(
            "Misschien is iemand te herkennen. Laat iemand kijken, en stuur dan looked_for_names mee.", field="question"
        )
    consultation: Consultation = Consultation.objects.create(
        organisation=token.organisation,
        source=ConsultationSource.API,
        began_at=began_at,
        ended_at=ended_at,
        municipality=municipality,
        seeker_role=codes.seeker_role,
        seeker_organisation=codes.seeker_organisation,
        duration=codes.duration,
        setting=codes.setting,
        what_now=what_now,
        **written,
    )
    consultation.natures.set(codes.natures)
    consultation.extras.set(codes.extras)
    audit.record(RegisterEvent.CONSULTATION_DELIVERED, target=consultation, by=token.made_by, token=token.uuid)
    return consultation


@transaction.atomic
def hand_to_the_table(consultation: Consultation, *, by: User) -> None:
    """Begin a question of the same person with the texts of a consultation. Nothing keeps that they belong together."""
    advice = f"Er is al dit advies gegeven: {consultation.advice}" if consultation.advice else ""
    does = f"Dit is afgesproken: {consultation.caller_does}" if consultation.caller_does else ""
    questions.begin_question(
        organisation=consultation.organisation,
        by=by,
        sentence=consultation.question,
        tried="\n".join(filter(None, (advice, does))),
    )


@transaction.atomic
def count_item(
    item: AgendaItem, *, organisation: Organisation, municipality: Municipality, codes: Codes, by: User
) -> Consultation:
    """Count a question that the table discussed as a consultation at the table: once. `codes.setting` is filled in.

    It counts on the day of the meeting, and holds no text: who may read a question, reads it at the table.
    Raises CountedAlready, NotDiscussed, NoLongerValid, OutsideTheArea.
    """
    if not item.is_done or item.question_id is None:
        raise NotDiscussed("Deze vraag is nog niet besproken.")
    if organisation.region_id != item.meeting.region_id or not organisation.municipalities.contains(municipality):
        raise OutsideTheArea("Deze gemeente hoort niet bij deze organisatie.")
    day = timezone.localdate(item.meeting.starts_at)
    at_the_table = Code.objects.of(CodeList.SETTING).valid_on(day).filter(code=AT_THE_TABLE).first()
    codes = replace(codes, setting=at_the_table)
    _refuse_old_codes(codes, on=day)
    try:
        with transaction.atomic():
            CountedItem.objects.create(item=item)
    except IntegrityError as error:  # The constraint keeps the second one out.
        raise CountedAlready("Deze vraag telt al mee als consultatie.") from error
    consultation = Consultation.objects.create(
        organisation=organisation,
        staff=by,
        began_at=item.meeting.starts_at,
        ended_at=item.meeting.starts_at,
        seeker_role=codes.seeker_role,
        seeker_organisation=codes.seeker_organisation,
        municipality=municipality,
        duration=codes.duration,
        setting=codes.setting,
        what_now=WhatNow.DONE,
    )
    consultation.natures.set(codes.natures)
    consultation.extras.set(codes.extras)
    audit.record_by_day(RegisterEvent.CONSULTATION_FROM_TABLE, target=consultation, by=by)
    return consultation


@transaction.atomic
def add_to_consultation(consultation: Consultation, *, text: str, why: str, by: User) -> Addition:
    """Put something beside what was written, with the reason; the original stays."""
    addition = Addition.objects.create(consultation=consultation, text=text, why=why, by=by)
    audit.record(RegisterEvent.CONSULTATION_ADDED_TO, target=addition, by=by)
    return addition


@transaction.atomic
def called_back(consultation: Consultation, *, text: str, by: User) -> Addition:
    """Keep that the caller was called back, and what was said. Raises NothingToCallBack."""
    waits = Consultation.objects.to_call_back().filter(pk=consultation.pk)
    addition = Addition(consultation=consultation, text=text, was_call_back=True, by=by)
    try:
        if not waits.exists():
            raise NothingToCallBack(CALLED_ALREADY)
        with transaction.atomic():
            addition.save(force_insert=True)
    except IntegrityError as error:  # A colleague called at the same moment: the constraint keeps one.
        raise NothingToCallBack(CALLED_ALREADY) from error
    audit.record(RegisterEvent.CONSULTATION_CALLED_BACK, target=addition, by=by)
    return addition


def _refuse_old_codes(codes: Codes, *, on: date) -> None:
    chosen = codes.all()
    valid = set(Code.objects.valid_on(on).values_list("pk", "list"))
    for name, code in chosen:
        if (code.pk, name) not in valid:
            raise NoLongerValid(f"“{code.label}” geldt niet meer. Kies iets anders.")
