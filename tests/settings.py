"""The portal's settings for tests: cheap passwords, plain static files, and a query per row is an error."""

import os

# Those of a shell in which the portal is served: tests name its usual address.
for name in ("HOST", "PORT", "PORTAL_URL"):
    os.environ.pop(name, None)

from ita_portal.settings import *  # noqa: E402, F403 - the portal's settings with a few changes are the point
from ita_portal.settings import INSTALLED_APPS, LOGGING, MIDDLEWARE, STORAGES  # noqa: E402

INSTALLED_APPS = [*INSTALLED_APPS, "zeal"]
# Signing in and out fetches a session and a person twice in a request, a step that comes too late its report:
# no query per row. A link that sets a password makes the row of its address: a list of people asks for many.
# allauth reads a passkey twice to remove it.
READ_TWICE = (
    "sessions.Session",
    "accounts.User",
    "reports.Report",
    "account.EmailAddress",
    "mfa.Authenticator",
)
ZEAL_ALLOWLIST = [{"model": model, "field": "get()"} for model in READ_TWICE]
MIDDLEWARE = ["zeal.middleware.zeal_middleware", *MIDDLEWARE]
# Mails stay in django.core.mail.outbox: at once where EMAIL_BACKEND is as Django sets it for tests, by
# way of the queue where it asks for that (tests/mails.py).
MAIL_TRANSPORT = "django.core.mail.backends.locmem.EmailBackend"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
# The manifest of collectstatic does not exist here; static files come from where they are written.
STORAGES = {**STORAGES, "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}}
PDF_CACHE_MAX_MB = 0  # each test prints its own
WHITENOISE_AUTOREFRESH = True
WHITENOISE_USE_FINDERS = True
# Requests of tests are nobody's traffic.
LOGGING = {**LOGGING, "handlers": {**LOGGING["handlers"], "traffic": {"class": "logging.NullHandler"}}}
