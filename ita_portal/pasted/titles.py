"""A pasted title without the number that the portal gives it. Pure."""

from ita_portal.pasted.found import PastedItems, offer_of
from ita_portal.pasted.lists import UNSIGNED
from ita_portal.pasted.marks import bullet_end, label_end, line_number, number_marks, tidy
from ita_portal.pasted.tags import without_tags
from ita_portal.signs import is_blank


def read_title(text: str) -> PastedItems:
    """The one item that a title is; none where nothing is written. Its line breaks stay.

    At once go a number with its sign ("๑.มาตรการ…", "(๑) …", "1) …"), a bullet, tags of web pages; offered is
    to leave out "มาตรการที่ ๑" or its like, and a number of two parts ("๑.๑ …").
    """
    plain, places = without_tags(tidy(text))
    title = tidy(plain).strip()
    while end := _mark_end(title):
        title, places = title[end:], places + 1
    if is_blank(title):
        return PastedItems((), places)
    end = label_end(title) or (line_number(title)[1] if "." in title[:5] else 0)
    offers = (offer_of((title,), (title[end:],), UNSIGNED),) if end else ()
    return PastedItems((title,), places, offers)


def _mark_end(title: str) -> int:
    marks = number_marks(title)
    return marks[0].end if marks and marks[0].start == 0 else bullet_end(title)
