"""What one year's folder keeps does not follow from another's: the same attacker reads them together."""

import shutil
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from support.attackers import OUTCOMES, Attacker, over_years
from support.workspaces import contents

from helpers.context import Context
from helpers.disclosure.account_cells import Account
from helpers.disclosure.earlier_years import Published, agrees, joined
from helpers.disclosure.suppression import Table, kept
from helpers.fact_csv import csv_text
from helpers.facts import Fact, Facts
from helpers.forms import exchange_folder
from helpers.forms.exchange_read import read
from helpers.paths import REPOSITORY, Workspace

DEFINITIONS = Context(Workspace(REPOSITORY), 2019).definitions
PLACE = DEFINITIONS.together.id
YEARS = (2017, 2018, 2019)
DRAWS = 20
Counts = dict[tuple[str, str], int]


def flows(seed: int) -> Iterator[Counts]:
    """What a small association counts of some years: who remains is carried over into the next."""
    random = np.random.default_rng(seed)
    remaining = {"women": int(random.integers(0, 12)), "men": int(random.integers(0, 12))}
    for _ in YEARS:
        found: Counts = {}
        for group, carried in remaining.items():
            new = int(random.integers(0, 10))
            left = random.multinomial(int(random.integers(0, carried + new + 1)), [0.25] * 4)
            found |= {(o, group): int(n) for o, n in zip(OUTCOMES, left, strict=True)}
            found |= {("carried-over", group): carried, ("new", group): new}
            found |= {("total", group): carried + new, ("discharged", group): int(left.sum())}
            found["remaining", group] = carried + new - int(left.sum())
        remaining = {group: found["remaining", group] for group in remaining}
        measures = {measure for measure, _ in found}
        yield found | {(m, "all"): found[m, "women"] + found[m, "men"] for m in measures}


def facts_of(year: int, counts: Counts) -> Facts:
    return Facts(Fact(year, PLACE, m, "", g, value=n, state="ok") for (m, g), n in sorted(counts.items()))


def attacked(seed: int, looks_back: bool) -> list[tuple[str, ...]]:
    """The small counts that follow from the folders of all years."""
    earlier: list[Published] = []
    attackers: dict[int, Attacker] = {}
    for year, counts in zip(YEARS, flows(seed), strict=True):
        facts = facts_of(year, counts)
        account = Account(facts, DEFINITIONS, earlier if looks_back else ())
        attackers[year] = Attacker(account.shown, facts)
        assert attackers[year].had() == []  # of the year alone nothing follows, either way
        earlier.insert(0, account.published(account.shown))
    return over_years(attackers)


def test_no_small_count_follows_from_several_years_together() -> None:
    assert [attacked(seed, looks_back=True) for seed in range(DRAWS)] == [[]] * DRAWS


def test_were_each_year_looked_at_alone_some_would() -> None:
    assert sum(bool(attacked(seed, looks_back=False)) for seed in range(DRAWS)) >= 5


def test_the_folders_of_a_workspace_look_back_as_far_as_they_stand(tmp_path: Path) -> None:
    seed = next(seed for seed in range(DRAWS) if attacked(seed, looks_back=False))
    shutil.copytree(REPOSITORY / "data" / "definitions", tmp_path / "data" / "definitions")
    attackers: dict[int, Attacker] = {}
    for year, counts in zip(YEARS, flows(seed), strict=True):
        facts = facts_of(year, counts)
        (tmp_path / f"reports/{year}").mkdir(parents=True)
        (tmp_path / f"reports/{year}/facts.csv").write_text(csv_text(facts), encoding="utf-8")
        folder = exchange_folder.write(Context(Workspace(tmp_path), year))
        attackers[year] = Attacker(read(folder).facts, facts)
    assert over_years(attackers) == []
    last = contents(folder)
    assert contents(exchange_folder.write(Context(Workspace(tmp_path), year))) == last
    shutil.rmtree(tmp_path / f"data/exchange/{year - 1}")
    assert contents(exchange_folder.write(Context(Workspace(tmp_path), year))) != last


def test_an_earlier_year_that_comes_later_is_told(tmp_path: Path) -> None:
    shutil.copytree(REPOSITORY / "data" / "definitions", tmp_path / "data" / "definitions")
    told: list[str] = []
    for year, counts in [*zip(YEARS, flows(1), strict=True)][::-1]:
        (tmp_path / f"reports/{year}").mkdir(parents=True)
        made = csv_text(facts_of(year, counts))
        (tmp_path / f"reports/{year}/facts.csv").write_text(made, encoding="utf-8")
        exchange_folder.write(Context(Workspace(tmp_path), year), told.append)
    assert [line[:28] for line in told] == [f"Siffrorna för {y} är gjorda" for y in (2019, 2018)]
    exchange_folder.write(Context(Workspace(tmp_path), 2017), told.append)
    assert len(told) == 2  # nothing became another


def test_what_others_have_already_is_not_kept_instead_of_something_else() -> None:
    """Nobody is helped by keeping what the year before told: who was carried over."""
    table = Table({("p", "total", "", "all"): 12, ("p", "carried-over", "", "all"): 9})
    table.counts["p", "new", "", "all"] = 3
    table.add_sum(("p", "total", "", "all"), [("p", m, "", "all") for m in ("carried-over", "new")])
    assert ("p", "total", "", "all") not in kept(table)  # the smaller is kept beside the small one
    before = Table({("p", "remaining", "", "all"): 9})
    known = joined(table, [Published(before, frozenset(before.counts))])
    assert kept(known.table, known.told, known.kept) >= {("p", m, "", "all") for m in ("total", "new")}


def test_lists_that_do_not_agree_link_nothing() -> None:
    table = Table({("p", "carried-over", "", "all"): 9})
    known = joined(table, [Published(Table({("p", "remaining", "", "all"): 8}), frozenset())])
    assert known.table.sums == [] and known.kept == {("1 before", "p", "remaining", "", "all")}


@pytest.mark.parametrize(
    ("value", "state", "is_so"), [(9, "ok", True), (8, "ok", False), (None, "suppressed", True)]
)
def test_a_folder_of_other_facts_is_not_looked_at(value: int | None, state: str, is_so: bool) -> None:
    now = Facts([Fact(2019, PLACE, "total", value=9, state="ok")])
    assert agrees(Facts([Fact(2019, PLACE, "total", value=value, state=state)]), now) is is_so
