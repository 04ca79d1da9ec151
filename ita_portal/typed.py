"""What people type: numbers, dates, years and addresses, also as they are copied from papers and sheets.

Pure: no Django, no clock. Read is whatever can mean one thing only, however it is written. What could mean
two things, or nothing, is refused with a `ValueError` whose message is a Thai sentence for who typed it.
"""

import re
from datetime import date
from decimal import Decimal

from ita_portal.signs import without_shapeless
from ita_portal.thai import BUDDHIST_ERA, MINUS, THAI_MONTHS, THAI_MONTHS_SHORT, YEARS, thai_date, typed_words

YEAR_DIGITS = 4
# Of a year in two digits only those are sure that no C.E. year of this or the last generation ends in:
# "69" is 2569 (2069 is far off), "26" could be C.E. 2026 or B.E. 2526.
SURE_SHORT_YEARS = range(57, 100)
SHORT_YEAR = "กรุณากรอกปี พ.ศ. ให้ครบ 4 หลัก เช่น 2564"

_UNIT = re.compile(r"\s*(?:คะแนน|%|เปอร์เซ็นต์|/\s*100(?:\.00?)?)\s*$|^(?:ร้อยละ|ได้|คะแนน)\s*|^[=:]\s*")
_LOOKS_LIKE = str.maketrans("OoIl|", "00111")


def parse_decimal(
    text: str, *, low: Decimal = Decimal(0), high: Decimal = Decimal(100), places: int = 2
) -> Decimal:
    """The number that a person typed, with exactly `places` decimals; by default a score (0–100, two places).

    Thai and Arabic digits may be mixed. What papers and sheets write around a score is set aside:
    "95.59 คะแนน", "๙๕.๕๙%", "ร้อยละ 95.59", "95.59/100". Nothing else is guessed at:
    no sign (so no "-0", "+5"), no comma ("95,59", "1,000"), no exponent, no letter for a digit ("1OO"), no
    full-width digit, no bare point (".5", "5."), and no more than `places` decimals, not even zeros.

    Raises ValueError with a Thai sentence.
    """
    typed = _UNIT.sub("", _UNIT.sub("", typed_words(text))).strip()
    if "," in typed:
        raise ValueError("กรุณาใช้จุด (.) คั่นทศนิยม และไม่ใช้เครื่องหมายจุลภาค (,) เช่น 95.59")
    if typed[:1] in ("+", "-", MINUS):
        raise ValueError("กรุณากรอกเฉพาะตัวเลข ไม่ต้องใส่เครื่องหมายบวกหรือลบ")
    if not (number := re.fullmatch(r"[0-9]+(?:\.([0-9]+))?", typed)):
        raise ValueError(_letters_for_digits(typed) or "กรุณากรอกเป็นตัวเลข เช่น 95.59")
    if len(number[1] or "") > places:
        raise ValueError(f"กรุณากรอกทศนิยมไม่เกิน {places} ตำแหน่ง")
    if not low <= (value := Decimal(typed)) <= high:
        raise ValueError(f"กรุณากรอกตัวเลขระหว่าง {low} ถึง {high}")
    return value.quantize(Decimal(1).scaleb(-places))


MOST_BAHT = Decimal("9999999999.99")
_NO_BUDGET = re.compile(
    r"ไม่(?:ได้|ต้อง)?(?:ใช้|มี)(?:เงิน)?งบ(?:ประมาณ)?(?:ในการดำเนินการ|ดำเนินการ)?|0+(?:\.00?)?(?: ?บาท)?"
)
_AROUND_BAHT = re.compile(r"^(?:งบประมาณ|จำนวน(?:เงิน)?|เป็นเงิน|วงเงิน|฿|[ :=])+|\(.*\)|(?:\.?-|[ .]|ถ้วน)+$")
_BAHT = re.compile(
    r"([0-9]+|[0-9]{1,3}(?:,[0-9]{3})+)(?:\.([0-9]{1,2}))?"
    r"(?: ?(ล้าน|แสน|หมื่น|พัน))?(?:\.?-)?(?: ?(?:บาท|฿))?(?: ?([0-9]{1,2}) ?สตางค์)?"
)
_TIMES = {"ล้าน": 1_000_000, "แสน": 100_000, "หมื่น": 10_000, "พัน": 1_000}
_BAHT_HINT = "กรุณากรอกจำนวนเงินเป็นบาท เช่น 15,000 หรือ 15,000.50 หรือพิมพ์ว่า ไม่ใช้งบประมาณ"


