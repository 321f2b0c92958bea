"""The sample of vouchers and its working paper."""

import math

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binom

from helpers.assurance import sample
from helpers.facts import Fact


@given(
    st.dictionaries(st.text("abcdef", min_size=1, max_size=2), st.integers(1, 400), min_size=1, max_size=6),
    st.integers(1, 300),
)
def test_the_allocation_gives_what_was_asked_for_and_at_least_one_of_each(
    sizes: dict[str, int], n: int
) -> None:
    given_ = sample.allocation(sizes, n)
    assert sum(given_.values()) == min(n, sum(sizes.values()))
    assert all(0 <= given_[name] <= sizes[name] for name in sizes)
    if n >= len(sizes):
        assert min(given_.values()) >= 1
        shares = {name: sizes[name] * n / sum(sizes.values()) for name in sizes}
        assert all(given_[name] <= math.ceil(shares[name]) or given_[name] == 1 for name in sizes)


def test_the_same_seed_draws_the_same_and_every_voucher_can_be_drawn() -> None:
    strata = {
        s: [sample.Drawn(s, Fact(2019, f"{s}{i:02}", "total"), []) for i in range(size)]
        for s, size in (("a", 40), ("b", 7))
    }
    assert sample.draw(strata, 10, 3) == sample.draw(strata, 10, 3)
    seeds = 400
    drawn = [d.fact.platform for seed in range(seeds) for d in sample.draw(strata, 10, seed)]
    assert len(sample.draw(strata, 10, 3)) == len({d.fact for d in sample.draw(strata, 10, 3)}) == 10
    assert set(drawn) == {d.fact.platform for members in strata.values() for d in members}
    of_each = sample.allocation({name: len(members) for name, members in strata.items()}, 10)
    for name, members in strata.items():  # each alike often: within four standard errors of its chance
        chance = of_each[name] / len(members)
        error = math.sqrt(seeds * chance * (1 - chance))
        assert all(abs(drawn.count(d.fact.platform) - seeds * chance) < 4 * error for d in members), name


@pytest.mark.parametrize(("errors", "n"), [(0, 25), (1, 25), (3, 60)])
def test_the_bound_is_the_share_that_gives_so_few_errors_once_in_twenty(errors: int, n: int) -> None:
    assert math.isclose(binom.cdf(errors, n, sample.upper_bound(errors, n)), 0.05, abs_tol=1e-9)
