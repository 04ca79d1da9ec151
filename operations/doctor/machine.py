"""The machine below the portal: programs, libraries, folders, the clock."""

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from tempfile import NamedTemporaryFile

from django.conf import settings

from ita_portal.private_files import KEY_FILE
from operations.doctor import Diagnosis, advice, fault, good
from operations.probes import LEAST_FREE

# As scripts/bootstrap.sh asks for them.
PANGO = ("pango-1.0.so.0", "pangoft2-1.0.so.0", "harfbuzz-subset.so.0", "fontconfig.so.1", "gobject-2.0.so.0")
INSTALL_PANGO = "sudo apt-get install -y libpango-1.0-0 libpangoft2-1.0-0 libharfbuzz-subset0"
FONTS = ("Sarabun", "THSarabun")


def look_at_machine() -> Iterator[Diagnosis]:
    """Python, Pango, fonts, optional programs, folders and the clock."""
    yield _python()
    yield _pango()
    yield _fonts()
    yield _programs()
    yield from _folders()
    yield _key()
    yield _clock()


def _python() -> Diagnosis:
    version = ".".join(map(str, sys.version_info[:3]))
    if (3, 11) <= sys.version_info[:2] <= (3, 14):
        return good("Python", version)
    return fault("Python", version, "ติดตั้ง Python 3.11 ถึง 3.14 แล้วรัน ./run ซึ่งสร้าง .venv ใหม่ให้")


def _pango() -> Diagnosis:
    try:
        for library in PANGO if sys.platform == "linux" else ():
            ctypes.CDLL(f"lib{library}")
    except OSError as error:
        return fault("Pango (สำหรับ PDF)", f"ไม่มี {str(error).partition(':')[0]}", INSTALL_PANGO)
    return good("Pango (สำหรับ PDF)", "พร้อม")


def _fonts() -> Diagnosis:
    """The portal brings its own; others on the machine are not needed."""
    files = [path for path in (settings.BASE_DIR / "static").rglob("*") if path.suffix in (".woff2", ".ttf")]
    if any(path.name.startswith(FONTS) for path in files):
        return good("แบบอักษร", f"{len(files)} ไฟล์ของระบบเอง")
    return fault("แบบอักษร", "ไม่พบไฟล์ใน static/", "ติดตั้งโปรแกรมใหม่ให้ครบทุกไฟล์")


def _programs() -> Diagnosis:
    missing = [name for name in ("qpdf", "pdftotext") if not shutil.which(name)]
    if not missing:
        return good("โปรแกรมเสริม", "มี qpdf และ pdftotext")
    return good("โปรแกรมเสริม", f"ไม่มี {' และ '.join(missing)} ซึ่งใช้เฉพาะตรวจ PDF ด้วยตนเอง")


def _folders() -> Iterator[Diagnosis]:
    choices = {
        "MEDIA_ROOT": settings.MEDIA_ROOT,
        "TRAFFIC_LOG": settings.TRAFFIC_LOG,
        "var": settings.VAR_DIR,
    }
    for name, folder in choices.items():
        yield _folder(name, Path(folder))


def _folder(name: str, folder: Path) -> Diagnosis:
    about = f"โฟลเดอร์ {name}"
    while not folder.exists() and folder != folder.parent:  # the start makes it
        folder = folder.parent
    try:
        with NamedTemporaryFile(dir=folder, prefix="new-"):
            free = shutil.disk_usage(folder).free
    except OSError as error:
        return fault(about, f"{folder} เขียนไม่ได้ ({error.strerror})", f"ให้บัญชีที่รันระบบเป็นเจ้าของ {folder}")
    room = f"{folder} เหลือ {free / 2**30:,.1f} GB"
    if free < LEAST_FREE:
        return fault(about, room, "เพิ่มพื้นที่หรือย้ายข้อมูลสำรองเก่าออก (docs/operate.md หัวข้อดิสก์เต็ม)")
    if free < 10 * LEAST_FREE:
        return advice(about, room, "เตรียมเพิ่มพื้นที่")
    return good(about, room)


def _key() -> Diagnosis:
    if settings.OPERATOR.secret_key:
        return good("กุญแจ", "กำหนดด้วย SECRET_KEY โปรดเก็บสำเนาไว้นอกเครื่องนี้")
    path = settings.VAR_DIR / KEY_FILE
    if path.stat().st_mode & 0o077 or path.stat().st_uid != os.geteuid():
        return fault("กุญแจ", f"{path} ผู้อื่นอ่านได้", f"chmod 600 {path} และให้บัญชีที่รันระบบเป็นเจ้าของ")
    return good("กุญแจ", f"{path}")


def _clock() -> Diagnosis:
    """A clock before the program's own files is wrong; whether it is kept by NTP, systemd knows."""
    newest = (settings.BASE_DIR / "manage.py").stat().st_mtime
    now = datetime.now(UTC)
    if now.timestamp() < newest - 86400:
        return fault(
            "นาฬิกา", f"{now:%Y-%m-%d %H:%M} UTC ซึ่งก่อนวันที่ติดตั้ง", "ตั้งนาฬิกาของเครื่อง: timedatectl set-ntp true"
        )
    if (timedatectl := shutil.which("timedatectl")) and not _is_kept(timedatectl):
        return advice(
            "นาฬิกา", f"{now:%Y-%m-%d %H:%M} UTC ยังไม่เทียบกับเครื่องแม่ข่ายเวลา", "timedatectl set-ntp true"
        )
    return good("นาฬิกา", f"{now:%Y-%m-%d %H:%M} UTC")


def _is_kept(timedatectl: str) -> bool:
    """Whether the clock is compared with others; where systemd does not say, it counts as kept."""
    command = [timedatectl, "show", "--property", "NTPSynchronized", "--value"]
    try:
        done = subprocess.run(command, capture_output=True, encoding="utf-8", timeout=5, check=False)  # noqa: S603 - as found
    except subprocess.TimeoutExpired:
        return True
    return done.returncode != 0 or done.stdout.strip() != "no"
