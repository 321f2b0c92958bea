"""What leaves the house for an auditor: every row is one of five alike or more, and facts still derive."""

from pathlib import Path

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from helpers.assurance import coarsened
from helpers.assurance.classes import LEAST, Step, in_classes, sizes, smallest
from helpers.context import Context
from helpers.counting import answers, background, participations
from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.facts import Facts
from helpers.paths import Workspace

QUASI = ["platform", "gender", "referred", "start", "end", "referred_by", "decision", "outcome"]


@pytest.fixture(scope="module")
def shipped(shipped_tables: dict[int, Path]):
    """Year -> its definitions, its clean tables, and the same coarsened."""
    found = {}
    for year, folder in shipped_tables.items():
        d = Context(Workspace(folder.parents[2]), year).definitions
        clean = {name: pd.read_parquet(folder / f"{name}.parquet") for name in coarsened.columns()}
        found[year] = d, clean, {n: coarsened.coarsened(n, t, d) for n, t in clean.items()}
    return found


def told_apart(name: str, table: pd.DataFrame) -> list[pd.DataFrame]:
    """The rows of a coarsened table with the columns of its classes; stays and referrals apart."""
    halves = [
        table[table[[c for c in columns if c in ("start", "referred")]].notna().all(axis=1)]
        for columns in coarsened.CLASSES[name]
    ]
    return [half[columns] for half, columns in zip(halves, coarsened.CLASSES[name], strict=True)]


def test_no_row_of_the_shipped_years_is_told_apart_from_fewer_than_four_others(shipped) -> None:
    for _, clean, seen in shipped.values():
        for name in coarsened.CLASSES:
            for rows in told_apart(name, seen[name]):
                assert rows.empty or smallest(rows, list(rows)) >= LEAST == 5, name
        if len(seen["participations"]):
            assert smallest(seen["participations"], QUASI) >= LEAST
            assert (sizes(clean["participations"], QUASI) == 1).any()  # as they were


def test_what_an_attacker_counted_in_2019_is_gone(shipped) -> None:
    _, clean, seen = shipped[2019]
    before = clean["participations"].assign(
        **{c: clean["participations"][c].dt.year for c in ("referred", "start", "end")}
    )
    assert len(before) == 1206 and (sizes(before, QUASI) == 1).sum() == 285
    assert (sizes(seen["participations"], QUASI) < LEAST).sum() == 0
    assert (seen["answers"].groupby("row").size() == 1).all()  # no profile: an answer is a row of its own
    assert clean["answers"].groupby("row").size().max() > 1


def test_no_table_of_persons_goes_out_as_it_is() -> None:
    of_persons = {n for n, t in kinds.tables().items() if coarsened.OF_PERSONS & set(t.bundled)}
    assert of_persons == set(coarsened.CLASSES)
    for name in of_persons:
        told = {c for columns in coarsened.CLASSES[name] for c in columns}
        assert told | set(coarsened.NAMES) >= set(kinds.tables()[name].bundled)


def test_a_row_is_named_by_a_number_that_says_nothing_of_where_it_stood(shipped) -> None:
    for _, _, seen in shipped.values():
        for name in coarsened.CLASSES:
            rows = seen[name]["row"].tolist()
            assert rows == [f"{name}#!{n}" for n in range(1, len(rows) + 1)]
        assert seen["participations"]["person"].is_unique  # who stands twice stands as two


def test_the_order_of_the_delivered_rows_is_not_in_what_goes_out(shipped) -> None:
    d, clean, seen = shipped[2019]
    for name in coarsened.CLASSES:
        shuffled = clean[name].sample(frac=1, random_state=1).reset_index(drop=True)
        pd.testing.assert_frame_equal(coarsened.coarsened(name, shuffled, d), seen[name])


