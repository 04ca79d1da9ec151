"""What holds after every year, whatever happened in it: one function each, which fails with what it found."""

import json
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from itertools import combinations

from django.core import mail
from django.core.management import call_command
from django.urls import reverse

from accounts.models import Role, User
from ita_portal.thai import arabic_digits, fiscal_year_of, fiscal_year_span
from municipalities.models import Municipality
from reports.models import Correction, Deadline, Report, ReportKind
from reports.states import SHORT_TITLES
from tests.life.book import Book, Paper, Revision, digest, said_of
from tests.life.browsing import Browser, Page, read
from tests.life.people import UNDER_CORRECTION

YEAR = "ปีงบประมาณ พ.ศ. ([๐-๙]{4})"
CONTRADICTED = "ตัวเลขไม่ตรงกับเอกสารอื่นที่เผยแพร่อยู่"
FILE_DOORS = {"report_pdf": ".pdf", "report_docx": ".docx", "report_data": ".json"}


def public_bytes_are_unchanged(book: Book) -> None:
    """Page, PDF, Word, data and ZIP of every revision are those of its day, or withdrawn; so is its row."""
    for one in book.revisions:
        then = dict.fromkeys(one.digests, "410") if one.withdrawn else one.digests
        assert [address for address in then if digest(address) != then[address]] == [], one.paper
    rows = {row["sha256"]: row for row in said_of()}
    for one in book.standing():
        found = {name: rows.get(one.sha256, {}).get(name) for name in one.row}
        assert found == one.row, (one, found)
    assert len(rows) == len(book.standing())


def published_is_published_at_every_door(book: Book) -> None:
    """Officer and reviewer get the stored files of a published paper, not what today's data would make."""
    reviewers = User.objects.filter(role=Role.REVIEWER, is_active=True)
    for one in book.standing():
        if _report(book, one.paper).state == "published":
            officers = User.objects.officers_of([book.keys[one.paper.town]], book.today)
            for person in (*officers, *reviewers):
                for name, ending in FILE_DOORS.items():
                    own = digest(book.address(name, one.paper), Browser(person.username))
                    assert own == one.digests[f"{book.permanent(one)}{ending}"], (one, person, name)


def papers_are_explained_by_their_day(book: Book) -> None:
    """Every public paper bears the name, code and district that its town had on its day, and who signed then.

    Other names of the town stand in it only where it tells of a year, or of a plan, of their time.
    """
    for one in book.revisions:
        if one.withdrawn:
            continue
        then, told = book.called(one.paper.town, one.day), _told(book, one)
        place = told["municipality"]
        kind = dict(Municipality._meta.get_field("kind").flatchoices)[place["kind"]]
        assert (f"{kind}{place['name']}", place.get("code"), place["district"]) == (
            *(then.name, then.code, then.district),
        ), one.paper
        text = read(*Browser().goes_to(f"{book.permanent(one)}/").tree.iterfind(".//article"))
        days = [fiscal_year_span(year["fiscal_year"])[1] for year in told["assessments"]]
        days += [plan.day for plan in book.of(replace(one.paper, kind="plan"))]
        of_others = {book.called(one.paper.town, day).name for day in days}
        named = {state.name for state in book.towns[one.paper.town] if state.name in text}
        assert then.name in named, (one.paper, named)
        assert named <= {then.name} | of_others, (one.paper, named)
        assert one.signed_by in text, one.paper


def towns_are_found_by_every_name(book: Book) -> None:
    """Whoever knows a town by any name or code that it ever had finds what it has published."""
    for town in {one.paper.town for one in book.standing()}:
        listed = reverse("published_municipality", args=[book.keys[town]])
        for named in (words for state in book.towns[town] for words in (state.name, state.code)):
            page = Browser().opens("published_list", query=f"?q={named}")
            assert page.tree.xpath(f"//main//a[@href='{listed}']"), (named, page.text)


