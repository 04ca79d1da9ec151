from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from pypdf import PdfReader

from tests.factories import assessment, measure, municipality, plan

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("kind", "title"),
    [
        ("plan", "มาตรการส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"),
        ("results", "รายงานผลการดำเนินการเพื่อส่งเสริมคุณธรรมและความโปร่งใสภายในหน่วยงาน"),
    ],
)
def test_command_writes_the_document(kind: str, title: str, tmp_path: Path) -> None:
    assessment()
    measure(plan())
    call_command("report_pdf", "เทศบาลเมืองเขลางค์นคร", "2568", kind, "-o", str(tmp_path / "out.pdf"))

    information = PdfReader(tmp_path / "out.pdf").metadata
    assert information is not None
    assert information.title == f"{title} ประจำปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๘ เทศบาลเมืองเขลางค์นคร"


@pytest.mark.parametrize(
    ("name", "year", "reason"),
    [
        ("เทศบาลเมืองไม่มี", "2568", "ไม่พบเทศบาล"),
        ("เทศบาลเมืองเขลางค์นคร", "2567", "ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. 2567"),
        ("เทศบาลเมืองเขลางค์นคร", "2025", "ค.ศ. 2025 คือ พ.ศ. 2568"),
    ],
)
def test_command_says_what_it_does_not_find(name: str, year: str, reason: str, tmp_path: Path) -> None:
    plan()

    with pytest.raises(CommandError, match=reason):
        call_command("report_pdf", name, year, "plan", "-o", str(tmp_path / "out.pdf"))

    assert list(tmp_path.iterdir()) == []


def test_command_says_where_it_can_not_write(tmp_path: Path) -> None:
    plan()

    with pytest.raises(CommandError, match="เขียนไฟล์ไม่ได้"):
        call_command(
            "report_pdf", "เทศบาลเมืองเขลางค์นคร", "2568", "plan", "-o", str(tmp_path / "none" / "out.pdf")
        )


def test_command_refuses_another_kind() -> None:
    municipality()

    with pytest.raises(CommandError, match="ไม่มีเอกสารชนิด “letter” "):
        call_command("report_pdf", "เทศบาลเมืองเขลางค์นคร", "2568", "letter", "-o", "out.pdf")
