"""The admin of the story: towns and people by day, deadlines, what the province wants, files to import."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from io import StringIO

from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.urls import reverse

from accounts.models import User
from municipalities.models import Municipality, Province
from tests.life.book import LONG_AGO, Named, Paper, buddhist
from tests.life.people import Officer, Person, Reviewer, announced, scores_of, typed_day
from tests.municipalities.tables import csv_file

PROVINCE = "ลำปาง"


class Admin(Person):
    """Runs the portal."""

    def founds(self, town: str, kind: str, name: str, code: str, district: str) -> None:
        """Add a municipality, which the story calls by a short name."""
        province = str(Province.objects.get(name=PROVINCE).pk)
        typed = {"kind": kind, "name": name, "code": code, "district": district, "province": province}
        self.opens("place_add").done(typed)
        place = Municipality.objects.get(code=code)
        self.book.keys[town] = place.pk
        self.book.towns[town] = [Named(LONG_AGO, place.full_name, code, district)]

    def changes(self, town: str, day: str, full_name: str, **typed: str) -> None:
        """From a day on a municipality is called so, by what is typed."""
        self.opens("place_change", self.book.keys[town]).fill(
            {"day": typed_day(buddhist(day)), **typed}
        ).done()
        before = self.book.towns[town][-1]
        code, district = typed.get("code", before.code), typed.get("district", before.district)
        self.book.towns[town].append(Named(buddhist(day), full_name, code, district))

    def redates(self, town: str, number: int, day: str) -> None:
        """The change of that number was recorded with a wrong day."""
        page = self.opens("place_recorded", self.book.keys[town], number)
        page.fill({"day": typed_day(buddhist(day))}).done()
        self.book.towns[town][number] = replace(self.book.towns[town][number], since=buddhist(day))

    def merges(self, town: str, into: str, day: str, left: Sequence[str]) -> None:
        """From a day on a municipality is part of another; the page names what is `left` open."""
        named = self.book.called(into, self.book.today).code
        page = self.opens("place_end", self.book.keys[town]).fill(
            {"day": typed_day(buddhist(day)), "into": named}
        )
        assert [words for words in left if words not in page.text] == []
        page.done()
        self.book.ended[town] = buddhist(day)

    def begins(self, town: str, day: str, body: str, code: str) -> None:
        """Say since when a municipality is one, and which อบต. it was before."""
        typed = {"day": typed_day(buddhist(day)), "name": body, "code": code}
        self.opens("place_begin", self.book.keys[town]).fill(typed).done()
        [now] = self.book.towns[town]
        was = Named(LONG_AGO, f"องค์การบริหารส่วนตำบล{body}", code, now.district)
        self.book.towns[town] = [was, Named(buddhist(day), now.name, now.code, now.district)]

    def invites(self, account: str, name: str, *, town: str = "", role: str = "officer") -> Person:
        """Make somebody's account: an officer of a town, or a reviewer."""
        typed = {"first_name": name, "email": f"{account}@example.go.th", "username": account, "role": role}
        if town:
            typed["municipality"] = self.book.called(town, self.book.today).code
        else:
            typed["province"] = str(Province.objects.get(name=PROVINCE).pk)
        self.opens("person_invite").done(typed)
        self.book.people[account] = [Named(LONG_AGO, name)]
        return (Officer if town else Reviewer)(self.book, account)

    def renames(self, account: str, name: str) -> None:
        """Somebody has married."""
        self.opens("person", User.objects.get(username=account).pk).done({"first_name": name})
        self.book.people[account].append(Named(self.book.today, name))

    def assigns(self, account: str, town: str) -> None:
        """An officer serves one more municipality, from today on."""
        page = self.opens("person_services", User.objects.get(username=account).pk)
        page.done({"municipality": self.book.called(town, self.book.today).code})

    def relieves(self, account: str, town: str) -> None:
        """An officer serves a municipality no more."""
        person = User.objects.get(username=account)
        service = person.services.get(municipality=self.book.keys[town], until=None)
        page = self.opens("person_services", person.pk)
        page.presses(reverse("person_service_end", args=[person.pk, service.pk]))

    def closes(self, account: str) -> None:
        """Somebody has left."""
        self.opens("person", User.objects.get(username=account).pk).done(press="active")

    def loses_the_last_reviewer(self, account: str) -> None:
        """Nobody reviews any more: the admin is told by mail, at once."""
        before = len(mail.outbox)
        self.closes(account)
        told = [one.body for one in mail.outbox[before:] if "ไม่มีผู้ตรวจทานที่ใช้งานอยู่" in one.body]
        assert [f"จังหวัด{PROVINCE}" in text for text in told] == [True], told

    def sets_deadline(self, year: int, kind: str, day: str) -> None:
        """By when a document of a plan's year is to be handed in."""
        typed = {"fiscal_year": str(year), "kind": kind, "due_on": typed_day(buddhist(day))}
        self.opens("deadlines").done(typed)

    def lets_review(self, reviews: bool, *waiting: Paper) -> None:
        """Whether the province reviews before publication; the history of papers on their way tells of it."""
        box = f"reviews_{Province.objects.get(name=PROVINCE).pk}"
        page = self.opens("province_settings").fill({box: ["on"] if reviews else []})
        if waiting:
            page.done({"confirmed": page.tree.xpath("//input[@name='confirmed']/@value")})
        for paper in waiting:
            self.book.note(paper, self.account)
        assert Province.objects.get(name=PROVINCE).reviews == reviews

    def imports_results(self, year: int, weak: Mapping[str, str]) -> None:
        """The results of a year that were announced anew, from a file; papers print the former ones."""
        head = ["รหัส อปท.", "เทศบาล", "ปีงบประมาณ", "คะแนนรวม", "ระดับ", *(f"ตัวชี้วัดที่ {n}" for n in range(1, 11))]
        rows = []
        for town, score in weak.items():
            scores, now = scores_of(score), self.book.called(town, self.book.today)
            total = announced(year, scores)
            rows.append(
                [now.code, now.name, str(year), *total.values(), *(scores[str(n)] for n in range(1, 11))]
            )
        file = SimpleUploadedFile("ผล.csv", csv_file(head, *rows))
        self.opens("import_announced").done({"file": file}).done({})
        self.book.announced_anew |= {(town, year) for town in weak}

    def withdraws(self, paper: Paper, why: str, *, only: Sequence[int] = ()) -> None:
        """Take down what is public of a paper."""
        self.step(
            paper, "withdraw", {"note": why} | ({"revisions": [str(one) for one in only]} if only else {})
        )
        self.book.came_down(paper, only)

    def erases(self, paper: Paper, number: int, why: str) -> None:
        """Take a withdrawn revision out of the portal for good, by the command."""
        named = self.book.called(paper.town, self.book.today).name, str(paper.year), paper.kind, str(number)
        call_command("erase", publication=named, apply=True, reason=why, user=self.account, stdout=StringIO())
