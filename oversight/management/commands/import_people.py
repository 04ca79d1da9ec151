"""manage.py import_people FILE [--apply] [--json]: a list of people who are invited."""

from municipalities.import_command import ImportCommand
from oversight.inviting import JOB


class Command(ImportCommand):
    """Whom each row of the file would bring in; with --apply each new one is mailed an invitation."""

    help = "ตรวจรายชื่อ หรือเปิดบัญชีและส่งคำเชิญตามรายชื่อ"
    job = JOB
