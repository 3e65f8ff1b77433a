"""The Celery application: wakes workers up. What must be done stands in the outbox table."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")

app = Celery("rondom")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
