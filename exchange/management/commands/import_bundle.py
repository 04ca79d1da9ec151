"""manage.py import_bundle FILE… [--dry-run]: store bundles, each file for itself."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand

from exchange.reading import MAX_BYTES, WHOLE_FILE, BundleRefused, read_bundle
from exchange.rows import CHANGED, CREATED, KEPT, REMOVED, Changes
from exchange.storing import store


class Command(BaseCommand):
    """Exit status 1 if a file was refused; the others are stored all the same."""

    help = "นำเข้าแฟ้มข้อมูลรายงาน ITA (ita-report-bundle/1 หรือ /2) ทีละไฟล์ ไฟล์ใดผิดจะไม่ถูกบันทึกทั้งไฟล์"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE…, --dry-run."""
        parser.add_argument("files", nargs="+", metavar="FILE", help="ไฟล์ JSON หรือ - เพื่ออ่านจาก stdin")
        parser.add_argument("--dry-run", action="store_true", help="บอกว่าจะเปลี่ยนอะไรบ้างโดยไม่บันทึก")

    def handle(self, *_args: Any, files: list[str], dry_run: bool, **_options: Any) -> None:
        """Import each file; exits with 1 if one of them was refused."""
        refusals = 0
        for name in files:
            try:
                changes = store(read_bundle(_content(name)), dry_run=dry_run)
            except BundleRefused as refused:
                refusals += 1
                self.stderr.write(f"{name}: ไม่ได้นำเข้า พบข้อผิดพลาด {len(refused.faults)} แห่ง")
                for fault in refused.faults:
                    self.stderr.write(str(fault))
            else:
                self.stdout.write(f"{name}: {changes.municipality}")
                for line in _summary(changes, dry_run=dry_run):
                    self.stdout.write(f"  {line}")
        if refusals:
            sys.exit(1)


def _content(name: str) -> bytes:
    """The file's bytes, at most one more than is allowed; raises BundleRefused when it can't be read."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise BundleRefused.at(WHOLE_FILE, "ไม่พบไฟล์นี้") from None
    except (OSError, ValueError):  # a directory, no permission, a name that no file can have
        raise BundleRefused.at(WHOLE_FILE, "เปิดอ่านไฟล์นี้ไม่ได้") from None


def _summary(changes: Changes, *, dry_run: bool) -> list[str]:
    """A Thai line for each kind of change: "แก้ไข: คะแนนตัวชี้วัด 10, มาตรการ 1 (ขั้นตอน/วิธีการปฏิบัติ 1)"."""
    lines = [] if changes.writes else ["ไม่มีอะไรเปลี่ยนแปลง"]
    for change in (CREATED, CHANGED, REMOVED, KEPT):
        rows = []
        for name, count in changes.rows(change).items():
            fields = ", ".join(f"{field} {times}" for field, times in changes.fields(name).items())
            rows.append(f"{name} {count} ({fields})" if change == CHANGED else f"{name} {count}")
        if rows:
            lines.append(f"{change}: {', '.join(rows)}")
    if changes.untouched:
        lines.append(f"ไม่ได้กล่าวถึงจึงคงไว้: {', '.join(changes.untouched)}")
    return [*lines, "(ทดลองเท่านั้น ไม่ได้บันทึก)"] if dry_run else lines