def history_names_people_as_they_were(book: Book) -> None:
    """The history of each paper tells every step under the name that its person had on that day; no other."""
    admin = Browser("admin")
    for paper, steps in book.steps.items():
        page = admin.goes_to(f"{book.address('report_history', paper)}?part=review")
        told = Counter(_lines_of_history(page))
        assert told == steps, (paper, told - steps, steps - told)


def public_papers_agree_or_are_marked(book: Book) -> None:
    """No two public papers of a town print different figures of one year, unless all that is public says so.

    That is the page of each, of the town, and the open data.
    """
    for one, other, differ in _contradictions(book, book.standing()):
        said = [_public_page(book, paper).text for paper in (one, other)]
        marked = all(UNDER_CORRECTION in text or CONTRADICTED in text for text in said)
        assert marked, (one.paper, other.paper, differ)
        shelf = Browser().opens("published_municipality", book.keys[one.paper.town]).text
        assert CONTRADICTED in shelf, (one.paper.town, differ)
        rows = {row["sha256"]: (row["contradicted_years"] or "").split() for row in said_of()}
        told = {*rows[one.sha256]} & {*rows[other.sha256]}
        assert {str(year) for year in differ} <= told, (one.paper, other.paper, differ)


def everything_open_waits_for_one_person(book: Book) -> None:
    """Every paper that is not finished stands in exactly one person's next steps, and in that one's mail."""
    expected = Counter(_things_waiting(book))
    at_home, mailed = Counter(_next_steps(book)), Counter(_mails_of_today(book))
    on_pages = Counter({thing: number for thing, number in expected.items() if thing[-1] != NOBODY})
    assert at_home == on_pages, ("next steps", at_home - on_pages, on_pages - at_home)
    assert mailed == expected, ("mails", mailed - expected, expected - mailed)


INVARIANTS = (
    public_bytes_are_unchanged,
    published_is_published_at_every_door,
    papers_are_explained_by_their_day,
    towns_are_found_by_every_name,
    history_names_people_as_they_were,
    public_papers_agree_or_are_marked,
    everything_open_waits_for_one_person,
)


def figures(told: dict) -> dict[tuple[int, str], str]:
    """The figures that a data file tells, by year and name."""
    found = {}
    for year in told["assessments"]:
        parts = {name: year[name] for name in ("announced_total", "announced_level") if name in year}
        for name, value in (parts | year.get("scores", {})).items():
            found[year["fiscal_year"], name] = value
    return found


def _contradictions(book: Book, papers: list[Revision]) -> Iterator[tuple[Revision, Revision, set[int]]]:
    """Each two papers of a town that print different figures, with the years of these."""
    printed = {id(one): figures(_told(book, one)) for one in papers}
    for one, other in combinations(papers, 2):
        mine, others = printed[id(one)], printed[id(other)]
        differ = {key[0] for key in mine.keys() & others.keys() if mine[key] != others[key]}
        if one.paper.town == other.paper.town and differ:
            yield one, other, differ


def _told(book: Book, one: Revision) -> dict:
    return json.loads(Browser().fetches(f"{book.permanent(one)}.json").content)


def _public_page(book: Book, one: Revision) -> Page:
    return Browser().goes_to(book.address("publication", one.paper))


def _report(book: Book, paper: Paper) -> Report:
    where = {"plan__municipality": book.keys[paper.town], "plan__fiscal_year": paper.year}
    return Report.objects.get(kind=paper.kind, **where)


def _lines_of_history(page: Page) -> Iterator[tuple[str, str]]:
    for day in page.tree.find_class("history__day"):
        said = read(day.find("h2")).removeprefix("วันที่ ")
        for entry in day.find_class("card"):
            for _ in entry.find_class("history__items")[0].iterfind("./li"):
                yield said, read(entry.find(".//strong"))


