"""manage.py remind [--dry-run] [--today YYYY-MM-DD]: mail everybody what waits for them."""

import sys
from argparse import ArgumentParser, ArgumentTypeError
from datetime import date
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from accounts.vacancies import tell_admins
from oversight.reminder_mails import mails, remind


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise ArgumentTypeError("วันที่ต้องเป็นแบบ ปี ค.ศ.-เดือน-วัน เช่น 2026-04-30") from None


class Command(BaseCommand):
    """Once a day by cron or a systemd timer; running it again the same day sends nothing twice.

    Exit status 1 if a mail could not be sent; the others are sent all the same, and that one is left to
    `manage.py worker`, which tries it again. Admins are told, once, of a province that lacks a reviewer.
    """

    help = "ส่งอีเมลเตือนสิ่งที่รอดำเนินการ คนละไม่เกินหนึ่งฉบับต่อวัน"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--dry-run sends nothing; --today counts the waiting and the deadlines from another day."""
        parser.add_argument("--dry-run", action="store_true", help="พิมพ์อีเมลโดยไม่ส่ง")
        parser.add_argument("--today", type=_day, metavar="YYYY-MM-DD", help="ถือว่าวันนี้เป็นวันที่นี้ (ค.ศ.)")

    def handle(self, *_args: Any, dry_run: bool, today: date | None, **_options: Any) -> None:
        """Send the mails of the day, or print them."""
        day = today or timezone.localdate()
        if dry_run:
            number = 0
            for _person, mail in mails(day):
                number += 1
                self.stdout.write(f"ถึง {mail.to[0]}\nเรื่อง {mail.subject}\n\n{mail.body}\n")
            self.stdout.write(f"(ทดลองเท่านั้น ไม่ได้ส่ง) {number} ฉบับ")
            return
        tell_admins()
        sent = remind(day)
        self.stdout.write(f"ส่งอีเมลเตือน {sent.sent} ฉบับ ส่งไม่สำเร็จ {sent.failed} ฉบับ")
        if sent.failed:
            sys.exit(1)
