"""`nafs_before`: of last year's answers sums are kept, of the statements with this year's words."""

from fractions import Fraction
from pathlib import Path

import pandas as pd
import yaml
from support.workspaces import FIXTURE

from helpers.checks.nafs_before import COLUMNS, nafs_before
from helpers.context import Context
from helpers.counting.nafs import of_year_before
from helpers.deliveries.delivery import Delivery
from helpers.paths import Workspace

NEW, CLEAR = (
    "I vårt NAFS-team introduceras nya medlemmar på ett strukturerat sätt",
    "På vårt NAFS-möte har vi tydliga frågeställningar",
)


def before(tmp_path: Path, *given: tuple[str, str, str], then: dict | None = None) -> pd.DataFrame:
    """The table of 2019, where 2018 was answered so: statement, authority and letters."""
    workspace = Workspace(tmp_path)
    defined = yaml.safe_load((FIXTURE / "data" / "definitions" / "2019.yaml").read_text(encoding="utf-8"))
    workspace.definitions.mkdir(parents=True)
    for year, more in ((2018, then or {}), (2019, {})):
        text = yaml.safe_dump(defined | {"year": year} | more, allow_unicode=True)
        (workspace.definitions / f"{year}.yaml").write_text(text, encoding="utf-8")
        workspace.raw(year).mkdir(parents=True)
    lines = [f"{who};{words};{letter}" for words, who, letters in given for letter in letters]
    if lines:
        content = "\n".join(["Myndighet;Fråga;Svar", *lines]) + "\n"
        (workspace.raw(2018) / "nafs.csv").write_text(content, encoding="utf-8")
    context = Context(workspace, 2019)
    return nafs_before(Delivery(context, context.definitions, bytes(32)))


def test_sums_of_those_who_answered_and_none_of_few(tmp_path: Path) -> None:
    table = before(
        tmp_path,
        (NEW, "Försäkringskassan", "CCDDB"),
        (NEW, "Socialtjänsten", "ABBCDC"),
        (CLEAR, "Försäkringskassan", "DDCCC"),
        (CLEAR, "Socialtjänsten", "ABC"),
    )
    assert list(table.columns) == COLUMNS
    assert {tuple(r) for r in table.itertuples(index=False)} == {
        ("1", "forsakringskassan", 16, 5),
        ("1", "socialtjansten", 15, 6),
        ("1", "all", 31, 11),
        ("2", "forsakringskassan", 17, 5),
    }
    assert of_year_before(table)["1", "all"] == Fraction(31, 11)


def test_a_statement_is_found_by_its_words_whatever_its_number_was(tmp_path: Path) -> None:
    defined = yaml.safe_load((FIXTURE / "data" / "definitions" / "2019.yaml").read_text(encoding="utf-8"))
    asked = [{"id": "7", "text": CLEAR}, {"id": "1", "text": "Något annat än i år"}]
    then = {"nafs": defined["nafs"] | {"statements": asked}}
    given = ((CLEAR, "Försäkringskassan", "DDCCC"), ("Något annat än i år", "Försäkringskassan", "AAAAA"))
    table = before(tmp_path, *given, then=then)
    assert set(table["statement"]) == {"2"}


def test_nothing_without_last_year_its_file_or_its_definitions(tmp_path: Path) -> None:
    assert before(tmp_path / "a").empty
    assert before(tmp_path / "b", (NEW, "Försäkringskassan", "DDCCC"), then={"nafs": None}).empty
    assert before(tmp_path / "c", (NEW, "Kyrkan", "DDCCC")).empty  # refused
    context = Context(Workspace(FIXTURE), 2019)
    assert nafs_before(Delivery(context, context.definitions, bytes(32))).empty
