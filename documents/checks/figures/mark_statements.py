"""What texts say of the pass mark and of full marks: none under it, so many, this one, full marks. Pure."""

import re
from collections.abc import Iterator
from decimal import Decimal

from assessments import scoring
from documents.checks.figures.mentions import ReadText, SubjectMention
from documents.checks.figures.spoken import Spoken, gap_before, own_codes, spoken_after, spoken_before
from documents.checks.figures.statements import (
    Judged,
    Statement,
    indicators_meant,
    of_year_known,
    with_scores,
)
from documents.checks.figures.stored_scores import score_in, score_name
from documents.checks.passages import Passage
from documents.dossier import Year
from ita_portal.thai import decimal_text, number_text, thai_digits

_WORDS = ("ศูนย์", "หนึ่ง", "สอง", "สาม", "สี่", "ห้า", "หก", "เจ็ด", "แปด", "เก้า", "สิบ")
_NUMBER = rf"\d{{1,2}}(?![\d.])|{'|'.join(_WORDS[1:])}"
_GOAL = r"(?:ค่า)?เป้าหมาย(?= ?\(?(?:ร้อยละ ?|ที่ ?)?\d)"  # the mark only where its number follows
_TO_MARK = rf"(?= ?(?:เกณฑ์|ร้อยละ|\d|{_GOAL}))"
_UNDER = rf"(?:ต่ำกว่า|น้อยกว่า|ไม่ถึง){_TO_MARK}|ไม่ผ่าน(?= ?เกณฑ์)"
_OVER = rf"(?:สูงกว่า|มากกว่า|ไม่ต่ำกว่า|ไม่น้อยกว่า|เกิน(?:กว่า)?){_TO_MARK}|(?<!ไม่)ผ่าน(?= ?เกณฑ์)"
_MARK = (
    rf"(?: ?(?:เกณฑ์(?:การประเมิน|ที่กำหนด|ขั้นต่ำ)?|{_GOAL}))? ?\(?(?:ร้อยละ ?|ที่ ?)?"
    r"(?P<mark>\d{2,3}(?:\.\d{1,2})?)?(?! ?ตัวชี้วัด)(?: ?คะแนน)?"
)
_SIDE = rf"(?:(?P<under>{_UNDER})|(?P<over>{_OVER}))(?:{_MARK})"
_SCORED = r"(?:ที่)? ?(?:ได้รับ|ได้|มี)? ?(?:ผล)?(?:คะแนน|ค่าคะแนน|การประเมิน)? ?(?:อยู่)?(?:ใน)?(?:ระดับ)?(?:ที่)? ?"
_AT_LEAST = r"(?:(?:ตั้งแต่|ที่) ?)?(?:ร้อยละ ?)?(?<![\d.])(?P<least>\d{2,3}(?:\.\d{1,2})?)(?: ?คะแนน)? ?ขึ้นไป"
_ALL = r"(?:(?:ทุก ?(?:ๆ ?)?|แต่ละ|ทั้ง ?(?:10|สิบ) ?)ตัวชี้วัด|ตัวชี้วัดทั้ง ?(?:หมด|10 ?ตัว(?:ชี้วัด)?|10|สิบตัว)|ตัวชี้วัดทุกตัว)"
_NO = (
    r"(?:ไม่มี|ไม่พบ|ไม่ปรากฏ)(?:ว่ามี)? ?(?:ผล)?(?:คะแนน)?(?:ของ)?ตัวชี้วัด ?(?:ใด|ไหน)?(?: ?ๆ)?(?:เลย)?"
    r"(?: ?(?:ใน|ของ)(?:แบบวัด|เครื่องมือ)? ?[IEO]IT)?"
)
_NONE_UNDER = tuple(
    re.compile(words)
    for words in (
        rf"{_NO} ?{_SCORED}{_SIDE}",
        rf"ตัวชี้วัด ?{_SCORED}{_SIDE}\)? ?(?:[:=-] ?)?ไม่มี(?=[ .,)\n]|$)",
        rf"{_ALL} ?{_SCORED}(?:{_SIDE}|{_AT_LEAST})",
        rf"{_SIDE} ?(?:ครบ)?{_ALL}",
    )
)
_NONE = 2  # so many of them say "none", the others "all"
_ALONE = r"(?<!ใน )(?<!ใน)(?<!จาก )(?<!จาก)(?<!ทั้ง )(?<!ทั้ง)(?<![\d./])"
_SO = rf"(?:(?P<count>{_NUMBER}) ?ตัวชี้วัด|(?P<one>ตัวชี้วัดเดียว))"
_SO_MANY = (
    # "๘ ตัวชี้วัดผ่านเกณฑ์ ๒ ตัวชี้วัด…" may count before the words or behind them: the one that is true counts.
    re.compile(
        rf"(?:{_ALONE}(?P<first>{_NUMBER}) ?ตัวชี้วัด ?{_SCORED})?{_SIDE}"
        rf" ?(?:มี|อยู่|ถึง|เพียง|จำนวน|ทั้งสิ้น|รวม| ){{0,3}}{_SO}"
    ),
    re.compile(rf"{_ALONE}{_SO} ?{_SCORED}{_SIDE}"),
)
_STANDS = re.compile(_SIDE)
_IS_FULL = r"ได้(?:รับ)? ?(?:ผล)?คะแนนเต็ม"
_FULL_MARKS = rf"{_IS_FULL}(?: ?100)?(?: ?คะแนน)?"
_SO_MANY_FULL = (
    re.compile(rf"{_FULL_MARKS} ?(?:มี|อยู่|ถึง|เพียง|จำนวน|ทั้งสิ้น|รวม| ){{0,3}}{_SO}"),
    re.compile(rf"{_ALONE}{_SO} ?(?:ที่)? ?{_FULL_MARKS}"),
)
_EXCEPT = re.compile(r"นอกจาก(?!นี้|นั้น|จะ)|นอกเหนือจาก|ยกเว้น|เว้นแต่|ไม่รวม")
_SPELT_OUT = re.compile(r"(?:เกณฑ์|เงื่อนไข)(?:การ)?(?:ของ)?(?:ผ่าน|ระดับ|ได้)[^ ]{0,15} ?(?:คือ|:|\()? ?$")
_FULL = re.compile(rf"{_IS_FULL}(?! ?\d)")
_LEADS = re.compile(
    r"ได้|มี|คะแนน|ผล|การประเมิน|ซึ่ง|และ|โดย|ก็|แต่|ยัง|ร้อยละ|เฉลี่ย|เท่ากับ|อยู่|ใน|ระดับ|ที่|ลดลง|เพิ่มขึ้น|ถือว่า|จึง"
    r"|เป็น|ต่ำ|สุด|[\d. ()“”\",:]"
)
_RELATIVE = re.compile(r"ที่ ?(?:ได้|มี)? ?(?:ผล)?(?:คะแนน)? ?(?:อยู่)? ?(?:ใน)?$")


