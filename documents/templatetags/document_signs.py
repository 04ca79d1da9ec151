"""How words of the documents are shown: the sign beside one, what stays on one line, the digits."""

import re

from django import template
from django.template.base import FilterExpression, Parser, Token
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from documents.typesetting import NO_BREAK_HERE
from ita_portal.thai import THAI_MONTHS, numerals
from measures.enums import Status

_CODES = {status.label: str(status.value) for status in Status}
_DIGITS = "[0-9๐-๙]"
_TOGETHER = re.compile(
    rf"(?P<year>ปีงบประมาณ\u00a0พ\.ศ\.\u00a0{_DIGITS}{{4}})|พ\.ศ\.\u00a0{_DIGITS}{{4}}"
    rf"|{_DIGITS}{{1,2}}[ \u00a0](?:{'|'.join(THAI_MONTHS)})"
    rf"|(?:(?:จำนวน|คะแนนรวม|มี)\u00a0)?{_DIGITS}[{_DIGITS[1:-1]}.]*\u00a0(?:คะแนน|มาตรการ|ตัวชี้วัด)"
    rf"|(?:ร้อยละ|ตัวชี้วัดที่|มาตรการที่|ประเด็นที่)\u00a0{_DIGITS}+"
)

register = template.Library()


@register.filter
def status_code(label: str) -> str:
    """The status that this word names ("done", "underway" …); "" for no status."""
    return _CODES.get(label, "")


@register.filter
def together(text: str) -> SafeString:
    """The text with fiscal years, days and amounts held on one line each.

    No-break spaces alone do not: the dictionary by which Pango breaks Thai lines passes them over.
    """
    return mark_safe(_TOGETHER.sub(_kept_on_one_line, escape(text)))  # escaped a moment before


@register.filter
def in_link(text: str) -> str:
    """The text for a link of the contents, each hyphen followed by a word joiner.

    Else the printer sets a box around the words beside it, and PDF/UA knows no box inside a link.
    """
    return text.replace("-", f"-{NO_BREAK_HERE}")


class Numerals(template.Node):
    """What stands inside, printed with Thai digits or with 0–9."""

    def __init__(self, thai: FilterExpression, inside: template.NodeList) -> None:
        self.thai, self.inside = thai, inside

    def render(self, context: template.Context) -> SafeString:
        """Whatever the filters and sections inside print obeys."""
        with numerals(thai=self.thai.resolve(context)):
            return self.inside.render(context)


@register.tag("numerals")
def numerals_tag(parser: Parser, token: Token) -> Numerals:
    """{% numerals thai %} … {% endnumerals %}"""
    _, thai = token.split_contents()
    inside = parser.parse(["endnumerals"])
    parser.delete_first_token()
    return Numerals(parser.compile_filter(thai), inside)


def _kept_on_one_line(found: re.Match[str]) -> str:
    return f'<span class="{"kept kept--year" if found["year"] else "kept"}">{found[0]}</span>'
