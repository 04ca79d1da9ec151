"""What copying and erasing leave in a text: damaged words, markup, numbers of lists, tombstones. Pure.

Each is named with its place, the words as they stand and what was probably meant; nothing is changed.
"""

import re
from collections.abc import Iterable, Iterator
from html import unescape

from documents.checks.complaints import Complaint
from documents.checks.passages import Passage
from documents.dossier import Dossier
from ita_portal.pasted.damage import copying_damage
from ita_portal.signs import readable
from ita_portal.thai import lines, thai_digits

_NAMED = 5  # so many places of a text are named one by one
_OFFERED = 400  # signs of an offered text that a complaint shows
_TOMBSTONE = re.compile(r"\[ลบตามกฎหมายเมื่อ [^\[\]]*\]|\[ลบ [๐-๙]+\]")
_UNREAD = str.maketrans("\ufffd", "▯")


def damaged_by_copying(_dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T01: words that a program took apart, as "ส านัก", "จำ นวน", and signs that it could not read."""
    found = dict.fromkeys(
        f"“{damage.words.translate(_UNREAD)}” น่าจะเป็น “{damage.proposal}”"
        if damage.proposal
        else f"“{damage.words.translate(_UNREAD)}” มีตัวอักษรที่หายไปหรือผิดที่"
        for damage in copying_damage(readable(passage.text))
    )
    if found:
        yield passage.complaint(f"ข้อความที่คัดลอกมาอาจเสียหาย {_first(found)} โปรดเทียบกับต้นฉบับ")


def remains_of_markup(_dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T02: signs of a web page or of Markdown, which paper would show as they are."""
    if not _SIGN_OF_MARKUP.search(passage.text):
        return
    if found := dict.fromkeys(f"“{match[0]}”" for match in _MARKUP.finditer(passage.text)):
        offered = " ".join(f"“{line}”" for line in without_markup(passage.text).split("\n"))
        shown = offered if len(offered) <= _OFFERED else f"{offered[:_OFFERED]}…”"
        said = f"มีเครื่องหมายของหน้าเว็บ {_first(found)} ซึ่งจะพิมพ์ออกมาเป็นตัวอักษร"
        yield passage.complaint(f"{said} ข้อความที่ตัดออกแล้ว: {shown}")


def numbered_title(_dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T03: a title that begins with the number or the bullet of a list: the portal numbers measures."""
    if passage.path.endswith(".title") and (offered := without_list_number(passage.text)) != passage.text:
        number = passage.text.removesuffix(offered).strip()
        said = f"ขึ้นต้นด้วย “{number}” แต่ระบบใส่ลำดับของมาตรการให้แล้ว"
        yield passage.complaint(f"{said} ชื่อที่ตัดออกแล้ว: “{' '.join(offered.split())}”")


def erased_words(_dossier: Dossier, passage: Passage) -> Iterator[Complaint]:
    """T12: what stands in the place of words that were erased by law (see `docs/erasing.md`)."""
    if found := dict.fromkeys(f"“{match[0]}”" for match in _TOMBSTONE.finditer(passage.text)):
        yield passage.complaint(f"มี {_first(found)} แทนข้อความที่ลบตามกฎหมาย โปรดเขียนใหม่โดยไม่มีสิ่งที่ลบ หรือตัดออก")


def _first(found: Iterable[str]) -> str:
    named = [*found]
    more = f" และอีก {thai_digits(str(len(named) - _NAMED))} แห่ง" if len(named) > _NAMED else ""
    return ", ".join(named[:_NAMED]) + more


# Markup

# Only names that HTML knows: <www.example.go.th> and "< ๑ เมตร" are no tags.
_BLOCKS = (
    r"article|aside|blockquote|body|br|center|dd|div|dl|dt|figure|footer|h[1-6]|head|header|hr|html|li|nav|ol|p"
    r"|section|script|style|table|tbody|tfoot|thead|tr|ul|xml"
)
_INLINE = (
    r"b|big|caption|code|col|colgroup|del|em|figcaption|font|i|iframe|img|ins|label|meta|nobr|pre|s|small|span"
    r"|strike|strong|sub|sup|td|th|u|(?:m|o|st1|v|w):[a-z]+"
)
# An attribute is a name with "=" or the last word: "a<b และ b>c" has none.
_ATTRIBUTES = r"(?:[a-z][\w:-]*\s+){0,3}[a-z][\w:-]*\s*=|[a-z][\w:-]*\s*/?>"
_BEHIND_NAME = rf"(?:\s+(?={_ATTRIBUTES})[^<>]*)?\s*/?>"
_COMMENT = (
    r"<!--\[if [^<>\[\]]*\]>(?: ?-->)?|<!(?:--)?\[endif\]-->|<!--[^<>]*-->"  # Word leaves the first two
)
_TAG = rf"</?(?P<block>{_BLOCKS}){_BEHIND_NAME}|</?(?:{_INLINE}){_BEHIND_NAME}|</a>|<a\s[^<>]*>|{_COMMENT}"
_ENTITY = r"(?P<entity>&(?:(?:[a-z]{2,8}|#[0-9]{2,6}|#x[0-9a-f]{2,5});|(?:nbsp|quot|amp)(?![a-z0-9=;])))"
# Pairs around words, so that "** หมายเหตุ" and "ชื่อ____นามสกุล____" are none; a heading begins its line.
_MARKDOWN = (
    r"\*\*(?=\S)(?P<bold>[^*\n]+)(?<=\S)\*\*|(?<![\w_])__(?=\S)(?P<strong>[^_\n]+)(?<=\S)__(?![\w_])"
    r"|^#{1,6} +(?=\S)|\[(?P<link>[^\[\]\n]+)\]\(https?://[^()\s]+\)"
)
_SIGN_OF_MARKUP = re.compile(r"[<&*_#\[]")  # in hardly any other text, and found eight times as fast
_MARKUP = re.compile(f"{_TAG}|{_ENTITY}|{_MARKDOWN}", re.IGNORECASE | re.MULTILINE)


def without_markup(text: str) -> str:
    """The text without tags, entities and Markdown; each block a line of its own, no line blank.

    Entities may spell tags ("&lt;p&gt;"), so what they stand for is read too.
    """
    return "\n".join(lines(_MARKUP.sub(_plain, _MARKUP.sub(_plain, text))))


def _plain(found: re.Match[str]) -> str:
    if found["entity"]:
        return unescape(found[0]).replace("\u00a0", " ")
    return "\n" if found["block"] else found["bold"] or found["strong"] or found["link"] or ""


# Numbers of lists

_BULLET = r"[-–—*•●○■□▪▫◆◇❖❑➢➔→⇨✓✔✗☐☑☒]\s*(?=[^\W\d_])|[-–—*•●]\s+"
_NUMBER = r"[(\[]?[0-9๐-๙]{1,2}(?:\.[0-9๐-๙]{1,2})*(?:[)\]]|\.(?![0-9๐-๙]))\s*"
_NAMED_NUMBER = r"มาตรการที่\s*[0-9๐-๙]{1,2}[.:)]?\s+"
_IN_FRONT = re.compile(rf"\s*(?:{_BULLET}|{_NUMBER}|{_NAMED_NUMBER})+(?=\S)")


def without_list_number(title: str) -> str:
    """The title without what a list put before it: "๑. ", "(2) ", "๑.๑) ", "- ", "มาตรการที่ ๑ "."""
    return _IN_FRONT.sub("", title, count=1) if _IN_FRONT.match(title) else title
