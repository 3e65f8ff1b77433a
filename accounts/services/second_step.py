"""History of one's own second step; the step itself is kept by allauth."""

from __future__ import annotations

from django.db import transaction

from accounts import audit
from accounts.choices import AccountEvent
from accounts.models import User


@transaction.atomic
def note_second_step(event: AccountEvent, *, user: User, kind: str) -> None:
    """Write down that somebody's second step changed. `kind` is allauth's: totp, webauthn or recovery_codes."""
    audit.record(event, target=user, by=user, kind=kind)
