"""The changes desk: what differs from the last accepted run, why, and who accepted it."""

import csv
import io
import json
import re
import shutil
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest
from support.workspaces import FIXTURE, change_vannas, chapters, command, contents, facts, published, report

from helpers import fact_csv, fact_tables
from helpers.assurance import accepted
from helpers.assurance.accepting import Accepting, accept
from helpers.assurance.account_changes import CODE, Desk
from helpers.assurance.changes_page import ChangesPage, csv_text
from helpers.assurance.sides import Side, said_text
from helpers.context import Context
from helpers.counting import families
from helpers.facts import Fact, Facts, share
from helpers.faults import Stop
from helpers.files import sha256
from helpers.pages.document import Paragraph, table
from helpers.pages.html import written
from helpers.pages.said import said
from helpers.paths import Workspace
from helpers.runs import inputs as inputs_
from helpers.wording import fact_text

YEAR = 2019
VANNAS, DEFINED = f"data/raw/{YEAR}/participants/vannas.csv", f"data/definitions/{YEAR}.yaml"


# --- two runs made by hand ----------------------------------------------------------------------------------


def make(context: Context, known: list[Fact], pages: dict[str, list], **made_of: dict[str, str]) -> Side:
    """Reports of a year that print `pages`, made of inputs and code by name and checksum; no tables."""
    reports = context.reports
    shutil.rmtree(reports, ignore_errors=True)
    reports.mkdir(parents=True)
    (reports / "facts.csv").write_text(fact_csv.csv_text(Facts(known)), encoding="utf-8")
    (reports / "sidor.json").write_bytes(said_text({name: said(blocks) for name, blocks in pages.items()}))
    manifest = {"inputs": made_of.get("inputs", {}), "lock": {}, "outputs": {}}
    (reports / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    code = made_of.get("code", {}) | {"manifest.json": sha256((reports / "manifest.json").read_bytes())}
    (reports / "code.json").write_text(json.dumps(code), encoding="utf-8")
    return Side(YEAR, reports, context.processed)


def to_work(n: int, of: int = 20, place: str = "vannas") -> Fact:
    return share((YEAR, place, "share:to-work", "", "all"), n, of, "participants.to-work")


def total(value: int, place: str = "vannas") -> Fact:
    return Fact(YEAR, place, "total", value=value, state="ok", rule="participants.total")


def page_of(fact: Fact) -> list:
    return [
        Paragraph("Av dem som avslutades gick " + fact_text(fact) + " till arbete."),
        Paragraph("Alla år."),
    ]


@pytest.fixture
def context(tmp_path: Path) -> Context:
    """A workspace with the fixture's definitions and the reports of a first run, which is accepted."""
    shutil.copytree(FIXTURE / "data/definitions", tmp_path / "data/definitions")
    found = Context(Workspace(tmp_path), YEAR)
    first(found)
    assert "godkänd av AB" in accept(found, Accepting.of("ab"))
    return found


def first(context: Context) -> Side:
    work = to_work(9)
    inputs = {VANNAS: "1", DEFINED: "1"}
    return make(context, [work, total(40)], {"vannas.html": page_of(work)}, inputs=inputs, code={"a.py": "1"})


def second(context: Context, n: int = 12) -> Side:
    """Another list: one share and the sentence that prints it."""
    work = to_work(n)
    inputs = {VANNAS: str(n), DEFINED: "1"}
    return make(context, [work, total(40)], {"vannas.html": page_of(work)}, inputs=inputs, code={"a.py": "1"})


def desk(context: Context) -> Desk:
    known = accepted.last(context)
    assert known is not None
    return Desk(known, Side(YEAR, context.reports, context.processed))


def told(context: Context) -> str:
    """The page, with plain blanks."""
    page = ChangesPage(desk(context), context.definitions, set()).content()
    return str(written(page)).replace("\xa0", " ")


def rows_in(path: Path) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(path.read_text(encoding="utf-8")), delimiter=";"))


def rows(context: Context) -> list[dict[str, str]]:
    return rows_in(accepted.path_of(context))


def test_a_run_as_the_accepted_one_has_no_changes_and_nothing_to_accept(context: Context) -> None:
    assert desk(context).changes == [] and "Inget har ändrats sedan den körning som AB godkände" in told(
        context
    )
    before = contents(context.workspace.accepted)
    assert "inget har ändrats" in accept(context, Accepting.of("CD"))
    assert contents(context.workspace.accepted) == before


