"""What is checked of a workbook is what is read, wherever its parts lie and however they are written."""

import zipfile
from pathlib import Path

import pytest

from helpers.deliveries.files import workbook
from helpers.deliveries.files.grid import Grid
from helpers.deliveries.files.table import find
from helpers.faults import Faults, Refusal

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006/relationships"
STRICT = {
    MAIN: "http://purl.oclc.org/ooxml/spreadsheetml/main",
    OFFICE: "http://purl.oclc.org/ooxml/officeDocument/relationships",
}
# A word, a number, an error, a formula without result and merged cells.
ROW = (
    '<row r="1"><c r="A1" t="inlineStr"><is><t>Ö</t></is></c><c r="B1"><v>5</v></c>'
    '<c r="C1" t="e"><v>#N/A</v></c><c r="D1"><f>B1</f></c></row>'
)
CELLS = f'<sheetData>{ROW}</sheetData><mergeCells><mergeCell ref="A1:B1"/></mergeCells>'
HAZARDS = {
    (1, 0): "merged_cells",
    (1, 1): "merged_cells",
    (1, 2): "error_cell",
    (1, 3): "formula_without_result",
}


def package(path: Path, cells: str = CELLS, **named: str) -> Path:
    """A workbook of one sheet.

    `named` are where the parts lie and what names them (`part`, `target`, `book`, `book_target`), the whole
    `xml` of the sheet, the `strings` with their `strings_target`, and what the `sheet` element says more.
    """
    book = named.get("book", "xl/workbook.xml")
    folder, _, name = book.rpartition("/")
    relations = {"s1": ("worksheet", named.get("target", "worksheets/sheet1.xml"))}
    if strings := named.get("strings", ""):
        relations["t1"] = ("sharedStrings", named.get("strings_target", "sharedStrings.xml"))
    told = "".join(
        f'<Relationship Id="{i}" Type="{OFFICE}/{kind}" Target="{to}"/>'
        for i, (kind, to) in relations.items()
    )
    target = named.get("book_target", book)
    parts = {
        "[Content_Types].xml": "<Types/>",
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}"><Relationship Id="b" '
        f'Type="{OFFICE}/officeDocument" Target="{target}"/></Relationships>',
        book: f'<workbook xmlns="{MAIN}" xmlns:r="{OFFICE}"><sheets><sheet name="Lista" sheetId="1" '
        f'r:id="s1" {named.get("sheet", "")}/></sheets></workbook>',
        f"{folder}/_rels/{name}.rels": f'<Relationships xmlns="{PACKAGE}">{told}</Relationships>',
        named.get("part", "xl/worksheets/sheet1.xml"): named.get("xml", "")
        or f'<worksheet xmlns="{MAIN}">{cells}</worksheet>',
    }
    if strings:
        parts[named.get("strings_part", "xl/sharedStrings.xml")] = f'<sst xmlns="{MAIN}">{strings}</sst>'
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in parts.items():
            archive.writestr(member, content)
    return path


def strict(path: Path) -> Path:
    """The same workbook in Excel's strict form."""
    with zipfile.ZipFile(path) as archive:
        parts = {m: archive.read(m).decode() for m in archive.namelist()}
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in parts.items():
            for common, own in STRICT.items():
                content = content.replace(common, own)
            archive.writestr(member, content)
    return path


