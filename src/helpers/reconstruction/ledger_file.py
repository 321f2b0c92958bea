"""The shipped ledgers as a bookkeeping program exports them: SIE 4, code page 437, CRLF."""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from itertools import groupby

from helpers.reconstruction.ledger_leaves import LEDGER_YEARS, Balances, LedgerPlan
from helpers.reconstruction.ledger_year import MONTHS, Voucher, ends, parts, vouchers

DIMENSION = 6  # project, in every SIE file
KINDS = {"1": "T", "2": "S", "3": "I"}  # #KTYP by the account's first digit; all else is a cost
FIRST_RESULT = "3"  # accounts from here on are of the result


def ledger(plan: LedgerPlan, year: int) -> bytes:
    """The file of a year."""
    lines = [*_head(plan, year), *_balances(plan, year), *_by_month(plan, year), *_booked(plan, year)]
    return "".join(f"{line}\r\n" for line in lines).encode("cp437")


def _head(plan: LedgerPlan, year: int) -> Iterator[str]:
    texts = plan.choices["texts"]
    yield "#FLAGGA 0"
    yield f'#PROGRAM "{texts["program"]}" 1'
    yield "#FORMAT PC8"
    yield f"#GEN {_day(dt.date(year + 1, 1, 31))}"
    yield "#SIETYP 4"
    yield f'#PROSA "{texts["prose"]}"'
    yield f'#FNAMN "{texts["association"]}"'
    for back in _years_back(year):
        yield f"#RAR {-back} {year - back}0101 {year - back}1231"
    for account, name in plan.chart.items():
        yield f'#KONTO {account} "{name}"'
        yield f"#KTYP {account} {KINDS.get(account[0], 'K')}"
    yield f'#DIM {DIMENSION} "{texts["dimension"]}"'
    for project, name in texts["projects"].items():
        yield f'#OBJEKT {DIMENSION} "{project}" "{name}"'


def _balances(plan: LedgerPlan, year: int) -> Iterator[str]:
    """Opening and closing balances, of projects too where they have any, and what is booked of the result."""
    for back in _years_back(year):
        of = year - back
        opening, made = plan.opening(of), vouchers(plan, of)
        closing = ends(opening, made)
        yield from _amounts(f"#IB {-back}", opening)
        yield from _amounts(f"#UB {-back}", {a: o for a, o in closing.items() if a < FIRST_RESULT})
        for label, balances in (("#OIB", opening), ("#OUB", closing)):
            for route in plan.choices["routes"]:
                if "project" in route:
                    account, object_list = route["account"], _objects(route["project"])
                    yield f"{label} {-back} {account} {object_list} {_amount(balances.get(account, 0))}"
        yield from _amounts(f"#RES {-back}", {a: o for a, o in closing.items() if a >= FIRST_RESULT})


def _by_month(plan: LedgerPlan, year: int) -> Iterator[str]:
    """What the projects booked the year before, and what they were to book this year."""
    for back in _years_back(year):
        if back:
            for (account, project, month), ore in sorted(_moved(vouchers(plan, year - back)).items()):
                period = f"{year - back}{month:02}"
                yield f"#PSALDO {-back} {period} {account} {_objects(project)} {_amount(ore)}"
    for leaf in plan.budget(year):
        kronor = parts(leaf.ore // 100, [1] * len(MONTHS))
        for month, amount in zip(MONTHS, kronor, strict=True):
            where = f"{year}{month:02} {leaf.account} {_objects(leaf.project)}"
            yield f"#PBUDGET 0 {where} {_amount(amount * 100)}"


def _moved(made: Iterable[Voucher]) -> dict[tuple[str, str, int], int]:
    """(account, project, month) -> öre booked, on accounts of the result."""
    found: dict[tuple[str, str, int], int] = defaultdict(int)
    for voucher in made:
        for line in voucher.lines:
            if line.account >= FIRST_RESULT:
                found[line.account, line.project, voucher.day.month] += line.ore
    return found


def _booked(plan: LedgerPlan, year: int) -> Iterator[str]:
    for series, group in groupby(vouchers(plan, year), key=lambda v: v.series):
        for number, voucher in enumerate(group, 1):
            yield f'#VER {series} {number} {_day(voucher.day)} "{voucher.text}"'
            yield "{"
            for line in voucher.lines:
                yield f"   #TRANS {line.account} {_objects(line.project)} {_amount(line.ore)}"
            yield "}"


def _years_back(year: int) -> range:
    """0, and 1 where the year before has a ledger too."""
    return range(2 if year > LEDGER_YEARS[0] else 1)


def _amounts(label: str, balances: Balances) -> Iterator[str]:
    for account, ore in sorted(balances.items()):
        yield f"{label} {account} {_amount(ore)}"


def _amount(ore: int) -> str:
    """Öre as kronor with two decimals.

    >>> _amount(-5), _amount(123456)
    ('-0.05', '1234.56')
    """
    return f"{'-' if ore < 0 else ''}{abs(ore) // 100}.{abs(ore) % 100:02}"


def _objects(project: str) -> str:
    return f'{{{DIMENSION} "{project}"}}' if project else "{}"


def _day(day: dt.date) -> str:
    return f"{day:%Y%m%d}"
