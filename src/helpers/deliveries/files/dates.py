"""Dates as organisations write them. Never guessed: `1/3 2019` is 1 March."""

import datetime as dt
import math
import re

from helpers.deliveries.files.grid import Cell, clean

_TIME = re.compile(r"[ T]\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?Z?$")
_FORMS = (
    re.compile(r"(?P<y>\d{4})-(?P<m>\d{2})-(?P<d>\d{2})"),
    re.compile(r"(?P<y>\d{4})(?P<m>\d{2})(?P<d>\d{2})"),
    re.compile(r"(?P<d>\d{1,2})/(?P<m>\d{1,2}) (?P<y>\d{4})"),
)
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"[1-9]\d{4}")


class NotADate(ValueError):
    """The cell holds something that is no date of the allowed forms."""


def read(value: Cell) -> dt.date | None:
    """A cell as a date; blank is None; time of day is ignored.

    >>> {read(v) for v in ("1/3 2019", "20190301", "2019-03-01", "2019-03-01 13:45", 43525, "43525")}
    {datetime.date(2019, 3, 1)}
    >>> read("") is None
    True

    Raises:
        NotADate: anything else, `2019-02-30`, `våren 2019`, `03/14/2019` and `1900-01-00` among them.
    """
    if isinstance(value, dt.datetime):
        return _within_reason(value.date())
    if isinstance(value, dt.date):
        return _within_reason(value)
    if isinstance(value, float) and math.isfinite(value):
        value = int(value)  # a serial with time of day
    text = _TIME.sub("", clean(value))
    if not text:
        return None
    for form in _FORMS:
        if match := form.fullmatch(text):
            try:
                return _within_reason(dt.date(*(int(match[g]) for g in "ymd")))
            except ValueError:
                raise NotADate(text) from None
    if _SERIAL.fullmatch(text):
        return _within_reason(_EXCEL_EPOCH + dt.timedelta(days=int(text)))
    raise NotADate(text)


def _within_reason(value: dt.date) -> dt.date:
    if not 1950 <= value.year <= 2100:
        raise NotADate(str(value))
    return value
