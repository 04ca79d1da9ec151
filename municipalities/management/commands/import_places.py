"""manage.py import_places FILE [--apply] [--json]: a list of municipalities."""

from municipalities import place_import
from municipalities.import_command import ImportCommand


class Command(ImportCommand):
    """What each row of the file would add or change; see ImportCommand."""

    help = "ตรวจหรือนำเข้ารายชื่อเทศบาล"
    job = place_import.JOB
