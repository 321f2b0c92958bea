"""The comparison of reports sees every change in what is printed, and none in what tells of the code."""

import json
import re
from fractions import Fraction
from functools import cache
from pathlib import Path

import nbformat
import pandas as pd
import pytest
from markupsafe import Markup
from support.clean_tables import FIXTURE_DEFINITIONS
from support.same_output import CHECKSUM_HEADS, DEFINITIONS, FUNCTION, compare, differences, main, normalised

from helpers import definitions
from helpers.assurance import vouchers
from helpers.assurance.vouchers import Binder
from helpers.chapters.page import Page, drawn
from helpers.chapters.render import Cover
from helpers.facts import Fact, Facts, Rows, share
from helpers.pages.chart_answers import shares
from helpers.pages.document import NOTHING, Block, Chart, Link, Paragraph, Section, join, table
from helpers.wording import catalogue, declared

SHA = "0123456789ab" + "cd" * 26
OTHER = "ba9876543210" + "ef" * 26
LIST = "participants/vannas.xlsx"
HEAD = "Kontrollsumma (sha256, början)"
KEY = (2019, "vannas", "share:to-work", "", "all")


def rendered(sources: list[str], content: Block, kind: str) -> str:
    """A page as it is published: code cells, of which the last shows the content."""
    cells = [nbformat.v4.new_code_cell(source) for source in sources]
    cells[-1].outputs = [nbformat.v4.new_output("display_data", data=content._repr_mimebundle_())]
    cover = Cover("Förbundet", 2019, "Vännäs", kind=kind)
    made = drawn(nbformat.v4.new_notebook(cells=cells), cover, "", None)
    return "".join(page.html().decode() for page in made.values())


def account() -> Block:
    """A section with everything a page can print: a sentence, a table, a chart, an image, a link."""
    fact = share(KEY, 29, 128, "participants.outcome")
    rows = [[LIST, declared(SHA[:12]), "63"], ["b.csv", "", "12"]]
    listed = table("Filer", ["Fil", HEAD, "Rader"], rows)
    image = Chart(
        "bild",
        "Kvinnor",
        "",
        Markup('<img alt="12 kvinnor" src="data:image/png;base64,iVBORw0KGgo=">'),
        "",
        NOTHING,
    )
    link = Link("verifikationer/vannas.html#total-2019-vannas", "totalt")
    chart = Chart("ut", "Fynd", "", shares("ut", [("Till arbete", fact)], "Andelar"), "", NOTHING)
    sentence = Paragraph("Under 2019 deltog 63 personer.")
    return Section(join([sentence, listed, chart, image, link]), id="vannas")


@cache
def voucher(function: str = "", checksum: str = SHA) -> str:
    """A real page of vouchers, with rows and a reference to the definitions."""
    rows = Rows({(LIST, "Deltagare"): [2, 3, 4, 7]})
    total = Fact(2019, "vannas", "total", value=4, state="ok", rule="participants.total", rows=rows)
    target = Fact(
        2019, "vannas", "target:1.1", value=Fraction(1, 4), unit="share", state="ok", rule="decisions.target"
    )
    behind = {total.key: {"counted": rows}}
    deliveries = pd.DataFrame({"file": [LIST], "sha256": [checksum]})
    defined = definitions.load(FIXTURE_DEFINITIONS)
    binder = Binder(Facts([total, target]), behind, deliveries, defined, None, [])
    wanted = {"vannas": {number: [] for number in binder.by_number("vannas")}}
    ((_, content),) = vouchers.pages({2019: binder}, wanted)
    html = Page.of(content, Cover("Förbundet", 2019, "Verifikationer")).html().decode()
    return html.replace("helpers.counting.participations.total", function) if function else html


@pytest.fixture(scope="module")
def report() -> str:
    return rendered(["account('vannas')"], account(), "report")


@pytest.fixture
def sets(tmp_path: Path, report: str) -> tuple[Path, Path]:
    """Two equal sets of reports of one year."""
    manifest = {
        "code": {"src/helpers/facts.py": SHA},
        "lock": SHA,
        "outputs": {"vannas.html": SHA},
        "inputs": {"data/raw/2019/sus.csv": SHA, "data/definitions/2019.yaml": SHA},
        "parameters": {"year": 2019},
        "drawn": {"data/raw/2019/sus.csv": {"day": ""}},
    }
    files = {
        "vannas.html": report,
        "verifikationer/vannas.html": voucher(),
        "notebooks/1_clean.html": rendered(["x = 1"], account(), "chapter"),
        "facts.csv": "year;value\n2019;63\n",
        "manifest.json": json.dumps(manifest),
        "code.json": "{}",
    }
    for folder in (tmp_path / "old", tmp_path / "new"):
        for name, content in files.items():
            path = folder / "2019" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(content, encoding="utf-8")
    return tmp_path / "old", tmp_path / "new"