def mark_statements(reading: ReadText, passage: Passage) -> Iterator[Statement]:
    """What a text says of the pass mark, or of another mark that it names, and of full marks."""
    if _STANDS.search(reading.text) or "ขึ้นไป" in reading.text:
        yield from _none_under(reading, passage)
        yield from _so_many(reading, passage)
        yield from _which_stand(reading, passage)
    yield from _so_many_full(reading, passage)
    yield from _full_marks(reading, passage)


def _none_under(reading: ReadText, passage: Passage) -> Iterator[Statement]:
    """ "ไม่มีตัวชี้วัดใดต่ำกว่าเกณฑ์", "ทุกตัวชี้วัดผ่านเกณฑ์ ๘๕ คะแนน"."""
    for place, pattern in enumerate(_NONE_UNDER):
        for match in pattern.finditer(reading.text):
            if bool(match["under"]) != (place < _NONE) or _SPELT_OUT.search(
                reading.before(match.start(), 40)
            ):
                continue  # "ไม่มีตัวชี้วัดใดผ่านเกณฑ์" says the opposite
            excepted = _excepted(reading, match)

            def judged(year: Year, match: re.Match[str] = match, excepted: frozenset[str] = excepted) -> str:
                mark = _mark(year, match)
                meant = indicators_meant(year, reading, passage, *match.span())
                below = _below(year, mark, tuple(code for code in meant if code not in excepted))
                known = f"{of_year_known(year)} มี{with_scores(year, below)} ต่ำกว่า {number_text(mark)} คะแนน"
                return known if below else ""

            yield Statement(*match.span(), judged)


