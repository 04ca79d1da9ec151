"""Framework files of a test's own in the place of the portal's: a year to come, rules with other numbers."""

import re
import shutil
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from unittest.mock import patch

from assessments import framework

OURS = framework.FOLDER
LAST = framework.years()[-1]
"""The last fiscal year with a file; `LAST + 1` is the first that is carried over."""
KNOWN = 2569
"""The year whose file is changed in tests: they know its text, which a later file need not have."""
Change = Callable[[str], str]


@contextmanager
def planted(folder: Path) -> Iterator[Path]:
    """As long as this lasts, the portal reads a copy of its framework files, which may be changed.

    What was read is forgotten at both ends; call `forget` after a change inside.
    """
    if not folder.exists():
        shutil.copytree(OURS, folder)
    with patch.object(framework, "FOLDER", folder):
        forget()
        try:
            yield folder
        finally:
            forget()
    forget()


def forget() -> None:
    """Let the portal read the files anew, and what it keeps of them: names of levels, of indicators …"""
    for name, module in list(sys.modules.items()):
        if name.startswith(("assessments.", "documents.checks.")):
            for kept in vars(module).values():
                if callable(getattr(kept, "cache_clear", None)):
                    kept.cache_clear()


def write(folder: Path, year: int, change: Change = str, like: int = KNOWN) -> Path:
    """Write the file of a year: that of another one, changed."""
    text = (OURS / f"{like}.toml").read_text(encoding="utf-8")
    path = folder / f"{year}.toml"
    path.write_text(
        change(replaced(text, f"fiscal_year = {like}", f"fiscal_year = {year}")), encoding="utf-8"
    )
    return path


def replaced(text: str, old: str, new: str) -> str:
    """The text with every `old` replaced; it has to be there."""
    assert old in text, old
    return text.replace(old, new)


def with_indicator(text: str, code: str, instrument: str = "oit") -> str:
    """The file with one more indicator at the end of the list."""
    row = f'    {{ code = "{code}", instrument = "{instrument}", name = "ตัวชี้วัดใหม่", english = "New" }},\n'
    return re.sub(
        r"(\nindicators = \[\n.*?)(\n\]\n)", rf"\1\n{row.rstrip()}\2", text, count=1, flags=re.DOTALL
    )


def without_indicator_10(text: str) -> str:
    """The file with nine indicators: what the tenth consisted of belongs to the ninth."""
    text = re.sub(r'\n *\{ code = "10", .*', "", text)
    return (
        text.replace('"10.1"', '"9.6"')
        .replace('"10.2"', '"9.7"')
        .replace('indicator = "10"', 'indicator = "9"')
    )
