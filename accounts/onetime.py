"""One post, one effect: every form carries a key, and the first answer to a key is the answer to its repeats.

The key is claimed in the transaction of the post. A second post with the same key waits for the first one (the unique
index makes it wait) and then gets the same answer. When the first one failed, its transaction took the key with it.
A form carries its key in a hidden field; the API in the header `Idempotency-Key` (`docs/adr/0013`).
"""

from __future__ import annotations

import hashlib
import uuid
from collections.abc import Iterable
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse, QueryDict

from accounts.models import SubmissionKey, User

FIELD = "_sleutel"
AUTOSAVE = "_concept"
"""The name a form sends along when it only wants its text kept: that is no post, and uses no key."""


def new_key() -> str:
    """Return a key for one form on one page."""
    return str(uuid.uuid4())


def key_of(data: QueryDict) -> uuid.UUID:
    """Return the key that a form carried. Raises PermissionDenied for a key that is no UUID."""
    try:
        return uuid.UUID(data[FIELD])
    except ValueError as error:
        raise PermissionDenied from error


@dataclass
class Claim:
    """A post and its key: the first one acts; for a repeat `row` says what the first one answered."""

    row: SubmissionKey
    is_first: bool
    same_content: bool = True

    def settle(self, *, status: int, location: str) -> None:
        """Keep where the answer is. Never what it said: that would be a second copy of the file."""
        self.row.status, self.row.location = status, location
        self.row.save(update_fields=["status", "location"])

    def release(self) -> None:
        """Give the key back: the post had no effect."""
        self.row.delete()


def claim(user: User, key: uuid.UUID, content: str) -> Claim:
    """Claim `key` for a post with this digest of its content; waits while another post holds the same key."""
    try:
        with transaction.atomic():
            return Claim(SubmissionKey.objects.create(user=user, key=key, request_hash=content), is_first=True)
    except IntegrityError:
        earlier = SubmissionKey.objects.get(user=user, key=key)
        return Claim(earlier, is_first=False, same_content=earlier.request_hash == content)


def digest(parts: Iterable[bytes]) -> str:
    """Return one hash over the parts of a post."""
    total = hashlib.sha256()
    for part in parts:
        total.update(hashlib.sha256(part).digest())
    return total.hexdigest()


class OneTimePost:
    """The claim of one form post on its key; used by the middleware of the same name."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.claimed: Claim | None = None

    @property
    def applies(self) -> bool:
        request = self.request
        return (
            request.method == "POST"
            and request.user.is_authenticated
            and FIELD in request.POST
            and AUTOSAVE not in request.POST
        )

    def claim(self) -> HttpResponse | None:
        """Claim the key; return the first answer when it was used before for the same content.

        Raises PermissionDenied for a key that is no UUID.
        """
        claimed = claim(self.request.user, key_of(self.request.POST), self._content())  # type: ignore[arg-type]
        if claimed.is_first:
            self.claimed = claimed
        elif claimed.same_content:
            return HttpResponse(status=claimed.row.status, headers={"Location": claimed.row.location})
        # Other content: somebody went back, changed the text and sent it again. That is another post.
        return None

    def settle(self, response: HttpResponse) -> None:
        """Keep the answer, when the post had an effect; give the key back, when it had none."""
        if self.claimed is None:
            return
        if 300 <= response.status_code < 400:
            self.claimed.settle(status=response.status_code, location=response["Location"])
        else:
            self.claimed.release()

    def _content(self) -> str:
        fields = [item for item in sorted(self.request.POST.lists()) if item[0] != "csrfmiddlewaretoken"]
        return digest([self.request.path.encode(), *(repr(item).encode() for item in fields)])
