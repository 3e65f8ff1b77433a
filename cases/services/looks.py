"""Looking back at looks: choosing which, every night, and what the privacy officer thinks of them (security 4.7)."""

from __future__ import annotations

import random
from collections import Counter

from django.db import transaction

from accounts import audit
from accounts.actor import acting_as
from accounts.choices import Role
from accounts.errors import DomainError
from accounts.models import Membership, Organisation, User
from cases import doors
from cases.choices import CaseEvent, LookJudgement
from cases.models import LookReview, LookVerdict


class LookJudgedAlready(DomainError):
    """A verdict does not change."""


@transaction.atomic
def choose(dice: random.Random | None = None) -> int:
    """Choose the looks of the days before today that nobody chose yet; return how many. May run twice.

    The choice is made inside the database, which shows nobody the whole log; `dice` gives it its chance. It is logged
    in the name of the first privacy officer who will look at them.
    """
    seed = f"{(dice or random.SystemRandom()).getrandbits(128):032x}"
    numbers = Counter(doors.choose_looks(seed))
    for organisation in Organisation.objects.filter(pk__in=numbers).order_by("pk"):
        officer = _officer_for(organisation)
        with acting_as(officer):
            audit.record(
                CaseEvent.LOOKS_CHOSEN,
                target=organisation,
                by=officer,
                number=numbers[organisation.pk],
                scheduled=True,
            )
    return numbers.total()


@transaction.atomic
def judge(review: LookReview, *, verdict: LookJudgement, text: str, by: User) -> LookVerdict:
    """Keep what the privacy officer thinks of it. Nobody is told: what looks like a breach is looked into first.

    Raises LookJudgedAlready.
    """
    if not LookReview.objects.judgeable_by(by).contains(review):
        raise LookJudgedAlready("Dit is al nagekeken.")
    row: LookVerdict = LookVerdict.objects.create(review=review, verdict=verdict, text=text, by=by)
    audit.record(CaseEvent.LOOK_JUDGED, target=review, by=by, verdict=verdict)
    return row


def _officer_for(organisation: Organisation) -> User | None:
    """Who looks at the looks of this organisation: an own privacy officer, else one of the region."""
    officers = Membership.objects.current().filter(role=Role.PRIVACY_OFFICER, user__is_active=True)
    own = officers.filter(organisation=organisation).order_by("pk").select_related("user").first()
    found = own or officers.filter(organisation__region=organisation.region_id).order_by("pk").first()
    return found.user if found else None
