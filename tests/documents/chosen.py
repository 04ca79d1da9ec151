"""Choices unlike the defaults, so that each of them stands in some document of the tests."""

from documents.choices import Choices, Grouping, Reading, Signing, Size

CHOSEN = {
    "Arabic digits, announced, two signers": Choices(
        thai_numerals=False,
        announcement=True,
        signing=Signing.BOTH,
        preparer_name="นางสาวสมศรี ขยันยิ่ง",
        preparer_position="นักวิเคราะห์นโยบายและแผนชำนาญการ",
    ),
    "bare": Choices(
        cover=False, contents=False, charts=False, ranking=False, history_years=1, signing=Signing.NONE
    ),
    "announced without a cover": Choices(
        cover=False, announcement=True, reading=Reading.INSTRUMENT, thai_numerals=False
    ),
    "large": Choices(
        size=Size.LARGE, reading=Reading.INSTRUMENT, grouping=Grouping.INSTRUMENT, announcement=True
    ),
    "small": Choices(
        size=Size.SMALL, reading=Reading.INDICATOR, grouping=Grouping.NONE, signing=Signing.BOTH
    ),
}
