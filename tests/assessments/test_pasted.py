"""Pasted scores: however they are written down, they become the same values; what is doubtful is left out."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assessments import framework
from assessments.pasted import PastedScores, understand
from ita_portal.thai import thai_digits

SCORES = ["91.12", "88.40", "95.06", "79.58", "90.33", "87.21", "84.97", "81.65", "93.50", "100.00"]
NAMES = [indicator.name for indicator in framework.load(2568).indicators]
OLD_NAMES = [indicator.name for indicator in framework.load(2565).indicators]
TEN = {f"score_{number}": Decimal(score) for number, score in enumerate(SCORES, 1)}
TOTAL = {"announced_total": Decimal("90.75")}
PARTS = {
    "announced_iit": Decimal("88.90"),
    "announced_eit": Decimal("84.61"),
    "announced_oit": Decimal("96.75"),
}
HOW = range(10)


def table(*rows: str) -> str:
    return "\n".join(rows)


def by_name(between: str, names: list[str] = NAMES, scores: list[str] = SCORES) -> str:
    return table(*(f"{name}{between}{score}" for name, score in zip(names, scores, strict=True)))


def values(found: PastedScores) -> dict[str, object]:
    """The values without a year; there are no others."""
    assert found.years == []
    return found.of_year(0, unnamed=True)


def turned(between: str) -> str:
    return "\n".join(reversed(by_name(between).split("\n")))


RANKED = sorted(HOW, key=lambda place: -Decimal(SCORES[place]))
NUMBERED = {
    "names behind their number": "\n".join(f"{n + 1}. {NAMES[n]}\t{SCORES[n]}" for n in HOW),
    "names in brackets": "\n".join(f"({n + 1}) {NAMES[n]}\t{SCORES[n]}" for n in HOW),
    "numbers in their column": "\n".join(f"{n + 1}\t{NAMES[n]}\t{SCORES[n]}" for n in HOW),
    "numbers alone": "\n".join(f"ตัวชี้วัดที่ {n + 1}\t{SCORES[n]}" for n in HOW),
    "numbers alone, no blank": "\n".join(f"ตัวชี้วัดที่{n + 1} {SCORES[n]}" for n in HOW),
    "numbers of a list": "\n".join(f"{n + 1}) {SCORES[n]}" for n in HOW),
    "numbers of a list in brackets": "\n".join(f"({n + 1})\t{SCORES[n]}" for n in HOW),
    "bare numbers": "\n".join(f"{n + 1}\t{SCORES[n]}" for n in HOW),
    "numbers of a ranking": "\n".join(f"{r}\t{NAMES[n]}\t{SCORES[n]}" for r, n in enumerate(RANKED, 1)),
    "rank behind the score": "ตัวชี้วัด\tคะแนน\tอันดับ\n"
    + "\n".join(f"{NAMES[n]}\t{SCORES[n]}\t{r}" for r, n in enumerate(RANKED, 1)),
    "weight beside the score": "ตัวชี้วัด\tน้ำหนัก\tคะแนน\n"
    + "\n".join(f"{NAMES[n]}\t10\t{SCORES[n]}" for n in HOW),
}
TEN_SCORES = {
    "tabs": by_name("\t"),
    "turned": turned("\t"),
    "one blank": by_name(" "),
    "many blanks": by_name("     "),
    "colon": by_name(": "),
    "equals": by_name(" = "),
    "semicolons": by_name(";"),
    "commas": by_name(","),
    "comma and blank": by_name(", "),
    "quoted": table(*(f'"{name}","{score}"' for name, score in zip(NAMES, SCORES, strict=True))),
    "bars": table(*(f"| {name} | {score} |" for name, score in zip(NAMES, SCORES, strict=True))),
    "units": by_name("\t", scores=[f"{score} คะแนน" for score in SCORES]),
    "percent": by_name("\t", scores=[f"{score}%" for score in SCORES]),
    "out of a hundred": by_name("\t", scores=[f"{score}/100" for score in SCORES]),
    "Thai digits": thai_digits(by_name("\t")),
    "names of before": by_name("\t", OLD_NAMES),
    "without การ": by_name("\t", [name.removeprefix("การ") for name in NAMES]),
    "score first": table(*(f"{score}\t{name}" for name, score in zip(NAMES, SCORES, strict=True))),
    "score first, one blank": table(*(f"{score} {name}" for name, score in zip(NAMES, SCORES, strict=True))),
    "name over its score": "\n".join(f"{name}\n{score}" for name, score in zip(NAMES, SCORES, strict=True)),
    "blank lines": by_name("\t").replace("\n", "\n\n\n"),
    "carriage returns": by_name("\t").replace("\n", "\r\n"),
    "across": "\t".join(NAMES) + "\n" + "\t".join(SCORES),
    "across by number": "\t".join(map(str, range(1, 11))) + "\n" + "\t".join(SCORES),
    "across, named by number": "\t".join(f"ตัวชี้วัดที่ {n + 1}" for n in HOW) + "\n" + "\t".join(SCORES),
    "column": "\n".join(SCORES),
    "row": "\t".join(SCORES),
    "row with commas": ", ".join(SCORES),
    "row with commas alone": ",".join(SCORES),
    "row with blanks": " ".join(SCORES),
    "noise of a spreadsheet": "\n".join([*SCORES[:9], "100.0000000001"]),
    "damaged ำ": by_name("\t").replace("ำ", "\u0e4d\u0e32"),
    "prose": " ".join(f"ตัวชี้วัดที่ {n + 1} {NAMES[n]} {SCORES[n]} คะแนน" for n in HOW),
    "prose with ได้": " ".join(f"{NAMES[n]} ได้คะแนน {SCORES[n]} คะแนน," for n in HOW),
    "prose by number": " ".join(f"ตัวชี้วัดที่ {n + 1} ได้ {SCORES[n]}" for n in HOW),
    "prose with list": " ".join(f"{n + 1}) {NAMES[n]} {SCORES[n]}" for n in HOW),
    **NUMBERED,
}


@pytest.mark.parametrize("text", TEN_SCORES.values(), ids=TEN_SCORES)
def test_ten_scores_are_the_same_however_they_are_written(text: str) -> None:
    found = understand(text)
    assert (values(found), found.unread) == (TEN, ())


@pytest.mark.parametrize("text", TEN_SCORES.values(), ids=TEN_SCORES)
def test_thai_digits_say_the_same(text: str) -> None:
    assert values(understand(thai_digits(text))) == TEN


AMONG = {
    "tabs": "\t".join, "blanks": "   ".join, "one blank": " ".join, "colon": ": ".join,
}  # fmt: skip


@pytest.mark.parametrize("join", AMONG.values(), ids=AMONG)
@pytest.mark.parametrize(
    ("total", "level"), [("คะแนนรวม", "ระดับ"), ("คะแนนเฉลี่ย", "ระดับผลการประเมิน"), ("คะแนน ITA", "ผลการประเมิน")]
)
def test_total_level_and_instruments_stand_each_in_their_field(join: object, total: str, level: str) -> None:
    pairs = [("แบบวัด IIT", "88.90"), *zip(NAMES[:5], SCORES[:5], strict=True), ("EIT", "84.61")]
    pairs += [*zip(NAMES[5:8], SCORES[5:8], strict=True), ("คะแนน OIT", "96.75")]
    pairs += [*zip(NAMES[8:], SCORES[8:], strict=True), (total, "90.75"), (level, "ผ่านดี")]
    found = understand("\n".join(join(pair) for pair in pairs))  # type: ignore[operator] # one of AMONG
    assert (values(found), found.unread) == (TEN | TOTAL | PARTS | {"announced_level": "ผ่านดี"}, ())


def test_instruments_by_their_whole_names_and_parts() -> None:
    tools = framework.load(2568).instruments
    text = "\n".join(f"{tool.name} ({tool.abbreviation})\t80.0{n}" for n, tool in enumerate(tools))
    text += "\nEIT ส่วนที่ 1\t81.00\nEIT Survey\t82.00"
    assert {field: str(value) for field, value in values(understand(text)).items()} == {
        "announced_iit": "80.00", "announced_eit": "80.01", "announced_oit": "80.02",
        "announced_eit1": "81.00", "announced_eit2": "82.00",
    }  # fmt: skip


def years(found: PastedScores) -> dict[int, dict[str, str]]:
    assert found.of_year(0, unnamed=True) == {}
    return {
        year: {field: str(value) for field, value in found.of_year(year, unnamed=False).items()}
        for year in found.years
    }


TWO_YEARS = {2567: {"score_1": "91.12", "score_2": "88.40"}, 2568: {"score_1": "92.00", "score_2": "89.00"}}
DOWN = [["", "2567", "2568"], [NAMES[0], "91.12", "92.00"], [NAMES[1], "88.40", "89.00"]]


@pytest.mark.parametrize(
    "rows",
    [
        DOWN,
        [["ตัวชี้วัด", "ปี พ.ศ. 2567", "ปีงบประมาณ พ.ศ. ๒๕๖๘"], *DOWN[1:]],
        [["ที่", "ตัวชี้วัด", "ปี 2567", "ปี 2568"], *([str(n), *row] for n, row in enumerate(DOWN[1:], 1))],
        [["ผลการประเมิน ITA ปี 2567 และ 2568"], *DOWN],
        [["ปี", *NAMES[:2]], ["2567", "91.12", "88.40"], ["2568", "92.00", "89.00"]],
        [["ปีงบประมาณ", "ตัวชี้วัดที่ 1", "ตัวชี้วัดที่ 2"], ["2568", "92", "89"], ["2567", "91.12", "88.4"]],
        [["ปี 2567"], [NAMES[0], "91.12"], [NAMES[1], "88.4"], ["ปี 2568"], [NAMES[0], "92"], [NAMES[1], "89"]],
        [
            [NAMES[0], "2567", "91.12"],
            [NAMES[0], "2568", "92"],
            [NAMES[1], "2567", "88.4"],
            [NAMES[1], "2568", "89"],
        ],
    ],
    ids=["down", "years in words", "numbered", "title", "across", "across by number", "blocks", "long"],
)  # fmt: skip
def test_years_and_indicators_stand_either_way(rows: list[list[str]]) -> None:
    found = understand("\n".join("\t".join(row) for row in rows))
    assert (years(found), found.unread) == (TWO_YEARS, ())


def test_columns_of_years_without_names_are_read_in_order() -> None:
    rows = ["2567\t2568", *(f"{score}\t9{n}.00" for n, score in enumerate(SCORES))]
    found = understand("\n".join(rows))
    assert years(found)[2567] == {field: str(value) for field, value in TEN.items()}
    assert years(found)[2568]["score_10"] == "99.00"
    assert "ตามลำดับ" in found.notes[0]


def test_rows_of_years_without_names_are_read_in_order() -> None:
    found = understand("\n".join(f"{year}\t" + "\t".join(SCORES) for year in (2566, 2567)))
    assert {year: len(found.of_year(year, unnamed=False)) for year in found.years} == {2566: 10, 2567: 10}


def test_totals_and_levels_of_years_alone() -> None:
    text = "ปี\tคะแนนรวม\tระดับ\n2565\t95.59\tAA\n2566\t96.01\tผ่านดีเยี่ยม"
    assert years(understand(text)) == {
        2565: {"announced_total": "95.59", "announced_level": "AA"},
        2566: {"announced_total": "96.01", "announced_level": "ผ่านดีเยี่ยม"},
    }


@pytest.mark.parametrize("empty", ["-", "–", "", "N/A", "ไม่มีข้อมูล"])
def test_what_says_that_there_is_nothing_is_empty(empty: str) -> None:
    found = understand(f"{NAMES[0]}\t{empty}\n{NAMES[1]}\t88.40")
    assert (values(found), found.unread) == ({"score_2": Decimal("88.40")}, ())


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        (f"{NAMES[0]}\t91,12", "ตัวชี้วัดที่ ๑ “91,12”: กรุณาใช้จุด (.) คั่นทศนิยม และไม่ใช้เครื่องหมายจุลภาค (,) เช่น ๙๕.๕๙"),
        (f"{NAMES[1]}\t100.01", "ตัวชี้วัดที่ ๒ “100.01”: กรุณากรอกตัวเลขระหว่าง ๐ ถึง ๑๐๐"),
    ],
)
def test_sentence_on_a_paste_has_digits_of_one_kind_beside_what_was_typed(typed: str, said: str) -> None:
    assert understand(typed).unread == (said,)


@pytest.mark.parametrize(
    ("text", "why"),
    [
        (f"{NAMES[0]}\t1OO", "หากหมายถึง"),
        (f"{NAMES[0]} 9O.5", "หากหมายถึง"),
        (f"{NAMES[0]}\t100.01", "ระหว่าง"),
        (f"{NAMES[0]}\t91,12", "จุด"),
        (f"{NAMES[0]}\t91.125", "ทศนิยม"),
        (f"{NAMES[0]}\t91\n{NAMES[0]}\t92", "มากกว่าหนึ่งค่า"),
        (f"{NAMES[0]}\t91\t92", "ไม่ทราบว่าเป็นของปีใด"),
        (f"{NAMES[0]} 95·06\n{NAMES[1]} 88-40", "“88-40”: กรุณากรอกเป็นตัวเลข"),
        (f"{NAMES[0]} 95·06\n{NAMES[1]} 88-40", "“95·06”: กรุณากรอกเป็นตัวเลข"),
        ("\t".join([*SCORES[:9], "ผ่าน"]), "ไม่ทราบว่าเป็นคะแนนของ"),
        ("\t".join(["90.75", "ผ่าน", *SCORES]), "พบ ๑๑ คะแนน"),
        ("ระดับ\tดีมากที่สุด", "ไม่รู้จักระดับ"),
        (" ".join(SCORES[:9]), "พบ ๙ คะแนน"),
        (" ".join([*SCORES, "12.34"]), "พบ ๑๑ คะแนน"),
        (" ".join([*SCORES, "90.75", "1.00"]), "พบ ๑๒ คะแนน"),
        ("\n".join(f"{r}\t{SCORES[n]}" for r, n in enumerate(RANKED, 1)), "อันดับ"),
        ("การเปิดเผยข้อมูลสาธารณะ\t93.50", "ไม่ทราบว่า"),
    ],
)
def test_what_is_doubtful_is_left_out_and_named(text: str, why: str) -> None:
    found = understand(text)
    assert values(found) == {}
    assert why in " ".join(found.unread)


def test_one_bad_cell_keeps_the_others() -> None:
    found = understand(by_name("\t", scores=["1OO", *SCORES[1:]]))
    assert values(found) == {field: value for field, value in TEN.items() if field != "score_1"}


def test_eleventh_number_is_the_total_that_the_ten_give() -> None:
    assert values(understand(" ".join([*SCORES, "90.75"]))) == TEN | TOTAL


@pytest.mark.parametrize("whose", [[], ["ทต.ทุ่งผึ้ง"], ["เทศบาลตำบลทุ่งผึ้ง"]])
def test_row_of_a_list_has_whose_it_is_and_the_level(whose: list[str]) -> None:
    row = "\t".join([*whose, *SCORES, "90.75", "ผ่านดี"])
    assert values(understand(row)) == TEN | TOTAL | {"announced_level": "ผ่านดี"}


def test_sub_indicators_are_none() -> None:
    text = "9.1 ข้อมูลพื้นฐาน\t80.00\n9 การเปิดเผยข้อมูล\t93.50\n10.1 การดำเนินการเพื่อป้องกันการทุจริต\t70.00"
    assert values(understand(text)) == {"score_9": Decimal("93.50")}


def test_total_and_level_in_a_sentence() -> None:
    text = "เทศบาลได้คะแนนรวม ๙๐.๗๕ คะแนน อยู่ในระดับ ผ่านดี"
    assert values(understand(text)) == TOTAL | {"announced_level": "ผ่านดี"}


@given(st.text(max_size=300) | st.text("๑๒0123456789.,\t\n ตัวชี้วัดที่คะแนนปี256-%OoIT", max_size=200))
def test_any_text_is_read_without_an_error(text: str) -> None:
    for value in understand(text).values.values():
        assert isinstance(value, str) or 0 <= value <= 100


@given(
    st.lists(st.decimals(0, 100, places=2), min_size=10, max_size=10),
    st.permutations(range(10)),
    st.sampled_from(["\t", " ", "    ", ": ", ";"]),
)
def test_any_scores_are_found_in_any_order(scores: list[Decimal], order: list[int], between: str) -> None:
    text = "\n".join(f"{NAMES[place]}{between}{scores[place]}" for place in order)
    assert values(understand(text)) == {f"score_{n}": score for n, score in enumerate(scores, 1)}


@pytest.mark.parametrize(
    "tools", [["IIT"] * 5 + ["EIT"] * 3 + ["OIT"] * 2, ["IIT", *[""] * 4, "EIT", "", "", "OIT", ""]]
)
def test_column_of_instruments_beside_their_indicators(tools: list[str]) -> None:
    rows = zip(tools, NAMES, SCORES, strict=True)
    head = "แบบวัด\tตัวชี้วัด\tคะแนน\n"
    assert values(understand(head + table(*("\t".join(row) for row in rows)))) == TEN
    behind = (
        f"{number}\t{name}\t{score}\t{tool}"
        for number, (tool, name, score) in enumerate(zip(tools, NAMES, SCORES, strict=True), 1)
    )
    assert values(understand(table(*behind))) == TEN


def test_instrument_in_brackets_behind_its_indicator() -> None:
    assert values(understand(by_name(" (IIT)\t"))) == TEN


@pytest.mark.parametrize("begin", ["ตัวชี้วัดที่", "ตัวชี้วัด", "ตชว."])
def test_head_of_numbers_with_total_and_level(begin: str) -> None:
    numbers = "\t".join(map(str, range(1, 11)))
    scores = "\t".join(SCORES)
    text = f"{begin}\t{numbers}\tรวม\tระดับ\nคะแนน\t{scores}\t90.75\tผ่านดี"
    assert values(understand(text)) == {**TEN, **TOTAL, "announced_level": "ผ่านดี"}


@pytest.mark.parametrize("said", ["อยู่ในระดับผ่านดี", "อยู่ในระดับ ผ่านดี", "ระดับ “ผ่านดี”"])
def test_level_in_a_sentence(said: str) -> None:
    text = f"ผลการประเมินได้คะแนนรวม ๙๐.๗๕ คะแนน {said} โดย" + by_name(" ได้ ").replace("\n", " ")
    assert values(understand(text)) == {**TEN, **TOTAL, "announced_level": "ผ่านดี"}
