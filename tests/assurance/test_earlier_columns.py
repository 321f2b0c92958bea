"""A set that was made before facts said what they rest on: read, compared and never taken for changed."""

import json
from dataclasses import replace
from pathlib import Path

import pytest

from helpers import fact_tables
from helpers.assurance import protection
from helpers.assurance.moves import Moves
from helpers.assurance.sides import Side
from helpers.context import Context
from helpers.fact_csv import csv_text, read_csv
from helpers.facts import COLUMNS, Facts, share
from helpers.faults import Stop
from helpers.paths import Workspace

YEAR = 2019
THIRD = share((YEAR, "vannas", "share:to-work", "", "all"), 1, 3, "participants.share")
INVENTED = replace(THIRD, origin="invented")


def made(folder: Path, fact, columns: list[str] = COLUMNS, tables: bool = True) -> Side:
    """A set of one fact, as a version with these columns wrote it."""
    folder.mkdir()
    facts = Facts([fact])
    (folder / "facts.csv").write_text(csv_text(facts, columns), encoding="utf-8")
    written = json.dumps({"inputs": {}, "lock": {}, "outputs": {"facts.csv": csv_text(facts, columns)}})
    (folder / "manifest.json").write_text(written, encoding="utf-8")
    if tables:
        table = fact_tables.table(facts)
        rows, evidence = fact_tables.row_tables(facts)
        kept = {"facts": table if "origin" in columns else table.drop(columns="origin")}
        for name, frame in (kept | {"fact_rows": rows, "evidence": evidence}).items():
            frame.to_parquet(folder / f"{name}.parquet")
    return Side(YEAR, folder, committed_code={})


def protect(monkeypatch: pytest.MonkeyPatch, tmp_path: Path, adopted: Side, staged: Side) -> None:
    monkeypatch.setattr(protection, "_adopted", lambda _: (1, adopted))
    protection.protect(Context(Workspace(tmp_path), YEAR), staged, [])


def test_the_earlier_columns_are_all_but_the_last() -> None:
    assert COLUMNS[-1] == "origin" and csv_text(Facts([INVENTED])).splitlines()[1].endswith(",ok,invented")
    assert csv_text(Facts([INVENTED]), COLUMNS[:-1]).splitlines()[1].endswith(",ok")


@pytest.mark.parametrize("tables", [True, False])
def test_an_earlier_set_is_read_and_a_new_column_alone_moves_nothing(tmp_path, monkeypatch, tables) -> None:
    before = made(tmp_path / "before", THIRD, COLUMNS[:-1], tables)
    after = made(tmp_path / "after", INVENTED)
    assert before.tables_at_hand is tables
    assert [f.origin for f in before.facts.values()] == [""]
    moves = Moves(before, after)
    assert moves.changed("outputs") == ["facts.csv"] and not moves.facts and not moves.of_other_origin
    protect(monkeypatch, tmp_path, before, after)


def test_tables_that_say_more_than_the_adopted_facts_are_still_theirs(tmp_path) -> None:
    after = made(tmp_path / "after", INVENTED)
    (after.reports / "facts.csv").write_text(csv_text(Facts([THIRD]), COLUMNS[:-1]), encoding="utf-8")
    assert after.tables_at_hand
    (after.reports / "facts.csv").write_text(csv_text(Facts([THIRD])), encoding="utf-8")
    assert not Side(YEAR, after.reports).tables_at_hand


def test_another_origin_or_another_result_of_an_adopted_year_stops(tmp_path, monkeypatch) -> None:
    before = made(tmp_path / "before", replace(THIRD, origin="printed"))
    for name, fact in (("origin", INVENTED), ("result", share(THIRD.key, 2, 3, THIRD.rule))):
        with pytest.raises(Stop, match="är fastställt"):
            protect(monkeypatch, tmp_path, before, made(tmp_path / name, fact))
    same = made(tmp_path / "same", replace(THIRD, origin="printed"))
    protect(monkeypatch, tmp_path, before, same)
    told = Moves(before, made(tmp_path / "told", INVENTED)).told()
    assert "Fakta som vilar på uppgifter av annat ursprung (kolumnen origin): 1" in told


def test_origins_outlive_a_table_and_a_csv(tmp_path) -> None:
    facts = Facts([INVENTED])
    assert next(iter(fact_tables.from_table(fact_tables.table(facts)))) == INVENTED
    (tmp_path / "facts.csv").write_text(csv_text(facts), encoding="utf-8")
    assert next(iter(read_csv(tmp_path / "facts.csv"))).is_invented
