"""Packages that hold nothing of when they were made."""

import io
import zipfile
from collections.abc import Mapping

EPOCH = (1980, 1, 1, 0, 0, 0)  # the earliest time that a zip can say


def steady(packed: bytes, instead: Mapping[str, bytes] | None = None) -> bytes:
    """A zip with the same parts in the same order, each with the same time; some with other content."""
    given = instead or {}
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(packed)) as archive, zipfile.ZipFile(out, "w") as copy:
        for part in archive.infolist():
            own = zipfile.ZipInfo(part.filename, EPOCH)
            own.compress_type, own.external_attr = part.compress_type, part.external_attr
            copy.writestr(own, given.get(part.filename) or archive.read(part))
    return out.getvalue()
