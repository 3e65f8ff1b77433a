"""The backend that `DATABASES` names: Django's own, with one sentence at the start of each outermost transaction."""

from django.db.backends.postgresql import base

from accounts import actor


class DatabaseWrapper(base.DatabaseWrapper):
    """Row security needs to know who acts, in the web, in a job and in a command alike; this is the one place."""

    def _set_autocommit(self, autocommit: bool) -> None:
        super()._set_autocommit(autocommit)
        if not autocommit:
            actor.tell(self)
