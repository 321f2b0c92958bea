"""Every PDF is asked of two validators: pdfua, and a reading of its structure by another library, pypdf.

pdfua tries 16 of the 106 rules of PDF/UA-1 that a machine can; the other is ours, small, and reads what pdfua
does not: scopes, rows, levels. Neither certifies all of the standard. typst refuses besides what breaks it.
"""

import io
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from pdfua import validate
from pypdf import PdfReader
from pypdf.generic import ArrayObject, BooleanObject, DictionaryObject

from helpers.forms import pdf_files
from helpers.forms.shown_account import Account


@pytest.fixture(scope="module")
def made(account: Account) -> dict[str, bytes]:
    return dict(pdf_files.files(account))


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


def faults(content: bytes) -> list[str]:
    """What a reader who hears the PDF would miss."""
    reader = PdfReader(io.BytesIO(content))
    root = reader.trailer["/Root"]
    found = [] if root.get("/Lang") == "sv" else ["no language"]
    found += [] if _is_true(root, "/MarkInfo", "/Marked") else ["not marked"]
    found += [] if _is_true(root, "/ViewerPreferences", "/DisplayDocTitle") else ["title not shown"]
    found += [] if reader.metadata and reader.metadata.title else ["no title"]
    found += [] if "pdfuaid" in root["/Metadata"].get_data().decode() else ["does not say that it is PDF/UA"]
    found += [
        f"sheet {i} is not in the tree" for i, p in enumerate(reader.pages, 1) if "/StructParents" not in p
    ]
    return found + list(_structure(root))


def _is_true(root: DictionaryObject, part: str, key: str) -> bool:
    return root.get(part, DictionaryObject()).get(key) == BooleanObject(True)


def _structure(root: DictionaryObject) -> Iterator[str]:
    level = 0
    for element in elements(root["/StructTreeRoot"]["/K"]):
        kind = element["/S"].lstrip("/")
        if kind == "Figure" and not element.get("/Alt"):
            yield "a picture without words"
        if kind == "Lbl" and "/K" not in element:
            yield "a point without its mark"
        if kind == "TH" and not scope(element):
            yield "a table's head without scope"
        if kind == "TR" and not scope(next(elements(element["/K"]))):
            yield "a row without a name"
        if kind == "Table" and "/TH" not in {e["/S"] for e in elements(element["/K"])}:
            yield "a table without heads"
        if kind[0] == "H" and kind[1:].isdigit():
            if int(kind[1:]) > level + 1:
                yield f"a heading {kind} under H{level}"
            level = int(kind[1:])


def test_both_validators_find_nothing_in_any_pdf(made: dict[str, bytes], tmp_path: Path) -> None:
    assert len(made) > 5
    for name, content in made.items():
        (tmp_path / name).write_bytes(content)
        report = validate(str(tmp_path / name))
        assert [(f.rule_id, f.message) for f in report.findings] == [], name
        assert faults(content) == [], name


@pytest.mark.parametrize(
    ("there", "instead", "pdfua_says", "we_say"),
    [
        (b"/Marked true", b"/Marked null", {"UA-01-002"}, {"not marked"}),
        (b"/Lang (sv)", b"/Lana (sv)", {"UA-06-001"}, {"no language"}),
        (b"/DisplayDocTitle true", b"/DisplayDocTitla true", {"UA-07-002"}, {"title not shown"}),
        (b"/Alt", b"/Ald", {"UA-13-004"}, {"a picture without words"}),
        (
            b"/Scope /Column",
            b"/Scape /Column",
            set(),
            {"a table's head without scope", "a row without a name"},
        ),
        (b"/Scope /Row", b"/Scape /Row", set(), {"a table's head without scope", "a row without a name"}),
        (b"/S /TH", b"/S /TD", {"UA-15-003"}, {"a table without heads"}),
        (b"/S /H1", b"/S /H6", set(), {"a heading H6 under H0", "a heading H6 under H2"}),
    ],
)
def test_the_validators_find_what_is_missing(
    made: dict[str, bytes],
    tmp_path: Path,
    there: bytes,
    instead: bytes,
    pdfua_says: set[str],
    we_say: set[str],
) -> None:
    assert there in made["vannas.pdf"]
    broken = made["vannas.pdf"].replace(there, instead)
    (tmp_path / "broken.pdf").write_bytes(broken)
    assert {f.rule_id for f in validate(str(tmp_path / "broken.pdf")).findings} == pdfua_says
    assert set(faults(broken)) == we_say
