"""Every PDF is asked of two validators that share no code, and of a third library's reading of its structure.

Of PDF/UA-1 (ISO 14289-1) veraPDF, the reference, has 106 rules that a machine can decide. page-validation
(Rust) tries 104, made after those; pdfua (Python, on qpdf) 16. What neither tells of is read by pypdf: which
heads a row and a column have, marks of points, sheets outside the tree. typst refuses faults too.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from page import SafetyLimits, ValidationReport, validate_pdf_bytes
from pdfua import validate
from pypdf import PdfReader
from pypdf.generic import ArrayObject, DictionaryObject

from helpers.forms import pdf_files
from helpers.forms.shown_account import Account

RULES = 104


@pytest.fixture(scope="module")
def made(account: Account) -> dict[str, bytes]:
    return dict(pdf_files.files(account))


# --- three readings ---------------------------------------------------------------------------------------


def by_page(content: bytes) -> ValidationReport:
    """Read without bounds: our own tables may have more rows than a stranger's should."""
    return validate_pdf_bytes(content, profile="ua1", limits=SafetyLimits.unlimited())


def by_pdfua(content: bytes, path: Path) -> set[str]:
    path.write_bytes(content)
    return {finding.rule_id for finding in validate(str(path)).findings}


def faults(content: bytes) -> list[str]:
    """What a reader who hears the PDF would miss, and the validators do not tell."""
    reader = PdfReader(io.BytesIO(content))
    found = ["a sheet outside the tree" for sheet in reader.pages if "/StructParents" not in sheet]
    return found + list(_structure(reader.trailer["/Root"]))


def _structure(root: DictionaryObject) -> Iterator[str]:
    for element in elements(root.get("/StructTreeRoot", {}).get("/K", DictionaryObject())):
        kind = element["/S"].lstrip("/")
        if kind == "Lbl" and "/K" not in element:
            yield "a point without its mark"
        if kind == "TH" and not scope(element):
            yield "a table's head without scope"
        if kind == "TR" and not scope(next(elements(element["/K"]))):
            yield "a row without a name"
        if kind == "Table" and "/TH" not in {e["/S"] for e in elements(element["/K"])}:
            yield "a table without heads"


def elements(node: Any) -> Iterator[DictionaryObject]:
    """The elements of a structure tree, parents first."""
    node = node.get_object()
    if isinstance(node, ArrayObject):
        for part in node:
            yield from elements(part)
    elif isinstance(node, DictionaryObject):
        if "/S" in node:
            yield node
        if "/K" in node:
            yield from elements(node["/K"])


def scope(cell: DictionaryObject) -> str:
    held = cell.get("/A", DictionaryObject()).get_object()
    named = [part.get_object() for part in (held if isinstance(held, ArrayObject) else [held])]
    return next((part["/Scope"] for part in named if "/Scope" in part), "")


# --- every PDF, whole and broken --------------------------------------------------------------------------


def test_nothing_is_found_in_any_pdf(made: dict[str, bytes], tmp_path: Path) -> None:
    assert len(made) > 5
    for name, content in made.items():
        report = by_page(content)
        told = [(failure.rule_id, failure.message) for failure in report.failures]
        assert (report.rules.total, told) == (RULES, []), name
        assert by_pdfua(content, tmp_path / name) == set(), name
        assert faults(content) == [], name


NAMELESS = {"a table's head without scope", "a row without a name"}
WORDS = ("ALT-TEXT", "ANNOTATION-CONTENTS", "OUTLINE", "SPAN-ACTUAL-TEXT", "SPAN-ALT-TEXT", "TEXT")


@pytest.mark.parametrize(
    ("there", "instead", "page_says", "pdfua_says", "we_say"),
    [
        (b"/Marked true", b"/Marked null", {"TAGGED-DOCUMENT"}, {"UA-01-002"}, set()),
        (b"/StructTreeRoot", b"/StructTreeRoat", {"STRUCT-TREE-ROOT", "LINK-LINK-TAG"}, {"UA-01-005"}, set()),
        (b"/StructParents", b"/StructParentz", set(), set(), {"a sheet outside the tree"}),
        (b"/Lang (sv)", b"/Lana (sv)", {f"{words}-LANGUAGE" for words in WORDS}, {"UA-06-001"}, set()),
        (b"dc:title", b"dc:titla", {"METADATA-TITLE"}, set(), set()),
        (b"/DisplayDocTitle true", b"/DisplayDocTitla true", {"VIEWER-PREFERENCES"}, {"UA-07-002"}, set()),
        (b"pdfuaid:part", b"pdfuaid:pert", {"ID-PART"}, set(), set()),
        (b"/Alt", b"/Ald", {"FIGURE-ALTERNATIVE-TEXT"}, {"UA-13-004"}, set()),
        (b"/Contents (", b"/Contenta (", {"LINK-CONTENTS"}, {"UA-18-005"}, set()),
        (b"/S /Link", b"/S /Span", {"LINK-LINK-TAG"}, set(), set()),
        (b"/S /Lbl", b"/S /P  ", {"LI-KIDS"}, set(), set()),
        (b"/S /H1", b"/S /H6", {"HEADING-NESTING"}, set(), set()),
        (b"/S /TD", b"/S /P ", {"TR-KIDS", "TABLE-COLUMN-ROWSPAN", "TABLE-ROW-COLUMNSPAN"}, set(), set()),
        (b"/S /TH ", b"/S /TD ", set(), {"UA-15-003"}, {"a table without heads"}),
        (b"/Scope /Column", b"/Scape /Column", set(), set(), NAMELESS),
        (b"/Scope /Row", b"/Scape /Row", set(), set(), NAMELESS),
        (b"/FontFile", b"/FontFila", {"FONT-EMBEDDING"}, set(), set()),
        (b"/ToUnicode", b"/ToUnicoda", {"FONT-UNICODE-MAPPING"}, set(), set()),
    ],
)
def test_what_is_missing_is_found(
    made: dict[str, bytes],
    tmp_path: Path,
    there: bytes,
    instead: bytes,
    page_says: set[str],
    pdfua_says: set[str],
    we_say: set[str],
) -> None:
    assert there in made["vannas.pdf"]
    broken = made["vannas.pdf"].replace(there, instead)
    told = {f.rule_id.removeprefix("PDFUA1-").removesuffix("-001") for f in by_page(broken).failures}
    assert told == page_says
    assert by_pdfua(broken, tmp_path / "broken.pdf") == pdfua_says
    assert set(faults(broken)) == we_say
