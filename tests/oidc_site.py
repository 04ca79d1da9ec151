"""A whole provider of OpenID Connect, of somebody else's making: django-allauth's, with its pages.

Run as a program with a folder of its own, it prints its address and serves until it is ended. None of its
libraries (oauthlib, PyJWT) is one by which the portal reads what it answers.
"""

import sys
from pathlib import Path
from socketserver import ThreadingMixIn
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

CLIENT, SECRET, PERSON, PASSWORD = "portal", "a secret of both", "somsri.at.home", "at-home-2570"


class _Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


def serve(folder: Path, back_to: str) -> None:
    """Set it up with one person and the portal as its client, whose people go back to that address."""
    import django
    from cryptography.hazmat.primitives.asymmetric import rsa
    from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
    from django.conf import settings

    key = rsa.generate_private_key(65537, 2048)
    settings.configure(
        SECRET_KEY="of the provider alone, and longer than fifty signs it is",
        ALLOWED_HOSTS=["127.0.0.1"],
        ROOT_URLCONF="tests.oidc_site_urls",
        DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": str(folder / "db.sqlite3")}},
        INSTALLED_APPS=[
            *("django.contrib.auth", "django.contrib.contenttypes", "django.contrib.sessions"),
            *("django.contrib.messages", "allauth", "allauth.account", "allauth.idp.oidc"),
        ],
        MIDDLEWARE=[
            *(
                "django.contrib.sessions.middleware.SessionMiddleware",
                "django.middleware.common.CommonMiddleware",
            ),
            *(
                "django.middleware.csrf.CsrfViewMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware",
            ),
            *(
                "django.contrib.messages.middleware.MessageMiddleware",
                "allauth.account.middleware.AccountMiddleware",
            ),
        ],
        TEMPLATES=[
            {
                "BACKEND": "django.template.backends.django.DjangoTemplates",
                "APP_DIRS": True,
                "OPTIONS": {
                    "context_processors": [
                        "django.template.context_processors.request",
                        "django.contrib.auth.context_processors.auth",
                        "django.contrib.messages.context_processors.messages",
                    ]
                },
            }
        ],
        PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        IDP_OIDC_PRIVATE_KEY=key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()).decode(),
    )
    django.setup()
    from allauth.idp.oidc.models import Client
    from django.contrib.auth.models import User
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate", verbosity=0)
    User.objects.create_user(PERSON, password=PASSWORD)
    client = Client(id=CLIENT, name="ITA Portal", redirect_uris=back_to)
    client.set_secret(SECRET)
    client.save()
    with make_server("127.0.0.1", 0, get_wsgi_application(), _Server, _Quiet) as server:
        print(f"http://127.0.0.1:{server.server_port}", flush=True)  # noqa: T201 - who started it reads that
        server.serve_forever()


if __name__ == "__main__":
    serve(Path(sys.argv[1]), sys.argv[2])
