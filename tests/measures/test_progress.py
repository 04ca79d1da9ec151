"""How far a measure has come, quarter by quarter: the officer's page, the report, what a reviewer learns."""

import re
from datetime import date
from typing import Any

import pytest
import time_machine
from django.template.loader import render_to_string
from django.test import Client
from django.urls import reverse

from documents.compose import compose
from documents.dossier import ResultFacts
from measures.models import Result
from measures.progress import QuarterProgress, is_behind, progress_words
from tests.documents.dossiers import dossier
from tests.documents.dossiers import measure as measure_facts
from tests.documents.papers import section
from tests.factories import measure, plan, result, reviewer
from tests.measures.conftest import Pages
from tests.measures.test_result_views import seen, typed

TYPED = {
    "progress-planned_1": "๒๕",
    "progress-actual_1": "ร้อยละ 20",
    "progress-note_1": "รอวิทยากร",
    "progress-planned_2": "50%",
}
STORED = [
    {"quarter": 1, "planned": 25, "actual": 20, "note": "รอวิทยากร"},
    {"quarter": 2, "planned": 50},
]


def send(client: Client, at: Pages, pk: int, **more: Any) -> Any:
    address = at("result", 1)
    return client.post(address, typed(seen=seen(client, address), measure=pk, **more))


@pytest.mark.django_db
def test_progress_is_stored_and_shown_again(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    send(somsri, at, row.pk, **TYPED)

    assert Result.objects.get().progress == STORED
    page = somsri.get(at("result", 1)).content.decode()
    assert re.search(r'name="progress-planned_1"\s+value="25"', page)


@pytest.mark.django_db
def test_result_without_progress_is_as_before(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    send(somsri, at, row.pk, status="not_started", done="", outcome="", reported_on="")

    assert not Result.objects.exists()


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field", "sentence"),
    [
        ({"progress-planned_1": "101"}, "planned_1", "กรุณากรอกตัวเลขระหว่าง 0 ถึง 100"),
        ({"progress-planned_1": "12.5"}, "planned_1", "กรุณากรอกร้อยละเป็นจำนวนเต็ม เช่น 25"),
        ({"progress-actual_2": "10"}, "actual_2", "ร้อยละสะสมต้องไม่น้อยกว่าไตรมาสก่อนหน้า (20)"),
    ],
)
def test_bad_progress_is_refused_at_its_field(
    somsri: Client, at: Pages, changes: dict[str, str], field: str, sentence: str
) -> None:
    row = measure(plan())
    page = send(somsri, at, row.pk, **{**TYPED, **changes})

    assert dict(page.context["progress"].errors) == {field: [sentence]}
    assert not Result.objects.exists()


def quarters(*found: tuple[int | None, int | None]) -> tuple[QuarterProgress, ...]:
    return tuple(QuarterProgress(at, *pair) for at, pair in enumerate(found, 1))


@pytest.mark.parametrize(
    ("day", "progress", "behind"),
    [
        (date(2024, 12, 31), quarters((25, 0)), None),  # its last day
        (date(2025, 1, 1), quarters((25, 0)), True),
        (date(2025, 1, 1), quarters((25, None)), True),
        (date(2025, 1, 1), quarters((25, 25)), False),
        (date(2025, 4, 1), quarters((25, 100), (50, None)), False),
        (date(2025, 4, 1), quarters((25, 10), (50, 50)), False),
        (date(2025, 4, 1), quarters((25, 30), (None, 30)), False),
        (date(2026, 1, 1), quarters((25, 25), (50, 50), (75, 75), (100, 90)), True),
        (date(2026, 1, 1), (), None),
    ],
)
def test_last_quarter_that_is_over_says_who_is_behind(
    day: date, progress: tuple[QuarterProgress, ...], behind: bool | None
) -> None:
    assert is_behind(progress, 2568, day) is behind


def test_progress_in_words() -> None:
    assert progress_words(STORED).replace("\u00a0", " ") == (
        "ไตรมาสที่ ๑: แผน ร้อยละ ๒๕ ผล ร้อยละ ๒๐ รอวิทยากร\nไตรมาสที่ ๒: แผน ร้อยละ ๕๐ ผล –"
    )


def test_report_of_results_has_the_table_where_a_measure_is_followed() -> None:
    told = ResultFacts("underway", progress=(QuarterProgress(1, 25, 0, "รอวิทยากร"), QuarterProgress(3, 75)))
    found = dossier(measures=(measure_facts(1, result=told), measure_facts(2, result=ResultFacts("done"))))
    part = section(compose(found, "results"), "progress")
    said = render_to_string("documents/progress.html", {"part": part})

    assert [(row.number, row.ends) for row in part.quarters] == [
        (1, (("๒๕", "๐"), ("–", "–"), ("๗๕", "–"), ("–", "–")))
    ]
    assert "๒๕/๐" in said
    assert "มาตรการที่ ๑ ไตรมาสที่\u00a0๑: รอวิทยากร" in said
    bare = section(compose(dossier(measures=(measure_facts(1),)), "results"), "progress")
    assert "ไตรมาส" not in render_to_string("documents/progress.html", {"part": bare})


@pytest.mark.django_db
@time_machine.travel("2025-02-03T12:00:00+07:00")
def test_reviewer_sees_how_many_are_behind_and_nothing_of_the_draft(page_client: Client) -> None:
    row = plan(fiscal_year=2568)
    for number, progress in enumerate((STORED, [{"quarter": 1, "planned": 5, "actual": 5}], []), 1):
        one = result(measure(row, number))
        one.progress = progress
        one.save()
    page_client.force_login(reviewer())
    page = page_client.get(reverse("province"), {"year": "2568"}).content.decode()

    assert "ล่าช้ากว่าแผน ๑ จาก ๒ มาตรการ" in page
    assert "รอวิทยากร" not in page
