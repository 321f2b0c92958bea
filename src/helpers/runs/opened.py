"""What a tracked file holds: archives, documents, workbooks, tables and notebooks opened, as texts.

Bounded, as a small file can unpack to any size. What cannot be opened is told by why. What a picture shows is
nowhere as text, and is not read.
"""

import bz2
import gzip
import io
import lzma
import re
import sqlite3
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from typing import Protocol

from helpers.runs.readings import APART, is_text, readings


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...


MOST_BYTES = 200_000_000  # of a file and of all that it unpacks to
MOST_LEVELS = 6  # archives in archives
_CHUNK = 1 << 20
_PICTURES = (b"\x89PNG", b"\xff\xd8\xff", b"GIF8", b"RIFF", b"wOFF", b"wOF2", b"\0\1\0\0", b"\0\0\1\0")
_PACKED: dict[bytes, Callable[[io.BytesIO], _Readable]] = {
    b"\x1f\x8b": lambda file: gzip.GzipFile(fileobj=file),
    b"BZh": bz2.BZ2File,
    b"\xfd7zXZ\0": lzma.LZMAFile,
    b"\x5d\0\0": lzma.LZMAFile,
}
# What the readers of the standard library raise of a file that is cut, of another kind or made to harm.
_BROKEN = (
    *(OSError, EOFError, ValueError, LookupError, NotImplementedError, RuntimeError),
    *(zlib.error, lzma.LZMAError, zipfile.BadZipFile, tarfile.TarError, sqlite3.Error),
)
_PDF_STREAM = re.compile(rb"stream\r?\n(.*?)\r?\n?endstream", re.DOTALL)
_PDF_STRING = re.compile(rb"\(((?:\\.|[^\\()])*)\)|<([0-9A-Fa-f\s]+)>|\b(?:Td|TD|Tm|T\*|ET)\b|['\"]")
_PDF_CLOSED = (b"/Encrypt", b"/Type0", b"/Type3", b"LZWDecode", b"ASCII85Decode", b"/ObjStm", b"/Image")


@dataclass
class Opened:
    """A tracked file being opened; `closed` says why something of it could not be looked through."""

    left: int = MOST_BYTES
    closed: set[str] = field(default_factory=set)

    def texts(self, content: bytes, level: int = 0) -> Iterator[str]:
        """Every text that the content holds, names in archives too."""
        self.left -= len(content)
        if self.left < 0 or level > MOST_LEVELS:
            self.closed.add("large")
            return
        try:
            yield from self._inside(content, level)
        except _BROKEN:
            self.closed.add("broken")
            yield from readings(content)

    def _inside(self, content: bytes, level: int) -> Iterator[str]:
        packed = next((opened for magic, opened in _PACKED.items() if content.startswith(magic)), None)
        table = next((read for magic, read in _TABLES.items() if content.startswith(magic)), None)
        if packed:
            yield from self.texts(self._unpacked(packed(io.BytesIO(content))), level + 1)
        elif content.startswith(b"PK") or zipfile.is_zipfile(io.BytesIO(content)):
            yield from self._zipped(content, level)
        elif content[257:262] == b"ustar":
            yield from self._taped(content, level)
        elif content.startswith(b"%PDF"):
            yield from self._pdf(content)
        elif table:
            yield from table(content)
        elif content.startswith(_PICTURES):
            yield content.decode("cp1252", "replace")  # what is told of it
        else:
            if not is_text(content):
                self.closed.add("unknown")
            yield from readings(content)

    def _unpacked(self, file: _Readable) -> bytes:
        """What a packed file holds, no more of it than may be."""
        chunks, left = [], self.left
        while left >= 0 and (chunk := file.read(_CHUNK)):
            chunks.append(chunk)
            left -= len(chunk)
        return b"".join(chunks)

    def _zipped(self, content: bytes, level: int) -> Iterator[str]:
        if not content.startswith(b"PK"):  # something stands before it
            yield from readings(content)
        with zipfile.ZipFile(io.BytesIO(content)) as parts:
            for part in parts.infolist():
                yield part.filename
                if part.comment:
                    yield from readings(part.comment)
                if part.flag_bits & 1:
                    self.closed.add("locked")
                elif self.left >= 0:
                    with parts.open(part) as file:
                        yield from self.texts(self._unpacked(file), level + 1)
            yield from readings(parts.comment)
            if "xl/workbook.bin" in parts.namelist():
                yield from _workbook(content)

    def _taped(self, content: bytes, level: int) -> Iterator[str]:
        with tarfile.open(fileobj=io.BytesIO(content), mode="r:") as files:
            for member in files:
                yield f"{member.name}\n{member.linkname}"
                file = files.extractfile(member) if member.isreg() and self.left >= 0 else None
                if file:
                    yield from self.texts(self._unpacked(file), level + 1)

    def _pdf(self, content: bytes) -> Iterator[str]:
        """What a simple PDF shows; of any other only what stands in it as text is read, and that is told."""
        streams = [m[1] for m in _PDF_STREAM.finditer(content)]
        for stream in streams:
            unpacked = zlib.decompressobj()
            try:
                plain = unpacked.decompress(stream, max(self.left, 1))
            except zlib.error:
                plain = stream
            self.left -= len(plain)
            yield "".join(map(_shown, _PDF_STRING.finditer(plain)))
            yield from readings(plain)
        if any(sign in content for sign in _PDF_CLOSED) or not streams:
            self.closed.add("pdf")
        yield from readings(content)


def _shown(found: re.Match[bytes]) -> str:
    """What a PDF shows by a string; a new line where it moves."""
    literal, digits = found[1], found[2]
    if literal is not None:
        plain = re.sub(rb"\\([0-7]{1,3})", lambda m: bytes([int(m[1], 8) & 255]), literal)
        return re.sub(rb"\\(.)", rb"\1", plain).decode("cp1252", "replace")
    if digits is None:
        return "\n"
    pairs = b"".join(digits.split()).decode("ascii")
    return bytes.fromhex(pairs + "0" * (len(pairs) % 2)).decode("cp1252", "replace")


def _workbook(content: bytes) -> Iterator[str]:
    """The cells of an older workbook; what is none, as it stands."""
    from python_calamine import CalamineWorkbook

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # the library's own, and its panics
        raise ValueError("no workbook") from error
    yield APART.join(sheets)
    for rows in sheets.values():
        yield from _lines(rows)


def _old_office(content: bytes) -> Iterator[str]:
    yield from readings(content)
    yield from _workbook(content)


def _parquet(content: bytes) -> Iterator[str]:
    from pyarrow import parquet

    file = parquet.ParquetFile(io.BytesIO(content))
    yield from (f"{k.decode()} {v.decode()}" for k, v in (file.metadata.metadata or {}).items())
    for batch in file.iter_batches():
        yield from _lines(zip(*batch.to_pydict().values(), strict=True))


def _database(content: bytes) -> Iterator[str]:
    base = sqlite3.connect(":memory:")
    try:
        base.deserialize(content)
        for (name,) in base.execute("SELECT name FROM sqlite_master WHERE type = 'table'").fetchall():
            yield from _lines(base.execute('SELECT * FROM "{}"'.format(name.replace('"', '""'))))
    finally:
        base.close()


def _lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Each row's cells, apart."""
    yield from (APART.join(map(_cell, row)) for row in rows)


def _cell(cell: object) -> str:
    return str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell)


_TABLES: dict[bytes, Callable[[bytes], Iterator[str]]] = {
    b"PAR1": _parquet,
    b"SQLite format 3\0": _database,
    b"\xd0\xcf\x11\xe0": _old_office,
}
