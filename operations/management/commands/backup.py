"""manage.py backup DIR: all that the portal keeps, in a folder, while the portal runs (docs/operate.md)."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.utils import timezone

from operations.backup import BackupRefused
from operations.backup.making import back_up, drop_old
from operations.backup.manifest import KEY, Manifest, verify

WITH_KEY = "ในข้อมูลสำรองมีกุญแจ var/secret_key และข้อมูลส่วนบุคคล จึงต้องเก็บไว้เฉพาะผู้ดูแลระบบ"
WITHOUT_KEY = "SECRET_KEY กำหนดโดยผู้ดูแลระบบ จึงไม่อยู่ในข้อมูลสำรอง ต้องเก็บไว้ต่างหาก"
NOT_IN_IT = "สิ่งที่ไม่มีในข้อมูลสำรอง: ค่าที่กำหนดให้ระบบ (ตัวแปร), SEAL_FILE, ไฟล์ ZIP ที่สั่งจัดทำ และการเข้าสู่ระบบที่ค้างอยู่"


class Command(BaseCommand):
    """One backup in DIR or, with --keep, one more in DIR, of which the oldest go."""

    help = "สำรองฐานข้อมูล ไฟล์ กุญแจ และบันทึกการใช้งานลงในโฟลเดอร์ ขณะที่ระบบทำงานอยู่"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Where, and how many."""
        parser.add_argument("dir", type=Path, metavar="DIR", help="โฟลเดอร์ที่ยังไม่มีหรือว่าง")
        parser.add_argument(
            "--keep",
            type=int,
            metavar="N",
            help="เก็บหลายชุดใน DIR ชุดละโฟลเดอร์ backup-วันที่-เวลา แล้วลบชุดเก่าให้เหลือ N ชุด",
        )
        parser.add_argument("--check", action="store_true", help="ไม่สำรอง เพียงตรวจว่าข้อมูลสำรองใน DIR ครบถ้วน")

    def handle(self, *_args: Any, dir: Path, keep: int | None, check: bool, **_options: Any) -> None:  # noqa: A002
        """Make it or check it; CommandError with the reason where that is not possible."""
        if keep is not None and (keep < 1 or check):
            raise CommandError("--keep ต้องเป็นจำนวนเต็มตั้งแต่ 1 และใช้กับ --check ไม่ได้")
        folder = dir if keep is None else dir / timezone.localtime().strftime("backup-%Y%m%d-%H%M%S")
        try:
            manifest = verify(folder) if check else back_up(folder)
        except BackupRefused as refused:
            raise CommandError(str(refused)) from refused
        self.stdout.write("\n".join(said(folder, manifest)))
        if keep is not None:
            for name in drop_old(dir, keep):
                self.stdout.write(f"ลบชุดเก่า {name}")


def said(folder: Path, manifest: Manifest) -> list[str]:
    """What a whole backup holds, in Thai sentences."""
    rows, megabytes = sum(manifest.tables.values()), manifest.bytes / 2**20
    lines = [
        f"ข้อมูลสำรองใน {folder} ครบถ้วน ทำเมื่อ {manifest.made_at}",
        f"{rows:,} แถวใน {len(manifest.tables)} ตาราง, {len(manifest.files):,} ไฟล์, {megabytes:,.1f} MB",
        WITH_KEY if KEY in manifest.files else WITHOUT_KEY,
        NOT_IN_IT,
    ]
    if manifest.lost:
        names = ", ".join(manifest.lost[:5])
        lines.append(f"คำเตือน: {len(manifest.lost)} ไฟล์หายไปจาก MEDIA_ROOT ก่อนการสำรอง: {names}")
    return lines
