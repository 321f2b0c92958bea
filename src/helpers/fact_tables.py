"""The table of facts and the rows behind each, as frames between two notebooks: written and read back whole.

`facts`: one row a fact, COLUMNS with `exact` (the value to the last digit: `29/128`), `rule` and `account`.
`fact_rows`: KEY, `role` (counted, base) and `evidence`, the number of a set of rows; facts that rest on the
same rows share it. `evidence`: its `number`, `file`, `sheet` and the `rows` of it as an array.
"""

from collections.abc import Iterator, Mapping
from functools import cache

import numpy as np
import pandas as pd

from helpers.fact_csv import number_of, number_text
from helpers.facts import COLUMNS, KEY, Fact, Facts, Key, Rows

MORE = ["exact", "rule", "account"]
_COUNTS = ("numerator", "denominator")
_WORDS = ("unit", "state", "origin", *MORE)
EVIDENCE = ["number", "file", "sheet", "rows"]
ROLES = (COUNTED, BASE) = ("counted", "base")
FACT_TABLES = ("facts", "fact_rows", "evidence")

Behind = dict[str, Rows]  # role -> rows


def table(facts: Facts) -> pd.DataFrame:
    """All facts as a frame, sorted by key; `value` is the nearest double of `exact`."""
    rows = [
        [
            *f.key,
            *(None if f.value is None else float(f.value), f.numerator, f.denominator),
            *(f.unit, f.state, f.origin, _exact(f), f.rule, f.account),
        ]
        for f in facts
    ]
    frame = pd.DataFrame(rows, columns=[*COLUMNS, *MORE])
    return frame.astype({"year": "int64", "value": "float64", "numerator": "Int64", "denominator": "Int64"})


def _exact(fact: Fact) -> str:
    """The value to its last digit; kronor with whole öre as facts.csv writes them."""
    if fact.value is None:
        return ""
    whole_ore = fact.is_money and (100 * fact.fraction).denominator == 1
    return number_text(fact.value, fact.unit) if whole_ore else str(fact.value)


def from_table(frame: pd.DataFrame) -> Facts:
    """Read a frame written by `table` back; rows stay in their own tables.

    >>> from helpers.facts import share
    >>> third = share((2019, "x", "share:to-work", "", "all"), 1, 3, "r")
    >>> next(iter(from_table(table(Facts([third]))))) == third
    True
    """
    return Facts.of(_Table(frame))


class _Table(Mapping[Key, Fact]):
    """The facts of a frame, each made when it is first asked for: most pages ask for few of them."""

    def __init__(self, frame: pd.DataFrame):
        keys = zip(*(frame[c].tolist() for c in KEY), strict=True)
        counts = (frame[c].astype("object").where(frame[c].notna(), None).tolist() for c in _COUNTS)
        unsaid = [""] * len(frame)  # an earlier version wrote no origin
        words = (frame[c].tolist() if c in frame else unsaid for c in _WORDS)
        rest = zip(*counts, *words, strict=True)
        self._rows = dict(zip(keys, rest, strict=True))
        self._made: dict[Key, Fact] = {}
        if len(self._rows) < len(frame):
            raise ValueError(f"two facts with the key {tuple(frame[KEY][frame.duplicated(KEY)].iloc[0])}")

    def __getitem__(self, key: Key) -> Fact:
        if key not in self._made:
            numerator, denominator, unit, state, origin, exact, rule, account = self._rows[key]
            value = number_of(exact, unit)
            self._made[key] = Fact(*key, value, numerator, denominator, unit, state, rule, account, origin)
        return self._made[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._rows)

    def __len__(self) -> int:
        return len(self._rows)


def row_tables(facts: Facts) -> tuple[pd.DataFrame, pd.DataFrame]:
    """What stands behind each fact: `fact_rows` and `evidence`."""
    numbers: dict[Rows, int] = {}
    pairs = [
        (*f.key, role, numbers.setdefault(rows, len(numbers)))
        for f in facts
        for role, rows in zip(ROLES, (f.rows, f.base), strict=True)
        if rows
    ]
    places = [
        (number, file, sheet, rows)
        for behind, number in numbers.items()
        for (file, sheet), rows in behind.by_sheet.items()
    ]
    return pd.DataFrame(pairs, columns=[*KEY, "role", "evidence"]), pd.DataFrame(places, columns=EVIDENCE)


def rows_of(fact_rows: pd.DataFrame, evidence: pd.DataFrame) -> Mapping[Key, Behind]:
    """What `row_tables` wrote, read back by key; facts on the same rows share them."""
    return _RowTable(fact_rows, evidence)


class _RowTable(Mapping[Key, Behind]):
    """What stands behind each fact, its rows made when they are first asked for."""

    def __init__(self, fact_rows: pd.DataFrame, evidence: pd.DataFrame):
        self._sheets: dict[int, dict[tuple[str, str], np.ndarray]] = {}
        for number, file, sheet, rows in zip(*(evidence[c] for c in EVIDENCE), strict=True):
            self._sheets.setdefault(number, {})[file, sheet] = rows
        self._numbers: dict[Key, dict[str, int]] = {}
        keys = zip(*(fact_rows[c].tolist() for c in KEY), strict=True)
        for key, role, number in zip(keys, fact_rows["role"], fact_rows["evidence"], strict=True):
            self._numbers.setdefault(key, {})[role] = number
        self._rows = cache(lambda number: Rows(self._sheets[number]))

    def __getitem__(self, key: Key) -> Behind:
        return {role: self._rows(number) for role, number in self._numbers[key].items()}

    def __iter__(self) -> Iterator[Key]:
        return iter(self._numbers)

    def __len__(self) -> int:
        return len(self._numbers)
