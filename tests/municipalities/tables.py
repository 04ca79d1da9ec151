"""Files that the tests of imports upload: CSV in any encoding, XLSX with any sheet inside."""

import csv
import io
import zipfile
from collections.abc import Mapping, Sequence

import openpyxl
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

SHEET = "xl/worksheets/sheet1.xml"
KINDS = "[Content_Types].xml"
NAMESPACE = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"


def csv_file(*rows: Sequence[str], delimiter: str = ",", encoding: str = "utf-8-sig") -> bytes:
    """A CSV file of these rows."""
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=delimiter).writerows(rows)
    return text.getvalue().encode(encoding)


def xlsx_file(*rows: Sequence[object]) -> bytes:
    """An XLSX file of these rows, as a spreadsheet program writes it."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    return saved(book)


def saved(book: openpyxl.Workbook) -> bytes:
    """A workbook as a file."""
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def parts(content: bytes) -> dict[str, bytes]:
    """What is in an XLSX file, by its names."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(contents: Mapping[str, bytes]) -> bytes:
    """An archive with these parts."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as target:
        for name, part in contents.items():
            target.writestr(name, part)
    return content.getvalue()


def with_sheet(xml: bytes, **others: bytes) -> bytes:
    """An XLSX file whose first sheet is this XML, whatever it is; other parts in "xl" by their names."""
    changed = {SHEET: xml} | {f"xl/{name}.xml": part for name, part in others.items()}
    return packed(parts(xlsx_file(["ก"])) | changed)


def with_strings(xml: bytes, strings: bytes) -> bytes:
    """An XLSX file with this sheet, whose cells point to these texts, as Excel writes it."""
    table = b'<sst xmlns="%s">%s</sst>' % (NAMESPACE.encode(), strings)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    told = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'.encode()
    contents = parts(with_sheet(xml, sharedStrings=table))
    return packed(contents | {KINDS: contents[KINDS].replace(b"</Types>", told)})


def sheet(rows: bytes) -> bytes:
    """The XML of a sheet with these rows."""
    return b'<worksheet xmlns="%s"><sheetData>%s</sheetData></worksheet>' % (NAMESPACE.encode(), rows)


def upload(client: Client, name: str, content: bytes, file_name: str = "data.csv") -> HttpResponse:
    """Choose a file on the first page of an import, and follow to what it would do."""
    return client.post(reverse(name), {"file": SimpleUploadedFile(file_name, content)}, follow=True)


def apply(client: Client, checked: HttpResponse, **fields: str) -> HttpResponse:
    """Press the button of the page that shows what a file would do."""
    seen = {"seen": checked.context["guard"].token}
    return client.post(checked.redirect_chain[-1][0], seen | fields, follow=True)


def deeds(checked: HttpResponse) -> list[tuple[int, str]]:
    """Number and verdict of each row that the page shows."""
    return [(outcome.number, str(outcome.verdict)) for outcome in checked.context["page"]]


def faults(checked: HttpResponse) -> list[tuple[int, str, str]]:
    """Row, column and sentence of each fault."""
    shown = checked.context["page"]
    return [(outcome.number, fault.column, fault.text) for outcome in shown for fault in outcome.faults]


ODS = "application/vnd.oasis.opendocument.spreadsheet"
_ODS_SPACES = " ".join(
    f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"'
    for name in ("office", "table", "text", "style")
)


def ods_file(*rows: Sequence[object], sheet_xml: str = "") -> bytes:
    """A spreadsheet of LibreOffice: rows of texts and numbers, or the XML of its tables as it is."""
    body = "".join(f"<table:table-row>{''.join(map(_ods_cell, row))}</table:table-row>" for row in rows)
    tables = sheet_xml or f'<table:table table:name="ตาราง">{body}</table:table>'
    content = (
        f"<office:document-content {_ODS_SPACES}>"
        f"<office:body><office:spreadsheet>{tables}</office:spreadsheet></office:body></office:document-content>"
    )
    return packed(
        {"mimetype": ODS.encode(), "content.xml": content.encode(), "META-INF/manifest.xml": b"<m/>"}
    )


def _ods_cell(value: object) -> str:
    kind = 'office:value-type="string"'
    if not isinstance(value, str):
        kind = f'office:value-type="float" office:value="{value}"'
    return f"<table:table-cell {kind}><text:p>{value}</text:p></table:table-cell>"
