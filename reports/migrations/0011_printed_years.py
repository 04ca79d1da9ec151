"""The years that publications print, told by their bundles, in a small table of their own."""

import json

import django.db.models.deletion
from django.db import migrations, models


AT_ONCE = 200


def tell_years(apps, schema_editor):
    publications = apps.get_model('reports', 'Publication').objects
    PrintedYear = apps.get_model('reports', 'PrintedYear')
    rows = []
    for pk, bundle in publications.values_list('pk', 'bundle').iterator(AT_ONCE):
        rows += [PrintedYear(publication_id=pk, **year) for year in years_of(bundle)]
        if len(rows) >= AT_ONCE:
            PrintedYear.objects.bulk_create(rows)
            rows = []
    PrintedYear.objects.bulk_create(rows)


def years_of(bundle):
    told = json.loads(bundle) if bundle else {}
    plan = told.get('plan', {})
    names = {plan.get('fiscal_year'): 'followed', plan.get('assessed_year'): 'assessed'}
    for year in told.get('assessments', []):
        figures = {name: year[name] for name in ('announced_total', 'announced_level') if name in year}
        figures |= {f'announced_{code}': value for code, value in year.get('announced_instruments', {}).items()}
        figures |= {f'score_{code}': value for code, value in year.get('scores', {}).items()}
        number = year['fiscal_year']
        yield {'fiscal_year': number, 'printed_as': names.get(number, 'history'), 'figures': figures}


class Migration(migrations.Migration):

    dependencies = [
        ('reports', '0010_sealed_copies'),
    ]

    operations = [
        migrations.CreateModel(
            name='PrintedYear',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='ปีงบประมาณ (พ.ศ.)')),
                ('printed_as', models.CharField(choices=[('assessed', 'ผลการประเมินที่มาตรการตอบ'), ('followed', 'ผลการประเมินของปีที่ดำเนินการ'), ('history', 'ผลการประเมินย้อนหลัง')], max_length=8, verbose_name='พิมพ์เป็น')),
                ('figures', models.JSONField(default=dict, verbose_name='คะแนนที่พิมพ์')),
                ('publication', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='printed_years', to='reports.publication', verbose_name='ฉบับเผยแพร่')),
            ],
            options={
                'verbose_name': 'ปีที่ฉบับเผยแพร่พิมพ์',
                'verbose_name_plural': 'ปีที่ฉบับเผยแพร่พิมพ์',
                'ordering': ['publication', 'fiscal_year'],
                'constraints': [models.UniqueConstraint(fields=('publication', 'fiscal_year'), name='printed_year_once'), models.CheckConstraint(condition=models.Q(('printed_as__in', ['assessed', 'followed', 'history'])), name='printed_year_as')],
            },
        ),
        migrations.RunPython(tell_years, migrations.RunPython.noop),
    ]
