"""Hostile files, written small by code: each begins as a folder of the fixture year with one file in it.

Run as a script it lays the named ones in copies of the fixture year, reads each year in a child of its own
and prints how that went, one JSON line each.
"""

import io
import json
import os
import resource
import shutil
import signal
import socket
import struct
import sys
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterable
from functools import partial
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
HEAD = ("Personnummer", "Kön", "Kommun", "Aktualiserad", "Aktualiserad av", "Beslut", "Start", "Slut")
HEADERS = (*HEAD, "Avslutsorsak")
DTD = '<?xml version="1.0"?><!DOCTYPE x [{}]>'
LAUGHS = "".join(f'<!ENTITY l{n} "{f"&l{n - 1};" * 10 if n else "ha" * 50}">' for n in range(9))
SECONDS = 20  # of processor time after which a reading is called endless


# --- workbooks ------------------------------------------------------------------------------------


def parts(sheet: str, strings: str = "", styles: str = "", sheets: int = 1) -> dict[str, str]:
    """The parts of a workbook whose sheets are all the same."""
    numbers = range(1, sheets + 1)
    kinds = {f"s{n}": ("worksheet", f"worksheets/sheet{n}.xml") for n in numbers}
    kinds |= {"t": ("sharedStrings", "sharedStrings.xml")} if strings else {}
    kinds |= {"y": ("styles", "styles.xml")} if styles else {}
    named = "".join(f'<sheet name="Blad {n}" sheetId="{n}" r:id="s{n}"/>' for n in numbers)
    relations = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>' for i, (kind, to) in kinds.items()
    )
    return {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="b" '
        f'Type="{OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets>{named}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}">{relations}</Relationships>',
        **{f"xl/worksheets/sheet{n}.xml": sheet for n in numbers},
        **({"xl/sharedStrings.xml": strings} if strings else {}),
        **({"xl/styles.xml": styles} if styles else {}),
    }


def pack(path: Path, content: dict[str, str | bytes], method: int = zipfile.ZIP_DEFLATED) -> None:
    with zipfile.ZipFile(path, "w", method) as archive:
        for name, part in content.items():
            archive.writestr(name, part)


def worksheet(cells: str, before: str = "", after: str = "") -> str:
    return f'<worksheet xmlns="{MAIN}">{before}<sheetData>{head_row()}{cells}</sheetData>{after}</worksheet>'


def inline(place: str, said: str) -> str:
    return f'<c r="{place}" t="inlineStr"><is><t>{said}</t></is></c>'


def head_row() -> str:
    cells = "".join(inline(f"{letter}1", said) for letter, said in zip("ABCDEFGHI", HEADERS, strict=True))
    return f'<row r="1">{cells}</row>'


def book(path: Path, cells: str = "", before: str = "", after: str = "", **more: str) -> None:
    pack(path, parts(worksheet(cells, before, after), **more))


def strings(*said: str) -> str:
    return f'<sst xmlns="{MAIN}">{"".join(f"<si><t>{s}</t></si>" for s in said)}</sst>'


def referring(rows: int, columns: int, number: int = 0) -> str:
    """Cells that all refer to one shared text."""
    return "".join(
        f'<row r="{r}">'
        + "".join(f'<c r="{c}{r}" t="s"><v>{number}</v></c>' for c in "ABCDEFGHI"[:columns])
        + "</row>"
        for r in range(2, rows + 2)
    )


def many_runs(path: Path) -> None:
    run = "<r><rPr><b/></rPr><t>" + "x" * 90 + "</t></r>"
    book(path, referring(3, 1), strings=f'<sst xmlns="{MAIN}"><si>{run * 200_000}</si></sst>')


def with_doctype(path: Path, part: str, entities: str, used: str, encoding: str = "utf-8") -> None:
    content: dict[str, str | bytes] = dict(parts(worksheet(referring(2, 1)), strings=strings("x")))
    told = DTD.format(entities) + str(content[part]).replace("<sheetData>", f"<sheetData>{used}")
    content[part] = told.replace("<t>x", f"<t>{used}x").encode(encoding)
    pack(path, content)


