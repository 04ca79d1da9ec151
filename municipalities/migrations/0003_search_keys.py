"""The keys by which names are searched and sorted, for names stored before marks were read in order."""

from django.db import migrations

from ita_portal.thai import search_key, sort_key


def renew(apps, _schema_editor):
    """Write the keys as saving does; the names and their history stay."""
    model = apps.get_model("municipalities", "Municipality")
    for row in model.objects.all():
        row.sort_key = sort_key(row.name)
        row.search_key = search_key(f"{row.get_kind_display()}{row.name}")
        row.save(update_fields=["sort_key", "search_key"])


class Migration(migrations.Migration):
    dependencies = [("municipalities", "0002_garuda")]

    operations = [migrations.RunPython(renew, migrations.RunPython.noop)]
