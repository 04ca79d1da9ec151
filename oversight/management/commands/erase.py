"""manage.py erase: a text, file or publication out of all that the portal keeps (docs/erasing.md)."""

import re
import sys
from argparse import ArgumentParser
from collections.abc import Iterable
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError
from django.db.models import Q
from django.utils import timezone

from accounts.models import User
from ita_portal.signs import is_blank, meant
from municipalities.lookup import find_municipality
from oversight.erasing.erasing import erase, finish_erasures
from oversight.erasing.finding import Found, Target, find_everywhere
from oversight.erasing.scrubbing import scrub_database
from oversight.erasing.sought import SHORTEST, SHORTEST_NUMBER
from oversight.erasing.telling import beside, told
from reports.erased import ErasedKind, Erasure, tombstones
from reports.lookup import find_report
from reports.models import Publication
from reports.workflow import Refused

OUT_OF_REACH = """สิ่งที่คำสั่งนี้ลบไม่ได้ และต้องจัดการเอง:
- ข้อมูลสำรองที่ทำไว้ก่อนวันนี้ (manage.py backup) ยังมีครบทุกอย่าง
  ให้ลบเมื่อครบกำหนดเก็บ หากนำกลับมาใช้ต้องรันคำสั่งนี้อีกครั้งก่อนเปิดระบบ
- สำเนาที่ผู้อื่นดาวน์โหลด พิมพ์ หรือได้รับทางอีเมลไปแล้ว และที่เว็บไซต์อื่นหรือเครื่องมือค้นหาเก็บไว้
- ข้อความที่อยู่ภายในไฟล์หลักฐาน (PDF รูปภาพ Word Excel) ซึ่งไม่ได้ค้นหา ให้เปิดอ่านแล้วลบด้วย --file
- ไฟล์ที่เลือกค้างไว้ในแบบฟอร์ม ซึ่งหมดอายุใน 1 วัน
- ข้อความที่พิมพ์ค้างไว้ในเครื่องของผู้ใช้ ซึ่งหมดอายุใน 14 วัน
- บันทึกการใช้งาน (traffic log) ซึ่งกฎหมายให้เก็บ 90 วัน ไม่มีข้อความที่พิมพ์ มีเพียงเส้นทางและเลขบัญชี"""
BUSY = "ฐานข้อมูลไม่รับการลบนี้ จึงยังไม่ได้ลบสิ่งใด หากมีผู้กำลังบันทึกอยู่ โปรดรันอีกครั้ง ({})"
TRIAL = 'ยังไม่ได้ลบ ใส่ --apply --reason "…" --user ชื่อบัญชี เพื่อลบจริง'