def _excepted(reading: ReadText, match: re.Match[str]) -> frozenset[str]:
    """The codes of "นอกจากตัวชี้วัดที่ ๔ แล้ว ไม่มี…" and of "ทุกตัวชี้วัด… ยกเว้นตัวชี้วัดที่ ๔"."""
    codes: list[str] = []
    for start, end in ((match.start() - 80, match.start()), (match.end(), match.end() + 80)):
        if words := _EXCEPT.search(reading.text, max(0, start), end):
            near = reading.near(words.end(), end)
            codes += [
                code for mention in near if isinstance(mention, SubjectMention) for code in mention.codes
            ]
    return frozenset(codes)


def _so_many(reading: ReadText, passage: Passage) -> Iterator[Statement]:
    """ "มี ๒ ตัวชี้วัดที่ต่ำกว่าเกณฑ์", "ผ่านเกณฑ์ ๘ ตัวชี้วัด", and the ones named behind "ได้แก่"."""
    for match in (match for pattern in _SO_MANY for match in pattern.finditer(reading.text)):
        words = [word for name, word in match.groupdict().items() if name in ("first", "count") and word]
        counts = {_counted(word) for word in words} or {1}

        def judged(year: Year, match: re.Match[str] = match, counts: set[int] = counts) -> str:
            mark = _mark(year, match)
            meant = indicators_meant(year, reading, passage, *match.span())
            scopes = [(codes, _below(year, mark, codes)) for codes in (meant, year.framework.score_codes)]
            right = {len(below) if match["under"] else len(codes) - len(below) for codes, below in scopes}
            below = scopes[0][1]
            many = f"{thai_digits(str(len(below)))} ตัวชี้วัดที่ต่ำกว่า {number_text(mark)} คะแนน"
            named = f": {with_scores(year, below)}" if below else ""
            return "" if counts & right else f"{of_year_known(year)} มี {many}{named}"

        yield Statement(*match.span(), judged)
        yield from _each_stands(match, spoken_after(reading, match.end()))


def _which_stand(reading: ReadText, passage: Passage) -> Iterator[Statement]:
    """ "ตัวชี้วัดที่ ๘ … ต่ำกว่าเกณฑ์", "ตัวชี้วัดที่ต่ำกว่าเกณฑ์ ได้แก่ …"."""
    for match in _STANDS.finditer(reading.text):
        before = reading.before(match.start(), 30)
        if re.search(r"(?:ไม่|มิ|กว่า) ?$", before):
            continue
        if _RELATIVE.search(before):
            yield from _each_stands(match, spoken_after(reading, match.end()))
            continue
        gap = gap_before(reading, match.start())
        beside = gap is not None and not _LEADS.sub("", gap)
        clause = re.split(r"\n|\s\s", passage.text[: match.start()][-30:])[-1]
        alone = not _LEADS.sub("", clause) or re.search(r"คะแนน ?(?:ยัง|ซึ่ง|และ|อยู่|ที่ได้)? ?$", before)
        own = own_codes(passage)[:1] if alone else ()
        if beside or own:
            yield from _each_stands(match, spoken_before(reading, match.start(), own), listed=False)


