"""The commands of every import: a trial of a file, a line a row, and with --apply what it stores."""

import json
import sys
from argparse import ArgumentParser
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any, ClassVar

from django.core.management.base import BaseCommand
from django.db import transaction

from municipalities.importing import Import, RowOutcome, Verdict, skipped_in_words, store_rows
from municipalities.table_files import FileTable
from municipalities.table_reading import MAX_BYTES, read_table
from municipalities.xlsx_reading import Unreadable

BAR = 40  # signs
_VERDICTS = {
    Verdict.NEW: "new",
    Verdict.CHANGED: "change",
    Verdict.ASKED: "change",
    Verdict.HELD: "change",
    Verdict.SAME: "same",
    Verdict.SKIPPED: "skip",
    Verdict.FAULTY: "fault",
}


class ImportCommand(BaseCommand):
    """FILE [--apply] [--json] [--agree ROWS] [--confirmed ROWS] [--without-hidden]: a trial without --apply.

    What is doubted is stored where --agree names its row, what touches documents that were handed in where
    --confirmed does; the output says which rows these are.
    Exit status 1 where the file is refused or a row is faulty. Rows whose place would become another (their
    name, kind, code or district changes) are for the page alone, where the day of the change is asked.
    """

    job: ClassVar[Import]

    def add_arguments(self, parser: ArgumentParser) -> None:
        """FILE and what is done with it."""
        parser.add_argument("file", metavar="FILE", help="ไฟล์ XLSX, ODS หรือ CSV หรือ - เพื่ออ่านจาก stdin")
        parser.add_argument("--apply", action="store_true", help="บันทึกแถวที่ถูกต้อง (ไม่ระบุ = ทดลองเท่านั้น)")
        parser.add_argument("--json", action="store_true", help="แสดงผลเป็น JSON")
        parser.add_argument(
            "--agree", metavar="ROWS", default="", help="แถวที่มีข้อสงสัยซึ่งตรวจแล้วให้บันทึก เช่น 2,7 หรือ all"
        )
        parser.add_argument(
            "--confirmed",
            metavar="ROWS",
            default="",
            help="แถวที่กระทบเอกสารซึ่งส่งหรือเผยแพร่แล้ว และยืนยันให้บันทึก เช่น 2,7 หรือ all",
        )
        parser.add_argument("--without-hidden", action="store_true", help="ไม่นำเข้าแถวที่ถูกซ่อนในไฟล์")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Try the file or apply it; exits with 1 where something is wrong with it."""
        try:
            table = read_table(
                _content(options["file"]), self.job.shape, name=options["file"], progress=self._progress
            )
        except Unreadable as refusal:
            self.stderr.write(f"{options['file']}: {refusal}")
            sys.exit(1)
        if options["apply"]:
            outcomes, asked = self._apply(table, options)
        else:
            outcomes = self.job.examine(table, False)  # noqa: FBT003 - as Import says
            asked = self._asked(outcomes, options)
        if options["json"]:
            self._write_json(table, outcomes, asked)
        else:
            self._write_lines(table, outcomes, asked, is_applied=options["apply"])
        if any(outcome.verdict == Verdict.FAULTY for outcome in outcomes):
            sys.exit(1)

    def _asked(self, outcomes: Sequence[RowOutcome], options: dict[str, Any]) -> dict[int, str]:
        """Why rows wait for --confirmed, by their numbers; without those that it names."""
        asked = self.job.asks(outcomes) if self.job.asks else {}
        return {row: why for row, why in asked.items() if not _named(options["confirmed"], row)}

    @transaction.atomic
    def _apply(self, table: FileTable, options: dict[str, Any]) -> tuple[list[RowOutcome], dict[int, str]]:
        outcomes = self.job.examine(table, True)  # noqa: FBT003 - as Import says
        asked = self._asked(outcomes, options)
        wished = [
            one
            for one in outcomes
            if one.acts
            and one.number not in asked
            and not (one.is_hidden and options["without_hidden"])
            and (not one.doubts or _named(options["agree"], one.number))
        ]
        store_rows(wished)
        if self.job.after:
            self.job.after(wished, None)
        return outcomes, asked

    def _write_json(self, table: FileTable, outcomes: Sequence[RowOutcome], asked: Mapping[int, str]) -> None:
        """One object, a line for each row: of eighty thousand none waits for the others."""
        sheet = json.dumps(table.sheet or None, ensure_ascii=False)
        self.stdout.write(f'{{"sheet": {sheet}, "rows": [')
        for place, outcome in enumerate(outcomes, 1):
            line = json.dumps(_told(outcome, table, asked), ensure_ascii=False)
            self.stdout.write(line + ("," if place < len(outcomes) else ""))
        self.stdout.write("]}")

    def _write_lines(
        self,
        table: FileTable,
        outcomes: Sequence[RowOutcome],
        asked: Mapping[int, str],
        *,
        is_applied: bool,
    ) -> None:
        for remark in filter(None, [*table.remarks(), skipped_in_words(outcomes)]):
            self.stdout.write(remark)
        for outcome in outcomes:
            changes = ", ".join(f"{one.label} {one.old} → {one.new}" for one in outcome.changes)
            said = "; ".join(_sentences(outcome, table, asked))
            parts = filter(
                None, (f"แถวที่ {outcome.number}", outcome.verdict.label, outcome.about, changes, said)
            )
            self.stdout.write(" | ".join(map(str, parts)))
        counted = ((verdict, sum(one.verdict == verdict for one in outcomes)) for verdict in Verdict)
        self.stdout.write(", ".join(f"{verdict.label} {count:,}" for verdict, count in counted if count))
        waiting = sum(outcome.waits for outcome in outcomes)
        if waiting:
            self.stdout.write(f"มีข้อสงสัย {waiting:,} แถว ซึ่งบันทึกเมื่อระบุ --agree")
        if asked:
            rows = ",".join(map(str, sorted(asked)))
            self.stdout.write(f"กระทบเอกสาร {len(asked):,} แถว ซึ่งบันทึกเมื่อระบุ --confirmed {rows}")
        self.stdout.write("บันทึกแล้ว" if is_applied else "ทดลองเท่านั้น ยังไม่ได้บันทึก (ระบุ --apply เพื่อบันทึก)")

    def _progress(self, part: float) -> None:
        """A bar on a terminal, which one line of it shows."""
        if sys.stderr.isatty():
            done = round(part * BAR)
            end = "\n" if part >= 1 else ""
            self.stderr.write(f"\r[{'#' * done}{'.' * (BAR - done)}] {part:4.0%}", ending=end)


def _content(name: str) -> bytes:
    """The file's bytes, at most one more than is allowed. Raises Unreadable."""
    try:
        if name == "-":
            return sys.stdin.buffer.read(MAX_BYTES + 1)
        with Path(name).open("rb") as file:
            return file.read(MAX_BYTES + 1)
    except FileNotFoundError:
        raise Unreadable("ไม่พบไฟล์นี้") from None
    except (OSError, ValueError):  # a directory, no permission, a name that no file can have
        raise Unreadable("เปิดอ่านไฟล์นี้ไม่ได้") from None


