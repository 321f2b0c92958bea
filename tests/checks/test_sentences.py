"""True and false sentences about the shipped year, each with what should become of it (sentences.csv).

A true one passes, whatever is told of it; a false one stops its text.
"""

import csv
from collections import Counter
from dataclasses import replace
from functools import cache
from pathlib import Path

import pytest

from helpers import definitions, fact_csv
from helpers.checks.own_words.judged import judged
from helpers.checks.own_words.known import Known
from helpers.counting import likeness
from helpers.facts import DELIVERED, Fact, Facts

ROOT = Path(__file__).resolve().parents[2]
YEAR = 2019
with (Path(__file__).parent / "sentences.csv").open(encoding="utf-8", newline="") as handle:
    TABLE = list(csv.DictReader(handle, delimiter=";"))


@cache
def known(place: str) -> Known:
    """The facts of the shipped years as they are in git, as if every one of them were delivered."""
    years = (YEAR - 1, YEAR)
    defined = {y: definitions.load(ROOT / "data" / "definitions" / f"{y}.yaml") for y in years}
    read = {y: fact_csv.read_csv(ROOT / "reports" / str(y) / "facts.csv") for y in years}
    counted = {y: Facts(replace(f, origin=DELIVERED) for f in known) for y, known in read.items()}
    register = likeness.load(ROOT / "data" / "breaks.yaml")

    def of(year: int) -> likeness.Counted:
        d = defined[year]
        return likeness.Counted(d, frozenset(p for p in d.platform_ids if counted[year].get(p, "total").ok))

    def last_year(place: str, measure: str, respondents: str, group: str) -> Fact | None:
        kind = measure if respondents else likeness.PARTICIPANTS
        if not likeness.likeness(register, of(YEAR), of(YEAR - 1), place, kind, respondents).holds:
            return None
        fact = counted[YEAR - 1].get(place, measure, respondents, group)
        return fact if fact.ok else None

    return Known(YEAR, place, defined[YEAR], counted, last_year)


def stopped(place: str, sentence: str) -> bool:
    return any(found.stops for found in judged(sentence, known(place)))


def test_there_are_enough_of_both() -> None:
    keys = Counter(row["verdict"] for row in TABLE)
    assert set(keys) == {"true", "false"} and min(keys.values()) >= 100
    assert len({(row["place"], row["sentence"]) for row in TABLE}) == len(TABLE)


@pytest.mark.parametrize("row", TABLE, ids=lambda row: row["sentence"])
def test_a_false_sentence_is_stopped_and_a_true_one_passes(row: dict[str, str]) -> None:
    assert stopped(row["place"], row["sentence"]) == (row["verdict"] == "false")


@pytest.mark.parametrize(
    "words",
    [
        "Lagen (2003:1210) om finansiell samordning, 3 § andra stycket och 7 kap. 2 §.",
        "Beslutet fattades den 12 mars 2019 klockan 9.30, diarienummer 2019:14.",
        "Åren 2017–2019 och läsåret 2018/19 liknar varandra, se tabell 3 och sidan 12.",
        "Målgruppen är 16–29 år; frågorna är 1.4, 1.5 och 1.6.",
        "Covid-19 och 90-talet är inga siffror ur bokslutet, inte heller 1:a platsen.",
        "Varannan vecka och var tredje månad möts två torg.",
    ],
)
def test_what_looks_like_a_figure_and_is_none_is_not_told_at_all(words: str) -> None:
    assert list(judged(words, known("ungdomstorget"))) == []


def test_what_is_typed_by_hand_is_told_with_the_fact_that_bears_it_out() -> None:
    (found,) = judged("Under året deltog 903 personer.", known("forbundet"))
    assert (found.kind, found.words) == ("typed", "903") and found.fact is not None
    assert found.fact.key == (2019, "forbundet", "total", "", "all")


def test_what_is_false_is_told_with_the_nearest_fact() -> None:
    (found,) = judged("26 % gick till arbete.", known("forbundet"))
    assert found.stops and found.fact is not None and found.fact.measure == "share:to-work"


def test_a_comparison_is_told_with_both_facts() -> None:
    (found,) = judged("Antalet deltagare har minskat.", known("forbundet"))
    assert found.fact is not None and found.other is not None
    assert (found.kind, found.fact.value, found.other.value) == ("wrong", 903, 862)


def test_a_comparison_of_answers_has_to_be_larger_than_chance() -> None:
    words = "Andelen positiva svar på fråga 1.4 var högre bland männen än bland kvinnorna."
    (found,) = judged(words, known("ungdomstorget"))
    assert found.kind == "uncarried"


def test_years_that_may_not_be_compared_carry_no_trend() -> None:
    words = "Andelen positiva svar på fråga 1.4 har minskat."
    assert [f.kind for f in judged(words, known("ungdomstorget"))] == ["uncarried"]