def test_a_fact_and_the_sentence_that_prints_it_wait_with_their_cause(context: Context) -> None:
    second(context)
    fact, sentence = desk(context).changes
    assert (fact.key, fact.before, fact.after) == (
        "vannas|share:to-work||all",
        "0.45|9|20|share|ok|delivered",
        "0.6|12|20|share|ok|delivered",
    )
    assert sentence.key == "vannas.html" and "60 %" in sentence.after.replace("\xa0", " ")
    assert [list(c.causes) for c in (fact, sentence)] == [[VANNAS], [VANNAS]]
    assert desk(context).waiting == [fact, sentence]  # nothing is accepted by being made
    page = told(context)
    assert "45 % (9/20)" in page and "60 % (12/20)" in page and page.count("väntar</td>") == 2
    assert "participants/vannas.csv</th>" in page and "lämnade uppgifter" in page


def test_a_part_is_accepted_by_initials_and_the_rest_waits(context: Context) -> None:
    second(context)
    told_of = accept(context, Accepting.of("cd", measure="share:to-work"))
    assert "1 ändring är godkänd. Väntar: 1" in told_of
    (run, row) = rows(context)
    assert (run["kind"], row["kind"], row["by"]) == ("run", "fact", "CD")
    assert [c.kind for c in desk(context).waiting] == ["sentence"]
    assert f"godkänd av CD {row['date']}" in told(context)
    states = [(r["kind"], r["state"], r["by"]) for r in csv.DictReader(io.StringIO(csv_text(desk(context))))]
    assert states == [("fact", "accepted", "CD"), ("sentence", "waiting", "")]


def test_an_acceptance_falls_when_the_fact_changes_again_until_it_is_accepted_anew(context: Context) -> None:
    second(context)
    accept(context, Accepting.of("CD", measure="share:to-work"))
    second(context, 15)
    (row, now), *others = desk(context).fallen
    assert row.by == "CD" and now is not None and "15|20" in now.after and not others
    assert len(desk(context).waiting) == 2
    page = told(context)
    assert "Godkännanden som har fallit: 1" in page and "60 % (12/20)" in page and "75 % (15/20)" in page
    accept(context, Accepting.of("EF", measure="share:to-work"))
    assert desk(context).fallen == [] and len(desk(context).waiting) == 1
    first(context)  # as it was: nothing is changed, and what was accepted is no longer so
    assert [(row.by, now) for row, now in desk(context).fallen] == [("EF", None)]
    assert "som i den godkända körningen" in told(context)


def test_when_all_is_accepted_the_run_is_the_last_accepted_one_and_the_file_begins_anew(
    context: Context,
) -> None:
    second(context)
    accept(context, Accepting.of("CD", measure="share:to-work"))
    before, old = rows(context), rows(context)[0]
    assert "inget väntar" in accept(context, Accepting.of("EF"))
    (run,) = rows(context)
    assert run["by"] == "EF" and run["before"] == old["after"] != run["after"]
    assert desk(context).changes == [] and desk(context).accepted.run.by == "EF"
    history = rows_in(accepted.history_of(context))
    assert history[:2] == before and [(r["kind"], r["by"]) for r in history[2:]] == [("sentence", "EF")]
    first(context)
    assert len(desk(context).changes) == 2  # against the new one
    accept(context, Accepting.of("GH"))
    again = rows_in(accepted.history_of(context))
    assert again[:3] == history and [r["kind"] for r in again[3:]] == ["run", "fact", "sentence"]


def test_a_file_accepts_what_it_alone_can_have_changed_and_a_page_its_sentences(context: Context) -> None:
    work, text = to_work(12), "data/texts/2019/vannas.md"
    pages = {"vannas.html": [*page_of(work)[:1], Paragraph("Alla åren.")]}
    made_of = {VANNAS: "2", DEFINED: "1", text: "1"}
    make(context, [work, total(40)], pages, inputs=made_of, code={"a.py": "1"})
    (other,) = [c for c in desk(context).changes if "åren" in c.after]
    assert set(other.causes) == {VANNAS, text}  # no figure in it: either may have changed it
    accept(context, Accepting.of("AB", file="participants/vannas.csv"))
    assert desk(context).waiting == [other]
    accept(context, Accepting.of("AB", file="vannas.html"))
    assert desk(context).changes == []


