"""manage.py check_report says what the page of checks says, for people and for programs."""

import json

import pytest
from django.core.management import CommandError, call_command

from documents import checks
from documents.loading import load_dossier
from tests.factories import assessment, complete_plan, measure, municipality, plan

pytestmark = pytest.mark.django_db
NAME = "เทศบาลเมืองเขลางค์นคร"


def checked(capsys: pytest.CaptureFixture[str], *arguments: str) -> tuple[int, str]:
    status = 0
    try:
        call_command("check_report", *arguments)
    except SystemExit as end:
        status = int(end.code or 0)
    return status, capsys.readouterr().out


@pytest.mark.parametrize("kind", ["plan", "results"])
def test_the_command_says_what_the_page_says(kind: str, capsys: pytest.CaptureFixture[str]) -> None:
    assessment()
    measure(row := plan(), responsible=[])
    shown = checks.run(load_dossier(row), kind)

    status, out = checked(capsys, NAME, "2568", kind, "--json")

    rows = json.loads(out)
    assert [(row["code"], row["severity"]) for row in rows] == [
        (complaint.check, complaint.severity) for complaint in shown
    ]
    assert [row["text"] for row in rows] == [complaint.message for complaint in shown]
    assert {"code", "severity", "place", "text"} == set(rows[0])
    assert {row["place"] for row in rows if row["code"] == "C08"} == {"measures.1"}
    assert status == 1
    status, out = checked(capsys, NAME, "๒๕๖๘", kind)
    assert status == 1
    assert out.splitlines()[0].split("\t") == list(rows[0].values())


def test_a_document_that_can_be_submitted_is_no_failure(
    capsys: pytest.CaptureFixture[str],
) -> None:
    complete_plan()
    status, out = checked(capsys, NAME, "2568", "plan", "--json")
    assert status == 0
    assert all(row["severity"] == "warning" for row in json.loads(out))


@pytest.mark.parametrize(
    ("name", "year", "kind", "reason"),
    [
        ("เทศบาลเมืองไม่มี", "2568", "plan", "ไม่พบเทศบาล"),
        (NAME, "2567", "plan", "ยังไม่มีแผนมาตรการปีงบประมาณ พ.ศ. 2567"),
        (NAME, "2025", "plan", "ค.ศ. 2025 คือ พ.ศ. 2568"),
        (NAME, "2568", "letter", "ไม่มีเอกสารชนิด “letter”"),
    ],
)
def test_what_is_not_there_is_said_with_another_status(name: str, year: str, kind: str, reason: str) -> None:
    municipality()
    plan()
    with pytest.raises(CommandError, match=reason) as refused:
        call_command("check_report", name, year, kind)
    assert refused.value.returncode == 2
