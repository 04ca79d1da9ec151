"""manage.py check_report MUNICIPALITY YEAR plan|results [--json]: what the page of checks says, as lines."""

import json
import sys
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from documents import checks
from documents.checks.complaints import Complaint, Severity
from documents.loading import load_dossier
from reports.lookup import add_report_arguments, find_report


class Command(BaseCommand):
    """Exits with 1 where an error is among the complaints, with 2 where there is no such document."""

    help = "ตรวจเอกสารมาตรการหรือรายงานผลของเทศบาล และแสดงสิ่งที่ต้องแก้ไขหรือควรตรวจสอบ"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """MUNICIPALITY YEAR KIND [--json]."""
        add_report_arguments(parser)
        parser.add_argument("--json", action="store_true", help="แสดงเป็น JSON สำหรับโปรแกรมอื่น")

    def handle(self, *_args: Any, municipality: str, year: str, kind: str, **options: Any) -> None:
        """One complaint a line, errors first: code, severity, place, text."""
        try:
            report = find_report(municipality, year, kind)
        except (LookupError, ValueError) as refusal:
            raise CommandError(str(refusal), returncode=2) from refusal
        complaints = checks.run(load_dossier(report.plan), kind)
        rows = [_row(complaint) for complaint in complaints]
        if options["json"]:
            self.stdout.write(json.dumps(rows, ensure_ascii=False, indent=1))
        else:
            for row in rows:
                self.stdout.write("\t".join(row.values()))
        if any(complaint.severity is Severity.ERROR for complaint in complaints):
            sys.exit(1)


def _row(complaint: Complaint) -> dict[str, str]:
    """The complaint for a program; its place is the text, else what the page edits that mends it."""
    return {
        "code": complaint.check,
        "severity": complaint.severity.value,
        "place": complaint.path or complaint.place.path,
        "text": " ".join(complaint.message.split()),
    }
