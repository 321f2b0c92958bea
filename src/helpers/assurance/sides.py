"""One run of a year: what it published, its pages and tables, and the code that ran."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property
from html.parser import HTMLParser
from pathlib import Path

import pandas as pd

from helpers.assurance.commits import committed_code
from helpers.assurance.register import frozen, register
from helpers.assurance.vouched import Vouched, code_of
from helpers.context import Context
from helpers.fact_tables import FACT_TABLES, Behind, from_table, rows_of
from helpers.facts import Fact, Facts, Key, columns_of, csv_text, read_csv
from helpers.faults import Stop
from helpers.pages.figures import LINK
from helpers.wording import text

NOT_ACCOUNT = ("granskning.html", "rattelser.html")  # pages about the account
SENTENCES = ("p", "li", "dd", "h2", "h3", "caption")


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
    def pages(self) -> dict[str, "Page"]:
        """The pages of the account; empty where they were not kept."""
        return {
            p.name: Page.read(p.read_text(encoding="utf-8"))
            for p in sorted(self.reports.glob("*.html"))
            if p.name not in NOT_ACCOUNT
        }

    def table(self, name: str) -> pd.DataFrame:
        """A table that the reports were made from, or one of the facts' own.

        Raises:
            FileNotFoundError: it was not kept.
        """
        return pd.read_parquet(self._path(name))

    def _path(self, name: str) -> Path:
        return (self.processed or self.reports) / f"{name}.parquet"


@dataclass
class Page:
    """What a reader of a page reads: its sentences with the vouchers they lead to, and its figures."""

    sentences: list[str] = field(default_factory=list)
    leads: list[set[str]] = field(default_factory=list)
    figures: Counter = field(default_factory=Counter)

    @classmethod
    def read(cls, html: str) -> "Page":
        """What stands in a page's `main`."""
        reader = _Reader()
        reader.feed(html.partition("<main")[2])
        return reader.page


class _Reader(HTMLParser):
    """Sentences are the outermost paragraphs, list items, descriptions, captions and headings.

    A chart's words stand beside it.
    """

    def __init__(self) -> None:
        super().__init__()
        self.page = Page()
        self._inside: list[str] = []
        self._words: list[str] = []
        self._leads: set[str] = set()
        self._figure: tuple[str, list[str]] | None = None
        self._nav = 0

    def handle_starttag(self, tag: str, attributes: list) -> None:
        self._nav += tag == "nav"
        if tag in SENTENCES and not self._nav:
            self._inside.append(tag)
        if tag == "a" and (found := LINK.match(self.get_starttag_text() or "")):
            self._figure = (found.group(2), [])
            self._leads.add(found.group(2))

    def handle_data(self, data: str) -> None:
        if self._inside:
            self._words.append(data)
        if self._figure:
            self._figure[1].append(data)

    def handle_endtag(self, tag: str) -> None:
        self._nav -= tag == "nav"
        if tag == "a" and self._figure:
            number_, words = self._figure
            self.page.figures[number_, "".join(words)] += 1
            self._figure = None
        if self._inside and tag == self._inside[-1]:
            self._inside.pop()
            if not self._inside:
                said, self._words = "".join(self._words).strip(), []
                if tag not in ("li", "dd") or said.endswith("."):  # others are figures with their label
                    self._say(said, self._leads)
        if not self._inside and tag in (*SENTENCES, "td", "th"):
            self._leads = set()

    def _say(self, words: str, leads: set[str]) -> None:
        if words.strip():
            self.page.sentences.append(" ".join(words.split()))
            self.page.leads.append(set(leads))


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
