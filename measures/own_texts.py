"""What a municipality says in its own words in a document: the opening, or around the sections. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from ita_portal.labels import Labelled


class SpokenPlace(Labelled):
    """Where in a section own paragraphs stand; those of the opening may stand instead of its proposal."""

    INSTEAD = "instead", "ข้อความแทน"
    BEFORE = "before", "ย่อหน้าก่อน"
    AFTER = "after", "ย่อหน้าหลัง"


# The sections of the two documents (documents/sections) that can have own paragraphs, by their anchors.
OPENING = "opening"
SECTION_NAMES = {
    OPENING: "ความเป็นมา",
    "overall": "ผลการประเมินในภาพรวม",
    "history": "ผลการประเมินย้อนหลัง",
    "indicators": "ผลการประเมินรายตัวชี้วัด",
    "analyses": "การวิเคราะห์ผลการประเมิน",
    "stances": "ประเด็นตามแนวทาง",
    "measures": "ตารางมาตรการ",
    "progress": "สรุปสถานะการดำเนินการ",
    "results": "ตารางผลการดำเนินการ",
    "outcome": "ผลลัพธ์ในภาพรวม",
    "comparison": "การเปรียบเทียบผลการประเมิน",
    "obstacles": "ปัญหา/อุปสรรค และข้อเสนอแนะ",
    "evidence": "หลักฐานการดำเนินการ",
}


@dataclass(frozen=True)
class OwnText:
    """Paragraphs of the municipality at one place of a section."""

    section: str
    place: str
    paragraphs: tuple[str, ...]

    @property
    def words(self) -> str:
        """Where they stand: "ย่อหน้าก่อน ตารางมาตรการ"."""
        return f"{SpokenPlace(self.place).label} {SECTION_NAMES[self.section]}"

    @property
    def stored(self) -> dict[str, Any]:
        """As a column of the plan holds them."""
        return {"section": self.section, "place": self.place, "paragraphs": list(self.paragraphs)}


def own_texts_of(stored: Iterable[Mapping[str, Any]]) -> tuple[OwnText, ...]:
    """What a column of a plan holds."""
    return tuple(OwnText(row["section"], row["place"], tuple(row["paragraphs"])) for row in stored)


def own_texts_words(stored: Iterable[Mapping[str, Any]]) -> str:
    """The same to be read: a line that says where, then the paragraphs."""
    return "\n".join("\n".join((f"{one.words}:", *one.paragraphs)) for one in own_texts_of(stored))
