"""Every output: in the one table of docs/privacy.md, with the edition it is, open to whom it may be."""

import re
import shutil
import stat
import subprocess
import sys
from html import unescape
from pathlib import Path

import openpyxl
import pytest
from support.workspaces import FIXTURE, environment

from helpers.context import Context
from helpers.editions import EVERYONE, INTERNAL, Edition
from helpers.pages import accessibility, blocks, senders
from helpers.paths import REPOSITORY, Workspace

TABLE = REPOSITORY / "docs" / "privacy.md"
CLOSED = ("data/processed", "data/returned", "data/bundles", "data/samples")
FAULTY = "Personnummer;Kön;Kommun;Aktualiserad;Aktualiserad av;Beslut;Start;Slut;Avslutsorsak\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory, test_numbers: list[str]) -> Path:
    """A workspace in which every command that writes has been given, by a user who lets everybody read."""
    root = tmp_path_factory.mktemp("outputs") / "w"
    shutil.copytree(FIXTURE, root)
    wrong = f"{test_numbers[0]};Kvinna;Umeå;;;Ja;2019-03-01;2019-02-01;Arbete\n"
    (root / "data/raw/2019/participants/hikikomori.csv").write_text(FAULTY + wrong, encoding="utf-8")
    (root / "data/processed/2019").mkdir(parents=True)
    (root / "data/processed/2019/run.log").write_text("of an earlier run\n", encoding="utf-8")
    for name, given in (
        ("forms", {}),  # and the reports before them
        ("bundle", {}),
        ("exchange", {}),
        ("sample", {"N": "3", "SEED": "1"}),
        ("adopt", {"BY": "AB", "INCOMPLETE": "skäl"}),
        ("new-year", {"YEAR": "2020"}),
    ):
        command = f'umask 000; exec "{sys.executable}" -m helpers {name}'
        found = environment(root, **{"YEAR": "2019", **given})
        done = subprocess.run(["sh", "-c", command], env=found, text=True, capture_output=True)
        told = done.stdout + done.stderr
        assert done.returncode == (1 if name in ("forms", "adopt") else 0), told[-500:]  # one list is refused
    return root


def written(root: Path) -> list[str]:
    """Every file that the commands wrote, as it is called in the workspace; not what was there before."""
    before = {p.relative_to(FIXTURE).as_posix() for p in FIXTURE.rglob("*")}
    names = (p.relative_to(root).as_posix() for p in root.rglob("*") if p.is_file())
    return sorted(n for n in names if n not in before and not n.startswith("data/raw/"))


def rows() -> dict[str, str]:
    """The places that the table names in its first column -> the row they stand in."""
    lines = TABLE.read_text(encoding="utf-8").splitlines()
    cells = [line.split(" | ") for line in lines if line.startswith(("| `", "| the "))]
    assert all(len(c) == 4 and all(part.strip(" |") for part in c) for c in cells)
    return {place: " | ".join(c) for c in cells for place in re.findall(r"`([^`]+/[^`]*)`", c[0])}


def covers(place: str, name: str) -> bool:
    """Whether a place of the table is where a file lies: the file itself, or a folder above it."""
    pattern = re.escape(place).replace("<year>", "[0-9]{4}").replace(r"\*", "[^/]*")
    pattern = pattern.replace("<platform>", "[^/]*").replace("<association>", "forbundet")
    return re.fullmatch(pattern + (".*" if place.endswith("/") else ""), name) is not None


def test_every_output_is_in_the_table_with_all_that_is_said_of_one(made: Path) -> None:
    places, names = rows(), written(made)
    assert len(names) > 100
    assert [n for n in names if not any(covers(place, n) for place in places)] == []
    beside = re.compile(
        r"data/raw|data/cleared|data/fetched|data/received|data/accepted|ROOT/"
        r"|error\.log|\.matplotlib|\.ipython|~/"
    )  # made by other commands
    ours = [p for p in places if not beside.search(p)]
    assert [p for p in ours if not any(covers(p, n) for n in names)] == []  # and nothing that nothing makes


def test_every_folder_that_a_workspace_names_is_in_the_table() -> None:
    w, places = Workspace(Path("/w")), rows()
    folders = [
        w.returned(2019),
        w.processed(2019),
        w.reports(2019),
        w.adopted,
        w.accepted,
        w.bundles,
        w.samples,
        w.handouts(2019),
        w.exchange(2019),
        w.received,
        w.cleared,
    ]
    for folder in folders:
        name = folder.relative_to("/w").as_posix().replace("2019", "<year>")
        assert any(place.startswith(name) for place in places), name


def test_what_holds_persons_is_its_owners_alone_and_reports_are_as_the_user_says(made: Path) -> None:
    found = [p for folder in CLOSED for p in (made / folder).rglob("*")]
    assert len(found) > 100
    for path in found:
        assert stat.S_IMODE(path.stat().st_mode) & 0o077 == 0, path
    for path in (made / "reports").rglob("*"):
        assert stat.S_IMODE(path.stat().st_mode) == (0o777 if path.is_dir() else 0o666), path


def lines_of(page: Path) -> list[str]:
    html = page.read_text(encoding="utf-8")
    return [unescape(line) for line in re.findall(r'<p class="edition">([^<]+)</p>', html)]


def test_every_page_says_once_which_edition_it_is(made: Path) -> None:
    d, reports = Context(Workspace(made), 2019).definitions, made / "reports/2019"
    wanted = {f"{blocks.DELIVERY_PAGE}{who}.html": senders.edition(who, d) for who in senders.of(d)}
    wanted[accessibility.PAGE] = Edition(EVERYONE)
    pages = [p for p in made.rglob("*.html") if "/data/processed/" not in p.as_posix()]
    assert {p.name for p in pages} >= set(wanted) and len(pages) > 40
    for page in pages:
        assert lines_of(page) == [wanted.get(page.name, Edition(INTERNAL)).line], page
    assert "får inte lämna förbundet" in Edition().line
    assert lines_of(reports / "leverans-vannas.html") == [senders.edition("vannas", d).line]
    assert lines_of(reports / f"leverans-{d.together.id}.html") == [Edition().line]
    assert len({e.line for e in wanted.values()}) == len(d.platform_ids) + 2


def test_every_workbook_says_which_edition_it_is(made: Path) -> None:
    d = Context(Workspace(made), 2019).definitions
    (copy,) = (made / "data/returned/2019").rglob("*.xlsx")
    (paper,) = (made / "data/samples").glob("*.xlsx")
    for path, edition in ((copy, senders.edition("hikikomori", d)), (paper, Edition())):
        book = openpyxl.load_workbook(path)
        assert book.properties.description == edition.line
        assert {s.oddFooter.left.text for s in book} == {edition.line}


def test_the_bundle_says_what_it_is_and_to_whom_it_may_go(made: Path) -> None:
    said = (made / "data/bundles/2019/LÄS-MIG.md").read_text(encoding="utf-8")
    assert "Pseudonymiserat underlag" in said and "k = 5" in said and "Får inte lämnas vidare" in said
    counted = len((made / "data/bundles/2019/facts.csv").read_text(encoding="utf-8").splitlines()) - 1
    assert f"räknas {counted} av bokslutens" in said
