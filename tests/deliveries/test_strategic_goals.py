"""`strategic-goals.yaml`: what is read, which goal is left out by which line, and the facts of it."""

import copy
import functools
import random
from collections import Counter
from collections.abc import Iterator
from fractions import Fraction
from pathlib import Path

import pandas as pd
import pytest
import yaml

from helpers import definitions
from helpers.counting import families, strategic
from helpers.deliveries import strategic_goals
from helpers.facts import Fact, Facts, share
from helpers.faults import Faults
from helpers.identity import looks_like
from helpers.paths import REPOSITORY

YEAR = definitions.load(REPOSITORY / "data" / "definitions" / "2019.yaml")
FIXTURE = REPOSITORY / "tests" / "fixture" / "data" / "raw" / "2019"
WHOLE = (FIXTURE / "strategic-goals.yaml").read_text(encoding="utf-8")
SHIPPED = REPOSITORY / "data" / "raw" / "2019" / "strategic-goals.yaml"
Tables = list[pd.DataFrame]


def read(folder: Path, content: str | bytes) -> tuple[Tables, Faults]:
    path = folder / "strategic-goals.yaml"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return strategic_goals.read(path, path.name, YEAR)


def told(faults: Faults) -> list[tuple[str, str, int | None]]:
    return [(f.level, f.code, f.row) for f in faults.found]


def counted(tables: Tables, results: tuple[Fact, ...] = (), omitted: tuple[str, ...] = ()) -> Facts:
    return Facts(strategic.facts(*tables[:3], results=Facts(results), definitions=YEAR, omitted=omitted))


def test_goals_criteria_judgements_and_evidence_are_tables(tmp_path: Path) -> None:
    (goals, criteria, judgements, evidence), faults = read(tmp_path, WHOLE)
    assert told(faults) == []
    assert list(goals["goal"]) == ["1", "2"] and list(goals["row"])[1].endswith("!25")
    assert list(goals["weights"]) == ["results|participants; staff; description", ""]
    assert list(criteria["kind"]) == ["answers", "answers", "guideline", "text"]
    assert list(judgements["step"]) == ["Till stor del", "Till mycket stor del", ""]
    assert list(judgements["grade"].isna()) == [False, False, True]
    assert list(evidence["weight"]) == [2, 1, 2, 0]


def test_the_facts_are_what_the_board_says_and_which_criteria_are_met(tmp_path: Path) -> None:
    tables, _ = read(tmp_path, WHOLE)
    result = Fact(2019, "ungdomstorget", "question:1.4", "deltagare", "all", Fraction(4, 5), unit="share")
    rate = Fact(2019, "vannas", "response:discharged", "deltagare", "all", Fraction(1, 2), unit="share")
    few = Fact(2019, "vannas", "question:1.4", "deltagare", unit="share", state="too-few", rule="x")
    chiefs = Fact(2019, "torgen", "question:4.9", "styrgrupp", "all", Fraction(79, 100), unit="share")
    known = [Facts([f]).get(*f.key[1:]) for f in (result, rate, chiefs)]
    ok = [Fact(**{**vars(f), "state": "ok", "rule": "x"}) for f in known]
    facts = counted(tables, (*ok, few))
    assert facts.get("forbundet", "strategic-goals").integer == 2
    assert [facts.get(p, "grade:1", "styrelse").integer for p in ("ungdomstorget", "vannas")] == [4, 5]
    assert facts.get("forbundet", "grade:2", "styrelse").state == "missing"
    for place in ("ungdomstorget", "vannas"):  # no whole has both
        assert facts.get(place, "criterion:staff", "styrgrupp").value == Fraction(4, 5)
        assert facts.get(place, "criterion:response", "deltagare").value == Fraction(3, 5)
        assert facts.get(place, "criterion-met:1:1.7", "deltagare").state == "missing"
    assert facts.get("ungdomstorget", "criterion-met:1:1.4", "deltagare").integer == 1
    assert facts.get("vannas", "criterion-met:1:1.4", "deltagare").state == "too-few"
    assert facts.get("vannas", "criterion-met:1:response:discharged", "deltagare").integer == 0
    assert facts.get("torgen", "criterion-met:1:4.9", "styrgrupp").integer == 0
    computed = {f.measure.partition(":")[0] for f in facts if not families.is_declared(f.rule)}
    assert computed == {"criterion-met"}