def properties(path: Path) -> None:
    """A whole list whose properties would unfold."""
    content = parts(worksheet('<row r="2"><c r="B2" t="str"><v>Kvinna</v></c></row>'))
    content["docProps/core.xml"] = DTD.format(LAUGHS) + "<a><b>&l8;</b></a>"
    pack(path, content)


def blank_bomb(path: Path) -> None:
    content = parts(worksheet(""))
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in content.items():
            archive.writestr(name, part)
        with archive.open("xl/media/a.bin", "w", force_zip64=True) as part_:
            for _ in range(1_000):
                part_.write(bytes(1_000_000))


def lying(path: Path, sizes: Callable[[int], int]) -> None:
    """A workbook whose directory says other sizes than its parts have."""
    book(path, referring(20_000, 9), strings=strings("x"))
    raw, at = bytearray(path.read_bytes()), 0
    while (at := raw.find(b"PK\x01\x02", at)) >= 0:
        (size,) = struct.unpack_from("<I", raw, at + 24)
        struct.pack_into("<I", raw, at + 24, sizes(size))
        at += 4
    path.write_bytes(raw)


def lying_zip64(path: Path) -> None:
    """The end of the directory claims more entries than there are."""
    book(path)
    raw = bytearray(path.read_bytes())
    struct.pack_into("<HH", raw, raw.rfind(b"PK\x05\x06") + 8, 0xFFFF, 0xFFFF)
    path.write_bytes(raw)


def overlapping(path: Path) -> None:
    """Many names for one member of 20 MB."""
    buffer = io.BytesIO()
    pack_to = zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED)
    with pack_to as archive:
        for name, part in parts(worksheet("")).items():
            archive.writestr(name, part)
        archive.writestr("xl/media/0.bin", bytes(20_000_000))
    with zipfile.ZipFile(buffer, "a") as archive:
        member = archive.infolist()[-1]
        for n in range(1, 200):
            other = zipfile.ZipInfo(f"xl/media/{n}.bin")
            for name in ("header_offset", "compress_type", "compress_size", "file_size", "CRC", "flag_bits"):
                setattr(other, name, getattr(member, name))
            archive.filelist.append(other)
        archive._didModify = True
    path.write_bytes(buffer.getvalue())


def many_entries(path: Path, count: int = 120_000) -> None:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_STORED) as archive:
        for n in range(count):
            archive.writestr(zipfile.ZipInfo(f"xl/media/{n}"), b"")
        for name, part in parts(worksheet("")).items():
            archive.writestr(name, part)


def twice(path: Path) -> None:
    book(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("XL/worksheets/SHEET1.xml", worksheet(""))


def named_sheets(path: Path, count: int = 60_000) -> None:
    content = parts(worksheet(""))
    more = "".join(f'<sheet name="{n}" sheetId="{n}" r:id="s1"/>' for n in range(2, count))
    content["xl/workbook.xml"] = content["xl/workbook.xml"].replace("</sheets>", f"{more}</sheets>")
    pack(path, content)


def many_styles(path: Path) -> None:
    xf = '<xf numFmtId="14" applyNumberFormat="1"/>'
    formats = "".join(f'<numFmt numFmtId="{n}" formatCode="yyyy"/>' for n in range(200, 100_000))
    styles = f"<numFmts>{formats}</numFmts><cellXfs>{xf * 600_000}</cellXfs>"
    styles = f'<styleSheet xmlns="{MAIN}">{styles}</styleSheet>'
    book(path, '<row r="2"><c r="A2" s="599999"><v>1</v></c></row>', styles=styles)


def one_cell(path: Path, place: str, row: str = "2") -> None:
    book(path, f'<row r="{row}"><c r="{place}"><v>1</v></c></row>')


def long_cell(path: Path, length: int, said: str = "å") -> None:
    book(path, f'<row r="2">{inline("A2", said * length)}</row>')


def broken_lines(path: Path) -> None:
    """A cell of line breaks, each of which a parser tells by itself."""
    book(path, f'<row r="2">{inline("A2", "&#10;" * 4_000_000)}</row>')


def encrypted(path: Path) -> None:
    name = "EncryptedPackage".encode("utf-16-le")
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(4_000) + name + bytes(2_000_000))


