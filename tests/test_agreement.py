"""Words agree with their number: every template with 0, 1, 2 and many, and every page that is made."""

import re

import pytest

from helpers.language.words import filled, plain
from helpers.wording import catalogue, declared, text

# Placeholders that hold no number of anything.
NO_NUMBER = {
    "year",
    "ids",
    "id",
    "names",
    "folders",
    "cell",
    "column",
    "page",
    "name",
    "value",
    "indicator",
    "high",
    "share",
    "most",
    "least",
}
# Words that end as a plural does and are none.
SINGULAR = {
    "är",
    "eller",
    "under",
    "per",
    "kommer",
    "har",
    "var",
    "mer",
    "fler",
    "efter",
    "över",
    "innehåller",
    "ligger",
}
SINGULAR |= {
    "står",
    "börjar",
    "ger",
    "skiljer",
    "går",
    "deltar",
    "anger",
    "räknar",
    "gäller",
    "når",
    "ur",
    "säger",
}
SINGULAR |= {"saknar", "visar", "frågar", "svar", "kvar"}
PLURAL = re.compile(r"(?:or|ar|er|män|celler|rader)$")
AFTER_ONE = re.compile(r"(?<![\w,.–/-])1[ \u00a0](?:(\w+(?:ade|da|ta|ka))[ \u00a0])?(\w+)")


def wrong(words: str) -> list[str]:
    """Where a sentence says 1 of several: ”1 personer”, ”1 nya rader”."""
    return [m[0] for m in AFTER_ONE.finditer(words) if PLURAL.search(m[2]) and m[2] not in SINGULAR]


def test_what_says_one_of_several_is_seen() -> None:
    assert wrong("1 personer och 2 män") == ["1 personer"] and wrong("Av 1 unika personer.")
    assert wrong("1 män") and wrong("1 rader") and wrong("På 1 rader")
    assert wrong("1 person, 1 man, 11 rader, 1,1 procentenheter, nr 1 är 21 celler") == []


@pytest.mark.parametrize(
    ("n", "said"), [("0", "0 rader"), ("1", "1 rad"), ("2", "2 rader"), ("1 234", "1 234 rader")]
)
def test_a_form_follows_its_number(n: str, said: str) -> None:
    assert filled("{n} {n|rad|rader}", n=n) == said
    assert plain(filled("{n} {n|rad|rader}", n=declared(n))) == said


@pytest.mark.parametrize("key", sorted(catalogue()))
def test_no_template_says_one_of_several(key: str) -> None:
    names = set(re.findall(r"\{(\w+)", catalogue()[key]))
    for name in names - NO_NUMBER:
        for n in ("0", "1", "2", "1 234"):
            words = plain(text(key, **(dict.fromkeys(names, "x") | {name: n})))
            assert "|" not in words or "|" in re.sub(r"\{[^{}]*\|", "", catalogue()[key])
            assert wrong(words) == [], words
