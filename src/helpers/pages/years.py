"""What the report chapters share: the year's facts beside earlier years', and what a page rests on."""

import hashlib
from dataclasses import dataclass, field
from functools import cached_property, lru_cache

import numpy as np
import pandas as pd

from helpers.annual_report import FOLDER
from helpers.codes import READ
from helpers.context import YEARS_BACK, Context
from helpers.counting import likeness
from helpers.counting.funnel import LIMIT
from helpers.counting.likeness import PARTICIPANTS, Break, Likeness
from helpers.definitions import Definitions
from helpers.fact_tables import from_table
from helpers.facts import Fact, Facts
from helpers.faults import Fault
from helpers.faults import from_table as faults_from_table
from helpers.files import sha256
from helpers.pages.contradicted import TABLE, Contradictions
from helpers.pages.sayable import shown
from helpers.paths import INTERVENTIONS

TABLES = ("facts", "deliveries", "faults", "fact_faults")


@dataclass(frozen=True)
class YearOfFacts:
    """One year's definitions, facts as pages may print them, and delivered files."""

    year: int
    definitions: Definitions
    facts: Facts
    deliveries: pd.DataFrame
    faults: list[Fault]

    @classmethod
    def load(cls, context: Context) -> "YearOfFacts":
        """A year whose facts are made.

        Raises:
            FileNotFoundError: its facts are not made yet.
        """
        tables = [context.store().path(t).read_bytes() for t in TABLES]
        defined = context.definitions_file.read_bytes() if context.is_defined else b""
        return _of_content(context, *map(sha256, (*tables, defined)))

    def invented(self) -> list[str]:
        """Names of the reconstructed files among the delivered ones that figures rest on."""
        known = self._counted_from
        return sorted(known["file"][known["shipped"]])

    @cached_property
    def counted(self) -> likeness.Counted:
        """The definitions, and the platforms whose list was read."""
        mine = self.deliveries
        return likeness.Counted(
            self.definitions,
            frozenset(mine["part"][(mine["kind"] == "participants") & (mine["status"] == READ)]),
        )

    def own(self) -> list[str]:
        """Names of the delivered files that figures rest on and that are nobody's reconstruction."""
        known = self._counted_from
        return sorted(known["file"][~known["shipped"]])

    @property
    def _counted_from(self) -> pd.DataFrame:
        """The delivered files, but the texts of the annual report, which give no figure, and final reports.

        A shipped final report holds what its print says and nothing that is invented.
        """
        own = [FOLDER, INTERVENTIONS]
        return self.deliveries[(self.deliveries["file"] != "") & ~self.deliveries["part"].isin(own)]


@lru_cache(maxsize=4)  # a process forked for a page has what its parent has read
def _of_content(context: Context, *_: str) -> YearOfFacts:
    """A year whose definitions and tables have these hashes."""
    store = context.store()
    faults = [f for t in ("faults", "fact_faults") for f in faults_from_table(store.read(t))]
    facts = shown(from_table(store.read("facts")), context.definitions)
    return YearOfFacts(context.year, context.shown_definitions, facts, store.read("deliveries"), faults)