NOBODY = "nobody serves the place"
# What is open, and for whom: the account, the town, the year of the plan with the kind of the paper; or the
# year of the result with CORRECTION, which is one thing however many papers belong to it, and with ANNOUNCED
# while none has begun, and with CONTRADICTION where published papers do not agree and none of these is there.
# All that is the officer's is one thing of the admin, with NOBODY, where a town that has ended has none.
Waits = tuple[str, str, int, str]
CORRECTION, ANNOUNCED, CONTRADICTION = "correction", "announced anew", "contradiction"


def _things_waiting(book: Book) -> Iterator[Waits]:
    """What the rows say, of every town; of one that has ended what others wait for."""
    reviewer = User.objects.filter(role=Role.REVIEWER, is_active=True).earliest("pk").username
    published = [one for one in book.standing() if _report(book, one.paper).state == "published"]
    against = {(one.paper.town, year) for one, _, years in _contradictions(book, published) for year in years}
    for town, key in book.keys.items():
        place = Municipality.objects.select_related("district__province").get(pk=key)
        served = User.objects.officers_of([place], book.today).order_by("pk").first()
        assert served or book.has_ended(town), town
        officer = served.username if served else NOBODY
        reads = reviewer if place.district.province.reviews else officer
        found = [(officer, year, ANNOUNCED) for anew, year in book.announced_anew if anew == town]
        open_ones = against - book.announced_anew
        found += [(officer, year, CONTRADICTION) for where, year in open_ones if where == town]
        found += _corrections_waiting(place, officer, reads)
        found += _papers_waiting(book, town, officer, reads)
        yield from ((who, town, *thing) for who, *thing in found if who != NOBODY)
        if NOBODY in {who for who, *_ in found}:
            yield "admin", town, 0, NOBODY


def _corrections_waiting(place: Municipality, officer: str, reads: str) -> Iterator[tuple[str, int, str]]:
    for one in Correction.objects.filter(municipality=place, closed_at=None):
        states = set(one.reports.values_list("state", flat=True))
        is_written = states & {"draft", "returned"} or "submitted" not in states
        yield officer if is_written else reads, one.fiscal_year, CORRECTION


def _papers_waiting(book: Book, town: str, officer: str, reads: str) -> Iterator[tuple[str, int, str]]:
    """Papers that were begun, and those that are due though nobody began them; not those of a correction."""
    rows, due = _papers(book.keys[town]), _due(book, town)
    for year, kind in sorted({*rows, *due}):
        row, plan = rows.get((year, kind)), rows.get((year, "plan"))
        if row and row.corrections.filter(closed_at=None).exists():
            continue
        if row and row.state == "submitted":
            yield reads, year, kind
        elif row and row.state in ("draft", "returned") and book.has_ended(town):
            continue
        elif ((year, kind) in due and _is_owed(row)) or (row and _is_begun(book, row, plan)):
            yield officer, year, kind


def _papers(municipality: int) -> dict[tuple[int, str], Report]:
    reports = Report.objects.filter(plan__municipality=municipality).select_related("plan")
    return {(row.plan.fiscal_year, row.kind): row for row in reports.prefetch_related("publications")}


def _due(book: Book, town: str) -> set[tuple[int, str]]:
    """The documents whose deadline presses now, in years in which the town was a municipality."""
    found: set[tuple[int, str]] = set()
    if book.has_ended(town):
        return found
    for row in Deadline.objects.all():
        first = book.towns[town][0]
        began = book.towns[town][1].since if first.name.startswith("องค์การบริหาร") else first.since
        bound = began <= min(row.due_on, fiscal_year_span(row.fiscal_year)[1])
        recent = max(row.fiscal_year, fiscal_year_of(row.due_on)) >= fiscal_year_of(book.today) - 1
        if bound and recent and (row.due_on - book.today).days <= 14:
            found.add((row.fiscal_year, row.kind))
    return found


def _is_public(row: Report) -> bool:
    return any(one.withdrawn_at is None for one in row.publications.all())


def _is_owed(row: Report | None) -> bool:
    return row is None or (row.state in ("draft", "returned") and not _is_public(row))


