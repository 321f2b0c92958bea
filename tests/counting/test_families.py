"""The registry of what is counted: facts have rules of their family, measures a row of the dictionary."""

import re
from dataclasses import replace
from pathlib import Path

import pytest

from helpers.counting import families
from helpers.counting.families import FAMILIES, Family
from helpers.counting.rule import Rule
from helpers.definitions import Definitions, load
from helpers.facts import Facts
from helpers.wording import catalogue

REPOSITORY = Path(__file__).resolve().parents[2]
DICTIONARY = REPOSITORY / "docs" / "data-dictionary.md"


@pytest.fixture(scope="module")
def fixture_definitions() -> Definitions:
    return load(REPOSITORY / "tests" / "fixture" / "data" / "definitions" / "2019.yaml")


def _pattern(measure: str) -> str:
    """A measure of the dictionary as a pattern: the last part of its name may hold anything, the others no
    colon.
    """
    *parts, last = filter(None, re.split(r"(<[^>]+>)", measure))
    written = ["[^:]+" if p.startswith("<") else re.escape(p) for p in parts]
    return "".join(written) + (".+" if last.startswith("<") else re.escape(last))


def strays(facts: Facts, registered: tuple[Family, ...]) -> list[str]:
    """Facts whose measure the family of their rule does not make."""
    by_name = {f.name: [re.compile(_pattern(m)) for m in f.measures] for f in registered}
    return [
        f"{fact.rule}: {fact.measure}"
        for fact in facts
        if not any(p.fullmatch(fact.measure) for p in by_name.get(fact.rule.partition(".")[0], []))
    ]


def test_every_fact_is_made_by_the_family_of_its_rule(shipped_facts: dict[int, Facts]) -> None:
    for facts in shipped_facts.values():
        assert not strays(facts, FAMILIES)
    without = tuple(f for f in FAMILIES if f.name != "society")
    assert all(s.startswith("society.") for s in strays(shipped_facts[2018], without))
    assert strays(shipped_facts[2018], without)


def test_the_families_and_the_dictionary_name_the_same_measures() -> None:
    section = DICTIONARY.read_text(encoding="utf-8").split("## Measures")[1].split("\n## ")[0]
    rows = re.findall(r"(?m)^\| `([^`]+)` \| ([^|]+) \|", section)
    assert sorted(m for f in FAMILIES for m in f.measures) == sorted(name for name, _ in rows)


def test_every_rule_has_words_and_a_function_and_stands_in_its_family(
    fixture_definitions: Definitions,
) -> None:
    found = families.rules(fixture_definitions)
    for name, rule in found.items():
        assert families.words(name, fixture_definitions).endswith("."), name
        assert families.function_of(name) == rule.function, name
    for family in FAMILIES:
        assert all(name.partition(".")[0] == family.name for name in family.rules)
        assert f"sample.stratum.{family.name}" in catalogue()
    worded = {k.removeprefix("rule.") for k in catalogue() if k.startswith("rule.") and k.count(".") > 1}
    assert worded == {name for name, rule in found.items() if not rule.words}


def test_an_outcome_of_the_definitions_brings_its_rule(fixture_definitions: Definitions) -> None:
    first = fixture_definitions.outcomes[0]
    own = first.model_copy(update={"id": "to-internship", "name": "Till praktik", "clause": "", "source": ""})
    changed = fixture_definitions.model_copy(update={"outcomes": [first, own]})
    rule = families.rules(changed)["participants.to-internship"]
    assert (rule.where, rule.words) == ("", "Avslutade till praktik.")
    together = "Avslutade till arbete eller praktik, av de avslutade."
    assert families.words("participants.positive", changed) == together


def test_a_clause_off_its_lines_is_told(fixture_definitions: Definitions) -> None:
    rule = families.rules(fixture_definitions)["participants.total"]
    lines = [""] * (rule.first - 1) + [rule.clause]
    told = families.off_their_lines({rule.source: lines}, [fixture_definitions])
    assert not [f for f in told if f.startswith("participants.total:")]
    moved = families.off_their_lines({rule.source: ["", *lines]}, [fixture_definitions])
    assert [f for f in moved if f.startswith("participants.total:")]


@pytest.mark.parametrize(
    ("first", "last", "where"), [(84, 85, "x:84–85"), (84, None, "x:84"), (84, 84, "x:84")]
)
def test_where_a_clause_stands(first: int, last: int | None, where: str) -> None:
    rule = Rule(families.words, "c", "x", first, last)
    assert rule.where == where and replace(rule, source="").where == ""
