"""manage.py export_bundle MUNICIPALITY YEAR [--format 1] [-o FILE]: one municipality's cycle as a bundle."""

import os
import sys
import tempfile
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from exchange.export import export
from exchange.writing import as_wanted
from ita_portal.typed import parse_buddhist_year
from municipalities.lookup import find_municipality


class Command(BaseCommand):
    """Writes to stdout unless a file is named; a file is replaced whole or not at all."""

    help = "ส่งออกแฟ้มข้อมูลรายงาน ITA ของเทศบาลในปีงบประมาณของแผน"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """MUNICIPALITY YEAR [--format 1] [-o FILE]."""
        named = "รหัส อปท. 7 หลัก หรือชื่อเต็ม เช่น เทศบาลตำบลทุ่งผึ้ง"
        parser.add_argument("municipality", metavar="MUNICIPALITY", help=named)
        parser.add_argument("year", metavar="YEAR", help="ปีงบประมาณ (พ.ศ.) ของแผน")
        known = "รุ่นของรูปแบบแฟ้ม (ปกติรุ่นล่าสุด) รุ่น 1 ไม่มีรายละเอียดที่เพิ่มมาในรุ่น 2"
        parser.add_argument("--format", choices=["1", "2"], default="2", help=known)
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, help="ไฟล์ปลายทาง (ปกติออกทาง stdout)")

    def handle(self, *_args: Any, municipality: str, year: str, output: Path | None, **options: Any) -> None:
        """Write the bundle; exits with 1 and a Thai reason when there is none or it can't be written."""
        try:
            content = export(find_municipality(municipality), parse_buddhist_year(year))
            content = as_wanted(content, options["format"])
            if output:
                _write_whole(output, content)
            else:
                self.stdout.write(content.decode(), ending="")
        except (LookupError, ValueError) as error:
            self._fail(str(error))
        except OSError:
            self._fail(f"{output}: เขียนไฟล์ไม่ได้")

    def _fail(self, reason: str) -> None:
        self.stderr.write(reason)
        sys.exit(1)


def _write_whole(path: Path, content: bytes) -> None:
    """Readers see the old file or the new one, never half of it."""
    handle, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name[:50]}.")
    try:
        with os.fdopen(handle, "wb") as file:
            file.write(content)
        Path(temporary).chmod(0o644)
        Path(temporary).replace(path)
    except BaseException:  # an interruption too leaves no hidden file behind
        Path(temporary).unlink(missing_ok=True)
        raise
