"""Those who live in the story, each with what they do: through the pages of the portal alone."""

import re
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from urllib.parse import urlsplit

from django.core import mail

from assessments import framework, scoring
from assessments.expected_level import expected_level
from ita_portal.thai import BUDDHIST_ERA
from reports.models import Comment, Report
from tests.life.book import LONG_AGO, Book, Named, Paper, buddhist
from tests.life.browsing import Browser, Page, Typed

UNDER_CORRECTION = "อยู่ระหว่างแก้ไขตามผลการประเมิน"  # what public pages say
WEAK = "4"  # what every measure of the story answers
OTHERS = {"1": "92.10", "2": "93.25", "3": "91.40", "5": "90.75", "6": "92.60", "7": "91.15", "8": "93.80"}
OTHERS |= {"9": "95.50", "10": "96.00"}


def typed_day(day: date) -> str:
    """A day as an officer types it: 1/3/2565."""
    return f"{day.day}/{day.month}/{day.year + BUDDHIST_ERA}"


def scores_of(weak: str) -> dict[str, str]:
    """The ten scores of a year, of which the fourth is the weak one."""
    return OTHERS | {WEAK: weak}


def announced(year: int, scores: Mapping[str, str]) -> dict[str, str]:
    """The total and the level that go with the scores."""
    rules, known = framework.load(year), {code: Decimal(score) for code, score in scores.items()}
    total = scoring.total(known, rules)
    assert total
    level, *_ = expected_level(known, {}, rules).names
    return {"announced_total": str(scoring.rounded(total)), "announced_level": level}


class Person(Browser):
    """Somebody with an account, who does one thing at a time."""

    def __init__(self, book: Book, account: str) -> None:
        super().__init__(account)
        self.book = book

    def opens(self, name: str, *keys: object, query: str = "") -> Page:
        """The page, a minute later."""
        self.book.a_minute_passes()
        return super().opens(name, *keys, query=query)

    def step(self, paper: Paper, action: str, typed: Typed | None = None) -> None:
        """Take a step of a paper, as its page of confirmation asks for it."""
        self.opens("report_action", *self.of(paper), action).done(typed)
        self.book.note(paper, self.account)

    def of(self, paper: Paper) -> tuple[int, int, str]:
        """What the addresses of a paper name."""
        return self.book.keys[paper.town], paper.year, paper.kind

    def hands_over(self, account: str, name: str, **typed: str) -> "Person":
        """Offer one's work to somebody new, who follows the link in the mail and goes on with it."""
        email = f"{account}@example.go.th"
        self.opens("handover").done({"first_name": name, "email": email, **typed}, press="hand_over")
        [letter] = [one for one in mail.outbox[::-1] if one.to == [email]][:1]
        page = Browser().goes_to(urlsplit(re.search(r"https?://\S+", letter.body)[0]).path)
        chosen = page.done(press="accept")
        chosen.done(dict.fromkeys(("password1", "password2"), f"กุญแจดอกใหม่-{account}-2569"))
        self.book.people[account] = [Named(LONG_AGO, name)]
        return type(self)(self.book, account)


