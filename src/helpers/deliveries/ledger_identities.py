"""What must hold within one ledger: balances and transactions of each account, both sides, own capital."""

from collections import defaultdict
from collections.abc import Callable

from helpers.defining.economy_definitions import CLOSING
from helpers.definitions import Definitions
from helpers.deliveries.ledger_lines import OF_PEOPLE, SOMEBODY, kronor
from helpers.deliveries.ledger_records import TRANSACTION, Ledger
from helpers.faults import Faults

EQUITY = "equity"  # the class of own capital
Sums = dict[str, int]  # account -> öre
_KINDS = (
    "closing",
    "result",
    "opening",
    TRANSACTION,
)  # whose line tells of an account, the first that has it


def hold(ledger: Ledger, definitions: Definitions, faults: Faults) -> None:
    """Refuse a ledger that does not agree with itself, and flag what cannot be tried."""
    tried = _Tried(ledger, definitions.year, faults)
    if not (tried.sums["closing", 0] or tried.sums["result", 0]):
        faults.refuse("ledger_no_balances")
        return
    if ledger.vouchers:
        tried.hold_accounts()
    else:
        faults.flag("ledger_no_vouchers")
    tried.hold_sides(0)
    tried.hold_sides(1)
    if definitions.economy:
        classes = definitions.economy.classes
        tried.hold_capital(classes[EQUITY].takes, classes[CLOSING].takes)
        tried.hold_brought_forward(classes[EQUITY].takes)
    tried.tell_unnamed()
    tried.tell_objects()


class _Tried:
    """The sums of a ledger by kind, years back and account, and the line where each stands first."""

    def __init__(self, ledger: Ledger, year: int, faults: Faults):
        self.ledger, self.year, self.faults = ledger, year, faults
        self.sums: defaultdict[tuple[str, int], Sums] = defaultdict(lambda: defaultdict(int))
        self.first: dict[tuple[str, int, str], int] = {}
        entries = zip(ledger.kinds, ledger.years_back, ledger.accounts, ledger.ore, ledger.lines, strict=True)
        for kind, back, account, ore, line in entries:
            self.sums[kind, back][account] += ore
            self.first.setdefault((kind, back, account), line)

    def hold_accounts(self) -> None:
        """Closing is opening and what was booked, a result what was booked; what is not said is nought."""
        opening, closing, result, moved = (self.sums[kind, 0] for kind in _IN_ORDER)
        for account in sorted(opening.keys() | closing.keys() | result.keys() | moved.keys()):
            before, booked = opening.get(account, 0), moved.get(account, 0)
            is_balance = account in opening or account in closing
            if is_balance or (account not in result and account[0] in "12"):
                said, code = closing.get(account, 0), "ledger_closing"
            else:
                said, code, before = result.get(account, 0), "ledger_result", 0
            if difference := before + booked - said:
                amounts = {"opening": before, "moved": booked, "closing": said, "difference": difference}
                told = {name: kronor(ore) for name, ore in amounts.items()}
                self.faults.refuse(code, row=self._line(account), account=account, **told)

    def _line(self, account: str) -> int:
        return next(self.first[kind, 0, account] for kind in _KINDS if (kind, 0, account) in self.first)

    def hold_sides(self, back: int) -> None:
        """Balances and result add up to nought, or balances alone where the result is booked among them."""
        opening, closing, result, _ = (self.sums[kind, back] for kind in _IN_ORDER)
        balance = sum(ore for account, ore in closing.items() if account[0] not in "345678")
        difference = balance + sum(ore for account, ore in result.items() if account[0] not in "12")
        if balance and difference:
            code = "ledger_opening" if difference == sum(opening.values()) else "ledger_sides"
            self.faults.refuse(code, year=self.year - back, difference=kronor(difference))

    def hold_capital(self, is_equity: Callable[[str], bool], is_closing: Callable[[str], bool]) -> None:
        """Own capital is changed by the result alone, or by nothing where the result is not booked."""
        opening, closing, result, _ = (self.sums[kind, 0] for kind in _IN_ORDER)
        moved = _of(is_equity, closing) - _of(is_equity, opening)
        booked, whole = _of(is_closing, result), sum(result.values())
        if moved + booked and moved != whole:
            told = {"moved": kronor(-moved), "result": kronor(booked - whole)}
            self.faults.refuse("ledger_capital", **told)

    def hold_brought_forward(self, is_equity: Callable[[str], bool]) -> None:
        """The year opens as the year before closed, its result moved to own capital."""
        opening, before, result = self.sums["opening", 0], self.sums["closing", 1], self.sums["result", 1]
        if not (opening and before):
            return
        for account in sorted(opening.keys() | before.keys()):
            now, then = opening.get(account, 0), before.get(account, 0)
            if now != then and not is_equity(account):
                line = self.first.get(("opening", 0, account)) or self.first["closing", 1, account]
                told = {"opening": kronor(now), "closing": kronor(then)}
                self.faults.refuse("ledger_brought", row=line, account=account, **told)
        now, then = _of(is_equity, opening), _of(is_equity, before)
        if result and now not in (then, then + sum(result.values())):
            told = {"opening": kronor(-now), "closing": kronor(-then)}
            self.faults.refuse("ledger_brought_capital", **told)

    def tell_unnamed(self) -> None:
        """Accounts that are used without a name: number and balance of the year."""
        used: dict[str, int] = {}
        for (_, _, account), line in self.first.items():
            used[account] = min(line, used.get(account, line))
        for account, line in sorted(used.items()):
            if account not in self.ledger.names:
                said = (self.sums[kind, 0].get(account, 0) for kind in ("closing", "result", TRANSACTION))
                amount = kronor(next(filter(None, said), 0))
                self.faults.flag("ledger_unnamed", row=line, account=account, amount=amount)

    def tell_objects(self) -> None:
        """Dimensions where an object was taken for somebody, besides those that are of people."""
        told: set[str] = set()
        for line, objects in zip(self.ledger.lines, self.ledger.objects, strict=True):
            if SOMEBODY in objects:
                for dimension, _, said in (o.partition(":") for o in objects.split("|")):
                    if said == SOMEBODY and int(dimension) not in OF_PEOPLE and dimension not in told:
                        told.add(dimension)
                        self.faults.flag("ledger_object", row=line, dimension=dimension)


_IN_ORDER = ("opening", "closing", "result", TRANSACTION)


def _of(is_in: Callable[[str], bool], sums: Sums) -> int:
    return sum(ore for account, ore in sums.items() if is_in(account))
