"""Ten invented years of a province, a function each: who did what on which day (of the Buddhist era).

The towns have short names: คราม is raised to a higher rank, แสง is merged into it, นก has results that are
corrected and papers that are taken down, หมอก is an อบต. until its fourth year.
"""

from dataclasses import dataclass

from django.conf import LazySettings

from tests.life.administration import Admin
from tests.life.book import Book, Paper
from tests.life.people import Officer, Reviewer

NEW_HOST = "https://ita.lampang.example"
PERSONAL = "มีข้อมูลส่วนบุคคลที่ไม่ควรเปิดเผย"


@dataclass
class Life:
    """The book of the story, and those who live in it; the admin and the host are there from the start."""

    book: Book
    admin: Admin
    settings: LazySettings
    kanda: Officer | None = None
    bunmee: Officer | None = None
    janchai: Officer | None = None
    duangjai: Officer | None = None
    teera: Officer | None = None
    waree: Reviewer | None = None
    pichai: Reviewer | None = None
    malee: Reviewer | None = None


def year_2563(life: Life) -> None:
    """The portal begins with three towns; two publish a plan, one after it came back with a comment."""
    book, admin = life.book, life.admin
    book.on("2562-10-15")
    admin.founds("คราม", "tambon", "ทุ่งคราม", "5520301", "เกาะคา")
    admin.founds("แสง", "tambon", "ห้วยแสง", "5520302", "เกาะคา")
    admin.founds("นก", "mueang", "หนองนก", "4520103", "เมืองลำปาง")
    life.kanda = admin.invites("kanda", "นางสาวกานดา", town="คราม")
    life.bunmee = admin.invites("bunmee", "นายบุญมี", town="แสง")
    life.janchai = admin.invites("janchai", "นางจันทร์ฉาย", town="นก")
    life.waree = admin.invites("waree", "นางสาววารี", role="reviewer")
    admin.sets_deadline(2563, "plan", "2563-01-31")

    book.on("2562-11-04")
    life.kanda.enters_result("คราม", 2562, "81.20")
    indigo = life.kanda.plans("คราม", 2563, signed_by="นายก้อง ฟ้าใส", signed_on="2562-11-04")
    life.kanda.submits(indigo)
    life.waree.accepts(indigo)
    life.kanda.publishes(indigo)

    book.on("2562-12-02")
    life.janchai.enters_result("นก", 2562, "79.00")
    bird = life.janchai.plans("นก", 2563, signed_by="นายวิหค ปีกทอง")
    life.janchai.submits(bird)
    life.waree.comments(bird, "โปรดระบุกองที่รับผิดชอบ")
    life.waree.returns(bird, "มีความเห็นหนึ่งข้อ")
    life.janchai.answers(bird, "โปรดระบุกองที่รับผิดชอบ", "ระบุแล้ว")
    life.janchai.says(bird, "ทำทะเบียนยืมคืนทรัพย์สินของกองคลัง")
    life.janchai.submits(bird)
    life.waree.closes(bird, "โปรดระบุกองที่รับผิดชอบ")
    life.waree.accepts(bird)
    life.janchai.publishes(bird)


def year_2564(life: Life) -> None:
    """The first report of results; a score of 2562 is corrected, of which two public papers tell."""
    book = life.book
    book.on("2563-11-02")
    indigo = life.kanda.reports("คราม", 2563, signed_by="นายก้อง ฟ้าใส", signed_on="2563-11-02")
    life.kanda.submits(indigo)
    life.waree.accepts(indigo)
    life.kanda.publishes(indigo)

    book.on("2563-12-14")
    life.janchai.enters_result("นก", 2563, "80.50")
    bird = life.janchai.plans("นก", 2564, signed_by="นายวิหค ปีกทอง", signed_on="2563-12-14")
    life.janchai.submits(bird)
    life.waree.accepts(bird)
    life.janchai.publishes(bird)

    book.on("2564-03-08")
    both = [Paper("นก", 2563, "plan"), bird]
    life.janchai.begins_correction("นก", 2562, "ป.ป.ช. แก้ไขตัวชี้วัดที่ ๔", both, told=True)
    life.janchai.enters_result("นก", 2562, "84.10")
    life.janchai.hands_in_correction("นก", 2562, both)
    life.waree.accepts(*both)
    life.janchai.publishes_correction("นก", 2562, both)


