"""The records of a SIE file, one a line, taken in one by one: what they say is a `Ledger`.

Records may stand in any order. A line whose fields have not their form refuses the file, at the line.
"""

import datetime as dt
from array import array
from collections.abc import Callable
from dataclasses import dataclass, field

from helpers.deliveries import ledger_lines as form
from helpers.deliveries.ledger_people import Texts
from helpers.deliveries.ledger_vouchers import ROWS, Vouchers
from helpers.faults import Faults, Refusal, safe

# Label -> kind, and where its period, account, objects and amount stand; 0 where it has none.
BALANCES = {
    "#IB": ("opening", 0, 2, 0, 3),
    "#UB": ("closing", 0, 2, 0, 3),
    "#RES": ("result", 0, 2, 0, 3),
    "#OIB": ("object-opening", 0, 2, 3, 4),
    "#OUB": ("object-closing", 0, 2, 3, 4),
    "#PSALDO": ("object-balance", 2, 3, 4, 5),
    "#PBUDGET": ("budget", 2, 3, 4, 5),
}
TRANSACTION = "transaction"
# The format's own labels that say nothing which is counted.
_OF_THE_FILE = ("#FLAGGA", "#PROGRAM", "#FORMAT", "#GEN", "#PROSA", "#KSUMMA")
_OF_THE_FIRM = ("#FTYP", "#FNR", "#BKOD", "#ADRESS", "#FNAMN", "#TAXAR", "#KPTYP")
_OF_THE_CHART = ("#KTYP", "#ENHET", "#SRU", "#DIM", "#UNDERDIM", "#OBJEKT")
KNOWN = frozenset((*_OF_THE_FILE, *_OF_THE_FIRM, *_OF_THE_CHART))
SEK = "SEK"


@dataclass
class Ledger:
    """What a file says. The lists of amounts are of one length: a line of the file each.

    `names`: account -> the line that names it and the name; `texts`: what is written in vouchers, its digits
    but for long numbers apart, and where first; `firm`: where the firm's number stands, if it could be a
    person's.
    """

    lines: "array[int]" = field(default_factory=lambda: array("q"))
    kinds: list[str] = field(default_factory=list)
    years_back: "array[int]" = field(default_factory=lambda: array("q"))
    months: list[int | None] = field(default_factory=list)
    accounts: list[str] = field(default_factory=list)
    objects: list[str] = field(default_factory=list)
    ore: "array[int]" = field(default_factory=lambda: array("q"))
    names: dict[str, tuple[int, str]] = field(default_factory=dict)
    texts: Texts = field(default_factory=Texts)
    firm: tuple[int, str] = (0, "")
    vouchers: int = 0

    def add(
        self, line: int, kind: str, back: int, month: int | None, account: str, objects: str, ore: int
    ) -> None:
        """One amount."""
        self.lines.append(line)
        self.kinds.append(kind)
        self.years_back.append(back)
        self.months.append(month)
        self.accounts.append(account)
        self.objects.append(objects)
        self.ore.append(ore)

    def leave_out(self, back: int) -> None:
        """Leave out what is said of a year."""
        kept = [i for i, years in enumerate(self.years_back) if years != back]
        for name in ("lines", "years_back", "ore"):
            setattr(self, name, array("q", [getattr(self, name)[i] for i in kept]))
        for name in ("kinds", "months", "accounts", "objects"):
            setattr(self, name, [getattr(self, name)[i] for i in kept])


def _whole(year: int) -> tuple[str, str]:
    return f"{year}-01-01", f"{year}-12-31"


# Of a file in which nothing else needs to be mended.
_ENDING = ("ledger_type", "ledger_year", "ledger_currency")


