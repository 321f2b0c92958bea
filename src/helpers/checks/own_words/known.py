"""What a place's text is held against: the year's facts, earlier years', and what may stand beside what."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatchcase
from functools import cached_property
from typing import Protocol

from helpers.context import Context
from helpers.counting.enough import is_enough
from helpers.counting.goals import indicator_id, result_measure
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, missing

# Last year's fact of a place, measure, respondents and group, None where the years may not be compared.
LastYear = Callable[[str, str, str, str], Fact | None]


class OneYear(Protocol):
    """A year's definitions and facts."""

    @property
    def year(self) -> int: ...
    @property
    def definitions(self) -> Definitions: ...
    @property
    def facts(self) -> Facts: ...


class Years(Protocol):
    """A year beside those before it, and what may stand beside what."""

    @property
    def context(self) -> Context: ...
    @property
    def now(self) -> OneYear: ...
    @property
    def years(self) -> Sequence[OneYear]: ...

    def last_year(self, place: str, measure: str, respondents: str = "", group: str = "all") -> Fact | None:
        """Last year's fact where like is like."""


@dataclass(frozen=True, eq=False)
class Known:
    """The facts that the text of `place` in `year` can speak of; `facts` by year."""

    year: int
    place: str
    definitions: Definitions
    facts: Mapping[int, Facts]
    last_year: LastYear

    @classmethod
    def of(cls, years: Years, place: str) -> "Known":
        """What a place's text of the latest of some years can speak of."""
        now = years.now
        return cls(
            now.year,
            place,
            years.context.definitions,
            {y.year: y.facts for y in years.years},
            years.last_year,
        )

    @cached_property
    def _by_place(self) -> dict[tuple[int, str], list[Fact]]:
        found: dict[tuple[int, str], list[Fact]] = {}
        for year, facts in self.facts.items():
            for fact in facts:
                if self.may_be_said(fact):
                    found.setdefault((year, fact.platform), []).append(fact)
        return found

    def may_be_said(self, fact: Fact) -> bool:
        """Whether a sentence may rest on a fact: it has a value, is not invented and of enough people."""
        return fact.ok and not fact.is_invented and is_enough(self.definitions, fact)

    def _said(self, fact: Fact | None) -> Fact | None:
        return fact if fact is not None and self.may_be_said(fact) else None

    def at(self, years: Iterable[int], places: Iterable[str], measures: Iterable[str] = ("*",)) -> list[Fact]:
        """Every fact with a value of some years and places whose measure fits one of the patterns."""
        patterns, wanted = tuple(measures), [(y, p) for y in years for p in places]
        here = [f for key in wanted for f in self._by_place.get(key, ())]
        if patterns == ("*",):
            return here
        return [f for f in here if any(fnmatchcase(f.measure, pattern) for pattern in patterns)]

    def get(self, fact: Fact, **other: str | int) -> Fact:
        """The fact that differs from one in its year, platform, measure, respondents or group."""
        key = replace(fact, **other).key  # type: ignore[arg-type]  # parts of a key, by name
        found = self.facts.get(key[0], Facts(())).get(*key[1:])
        return self._said(found) or missing(key, found.unit, "")

    def fact(self, year: int, place: str, measure: str, group: str) -> Fact:
        """A fact of the registers; a missing one where there is none."""
        return self.get(Fact(year, place, measure), group=group)

    @cached_property
    def outcomes(self) -> frozenset[str]:
        """The ids of the outcomes."""
        return frozenset(self.definitions.outcome_ids)

    @cached_property
    def results(self) -> dict[str, tuple[str, str]]:
        """The measure of each goal's result and what its target is called by, by the goal's number."""
        found: dict[str, tuple[str, str]] = {}
        for _, account, indicator in self.definitions.indicators():
            if measure := result_measure(account, indicator):
                found.setdefault(
                    indicator_id(account, indicator), (measure, indicator_id(account, indicator))
                )
        return found

    def target_of(self, fact: Fact) -> Fact:
        """The goal that a result is judged by; a missing fact where there is none."""
        ids = [id_ for measure, id_ in self.results.values() if measure == fact.measure]
        return self.get(fact, measure=f"target:{ids[0] if ids else ''}", group="all")

    def like(self, fact: Fact) -> Fact | None:
        """Last year's fact where like is like."""
        return self._said(self.last_year(fact.platform, fact.measure, fact.respondents, fact.group))
