"""What a framework file is refused for."""

from pathlib import Path

import pytest

from assessments.framework import FOLDER, MalformedFramework, load, read_framework, years
from assessments.framework_faults import faults


def changed(tmp_path: Path, old: str, new: str) -> Path:
    """The file of 2568 with one text changed wherever it stands."""
    text = (FOLDER / "2568.toml").read_text(encoding="utf-8")
    assert old in text
    path = tmp_path / "2568.toml"
    path.write_text(text.replace(old, new), encoding="utf-8")
    return path


@pytest.mark.parametrize("year", years())
def test_every_year_is_sound(year: int) -> None:
    assert faults(load(year)) == []


@pytest.mark.parametrize(
    ("old", "new", "fault"),
    [
        ("weight = 0.40", "weight = 0.41", "instruments: the weights sum to 1.01, not to 1"),
        ('code = "i2"', 'code = "i1"', "questions: i1 is there 2 times"),
        ('code = "8", i', 'code = "7", i', "indicators: 7 is there 2 times"),
        ('code = "eit2"', 'code = "eit1"', "instruments.parts: eit1 is there 2 times"),
        ('name = "ผ่าน",', 'name = "ผ่านดี",', "levels: ผ่านดี is there 2 times"),
        ("= 70.00", "= 96.00", "levels: ต้องปรับปรุง stands below ผ่านดีเยี่ยม but starts higher"),
        ("= 70.00", "= 85.00", "levels: ต้องปรับปรุง is never reached, ผ่าน asks for no more"),
        ('min_each = 85.00, each_of = ["iit", "eit1", "eit2", "oit"], ', "",
         "levels: ผ่าน is never reached, ผ่านดี asks for no more"),
        ('min_each = 85.00, each_of = ["iit"', 'each_of = ["iit"',
         "levels: ผ่านดี needs both min_each and each_of, or neither"),
        ('85.00, each_of = ["iit", "eit1", "eit2"', '85.00, each_of = ["iit", "eit1"',
         "levels: ผ่านดี asks something of some parts of eit only"),
        ('85.00, each_of = ["iit"', '85.00, each_of = ["xit"',
         "levels: ผ่านดี asks something of xit, which is not scored"),
        ("min_total = 0.00", "min_total = 1.00", "levels: the lowest one must be open to every result"),
        ('code = "e9", indicator = "8"', 'code = "e9", indicator = "12"',
         "questions: e9 belongs to no indicator (12)"),
        ('code = "e9", indicator = "8"', 'code = "e9", indicator = "7"',
         "questions: e9 is of indicator 7, by number of 8"),
        ('"10.2", indicator = "10"', '"10.2", indicator = "11"',
         "sub_indicators: 10.2 belongs to no indicator (11)"),
        ('"o6", sub_indicator = "9.2"', '"o6", sub_indicator = "9.7"',
         "oit_items: o6 is of indicator 9, 9.7 is not"),
        ('instrument = "eit", name = "คุณภาพ', 'instrument = "qit", name = "คุณภาพ',
         "indicators: 6 belongs to no instrument (qit)"),
        ("questions = 28", "questions = 29", "oit_items: 28 items, the OIT is said to have 29"),
        ("number = 7", "number = 8", "issues: the numbers are [1, 2, 3, 4, 5, 6, 8], not 1 and so on"),
        ('item = "o27"', 'item = "o99"', "plan: there is no OIT item o99"),
        ('key = "steps", heading', 'key = "stairs", heading', "plan.columns: unknown key stairs"),
        ('key = "stances"', 'key = "dances"', "plan.parts: unknown key dances"),
        ('key = "outcome", name', 'key = "done", name', "results.parts: done is there 2 times"),
    ],
)  # fmt: skip
def test_fault_in_a_file(tmp_path: Path, old: str, new: str, fault: str) -> None:
    assert fault in faults(read_framework(changed(tmp_path, old, new), 2568))


def test_instrument_without_indicators_is_a_fault(tmp_path: Path) -> None:
    path = changed(tmp_path, 'instrument = "oit"', 'instrument = "eit"')
    assert "instruments: oit measures no indicator" in faults(read_framework(path, 2568))


@pytest.mark.parametrize(
    ("old", "new", "place"),
    [
        ("fiscal_year = 2568", "fiscal_year = 2567", "2568.toml: .*fiscal_year is 2567"),
        ("weight = 0.40", 'weight = "much"', r"instruments\.2\.weight"),
        ("weight = 0.40, ", "", r"instruments\.2\.weight"),
        ('code = "oit"', 'code = "zit"', r"instruments\.2\.code"),
        ('english = "Open Data"', 'englisch = "Open Data"', r"indicators\.8\.englisch"),
        (
            'title = "ข่าวประชาสัมพันธ์", mark = "S"',
            'title = "ข่าวประชาสัมพันธ์", mark = "?"',
            r"oit_items\.3\.fact\.mark",
        ),
        ("facts.issues", "facts.tissues", r"issues\.0\.fact\.mark"),
        ("[results]", "[outcome]", "results"),
        ("complete = true", "finished = true", "finished"),
        ("instruments = [", "instruments = [[", "TOMLDecodeError"),
    ],
)
def test_malformed_file_is_refused_with_its_place(tmp_path: Path, old: str, new: str, place: str) -> None:
    with pytest.raises(MalformedFramework, match=place):
        read_framework(changed(tmp_path, old, new), 2568)
