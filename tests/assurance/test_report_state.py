"""The state of an annual report: what makes it a draft, what adopts it, and what is locked then."""

import hashlib
import json
from dataclasses import replace
from pathlib import Path

import pytest
from pages.test_board import said as read

from helpers import annual_report
from helpers.annual_report import AUDIT_PREP, DRAFT, PAGE, READY, Lack
from helpers.assurance import adoption, register, report_state
from helpers.assurance.protection import protect
from helpers.assurance.register import Adoption
from helpers.assurance.report_state import ADOPTED, REVIEWED
from helpers.assurance.sides import Side
from helpers.assurance.statement_moves import moved_lines, printed
from helpers.context import Context
from helpers.faults import Stop
from helpers.paths import Workspace

PART = next(p for p in annual_report.parts() if p.is_text_required)
LACKS = [Lack("text", PART)]
TEXT = "data/raw/2019/arsredovisning/11-sammanfattning.md"
FILES = {PAGE: "<p>", annual_report.TABLE: "part\n", AUDIT_PREP: "<p>", "vannas.html": "<p>"}


def staged(folder: Path, report: str, texts: str = "a", **files: str) -> Side:
    """A set with an annual report in a state, made of a text; `files` stand otherwise than in FILES."""
    folder.mkdir(parents=True, exist_ok=True)
    held = FILES | files
    for name, content in held.items():
        (folder / name).write_text(content, encoding="utf-8")
    outputs = {n: hashlib.sha256(c.encode()).hexdigest() for n, c in held.items()}
    manifest = {"parameters": {}, "inputs": {TEXT: texts}, "lock": {}, "outputs": outputs}
    manifest |= {"report": report} if report else {}
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return Side(2019, folder)


def decide(context: Context, report: str, decided: str = "2020-03-20") -> list[Adoption]:
    """Another decision on a set whose annual report was in a state."""
    known = register.register(context)
    staged(context.reports, report)
    asked = Adoption(len(known) + 1, "AB", "2020-03-21", "fel" if known else "", decided=decided)
    adoption.freeze(context, [*known, asked], context.reports)
    return register.register(context)


@pytest.fixture
def context(tmp_path: Path) -> Context:
    return Context(Workspace(tmp_path), 2019)


def attach(context: Context, name: str) -> Path:
    path = context.workspace.adopted / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(b"%PDF")
    return path


def test_a_report_is_a_draft_till_nothing_is_lacking_and_then_ready(context: Context) -> None:
    assert report_state.state_of(context, [], LACKS) == DRAFT
    assert report_state.state_of(context, [], []) == READY
    assert report_state.decided_on(context, []) == ""


def test_the_decision_that_is_carried_out_adopts_a_whole_report_and_no_draft(context: Context) -> None:
    now = [Adoption(1, "AB", "2020-03-21", decided="2020-03-20")]
    assert report_state.state_of(context, now, []) == ADOPTED
    assert report_state.state_of(context, now, LACKS) == DRAFT


def test_a_report_is_adopted_by_the_decision_whose_set_has_it_whole(context: Context) -> None:
    known = decide(context, DRAFT)
    assert report_state.state_of(context, known, []) == READY  # it was mended after the decision
    assert report_state.decided_on(context, known) == ""
    known = decide(context, ADOPTED, "2020-04-02")
    assert report_state.state_of(context, known, []) == ADOPTED
    assert report_state.decided_on(context, known) == "2020-04-02"
    known = decide(context, "")  # a year without one
    assert report_state.state_of(context, known, []) == READY


def test_the_auditors_report_is_on_one_decision(context: Context) -> None:
    known = decide(context, ADOPTED)
    attached = attach(context, "2019-1-revisionsberattelse.pdf")
    assert report_state.auditors_report(context, known) == attached
    assert report_state.state_of(context, known, []) == REVIEWED
    assert report_state.state_of(context, known, LACKS) == DRAFT
    known = decide(context, ADOPTED)
    assert report_state.state_of(context, known, []) == ADOPTED  # the second is not reviewed yet


@pytest.mark.parametrize(
    "name",
    [
        "2019-2-revisionsberattelse.pdf",
        "2019-revisionsberattelse.pdf",
        "2019-1-revisionsberattelse.docx",
        "2019-1-Revisionsberattelse-revisionsberattelse.pdf",
    ],
)
def test_a_file_that_is_nearly_called_as_the_auditors_report_stops(context: Context, name: str) -> None:
    known = decide(context, ADOPTED)
    attach(context, name)
    with pytest.raises(Stop, match=rf"data/adopted/{name}: .* 2019-1-revisionsberattelse.pdf"):
        report_state.state_of(context, known, [])


def test_a_link_is_no_auditors_report(context: Context, tmp_path: Path) -> None:
    known = decide(context, ADOPTED)
    (context.workspace.adopted / "2019-1-revisionsberattelse.pdf").symlink_to(tmp_path / "x.pdf")
    with pytest.raises(Stop, match="som en egen fil"):
        report_state.auditors_report(context, known)


