"""manage.py demo: a portal to try.

Five municipalities with their published figures, an invented one with five years, twelve invented neighbours
whose documents stand in every state of the workflow, and an account for each role.
"""

from argparse import ArgumentParser
from contextlib import redirect_stdout
from io import StringIO
from typing import Any

from django.core.management.base import BaseCommand

from accounts.models import User
from demo.making import ACCOUNTS, PASSWORD, make_demo
from printing import pdf

WITHOUT_PDF = (
    "ข้อมูลสาธิตยังไม่มีเอกสารเผยแพร่ ติดตั้งแล้วสั่ง manage.py demo อีกครั้งเพื่อเพิ่ม: {obstacle} "
    "(the demo has no publications yet; after installing, run manage.py demo again to add them)"
)


class Command(BaseCommand):
    """Safe to run again: what is there stays, what is missing is made.

    A machine that can't print leaves the publications out; once it can, the command run again adds them.
    """

    help = "สร้างข้อมูลสาธิตและบัญชีทดลองใช้ (รันซ้ำได้)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--accounts only prints the accounts."""
        parser.add_argument("--accounts", action="store_true", help="พิมพ์เฉพาะรายชื่อบัญชีทดลองใช้")

    def handle(self, *_args: Any, accounts: bool, **_options: Any) -> None:
        """Make what is missing, then print the accounts that exist."""
        if not accounts:
            with redirect_stdout(StringIO()):  # WeasyPrint prints advice of its own there
                obstacle = pdf.obstacle()
            make_demo(publish=not obstacle)
            if obstacle:
                self.stderr.write(WITHOUT_PDF.format(obstacle=obstacle))
        known = set(User.objects.values_list("username", flat=True))
        present = [account for account in ACCOUNTS if account.username in known]
        if present:
            self.stdout.write(f"บัญชีทดลองใช้ (รหัสผ่านทุกบัญชี: {PASSWORD})")
        for account in present:
            self.stdout.write(f"  {account.username:<8} {account.role.label} {account.place}".rstrip())