def macro(path: Path) -> None:
    content: dict[str, str | bytes] = dict(parts(worksheet('<row r="2"><c r="A2" s="9"><v>1</v></c></row>')))
    content["xl/vbaProject.bin"] = b"\xd0\xcf\x11\xe0" + bytes(9_000)
    pack(path, content)


def cut(path: Path) -> None:
    book(path, referring(2_000, 9), strings=strings("x"))
    path.write_bytes(path.read_bytes()[:-40])


def another_method(path: Path) -> None:
    """A member packed with a dictionary of 4 GB."""
    pack(path, dict(parts(worksheet(""))), zipfile.ZIP_LZMA)
    raw = bytearray(path.read_bytes())
    at = 0
    while (at := raw.find(b"\x09\x04\x05\x00\x5d", at)) >= 0:
        struct.pack_into("<I", raw, at + 5, 0xFFFFFFFF)
        at += 4
    path.write_bytes(raw)


def odd_names(path: Path) -> None:
    book(path)
    with zipfile.ZipFile(path, "a") as archive:
        link = zipfile.ZipInfo("xl/link")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/passwd")
        for name in ("/etc/passwd", "../../../etc/passwd", "a\0b", "C:\\windows\\x", "x" * 60_000):
            member = zipfile.ZipInfo("y")
            member.filename = name
            archive.writestr(member, "x")


def deep(path: Path) -> None:
    book(path, '<row r="2"><c r="A2"><v>1</v></c></row>', after="<a>" * 900_000 + "</a>" * 900_000)


def many_attributes(path: Path) -> None:
    attributes = " ".join(f'a{n}="1"' for n in range(150_000))
    book(path, f'<row r="2" {attributes}><c r="A2"><v>1</v></c></row>')


def many_merges(path: Path) -> None:
    merged = "".join(f'<mergeCell ref="A{n}:I{n}"/>' for n in range(2, 150_000))
    book(path, referring(9_000, 9), after=f"<mergeCells>{merged}</mergeCells>", strings=strings("x"))


def many_hazards(path: Path) -> None:
    """150 000 cells that cannot be trusted."""
    cells = "".join(
        f'<row r="{r}">{"".join(f"""<c r="{c}{r}" t="e"><v>#N/A</v></c>""" for c in "ABC")}</row>'
        for r in range(2, 50_002)
    )
    book(path, cells)


def shared_formulas(path: Path) -> None:
    cells = "".join(
        f'<row r="{r}"><c r="A{r}"><f t="shared" si="0" ref="A2:A50000">B{r}</f></c></row>'
        for r in range(2, 50_000)
    )
    book(path, cells)


# --- text files -----------------------------------------------------------------------------------


def line(*cells: str) -> str:
    return ";".join(cells) + "\n"


def text(path: Path, *pieces: str, times: int = 1) -> None:
    """A list's header, and what follows it."""
    with path.open("w", encoding="utf-8") as handle:
        handle.write(line(*HEADERS))
        for _ in range(times):
            handle.writelines(pieces)


def listed(*pieces: str, times: int = 1) -> Callable[[Path], None]:
    """What writes such a list."""
    return lambda path: text(path, *pieces, times=times)


def bad_labels(path: Path) -> None:
    rows = (
        line("", "K", "Umeå", "2019-02-01", f"Fel{n % 97}", f"Nja{n}", "2019-03-01", "", "")
        for n in range(50_000)
    )
    text(path, *rows)


def every_second(path: Path) -> None:
    """Faults in every second row: no range of rows holds more than one."""
    rows = (
        line("", "K", "Umeå", "2019-02-01", "Socialtjänsten", "Ja" if n % 2 else "Nja", "2019-03-01", "", "")
        for n in range(60_000)
    )
    text(path, *rows)