def parse_baht(text: str) -> Decimal:
    """The budget that a person typed, in baht with two decimals; 0 where none is used ("ไม่ใช้งบประมาณ").

    Read, in Thai or Arabic digits: "15000", "15,000.50 บาท", "15,000.- บาท (หนึ่งหมื่นห้าพันบาทถ้วน)", "1.5 ล้านบาท",
    "500 บาท 50 สตางค์". Refused: several amounts, commas that stand elsewhere than before thousands, a dash,
    which may mean no budget or none known.

    Raises ValueError with a Thai sentence.
    """
    typed = typed_words(text)
    if re.fullmatch("[-–—−]+", typed):
        raise ValueError("หากไม่ใช้งบประมาณ กรุณาพิมพ์ว่า ไม่ใช้งบประมาณ หากยังไม่ระบุให้เว้นว่าง")
    if _NO_BUDGET.fullmatch(typed):
        return Decimal("0.00")
    found = _BAHT.fullmatch(_AROUND_BAHT.sub("", _AROUND_BAHT.sub("", typed)).strip())
    if not found:
        misplaced = re.fullmatch(r"[0-9]+(?:,[0-9]+)+(?:\.[0-9]+)?(?: ?บาท)?", typed)
        raise ValueError("เครื่องหมายจุลภาคต้องคั่นทุกสามหลัก เช่น 1,500,000" if misplaced else _BAHT_HINT)
    whole, part, unit, satang = found.groups()
    value = Decimal(f"{whole.replace(',', '')}.{part or 0}") * _TIMES.get(unit, 1)
    value += Decimal(satang or 0) / 100
    if value > MOST_BAHT:
        raise ValueError("จำนวนเงินต้องไม่เกิน 9,999,999,999.99 บาท กรุณาตรวจสอบจำนวนหลัก")
    return value.quantize(Decimal("0.01"))


_MAY_SAY_NOTHING = re.compile(r"\s*(?:[-–—−.nไย]|$)", re.IGNORECASE)
_NOTHING = re.compile(
    r"[-–—−.]*|n/?a|null|none|(?:ยัง)?ไม่(?:มี|พบ|ปรากฏ|ระบุ)(?:ข้อมูล|คะแนน|เว็บไซต์|เว็ปไซต์|รหัส)?|ยังไม่(?:ทราบ|ประกาศ)"
)


def says_nothing(text: str) -> bool:
    """Whether a cell or a field says that there is no value: it is empty, "-", "N/A", "ไม่มีข้อมูล"."""
    return bool(_MAY_SAY_NOTHING.match(text) and _NOTHING.fullmatch(typed_words(text).casefold()))


def _letters_for_digits(typed: str) -> str:
    meant = typed.translate(_LOOKS_LIKE)
    if meant == typed or not re.search("[0-9]", typed) or not re.fullmatch(r"[0-9]+(?:\.[0-9]+)?", meant):
        return ""
    letters = " ".join(dict.fromkeys(re.findall("[OoIl|]", typed)))
    return f"มีตัวอักษร {letters} อยู่ในตำแหน่งของตัวเลข หากหมายถึง {meant} กรุณาพิมพ์เป็นตัวเลข"


_ISO = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_YEAR_RANGE = f"ปี พ.ศ. ต้องอยู่ระหว่าง {YEARS[0]} ถึง {YEARS[-1]}"
_WEEKDAYS = ("จันทร์", "อังคาร", "พุธ", "พฤหัสบดี", "ศุกร์", "เสาร์", "อาทิตย์")  # as `date.weekday` counts
_WEEKDAY = re.compile(rf"^(?:วัน ?)?({'|'.join(_WEEKDAYS)}|พฤหัส)(?: ?ที่)? ?(?=[0-9])")
_DAY_WORD = re.compile(r"^(?:ณ ?)?วัน(?: ?ที่)? ?(?=[0-9])")
_ERA = r"(?:ปี ?)?(?:พ\.? ?ศ\.?|พุทธศักราช)? ?"
_NUMERIC = re.compile(rf"([0-9]{{1,2}}) ?([/.-]) ?([0-9]{{1,2}}) ?\2 ?{_ERA}([0-9]{{1,4}})")
_COUNTED = re.compile(rf"([0-9]{{1,2}}) ?(เดือน)(?:ที่)? ?([0-9]{{1,2}}) ?{_ERA}([0-9]{{1,4}})")
# What programs and papers write behind a day: "00:00:00", "เวลา 08.30 น.".
_TIME = re.compile(
    r"[ ,t]+(?:เวลา ?)?[0-9]{1,2}(?::[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?(?: ?น\.?)?|\.[0-9]{2} ?น\.?)$",
    re.IGNORECASE,
)
_WRITTEN = re.compile(rf"([0-9]{{1,2}}) ?(?:เดือน ?)?([ก-๙. ]+?) ?{_ERA}([0-9]{{1,4}})")
_SPOKEN = [name.removesuffix("คม").removesuffix("ยน").removesuffix("พันธ์") for name in THAI_MONTHS]  # "กันยา"
MONTH_NUMBERS = {
    name.replace(".", ""): number
    for names in (_SPOKEN, THAI_MONTHS, THAI_MONTHS_SHORT)
    for number, name in enumerate(names, 1)
}