def year_2565(life: Life) -> None:
    """คราม is raised after it has published; แสง publishes its only plan; a report waits for the province."""
    book, admin = life.book, life.admin
    book.on("2564-12-20")
    life.kanda.enters_result("คราม", 2564, "82.00")
    indigo = life.kanda.plans("คราม", 2565, signed_by="นายก้อง ฟ้าใส", signed_on="2564-12-20")
    life.bunmee.enters_result("แสง", 2564, "77.00")
    light = life.bunmee.plans("แสง", 2565, signed_by="นายทอ แสงเช้า", signed_on="2564-12-20")
    for officer, paper in ((life.kanda, indigo), (life.bunmee, light)):
        officer.submits(paper)
        life.waree.accepts(paper)
        officer.publishes(paper)

    book.on("2565-03-07")
    admin.changes("คราม", "2565-03-01", "เทศบาลเมืองทุ่งคราม", kind="mueang", code="4520301")
    results = life.janchai.reports("นก", 2564, signed_by="นายวิหค ปีกทอง")
    life.janchai.submits(results)


def year_2566(life: Life) -> None:
    """An อบต. becomes a town and tells the result of its time before; a report is taken down and mended."""
    book, admin = life.book, life.admin
    results = Paper("นก", 2564, "results")
    book.on("2565-10-10")
    life.waree.accepts(results)
    life.janchai.publishes(results)
    book.on("2565-11-20")
    life.janchai.withdraws(results, PERSONAL)
    life.janchai.says(results, "ไม่มีทรัพย์สินสูญหาย ไม่ระบุชื่อผู้ยืม")
    life.janchai.submits(results)
    life.waree.accepts(results)
    life.janchai.publishes(results)

    book.on("2566-02-13")
    indigo = life.kanda.reports("คราม", 2565, signed_by="นางคราม ฟ้าใส")
    life.kanda.submits(indigo)
    life.waree.accepts(indigo)
    life.kanda.publishes(indigo)

    book.on("2566-03-01")
    admin.founds("หมอก", "tambon", "ดอยหมอก", "5520501", "งาว")
    admin.begins("หมอก", "2566-02-01", "ดอยหมอก", "6520501")
    life.duangjai = admin.invites("duangjai", "นางดวงใจ", town="หมอก")
    admin.sets_deadline(2566, "plan", "2566-03-31")
    life.duangjai.enters_result("หมอก", 2565, "83.00")
    mist = life.duangjai.plans("หมอก", 2566, signed_by="นายเมฆ ลอยลม", signed_on="2566-03-01")
    life.duangjai.submits(mist)
    life.waree.accepts(mist)
    life.duangjai.publishes(mist)


def year_2567(life: Life) -> None:
    """แสง is merged into คราม with two things open; นก gets another officer; the reviewer marries."""
    book, admin = life.book, life.admin
    book.on("2566-11-15")
    life.bunmee.enters_result("แสง", 2566, "78.00")
    life.bunmee.plans("แสง", 2567, signed_by="นายทอ แสงเช้า")
    life.janchai.enters_result("นก", 2566, "81.00")
    bird = life.janchai.plans("นก", 2567, signed_by="นายวิหค ปีกทอง")
    life.janchai.submits(bird)

    book.on("2567-01-15")
    admin.renames("waree", "นางวารี")
    life.waree.returns(bird, "โปรดลงวันที่")
    life.teera = life.janchai.hands_over("teera", "นายธีระ")
    life.teera.signs(bird, "นางสาวนารี ปีกทอง", "2567-01-15")
    life.teera.submits(bird)
    life.waree.accepts(bird)
    life.teera.publishes(bird)

    book.on("2567-06-03")
    light = [Paper("แสง", 2565, "plan")]
    life.bunmee.begins_correction("แสง", 2564, "ป.ป.ช. แก้ไขตัวชี้วัดที่ ๔", light, told=True)
    admin.merges("แสง", "คราม", "2567-06-01", left=["แก้ไขผลการประเมิน", "ไม่ต้องจัดทำต่อ"])
    admin.closes("bunmee")
    admin.sets_deadline(2566, "results", "2567-04-30")