def test_a_figure_of_another_year_and_another_origin_are_changes_too(context: Context) -> None:
    def made(before: int, origin: str) -> Side:
        earlier = Fact(YEAR - 1, "vannas", "total", value=before, state="ok", rule="participants.total")
        body = table("Antal", ["", "Förra året"], [["Vännäs", fact_text(earlier)]] * 2)
        inputs = {f"data/raw/{YEAR - 1}/participants/vannas.csv": str(before), VANNAS: origin}
        return make(context, [replace(total(40), origin=origin)], {"vannas.html": [body]}, inputs=inputs)

    made(30, "delivered")
    accept(context, Accepting.of("AB"))
    made(31, "invented")
    fact, figure = desk(context).changes
    assert fact.after == "40|||count|ok|invented"
    assert (figure.kind, figure.key) == ("figure", "vannas.html#total-2018-vannas")
    assert (figure.before, figure.after) == ("30", "31")
    page = told(context)
    assert "40 (levererade uppgifter)" in page and "40 (påhittade uppgifter" in page


def test_what_is_too_few_to_be_printed_is_told_as_changed_and_no_more(context: Context) -> None:
    make(context, [to_work(2, 4)], {}, inputs={VANNAS: "1", DEFINED: "1"})
    accept(context, Accepting.of("AB"))
    cost = Fact(YEAR, "vannas", "sus:moved:a", value=1, state="ok", rule="sus.moved")
    make(context, [to_work(2, 4), cost], {}, inputs={VANNAS: "2", DEFINED: "1"})
    accept(context, Accepting.of("AB"))
    make(context, [to_work(2, 4), replace(cost, value=3)], {}, inputs={VANNAS: "3", DEFINED: "1"})
    (change,) = desk(context).changes
    assert change.after.startswith("3|") and "<td>För få</td>" in told(context)
    assert "ändrad, men för få för att visas" in told(context) and "<td>3</td>" not in told(context)


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Accepting.of(""), "Ange initialerna"),
        (Accepting.of("Anna Alm"), "Ange initialerna"),
        (Accepting.of("AB", "total", "participants/vannas.csv"), "inte båda"),
        (Accepting.of("AB", measure="totl"), "share:to-work"),
        (Accepting.of("AB", file="participants/vanas.csv"), "participants/vannas.csv"),
        (Accepting.of("AB", measure="total"), "Ingen ändring som väntar gäller måttet"),
    ],
)
def test_what_cannot_be_accepted_says_why_and_changes_nothing(
    context: Context, asked: Accepting, said: str
) -> None:
    second(context)
    before = contents(context.workspace.accepted)
    with pytest.raises(Stop, match=re.escape(said)):
        accept(context, asked)
    assert contents(context.workspace.accepted) == before


def test_no_part_of_a_first_run_and_no_run_that_is_not_made_can_be_accepted(tmp_path: Path) -> None:
    found = Context(Workspace(tmp_path), YEAR)
    with pytest.raises(Stop, match="inga rapporter"):
        accept(found, Accepting.of("AB"))
    first(found)
    with pytest.raises(Stop, match="Godkänn först körningen"):
        accept(found, Accepting.of("AB", measure="total"))
    assert accepted.last(found) is None


def edited(context: Context, line: int, old: str, new: str) -> None:
    path = accepted.path_of(context)
    lines = path.read_text(encoding="utf-8").splitlines(keepends=True)
    assert old in lines[line - 1]
    lines[line - 1] = lines[line - 1].replace(old, new, 1)
    path.write_text("".join(lines), encoding="utf-8")


@pytest.mark.parametrize(
    ("line", "old", "new", "said"),
    [
        (1, "kind", "sort", "rad 1: raden ska ha fälten"),
        (2, "run", "fact", "rad 2: raden ska ha fälten"),
        (2, ";AB;", ";EF;", "rad 2: raden är inte som den skrevs"),
        (3, "12|20", "15|20", "rad 3: raden är inte som den skrevs"),
        (3, ";CD;", ";EF;", "rad 3: raden är inte som den skrevs"),
        (3, "fact;", "faktum;", "rad 3: raden ska ha fälten"),
        (3, ";CD;", ";CD;CD;", "rad 3: raden ska ha fälten"),
    ],
)
def test_an_edited_file_is_told_with_its_line(
    context: Context, line: int, old: str, new: str, said: str
) -> None:
    second(context)
    accept(context, Accepting.of("CD", measure="share:to-work"))
    edited(context, line, old, new)
    with pytest.raises(Stop, match=said):
        accepted.last(context)


def test_an_accepted_run_that_was_edited_or_is_without_its_file_is_told(context: Context) -> None:
    kept = accepted.folder_of(context)
    (kept / ".DS_Store").write_bytes(b"x")  # a file manager's
    assert accepted.last(context)
    path = kept / "facts.csv"
    path.write_text(path.read_text(encoding="utf-8").replace("40", "41"), encoding="utf-8")
    with pytest.raises(Stop, match="inte den körning"):
        accepted.last(context)
    accepted.path_of(context).unlink()
    with pytest.raises(Stop, match="vem som godkände"):
        accepted.last(context)


