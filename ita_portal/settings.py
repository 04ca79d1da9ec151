"""Settings of the portal: one file, every choice of an operator is an environment variable (see README)."""

import os
import sys
from pathlib import Path
from urllib.parse import urlsplit

from csp.constants import NONE, SELF

from ita_portal import environment
from ita_portal.databases import with_options
from ita_portal.given import WrongSetting
from ita_portal.private_files import kept_key

BASE_DIR = Path(__file__).resolve().parent.parent
VAR_DIR = BASE_DIR / "var"
# Whatever the portal's programs write, by whichever library, is for their own account only.
os.umask(0o077)
try:
    OPERATOR = environment.read_environment(os.environ, BASE_DIR)
    SECRET_KEY = OPERATOR.secret_key or kept_key(VAR_DIR)
    SECRET_KEY_FALLBACKS = OPERATOR.secret_key_fallbacks
except WrongSetting as fault:
    sys.exit(str(fault))  # every program of the portal ends so: with the sentence, and without a traceback

# PORTAL_URL is how people reach the portal; an https address switches on everything that needs TLS.
PORTAL_URL, HTTPS, PORT = OPERATOR.portal_url, OPERATOR.https, OPERATOR.port
DEBUG = OPERATOR.debug
ALLOWED_HOSTS = OPERATOR.allowed_hosts
CSRF_TRUSTED_ORIGINS = [PORTAL_URL]

INSTALLED_APPS = [
    "ita_portal.apps.PortalConfig",
    "municipalities",
    "outbox",
    "accounts",
    "assessments",
    "measures",
    "documents",
    "printing",
    "exchange",
    "reports",
    "oit",
    "oversight",
    "public",
    "operations",
    "demo",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "crispy_forms",
    "crispy_bootstrap5",
    "simple_history",
    "csp",
    "django_tasks",
    "django_tasks_db",
    "accounts.admin_site.PortalAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.contrib.sitemaps",
]

MIDDLEWARE = [
    "operations.probes.ProbesMiddleware",
    "ita_portal.traffic.TrafficMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "ita_portal.middleware.SignedInMiddleware",
    "accounts.middleware.AccountStateMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "ita_portal.middleware.PrivatePagesMiddleware",
    "ita_portal.noted_forms.FieldNoteMiddleware",
    "reports.spoiling.JudgingMiddleware",  # after those that refuse a request
]
# No LocaleMiddleware: the portal speaks Thai whatever the browser asks for.

ROOT_URLCONF = "ita_portal.urls"
WSGI_APPLICATION = "ita_portal.wsgi.application"
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
            ],
            "builtins": ["ita_portal.templatetags.thai_text", "ita_portal.templatetags.components"],
        },
    },
]
CRISPY_ALLOWED_TEMPLATE_PACKS = "bootstrap5"
CRISPY_TEMPLATE_PACK = "bootstrap5"

DATABASES = {"default": with_options(OPERATOR.database)}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"accounts.passwords.{name}Validator"} for name in ("Length", "KnownPassword", "GuessableWords")
] + [
    {"NAME": f"django.contrib.auth.password_validation.{name}Validator"}
    for name in ("UserAttributeSimilarity", "CommonPassword", "NumericPassword")
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "accounts.adapter.AccountAdapter"
ACCOUNT_FORMS = {"login": "accounts.forms.SignInForm"}
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "username*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "none"
# Guesses are counted by name; by address so loosely that an office or a training room behind one gets in.
# A browser in which the person signed in before has counts of its own (accounts/known_browsers.py).
ACCOUNT_RATE_LIMITS = {
    "login_failed": "5/5m/key,60/m/ip",
    "login": "120/m/ip",
    "login_failed_where_known": "5/5m/key,50/d/key",
    "login_where_known": "20/m/key",
    # Of a forgotten password the key is who asks, and for whom; mails are counted by whom they go to.
    "reset_password": "20/m/ip,5/m/key",
    "reset_password_mails": "10/h/key",
}
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = True
ACCOUNT_PREVENT_ENUMERATION = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "[ระบบ ITA เทศบาล] "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_DEFAULT_HTTP_PROTOCOL = "https" if HTTPS else "http"
# The visitor's address is what the server saw; X-Forwarded-For counts only behind a declared proxy.
ALLAUTH_TRUSTED_PROXY_COUNT = OPERATOR.trusted_proxies
# A browser offers passkeys for https and on localhost only; elsewhere no page speaks of them.
PASSKEYS = HTTPS or urlsplit(PORTAL_URL).hostname == "localhost"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes", "webauthn"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_WEBAUTHN_USER_VERIFICATION = "required"
MFA_RATE_LIMITS = {"webauthn_login": "120/m/ip"}
# An admin gives the address of an account, so there is no stranger's unconfirmed one to guard against.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_ADAPTER = "accounts.factor_secrets.FactorAdapter"
# A telephone's clock may be half a minute wrong; each code is good once (accounts/second_factors.py).
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accounts.forms.SecondStepForm",
    "reauthenticate": "accounts.forms.SecondStepAgainForm",
    "activate_totp": "accounts.forms.SecondStepActivationForm",
    "add_webauthn": "accounts.passkeys.PasskeyForm",
    "edit_webauthn": "accounts.passkeys.PasskeyNameForm",
    "login_webauthn": "accounts.passkeys.PasskeySignInForm",
    "authenticate_webauthn": "accounts.passkeys.PasskeySecondStepForm",
    "reauthenticate_webauthn": "accounts.passkeys.PasskeyAgainForm",
}
MFA_TOTP_ISSUER = "ITA Portal"

