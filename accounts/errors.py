"""Refusals that belong to the work, not to the form."""

from accounts.choices import AccessEvent


class DomainError(Exception):
    """The work forbids this. The message is a Dutch sentence for the person who asked.

    `field` names the form field that the sentence belongs to, when there is one. A refusal with an `access_event` is a
    line of the access log.
    """

    access_event: AccessEvent | None = None

    def __init__(self, message: str, *, field: str | None = None) -> None:
        super().__init__(message)
        self.message = message
        self.field = field
