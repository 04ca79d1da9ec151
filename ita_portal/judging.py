"""An edit that spoils what others have agreed to is stored only once its writer was told of it and wants it.

Which edits do reports/spoiling.py finds out; here is what every form and every save needs for it.
"""

from collections.abc import Collection, Iterator
from contextlib import contextmanager

from django.http import HttpRequest, QueryDict


class AskFirst(Exception):  # noqa: N818 - a question, no error
    """Raised inside the transaction of an edit that has to be asked about: nothing of it is stored."""


class ShownAgain(QueryDict):
    """What was typed into a form, sent to be shown again: a form with such data is not valid yet."""


@contextmanager
def judged_edit(
    request: HttpRequest, municipalities: Collection[int], *, everywhere: bool = False
) -> Iterator[None]:
    """Around what stores an edit of these municipalities (their keys), inside its transaction.

    With `everywhere` it may change others too, of which accepted reports alone are asked about.
    Raises AskFirst at the end where its writer has to be asked whether they want it all the same.
    """
    judge = getattr(request, "judge", None)  # set by reports.spoiling.JudgingMiddleware
    if judge is None:
        yield
        return
    with judge(municipalities, everywhere=everywhere):
        yield
