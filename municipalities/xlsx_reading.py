"""The first sheet of an XLSX workbook as rows of text, without trusting the file (pure).

Nothing is built in memory but the texts themselves: expat walks through the parts and stops at a document
type (where entity bombs live), at more elements than an honest table has, at what is not where it belongs.
Sizes are judged by the archive's own directory before anything is unpacked; the zip module never unpacks more
of an entry than the directory says.
"""

import io
import re
import zipfile
import zlib
from collections.abc import Callable
from typing import IO, Any
from xml.parsers import expat

MEGABYTE = 1024 * 1024
MAX_UNPACKED_BYTES = 16 * MEGABYTE
MAX_DIRECTORY_BYTES = 256 * 1024
MAX_ELEMENTS = 600_000  # 5,000 rows of 20 cells with what stands in them are 300,000
MAX_COLUMNS = 60
_END_BYTES, _LOCATOR_BYTES = 22, 20
_CELL = re.compile("([A-Z]{1,3})([1-9][0-9]{0,6})")
_STRINGS = "xl/sharedStrings.xml"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_STRICT_RELATIONS = "http://purl.oclc.org/ooxml/officeDocument/relationships"

DAMAGED = "อ่านไฟล์ XLSX นี้ไม่ได้ ไฟล์อาจเสียหายหรือถูกเข้ารหัส กรุณาเปิดในโปรแกรมตารางคำนวณแล้วบันทึกเป็น XLSX ใหม่"
TOO_LARGE = "ไฟล์นี้เมื่อคลายออกแล้วมีขนาดใหญ่ผิดปกติ จึงรับไว้ไม่ได้"


class Unreadable(ValueError):  # noqa: N818 - it says what is the matter with the file
    """Why a whole file can't be read, as a Thai sentence."""


Cells = dict[int, str]  # text by the number of its column, from 0


def read_sheet(content: bytes) -> list[tuple[int, Cells]]:
    """The rows of the first sheet that hold anything: number in the sheet, text of each filled cell.

    Numbers are given with at most ten significant digits (a spreadsheet's 95.59000000000001 is 95.59); of a
    formula the value that was stored with it. Raises Unreadable.
    """
    _check_directory(content)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _rows(archive)
    except Unreadable:
        raise
    except (zipfile.BadZipFile, zlib.error, expat.ExpatError, EOFError, LookupError, OSError) as error:
        raise Unreadable(DAMAGED) from error
    except (RuntimeError, ValueError) as error:  # encrypted, an unknown compression, a number that is none
        raise Unreadable(DAMAGED) from error


def _rows(archive: zipfile.ZipFile) -> list[tuple[int, Cells]]:
    if sum(entry.file_size for entry in archive.infolist()) > MAX_UNPACKED_BYTES:
        raise Unreadable(TOO_LARGE)
    strings = _Strings()
    if _STRINGS in archive.namelist():
        _walk(archive.open(_STRINGS), strings)
    sheet = _Sheet(strings.texts)
    _walk(archive.open(_first_sheet(archive)), sheet)
    return sheet.rows


def _check_directory(content: bytes) -> None:
    """Refuse an archive whose list of entries is itself a bomb, by its last bytes alone."""
    end, before = content[-_END_BYTES:], content[-_END_BYTES - _LOCATOR_BYTES : -_END_BYTES]
    if not end.startswith(b"PK\x05\x06") or before.startswith(b"PK\x06\x07"):
        raise Unreadable(DAMAGED)
    if int.from_bytes(end[12:16], "little") > MAX_DIRECTORY_BYTES:
        raise Unreadable(TOO_LARGE)


class _Part:
    """What is picked out of one part of the workbook while expat walks through it."""

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """An element begins; names come without their namespace."""

    def end(self, name: str) -> None:
        """An element ends."""

    def text(self, text: str) -> None:
        """A piece of text."""


def _walk(stream: IO[bytes], part: _Part) -> None:
    """Read one part. Raises Unreadable for a document type and for too many elements."""
    parser = expat.ParserCreate(namespace_separator=" ")
    parser.buffer_text = True
    parser.StartDoctypeDeclHandler = _refuse_document_type
    parser.StartElementHandler = _counted(part.start)
    parser.EndElementHandler = lambda name: part.end(name.rpartition(" ")[2])
    parser.CharacterDataHandler = part.text
    with stream:
        parser.ParseFile(stream)


def _refuse_document_type(*_args: object) -> None:
    raise Unreadable(DAMAGED)


def _counted(start: Callable[[str, dict[str, str]], None]) -> Callable[[str, dict[str, str]], None]:
    left = MAX_ELEMENTS

    def counted(name: str, attributes: dict[str, str]) -> None:
        nonlocal left
        left -= 1
        if left < 0:
            raise Unreadable(TOO_LARGE)
        start(name.rpartition(" ")[2], attributes)

    return counted


