"""Copying damage, remains of markup and numbers of lists: found with what was meant, and nothing else."""

from dataclasses import replace
from datetime import UTC, datetime

import pytest
from django.conf import settings

from documents.checks.catalogue import Mend, run
from documents.checks.wording import without_list_number, without_markup
from ita_portal.pasted.damage import copying_damage
from ita_portal.signs import readable
from reports.erased import Erasure, tombstones
from tests.documents import dossiers

DAMAGED = [
    # What PDF readers make of ำ.
    ("ส านักปลัด", "สำนักปลัด"),
    ("จ านวน", "จำนวน"),
    ("ก าหนดจ านวน", "กำหนดจำนวน"),
    ("น ้าดื่ม", "น้ำดื่ม"),
    ("น้ าดื่ม", "น้ำดื่ม"),
    ("น ้ าดื่ม", "น้ำดื่ม"),
    ("ต ่ากว่าเกณฑ์", "ต่ำกว่าเกณฑ์"),
    ("ค าสั่ง", "คำสั่ง"),
    ("ท าให้", "ทำให้"),
    ("น าไปใช้", "นำไปใช้"),
    ("ประจ าปี", "ประจำปี"),
    ("ก ากับดูแล", "กำกับดูแล"),
    ("ก ารบริหาร", "การบริหาร"),
    ("ทุกค รั้ง", None),
    ("พัฒน าระบบ", "พัฒนาระบบ"),
    ("ค ่าใช้จ่าย", "ค่าใช้จ่าย"),
    # A blank before ำ and other marks, behind a vowel that is written first.
    ("ส ำนัก ก ำหนด ท ำ", "สำนัก กำหนด ทำ"),
    ("น้ ำ", "น้ำ"),
    ("ท ี่ประชุม", "ที่ประชุม"),
    ("เ ทศบาล", "เทศบาล"),
    # A blank behind ำ.
    ("จำ นวน", "จำนวน"),
    ("การดำ เนินงาน", "การดำเนินงาน"),
    ("อำ เภอแม่ทะ", "อำเภอแม่ทะ"),
    # ำ that has lost its circle.
    ("จานวน", "จำนวน"),
    ("สานักงานเทศบาลตาบล", "สำนักงานเทศบาลตำบล"),
    ("จัดทาแผน", "จัดทำแผน"),
    ("คณะทางาน", "คณะทำงาน"),
    ("ประจาปี", "ประจำปี"),
    ("ต่ากว่า", "ต่ำกว่า"),
    ("หนา้ที่", "หน้าที่"),
]


def mended(text: str) -> str:
    """The text with every proposal taken."""
    for damage in reversed(copying_damage(text)):
        text = text[: damage.start] + (damage.proposal or damage.words) + text[damage.end :]
    return text


@pytest.mark.parametrize(("typed", "meant"), DAMAGED)
def test_damage_is_found_with_what_was_meant(typed: str, meant: str | None) -> None:
    text = f"ให้{typed} ๓ ข้อ"
    assert mended(text) == (f"ให้{meant} ๓ ข้อ" if meant else text)


@pytest.mark.parametrize(
    "typed", ["เทศบ\ufffdลเมือง", "พระ\u0e48ทุรคา", "ทั\u0e35นั่ง", "ก\u0e48\u0e49า", "\u0e33นัก"]
)
def test_what_nobody_can_know_is_only_shown(typed: str) -> None:
    (damage,) = copying_damage(typed)
    assert (damage.proposal, typed[damage.start : damage.end]) == ("", damage.words)


@pytest.mark.parametrize(
    "text",
    [
        "ทำ แผน จัดทำ ประกาศ นำ เสนอ น้ำ มัน คำ ขอ ประจำ ปีละ ๒ ครั้ง",
        "ต่าง ๆ ฯลฯ ก. ข. พ.ศ. ม.ค. ๑ เม.ย.",
        "เวลาดับไฟ ศาลาปางมะค่า การเจรจาเป็นไป ตารางงาน สารองค์ประกอบ กติกาจัดการ วิชาระดับต้น พิจารณาเป็นรายปี",
        "ส้มตำ ราคา ๓๐ บาท สีดำ ริมแม่น้ำ",
        "ทางานบริการ ตาบล็อก ดารงค์ ตุ๊กตา",
        "สิทธิ์ พันธุ์ ก็ น็อต ฤๅษี ณ อำเภอ เก้าอี้ ◌\u0e34 ทฺรพฺย",
        "กำหนด จำนวน สำนัก ดำเนินการ\nก าร".replace("ก าร", "การ"),
    ],
)
def test_true_thai_is_left_alone(text: str) -> None:
    assert copying_damage(text) == []


