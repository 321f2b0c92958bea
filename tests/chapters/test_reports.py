"""What a reader sees: pages of the fixture year, read back."""

import re
import shutil
from pathlib import Path

import nbformat
import papermill
import pytest
from support.markup import Element, parse
from support.workspaces import FIXTURE

from helpers import definitions
from helpers.chapters import render
from helpers.chapters.page import drawn
from helpers.context import Context
from helpers.fact_tables import from_table
from helpers.pages.html import written
from helpers.paths import REPOSITORY, Workspace
from helpers.store import Store
from helpers.wording import NO_BREAK_SPACE, result_text


@pytest.fixture(scope="module")
def pages(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Element]:
    """Every report page of the fixture's 2019, made by papermill from the notebooks."""
    import os
    import shutil

    root = tmp_path_factory.mktemp("rapporter")
    shutil.copytree(FIXTURE, root, dirs_exist_ok=True)
    before = os.environ["SOCIALT_BOKSLUT_WORKSPACE"]
    os.environ["SOCIALT_BOKSLUT_WORKSPACE"] = str(root)
    try:
        for year in (2018, 2019):
            for name in ("1_clean", "2_facts"):
                _execute(name, root, year=year)
        defined = definitions.load(Workspace(root).definitions / "2019.yaml")
        made = {
            p: _page(
                _execute("3_platform", root, year=2019, platform=p),
                render.Cover(defined.association, 2019, defined.name(p)),
            )
            for p in ("ungdomstorget", "vannas", "bjurholm")
        }
        made["forbundet"] = _page(
            _execute("4_association", root, year=2019),
            render.Cover(defined.association, 2019, defined.association),
        )
        made["index"] = _page(
            _execute("6_index", root, year=2019), render.Cover("", 2019, "Sociala bokslut", "")
        )
        made["clean"] = _page(
            _execute("1_clean", root, year=2019),
            render.Cover("", 2019, "Rena tabeller", "../index.html", "chapter", "../"),
        )
        made["granskning"] = _page(
            _execute("5_audit", root, year=2019), render.Cover("", 2019, "Granskning", searchable=True)
        )
        found = {name: parse(html) for name, html in made.items()}
        found["facts"] = from_table(Store(Workspace(root), 2019).read("facts"))
        return found
    finally:
        os.environ["SOCIALT_BOKSLUT_WORKSPACE"] = before


def _page(executed: nbformat.NotebookNode, cover: render.Cover) -> str:
    return drawn(executed, cover, "", None)[""].html().decode()


def _execute(name: str, root: Path, **parameters: object) -> nbformat.NotebookNode:
    return papermill.execute_notebook(
        REPOSITORY / "notebooks" / f"{name}.ipynb",
        root / "executed.ipynb",
        parameters=parameters,
        progress_bar=False,
    )


PAGES = ["ungdomstorget", "vannas", "bjurholm", "forbundet", "index", "clean", "granskning"]


@pytest.mark.parametrize("name", PAGES)
def test_a_page_is_swedish_whole_and_loads_nothing(pages: dict, name: str) -> None:
    reader = pages[name]
    assert (
        next(reader.all("html")).attributes["lang"] == "sv"
        and len([*reader.all("h1")]) == 1
        and len([*reader.all("main")]) == 1
    )
    tables, captions = [*reader.all("table")], [*reader.all("caption")]
    assert len(tables) == len(captions) and (len(tables) > 0) == (name != "bjurholm")
    assert all(e.attributes.get("scope") in ("row", "col") for e in reader.all("th"))
    ids = [a["id"] for _, a in reader.tags if "id" in a]
    assert len(ids) == len(set(ids))
    links = [e.attributes.get("href", "") for e in reader.all("a")] + [
        a.get("src", "") for _, a in reader.tags if "src" in a
    ]
    assert not [link for link in links if re.match(r"(https?:)?//", link)]
    assert not [*reader.all("link", "iframe", "script")]
    assert any("default-src 'none'" in e.attributes.get("content", "") for e in reader.all("meta"))
    inner = [link[1:] for link in links if link.startswith("#") and link != "#innehall"]
    assert set(inner) <= set(ids) or name == "clean"
    assert not re.search(r"\bnan\b|None|NaT|<NA>|Traceback", reader.words)


def test_the_platform_page_prints_its_facts(pages: dict) -> None:
    words, facts = pages["ungdomstorget"].words, pages["facts"]
    assert (
        "9 personer deltog under 2019: 5 kvinnor och 4 män. 4 var kvar från året före "
        "och 5 började under året." in words
    )
    assert "Vid årets slut var 4 kvar." in words
    for measure, respondents in (
        ("share:to-work", ""),
        ("question:1.4", "deltagare"),
        ("question:4.5", "personal"),
    ):
        assert (
            result_text(facts.get("ungdomstorget", measure, respondents)).plain.replace(NO_BREAK_SPACE, " ")
            in words
        )
    assert "40 % (2/5)" in words and "83 % (5/6)" in words
    assert "Uppnått men osäkert" in words and "Ej uppnått" in words
    assert "Kvinnor 33 % (1/3), män 50 % (1/2)." in words
    assert "Totalt 2018" in words and "Det är en annan grupp än deltagarlistan" in words
    assert "Ett påhittat exempel med <b>märkning</b> & tecken." in words and not [
        *pages["ungdomstorget"].all("b")
    ]


