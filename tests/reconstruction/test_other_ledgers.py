"""Another ledger, whose accounts share each printed sum otherwise, tells what of the shipped one is invented.

A fact that is another there rests on a choice, as both give the print; one that is not follows from print.
"""

from decimal import Decimal
from typing import Any

import pytest
import yaml

from helpers import definitions
from helpers.counting import economy, economy_sums
from helpers.deliveries import ledger as delivered
from helpers.facts import KRONOR, Fact, Facts, Key
from helpers.paths import LEDGER_FILE, REPOSITORY, Workspace
from helpers.reconstruction.ledger_file import ledger
from helpers.reconstruction.ledger_leaves import LEDGER_YEARS, LedgerPlan
from helpers.rounding import half_away

SHIPPED = Workspace(REPOSITORY)
CHOICES = REPOSITORY / "data" / "reconstruction" / "ledger.yaml"
# Measures that several accounts share as they please, and opening balances that do.
FREE = {
    ("results", 2018): ["costs:samo", "costs:hfe", "note2:eu-and-other-grants"],
    ("budget", 2019): ["budget:income:samo:member-fees"],
}
OPENING = [["1650", "1710", "1713"], ["2440", "2730", "2890", "2991"]]
AREAS = ("nordmaling", "robertsfors", "umea", "vannas", "vindeln")
# Choices that the other ledger shares: accounts that were empty when 2018 began, and so what moved them. Fees
# of municipalities are held against the people of a register, which is reconstructed too.
SHARED = {
    *(
        f"economy:{kind}:{account}"
        for kind in ("balance-opening", "balance-movement")
        for account in ("1510", "1630", "1711", "1791")
    ),
    *(
        f"economy:{kind}:9:municipality:{area}"
        for kind in ("identity", "identity-difference")
        for area in AREAS
    ),
}

# Of 2019 only what a fee is held against is invented: populations, Bjurholm's too, which pays from that year.
OF_PEOPLE = {m for m in SHARED if ":9:municipality:" in m} | {
    f"economy:{kind}:9:municipality:bjurholm" for kind in ("identity", "identity-difference")
}


def moved(amounts: list[str]) -> list[str]:
    """The same sum, with another part for everyone and for every few."""
    parts = [Decimal(amount) + 7919 * n for n, amount in enumerate(amounts, 1)]
    parts[-1] -= sum(parts) - sum(map(Decimal, amounts))
    return [str(part) for part in parts]


def other_choices() -> dict[str, Any]:
    chosen = yaml.safe_load(CHOICES.read_text(encoding="utf-8"))
    for (section, year), measures in FREE.items():
        for measure in measures:
            leaves = [leaf for leaf in chosen[section][year] if leaf["of"] == measure]
            for leaf, amount in zip(leaves, moved([x["exact"] for x in leaves]), strict=True):
                leaf["exact"] = amount
    for accounts in OPENING:
        amounts = moved([chosen["opening"][account] for account in accounts])
        chosen["opening"] |= dict(zip(accounts, amounts, strict=True))
    return chosen


@pytest.fixture(scope="module")
def other(tmp_path_factory: pytest.TempPathFactory, shipped_facts: dict[int, Facts]) -> dict[Key, Fact]:
    """The facts of the other ledgers."""
    folder = tmp_path_factory.mktemp("other")
    (folder / "ledger.yaml").write_text(yaml.safe_dump(other_choices(), allow_unicode=True), encoding="utf-8")
    plan, earlier, found = LedgerPlan(SHIPPED.published, folder / "ledger.yaml"), {}, {}
    for year in LEDGER_YEARS:
        defined = definitions.load(SHIPPED.definitions / f"{year}.yaml")
        (folder / LEDGER_FILE).write_bytes(ledger(plan, year))
        entries, _, faults = delivered.read(folder / LEDGER_FILE, LEDGER_FILE, defined)
        assert not faults.refused and defined.economy
        counted = economy.count(entries, defined.economy)
        found |= {f.key: f for f in economy.facts(counted, defined, earlier, shipped_facts[year])}
        earlier[year] = economy_sums.kept(counted)
    return found


def is_same(fact: Fact, other: Fact) -> bool:
    """Whether two facts are the same to a reader; öre are printed nowhere."""
    if fact.unit == KRONOR:
        return half_away(fact.fraction) == half_away(other.fraction)
    return fact.value == other.value


@pytest.mark.parametrize("year", LEDGER_YEARS)
def test_what_another_ledger_of_the_same_print_moves_is_invented(
    shipped_facts: dict[int, Facts], other: dict[Key, Fact], year: int
) -> None:
    booked = [f for f in shipped_facts[year] if f.key in other and f.ok]
    lines = [f for f in booked if f.measure.startswith("economy:balance-transactions:")]
    assert lines and all(f.is_invented for f in lines), "nobody has printed how many lines a sum is of"
    booked = [f for f in booked if f not in lines]
    moves = {f.measure for f in booked if not is_same(f, other[f.key])}
    invented = {f.measure for f in booked if f.is_invented}
    assert len(booked) > 150 and bool(moves) == (year == LEDGER_YEARS[0])
    assert not moves - invented, "called printed or derived, and only a choice"
    expected = SHARED if year == LEDGER_YEARS[0] else OF_PEOPLE
    assert invented - moves == expected, "follows from print"
