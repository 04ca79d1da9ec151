import re
from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest
import time_machine
from django.test import Client
from django.urls import reverse

from accounts.models import User
from assessments.models import Assessment, Finding, Score
from measures import planning
from measures.models import Evidence, Measure, Result
from municipalities.models import Municipality
from reports import commenting
from reports.chosen import DocumentChoices
from reports.history.words import FieldChange, HistoryItem
from reports.models import Event, Report
from reports.states import VERBS
from tests import factories

pytestmark = pytest.mark.django_db
MORNING = datetime(2025, 1, 10, 2, 5, tzinfo=UTC)  # 09.05 in Bangkok


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    """A clock that stands still until it is moved."""
    with time_machine.travel(MORNING, tick=False) as clock:
        yield clock


@pytest.fixture
def report(clock: time_machine.Traveller) -> Report:
    """The plan of เขลางค์นคร in draft, with its result and one measure; what follows comes an hour later."""
    factories.assessment()
    plan = factories.plan()
    factories.measure(plan, title="อบรมการยืมทรัพย์สิน")
    made = factories.report(plan, state="draft")
    clock.shift(3600)
    return made


def address(report: Report) -> str:
    return reverse("report_history", args=[report.plan.municipality_id, report.plan.fiscal_year, report.kind])


def shown(client: Client, report: Report, user: User | None = None, **asked: str):
    client.force_login(user or factories.officer())
    return client.get(address(report), asked)


def items(client: Client, report: Report, user: User | None = None, **asked: str) -> list[HistoryItem]:
    """Everything on the page, newest first."""
    days = shown(client, report, user, **asked).context["days"]
    return [item for day in days for entry in day.entries for item in entry.items]


def titles(found: list[HistoryItem]) -> list[str]:
    return [f"{item.action} {item.title}".strip() for item in found]


def submit(report: Report) -> None:
    """The officer's submission, without what the checks say."""
    Event.objects.record(report, "submit", factories.officer())
    Report.objects.filter(pk=report.pk).update(state="submitted")


def test_changed_score_shows_old_and_new(client: Client, report: Report):
    score = Score.objects.get(code="4")
    score.value = Decimal("91.5")
    score.save()

    assert items(client, report)[0] == HistoryItem(
        "แก้ไข", "คะแนนตัวชี้วัดที่\u00a0๔ การใช้ทรัพย์สินของราชการ", (FieldChange("คะแนน", "๗๔.๕๔", "๙๑.๕๐"),)
    )


def test_every_kind_of_value_is_told_in_thai(client: Client, report: Report):
    measure = Measure.objects.get()
    measure.stance = "urgent"
    measure.steps = ["ประชุม", "ติดตาม"]
    measure.ends_on = None
    measure.issue = 3
    measure.save()

    assert items(client, report)[0].changes == (
        FieldChange("ประเด็น", "–", "๓"),
        FieldChange("แนวทาง", "พัฒนาให้ดีขึ้น", "แก้ไขเร่งด่วน"),
        FieldChange("ขั้นตอน/วิธีการปฏิบัติ", "ประชุม\nลงมือทำ", "ประชุม\nติดตาม"),
        FieldChange("ถึงวันที่", "๓๐ กันยายน ๒๕๖๘", "–"),
    )


def test_removed_measure_shows_its_last_words(client: Client, report: Report):
    planning.remove_measure(Measure.objects.get())
    by_title = {item.title: item for item in items(client, report) if item.action == "ลบ"}

    assert (
        FieldChange("มาตรการ/กิจกรรม", "อบรมการยืมทรัพย์สิน", "") in by_title["มาตรการที่ ๑ อบรมการยืมทรัพย์สิน"].changes
    )
    assert by_title["ตัวชี้วัดของมาตรการที่ ๑ อบรมการยืมทรัพย์สิน"].changes == (
        FieldChange("ตัวชี้วัดหรือเครื่องมือ", "ตัวชี้วัดที่\u00a0๔ การใช้ทรัพย์สินของราชการ", ""),
    )


