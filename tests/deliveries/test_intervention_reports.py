"""`interventions/<id>.yaml`: what is read, what is refused and at which line, and what does not add up."""

from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers import definitions
from helpers.deliveries import intervention_reports
from helpers.deliveries.intervention_models import FinalReport
from helpers.faults import Faults
from helpers.paths import REPOSITORY

YEAR = definitions.load(REPOSITORY / "data" / "definitions" / "2015.yaml")
SHIPPED = REPOSITORY / "data" / "raw" / "2015" / "interventions"
ENTER = (SHIPPED / "enter.yaml").read_text(encoding="utf-8")
SARA = (SHIPPED / "sara.yaml").read_text(encoding="utf-8")
OTHER = (SHIPPED / "344.yaml").read_text(encoding="utf-8")


def read(folder: Path, text: str, name: str = "enter"):
    path = folder / f"{name}.yaml"
    path.write_text(text, encoding="utf-8")
    return intervention_reports.read(path, f"interventions/{name}.yaml", YEAR)


def changed(text: str, old: str, new: str) -> str:
    assert text.count(old) == 1, old
    return text.replace(old, new)


def told(faults: Faults) -> list[tuple[str, str, int | None]]:
    return [(f.level, f.code, f.row) for f in faults.found]


def line_of(text: str, part: str) -> int:
    return text[: text.index(part)].count("\n") + 1


@pytest.mark.parametrize("name", ["344", "enter", "hikikomori-uppsala", "sara"])
def test_a_shipped_report_is_read_without_a_finding(name: str) -> None:
    file = SHIPPED / f"{name}.yaml"
    figures, words, faults = intervention_reports.read(file, f"interventions/{name}.yaml", YEAR)
    assert told(faults) == []
    assert set(figures["platform"]) == set(words["platform"]) == {name}


def test_a_report_that_counts_its_goals_otherwise_is_told() -> None:
    file = SHIPPED / "impuls.yaml"
    _, _, faults = intervention_reports.read(file, "interventions/impuls.yaml", YEAR)
    assert [(f.level, f.code, f.value) for f in faults.found] == [("flag", "final_goal_count", "4")]


def test_the_path_of_a_key_is_the_measure(tmp_path: Path) -> None:
    figures, _, _ = read(tmp_path, ENTER)
    known = {(r["measure"], r["group"]): r for r in figures.to_dict("records")}
    assert known["participants:steps-3-4:uppsala-knivsta", "all"]["value"] == 47
    assert known["goal:to-work-or-studies", "all"]["unit"] == "share"
    assert known["follow-up:months", "all"]["unit"] == "months"
    assert known["activities:group-size", "all"]["about"]
    assert figures[figures["measure"] == "outcome:improved"]["value"].isna().all()
    money, _, _ = read(tmp_path, SARA, "sara")
    assert money.set_index("measure").loc["returned:total", "value"] == 252_053_000


# The words that are changed, what stands there instead, the code, and what is said.
WRONG = [
    ("participants:\n", "participant:\n", "final_schema", "Menade du participants?"),
    ("  remaining:", "  remaning:", "final_unknown", "participants:remaining"),
    ("  follow-up-months:", "  followup-months:", "final_time", "follow-up-months"),
    ("id: enter\n", "id: entr\n", "final_place", "enter"),
    ("association: uppsala", "association: umea", "final_association", "uppsala"),
    ("  purpose: >-", "  purpos: >-", "final_heading", "purpose"),
    ("  - id: improved\n", "  - id: step-2\n", "final_twice", ""),
    ("  - [steps-3-4, remaining, discharged]", "  - [steps-3-4, remaning]", "final_sum_name", "remaining"),
    ("end: 2015-11-30", "end: 2012-11-30", "final_days", ""),
    ("end: 2015-11-30", "end: i november", "final_schema", "ett datum"),
    ("template: 2015", "template: 2014", "final_schema", "2015"),
    ("template: 2015", "template: 2015\ntemplate: 2015", "final_schema", "två gånger"),
    ("kind: count", "kind: number", "final_schema", "count"),
    ("owners: [", "owners: &a [", "final_schema", ""),
    ("name: ENTER", "\tname: ENTER", "final_schema", ""),
    ("name: ENTER", "name: !x ENTER", "final_schema", ""),
    ("remaining: {all: 26", "remaining: {all: tjugosex", "final_schema", "ett"),
    ("  gender-equality: Nej.", "  gender-equality: {x: 1}", "final_schema", "text"),
]


@pytest.mark.parametrize(("old", "new", "code", "said"), WRONG)
def test_what_is_wrong_is_refused_at_its_line_with_what_to_write(
    tmp_path: Path, old: str, new: str, code: str, said: str
) -> None:
    text = changed(ENTER, old, new) if old != "owners: [" else ENTER.replace(old, new) + "x: *a\n"
    figures, words, faults = read(tmp_path, text)
    assert len(figures) == len(words) == 0
    found = [f for f in faults.found if f.code == code]
    assert found and all(f.level == "refuse" and f.row for f in found)
    assert said in " ".join(f"{f.message} {f.advice}" for f in found)