def test_no_text_of_the_portal_is_called_damaged() -> None:
    folders = [settings.BASE_DIR / name for name in ("assessments/frameworks", "demo", "templates")]
    files = [
        path
        for folder in folders
        for path in folder.rglob("*.*")
        if path.suffix in (".toml", ".json", ".html")
    ]
    texts = [path.read_text(encoding="utf-8") for path in files]
    assert sum(map(len, texts)) > 200_000
    assert [damage for text in texts for damage in copying_damage(readable(text))] == []


def test_long_noise_is_read_in_no_time() -> None:
    for noise in ("จ านวน ", "จำ ", " ", "\u0e48", "ก   ", "\ufffd"):
        assert len(copying_damage("ก" + noise * 20_000)) <= 20_000


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("<p>หนึ่ง</p><p>สอง&nbsp;สาม<br /></p>", "หนึ่ง\nสอง สาม"),
        ("<ul><li>หนึ่ง</li><li><b>สอง</b></li></ul>", "หนึ่ง\nสอง"),
        ("ก<br>ข <span style='color:red'>ค</span> <a href=\"https://a.b\">ง</a>", "ก\nข ค ง"),
        ("R&amp;D &lt;ร่าง&gt; &#8211; <!-- x -->", "R&D <ร่าง> –"),
        ("<!--[if gte mso 9]><xml><w:View/></xml><![endif]-->หนึ่ง<o:p></o:p>", "หนึ่ง"),
        ("<script src='a.js'></script>หนึ่ง<style></style>", "หนึ่ง"),
        ("<td nowrap width=5>หนึ่ง<table border>สอง", "หนึ่ง\nสอง"),
        ("หนึ่ง&nbspสอง", "หนึ่ง สอง"),
        ("&lt;p&gt;หนึ่ง&lt;/p&gt;&amp;nbsp;สอง", "หนึ่ง\nสอง"),
        ("**หนา** กับ __เน้น__", "หนา กับ เน้น"),
        ("## หัวข้อ\nเนื้อความ", "หัวข้อ\nเนื้อความ"),
        ("ดู [ประกาศ](https://example.go.th/a)", "ดู ประกาศ"),
    ],
)
def test_markup_goes_and_the_text_stays(typed: str, offered: str) -> None:
    assert without_markup(typed) == offered


@pytest.mark.parametrize(
    "text",
    [
        "ดูที่ <www.example.go.th> และ <https://example.go.th> เมื่อ < ๑ เมตร และ > ๒ เมตร",
        "R&D; A & B; ๒ ** ๓ ** หมายเหตุ",
        "ชื่อ______นามสกุล______ #ITA",
        "A -> B, ก < ข, a<b และ b>c, กรอก <ชื่อ> <line:thungphueng> ส่งที่ <mailto:a@example.go.th>",
        "https://example.go.th/?a=1&amp=2&quot=3",
        "(๑) [ร่าง] (ดูภาคผนวก)",
    ],
)
def test_signs_that_are_no_markup_stay(text: str) -> None:
    assert without_markup(text) == text
    assert run(dossiers_with(analysis=text), "plan") == run(dossiers_with(), "plan")


@pytest.mark.parametrize(
    ("typed", "offered"),
    [
        ("๑. จัดทำแผน", "จัดทำแผน"),
        ("๑.มาตรการยืมคืน", "มาตรการยืมคืน"),
        ("1) จัดทำ", "จัดทำ"),
        ("(๒) จัดทำ", "จัดทำ"),
        ("๒.๑) จัดทำ", "จัดทำ"),
        ("- จัดทำ", "จัดทำ"),
        ("–จัดทำ", "จัดทำ"),
        ("• จัดทำ", "จัดทำ"),
        ("มาตรการที่ ๑ ยืมคืนทรัพย์สิน", "ยืมคืนทรัพย์สิน"),
    ],
)
def test_number_of_a_list_goes(typed: str, offered: str) -> None:
    assert without_list_number(typed) == offered


