from datetime import date
from hashlib import sha256
from typing import Any

import pytest
from django.conf import settings
from django.core.files.storage import default_storage
from django.test import Client

from measures.models import Evidence, Result
from tests.factories import elsewhere, measure, officer, plan, result
from tests.measures.conftest import Pages, pdf, picture, upload

pytestmark = pytest.mark.django_db

TYPED = {"status": "done", "done": "จัดอบรม\r\nแจกคู่มือ", "outcome": "ยืมถูกวิธี", "reported_on": "๕ ตุลาคม ๒๕๖๘"}


def typed(*evidence: dict[str, Any], stored: int | str = 0, **changes: Any) -> dict[str, Any]:
    """What the page sends: the result, and its evidence of which the first `stored` were there already."""
    sent: dict[str, Any] = {**TYPED, "evidence-TOTAL_FORMS": len(evidence), "evidence-INITIAL_FORMS": stored}
    for place, entry in enumerate(evidence):
        sent |= {f"evidence-{place}-{name}": value for name, value in ({"row": ""} | entry).items()}
    return {**sent, **changes}


def link(**changes: Any) -> dict[str, Any]:
    return {"title": "ภาพกิจกรรม", "url": "https://example.go.th/ภาพ", "dated_on": "1/3/2568", **changes}


def kept(row: Evidence, **changes: Any) -> dict[str, Any]:
    """A stored row as the page sends it back."""
    return {"row": row.pk, "title": row.title, "url": row.url, "dated_on": "", **changes}


def seen(client: Client, address: str) -> str:
    return str(client.get(address).context["guard"].token)


# The overview


def test_results_count_what_is_done(somsri: Client, at: Pages) -> None:
    row = plan()
    result(measure(row, 1))
    result(measure(row, 2), status="underway")
    measure(row, 3)

    page = somsri.get(at("results")).content.decode()

    assert "แล้วเสร็จ ๑ จาก ๓ มาตรการ" in page
    assert page.count("อยู่ระหว่างดำเนินการ") == 1
    assert page.count("ยังไม่ได้ดำเนินการ") == 1


def test_results_saves_the_whole_years_outcome(somsri: Client, at: Pages) -> None:
    row = plan()

    somsri.post(
        at("results"),
        {"overall_outcome": "ดีขึ้น\r\nมาก", "obstacles": "", "suggestions": "ทำต่อ", "fiscal_year": 1},
    )

    row.refresh_from_db()
    assert (row.overall_outcome, row.obstacles, row.suggestions) == (["ดีขึ้น", "มาก"], [], ["ทำต่อ"])
    assert row.fiscal_year == 2568
    assert row.history.first().history_user == officer()


def test_results_open_in_two_windows_refuses_the_second(somsri: Client, at: Pages) -> None:
    row = plan()
    first = seen(somsri, at("results"))
    somsri.post(at("results"), {"seen": first, "obstacles": "คนแรก"})

    page = somsri.post(at("results"), {"seen": first, "obstacles": "คนที่สอง"})

    row.refresh_from_db()
    assert row.obstacles == ["คนแรก"]
    assert "คนที่สอง</textarea>" in page.content.decode()
    assert "คนแรก" in page.content.decode()


def test_results_without_a_plan_lead_to_it(somsri: Client, at: Pages) -> None:
    page = somsri.get(at("results"))

    assert "ยังไม่มีแผนของปีนี้" in page.content.decode()
    assert somsri.post(at("results"), {"obstacles": "x"}).status_code == 404
    assert somsri.get(at("results", year=2599)).status_code == 403
    assert somsri.get(at("results", year=2601)).status_code == 404


# One measure


def test_result_first_report_makes_the_row(somsri: Client, at: Pages) -> None:
    row = measure(plan())

    response = somsri.post(at("result", 1), typed(measure=row.pk, seen=seen(somsri, at("result", 1))))

    assert response.headers["Location"] == at("results")
    made = Result.objects.get()
    assert (made.measure, made.status, made.done, made.outcome) == (
        row,
        "done",
        ["จัดอบรม", "แจกคู่มือ"],
        ["ยืมถูกวิธี"],
    )
    assert made.reported_on == date(2025, 10, 5)
    assert made.history.get().history_user == officer()