def _each_stands(match: re.Match[str], spoken: Spoken, *, listed: bool = True) -> Iterator[Statement]:
    """Each that is spoken of must lie on its side of the mark."""
    span = (match.end(), spoken.end) if listed and spoken.named else match.span()
    judges = [_stands(match, codes) for codes in spoken.alternatives if codes]

    def judged(year: Year) -> str:
        return " ".join(filter(None, (judge(year) for judge in judges)))

    if judges:
        yield Statement(*span, judged)


def _stands(match: re.Match[str], codes: tuple[str, ...]) -> Judged:
    def judged(year: Year) -> str:
        mark = _mark(year, match)
        scores = {code: score_in(year, code) for code in codes}
        if any(score is None or (score < mark) == bool(match["under"]) for score in scores.values()):
            return ""
        code, score = next(iter(scores.items()))
        known = f"{score_name(code, year.fiscal_year)} ได้ {decimal_text(score or Decimal(0))}"
        return f"{known} (เกณฑ์ {number_text(mark)} คะแนน)"

    return judged


def _so_many_full(reading: ReadText, passage: Passage) -> Iterator[Statement]:
    """ "ได้คะแนนเต็ม จำนวน ๓ ตัวชี้วัด", "มี ๓ ตัวชี้วัดที่ได้คะแนนเต็ม"."""
    for match in (match for pattern in _SO_MANY_FULL for match in pattern.finditer(reading.text)):
        count = _counted(match["count"] or "1")

        def judged(year: Year, match: re.Match[str] = match, count: int = count) -> str:
            meant = indicators_meant(year, reading, passage, *match.span())
            scopes = [
                [code for code in codes if scoring.rounded(year.scores[code]) == scoring.FULL]
                for codes in (meant, year.framework.score_codes)
            ]
            many = f"{thai_digits(str(len(scopes[0])))} ตัวชี้วัดที่ได้คะแนนเต็ม"
            named = f": {with_scores(year, scopes[0])}" if scopes[0] else ""
            right = count in {len(full) for full in scopes}
            return "" if right else f"{of_year_known(year)} มี {many}{named}"

        yield Statement(*match.span(), judged)


def _full_marks(reading: ReadText, passage: Passage) -> Iterator[Statement]:
    """ "ตัวชี้วัดที่ ๓ ได้คะแนนเต็ม", "ทั้งสองตัวชี้วัดได้คะแนนเต็ม"."""
    for match in _FULL.finditer(reading.text):
        before = reading.before(match.start(), 20)
        if re.search(r"(?:ไม่|มิ|เกือบ) ?$", before) or (
            before.endswith("ตัวชี้วัด") and not re.search(r"(?:ทั้ง\S{0,6}|ทุก)ตัวชี้วัด$", before)
        ):
            continue
        spoken = spoken_after(reading, match.end()) if before.endswith("ที่") else Spoken(())
        spoken = spoken if spoken.named else spoken_before(reading, match.start(), own_codes(passage)[:1])

        def judged(year: Year, spoken: Spoken = spoken) -> str:
            scores = {code: score_in(year, code) for code in spoken.codes}
            short = {
                code: score for code, score in scores.items() if score is not None and score < scoring.FULL
            }
            if len(short) < len(scores) and not spoken.each:
                return ""
            known = (
                f"{score_name(code, year.fiscal_year)} ได้ {decimal_text(score)}"
                for code, score in short.items()
            )
            return " ".join(known)

        yield Statement(*match.span(), judged)


def _counted(word: str) -> int:
    return int(word) if word.isdigit() else _WORDS.index(word)


def _mark(year: Year, match: re.Match[str]) -> Decimal:
    written = match["mark"] or match.groupdict().get("least")
    return Decimal(written) if written else year.framework.pass_mark


def _below(year: Year, mark: Decimal, codes: tuple[str, ...]) -> list[str]:
    return [code for code in codes if scoring.rounded(year.scores[code]) < mark]