def changed(folder: Path, name: str, before: str, after: str) -> None:
    path = folder / "2019" / name
    content = path.read_text(encoding="utf-8")
    assert before in content
    path.write_text(content.replace(before, after, 1), encoding="utf-8")


def test_the_words_it_looks_for_are_those_that_are_printed() -> None:
    words = catalogue()
    assert words["voucher.function"] == FUNCTION
    assert words["voucher.definitions"] == DEFINITIONS
    heads = [w for w in words.values() if w.lower().startswith("kontrollsumma (sha")]
    assert HEAD in heads and all(head.startswith(CHECKSUM_HEADS) for head in heads)


@pytest.mark.parametrize(
    ("pattern", "after"),
    [
        (r'(<td class="n">6)3', r"\g<1>4"),
        ("deltog 63", "deltog 64"),
        (r'<tr><th scope="row">b.*?</tr>', ""),
        (r"(<text[^>]*>)23", r"\g<1>24"),
        (r'(<path [^>]*d="M ?\d*)\d', r"\g<1>x"),
        ("iVBOR", "iVBOS"),
        ('alt="12', 'alt="13'),
        (r'(aria-label="Fil)er', r"\1en"),
        ("#total-2019", "#total-2018"),
        ('id="vannas"', 'id="vannaes"'),
        ("<style>", "<style> "),
        ("<title>", "<title>x"),
    ],
)
def test_it_sees_a_change_on_a_page(report: str, pattern: str, after: str) -> None:
    new, changes = re.subn(pattern, after, report, count=1)
    assert changes == 1
    assert normalised(new) != normalised(report)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("rad 2–4, 7", "rad 2–4, 8"),
        ("(4 rader)", "(5 rader)"),
        ("data/raw/2019", "data/raw/2018"),
        ("<dd>4</dd>", "<dd>5</dd>"),
        ("blad Deltagare", "blad Deltagarna"),
        (f"<dt>{FUNCTION}</dt>", ""),
        ("<dd>helpers.", "<dd>other."),
        ("definitions/2019", "definitions/2018"),
        (SHA[:12], SHA[:11]),
        (SHA[:12], "012345678901"),
        ('id="total-2019-vannas"', 'id="total-2019"'),
    ],
)
def test_it_sees_a_change_in_a_voucher(before: str, after: str) -> None:
    assert before in voucher()
    assert normalised(voucher().replace(before, after, 1)) != normalised(voucher())


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("123456789012", "123456789013"),
        ("<td>7</td>", "<td>8</td>"),
        (f"<p>{SHA}", f"<p>{OTHER}"),
        (f"<td>{SHA[:12]}</td></tr>", f"<td>{OTHER[:12]}</td></tr>"),
        (f"<td>{SHA} </td>", f"<td>{OTHER} </td>"),
    ],
)
def test_only_a_checksum_in_its_own_column_is_set_aside(before: str, after: str) -> None:
    head = "<thead><tr><th>Fil</th><th>sha256 (början)</th><th>Annat</th></tr></thead>"
    figures = "<tr><th>a</th><td>123456789012</td><td>7</td></tr>"
    sums = f"<tr><th>b</th><td>{SHA}</td><td>{SHA[:12]}</td></tr><tr><th>c</th><td>{SHA} </td></tr>"
    html = f"<p>{SHA}</p><table>{head}<tbody>{figures}{sums}</tbody></table>"
    assert html.count(before) == 1
    assert normalised(html.replace(before, after)) != normalised(html)
    assert normalised(html.replace(f"<th>b</th><td>{SHA}", f"<th>b</th><td>{OTHER}")) == normalised(html)


@pytest.mark.parametrize("kind", ["report", "chapter"])
def test_it_does_not_see_code(kind: str) -> None:
    old = rendered(["account('vannas')"], account(), kind)
    sources = ["from helpers import other\n\n\nx = 1 < 2", "# told\nother.account(f'{x}')"]
    new = rendered(sources, account(), kind)
    assert old != new and 'class="code"' in old and 'class="code"' not in normalised(old)
    assert normalised(old) == normalised(new)
    assert "<details" not in normalised(old) and "deltog 63" in normalised(old)


