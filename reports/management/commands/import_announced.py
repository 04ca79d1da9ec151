"""manage.py import_announced FILE [--apply] [--json]: a table of announced results."""

from municipalities.import_command import ImportCommand
from reports.announced_views import JOB


class Command(ImportCommand):
    """What each row of the file would add or change; municipalities that must revise a paper are told."""

    help = "ตรวจหรือนำเข้าผลการประเมินที่ประกาศ"
    job = JOB
