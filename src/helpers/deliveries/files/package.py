"""A workbook as a package of parts.

Parts are named as the OPC standard says: in any case, percent escapes and backslashes undone, relative to the
part that names them, absolute, and in any folder.
"""

import io
import posixpath
import re
import zipfile
from collections.abc import Iterator
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import IO, NoReturn
from urllib.parse import unquote
from xml.etree import ElementTree

from helpers.faults import Refusal, beyond
from helpers.reading import limits

_CHUNK = 1 << 20
_OF_A_PART = b"PK\x01\x02"
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)  # as the standard says; others take memory as they like
_MOST_NAMES = 4_000_000  # bytes of a part that names others: thousands of sheets
_BLANK_ROWS = re.compile(rb'(?:<row r="[0-9]+"[^<>]*(?:/>|>(?:<c r="[A-Z]+[0-9]+"[^<>]*/>)*</row>)\s*)+')
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
# What an archive is that is no workbook of this form, by a part of it.
_OTHERS = {
    "content.xml": ".ods",
    "xl/workbook.bin": ".xlsb",
    "word/document.xml": ".docx",
    "ppt/presentation.xml": ".pptx",
    "index/document.iwa": ".numbers",
}


STRINGS = "xl/sharedStrings.xml"
_KEPT = {"sharedStrings": STRINGS, "styles": "xl/styles.xml"}  # what cells refer to, and where readers look


@dataclass
class Lean:
    """A workbook in memory without its blank rows, its parts where every reader looks for them.

    `sheets` are the names that the workbook gives its worksheets, in order; the sheet at a place stands in
    `part(place)`, and is called by its place, as two sheets of a faulty file may have one name. `hidden` are
    the places of those that nobody sees.
    """

    content: io.BytesIO = field(default_factory=io.BytesIO)
    sheets: list[str] = field(default_factory=list)
    hidden: set[int] = field(default_factory=set)
    from_1904: bool = False

    @staticmethod
    def part(place: int) -> str:
        """The part of a worksheet.

        >>> Lean.part(0)
        'xl/worksheets/sheet0.xml'
        """
        return f"xl/worksheets/sheet{place}.xml"


def named(name: str, beside: str = "") -> str:
    """A part's name as names are compared: a member's, or a target's that the part `beside` gives.

    >>> named("xl\\\\Worksheets\\\\Blad%201.XML")
    'xl/worksheets/blad 1.xml'
    >>> named("../Data/a.xml", "xl/workbook.xml"), named("/xl/a.xml", "xl/workbook.xml")
    ('data/a.xml', 'xl/a.xml')
    """
    path = posixpath.join("/", posixpath.dirname(beside), unquote(name).replace("\\", "/"))
    return posixpath.normpath(path).lstrip("/").casefold()


def archive_of(packed: bytes) -> zipfile.ZipFile:
    """An archive in memory; its directory holds no more parts than there are signatures of one.

    Raises:
        Refusal: more parts than are looked at.
        zipfile.BadZipFile: no archive.
    """
    if (count := packed.count(_OF_A_PART)) > limits.MAX_PARTS:
        raise beyond("parts", count, limits.MAX_PARTS)
    return zipfile.ZipFile(io.BytesIO(packed))


def tree(content: bytes) -> ElementTree.Element:
    """A small part that names others or tells of the file.

    Raises:
        Refusal: it declares entities, which could unfold to any size.
        ElementTree.ParseError: no XML.
    """
    return ElementTree.fromstring(content, ElementTree.XMLParser(target=_Plain()))


class _Plain(ElementTree.TreeBuilder):
    """Builds a part that declares nothing of its own."""

    def doctype(self, *_: object) -> None:
        """Refuse what a document type would declare."""
        raise Refusal("not_whole")


def lean(archive: zipfile.ZipFile, packed_bytes: int) -> Lean:
    """The workbook of an archive without blank rows.

    Every part of the archive is read to its end, and its checksum with it; those that hold cells are kept.

    Raises:
        Refusal: no workbook, not a whole one, protected, or too large.
        Exception: whatever zipfile and expat make of a broken file.
    """
    package = _Package(archive)
    made = Lean()
    places = package.read_book(made)
    left = limits.content_of(packed_bytes)
    with zipfile.ZipFile(made.content, "w") as copy:
        for name, member in package.members.items():
            with archive.open(member) as handle, _beside(copy, places.get(name)) as part:
                for chunk in chunks(handle):
                    filled = _BLANK_ROWS.sub(b"", chunk)
                    left -= len(filled)
                    if left < 0:
                        raise Refusal("too_large_unpacked")
                    if part is not None:
                        part.write(filled)
        _write_frame(copy, made, [*places.values()])
    return made


