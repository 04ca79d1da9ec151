"""The way of a report: one table of steps, one question (why not), one action (take the step, once)."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from django.core.exceptions import PermissionDenied
from django.db import transaction

from accounts.models import Role, User
from ita_portal.signs import is_blank, meant
from measures.models import Plan
from municipalities.models import Municipality
from reports import mailing
from reports.contents import complaints_at, content_refusal, question_refusal
from reports.fingerprint import fingerprint_of
from reports.models import Event, Report
from reports.states import EARLIER, OPEN_STATES, Action, State, unreviewed

__all__ = ["OPEN_STATES", "TRANSITIONS", "Action", "Refused", "State", "perform", "refusal"]


@dataclass(frozen=True)
class Transition:
    """One arrow: an action leads from a state to another, and who may do it.

    `note` when it needs a reason in writing; `reviewed` when it exists only where the province reviews before
    publication (True) or only where it does not (False); `live` when it exists only while something of the
    report is public; `or_admin` when the admin may take it as well; `earlier` when it takes down earlier
    revisions and not the newest.
    """

    action: Action
    source: State
    target: State
    role: Role
    note: bool = False
    reviewed: bool | None = None
    live: bool = False
    or_admin: bool = False
    earlier: bool = False


def _withdrawal(source: State, target: State, *, live: bool = False, earlier: bool = False) -> Transition:
    return Transition(
        Action.WITHDRAW, source, target, Role.OFFICER, note=True, live=live, or_admin=True, earlier=earlier
    )


TRANSITIONS = (
    Transition(Action.SUBMIT, State.DRAFT, State.SUBMITTED, Role.OFFICER),
    Transition(Action.SUBMIT, State.RETURNED, State.SUBMITTED, Role.OFFICER),
    Transition(Action.ACCEPT, State.SUBMITTED, State.ACCEPTED, Role.REVIEWER, reviewed=True),
    Transition(Action.RETURN, State.SUBMITTED, State.RETURNED, Role.REVIEWER, note=True, reviewed=True),
    Transition(Action.RETURN, State.ACCEPTED, State.RETURNED, Role.REVIEWER, note=True, reviewed=True),
    Transition(Action.PUBLISH, State.ACCEPTED, State.PUBLISHED, Role.OFFICER),
    Transition(Action.PUBLISH, State.SUBMITTED, State.PUBLISHED, Role.OFFICER, reviewed=False),
    Transition(Action.RECALL, State.SUBMITTED, State.DRAFT, Role.OFFICER),
    # Also what was accepted: nobody publishes it unreviewed, and its officer waits for nobody to open it.
    Transition(Action.RECALL, State.ACCEPTED, State.DRAFT, Role.OFFICER),
    Transition(Action.REVISE, State.PUBLISHED, State.DRAFT, Role.OFFICER, note=True),
    # What was withdrawn is corrected, then published. While the newest stays, so does the report.
    _withdrawal(State.PUBLISHED, State.DRAFT),
    _withdrawal(State.PUBLISHED, State.PUBLISHED, earlier=True),
    # While its revision is written and reviewed, what is public can be taken down, and the revision stays.
    *(_withdrawal(state, state, live=True) for state in State if state != State.PUBLISHED),
)

ROLES = {transition.action: transition.role for transition in TRANSITIONS}
NOTED = frozenset(transition.action for transition in TRANSITIONS if transition.note)
OR_ADMIN = frozenset(transition.action for transition in TRANSITIONS if transition.or_admin)
REVIEWING = frozenset(transition.action for transition in TRANSITIONS if transition.reviewed)


class Refused(PermissionDenied):
    """A step that was not taken; the message says why, in Thai. Nothing has changed."""


class Outdated(Refused):
    """The step was meant for the report as it was before; the message says in Thai how it stands now."""


def refusal(report: Report, action: str, user: User, note: str = "") -> str:
    """Why this person can't take this step now, in Thai; empty when they can.

    Asks the database for the contents only when everything else allows it. ValueError for no such action.
    """
    sentence = (
        role_refusal(report, action, user) or state_refusal(report, action) or note_refusal(action, note)
    )
    if sentence:
        return sentence
    complaints = complaints_at(report, action)
    return content_refusal(report, action, complaints) or question_refusal(report, complaints)


def role_refusal(report: Report, action: str, user: User) -> str:
    """Why this is not this person's step, whatever the state; where nobody reviews, reviewing is nobody's."""
    step, municipality = Action(action), report.plan.municipality
    if step in REVIEWING and not municipality.province.reviews:
        return f"{unreviewed(municipality.province.name)} จึงไม่มีเอกสารที่รอให้{step.label}"
    if _holds(ROLES[step], user, municipality) or (step in OR_ADMIN and user.is_admin):
        return ""
    holder = {
        Role.OFFICER: f"เจ้าหน้าที่ ITA ของ{municipality.full_name}",
        Role.REVIEWER: f"ผู้ตรวจทานของจังหวัด{municipality.province.name}",
        Role.ADMIN: "ผู้ดูแลระบบ",
    }
    others = f"หรือ{holder[Role.ADMIN]}" if step in OR_ADMIN else ""
    return f"เฉพาะ{holder[ROLES[step]]}{others}เท่านั้นที่{report.said_step(step)}ได้"


def _holds(role: Role, user: User, municipality: Municipality) -> bool:
    if role == Role.OFFICER:
        return user.serves(municipality)
    if role == Role.REVIEWER:
        return user.is_reviewer and user.province_id == municipality.district.province_id
    return user.is_admin


def state_refusal(report: Report, action: str) -> str:
    """Why the step does not lead on from where the report stands."""
    step, state = Action(action), State(report.state)
    if _transition(report, step):
        return ""
    if (step, state) == (Action.PUBLISH, State.SUBMITTED):
        place = report.plan.municipality.province
        return f"จังหวัด{place.name}ตรวจทานเอกสารก่อนเผยแพร่ จึงเผยแพร่ได้เมื่อผ่านการตรวจทานแล้ว"
    if step == Action.WITHDRAW:
        return "เอกสารนี้ไม่มีฉบับที่เผยแพร่อยู่ จึงถอนการเผยแพร่ไม่ได้"
    return f"เอกสารอยู่ในสถานะ “{report.said_state}” จึง{report.said_step(step)}ไม่ได้"


def note_refusal(action: str, note: str) -> str:
    """Why the step needs a note."""
    step = Action(action)
    return f"กรุณาระบุเหตุผลที่{step.label}" if step in NOTED and is_blank(note) else ""


def outdated_refusal(report: Report, seen: int | None) -> str:
    """Why a step can't be taken by somebody who has read that version of the report, in Thai."""
    if seen is None:
        return "คำขอนี้ไม่ได้ระบุว่าท่านเห็นเอกสารฉบับใด จึงยังไม่ได้ดำเนินการ โปรดเปิดดูเอกสารก่อนยืนยันอีกครั้ง"
    if report.version != seen:
        now = report.said_state
        return f"เอกสารนี้เปลี่ยนแปลงหลังจากที่ท่านเปิดหน้านี้ ขณะนี้อยู่ในสถานะ “{now}” โปรดเปิดดูเอกสารก่อนยืนยันอีกครั้ง"
    return ""


