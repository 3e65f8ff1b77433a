"""The Celery application: wakes workers up. What must be done stands in the outbox table."""

import os
from typing import Any

from celery import Celery
from celery.signals import beat_init, worker_init

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

app = Celery("rondom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_init.connect
@beat_init.connect
def _refuse_open_database(**_: Any) -> None:
    """A worker does not begin on a database that shows everybody everything, nor on one that does not answer.

    Celery logs what a receiver raises and goes on; only the end of the process stops it. Then it is started again.
    """
    from config import row_security

    try:
        row_security.check_before_start()
    except Exception as error:
        raise SystemExit(f"row security: {error}") from error
