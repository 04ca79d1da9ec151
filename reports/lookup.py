"""Finding the report that somebody names on a command line."""

from argparse import ArgumentParser

from ita_portal.typed import parse_buddhist_year
from municipalities.lookup import find_municipality
from reports.models import Report, ReportKind

_KINDS = "plan คือมาตรการ results คือรายงานผล"


def add_report_arguments(parser: ArgumentParser) -> None:
    """MUNICIPALITY YEAR KIND."""
    named = "รหัส อปท. 7 หลัก หรือชื่อเต็ม เช่น เทศบาลตำบลทุ่งผึ้ง"
    parser.add_argument("municipality", metavar="MUNICIPALITY", help=named)
    parser.add_argument("year", metavar="YEAR", help="ปีงบประมาณ (พ.ศ.) ของแผน")
    parser.add_argument("kind", metavar="KIND", help=_KINDS)


def find_report(municipality: str, year: str, kind: str) -> Report:
    """The report with its plan and place; `year` is the plan's fiscal year (B.E.) as typed.

    Raises LookupError with a Thai sentence where there is none, ValueError with one for what is no year.
    """
    fiscal_year = parse_buddhist_year(year)
    if kind not in ReportKind.values:
        raise LookupError(f"ไม่มีเอกสารชนิด “{kind}” ({_KINDS})")
    place = find_municipality(municipality)
    reports = Report.objects.with_place()
    report = reports.filter(plan__municipality=place, plan__fiscal_year=fiscal_year, kind=kind).first()
    if report is None:
        raise LookupError(f"{place.full_name}ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. {fiscal_year}")
    return report
