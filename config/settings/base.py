"""Production settings: everything that varies comes from the environment, and a missing value stops the start."""

from datetime import timedelta
from pathlib import Path

from celery.schedules import crontab
from csp.constants import NONE, SELF

from config import database, env, mail

BASE_DIR = Path(__file__).resolve().parent.parent.parent

# --- Where and who -------------------------------------------------------------------------------
PRODUCT_NAME = "Rondom"
HELP_PHONE = "088 000 11 22"
DEBUG = False
SECRET_KEY = env.secret("SECRET_KEY", min_length=50)
ALLOWED_HOSTS = env.names("ALLOWED_HOSTS")
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
DEMO_MODE = False
"""True only in the settings of a demo installation (`config.settings.dev`): shows and signs in the demo people."""

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django_linear_migrations",
    "django_htmx",
    "csp",
    "guardian",
    "rest_framework",
    "drf_spectacular",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "accounts",
    "rvt",
    "cases",
    "veiligheidskaart",
    "config",
]

MIDDLEWARE = [
    # What puts headers on an answer stands outside of what may give one: a redirect or a refusal carries them all.
    "config.middleware.ResponseHeadersMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "config.middleware.RefusalMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.health.HealthMiddleware",
    "config.middleware.TransactionMiddleware",
    "config.middleware.StrangerMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "accounts.middleware.SecondStepMiddleware",
    "accounts.middleware.ActorMiddleware",
    "accounts.middleware.TurnedScreenMiddleware",
    "accounts.middleware.OneTimePostMiddleware",
]

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": False,
        "OPTIONS": {
            "loaders": [
                (
                    "django.template.loaders.cached.Loader",
                    [
                        "django.template.loaders.filesystem.Loader",
                        "django.template.loaders.app_directories.Loader",
                    ],
                )
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accounts.context_processors.page",
            ],
        },
    }
]

# --- Database, broker, cache ---------------------------------------------------------------------
DATABASE_ROLE = env.choice("DATABASE_ROLE", "app", "owner")
DATABASES = {
    "default": {
        "ENGINE": "config.postgresql",
        "CONN_MAX_AGE": None,
        "CONN_HEALTH_CHECKS": True,
        # Every request already runs in one transaction, opened by TransactionMiddleware around view and rendering.
        "ATOMIC_REQUESTS": False,
        **database.connection(
            env.required("DATABASE_URL"),
            role=DATABASE_ROLE,
            secret_key=SECRET_KEY,
            admin_password=env.optional_secret("DATABASE_PASSWORD"),
        ),
    }
}
# The access log has a line of its own: a look that is taken back stays a look (docs/adr/0041).
ACCESS_LOG_LINE = database.audit_line(env.required("DATABASE_URL"), secret_key=SECRET_KEY)
ACCESS_LOG_ANCHOR = env.optional("ACCESS_LOG_ANCHOR", "/var/lib/rondom/access-log-anchor")
"""File outside the database that holds the last seals of the access log. Carry it away from this machine daily."""
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
# Counters of failed sign-ins live here: in the database, so that they survive a restart of the broker. The table must
# never be culled while they count: a thousand strangers would wipe the counter of the thousand-and-first.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "accounts_cache",
        "OPTIONS": {"MAX_ENTRIES": 1_000_000},
    }
}

