"""manage.py restore DIR: a backup becomes a portal again, in a place where none is (docs/operate.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from operations.backup import BackupRefused
from operations.backup.manifest import verify
from operations.backup.restoring import restore
from operations.management.commands.backup import said

AFTERWARDS = """กู้คืนแล้ว จำนวนแถวและไฟล์ตรงกับข้อมูลสำรองทุกรายการ
- ทุกคนต้องเข้าสู่ระบบใหม่ อีเมลที่ค้างอยู่ในคิวไม่ถูกส่งเอง ดูได้ที่หน้า “อีเมลที่ยังไม่ได้ส่ง”
- สิ่งที่ลบตามกฎหมายหลังวันที่สำรองกลับมาอยู่ในระบบ ให้รัน manage.py erase อีกครั้งก่อนเปิดระบบ
- ตรวจเครื่องนี้ด้วย manage.py doctor แล้วเริ่มระบบด้วย ./run"""


class Command(BaseCommand):
    """Verifies, then restores into what the settings name; --check only verifies."""

    help = "กู้คืนข้อมูลสำรองลงในที่ว่าง (ฐานข้อมูลเปล่าและ MEDIA_ROOT ว่าง) หลังตรวจทุกไฟล์แล้ว"
    requires_migrations_checks = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Which backup."""
        parser.add_argument("dir", type=Path, metavar="DIR", help="โฟลเดอร์ของข้อมูลสำรองหนึ่งชุด")
        parser.add_argument("--check", action="store_true", help="เพียงตรวจว่าข้อมูลสำรองครบถ้วน ไม่เขียนสิ่งใด")

    def handle(self, *_args: Any, dir: Path, check: bool, **_options: Any) -> None:  # noqa: A002
        """Restore or check; CommandError with the reason where that is not possible."""
        try:
            manifest = verify(dir) if check else restore(dir, self.stdout.write)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("\n".join(said(dir, manifest) if check else [AFTERWARDS]))
