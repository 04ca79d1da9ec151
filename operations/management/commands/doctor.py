"""manage.py doctor: what this machine lacks, one line each, with what to do."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.doctor import Urgency
from operations.doctor.machine import look_at_machine
from operations.doctor.portal import look_at_portal


class Command(BaseCommand):
    """Exit status 1 where something is a fault; what is only advised does not count."""

    help = "บอกว่าเครื่องนี้ขาดสิ่งใดสำหรับระบบ และต้องทำอย่างไร"
    requires_system_checks: list[str] = []

    def handle(self, *_args: Any, **_options: Any) -> None:
        """Look at everything; CommandError with the number of faults."""
        faults = 0
        for looked in (look_at_machine, look_at_portal):
            for line in looked():
                self.stdout.write(str(line))
                faults += line.level is Urgency.FAULT
        if faults:
            raise CommandError(f"มี {faults} เรื่องที่ต้องแก้")
