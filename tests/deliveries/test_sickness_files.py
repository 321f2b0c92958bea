"""Sick leave, sick days and the screening: what is read, refused and told, and the facts of it."""

from pathlib import Path

import pandas as pd
import pytest

from helpers import definitions
from helpers.counting import obstacles, sickness
from helpers.deliveries import screening, sick_leave
from helpers.facts import Facts
from helpers.faults import Faults
from helpers.paths import REPOSITORY, Workspace

YEAR = definitions.load(Workspace(REPOSITORY).definitions / "2019.yaml")
MONTHS = "".join(f"Umeå;2019;{m};{5 + m % 2}\n" for m in range(1, 13))
SECRET = b"a test's own key"


def _leave(folder: Path, rows: str) -> tuple[pd.DataFrame, Faults]:
    path = folder / "sjukfranvaro.csv"
    path.write_text("Kommun;År;Månad;Procent\n" + rows, encoding="utf-8")
    return sick_leave.read_leave(path, path.name, YEAR, [])


def _screening(folder: Path, rows: str) -> tuple[pd.DataFrame, Faults]:
    path = folder / "screening.csv"
    path.write_text("Personnummer;Plattform;Hinder\n" + rows, encoding="utf-8")
    return screening.read(path, path.name, YEAR, SECRET, [])


def test_a_year_of_twelve_months_has_a_mean_and_one_of_fewer_says_how_many(tmp_path: Path) -> None:
    table, faults = _leave(tmp_path, MONTHS + "Vännäs;2019;1;5\n")
    facts = Facts(sickness.leave_facts(table, YEAR))
    assert faults.found == [] and float(facts.get("forbundet", "sick-leave:umea:2019").fraction) == 5.5
    assert facts.get("forbundet", "sick-leave:vannas:2019").state == "missing"
    assert facts.get("forbundet", "sick-leave:vannas:2019:months").value == 1


@pytest.mark.parametrize(
    ("row", "column", "level"),
    [
        ("Umeå;2019;13;5", "Månad", "refuse"),
        ("Umeå;2020;1;101", "Procent", "refuse"),
        ("Kiruna;2019;1;5", "Kommun", "refuse"),
        ("Umeå;2020;1;20", "Procent", "flag"),
        ("Umeå;2019;1;5", "Månad", "refuse"),
    ],
)
def test_what_is_no_month_is_refused_by_row_and_a_jump_is_told(
    tmp_path: Path, row: str, column: str, level: str
) -> None:
    table, faults = _leave(tmp_path, MONTHS + row + "\n")
    (fault,) = faults.found
    assert (fault.row, fault.column, fault.level) == (14, column, level)
    assert table.empty == (level == "refuse")


def test_row_62_who_has_no_obstacle_counts_and_the_same_obstacle_counts_once(
    tmp_path: Path, test_numbers: list[str]
) -> None:
    people = test_numbers[:6]
    rows = [f"{n};Ungdomstorget;{o}" for n in people[1:] for o in ("Depression", "Sömnsvårigheter")]
    rows += [f"{people[0]};Ungdomstorget;", rows[0]]
    table, faults = _screening(tmp_path, "\n".join(rows) + "\n")
    assert [(f.level, f.code, f.row) for f in faults.found] == [("flag", "obstacle_twice", 13)]
    lists = table.assign(gender="women")[["platform", "person", "gender"]]
    facts = Facts(obstacles.facts(obstacles.beside_lists(table, lists), YEAR))
    value = {m: facts.get("torgen", f"obstacles:{m}") for m in ("people", "total", "average")}
    assert [value[m].value for m in ("people", "total")] == [6, 10] and value["average"].counts == (10, 6)
    assert facts.get("torgen", "share:obstacles:sleep").counts == (5, 10)
    assert facts.get("torgen", "share-people:obstacles:sleep").counts == (5, 6)
    assert not any(n[-4:] in table.to_csv() for n in people)


def test_of_fewer_than_five_nothing_is_told(tmp_path: Path, test_numbers: list[str]) -> None:
    table, _ = _screening(tmp_path, "".join(f"{n};Vuxentorget;Depression\n" for n in test_numbers[:4]))
    facts = obstacles.facts(obstacles.beside_lists(table, table.assign(gender="men")), YEAR)
    assert {f.state for f in facts if f.group == "all"} == {"too-few"}
    genders = ["women"] * 2 + ["men"] * 8
    table, _ = _screening(tmp_path, "".join(f"{n};Vuxentorget;Depression\n" for n in test_numbers[:10]))
    found = Facts(obstacles.facts(obstacles.beside_lists(table, table.assign(gender=genders)), YEAR))
    states = [found.get("vuxentorget", "obstacles:people", "", g).state for g in ("all", "women", "men")]
    assert states == ["ok", "too-few", "too-few"], "men would give the women away"


def test_an_unknown_obstacle_is_refused_by_row(tmp_path: Path, test_numbers: list[str]) -> None:
    table, faults = _screening(tmp_path, f"{test_numbers[0]};Ungdomstorget;Depresion\n")
    (fault,) = faults.found
    assert table.empty and (fault.level, fault.row, fault.column) == ("refuse", 2, "Hinder")
    assert "Depression" in fault.action
