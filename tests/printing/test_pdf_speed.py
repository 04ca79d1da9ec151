"""The quicker ways of `speed` change no page, and only a WeasyPrint that they were written for."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from documents.compose import compose
from printing import pdf
from reports.reading import paper
from tests.documents.dossiers import full
from tests.documents.papers import KINDS
from tests.printing.conftest import page
from tests.printing.test_pdf import WORDS

AS_IT_COMES = """
import sys
import tinyhtml5
from printing import pdf
from printing.pdf import speed

speed.install = speed.seal = lambda *_: None
from printing.pdf import press

press.parsed_page = lambda html: (tinyhtml5.parse(html, namespace_html_elements=False), {})
press._NOT_PROSE.add("{http://www.w3.org/2000/svg}svg")
sys.stdout.buffer.write(pdf.render(sys.stdin.buffer.read().decode()))
"""
# As if another version had another part: the same work, another source.
WITH_ANOTHER_PART = """
import sys
from functools import reduce
from importlib import import_module
from printing import pdf
from printing.pdf import speed

module, _, path = sys.argv[1].partition(":")
*owners, name = path.split(".")
owner = reduce(getattr, owners, import_module(module))
original = getattr(owner, name)


def other(*arguments, **named):
    return original(*arguments, **named)


setattr(owner, name, other)
print(*speed.install(), getattr(owner, name) is other, sep=",", flush=True)
sys.stdout.buffer.write(pdf.render(sys.stdin.buffer.read().decode()))
"""
VARIED = f"""
<style>p {{ width: 60% }} .wide {{ padding: 2% calc(1em + 1%); box-sizing: border-box }}</style>
<h1 id="top">คำนำ</h1><ol><li>น้ำ</li><li>ค่ำ <a href="#top">ขึ้น</a></li></ol>
<ul><li>ข้อ<ul><li>ย่อย</li></ul></li></ul>
<p style="text-align: justify">{" ".join(WORDS)}</p>
<p style="letter-spacing: 1px; word-spacing: 3px; min-height: 10%">{WORDS[0]} ๆ</p>
<pre>บรรทัด\nที่สอง\tย่อหน้า</pre><p>หนึ่ง<br>สอง <b>หนา <i>เอน</i></b> <u>ขีด</u> <s>ฆ่า</s> <q>คำพูด</q></p>
<div class="wide" style="float: right; width: 30%; margin-inline-start: 1em; border: thin solid">ลอย</div>
<div style="position: relative; left: 1em"><span style="position: absolute; top: 50%">ลง</span></div>
<div style="display: flex; gap: 1em"><div>ก</div><div style="flex: 1">{WORDS[5]}</div></div>
<table style="border-collapse: collapse; border: 2px solid">
<tbody><tr><th scope="col">คำ</th><td style="padding: 1em">ซ้ำ</td></tr></tbody></table>
<table><tbody><tr><th scope="row" rowspan="2">แถว</th><td>๑.๐๐</td></tr><tr><td>๑.๐๐</td></tr></tbody></table>
<svg viewBox="0 0 90 20"><title>แผนภูมิ</title><text x="4" y="9" font-size="4">น้ำ ต่ำกว่า</text></svg>
"""


def told(program: str, *arguments: str, text: str = "") -> bytes:
    """What a program of a process of its own writes."""
    command = [sys.executable, "-X", "utf8", "-c", program, *arguments]
    return subprocess.run(
        command, input=text.encode(), capture_output=True, check=True, cwd=pdf.STATIC.parent
    ).stdout


def test_every_part_fits_the_locked_weasyprint() -> None:
    installed = told("from printing.pdf import speed; print(*speed.install(), sep=',')")
    assert installed.decode().strip() == "style,text,pages"


@pytest.mark.parametrize(
    ("changed", "left"),
    [
        ("weasyprint.css:ComputedStyle.__missing__", b"text,pages,True"),
        ("weasyprint.text.line_break:Layout.deactivate", b"style,pages,True"),
        ("weasyprint.draw.text:draw_first_line", b"style,pages,True"),
    ],
)
def test_another_weasyprint_keeps_its_own_part(tmp_path: Path, changed: str, left: bytes) -> None:
    program = tmp_path / "program.py"
    program.write_text(WITH_ANOTHER_PART, encoding="utf-8")
    html = page(VARIED)
    run = f"import runpy; runpy.run_path({str(program)!r})"
    installed, _, content = told(run, changed, text=html).partition(b"\n")
    assert installed == left
    assert content == pdf.render(html)


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
    left_out = r"text-overflow|block-ellipsis|line-clamp|max-lines"
    assert re.findall(left_out, style) == []
