"""What an outsider, or a reviewer before the submission, could find out: nothing, wherever they look."""

from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import reverse

from accounts.people import save_person
from measures.models import Evidence
from reports.models import Report
from reports.states import State
from tests import factories
from tests.test_access import ACCESS, address, client_of, evidence

__all__ = ["evidence"]
SECRET = "ข้อความลับยังไม่เผยแพร่"
OUTSIDERS = ["visitor", "outside_officer", "outside_reviewer"]
SLOW = {"report_pdf", "report_docx"}  # their access is tried in tests/test_access.py


def secrets(year: Evidence, state: str) -> list[Report]:
    """A year full of words that nobody else may read, its reports in a state, one of them discussed."""
    plan = year.measure.plan
    plan.signatory_name = SECRET
    plan.save()
    year.measure.title, year.measure.analysis = SECRET, SECRET
    year.measure.save()
    year.measure.result.done = [SECRET]
    year.measure.result.save()
    year.title, year.file_name = SECRET, f"{SECRET}.pdf"
    year.save()
    factories.finding(row := plan.municipality.assessments.get())
    row.findings.update(issue=SECRET)
    factories.analysis(row, "4", text=SECRET)
    found = [factories.report(plan, kind, state=state) for kind in ("plan", "results")]
    factories.comment(found[0], body=SECRET)
    return found


def pages(client: Client, year: Evidence) -> Iterator[tuple[str, bytes]]:
    """What every address of the portal, asked for that year, answers to this person."""
    for name in ACCESS:
        if name not in SLOW:
            answer = client.get(address(name, year))
            yield name, answer.getvalue()


@pytest.mark.parametrize("state", State)
@pytest.mark.parametrize("actor", OUTSIDERS)
def test_outsider_reads_nothing_in_any_state(actor: str, state: str, evidence: Evidence):
    secrets(evidence, state)
    found = [name for name, content in pages(client_of(actor), evidence) if SECRET.encode() in content]
    assert found == []


def test_reviewer_reads_nothing_of_a_draft(evidence: Evidence):
    secrets(evidence, State.DRAFT)
    found = [name for name, content in pages(client_of("reviewer"), evidence) if SECRET.encode() in content]
    assert found == []


@pytest.mark.parametrize("actor", ["visitor", "officer", "reviewer", "admin"])
def test_public_address_shows_the_published_words_while_the_next_are_written(actor: str, evidence: Evidence):
    for report in evidence.measure.plan.reports.all():
        factories.publication(report)
    secrets(evidence, State.DRAFT)
    client, key = client_of(actor), [evidence.measure.plan.municipality_id, 2568, "plan"]
    names = ("publication", "publication_pdf", "publication_docx", "publication_json", "publication_zip")
    answers = [client.get(reverse(name, args=key)) for name in names]
    assert [answer.status_code for answer in answers] == [200] * 5
    assert [SECRET.encode() in answer.getvalue() for answer in answers] == [False] * 5


def numbers(client: Client) -> dict[str, bytes]:
    """All that counts or lists many municipalities, as this person sees it."""
    names = ("desk", "province", "province_scores", "province_measures", "overview_csv", "municipality_list")
    queries = ("", "?state=submitted", "?sort=-errors", "?q=เขลางค์", "?weak=any", "?province=52&late=on")
    found = {}
    for name in names:
        for query in queries:
            found[name + query] = tokenless(client.get(reverse(name) + query).getvalue())
    return found


def tokenless(content: bytes) -> bytes:
    lines = content.splitlines()
    return b"\n".join(line for line in lines if b"csrfmiddlewaretoken" not in line)


@pytest.mark.parametrize("actor", ["outside_officer", "outside_reviewer"])
def test_numbers_of_others_do_not_move(actor: str, db: None):
    factories.complete_plan(factories.elsewhere())
    client = client_of(actor)
    before = numbers(client)
    plan = factories.complete_plan()
    for report in plan.reports.all():
        report.state = "submitted"
        report.save()
        factories.publication(report)
    assert numbers(client) == before


def test_recalled_report_closes_every_page_of_it_at_once(evidence: Evidence):
    report, _ = secrets(evidence, State.SUBMITTED)
    client, key = client_of("reviewer"), [report.plan.municipality_id, 2568, "plan"]
    names = ("preview", "report_history", "report_changes")
    read = [client.get(reverse(name, args=key)).status_code for name in names]
    Report.objects.update(state=State.DRAFT)
    assert read == [200, 200, 200]
    assert [client.get(reverse(name, args=key)).status_code for name in names] == [403, 403, 403]


@pytest.mark.parametrize("moved", ["reviewer", "officer"])
def test_person_who_moved_away_sees_nothing_more_in_the_same_session(moved: str, evidence: Evidence):
    report, _ = secrets(evidence, State.SUBMITTED)
    client, key = client_of(moved), [report.plan.municipality_id, 2568, "plan"]
    assert client.get(reverse("preview", args=key)).status_code == 200
    person = factories.reviewer() if moved == "reviewer" else factories.officer()
    if moved == "reviewer":
        person.province = factories.province("เชียงใหม่")
        person.save()
    else:
        save_person(person, {"municipality": factories.elsewhere()}, factories.admin())
    assert client.get(reverse("preview", args=key)).status_code == 404
    found = [name for name, content in pages(client, evidence) if SECRET.encode() in content]
    assert found == []


@pytest.mark.parametrize("action", ["comment_answer", "comment_resolve", "comment_reopen"])
def test_comment_of_another_province_is_not_reached_through_an_own_report(action: str, evidence: Evidence):
    foreign = factories.comment(factories.report(factories.plan(factories.elsewhere()), state="submitted"))
    factories.report(evidence.measure.plan, state="submitted")
    own = [evidence.measure.plan.municipality_id, 2568, "plan", foreign.pk]
    answer = client_of("reviewer").post(reverse(action, args=own), {"body": "แทรก"})
    assert answer.status_code == 404
    foreign.refresh_from_db()
    assert (foreign.answers.count(), foreign.resolved_at) == (0, None)
