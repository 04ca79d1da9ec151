import pytest
from django.test import Client
from django.urls import reverse

from municipalities.models import Municipality
from reports.models import Publication, Report
from tests import factories

pytestmark = pytest.mark.django_db


def address(place: Municipality, query: str = "", kind: str = "plan") -> str:
    return reverse("report_changes", args=[place.pk, 2568, kind]) + query


def two_years() -> tuple[Report, Report]:
    """The plans of two years of เขลางค์นคร, both submitted."""
    factories.assessment(fiscal_year=2566, total="94.22")
    factories.assessment()
    old, new = factories.plan(fiscal_year=2567), factories.plan()
    factories.measure(old, title="ตู้รับความเห็นที่สำนักงาน")
    factories.measure(new, title="ตู้รับความเห็นที่ตลาดสด")
    return factories.report(old, state="submitted"), factories.report(new, state="submitted")


def test_report_stands_beside_last_years(client: Client) -> None:
    two_years()
    client.force_login(factories.reviewer())
    response = client.get(address(factories.municipality()))
    page = response.content.decode()

    assert "<del>สำนักงาน</del>" in page
    assert "<ins>ตลาดสด</ins>" in page
    assert "เทียบกับฉบับปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๗" in page


def test_report_stands_beside_the_published_one(client: Client) -> None:
    _, report = two_years()
    factories.publication(report)
    measure = report.plan.measures.get()
    measure.title = "ตู้รับความเห็นที่วัด"
    measure.save()
    client.force_login(factories.officer())
    page = client.get(address(factories.municipality(), "?with=published")).content.decode()

    assert "<del>ตลาดสด</del>" in page
    assert "<ins>วัด</ins>" in page
    assert "ฉบับที่ ๑ ซึ่งเผยแพร่เมื่อวันที่" in page


def test_withdrawn_publication_is_not_shown(client: Client) -> None:
    _, report = two_years()
    factories.publication(report)
    Publication.objects.update(withdrawn_at="2026-01-01T00:00:00Z", reason="ผิด")
    client.force_login(factories.officer())

    assert (
        "ยังไม่มีฉบับที่เผยแพร่ของเอกสารนี้"
        in client.get(address(factories.municipality(), "?with=published")).content.decode()
    )


def test_draft_of_last_year_is_not_shown_to_a_reviewer(client: Client) -> None:
    old, _ = two_years()
    old.state = "draft"
    old.save()
    client.force_login(factories.reviewer())
    page = client.get(address(factories.municipality())).content.decode()

    assert "ตู้รับความเห็นที่" not in page
    assert "เอกสารนี้ยังเป็นร่างของเทศบาล" in page


def test_draft_is_closed_to_a_reviewer(client: Client) -> None:
    two_years()
    client.force_login(factories.reviewer())

    assert client.get(address(factories.municipality(), kind="results")).status_code == 403


def test_other_places_are_not_found(client: Client) -> None:
    two_years()
    for who in (factories.reviewer("เชียงใหม่"), factories.officer(factories.elsewhere())):
        client.force_login(who)
        assert client.get(address(factories.municipality())).status_code == 404


@pytest.mark.parametrize("query", ["?with=x", "?with=%00", "?with="])
def test_unknown_comparison_is_with_last_year(client: Client, query: str) -> None:
    factories.plan()
    client.force_login(factories.officer())
    page = client.get(address(factories.municipality(), query)).content.decode()

    assert "ไม่มีเอกสารเดียวกันของปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๗ ในระบบ" in page


def test_same_document_says_so(client: Client) -> None:
    _, report = two_years()
    report.state = "published"
    report.save()
    factories.publication(report)
    client.force_login(factories.officer())

    assert (
        "ข้อความเหมือนกันทุกส่วน"
        in client.get(address(factories.municipality(), "?with=published")).content.decode()
    )
