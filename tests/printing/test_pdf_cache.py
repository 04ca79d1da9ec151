import os
import threading
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest
from pytest_django import Settings

from printing import pdf
from printing.pdf.cache import PdfCache, key_of, pdf_of
from printing.pdf.rendering import Attachment, PdfFailed
from tests.printing.test_pdf import page

A, B, C, D = (letter * 64 for letter in "abcd")
BUNDLE = Attachment("bundle.json", b"{}", "ข้อมูล")


@pytest.fixture
def cache(tmp_path: Path) -> PdfCache:
    return PdfCache(tmp_path / "cache", 1000, 3)


def stored(cache: PdfCache) -> set[str]:
    return {path.name for path in cache.directory.iterdir()}


def read_at(cache: PdfCache, key: str, second: int) -> None:
    os.utime(cache.directory / key, (second, second))


def test_cache_gives_back_what_was_put(cache: PdfCache) -> None:
    cache.put("a", b"%PDF-1")
    assert (cache.get("a"), cache.get("b"), stored(cache)) == (b"%PDF-1", None, {"a"})


def test_cache_is_for_its_owner_only(cache: PdfCache) -> None:
    cache.put("a", b"%PDF-1")
    modes = [path.stat().st_mode & 0o777 for path in (cache.directory, cache.directory / "a")]
    assert modes == [0o700, 0o600]


@pytest.mark.parametrize("damage", [b"", b"%PDF-1", b"x" * 31, b"x" * 32 + b"%PDF-1"])
def test_cache_damaged_file_is_ignored_and_replaced(cache: PdfCache, damage: bytes) -> None:
    cache.put("a", b"%PDF-1")
    (cache.directory / "a").write_bytes(damage)
    assert cache.get("a") is None
    cache.put("a", b"%PDF-1")
    assert cache.get("a") == b"%PDF-1"


def test_cache_longest_unread_leave_when_there_are_too_many(cache: PdfCache) -> None:
    for second, key in enumerate((A, B, C), 1):
        cache.put(key, b"%PDF")
        read_at(cache, key, second)
    assert cache.get(A) == b"%PDF"  # which is a reading
    cache.put(D, b"%PDF")
    assert stored(cache) == {A, C, D}


def test_cache_longest_unread_leave_when_there_is_too_much(cache: PdfCache) -> None:
    for second, key in enumerate((A, B), 1):
        cache.put(key, b"x" * 400)
        read_at(cache, key, second)
    cache.put(C, b"x" * 400)
    assert stored(cache) == {B, C}


def test_cache_removes_its_own_files_only(cache: PdfCache) -> None:
    """An operator may have named a folder in which something else lies."""
    cache.directory.mkdir()
    others = {"portal.sqlite3", "secret_key"}
    for name in others:
        (cache.directory / name).write_bytes(b"x" * 2000)
        read_at(cache, name, 1)
    left_over = cache.directory / "new-abc_123"
    left_over.touch()
    read_at(cache, left_over.name, 1)
    for key in (A, B, C):
        cache.put(key, b"%PDF")
    assert stored(cache) == others | {A, B, C}


def test_cache_too_large_content_is_not_kept_and_drives_nothing_out(cache: PdfCache) -> None:
    cache.put("a", b"%PDF")
    cache.put("b", b"x" * 1000)
    assert stored(cache) == {"a"}


def test_cache_that_cannot_be_written_is_logged_only(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    (tmp_path / "file").touch()
    cache = PdfCache(tmp_path / "file" / "cache", 1000, 3)
    cache.put("a", b"%PDF")
    assert (cache.get("a"), len(caplog.records)) == (None, 1)


def test_cache_leaves_nothing_of_a_file_that_could_not_be_kept(cache: PdfCache) -> None:
    (cache.directory / "a").mkdir(parents=True)
    cache.put("a", b"%PDF-1")
    assert stored(cache) == {"a"}


def test_cache_is_shared_without_a_half_file(cache: PdfCache) -> None:
    found: set[bytes | None] = set()

    def work(content: bytes) -> None:
        for number in range(100):
            cache.put(f"{number % 5}" * 64, content)
            found.add(cache.get(f"{number % 5}" * 64))

    workers = [threading.Thread(target=work, args=(letter * 200,)) for letter in (b"a", b"b")]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join()
    assert found <= {b"a" * 200, b"b" * 200, None}
    assert len(stored(cache)) <= 3


def test_key_counts_everything_that_a_pdf_is_made_from(tmp_path: Path) -> None:
    style = tmp_path / "other.css"
    style.write_text("p { color: red }", encoding="utf-8")
    made = [
        key_of("<p>ก"),
        key_of("<p>ข"),
        key_of("<p>ก", stylesheet=style),
        key_of("<p>ก", [BUNDLE]),
        key_of("<p>ก", [BUNDLE, BUNDLE]),
        key_of("<p>ก", [replace(BUNDLE, name="other.json")]),
        key_of("<p>ก", [replace(BUNDLE, content=b"[]")]),
        key_of("<p>ก", [replace(BUNDLE, description="ข้อ", content=b"{}")]),
        key_of("<p>ก", [replace(BUNDLE, dated=datetime(2025, 1, 1, tzinfo=UTC))]),
        key_of("<p>ก", [replace(BUNDLE, relationship="Data")]),
        key_of("<p>ก", [replace(BUNDLE, name="bundle.jsonข", description="้อมูล")]),
    ]
    assert len(set(made)) == len(made)
    assert key_of("<p>ก", [BUNDLE]) == key_of("<p>ก", (BUNDLE,))


def test_pdf_of_is_printed_once(tmp_path: Path, settings: Settings) -> None:
    settings.PDF_CACHE, settings.PDF_CACHE_MAX_MB = tmp_path / "pdf", 10
    html = page("<p>น้ำ</p>")
    first = pdf_of(html, attachments=[BUNDLE])
    PdfCache(tmp_path / "pdf", 2**20, 10).put(key_of(html, [BUNDLE]), b"from the cache")

    assert first == pdf.render(html, attachments=[BUNDLE])
    assert pdf_of(html, attachments=[BUNDLE]) == b"from the cache"


def test_pdf_of_a_broken_report_keeps_nothing(tmp_path: Path, settings: Settings) -> None:
    settings.PDF_CACHE, settings.PDF_CACHE_MAX_MB = tmp_path / "pdf", 10
    with pytest.raises(PdfFailed):
        pdf_of(page("<p>ก\ud800"))
    assert list(tmp_path.iterdir()) == []