def test_how_many_goals_there_are_is_not_known_where_one_is_left_out(tmp_path: Path) -> None:
    tables, faults = read(tmp_path, WHOLE.replace("place: forbundet", "place: torget"))
    assert told(faults) == [("omit", "goals_goal", 28)] and faults.omitted() == {"goals"}
    facts = counted(tables, omitted=tuple(faults.omitted()))
    assert facts.get("forbundet", "strategic-goals").state == "missing"
    assert facts.get("vannas", "grade:1", "styrelse").integer == 5
    assert len(counted(read(tmp_path, "")[0])) == 0


@pytest.mark.parametrize(
    ("wrong", "right", "row", "says"),
    [
        ("grade: 4", "grade: 7", 14, "mellan 1 och 6"),
        ("grade: 4", "grade: 0", 14, "mellan 1 och 6"),
        ("grade: 4", 'grade: "4"', 14, "heltal"),
        ("grade: 4", "grade: 3.5", 14, "heltal"),
        ("grade: 4", "grad: 4", 14, "grade"),
        ("place: vannas", "place: vanas", 20, "vannas"),
        ("place: vannas", "place: ungdomstorget", 20, "två gånger"),
        ('"1.4", "1.7"', '"1.4", "4.5"', 7, "4.5"),
        ('"4.5", "4.9"', '"4.5", "9.9"', 8, "9.9"),
        ("[deltagare], at_least", "[deltagarna], at_least", 7, "deltagare"),
        ("effect: ingen", "effect: svag", 24, "svagt positiv"),
        ("about: results, effect: positiv}", "about: result, effect: positiv}", 23, "results"),
        ("weights: [[results, participants]", "weights: [[results, particpants]", 11, "participants"),
        ('at_least: 80, source: "plan:12"', 'at_leest: 80, source: "plan:12"', 7, "at_least"),
        ("at_least: 60", "at_least: 160", 9, "100"),
        ("kind: text,", "kind: text, at_least: 5,", 10, "text"),
        ("kind: guideline", "kind: average", 9, "low"),
        ("motive: Många har deltagit, men få har svarat.", "motive: 2019-01-01", 15, "text"),
        ("motive: Många har", "motive: Ring 070-123 45 67, många har", 15, "telefonnummer"),
        ('"plan:12"', '"19900101-1234"', 7, "source"),
        ("Många har deltagit", "Många har hjälpts av Testa Hemligsson", 15, "utan namn"),
        ("name: Samverkan", "name: Anna Svenssons samverkan", 5, "utan namn"),
        ("grade: 5", "grade: 5\n        grade: 5", 22, "grade"),
        ("name: Samverkan är hållbar", "title: Samverkan är hållbar", 5, "name"),
    ],
)
def test_a_goal_with_a_fault_is_left_out_by_its_line(
    tmp_path: Path, wrong: str, right: str, row: int, says: str
) -> None:
    assert wrong in WHOLE
    tables, faults = read(tmp_path, WHOLE.replace(wrong, right, 1))
    assert {(f.level, f.code) for f in faults.found} == {("omit", "goals_goal")}
    assert row in [f.row for f in faults.found], told(faults)
    assert says in " ".join(f.message for f in faults.found)
    assert list(tables[0]["goal"]) == ["2"] and set(tables[2]["goal"]) == {"2"}
    assert tables[1].empty and tables[3].empty


