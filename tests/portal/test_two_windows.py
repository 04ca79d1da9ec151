"""Two windows, one page: every form that edits stored rows merges, and asks about collisions."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from lxml import html

from accounts.models import User
from ita_portal.merged_forms import FormGuard
from measures.models import Evidence
from oit.models import OITEntry
from public.models import Placement
from reports.models import Deadline
from tests import factories
from tests.test_access import ACCESS, one_of_everything, stored
from tests.test_access import address as address_of
from tests.windows import Window, controls

pytestmark = pytest.mark.django_db
MERGED = "ระบบรวมให้แล้ว"


@dataclass(frozen=True)
class EditedPage:
    """A page that edits stored rows: `mine` and `theirs` are values of one field, `value` of the `other`."""

    name: str
    opened: Callable[[], list[object]]
    field: str
    mine: str
    theirs: str
    other: str
    value: str
    who: Callable[[], User] = factories.officer
    joins: bool = False

    @property
    def address(self) -> str:
        return reverse(self.name, args=self.opened())


def of_year(*rows: Callable[[], object]) -> Callable[[], list[object]]:
    def opened() -> list[object]:
        for make in rows:
            make()
        return [factories.municipality().pk, 2567]

    return opened


def of_plan(*more: object) -> Callable[[], list[object]]:
    """A plan with a measure that has a result and two pieces of evidence."""

    def opened() -> list[object]:
        row = factories.measure(factories.plan(), follow_up="เดิม", analysis="เดิม")
        factories.result(row)
        for title in ("ก", "ข"):
            Evidence.objects.create(measure=row, title=title, url="https://example.go.th")
        return [factories.municipality().pk, 2568, *more]

    return opened


def analysed() -> list[object]:
    row = factories.assessment()
    for about in ("4", "8"):
        factories.analysis(row, about)
    return [factories.municipality().pk, 2567]


def found() -> list[object]:
    row = factories.assessment()
    for question, indicator in (("i10", "4"), ("e7", "8")):
        factories.finding(row, question, indicator)
    return [factories.municipality().pk, 2567]


def noted() -> list[object]:
    """An OIT item with two addresses."""
    rows = [
        {"row": title, "title": title, "url": f"https://example.go.th/{n}", "dated_on": "", "path": ""}
        for n, title in enumerate(("ก", "ข"))
    ]
    keys = {"fiscal_year": 2568, "item": "o5"}
    OITEntry.objects.create(municipality=factories.municipality(), addresses=rows, status="published", **keys)
    return [factories.municipality().pk, *keys.values()]


def published() -> list[object]:
    report = factories.report()
    factories.publication(report)
    Placement.objects.create(report=report, address="https://khelang.example.go.th/0")
    return [factories.municipality().pk, 2568, "plan"]


PLACE_WEBSITES = ("https://a.example.go.th", "https://b.example.go.th")
PAGES = [
    EditedPage("assessment", of_year(factories.assessment), "score_1", "91.00", "92.00", "score_2", "93.00"),
    EditedPage("analyses", analysed, "4-text", "ของเรา", "ของเขา", "8-text", "ของเราเอง", joins=True),
    EditedPage("analyses", analysed, "4-guidelines", "ของเรา", "ของเขา", "4-text", "ใหม่", joins=True),
    EditedPage(
        "findings", found, "findings-0-issue", "ของเรา", "ของเขา", "findings-1-advice", "ใหม่", joins=True
    ),
    EditedPage("plan", of_plan(), "signatory_name", "ของเรา", "ของเขา", "signatory_position", "นายก"),
    EditedPage("measure", of_plan(1), "analysis", "ของเรา", "ของเขา", "follow_up", "ใหม่", joins=True),
    EditedPage("measure", of_plan(1), "stance", "urgent", "maintain", "title", "ใหม่"),
    EditedPage("results", of_plan(), "obstacles", "ของเรา", "ของเขา", "suggestions", "ใหม่", joins=True),
    EditedPage("result", of_plan(1), "outcome", "ของเรา", "ของเขา", "done", "ใหม่", joins=True),
    EditedPage("result", of_plan(1), "evidence-1-title", "ของเรา", "ของเขา", "evidence-0-title", "ใหม่"),
    EditedPage("result", of_plan(1), "status", "underway", "dropped", "evidence-0-title", "ใหม่"),
    EditedPage("oit_item", noted, "note", "ของเรา", "ของเขา", "unit", "กองคลัง", joins=True),
    EditedPage("oit_item", noted, "addresses-0-path", "ของเรา", "ของเขา", "addresses-1-title", "ใหม่"),
    EditedPage("document_choices", of_plan("plan"), "preparer_name", "ของเรา", "ของเขา", "size", "large"),
    EditedPage(
        *("own_texts", of_plan("plan"), "opening-instead", "ของเรา", "ของเขา", "measures-after", "ใหม่"),
        joins=True,
    ),
    EditedPage(
        "deadline",
        lambda: [Deadline.objects.create(fiscal_year=2568, kind="plan", due_on=date(2026, 4, 30)).pk],
        *("due_on", "1 พฤษภาคม 2569", "2 พฤษภาคม 2569", "fiscal_year", "2569"),
        who=factories.admin,
    ),
    EditedPage(
        "person",
        lambda: [factories.officer().pk],
        *("position", "ของเรา", "ของเขา", "last_name", "ใหม่"),
        who=factories.admin,
    ),
    EditedPage(
        "place",
        lambda: [factories.municipality().pk],
        *("website", *PLACE_WEBSITES, "code", "4520103"),
        who=factories.admin,
    ),
    EditedPage(
        "score_history",
        lambda: of_year(factories.assessment)()[:1],
        "y2567-score_1",
        "91.00",
        "92.00",
        "y2567-score_2",
        "93.00",
    ),
]
# Forms of a single field, and of boxes, in which nothing collides.
ONE_FIELD = [
    EditedPage("profile", lambda: [factories.municipality().pk], "website", *PLACE_WEBSITES, "", ""),
    EditedPage(
        "publication_kit",
        published,
        "address",
        "https://khelang.example.go.th/1",
        "https://khelang.example.go.th/2",
        "",
        "",
    ),
]


def named(page: EditedPage) -> str:
    return f"{page.name}-{page.field}"


each_page = pytest.mark.parametrize("edited", PAGES, ids=named)
each_colliding = pytest.mark.parametrize("edited", [*PAGES, *ONE_FIELD], ids=named)


def windows(client: Client, edited: EditedPage) -> tuple[Window, Window, str]:
    """The page, opened twice; the first one's is to be saved first."""
    client.force_login(edited.who())
    address = edited.address
    return Window(client, address), Window(client, address), address


