"""The quicker ways of `speed` fit the versions below them, and change no page."""

import re
import subprocess
import sys
from importlib.metadata import version

import pytest

from documents.compose import compose
from printing import pdf
from reports.reading import paper
from tests.documents.dossiers import full
from tests.documents.papers import KINDS
from tests.printing.test_pdf import WORDS, page

# What `speed` replaces or builds upon, as it was when that was written. Where a new version changes one
# of these, read both, mend `speed`, and only then bring this table up to date.
WRITTEN_FOR = {
    "pydyf:PDF.page_references": "060bf90aad55",
    "pydyf:PDF.write": "242cd38f92ec",
    "pydyf:_to_bytes": "1cefd02c285d",
    "weasyprint.css:AnonymousStyle.__init__": "9fbdd74c1ad0",
    "weasyprint.css:ComputedStyle.__init__": "ffbc48647d0d",
    "weasyprint.css:ComputedStyle.__missing__": "b318d8efc8ac",
    "weasyprint.draw.text:draw_first_line": "1bb8eae6d88e",
    "weasyprint.formatting_structure.boxes:Box.is_in_normal_flow": "5f49d6ab23da",
    "weasyprint.layout.percent:resolve_percentages": "71673078096f",
    "weasyprint.svg.text:text": "67a30c3e181b",
    "weasyprint.text.line_break:Layout.deactivate": "bfec3ec8406e",
    "weasyprint.text.line_break:Layout.reactivate": "0b89ee097104",
    "weasyprint.text.line_break:Layout.set_text": "fe23ca9937db",
    "weasyprint.text.line_break:split_first_line": "39ad1016863c",
    "weasyprint:HTML._ua_stylesheets": "4fadfde9d150",
}
SOURCES = """
import inspect, sys
from functools import reduce
from hashlib import sha256
from importlib import import_module

for name in sys.argv[1:]:
    module, path = name.split(":")
    part = reduce(getattr, path.split("."), import_module(module))
    print(name, sha256(inspect.getsource(getattr(part, "fget", part)).encode()).hexdigest()[:12])
"""
AS_IT_COMES = """
import sys
import weasyprint
from printing import pdf
from printing.pdf import speed

speed.install = speed.seal = lambda *_: None
speed.Page = weasyprint.HTML
sys.stdout.buffer.write(pdf.render(sys.stdin.buffer.read().decode()))
"""
VARIED = f"""
<style>p {{ width: 60% }} .wide {{ padding: 2% calc(1em + 1%); box-sizing: border-box }}</style>
<h1 id="top">คำนำ</h1><ol><li>น้ำ<li>ค่ำ <a href="#top">ขึ้น</a></ol><ul><li>ข้อ<ul><li>ย่อย</ul></ul>
<p style="text-align: justify">{" ".join(WORDS)}</p>
<p style="letter-spacing: 1px; word-spacing: 3px; min-height: 10%">{WORDS[0]} ๆ</p>
<pre>บรรทัด\nที่สอง\tย่อหน้า</pre><p>หนึ่ง<br>สอง <b>หนา <i>เอน</i></b> <u>ขีด</u> <s>ฆ่า</s> <q>คำพูด</q></p>
<div class="wide" style="float: right; width: 30%; margin-inline-start: 1em; border: thin solid">ลอย</div>
<div style="position: relative; left: 1em"><span style="position: absolute; top: 50%">ลง</span></div>
<div style="display: flex; gap: 1em"><div>ก</div><div style="flex: 1">{WORDS[5]}</div></div>
<table style="border-collapse: collapse; border: 2px solid">
<tr><th scope="col">คำ<td style="padding: 1em">ซ้ำ</table>
<table><tr><th scope="row" rowspan="2">แถว<td>๑.๐๐<tr><td>๑.๐๐</table>
<svg viewBox="0 0 90 20"><title>แผนภูมิ</title><text x="4" y="9" font-size="4">น้ำ ต่ำกว่า</text></svg>
"""


def told(program: str, *arguments: str, text: str = "") -> bytes:
    """What a program of a process of its own writes."""
    command = [sys.executable, "-X", "utf8", "-c", program, *arguments]
    return subprocess.run(
        command, input=text.encode(), capture_output=True, check=True, cwd=pdf.STATIC.parent
    ).stdout


def test_versions_are_those_that_it_was_written_for() -> None:
    assert (version("weasyprint"), version("pydyf")) == ("70.0", "0.13.0")


def test_replaced_parts_are_as_they_were() -> None:
    lines = told(SOURCES, *WRITTEN_FOR).decode().splitlines()
    assert dict(line.split() for line in lines) == WRITTEN_FOR


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_document_is_the_same_as_without_it(kind: str) -> None:
    html = paper(compose(full(), kind))
    assert pdf.render(html) == told(AS_IT_COMES, text=html)


def test_varied_page_is_the_same_as_without_it() -> None:
    html = page(VARIED)
    assert pdf.render(html) == told(AS_IT_COMES, text=html)


def test_stylesheet_asks_for_nothing_that_was_left_out() -> None:
    style = pdf.STYLESHEET.read_text(encoding="utf-8")
    left_out = r"footnote|note\(|text-overflow|block-ellipsis|line-clamp|max-lines|list-item"
    assert re.findall(left_out, style) == []