def offered(report: Report, user: User) -> tuple[Transition, ...]:
    """The steps that this person may take from where the report stands.

    No query where its place is known and it comes `with_review`.
    """
    buttons = (step for step in TRANSITIONS if not step.earlier)  # which revisions is asked behind the button
    mine = (step for step in buttons if not role_refusal(report, step.action, user))
    return tuple(step for step in mine if _leads_on(step, report))


def _leads_on(step: Transition, report: Report) -> bool:
    if step.source != report.state:
        return False
    if step.reviewed is not None and step.reviewed != report.plan.municipality.province.reviews:
        return False
    if not step.live:
        return True
    known: bool | None = getattr(report, "is_live", None)  # annotated by with_public
    return report.publications.public().exists() if known is None else known


def _transition(report: Report, action: Action, *, earlier: bool = False) -> Transition | None:
    steps = [step for step in TRANSITIONS if step.action == action and _leads_on(step, report)]
    return next((step for step in steps if step.earlier or not earlier or step.live), None)


def perform(
    report: Report,
    action: str,
    user: User,
    note: str = "",
    *,
    seen: int | None,
    together: list[Event] | None = None,
) -> Report:
    """Take a step, once, and give the report as it stands then; whoever comes second is refused.

    `seen` is the version of the report that the person has read, `together` as `step` says.

    Side effects: state, version and fingerprint, one Event; mails into the queue. Raises Refused with a Thai
    sentence; ValueError for publishing (`publishing.publish`) and withdrawing (`taking_down.withdraw`).
    """
    if action in (Action.PUBLISH, Action.WITHDRAW):
        raise ValueError("publishing.publish and taking_down.withdraw say what is public")
    with step(report, action, user, meant(note).strip(), seen=seen, together=together) as locked:
        pass
    return locked


@contextmanager
def step(  # noqa: PLR0913 - all of them say how the one step is taken
    report: Report,
    action: str,
    user: User,
    note: str = "",
    *,
    seen: int | None,
    earlier: bool = False,
    together: list[Event] | None = None,
) -> Iterator[Report]:
    """One step as one transaction; what belongs to it is done inside, with the locked report.

    Nobody else writes for the municipality meanwhile. `seen` is the version that the person has read, None
    where that is not known; `earlier` withdraws earlier revisions only. The event of a step that is taken
    `together` with others is added there, and mailed by whoever takes them (`mailing.mail_steps`). Raises
    Outdated when the report is not at that version, Refused when the step can't be taken any more.
    """
    with transaction.atomic():
        locked = _locked(report)
        if sentence := outdated_refusal(locked, seen):
            raise Outdated(sentence)
        if sentence := refusal(locked, action, user, note):
            raise Refused(sentence)
        # What is done inside may take away its condition.
        transition = _transition(locked, Action(action), earlier=earlier)
        assert transition is not None  # noqa: S101 - refusal() has just found it, under the lock
        yield locked
        locked.state = transition.target
        locked.version += 1
        if transition.action == Action.ACCEPT:
            locked.fingerprint = fingerprint_of(locked)
        elif locked.state in OPEN_STATES:
            locked.fingerprint = ""
        locked.save(update_fields=["state", "version", "fingerprint"])
        verb = EARLIER if earlier else transition.action
        event = Event.objects.record(locked, verb, user, note, came_from=transition.source)
        mailing.mail_steps([event]) if together is None else together.append(event)


def hold_places(reports: Iterable[Report]) -> None:
    """As each step does it, but before the first of several: whoever comes second waits for all of them.

    Inside a transaction. The reports come with their plans.
    """
    places = {report.plan.municipality_id for report in reports}
    list(Municipality.objects.select_for_update().filter(pk__in=places).order_by("pk"))


def _locked(report: Report) -> Report:
    """The report as it stands now, behind the same lock as every edit of its municipality."""
    Municipality.objects.select_for_update().get(plans__reports=report.pk)
    locked = Report.objects.select_for_update().get(pk=report.pk)
    locked.plan = Plan.objects.select_related("municipality__district__province").get(pk=locked.plan_id)
    return locked
