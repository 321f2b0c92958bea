"""An exchange folder read back: all of it is tried before anything of it is believed."""

import csv
import io
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd

from helpers import association_folder, fact_csv
from helpers.facts import COLUMNS, KEY, ORIGINS, Facts
from helpers.faults import Stop
from helpers.files import sha256
from helpers.forms.exchange_tables import (
    DESCRIPTION,
    FACTS,
    GROUP,
    MEASURE_TABLE,
    MEASURES,
    OWN,
    UNITS,
    VERSION,
)
from helpers.forms.table_schemas import STATES
from helpers.identity import mask
from helpers.wording import text

LARGEST = 50_000_000  # bytes of a file that somebody else has sent
COLUMNS_OF = {FACTS: list(COLUMNS), MEASURES: [column.name for column in MEASURE_TABLE.columns]}
KNOWN = {"group": GROUP, "unit": UNITS, "state": STATES, "origin": ORIGINS}
NUMBER = r"(?:[0-9]{1,9}(?:\.[0-9]{1,20})?(?:e-[0-9]{1,3})?)?"
NAME = 200  # characters of an association's name
YEARS = range(2000, 2100)
ALLOWED = {  # column -> what may stand in it
    "year": r"20[0-9]{2}",
    "platform": r"[a-z0-9][a-z0-9-]*",
    "measure": r"[^\s,;][^\n]{0,299}",
    "value": NUMBER,
    "numerator": r"[0-9]{0,9}",
    "denominator": r"[0-9]{0,9}",
    "definition": "[0-9a-f]{12}",
} | {column: "|".join(codes) for column, codes in KNOWN.items()}


@dataclass(frozen=True)
class Exchange:
    """What an association has sent of a year.

    `together` is the place in `facts` that is the whole association.
    `measures` has a row for each measure and whom it was asked of: `measure`, `respondents`, `definition`
    (the same for measures that are alike), `words` and `positive` (answers, `a | b`), all text.
    """

    association: str
    name: str
    year: int
    facts: Facts
    measures: pd.DataFrame
    together: str


OWN_KEYS = {"association": str, "name": str, "year": int, "together": str, "definitions": str}


def read(folder: Path) -> Exchange:
    """Read an exchange folder, and believe nothing of it that cannot be tried.

    Raises:
        Stop: a file is missing, is of another version, is not what the description vouches for, or holds what
            cannot stand there; says which and what to do.
    """
    described = _description(folder)
    own = described[OWN]
    tables = {name: _table(folder, name, described) for name in (FACTS, MEASURES)}
    for name, table in tables.items():
        _refuse(folder / name, table)
    _agree(folder / FACTS, tables, own["year"])
    _refuse_twice(folder / MEASURES, tables[MEASURES])
    facts = fact_csv.read_csv(folder / FACTS)
    return Exchange(own["association"], own["name"], own["year"], facts, tables[MEASURES], own["together"])


def _description(folder: Path) -> Mapping[str, Any]:
    """The description, with what is ours in it as it should be."""
    path = folder / DESCRIPTION
    try:
        found = json.loads(_content(folder, DESCRIPTION).decode())
    except (ValueError, RecursionError) as error:
        raise Stop(text("exchange.not_read", file=_shown(path), reason=mask(str(error)))) from None
    own = found.get(OWN) if isinstance(found, dict) else None
    if not isinstance(own, dict):
        raise Stop(text("exchange.no_key", file=_shown(path), name=OWN))
    if type(own.get("version")) is not int or own["version"] != VERSION:
        version = mask(str(own.get("version"))[:20])
        raise Stop(text("exchange.version", file=_shown(path), version=version, known=VERSION))
    for key, type_ in OWN_KEYS.items():
        if type(own.get(key)) is not type_ or not own[key]:
            raise Stop(text("exchange.no_key", file=_shown(path), name=key))
    is_wrong = {
        "association": not association_folder.is_id(own["association"]),
        "name": own["name"].strip() != own["name"]
        or not own["name"].isprintable()
        or len(own["name"]) > NAME,
        "year": own["year"] not in YEARS,
    }
    for key in (key for key, is_so in is_wrong.items() if is_so):
        raise Stop(text("exchange.no_key", file=_shown(path), name=key))
    return found


def _content(folder: Path, name: str) -> bytes:
    path = folder / name
    if path.is_symlink() or not path.is_file():
        raise Stop(text("exchange.no_file", folder=_shown(folder), file=name))
    if path.stat().st_size > LARGEST:
        raise Stop(text("exchange.not_read", file=_shown(path), reason=f"> {LARGEST} byte"))
    return path.read_bytes()


