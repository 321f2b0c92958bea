"""Every page in every language: the same facts, whole texts, nothing left in another language."""

import html
import re
from fractions import Fraction
from pathlib import Path
from string import Formatter

import pytest
from support.workspaces import command, contents

from helpers import spoken_language
from helpers.context import Context
from helpers.definitions import load
from helpers.facts import Fact
from helpers.faults import Stop
from helpers.paths import REPOSITORY, SPOKEN, Workspace
from helpers.wording import (
    NO_BREAK_SPACE,
    amount_text,
    fact_text,
    interval_text,
    number,
    percent_text,
    texts_of,
)

SV, EN = texts_of("sv"), texts_of("en")
FORMS = re.compile(r"\{(\w+)\|([^{}|]*)\|([^{}|]*)\}")
NAMES = re.compile(r"“[^”]*”|\([^)]*\)")  # where a Swedish name may stand

# Words of what is delivered, by which it is read: the same in every language.
OF_DELIVERIES = {"place.plain_words", "account.unsigned", "account.decimals_1", "account.decimals_2"}
# Words that are the same in both languages.
ALIKE = OF_DELIVERIES | {
    *("annual.about_head.file", "annual.typed_head.file", "economy.brief_budget", "economy.head.budget"),
    *("named.verdict", "economy_name.of.budget", "voucher.amount_budget", "adoption.revision"),
    *("sample.stratum.obstacles", "effects.revised.period", "kind.sus", "sample.stratum.sus"),
    *("book.column.period", "book.across.verdict", "book.sheet.nafs"),
}


def values(template: str) -> set[str]:
    """The values that a text is filled with, in its plural forms too."""
    plain = FORMS.sub(lambda found: f"{{{found[1]}}}{found[2]}{found[3]}", template)
    return {name for _, name, _, _ in Formatter().parse(plain) if name}


def swedish(template: str) -> bool:
    """Whether a text has Swedish letters where no name stands."""
    return bool(re.search("[åäöÅÄÖ]", NAMES.sub("", template)))


def alike(one: dict[str, str], other: dict[str, str]) -> set[str]:
    """Keys whose texts hold a word and are the same."""
    worded = {k for k, v in one.items() if re.search("[^\\W\\d_]{3}", re.sub(r"\{[^{}]*\}", "", v))}
    return {k for k in worded if other.get(k) == one[k]}


@pytest.mark.parametrize("language", ["sv", "en"])
def test_no_area_of_a_catalogue_stands_twice(language: str) -> None:
    """The later one would hide the words of the first."""
    path = REPOSITORY / "src/helpers/catalogue" / f"{language}.yaml"
    areas = re.findall(r"(?m)^(\w+):", path.read_text(encoding="utf-8"))
    assert len(areas) == len(set(areas)), [a for a in set(areas) if areas.count(a) > 1]


def test_both_catalogues_have_the_same_keys_and_fill_in_the_same_values() -> None:
    assert set(EN) == set(SV)
    assert [k for k in SV if values(SV[k]) != values(EN[k])] == []
    assert values("{a} {b|c|d #} {{e}}") == {"a", "b"}


def test_no_text_is_left_untranslated() -> None:
    assert alike(SV, EN) == ALIKE
    assert [k for k, v in EN.items() if swedish(v) and k not in OF_DELIVERIES] == []
    assert alike({"a": "Antal", "b": "{n} –"}, {"a": "Antal", "b": "{n} –"}) == {"a"}
    assert swedish("Utfall för alla") and not swedish("Cell “Kön” (landstinget på ön)")


def test_quotation_marks_are_those_of_the_language() -> None:
    assert [
        k for k, v in EN.items() if k not in OF_DELIVERIES and re.search("”[^“]*”", v.replace("\n", " "))
    ] == []


