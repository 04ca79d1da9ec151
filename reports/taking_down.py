"""Withdrawing what is public of a report: one revision, some, or all, at once and for a reason."""

from collections.abc import Collection

from django.utils import timezone

from accounts.models import User
from ita_portal.signs import meant
from ita_portal.thai import thai_digits
from reports.models import PublishedEvidence, Report
from reports.published import PublicationQuerySet
from reports.states import Action
from reports.withdrawing import identity_number, repeated_words
from reports.workflow import Refused, step

NOTHING_CHOSEN = "ยังไม่ได้เลือกฉบับที่จะถอน หรือฉบับที่เลือกถูกถอนไปแล้ว"


def withdraw(
    report: Report, user: User, reason: str, *, seen: int | None, revisions: Collection[int] | None = None
) -> Report:
    """Hide these revisions of the report from the public now, by default all, and give the report.

    With the newest revision the document is withdrawn, and a published report becomes a draft to be
    corrected; without it the report stays as it is. `seen` is the version that the person has read: who
    publishes or withdraws meanwhile raises it. Side effects: those of `workflow.perform`. Raises Outdated or
    Refused with a Thai sentence, also where the reason repeats what it hides.
    """
    reason = meant(reason).strip()
    numbers = list(report.publications.order_by("-revision").values_list("revision", "withdrawn_at"))
    public = [number for number, withdrawn_at in numbers if withdrawn_at is None]
    chosen = public if revisions is None else [number for number in public if number in revisions]
    earlier = bool(chosen) and chosen[0] != numbers[0][0]
    note = f"{named_revisions(chosen)}\n{reason}" if earlier and reason else reason
    with step(report, Action.WITHDRAW, user, note, seen=seen, earlier=earlier) as locked:
        if public and not chosen:
            raise Refused(NOTHING_CHOSEN)
        take_down(locked.publications.public().filter(revision__in=chosen), reason)
    return locked


def take_down(rows: PublicationQuerySet, reason: str) -> None:
    """Hide these publications with the reason in their place; inside a step, which holds the lock.

    Raises Refused where the reason repeats what it hides.
    """
    if sentence := reason_refusal(reason, rows):
        raise Refused(sentence)
    rows.update(withdrawn_at=timezone.now(), reason=reason)


def reason_refusal(reason: str, rows: PublicationQuerySet) -> str:
    """Why the reason may not stand in public in the place of these publications, in Thai. Two queries."""
    if number := identity_number(reason):
        return (
            f"เหตุผลมีเลข ๑๓ หลัก “{number}” ซึ่งอาจเป็นเลขประจำตัวประชาชน ประชาชนเห็นเหตุผลนี้แทนเอกสาร "
            "โปรดเขียนเหตุผลโดยไม่ระบุหมายเลขนั้น"
        )
    evidence = PublishedEvidence.objects.filter(publication__in=rows.values("pk"))
    names = [name for pair in evidence.values_list("title", "file_name") for name in pair]
    words = repeated_words(reason, rows.values_list("bundle", flat=True), names)
    return words and (
        f"เหตุผลมีข้อความที่อยู่ในฉบับที่จะถอน คือ “{words}” ประชาชนเห็นเหตุผลนี้แทนเอกสาร "
        "โปรดเขียนเหตุผลโดยไม่กล่าวซ้ำสิ่งที่ต้องการปิด"
    )


def named_revisions(numbers: Collection[int]) -> str:
    """ฉบับที่ ๑ และ ๒, in order."""
    return thai_digits(f"ฉบับที่ {' และ '.join(map(str, sorted(numbers)))}")