def test_new_finding_shows_what_it_says(client: Client, report: Report):
    factories.finding(Assessment.objects.get())

    assert items(client, report)[0] == HistoryItem(
        "เพิ่ม",
        "ข้อสังเกตข้อ i10",
        (
            FieldChange("ตัวชี้วัดที่", "", "ตัวชี้วัดที่\u00a0๔ การใช้ทรัพย์สินของราชการ"),
            FieldChange("ประเด็นที่พบ", "", "ยืมทรัพย์สินไม่ถูกวิธี"),
        ),
    )


def test_choices_of_the_document_are_told(client: Client, report: Report):
    row = DocumentChoices.objects.create(report=report)
    row.thai_numerals, row.history_years = not row.thai_numerals, 2
    row.save()
    told = items(client, report, part="layout")[0]

    assert told.changes == (FieldChange("จำนวนปีย้อนหลัง", "๕", "๒"), FieldChange("เลขไทย", "ใช่", "ไม่ใช่"))


def test_what_nobody_sees_in_the_document_is_no_change(client: Client, report: Report):
    finding = factories.finding(Assessment.objects.get())
    finding.position = 7
    finding.save()
    Score.objects.get(code="4").save()

    assert [item.action for item in items(client, report)].count("แก้ไข") == 0


def test_each_document_tells_its_own_words_of_the_plan(client: Client, report: Report):
    plan = report.plan
    plan.obstacles = ["งบประมาณไม่พอ"]
    plan.save()
    results = plan.reports.get(kind="results")

    assert titles(items(client, report, part="plan")) == ["เพิ่ม แผนมาตรการ ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๘"]
    assert items(client, results, part="plan")[0].changes == (
        FieldChange("ปัญหา/อุปสรรค", "–", "งบประมาณไม่พอ"),
    )


def test_results_tell_of_results_and_evidence(client: Client, report: Report):
    measure = Measure.objects.get()
    result = factories.result(measure, status="underway")
    result.status = "done"
    result.save()
    Evidence.objects.create(measure=measure, title="ภาพการอบรม", url="https://example.go.th/1")
    results = report.plan.reports.get(kind="results")

    assert titles(items(client, results, part="evidence")) == [
        "เพิ่ม หลักฐาน “ภาพการอบรม” ของมาตรการที่ ๑ อบรมการยืมทรัพย์สิน"
    ]
    assert items(client, results, part="results")[0] == HistoryItem(
        "แก้ไข",
        "ผลของมาตรการที่ ๑ อบรมการยืมทรัพย์สิน",
        (FieldChange("สถานะ", "อยู่ระหว่างดำเนินการ", "ดำเนินการแล้วเสร็จ"),),
    )
    assert titles(items(client, results, part="scores")) == []


def test_history_of_another_municipality_stays_there(client: Client, report: Report):
    factories.measure(factories.plan(factories.elsewhere()))
    factories.assessment(factories.elsewhere())

    assert {item.title for item in items(client, report, part="measures")} == {
        "มาตรการที่ ๑ อบรมการยืมทรัพย์สิน",
        "ตัวชี้วัดของมาตรการที่ ๑ อบรมการยืมทรัพย์สิน",
    }


def test_review_is_told_step_by_step(client: Client, report: Report, clock: time_machine.Traveller):
    submit(report)
    clock.shift(60)
    root = factories.comment(Report.objects.get(pk=report.pk), place="๑. ภาพรวม", anchor="section:overall")
    clock.shift(60)
    commenting.answer(root, factories.officer(), body="แก้แล้ว")
    clock.shift(60)
    commenting.resolve(root, factories.reviewer())
    clock.shift(60)
    publication = factories.publication(report)

    assert items(client, report, part="review") == [
        HistoryItem("จัดเก็บฉบับเผยแพร่", "ฉบับที่ ๑", (FieldChange("SHA-256", "", publication.sha256),)),
        HistoryItem("ปิดความเห็น", "(ผู้ตรวจทานระดับจังหวัด)", note="โปรดเพิ่มหลักฐาน"),
        HistoryItem("ตอบความเห็น", "", note="แก้แล้ว"),
        HistoryItem("ให้ความเห็น", "ที่ “๑. ภาพรวม”", note="โปรดเพิ่มหลักฐาน"),
        HistoryItem("ส่งตรวจทาน", "(เจ้าหน้าที่ ITA ของเทศบาล)"),
    ]