class Records:
    """Takes in the records of a file of a year."""

    def __init__(self, year: int, objects: tuple[str, ...], faults: Faults, ledger: Ledger):
        """`objects` are those that the year's definitions name."""
        self.year, self.faults, self.ledger = year, faults, ledger
        self._objects = objects
        self._vouchers = Vouchers(faults, self._book, ledger.texts.add, objects)
        self._years: dict[int, tuple[str, str]] = {}
        self._lines_of_years: dict[int, int] = {}
        self._type = ""
        self._before = ""  # the label of the record before
        self._opened = 0  # the line of the brace that is open
        self._seen: dict[tuple[object, ...], int] = {}
        self._outside: list[int] = []  # lines of transactions of vouchers in another year
        self._unknown: dict[str, int] = {}
        self._other_years: dict[int, int] = {}
        self._take: dict[str, Callable[[list[str], int], None]] = {
            "#SIETYP": self._take_type,
            "#RAR": self._take_year,
            "#OMFATTN": self._take_end,
            "#VALUTA": self._take_currency,
            "#ORGNR": self._take_firm,
            "#KONTO": self._take_account,
            "#VER": self._vouchers.begin,
            **dict.fromkeys(ROWS, self._vouchers.row),
            **dict.fromkeys(BALANCES, self._take_balance),
        }

    def read(self, content: bytes, page: str) -> None:
        """Take in a file.

        Raises:
            Refusal: it is no SIE file, is cut, or holds more than is read.
        """
        last = 0
        for last, fields in form.lines(content, page):
            if not self._before and not fields[0].startswith("#"):
                raise Refusal("ledger_other_file", row=last)
            try:
                self._record(fields, last)
            except Refusal as refusal:
                where = {"row": last} | refusal.where
                if refusal.code in _ENDING:
                    raise Refusal(refusal.code, **where) from None
                self.faults.refuse(refusal.code, **where)
        if self._opened or self._vouchers.current:
            raise Refusal("ledger_cut", row=last)
        self._finish()

    def _record(self, fields: list[str], line: int) -> None:
        label = fields[0]
        if label in ("{", "}") and len(fields) == 1:
            self._brace(label, line)
            return
        form.refuse_broken(fields)
        if not label.startswith("#"):
            raise Refusal("ledger_no_record")
        take = self._take.get(label)
        is_row = label in ROWS
        if self._vouchers.current and not (is_row and self._opened) and (take or not self._opened):
            began, self._opened, self._vouchers.current = self._vouchers.current.line, 0, None
            self.faults.refuse("ledger_open_voucher", row=line, began=began)
        self._before = label
        if take:
            take(fields, line)
        elif label not in KNOWN:
            self._unknown.setdefault(label, line)

    def _brace(self, brace: str, line: int) -> None:
        if (brace == "{") == bool(self._opened) or not self._before:
            raise Refusal("ledger_brace")
        self._opened = line if brace == "{" else 0
        if brace == "}":
            self._vouchers.end()

    def _take_type(self, fields: list[str], line: int) -> None:
        self._type = form.written(fields[1]) if len(fields) > 1 else ""
        if self._type != "4":
            raise Refusal("ledger_type", value=self._type)

    def _take_currency(self, fields: list[str], line: int) -> None:
        currency = form.written(fields[1]) if len(fields) > 1 else ""
        if currency.upper() != SEK:
            raise Refusal("ledger_currency", value=currency)

    def _take_end(self, fields: list[str], line: int) -> None:
        form.hold_fields(fields, 2)
        if str(last := form.day(fields[1])) != _whole(self.year)[1]:
            self.faults.flag("ledger_until", row=line, date=str(last), year=self.year)

    def _take_firm(self, fields: list[str], line: int) -> None:
        self.ledger.firm = line, " ".join(map(form.written, fields[1:]))

    def _take_year(self, fields: list[str], line: int) -> None:
        form.hold_fields(fields, 4)
        number, first, last = form.year(fields[1]), str(form.day(fields[2])), str(form.day(fields[3]))
        earlier = self._years.setdefault(number, (first, last))
        self._lines_of_years.setdefault(number, line)
        if self._lines_of_years[number] != line:
            other = {"other_first": earlier[0], "other_last": earlier[1]}
            raise Refusal("ledger_two_years", value=str(number), first=first, last=last, **other)
        if number == 0 and (first, last) != _whole(self.year):
            raise Refusal("ledger_year", first=first, last=last, year=self.year)

    def _take_account(self, fields: list[str], line: int) -> None:
        form.hold_fields(fields, 2)
        account, said = form.account(fields[1]), " ".join(map(form.written, fields[2:3]))
        first, name = self.ledger.names.setdefault(account, (line, said))
        if name != said:
            self.faults.flag("ledger_account_twice", row=line, other=first, account=account)

    def _take_balance(self, fields: list[str], line: int) -> None:
        kind, *at = BALANCES[fields[0]]
        if at[2] and len(fields) > at[2] and not fields[at[2]].startswith("{"):
            fields = [*fields[: at[2]], "{}", *fields[at[2] :]]  # some programs leave out an empty list
        form.hold_fields(fields, at[3] + 1)
        back = -form.year(fields[1])
        month = form.month(fields[at[0]]) if at[0] else None
        account, ore = form.account(fields[at[1]]), form.ore(fields[at[3]])
        written = fields[at[2]] if at[2] else "{}"
        objects = form.objects(written, self._objects)
        for quantity in fields[at[3] + 1 : at[3] + 2]:
            form.hold_quantity(quantity)
        if back not in ((0,) if kind == "budget" else (0, 1)):
            self._other_years[-back] = self._other_years.get(-back, 0) + 1
            return
        if month and month // 100 != self.year - back:
            raise Refusal("ledger_other_period", value=str(month))
        first = self._seen.setdefault((kind, back, month, account, written), line)
        if first != line:
            raise Refusal("ledger_twice", other=first, account=account)
        self.ledger.add(line, kind, back, month, account, objects, ore)

    def _book(self, line: int, day: dt.date, account: str, objects: str, ore: int) -> None:
        self.ledger.add(line, TRANSACTION, 0, day.year * 100 + day.month, account, objects, ore)
        if day.year != self.year:
            self._outside.append(line)

    def _finish(self) -> None:
        """What only the whole file can say."""
        self.ledger.vouchers = self._vouchers.read
        if not self._type:
            self.faults.refuse("ledger_no_type")
        if 0 not in self._years:
            self.faults.refuse("ledger_no_year", year=self.year)
        if self._years.get(-1, _whole(self.year - 1)) != _whole(self.year - 1):
            first, last = self._years[-1]
            line = self._lines_of_years[-1]
            self.faults.flag("ledger_before", row=line, first=first, last=last, year=self.year - 1)
            self.ledger.leave_out(1)
        if self._outside:
            self.faults.flag("ledger_outside", row=self._outside[0], count=len(self._outside), year=self.year)
        for label, line in self._unknown.items():
            self.faults.note("ledger_unknown", row=line, label=safe(label))
        for number, count in self._other_years.items():
            self.faults.note("ledger_other_years", number=number, count=count)
