"""The checksums of the Word and data files that were published before they were kept."""

from hashlib import sha256

from django.db import migrations


def describe_publications(apps, schema_editor):
    publications = apps.get_model('reports', 'Publication').objects
    for pk in list(publications.filter(docx_sha256='').values_list('pk', flat=True)):
        docx, bundle = publications.values_list('docx', 'bundle').get(pk=pk)
        publications.filter(pk=pk).update(
            docx_sha256=sha256(bytes(docx)).hexdigest(),
            bundle_sha256=sha256(bundle.encode()).hexdigest(),
        )


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0007_published_evidence'),
    ]

    operations = [
        migrations.RunPython(describe_publications, migrations.RunPython.noop),
    ]
