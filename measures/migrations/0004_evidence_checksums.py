"""The checksum and size of every file that was uploaded before they were kept."""

from hashlib import file_digest

from django.db import migrations


def describe_files(apps, schema_editor):
    """Files that are gone stay without: publishing says so of each."""
    evidence = apps.get_model('measures', 'Evidence')
    for row in evidence.objects.exclude(file='').filter(file_sha256='').iterator():
        try:
            with row.file.open('rb') as file:
                digest, size = file_digest(file, 'sha256').hexdigest(), row.file.size
        except OSError:
            continue
        evidence.objects.filter(pk=row.pk).update(file_sha256=digest, file_size=size)


class Migration(migrations.Migration):

    dependencies = [
        ('measures', '0003_public_evidence'),
    ]

    operations = [
        migrations.RunPython(describe_files, migrations.RunPython.noop),
    ]
