"""The table over associations and years: what is read, what is not and why, and the same bytes again."""

import csv
import hashlib
import shutil
from pathlib import Path

import pandas as pd
import pyarrow.dataset as ds
import pytest
from support import exchanges
from support.exchanges import QUESTIONS, Sent

from helpers.counting.national import NATION
from helpers.facts import COLUMNS
from helpers.runs import national_facts

YEARS = (2018, 2019, 2020)
ASSOCIATIONS = 9


@pytest.fixture
def root(tmp_path: Path) -> Path:
    exchanges.nation(tmp_path, ASSOCIATIONS, YEARS)
    shutil.rmtree(tmp_path / "forbund-03" / "data" / "exchange" / "2018")
    return tmp_path


def gather(root: Path) -> tuple[pd.DataFrame, list[str]]:
    told: list[str] = []
    return national_facts.gather(root, YEARS, told.append), told


def sums(root: Path) -> dict[str, str]:
    """Every file that the national run has written, with its checksum."""
    files = [p for p in (root / "national").rglob("*") if p.is_file() and "received" not in p.parts]
    return {p.relative_to(root).as_posix(): hashlib.sha256(p.read_bytes()).hexdigest() for p in files}


def folders(root: Path) -> list[Path]:
    """Every exchange folder, own and received."""
    own = root.glob("*/data/exchange/*")
    return sorted([*own, *(root / "national" / "received").glob("*/*")])


def test_every_folder_is_read_and_what_is_not_there_is_told(root: Path) -> None:
    rows, told = gather(root)
    assert len(rows) == ASSOCIATIONS * len(YEARS) and told == []
    read = rows[rows["state"] == "read"]
    assert len(read) == len(folders(root)) < len(rows)
    assert set(rows["state"]) == {"read", "absent"}
    assert set(read["source"]) == {"own", "received"}
    assert set(read["together"]) == {exchanges.TOGETHER}


def test_the_table_is_the_facts_with_their_definitions_read_by_filters(root: Path) -> None:
    gather(root)
    place = next(p for p in folders(root) if p.name == "2019")
    association = place.parents[0].name if "received" in place.parts else place.parents[2].name
    every = ds.dataset(root / "national" / "facts", partitioning="hive", format="parquet")
    mine = (ds.field("year") == 2019) & (ds.field("association") == association)
    found = every.to_table(filter=mine).to_pandas()
    assert list(found.columns) == [*COLUMNS, "definition", "association"]
    with (place / "facts.csv").open(encoding="utf-8", newline="") as handle:
        written = list(csv.DictReader(handle))
    known = pd.read_csv(place / "measures.csv", keep_default_na=False)
    means = dict(
        zip(zip(known["measure"], known["respondents"], strict=True), known["definition"], strict=True)
    )
    for r, f in zip(written, found.to_dict("records"), strict=True):
        for column in ("platform", "measure", "respondents", "group", "unit", "state", "origin"):
            assert f[column] == r[column]
        for column in ("value", "numerator", "denominator"):
            assert pd.isna(f[column]) if r[column] == "" else f[column] == float(r[column])
        assert f["definition"] == means[r["measure"], r["respondents"]]


def test_the_same_folders_give_the_same_bytes_and_only_what_changed_is_written(root: Path) -> None:
    gather(root)
    national_facts.nation(root, YEARS)
    first = sums(root)
    assert sum(name.endswith("facts.parquet") for name in first) == len(folders(root))
    partitions = {p: p.stat().st_mtime_ns for p in (root / "national" / "facts").rglob("*.parquet")}
    Sent("forbund-01", 2019, "Ett").outcomes({"to-work": 7, "to-studies": 20}).own(root)
    gather(root)
    national_facts.nation(root, YEARS)
    changed = {name for name, sum_ in sums(root).items() if first.get(name) != sum_}
    assert "national/facts/year=2019/association=forbund-01/facts.parquet" in changed
    assert sum(name.endswith("facts.parquet") for name in changed) == 1
    written = {p for p, when in partitions.items() if p.stat().st_mtime_ns != when}
    assert len(written) <= 1
    again = sums(root)
    gather(root)
    national_facts.nation(root, YEARS)
    assert sums(root) == again


