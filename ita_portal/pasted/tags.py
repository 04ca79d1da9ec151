"""Tags of web pages that came along with a text. Pure."""

import html
import re

_BLOCKS = "p|br|div|ul|ol|li|table|thead|tbody|tr|h[1-6]|hr|pre|blockquote|section|article|center"
_INLINE = "span|b|i|u|s|strong|em|font|a|img|sub|sup|small|big|strike|label|col|colgroup|o:p"
_REST = r"(?:\s[^<>]*)?/?>"
_BLOCK = re.compile(rf"</?(?:{_BLOCKS}){_REST}", re.IGNORECASE)
_CELL = re.compile(rf"</?t[dh]{_REST}", re.IGNORECASE)
_INLINE_TAG = re.compile(rf"</?(?:{_INLINE}){_REST}", re.IGNORECASE)
_UNSEEN = re.compile(r"<!--(?:(?!<!--).)*?-->|<style\b(?:(?!<style).)*?</style>", re.IGNORECASE | re.DOTALL)
_SIGN = re.compile(
    r"&(?:amp;)*(?P<name>nbsp|amp|lt|gt|quot|ldquo|rdquo|ndash|mdash|bull|hellip|#[0-9]{2,5}|#x[0-9a-f]{2,4});"
)
_RUN = re.compile("\x00+")
_ROUNDS = 9  # no page codes a sign so often, and a made-up text shall not take longer
_PLACE = "\x00"  # where something was taken out, to be counted; no text holds it


def without_tags(text: str) -> tuple[str, int]:
    """The text as a browser shows it, and at how many places tags or coded signs stood.

    Only names of tags that web pages have are tags: "< ๑ เมตร" and "<ชื่อ>" stay. Idempotent.
    """
    places = 0
    for _round in range(_ROUNDS):
        if (plain := _once(text)) == text:
            break
        text, count = _RUN.subn("", plain)
        places += count
    return text, places


def _once(text: str) -> str:
    if "<" in text:
        text = _UNSEEN.sub(_PLACE, text)
        if _BLOCK.search(text):  # only here is a line break of the text none of the page
            text = _BLOCK.sub(f"{_PLACE}\n{_PLACE}".replace(f"\n{_PLACE}", "\n"), text.replace("\n", " "))
        text = _INLINE_TAG.sub(_PLACE, _CELL.sub(f"{_PLACE} ", text))
    return _SIGN.sub(lambda sign: _PLACE + html.unescape(f"&{sign['name']};"), text) if "&" in text else text