class Officer(Person):
    """Writes for one municipality or several."""

    def enters_result(self, town: str, year: int, weak: str, *, despite: bool = False) -> None:
        """Type the scores of a year with what was announced; `despite` what is public already."""
        scores = scores_of(weak)
        page = self.opens("assessment", self.book.keys[town], year)
        typed = {f"score_{code}": score for code, score in scores.items()} | announced(year, scores)
        self._saves(page, typed, despite=despite)

    def plans(self, town: str, year: int, *, signed_by: str, signed_on: str = "") -> Paper:
        """Analyse the result of the year before, and plan a measure for what was weak in it."""
        key, paper = self.book.keys[town], Paper(town, year, "plan")
        analysed = {f"{tool}-text": f"ผลของแบบวัด {tool} ปีก่อนหน้า" for tool in ("iit", "eit", "oit")}
        stances = {f"{tool}-stance": "improve" for tool in ("iit", "eit", "oit")}
        self.opens("analyses", key, year - 1, query="?by=instruments").done(analysed | stances)
        self.opens("plan", key, year).done({"begin": "yes"})
        measure: dict[str, str | Sequence[str]] = {
            "title": "ทำทะเบียนยืมคืนทรัพย์สิน",
            "about": [WEAK],
            "stance": "urgent",
            "steps": "ประชุมชี้แจง\nลงมือทำ",
            "responsible": "สำนักปลัดเทศบาล",
        }
        self.opens("measure_add", key, year).done(measure)
        self.signs(paper, signed_by, signed_on)
        return paper

    def signs(self, paper: Paper, name: str, day: str = "") -> None:
        """Write under a paper who signs it, and on which day."""
        signed_on = buddhist(day) if day else None
        prefix = "results_" if paper.kind == "results" else ""
        position = f"นายก{self.book.called(paper.town, signed_on or self.book.today).name}"
        typed = {f"{prefix}signatory_name": name, f"{prefix}signatory_position": position}
        typed[f"{prefix}signed_on"] = typed_day(signed_on) if signed_on else ""
        page = self.opens("results" if prefix else "plan", self.book.keys[paper.town], paper.year)
        page.done(typed)
        self.book.signed[paper] = signed_on, name

    def reports(self, town: str, year: int, *, signed_by: str, signed_on: str = "") -> Paper:
        """Say what came of the measure of a plan."""
        key, paper = self.book.keys[town], Paper(town, year, "results")
        told = {"status": "done", "done": "ทำทะเบียนแล้วทุกกอง", "outcome": "ไม่มีทรัพย์สินสูญหาย"}
        self.opens("result", key, year, 1).done(told)
        self.opens("results", key, year).done({"overall_outcome": "มาตรการแล้วเสร็จ"})
        self.signs(paper, signed_by, signed_on)
        return paper

    def says(self, paper: Paper, words: str, *, despite: bool = False) -> None:
        """Put other words into the measure of a plan, or into what came of it; `despite` what is public."""
        page, field = ("measure", "title") if paper.kind == "plan" else ("result", "outcome")
        self._saves(self.opens(page, *self.of(paper)[:2], 1), {field: words}, despite=despite)

    def _saves(self, page: Page, typed: Typed, *, despite: bool) -> None:
        """Send an edit; where it changes what is public the portal asks, and it is meant `despite` that."""
        if despite:
            page = page.fill(typed)
            page.done({"despite": page.tree.xpath("//input[@name='despite']/@value")})
        else:
            page.done(typed)

    def submits(self, *papers: Paper) -> None:
        """Hand papers in."""
        for paper in papers:
            self.step(paper, "submit")

    def recalls(self, paper: Paper) -> None:
        """Take back what nobody has decided yet."""
        self.step(paper, "recall")

    def publishes(self, *papers: Paper, **answers: str) -> None:
        """Make papers public, with the answers to what is asked."""
        for paper in papers:
            self.step(paper, "publish", answers)
            if answers.get("earlier") == "withdraw":
                self.book.note(paper, self.account)
                self.book.came_down(paper)
            self.book.published(paper, self.account)

    def revises(self, paper: Paper, why: str) -> None:
        """Begin the next revision."""
        self.step(paper, "revise", {"note": why})

    def withdraws(self, paper: Paper, why: str, *, only: Sequence[int] = ()) -> None:
        """Take down what is public of a paper, or only these revisions of it."""
        self.step(
            paper, "withdraw", {"note": why} | ({"revisions": [str(one) for one in only]} if only else {})
        )
        self.book.came_down(paper, only)

    def answers(self, paper: Paper, comment: str, words: str) -> None:
        """Answer a comment of the reviewer."""
        root = Comment.objects.get(body=comment)
        self.opens("comment_answer", *self.of(paper), root.pk).done({"body": words})
        self.book.note(paper, self.account)

    def begins_correction(self, town: str, year: int, why: str, opens: Sequence[Paper], told: bool) -> None:
        """Open every public paper that prints the year; they have to be the ones that the story means."""
        page = self.opens("correction", self.book.keys[town], year)
        listed = {
            (one.paper.report.plan.fiscal_year, one.paper.report.kind)
            for one in page.answer.context["papers"]
        }
        assert listed == {(paper.year, paper.kind) for paper in opens}, listed
        page.done({"reason": why, "told": ["on"] if told else []})
        for paper in opens:
            self.book.note(paper, self.account)
        self.book.announced_anew.discard((town, year))

    def hands_in_correction(
        self, town: str, year: int, papers: Sequence[Paper], *, unread: bool = False
    ) -> None:
        """Submit all papers of a correction with one act; `unread` where the page says that nobody reads."""
        page = self.opens("correction_submit", self.book.keys[town], year)
        assert ("ยังไม่มีผู้ตรวจทานในระบบ" in page.text) == unread
        page.done()
        for paper in papers:
            self.book.note(paper, self.account)

    def publishes_correction(self, town: str, year: int, papers: Sequence[Paper]) -> None:
        """Publish all papers of a correction with one act."""
        self.opens("correction_publish", self.book.keys[town], year).done()
        for paper in papers:
            self.book.note(paper, self.account)
            self.book.published(paper, self.account)

    def moves_year(self, town: str, year: int, to: int) -> None:
        """What was begun under a wrong year belongs to another: its result, and the plan that answers it."""
        page = self.opens("year_move", self.book.keys[town], year, query=f"?to={to}")
        page.done({"periods": "shift"})

    def removes_year(self, town: str, year: int) -> None:
        """A year was begun by mistake: its result goes, and the plan that answers it."""
        self.opens("year_remove", self.book.keys[town], year).done({"what": "all"})

    def cancels_correction(self, town: str, year: int, told: Sequence[Paper]) -> None:
        """Correct nothing together after all; the public was told of it, and is no longer."""
        pages = [self.book.address("publication", paper) for paper in told]
        assert all(UNDER_CORRECTION in Browser().goes_to(page).text for page in pages)
        self.opens("correction_cancel", self.book.keys[town], year).done()
        assert not any(UNDER_CORRECTION in Browser().goes_to(page).text for page in pages)