def test_a_folder_that_cannot_be_read_is_told_and_the_rest_goes_on(root: Path) -> None:
    rows, _ = gather(root)
    bad = next(p for p in folders(root) if p.name == "2019")
    association = bad.parents[0].name if "received" in bad.parts else bad.parents[2].name
    (bad / "facts.csv").write_text("inte en tabell\n", encoding="utf-8")
    again, told = gather(root)
    (row,) = again[again["state"] == "refused"].to_dict("records")
    assert (row["association"], row["year"]) == (association, 2019) and row["reason"]
    assert len(told) == 1 and association in told[0] and row["reason"] in told[0]
    assert (again["state"] == "read").sum() == (rows["state"] == "read").sum() - 1
    partition = root / "national" / "facts" / "year=2019" / f"association={association}" / "facts.parquet"
    assert not partition.exists()


def test_a_folder_of_another_association_or_year_is_refused(root: Path) -> None:
    Sent("forbund-02", 2018).outcomes({"to-work": 7, "to-studies": 20}).write(
        root / "national" / "received" / "norrviken" / "2019"
    )
    rows, told = gather(root)
    (row,) = rows[rows["state"] == "refused"].to_dict("records")
    assert row["association"] == "norrviken"
    assert "forbund-02 2018" in told[0] and "norrviken 2019" in told[0]


def test_of_own_and_received_facts_the_own_are_taken_and_it_is_told(root: Path) -> None:
    own = Sent("dubbel", 2019, "Dubbla").outcomes({"to-work": 7, "to-studies": 20})
    own.own(root)
    own.received(root)
    _, told = gather(root)
    assert len(told) == 1 and "de är lika" in told[0] and "dubbel 2019" in told[0]
    Sent("dubbel", 2019, "Dubbla").outcomes({"to-work": 9, "to-studies": 20}).received(root)
    rows, told = gather(root)
    assert "de skiljer sig" in told[0] and "De egna används" in told[0]
    (row,) = rows[(rows["association"] == "dubbel") & (rows["year"] == 2019)].to_dict("records")
    assert (row["source"], row["state"]) == ("own", "read")
    delivered = national_facts.delivered(root, 2019)
    mine = delivered[(delivered["association"] == "dubbel") & (delivered["measure"] == "share:to-work")]
    assert list(mine["numerator"]) == [7]


def test_of_a_year_that_could_not_be_made_here_what_was_sent_is_taken_and_never_the_own(root: Path) -> None:
    Sent("dubbel", 2019, "Dubbla").outcomes({"to-work": 7, "to-studies": 20}).own(root)
    Sent("dubbel", 2019, "Dubbla").outcomes({"to-work": 9, "to-studies": 20}).received(root)
    Sent("ensam", 2019, "Ensamma").outcomes({"to-work": 7, "to-studies": 20}).own(root)
    found = national_facts.gather(root, YEARS, lambda line: None, {("dubbel", 2019), ("ensam", 2019)})
    rows = found[found["year"] == 2019].set_index("association")
    assert tuple(rows.loc["dubbel", ["source", "state", "reason"]]) == ("received", "read", "")
    assert tuple(rows.loc["ensam", ["source", "state"]]) == ("own", "refused")
    delivered = national_facts.delivered(root, 2019)
    mine = delivered[delivered["measure"] == "share:to-work"].set_index("association")["numerator"]
    assert mine["dubbel"] == 9 and "ensam" not in mine


def test_what_an_association_that_is_gone_has_left_is_in_no_sum(root: Path) -> None:
    gather(root)
    national_facts.nation(root, YEARS)
    before = national_facts.facts(root)[2019]
    shutil.rmtree(root / "forbund-01")
    gather(root)
    national_facts.nation(root, YEARS)
    assert "forbund-01" not in set(national_facts.delivered(root, 2019)["association"])
    assert list((root / "national/facts").rglob("association=forbund-02/*.parquet"))
    assert not list((root / "national/facts").rglob("association=forbund-01/*.parquet"))
    after = national_facts.facts(root)[2019]
    assert "forbund-01" in {f.platform for f in before} - {f.platform for f in after}
    for fact in after:
        if fact.platform == NATION and fact.measure.startswith("question@"):
            was = before.get(NATION, fact.measure, fact.respondents)
            assert fact.denominator < was.denominator or "forbund-01" not in {
                f.platform for f in before if (f.measure, f.respondents) == (fact.measure, fact.respondents)
            }


