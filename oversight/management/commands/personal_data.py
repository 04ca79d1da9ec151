"""manage.py personal_data USERNAME: what the portal keeps about a person with an account, as JSON."""

import json
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from accounts.models import User
from oversight.personal_data import data_about


class Command(BaseCommand):
    """For who asks for the data kept about them (พ.ร.บ.คุ้มครองข้อมูลส่วนบุคคล พ.ศ. ๒๕๖๒ มาตรา ๓๐ และ ๓๑)."""

    help = "พิมพ์ข้อมูลที่ระบบเก็บเกี่ยวกับผู้ใช้หนึ่งคนเป็น JSON เพื่อส่งให้เจ้าของข้อมูล"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The person, by the name that signs in."""
        parser.add_argument("username", help="ชื่อผู้ใช้")

    def handle(self, *_args: Any, username: str, **_options: Any) -> None:
        """Print everything; what is printed goes to the person alone."""
        person = User.objects.of_name(username).first()
        if person is None:
            raise CommandError(f"ไม่มีผู้ใช้ชื่อ {username}")
        self.stdout.write(json.dumps(data_about(person), ensure_ascii=False, indent=2))