CELERY_BROKER_URL = env.required("REDIS_URL")
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_TIME_LIMIT = 25  # shorter than outbox.LEASE
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 300,
    # Waking a worker up is not worth a wait: with the defaults of kombu a broker that is away holds a request for 6 s.
    "max_retries": 1,
    "interval_start": 0,
    "socket_connect_timeout": 1,
}
CELERY_TIMEZONE = "Europe/Amsterdam"
CELERY_BEAT_SCHEDULE = {
    "sweep-outbox": {"task": "accounts.tasks.sweep_outbox", "schedule": 5.0},
    "access-that-ends": {
        "task": "cases.tasks.promise_questions_about_access",
        "schedule": crontab(hour=6, minute=0),
    },
    "choose-looks": {"task": "cases.tasks.choose_looks", "schedule": crontab(hour=3, minute=30)},
    "count-faces": {"task": "cases.tasks.count_faces", "schedule": crontab(hour=2, minute=50)},
    "look-for-silence": {"task": "cases.tasks.promise_looks_for_silence", "schedule": crontab(hour=6, minute=10)},
    "final-advice": {"task": "rvt.tasks.promise_final_advice", "schedule": crontab(hour=0, minute=30)},
    "look-back": {"task": "rvt.tasks.promise_look_backs", "schedule": crontab(hour=8, minute=15)},
    "remind-guests": {"task": "rvt.tasks.remind_guests", "schedule": crontab(hour=8, minute=5)},
    "forget-imports": {"task": "rvt.tasks.forget_imports", "schedule": crontab(minute=50)},
    "forget-papers": {"task": "rvt.tasks.forget_papers", "schedule": crontab(hour=4, minute=40)},
    "digests": {"task": "accounts.tasks.promise_digests", "schedule": crontab(hour=8, minute=0)},
    "forget-overviews": {"task": "cases.tasks.forget_overviews", "schedule": crontab(hour=4, minute=30)},
    "erase-old-questions": {"task": "rvt.tasks.erase_old_texts", "schedule": crontab(hour=4, minute=40)},
    "clear-sessions": {"task": "accounts.tasks.clear_sessions", "schedule": crontab(minute=20)},
    "tokens-that-end": {"task": "accounts.tasks.promise_news_of_tokens", "schedule": crontab(hour=6, minute=10)},
    "seal-access-log": {"task": "accounts.tasks.seal_access_log", "schedule": 60.0},
}

# --- Signing in ----------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "allauth.account.auth_backends.AuthenticationBackend",
    "cases.backends.HouseholdPermissionBackend",
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.Argon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 12}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
PASSWORD_RESET_TIMEOUT = 900
SESSION_ENGINE = "accounts.sessions"  # in the database: it ends at once and survives a restart of the broker
SESSION_COOKIE_NAME = "__Host-sid"
SESSION_COOKIE_AGE = int(timedelta(hours=10).total_seconds())
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_SECURE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_USE_SESSIONS = True
CSRF_FAILURE_VIEW = "accounts.interrupted.csrf_failure"

ACCOUNT_ADAPTER = "accounts.adapters.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.sign_in.LoginForm"}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = [
    "email*",
    "password1*",
]  # nobody signs up; without a password here allauth asks none at sign-in
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_USER_DISPLAY = "accounts.models.display_name"
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_PREVENT_ENUMERATION = "strict"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_REAUTHENTICATION_TIMEOUT = 300
# Failed tries count per account and, looser, per address: a whole town hall shares one.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/15m/key,100/15m/ip",
    "login": None,
    "reauthenticate": None,
    "wrong_api_token": "20/15m/ip",
    "wrong_meeting_link": "20/15m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = int(env.choice("TRUSTED_PROXY_COUNT", "0", "1", "2", "3"))
MFA_ADAPTER = "accounts.adapters.MFAAdapter"
MFA_FORMS = {
    "authenticate": "accounts.forms.sign_in.CodeForm",
    "reauthenticate": "accounts.forms.sign_in.AgainForm",
    "activate_totp": "accounts.forms.second_step.ActivateTOTPForm",
    "add_webauthn": "accounts.forms.second_step.AddPasskeyForm",
}
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_PASSKEY_SIGNUP_ENABLED = False
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_TRUST_ENABLED = False
MFA_TOTP_ISSUER = PRODUCT_NAME
MFA_TOTP_TOLERANCE = 1  # a code is good for its own half minute and its neighbours, once (accounts.second_step)
MFA_RECOVERY_CODE_COUNT = 10
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

GUARDIAN_MONKEY_PATCH_USER = False
ANONYMOUS_USER_NAME = None
GUARDIAN_USER_OBJ_PERMS_MODEL = "guardian.UserObjectPermission"

# --- Headers -------------------------------------------------------------------------------------
SECURE_SSL_REDIRECT = True
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
SECURE_HSTS_SECONDS = 63_072_000
SECURE_HSTS_INCLUDE_SUBDOMAINS = True
SECURE_HSTS_PRELOAD = True
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
    }
}