@pytest.mark.parametrize(
    ("content", "row", "says"),
    [
        ("", 1, "nycklar"),
        ("goals: [1", 1, "YAML"),
        (WHOLE.replace("scale:", "scales:"), 1, "scale"),
        (WHOLE.replace("effects:", "\teffects:"), 2, "tab"),
        (WHOLE.replace("goals:", "goals: []\nmore:"), 3, "goals"),
        (WHOLE + "scale: [a, b]\n", 29, "scale"),
        ("a: &a [x]\nb: *a\n", 2, "YAML"),
        ("- 1\n", 1, "nycklar"),
        (WHOLE.replace("Inte alls", "Testa Hemligsson"), 1, "utan namn"),
        (WHOLE.replace("positiv: 2", "Testa Hemligsson: 2"), 2, "utan namn"),
    ],
)
def test_row_61_a_file_that_is_no_such_yaml_is_refused_by_its_line(
    tmp_path: Path, content: str, row: int, says: str
) -> None:
    tables, faults = read(tmp_path, content)
    assert faults.refused and row in [f.row for f in faults.found], told(faults)
    assert says in " ".join(f.message for f in faults.found)
    assert all(table.empty for table in tables)


def test_bytes_that_are_no_text_are_refused(tmp_path: Path) -> None:
    tables, faults = read(tmp_path, b"PK\x03\x04\x00\x00")
    assert faults.refused and all(table.empty for table in tables)


def test_nobody_is_named_in_what_is_told(tmp_path: Path) -> None:
    _, faults = read(tmp_path, WHOLE.replace("effect: ingen", "effect: Anna Svensson"))
    assert {*told(faults)} == {("omit", "goals_goal", 24)} and "Svensson" not in repr(faults.found)


def test_two_goals_do_not_ask_different_things_of_a_place(tmp_path: Path) -> None:
    first, second = WHOLE.split('  - id: "2"')
    again = first[first.index("  - id:") :].replace('"1"', '"3"', 1)
    both = f'{first}{again}  - id: "2"{second}'
    assert told(read(tmp_path, both)[1]) == []
    _, faults = read(tmp_path, f'{first}{again.replace("at_least: 60", "at_least: 50")}  - id: "2"{second}')
    assert told(faults) == [("omit", "goals_goal", 25)] and "response" in faults.found[0].message
    _, faults = read(tmp_path, both.replace('id: "3"', 'id: "1"'))
    assert told(faults) == [("omit", "goals_goal", 25)]


def test_a_whole_has_the_criteria_of_its_parts_and_answers_stand_where_they_are_asked(tmp_path: Path) -> None:
    tables, faults = read(tmp_path, WHOLE.replace("place: ungdomstorget", "place: vindeln"))
    assert told(faults) == []
    facts = counted(tables)
    assert {f.platform for f in facts if f.measure == "criterion:staff"} == {"kranskommunerna"}
    asked = strategic.asked_at
    assert asked("styrgrupp", "vannas", YEAR) == ["kranskommunerna"]
    assert asked("styrgrupp", "forbundet", YEAR) == ["torgen", "kranskommunerna"]
    assert asked("personal", "vannas", YEAR) == ["vannas"]
    assert asked("personal", "nafs", YEAR) == [] and asked("personal", "torgen", YEAR) == [
        "ungdomstorget",
        "vuxentorget",
    ]


def test_evidence_is_compared_word_by_word_and_never_added() -> None:
    lower = strategic.lower_with_as_much
    same, mixed = {"results": 1, "staff": 1}, {"results": 3, "staff": 0}
    assert list(lower({"a": same, "b": same}, {"a": 3, "b": 4})) == [("a", "b")]
    assert list(lower({"a": mixed, "b": same}, {"a": 3, "b": 4})) == []
    assert list(lower({"a": same, "b": same}, {"a": 4, "b": 4})) == []
    assert list(lower({"a": {}, "b": {}}, {"a": 3, "b": 4})) == []
    assert list(lower({"a": same, "b": same}, {"a": 3})) == []


