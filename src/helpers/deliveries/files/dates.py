"""Dates as organisations write them. Never guessed: `1/3 2019` is 1 March.

Other ways to write a date are read where they can mean one day only, and told (`is_spelt_otherwise`).
"""

import datetime as dt
import math
import re
from zoneinfo import ZoneInfo

from helpers.deliveries.files.grid import Cell, clean

_TIME = re.compile(r"[ T]\d{1,2}[:.]\d{2}([:.]\d{2})?(\.\d+)?$")
# A moment in a zone of its own: its day is the one it is in Sweden, `2019-12-31T23:00:00Z` New Year's Day.
_MOMENT = re.compile(
    r"(\d{4}-\d{2}-\d{2})[ T](\d{2}:\d{2}(?::\d{2})?)(?:[.,]\d+)? ?(Z|[+-]\d{2}(?::?\d{2})?)", re.IGNORECASE
)
_SWEDEN = ZoneInfo("Europe/Stockholm")
_FORMS = (
    re.compile(r"(?P<year>\d{4})-(?P<month>\d{2})-(?P<day>\d{2})"),
    re.compile(r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2}) (?P<year>\d{4})"),
)
# Day first where no country writes the month there: with full stops, and as Swedes write by hand.
_OTHER_FORMS = (
    re.compile(r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})"),
    re.compile(r"(?P<day>\d{1,2})/(?P<month>\d{1,2}) ?[-–] ?(?P<year>\d{4})"),
    re.compile(r"(?P<year>\d{4})(?P<sign>[./])(?P<month>\d{2})(?P=sign)(?P<day>\d{2})"),
    re.compile(r"(?:den )?(?P<day>\d{1,2})(?::?[ae])? (?P<month>[a-z]{3,9})\.? (?P<year>\d{4})", re.I),
)
_MONTHS = (
    "januari",
    "februari",
    "mars",
    "april",
    "maj",
    "juni",
    "juli",
    "augusti",
    "september",
    "oktober",
    "november",
    "december",
)
_EXCEL_EPOCH = dt.date(1899, 12, 30)
_SERIAL = re.compile(r"[1-9]\d{4}")


class NotADate(ValueError):
    """The cell holds something that is no date of the allowed forms."""


def read(value: Cell) -> dt.date | None:
    """A cell as a date; blank is None; time of day is ignored, but in a zone of its own.

    >>> {read(v) for v in ("1/3 2019", "20190301", "2019-03-01", "2019-03-01 13:45", 43525, "43525")}
    {datetime.date(2019, 3, 1)}
    >>> {read(v) for v in ("1 mars 2019", "01.03.2019", "1/3-2019", "2019/03/01", "2019-02-28T23:00:00Z")}
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
    said = clean(value)
    if not said:
        return None
    if (day := _as_declared(said) or _otherwise(said)) is None:
        raise NotADate(said)
    return _within_reason(day)


def is_spelt_otherwise(value: Cell) -> bool:
    """Whether a cell is read as a date though it is written in none of the ways that are asked for.

    >>> [is_spelt_otherwise(v) for v in ("2019-03-01", "våren", "", "1 mars 2019", "2019-02-28T23:00:00Z")]
    [False, False, False, True, True]
    """
    if not isinstance(value, str):
        return False
    try:
        return _as_declared(clean(value)) is None and read(value) is not None
    except NotADate:
        return False


def _as_declared(said: str) -> dt.date | None:
    """A date in one of the ways that are asked for, or as Excel counts days."""
    day = _TIME.sub("", said)
    for form in _FORMS:
        if match := form.fullmatch(day):
            return _day(said, match["year"], match["month"], match["day"])
    return _EXCEL_EPOCH + dt.timedelta(days=int(day)) if _SERIAL.fullmatch(day) else None


def _otherwise(said: str) -> dt.date | None:
    """A date in another way that can mean one day only."""
    if match := _MOMENT.fullmatch(said):
        return _in_sweden(said, *match.groups())
    day = _TIME.sub("", said)
    for form in _OTHER_FORMS:
        if match := form.fullmatch(day):
            return _day(said, match["year"], _month(match["month"]), match["day"])
    return None


def _month(said: str) -> str:
    """The number of a month by its name, whole or as its first letters; '0' for none.

    >>> _month("apr"), _month("Sept"), _month("4"), _month("juno"), _month("ju")
    ('4', '9', '4', '0', '0')
    """
    if said.isdecimal():
        return said
    found = [n for n, name in enumerate(_MONTHS, 1) if len(said) >= 3 and name.startswith(said.casefold())]
    return str(found[0]) if len(found) == 1 else "0"


def _day(said: str, year: str, month: str, day: str) -> dt.date:
    try:
        return dt.date(int(year), int(month), int(day))
    except ValueError:
        raise NotADate(said) from None


def _in_sweden(said: str, day: str, time: str, zone: str) -> dt.date:
    """The day in Sweden of a moment in another zone."""
    offset = "+00:00" if zone in "Zz" else f"{zone[:3]}:{zone[3:].lstrip(':') or '00'}"
    try:
        return dt.datetime.fromisoformat(f"{day}T{time}{offset}").astimezone(_SWEDEN).date()
    except (ValueError, OverflowError):
        raise NotADate(said) from None


def _within_reason(value: dt.date) -> dt.date:
    if not 1950 <= value.year <= 2100:
        raise NotADate(str(value))
    return value