@pytest.mark.parametrize(("verb", "words"), VERBS.items())
def test_every_verb_has_words(client: Client, report: Report, verb: str, words: str):
    Event.objects.record(report, verb, factories.officer())

    assert items(client, report)[0].action == words


def test_step_shows_the_states_between_which_it_leads(client: Client, report: Report):
    report.state = "returned"
    Event.objects.record(report, "return", factories.reviewer(), "ขาดหลักฐาน", came_from="submitted")

    assert items(client, report, part="review") == [
        HistoryItem(
            "ส่งกลับให้แก้ไข",
            "(ผู้ตรวจทานระดับจังหวัด)",
            (FieldChange("สถานะ", "รอจังหวัดตรวจทาน", "ส่งกลับให้แก้ไข"),),
            "ขาดหลักฐาน",
        )
    ]


def test_days_and_times_are_those_of_bangkok(client: Client, report: Report, clock: time_machine.Traveller):
    clock.move_to(datetime(2025, 1, 10, 17, 30, tzinfo=UTC))
    score = Score.objects.get(code="4")
    score.value = Decimal(90)
    score.save()
    html = shown(client, report).content.decode()

    assert re.findall(r"วันที่ ([^<]*)</h2>", html) == ["๑๑ มกราคม ๒๕๖๘", "๑๐ มกราคม ๒๕๖๘"]
    assert re.findall(r">([๐-๙.]+)\xa0น\.", html)[0] == "๐๐.๓๐"


def test_one_save_of_a_form_is_one_entry(client: Client, report: Report):
    for score in Score.objects.all():
        score.value -= 1
        score.save()
    entries = shown(client, report).context["days"][0].entries

    assert (entries[0].part, len(entries[0].items)) == ("scores", 10)


def test_person_is_named_who_sent_the_form(client: Client, page_client: Client, report: Report):
    for each in (client, page_client):
        each.force_login(factories.officer())
    plan = reverse("plan", args=[report.plan.municipality_id, 2568])
    page_client.post(plan, {"signatory_name": "นายสมชาย ใจดี"})
    entry = shown(client, report).context["days"][0].entries[0]

    assert (entry.who, entry.items[0].changes) == ("สมศรี", (FieldChange("ชื่อผู้ลงนาม", "–", "นายสมชาย ใจดี"),))


def test_filter_by_person_and_part(client: Client, report: Report):
    submit(report)
    reviewer = factories.reviewer()
    factories.comment(Report.objects.get(pk=report.pk), reviewer)

    assert titles(items(client, report, person=str(reviewer.pk))) == ["ให้ความเห็น"]
    assert items(client, report, person=str(reviewer.pk), part="scores") == []
    assert titles(items(client, report, part="plan")) == ["เพิ่ม แผนมาตรการ ปีงบประมาณ\u00a0พ.ศ.\u00a0๒๕๖๘"]


@pytest.mark.parametrize("asked", [{"part": "nonsense"}, {"person": "999999"}, {"person": "x\x00"}])
def test_filter_that_asks_for_nothing_known_shows_nothing(
    client: Client, report: Report, asked: dict[str, str]
):
    response = shown(client, report, **asked)

    assert (response.status_code, response.context["days"]) == (200, [])


def test_reviewer_sees_no_draft_of_the_first_submission(
    client: Client, report: Report, clock: time_machine.Traveller
):
    submit(report)
    clock.shift(60)
    score = Score.objects.get(code="4")
    score.value = Decimal("91.5")
    score.save()
    seen = titles(items(client, report, factories.reviewer()))

    assert seen == [
        "แก้ไข คะแนนตัวชี้วัดที่\u00a0๔ การใช้ทรัพย์สินของราชการ",
        "ส่งตรวจทาน (เจ้าหน้าที่ ITA ของเทศบาล)",
    ]


