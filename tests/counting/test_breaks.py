"""Like with like: what may stand beside an earlier year, and what keeps it from it."""

import re
from pathlib import Path

import pytest

from helpers import definitions
from helpers.audit.record import Record
from helpers.counting import likeness as breaks
from helpers.counting.likeness import PARTICIPANTS, Break, Counted, likeness
from helpers.paths import REPOSITORY, Workspace
from helpers.reading.strict_yaml import DefinitionError

SHIPPED = Workspace(REPOSITORY)
ASSOCIATION = "forbundet"  # the id that the shipped years give their sum of platforms
YEARS = (2017, 2018, 2019)


@pytest.fixture(scope="module")
def years() -> dict[int, Counted]:
    """The shipped years, each with the lists that were delivered: one a platform, named as it."""
    return {
        year: Counted(definitions.load(SHIPPED.definitions / f"{year}.yaml"), frozenset(lists))
        for year in YEARS
        if (lists := [p.stem for p in (REPOSITORY / f"data/raw/{year}/participants").iterdir()])
    }


@pytest.fixture(scope="module")
def register() -> list[Break]:
    return breaks.load(SHIPPED.breaks)


def test_the_register_names_what_the_definitions_have(years: dict, register: list[Break]) -> None:
    for entry in register:
        d = years[entry.year].definitions
        places = [] if entry.places == "all" else entry.places
        assert set(places) <= {ASSOCIATION, *d.platform_ids, *d.whole_ids}, entry
        assert set(entry.measures) <= {PARTICIPANTS, *(f"question:{q.id}" for q in d.questions)}, entry


def test_the_printed_figures_of_the_register_stand_in_the_record(register: list[Break]) -> None:
    found = {(f.source, f.line, f.year, f.value) for f in Record(SHIPPED.published, SHIPPED.audit).figures}
    printed = [p for entry in register for p in entry.printed]
    assert [p.value for p in printed] == [959, 904]  # ”Totalt” of 2018 and 2019 in the annual report of 2019
    assert all((p.source, p.line, p.year, p.value) in found for p in printed)


def printed_in_places(of: Counted) -> int:
    """The totals that the annual report of 2019 prints of each place, added, but those that stand apart."""
    report = "styrelsehandlingar-2020-03-20-arsredovisning-2019"
    figures = [f for f in Record(SHIPPED.published, SHIPPED.audit).figures if f.source == report]
    asked = (of.definitions.year, "total", "all")
    totals = {f.platform: int(f.value) for f in figures if (f.year, f.measure, f.group) == asked}
    return sum(totals.get(place, 0) for place in of.scope(of.definitions.together.id))


def test_the_participants_without_the_sarredovisade_rise_though_the_printed_totals_fall(
    years: dict, register: list[Break], shipped_facts: dict
) -> None:
    like = likeness(register, years[2019], years[2018], ASSOCIATION, PARTICIPANTS)
    before, now = (shipped_facts[y].get(ASSOCIATION, "total").integer for y in (2018, 2019))
    printed_before, printed_now = (p.value for p in like.entry.printed)
    assert like.holds and before < now and printed_before > printed_now
    assert (before, now) == (printed_in_places(years[2018]), printed_in_places(years[2019]))


def test_other_lists_are_another_scope_unless_the_register_says_why_not(
    years: dict, register: list[Break]
) -> None:
    assert not likeness(register, years[2018], years[2017], ASSOCIATION, PARTICIPANTS).holds
    assert likeness(register, years[2019], years[2018], "kranskommunerna", PARTICIPANTS).holds
    without = likeness([], years[2019], years[2018], ASSOCIATION, PARTICIPANTS)
    assert not without.holds and "Bjurholm" in without.changes[0] and "2018" in without.changes[0]
    assert likeness([], years[2019], years[2018], "vannas", PARTICIPANTS).holds
    assert not likeness(
        [], years[2018], years[2017], "vannas", PARTICIPANTS
    ).holds  # it was no platform of 2017


def test_a_question_is_compared_where_words_and_scale_are_the_same(
    years: dict, register: list[Break]
) -> None:
    same = {
        ("4.5", "personal"),
        ("4.9", "styrgrupp"),
        ("4.10", "personal"),
        ("4.11", "personal"),
        ("4.12", "styrgrupp"),
    }
    now, before = years[2019], years[2018]
    for question in now.definitions.questions:
        for group in question.respondents:
            place = "vannas" if group == "personal" or group == "deltagare" else ASSOCIATION
            like = likeness(register, now, before, place, f"question:{question.id}", group)
            assert like.holds == ((question.id, group) in same), (question.id, like.changes)
    told = likeness([], now, before, "vannas", "question:1.5", "deltagare").changes
    assert told == ["Svaren gavs på en annan skala 2018."]


def test_a_break_between_other_years_or_of_other_places_changes_nothing(years: dict) -> None:
    for changed in ({"year": 2018}, {"places": ["vindeln"]}, {"measures": ["question:4.5"]}):
        entry = Break(
            **{"year": 2019, "kind": "scope", "places": ["vannas"], "measures": [PARTICIPANTS], "change": "x"}
            | changed
        )
        assert likeness([entry], years[2019], years[2018], "vannas", PARTICIPANTS).holds
    entry = Break(year=2019, kind="definition", places="all", measures=[PARTICIPANTS], change="Nytt.")
    assert likeness([entry], years[2019], years[2018], "vannas", PARTICIPANTS).changes == ["Nytt."]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        (
            "- {year: 2019, kind: scpoe, places: all, measures: [participants], change: x}",
            "breaks.yaml:1: nr 1, kind: scpoe är inget av definition, wording, scale, scope eller period.",
        ),
        (
            "- {year: 2019, kind: scope, places: all, change: x}",
            "breaks.yaml:1: nr 1, measures: Nyckeln saknas. Skriv till exempel: measures: [participants]",
        ),
        ("- year: 2019\n  year: 2018\n", "breaks.yaml:2: Nyckeln year står två gånger."),
        ("- [", "breaks.yaml:"),
    ],
)
def test_a_faulty_register_is_told_with_its_line(tmp_path: Path, text: str, told: str) -> None:
    path = tmp_path / "breaks.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(DefinitionError, match=re.escape(told)):
        breaks.load(path)


def test_no_register_breaks_nothing(tmp_path: Path) -> None:
    assert breaks.load(tmp_path / "breaks.yaml") == []