def parse_thai_date(text: str) -> date:
    """The date that a person typed, in Thai or Arabic digits.

    Read: "7/9/2564" (also with - or . between), "7 กันยายน 2564", "7 ก.ย. 64", "7 เดือนกันยายน พ.ศ. 2564",
    "7 เดือน 9 ปี 2564", with "วันที่" or "วันอังคารที่" before it, all in the Buddhist era, and "2021-09-07", which
    is ISO 8601 and so of the Common Era. A time behind the day is set aside. Refused with a hint: a year of
    two digits that two years may end in, a C.E. year after day and month, a B.E. year in ISO form, a weekday
    that the day was not, a day that no calendar has.

    Raises ValueError with a Thai sentence.
    """
    typed = _TIME.sub("", typed_words(text))
    if iso := _ISO.fullmatch(typed):
        if int(iso[1]) in YEARS:
            raise ValueError("วันที่แบบ ปี-เดือน-วัน ต้องใช้ปี ค.ศ. เช่น 2021-09-07")
        return _calendar_day(int(iso[1]) + BUDDHIST_ERA, int(iso[2]), int(iso[3]))
    weekday = _WEEKDAY.match(typed)
    typed = typed[weekday.end() :] if weekday else _DAY_WORD.sub("", typed)
    if numeric := _NUMERIC.fullmatch(typed) or _COUNTED.fullmatch(typed):
        day = _calendar_day(buddhist_year(numeric[4]), int(numeric[3]), int(numeric[1]))
    else:
        written = _WRITTEN.fullmatch(typed)
        month = MONTH_NUMBERS.get(re.sub(r"[. ]", "", written[2])) if written else None
        if not written or not month:
            raise ValueError("กรุณากรอกวันที่ เช่น 7 กันยายน 2564 หรือ 7/9/2564")
        day = _calendar_day(buddhist_year(written[3]), month, int(written[1]))
    if weekday and not (name := _WEEKDAYS[day.weekday()]).startswith(weekday[1]):
        raise ValueError(f"{thai_date(day, thai=False)} เป็นวัน{name} กรุณาตรวจสอบวันและวันที่")
    return day


def parse_buddhist_year(text: str) -> int:
    """The year (B.E., 2500–2699) that a person typed: "2568", "พ.ศ. 2568", "ปีงบประมาณ พ.ศ. ๒๕๖๘", "ปี 68".

    Raises ValueError with a Thai sentence for anything else.
    """
    year = re.fullmatch(rf"(?:ประจำ)?(?:ปีงบประมาณ ?)?{_ERA}([0-9]{{1,4}})", typed_words(text))
    if not year:
        raise ValueError("กรุณากรอกปี พ.ศ. เป็นตัวเลข 4 หลัก เช่น 2568")
    if (value := buddhist_year(year[1])) not in YEARS:
        raise ValueError(_YEAR_RANGE)
    return value


def buddhist_year(typed: str) -> int:
    """The year (B.E.) of up to four Arabic digits; "68" is 2568. Raises ValueError with a Thai sentence."""
    year = int(typed)
    if len(typed) == YEAR_DIGITS // 2:
        if year in SURE_SHORT_YEARS:
            return 2500 + year
        both = f"พ.ศ. 25{typed} หรือ ค.ศ. 20{typed} (พ.ศ. {2000 + year + BUDDHIST_ERA})"
        raise ValueError(f"{SHORT_YEAR} เพราะปี {typed} อาจเป็น {both}")
    if len(typed) < YEAR_DIGITS:
        raise ValueError(SHORT_YEAR)
    if year + BUDDHIST_ERA in YEARS:
        raise ValueError(f"กรุณากรอกปีเป็น พ.ศ. (ค.ศ. {year} คือ พ.ศ. {year + BUDDHIST_ERA})")
    return year


def _calendar_day(year: int, month: int, day: int) -> date:
    if year not in YEARS:
        raise ValueError(_YEAR_RANGE)
    try:
        return date(year - BUDDHIST_ERA, month, day)
    except ValueError:
        raise ValueError(f"ไม่มีวันที่ {day}/{month}/{year} ในปฏิทิน กรุณาตรวจสอบวันและเดือน") from None


_HOST = re.compile(r"(?:[^\W_]|-)+(?:\.(?:[^\W_]|-)+)*\.[^\W\d_]{2,}(?::[0-9]+)?(?:[/?#]\S*)?", re.ASCII)


def web_address(text: str) -> str:
    """The whole address that a person typed: "www.example.go.th/ita" is meant with https:// before it.

    Signs without a shape go. Whatever is no host's name stays as it is, to be judged as an address.
    """
    address = without_shapeless(text).strip()
    return f"https://{address}" if _HOST.fullmatch(address) else address