# --- what a decision asks --------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("decided", "said_day", "told"),
    [
        ("2020-03-20", "2020-03-20", ""),
        ("2020-03-20", "", ""),
        ("", "2020-03-20", "Ange dagen"),
        ("2020-03-20", "2020-03-21", "en annan dag än den i årsredovisningens text om beslutet (2020-03-21)"),
    ],
)
def test_a_report_is_adopted_on_the_day_that_it_says_itself(decided: str, said_day: str, told: str) -> None:
    asked = Adoption(1, "AB", "2020-03-21", decided=decided)
    found = report_state.hindrance(asked, [], said_day, 2019)
    assert told in found and bool(found) == bool(told)
    assert report_state.hindrance(asked, ["texten"], said_day, 2019) == ""  # a draft is not adopted


def test_a_draft_is_adopted_by_nobody_and_the_rest_of_the_year_with_a_reason() -> None:
    told = report_state.lacking(["1.1 Sammanfattning: Texten saknas."])
    assert told[0] == "årsredovisningen, 1.1 Sammanfattning: Texten saknas."
    assert len(told) == 2 and "fortfarande ett utkast" in told[1]
    assert report_state.lacking([]) == []
    asked = Adoption(1, "AB", "2020-03-21")
    said = adoption.lacking(asked, 0, told, 2019)
    assert 'INCOMPLETE="skäl"' in said and all(line in said for line in told)
    assert adoption.lacking(replace(asked, incomplete="utan årsredovisning"), 0, told, 2019) == ""


# --- what pages say --------------------------------------------------------------------------------------


def test_the_pages_of_the_report_say_its_state_and_no_others(context: Context) -> None:
    known = decide(context, ADOPTED)
    told = {s: read(report_state.status(AUDIT_PREP, s, known)) for s in (*report_state.STATES, "")}
    assert "ett utkast och ingår inte" in told[DRAFT] and told[""] == ""
    assert told[ADOPTED] == "Årsredovisningen är antagen av styrelsen den 2020-03-20."
    assert told[REVIEWED].endswith("reviderad: revisionsberättelsen är bifogad.")
    assert read(report_state.status(PAGE, REVIEWED, known)) == told[ADOPTED]  # the adopted page is locked
    assert "klar för styrelsen" in read(report_state.status(PAGE, READY, []))
    assert not report_state.status("vannas.html", ADOPTED, known)


# --- what is locked --------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("changed", "name"),
    [
        ({"texts": "b"}, TEXT),
        ({PAGE: "<b>"}, PAGE),
        ({annual_report.TABLE: "part,line\n"}, "årsredovisning"),
        ({"vannas.html": "<b>"}, "vannas.html"),
    ],
)
def test_an_adopted_report_is_locked_with_its_texts_and_its_lines(
    context: Context, tmp_path: Path, changed: dict[str, str], name: str
) -> None:
    decide(context, ADOPTED)
    pages = [PAGE, "vannas.html"]
    protect(context, staged(tmp_path / "same", ADOPTED), pages)
    protect(context, staged(tmp_path / "prepared", REVIEWED, **{AUDIT_PREP: "<b>"}), pages)
    with pytest.raises(Stop, match="är fastställt"):
        protect(context, staged(tmp_path / "other", ADOPTED, **changed), pages)


def test_a_draft_is_written_on_after_the_year_is_adopted(context: Context, tmp_path: Path) -> None:
    decide(context, DRAFT)
    staged_now = staged(tmp_path / "now", READY, "b", **{PAGE: "<b>", annual_report.TABLE: "part,line\n"})
    protect(context, staged_now, [PAGE, "vannas.html"])
    with pytest.raises(Stop, match="är fastställt"):
        protect(context, staged(tmp_path / "other", DRAFT, **{"vannas.html": "<b>"}), ["vannas.html"])


# --- what a revision moved in the statements --------------------------------------------------------------


HEAD = "part,line,label,note,value,previous,unit,measure\n"
ROWS = {
    "income": "income-statement,1,Intäkter,1,10.00,9.00,SEK,economy:income\n",
    "costs": "income-statement,2,Kostnader,,-8.00,-7.00,SEK,economy:costs\n",
}


def lines(folder: Path, **rows: str) -> Path:
    folder.mkdir()
    (folder / annual_report.TABLE).write_text(HEAD + "".join((ROWS | rows).values()), encoding="utf-8")
    return folder


@pytest.mark.parametrize(
    ("rows", "told"),
    [
        ({}, []),
        ({"income": ROWS["income"].replace("10.00", "10.01")}, ["Intäkter: 10,01 kr / 9,00 kr"]),
        ({"income": ROWS["income"].replace("9.00", "")}, ["Intäkter: 10,00 kr"]),
        ({"costs": ROWS["costs"].replace("Kostnader", "Utgifter")}, ["Utgifter: −8,00 kr / −7,00 kr"]),
        ({"costs": ""}, ["–"]),
        ({"costs": ROWS["costs"].replace(",2,", ",3,")}, []),  # another place in the table is no other line
    ],
)
def test_a_revision_names_each_line_of_the_statements_that_moved(
    tmp_path: Path, rows: dict[str, str], told: list[str]
) -> None:
    found = moved_lines(lines(tmp_path / "a"), lines(tmp_path / "b", **rows))
    assert [printed(move.after).replace("\u00a0", " ") for move in found] == told


def test_a_set_without_lines_has_all_of_them_new(tmp_path: Path) -> None:
    found = moved_lines(tmp_path, lines(tmp_path / "b"))
    assert [(move.before, move.line["label"]) for move in found] == [(None, "Intäkter"), (None, "Kostnader")]
    assert moved_lines(tmp_path, tmp_path) == []
