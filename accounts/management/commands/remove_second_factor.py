"""The way back in, on the machine itself, where the last admin's telephone or the SECRET_KEY is lost."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from accounts.models import User
from accounts.people import remove_lost_factor


class Command(BaseCommand):
    """Remove a person's second factor."""

    help = "Remove the second factor of an account (name or e-mail address), and end its sessions."

    def add_arguments(self, parser: CommandParser) -> None:
        """Whose it is."""
        parser.add_argument("name")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Remove it; CommandError for nobody's name."""
        name = options["name"]
        person = (User.objects.of_name(name) | User.objects.of_address(name)).first()
        if person is None:
            raise CommandError(f"ไม่พบบัญชีชื่อ {name} (no account of this name)")
        removed = remove_lost_factor(person)
        said = (
            "ปิดการยืนยันตัวตนสองขั้นตอนแล้ว (removed)"
            if removed
            else "ไม่ได้เปิดการยืนยันตัวตนสองขั้นตอนไว้ (there was none)"
        )
        self.stdout.write(f"{person}: {said}")