def year_2568(life: Life) -> None:
    """The portal moves to another host; หมอก gets another name and district, and the officer of คราม.

    She also gives up what was left open in แสง.
    """
    book, admin = life.book, life.admin
    book.on("2567-10-21")
    life.settings.PORTAL_URL = NEW_HOST
    indigo = Paper("คราม", 2565, "plan")
    life.kanda.revises(indigo, "แก้คำที่พิมพ์ผิด")
    life.kanda.says(indigo, "ทำทะเบียนยืมคืนทรัพย์สินทุกกอง", despite=True)
    life.kanda.submits(indigo)
    life.waree.accepts(indigo)
    life.kanda.publishes(indigo)

    admin.assigns("kanda", "แสง")
    life.kanda.cancels_correction("แสง", 2564, [Paper("แสง", 2565, "plan")])

    book.on("2568-02-10")
    admin.changes("หมอก", "2568-01-01", "เทศบาลตำบลม่านเมฆ", name="ม่านเมฆ", code="5520201", district="แม่เมาะ")
    admin.redates("หมอก", 2, "2568-02-01")
    admin.assigns("kanda", "หมอก")
    admin.closes("duangjai")
    mist = life.kanda.reports("หมอก", 2566, signed_by="นายเมฆ ลอยลม", signed_on="2568-02-10")
    life.kanda.submits(mist)
    life.waree.accepts(mist)
    life.kanda.publishes(mist)


def year_2569(life: Life) -> None:
    """The province no longer reviews; an import corrects a result of คราม of which three papers tell."""
    book, admin = life.book, life.admin
    book.on("2568-11-03")
    admin.lets_review(False)
    bird = life.teera.reports("นก", 2567, signed_by="นางสาวนารี ปีกทอง")
    life.teera.submits(bird)
    life.teera.publishes(bird)

    book.on("2568-12-08")
    life.kanda.enters_result("คราม", 2568, "80.00")
    indigo = life.kanda.plans("คราม", 2569, signed_by="นางคราม ฟ้าใส", signed_on="2568-12-08")
    life.kanda.submits(indigo)
    life.kanda.publishes(indigo)

    book.on("2569-02-02")
    admin.imports_results(2564, {"คราม": "83.40"})
    told = [Paper("คราม", 2565, "plan"), Paper("คราม", 2565, "results"), indigo]
    life.kanda.begins_correction("คราม", 2564, "ป.ป.ช. ประกาศผลใหม่", told, told=True)
    life.kanda.enters_result("คราม", 2564, "83.40")
    life.kanda.hands_in_correction("คราม", 2564, told)
    life.kanda.publishes_correction("คราม", 2564, told)

    book.on("2569-04-20")
    life.kanda.enters_result("หมอก", 2568, "80.10")
    life.kanda.plans("หมอก", 2569, signed_by="นายเมฆ ลอยลม")
    life.kanda.moves_year("หมอก", 2568, to=2567)