def _named(rows: str, number: int) -> bool:
    """Whether an option like 2,7 or all names the row."""
    return bool({"all", str(number)} & {*rows.split(",")})


def _sentences(outcome: RowOutcome, table: FileTable, asked: Mapping[int, str]) -> list[str]:
    """All that is said of a row: its faults, what is doubted, what was left out, for what it waits."""
    said: list[object] = [*outcome.faults, *outcome.doubts, *outcome.notes]
    if why := asked.get(outcome.number):
        said.append(f"{why} จึงบันทึกเมื่อระบุ --confirmed {outcome.number}")
    if outcome.verdict == Verdict.ASKED:
        said.append("อาจเป็นเทศบาลเดิมที่เปลี่ยนไป จึงต้องยืนยันในหน้านำเข้า")
    if outcome.is_hidden:
        by = "ด้วยตัวกรอง" if table.filtered else "ไว้"
        said.append(f"แถวนี้ถูกซ่อน{by}ในไฟล์ หากไม่ต้องการนำเข้าให้ระบุ --without-hidden")
    return list(map(str, said))


def _told(outcome: RowOutcome, table: FileTable, asked: Mapping[int, str]) -> dict[str, Any]:
    return {
        "row": outcome.number,
        "verdict": _VERDICTS[outcome.verdict],
        "municipality": outcome.place or outcome.about or None,
        "changes": {one.name: [one.old if one.corrects else None, one.new] for one in outcome.changes},
        "doubts": _sentences(outcome, table, asked),
    }