def uneven(path: Path) -> None:
    text(path, "a;b\n", times=150_000)


def sparse(path: Path) -> None:
    with path.open("wb") as handle:
        handle.truncate(40_000_000_000)


def half_letters(path: Path) -> None:
    path.write_bytes(b"\xff\xfe" + b"\x00\xd8" * 3_000_000)


# --- what is no list ------------------------------------------------------------------------------


def listening(path: Path) -> None:
    here = os.getcwd()
    os.chdir(path.parent)  # the name of a socket is short
    try:
        with socket.socket(socket.AF_UNIX) as listens:
            listens.bind(path.name)
    finally:
        os.chdir(here)


def device(path: Path) -> None:
    path.symlink_to("/dev/zero")


def leads_to(place: str, path: Path) -> None:
    path.symlink_to(place)


# --- front matter and registers -------------------------------------------------------------------


def aliases() -> str:
    """A few hundred bytes that unfold to a billion."""
    lines = ["a0: &a0 [x, x, x, x, x, x, x, x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 9)}]" for n in range(1, 9)]
    return "\n".join(lines) + "\nindicator: *a8\n"


def front(path: Path, said: str, body: str = "Ett påhittat exempel.\n") -> None:
    path.write_text(f"---\n{said}\n---\n{body}", encoding="utf-8")


GOOD = "indicator: 1.3\nplatform: ungdomstorget"


def corrections(path: Path, row: str, times: int) -> None:
    head = "file;row;column;from;to;reason;who;when\n"
    path.write_text(head + row * times, encoding="utf-8")


