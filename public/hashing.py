"""An upload that is not kept: its bytes go through the hash as they come, and nowhere else.

Of a PDF the hash is also noted wherever a PDF could have ended before something was appended to it: behind
each "%%EOF" and its line break. A digital signature is such an appendix (an incremental update, ISO 32000),
so that the signed file begins with the bytes of the published one.
"""

from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTES = 25
MAX_BYTES = MEGABYTES * 1024 * 1024
HEAD_BYTES = 4096
MOST_ENDS = 64  # of a file: a signed one has two or three, and three ways to break the line behind each
_END, _SIGNATURE = b"%%EOF", b"/ByteRange"
_HELD = 16  # bytes that wait for the next chunk: no mark is cut in two


class HashedFile(UploadedFile):
    """What is known of an upload afterwards.

    `sha256` is that of at most its first MAX_BYTES, `head` how it begins. Of a PDF `ends` are the hashes of
    what ended before, with its length in bytes, and `signature` is where the last signature lies, or -1.
    """

    def __init__(
        self, name: str, size: int, *, sha256: str, head: bytes, ends: dict[str, int], signature: int
    ) -> None:
        super().__init__(BytesIO(), name, size=size)
        self.sha256, self.head, self.ends, self.signature = sha256, head, ends, signature


class HashingHandler(FileUploadHandler):
    """Hashes each chunk and lets it go; what lies beyond the limit is not even hashed."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with an empty hash."""
        super().new_file(*args, **kwargs)
        self.digest, self.hashed = sha256(), 0
        self.head = self.held = b""
        self.ends: dict[str, int] = {}
        self.signature = -1

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a chunk, and hand it to no other handler."""
        if start >= MAX_BYTES:
            return
        self.head += raw_data[: HEAD_BYTES - len(self.head)]
        data = self.held + raw_data
        if not self.head.startswith(b"%PDF-"):
            self._hash(data)
            return
        if (found := data.rfind(_SIGNATURE)) >= 0:
            self.signature = self.hashed + found
        self.held = self._hash_to_ends(data, len(data) - _HELD)

    def file_complete(self, file_size: int) -> HashedFile:
        """The file as its hashes."""
        self._hash(self._hash_to_ends(self.held, len(self.held)))
        return HashedFile(
            self.file_name or "",
            file_size,
            sha256=self.digest.hexdigest(),
            head=self.head,
            ends=self.ends,
            signature=self.signature,
        )

    def _hash_to_ends(self, data: bytes, limit: int) -> bytes:
        """Hash the data up to `limit`, noting each end that begins before it; gives what is left."""
        done = 0
        while len(self.ends) < MOST_ENDS and 0 <= (mark := data.find(_END, done)) < limit:
            behind = mark + len(_END)
            breaks = (b"", b"\n", b"\r", b"\r\n")
            for end in sorted({behind + len(one) for one in breaks if data.startswith(one, behind)}):
                self._hash(data[done:end])
                self.ends[self.digest.hexdigest()] = self.hashed
                done = end
        rest = max(done, limit)
        self._hash(data[done:rest])
        return data[rest:]

    def _hash(self, data: bytes) -> None:
        self.digest.update(data)
        self.hashed += len(data)
