from django.db import migrations

from accounts.factor_secrets import FactorAdapter

SECRETS = ("secret", "seed")  # of an app, of recovery codes


def _change(apps, change):
    for factor in apps.get_model("mfa", "Authenticator").objects.exclude(type="webauthn").iterator():
        held = {name: change(factor.data[name]) for name in SECRETS if name in factor.data}
        factor.data = {**factor.data, **held}
        factor.save(update_fields=["data"])


def encrypt(apps, schema_editor):
    _change(apps, FactorAdapter().encrypt)


def decrypt(apps, schema_editor):
    _change(apps, FactorAdapter().decrypt)


class Migration(migrations.Migration):

    dependencies = [
        ("accounts", "0007_open_sessions"),
        ("mfa", "0003_authenticator_type_uniq"),
    ]

    operations = [migrations.RunPython(encrypt, decrypt)]
