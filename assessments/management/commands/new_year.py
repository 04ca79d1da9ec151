"""Begin the framework file of the next fiscal year."""

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from assessments import framework, next_year

AFTERWARDS = """เขียน {path} แล้ว ทุกรายการมีเครื่องหมาย B (คาดว่าเหมือนปี {last})

ขั้นต่อไป (docs/adding-a-year.md)
  1. แก้รายการที่ทราบแล้วของปี {year} พร้อมเครื่องหมายและที่มา
  2. ./manage.py check
  3. เปิดหน้า /frameworks/{year}/ แล้วเริ่มระบบใหม่"""
STALE = """

บรรทัดต่อไปนี้ยังมีเลขปี โปรดตรวจ"""


class Command(BaseCommand):
    """Write frameworks/<year>.toml with the rules of the last year, each marked as expected."""

    help = "สร้างไฟล์หลักเกณฑ์ของปีงบประมาณถัดไปจากปีล่าสุด ทุกรายการเป็นข้อสันนิษฐานจนกว่าจะแก้"

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The year."""
        parser.add_argument("year", type=int, help="ปีงบประมาณ พ.ศ. ถัดจากไฟล์ล่าสุด")

    def handle(self, *args: object, year: int, **options: object) -> None:
        """Refuse to write over a file or to leave a gap, write, and say what to do next."""
        *_, last = framework.years()
        if year in framework.years():
            raise CommandError(f"มีไฟล์หลักเกณฑ์ของปี {year} แล้ว จึงไม่เขียนทับ")
        if year != last + 1:
            raise CommandError(f"ไฟล์ล่าสุดคือปี {last} ปีถัดไปที่สร้างได้คือ {last + 1}")
        text = (framework.FOLDER / f"{last}.toml").read_text(encoding="utf-8")
        path = framework.FOLDER / f"{year}.toml"
        made = next_year.copied(text, last, year)
        try:
            with path.open("x", encoding="utf-8") as file:
                file.write(made)
        except OSError as error:
            raise CommandError(f"เขียน {path} ไม่ได้: {error}") from error
        said = AFTERWARDS.format(path=path, last=last, year=year)
        if left := next_year.stale(made):
            said += "\n  ".join([STALE, *left])
        self.stdout.write(said)