def test_result_that_says_nothing_makes_no_row(somsri: Client, at: Pages) -> None:
    measure(plan())

    somsri.post(at("result", 1), typed(status="not_started", done="", outcome="", reported_on=""))

    assert not Result.objects.exists()


def test_result_can_go_back_to_not_started(somsri: Client, at: Pages) -> None:
    made = result(measure(plan()))

    somsri.post(at("result", 1), typed(status="not_started", done="", outcome="", reported_on=""))

    made.refresh_from_db()
    assert (made.status, made.done) == ("not_started", [])


def test_result_done_needs_what_was_done(somsri: Client, at: Pages) -> None:
    measure(plan())

    page = somsri.post(at("result", 1), typed(done=" \r\n ", outcome="พิมพ์ไว้"))

    assert page.context["form"].errors == {
        "done": ["เมื่อดำเนินการแล้วเสร็จ กรุณากรอกผลการดำเนินการอย่างน้อยหนึ่งบรรทัด"]
    }
    assert "พิมพ์ไว้</textarea>" in page.content.decode()
    assert not Result.objects.exists()


def test_result_open_in_two_windows_refuses_the_second(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    first = seen(somsri, at("result", 1))
    somsri.post(at("result", 1), typed(seen=first, measure=row.pk, outcome="คนแรก"))

    page = somsri.post(at("result", 1), typed(seen=first, measure=row.pk, outcome="คนที่สอง"))

    assert row.result.outcome == ["คนแรก"]
    text = page.content.decode()
    assert "คนที่สอง</textarea>" in text
    assert "คนแรก" in text


def test_result_of_a_removed_measure_is_404(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    pk = row.pk
    row.delete()

    assert somsri.post(at("result", 1), typed(measure=pk)).status_code == 404


# Evidence


def test_evidence_link_is_stored(somsri: Client, at: Pages) -> None:
    row = measure(plan())

    somsri.post(at("result", 1), typed(link(), {"title": "", "url": ""}))

    made = row.evidence.get()
    assert (made.title, made.url, made.dated_on) == (
        "ภาพกิจกรรม",
        "https://example.go.th/ภาพ",
        date(2025, 3, 1),
    )
    assert (made.file.name, made.file_name) == ("", "")


def test_evidence_file_is_stored_under_a_name_of_its_own(somsri: Client, at: Pages) -> None:
    row = measure(plan())

    somsri.post(at("result", 1), typed({"title": "รายงาน", "file": upload("../../รายงาน 1.pdf", pdf())}))

    made = row.evidence.get()
    assert made.file_name == "รายงาน 1.pdf"
    assert made.url == ""
    folder, name = made.file.name.split("/")
    assert (folder, len(name), name[32:]) == ("evidence", 36, ".pdf")
    with made.file.open() as file:
        assert file.read() == pdf()


def test_evidence_unchanged_writes_no_history(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    made = Evidence.objects.create(measure=row, title="เดิม", url="https://example.go.th")

    somsri.post(at("result", 1), typed(kept(made), stored=1))

    assert made.history.count() == 1


def test_evidence_is_edited_replaced_and_removed(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    first, second = (Evidence.objects.create(measure=row, title=t, url="https://example.go.th") for t in "กข")

    somsri.post(
        at("result", 1),
        typed(kept(first, DELETE="on", title=""), kept(second, title="ข ใหม่"), link(), stored=2),
    )

    assert [(one.title, one.position) for one in row.evidence.all()] == [("ข ใหม่", 1), ("ภาพกิจกรรม", 2)]
    assert list(Evidence.history.filter(history_type="-").values_list("title", flat=True)) == ["ก"]


@pytest.mark.parametrize("counted", ["-1", "0", "99"])
def test_evidence_is_known_by_its_key_whatever_the_page_counts(
    somsri: Client, at: Pages, counted: str
) -> None:
    row = measure(plan())
    first, second = (Evidence.objects.create(measure=row, title=t, url="https://example.go.th") for t in "กข")

    sent = typed(kept(first), kept(second, title="ข ใหม่"), stored=counted)
    answer = somsri.post(at("result", 1), sent)

    assert answer.headers["Location"] == at("results")
    assert [(one.pk, one.title) for one in row.evidence.all()] == [(first.pk, "ก"), (second.pk, "ข ใหม่")]


def test_evidence_file_can_be_replaced_by_another(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    somsri.post(at("result", 1), typed({"title": "รายงาน", "file": upload("เก่า.pdf", pdf())}))
    made = row.evidence.get()
    old = made.file.name

    somsri.post(at("result", 1), typed(kept(made, file=upload("ใหม่.png", picture("PNG"))), stored=1))

    made.refresh_from_db()
    assert made.file_name == "ใหม่.png"
    assert made.file.name != old
    assert default_storage.exists(old)


def test_evidence_file_stays_when_nothing_is_chosen(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    somsri.post(at("result", 1), typed({"title": "รายงาน", "file": upload("เก่า.pdf", pdf())}))
    made = row.evidence.get()

    somsri.post(at("result", 1), typed(kept(made, title="ชื่อใหม่"), stored=1))

    after = row.evidence.get()
    assert (after.title, after.file.name) == ("ชื่อใหม่", made.file.name)


@pytest.mark.parametrize(
    ("entry", "field", "sentence"),
    [
        (link(url=""), "url", "กรุณากรอกที่อยู่เว็บ หรือแนบไฟล์"),
        (link(title=""), "title", "กรุณากรอกข้อมูลในช่องนี้"),
        (link(url="javascript:alert(1)"), "url", "กรุณากรอกที่อยู่เว็บให้ครบ ขึ้นต้นด้วย https:// หรือ http://"),
        (link(url="ftp://example.go.th/a"), "url", "กรุณากรอกที่อยู่เว็บให้ครบ ขึ้นต้นด้วย https:// หรือ http://"),
        (link(url="เว็บของเทศบาล"), "url", "กรุณากรอกที่อยู่เว็บให้ครบ ขึ้นต้นด้วย https:// หรือ http://"),
        (link(dated_on="31/2/2568"), "dated_on", "ไม่มีวันที่ 31/2/2568 ในปฏิทิน กรุณาตรวจสอบวันและเดือน"),
        (link(title="ก" * 501), "title", "กรุณากรอกไม่เกิน 500 ตัวอักษร (ขณะนี้มี 501 ตัวอักษร)"),
    ],
)
def test_evidence_refused_at_the_field_saves_nothing(
    somsri: Client, at: Pages, entry: dict[str, Any], field: str, sentence: str
) -> None:
    measure(plan())

    page = somsri.post(at("result", 1), typed(entry, link(title="ดี")))

    assert page.context["formset"].errors == [{field: [sentence]}, {}]
    assert not Evidence.objects.exists()
    assert not Result.objects.exists()


def test_evidence_asks_for_a_title_in_stored_and_begun_rows_only(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    Evidence.objects.create(measure=row, title="ก", url="https://example.go.th/a")

    page = somsri.get(at("result", 1))
    sent = somsri.post(at("result", 1), typed(kept(row.evidence.get()), link(title=""), {}, stored=1))

    assert [form["title"].field.required for form in page.context["formset"]] == [True, False, False]
    assert [form["title"].field.required for form in sent.context["formset"]] == [True, True, False]


def test_result_names_an_issue_that_the_year_does_not_list(somsri: Client, at: Pages) -> None:
    measure(plan(fiscal_year=2569), issue=1)

    page = somsri.get(at("result", 1, year=2569)).content.decode()

    assert "ประเด็นที่ ๑" in page


def token(page: Any, place: int = 0) -> dict[str, str]:
    """What the page that is shown again carries of the file chosen for a row."""
    field = f"evidence-{place}-file"
    return {f"kept-{field}": page.context["formset"].files.kept[field].token}


def test_evidence_with_address_and_file_is_refused_and_keeps_the_file_to_be_dropped(
    somsri: Client, at: Pages
) -> None:
    measure(plan())

    page = somsri.post(at("result", 1), typed(link(file=upload("ภาพ.png", picture("PNG")))))
    somsri.post(at("result", 1), typed(link()) | token(page) | {"drop-evidence-0-file": "on"})

    assert page.context["formset"].errors == [{"url": ["กรุณาเลือกอย่างใดอย่างหนึ่ง: ที่อยู่เว็บ หรือไฟล์"]}]
    assert "ไฟล์ที่เลือกไว้: <strong>ภาพ.png</strong>" in page.content.decode()
    assert Evidence.objects.get().url.startswith("https://example.go.th/")


def test_evidence_file_outlives_errors_elsewhere_in_the_form(somsri: Client, at: Pages) -> None:
    measure(plan())
    refused = somsri.post(
        at("result", 1), typed({"title": "รายงาน", "file": upload("ก.pdf", pdf())}, {}, done="")
    )
    assert "ไฟล์ที่เลือกไว้: <strong>ก.pdf</strong>" in refused.content.decode()
    assert not Evidence.objects.exists()

    again = somsri.post(at("result", 1), typed({"title": ""}, {}) | token(refused))
    assert again.context["formset"].errors[0] == {"title": ["กรุณากรอกข้อมูลในช่องนี้"]}

    mended = typed({"title": "รายงาน"}, {}, seen=seen(somsri, at("result", 1))) | token(again)
    for _ in range(2):  # a double click
        saved = somsri.post(at("result", 1), mended)
        assert saved.status_code == 302
    row = Evidence.objects.get()
    with row.file as file:
        assert (row.file_name, file.read()) == ("ก.pdf", pdf())


def test_file_chosen_anew_replaces_the_kept_one_unless_it_is_refused(somsri: Client, at: Pages) -> None:
    measure(plan())
    first = somsri.post(at("result", 1), typed({"title": "", "file": upload("ก.pdf", pdf())}, {}))
    broken = typed({"title": "รายงาน", "file": upload("ข.pdf", b"<html>")}, {})
    second = somsri.post(at("result", 1), broken | token(first))
    assert token(second) == token(first)

    newer = typed({"title": "รายงาน", "file": upload("ค.png", picture("PNG"))}, {})
    somsri.post(at("result", 1), newer | token(second))
    assert Evidence.objects.get().file_name == "ค.png"


@pytest.mark.parametrize(
    ("name", "contents", "words"),
    [
        ("x.svg", b"<svg onload=alert(1)>", "รับเฉพาะไฟล์ PDF, PNG, JPEG, DOCX หรือ XLSX เท่านั้น"),
        ("x.pdf", b"<html>", "รับเฉพาะไฟล์ PDF, PNG, JPEG, DOCX หรือ XLSX เท่านั้น"),
        ("x.pdf", b"", "ไฟล์นี้ว่างเปล่า"),
        ("<script>.html", pdf(), "นามสกุลของชื่อไฟล์ไม่ตรงกับเนื้อหา"),
    ],
)
def test_evidence_hostile_file_is_refused_at_the_field(
    somsri: Client, at: Pages, name: str, contents: bytes, words: str
) -> None:
    measure(plan())

    page = somsri.post(at("result", 1), typed({"title": "รายงาน", "file": upload(name, contents)}))

    assert words in str(page.context["formset"].errors[0]["file"])
    assert "<script>" not in page.content.decode()
    assert not Evidence.objects.exists()


def test_evidence_address_beside_a_stored_file_is_refused(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    somsri.post(at("result", 1), typed({"title": "รายงาน", "file": upload("เก่า.pdf", pdf())}))
    made = row.evidence.get()

    page = somsri.post(at("result", 1), typed(kept(made, url="https://example.go.th"), stored=1))

    assert "มีไฟล์แนบอยู่แล้ว" in str(page.context["formset"].errors)


def test_evidence_key_of_another_municipality_is_ignored(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    other = Evidence.objects.create(
        measure=measure(plan(elsewhere())), title="ของที่อื่น", url="https://example.go.th"
    )

    somsri.post(at("result", 1), typed(kept(other, title="ยึด"), stored=1))
    somsri.post(at("result", 1), typed(kept(other, DELETE="on"), stored=1))

    other.refresh_from_db()
    assert other.title == "ของที่อื่น"
    assert [one.title for one in row.evidence.all()] == ["ยึด"]


def test_evidence_clicked_twice_is_stored_once(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    first = seen(somsri, at("result", 1))

    for _ in range(2):
        file = {"title": "รายงาน", "url": "", "file": upload("ก.pdf", pdf())}
        response = somsri.post(at("result", 1), typed(link(), file, seen=first, measure=row.pk))
        assert response.status_code == 302

    assert [one.title for one in row.evidence.all()] == ["ภาพกิจกรรม", "รายงาน"]
    assert row.result.history.count() == 1


def test_evidence_removed_in_another_window_does_not_shift_the_others(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    first, second = (Evidence.objects.create(measure=row, title=t, url="https://example.go.th") for t in "กข")
    sent = typed(
        kept(first), kept(second, title="ข ใหม่"), stored=2, measure=row.pk, seen=seen(somsri, at("result", 1))
    )
    first.delete()

    assert somsri.post(at("result", 1), sent).status_code == 302

    second.refresh_from_db()
    assert second.title == "ข ใหม่"
    assert [one.title for one in row.evidence.all()] == ["ข ใหม่"]


def test_evidence_file_that_both_replaced_is_asked(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    somsri.post(at("result", 1), typed({"title": "รายงาน", "file": upload("เก่า.pdf", pdf())}))
    made = row.evidence.get()
    first = seen(somsri, at("result", 1))

    def replaced(name: str, **more: Any) -> Any:
        sent = typed(kept(made, file=upload(name, pdf())), stored=1, measure=row.pk, seen=first)
        return somsri.post(at("result", 1), sent | more)

    replaced("ของเขา.pdf")
    stored = row.evidence.get().file.name
    answer = replaced("ของเรา.pdf")
    (asked,) = answer.context["guard"].asked
    assert (asked.mine, asked.theirs) == ("ของเรา.pdf", "ของเขา.pdf")
    assert row.evidence.get().file.name == stored
    choice = {asked.name: f"mine:{asked.of}", "seen": answer.context["guard"].token}
    assert replaced("ของเรา.pdf", **choice).status_code == 302
    assert row.evidence.get().file_name == "ของเรา.pdf"


def test_new_file_is_kept_with_its_row_where_another_row_is_asked(somsri: Client, at: Pages) -> None:
    """The rows are numbered anew: somebody's new one stands before the one that is added here."""
    row = measure(plan())
    made = Evidence.objects.create(measure=row, title="ก", url="https://example.go.th")
    first = seen(somsri, at("result", 1))
    sent = typed(kept(made, title="ก ของเขา"), link(title="ข"), stored=1, measure=row.pk, seen=first)
    somsri.post(at("result", 1), sent)
    own = {"title": "ค", "url": "", "file": upload("ของเรา.pdf", pdf())}
    answer = somsri.post(
        at("result", 1), typed(kept(made, title="ก ของเรา"), own, stored=1, measure=row.pk, seen=first)
    )
    (asked,) = answer.context["guard"].asked
    forms = answer.context["formset"].forms
    assert [str(form["title"].value()) for form in forms] == ["ก ของเรา", "ข", "ค"]
    assert list(forms[0].files.kept) == ["evidence-2-file"]
    rows = [{name: str(form[name].value() or "") for name in ("row", "title", "url")} for form in forms]
    token = {"kept-evidence-2-file": forms[0].files.kept["evidence-2-file"].token}
    choice = {asked.name: f"mine:{asked.of}", "seen": answer.context["guard"].token}
    sent = typed(*rows, stored=2, measure=row.pk) | token | choice
    assert somsri.post(at("result", 1), sent).status_code == 302
    assert [(one.title, one.file_name) for one in row.evidence.all()] == [
        ("ก ของเรา", ""),
        ("ข", ""),
        ("ค", "ของเรา.pdf"),
    ]


@pytest.mark.parametrize(
    "broken",
    [
        {"evidence-TOTAL_FORMS": "x"},
        {"evidence-TOTAL_FORMS": "1000000000"},
        {"evidence-TOTAL_FORMS": ""},
    ],
)
def test_result_with_a_broken_form_says_so_in_thai(somsri: Client, at: Pages, broken: dict[str, str]) -> None:
    measure(plan())

    page = somsri.post(at("result", 1), typed() | broken)

    assert page.status_code == 200
    assert len(page.context["formset"].non_form_errors()) == 1
    assert not Result.objects.exists()


# Size


@pytest.mark.parametrize("count", [1, 3, 40])
def test_results_takes_nine_queries(
    somsri: Client, at: Pages, django_assert_num_queries: Any, count: int
) -> None:
    row = plan()
    for number in range(1, count + 1):
        result(measure(row, number))

    with django_assert_num_queries(9):
        somsri.get(at("results"))


@pytest.mark.parametrize("count", [1, 3, 40])
def test_result_takes_eight_queries(
    somsri: Client, at: Pages, django_assert_num_queries: Any, count: int
) -> None:
    row = plan()
    for number in range(1, count + 1):
        measure(row, number)
        Evidence.objects.create(measure=row.measures.get(number=1), title="x", url="https://example.go.th")

    with django_assert_num_queries(8):
        somsri.get(at("result", 1))


# What is public


def test_evidence_is_public_until_the_officer_says_otherwise(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    somsri.post(at("result", 1), typed(link(), link(title="บัญชีรายชื่อ", named_only="on"), measure=row.pk))

    assert [one.named_only for one in row.evidence.all()] == [False, True]


def test_evidence_that_is_only_named_needs_neither_address_nor_file(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    page = somsri.post(at("result", 1), typed(link(url=""), measure=row.pk))
    assert "กรุณากรอกที่อยู่เว็บ หรือแนบไฟล์" in page.content.decode()

    somsri.post(at("result", 1), typed(link(url="", named_only="on"), measure=row.pk))

    made = Evidence.objects.get()
    assert (made.named_only, made.url, made.file.name, made.address) == (True, "", "", "")


def test_evidence_file_is_described_as_it_was_uploaded(somsri: Client, at: Pages) -> None:
    measure(plan())
    for content in (pdf(), pdf() + b"\n"):
        kept_row = [kept(row) for row in Evidence.objects.all()] or [{"title": "รายงาน"}]
        sent = typed(*[entry | {"file": upload("รายงาน.pdf", content)} for entry in kept_row])
        somsri.post(at("result", 1), sent)

        made = Evidence.objects.get()
        assert (made.file_sha256, made.file_size) == (sha256(content).hexdigest(), len(content))


def test_evidence_address_that_leads_to_the_sign_in_page_is_refused(somsri: Client, at: Pages) -> None:
    row = measure(plan())
    for path in ("/evidence/1/", "/municipalities/1/plans/2568/documents/results.pdf"):
        page = somsri.post(at("result", 1), typed(link(url=f"{settings.PORTAL_URL}{path}"), measure=row.pk))
        assert "ที่อยู่นี้ต้องเข้าสู่ระบบจึงเปิดได้" in page.content.decode()
    public = f"{settings.PORTAL_URL}/published/1/2568/plan/"
    somsri.post(at("result", 1), typed(link(url=public), measure=row.pk))
    assert Evidence.objects.get().url == public


def test_evidence_in_the_second_of_two_empty_rows_keeps_its_file(somsri: Client, at: Pages) -> None:
    own = measure(plan())
    entry = {"title": "รายงาน", "url": "", "file": upload("ก.pdf", pdf())}
    assert somsri.post(at("result", 1), typed(link(title="", url="", dated_on=""), entry, measure=own.pk)).url
    assert [(row.title, row.file_name) for row in Evidence.objects.all()] == [("รายงาน", "ก.pdf")]