# --- The card ------------------------------------------------------------------------------------
LEAVE_URL = "https://www.buienradar.nl/"
"""Where "Verlaat deze pagina" of the public check goes: a page that anybody may have open."""

SIGNER = env.optional("SIGNER", "/run/rondom-signer/socket")
"""Socket of the process that signs cards (docs/adr/0058). Without it a card waits for its PDF, and pages say so."""
KEY_LIST = env.optional("KEY_LIST", "/run/rondom-keys/list.json")
"""File with the published list of public keys, which that process writes."""

# --- The table ----------------------------------------------------------------------------------
NAME_FINDER = env.optional("NAME_FINDER", "/run/rondom/names")
"""Socket of the process that searches texts for names (docs/adr/0050). Without it pages work, and say so."""
NAME_LISTS = env.optional("NAME_LISTS", "/srv/name-lists")
"""Folder of its lists, for the command that loads them itself when that process does not run."""

# --- Limits --------------------------------------------------------------------------------------
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_048_576
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 3

# --- Language and time ---------------------------------------------------------------------------
LANGUAGE_CODE = "nl"
TIME_ZONE = "Europe/Amsterdam"
USE_I18N = True
USE_TZ = True
USE_THOUSAND_SEPARATOR = True

# --- Files ---------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = env.required("STATIC_ROOT")
STATICFILES_DIRS = [BASE_DIR / "static"]
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.InMemoryStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

# --- Mail ----------------------------------------------------------------------------------------
EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
_mail = mail.from_environment()
EMAIL_HOST, EMAIL_PORT = _mail.host, _mail.port
EMAIL_USE_TLS, EMAIL_USE_SSL = _mail.security == "starttls", _mail.security == "tls"
EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = _mail.user, _mail.password
EMAIL_TIMEOUT = mail.TIMEOUT
DEFAULT_FROM_EMAIL = _mail.sender
SITE_URL = env.optional("SITE_URL", f"https://{ALLOWED_HOSTS[0]}").rstrip("/")
"""Where people find this installation; links in mails begin with it."""

# --- API -----------------------------------------------------------------------------------------
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["accounts.api_entry.SecondStepSessionAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["rest_framework.permissions.IsAuthenticated"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_PAGINATION_CLASS": "accounts.api_entry.Pagination",
    "DEFAULT_THROTTLE_CLASSES": ["accounts.api_entry.WriteThrottle"],
    "DEFAULT_METADATA_CLASS": None,  # an OPTIONS request would list choices
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "EXCEPTION_HANDLER": "accounts.api.problem_handler",
    "TEST_REQUEST_DEFAULT_FORMAT": "json",
    "UNAUTHENTICATED_USER": "django.contrib.auth.models.AnonymousUser",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Rondom",
    "DESCRIPTION": (
        "Households, people, agreements and cards, by the same rules as the pages. Sign in by the pages, second step"
        " included; send the CSRF token of a page as X-CSRFToken with every change."
        " What is not yours is not there: 404. An integration comes with a token of a beheerder, as a Bearer in"
        " Authorization; it opens the register and the figures, and never a household."
    ),
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.IsAuthenticated"],
    "SCHEMA_PATH_PREFIX": "/api/v1",
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.api_schema.add_what_is_everywhere",
    ],
    "ENUM_ADD_EXPLICIT_BLANK_NULL_CHOICE": False,
}

# --- Logging: no bodies, no values, no query strings ---------------------------------------------
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name} {message}", "style": "{"}},
    "filters": {"without_links": {"()": "config.log_filter.WithoutLinks"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line", "filters": ["without_links"]}},
    "root": {"handlers": ["stderr"], "level": "INFO"},
    "loggers": {
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
    },
}
ADMINS: list[tuple[str, str]] = []
SILENCED_SYSTEM_CHECKS = [
    "auth.W004",  # an e-mail address is unique without regard to capitals: a constraint, not `unique=True`
    "guardian.W001",  # guardian keeps the record; cases.backends answers (`docs/adr`, access)
]