@each_page
def test_each_window_changes_another_field_and_both_are_stored(client: Client, edited: EditedPage) -> None:
    theirs, mine, address = windows(client, edited)
    assert theirs.save(**{edited.field: edited.theirs}).status_code == 302
    answer = mine.save(**{edited.other: edited.value})
    assert answer.status_code == 302
    assert MERGED in client.get(answer.headers["Location"]).content.decode()
    now = controls(client.get(address))
    assert (now[edited.field], now[edited.other]) == (edited.theirs, edited.value)


@each_colliding
@pytest.mark.parametrize("choice", ["mine", "theirs"])
def test_what_both_changed_is_asked_until_it_is_chosen(
    client: Client, edited: EditedPage, choice: str
) -> None:
    theirs, mine, address = windows(client, edited)
    theirs.save(**{edited.field: edited.theirs})
    before = stored()
    for _ in range(2):  # a second time without a choice
        answer = mine.save(**{edited.field: edited.mine})
        (asked,) = mine.asked().values()
        assert (answer.status_code, stored()) == (200, before)
        assert all(part in answer.content.decode() for part in (asked.mine, asked.theirs, asked.label))
        assert mine.typed[edited.field] == edited.mine
    assert mine.choose(choice).status_code == 302
    assert controls(client.get(address))[edited.field] == getattr(edited, choice)


