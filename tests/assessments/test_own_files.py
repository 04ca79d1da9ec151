"""An officer's own file of whatever kind becomes text, or is refused with what it is; no score moves."""

import json
import zlib
from collections.abc import Callable
from decimal import Decimal
from io import BytesIO
from pathlib import Path

import pytest
from openpyxl import Workbook
from PIL import Image
from pypdf import PdfReader, PdfWriter
from pypdf.generic import EncodedStreamObject

from assessments import own_files
from assessments.own_files import own_file
from assessments.pasted import PastedScores, understand
from assessments.pasted.set_out import cells_of_page
from assessments.pdf_process import READ, answer_of_pdf
from ita_portal.spreadsheets import csv_file
from ita_portal.thai import thai_digits
from municipalities.dated import PlaceState
from municipalities.xlsx_reading import Unreadable
from tests.assessments.drawn import in_bytes, name, pdf_with, saved, table, told_font, whole
from tests.assessments.test_pasted import NAMES, SCORES, TEN, TOTAL

PDFS = Path(__file__).parent / "pdfs"
BEFORE = {f"score_{n}": Decimal(score) - 1 for n, score in enumerate(SCORES, 1)}
Rewrite = Callable[[str], str]
OWN = (PlaceState("tambon", "ทุ่งผึ้ง", "5520603", "แจ้ห่ม", "ลำปาง"),)


def read(content: bytes, called: str = "คะแนน.pdf") -> PastedScores:
    """What is understood of a file; a PDF is read without the process that limits it and takes its time."""
    if not content.startswith(b"%PDF"):
        return understand(own_file(content, called, most=50_000).text, OWN)
    answer = answer_of_pdf(content)
    assert answer[:1] == READ, answer.decode()
    return understand(own_files._of_pages(json.loads(answer[1:]), 50_000).text, OWN)


def refusal(content: bytes, called: str = "คะแนน.pdf") -> str:
    with pytest.raises(Unreadable) as refused:
        own_file(content, called, most=50_000)
    return str(refused.value)


def rows_of_ten(names: list[str] = NAMES) -> list[list[str]]:
    return [[label, score] for label, score in zip(names, SCORES, strict=True)]


# PDFs of the usual makers


@pytest.mark.parametrize("maker", ["chromium", "weasyprint"])
def test_two_years_with_blank_cells_stay_in_their_columns(maker: str) -> None:
    found = read((PDFS / f"{maker}-years.pdf").read_bytes())
    odd = {key: value for key, value in BEFORE.items() if int(key[6:]) % 2}
    assert found.of_year(2567, unnamed=False) == odd
    assert found.of_year(2568, unnamed=False) == {key: TEN[key] for key in TEN if key != "score_4"}
    assert found.of_year(0, unnamed=True) == TOTAL | {"announced_level": "ผ่าน"}
    assert (found.unread, found.stranger) == ((), "")


@pytest.mark.parametrize("file", ["weasyprint-wrapped", "libreoffice-writer"])
def test_names_over_two_lines_and_signs_that_were_lost(file: str) -> None:
    found = read((PDFS / f"{file}.pdf").read_bytes())
    assert {key: found.of_year(2568, unnamed=False).get(key) for key in TEN} == TEN
    assert any(
        "อ่านจากพยัญชนะ" in note for note in own_file((PDFS / f"{file}.pdf").read_bytes(), "", most=9_999).notes
    )


def narrow(figures: list[str], rests: list[str], size: float = 11.0) -> PastedScores:
    """What is understood of a table whose columns are so narrow that figures go on in the line below."""
    starts = [40.0 * place for place in range(len(NAMES))]
    heads = (11.0, [(x, x + 39.5, label) for x, label in zip(starts, NAMES, strict=True)])
    above = (11.0, [(x, x + 22.0, text) for x, text in zip(starts, figures, strict=True)])
    below = (size, [(x, x + 5.0, text) for x, text in zip(starts, rests, strict=True) if text])
    return understand(cells_of_page([heads, above, below]))


@pytest.mark.parametrize("size", [11.0, 9.0])
@pytest.mark.parametrize("length", [4, 5])
def test_figures_that_narrow_columns_cut_are_whole(length: int, size: float) -> None:
    found = narrow([score[:length] for score in SCORES], [score[length:] for score in SCORES], size)
    assert found.of_year(0, unnamed=True) == {key: TEN[key] for key in BEFORE}


