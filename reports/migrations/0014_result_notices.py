"""Results that were announced anew after papers with them had been handed in."""


import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('municipalities', '0004_dated_places'),
        ('reports', '0013_removed_years'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='ResultNotice',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='ปีงบประมาณของผลการประเมิน (พ.ศ.)')),
                ('changes', models.JSONField(default=list, verbose_name='คะแนนที่ประกาศแก้ไข')),
                ('told_at', models.DateTimeField(auto_now=True, verbose_name='แจ้งเมื่อ')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='result_notices', to='municipalities.municipality', verbose_name='เทศบาล')),
                ('told_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='result_notices', to=settings.AUTH_USER_MODEL, verbose_name='ผู้นำเข้า')),
            ],
            options={
                'verbose_name': 'ผลที่ประกาศแก้ไข',
                'verbose_name_plural': 'ผลที่ประกาศแก้ไข',
                'ordering': ['fiscal_year', 'pk'],
                'constraints': [models.UniqueConstraint(fields=('municipality', 'fiscal_year'), name='result_notice_once_a_year_and_municipality'), models.CheckConstraint(condition=models.Q(('fiscal_year__range', (2562, 2600))), name='result_notice_fiscal_year')],
            },
        ),
    ]
