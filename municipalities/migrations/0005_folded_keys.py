"""The keys by which names are found, without blanks and points: "เขลางค์ นคร" is "เขลางค์นคร"."""

from django.db import migrations

from municipalities.dated import KIND_WORDS, FormerState, former_names_key
from municipalities.naming import fold


def fold_keys(apps, _schema_editor):
    """Write the keys as saving does; the names and their history stay."""
    model = apps.get_model("municipalities", "Municipality")
    rows = list(model.objects.all())
    for row in rows:
        row.search_key = fold(f"{KIND_WORDS[row.kind]}{row.name}")
        row.former_key = former_names_key(map(FormerState.read, row.former_states))
    model.objects.bulk_update(rows, ["search_key", "former_key"], batch_size=500)


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0004_dated_places")]

    operations = [migrations.RunPython(fold_keys, migrations.RunPython.noop)]
