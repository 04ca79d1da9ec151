"""manage.py bundle_schema [--check]: writes docs/report-bundle.schema.json, or says that it is old."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from exchange.schema import schema_text

SCHEMA = Path(settings.BASE_DIR) / "docs" / "report-bundle.schema.json"


class Command(BaseCommand):
    """Writes the JSON Schema of the exchange format."""

    help = "เขียน JSON Schema ของแฟ้มข้อมูลรายงาน ITA ลงใน docs/report-bundle.schema.json"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """--check writes nothing."""
        parser.add_argument("--check", action="store_true", help="ตรวจว่าไฟล์ตรงกับโปรแกรมโดยไม่เขียนไฟล์")

    def handle(self, *_args: Any, check: bool, **_options: Any) -> None:
        """Write the file; with --check CommandError when it says something else than the models."""
        if not check:
            SCHEMA.write_text(schema_text(), encoding="utf-8")
        elif not SCHEMA.exists() or SCHEMA.read_text(encoding="utf-8") != schema_text():
            raise CommandError("docs/report-bundle.schema.json ไม่ตรงกับโปรแกรม โปรดรัน manage.py bundle_schema")
        self.stdout.write(f"{SCHEMA.relative_to(settings.BASE_DIR)}: ตรงกับโปรแกรม")
