"""An upload that is not kept: its bytes go through the hash as they come, and nowhere else."""

from hashlib import sha256
from io import BytesIO
from typing import Any

from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler

MEGABYTES = 25
MAX_BYTES = MEGABYTES * 1024 * 1024


class HashedFile(UploadedFile):
    """What is known of an upload afterwards: name, size, and sha256 of at most its first MAX_BYTES."""

    def __init__(self, name: str, size: int, sha256: str) -> None:
        super().__init__(BytesIO(), name, size=size)
        self.sha256 = sha256


class HashingHandler(FileUploadHandler):
    """Hashes each chunk and lets it go; what lies beyond the limit is not even hashed."""

    def new_file(self, *args: Any, **kwargs: Any) -> None:
        """Begin with an empty hash."""
        super().new_file(*args, **kwargs)
        self.digest = sha256()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        """Take a chunk, and hand it to no other handler."""
        if start < MAX_BYTES:
            self.digest.update(raw_data)

    def file_complete(self, file_size: int) -> HashedFile:
        """The file as its hash."""
        return HashedFile(self.file_name or "", file_size, self.digest.hexdigest())