XLSX, CSV, MD = "participants/vannas.xlsx", "participants/vannas.csv", "examples/1.3-1.md"
SUS, REGISTER, SURVEY = "sus.csv", "corrections.csv", "surveys/personal.csv"
A_CORRECTION = "participants/vannas.csv;2;Kön;K;M;fel;ab;2019-12-01\n"
# name -> where it lies, what writes it
FILES: dict[str, tuple[str, Callable[[Path], None]]] = {
    "a text of 30 000 letters in 90 000 cells": (
        XLSX,
        partial(book, cells=referring(10_000, 9), strings=strings("x" * 30_000)),
    ),
    "many texts of 30 000 letters in every cell": (
        XLSX,
        partial(book, cells=referring(9_000, 9, 3), strings=strings(*["y" * 30_000] * 400)),
    ),
    "a shared text of 100 MB": (
        XLSX,
        partial(book, cells=referring(1, 1), strings=strings("x" * 100_000_000)),
    ),
    "a shared text of 200 000 runs": (XLSX, many_runs),
    "entities in the shared texts": (
        XLSX,
        partial(with_doctype, part="xl/sharedStrings.xml", entities=LAUGHS, used="&l8;"),
    ),
    "entities in a sheet": (
        XLSX,
        partial(with_doctype, part="xl/worksheets/sheet1.xml", entities=LAUGHS, used="<a>&l8;</a>"),
    ),
    "a file of the system as an entity": (
        XLSX,
        partial(
            with_doctype,
            part="xl/worksheets/sheet1.xml",
            entities='<!ENTITY f SYSTEM "file:///etc/passwd">',
            used="<a>&f;</a>",
        ),
    ),
    "entities in the workbook, in UTF-16": (
        XLSX,
        partial(with_doctype, part="xl/workbook.xml", entities=LAUGHS, used="", encoding="utf-16"),
    ),
    "entities in the properties": (XLSX, properties),
    "1 GB of nothing beside the sheet": (XLSX, blank_bomb),
    "sizes too small": (XLSX, partial(lying, sizes=lambda size: min(size, 90))),
    "sizes too large": (XLSX, partial(lying, sizes=lambda size: 0xFFFFFFFE)),
    "an end that claims too many": (XLSX, lying_zip64),
    "200 names for one part": (XLSX, overlapping),
    "120 000 parts": (XLSX, many_entries),
    "a part twice": (XLSX, twice),
    "60 000 sheets of one part": (XLSX, named_sheets),
    "600 000 styles": (XLSX, many_styles),
    "row 4 294 967 295": (XLSX, partial(one_cell, place="A4294967295", row="4294967295")),
    "a row of 5 000 digits": (XLSX, partial(one_cell, place="A" + "9" * 5_000, row="9" * 5_000)),
    "a row below zero": (XLSX, partial(one_cell, place="A-5", row="-5")),
    "column XFE": (XLSX, partial(one_cell, place="XFE2")),
    "column ZZZZZZZ": (XLSX, partial(one_cell, place="ZZZZZZZ2")),
    "rows out of order": (XLSX, partial(book, cells='<row r="9"><c r="A9"><v>1</v></c></row>' + head_row())),
    "a huge used range": (
        XLSX,
        partial(
            book,
            before='<dimension ref="A1:XFD4294967295"/>',
            cells="".join(f'<row r="{n}"><c r="A{n}"><v>1</v></c></row>' for n in (2, 3)),
        ),
    ),
    "a cell of 40 000 letters": (XLSX, partial(long_cell, length=40_000)),
    "a cell of 100 MB": (XLSX, partial(long_cell, length=100_000_000, said="x")),
    "a cell of 4 000 000 line breaks": (XLSX, broken_lines),
    "all merged": (
        XLSX,
        partial(
            book,
            cells=referring(2_000, 9),
            after='<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells>',
            strings=strings("x"),
        ),
    ),
    "150 000 merged ranges": (XLSX, many_merges),
    "150 000 errors": (XLSX, many_hazards),
    "50 000 formulas without result": (XLSX, shared_formulas),
    "encrypted": (XLSX, encrypted),
    "with a macro": (XLSX, macro),
    "cut": (XLSX, cut),
    "packed with a dictionary of 4 GB": (XLSX, another_method),
    "names of other places": (XLSX, odd_names),
    "900 000 elements in each other": (XLSX, deep),
    "150 000 attributes": (XLSX, many_attributes),
    "a sparse workbook of 40 GB": (XLSX, sparse),
    "a text file of 120 MB": (CSV, listed(line("900210-2383", "K" * 50) * 100, times=18_000)),
    "20 MB of line breaks": (CSV, listed("\n" * 1_000_000, times=20)),
    "20 MB of separators": (CSV, listed(";" * 1_000_000, times=20)),
    "a line of 15 MB": (CSV, listed("x" * 1_000_000, times=15)),
    "quotes that are not closed": (CSV, listed('"' + "x;y\n" * 100_000, times=31)),
    "quotes alone": (CSV, listed('"' * 1_000_000, times=12)),
    "a field of 40 000 letters": (CSV, listed(line("x" * 40_000))),
    "50 000 bad labels": (CSV, bad_labels),
    "a fault in every second row": (CSV, every_second),
    "150 000 short lines": (CSV, uneven),
    "half letters": (CSV, half_letters),
    "a sparse file of 40 GB": (CSV, sparse),
    "a survey of 5 000 columns": (
        SURVEY,
        lambda path: path.write_text(line(*(f"Fråga {n}" for n in range(5_000))) + line(*"1" * 5_000)),
    ),
    "a register of 2 000 000 lines": (SUS, lambda path: path.write_text("a;b\n" * 2_000_000)),
    "a link to endless zeros": (CSV, device),
    "a link to what the system says": (CSV, partial(leads_to, "/proc/kmsg")),
    "a pipe": (CSV, os.mkfifo),
    "a socket": (CSV, listening),
    "a link to nothing": (CSV, partial(leads_to, "nowhere")),
    "a link to itself": (CSV, partial(leads_to, "vannas.csv")),
    "a folder": (CSV, os.mkdir),
    "aliases in an example": (MD, lambda path: front(path, aliases())),
    "lists in lists in an example": (MD, lambda path: front(path, "a: " + "[" * 100_000)),
    "entries in entries in an example": (
        MD,
        lambda path: front(path, "\n".join(" " * n + "a:" for n in range(1_500))),
    ),
    "a huge head of an example": (MD, lambda path: front(path, "a: " + "x" * 8_000_000)),
    "many keys of an example": (
        MD,
        lambda path: front(path, GOOD + "".join(f"\nk{n}: x" for n in range(200_000))),
    ),
    "keys of an example twice": (MD, lambda path: front(path, f"{GOOD}\nplatform: vannas")),
    "lists in the head of an example": (MD, lambda path: front(path, "indicator: [1.3]\nplatform: {a: b}")),
    "tags in the head of an example": (
        MD,
        lambda path: front(path, "indicator: !!python/object/apply:os.getcwd []"),
    ),
    "an example of 30 MB": (MD, lambda path: front(path, GOOD, "Ord och ord. " * 2_400_000)),
    "an example of one long word": (MD, lambda path: front(path, GOOD, "A" * 60_000)),
    "100 000 corrections": (REGISTER, lambda path: corrections(path, A_CORRECTION, 100_000)),
    "corrections of 60 MB": (REGISTER, lambda path: corrections(path, "x" * 1_000 + A_CORRECTION, 60_000)),
    "a pipe for corrections": (REGISTER, os.mkfifo),
}


