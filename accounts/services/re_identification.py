"""Lost phone: a colleague of the same organisation confirms, in person, who somebody is (design 7)."""

from __future__ import annotations

import secrets

from django.db import transaction
from django.db.models import F
from django.utils.crypto import constant_time_compare, salted_hmac

from accounts import audit
from accounts.choices import AccountEvent, InvitationKind
from accounts.clock import now
from accounts.errors import DomainError
from accounts.models import ReIdentification, User
from accounts.notifications import notify
from accounts.rules import RE_IDENTIFICATION_LIFETIME, RE_IDENTIFICATION_TRIES
from accounts.services.links import mail_link


class NobodyCanHelp(DomainError):
    """There is no colleague to go to."""


class WrongCode(DomainError):
    """The code is that of another request, or of an older one."""


@transaction.atomic
def ask_colleague(user: User) -> str:
    """Return the code of six digits to show to a colleague. An older request stops. Raises NobodyCanHelp.

    The caller has checked the password of `user`.
    """
    if not User.objects.colleagues_of(user).exists():
        raise NobodyCanHelp("Er is geen collega in je organisatie die kan helpen. Bel de helpdesk.")
    ReIdentification.objects.open().filter(user=user).update(expires_at=now())
    code = f"{secrets.randbelow(10**6):06d}"
    asked = ReIdentification.objects.create(
        user=user, code_hash=_hash(user, code), expires_at=now() + RE_IDENTIFICATION_LIFETIME
    )
    audit.record(AccountEvent.RE_IDENTIFICATION_ASKED, target=user, by=user, request=asked.uuid)
    return code


def confirm_colleague(asked: ReIdentification, *, code: str, by: User) -> None:
    """Say that `by` has just seen this person. A mail with a link to set up the second step again goes out.

    A wrong code counts, also when the rest is taken back. Raises WrongCode.
    """
    with transaction.atomic():
        row = ReIdentification.objects.open().select_for_update(of=("self",)).filter(pk=asked.pk).first()
        is_right = row is not None and constant_time_compare(row.code_hash, _hash(asked.user, code))
        if is_right:
            _confirm(asked, by=by)
        else:
            ReIdentification.objects.filter(pk=asked.pk).update(tries=F("tries") + 1)
    if not is_right:
        raise WrongCode(
            f"Deze code klopt niet. Na {RE_IDENTIFICATION_TRIES} keer vraagt je collega een nieuwe code.", field="code"
        )


def _confirm(asked: ReIdentification, *, by: User) -> None:
    asked.confirmed_by, asked.confirmed_at = by, now()
    asked.save(update_fields=["confirmed_by", "confirmed_at"])
    audit.record(AccountEvent.RE_IDENTIFIED, target=asked.user, by=by, request=asked.uuid)
    notify(asked.user, "re_identified", about=asked.uuid, by=by)
    mail_link(asked.user, InvitationKind.LOST_PHONE, by=by)


def _hash(user: User, code: str) -> str:
    return salted_hmac("accounts.re_identification", f"{user.uuid}:{code}", algorithm="sha256").hexdigest()
