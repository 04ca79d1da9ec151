"""The framework file of a new fiscal year: a copy of the last one until its own rules are known. Pure.

The files are edited as text, so that order, lines and comments stay: they are read by people more than by us.
"""

import re

OWN_MARK = re.compile(r', (?:mark|source) = "[^"]*"')
OF_A_LIST = re.compile(r'\{ mark = "[^"]*", source = "[^"]*" \}')
OF_A_DOCUMENT = re.compile(r'^(mark|source) = "[^"]*"$', re.MULTILINE)
REMARKS = re.compile(r"^remarks = \[\n.*?^\]\n", re.MULTILINE | re.DOTALL)
YEAR = re.compile(r"\b25\d\d\b")


def copied(text: str, last: int, year: int) -> str:
    """The text of the last year's file as that of another year (B.E.): its rules, every fact an expectation.

    Remarks stay behind, they concern the year that they were found for. Titles that name a year of their own
    have it as {year} and {last_year}, and name the new one by themselves.
    """
    expected = {"mark": "B", "source": f"คาดว่าเหมือนปี {last}"}
    of_a_list = '{ mark = "B", source = "' + expected["source"] + '" }'
    note = f"ยังไม่พบหลักเกณฑ์ของปีนี้ ทุกรายการคาดว่าเหมือนปี {last} จนกว่าจะพบเอกสารของปีนี้"
    text = text.replace(f"fiscal year {last} ", f"fiscal year {year} ")
    text = re.sub(r"^fiscal_year = \d+$", f"fiscal_year = {year}", text, flags=re.MULTILINE)
    text = re.sub(r"^complete = \w+$", "complete = false", text, flags=re.MULTILINE)
    text = re.sub(r"^note = .*$", f'note = "{note}"', text, flags=re.MULTILINE)
    text = REMARKS.sub("remarks = []\n", text)
    text = OF_A_LIST.sub(of_a_list, text)
    text = OF_A_DOCUMENT.sub(lambda found: f'{found[1]} = "{expected[found[1]]}"', text)
    lines = text.splitlines(keepends=True)
    return "".join(line if line.startswith("facts.") else OWN_MARK.sub("", line) for line in lines)


def stale(text: str) -> list[str]:
    """The lines of a copy that still name a year where it is not the copy's own, a note or a source."""
    others = ("#", "fiscal_year", "note", "facts.", "source")
    lines = (line.strip() for line in text.splitlines() if not line.startswith(others))
    return [line for line in lines if YEAR.search(line)]