# --- a year with one of them ----------------------------------------------------------------------


def lay(name: str, raw: Path) -> str:
    """A hostile file in a year's folder in place of its own; where it lies."""
    place, write = FILES[name]
    if place == XLSX:
        (raw / CSV).unlink()
    target = raw / place
    target.unlink(missing_ok=True)
    target.parent.mkdir(parents=True, exist_ok=True)
    write(target)
    return place


def how_it_goes(root: Path, place: str) -> dict[str, object]:
    """A year read as it lies: what is told of the file, and what else is read."""
    from helpers.context import Context
    from helpers.deliveries.delivery import Delivery
    from helpers.faults import table
    from helpers.paths import Workspace
    from helpers.runs.inputs import raw_files

    context = Context(Workspace(root), 2019)
    raw_files(context)
    year = Delivery(context, context.definitions, b"a test's own key")
    for kind in year.left_to_read():
        year.read(kind.id)
    year.read_drawn()
    found = table(year.faults)
    told = [f for f in year.faults if f.file == place]
    return {
        "told": sorted({f"{f.level} {f.code}" for f in told}),
        "findings": len(found),
        "said": max((len(f.line()) for f in told), default=0),
        "advised": all(f.advice for f in told),
        "read": sorted(" ".join(part).strip() for part, s in year.statuses.items() if s == "read"),
    }


def in_child(root: Path, place: str) -> dict[str, object]:
    """The same in a child: its seconds of processor time, its memory beyond this process's, how it ended."""
    out, into = os.pipe()
    started, before = time.monotonic(), resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    if not (child := os.fork()):
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
            signal.alarm(2 * SECONDS)
            os.write(into, json.dumps(how_it_goes(root, place)).encode())
            code = 0
        finally:
            os._exit(code)
    os.close(into)
    _, status, used = os.wait4(child, 0)
    with os.fdopen(out, "rb") as pipe:
        said = pipe.read()
    return (json.loads(said) if said else {}) | {
        "seconds": round(used.ru_utime + used.ru_stime, 1),
        "waited": round(time.monotonic() - started, 1),
        "megabytes": used.ru_maxrss // 1024,
        "more_megabytes": (used.ru_maxrss - before) // 1024,
        "ended": os.waitstatus_to_exitcode(status),
    }


def main(names: Iterable[str]) -> None:
    fixture = Path(__file__).resolve().parents[1] / "fixture"
    import helpers.deliveries.delivery
    import helpers.runs.inputs  # noqa: F401  what a child would import is no memory of its own

    for name in names:
        with tempfile.TemporaryDirectory() as folder:
            root = Path(folder, "w")
            shutil.copytree(fixture, root)
            place = lay(name, root / "data/raw/2019")
            print(json.dumps({"name": name, "place": place} | in_child(root, place)), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:] or FILES)