def test_figures_below_whole_ones_are_no_rest_of_them() -> None:
    found = narrow(SCORES, [str(place) for place in range(10)])
    assert all(found.of_year(0, unnamed=True).get(key, TEN[key]) == TEN[key] for key in BEFORE)


def test_sentences_over_several_lines() -> None:
    found = read((PDFS / "chromium-prose.pdf").read_bytes())
    assert (found.of_year(0, unnamed=True), found.unread) == (TEN, ())


# What makers do to Thai

DAMAGED = {
    "ำ as a blank and า": lambda text: text.replace("ำ", " า"),
    "ำ in two signs": lambda text: text.replace("ำ", "\u0e4d\u0e32"),
    "ำ without its ring": lambda text: text.replace("ำ", "า"),
    "า lost": lambda text: text.replace("า", "\x03"),
    "marks lost": lambda text: "".join(sign for sign in text if sign not in "่้๊๋์ิีึืุู"),
    "marks in signs of old fonts": lambda text: (
        text.replace("้", "\uf70b").replace("ิ", "\uf701").replace("่", "\uf70a")
    ),
    "tones displaced": lambda text: text.replace("้า", "า้").replace("ี่", "่ี"),
    "ุ as ่": lambda text: text.replace("ุ", "่"),
    "blanks within": lambda text: " ".join(text[at : at + 3] for at in range(0, len(text), 3)),
    "no sign for a letter": lambda text: text.replace("ั", "\ufffd"),
}


@pytest.mark.parametrize("damage", DAMAGED.values(), ids=DAMAGED)
@pytest.mark.parametrize("digits", [str, thai_digits], ids=["0-9", "๐-๙"])
def test_damaged_names_are_known_by_their_consonants(damage: Rewrite, digits: Rewrite) -> None:
    text = "\n".join(f"{damage(label)}\t{digits(score)}" for label, score in rows_of_ten())
    assert understand(text).of_year(0, unnamed=True) == TEN


def test_every_damage_in_one_pdf() -> None:
    rows = [
        [damage(label), score] for damage, (label, score) in zip(DAMAGED.values(), rows_of_ten(), strict=True)
    ]
    found = read(pdf_with(table(rows, (50, 350))))
    assert (found.of_year(0, unnamed=True), found.unread) == (TEN, ())


@pytest.mark.parametrize("encoding", ["WinAnsiEncoding", "MacRomanEncoding"])
def test_letters_of_old_fonts_are_read_by_their_bytes(encoding: str) -> None:
    lines = [f"{label}     {score}" for label, score in rows_of_ten()]
    assert read(in_bytes(lines, encoding)).of_year(0, unnamed=True) == TEN


def test_scores_that_have_run_together_are_cut_where_that_is_sure() -> None:
    rows = [["", "2567", "2568"]] + [
        [label, f"{Decimal(score) - 1}{score}"] for label, score in rows_of_ten()
    ]
    found = read(pdf_with(table(rows, (50, 350, 385))))
    assert (found.of_year(2567, unnamed=False), found.of_year(2568, unnamed=False)) == (BEFORE, TEN)
    unsure = read(pdf_with(table([["การใช้อำนาจ", "9.129.45"], ["การใช้งบประมาณ", "90.00"]], (50, 350))))
    assert unsure.of_year(0, unnamed=True) == {"score_2": Decimal("90.00")}
    assert "9.129.45" in unsure.unread[0]


def test_page_that_lies_on_its_side_is_read_like_any_other() -> None:
    writer = PdfWriter(clone_from=BytesIO(pdf_with(table(rows_of_ten(), (50, 350)))))
    for page in writer.pages:
        page.rotate(90)
        page.transfer_rotation_to_content()
    assert read(saved(writer)).of_year(0, unnamed=True) == TEN


def test_text_within_a_form_is_read() -> None:
    content = pdf_with(table(rows_of_ten(), (50, 350)))
    reader = PdfReader(BytesIO(content))
    page = reader.pages[0]
    font = page["/Resources"]["/Font"]["/F"].get_object()
    drawn = page.get_contents().get_data().decode()
    assert read(whole(font, "q 1 0 0 1 0 0 cm /X Do Q", forms={"X": drawn})).of_year(0, unnamed=True) == TEN


