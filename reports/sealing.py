"""The portal's seal: a digital signature on a copy of each published PDF, where the operator gave it a key.

The copy is a second file (docs/decisions/0023): the signature costs it both standards.
"""

from io import BytesIO

from django.conf import settings


def sealed(pdf: bytes) -> bytes:
    """The PDF with an invisible PAdES signature appended, so that it begins with the same bytes.

    b"" where the portal has no key. Two calls give different bytes: the time of the signing is part of it.
    """
    if settings.SEAL_FILE is None:
        return b""
    # Installed only where a seal is wanted (requirements/seal.txt).
    from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter  # noqa: PLC0415
    from pyhanko.sign import PdfSignatureMetadata, PdfSigner, SimpleSigner  # noqa: PLC0415
    from pyhanko.sign.fields import SigSeedSubFilter  # noqa: PLC0415

    signer = SimpleSigner.load_pkcs12_data(
        settings.SEAL_FILE.read_bytes(), other_certs=[], passphrase=settings.SEAL_PASSWORD.encode() or None
    )
    about = PdfSignatureMetadata(
        field_name="PortalSeal", md_algorithm="sha256", subfilter=SigSeedSubFilter.PADES
    )
    copy = PdfSigner(about, signer).sign_pdf(IncrementalPdfFileWriter(BytesIO(pdf)))
    return bytes(copy.getvalue())