@dataclass(frozen=True)
class Report:
    """A year with the years before it, nearest first, as far as they have facts."""

    context: Context
    now: YearOfFacts
    earlier: list[YearOfFacts]
    register: list[Break]
    contradictions: Contradictions = field(default_factory=Contradictions)

    @classmethod
    def load(cls, context: Context, years_back: int = YEARS_BACK) -> "Report":
        """The year of the context, whose facts are made, and up to `years_back` years before it.

        Not those whose deliveries are gone, though their tables stand: no run makes them or their vouchers.
        """
        asked, beside = range(1, years_back + 1), context.years_beside
        before = [context.at(context.year - n) for n in asked if context.year - n in beside]
        earlier = [YearOfFacts.load(c) for c in before if c.store().exists("facts")]
        breaks, store = likeness.load(context.workspace.breaks), context.store()
        found = Contradictions.of(store.read(TABLE)) if store.exists(TABLE) else Contradictions()
        return cls(context, YearOfFacts.load(context), earlier, breaks, found)

    @property
    def before(self) -> YearOfFacts | None:
        """The year before this one; None where it has no facts."""
        near = [y for y in self.earlier if y.year == self.now.year - 1]
        return near[0] if near else None

    @property
    def years(self) -> list[YearOfFacts]:
        """All years at hand, oldest first."""
        return sorted([self.now, *self.earlier], key=lambda y: y.year)

    def likeness(self, place: str, measure: str = PARTICIPANTS, respondents: str = "") -> Likeness | None:
        """Whether this year's figure may stand beside last year's; None where there is no last year."""
        if self.before is None:
            return None
        return likeness.likeness(
            self.register, self.now.counted, self.before.counted, place, measure, respondents
        )

    def last_year(self, place: str, measure: str, respondents: str = "", group: str = "all") -> Fact | None:
        """Last year's fact where like is like; its question may have had another number."""
        like = self.likeness(place, measure if respondents else PARTICIPANTS, respondents)
        before = self.before
        if before is None or like is None or not like.holds:
            return None
        if measure.startswith("question:"):
            d = self.now.definitions
            question = d.question(measure.removeprefix("question:"), respondents)
            measure = likeness.earlier_question(d, before.definitions, question, respondents)
        fact = before.facts.get(place, measure, respondents, group)
        return fact if fact.ok else None

    def participant_breaks(self, place: str) -> list[tuple[int, Likeness]]:
        """For each year but the first: how it stands to the year before."""
        pairs = zip(self.years, self.years[1:], strict=False)
        return [
            (b.year, likeness.likeness(self.register, b.counted, a.counted, place, PARTICIPANTS))
            for a, b in pairs
        ]


def shown_by_place(context: Context) -> dict[str, str]:
    """What of a year's tables a page of each place can show, as hashes; '' is a place that the year lacks."""
    store, definitions = context.store(), context.definitions
    tables = {name: store.read(name) for name in TABLES}
    rows = {name: _row_digests(table) for name, table in tables.items()}
    found = {}
    for place in ("", definitions.together.id, *definitions.platform_ids, *definitions.whole_ids):
        kept = _kept(place, definitions, tables)
        found[place] = sha256(b"".join(b"".join(rows[n][kept[n]]) for n in TABLES))
    return found


def contradicted_by_place(context: Context) -> dict[str, str]:
    """What the accounts print otherwise than the facts of each place and its parts, as hashes; '' is all.

    Of a year that nobody has defined there are no places.
    """
    table = context.store().read(TABLE)
    rows = _row_digests(table)
    found = {"": sha256(b"".join(rows))}
    if not context.is_defined:
        return found
    definitions = context.definitions
    for place in (*definitions.platform_ids, *definitions.whole_ids):
        parts = [] if place in definitions.platform_ids else definitions.parts(place)
        found[place] = sha256(b"".join(rows[table["platform"].isin([place, *parts]).to_numpy()]))
    return found


def _row_digests(table: pd.DataFrame) -> np.ndarray:
    """A hash of each row, with the table's columns."""
    head = repr(list(table))
    rows = zip(*(table[c].tolist() for c in table), strict=True)
    return np.array([hashlib.sha256(f"{head}{row}".encode()).digest() for row in rows], dtype=object)


def _kept(place: str, definitions: Definitions, tables: dict[str, pd.DataFrame]) -> dict[str, np.ndarray]:
    """Which rows do not concern other platforms only; of a whole, what its parts' pages show of it."""
    if place == definitions.together.id:
        return {name: np.ones(len(table), dtype=bool) for name, table in tables.items()}
    parts: list[str] = []
    if place in definitions.platform_ids:
        parts = [place]
    elif place in definitions.whole_ids:
        parts = definitions.parts(place)
    wholes = {definitions.together.id, *(w for p in parts for w in definitions.wholes_of(p))}
    facts = tables["facts"]
    of_a_whole = (facts["respondents"] != "") | facts["measure"].str.startswith("hae:")
    kept = facts["platform"].isin({place, *parts}) | (facts["platform"].isin(wholes) & of_a_whole)
    others = {*definitions.platform_ids, FOLDER} - set(parts)  # no place shows the annual report
    found = {n: ~table["part"].isin(others).to_numpy() for n, table in tables.items() if n != "facts"}
    beside = facts["measure"].str.startswith(f"{LIMIT}:")  # platforms side by side: the association's page
    return found | {"facts": (kept & ~beside).to_numpy()}