def test_a_file_of_somebody_elses_among_the_partitions_hinders_nothing(root: Path) -> None:
    gather(root)
    (root / "national/facts/Thumbs.db").write_bytes(b"x")
    (root / "national/facts/year=2019/Thumbs.db").write_bytes(b"x")
    assert len(national_facts.delivered(root, 2019))


def test_a_received_folder_that_is_no_association_is_told(root: Path) -> None:
    for name in ("Umeå", "riket"):
        (root / "national/received" / name / "2019").mkdir(parents=True)
    _, told = gather(root)
    assert [line.split(" ")[0] for line in told] == ["national/received/Umeå", "national/received/riket"]


def independent(root: Path, year: int, measure: str, words: str = "") -> tuple[int, int, int]:
    """Sums of a measure over the folders as they lie, by another reader: numerator, denominator, how many."""
    numerator = denominator = associations = 0
    for place in (p for p in folders(root) if p.name == str(year)):
        facts = pd.read_csv(place / "facts.csv", keep_default_na=False, dtype=str)
        means = pd.read_csv(place / "measures.csv", keep_default_na=False, dtype=str)
        every = facts.merge(means, on=["measure", "respondents"]).query("group == 'all' and state == 'ok'")
        mine = every[(every["measure"] == measure) & ((words == "") | (every["words"] == words))]
        n, of = mine["numerator"].astype(int).sum(), mine["denominator"].astype(int).sum()
        if of >= 5 and not 0 < n < 5:
            numerator, denominator, associations = numerator + n, denominator + of, associations + 1
    return numerator, denominator, associations


def test_the_nations_sums_are_those_of_another_reader_of_the_folders(root: Path) -> None:
    gather(root)
    national_facts.nation(root, YEARS)
    facts, means = national_facts.facts(root), national_facts.measures(root)
    names = {(r["words"], r["respondents"]): r["measure"] for r in means.to_dict("records")}
    assert ("till arbete", "") in names
    for year in YEARS:
        for outcome, words in exchanges.WORDS.items():
            measure = names[words, ""]
            expected = independent(root, year, f"share:{outcome}")
            assert facts[year].get(NATION, measure).counts == expected[:2]
            assert facts[year].get(NATION, f"coverage:ok:{measure}").value == expected[2]
        for id_, asked, words in QUESTIONS:
            measure = names[words, asked]
            expected = independent(root, year, f"question:{id_}", words)
            assert facts[year].get(NATION, measure, asked).counts == expected[:2] != (0, 0)
            assert facts[year].get(NATION, f"coverage:ok:{measure}", asked).value == expected[2]


def test_every_association_stands_once_in_the_coverage_of_a_measure_and_year(root: Path) -> None:
    gather(root)
    national_facts.nation(root, YEARS)
    facts, why = national_facts.facts(root), national_facts.coverage(root)
    for (year, measure, asked), rows in why.groupby(["year", "measure", "respondents"]):
        assert len(rows) == rows["association"].nunique() == ASSOCIATIONS
        counts = (facts[year].get(NATION, f"coverage:{w}:{measure}", asked) for w in rows["why"].unique())
        assert sum(f.value for f in counts) == ASSOCIATIONS
    other = why[why["why"] == "other-definition"]
    asked = national_facts.measures(root).set_index("measure")["words"]
    assert {asked[m] for m in other["measure"]} >= {QUESTIONS[1][2]}
    assert set(other["association"]) == {"forbund-05"}


def test_a_root_without_associations_has_no_facts_and_fails_not(tmp_path: Path) -> None:
    rows, told = gather(tmp_path)
    assert rows.empty and told == []
    national_facts.nation(tmp_path, YEARS)
    assert {f.measure for facts in national_facts.facts(tmp_path).values() for f in facts} == {
        "received",
        "known",
    }
