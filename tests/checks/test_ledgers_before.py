"""A delivered ledger in the chapters that make facts, with earlier years' and without any."""

from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest
from support.workspaces import chapters

from helpers.checks.ledgers_before import ledgers_before
from helpers.context import Context
from helpers.counting.economy_sums import earlier
from helpers.fact_csv import csv_text
from helpers.fact_tables import from_table
from helpers.facts import Facts
from helpers.faults import Fault
from helpers.faults import from_table as faults_from_table
from helpers.paths import Workspace
from helpers.runs.inputs import ledgers_before_files
from helpers.runs.standing import key

ECONOMY = """
economy:
  projects: {dimension: 6, samo: SAMO, hfe: HFE}
  chart: bas
  notes: [{id: "note1:state", label: Staten, accounts: ["3010"], project: samo}]
  budget:
    - {id: "income:samo:fees", label: Avgifter, accounts: ["3010"], project: samo}
    - {id: "income:hfe:eu", label: EU, accounts: ["3520"], project: hfe}
    - {id: "activities:samo:navet", label: Navet, accounts: ["4016", "8410"], project: samo,
       platforms: [ungdomstorget]}
    - {id: "activities:hfe:etablering", label: Etablering, accounts: ["4030"], project: hfe}
"""
FILE = "bokforing.se"


def _define(workspace: Workspace, *years: int) -> None:
    """Let the definitions of some years say how their ledger is read."""
    for year in years:
        path = workspace.definitions / f"{year}.yaml"
        path.write_text(path.read_text(encoding="utf-8") + ECONOMY, encoding="utf-8")


def _ledger_of(workspace: Workspace, year: int, old: str = "", new: str = "") -> Path:
    """The fixture's ledger as if it were of another year."""
    written = (workspace.raw(2019) / FILE).read_bytes().decode("cp437")
    moved = written.replace("2018", "before").replace("2019", str(year)).replace("before", str(year - 1))
    path = workspace.raw(year) / FILE
    path.write_bytes(moved.replace(old, new).encode("cp437"))
    return path


def _made(workspace: Workspace, year: int = 2019) -> tuple[Facts, list[Fault]]:
    folder = chapters(workspace.root, year)
    found = pd.read_parquet(folder / "fact_faults.parquet")
    return from_table(pd.read_parquet(folder / "facts.parquet")), faults_from_table(found)


def _value(facts: Facts, measure: str) -> str:
    fact = facts.get("forbundet", f"economy:{measure}")
    return str(fact.value) if fact.ok else fact.state


def test_a_year_without_a_ledger_has_exactly_the_facts_it_had(workspace: Workspace) -> None:
    (workspace.raw(2019) / FILE).unlink()
    before, _ = _made(workspace)
    _define(workspace, 2019)
    after, found = _made(workspace)
    assert list(after) == list(before) and not [f for f in after if f.measure.startswith("economy:")]
    assert not [f for f in found if f.part == "ledger"]


def test_a_ledger_is_counted_as_the_definitions_say_and_changes_no_other_fact(workspace: Workspace) -> None:
    without, told = _made(workspace)
    assert [f.code for f in told if f.part == "ledger"] == ["economy_undefined"]
    _define(workspace, 2019)
    facts, found = _made(workspace)
    assert [f for f in facts if not f.measure.startswith("economy:")] == list(without)
    assert (_value(facts, "result"), _value(facts, "outcome:costs:samo")) == ("35498.90", "-470001.10")
    assert _value(facts, "result:hfe:accumulated") == _value(facts, "result:hfe") == "5500.00"
    assert (_value(facts, "last-year:costs:samo"), _value(facts, "identity:5:last-year")) == (
        "-495000.00",
        "1",
    )
    people = facts.get("ungdomstorget", "total").integer
    cost = facts.get("forbundet", "economy:cost:ungdomstorget:per-participation")
    assert cost.fraction == facts.get("forbundet", "economy:outcome:activities:samo:navet").fraction / -people
    assert not [f for f in found if f.part == "ledger"]


def test_results_of_earlier_years_are_read_anew(workspace: Workspace) -> None:
    _define(workspace, 2018, 2019)
    nothing = ledgers_before(Context(workspace, 2019))
    assert list(nothing) == ["year", "measure", "ore"] and not len(nothing)
    _ledger_of(workspace, 2018)
    known = earlier(ledgers_before(Context(workspace, 2019)))
    assert known[2018]["result:hfe"] == 550000 and known[2018]["equity:closing"] == 41549890
    facts, found = _made(workspace)
    assert _value(facts, "result:hfe:accumulated") == "11000.00"
    assert _value(facts, "identity-difference:5:last-year") == "-35498.90"  # what 2018 left is what 2019 left
    assert {f.code for f in found if f.part == "ledger"} == {"economy_flag", "economy_last_year"}


def test_a_refused_ledger_of_an_earlier_year_leaves_its_result_unknown(workspace: Workspace) -> None:
    _define(workspace, 2018, 2019)
    _ledger_of(workspace, 2018, "#RES 0 8410 0.55", "#RES 0 8410 0.56")
    assert set(earlier(ledgers_before(Context(workspace, 2019)))[2018].values()) == {None}
    facts, _ = _made(workspace)
    assert _value(facts, "result:hfe:accumulated") == "missing"
    assert _value(facts, "result:hfe") == "5500.00"


@pytest.mark.parametrize("year", [2018, 2012])
def test_an_earlier_ledger_is_among_what_a_year_rests_on(year: int, workspace: Workspace) -> None:
    path = workspace.raw(year) / FILE
    path.parent.mkdir(exist_ok=True)
    definitions = workspace.definitions / f"{year}.yaml"
    if not definitions.exists():
        text = (workspace.definitions / "2019.yaml").read_text(encoding="utf-8")
        definitions.write_text(text.replace("year: 2019", f"year: {year}"), encoding="utf-8")
    context = Context(workspace, 2019)
    assert ledgers_before_files(context) == {}
    _ledger_of(workspace, year)
    assert set(ledgers_before_files(context)) == {f"{year}.yaml", f"{year}/{FILE}"}
    before = (ledgers_before_files(context), key(workspace, 2019, "inside"))
    _ledger_of(workspace, year, "0.55", "0.56")
    after = (ledgers_before_files(context), key(workspace, 2019, "inside"))
    assert before[0] != after[0] and before[1] != after[1]


def _renamed(written: str) -> str:
    return written.replace('"Bank"', '"Plusgiro"').replace('"Ungdomstorget"', '"Annat namn"')


def _turned(written: str) -> str:
    """The same vouchers, the last first."""
    before, *vouchers = written.split("#VER ")
    return before + "".join(f"#VER {voucher}" for voucher in reversed(vouchers))


@pytest.mark.parametrize("change", [_renamed, _turned, lambda written: written.replace("\r\n", "\n")])
def test_facts_rest_on_no_name_no_order_and_no_line_end(
    change: Callable[[str], str], workspace: Workspace
) -> None:
    """16.4: account names, the order of vouchers and line ends change no fact."""
    _define(workspace, 2019)
    path = workspace.raw(2019) / FILE
    written = path.read_bytes().decode("cp437")
    before, _ = _made(workspace)
    path.write_bytes(change(written).encode("cp437"))
    assert change(written) != written
    after, _ = _made(workspace)
    assert csv_text(after) == csv_text(before) and "economy:result," in csv_text(after)
