"""Every file of evidence is shown to the operator's virus scanner, and none is taken while that is away."""

import socket
import time
from collections.abc import Iterator
from contextlib import suppress
from hashlib import md5
from io import BytesIO
from pathlib import Path
from threading import Thread

import pytest
from django.conf import LazySettings

from ita_portal.clamd import ScannerAway, virus_in
from measures import uploads
from tests.measures.conftest import pdf, picture, upload
from tests.processes import running

VIRUS = b"harmless, but on the list of these tests"
NAME = "Test.Of.The.Portal"


@pytest.fixture
def real_scanner(tmp_path: Path) -> Iterator[str]:
    """The socket of a clamd that knows one virus."""
    (tmp_path / "signatures").mkdir()
    digest = md5(VIRUS, usedforsecurity=False).hexdigest()
    (tmp_path / "signatures/own.hdb").write_text(f"{digest}:{len(VIRUS)}:{NAME}\n")
    place = tmp_path / "clamd"
    settings = {"LocalSocket": place, "DatabaseDirectory": tmp_path / "signatures", "Foreground": "yes"}
    (tmp_path / "conf").write_text("".join(f"{name} {value}\n" for name, value in settings.items()))
    with running(["clamd", f"--config-file={tmp_path / 'conf'}"], stdout=-3, stderr=-3):
        deadline = time.monotonic() + 60
        while not place.exists():
            assert time.monotonic() < deadline
            time.sleep(0.1)
        yield str(place)


@pytest.mark.needs("clamd")
@pytest.mark.slow
def test_clamd_itself_is_understood(real_scanner: str):
    assert virus_in(BytesIO(VIRUS), real_scanner) == f"{NAME}.UNOFFICIAL"
    assert virus_in(BytesIO(b"harmless" * 100_000), real_scanner) == ""


def stand_in(server: socket.socket, answer: bytes | None) -> None:
    """Answer each question as clamd would, or always the same."""
    with suppress(OSError):
        while True:
            line, _ = server.accept()
            with line, line.makefile("rb") as asked:
                assert asked.read(10) == b"zINSTREAM\0"
                content = b""
                while size := int.from_bytes(asked.read(4), "big"):
                    content += asked.read(size)
                verdict = f"stream: {NAME} FOUND" if VIRUS in content else "stream: OK"
                line.sendall(verdict.encode() + b"\0" if answer is None else answer)


@pytest.fixture
def scanner(request: pytest.FixtureRequest) -> Iterator[str]:
    """Where one listens that speaks as clamd does; its parameter is what it says instead."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        thread = Thread(target=stand_in, args=(server, getattr(request, "param", None)))
        thread.start()
        yield f"127.0.0.1:{server.getsockname()[1]}"
        server.shutdown(socket.SHUT_RDWR)
    thread.join(20)


def test_file_without_a_virus_is_taken(scanner: str, settings: LazySettings):
    settings.CLAMD = scanner
    file = upload("ภาพ.png", picture("PNG"))
    uploads.refuse_harmful(file, uploads.PNG)
    assert file.tell() == 0


def test_file_with_a_virus_is_refused_by_its_name(scanner: str, settings: LazySettings):
    settings.CLAMD = scanner
    with pytest.raises(ValueError, match=f"โปรแกรมตรวจไวรัสพบ {NAME} ในไฟล์นี้"):
        uploads.refuse_harmful(upload("ก.pdf", pdf() + VIRUS), uploads.PDF)


@pytest.mark.parametrize(
    "scanner", [b"", b"INSTREAM size limit exceeded. ERROR\0", b"stream: OK but\0"], indirect=True
)
def test_scanner_that_gives_no_verdict_has_not_judged(scanner: str):
    with pytest.raises(ScannerAway):
        virus_in(BytesIO(b"content"), scanner)


@pytest.mark.parametrize("scanner", ["127.0.0.1:1", "/nobody/listens/here"])
def test_while_the_scanner_is_away_no_file_is_taken(scanner: str, settings: LazySettings):
    settings.CLAMD = scanner
    with pytest.raises(ValueError, match="ขณะนี้ตรวจไวรัสของไฟล์ไม่ได้ จึงยังไม่รับไฟล์"):
        uploads.refuse_harmful(upload("ก.pdf", pdf()), uploads.PDF)
