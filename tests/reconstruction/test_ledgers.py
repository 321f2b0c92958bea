"""The shipped ledgers give what the account prints: read and counted a second time, by other code."""

import csv
import re
from collections import Counter
from decimal import Decimal
from fractions import Fraction
from itertools import groupby

import pytest
from support.own_ledger import Ledger, economy, printed

from helpers.facts import Facts
from helpers.paths import REPOSITORY, Workspace
from helpers.reconstruction.ledger_leaves import LEDGER_YEARS

SHIPPED = Workspace(REPOSITORY)
# What the account prints otherwise than its own tables give: line, measure, printed, and what it should be.
ERRORS = [
    (295, "budget:deficit", 2257, 2350),
    (296, "equity:brought-forward", 2292, 2992),
    (387, "budget:deficit", 2257, 2350),
    (388, "equity:brought-forward", 2292, 2992),
    (1437, "cash-flow:operating", -2212563, -3212248),
    (1437, "cash-flow:operating", 414423, -735521),
]
NOT_OF_A_LEDGER = [307, 310]  # an application and its grant
# Printed without sign, in words that have it: what was spent, a deficit, less than before.
SIZES = ("costs:", "budget:deficit", "equity:change", "budget:activities", "result")


@pytest.fixture(scope="module")
def ledgers() -> dict[int, Ledger]:
    return {year: Ledger(SHIPPED.raw(year) / "bokforing.se") for year in LEDGER_YEARS}


@pytest.fixture(scope="module")
def amounts(ledgers: dict[int, Ledger]) -> dict[int, dict[str, Decimal]]:
    found = {year: economy(SHIPPED.definitions / f"{year}.yaml", ledger) for year, ledger in ledgers.items()}
    found[2019]["result:hfe:accumulated"] = sum(found[year]["result:hfe"] for year in LEDGER_YEARS)
    return found


def test_every_printed_figure_comes_out_but_those_printed_wrong(
    amounts: dict[int, dict[str, Decimal]],
) -> None:
    equal: Counter[str] = Counter()
    differ, outside = [], []
    with (SHIPPED.published / "economy.csv").open(encoding="utf-8", newline="") as handle:
        for row in csv.DictReader(handle):
            measure, said = row["measure"].removeprefix("economy:"), Decimal(row["value"])
            amount = amounts.get(int(row["year"]), {}).get(measure)
            if amount is None:
                outside.append(int(row["line"]))
                continue
            counted = printed(amount, row["unit"])
            if counted == said:
                equal["with sign"] += 1
            elif -counted == said and row["unit"] == "tkr" and measure.startswith(SIZES):
                equal["by size"] += 1
            else:
                differ.append((int(row["line"]), measure, int(said), int(counted)))
    assert differ == ERRORS
    assert outside == NOT_OF_A_LEDGER
    assert equal == {"with sign": 474, "by size": 8}


@pytest.mark.parametrize("year", LEDGER_YEARS)
def test_the_program_counts_the_same_to_the_ore(
    amounts: dict[int, dict[str, Decimal]], shipped_facts: dict[int, Facts], year: int
) -> None:
    for measure, amount in amounts[year].items():
        fact = shipped_facts[year].get("forbundet", f"economy:{measure}")
        assert fact.ok, measure
        assert abs(fact.fraction - Fraction(amount)) < Fraction(1, 10**20), measure  # a share is cut


@pytest.mark.parametrize("year", LEDGER_YEARS)
def test_vouchers_balance_and_give_the_balances(ledgers: dict[int, Ledger], year: int) -> None:
    ledger, moved = ledgers[year], Counter[int]()
    for day, lines in ledger.vouchers:
        assert day.startswith(str(year)) and sum(amount for *_, amount in lines) == 0 and len(lines) > 1
        for account, _, amount in lines:
            moved[account] += amount
    opening, closing, results = (ledger.of(label) for label in ("#IB", "#UB", "#RES"))
    for account in {*opening, *closing, *(a for a in moved if a < 3000)}:
        assert closing[account] == opening.get(account, 0) + moved[account], account
    assert results == {a: v for a, v in moved.items() if a >= 3000}
    assert sum(closing.values()) + sum(results.values()) == 0


def test_the_second_year_takes_over_from_the_first(ledgers: dict[int, Ledger]) -> None:
    first, second = (ledgers[year] for year in LEDGER_YEARS)
    for label in ("#IB", "#UB", "#RES"):
        assert first.of(label) == second.of(label, -1)
    assert second.sum("#IB", 1000, 1999) == first.sum("#UB", 1000, 1999)
    assert second.sum("#IB", 2000, 2099) == first.sum("#UB", 2000, 2099) + first.sum("#RES", 3000, 8999)


@pytest.mark.parametrize("year", LEDGER_YEARS)
def test_every_row_is_booked_every_month_by_its_project(ledgers: dict[int, Ledger], year: int) -> None:
    booked = [
        (a, p, day[4:6]) for day, lines in ledgers[year].vouchers for a, p, _ in lines if 3000 <= a < 8000
    ]
    assert {p for _, p, _ in booked} == {"SAMO", "HFE"}
    for row, months in groupby(sorted(set(booked)), key=lambda b: b[:2]):
        assert len(list(months)) == 12, row


@pytest.mark.parametrize("year", LEDGER_YEARS)
def test_the_file_is_told_as_invented_and_names_nobody(year: int) -> None:
    content = (SHIPPED.raw(year) / "bokforing.se").read_bytes()
    text = content.decode("cp437")
    assert text.replace("\r\n", "").isprintable() and text.endswith("}\r\n")
    assert "påhittade" in text and "#ORGNR" not in text and "#KONTAKT" not in text
    texts = re.findall(r'^#VER \w+ \d+ \d{8} "(.*)"\r$', text, re.MULTILINE)
    assert len(texts) == text.count("#VER ") and all(t.startswith("Påhittad text: ") for t in texts)
    assert [line for line in text.splitlines() if line.startswith("#TRANS") and line.count('"') > 2] == []
