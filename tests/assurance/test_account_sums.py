"""What vouchers tell of a ledger: sums of accounts and of facts, never a line of it."""

import re
from decimal import Decimal
from pathlib import Path

import pandas as pd
import pytest
from support.markup import parse

from helpers.assurance import bundle, vouchers
from helpers.assurance.account_sums import MOST, Accounts
from helpers.checks.ledgers_before import TABLE
from helpers.context import Context
from helpers.counting import economy
from helpers.counting.economy_sums import earlier
from helpers.defining.economy_definitions import Economy
from helpers.definitions import Definitions, load
from helpers.facts import KRONOR, Fact, Facts, Rows
from helpers.pages.html import written
from helpers.pages.said import Shown
from helpers.paths import REPOSITORY, Workspace
from helpers.wording import NO_BREAK_SPACE, voucher_number

FILE = "bokforing.se"
LEDGER = [  # row, kind, account, objects, month, ore
    (10, "opening", "1510", "", None, 5_00),
    (11, "closing", "1510", "", None, 12_50),
    (20, "budget", "5010", "6:SAMO", 201901, 40_00),
    (21, "budget", "5010", "", 201901, 50_00),  # 40,00 of it stand on an object too
    (30, "transaction", "3010", "6:SAMO", 201901, -100_10),
    (31, "transaction", "3010", "6:SAMO", 201902, -200_00),
    (32, "transaction", "5010", "6:SAMO", 201902, 30_03),
]
NAMES = {"1510": "Kundfordringar", "3010": "Driftbidrag", "5010": "Arvoden"}
ECONOMY = {"chart": "bas", "projects": {"dimension": 6, "samo": "SAMO"}}


def ledger(rows: list[tuple]) -> pd.DataFrame:
    columns = ["row", "kind", "account", "objects", "month", "ore"]
    frame = pd.DataFrame(rows, columns=columns).assign(years_back=0)
    return frame.assign(
        row=[f"{FILE}#!{n}" for n in frame["row"]], month=frame["month"].astype("Int64"), ore=frame["ore"]
    )


def accounts_of(rows: list[tuple], names: dict[str, str]) -> Accounts:
    named = pd.DataFrame({"account": list(names), "name": list(names.values())})
    return Accounts(ledger(rows), named, Economy.model_validate(ECONOMY))


@pytest.fixture
def defined() -> Definitions:
    found = load(REPOSITORY / "data" / "definitions" / "2019.yaml")
    return found.model_copy(update={"economy": Economy.model_validate(ECONOMY)})


def money(measure: str, kronor: str, rule: str = "economy.income-statement") -> Fact:
    key = (2019, "forbundet", f"economy:{measure}", "", "all")
    return Fact(*key, value=Decimal(kronor), unit=KRONOR, state="ok", rule=rule)


def page(facts: list[Fact], rows: dict[str, list[int]], defined: Definitions, books: Accounts) -> dict:
    """Each voucher's text by the measure of its fact."""
    behind = {
        f.key: {"counted": Rows({(FILE, ""): rows[f.measure[8:]]})} for f in facts if f.measure[8:] in rows
    }
    files = pd.DataFrame({"file": [FILE], "sha256": ["0" * 64]})
    binder = vouchers.Binder(Facts(facts), behind, files, defined, None, [], None, books)
    shown = {voucher_number(f): [Shown("forbundet.html", "Förbundet")] for f in facts}
    made = parse(written(vouchers.page({2019: binder}, "forbundet", shown)))
    ones = {e.attributes["id"]: e for e in made.all("section") if e.attributes.get("class") == "one"}
    return {f.measure[8:]: ones[voucher_number(f)] for f in facts}


def cells(voucher) -> list[list[str]]:
    """The cells of a voucher's table, row by row."""
    rows = [[c.text for c in (*row.all("th"), *row.all("td"))] for row in voucher.all("tr")]
    return [[cell.replace(NO_BREAK_SPACE, " ") for cell in row] for row in rows]


def test_a_voucher_has_a_row_an_account_with_its_sum_and_transactions(defined: Definitions) -> None:
    books = accounts_of(LEDGER, NAMES)
    facts = [
        money("result:samo", "270.07"),
        money("assets:receivables", "12.50"),
        money("budget:x", "-50.00"),
    ]
    rows = {"result:samo": [30, 31, 32], "assets:receivables": [10, 11], "budget:x": [20, 21]}
    made = page(facts, rows, defined, books)
    assert cells(made["result:samo"]) == [
        ["Konto", "Namn", "Årets belopp", "Transaktioner"],
        ["3010", "Driftbidrag", "300,10", "2"],
        ["5010", "Arvoden", "−30,03", "1"],
        ["", "Summa", "270,07", "3"],
    ]
    assert cells(made["assets:receivables"])[1:] == [["1510", "Kundfordringar", "5,00", "12,50"]]
    assert cells(made["budget:x"])[1:] == [["5010", "Arvoden", "−50,00"]]  # each krona of the budget once