def test_the_shipped_goals_give_every_printed_grade_and_criterion(shipped_facts: dict[int, Facts]) -> None:
    _, faults = strategic_goals.read(SHIPPED, SHIPPED.name, YEAR)
    assert told(faults) == []
    facts = shipped_facts[2019]
    assert facts.get("forbundet", "strategic-goals").integer == 7
    graded = {(f.measure, f.platform): f.value for f in facts if f.measure.startswith("grade:")}
    assert len(graded) == 11 and graded["grade:4", "bjurholm"] is None
    assert {f.origin for f in facts if f.measure.startswith("grade:") and f.ok} == {"printed"}
    assert facts.get("nafs", "criterion:staff-average-min:low", "personal").value == 3


# --- spoilt files -------------------------------------------------------------------------------------------


def spoilt(content: bytes, chance: random.Random) -> bytes:
    """A byte another, the end away, some bytes more, or some twice."""
    at, length = chance.randrange(len(content)), chance.randint(1, 60)
    other = bytes([content[at] ^ 1 << chance.randrange(8)])
    more = chance.choice([chance.randbytes(3), b":", b"\n", b"\t", b"- ", b"{", b"&a ", b"\xc3\xa5", b'"'])
    ways = (content[:at] + other + content[at + 1 :], content[:at], content[:at] + more + content[at:])
    return chance.choice([*ways, content[: at + length] + content[at:]])


def test_spoilt_bytes_never_raise_and_no_goal_stands_in_part(tmp_path: Path) -> None:
    clean, _ = read(tmp_path, WHOLE)
    whole = {goal: len(rows) for goal, rows in clean[2].groupby("goal")}
    became = Counter[str]()
    for case in range(400):
        (goals, criteria, judgements, evidence), faults = read(
            tmp_path, spoilt(WHOLE.encode(), random.Random(f"goals {case}"))
        )
        assert all(f.line() and f.row for f in faults.found if f.code.startswith("goals_")), case
        assert not any(looks_like(f.line()) for f in faults.found), case
        known = set(goals["goal"])
        assert all(set(table["goal"]) <= known for table in (criteria, judgements, evidence)), case
        assert not (faults.refused and known), case
        assert faults.found or len(known) >= len(whole) - 1, case
        became["refused" if faults.refused else "left out" if faults.omitted() else "read"] += 1
    assert min(became.values()) > 20 and len(became) == 3, became


def everywhere(node: object, at: tuple = ()) -> Iterator[tuple]:
    inside = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    for step, inner in inside:
        yield (*at, step)
        yield from everywhere(inner, (*at, step))


def test_every_value_of_another_type_and_every_misspelt_key_is_told(tmp_path: Path) -> None:
    """Whatever stands where, no goal is half read: what is no longer such a value is told by its line."""
    data = yaml.safe_load(WHOLE)
    for place in everywhere(data):
        for change in ("misspelt", {"a": 1}, [[1]], -7.5):
            other = copy.deepcopy(data)
            entry = functools.reduce(lambda d, step: d[step], place[:-1], other)
            if change != "misspelt":
                entry[place[-1]] = change
            elif isinstance(entry, dict):
                entry[f"{place[-1]}x"] = entry.pop(place[-1])
            is_free = place[0] == "effects" and len(place) == 2 and change == "misspelt"
            _, faults = read(tmp_path, yaml.safe_dump(other, allow_unicode=True))
            if change == "misspelt" and isinstance(entry, list):
                assert not faults.found, place
            elif not is_free:
                assert faults.refused or faults.omitted(), (place, change)
            said = " ".join(f.message for f in faults.found)
            assert not any(word in said for word in ("should", "valid", "Input", "type=")), (place, change)


def test_too_few_answers_meet_no_criterion_and_miss_none(tmp_path: Path) -> None:
    few = YEAR.told_from_answers - 1
    result = share((2019, "torgen", "question:4.9", "styrgrupp", "all"), few, few, "answers.question")
    facts = counted(read(tmp_path, WHOLE)[0], (result,))
    assert facts.get("torgen", "criterion-met:1:4.9", "styrgrupp").state == "too-few"
    enough = share(result.key, few + 1, few + 1, "answers.question")
    facts = counted(read(tmp_path, WHOLE)[0], (enough,))
    assert facts.get("torgen", "criterion-met:1:4.9", "styrgrupp").integer == 1
