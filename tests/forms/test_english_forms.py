"""The forms in English: beside the Swedish ones, of the same facts, each file saying its own language."""

import io
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pikepdf
import pytest
from docx.oxml.ns import qn
from pypdf import PdfReader
from support.workspaces import contents

from helpers.context import Context
from helpers.forms import word_files
from helpers.forms.shown_account import Account, ShownPage
from helpers.forms.typst_document import Paper, pdf
from helpers.language.marked_swedish import in_swedish
from helpers.pages import document as d
from helpers.paths import SPOKEN, Workspace
from helpers.runs.make_forms import account_of


@pytest.fixture(scope="module")
def folder(english) -> Path:
    return english.root / "reports/en/forms/2019"


@pytest.fixture
def account(english, monkeypatch: pytest.MonkeyPatch) -> Account:
    """The account as the English pages show it, in a process that speaks English."""
    monkeypatch.setenv(SPOKEN, "en")
    return account_of(Context.of(Workspace(english.root, "en"), 2019))


def test_the_forms_lie_beside_the_swedish_ones_and_the_swedish_table_is_left_out_and_told(
    clean, english, folder: Path
) -> None:
    made = set(contents(folder))
    assert {"bokslut-2019.pdf", "sammanfattning.docx", "vannas.xlsx", "vannas.ods", "data/facts.csv"} <= made
    assert "fakta.csv" not in made and "made in Swedish only" in english.printed
    assert not (english.root / "reports/forms").exists()
    assert contents(english.root / "reports/2019") == contents(clean.root / "reports/2019")
    portal = (english.root / "reports/en/index.html").read_text(encoding="utf-8")
    assert '<html lang="en">' in portal and "Not adopted by the board" in portal
    assert (folder / "data/facts.csv").read_bytes() == (clean.root / "reports/2019/facts.csv").read_bytes()


def test_each_file_says_that_it_is_english(folder: Path) -> None:
    assert PdfReader(folder / "vannas.pdf").trailer["/Root"]["/Lang"].startswith("en")
    document = docx.Document(str(folder / "sammanfattning.docx"))
    assert {held.get(qn("w:val")) for held in document.styles.element.iter(qn("w:lang"))} == {"en-GB"}
    assert document.core_properties.language == "en"
    with zipfile.ZipFile(folder / "vannas.ods") as archive:
        meta, content = (archive.read(f"{part}.xml").decode() for part in ("meta", "content"))
    assert "<dc:language>en-GB</dc:language>" in meta
    assert set(re.findall('number:language="([^"]*)" number:country="([^"]*)"', content)) == {("en", "GB")}


def test_a_share_is_the_same_number_written_as_english_writes_it(account: Account, folder: Path) -> None:
    of = account.report.now.facts.get("vannas", "share:to-work")
    with zipfile.ZipFile(folder / "vannas.ods") as archive:
        content = archive.read("content.xml").decode()
    assert "<number:text>%" in content and "\u00a0%" not in content
    sheet = openpyxl.load_workbook(folder / "vannas.xlsx")["Outcomes"]
    head, *rows = sheet.iter_rows(values_only=True)
    row = next(dict(zip(head, row, strict=True)) for row in rows if "share:to-work" in row)
    assert row["Total (per cent)"] == pytest.approx(float(of.fraction), rel=1e-15)


def test_swedish_words_say_that_they_are_swedish_in_word_and_pdf(account: Account) -> None:
    own = d.Division(d.Paragraph("Med egna ord"), lang="sv")
    words = in_swedish("Har du fått stöd?")
    page = ShownPage("x.html", "Page", (d.Paragraph("Asked: " + words), own))
    document = docx.Document(io.BytesIO(word_files.word(account, page)))
    said = {run.text: run._r.find(f".//{qn('w:lang')}") for p in document.paragraphs for run in p.runs}
    assert said["Asked: "] is None
    assert {said[t].get(qn("w:val")) for t in ("Har du fått stöd?", "Med egna ord")} == {"sv-SE"}
    assert tagged_languages(pdf(account, Paper("Page", (page,)))) == {"en", "sv"}


def tagged_languages(made: bytes) -> set[str]:
    """The languages that a PDF says of itself and of its parts."""
    with pikepdf.open(io.BytesIO(made)) as document:
        named = [o.get("/Lang") for o in document.objects if isinstance(o, pikepdf.Dictionary)]
    return {str(lang) for lang in named if lang is not None}


def test_in_swedish_nothing_is_another_language() -> None:
    assert in_swedish("Har du fått stöd?") == "Har du fått stöd?"
