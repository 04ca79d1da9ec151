"""The corrections of results after their publication, each with its papers."""

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('municipalities', '0003_search_keys'),
        ('reports', '0011_printed_years'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Correction',
            fields=[
                ('id', models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name='ID')),
                ('fiscal_year', models.PositiveSmallIntegerField(verbose_name='ปีงบประมาณของผลการประเมิน (พ.ศ.)')),
                ('reason', models.TextField(max_length=4000, verbose_name='เหตุที่แก้ไข')),
                ('told_public', models.BooleanField(default=True, verbose_name='แจ้งบนหน้าเผยแพร่')),
                ('opened_at', models.DateTimeField(auto_now_add=True, verbose_name='เริ่มเมื่อ')),
                ('closed_at', models.DateTimeField(blank=True, null=True, verbose_name='ปิดเมื่อ')),
                ('cancelled', models.BooleanField(default=False, verbose_name='ยกเลิก')),
                ('municipality', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to='municipalities.municipality', verbose_name='เทศบาล')),
                ('opened_by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='corrections', to=settings.AUTH_USER_MODEL, verbose_name='ผู้เริ่ม')),
                ('reports', models.ManyToManyField(related_name='corrections', to='reports.report', verbose_name='เอกสาร')),
            ],
            options={
                'verbose_name': 'การแก้ไขผลหลังเผยแพร่',
                'verbose_name_plural': 'การแก้ไขผลหลังเผยแพร่',
                'ordering': ['fiscal_year', 'pk'],
                'constraints': [models.UniqueConstraint(condition=models.Q(('closed_at', None)), fields=('municipality', 'fiscal_year'), name='correction_one_open_a_year'), models.CheckConstraint(condition=models.Q(('reason', ''), _negated=True), name='correction_has_a_reason'), models.CheckConstraint(condition=models.Q(('cancelled', False), ('closed_at__isnull', False), _connector='OR'), name='correction_cancelled_closed'), models.CheckConstraint(condition=models.Q(('fiscal_year__range', (2562, 2600))), name='correction_fiscal_year')],
            },
        ),
    ]