def test_protected_answers_that_are_too_few_are_left_out(shipped) -> None:
    found = 0
    for d, clean, seen in shipped.values():
        protected = [r.id for r in d.respondents if r.protected]
        place = ["respondents", "platform", "question"]
        number = clean["answers"].groupby(place).size()
        few = [p for p, n in number.items() if p[0] in protected and n < d.protected_below]
        found += len(few)
        assert not set(few) & set(seen["answers"].groupby(place).groups)
    assert found


def counted(d: Definitions, tables: dict[str, pd.DataFrame]) -> Facts:
    of_lists = participations.facts(
        tables["participations"], d, dict.fromkeys(tables["participations"]["platform"].unique(), "read")
    )
    people = Facts(of_lists)
    asked = answers.facts(tables["answers"], tables["respondents"], tables["invited"], d, people)
    return Facts([*people, *asked, *background.facts(tables["sus"], d)])


def test_taking_apart_what_no_rule_joins_moves_no_fact_but_those_of_people_in_two_lists(
    shipped, monkeypatch: pytest.MonkeyPatch
) -> None:
    d, clean, _ = shipped[2019]
    monkeypatch.setattr(in_classes, "__defaults__", (1,))
    apart = {name: coarsened.coarsened(name, table, d) for name, table in clean.items()}
    before, after = counted(d, clean), counted(d, apart)
    moved = {f.key for f in before if _differ(f, after.get(*f.key[1:]))}
    of_people = {k for k in moved if k[2] in ("unique", "double-registered")}
    too_few = {f.key for f in before if f.state == "too-few"}
    assert moved == of_people | too_few and len(moved) < len(before) / 50


def _differ(one, other) -> bool:
    return (one.value, one.numerator, one.denominator, one.state) != (
        other.value,
        other.numerator,
        other.denominator,
        other.state,
    )


def test_no_fact_that_still_derives_counts_one_to_four_people(shipped) -> None:
    for d, clean, seen in shipped.values():
        after = counted(d, seen)
        same = [f for f in counted(d, clean) if not _differ(f, after.get(*f.key[1:]))]
        small = [f.key for f in same if f.ok and f.unit == "count" and 0 < f.integer < LEAST]
        assert not [k for k in small if k[2] not in ("asked",)]
        assert len(same) > 1000 or not d.has_account  # final reports alone


# --- classes ----------------------------------------------------------------------------------------------

VALUES = st.sampled_from(["a", "b", "c", None])
TABLES = st.lists(st.tuples(st.sampled_from("xy"), VALUES, VALUES), max_size=40).map(
    lambda rows: pd.DataFrame(rows, columns=["place", "one", "other"])
)


@settings(max_examples=60)
@given(TABLES, st.integers(1, 6))
def test_every_class_is_large_enough_whatever_the_table(table: pd.DataFrame, least: int) -> None:
    columns, steps = ["place", "one", "other"], [Step(["one"]), Step(["other"]), Step(["one", "other"])]
    seen = in_classes(table, columns, steps, least)
    assert seen.empty or smallest(seen, columns) >= least
    for label, row in seen.iterrows():  # nothing is told that was not so
        own = table.loc[label]
        assert row["place"] == own["place"]
        assert all(pd.isna(row[c]) or row[c] == own[c] for c in ("one", "other"))
    of_places = table["place"].value_counts()
    assert set(of_places[of_places >= least].index) == set(seen["place"])  # no more is left out than must be


def test_a_small_class_takes_the_smallest_other_with_it_so_that_no_difference_tells_it() -> None:
    rows = [("x", "a")] * 9 + [("x", "b")] * 6 + [("x", "c")] * 2
    seen = in_classes(pd.DataFrame(rows, columns=["place", "one"]), ["place", "one"], [Step(["one"])], 5)
    assert (seen["one"] == "a").sum() == 9 and seen["one"].isna().sum() == 8 == len(seen) - 9


def test_large_classes_stay_as_they_are() -> None:
    rows = pd.DataFrame([("x", "a")] * 5 + [("x", "b")] * 5, columns=["place", "one"])
    pd.testing.assert_frame_equal(
        in_classes(rows, ["place", "one"], [Step(["one"])], 5), rows, check_dtype=False
    )
