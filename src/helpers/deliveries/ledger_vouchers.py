"""Vouchers of a SIE file: the records between braces after `#VER`, as transactions that balance."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field

from helpers.deliveries import ledger_lines as form
from helpers.faults import Faults, Refusal, safe

ROWS = ("#TRANS", "#RTRANS", "#BTRANS")


@dataclass
class Voucher:
    """A voucher while it is read.

    `added`: an added row, until the same row after it, which is the same one, has been read.
    """

    line: int
    series: str
    number: str
    day: dt.date
    balance: int = 0  # öre
    is_whole: bool = True  # every row could be read
    added: tuple[list[str], int] | None = None


@dataclass
class Vouchers:
    """All vouchers of a file: `booked` takes each transaction (line, day, account, objects, öre).

    `said` takes each text; `objects` are those that the definitions name.
    """

    faults: Faults
    booked: Callable[[int, dt.date, str, str, int], None]
    said: Callable[[int, str], None]
    objects: tuple[str, ...] = ()
    read: int = 0
    current: Voucher | None = field(default=None)

    def begin(self, fields: list[str], line: int) -> None:
        """`#VER series number date text`.

        Raises:
            Refusal: it lacks a field or the date is none.
        """
        form.hold_fields(fields, 4)
        series, number = (form.written(f) for f in fields[1:3])
        self.current = Voucher(line, series, number, form.day(fields[3]))
        for said in fields[4:5] + fields[6:7]:
            self.said(line, form.written(said))

    def row(self, fields: list[str], line: int) -> None:
        """`#TRANS account {objects} amount date text quantity sign`; an added row and the same one are one.

        Raises:
            Refusal: a field has not its form, or it stands in no voucher.
        """
        voucher = self.current
        if voucher is None:
            raise Refusal("ledger_stray_row")
        try:
            self._row(voucher, fields, line)
        except Refusal:
            voucher.is_whole = False
            raise

    def _row(self, voucher: Voucher, fields: list[str], line: int) -> None:
        form.hold_fields(fields, 4)
        account, ore = form.account(fields[1]), form.ore(fields[3])
        objects = form.objects(fields[2], self.objects)
        if len(fields) > 4 and not form.is_blank(fields[4]):
            form.day(fields[4])
        if len(fields) > 5:
            self.said(line, form.written(fields[5]))
        if len(fields) > 6:
            form.hold_quantity(fields[6])
            for said in fields[7:8]:
                self.said(line, form.written(said))
        if fields[0] == "#BTRANS":
            return
        waits, voucher.added = voucher.added, None
        if fields[0] == "#RTRANS":
            voucher.added = fields[1:], line
        elif waits and waits[0] == fields[1:]:
            return
        voucher.balance += ore
        self.booked(line, voucher.day, account, objects, ore)

    def end(self) -> None:
        """The closing brace: a voucher balances to the öre."""
        voucher, self.current = self.current, None
        if voucher is None:
            return
        self.read += 1
        if voucher.is_whole and voucher.balance:
            self.faults.refuse(
                "ledger_voucher",
                row=voucher.line,
                series=safe(voucher.series),
                number=safe(voucher.number),
                date=voucher.day.isoformat(),
                difference=form.kronor(voucher.balance),
            )