# What is no text


def scan(*, words: bytes = b"") -> bytes:
    target = BytesIO()
    Image.new("L", (60, 80), 255).save(target, "PDF")
    if not words:
        return target.getvalue()
    writer = PdfWriter(clone_from=BytesIO(target.getvalue()))
    for page in PdfReader(BytesIO(words)).pages:
        writer.pages[0].merge_page(page)
    return saved(writer)


def test_scanned_page_is_told_that_it_is_a_picture() -> None:
    assert "ภาพสแกน" in refusal(scan())


def test_text_that_a_machine_recognised_is_read_with_a_warning() -> None:
    content = scan(words=pdf_with(table(rows_of_ten(), (50, 350)), drawn="3 Tr "))
    found = own_file(content, "x.pdf", most=50_000)
    assert understand(found.text).of_year(0, unnamed=True) == TEN
    assert any("OCR" in note for note in found.notes)


def test_pages_that_are_pictures_among_others_are_named() -> None:
    writer = PdfWriter()
    for content in (scan(), pdf_with(table(rows_of_ten(), (50, 350)))):
        writer.append(BytesIO(content))
    found = own_file(saved(writer), "x.pdf", most=50_000)
    assert understand(found.text).of_year(0, unnamed=True) == TEN
    assert found.notes == ("หน้าที่ ๑ เป็นรูปภาพ จึงไม่ได้อ่าน",)


def test_text_of_which_nothing_says_what_its_letters_are() -> None:
    assert "ไม่ได้ระบุว่าตัวอักษร" in refusal(pdf_with(table(rows_of_ten(), (50, 350)), told=False))


def test_letters_drawn_as_lines() -> None:
    assert "แปลงเป็นเส้น" in refusal(whole(told_font("a"), "10 10 m 50 50 l S"))


# Files that are refused


def locked(password: str) -> bytes:
    writer = PdfWriter(clone_from=BytesIO(pdf_with(table(rows_of_ten(), (50, 350)))))
    writer.encrypt(password, "owner", algorithm="AES-256")
    return saved(writer)


def test_password_is_asked_for_and_one_against_printing_is_none() -> None:
    assert "ตั้งรหัสผ่านไว้" in refusal(locked("secret"))
    assert read(locked("")).of_year(0, unnamed=True) == TEN


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"%PDF-1.7\n%%EOF", "เสียหาย"),
        (pdf_with(table(rows_of_ten(), (50, 350)))[:300], "เสียหาย"),
        (b"\x89PNG\r\n\x1a\n", "ไม่ใช่ PDF"),
        ("คะแนนรวม 90".encode(), "ไม่ใช่ PDF"),
        (b"", "ไม่ใช่ PDF"),
    ],
    ids=["empty", "cut off", "picture", "text", "nothing"],
)
def test_what_is_no_whole_pdf_says_so(content: bytes, said: str) -> None:
    assert said in refusal(content)


def test_picture_is_told_that_it_is_one() -> None:
    assert "รูปภาพ" in refusal(b"\x89PNG\r\n\x1a\n", "คะแนน.png")


def test_too_many_pages() -> None:
    assert "๑๐๑ หน้า" in refusal(whole(told_font("a"), *["n"] * 101))


