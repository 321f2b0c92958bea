"""The key `economy`: which accounts each line takes, and everything that is told of a faulty one."""

from pathlib import Path

import pytest
import yaml
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.defining.economy_definitions import CLASSES, PRESETS, Economy, Span
from helpers.definitions import DefinitionError

ECONOMY = """
economy:
  projects: {dimension: 6, samo: SAMO, hfe: HFE}
  chart: bas
  statement:
    costs: {accounts: ["4000-7799", "7900-7999"]}
  notes:
    - {id: "note1:state", label: S, accounts: ["3010"], project: samo, member: staten, source: "003:1476"}
    - {id: "note1:umea", label: U, accounts: ["3023"], project: samo, member: umea}
    - {id: "note2:grants", label: Bidrag, accounts: ["3010"], project: hfe}
  budget:
    - {id: "activities:samo:ungdomstorget", label: U, project: samo, accounts: ["4016"],
       platforms: [ungdomstorget]}
    - {id: "office:samo:administration", label: E, project: samo, accounts: ["6530", "8400-8499"]}
    - {id: "office:hfe:administration", label: E, project: hfe, accounts: ["6530", "8400-8499"]}
    - {id: "near-activity:samo:analysis", label: A, project: samo, accounts: ["4120"], objects: {1: ["20"]}}
    - {id: "near-activity:samo:meetings", label: M, project: samo, accounts: ["4120"], objects: {1: ["30"]}}
  declared:
    - {id: "budget:equity:closing", value: 750000, source: "003:1371"}
  own_capital_guideline: {steps: [], source: "", date: ""}
"""


def loaded(tmp_path: Path, economy: str) -> definitions.Definitions:
    path = tmp_path / "2019.yaml"
    path.write_text(FIXTURE_DEFINITIONS.read_text(encoding="utf-8") + economy, encoding="utf-8")
    return definitions.load(path)


def faults(tmp_path: Path, *changes: tuple[str, str]) -> list[str]:
    """What is told of the lines above when something in them is written otherwise, without the line."""
    economy = ECONOMY
    for old, new in changes:
        assert old in economy
        economy = economy.replace(old, new, 1)
    with pytest.raises(DefinitionError) as raised:
        loaded(tmp_path, economy)
    return [line.partition(": ")[2] for line in str(raised.value).splitlines()]


def test_the_lines_of_the_file_and_of_its_chart(tmp_path: Path) -> None:
    economy = loaded(tmp_path, ECONOMY).economy
    assert economy is not None
    assert (economy.dimension, economy.project_objects) == ("6", {"samo": "SAMO", "hfe": "HFE"})
    assert list(economy.classes) == list(CLASSES)
    assert economy.classes["costs"].takes("7950") and not economy.classes["costs"].takes("7850")
    assert economy.classes["depreciation"].takes("7850")
    assert [line.group for line in economy.notes] == ["note1", "note1", "note2"]
    assert economy.declared[0].kronor == 750000


def test_a_year_without_the_key_has_no_economy() -> None:
    assert definitions.load(FIXTURE_DEFINITIONS).economy is None


@pytest.mark.parametrize("chart", PRESETS)
def test_no_account_of_a_chart_is_in_two_lines(tmp_path: Path, chart: str) -> None:
    economy = loaded(tmp_path, f"\neconomy: {{chart: {chart}}}\n").economy
    assert economy is not None
    taken = {
        str(n): [name for name, c in economy.classes.items() if c.takes(str(n))] for n in range(1000, 9000)
    }
    assert all(len(names) < 2 for names in taken.values())
    assert {name for names in taken.values() for name in names} == set(CLASSES)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ("chart: bas", "chart: bass", "Menade du ”bas”?"),
        ("  notes:", "  nots:", "Menade du notes?"),
        ('{accounts: ["4000-7799"', '{acounts: ["4000-7799"', "Menade du accounts?"),
        ("    costs:", "    cost:", "Menade du ”costs”?"),
        ("label: U, project", "labl: U, project", "Menade du label?"),
        ("[ungdomstorget]", "[ungdomstorg]", "Menade du ”ungdomstorget”?"),
        ("member: umea", "member: ume", "Menade du ”umea”?"),
        ("project: hfe}", "project: hef}", "Menade du ”hfe”?"),
        ('["4016"]', '["40l6"]', "är inget kontonummer"),
        ('["4016"]', '["4016-401"]', "är inget kontonummer"),
        ('["4016"]', "[4016]", "siffror inom citattecken"),
        ("dimension: 6, ", "", "dimension"),
        ('"note1:umea"', '"note1"', "note1:state"),
        ('"note1:umea"', '"note1:total"', "annat mått"),
        ('"note1:umea"', '"note1:state"', "står två gånger"),
        ('"budget:equity:closing"', '"equity:closing"', "räknas ur bokföringen"),
        ('"budget:equity:closing"', '"budget:costs:samo"', "räknas ur bokföringen"),
        ("hfe: HFE}", "hfe: SAMO}", "står två gånger"),
        ('"activities:samo:ungdomstorget"', '"activities:hfe:ungdomstorget"', "Skriv: project: hfe"),
        ("objects: {1:", "objects: {ett:", "objects"),
    ],
)
def test_what_is_wrong_is_told_with_what_was_meant(tmp_path: Path, old: str, new: str, told: str) -> None:
    found = faults(tmp_path, (old, new))
    assert any(told in line for line in found), found
    assert all(line.startswith("economy") for line in found)


@pytest.mark.parametrize(
    ("old", "new", "lines"),
    [
        (
            '["4016"]',
            '["4016", "6500-6599"]',
            ("activities:samo:ungdomstorget", "office:samo:administration"),
        ),
        ('["3023"]', '["3000-3099"]', ("note1:state", "note1:umea")),
        ('costs: {accounts: ["4000-7799"', 'costs: {accounts: ["3900-7799"', ("income", "costs")),
        ('{1: ["30"]}', '{1: ["30", "20"]}', ("near-activity:samo:analysis", "near-activity:samo:meetings")),
        (', objects: {1: ["30"]}', "", ("near-activity:samo:analysis", "near-activity:samo:meetings")),
        ('["4016"]', "[]", ("activities:samo:ungdomstorget", "office:samo:administration")),
    ],
    ids=["range", "note", "statement", "object", "no object", "all accounts"],
)
def test_an_account_that_two_lines_claim_is_refused_with_both(
    tmp_path: Path, old: str, new: str, lines: tuple[str, str]
) -> None:
    found = faults(tmp_path, (old, new))
    assert any(all(f"”{line}”" in told for line in lines) for told in found), found


def test_the_same_account_may_stand_in_two_notes_and_for_two_projects(tmp_path: Path) -> None:
    assert loaded(tmp_path, ECONOMY).economy is not None  # 3010 in two notes, 6530 of two projects


def test_an_example_of_each_key(tmp_path: Path) -> None:
    written = yaml.safe_dump(Economy.EXAMPLE, allow_unicode=True)
    assert Economy.model_validate(yaml.safe_load(written)).budget[0].platforms == ["navet"]


@pytest.mark.parametrize(
    ("one", "other", "meets"),
    [
        ("3010", "3010", True),
        ("3010", "3000-3999", True),
        ("30105", "3000-3999", True),
        ("3000-3999", "39-40", True),
        ("3000-3999", "40-41", False),
        ("3010", "30105", False),
    ],
)
def test_spans_meet_where_an_account_is_in_both(one: str, other: str, meets: bool) -> None:
    assert Span.of(one).meets(Span.of(other)) is Span.of(other).meets(Span.of(one)) is meets
