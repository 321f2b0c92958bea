"""One run of a year: what it published, its pages and tables, and the code that ran."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.assurance.commits import committed_code
from helpers.assurance.register import frozen, register
from helpers.assurance.vouched import Vouched, code_of
from helpers.context import Context
from helpers.fact_csv import columns_of, csv_text, read_csv
from helpers.fact_tables import FACT_TABLES, Behind, from_table, rows_of
from helpers.facts import Fact, Facts, Key
from helpers.faults import Stop
from helpers.pages.said import Said
from helpers.wording import text

NOT_ACCOUNT = ("granskning", "rattelser", "andringar")  # what pages about the account are called
SAID = "sidor.json"  # what the pages say, beside them


@dataclass(frozen=True)
class Side(Vouched):
    """One run of a year: what it published and, where they are at hand, its pages and its tables."""

    processed: Path | None = None

    @cached_property
    def tables_at_hand(self) -> bool:
        """Whether the tables beside the reports are those that the reports' facts were made from."""
        printed = self.reports / "facts.csv"
        if not (printed.exists() and all(self._path(name).exists() for name in FACT_TABLES)):
            return False
        published = printed.read_text(encoding="utf-8")
        return csv_text(from_table(self.table("facts")), columns_of(published)) == published

    @cached_property
    def facts(self) -> dict[Key, Fact]:
        """By key, with their rules where the tables are at hand; none for a year without deliveries."""
        if self.tables_at_hand:
            found = from_table(self.table("facts"))
        else:
            found = read_csv(path) if (path := self.reports / "facts.csv").exists() else Facts([])
        return {f.key: f for f in found}

    @cached_property
    def rows(self) -> Mapping[Key, Behind] | None:
        """The rows behind each fact, by key and role; None where the tables are not at hand."""
        if not self.tables_at_hand:
            return None
        return rows_of(self.table("fact_rows"), self.table("evidence"))

    @cached_property
    def statuses(self) -> dict[tuple[str, str], str]:
        """How each part was delivered, `{(kind, part): status}`; empty where the tables are not at hand."""
        if not self.tables_at_hand:
            return {}
        table = self.table("deliveries")
        return dict(zip(zip(table["kind"], table["part"], strict=True), table["status"], strict=True))

    @cached_property
    def said(self) -> dict[str, Said]:
        """What each of its pages says; empty where that was not kept."""
        known = self.reports / SAID
        return read_said(known) if known.exists() else {}

    @property
    def pages(self) -> dict[str, Said]:
        """What the pages of the account say; empty where they were not kept."""
        return {name: page for name, page in self.said.items() if not name.startswith(NOT_ACCOUNT)}

    def table(self, name: str) -> pd.DataFrame:
        """A table that the reports were made from, or one of the facts' own.

        Raises:
            FileNotFoundError: it was not kept.
        """
        return pd.read_parquet(self._path(name))

    def _path(self, name: str) -> Path:
        return (self.processed or self.reports) / f"{name}.parquet"


def said_text(said: Mapping[str, Said]) -> bytes:
    """What pages say, by name; not those of vouchers and of how the figures came about."""
    kept = {name: page.kept() for name, page in sorted(said.items()) if "/" not in name}
    return (json.dumps(kept, ensure_ascii=False) + "\n").encode()


def read_said(path: Path) -> dict[str, Said]:
    """What pages say, as it was kept."""
    return {name: Said.read(page) for name, page in json.loads(path.read_text(encoding="utf-8")).items()}


def adopted_side(context: Context) -> Side:
    """What the board adopted last; before any decision, the reports as they stand.

    Raises:
        Stop: the year's decisions are not whole.
    """
    known = register(context)
    reports = frozen(context, known[-1].revision) if known else context.reports
    code = code_of(reports)
    if code is None:
        code = committed_code(context.workspace, reports)
    return Side(context.year, reports, context.processed, committed_code=code)


def side_with_tables(context: Context) -> Side:
    """What the board adopted last, as `adopted_side` has it, with the tables it was made from at hand.

    Raises:
        Stop: the year is not made, or its tables are of another run.
    """
    side = adopted_side(context)
    if not side.tables_at_hand:
        raise Stop(text("adoption.no_tables", year=context.year))
    return side