def test_every_answered_question_is_drawn_and_has_its_table(pages: dict) -> None:
    """A kernel that lost its figures would leave a page without them, silently."""
    for name in ("ungdomstorget", "vannas"):
        shown = [f for f in pages["facts"].measures(name, "answered:") if f.ok and f.group == "all"]
        words, tables = pages[name].words, [*pages[name].all("caption")]
        assert len(shown) > 2 and len(tables) > len(shown)
        assert all(words.count(f"Svar på fråga {f.measure.partition(':')[2]}, ") for f in shown)
        drawn = [e for e in pages[name].all("svg") if e.attributes["role"] == "img"]
        places = [e.attributes["id"] for e in pages[name].all("figure")]
        assert {"diagram-utfall", "diagram-mal-4"} <= set(places)
        assert len(drawn) == len(places) >= 3
    assert len([*pages["forbundet"].all("svg")]) == len([*pages["forbundet"].all("figure")]) == 4


def test_every_chart_has_a_source_and_an_alternative_text_that_says_its_finding(pages: dict) -> None:
    figures = [
        f for name in ("ungdomstorget", "vannas", "forbundet", "index") for f in pages[name].all("figure")
    ]
    assert len(figures) > 10
    for figure in figures:
        own_first = reversed([*figure.all("p")])  # a chart may stand in another's details
        by_class = {p.attributes.get("class"): p.words for p in own_first}
        drawn = next(figure.all("svg")).attributes["aria-label"]
        finding = by_class["finding-title"].removesuffix(".").replace(NO_BREAK_SPACE, " ")
        assert drawn.replace(NO_BREAK_SPACE, " ").startswith(f"{finding}. "), drawn
        assert by_class["source"].startswith("Källa: "), figure


def test_too_few_answers_and_missing_figures_say_so(pages: dict) -> None:
    assert "För få svar" in pages["vannas"].words
    of_participants = pages["vannas"].words.split("1.4 Deltagarna")[-1].split("Målområde 4")[0]
    assert "För få svar" in of_participants and not re.search(r"\(\d/2\)", of_participants)
    assert "För Samordningsteamet i Bjurholm finns inga uppgifter om 2019." in pages["bjurholm"].words
    assert "Ingen lista finns från Samordningsteamet i Bjurholm" in pages["forbundet"].words


def test_the_association_puts_platforms_side_by_side_and_the_separate_apart(pages: dict) -> None:
    words = pages["forbundet"].words
    assert "De 14 deltagandena i förbundets tabell gäller 12 unika personer." in words
    assert (
        words.index("Plattformarna sida vid sida 2019")
        < words.index("Särredovisade insatser 2019")
        < words.index("utom de särredovisade insatserna, 2018–2019")
    )
    assert {e.attributes["href"] for e in pages["index"].all("a")} >= {
        "ungdomstorget.html",
        "forbundet.html",
        "facts.csv",
        "notebooks/1_clean.html",
    }


def test_shipped_files_are_marked_as_invented(pages: dict) -> None:
    """The fixture's files are not the shipped ones: no notice; test_provenance shows it and the mix."""
    assert "rekonstruerade" not in pages["ungdomstorget"].words


@pytest.mark.parametrize(
    ("shipped", "notice"),
    [
        ("all", "är rekonstruerade: påhittade personer"),
        ("all, of no print", "är påhittade. Inget av deltagandena"),
        ("some", "är delvis rekonstruerade"),
        ("none", None),
    ],
)
def test_provenance(workspace, monkeypatch: pytest.MonkeyPatch, shipped: str, notice: str | None) -> None:
    import hashlib

    from helpers.pages import blocks, years

    texts = workspace.raw(2019) / "arsredovisning"  # which no figure rests on
    files = sorted(p for p in workspace.raw(2019).rglob("*") if p.is_file() and texts not in p.parents)
    if shipped == "all, of no print":
        shutil.rmtree(workspace.published)
    known = {"some": files[:1], "none": []}.get(shipped, files)
    workspace.shipped.write_text(
        "".join(f"{hashlib.sha256(p.read_bytes()).hexdigest()}  {p.name}\n" for p in known), encoding="utf-8"
    )
    for name in ("1_clean", "2_facts"):
        _execute(name, workspace.root, year=2019)
    html = written(blocks.provenance(years.Report.load(Context.current(2019))))
    assert (notice in html) if notice else html == ""
    if shipped == "some":
        assert files[0].relative_to(workspace.raw(2019)).as_posix() in html and "deltagare.xlsx" not in html
