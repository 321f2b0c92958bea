"""What the report chapters share: the year's facts beside earlier years', what a page rests on, and its plain blocks."""

import hashlib
from dataclasses import dataclass

import pandas as pd

from helpers.codes import ASSOCIATION, READ
from helpers.context import YEARS_BACK, Context
from helpers.counting import likeness
from helpers.counting.likeness import PARTICIPANTS, Break, Likeness
from helpers.definitions import Definitions
from helpers.fact_tables import from_table
from helpers.facts import Fact, Facts
from helpers.faults import Fault
from helpers.faults import from_table as faults_from_table


@dataclass(frozen=True)
class YearOfFacts:
    """One year's definitions, facts and delivered files."""

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
        store = context.store()
        faults = [f for t in ("faults", "fact_faults") for f in faults_from_table(store.read(t))]
        return cls(
            context.year,
            context.definitions,
            from_table(store.read("facts")),
            store.read("deliveries"),
            faults,
        )

    def invented(self) -> list[str]:
        """Names of the reconstructed files among the delivered ones."""
        return sorted(self.deliveries["file"][self.deliveries["shipped"]])

    @property
    def counted(self) -> likeness.Counted:
        """The definitions, and the platforms whose list was read."""
        mine = self.deliveries
        return likeness.Counted(
            self.definitions,
            frozenset(mine["part"][(mine["kind"] == "participants") & (mine["status"] == READ)]),
        )

    def own(self) -> list[str]:
        return sorted(self.deliveries["file"][~self.deliveries["shipped"] & (self.deliveries["file"] != "")])


@dataclass(frozen=True)
class Report:
    """A year with the years before it, nearest first, as far as they have facts."""

    context: Context
    now: YearOfFacts
    earlier: list[YearOfFacts]
    register: list[Break]

    @classmethod
    def load(cls, context: Context, years_back: int = YEARS_BACK) -> "Report":
        """The year of the context, whose facts are made, and up to `years_back` years before it."""
        before = [context.at(context.year - n) for n in range(1, years_back + 1)]
        earlier = [YearOfFacts.load(c) for c in before if c.store().exists("facts")]
        return cls(context, YearOfFacts.load(context), earlier, likeness.load(context.workspace.breaks))

    @property
    def before(self) -> YearOfFacts | None:
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
        if like is None or not like.holds:
            return None
        if measure.startswith("question:"):
            question = self.now.definitions.question(measure.removeprefix("question:"), respondents)
            measure = likeness.earlier_question(
                self.now.definitions, self.before.definitions, question, respondents
            )
        fact = self.before.facts.get(place, measure, respondents, group)
        return fact if fact.ok else None

    def participant_breaks(self, place: str) -> list[tuple[int, Likeness]]:
        """For each year but the first: how it stands to the year before."""
        pairs = zip(self.years, self.years[1:], strict=False)
        return [
            (b.year, likeness.likeness(self.register, b.counted, a.counted, place, PARTICIPANTS))
            for a, b in pairs
        ]


TABLES = ("facts", "deliveries", "faults", "fact_faults")


def digest(place: str, definitions: Definitions, tables: dict[str, pd.DataFrame]) -> str:
    """What of a year (its TABLES) a page of `place` can show, as one hash."""
    known = place == ASSOCIATION or place in [*definitions.platform_ids, *definitions.whole_ids]
    parts = ([place] if place in definitions.platform_ids else definitions.parts(place)) if known else []
    shown = dict(tables)
    if place != ASSOCIATION:
        around = {ASSOCIATION, *(w for p in parts for w in definitions.wholes_of(p))}
        others = set(definitions.platform_ids) - set(parts)
        facts = tables["facts"]
        of_wholes = (facts["respondents"] != "") | facts["measure"].str.startswith(
            "hae:"
        )  # all that a page shows of a whole it is part of
        shown["facts"] = facts[
            facts["platform"].isin({place, *parts}) | (facts["platform"].isin(around) & of_wholes)
        ]
        shown["deliveries"] = tables["deliveries"][~tables["deliveries"]["part"].isin(others)]
        for name in ("faults", "fact_faults"):
            shown[name] = tables[name][~tables[name]["part"].isin(others)]
    return hashlib.sha256("".join(t.to_csv(index=False) for t in shown.values()).encode()).hexdigest()