def _is_begun(book: Book, row: Report, plan: Report | None) -> bool:
    """Not finished, and begun: of a report of results that nobody has touched only once its plan is out."""
    if (
        row.state != "draft"
        or row.kind == "plan"
        or _is_public(row)
        or row.events.filter(verb="submit").exists()
    ):
        return row.state != "published"
    is_out = plan is not None and (plan.state not in ("draft", "returned") or _is_public(plan))
    return is_out and row.plan.fiscal_year <= fiscal_year_of(book.today)


def _next_steps(book: Book) -> Iterator[Waits]:
    """What stands on the officers' pages of their towns, and on the desks of the reviewers."""
    for person in User.objects.filter(is_active=True, role=Role.OFFICER):
        for place in person.municipalities:
            page = Browser(person.username).opens("municipality", place.pk)
            steps = page.tree.xpath("//*[@class='next-step']//strong | //*[@class='further-steps']/li/span")
            named = {thing for step in steps for thing in _things_in(read(step), SHORT_TITLES)}
            yield from ((person.username, _town(book, place.full_name), *thing) for thing in named)
    for person in User.objects.filter(is_active=True, role=Role.REVIEWER):
        desk = Browser(person.username).opens("desk")
        for row in desk.tree.xpath("//table[.//input[@name='report']]/tbody/tr"):
            if "แก้ไขผลหลังเผยแพร่" not in read(row):  # its correction stands above
                [thing] = _things_in(read(row), dict(ReportKind.choices))
                yield person.username, _town(book, read(row.find(".//th/a"))), *thing
        for affair in desk.tree.xpath(
            "//section[starts-with(@aria-labelledby, 'correction-')][.//a[@class='btn btn-primary']]"
        ):
            town, _, year = read(affair.find("h3")).partition(" แก้ไขผล")
            yield person.username, _town(book, town), int(arabic_digits(year[-4:])), CORRECTION


def _things_in(text: str, titles: dict[str, str]) -> set[tuple[int, str]]:
    """The papers that a line names by their titles, or the correction that it is about."""
    if about := re.search(f"แก้ไขผลการประเมิน{YEAR} หลังเผยแพร่", text):
        return {(int(arabic_digits(about[1])), CORRECTION)}
    if about := re.search(f"ป.ป.ช. ประกาศแก้ไขผลการประเมิน{YEAR}", text):
        return {(int(arabic_digits(about[1])), ANNOUNCED)}
    if about := re.search(f"พิมพ์ผลการประเมิน{YEAR} ไม่ตรงกัน", text):
        return {(int(arabic_digits(about[1])), CONTRADICTION)}
    kinds = {title: kind for kind, title in titles.items()}
    found = re.findall(f"({'|'.join(kinds)}) {YEAR}", text)
    return {(int(arabic_digits(year)), kinds[title]) for title, year in found}


def _town(book: Book, name: str) -> str:
    """The town that is called so today."""
    return next(town for town in book.keys if book.called(town, book.today).name == name)


def _mails_of_today(book: Book) -> Iterator[Waits]:
    """What the mails say that the command of the day sends."""
    before = len(mail.outbox)
    call_command("remind")
    for letter in mail.outbox[before:]:
        person = User.objects.get(email=letter.to[0])
        found = set()
        for line in re.findall(r"^[๐-๙]+\. (.+)$", letter.body, re.MULTILINE):
            if person.role == Role.REVIEWER and "รอตรวจทาน" not in line:
                continue  # whom the province waits for
            if person.role == Role.ADMIN:
                [town] = [town for town in book.keys if book.called(town, book.today).name in line]
                found.add((person.username, town, 0, NOBODY))
                continue
            [thing] = _things_in(" ".join(line.split()), dict(ReportKind.choices))
            places = [place.full_name for place in person.municipalities]
            names = places if len(places) == 1 else [book.called(town, book.today).name for town in book.keys]
            [town] = [_town(book, name) for name in names if name in line or len(places) == 1]
            found.add((person.username, town, *thing))
        yield from found
