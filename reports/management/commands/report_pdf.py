"""manage.py report_pdf MUNICIPALITY YEAR plan|results -o FILE: one document of a plan as PDF."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from ita_portal.thai import parse_buddhist_year
from municipalities.lookup import find_municipality
from printing.pdf.rendering import PdfUnavailable, render
from reports.models import Report, ReportKind
from reports.reading import paper_of

KINDS = "plan คือมาตรการ results คือรายงานผล"


class Command(BaseCommand):
    """Prints in this process, without limits: whoever can run it can also stop it."""

    help = "สร้างเอกสารมาตรการหรือรายงานผลของเทศบาลเป็นไฟล์ PDF"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """MUNICIPALITY YEAR KIND -o FILE."""
        named = "รหัส อปท. 7 หลัก หรือชื่อเต็ม เช่น เทศบาลตำบลทุ่งผึ้ง"
        parser.add_argument("municipality", metavar="MUNICIPALITY", help=named)
        parser.add_argument("year", metavar="YEAR", help="ปีงบประมาณ (พ.ศ.) ของแผน")
        parser.add_argument("kind", metavar="KIND", help=KINDS)
        parser.add_argument("-o", "--output", metavar="FILE", type=Path, required=True, help="ไฟล์ปลายทาง")

    def handle(
        self, *_args: Any, municipality: str, year: str, kind: str, output: Path, **_options: Any
    ) -> None:
        """Write the PDF; CommandError with the reason where there is no such plan or no way to print."""
        try:
            paper = paper_of(_report(municipality, parse_buddhist_year(year), kind))
            output.write_bytes(render(paper.html, attachments=paper.attachments))
        except (LookupError, ValueError, PdfUnavailable) as refusal:
            raise CommandError(str(refusal)) from refusal
        except OSError as error:
            raise CommandError(f"{output}: เขียนไฟล์ไม่ได้") from error
        self.stdout.write(f"{output}: {paper.document.full_title}")


def _report(name: str, year: int, kind: str) -> Report:
    """The report; LookupError with a Thai sentence where there is none."""
    if kind not in ReportKind.values:
        raise LookupError(f"ไม่มีเอกสารชนิด “{kind}” ({KINDS})")
    municipality = find_municipality(name)
    reports = Report.objects.with_place()
    report = reports.filter(plan__municipality=municipality, plan__fiscal_year=year, kind=kind).first()
    if report is None:
        raise LookupError(f"{municipality.full_name}ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. {year}")
    return report
