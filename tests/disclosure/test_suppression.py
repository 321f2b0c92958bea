"""No small count can be had from those that are shown: asked of an attacker who solves for every count."""

from collections.abc import Iterable
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st
from support.attackers import exposed, small

from helpers.disclosure.suppression import Cell, Table, kept

ROWS, COLUMNS = ("women", "men", "all"), ("work", "studies", "left")


def counts(cells: Iterable[int]) -> dict[Cell, int]:
    """Two genders by two outcomes with their sums."""
    a, b, c, d = cells
    every = (a, b, a + b, c, d, c + d, a + c, b + d, a + b + c + d)
    return dict(zip(product(ROWS, COLUMNS), every, strict=True))


def table(cells: Iterable[int]) -> Table:
    """The same, with how they add up."""
    found = Table(counts(cells))
    for r in ROWS:
        found.add_sum((r, "left"), [(r, "work"), (r, "studies")])
    for k in COLUMNS:
        found.add_sum(("all", k), [("women", k), ("men", k)])
    return found


@given(st.lists(st.integers(0, 12), min_size=4, max_size=4))
def test_no_kept_count_follows_from_the_shown_ones(cells: list[int]) -> None:
    of = table(cells)
    secret = kept(of)
    assert small(of) <= secret and exposed(of, secret) == []


def test_the_attacker_sees_a_small_count_that_is_kept_alone() -> None:
    of = table([2, 20, 30, 40])
    assert small(of) == {("women", "work")}
    assert exposed(of, small(of)) == [("women", "work")]


def test_every_kept_count_could_be_another_when_all_tables_are_tried() -> None:
    """By brute force: all tables of whole numbers that look the same."""
    for cells in ([1, 6, 7, 9], [2, 5, 3, 8], [0, 3, 6, 0], [4, 0, 0, 9], [1, 1, 9, 9]):
        of = table(cells)
        secret = kept(of)
        shown = {cell: count for cell, count in of.counts.items() if cell not in secret}
        others = (counts(c) for c in product(range(11), repeat=4))
        same = [o for o in others if all(o[cell] == n for cell, n in shown.items())]
        for cell in secret:
            assert len({o[cell] for o in same}) > 1, (cells, cell)


def test_nothing_is_kept_where_nothing_is_small() -> None:
    assert kept(table([5, 6, 0, 8])) == set()


def test_what_is_left_of_a_whole_is_as_little_told() -> None:
    of = Table({("referred",): 20, ("accepted",): 18})
    of.add_sum(("referred",), [("accepted",)], is_all=False)
    assert kept(of) == {("accepted",)}
    assert exposed(of, set()) == [("referred", "rest of", "accepted")]


@pytest.mark.parametrize(("accepted", "is_kept"), [(20, set()), (15, set()), (16, {("accepted",)})])
def test_a_whole_of_which_enough_or_nobody_is_left_is_told(accepted: int, is_kept: set[Cell]) -> None:
    of = Table({("referred",): 20, ("accepted",): accepted})
    of.add_sum(("referred",), [("accepted",)], is_all=False)
    assert kept(of) == is_kept
