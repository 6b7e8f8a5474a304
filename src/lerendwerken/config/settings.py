"""Django's settings. What differs per installation comes from the environment (see environment.py)."""

from __future__ import annotations

import sys
from pathlib import Path

from csp.constants import NONCE, NONE, SELF

from lerendwerken.ai.library.bounds import MOST_BYTES
from lerendwerken.config import environment

SOURCE = Path(__file__).resolve().parent.parent
TESTING = "pytest" in sys.modules
DATA_DIR = environment.data_dir()
DEMO = environment.on("DEMO")

SECRET_KEY = "only-for-tests" if TESTING else environment.secret_key(DATA_DIR)
DEBUG = False
ALLOWED_HOSTS = environment.hosts()
SECURE_SITE = environment.on("HTTPS")

CLOCK_MAY_BE_SET = DEMO or TESTING
CLOCK_SHIFT = environment.clock_shift(allowed=CLOCK_MAY_BE_SET)

ROOMS = [
    "foundation.ground",
    "foundation.shell",
    "foundation.wall",
    "foundation.organisations",
    "foundation.drafts",
    "foundation.notices",
    "ai.partners",
    "ai.library",
    "learning.frame",
    "learning.practices",
    "learning.weekcycle",
    "learning.sparring",
    "learning.insights",
    "change.proposals",
    "change.obstacles",
    "change.dialogue",
    "change.accountability",
    "oversight.measurement",
    "oversight.governance",
    "front.moments",
    "front.interop",
    "front.demo",
]
INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.humanize",  # allauth's pages of sessions and passkeys use it
    "csp",
    # Before allauth, so that its pages look like ours.
    *(f"lerendwerken.{room}" for room in ROOMS),
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.usersessions",
]
MIDDLEWARE = [
    "lerendwerken.foundation.ground.metrics.MetricsMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "lerendwerken.foundation.organisations.middleware.LanguageMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "lerendwerken.foundation.organisations.middleware.SizeMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "allauth.usersessions.middleware.UserSessionsMiddleware",
    "lerendwerken.foundation.organisations.middleware.ViewerMiddleware",
]
ROOT_URLCONF = "lerendwerken.config.urls"
ASGI_APPLICATION = "lerendwerken.config.asgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "lerendwerken.foundation.organisations.context.surroundings",
                "lerendwerken.front.demo.context.people",
            ],
        },
    }
]

DATABASES = {"default": environment.test_database() if TESTING else environment.database(DATA_DIR)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
AUTH_USER_MODEL = "organisations.Person"

AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]
LIMITS = {"login": "60/m/ip", "login_failed": "60/m/ip,5/5m/key"}
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_ADAPTER = "lerendwerken.foundation.organisations.signin.ClosedDoor"
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_LOGOUT_REDIRECT_URL = "/accounts/login/"
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_SESSION_REMEMBER = False
# Together with allauth's own limits on other acts. A whole office may sign in from one address in one minute.
ACCOUNT_RATE_LIMITS = False if TESTING else LIMITS
MFA_ADAPTER = "lerendwerken.foundation.organisations.signin.SecondKey"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
if TESTING:
    PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]

SESSION_COOKIE_AGE = 60 * 60 * 24 * 14
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SITE
CSRF_TRUSTED_ORIGINS = [f"https://{host}" for host in ALLOWED_HOSTS] if SECURE_SITE else []
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if SECURE_SITE else None
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if SECURE_SITE else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "lerendwerken.foundation.organisations.refusals.csrf_failure"
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [NONCE, SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "manifest-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# What counts attempts may not be pushed out by somebody who makes many: Django's own limit is 300 entries.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.locmem.LocMemCache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

LANGUAGE_CODE = "nl"
LANGUAGES = [("nl", "Nederlands"), ("en", "English")]
LANGUAGE_COOKIE_SAMESITE = "Lax"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = True
# Before every room and Django's own: their words that people meet here, in the way we speak.
LOCALE_PATHS = [SOURCE / "config" / "borrowed" / "locale"]

STATIC_URL = "/static/"

# A paste of 100,000 characters of four bytes each, url-encoded, with what stands beside it in the form.
DATA_UPLOAD_MAX_MEMORY_SIZE = 1_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 400
DATA_UPLOAD_MAX_NUMBER_FILES = 1
# Where a document may be sent along: the document itself, and a form around it.
FILE_BODY_MOST = MOST_BYTES + DATA_UPLOAD_MAX_MEMORY_SIZE

AI_BASE_URL = environment.value("AI_BASE_URL")
AI_MODEL = environment.value("AI_MODEL")
AI_API_KEY = environment.value("AI_API_KEY")
ERASURE_LEDGER = environment.erasure_ledger(DATA_DIR)
METRICS_TOKEN = environment.value("METRICS_TOKEN")

MASKING_SOCKET = environment.masking_socket(DATA_DIR)
AI_NAME = environment.value("AI_NAME") or AI_MODEL

DEFAULT_FROM_EMAIL = environment.value("EMAIL_FROM") or "lerendwerken@localhost"
globals().update(environment.email())
PUBLIC_URL = environment.public_url(ALLOWED_HOSTS, secure=SECURE_SITE)
SENDS_MAIL = bool(environment.value("EMAIL_URL"))  # else a link is handed over

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "lerendwerken.foundation.ground.logs.Wordless",
            "fmt": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
    "loggers": {
        "django.request": {"filters": []},
        "django.security.DisallowedHost": {"level": "CRITICAL"},  # scanners, not faults
    },
}
