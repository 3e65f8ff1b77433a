"""One post, one effect: every form carries a key, and the first answer to a key is the answer to its repeats.

The key is claimed in the transaction of the post. A second post with the same key waits for the first one (the unique
index makes it wait) and then gets the same redirect. When the first one failed, its transaction took the key with it.
"""

from __future__ import annotations

import hashlib
import uuid

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.http import HttpRequest, HttpResponse

from accounts import drafts
from accounts.models import SubmissionKey

FIELD = "_sleutel"


def new_key() -> str:
    """Return a key for one form on one page."""
    return str(uuid.uuid4())


class OneTimePost:
    """The claim of one post on its key; used by the middleware of the same name."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request
        self.row: SubmissionKey | None = None

    @property
    def applies(self) -> bool:
        request = self.request
        return (
            request.method == "POST"
            and request.user.is_authenticated
            and FIELD in request.POST
            and drafts.AUTOSAVE not in request.POST
        )

    def claim(self) -> HttpResponse | None:
        """Claim the key; return the first answer when it was used before for the same content.

        Raises PermissionDenied for a key that is no UUID.
        """
        try:
            key = uuid.UUID(self.request.POST[FIELD])
        except ValueError as error:
            raise PermissionDenied from error
        content = self._content_hash()
        try:
            with transaction.atomic():
                self.row = SubmissionKey.objects.create(user=self.request.user, key=key, request_hash=content)
        except IntegrityError:
            earlier = SubmissionKey.objects.get(user=self.request.user, key=key)
            if earlier.request_hash != content:
                # Somebody went back, changed the text and sent it again: that is another post.
                return None
            response = HttpResponse(status=earlier.status)
            response["Location"] = earlier.location
            return response
        return None

    def settle(self, response: HttpResponse) -> None:
        """Keep the answer, when the post had an effect; give the key back, when it had none."""
        if self.row is None:
            return
        if 300 <= response.status_code < 400:
            self.row.status, self.row.location = response.status_code, response["Location"]
            self.row.save(update_fields=["status", "location"])
        else:
            self.row.delete()

    def _content_hash(self) -> str:
        digest = hashlib.sha256(self.request.path.encode())
        for name, values in sorted(self.request.POST.lists()):
            if name != "csrfmiddlewaretoken":
                digest.update(repr((name, values)).encode())
        return digest.hexdigest()
