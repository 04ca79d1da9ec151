from pathlib import Path

import pytest

from ita_portal.fetching import Fetched
from oit.models import OITEntry
from oit.register import read_register
from oit.trying import try_register, year_asked_for, year_fault
from tests import factories
from tests.websites import Website, certificate, sends, website  # noqa: F401 - fixtures

PDFS = Path(__file__).parent.parent / "assessments" / "pdfs"


def fetched(content: str | bytes) -> Fetched:
    return Fetched("", content.encode() if isinstance(content, str) else content)


@pytest.mark.parametrize(
    ("content", "wanted", "said"),
    [
        ("<h1>แผนดำเนินงาน ประจำปี พ.ศ. ๒๕๖๙</h1>", "2569", ""),
        ("<h1>แผนดำเนินงาน ปี 2567 และ 2568</h1>", "2569", "เปิดได้ แต่ไม่พบปี ๒๕๖๙ พบเพียงปี ๒๕๖๗, ๒๕๖๘"),
        ("<h1>แผนดำเนินงาน</h1><script>var y = 2567</script>", "2569", ""),
        ("<h1>โทร 025671234</h1>", "2569", ""),
        ("<h1>แผน 2567</h1>", "", ""),
        ("", "2569", ""),
        ("<", "2569", ""),
        ("%PDF-1.4 2567", "2569", ""),  # no PDF that can be read
        (b"\x89PNG 2567 <", "2569", "เปิดได้ แต่ไม่พบปี ๒๕๖๙ พบเพียงปี ๒๕๖๗"),
    ],
)
def test_a_page_that_tells_of_other_years_only_is_doubted(content: str | bytes, wanted: str, said: str):
    assert year_fault(fetched(content), wanted) == said


@pytest.mark.django_db
def test_the_year_is_that_in_the_title_of_the_item():
    lines = read_register(factories.municipality(), 2568).lines
    assert {year_asked_for(line) for line in lines} <= {"", "2567", "2568"}


@pytest.mark.django_db
@pytest.mark.usefixtures("certificate")
def test_dead_addresses_and_those_of_another_year_are_found(website: Website):  # noqa: F811
    place = factories.municipality()
    website.pages |= {"/good": sends(b"<p>ok</p>"), "/gone": sends(b"", status=404)}
    rows = [
        {"row": path, "title": path, "url": website.address(path), "dated_on": "", "path": ""}
        for path in ("/good", "/gone")
    ]
    OITEntry.objects.create(
        municipality=place, fiscal_year=2569, item="o1", status="published", addresses=rows
    )
    assert try_register(read_register(place, 2569), website.bounds())
    line = read_register(place, 2569).line("o1")
    assert [one.fault for one in line.addresses] == ["", "เว็บไซต์ตอบด้วยรหัส 404"]
    assert line.faults == 1
    assert OITEntry.history.count() == 1  # a trial changes nothing that somebody wrote
    asked = len(website.asked)
    assert not try_register(read_register(place, 2569), website.bounds())
    assert len(website.asked) == asked