@pytest.mark.parametrize("edited", [page for page in PAGES if page.joins], ids=named)
def test_both_texts_can_be_kept(client: Client, edited: EditedPage) -> None:
    theirs, mine, address = windows(client, edited)
    theirs.save(**{edited.field: edited.theirs})
    mine.save(**{edited.field: edited.mine})
    assert mine.choose("both").status_code == 302
    kept = controls(client.get(address))[edited.field]
    assert kept.splitlines() == [edited.theirs, edited.mine]


def test_choices_that_collide_stand_in_the_order_of_the_form(client: Client) -> None:
    theirs, mine, _ = windows(client, PAGES[5])
    theirs.save(about=["4", "9"])
    mine.save(about=["1", "10", "4", "2"])
    assert [line.split()[1] for line in mine.asked()["about"].mine.splitlines()] == ["๑", "๒", "๔", "๑๐"]


def test_what_is_chosen_waits_for_the_other_choices(client: Client) -> None:
    theirs, mine, address = windows(client, PAGES[5])
    theirs.save(analysis="ของเขา", follow_up="ของเขา")
    mine.save(analysis="ของเรา", follow_up="ของเรา")
    analysis = mine.asked()["analysis"]
    answer = mine.save(**{analysis.name: f"theirs:{analysis.of}"})
    assert (answer.status_code, list(mine.asked())) == (200, ["analysis", "follow_up"])
    assert (mine.typed["analysis"], mine.asked()["analysis"].chosen) == ("ของเรา", "theirs")
    follow_up = mine.asked()["follow_up"]
    assert mine.save(**{follow_up.name: f"mine:{follow_up.of}"}).status_code == 302
    now = controls(client.get(address))
    assert (now["analysis"], now["follow_up"]) == ("ของเขา", "ของเรา")


@pytest.mark.parametrize(
    "edited",
    [page for page in [*PAGES, *ONE_FIELD] if page.theirs in ("ของเขา", PLACE_WEBSITES[1])],
    ids=named,
)
def test_a_choice_holds_only_for_the_text_that_it_was_made_of(client: Client, edited: EditedPage) -> None:
    theirs, mine, address = windows(client, edited)
    theirs.save(**{edited.field: edited.theirs})
    mine.save(**{edited.field: edited.mine})
    Window(client, address).save(**{edited.field: f"{edited.theirs}/2"})
    answer = mine.choose("theirs")
    (asked,) = mine.asked().values()
    assert (answer.status_code, asked.theirs) == (200, f"{edited.theirs}/2")
    assert mine.typed[edited.field] == edited.mine
    assert mine.choose("mine").status_code == 302
    assert controls(client.get(address))[edited.field] == edited.mine


@each_colliding
def test_form_without_its_mark_is_asked_about_each_difference(client: Client, edited: EditedPage) -> None:
    _, mine, address = windows(client, edited)
    before = stored()
    mine.typed.pop("seen")
    answer = mine.save(**{edited.field: edited.mine})
    assert (answer.status_code, stored()) == (200, before)
    assert [one.mine in answer.content.decode() for one in mine.asked().values()] == [True]
    assert mine.choose("mine").status_code == 302
    assert controls(client.get(address))[edited.field] == edited.mine


@each_page
def test_fields_that_are_not_sent_stay(client: Client, edited: EditedPage) -> None:
    client.force_login(edited.who())
    window = Window(client, edited.address)
    before = controls(window.page)
    window.save(**{edited.other: None, edited.field: edited.mine})
    now = controls(client.get(window.address))
    assert (now[edited.other], now[edited.field]) == (before[edited.other], edited.mine)