class Reviewer(Person):
    """Reads for a province."""

    def accepts(self, *papers: Paper) -> None:
        """Tick papers on the desk, look at them at the gate, let them pass."""
        desk = self.opens("desk")
        offered = desk.tree.xpath("//input[@name='report']/@value")
        keys = {str(self._report(paper).pk) for paper in papers}
        ticked = [tick for tick in offered if tick.partition(":")[0] in keys]
        assert len(ticked) == len(papers), (ticked, desk.text[:1500])
        desk.done({"report": ticked}, press="action").fill({"report": ticked})
        for paper in papers:
            assert self._report(paper).state == "accepted", paper
            self.book.note(paper, self.account)

    def returns(self, paper: Paper, why: str) -> None:
        """Send a paper back."""
        self.step(paper, "return", {"note": why})

    def comments(self, paper: Paper, words: str) -> None:
        """Say something about the whole paper."""
        self.opens("comment_add", *self.of(paper)).done({"body": words})
        self.book.note(paper, self.account)

    def closes(self, paper: Paper, comment: str) -> None:
        """Be satisfied with the answer to a comment."""
        root = Comment.objects.get(body=comment)
        page = self.opens("preview", *self.of(paper))
        page.presses(self.book.address("comment_resolve", paper, root.pk))
        self.book.note(paper, self.account)

    def _report(self, paper: Paper) -> Report:
        key, year, kind = self.of(paper)
        return Report.objects.get(plan__municipality=key, plan__fiscal_year=year, kind=kind)
