"""Entry of the web server (`granian --interface wsgi config.wsgi:application`)."""

import gc
import os

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

from config import row_security

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.base")
application = get_wsgi_application()

# Load every room now: a mistake in one stops the start, and the first visitor does not wait for it.
get_resolver().url_patterns  # noqa: B018 - reading it is what loads them

# A database that shows everybody everything is not served from.
row_security.check_before_start()

# What is loaded stays. Looking through it for rubbish would stop a request for a tenth of a second, now and then.
gc.collect()
gc.freeze()
# A page makes thousands of objects that go by themselves: looked through less often, it is up to a tenth quicker.
gc.set_threshold(20_000, 20, 20)
