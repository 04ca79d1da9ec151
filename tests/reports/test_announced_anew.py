"""An import of results that were announced anew: who must revise what, who is told, until it is done."""

from datetime import date
from decimal import Decimal
from io import StringIO
from pathlib import Path

import pytest
from django.core import mail
from django.core.management import call_command
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from pytest_django import DjangoAssertNumQueries

from assessments.models import Assessment, Score
from municipalities.models import Kind, Municipality
from oversight.reminding import Agenda
from reports.models import Publication, Report, ResultNotice
from tests import factories
from tests.municipalities.tables import apply, csv_file, deeds, upload
from tests.reports.test_correcting import YEAR, accepted, address, begun, corrected_score, public
from tests.reports.test_one_affair import MONDAY, said
from tests.reports.test_spoiling import answer
from tests.steps import perform

pytestmark = pytest.mark.django_db
NAME, LIST = "import_announced", reverse("announced_revisions")
WHO = "เทศบาลเมืองเขลางค์นคร"
STEP = "ป.ป.ช. ประกาศแก้ไขผลการประเมินปีงบประมาณ พ.ศ. ๒๕๖๗: "


@pytest.fixture
def admin(client: Client) -> Client:
    factories.officer()
    client.force_login(factories.admin())
    return client


@pytest.fixture
def somsri() -> Client:
    client = Client()
    client.force_login(factories.officer())
    return client


def trial(admin: Client, *rows: list[str], head: str = "ตัวชี้วัดที่ 4") -> HttpResponse:
    return upload(admin, NAME, csv_file(["เทศบาล", "ปีงบประมาณ", head], *(rows or ([WHO, "2567", "84.54"],))))


def letters() -> list[mail.EmailMessage]:
    return [letter for letter in mail.outbox if letter.to == [factories.officer().email]]


def steps(client: Client) -> list[tuple[str, str]]:
    page = client.get(reverse("municipality", args=[factories.municipality().pk]))
    return [(step["text"].replace("\u00a0", " "), step["address"]) for step in page.context["steps"]]


def listed(admin: Client) -> list[tuple[str, int, bool]]:
    found = admin.get(LIST).context["page"]
    return [(one.municipality.full_name, len(one.papers), one.under_way) for one in found]


def printed_again() -> None:
    """Every public paper as it reads now, as its next revision."""
    for row in Report.objects.filter(publications__revision=1):
        factories.publication(row, revision=2)


def test_trial_lists_who_must_revise_which_papers(admin: Client):
    reports = public()
    checked = trial(admin)
    assert deeds(checked) == [(2, "held")]
    [one] = checked.context["years"]
    keys = [(paper.plan_year, paper.kind) for paper in one.papers]
    assert keys == [(row.plan.fiscal_year, row.kind) for row in reports]
    assert [(change.old, change.new) for change in one.changes] == [("74.54", "84.54")]
    assert not ResultNotice.objects.exists()
    assert mail.outbox == []


def test_what_a_document_locks_is_told_listed_and_leads_to_the_correction(admin: Client, somsri: Client):
    public()
    answer = apply(admin, trial(admin))
    assert answer.redirect_chain[-1][0] == LIST
    assert Score.objects.get(assessment__fiscal_year=YEAR, code="4").value == Decimal("74.54")
    assert listed(admin) == [(WHO, 3, False)]
    [letter] = letters()
    assert "ตัวชี้วัดที่ ๔: ๗๔.๕๔ แก้ไขเป็น ๘๔.๕๔" in letter.body
    assert letter.body.count("มาตรการส่งเสริมคุณธรรมและความโปร่งใส") == 2
    assert address() in letter.body
    assert steps(somsri)[0] == (f"{STEP}ต้องออกฉบับปรับปรุงของเอกสารที่เผยแพร่ ๓ ฉบับ", address())
    assert said(factories.officer(), MONDAY)[0] == steps(somsri)[0][0]
    begin = somsri.get(address()).content.decode()
    assert "ตัวชี้วัดที่ ๔ จาก ๗๔.๕๔ เป็น ๘๔.๕๔" in begin


def test_begun_it_is_the_affairs_step_and_done_it_is_gone(admin: Client, somsri: Client):
    reports = public()
    apply(admin, trial(admin))
    begun(reports)
    assert listed(admin) == [(WHO, 3, True)]
    assert [text for text, _ in steps(somsri) if "ประกาศแก้ไข" in text] == []
    assert "ยังไม่ได้บันทึกผลที่แก้ไข" in somsri.get(address()).content.decode()
    corrected_score()
    assert "ยังไม่ได้บันทึกผลที่แก้ไข" not in somsri.get(address()).content.decode()
    assert listed(admin) == [(WHO, 3, True)]
    printed_again()
    assert listed(admin) == []