def _beside(copy: zipfile.ZipFile, name: str | None) -> AbstractContextManager[IO[bytes] | None]:
    """Where a part that holds cells is written; nothing for another."""
    return copy.open(name, "w") if name else nullcontext()


def chunks(handle: IO[bytes]) -> Iterator[bytes]:
    """A part of an archive in pieces; a row of a sheet is whole in one of them, unless it is very long."""
    rest = b""
    while chunk := handle.read(_CHUNK):
        chunk = rest + chunk
        last_row = chunk.rfind(b"<row ")
        whole, rest = (chunk[:last_row], chunk[last_row:]) if last_row > 0 else (chunk, b"")
        yield whole
    yield rest


class _Package:
    """The parts of an archive by the names that they are compared by: `members`."""

    def __init__(self, archive: zipfile.ZipFile):
        self._archive = archive
        listed = archive.infolist()
        if any(m.flag_bits & 1 for m in listed):
            raise Refusal("protected")
        if any(m.compress_type not in _METHODS for m in listed):
            raise Refusal("not_whole")
        if sum(m.file_size for m in listed) > limits.MAX_UNPACKED_BYTES:
            raise Refusal("too_large_unpacked")
        self.members = {named(m.filename): m for m in listed}
        if len(self.members) < len(listed):  # of two parts with one name no reader knows which is meant
            raise Refusal("not_whole")

    def read_book(self, made: Lean) -> dict[str, str]:
        """The worksheets that the workbook names, in `made`: part -> where it stands in the lean copy."""
        (book,) = self._named_by("", "officeDocument").values() or self._no_book()
        parts, places = self._named_by(book, "worksheet"), {}
        content = self._content(book)
        for sheet in content.findall("./{*}sheets/{*}sheet"):
            part = parts.get(next((v for k, v in sheet.items() if k.endswith("}id")), ""))
            if part is None:
                continue  # a sheet of charts holds no cells
            if part in places or part not in self.members:
                raise Refusal("not_whole")
            if sheet.get("state", "visible") != "visible":
                made.hidden.add(len(made.sheets))
            places[part] = made.part(len(made.sheets))
            made.sheets.append(sheet.get("name", ""))
        for kind, name in _KEPT.items():
            places |= {part: name for part in self._named_by(book, kind).values() if part in self.members}
        properties = content.find("./{*}workbookPr")
        made.from_1904 = properties is not None and properties.get("date1904", "") in ("1", "true")
        return places

    def _named_by(self, part: str, kind: str) -> dict[str, str]:
        """Id -> part of every part of a kind that a part names; '' is the package itself."""
        folder, name = posixpath.split(part)
        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if relations not in self.members:
            return {}
        return {
            relation.get("Id", ""): named(relation.get("Target", ""), part)
            for relation in self._content(relations)
            if relation.get("Type", "").endswith(f"/{kind}") and relation.get("TargetMode") != "External"
        }

    def _content(self, part: str) -> ElementTree.Element:
        """A part that names others; it is small."""
        with self._archive.open(self.members[part]) as handle:
            content = handle.read(_MOST_NAMES + 1)
        if len(content) > _MOST_NAMES:
            raise Refusal("too_large_unpacked")
        return tree(content)

    def _no_book(self) -> NoReturn:
        """An archive that is no workbook: what it is instead, by what is in it."""
        other = next((what for part, what in _OTHERS.items() if part in self.members), "")
        if other or "[content_types].xml" not in self.members:
            raise Refusal("other_as_xlsx", value=other or ".zip")
        raise Refusal("not_whole")


def _write_frame(copy: zipfile.ZipFile, made: Lean, parts: list[str]) -> None:
    """What names the parts of the lean copy, so that a reader finds those that are checked and no others."""
    sheets = "".join(
        f'<sheet name="{place}" sheetId="{place + 1}" r:id="s{place}"/>' for place in range(len(made.sheets))
    )
    targets = {f"s{place}": ("worksheet", made.part(place)) for place in range(len(made.sheets))}
    targets |= {kind: (kind, name) for kind, name in _KEPT.items() if name in parts}
    relations = "".join(
        f'<Relationship Id="{id_}" Type="{_RELATIONS}/{kind}" Target="/{name}"/>'
        for id_, (kind, name) in targets.items()
    )
    properties = f'<workbookPr date1904="{int(made.from_1904)}"/>'
    frame = {
        "_rels/.rels": f'<Relationships xmlns="{_PACKAGE}"><Relationship Id="book" '
        f'Type="{_RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{_MAIN}" xmlns:r="{_RELATIONS}">'
        f"{properties}<sheets>{sheets}</sheets></workbook>",
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{_PACKAGE}">{relations}</Relationships>',
    }
    for name, content in frame.items():
        copy.writestr(name, content)