def refusal(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        workbook.read(path.read_bytes())
    return caught.value


@pytest.mark.parametrize(
    "named",
    [
        {},
        {"part": "xl/worksheets/Sheet1.xml"},
        {"part": "XL/Worksheets/SHEET1.XML"},
        {"part": "xl\\worksheets\\sheet1.xml"},
        {"target": "worksheets\\sheet1.xml"},
        {"target": "/xl/worksheets/sheet1.xml"},
        {"target": "./worksheets/../worksheets/sheet1.xml"},
        {"target": "worksheets/sheet%31.xml"},
        {"target": "worksheets/bl%C3%A5.xml", "part": "xl/worksheets/blå.xml"},
        {"target": "sheet1.xml", "part": "xl/sheet1.xml"},
        {"target": "../data/lista.xml", "part": "data/lista.xml"},
        {"book": "bok/bok.xml", "part": "bok/worksheets/sheet1.xml"},
        {"book": "xl/Workbook.xml", "book_target": "/xl/workbook.xml"},
    ],
    ids=lambda named: " ".join(named.values()) or "as Excel writes",
)
def test_a_sheet_is_checked_and_read_wherever_its_part_lies(named: dict[str, str], tmp_path: Path) -> None:
    (grid,) = workbook.read(package(tmp_path / "lista.xlsx", **named).read_bytes())
    assert (grid.sheet, grid.numbers, grid.rows[0][:2]) == ("Lista", [1], ["Ö", 5.0])
    assert {place: code for place, (code, _) in grid.hazards.items()} == HAZARDS


def test_excel_s_strict_form_is_checked_and_read(tmp_path: Path) -> None:
    (grid,) = workbook.read(strict(package(tmp_path / "lista.xlsx")).read_bytes())
    assert grid.rows[0][:2] == ["Ö", 5.0]
    assert {place: code for place, (code, _) in grid.hazards.items()} == HAZARDS


def rows(*written: str) -> str:
    return f"<sheetData>{''.join(written)}</sheetData>"


def row(number: int, *cells: str) -> str:
    return f'<row r="{number}">{"".join(cells)}</row>'


def cell(place: str, value: int) -> str:
    return f'<c r="{place}"><v>{value}</v></c>'


LOST = {
    "a cell twice": (rows(row(1, cell("A1", 1)), row(2, cell("A2", 1), cell("A2", 2))), "2"),
    "a row twice": (rows(row(2, cell("A2", 1)), row(2, cell("A2", 2))), "2"),
    "many rows twice": (rows(*(row(n, cell(f"A{n}", 1)) for n in (2, 3, 4, 7) for _ in "ab")), "2–4, 7"),
    "rows in two places": (
        rows(row(1, cell("A1", 1))) + rows(row(2, cell("A2", 2)), row(3, cell("A3", 2))),
        "2–3",
    ),
    "a text that no reader gives": (rows(row(4, '<c r="A4" t="str"><v><![CDATA[Ja]]></v></c>')), "4"),
    "an inline text beside a value": (
        rows(row(1, '<c r="A1" t="inlineStr"><is><t>a</t></is><v>1</v></c>')),
        "1",
    ),
    "rows of an extension": (
        rows(row(1, cell("A1", 1))) + f"<extLst><ext>{rows(row(9, cell('A9', 9)))}</ext></extLst>",
        "9",
    ),
}


@pytest.mark.parametrize("lost", LOST)
def test_as_many_cells_are_read_as_the_file_holds_or_the_rows_are_told(lost: str, tmp_path: Path) -> None:
    cells, numbers = LOST[lost]
    refused = refusal(package(tmp_path / "lista.xlsx", cells))
    assert (refused.code, refused.where["sheet"], refused.where["value"]) == ("cells_lost", "Lista", numbers)
    found = Faults("vannas", "participants/vannas.xlsx")
    assert find(tmp_path / "lista.xlsx", ["Ö"], found, []) is None
    assert f"rad {numbers}:" in found.found[0].message and found.found[0].level == "refuse"


def test_a_part_in_another_encoding_that_the_reader_gives_nothing_of_is_refused(tmp_path: Path) -> None:
    cells = rows(row(1, cell("A1", 1)))
    whole = f'<?xml version="1.0" encoding="UTF-16"?><worksheet xmlns="{MAIN}">{cells}</worksheet>'
    path = package(tmp_path / "lista.xlsx")
    with zipfile.ZipFile(path) as archive:
        parts = {m: archive.read(m) for m in archive.namelist()}
    parts["xl/worksheets/sheet1.xml"] = whole.encode("utf-16")
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in parts.items():
            archive.writestr(member, content)
    assert refusal(path).code == "cells_lost"


STRINGS = (
    "<si><t>ett</t></si><si><t></t></si>"
    "<si><r><t>t</t></r><r><t>vå</t></r><rPh sb='0' eb='1'><t>x</t></rPh></si>"
    '<si><t xml:space="preserve">  </t></si><si/><si><t>_x000D_</t></si>'
)
SHARED = "".join(f'<c r="{letter}1" t="s"><v>{n}</v></c>' for n, letter in enumerate("ABCDEF"))
READ_WHOLE = {
    "shared, rich and blank texts": (rows(f'<row r="1">{SHARED}</row>'), [["ett", "", "två", "", "", ""]]),
    "rows out of order": (rows(row(3, cell("A3", 3)), row(1, cell("A1", 1))), [[1.0], [3.0]]),
    "cells out of order": (rows(row(1, cell("B1", 2), cell("A1", 1))), [[1.0, 2.0]]),
    "no references": (
        rows("<row><c><v>1</v></c><c><v>2</v></c></row><row><c><v>3</v></c></row>"),
        [[1, 2], [3, ""]],
    ),
    "a used range that lies": (
        '<dimension ref="A1:A1"/>' + rows(row(1, cell("A1", 1)), row(2, cell("B2", 2))),
        [[1, ""], ["", 2]],
    ),
    "an empty formula": (rows(row(1, cell("A1", 1), '<c r="B1" t="str"><f>"x"</f><v></v></c>')), [[1, ""]]),
    "a pronounced text": (
        rows(
            '<row r="1"><c r="A1" t="inlineStr"><is><rPh sb="0" eb="1"><t>x</t></rPh></is></c>'
            + cell("B1", 1)
            + "</row>"
        ),
        [["", 1]],
    ),
    "blank texts": (
        rows(
            row(
                1,
                '<c r="A1" t="str"><v> </v></c>',
                '<c r="B1" t="inlineStr"><is><t> </t></is></c>',
                cell("C1", 1),
            )
        ),
        [["", "", 1]],
    ),
}


@pytest.mark.parametrize("written", READ_WHOLE)
def test_what_is_written_in_unusual_ways_is_read_whole(written: str, tmp_path: Path) -> None:
    cells, expected = READ_WHOLE[written]
    (grid,) = workbook.read(package(tmp_path / "lista.xlsx", cells, strings=STRINGS).read_bytes())
    assert [[c.strip() if isinstance(c, str) else c for c in r] for r in grid.rows] == expected


@pytest.mark.parametrize(
    ("part", "target"), [("xl/SharedStrings.xml", "sharedStrings.xml"), ("xl/texter.xml", "texter.xml")]
)
def test_shared_texts_are_found_by_what_names_them(part: str, target: str, tmp_path: Path) -> None:
    cells = rows('<row r="1"><c r="A1" t="s"><v>2</v></c></row>')
    named = {"strings": STRINGS, "strings_part": part, "strings_target": target}
    (grid,) = workbook.read(package(tmp_path / "lista.xlsx", cells, **named).read_bytes())
    assert grid.rows == [["två"]]


def test_a_number_of_no_shared_text_a_missing_part_and_two_parts_of_one_name_are_refused(
    tmp_path: Path,
) -> None:
    path = tmp_path / "lista.xlsx"
    assert refusal(package(path, rows('<row r="1"><c r="A1" t="s"><v>0</v></c></row>'))).code == "not_whole"
    assert refusal(package(path, target="worksheets/sheet2.xml")).code == "not_whole"
    package(path)
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("xl/worksheets/SHEET1.xml", "<worksheet/>")
    assert refusal(path).code == "not_whole"


def test_two_sheets_with_one_name_are_both_read(tmp_path: Path) -> None:
    path = package(tmp_path / "lista.xlsx", rows(row(1, cell("A1", 1))))
    with zipfile.ZipFile(path) as archive:
        parts = {m: archive.read(m).decode() for m in archive.namelist()}
    other = f'<Relationship Id="s2" Type="{OFFICE}/worksheet" Target="worksheets/b.xml"/></Relationships>'
    charts = f'<Relationship Id="s3" Type="{OFFICE}/chartsheet" Target="chartsheets/c.xml"/></Relationships>'
    listed = (
        '<sheet name="Diagram" sheetId="3" r:id="s3"/><sheet name="Lista" sheetId="2" r:id="s2"/></sheets>'
    )
    names = parts["xl/_rels/workbook.xml.rels"].replace("</Relationships>", other)
    parts["xl/_rels/workbook.xml.rels"] = names.replace("</Relationships>", charts)
    parts["xl/workbook.xml"] = parts["xl/workbook.xml"].replace("</sheets>", listed)
    parts["xl/worksheets/b.xml"] = f'<worksheet xmlns="{MAIN}">{rows(row(1, cell("A1", 2)))}</worksheet>'
    with zipfile.ZipFile(path, "w") as archive:
        for member, content in parts.items():
            archive.writestr(member, content)
    assert [(g.sheet, g.rows) for g in workbook.read(path.read_bytes())] == [
        ("Lista", [[1.0]]),
        ("Lista", [[2.0]]),
    ]


def test_an_error_that_only_newer_programs_know_is_told_by_its_cell(tmp_path: Path) -> None:
    cells = rows('<row r="7"><c r="A7" t="e"><v>#N/A</v></c><c r="C7" t="e"><v>#SPILL!</v></c></row>')
    refused = refusal(package(tmp_path / "lista.xlsx", cells))
    assert (refused.code, refused.where["value"], refused.where["cell"]) == ("error_cell", "#SPILL!", "C7")


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("content.xml", ".ods"),
        ("xl/workbook.bin", ".xlsb"),
        ("word/document.xml", ".docx"),
        ("Index/Document.iwa", ".numbers"),
        ("vannas.xlsx", ".zip"),
    ],
)
def test_an_archive_that_is_no_workbook_is_told_as_what_it_is(inside: str, what: str, tmp_path: Path) -> None:
    path = tmp_path / "vannas.xlsx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(inside, "x")
    found = Faults("vannas", "participants/vannas.xlsx")
    assert find(path, ["Kön"], found, []) is None
    assert found.found[0].message == f"Filen heter .xlsx men är sparad som {what}."