def test_two_admins_tick_other_provinces(client: Client) -> None:
    client.force_login(factories.admin())
    address = reverse("province_settings")
    theirs, mine = Window(client, address), Window(client, address)
    boxes = [name for name in mine.typed if name.startswith("reviews_")]
    theirs.save(**{boxes[0]: None})
    assert mine.save(**{boxes[1]: None}).status_code == 302
    assert [name for name in boxes if name not in controls(client.get(address))] == boxes[:2]


# Rows


@dataclass(frozen=True)
class RowPage:
    """A page with rows: `text` is a field of each, `added` what makes a new one."""

    page: EditedPage
    prefix: str
    text: str
    added: dict[str, str]

    def name(self, place: int, field: str) -> str:
        return f"{self.prefix}-{place}-{field}"

    def texts(self, client: Client, address: str) -> list[str]:
        now = controls(client.get(address))
        count = int(now[f"{self.prefix}-INITIAL_FORMS"])
        return [now[self.name(place, self.text)] for place in range(count)]


ROWS = [
    RowPage(PAGES[3], "findings", "issue", {"question": "o6", "issue": "ใหม่"}),
    RowPage(PAGES[9], "evidence", "title", {"title": "ใหม่", "url": "https://example.go.th/new"}),
]
each_rows = pytest.mark.parametrize("rows", ROWS, ids=lambda rows: rows.prefix)


def row_windows(client: Client, rows: RowPage) -> tuple[Window, Window, str, list[str]]:
    theirs, mine, address = windows(client, rows.page)
    return theirs, mine, address, rows.texts(client, address)


@each_rows
def test_rows_that_each_window_added_are_all_there(client: Client, rows: RowPage) -> None:
    theirs, mine, address, before = row_windows(client, rows)
    other = {"question": "o7"} if rows.prefix == "findings" else {}
    theirs.save(**{rows.name(2, name): value for name, value in rows.added.items()})
    answer = mine.save(
        **{rows.name(2, name): f"{value}2" for name, value in rows.added.items()}
        | {rows.name(2, name): value for name, value in other.items()}
    )
    assert answer.status_code == 302
    assert rows.texts(client, address) == [*before, "ใหม่", "ใหม่2"]


@each_rows
def test_row_that_was_added_twice_by_a_second_click_is_there_once(client: Client, rows: RowPage) -> None:
    first, second, address, before = row_windows(client, rows)
    for window in (first, second):
        answer = window.save(**{rows.name(2, name): value for name, value in rows.added.items()})
        assert answer.status_code == 302
    assert rows.texts(client, address) == [*before, "ใหม่"]


@each_rows
def test_row_that_is_not_sent_is_not_deleted(client: Client, rows: RowPage) -> None:
    _, mine, address, before = row_windows(client, rows)
    for name in [name for name in mine.typed if name.startswith(f"{rows.prefix}-1-")]:
        del mine.typed[name]
    assert mine.save(**{f"{rows.prefix}-TOTAL_FORMS": "1"}).status_code == 302
    assert rows.texts(client, address) == before


@each_rows
def test_row_that_somebody_deleted_is_gone_where_it_was_not_changed(client: Client, rows: RowPage) -> None:
    theirs, mine, address, _ = row_windows(client, rows)
    theirs.save(**{rows.name(0, "DELETE"): "on"})
    answer = mine.save(**{rows.name(1, rows.text): "แก้แล้ว"})
    assert "ผู้อื่นลบแล้ว" in client.get(answer.headers["Location"]).content.decode()
    assert rows.texts(client, address) == ["แก้แล้ว"]