def test_a_listing_ends_where_it_ends() -> None:
    one = '<pre><code class="code">x</code></pre>'
    assert normalised(f"{one}<p>12</p>{one}") == "<p>12</p>"
    mixed = f"<details><summary>Visa</summary>{one}<p>12</p></details>"
    assert normalised(mixed) == "<details><summary>Visa</summary><p>12</p></details>"
    assert "12" in normalised('<pre><code class="code">x<b>12</b></code></pre>')


def test_it_does_not_see_functions_checksums_and_lines_of_definitions(report: str) -> None:
    other = voucher("helpers.counting.lists.every_one", OTHER)
    assert voucher() != other and normalised(voucher()) == normalised(other)
    for line in (":12", ", rad 12"):
        referred = voucher().replace("2019.yaml</dd>", f"2019.yaml{line}</dd>")
        assert referred != voucher() and normalised(referred) == normalised(voucher())
    assert SHA[:12] in report and normalised(report.replace(SHA[:12], OTHER[:12])) == normalised(report)


def test_two_equal_sets(sets: tuple[Path, Path], capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(s) for s in sets]) == 0
    equal = "files compared: 5, equal byte for byte: 5, equal after normalising: 0"
    assert capsys.readouterr().out == f"{equal}, different: 0, only in one: 0\n"


def test_code_may_differ_everywhere(sets: tuple[Path, Path]) -> None:
    _, new = sets
    changed(new, "verifikationer/vannas.html", "helpers.counting.participations.total", "helpers.lists.total")
    changed(new, "vannas.html", "account", "other")
    changed(new, "code.json", "{}", "[]")
    for before in ('"lock": "0', 'facts.py": "0', '"vannas.html": "0', 'data/definitions/2019.yaml": "0'):
        changed(new, "manifest.json", before, before[:-1] + "1")
    result = compare(*sets)
    assert result.equal and result.files == 5
    told = ["manifest.json", "vannas.html", "verifikationer/vannas.html"]
    assert result.same_normalised == [f"2019/{name}" for name in told]


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("facts.csv", "63", "64"),
        ("facts.csv", "\n", "\r\n"),
        ("vannas.html", "deltog 63", "deltog 6"),
        ("verifikationer/vannas.html", "rad 2", "rad 3"),
        ("notebooks/1_clean.html", "deltog 63", "deltog 64"),
        ("manifest.json", 'sus.csv": "0', 'sus.csv": "1'),
        ("manifest.json", "raw/2019/sus", "raw/2019/sas"),
        ("manifest.json", '"year": 2019', '"year": 2018'),
        ("manifest.json", '"day": ""', '"day": "2020-01-01"'),
    ],
)
def test_a_changed_file_fails(
    sets: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
    name: str,
    before: str,
    after: str,
) -> None:
    changed(sets[1], name, before, after)
    assert main([str(s) for s in sets]) == 1
    printed = capsys.readouterr().out
    assert f"different: 2019/{name}\n  line " in printed and "different: 1, only in one: 0" in printed


@pytest.mark.parametrize(("side", "told"), [(0, "only in the new"), (1, "only in the old")])
def test_a_missing_file_fails(
    sets: tuple[Path, Path],
    capsys: pytest.CaptureFixture[str],
    side: int,
    told: str,
) -> None:
    (sets[side] / "2019/facts.csv").unlink()
    assert main([str(s) for s in sets]) == 1
    assert f"{told}: 2019/facts.csv" in capsys.readouterr().out


def test_nothing_to_compare_is_no_proof(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "none"):
        with pytest.raises(SystemExit, match="2"):
            main([str(folder), str(folder)])


def test_a_difference_is_shown_short() -> None:
    shown = differences("x" * 1000 + "1" + "y" * 1000, "x" * 1000 + "2" + "y" * 1000)
    assert len(shown) == 3 and "1y" in shown[1] and "2y" in shown[2] and max(map(len, shown)) < 150
    assert differences("a\nb\nc", "a\nc") == ["  line 2, from character 1", "    old 'b'", "    new 'c'"]
    assert len(differences("1\n" * 9, "2\n" * 9)) == 9
