import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from oversight.changes import (
    DELETED,
    INSERTED,
    SAME,
    Effort,
    Pair,
    Stretch,
    changed_parts,
    marked_words,
    parts,
)

THAI = st.text(alphabet="กขคงจเแโา่้ิี๐๑1.a ", max_size=40)


def section(*passages: str, anchor: str = "overall", heading: str = "ภาพรวม") -> str:
    written = "".join(f"<p>{passage}</p>" for passage in passages)
    return f'<section class="part" id="{anchor}"><h2>๑. {heading}</h2>{written}</section>'


def joined(runs: tuple[tuple[str, str], ...]) -> str:
    return "".join(text for _, text in runs)


def test_number_and_words_are_marked_where_they_differ() -> None:
    before, after = marked_words("คะแนนรวม ๙๔.๒๒ คะแนน", "คะแนนรวม ๙๐.๖๕ คะแนน", Effort())

    assert before == ((SAME, "คะแนนรวม "), (DELETED, "๙๔.๒๒"), (SAME, " คะแนน"))
    assert after == ((SAME, "คะแนนรวม "), (INSERTED, "๙๐.๖๕"), (SAME, " คะแนน"))


def test_vowels_and_tone_marks_stay_with_their_consonant() -> None:
    before, after = marked_words("ประชุมที่อำเภอเมือง", "ประชุมที่อำเภอเมื่อง", Effort())

    assert before == ((SAME, "ประชุมที่อำเภอ"), (DELETED, "เมื"), (SAME, "อง"))
    assert after == ((SAME, "ประชุมที่อำเภอ"), (INSERTED, "เมื่"), (SAME, "อง"))


def test_wordings_with_nothing_in_common_are_marked_whole() -> None:
    assert marked_words("กกกกก", "ขขขขข", Effort()) == (((DELETED, "กกกกก"),), ((INSERTED, "ขขขขข"),))


@given(THAI, THAI)
def test_both_sides_read_as_they_were_written(before: str, after: str) -> None:
    left, right = marked_words(before, after, Effort())

    assert (joined(left), joined(right)) == (before, after)
    assert "".join(text for mark, text in left if mark == SAME) == "".join(
        text for mark, text in right if mark == SAME
    )


def test_rewritten_added_and_dropped_passages_are_told_apart() -> None:
    [part] = changed_parts(
        section("ย่อหน้าแรก", "ประชุมทุกเดือน", "ยกเลิกไปแล้วทั้งหมด"),
        section("ย่อหน้าแรก", "ประชุมทุกไตรมาส", "แจ้งหนังสือเวียน", "ข้อความใหม่เอี่ยม"),
    )

    assert part.heading == "๑. ภาพรวม"
    kept, changed = part.stretches
    assert kept == Stretch(kept=("ย่อหน้าแรก",))
    assert [(joined(pair.before), joined(pair.after)) for pair in changed.pairs] == [
        ("ประชุมทุกเดือน", "ประชุมทุกไตรมาส"),
        ("", "แจ้งหนังสือเวียน"),
        ("", "ข้อความใหม่เอี่ยม"),
        ("ยกเลิกไปแล้วทั้งหมด", ""),
    ]
    assert part.number == 4


def test_sections_of_either_version_are_shown() -> None:
    before = section("ก", anchor="history", heading="ย้อนหลัง") + section("ข")
    after = section("ข") + section("ค", anchor="stances", heading="แนวทาง")
    found = changed_parts(before, after)

    assert [(part.anchor, part.number) for part in found] == [("overall", 0), ("stances", 1), ("history", 1)]
    assert found[2].stretches == (Stretch(pairs=(Pair(((DELETED, "ก"),), ()),)),)


def test_row_of_short_cells_is_one_passage_and_of_long_ones_several() -> None:
    long = "ข้อความยาว" * 10
    rows = f"<tr><th>๑</th><td>๙๐.๐๐</td><td></td></tr><tr><td><p>{long}</p></td><td><p>ข</p></td></tr>"
    [part] = parts(f'<section class="part" id="x"><table>{rows}</table></section>')

    assert part.passages == ("๑ | ๙๐.๐๐ | –", long, "ข")
    assert part.heading == ""


def test_markup_outside_of_sections_does_not_count() -> None:
    assert parts("<article><h1>ปก</h1></article>") == []


@pytest.mark.parametrize("words", ["กขค" * 300, "ก" * 1000, "ก ข " * 1000])
def test_no_document_takes_long(words: str) -> None:
    before = section(*(f"{number} {words}" for number in range(300)))
    after = section(*(f"{words} {number}" for number in range(310)))
    begun = time.perf_counter()
    changed_parts(before, after)

    assert time.perf_counter() - begun < 20