class Command(BaseCommand):
    """Says where it is by default; erases with --apply, --reason and --user."""

    help = "ลบข้อความ ไฟล์ หรือฉบับเผยแพร่ที่ระบุออกจากทุกแห่งที่ระบบเก็บไว้ (ไม่ลบจนกว่าจะใส่ --apply)"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """One of --text, --file, --publication; then what to do."""
        what = parser.add_mutually_exclusive_group(required=True)
        what.add_argument("--text", help="ข้อความที่จะลบ หรือ - เพื่ออ่านจาก stdin ให้ไม่ค้างในประวัติคำสั่ง")
        what.add_argument("--file", metavar="SHA256", help="ค่า SHA-256 ของไฟล์")
        what.add_argument(
            "--publication", nargs=4, metavar=("MUNICIPALITY", "YEAR", "KIND", "REVISION"), help="ฉบับเผยแพร่"
        )
        parser.add_argument("--municipality", default="", help="กับ --text: ลบเฉพาะสิ่งที่เป็นของเทศบาลนี้")
        parser.add_argument(
            "--publications",
            choices=["erase", "keep"],
            help="ฉบับเผยแพร่ที่พิมพ์ข้อความนี้: ลบทั้งฉบับ หรือเก็บไว้ (ตัดเฉพาะข้อความไม่ได้)",
        )
        parser.add_argument("--apply", action="store_true", help="ลบจริง ย้อนกลับไม่ได้")
        parser.add_argument("--reason", default="", help="เหตุผล ซึ่งเก็บไว้และแสดงต่อสาธารณะแทนสิ่งที่ลบ")
        parser.add_argument("--user", default="", help="ชื่อบัญชีผู้ดูแลระบบที่สั่งลบ")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Say what there is, and erase it where that is asked; CommandError with the reason where not."""
        target = self._target(options)
        what = find_everywhere(target)
        self._say(told(what, target), beside(what, target) if options["verbosity"] > 1 else ())
        if not options["apply"]:
            self.stdout.write(TRIAL)
            return
        user, reason = self._user(options["user"]), self._reason(options["reason"], target)
        if target.kind == ErasedKind.TEXT and what.publications and not options["publications"]:
            raise CommandError("ฉบับเผยแพร่ข้างต้นพิมพ์ข้อความนี้ โปรดระบุ --publications erase หรือ keep")
        finish_erasures()
        if options["publications"] == "keep" and target.kind == ErasedKind.TEXT:
            what = what.without_publications
        if not what.is_empty:
            self._erase(target, what, user, reason)
        self.stdout.write("\n".join(filter(None, [scrub_database(), OUT_OF_REACH])))

    def _erase(self, target: Target, what: Found, user: User, reason: str) -> None:
        try:
            record = erase(target, what, user, reason)
        except Refused as refused:
            raise CommandError(str(refused)) from refused
        except DatabaseError as error:  # too long locked, or a rule of the table: its text names no value
            raise CommandError(BUSY.format(type(error).__name__)) from error
        self.stdout.write(f"ลบแล้ว เป็นบันทึกการลบที่ {record.pk}")
        if record.files:
            self.stdout.write(f"ดิสก์ยังไม่ยอมให้ลบ {len(record.files)} ไฟล์ โปรแกรมงานเบื้องหลังจะลบต่อทุกนาที")
        everywhere = Target(target.kind, target.text, target.sha256)
        if target.kind == ErasedKind.TEXT and not (left := find_everywhere(everywhere)).is_empty:
            self.stdout.write("ข้อความนี้ยังอยู่ในแห่งต่อไปนี้ ซึ่งเลือกให้เก็บไว้ หรือมีผู้บันทึกระหว่างที่ลบ:")
            self._say(told(left, everywhere))

    def _say(self, *parts: Iterable[str]) -> None:
        for part in parts:
            for line in part:
                self.stdout.write(line)

    def _target(self, options: dict[str, Any]) -> Target:
        if options["municipality"] and options["text"] is None:
            raise CommandError("--municipality ใช้กับ --text เท่านั้น")
        try:
            if options["text"] is not None:
                return self._text(options)
            if options["file"] is not None:
                return self._file(options["file"].strip().lower())
            *named, revision = options["publication"]
            rows = Publication.objects.only("sha256")
            one = rows.get(report=find_report(*named), revision=int(revision))
        except Publication.DoesNotExist as error:
            raise CommandError(f"ไม่มีฉบับที่ {revision} ของเอกสารนี้") from error
        except (LookupError, ValueError) as error:
            raise CommandError(str(error)) from error
        return Target(ErasedKind.PUBLICATION, sha256=one.sha256)

    def _text(self, options: dict[str, Any]) -> Target:
        given = sys.stdin.read() if options["text"] == "-" else options["text"]
        only = find_municipality(options["municipality"]) if options["municipality"] else None
        target = Target(ErasedKind.TEXT, text=meant(given).strip(), municipality=only)
        if target.sought.is_too_short:
            raise ValueError(
                f"ข้อความสั้นเกินไป ต้องมีอย่างน้อย {SHORTEST} ตัวอักษร หรือตัวเลข {SHORTEST_NUMBER} หลัก "
                "มิฉะนั้นจะลบสิ่งอื่นไปด้วย"
            )
        if target.sought.stands_in(tombstones(Erasure(pk=0, erased_at=timezone.now()))):
            raise ValueError("ข้อความนี้อยู่ในข้อความที่ระบบใส่แทนสิ่งที่ลบ จึงลบไม่ได้ โปรดระบุให้ยาวกว่านี้")
        return target

    def _file(self, digest: str) -> Target:
        if not re.fullmatch("[0-9a-f]{64}", digest):
            raise ValueError("ค่า SHA-256 ต้องเป็นเลข 0–9 และอักษร a–f รวม 64 ตัว")
        if recognised := Publication.objects.filter(
            Q(sha256=digest) | Q(docx_sha256=digest) | Q(bundle_sha256=digest) | Q(sealed_sha256=digest)
        ).values_list("pk", flat=True):
            raise ValueError(f"ค่านี้เป็นของฉบับเผยแพร่เลขที่ {recognised[0]} โปรดใช้ --publication")
        return Target(ErasedKind.FILE, sha256=digest)

    def _user(self, name: str) -> User:
        user = User.objects.filter(username=name, is_active=True).first()
        if user is None or not user.is_admin:
            raise CommandError("โปรดระบุ --user เป็นชื่อบัญชีของผู้ดูแลระบบที่ใช้งานอยู่")
        return user

    def _reason(self, text: str, target: Target) -> str:
        reason = meant(text).strip()
        if is_blank(reason):
            raise CommandError("โปรดระบุ --reason")
        if target.text and target.sought.stands_in(reason):
            raise CommandError("เหตุผลต้องไม่มีข้อความที่จะลบ เพราะเหตุผลถูกเก็บไว้และแสดงต่อสาธารณะ")
        return reason