class _Strings(_Part):
    """The table of texts that the cells point to; signs of pronunciation (rPh) are left out."""

    def __init__(self) -> None:
        self.texts: list[str] = []
        self._pieces: list[str] = []
        self._open = self._aside = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A text, a piece of it, or what stands aside."""
        if name == "si":
            self._pieces = []
        self._aside = self._aside or name == "rPh"
        self._open = name == "t" and not self._aside

    def end(self, name: str) -> None:
        """A text is whole."""
        if name == "si":
            self.texts.append("".join(self._pieces))
        self._aside = self._aside and name != "rPh"
        self._open = False

    def text(self, text: str) -> None:
        """A piece of the text."""
        if self._open:
            self._pieces.append(text)


class _Sheet(_Part):
    """The filled cells of a sheet."""

    def __init__(self, strings: list[str]) -> None:
        self.rows: list[tuple[int, Cells]] = []
        self._strings = strings
        self._row, self._column, self._type = 0, -1, ""
        self._cells: Cells = {}
        self._pieces: list[str] = []
        self._open = self._formula = False

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """A row, a cell, or the text within."""
        if name == "row":
            self._row, self._column, self._cells = int(attributes.get("r", self._row + 1)), -1, {}
        elif name == "c":
            self._begin_cell(attributes)
        self._formula = self._formula or name == "f"
        self._open = name in ("v", "t")

    def end(self, name: str) -> None:
        """A cell or a row is whole."""
        self._open = False
        if name == "c":
            self._end_cell()
        elif name == "row" and self._cells:
            self.rows.append((self._row, self._cells))

    def text(self, text: str) -> None:
        """A piece of the cell's text."""
        if self._open:
            self._pieces.append(text)

    def _begin_cell(self, attributes: dict[str, str]) -> None:
        place = _CELL.fullmatch(attributes.get("r", ""))
        self._column = column_number(place[1]) if place else self._column + 1
        self._type, self._pieces, self._formula = attributes.get("t", "n"), [], False

    def _end_cell(self) -> None:
        text = self._value("".join(self._pieces))
        if not text.strip():
            return
        if self._column >= MAX_COLUMNS:
            raise Unreadable(f"แถวที่ {self._row} มีข้อมูลเกินคอลัมน์ที่ {MAX_COLUMNS} กรุณาลบคอลัมน์ที่ไม่ใช้")
        self._cells[self._column] = text

    def _value(self, typed: str) -> str:
        if self._formula and not typed:
            place = f"{column_letters(self._column)}{self._row}"
            raise Unreadable(f"ช่อง {place} เป็นสูตรที่ยังไม่มีค่า กรุณาคัดลอกแล้ววางเฉพาะค่า (Paste values) ก่อนนำเข้า")
        if self._type == "s" and typed:
            return self._strings[int(typed)]
        return _number(typed) if self._type == "n" and typed else typed


def _number(typed: str) -> str:
    """A number as a person would type it: 5520101.0 is "5520101", 95.59000000000001 is "95.59"."""
    return f"{float(typed):.10g}"


def column_number(letters: str) -> int:
    """The number of a column by its letters, from 0: "A" is 0, "AA" is 26."""
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - ord("A") + 1
    return number - 1


def column_letters(number: int) -> str:
    """The letters of a column: 0 is "A", 26 is "AA"."""
    letters = ""
    while number >= 0:
        number, rest = divmod(number, 26)
        letters, number = chr(ord("A") + rest) + letters, number - 1
    return letters


class _Named(_Part):
    """Where the first element of a name carries what is looked for."""

    def __init__(self, wanted: Callable[[str, dict[str, str]], str]) -> None:
        self.found = ""
        self._wanted = wanted

    def start(self, name: str, attributes: dict[str, str]) -> None:
        """Look at the element unless it has been found."""
        self.found = self.found or self._wanted(name, attributes)


def _found(archive: zipfile.ZipFile, part: str, wanted: Callable[[str, dict[str, Any]], str]) -> str:
    looking = _Named(wanted)
    _walk(archive.open(part), looking)
    return looking.found


def _first_sheet(archive: zipfile.ZipFile) -> str:
    """The name of the part that holds the first sheet. Raises KeyError where there is none."""
    key = _found(archive, "xl/workbook.xml", lambda name, has: _relation(has) if name == "sheet" else "")
    target = _found(
        archive,
        "xl/_rels/workbook.xml.rels",
        lambda _name, has: has["Target"] if has.get("Id") == key else "",
    )
    return target.removeprefix("/") if target.startswith("/") else f"xl/{target}"


def _relation(attributes: dict[str, str]) -> str:
    return attributes.get(f"{_RELATIONS} id") or attributes.get(f"{_STRICT_RELATIONS} id", "")
