"""manage.py demo: published figures, fresh texts, every state of the workflow, an account for each role."""

from datetime import timedelta
from io import StringIO

import pytest
from django.core import mail
from django.core.management import call_command
from django.test import TestCase
from django.utils import timezone

from accounts.models import Role, User
from assessments.models import Assessment
from demo.making import ACCOUNTS, PASSWORD
from documents.checks.catalogue import run
from documents.checks.complaints import Severity
from documents.loading import load_dossier
from measures.models import Measure, Plan
from municipalities.models import Municipality
from reports.models import Comment, Deadline, Event, Publication, Report
from reports.workflow import State
from tests import factories

PUBLISHED = {
    ("กาฬสินธุ์", 2564): ("95.59", "AA"),
    ("เขลางค์นคร", 2566): ("94.22", ""),
    ("เขลางค์นคร", 2567): ("90.65", "ผ่าน"),
    ("ทุ่งผึ้ง", 2568): ("96.47", "ผ่านดีเยี่ยม"),
    ("แม่ฮ่องสอน", 2566): ("89.55", "ผ่าน"),
}


def demo(*arguments: str) -> str:
    """What the command prints."""
    said = StringIO()
    call_command("demo", *arguments, stdout=said)
    return said.getvalue()


def counts() -> list[int]:
    """Rows of everything that the demo makes, histories included."""
    models = [Municipality, User, Assessment, Plan, Measure]
    others = [Report, Comment, Event, Publication, Deadline]
    return [model.objects.count() for model in (*models, *others)] + [
        model.history.count() for model in models
    ]


def plan_of(name: str, fiscal_year: int) -> Plan:
    plans = Plan.objects.select_related("municipality__district__province")
    return plans.get(municipality__name=name, fiscal_year=fiscal_year)


def errors(plan: Plan, kind: str) -> list[str]:
    complaints = run(load_dossier(plan), kind)
    return [complaint.check for complaint in complaints if complaint.severity == Severity.ERROR]


@pytest.mark.slow
class FilledTest(TestCase):
    """Everything here looks at one demo, which takes a while to make."""

    printed: str

    @classmethod
    def setUpTestData(cls) -> None:
        """Fill an empty database."""
        cls.printed = demo()

    def test_demo_holds_the_published_totals_and_levels(self) -> None:
        rows = Assessment.objects.select_related("municipality")
        announced = {
            (row.municipality.name, row.fiscal_year): (str(row.announced_total), row.announced_level)
            for row in rows
        }
        assert {key: announced[key] for key in PUBLISHED} == PUBLISHED

    def test_demo_run_again_changes_nothing(self) -> None:
        before = counts()
        assert demo() == self.printed
        assert counts() == before

    def test_demo_has_an_account_for_each_role_that_can_sign_in(self) -> None:
        assert {account.role for account in ACCOUNTS} == set(Role)
        for account in ACCOUNTS:
            assert account.username in self.printed
            typed = {"login": account.username, "password": PASSWORD}
            assert self.client_class().post("/accounts/login/", typed).status_code == 302

    @pytest.mark.needs("Pango")
    def test_demo_shows_every_state_of_both_documents(self) -> None:
        shown = set(Report.objects.values_list("kind", "state"))
        assert {(kind, state) for kind in ("plan", "results") for state in State.values()} - shown == set()

    def test_desk_of_the_reviewer_has_a_dozen_neighbours_marked_as_examples(self) -> None:
        places = Municipality.objects.filter(district__province__name="ลำปาง")
        assert places.filter(name__startswith="ตัวอย่าง").count() == 13
        assert places.filter(is_example=False).count() == 0

    def test_what_was_submitted_has_no_errors(self) -> None:
        moved = Report.objects.exclude(events=None).select_related("plan__municipality__district__province")
        found = {str(report): errors(report.plan, report.kind) for report in moved}
        assert {name: faults for name, faults in found.items() if faults} == {}

    def test_no_text_of_the_demo_is_taken_for_false(self) -> None:
        plans = Plan.objects.select_related("municipality__district__province")
        found = [
            (str(plan), complaint.path, complaint.message)
            for plan in plans
            for kind in ("plan", "results")
            for complaint in run(load_dossier(plan), kind)
            if complaint.check.startswith("T")
        ]
        assert found == []

    def test_demo_shows_an_unfinished_cycle(self) -> None:
        assert "C01" in errors(plan_of("แม่ฮ่องสอน", 2567), "plan")
        assert "C08" in errors(plan_of("ตัวอย่างหนองบัว", 2569), "plan")

    def test_past_lies_in_the_past_and_its_steps_in_their_order(self) -> None:
        yesterday = timezone.now() - timedelta(days=1)
        assert Event.objects.filter(at__gt=yesterday).count() == 0
        assert Comment.objects.filter(written_at__gt=yesterday).count() == 0
        assert Publication.objects.filter(published_at__gt=yesterday).count() == 0
        for report in Report.objects.prefetch_related("events"):
            steps = [(event.from_state, event.to_state) for event in report.events.all()]
            assert [after[0] for after in steps[1:]] == [before[1] for before in steps[:-1]]

    def test_history_lies_before_the_first_step(self) -> None:
        for plan in Plan.objects.filter(reports__events__isnull=False).distinct():
            first = Event.objects.filter(report__plan=plan).earliest("at")
            assert plan.history.latest("history_date").history_date < first.at

    def test_nobody_gets_mail_about_it(self) -> None:
        assert mail.outbox == []
        assert User.objects.exclude(email="").count() == len(ACCOUNTS)


@pytest.mark.slow
@pytest.mark.django_db
def test_demo_leaves_alone_what_a_municipality_already_has() -> None:
    factories.assessment(fiscal_year=2567, total="50.00", level="")
    demo()
    place = Municipality.objects.get(name="เขลางค์นคร")
    assert (place.is_example, place.assessments.count(), place.plans.count()) == (False, 1, 0)
    assert User.objects.get(username="somsri").municipality == place


@pytest.mark.django_db
def test_accounts_are_only_printed_when_asked_so() -> None:
    assert (demo("--accounts"), User.objects.count()) == ("", 0)
