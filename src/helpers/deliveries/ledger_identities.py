"""What must hold within one ledger: balances and transactions of each account, and the two sides."""

from collections import defaultdict

from helpers.deliveries.ledger_lines import kronor
from helpers.deliveries.ledger_records import TRANSACTION, Ledger
from helpers.faults import Faults

Sums = dict[str, int]  # account -> öre


def hold(ledger: Ledger, year: int, faults: Faults) -> None:
    """Refuse a ledger that does not agree with itself, and flag what cannot be tried."""
    sums: defaultdict[tuple[str, int], Sums] = defaultdict(lambda: defaultdict(int))
    first: dict[tuple[str, int, str], int] = {}
    entries = zip(ledger.kinds, ledger.years_back, ledger.accounts, ledger.ore, ledger.lines, strict=True)
    for kind, back, account, ore, line in entries:
        sums[kind, back][account] += ore
        first.setdefault((kind, back, account), line)
    if not (sums["closing", 0] or sums["result", 0]):
        faults.refuse("ledger_no_balances")
        return
    if ledger.vouchers:
        _hold_accounts(sums, first, faults)
    else:
        faults.flag("ledger_no_vouchers")
    for back in (0, 1):
        _hold_sides(sums["closing", back], sums["result", back], year - back, faults)
    _tell_unnamed(ledger, sums, first, faults)


def _hold_accounts(
    sums: dict[tuple[str, int], Sums], first: dict[tuple[str, int, str], int], faults: Faults
) -> None:
    """Closing is opening and what was booked; the result is what was booked. What is not said is nought."""
    opening, closing, result, moved = (
        sums[kind, 0] for kind in ("opening", "closing", "result", TRANSACTION)
    )
    for account in sorted(opening.keys() | closing.keys() | result.keys() | moved.keys()):
        known = [first[kind, 0, account] for kind in _KINDS if (kind, 0, account) in first]
        before, booked = opening.get(account, 0), moved.get(account, 0)
        is_balance = account in opening or account in closing
        if is_balance or (account not in result and account[0] in "12"):
            said, code = closing.get(account, 0), "ledger_closing"
        else:
            said, code, before = result.get(account, 0), "ledger_result", 0
        if difference := before + booked - said:
            faults.refuse(
                code,
                row=known[0],
                account=account,
                opening=kronor(before),
                moved=kronor(booked),
                closing=kronor(said),
                difference=kronor(difference),
            )


_KINDS = ("closing", "result", "opening", TRANSACTION)


def _hold_sides(closing: Sums, result: Sums, year: int, faults: Faults) -> None:
    """Balances and result add up to nought, or the balances alone where the result is booked among them."""
    balance = sum(ore for account, ore in closing.items() if account[0] not in "345678")
    difference = balance + sum(ore for account, ore in result.items() if account[0] not in "12")
    if balance and difference:
        faults.refuse("ledger_sides", year=year, difference=kronor(difference))


def _tell_unnamed(
    ledger: Ledger,
    sums: dict[tuple[str, int], Sums],
    first: dict[tuple[str, int, str], int],
    faults: Faults,
) -> None:
    """Accounts that are used without a name: number and balance of the year."""
    used: dict[str, int] = {}
    for (_, _, account), line in first.items():
        used[account] = min(line, used.get(account, line))
    for account, line in sorted(used.items()):
        if account not in ledger.names:
            amount = sums["closing", 0].get(account) or sums["result", 0].get(account, 0)
            faults.flag("ledger_unnamed", row=line, account=account, amount=kronor(amount))