# Whether admins and reviewers set up a second factor before anything else.
SECOND_FACTOR_REQUIRED = OPERATOR.require_second_factor
# By whom people may be known who have linked their account to it (accounts/linking.py); None for nobody.
SIGN_IN_PROVIDER = OPERATOR.sign_in_provider

SIMPLE_HISTORY_REVERT_DISABLED = True

# Failures are counted in it. Django's 300 entries would let made-up names push the counts of others out.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "portal_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    }
}

# Mails have a queue and a worker of their own (see outbox), so that they wait for no printing.
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", "mail"]}}

vars().update(OPERATOR.email)
# Whoever sends a mail puts it into the queue; the worker hands it to what EMAIL_URL names.
MAIL_TRANSPORT = OPERATOR.email["EMAIL_BACKEND"]
if OPERATOR.reachable_by_others and "console" in MAIL_TRANSPORT:
    MAIL_TRANSPORT = "outbox.console_mail.KeylessConsole"
EMAIL_BACKEND = "outbox.backend.Queue"
EMAIL_TIMEOUT = 10  # seconds without an answer after which the worker gives a mail server up, for now
DEFAULT_FROM_EMAIL = OPERATOR.default_from_email
# From how many days before a deadline `manage.py remind` mails of it.
REMIND_DAYS = OPERATOR.remind_days

LANGUAGE_CODE = "th"
LANGUAGES = [("th", "ไทย")]
LOCALE_PATHS = [BASE_DIR / "locale"]
TIME_ZONE = "Asia/Bangkok"
USE_I18N = True
USE_TZ = True

STATIC_URL = "static/"
STATIC_ROOT = VAR_DIR / "static"
STATICFILES_DIRS = [BASE_DIR / "static"]
MEDIA_ROOT = OPERATOR.media_root
STORAGES = {
    "default": {"BACKEND": "ita_portal.whole_files.WholeFileStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
FILE_UPLOAD_PERMISSIONS, FILE_UPLOAD_DIRECTORY_PERMISSIONS = 0o600, 0o700
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5000
# PDFs that were printed before; the directory may be emptied at any time.
PDF_CACHE = OPERATOR.pdf_cache
PDF_CACHE_MAX_MB = OPERATOR.pdf_cache_max_mb
PDF_CACHE_MAX_FILES = 2000
EVIDENCE_MAX_BYTES = 10 * 1024 * 1024
# Whether an officer may have the portal ask the municipality's own website; an intranet has no way out.
OUTGOING_CHECKS = OPERATOR.outgoing_checks
CLAMD = OPERATOR.clamd
# The key with which the portal seals what it publishes; None for no seal.
SEAL_FILE, SEAL_PASSWORD = OPERATOR.seal_file, OPERATOR.seal_password

SESSION_COOKIE_AGE = 12 * 3600
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = SECURE_SSL_REDIRECT = HTTPS
_COOKIE = ("__Host-{}" if HTTPS else "{}") + OPERATOR.cookie_suffix
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME = _COOKIE.format("session"), _COOKIE.format("csrf")
KNOWN_BROWSER_COOKIE_NAME = _COOKIE.format("known")
CSRF_COOKIE_HTTPONLY = True
CSRF_FAILURE_VIEW = "ita_portal.views.csrf_failure"
SECURE_HSTS_SECONDS = 31536000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS, SECURE_HSTS_PRELOAD = OPERATOR.hsts_subdomains, OPERATOR.hsts_preload
# Both reach the operator's other websites and can hardly be taken back: `check --deploy` shall not urge them.
SILENCED_SYSTEM_CHECKS = ["security.W005", "security.W021"]
SECURE_PROXY_SSL_HEADER = (
    ("HTTP_X_FORWARDED_PROTO", "https") if HTTPS and ALLAUTH_TRUSTED_PROXY_COUNT else None
)
SECURE_REFERRER_POLICY = "same-origin"
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
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    },
}

# Who asked for what, and for how many days that is kept (the law asks for 90).
TRAFFIC_LOG = OPERATOR.traffic_log
TRAFFIC_LOG_DAYS = OPERATOR.traffic_log_days

# Whoever shows this token is told how the portal does (operations/metrics); without one nobody is.
METRICS_TOKEN = OPERATOR.metrics_token
_COUNTS = {"counts": {"class": "operations.metrics.counts.RequestCounts"}} if METRICS_TOKEN else {}
if METRICS_TOKEN:
    MIDDLEWARE.insert(0, "operations.metrics.answering.MetricsMiddleware")

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "plain": {
            "()": "ita_portal.keyless.KeylessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {
        "stderr": {"class": "logging.StreamHandler", "formatter": "plain"},
        "traffic": {
            "class": "ita_portal.daily_files.DailyFiles",
            "directory": str(TRAFFIC_LOG),
            "days": TRAFFIC_LOG_DAYS,
        },
        "error_mails": {"class": "operations.error_mails.ErrorMails", "to": OPERATOR.error_mails},
        **_COUNTS,
    },
    "loggers": {
        "traffic": {"handlers": ["traffic", *_COUNTS], "level": "INFO", "propagate": False},
        "django.request": {"handlers": ["error_mails"]},
    },
    "root": {"handlers": ["stderr"], "level": "WARNING"},
}
