"""No cell of any table that the portal makes is a formula, whatever people have typed into it."""

import csv
import io
import re

import pytest
from django.http import HttpResponse
from openpyxl import load_workbook

from measures.models import Evidence
from municipalities.models import District, Municipality
from oversight.exports.making import contents
from oversight.exports.ordering import order
from tests import factories
from tests.test_access import ACCESS, address, client_of, evidence

__all__ = ["evidence"]
HOSTILE = [
    "=1+1",
    "+1+1",
    "-1+1",
    "@SUM(A1)",
    "\t=1",
    "\r=1",
    "\n=1",
    "＝1+1",
    '=HYPERLINK("http://x")',
    "-2+3|x",
]
TABLES = {"text/csv", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"}
NUMBER = re.compile(r"-?[0-9]+(\.[0-9]+)?")


def hostile(year: Evidence, text: str) -> None:
    """Every text of the year, its place and its people begins as a formula does."""
    place = year.measure.plan.municipality
    Municipality.objects.filter(pk=place.pk).update(name=text, website="")
    District.objects.filter(pk=place.district_id).update(name=text)
    place.assessments.update(announced_level=text[:20])
    year.measure.plan.measures.update(title=text, responsible=[text], steps=[text])
    year.measure.plan.municipality.officers.update(first_name=text, last_name=text)
    for report in place.plans.get().reports.all():
        report.state = "submitted"
        report.save()
        factories.publication(report)
    place.plans.get().reports.first().publications.update(title=text)


def suspects(answer: HttpResponse) -> list[object]:
    """The cells of a table that a spreadsheet would compute."""
    content = answer.getvalue()
    if answer["Content-Type"].startswith("text/csv"):
        return suspects_of_csv(content)
    cells = (
        cell for sheet in load_workbook(io.BytesIO(content)) for row in sheet.iter_rows() for cell in row
    )
    return [cell.value for cell in cells if cell.data_type in ("f", "e")]


def suspects_of_csv(content: bytes) -> list[object]:
    rows = csv.reader(io.StringIO(content.decode("utf-8-sig"), newline=""))
    cells = (cell for row in rows for cell in row if not NUMBER.fullmatch(cell))
    return [cell for cell in cells if cell.startswith(tuple("=+-@\t\r\n＝＋－＠"))]


def asked(name: str, year: Evidence) -> list[str]:
    """The addresses of that name: of the tables of the open data each, of templates each form."""
    if name.startswith("open_data_"):
        form = name.removeprefix("open_data_")
        return [f"/data/{table}.{form}" for table in ("publications", "results", "scores", "measures")]
    url = address(name, year)
    return [url, url.replace(".csv", ".xlsx")] if name.endswith("_template") else [url]


def tables(year: Evidence) -> dict[str, HttpResponse]:
    """Every table that somebody can download, by its address."""
    admin, found = client_of("admin"), {}
    for name in ACCESS:
        if name.endswith(("_csv", "_xlsx", "_template")):
            found |= {url: admin.get(url) for url in asked(name, year)}
    return found


@pytest.mark.parametrize("text", HOSTILE)
def test_no_cell_is_a_formula(text: str, evidence: Evidence):
    hostile(evidence, text)
    found = tables(evidence)
    assert {url: answer.status_code for url, answer in found.items()} == dict.fromkeys(found, 200)
    assert {url: suspects(answer) for url, answer in found.items()} == {url: [] for url in found}


@pytest.mark.parametrize("text", HOSTILE)
def test_list_of_an_export_holds_no_formula(text: str, evidence: Evidence):
    hostile(evidence, text)
    plan = evidence.measure.plan
    export = order(factories.reviewer(), "bundle", [report.pk for report in plan.reports.all()])
    export.items.update(failure=text)
    assert suspects_of_csv(contents(list(export.items.select_related("report__plan__municipality")))) == []


def test_every_address_that_gives_a_table_is_asked(evidence: Evidence):
    hostile(evidence, "ก")
    known = set(tables(evidence))
    for name in ACCESS:
        url = address(name, evidence)
        for actor in ("admin", "officer"):
            answer = client_of(actor).get(url)
            answer.getvalue()
            if answer.get("Content-Type", "").partition(";")[0] in TABLES:
                assert url in known
