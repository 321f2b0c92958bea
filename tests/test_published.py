"""The shipped years against the published record: every readable figure equals its fact, but the listed exceptions."""

import csv
from collections import Counter
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from helpers import definitions, facts, published
from helpers.facts import Facts
from helpers.paths import REPOSITORY, Workspace
from helpers.statistics import rounded

YEARS = (2017, 2018, 2019)
RECORD = REPOSITORY / "data" / "published"
PLATFORM_TABLES = ("participants", "sus", "surveys")


@pytest.fixture(scope="module")
def shipped(shipped_facts: dict[int, Facts]) -> dict[int, Facts]:
    return shipped_facts


def _key(figure: published.Figure) -> tuple:
    return (figure.source, figure.line, *figure.key)


def test_every_published_cell_equals_its_fact_or_is_a_listed_exception(shipped: dict[int, Facts], capsys: pytest.CaptureFixture) -> None:
    listed = published.exceptions(RECORD)
    differing, agreeing = {}, Counter()
    for table in published.TABLES:
        for figure, fact, agrees in published.compare(published.read(RECORD, table), shipped):
            if agrees:
                agreeing[table] += 1
            else:
                differing[_key(figure)] = f"{figure.source}:{figure.line} {figure.printed!r} is {fact.value} ({fact.numerator}/{fact.denominator})"
    unlisted = [line for key, line in differing.items() if key not in listed]
    assert not unlisted, "\n".join(unlisted)
    assert set(listed) == set(differing), f"exceptions that agree after all: {sorted(set(listed) - set(differing))}"
    with capsys.disabled():
        print(f"\npublished cells equal to facts: {dict(agreeing)}, {sum(agreeing.values())} in all; exceptions by name: {len(listed)}")


def test_exceptions_of_the_platform_tables_are_contradictions_of_the_print(shipped: dict[int, Facts]) -> None:
    """A platform's own participant, SUS or survey TABLE has no exception but the impossible k/n of 2018."""
    with (RECORD / "exceptions.csv").open(encoding="utf-8", newline="") as handle:
        rows = list(csv.DictReader(handle))
    in_tables = [r for r in rows if not r["measure"].startswith(("target:", "criterion:", "hae:")) and r["platform"] != "forbundet"]
    assert {(r["source"][-12:], int(r["line"])) for r in in_tables} == {
        ("ngdomstorget", 893), ("visning-2019", 1866), ("visning-2019", 1960), ("visning-2019", 1966),
        ("visning-2019", 1985), ("visning-2019", 1986),
    }  # fmt: skip
    assert all(r["reason"] for r in rows)


def test_a_changed_cell_is_seen(shipped: dict[int, Facts]) -> None:
    figure = next(f for f in published.read(RECORD, "participants") if f.key == (2018, "ungdomsplattformen", "total", "", "all"))
    fact = shipped[2018].get("ungdomsplattformen", "total")
    assert figure.agrees(fact)
    assert not replace(figure, value=Decimal(379)).agrees(fact)
    share = next(f for f in published.read(RECORD, "surveys") if f.line == 440 and f.year == 2018)
    assert not replace(share, numerator=share.numerator + 1).agrees(shipped[2018].get("ungdomstorget", "question:1.5", "deltagare"))


def test_two_readings_agree_or_are_settled() -> None:
    assert published.reading_differences(RECORD) == []
    assert sum(len(published.read(RECORD, t)) for t in published.TABLES) == 1733


def test_printed_figures_are_checked_against_their_lines(tmp_path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The real sources are not shipped: a small one shows that a wrong line, print or text is found."""
    record, sources = tmp_path / "record", tmp_path / "sources"
    (record / "second-reading").mkdir(parents=True)
    sources.mkdir()
    monkeypatch.setattr(published, "TABLES", ("participants",))
    (sources / "konto.txt").write_bytes(b"rad ett\nAntal 187\n")
    digest = __import__("hashlib").sha256((sources / "konto.txt").read_bytes()).hexdigest()
    (record / "sources.sha256").write_text(f"{digest}  konto.txt\n", encoding="utf-8")
    header = ",".join(published.COLUMNS) + "\n"
    good = "konto,2,187,187,,,count,2018,vannas,total,,all,\n"
    for folder in (record, record / "second-reading"):
        (folder / "participants.csv").write_text(header + good, encoding="utf-8")
    assert published.check_sources(record, sources) == (1, [])
    (record / "participants.csv").write_text(header + good.replace("konto,2", "konto,1"), encoding="utf-8")
    standing, faults = published.check_sources(record, sources)
    assert (standing, len(faults)) == (0, 1) and "konto:1" in faults[0]
    (sources / "konto.txt").write_bytes(b"another text\n")
    assert any("sha256" in f for f in published.check_sources(record, sources)[1])


def test_second_reading_is_of_the_same_figures() -> None:
    first = Counter(_key(f) for t in published.TABLES for f in published.read(RECORD, t))
    second = Counter(_key(f) for t in published.TABLES for f in published.read(RECORD / published.SECOND_READING, t))
    assert first == second


def test_printed_percentages_fit_half_to_even() -> None:
    """method.md: 109 of 109 tested percentages of 2017-2018 with k/n fit; 80 % (2/30) is no rounding at all."""
    tested = [f for f in published.read(RECORD, "surveys") if f.year < 2019 and f.value is not None and f.denominator]
    wrong = [f for f in tested if rounded(Fraction(100 * f.numerator, f.denominator)) != f.value]
    assert [(f.source[-17:], f.line) for f in wrong] == [("2018-ungdomstorget"[-17:], 893)]
    assert len(tested) > 60


def test_definitions_hold_the_published_targets() -> None:
    """Every target in the definitions that the record has, with the record's value."""
    for year in YEARS:
        defined = definitions.load(Workspace(REPOSITORY).definitions / f"{year}.yaml")
        printed = {(f.measure, f.respondents): f.value for f in published.read(RECORD, "targets") if f.year == year and f.unit == "percent"}
        checked = 0
        for _, account, indicator in defined.indicators():
            key = (f"target:{indicator.question or account.id}", indicator.respondents or "")
            if indicator.target_percent is not None and key in printed:
                checked += 1
                assert printed[key] == indicator.target_percent, (year, key)
        assert checked >= {2017: 20, 2018: 30, 2019: 3}[year]


def test_shipped_facts_in_git_are_these_facts(shipped: dict[int, Facts]) -> None:
    for year in YEARS:
        adopted = (Workspace(REPOSITORY).reports(year) / "facts.csv").read_text(encoding="utf-8")
        assert facts.differences(facts.read_csv(Workspace(REPOSITORY).reports(year) / "facts.csv"), shipped[year]) == []
        assert adopted == facts.csv_text(shipped[year]), f"reports/{year}/facts.csv: accept with make accept"
