"""Entry of the web server without row security. The real one (`config.wsgi`) refuses to start here, as it should."""

from django.core.wsgi import get_wsgi_application
from django.urls import get_resolver

application = get_wsgi_application()
get_resolver().url_patterns  # noqa: B018 - reading it is what loads them