def test_hundreds_of_figures_of_one_cause_are_one_line_to_unfold(context: Context) -> None:
    places = [f"p{n}" for n in range(300)]
    inputs = {VANNAS: "1", DEFINED: "1"}
    make(context, [total(1, p) for p in places], {}, inputs=inputs)
    accept(context, Accepting.of("AB"))
    make(context, [total(2, p) for p in places], {}, inputs={VANNAS: "2", DEFINED: "1"})
    known = desk(context)
    page = ChangesPage(known, _Names.of(context), set()).content()
    said_ = str(written(page))
    assert said_.count("<details>") == 1 and said_.count("<tr>") > 300
    assert "300 siffror på grund av participants/vannas.csv. Väntar: 300" in said_


class _Names:
    """Definitions that know any place."""

    @staticmethod
    def of(context: Context):
        defined = context.definitions
        object.__setattr__(defined, "name", lambda place: place)
        return defined


# --- runs of the fixture ------------------------------------------------------------------------------------


def counted(root: Path, code: str = "1") -> Context:
    """The two chapters that make facts, on a workspace, as a run without pages would leave them."""
    context = Context(Workspace(root), YEAR)
    frame = pd.read_parquet(chapters(root, YEAR) / "facts.parquet")
    inputs = {f"data/raw/{YEAR}/{n}": h for n, h in inputs_.raw_files(context).items()}
    inputs[DEFINED] = sha256(context.definitions_file.read_bytes())
    make(context, list(fact_tables.from_table(frame)), {}, inputs=inputs, code={"answers.py": code})
    return context


