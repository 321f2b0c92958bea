"""The audit's own data: claims in words, declared sums, weights, and names of what only the print has."""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from helpers.audit.record import Key, RecordError
from helpers.naming import NOTHING_PRINTED, PrintedNames
from helpers.reading.strict_yaml import strict_yaml

Words = Annotated[str, Field(min_length=1)]


@dataclass(frozen=True)
class Claim:
    """Words that say something about figures.

    `kind` is the relation, `left` and `right` the keys or numbers it relates; `reads` mends the reading's
    characters and cut lines; `row` is the line of `claims.csv`; `defined` are the lines where the account
    itself says what the words stand for.
    """

    source: str
    line: int
    printed: str
    kind: str
    left: tuple[str, ...]
    right: tuple[str, ...]
    reads: str
    note: str
    row: int = 0
    defined: str = ""

    @property
    def words(self) -> str:
        """The claim as the account meant it to read."""
        return self.reads or self.printed


@dataclass(frozen=True)
class Sum:
    """A declared identity of one account: the total and its parts.

    A term is a measure of the identity's place and year; `measure@2018` is another year's,
    `vuxentorget!measure` another place's, `=100` a number, `%measure` a share of the parts, and a `-` before
    a part subtracts it. Only prints in `unit` are tried, so that the same identity holds for a table in
    kronor and for one in thousands, each with its own rounding.
    """

    source: str
    year: int
    platform: str
    name: str
    severity: str
    unit: str
    total: str
    parts: tuple[str, ...]


@dataclass(frozen=True)
class Weight:
    """Which printed measure of an account says how large a share of those its percentages are of are men."""

    source: str
    measure: str


@dataclass(frozen=True)
class Clause:
    """A published clause that a rule of the facts rests on in one account, with its lines."""

    rule: str
    source: str
    first: int
    last: int
    words: str
    row: int


def read_claims(folder: Path) -> tuple[Claim, ...]:
    """`claims.csv`: words of the accounts and what they say of which figures; none without such a file."""
    return tuple(
        Claim(
            r["source"],
            int(r["line"]),
            r["printed"],
            r["kind"],
            listed(r["left"]),
            listed(r["right"]),
            r["reads"],
            r["note"],
            row,
            r.get("defined") or "",
        )
        for row, r in _rows(folder / "claims.csv")
    )


def read_sums(folder: Path) -> tuple[Sum, ...]:
    """`sums.csv`: identities that an account's own tables promise; none without such a file."""
    return tuple(
        Sum(
            r["source"],
            int(r["year"]),
            r["platform"],
            r["name"],
            r["severity"],
            r["unit"],
            r["total"],
            listed(r["parts"]),
        )
        for _, r in _rows(folder / "sums.csv")
    )


def read_weights(folder: Path) -> tuple[Weight, ...]:
    """`weights.csv`: the measure that weighs women's and men's percentages; none without such a file."""
    return tuple(Weight(r["source"], r["men"]) for _, r in _rows(folder / "weights.csv"))


def read_clauses(folder: Path) -> tuple[Clause, ...]:
    """`clauses.csv`: clauses of the accounts whose year a rule's own clause does not stand in."""
    return tuple(
        Clause(r["rule"], r["source"], int(r["first"]), int(r["last"] or r["first"]), r["clause"], row)
        for row, r in _rows(folder / "clauses.csv")
    )


class _Names(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True, strict=True)

    places: dict[str, Words] = {}
    respondents: dict[str, Words] = {}
    measures: dict[str, Words] = {}


def read_names(folder: Path) -> PrintedNames:
    """`names.yaml`: measures, places and respondents that only the print has; none without such a file.

    Raises:
        DefinitionError: the file is no YAML or breaks its schema; every fault as `names.yaml:line: what`.
    """
    path = folder / "names.yaml"
    if not path.exists():
        return NOTHING_PRINTED
    names = _Names.model_validate(strict_yaml(path, TypeAdapter(_Names), _Names))
    return PrintedNames(names.measures, names.places, names.respondents)


def listed(cell: str) -> tuple[str, ...]:
    """The parts of a cell, divided by ` | `."""
    return tuple(part.strip() for part in cell.split(" | ") if part.strip())


def _rows(path: Path) -> Iterator[tuple[int, dict[str, str]]]:
    if path.exists():
        with path.open(encoding="utf-8", newline="") as handle:
            yield from enumerate(csv.DictReader(handle), 2)


def key_of(words: str, row: int = 0) -> Key:
    """`2019/vannas/discharged//all` as a key; what is left out at the end is empty or `all`.

    >>> key_of("2019/vannas/discharged")
    (2019, 'vannas', 'discharged', '', 'all')

    Raises:
        RecordError: the words are no key; names the row of claims.csv.
    """
    parts = words.split("/")
    if len(parts) < 3 or not parts[0].isdigit():
        raise RecordError(f"claims.csv:{row}: ”{words}” är ingen nyckel (år/plattform/mått/svarsgrupp/grupp)")
    respondents = parts[3] if len(parts) > 3 else ""
    return (int(parts[0]), parts[1], parts[2], respondents, parts[4] if len(parts) > 4 else "all")