def test_reviewer_of_a_report_without_a_submission_sees_only_the_review(client: Client, report: Report):
    Report.objects.filter(pk=report.pk).update(state="submitted")
    response = shown(client, report, factories.reviewer())

    assert response.context["days"] == []
    assert response.context["form"].fields["part"].choices == [("", "ทุกส่วน"), ("review", "ขั้นตอนของเอกสาร")]


@pytest.mark.parametrize("state", ["draft", "submitted"])
def test_history_is_for_those_who_may_read_the_report(client: Client, report: Report, state: str):
    Report.objects.filter(pk=report.pk).update(state=state)
    people = {
        "officer": factories.officer(),
        "admin": factories.admin(),
        "reviewer": factories.reviewer(),
        "outside officer": factories.officer(factories.elsewhere()),
        "outside reviewer": factories.reviewer("เชียงใหม่"),
    }

    assert {who: shown(client, report, user).status_code for who, user in people.items()} == {
        "officer": 200,
        "admin": 200,
        "reviewer": 403 if state == "draft" else 200,
        "outside officer": 404,
        "outside reviewer": 404,
    }


def crowd(report: Report, count: int) -> None:
    """So much of everything, changed and removed."""
    people = [factories.officer(), factories.reviewer(), factories.admin()]
    for number in range(2, count + 2):
        measure = factories.measure(report.plan, number)
        measure.title = f"มาตรการใหม่ {number}"
        measure.save()
        result = factories.result(measure)
        result.done = ["ทำมากขึ้น"]
        result.save()
        Evidence.objects.create(measure=measure, title="ภาพ", url="https://example.go.th/1")
        factories.comment(report, people[number % 3], body=str(number))
        Event.objects.record(report, "submit", people[number % 3])
        factories.publication(report, revision=number)
        for row in (*Score.objects.all(), *Finding.objects.all()):
            if isinstance(row, Score):
                row.value += Decimal("0.01") if row.value < 100 else Decimal(-1)
            row.save()


@pytest.mark.parametrize("kind", ["plan", "results"])
@pytest.mark.parametrize("count", [1, 3])
def test_history_takes_the_same_queries_at_any_size(
    client: Client, report: Report, count: int, kind: str, django_assert_num_queries
):
    report = report.plan.reports.get(kind=kind)
    crowd(report, count)
    client.force_login(factories.officer())

    with django_assert_num_queries(7):
        client.get(address(report))


def test_reviewers_history_takes_one_query_more(client: Client, report: Report, django_assert_num_queries):
    submit(report)
    crowd(report, 2)
    client.force_login(factories.reviewer())

    with django_assert_num_queries(8):
        client.get(address(report))


def test_pages_follow_each_other_without_gap_or_repetition(client: Client, report: Report):
    crowd(report, 12)
    pages = [items(client, report, page=str(number)) for number in (1, 2, 3, 4)]
    paginator = shown(client, report).context["page"].paginator

    assert [len(found) for found in pages[:3]] == [50, 50, 50]
    assert paginator.count == sum(len(items(client, report, page=str(n))) for n in paginator.page_range)


def test_long_text_is_folded_and_escaped(client: Client, report: Report):
    measure = Measure.objects.get()
    measure.analysis = "<b>" + "ยาว " * 100
    measure.save()
    html = shown(client, report, part="measures").content.decode()

    assert html.count("<details>") == 1
    assert "<b>" not in html


def test_history_can_only_be_read(client: Client, report: Report):
    client.force_login(factories.officer())

    assert client.post(address(report)).status_code == 405


def test_municipality_and_its_pictures_are_told(client: Client, report: Report):
    place = Municipality.objects.get(pk=report.plan.municipality_id)
    place.seal = str(Path("seals") / "ab12.png")
    place.save()

    assert items(client, report, part="place")[0].changes == (FieldChange("ตราเทศบาล", "–", "ab12.png"),)


def test_result_removed_with_its_measure_is_told(client: Client, report: Report):
    measure = Measure.objects.get()
    factories.result(measure)
    planning.remove_measure(measure)
    results = report.plan.reports.get(kind="results")

    assert titles(items(client, results, part="results"))[0] == "ลบ ผลของมาตรการที่ ๑ อบรมการยืมทรัพย์สิน"
    assert not Result.objects.exists()