def test_no_line_of_the_ledger_stands_in_a_voucher(defined: Definitions) -> None:
    made = page(
        [money("result:samo", "270.07")], {"result:samo": [30, 31, 32]}, defined, accounts_of(LEDGER, NAMES)
    )
    said = made["result:samo"].text.replace(NO_BREAK_SPACE, " ")
    assert "data/raw/2019/bokforing.se (sha256 000000000000 …): 3 rader" in said
    assert not re.search(r"rad \d|100,10|200,00|2019-?0[12]", said)


def test_a_printed_sum_has_its_terms_and_no_accounts(defined: Definitions) -> None:
    facts = [
        money("net-cost", "270.07"),
        money("income:total", "300.10"),
        money("costs:total", "-30.03"),
        money("equity:change", "1.00"),
        money("equity:closing", "3.00"),
        money("equity:brought-forward", "2.00"),
        money("result-after-financial", "999.99"),  # no sum of what it should be: its accounts stand
    ]
    rows = {f.measure[8:]: [30, 31, 32] for f in facts}
    made = page(facts, rows, defined, accounts_of(LEDGER, NAMES))
    assert cells(made["net-cost"])[1:] == [
        ["verksamhetens intäkter", "300,10 kr"],
        ["verksamhetens kostnader", "−30,03 kr"],
    ]
    assert cells(made["equity:change"])[2] == ["avgår: ingående eget kapital", "2,00 kr"]
    links = [a.attributes["href"] for a in made["net-cost"].all("a") if "#economy" in a.attributes["href"]]
    assert links[-2:] == ["#economy-income-total-2019-forbundet", "#economy-costs-total-2019-forbundet"]
    assert cells(made["result-after-financial"])[0][0] == "Konto"


def test_many_accounts_do_not_make_a_long_voucher(defined: Definitions) -> None:
    many = {str(4000 + n): f"Konto {n}" for n in range(300)}
    rows = [(n, "transaction", account, "", 201901, 100 * (n + 1)) for n, account in enumerate(many)]
    made = page(
        [money("costs:samo", "-45150.00")], {"costs:samo": list(range(300))}, defined, accounts_of(rows, many)
    )
    table = cells(made["costs:samo"])
    assert len(table) == 1 + MOST + 2
    assert table[-2] == ["", "260 andra konton", "−33 930,00", "260"]
    assert table[-1] == ["", "Summa", "−45 150,00", "300"]
    assert table[1][0] == "4260" and table[MOST][0] == "4299"  # the largest, in the order of their numbers


def test_a_bundle_holds_no_line_of_the_ledger_and_gives_the_same_amounts(
    shipped_tables: dict[int, Path], tmp_path: Path
) -> None:
    for year in (2018, 2019):
        context = Context(Workspace(shipped_tables[year].parents[2]), year)
        defined, given = context.definitions, tmp_path / str(year)
        bundle.write_tables(given, context)
        clean, seen = (pd.read_parquet(f / "ledger.parquet") for f in (context.processed, given))
        moved, were = (t[t["kind"] == "transaction"] for t in (seen, clean))
        assert len(moved) < len(were) and not moved.duplicated(["account", "objects"]).any()
        assert moved["month"].isna().all() and not set(seen["row"]) & set(clean["row"])
        before = [earlier(pd.read_parquet(f / f"{TABLE}.parquet")) for f in (context.processed, given)]
        assert list(before[0]) == [y for y in (2018,) if y < year]
        counted = [
            {f.key: f.value for f in economy.facts(economy.count(t, defined.economy), defined, b, Facts([]))}
            for t, b in zip((clean, seen), before, strict=True)
        ]
        assert counted[0].keys() == counted[1].keys() and len(counted[0]) > 200
        moved_by_it = {key for key, value in counted[0].items() if counted[1][key] != value}
        lines = {key for key in counted[0] if key[2].startswith(f"{economy.PREFIX}{economy.TRANSACTIONS}:")}
        assert moved_by_it and moved_by_it <= lines  # no sum moves