@pytest.fixture(scope="module")
def base(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("base") / "a"
    shutil.copytree(FIXTURE, root)
    accept(counted(root), Accepting.of("AB"))
    return root


def causes(context: Context) -> set[tuple[str, ...]]:
    known = desk(context)
    assert known.waiting == known.changes and known.changes
    return {tuple(change.causes) for change in known.changes}


def test_what_data_definitions_and_code_change_is_found_with_its_cause(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base, tmp_path / "a")
    root = tmp_path / "a"
    assert desk(counted(root)).changes == []
    change_vannas(root)
    assert causes(counted(root)) == {(VANNAS,)}
    rows_of = {c.causes[VANNAS] for c in desk(Context(Workspace(root), YEAR)).changes if "|to-work|" in c.key}
    assert rows_of == {"rad 3 räknas nu"}
    shutil.copyfile(base / VANNAS, root / VANNAS)
    path = root / DEFINED
    content = path.read_text(encoding="utf-8")
    assert "target_percent: 80}" in content
    path.write_text(content.replace("target_percent: 80}", "target_percent: 99}"), encoding="utf-8")
    assert causes(counted(root)) == {(DEFINED,)}
    assert any(change.is_verdict for change in desk(Context(Workspace(root), YEAR)).changes)
    path.write_text(content, encoding="utf-8")
    known = counted(root, code="2")
    frame = pd.read_parquet(known.processed / "facts.parquet")
    kept = frame[frame["measure"] != "question:1.4"]
    kept.to_parquet(known.processed / "facts.parquet", index=False)
    facts_of = fact_csv.csv_text(fact_tables.from_table(kept))
    (known.reports / "facts.csv").write_text(facts_of, encoding="utf-8")
    assert causes(known) == {(CODE,)}
    assert {c.causes[CODE] for c in desk(known).changes} == {families.function_of("answers.question")}


def test_the_accepted_run_holds_no_person_and_no_name_of_a_file_that_is_not_told(
    base: Path, test_numbers: list[str]
) -> None:
    kept = accepted.folder_of(Context(Workspace(base), YEAR))
    tables = {p.stem: pd.read_parquet(p) for p in kept.glob("*.parquet")}
    assert set(tables) == {"facts", "fact_rows", "evidence", "deliveries"}
    assert list(tables["deliveries"]) == ["kind", "part", "status"]
    assert set(tables["evidence"]) == {"number", "file", "sheet", "rows"}
    pseudonyms = pd.read_parquet(base / f"data/processed/{YEAR}/participations.parquet")["person"]
    said = "".join(map(str, (t.to_csv() for t in tables.values())))
    assert not any(str(one) in said for one in pseudonyms) and not any(n in said for n in test_numbers)


def test_names_of_files_and_sheets_are_kept_as_they_may_be_told(base: Path, tmp_path: Path) -> None:
    shutil.copytree(base, tmp_path / "a")
    known = Context(Workspace(tmp_path / "a"), YEAR)
    path = known.processed / "evidence.parquet"
    pd.read_parquet(path).assign(sheet="Samtal med Anna Alm").to_parquet(path, index=False)
    shutil.rmtree(known.workspace.accepted)
    accept(known, Accepting.of("AB"))
    sheets = pd.read_parquet(accepted.folder_of(known) / "evidence.parquet")["sheet"]
    assert set(sheets) == {"[dold text]"}


DESK = {"andringar.html", "andringar.csv", "index.html", "sidor.json", "manifest.json", "code.json"}


def test_a_year_on_its_way_to_the_board(clean, finished: Path) -> None:
    def done(name: str, **variables: str):
        return command(name, finished, **variables)

    assert "andringar.html" not in clean.set and b"andringar" not in clean.set["index.html"]
    assert done("accept-changes", BY="ab").returncode == 0
    set_ = published(finished)
    assert {n for n in set_ if set_.get(n) != clean.set.get(n)} == DESK  # all else as without an accepted run
    assert report(finished).returncode == 0 and published(finished) == set_
    before = facts(finished)
    change_vannas(finished)
    assert report(finished).returncode == 0
    moved = {k for k, f in facts(finished).items() if before.get(k) != f}
    listed = list(csv.DictReader(io.StringIO((finished / "reports/2019/andringar.csv").read_text("utf-8"))))
    found = {("2019", *r["key"].split("|")) for r in listed if r["kind"] == "fact"}
    assert found == moved and {r["causes"] for r in listed} == {VANNAS}
    assert {r["state"] for r in listed} == {"waiting"} and {r["kind"] for r in listed} == {"fact", "sentence"}
    set_ = published(finished)
    assert f"{len(listed)} ändringar sedan den senast godkända" in set_["index.html"].decode()
    page = set_["andringar.html"].decode()
    assert "Målet har inte uppnåtts" in page and page.index('id="verdicts"') < page.index('id="sentences"')
    adopting = {"BY": "AB", "INCOMPLETE": "Bjurholm hade ingen verksamhet"}
    refused = done("adopt", **adopting)
    assert refused.returncode == 2 and f"{len(listed)} ändringar väntar på godkännande" in refused.stdout
    assert published(finished) == set_ and not (finished / "data/adopted").exists()
    text = (finished / VANNAS).read_bytes()
    (finished / VANNAS).write_bytes(text + b"\n")
    refused = done("accept-changes", BY="CD")
    assert refused.returncode == 2 and "inte de som skulle göras nu" in refused.stdout
    (finished / VANNAS).write_bytes(text)
    (finished / "reports/index.html").unlink()
    said = done("accept-changes", BY="CD").stdout
    assert (finished / "reports/index.html").is_file()  # the page over all years follows
    assert "inget väntar" in said and "Inget har ändrats sedan den körning som CD" in (
        finished / "reports/2019/andringar.html"
    ).read_text(encoding="utf-8")
    assert done("adopt", **adopting).returncode == 0  # and the desk is closed
    set_ = published(finished)
    assert "andringar.html" not in set_ and b"andringar" not in set_["index.html"]
    assert report(finished).returncode == 0 and published(finished) == set_
    refused = done("accept-changes", BY="CD")
    assert refused.returncode == 2 and "fastställt av styrelsen" in refused.stdout


def test_an_accepted_year_is_audited_and_made_in_english(finished: Path) -> None:
    assert command("accept-changes", finished, BY="ab").returncode == 0
    change_vannas(finished)
    assert report(finished).returncode == 0
    done = command("audit", finished)
    assert done.returncode == 0, done.stdout
    assert command("report", finished, SOCIALT_BOKSLUT_LANGUAGE="en").returncode == 0
    page = (finished / "reports/en/2019/andringar.html").read_text(encoding="utf-8")
    assert "Since the run that AB accepted" in page and "Sentences are compared on the Swedish page" in page
    listed = (finished / "reports/en/2019/andringar.csv").read_text(encoding="utf-8")
    assert "sentence," not in listed and "fact,forbundet|" in listed
    edit = finished / "data/accepted/2019.csv"
    edit.write_text(edit.read_text(encoding="utf-8").replace(";AB;", ";CD;"), encoding="utf-8")
    before = published(finished)
    refused = report(finished)
    assert refused.returncode == 2 and "rad 2: raden är inte som den skrevs" in refused.stdout
    assert published(finished) == before