@pytest.mark.parametrize(
    "title",
    [
        "๕ส.",
        "5 ส",
        "๑.๕ ล้าน",
        "24 ชั่วโมง",
        "๓ ดี ๔ เด่น",
        "(ร่าง) แผน",
        "No Gift Policy",
        "มาตรการที่ ๑",
        "๒๕๖๘ ปีแห่งการบริการ",
        "ก. ข",
    ],
)
def test_title_without_a_number_of_a_list_stays(title: str) -> None:
    assert without_list_number(title) == title


def dossiers_with(**changes: object):
    """A plan whose third measure is changed."""
    dossier = dossiers.full()
    measures = tuple(replace(row, **changes) if row.number == 3 else row for row in dossier.measures)  # type: ignore[arg-type]
    return replace(dossier, measures=measures)


AT_3 = "มาตรการที่ ๓"
LONG, SHORT = tombstones(Erasure(pk=12, erased_at=datetime(2028, 1, 5, tzinfo=UTC)))
TWO = "“ให้ส านักปลัดดู” น่าจะเป็น “ให้สำนักปลัดดู”, “แลเทศบ▯ลเมือง” มีตัวอักษรที่หายไปหรือผิดที่"
MARKUP = "มีเครื่องหมายของหน้าเว็บ “<p>”, “&nbsp;”, “</p>” ซึ่งจะพิมพ์ออกมาเป็นตัวอักษร"


@pytest.mark.parametrize(
    ("changes", "code", "message"),
    [
        (
            {"analysis": "ให้ส านักปลัดดูแลเทศบ\ufffdลเมือง"},
            "T01",
            f"{AT_3} ผลการวิเคราะห์: ข้อความที่คัดลอกมาอาจเสียหาย {TWO} โปรดเทียบกับต้นฉบับ",
        ),
        (
            {"steps": ("<p>หนึ่ง&nbsp;</p>",)},
            "T02",
            f"{AT_3} ขั้นตอน: {MARKUP} ข้อความที่ตัดออกแล้ว: “หนึ่ง”",
        ),
        (
            {"title": "๓. ยืมคืนทรัพย์สิน"},
            "T03",
            f"{AT_3} ชื่อมาตรการ: ขึ้นต้นด้วย “๓.” แต่ระบบใส่ลำดับของมาตรการให้แล้ว ชื่อที่ตัดออกแล้ว: “ยืมคืนทรัพย์สิน”",
        ),
        (
            {"analysis": f"โดย {LONG} และ {SHORT}"},
            "T12",
            (
                f"{AT_3} ผลการวิเคราะห์: มี “{LONG}”, “{SHORT}” แทนข้อความที่ลบตามกฎหมาย "
                "โปรดเขียนใหม่โดยไม่มีสิ่งที่ลบ หรือตัดออก"
            ),
        ),
    ],
)
@pytest.mark.parametrize("kind", ["plan", "results"])
def test_complaint_shows_the_place_the_words_and_the_offer(
    changes: dict[str, object], code: str, message: str, kind: str
) -> None:
    dossier = dossiers_with(**changes)
    (found,) = [complaint for complaint in run(dossier, kind) if complaint.check.startswith("T")]
    assert (found.check, found.severity, found.message) == (code, "warning", message)
    assert found.place == Mend("measure", dossier.fiscal_year, 3)


def test_many_damages_of_a_text_are_counted() -> None:
    text = "\n".join(f"{word} านวน" for word in "กขจคฉงชซ")
    (found,) = [row for row in run(dossiers_with(analysis=text), "plan") if row.check == "T01"]
    assert "และอีก ๓ แห่ง" in found.message


def test_marks_stored_out_of_order_are_no_damage() -> None:
    """The printer puts them right."""
    typed = "น\u0e4d\u0e49\u0e32 ผ\u0e49\u0e39 เเละ ท\u0e35\u0e35\u0e48"
    assert run(dossiers_with(analysis=typed), "plan") == run(dossiers_with(), "plan")