def test_what_only_later_papers_print_is_stored_and_they_are_to_be_revised(admin: Client, somsri: Client):
    later = factories.complete_plan(fiscal_year=2569)
    factories.assessment()
    factories.publication(factories.report(later, state="published"))
    answer = apply(admin, trial(admin))
    assert answer.redirect_chain[-1][0] == LIST
    assert Score.objects.get(assessment__fiscal_year=YEAR, code="4").value == Decimal("84.54")
    assert listed(admin) == [(WHO, 1, False)]
    assert "ระบบบันทึกผลที่แก้ไขแล้ว" in letters()[0].body
    assert steps(somsri)[0][1] == address()


def test_officer_who_enters_a_third_value_and_publishes_it_is_done(admin: Client):
    public()
    apply(admin, trial(admin))
    Score.objects.filter(assessment__fiscal_year=YEAR, code="4").update(value=Decimal("80.00"))
    assert listed(admin) == [(WHO, 3, False)]
    printed_again()
    assert listed(admin) == []


def test_submitted_document_leads_to_the_result(admin: Client, somsri: Client):
    factories.report(factories.complete_plan(), state="submitted")
    apply(admin, trial(admin))
    assert listed(admin) == [(WHO, 0, False)]
    place = factories.municipality()
    assert steps(somsri)[0] == (f"{STEP}ยังไม่ได้บันทึกผลที่แก้ไข", reverse("assessment", args=[place.pk, YEAR]))


def test_accepted_document_is_named_in_the_mail(admin: Client):
    factories.assessment()
    later = factories.complete_plan(fiscal_year=2569)
    factories.report(later, state="accepted")
    checked = trial(admin)
    [one] = checked.context["years"]
    assert [report.plan for report in one.accepted] == [later]
    apply(admin, checked)
    assert "ผ่านการตรวจทานด้วยผลเดิม" in letters()[0].body


def test_accepted_document_that_was_never_public_is_listed_and_to_be_recalled(admin: Client, somsri: Client):
    factories.assessment()
    [paper] = accepted([factories.report(factories.complete_plan(fiscal_year=2569))])
    checked = trial(admin)
    admin.post(checked.redirect_chain[-1][0], answer(apply(admin, checked)))
    assert listed(admin) == [(WHO, 0, False)]
    page = admin.get(LIST).content.decode().replace("\u00a0", " ")
    assert "มาตรการส่งเสริมคุณธรรมและความโปร่งใส ปีงบประมาณ พ.ศ. ๒๕๖๙" in page
    place = factories.municipality()
    recall = reverse("report_action", args=[place.pk, 2569, "plan", "recall"])
    [(text, _)] = [step for step in steps(somsri) if step[1] == recall]
    assert "โปรดเรียกคืน" in text
    assert not [text for text, _ in steps(somsri) if "พร้อมให้ท่านเผยแพร่" in text]
    lines = said(factories.officer(), MONDAY)
    assert [line for line in lines if "โปรดเรียกคืน" in line]
    assert not [line for line in lines if "พร้อมให้ท่านเผยแพร่" in line]
    perform(Report.objects.get(pk=paper.pk), "recall", factories.officer())
    assert listed(admin) == []


def test_second_import_of_the_same_tells_nobody_again_another_figure_does(admin: Client):
    public()
    for _ in range(2):
        apply(admin, trial(admin))
    assert len(letters()) == 1
    apply(admin, trial(admin, [WHO, "2567", "91.00"], head="คะแนนรวม"))
    assert len(letters()) == 2
    [notice] = ResultNotice.objects.all()
    assert {change["name"] for change in notice.changes} == {"score_4", "announced_total"}


def test_two_years_of_a_municipality_are_one_mail(admin: Client):
    public()
    apply(admin, trial(admin, [WHO, "2567", "84.54"], [WHO, "2568", "84.54"]))
    [letter] = letters()
    assert letter.body.count("ตัวชี้วัดที่ ๔:") == 2


def test_figure_that_was_not_there_corrects_nothing(admin: Client):
    public()
    Assessment.objects.filter(fiscal_year=YEAR).update(announced_iit=None)
    checked = trial(admin, [WHO, "2567", "91.13"], head="คะแนน IIT")
    assert deeds(checked) == [(2, "faulty")]
    apply(admin, checked, skip_faulty="on")
    assert not ResultNotice.objects.exists()