def test_a_report_of_another_file_is_refused(tmp_path: Path) -> None:
    _, _, faults = read(tmp_path, ENTER, "sara")
    assert told(faults) == [("refuse", "final_file", line_of(ENTER, "id: enter"))]


def test_a_personnummer_anywhere_refuses_the_report_and_is_not_told(
    tmp_path: Path, test_numbers: list[str]
) -> None:
    number = f"{test_numbers[0][:8]}-{test_numbers[0][8:]}"
    figures, words, faults = read(
        tmp_path, changed(ENTER, "gender-equality: Nej.", f"gender-equality: {number}")
    )
    assert ("refuse", "final_personnummer", line_of(ENTER, "gender-equality")) in told(faults)
    assert len(figures) == len(words) == 0
    assert number not in repr(faults.found)


# What does not add up, and the finding; the figures stand as the report gives them.
ODD = [
    (ENTER, "enter", "enkoping-habo: 10", "enkoping-habo: 11", {"final_sum"}),
    (ENTER, "enter", "moved: {all: 2", "moved: {all: 3", {"final_sum"}),
    (OTHER, "344", "uppsala: 101", "uppsala: 100", {"final_sum"}),
    (OTHER, "344", "deficit: {all: 27574", "deficit: {all: 27000", {"final_deficit"}),
    (OTHER, "344", "deficit: {", "budget: 400000\n  deficit: {", {"final_used", "final_more_than_budget"}),
    (SARA, "sara", "all: 73,", "all: 173,", {"final_share"}),
    (SARA, "sara", "share_women:", 'share_men: {"participants:total": 37}\nshare_women:', {"final_hundred"}),
    (SARA, "sara", "all: 73,", "all: 73, numerator: 150, denominator: 188,", {"final_counts"}),
    (SARA, "sara", "total: {all: 188,", "total: {all: 188, women: 137, men: 50,", {"final_genders"}),
]


@pytest.mark.parametrize(("text", "name", "old", "new", "codes"), ODD)
def test_what_does_not_add_up_is_flagged_and_stands(
    tmp_path: Path, text: str, name: str, old: str, new: str, codes: set[str]
) -> None:
    year = YEAR.model_copy(
        update={"final_report_measures": {**YEAR.final_report_measures, "share-men:participants:total": "x"}}
    )
    path = tmp_path / f"{name}.yaml"
    path.write_text(changed(text, old, new), encoding="utf-8")
    figures, _, faults = intervention_reports.read(path, f"interventions/{name}.yaml", year)
    assert {f.code for f in faults.found} == codes and all(f.level == "flag" for f in faults.found)
    assert len(figures)


def test_a_figure_that_is_about_is_held_to_nothing(tmp_path: Path) -> None:
    text = changed(ENTER, "moved: {all: 2,", "moved: {all: 3, about: true,")
    _, _, faults = read(tmp_path, text)
    assert [f.code for f in faults.found] == ["final_sum_name"]
    text = changed(SARA, "all: 73,", "all: 173, about: true,")
    assert told(read(tmp_path, text, "sara")[2]) == []


@settings(max_examples=150)
@given(st.data())
def test_no_file_however_broken_brings_the_reader_down(tmp_path_factory, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(ENTER) - 1))
    length = data.draw(st.integers(0, 40))
    put = data.draw(st.text(alphabet=" \t\n:-{}[]\"'&*!|>0123456789aåö,.", max_size=12))
    figures, words, faults = read(tmp_path_factory.mktemp("fuzz"), ENTER[:at] + put + ENTER[at + length :])
    assert faults.refused == (len(figures) == 0) or len(figures) == 0
    assert not faults.refused or (len(figures) == 0 and len(words) == 0)
    assert all(f.message and f.action for f in faults.found)


@pytest.mark.parametrize(
    "content", [b"", b"\xff\xfe", b"\x00\x00", b"- a\n- b\n", b"42", b"%PDF-1.4\n%\xe2\xe3"]
)
def test_what_is_no_report_is_refused(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "enter.yaml"
    path.write_bytes(content)
    figures, _, faults = intervention_reports.read(path, "interventions/enter.yaml", YEAR)
    assert faults.refused and len(figures) == 0


def test_every_key_of_a_report_has_an_example_that_is_one() -> None:
    example = FinalReport.model_validate(FinalReport.EXAMPLE)
    assert set(FinalReport.EXAMPLE) == set(FinalReport.model_fields)
    assert yaml.safe_dump(FinalReport.EXAMPLE)
    assert example.goals[0].outcome is not None
