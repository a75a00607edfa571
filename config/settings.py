"""Samråd's settings. Safe by default; a wrong value stops the start with a sentence that says which and why."""

import os
from pathlib import Path
from typing import Any

import django_stubs_ext
import environ
from csp.constants import NONE, SELF

from . import deployment
from .schedule import SCHEDULE

django_stubs_ext.monkeypatch()  # ModelAdmin[User] and ModelForm[User] are types for mypy and classes for Python

BASE_DIR = Path(__file__).resolve().parent.parent
environ.Env.read_env(BASE_DIR / ".env")  # what the environment already says wins
DEPLOYMENT = deployment.read(os.environ, base_dir=BASE_DIR)

# --- the installation
VAR_DIR = DEPLOYMENT.var_dir
SECRET_KEY = DEPLOYMENT.secret_key
DEBUG = DEPLOYMENT.debug
SITE_URL = DEPLOYMENT.site_url
ALLOWED_HOSTS = DEPLOYMENT.allowed_hosts
TRUSTED_PROXIES = DEPLOYMENT.trusted_proxies

# --- what Samråd is made of
INSTALLED_APPS = [
    "core.admin_config.SamradAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "csp",
    "crispy_forms",
    "crispy_bootstrap5",
    "core",
    "accounts",
    "plans",
    "activities",
    "evaluations",
    "appendix",
    "overview",
    "config",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "config.middleware.PermissionsPolicyMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "config.middleware.KeptByNobodyMiddleware",
    "config.middleware.CompressionMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "core.sign_in.SignInMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "core.wrong_method.WrongMethodMiddleware",
]
ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "core.context_processors.samrad",
            ]
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# --- what is stored
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
SQLITE_OPTIONS = {
    # Writers queue up when they begin instead of failing when they write; readers never wait (WAL).
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL; PRAGMA cache_size=-16000;",
}
POSTGRESQL_OPTIONS = {
    "connect_timeout": 5,
    "application_name": "samrad",
    # It thinks that following a tree costs much, and compiles for half a second what takes one
    # millisecond. What is prepared (core.questions) is planned once, not for each agreement anew.
    "options": "-c jit=off -c plan_cache_mode=force_generic_plan",
}
DATABASE: dict[str, Any] = {
    "CONN_MAX_AGE": 60,
    "CONN_HEALTH_CHECKS": True,
    **DEPLOYMENT.database,
}
DATABASE["OPTIONS"] = {
    **(SQLITE_OPTIONS if DEPLOYMENT.is_sqlite else POSTGRESQL_OPTIONS),
    **DATABASE.get("OPTIONS", {}),
}
DATABASES = {"default": DATABASE}
MEDIA_ROOT = DEPLOYMENT.media_root
FILE_UPLOAD_PERMISSIONS = 0o640
FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o750
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 2000
DATA_UPLOAD_MAX_NUMBER_FILES = 20
# Spreadsheets that people upload: bytes as sent and unpacked, rows of one table, cells of all its sheets.
SHEET_LARGEST_FILE: int = 4 * 1024 * 1024
SHEET_LARGEST_UNPACKED: int = 32 * 1024 * 1024
SHEET_MOST_ROWS = 1000
SHEET_MOST_CELLS = 60_000
# Files of the archive: bytes as sent and unpacked, pixels; memory and seconds of work to look into one.
FILE_UPLOAD_HANDLERS = [
    "core.uploads.LimitedUploadHandler",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]
ARCHIVE_LARGEST_FILE: int = DEPLOYMENT.archive.file
ARCHIVE_LARGEST_UNPACKED: int = DEPLOYMENT.archive.unpacked
ARCHIVE_MOST_PIXELS: int = DEPLOYMENT.archive.pixels
ARCHIVE_MOST_MEMORY: int = DEPLOYMENT.archive.memory
ARCHIVE_MOST_SECONDS: int = DEPLOYMENT.archive.seconds

CACHES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}
}
REDIS_TIMEOUTS = {"socket_connect_timeout": 1, "socket_timeout": 1}
if DEPLOYMENT.redis_url:
    CACHES["default"] = {
        "BACKEND": "config.cache.RedisOrLocalCache",
        "LOCATION": DEPLOYMENT.redis_url,
        "KEY_PREFIX": "samrad",
        "OPTIONS": REDIS_TIMEOUTS,
    }

# --- what is done behind the pages
QUEUE_DIR = VAR_DIR / "queue"
CELERY_BROKER_URL = DEPLOYMENT.redis_url or "filesystem://localhost"
if DEPLOYMENT.redis_url:
    # A web request nudges once and goes on: without Redis the sweep of the next minute does the work.
    CELERY_BROKER_TRANSPORT_OPTIONS: dict[str, Any] = {
        "global_keyprefix": "samrad:",
        "visibility_timeout": 3600,
        "socket_connect_timeout": 1,
        "socket_timeout": 5,
        "retry_on_timeout": False,
        "max_retries": 0,
    }