def test_what_nobody_sees_is_read_and_told(tmp_path: Path) -> None:
    texts = [["Kön", "Ort", "Not"], *([["K", "Umeå", ""]] * 4)]
    written = "".join(
        f'<row r="{n}"{hidden}>'
        + "".join(f'<c r="{c}{n}" t="str"><v>{t}</v></c>' for c, t in zip("ABC", line, strict=True))
        + "</row>"
        for n, line in enumerate(texts, 1)
        for hidden in [' hidden="1"' if n in (2, 3, 5) else ""]
    )
    columns = '<cols><col min="2" max="9" width="0" hidden="1"/></cols>'
    path = package(tmp_path / "vannas.xlsx", columns + rows(written), sheet='state="veryHidden"')
    found = Faults("vannas", "participants/vannas.xlsx")
    table = find(path, ["Kön", "Ort"], found, [])
    assert table is not None and len(table.body.numbers) == 4
    assert [(f.level, f.code, f.value) for f in found.found] == [
        ("flag", "hidden_sheet", ""),
        ("flag", "hidden_rows", "2–3, 5"),
        ("flag", "hidden_columns", "Ort, Not"),
    ]


def test_nothing_is_told_of_what_everybody_sees(tmp_path: Path) -> None:
    (grid,) = workbook.read(package(tmp_path / "vannas.xlsx").read_bytes())
    assert grid.unseen == Grid("", [], []).unseen and not grid.hidden