def _table(folder: Path, name: str, described: Mapping[str, Any]) -> pd.DataFrame:
    """A table whose checksum and columns are those that should be; every cell as text."""
    path, content = folder / name, _content(folder, name)
    resources = described.get("resources")
    vouched = [r for r in resources if isinstance(r, dict)] if isinstance(resources, list) else []
    if [r.get("hash") for r in vouched if r.get("path") == name] != [f"sha256:{sha256(content)}"]:
        raise Stop(text("exchange.checksum", file=_shown(path)))
    try:
        _refuse_uneven(path, content)
        found = pd.read_csv(io.BytesIO(content), dtype="string", keep_default_na=False, index_col=False)
    except ValueError as error:
        raise Stop(text("exchange.not_read", file=_shown(path), reason=mask(str(error)))) from None
    if list(found) != COLUMNS_OF[name]:
        given = ", ".join(map(str, found))[:300]
        expected = ", ".join(COLUMNS_OF[name])
        raise Stop(text("exchange.other_columns", file=_shown(path), found=mask(given), expected=expected))
    return found


def _refuse_uneven(path: Path, content: bytes) -> None:
    """Refuse a table whose rows are not as long as its heading, or that begins with a byte order mark.

    Raises:
        ValueError: it is no text.
    """
    rows = csv.reader(io.StringIO(content.decode(), newline=""))
    wide = None
    for number, row in enumerate(rows, 1):
        wide = wide or len(row)
        if len(row) != wide or (number == 1 and row[0].startswith("\ufeff")):
            raise Stop(text("exchange.uneven", file=_shown(path), row=number))


def _refuse(path: Path, table: pd.DataFrame) -> None:
    """Refuse the first cell in which something stands that cannot."""
    for column in (c for c in ALLOWED if c in table):
        is_wrong = ~table[column].str.fullmatch(ALLOWED[column])
        if is_wrong.any():
            row = int(is_wrong.to_numpy().argmax())
            raise _bad(path, table, row, column)


def _agree(path: Path, tables: Mapping[str, pd.DataFrame], year: int) -> None:
    """Refuse facts of another year, twice, without a meaning, or with other numbers than their state has."""
    facts, measures = tables[FACTS], tables[MEASURES]
    known = set(zip(measures["measure"], measures["respondents"], strict=True))
    seen: set[tuple[str, ...]] = set()
    for row, found in enumerate(facts.to_dict("records")):
        fact = {str(column): str(cell) for column, cell in found.items()}
        key = tuple(fact[column] for column in KEY)
        if key in seen:
            raise Stop(text("exchange.twice", file=_shown(path), row=row + 2))
        if (fact["measure"], fact["respondents"]) not in known:
            measure = mask(fact["measure"])
            raise Stop(text("exchange.no_meaning", file=_shown(path), row=row + 2, measure=measure))
        for column in _contradicted(fact, year):
            raise _bad(path, facts, row, column)
        seen.add(key)


def _refuse_twice(path: Path, measures: pd.DataFrame) -> None:
    twice = measures.duplicated(["measure", "respondents"])
    if twice.any():
        raise Stop(text("exchange.twice", file=_shown(path), row=int(twice.to_numpy().argmax()) + 2))


def _contradicted(fact: Mapping[str, str], year: int) -> Iterator[str]:
    """The columns of a fact that say otherwise than its state, its unit or the folder."""
    given = [column for column in ("value", "numerator", "denominator") if fact[column]]
    wanted = {"count": ["value"], "share": ["value", "numerator", "denominator"]}[fact["unit"]]
    if fact["year"] != str(year):
        yield "year"
    if given != (wanted if fact["state"] == "ok" else []):
        yield "state"
    elif fact["state"] == "ok" and fact["unit"] == "count" and not fact["value"].isdecimal():
        yield "value"
    elif fact["state"] == "ok" and fact["unit"] == "share":
        numerator, denominator = int(fact["numerator"]), int(fact["denominator"])
        if not 0 <= numerator <= denominator or denominator == 0:
            yield "numerator"
        elif float(fact["value"]) != numerator / denominator:
            yield "value"


def _bad(path: Path, table: pd.DataFrame, row: int, column: str) -> Stop:
    value = mask(str(table[column].iloc[row])[:60])
    return Stop(text("exchange.bad_value", file=_shown(path), row=row + 2, column=column, value=value))


def _shown(path: Path) -> str:
    """A path as it is told: the last parts of it, without any number of a person."""
    return mask("/".join(path.parts[-3:]))