else:
    for folder in ("messages", "control"):
        (QUEUE_DIR / folder).mkdir(parents=True, exist_ok=True)
    CELERY_BROKER_TRANSPORT_OPTIONS = {
        "data_folder_in": str(QUEUE_DIR / "messages"),
        "data_folder_out": str(QUEUE_DIR / "messages"),
        "control_folder": str(QUEUE_DIR / "control"),
        "polling_interval": 0.5,
    }
CELERY_BROKER_CONNECTION_TIMEOUT = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_TASK_PUBLISH_RETRY = False
CELERY_TASK_SERIALIZER = "json"
CELERY_ACCEPT_CONTENT = ["json"]
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_TIME_LIMIT = 300
CELERY_TASK_SOFT_TIME_LIMIT = 270
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_WORKER_MAX_TASKS_PER_CHILD = 500
CELERY_WORKER_ENABLE_REMOTE_CONTROL = bool(DEPLOYMENT.redis_url)
CELERY_WORKER_HIJACK_ROOT_LOGGER = False
CELERY_TIMEZONE = DEPLOYMENT.time_zone
CELERY_BEAT_SCHEDULE = SCHEDULE
CELERY_BEAT_SCHEDULE_FILENAME = str(VAR_DIR / "beat")

# --- mail
# Without EMAIL_URL every mail stays a row that an administrator reads under "Utskick"; core.mail asks for this.
MAIL_IS_SENT = bool(DEPLOYMENT.email)
EMAIL_BACKEND = DEPLOYMENT.email.get(
    "EMAIL_BACKEND", "django.core.mail.backends.dummy.EmailBackend"
)
EMAIL_HOST = DEPLOYMENT.email.get("EMAIL_HOST", "")
EMAIL_PORT = DEPLOYMENT.email.get("EMAIL_PORT") or 25
EMAIL_HOST_USER = DEPLOYMENT.email.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = DEPLOYMENT.email.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_USE_TLS = DEPLOYMENT.email.get("EMAIL_USE_TLS", False)
EMAIL_USE_SSL = DEPLOYMENT.email.get("EMAIL_USE_SSL", False)
EMAIL_TIMEOUT = 20
DEFAULT_FROM_EMAIL = SERVER_EMAIL = DEPLOYMENT.from_email

# --- people
AUTH_USER_MODEL = "accounts.User"
# Django's own: it shuts out the inactive like a wrong password, and knows no address but the person's one.
AUTHENTICATION_BACKENDS = ["accounts.backends.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LOGIN_URL = "account_login"
CSRF_FAILURE_VIEW = "core.sign_in.csrf_failure"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {
    "login": "accounts.forms.LoginForm",
    "change_password": "accounts.forms.ChangePasswordForm",
    "reset_password": "accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "accounts.forms.ResetPasswordKeyForm",
}
# allauth's own generator writes to the database when a link is only looked at.
ACCOUNT_PASSWORD_RESET_TOKEN_GENERATOR = "django.contrib.auth.tokens.PasswordResetTokenGenerator"  # noqa: S105
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # an administrator invites people; nobody signs up
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_EMAIL_UNKNOWN_ACCOUNTS = False
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_SESSION_REMEMBER = False
ALLAUTH_TRUSTED_PROXY_COUNT = TRUSTED_PROXIES

# --- what a browser is told
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    }
}
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
if DEPLOYMENT.is_https:
    SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = True
    SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = "__Host-sessionid", "__Host-csrftoken"
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365
    SECURE_HSTS_INCLUDE_SUBDOMAINS = True
    # Preloading is a promise about the owner's whole domain, hard to take back: theirs to give, not Samråd's.
    SILENCED_SYSTEM_CHECKS = ["security.W021"]

# --- language and time
LANGUAGE_CODE = "sv"
LANGUAGES = [("sv", "Svenska")]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = "config.formats"
USE_TZ = True
TIME_ZONE = DEPLOYMENT.time_zone

# --- files of the pages
STATIC_URL = "/static/"
STATICFILES_DIRS = [BASE_DIR / "static"]
STATIC_ROOT = VAR_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "config.storage.StaticFilesStorage"},
}
WHITENOISE_MAX_AGE = 60 * 60
WHITENOISE_KEEP_ONLY_HASHED_FILES = True

# --- the log of the server
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "{asctime} {levelname} {name}: {message}", "style": "{"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["stderr"], "level": DEPLOYMENT.log_level},
    "loggers": {
        "django": {"handlers": [], "level": "INFO", "propagate": True},
        "django.security.DisallowedHost": {"level": "CRITICAL"},
        "django.request": {"level": "ERROR"},
        "fontTools": {"level": "WARNING"},
        "weasyprint": {"level": "WARNING"},
        # The engine listens to it, to tell how far a print has come.
        "weasyprint.progress": {"propagate": False},
    },
}