def year_2570(life: Life) -> None:
    """The province reviews again, with another reviewer: what was submitted meanwhile waits for him."""
    book, admin = life.book, life.admin
    book.on("2569-12-01")
    life.teera.enters_result("นก", 2569, "82.30")
    bird = life.teera.plans("นก", 2570, signed_by="นางสาวนารี ปีกทอง", signed_on="2569-12-01")
    life.teera.submits(bird)
    life.kanda.enters_result("หมอก", 2569, "84.00")
    life.kanda.plans("หมอก", 2570, signed_by="นายเมฆ ลอยลม")
    life.kanda.removes_year("หมอก", 2567)

    book.on("2570-03-01")
    admin.lets_review(True, bird)
    life.pichai = life.waree.hands_over("pichai", "นายพิชัย")
    admin.imports_results(2568, {"คราม": "80.80"})


def year_2571(life: Life) -> None:
    """Papers of old years: one is withdrawn and erased, one corrected and contradicts the others."""
    book = life.book
    bird = Paper("นก", 2570, "plan")
    book.on("2570-10-18")
    life.pichai.accepts(bird)
    life.teera.publishes(bird)
    life.admin.withdraws(Paper("คราม", 2563, "results"), PERSONAL)
    life.admin.erases(Paper("คราม", 2563, "results"), 1, "เจ้าของข้อมูลขอให้ลบ")

    book.on("2570-12-07")
    indigo = [Paper("คราม", 2569, "plan")]
    life.kanda.begins_correction("คราม", 2568, "ป.ป.ช. ประกาศผลใหม่", indigo, told=False)
    life.kanda.enters_result("คราม", 2568, "80.80")
    life.kanda.hands_in_correction("คราม", 2568, indigo)
    life.pichai.accepts(*indigo)
    life.kanda.publishes_correction("คราม", 2568, indigo)

    book.on("2571-01-10")
    old = Paper("นก", 2567, "plan")
    life.teera.revises(old, "แก้ไขคะแนนตัวชี้วัดที่ ๔")
    life.teera.enters_result("นก", 2566, "82.40", despite=True)
    life.teera.submits(old)
    life.pichai.accepts(old)
    life.teera.publishes(old)

    book.on("2571-02-01")
    mist = Paper("หมอก", 2570, "plan")
    life.kanda.submits(mist)
    life.pichai.comments(mist, "โปรดลงวันที่")
    life.pichai.returns(mist, "มีความเห็นหนึ่งข้อ")


def year_2572(life: Life) -> None:
    """The last one: revisions come down with their successor; a correction is under way and told.

    It is handed in while the province has no reviewer; another one comes.
    """
    book = life.book
    book.on("2571-11-01")
    results = Paper("นก", 2567, "results")
    life.teera.revises(results, "แก้ชื่อบุคคล")
    life.teera.says(results, "ไม่มีทรัพย์สินสูญหายในทุกกอง")
    life.teera.submits(results)
    life.pichai.accepts(results)
    life.teera.publishes(results, earlier="withdraw", earlier_reason=PERSONAL)

    book.on("2572-08-01")
    told = [Paper("นก", 2567, "plan"), results, Paper("นก", 2570, "plan")]
    life.teera.begins_correction("นก", 2566, "ป.ป.ช. แก้ไขตัวชี้วัดที่ ๔", told, told=True)
    life.teera.enters_result("นก", 2566, "83.00")
    life.admin.loses_the_last_reviewer("pichai")
    life.teera.hands_in_correction("นก", 2566, told, unread=True)
    mist = Paper("หมอก", 2570, "plan")
    life.kanda.answers(mist, "โปรดลงวันที่", "ลงวันที่แล้ว")
    life.kanda.signs(mist, "นายเมฆ ลอยลม", "2572-08-01")
    life.kanda.submits(mist)
    life.malee = life.admin.invites("malee", "นางมาลี", role="reviewer")


YEARS = {
    2563: year_2563,
    2564: year_2564,
    2565: year_2565,
    2566: year_2566,
    2567: year_2567,
    2568: year_2568,
    2569: year_2569,
    2570: year_2570,
    2571: year_2571,
    2572: year_2572,
}
