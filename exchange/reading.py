"""From the bytes of a file to a Bundle, or to everything that is wrong with it, in Thai. Pure."""

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Self

from pydantic import ValidationError

from exchange.format import Bundle
from exchange.values import ReadingContext

MAX_BYTES = 5 * 1024 * 1024
WHOLE_FILE = "ไฟล์"  # stands for the path of a fault that lies nowhere in particular
_BOM = "\ufeff"
_LONGEST_KEY = 60


@dataclass(frozen=True)
class BundleFault:
    """One thing that is wrong: where (keys and indexes joined by dots) and why, in Thai."""

    path: str
    reason: str

    def __str__(self) -> str:
        return f"{self.path}: {self.reason}"


class BundleRefused(Exception):  # noqa: N818 - that is what happens to a bundle
    """A bundle that can't be taken, with every fault in it."""

    def __init__(self, faults: Iterable[BundleFault]) -> None:
        self.faults = tuple(faults)
        super().__init__("\n".join(map(str, self.faults)))

    @classmethod
    def at(cls, path: str, reason: str) -> Self:
        """For one fault alone."""
        return cls([BundleFault(path, reason)])


def read_bundle(content: bytes) -> Bundle:
    """The bundle in a file's content; raises BundleRefused with all its faults."""
    data = _parsed(content)
    faults = list(_key_faults(data))
    try:
        bundle = Bundle.model_validate(data, context=ReadingContext())
    except ValidationError as error:
        for details in error.errors(include_url=False):
            loc = details["loc"]
            if loc[-1:] == ("[key]",):  # pydantic's mark that the key is wrong, and not its value
                loc = loc[:-1]
            faults.append(BundleFault(_path(loc), reason(details)))
        raise BundleRefused(faults) from None
    if faults:
        raise BundleRefused(faults)
    return bundle


# JSON


class _Object(dict[str, Any]):
    """A JSON object that remembers what is wrong with its keys, which an ordinary dict would swallow."""

    def __init__(self, pairs: Iterable[tuple[str, Any]]) -> None:
        super().__init__()
        self.faults: dict[str, str] = {}
        for key, value in pairs:
            if key in self:
                self.faults[key] = "คีย์ซ้ำในออบเจกต์เดียวกัน"
            if _has_surrogates(key):
                self.faults[key] = "ชื่อคีย์มีอักขระที่ใช้ไม่ได้"
            else:
                self[key] = value


def _parsed(content: bytes) -> Any:
    if len(content) > MAX_BYTES:
        raise BundleRefused.at(WHOLE_FILE, f"ใหญ่เกิน {MAX_BYTES // 1024 // 1024} MB")
    try:
        text = content.decode()
    except UnicodeDecodeError as error:
        raise BundleRefused.at(WHOLE_FILE, f"ไม่ใช่ UTF-8 ที่ถูกต้อง (ไบต์ที่ {error.start + 1})") from None
    if text.startswith(_BOM):
        raise BundleRefused.at(WHOLE_FILE, "ต้องเป็น UTF-8 ที่ไม่มี BOM นำหน้า")
    try:
        return json.loads(text, object_pairs_hook=_Object, parse_constant=_refuse_constant)
    except json.JSONDecodeError as error:
        where = f"บรรทัดที่ {error.lineno} คอลัมน์ที่ {error.colno}"
        raise BundleRefused.at(WHOLE_FILE, f"ไม่ใช่ JSON ที่ถูกต้อง ({where})") from None
    except RecursionError:
        raise BundleRefused.at(WHOLE_FILE, "ซ้อนกันหลายชั้นเกินไป") from None
    except ValueError:  # Python reads no integer of more than 4,300 digits
        raise BundleRefused.at(WHOLE_FILE, "มีตัวเลขที่ยาวเกินไป") from None


def _refuse_constant(name: str) -> None:
    """NaN and Infinity, which Python reads though JSON has no such numbers."""
    raise BundleRefused.at(WHOLE_FILE, f"ไม่ใช่ JSON ที่ถูกต้อง ({name} ไม่ใช่ตัวเลข)")


def _key_faults(data: Any) -> Iterator[BundleFault]:
    """What is wrong with keys, anywhere; without recursion, for the nesting is the sender's choice."""
    ahead: list[tuple[tuple[str | int, ...], Any]] = [((), data)]
    while ahead:
        loc, value = ahead.pop()
        if isinstance(value, _Object):
            yield from (BundleFault(_path((*loc, key)), reason) for key, reason in value.faults.items())
        members: Iterable[tuple[str | int, Any]] = ()
        if isinstance(value, dict):
            members = value.items()
        elif isinstance(value, list):
            members = enumerate(value)
        # The last one is taken first: reversed, so that faults come in the order of the file.
        ahead.extend(reversed([((*loc, key), member) for key, member in members]))


def _has_surrogates(text: str) -> bool:
    return any("\ud800" <= sign <= "\udfff" for sign in text)


# Reasons


def _path(loc: Iterable[str | int]) -> str:
    """Keys and indexes joined by dots, short and printable: a terminal shows them on one line."""
    steps = []
    for step in map(str, loc):
        shown = step if len(step) <= _LONGEST_KEY else f"{step[:_LONGEST_KEY]}…"
        steps.append(json.dumps(shown, ensure_ascii=_has_surrogates(shown))[1:-1])
    return ".".join(steps) or WHOLE_FILE


_REASONS = {
    "missing": "ขาดคีย์นี้ ซึ่งต้องมี",
    "extra_forbidden": "ไม่มีคีย์นี้ในรูปแบบแฟ้มข้อมูล",
    "model_type": "ต้องเป็นออบเจกต์ {{…}}",
    "dict_type": "ต้องเป็นออบเจกต์ {{…}}",
    "list_type": "ต้องเป็นรายการ […]",
    "string_type": "ต้องเป็นข้อความ",
    "string_unicode": "มีอักขระที่ใช้ไม่ได้ (อักขระ Unicode ที่ไม่สมบูรณ์)",
    "string_too_long": "ยาวเกินไป ต้องไม่เกิน {max_length} ตัวอักษร",
    "too_long": "ยาวเกินไป ต้องไม่เกิน {max_length} ตัวอักษร",
    "int_type": "ต้องเป็นจำนวนเต็ม",
    "int_from_float": "ต้องเป็นจำนวนเต็ม",
    "greater_than_equal": "ต้องไม่น้อยกว่า {ge}",
    "less_than_equal": "ต้องไม่เกิน {le}",
    "literal_error": "ต้องเป็นค่าใดค่าหนึ่งต่อไปนี้: {expected}",
}
_ANY_OTHER = "ค่านี้ใช้ไม่ได้"


def reason(details: Mapping[str, Any]) -> str:
    """Why pydantic refused a value, in Thai; the portal's own refusals are Thai already."""
    if details["type"] == "refused":
        return str(details["msg"])
    context = dict(details.get("ctx", {}))
    context["expected"] = str(context.get("expected", "")).replace(" or ", ", ")
    return _REASONS.get(details["type"], _ANY_OTHER).format(**context)
