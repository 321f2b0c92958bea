"""Excel workbooks: checked as a file first, then read with calamine."""

import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from xml.etree import ElementTree

from python_calamine import CalamineError, CalamineWorkbook

from helpers.deliveries.grid import Grid, column_letter
from helpers.faults import Refusal

MAX_UNPACKED_BYTES = 200_000_000
MAX_COLUMNS, MAX_ROWS = 1_000, 200_000
_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_RELATION = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_REFERENCE = re.compile(r"([A-Z]{1,3})(\d+)")


def read(path: Path) -> list[Grid]:
    """Every sheet as a grid, with the cells that cannot be trusted.

    One pass over each sheet's XML comes first: it finds error cells, formulas without a stored result and
    merged ranges, which calamine does not show, and refuses a sheet that would not fit in memory.

    Raises:
        Refusal: not a whole workbook, not a workbook at all, protected, or too large.
    """
    _check_kind(path)
    try:
        with zipfile.ZipFile(path) as archive:
            if sum(i.file_size for i in archive.infolist()) > MAX_UNPACKED_BYTES:
                raise Refusal("too_large_unpacked")
            if (bad := archive.testzip()) is not None:
                raise Refusal("not_whole", value=bad)
            hazards = {name: _hazards(archive, member) for name, member in _sheets(archive)}
        book = CalamineWorkbook.from_path(str(path))
        hidden = {s.name for s in book.sheets_metadata if "Visible" not in str(s.visible).split(".")[-1]}
        grids = []
        for name in book.sheet_names:
            rows = book.get_sheet_by_name(name).to_python(skip_empty_area=False)
            grids.append(
                Grid(name, rows, list(range(1, len(rows) + 1)), hazards.get(name, {}), name in hidden)
            )
        return grids
    except (zipfile.BadZipFile, EOFError, KeyError, ElementTree.ParseError, CalamineError, zipfile.zlib.error):
        raise Refusal("not_whole") from None


def _check_kind(path: Path) -> None:
    with path.open("rb") as handle:
        head = handle.read(512)
    if not head:
        raise Refusal("empty_file")
    if head.startswith(b"\xd0\xcf\x11\xe0"):
        raise Refusal("protected_or_old")
    if not head.startswith(b"PK"):
        text = head.decode("latin-1").lstrip("\ufeffï»¿ \r\n\t")
        raise Refusal("html_as_xlsx" if text.startswith("<") else "text_as_xlsx")


def _sheets(archive: zipfile.ZipFile) -> Iterator[tuple[str, str]]:
    book = ElementTree.fromstring(archive.read("xl/workbook.xml"))
    relations = ElementTree.fromstring(archive.read("xl/_rels/workbook.xml.rels"))
    targets = {r.get("Id"): r.get("Target", "") for r in relations}
    for sheet in book.iter(f"{_MAIN}sheet"):
        target = targets.get(sheet.get(_RELATION), "")
        member = target.lstrip("/") if target.startswith("/") else f"xl/{target}"
        if member in archive.namelist() and "worksheets" in member:
            yield sheet.get("name", ""), member


def _position(reference: str) -> tuple[int, int]:
    letters, row = _REFERENCE.match(reference).groups()
    column = 0
    for letter in letters:
        column = column * 26 + ord(letter) - 64
    return int(row), column - 1


def _hazards(archive: zipfile.ZipFile, member: str) -> dict[tuple[int, int], tuple[str, str]]:
    """Cells of one sheet that cannot be trusted; refuses a used range beyond any list."""
    found: dict[tuple[int, int], tuple[str, str]] = {}
    with archive.open(member) as handle:
        for event, element in ElementTree.iterparse(handle, events=("start", "end")):
            if event == "start":
                if element.tag == f"{_MAIN}sheetData":
                    data = element
                continue
            if element.tag == f"{_MAIN}c":
                value, formula = element.find(f"{_MAIN}v"), element.find(f"{_MAIN}f")
                if value is None and formula is None and element.find(f"{_MAIN}is") is None:
                    continue
                row, column = _position(element.get("r", "A1"))
                if column >= MAX_COLUMNS or row > MAX_ROWS:
                    raise Refusal("far_cell", value=f"{column_letter(column)}{row}")
                if element.get("t") == "e":
                    found[row, column] = ("error_cell", value.text if value is not None else "?")
                elif formula is not None and (value is None or not (value.text or "").strip()):
                    found[row, column] = ("formula_without_result", f"={formula.text or ''}")
            elif element.tag == f"{_MAIN}row":
                data.clear()
            elif element.tag == f"{_MAIN}mergeCell":
                start, _, end = element.get("ref", "A1:A1").partition(":")
                (top, left), (bottom, right) = _position(start), _position(end or start)
                for row in range(top, min(bottom, MAX_ROWS) + 1):
                    for column in range(left, min(right, MAX_COLUMNS) + 1):
                        found.setdefault((row, column), ("merged_cells", element.get("ref", "")))
    return found
