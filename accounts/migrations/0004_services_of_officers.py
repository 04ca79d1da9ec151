"""Every officer serves the municipality of the account, and has served those that its history names."""

from itertools import groupby

from django.db import migrations
from django.utils import timezone


def _begin(apps, schema_editor):
    User = apps.get_model("accounts", "User")
    ServiceTerm = apps.get_model("accounts", "ServiceTerm")
    columns = ("id", "history_date", "role", "municipality_id")
    rows = apps.get_model("accounts", "HistoricalUser").objects.order_by("id", "history_date", "history_id")
    told = {key: list(of_one) for key, of_one in groupby(rows.values_list(*columns).iterator(), lambda row: row[0])}
    services = []
    people = User.objects.order_by("pk").values_list("pk", "date_joined", "role", "municipality_id")
    for key, joined, role, place in people.iterator():
        steps = [(at, was, where) for _, at, was, where in told.get(key, ())] or [(joined, role, place)]
        if steps[-1][1:] != (role, place):  # changed past the history, nobody knows when
            steps.append((timezone.now(), role, place))
        services += _of_one(ServiceTerm, key, steps)
    ServiceTerm.objects.bulk_create(services, batch_size=500)


def _of_one(ServiceTerm, key, steps):
    """The services of one account from its changes (when, role, municipality), oldest first."""
    found = []
    for at, role, place in steps:
        day = timezone.localtime(at).date()
        wanted = place if role == "officer" else None
        last = found[-1] if found and found[-1].until is None else None
        if last and last.municipality_id != wanted:
            last.until = max(day, last.since)
        if wanted and not (last and last.municipality_id == wanted):
            found.append(ServiceTerm(person_id=key, municipality_id=wanted, since=day))
    return found


class Migration(migrations.Migration):
    dependencies = [("accounts", "0003_service_term")]
    operations = [migrations.RunPython(_begin, migrations.RunPython.noop)]
