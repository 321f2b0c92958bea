"""The exchange folder: no small count can be had from it, others read it, and what is wrong is told."""

import ast
import json
import shutil
import warnings
from collections.abc import Callable
from pathlib import Path

import pytest
from support.attackers import Attacker, over_years

from helpers import fact_csv
from helpers.context import Context
from helpers.disclosure import account_cells
from helpers.facts import Facts
from helpers.faults import Stop
from helpers.files import sha256
from helpers.forms import exchange_folder
from helpers.forms.exchange_read import Exchange, read
from helpers.paths import REPOSITORY, Workspace

YEARS = (2017, 2018, 2019)


@pytest.fixture(scope="module")
def given(tmp_path_factory: pytest.TempPathFactory) -> Callable[[int], Path]:
    """The exchange folder of a shipped year, written in a workspace called `umea`."""
    root = tmp_path_factory.mktemp("exchange") / "umea"
    shutil.copytree(REPOSITORY / "data" / "definitions", root / "data" / "definitions")

    def written(year: int) -> Path:
        folder = root / "data" / "exchange" / str(year)
        if not folder.exists():
            (root / "reports" / str(year)).mkdir(parents=True)
            shutil.copy(REPOSITORY / f"reports/{year}/facts.csv", root / f"reports/{year}/facts.csv")
            assert exchange_folder.write(Context(Workspace(root), year)) == folder
        return folder

    return written


def truth(year: int) -> Facts:
    return fact_csv.read_csv(REPOSITORY / f"reports/{year}/facts.csv")


@pytest.mark.parametrize("year", YEARS)
def test_nobody_has_a_small_count_of_people_from_what_leaves(given: Callable[[int], Path], year: int) -> None:
    facts = read(given(year)).facts
    attacker = Attacker(facts, truth(year))
    assert {f.state for f in facts} >= {"ok", "suppressed"} and len(attacker.sums) > 200
    assert [c for c, n in attacker.known.items() if 1 <= n <= 4] == []
    assert attacker.had() == []


def test_nobody_has_one_from_the_shipped_years_together(given: Callable[[int], Path]) -> None:
    assert over_years({year: Attacker(read(given(year)).facts, truth(year)) for year in YEARS}) == []


def test_the_attacker_has_what_is_kept_without_others(monkeypatch: pytest.MonkeyPatch) -> None:
    """Were only the small counts kept, and what is left of wholes told, the same attacker would have some."""
    monkeypatch.setattr(
        account_cells, "kept", lambda table, *_: {c for c, n in table.counts.items() if 1 <= n <= 4}
    )
    year = 2019
    definitions = Context(Workspace(REPOSITORY), year).definitions
    shown = account_cells.Account(truth(year), definitions).shown
    assert len(Attacker(shown, truth(year)).had()) > 20


@pytest.mark.parametrize("year", YEARS)
def test_what_is_kept_has_no_number_and_all_else_is_as_it_was(
    given: Callable[[int], Path], year: int
) -> None:
    whole = truth(year)
    for fact in read(given(year)).facts:
        if fact.state == "suppressed":
            assert (fact.value, fact.numerator, fact.denominator) == (None, None, None)
        else:
            assert fact_csv.csv_text(Facts([fact])) == fact_csv.csv_text(Facts([whole.get(*fact.key[1:])]))
    mine = [f for f in read(given(year)).facts if f.platform == "forbundet" and not f.respondents]
    assert len(mine) == 51 and all(f.ok for f in mine)  # the whole association is told in full


# --- the folder ----------------------------------------------------------------------------


def test_others_find_the_folder_valid_and_the_reader_what_was_written(given: Callable[[int], Path]) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of the libraries it imports
        from frictionless import Package
    folder = given(2019)
    report = Package(str(folder / "datapackage.json")).validate()
    assert [str(error) for error in report.flatten(["type", "fieldName", "note"])] == []
    found = read(folder)
    expected = ("umea", "Samordningsförbundet Umeåregionen", 2019, "forbundet")
    assert (found.association, found.name, found.year, found.together) == expected
    assert fact_csv.csv_text(found.facts) == (folder / "facts.csv").read_text(encoding="utf-8")
    assert {p.name for p in folder.iterdir()} == {"facts.csv", "measures.csv", "datapackage.json"}


def test_the_same_year_gives_the_same_bytes(given: Callable[[int], Path]) -> None:
    folder = given(2019)
    before = {p.name: p.read_bytes() for p in folder.iterdir()}
    exchange_folder.write(Context(Workspace(folder.parents[2]), 2019))
    assert {p.name: p.read_bytes() for p in folder.iterdir()} == before


def meaning(found: Exchange, measure: str, asked: str = "") -> str:
    rows = found.measures[(found.measures["measure"] == measure) & (found.measures["respondents"] == asked)]
    return rows["definition"].item()


def test_a_question_is_known_by_its_words_and_positive_answers(
    given: Callable[[int], Path], tmp_path: Path
) -> None:
    folder = given(2019)
    root = tmp_path / "other"
    shutil.copytree(folder.parents[2], root)
    file = root / "data/definitions/2019.yaml"
    said = file.read_text(encoding="utf-8")
    same = said.replace("Den lokala samverkan fungerar?", "4.11  den lokala SAMVERKAN fungerar")
    assert same != said
    file.write_text(same.replace("Den regionala samverkan mellan", "Samverkan mellan"), encoding="utf-8")
    one, other = read(folder), read(exchange_folder.write(Context(Workspace(root), 2019)))
    assert meaning(one, "question:4.11", "personal") == meaning(other, "question:4.11", "personal")
    assert meaning(one, "question:4.12", "styrgrupp") != meaning(other, "question:4.12", "styrgrupp")
    assert meaning(one, "total") == meaning(other, "total") != meaning(one, "new")


