"""A portal in fiscal year 2570: the result of 2569, the measures of 2570, the report on those of 2569."""

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from tests import factories

pytestmark = pytest.mark.django_db
WEAK = factories.SCORES_2567  # 74.54 and 78.89 in indicators 4 and 8


@pytest.fixture
def somsri(client: Client) -> Client:
    """The officer, with a plan of 2569 that is reported on and one of 2570 for the weaker indicator alone."""
    for year in (2568, 2569):
        factories.assessment(fiscal_year=year, scores=WEAK, total="90.65", level="ผ่าน")
    factories.result(factories.measure(factories.plan(fiscal_year=2569), about=("4",)))
    factories.measure(factories.plan(fiscal_year=2570), about=("4",))
    client.force_login(factories.officer())
    return client


@time_machine.travel("2026-11-30 09:00+07:00", tick=False)
def test_every_page_of_both_years_opens_and_names_its_items(somsri: Client) -> None:
    pk = factories.municipality().pk
    pages = [("municipality", []), *((name, [2569]) for name in ("assessment", "findings", "analyses"))]
    pages += [(name, [2570]) for name in ("plan", "measure_add", "results", "checks", "documents")]
    for name, years in pages:
        assert somsri.get(reverse(name, args=[pk, *years])).status_code == 200, name
    papers = {(2570, "plan"): "ข้อ o25 ปีงบประมาณ พ.ศ. ๒๕๗๐", (2569, "results"): "ข้อ o26 ปีงบประมาณ พ.ศ. ๒๕๗๐"}
    for keys, item in papers.items():
        page = somsri.get(reverse("preview", args=[pk, *keys])).content.decode()
        assert item in " ".join(page.replace("\xa0", " ").split()), keys


@time_machine.travel("2026-11-30 09:00+07:00", tick=False)
def test_open_level_is_shown_on_the_page_of_the_result(somsri: Client) -> None:
    page = somsri.get(reverse("assessment", args=[factories.municipality().pk, 2569])).content.decode()
    assert "ผ่านดีหรือผ่าน (ต้องทราบคะแนน EIT รายส่วน)" in page
    assert "✓ เป็นไปได้" in page