def test_numbers_are_written_as_the_language_writes_them(monkeypatch: pytest.MonkeyPatch) -> None:
    share = Fact(
        2019, "x", "share:a", value=Fraction(29, 128), numerator=29, denominator=128, unit="share", state="ok"
    )
    swedish_ones = [number(1234.5, 1), percent_text(29, 128, 1), amount_text(-573677)]
    assert swedish_ones == [f"1{NO_BREAK_SPACE}234,5", f"22,7{NO_BREAK_SPACE}%", f"−573{NO_BREAK_SPACE}677"]
    monkeypatch.setenv(SPOKEN, "en")
    assert [number(1234.5, 1), percent_text(29, 128, 1), amount_text(-573677)] == [
        "1,234.5",
        "22.7%",
        "−573,677",
    ]
    assert fact_text(share).plain == "23%"
    low, high = (
        Fact(2019, "x", f"{b}:question:1.4", value=Fraction(v), state="ok")
        for b, v in (("low", "0.58"), ("high", "0.96"))
    )
    assert interval_text(low, high).plain == "58–96%"


def test_what_is_made_in_another_language_lies_apart(tmp_path: Path) -> None:
    first, other = Workspace(tmp_path), Workspace(tmp_path, "en")
    for place in ("reports", "processed", "returned", "forms"):
        one, another = getattr(first, place)(2019), getattr(other, place)(2019)
        assert one != another and "en" in another.relative_to(tmp_path).parts
    assert other.raw(2019) == first.raw(2019) and other.adopted == first.adopted
    assert Context(other, 2019).environment[SPOKEN] == "en"


@pytest.mark.parametrize(
    ("language", "name", "said"),
    [
        ("eng", "report", "Menade du ”en”?"),
        ("sv", "adopt", ""),
        ("en", "report", ""),
        ("en", "adopt", "Swedish"),
    ],
)
def test_a_language_that_cannot_be_is_told(
    language: str, name: str, said: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(SPOKEN, language)
    if not said:
        return spoken_language.refuse_misuse(name)
    with pytest.raises(Stop) as told:
        spoken_language.refuse_misuse(name)
    assert said in str(told.value)


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_every_english_name_of_the_definitions_is_of_something_there(year: int) -> None:
    path = Workspace(REPOSITORY).definitions / f"{year}.yaml"
    defined, written = load(path), path.read_text(encoding="utf-8").split("\nenglish:")[0]
    assert defined.english and [name for name in defined.english if name not in written] == []
    assert not [name for name, said in defined.english.items() if name == said]


def words_of(page: bytes) -> str:
    """What a page says, in one line, without its markup and what does not show."""
    shown = re.sub(r"<(style|script|pre)\b.*?</\1>", " ", page.decode(), flags=re.S)
    return re.sub(r"\s+", " ", html.unescape(re.sub(r"<[^>]+>", " ", shown)))


def standing(root: Path) -> dict[str, bytes]:
    """What a Swedish run published and sent back; the stamp of what another did not is none of it."""
    returned = contents(root / "data/returned")
    kept = {n: c for n, c in returned.items() if n != "en/.2019-made/.stamp.json"}
    return contents(root / "reports/2019") | kept


def test_a_year_in_english_has_the_same_facts_and_no_swedish_text_and_touches_nothing_else(
    clean, finished
) -> None:
    before = standing(finished)
    done = command("report", finished, **{SPOKEN: "en"})
    assert done.returncode == clean.code and "Open reports/en/2019/index.html" in done.stdout
    assert standing(finished) == before
    pages = contents(finished / "reports/en/2019")
    assert {n for n in pages if "/" not in n} == {
        n for n in contents(finished / "reports/2019") if "/" not in n
    }
    assert pages["facts.csv"] == (finished / "reports/2019/facts.csv").read_bytes()
    sentences = [v for v in SV.values() if "{" not in v and len(v) > 25]
    for name, page in pages.items():
        if name.endswith(".html") and "/" not in name:  # the chapters have the notebooks' Swedish prose
            assert b'<html lang="en">' in page, name
            assert [s for s in sentences if s in words_of(page)] == [], name
    again = command("report", finished, **{SPOKEN: "en"})
    assert "nothing has changed" in again.stdout
    assert command("forget", finished).returncode == 0
    assert not (finished / "data/processed/en/2019").exists()