def test_a_rule_that_comes_to_count_otherwise_gets_the_next_version() -> None:
    """Has the code of the rules changed: does it count otherwise? Then it is another version, in either case
    another checksum here. Words that explain it are not looked at."""
    tree = ast.parse((REPOSITORY / "src/helpers/counting/participations.py").read_text(encoding="utf-8"))
    for node in ast.walk(tree):
        if isinstance(node, ast.Module | ast.FunctionDef | ast.ClassDef) and ast.get_docstring(node):
            node.body = node.body[1:]
    assert (exchange_folder.RULE_VERSION, sha256(ast.dump(tree).encode())[:12]) == (1, "820417dc717f")


def test_without_facts_nothing_is_written(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "data" / "definitions", tmp_path / "data" / "definitions")
    with pytest.raises(Stop, match="make report YEAR=2019"):
        exchange_folder.write(Context(Workspace(tmp_path), 2019))
    assert not (tmp_path / "data" / "exchange").exists()


# --- what is wrong with one --------------------------------------------------------------------------------


def changed(given: Path, folder: Path, name: str, old: str, new: str) -> Path:
    """A copy of a folder in which a file says something else, and the description vouches for it."""
    shutil.copytree(given, folder)
    content = (folder / name).read_text(encoding="utf-8")
    assert old in content
    content = content.replace(old, new, 1)
    (folder / name).write_text(content, encoding="utf-8", newline="")
    if name != "datapackage.json":
        described = json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))
        for resource in described["resources"]:
            if resource["path"] == name:
                resource["hash"] = f"sha256:{sha256(content.encode())}"
        (folder / "datapackage.json").write_text(json.dumps(described), encoding="utf-8")
    return folder


NAMED = '"name": "Samordningsförbundet Umeåregionen"'
NO_NAMES = (" ", r"Fel \ud800", r"a\nb", r"\u001b[2J", "x" * 201)
ALL = "2019,forbundet,total,,all,903,,,count,ok,derived"


@pytest.mark.parametrize(
    ("name", "old", "new", "said"),
    [
        ("datapackage.json", '"version": 1', '"version": 2', "format 2, och det här programmet läser 1"),
        ("datapackage.json", '"version": 1', '"version": "1"', "uppdatera programmet"),
        ("datapackage.json", '"association": "umea"', '"association": "../umea"', "association saknas"),
        ("datapackage.json", '"year": 2019', '"year": true', "year saknas"),
        ("datapackage.json", "{", "[", "går inte att läsa"),
        ("datapackage.json", "{", "[" * 200_000, "går inte att läsa"),
        ("datapackage.json", '"version": 1', '"version": true', "uppdatera programmet"),
        ("datapackage.json", '"year": 2019', '"year": 19', "year saknas"),
        ("datapackage.json", '"association": "umea"', '"association": "riket"', "association saknas"),
        *(("datapackage.json", NAMED, f'"name": "{name}"', "name saknas") for name in NO_NAMES),
        ("facts.csv", "year,", "\ufeffyear,", "facts.csv, rad 1: raden har inte de kolumner"),
        ("facts.csv", ALL, f"{ALL},", "facts.csv, rad 71: raden har inte de kolumner"),
        ("facts.csv", ALL, ALL.replace("903", "９０３"), "value: ”９０３”"),
        ("measures.csv", "\ntotal,", "\nnew,,000000000000,x,\ntotal,", "samma siffra"),
        ("datapackage.json", "sha256:", "sha512:", "sha256"),
        ("facts.csv", "denominator", "nämnare", "kolumnerna är year, platform"),
        ("facts.csv", ALL, ALL.replace("2019", "2018"), "rad 71, year: ”2018”"),
        ("facts.csv", ALL, ALL.replace("903", "=1+1"), "value: ”=1"),
        ("facts.csv", ALL, ALL.replace("903", "90.5"), "value: ”90.5”"),
        ("facts.csv", ALL, ALL.replace("ok", "suppressed"), "state: ”suppressed”"),
        ("facts.csv", ALL, ALL.replace("ok", "fine"), "state: ”fine”"),
        ("facts.csv", ALL, ALL.replace("903", ""), "state: ”ok”"),
        ("facts.csv", ALL, f"{ALL}\n{ALL}", "samma siffra"),
        ("facts.csv", ALL, ALL.replace("total", "new-one"), "måttet new-one finns inte"),
        ("facts.csv", "0.27672955974842767,88", "0.27672955974842767,89", "value: ”0.27672955974842767”"),
        ("facts.csv", ",88,318,", ",880,318,", "numerator: ”880”"),
        ("measures.csv", "definition", "hash", "kolumnerna är measure"),
        ("measures.csv", ",,3", ",,X", "definition: ”X"),
    ],
)
def test_what_cannot_be_believed_is_refused_with_what_to_do(
    given: Callable[[int], Path], tmp_path: Path, name: str, old: str, new: str, said: str
) -> None:
    with pytest.raises(Stop, match=said) as told:
        read(changed(given(2019), tmp_path / "sent", name, old, new))
    assert f"sent/{name}" in str(told.value) or "datapackage" in str(told.value)
    assert "be avsändaren" in str(told.value).casefold()


def test_a_file_that_is_another_or_not_there_is_refused(given: Callable[[int], Path], tmp_path: Path) -> None:
    sent = tmp_path / "sent"
    shutil.copytree(given(2019), sent)
    with (sent / "facts.csv").open("a", encoding="utf-8") as table:
        table.write("\n")
    with pytest.raises(Stop, match="inte det som"):
        read(sent)
    (sent / "facts.csv").unlink()
    with pytest.raises(Stop, match=r"filen facts\.csv finns inte"):
        read(sent)
