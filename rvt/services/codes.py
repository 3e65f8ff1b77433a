"""The code lists: answers begin and end; what they meant on a day never changes."""

from __future__ import annotations

from datetime import date

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from accounts import audit
from accounts.errors import DomainError
from accounts.models import User
from rvt.choices_register import CodeList, RegisterEvent
from rvt.models import Code


class CodeHoldsAlready(DomainError):
    """The same code twice on one day."""


class NotThatDay(DomainError):
    """An answer does not begin or end in the past: what was registered keeps its meaning."""


@transaction.atomic
def add_code(code_list: CodeList, *, code: str, label: str, first_on: date, bureau_code: str = "", by: User) -> Code:
    """Let an answer be chosen from `first_on` (a local day). Raises CodeHoldsAlready, NotThatDay."""
    if first_on < timezone.localdate():
        raise NotThatDay("Kies vandaag of een dag die nog komt.", field="first_on")
    last = Code.objects.of(code_list).aggregate(last=Max("place"))["last"] or 0
    row = Code(list=code_list, code=code, label=label, place=last + 1, first_on=first_on, bureau_code=bureau_code)
    try:
        with transaction.atomic():
            row.save(force_insert=True)
    except IntegrityError as error:
        raise CodeHoldsAlready("Deze code geldt dan al. Laat de oude eerst stoppen.", field="code") from error
    audit.record(RegisterEvent.CODE_ADDED, target=row, by=by, list=str(code_list), code=code)
    return row


@transaction.atomic
def end_code(code: Code, *, last_on: date, by: User) -> None:
    """Let an answer be chosen up to and including `last_on` (a local day). Raises NotThatDay."""
    if last_on < max(timezone.localdate(), code.first_on):
        raise NotThatDay("Kies vandaag of een dag die nog komt.", field="last_on")
    Code.objects.filter(pk=code.pk).update(last_on=last_on)
    audit.record(RegisterEvent.CODE_ENDED, target=code, by=by, last_on=last_on.isoformat())


@transaction.atomic
def set_bureau_code(code: Code, *, bureau_code: str, by: User) -> None:
    """Keep by which code the statistics bureau knows it: for every delivery from now on."""
    Code.objects.filter(pk=code.pk).update(bureau_code=bureau_code)
    audit.record(RegisterEvent.CODE_OF_BUREAU_SET, target=code, by=by)
