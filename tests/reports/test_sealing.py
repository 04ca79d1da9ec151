"""The portal's own signature: a copy beside the published PDF, which it leaves as it is."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from pypdf import PdfReader, PdfWriter

from ita_portal.environment import read_environment
from ita_portal.given import WrongSetting
from printing import pdf as press
from reports import publishing
from reports.models import Publication
from reports.sealing import sealed
from tests import factories
from tests.steps import perform, publish

pytest.importorskip("pyhanko", reason="the portal's own signature is not installed")
PASSWORD = "ทดสอบ-seal"


@pytest.fixture(scope="module")
def key(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A key with a certificate of its own, as PKCS#12."""
    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "ระบบ ITA ทดสอบ")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, private.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=30))
        .add_extension(x509.KeyUsage(*(True, True), *(False,) * 7), critical=True)
        .sign(private, hashes.SHA256())
    )
    path = tmp_path_factory.mktemp("seal") / "seal.p12"
    shut = BestAvailableEncryption(PASSWORD.encode())
    path.write_bytes(pkcs12.serialize_key_and_certificates(b"seal", private, made, None, shut))
    return path


@pytest.fixture
def with_key(settings: Any, key: Path) -> None:
    settings.SEAL_FILE, settings.SEAL_PASSWORD = key, PASSWORD


def made_pdf() -> bytes:
    writer, stream = PdfWriter(), BytesIO()
    writer.add_blank_page(200, 200)
    writer.write(stream)
    return stream.getvalue()


@pytest.fixture
def published(db: None, monkeypatch: pytest.MonkeyPatch) -> Callable[[], Publication]:
    """Publishes a plan by the real steps, printed as a page that takes no seconds."""
    monkeypatch.setattr(publishing, "pdf_of", lambda *_, **__: made_pdf())

    def done() -> Publication:
        report = factories.report(factories.complete_plan())
        report = perform(perform(report, "submit", factories.officer()), "accept", factories.reviewer())
        return publish(report, factories.officer())

    return done


def address(one: Publication, name: str = "publication") -> str:
    return reverse(name, args=[one.report.plan.municipality_id, 2568, "plan"])


def verified(client: Client, content: bytes) -> str:
    return str(client.post("/verify/", {"file": SimpleUploadedFile("ก.pdf", content)}).text)


@pytest.mark.usefixtures("with_key")
def test_signature_is_appended_and_holds() -> None:
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    pdf = made_pdf()
    copy = sealed(pdf)

    assert copy.startswith(pdf)
    (signature,) = PdfFileReader(BytesIO(copy)).embedded_signatures
    trusted = ValidationContext(trust_roots=[signature.signer_cert], allow_fetching=False)
    status = validate_pdf_signature(signature, trusted)
    assert (status.intact, status.valid) == (True, True)
    assert signature.sig_object["/SubFilter"] == "/ETSI.CAdES.detached"
    assert len(PdfReader(BytesIO(copy)).pages) == 1


@pytest.mark.slow
@pytest.mark.needs("Pango")
@pytest.mark.usefixtures("with_key")
def test_published_file_holds_both_standards_and_the_copy_says_truly_that_it_does_not() -> None:
    validator = pytest.importorskip("page", reason="page-validation is not installed")
    pdf = press.render("<html lang='th-TH'><title>รายงาน</title><h1>คำนำ</h1><p>น้ำ</p></html>")
    for profile in (validator.ValidationProfile.PDF_UA_1, validator.ValidationProfile.PDF_A_3A):
        assert list(validator.validate_pdf_bytes(pdf, profile=profile).failures) == []
        assert list(validator.validate_pdf_bytes(sealed(pdf), profile=profile).failures) != []


@pytest.mark.usefixtures("with_key")
def test_publishing_keeps_the_sealed_copy_beside_the_published_file(
    client: Client, published: Callable[[], Publication]
) -> None:
    one = published()

    copy = client.get(address(one, "publication_sealed"))

    assert bytes(one.pdf) == made_pdf()
    assert copy.content.startswith(made_pdf())
    assert sha256(copy.content).hexdigest() == one.sealed_sha256
    assert "attachment" in copy.headers["Content-Disposition"]
    page = client.get(address(one)).text
    assert address(one, "publication_sealed") in page
    assert "ไม่ผ่านมาตรฐาน PDF/A-3a และ PDF/UA-1" in page


@pytest.mark.usefixtures("with_key")
def test_sealed_copy_is_recognised_and_so_is_one_that_was_signed_again(
    client: Client, published: Callable[[], Publication]
) -> None:
    one = published()
    assert "สำเนาที่ระบบนี้ลงลายมือชื่อดิจิทัล" in verified(client, bytes(one.sealed))
    again = bytes(one.sealed) + b"9 0 obj<</ByteRange[0 1 2 3]>>endobj\n%%EOF\n"
    assert "สำเนาที่ลงลายมือชื่อดิจิทัลของฉบับที่เผยแพร่" in verified(client, again)


@pytest.mark.usefixtures("with_key")
def test_withdrawal_hides_the_sealed_copy(client: Client, published: Callable[[], Publication]) -> None:
    one = published()
    perform(one.report, "withdraw", factories.admin(), "มีข้อมูลส่วนบุคคล")
    assert client.get(address(one, "publication_sealed")).status_code == 410


def test_without_a_key_there_is_no_copy(client: Client, published: Callable[[], Publication]) -> None:
    one = published()
    assert (bytes(one.sealed), one.sealed_sha256) == (b"", "")
    assert client.get(address(one, "publication_sealed")).status_code == 404
    assert "ลงลายมือชื่อดิจิทัล" not in client.get(address(one)).text


# The operator's setting


def test_key_that_works_is_taken(key: Path) -> None:
    chosen = read_environment({"SEAL_FILE": str(key), "SEAL_PASSWORD": PASSWORD}, Path("/srv"))
    assert (chosen.seal_file, chosen.seal_password) == (key, PASSWORD)
    assert PASSWORD not in repr(chosen)


@pytest.mark.parametrize("password", ["", "wrong"])
def test_key_that_does_not_open_ends_the_start(key: Path, password: str) -> None:
    with pytest.raises(WrongSetting, match=r"^SEAL_FILE=.*PKCS#12") as refused:
        read_environment({"SEAL_FILE": str(key), "SEAL_PASSWORD": password}, Path("/srv"))
    assert "wrong" not in str(refused.value)


@pytest.mark.parametrize("content", [None, b"", b"not a key"])
def test_file_that_is_no_key_ends_the_start(tmp_path: Path, content: bytes | None) -> None:
    if content is not None:
        (tmp_path / "seal.p12").write_bytes(content)
    with pytest.raises(WrongSetting, match=r"^SEAL_FILE="):
        read_environment({"SEAL_FILE": "seal.p12"}, tmp_path)


def test_password_without_a_key_is_a_contradiction() -> None:
    with pytest.raises(WrongSetting, match=r"^SEAL_PASSWORD: "):
        read_environment({"SEAL_PASSWORD": PASSWORD}, Path("/srv"))
