"""The settings checklist of production, as system checks: `manage.py check --deploy` and `bin/check` run them.

`base` is production, so a wrong value here is a mistake in `base` or in the environment of one installation.
"""

from collections.abc import Iterator
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, register

EXACTLY: dict[str, Any] = {
    "DEBUG": False,
    "DEMO_MODE": False,
    "ADMINS": [],
    "SECURE_SSL_REDIRECT": True,
    "SECURE_HSTS_SECONDS": 63_072_000,
    "SECURE_HSTS_INCLUDE_SUBDOMAINS": True,
    "SECURE_HSTS_PRELOAD": True,
    "SECURE_CONTENT_TYPE_NOSNIFF": True,
    "SECURE_REFERRER_POLICY": "same-origin",
    "SECURE_CROSS_ORIGIN_OPENER_POLICY": "same-origin",
    "X_FRAME_OPTIONS": "DENY",
    "SESSION_ENGINE": "accounts.sessions",
    "SESSION_SERIALIZER": "django.contrib.sessions.serializers.JSONSerializer",
    "SESSION_COOKIE_NAME": "__Host-sid",
    "SESSION_COOKIE_SECURE": True,
    "SESSION_COOKIE_HTTPONLY": True,
    "SESSION_COOKIE_PATH": "/",
    "SESSION_COOKIE_DOMAIN": None,
    "SESSION_COOKIE_SAMESITE": "Lax",
    "SESSION_EXPIRE_AT_BROWSER_CLOSE": True,
    "CSRF_USE_SESSIONS": True,
    "USE_TZ": True,
    "DATABASE_ROLE": "app",
    "CELERY_TASK_SERIALIZER": "json",
    "CELERY_ACCEPT_CONTENT": ["json"],
    "CELERY_TASK_ACKS_LATE": True,
    "CELERY_TASK_REJECT_ON_WORKER_LOST": True,
    "CELERY_WORKER_PREFETCH_MULTIPLIER": 1,
}

AT_MOST = {
    "SESSION_COOKIE_AGE": 36_000,
    "PASSWORD_RESET_TIMEOUT": 900,
    "DATA_UPLOAD_MAX_MEMORY_SIZE": 1_048_576,
    "DATA_UPLOAD_MAX_NUMBER_FIELDS": 400,
    "DATA_UPLOAD_MAX_NUMBER_FILES": 3,
}

LOCKED_DIRECTIVES = ("default-src", "frame-ancestors", "base-uri", "object-src")


@register(Tags.security, deploy=True)
def check_values(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Compare every setting of which only one value, or only a small one, is safe."""
    wrong = [name for name, value in EXACTLY.items() if getattr(settings, name) != value]
    too_much = [name for name, most in AT_MOST.items() if not getattr(settings, name) <= most]
    return [
        *(Error(f"{name} is niet de veilige waarde {EXACTLY[name]!r}.", id="config.E001") for name in wrong),
        *(Error(f"{name} is meer dan {AT_MOST[name]}.", id="config.E002") for name in too_much),
    ]


@register(Tags.security, deploy=True)
def check_rules(app_configs: Any, **_: Any) -> list[CheckMessage]:
    """Check what a rule says rather than a value."""
    return [Error(sentence, id=f"config.{code}") for code, sentence in _broken_rules()]


def _broken_rules() -> Iterator[tuple[str, str]]:
    if any(host.startswith((".", "*")) for host in settings.ALLOWED_HOSTS):
        yield "E010", "ALLOWED_HOSTS noemt een hele familie van namen; noem ze één voor één."
    if len(settings.SECRET_KEY_FALLBACKS) > 1:
        yield "E011", "SECRET_KEY_FALLBACKS houdt meer dan één oude sleutel in leven."
    if not settings.PASSWORD_HASHERS[0].endswith("Argon2PasswordHasher"):
        yield "E012", "PASSWORD_HASHERS begint niet met Argon2."
    if "django.contrib.admin" in settings.INSTALLED_APPS:
        yield "E013", "django.contrib.admin is een achterdeur en hoort hier niet."
    policy = settings.CONTENT_SECURITY_POLICY["DIRECTIVES"]
    if any("unsafe" in source or "//" in source for sources in policy.values() for source in sources):
        yield "E014", "CONTENT_SECURITY_POLICY laat onveilige of vreemde bronnen toe."
    if any(policy.get(directive) != ["'none'"] for directive in LOCKED_DIRECTIVES):
        yield "E015", f"CONTENT_SECURITY_POLICY houdt niet alles dicht van: {', '.join(LOCKED_DIRECTIVES)}."
    if settings.REST_FRAMEWORK["DEFAULT_RENDERER_CLASSES"] != ["rest_framework.renderers.JSONRenderer"]:
        yield "E016", "De API antwoordt in iets anders dan JSON."
    if settings.REST_FRAMEWORK["DEFAULT_PERMISSION_CLASSES"] != ["rest_framework.permissions.IsAuthenticated"]:
        yield "E017", "De API vraagt niet standaard wie je bent."
    middleware = settings.MIDDLEWARE
    if "django.contrib.auth.middleware.LoginRequiredMiddleware" not in middleware:
        yield "E018", "LoginRequiredMiddleware ontbreekt: pagina's zijn dan standaard open."
    if middleware[0] != "config.middleware.ResponseHeadersMiddleware":
        yield "E019", "ResponseHeadersMiddleware staat niet vooraan: dan missen sommige antwoorden hun headers."