def test_forms_within_forms_end_with_the_time(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(own_files, "SECONDS", 2.0)
    forms = {f"X{n}": f"/X{n + 1} Do " * 60 for n in range(8)}
    assert "ไม่เสร็จภายในเวลา" in refusal(whole(told_font("a"), "/X0 Do", forms=forms))


def test_stream_that_grows_without_end_is_refused() -> None:
    content = PdfWriter(clone_from=BytesIO(whole(told_font("a"), "n")))
    stream = EncodedStreamObject()
    stream._data = zlib.compress(b"n " * 60_000_000, 9)
    stream[name("Filter")] = name("FlateDecode")
    content.pages[0][name("Contents")] = content._add_object(stream)
    assert len(packed := saved(content)) < 1_000_000
    assert refusal(packed)


# Workbooks and tables of text


def workbook(**sheets: list[list[object]]) -> bytes:
    book = Workbook()
    book.remove(book.worksheets[0])
    for title, rows in sheets.items():
        sheet = book.create_sheet(title)
        for row in rows:
            sheet.append(row)
    target = BytesIO()
    book.save(target)
    return target.getvalue()


def test_sheet_that_holds_scores_is_read_and_named() -> None:
    content = workbook(คำชี้แจง=[["อ่านก่อน"]], คะแนน=[[label, float(score)] for label, score in rows_of_ten()])
    found = own_file(content, "x.xlsx", most=50_000)
    assert understand(found.text).of_year(0, unnamed=True) == TEN
    assert found.notes == ("อ่านจากแผ่นงาน “คะแนน”",)


def test_hidden_sheets_and_rows_are_not_read() -> None:
    book = Workbook()
    book.worksheets[0].append(["คะแนนรวม", 11])
    book.worksheets[0].sheet_state = "hidden"
    seen = book.create_sheet("คะแนน")
    seen.append(["คะแนนรวม", 90.75])
    seen.append(["การใช้อำนาจ", 95])
    seen.row_dimensions[2].hidden = True
    target = BytesIO()
    book.save(target)
    found = own_file(target.getvalue(), "x.xlsx", most=50_000)
    assert understand(found.text).of_year(0, unnamed=True) == TOTAL
    assert found.notes == ("ไม่ได้อ่านแถวที่ซ่อนอยู่ ๑ แถว: ๒",)


def test_percent_cells_are_read_as_they_are_shown() -> None:
    book = Workbook()
    book.worksheets[0].append(["คะแนนรวม", 0.9075])
    book.worksheets[0]["B1"].number_format = "0.00%"
    target = BytesIO()
    book.save(target)
    assert read(target.getvalue(), "x.xlsx").of_year(0, unnamed=True) == TOTAL


def test_long_pdf_keeps_the_pages_with_scores() -> None:
    filler = [(50.0, 700.0, "ข้อความ" * 30)]
    content = pdf_with(filler, table(rows_of_ten(), (50, 350)), filler)
    found = own_file(content, "x.pdf", most=450)
    assert understand(found.text).of_year(0, unnamed=True) == TEN
    assert "ข้อความ" not in found.text


# Whose scores they are

HEAD = ["รหัส อปท.", "หน่วยงาน", "จังหวัด", "ปีงบประมาณ", "คะแนนรวม", "ระดับ"]


def test_of_a_table_of_many_municipalities_only_the_own_row_is_read() -> None:
    rows = [
        ["4520103", "เทศบาลเมืองเขลางค์นคร", "ลำปาง", "2568", "80.00", "ต้องปรับปรุง"],
        ["5520603", "ทต. ทุ่งผึ้ง", "ลำปาง", "2568", "90.75", "ผ่าน"],
        ["5999999", "เทศบาลตำบลทุ่งผึ้ง", "น่าน", "2568", "70.00", "ต้องปรับปรุง"],
    ]
    found = read(csv_file(HEAD, rows), "x.csv")
    assert found.of_year(2568, unnamed=False) == TOTAL | {"announced_level": "ผ่าน"}
    assert "เทศบาลเมืองเขลางค์นคร" in found.notes[0]


def test_own_results_of_open_data_are_no_announced_instruments() -> None:
    head = ["municipality_id", "municipality_code", "municipality", "fiscal_year", "total", "iit"]
    found = read(csv_file(head, [["7", "5520603", "เทศบาลตำบลทุ่งผึ้ง", "2568", "90.75", "88.90"]]), "x.csv")
    assert found.of_year(2568, unnamed=False) == TOTAL


def test_title_of_another_municipality_is_doubted_and_of_several_the_own_part_is_read() -> None:
    other = ["ผลการประเมิน เทศบาลเมืองเขลางค์นคร", "การใช้อำนาจ\t70.00"]
    own = ["ผลการประเมิน เทศบาลตําบลทุงผึง อํา้เภอแจหม", "การใช้อำนาจ\t95.06"]
    assert understand("\n".join(other), OWN).stranger == "ผลการประเมิน เทศบาลเมืองเขลางค์นคร"
    for lines in (other + own, own + other):
        found = understand("\n".join(lines), OWN)
        assert found.of_year(0, unnamed=True) == {"score_3": Decimal("95.06")}
        assert (found.stranger, "เขลางค์นคร" in found.notes[0]) == ("", True)