def test_municipality_without_papers_is_told_nothing(admin: Client):
    factories.assessment()
    answer = apply(admin, trial(admin))
    assert answer.redirect_chain[-1][0] == reverse(NAME)
    assert (mail.outbox, listed(admin)) == ([], [])


def test_withdrawn_papers_need_no_revision(admin: Client):
    public()
    apply(admin, trial(admin))
    corrected_score()
    Publication.objects.update(withdrawn_at="2026-01-01T00:00Z", reason="มีข้อมูลส่วนบุคคล")
    assert listed(admin) == []


@pytest.mark.parametrize("rows", [1, 3])
def test_pages_ask_the_database_little(
    admin: Client, somsri: Client, rows: int, django_assert_num_queries: DjangoAssertNumQueries
):
    names = ["เขลางค์นคร", "ทุ่งผึ้ง", "แจ้ห่ม"][:rows]
    for name in names:
        kind = Kind.MUEANG if name == "เขลางค์นคร" else Kind.TAMBON
        public(factories.municipality(name=name, kind=kind))
    whole = [place.full_name for place in Municipality.objects.all()]
    checked = trial(admin, *([name, "2567", "84.54"] for name in whole))
    page = checked.redirect_chain[-1][0]
    with django_assert_num_queries(7):  # session, person, four of the data's state, the papers
        admin.get(page)
    apply(admin, checked)
    assert len(letters()) == 1
    with django_assert_num_queries(4):  # session, person, notices, which places nobody serves
        admin.get(LIST)
    home = reverse("municipality", args=[factories.municipality().pk])
    somsri.get(home)
    with django_assert_num_queries(10):  # as many as without a notice
        somsri.get(home)
    assert len(listed(admin)) == rows
    assert Agenda(MONDAY, 14).for_person(factories.officer())


# The command


def told(tmp_path: Path, *options: str) -> str:
    path, out = tmp_path / "results.csv", StringIO()
    path.write_bytes(csv_file(["เทศบาล", "ปีงบประมาณ", "ตัวชี้วัดที่ 4"], [WHO, "2567", "84.54"]))
    call_command("import_announced", str(path), *options, stdout=out)
    return out.getvalue().replace("\u00a0", " ")


def test_command_stores_what_public_papers_print_only_where_the_row_is_named(tmp_path: Path):
    factories.assessment()
    factories.publication(factories.report(factories.complete_plan(fiscal_year=2569), state="published"))
    score = Score.objects.get(assessment__fiscal_year=YEAR, code="4")
    for options in ([], ["--apply"], ["--apply", "--agree", "all"], ["--apply", "--confirmed", "3"]):
        said = told(tmp_path, *options)
        assert "ปีงบประมาณ พ.ศ. ๒๕๖๙ จึงบันทึกเมื่อระบุ --confirmed 2" in said
        assert "กระทบเอกสาร 1 แถว" in said
        score.refresh_from_db()
        assert (score.value, ResultNotice.objects.count()) == (Decimal("74.54"), 0)
    assert "--confirmed" not in told(tmp_path, "--apply", "--confirmed", "2")
    score.refresh_from_db()
    assert (score.value, ResultNotice.objects.count()) == (Decimal("84.54"), 1)


def test_command_asks_for_accepted_papers_and_for_what_a_document_locks(tmp_path: Path):
    plan = factories.complete_plan()
    later = factories.report(factories.complete_plan(fiscal_year=2569), state="accepted")
    assert "--confirmed 2" in told(tmp_path, "--apply")
    Report.objects.filter(pk=later.pk).update(state="draft")
    assert "--confirmed" not in told(tmp_path)
    factories.publication(factories.report(plan, state="published"))
    assert "--confirmed 2" in told(tmp_path, "--apply", "--json")
    assert mail.outbox == []


def test_list_says_where_nobody_was_told_and_that_the_place_has_ended(admin: Client):
    public()
    place = factories.municipality()
    Municipality.objects.filter(pk=place.pk).update(ended_on=date(2025, 10, 1))
    apply(admin, trial(admin))
    invite = f"{reverse('person_invite')}?municipality={place.pk}"
    page = admin.get(LIST).content.decode()
    assert "สิ้นสภาพ" in page
    assert "แจ้งเมื่อ" in page
    assert invite not in page
    place.services.update(until=date(2025, 10, 1))
    page = admin.get(LIST).content.decode()
    assert "ไม่มีเจ้าหน้าที่รับแจ้ง" in page
    assert "แจ้งเมื่อ" not in page
    assert invite in page
