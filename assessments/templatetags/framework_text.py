"""Template filters for the framework files' texts and facts."""

import re
from collections import Counter
from collections.abc import Sequence

from django import template

from assessments.framework import Fact, Framework, Level
from assessments.framework_parts import ListedRow
from ita_portal.thai import thai_digits

register = template.Library()


@register.filter
def prose_digits(text: str) -> str:
    """Thai digits, but not in words with Latin letters: "ปี 2568 ข้อ o27" -> "ปี ๒๕๖๘ ข้อ o27"."""
    return " ".join(word if re.search("[A-Za-z]", word) else thai_digits(word) for word in text.split(" "))


@register.filter
def each_of(level: Level, rules: Framework) -> str:
    """What else has to reach a minimum, by its names in the year: "IIT, EIT ส่วนที่ 1 (EIT Public) …"."""
    return ", ".join(map(rules.scored_name, level.each_of))


@register.filter
def common_fact(rows: Sequence[ListedRow]) -> Fact:
    """The mark and source of most of these rows (at least one), which the page gives once for all of them."""
    return Counter(row.fact for row in rows).most_common(1)[0][0]
