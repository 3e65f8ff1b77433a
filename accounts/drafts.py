"""Text that was typed and not sent: kept on the server, for the person who typed it only."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, transaction
from django.http import HttpRequest, QueryDict
from django.utils import timezone

from accounts import onetime
from accounts.models import Draft, User
from accounts.onetime import AUTOSAVE

_NOT_TEXT = {"csrfmiddlewaretoken", onetime.FIELD, "_wie", AUTOSAVE}

OVERTAKEN_WITHIN = timedelta(seconds=10)
"""How long after a form was sent a draft of it may still arrive. What comes later was typed after going back."""


@transaction.atomic
def keep(user: User, form: str, about: UUID | None, data: QueryDict) -> datetime:
    """Keep what was typed, over what was kept before. Returns the moment, aware.

    A draft that its own form overtook on the way is not kept: it would come back in the next form, and be sent again.
    Returns the moment of sending then. Raises PermissionDenied for a key that is no UUID.
    """
    claimed = None
    if AUTOSAVE in data and onetime.FIELD in data:
        claimed = onetime.claim(user, onetime.key_of(data), "")  # waits while the form itself is being sent
        if not claimed.is_first and timezone.now() - claimed.row.created_at < OVERTAKEN_WITHIN:
            return claimed.row.created_at
    kept = {name: values for name, values in data.lists() if name not in _NOT_TEXT}
    draft, _ = Draft.objects.update_or_create(owner=user, form=form, about=about, defaults={"data": kept})
    if claimed is not None and claimed.is_first:
        claimed.release()
    return draft.saved_at


def find(user: User, form: str, about: UUID | None) -> Draft | None:
    """Return the draft of this person for this form, or None."""
    return Draft.objects.of(user, form, about).first()


def as_post(draft: Draft) -> QueryDict:
    """Return the kept text in the shape in which it was posted."""
    data = QueryDict(mutable=True)
    for name, values in draft.data.items():
        data.setlist(name, values)
    return data


def saved_at_for(request: HttpRequest) -> datetime | None:
    """Return when the text of the form at this address was last kept for this person; None when there is no draft.

    For the page that says that something went wrong: it never fails itself, also when the database does.
    """
    match = request.resolver_match
    view = getattr(match.func, "view_class", None) if match else None
    if not (match and getattr(view, "draft_name", None)):
        return None
    try:
        with transaction.atomic():
            if not request.user.is_authenticated:
                return None
            draft = find(request.user, view.draft_name, match.kwargs.get(view.slug_url_kwarg))
    except DatabaseError:
        return None
    return draft.saved_at if draft else None


def discard(user: User, form: str, about: UUID | None) -> None:
    """Throw the draft away: what it held has been sent."""
    Draft.objects.of(user, form, about).delete()