@each_rows
@pytest.mark.parametrize(("choice", "after"), [("mine", {"แก้แล้ว"}), ("theirs", set())])
def test_row_that_somebody_deleted_is_asked_where_it_was_changed(
    client: Client, rows: RowPage, choice: str, after: set[str]
) -> None:
    theirs, mine, address, before = row_windows(client, rows)
    theirs.save(**{rows.name(0, "DELETE"): "on"})
    for _ in range(2):
        answer = mine.save(**{rows.name(0, rows.text): "แก้แล้ว"})
        assert (answer.status_code, len(mine.asked())) == (200, 1)
        assert rows.texts(client, address) == before[1:]
    assert mine.choose(choice).status_code == 302
    assert set(rows.texts(client, address)) == {before[1]} | after


@each_rows
@pytest.mark.parametrize(("choice", "left"), [("mine", []), ("theirs", ["แก้แล้ว"])])
def test_row_that_is_deleted_here_is_asked_where_somebody_changed_it(
    client: Client, rows: RowPage, choice: str, left: list[str]
) -> None:
    theirs, mine, address, before = row_windows(client, rows)
    theirs.save(**{rows.name(0, rows.text): "แก้แล้ว"})
    for _ in range(2):
        answer = mine.save(**{rows.name(0, "DELETE"): "on"})
        assert (answer.status_code, len(mine.asked())) == (200, 1)
        assert "แก้แล้ว" in answer.content.decode()
    assert mine.choose(choice).status_code == 302
    assert rows.texts(client, address) == [*left, before[1]]


def test_finding_of_one_question_from_two_windows_is_one_row(client: Client) -> None:
    rows = ROWS[0]
    theirs, mine, address, before = row_windows(client, rows)
    theirs.save(**{rows.name(2, name): value for name, value in rows.added.items()})
    mine.save(**{rows.name(2, "question"): "o6", rows.name(2, "issue"): "ของเรา"})
    assert list(mine.asked()) == ["findings.o6.issue"]
    mine.choose("both")
    assert rows.texts(client, address) == [*before, "ใหม่\nของเรา"]


# No form is forgotten

# Forms that add something or take a step: there is nothing stored with which their fields could be compared.
WITHOUT_A_MARK = [
    *("account_change_password", "account_reauthenticate", "account_reset_password", "deadlines", "handover"),
    *("import_announced", "import_municipalities", "import_people"),
    *("person_handover", "person_invite", "person_password"),
    *("person_services",),
    *("place_begin", "place_change", "place_end", "verify"),  # asked again where the place has changed
]
TYPED = "descendant::*[self::textarea or self::select or self::input[not(@type) or @type!='hidden']]"
ROLES = (factories.officer, factories.admin, factories.reviewer)


def typed_forms(page: Any) -> list[Any]:
    """The forms of a page that send what somebody types or chooses."""
    content = page.getvalue()  # a file closes once it is read
    if page.status_code != 200 or not page.headers["Content-Type"].startswith("text/html"):
        return []
    forms = html.fromstring(content.decode()).forms
    return [form for form in forms if form.method == "POST" and form.xpath(f"boolean({TYPED})")]


@pytest.mark.slow
def test_every_form_that_edits_is_marked_and_tried_here() -> None:
    year = one_of_everything()
    factories.publication(year.measure.plan.reports.get(kind="plan"))
    Deadline.objects.create(pk=1, fiscal_year=2568, kind="plan", due_on=date(2026, 4, 30))
    unmarked, guarded = set(), set()
    for person in ROLES:
        client = Client()
        client.force_login(person())
        for name in (name for name in ACCESS if not name.endswith(("_pdf", "_docx", "_logout"))):
            url = reverse("deadline", args=[1]) if name == "deadline" else address_of(name, year)
            page = client.get(url)
            forms = typed_forms(page)
            unmarked |= {name for form in forms if "seen" not in form.fields}
            context = page.context if forms else None
            guarded |= {name} if isinstance((context or {}).get("guard"), FormGuard) else set()
    assert sorted(unmarked) == WITHOUT_A_MARK
    assert guarded - {"place_add"} == {page.name for page in [*PAGES, *ONE_FIELD]} | {"province_settings"}
