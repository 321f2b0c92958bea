"""What the law asks of a year's annual report, tried: each requirement against facts, texts, days and files.

The requirements are data (`helpers.defining.laws`); here is how each kind of them is tried.
"""

import datetime as dt
from collections.abc import Callable, Collection, Iterator, Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from fractions import Fraction

from helpers.defining.laws import Kind, Requirement, laws
from helpers.facts import Fact, Facts, missing

MET, LACKING, UNTRIED, DEPARTS = STATES = ("met", "lacking", "untried", "departs")
_SHARE = "economy:member-share:"
_RESULT = "economy:result"
_HALF = Fraction(1, 200)  # kronor: what rounding to whole öre moves an amount by at most


@dataclass(frozen=True)
class Evidence:
    """What is known of a year when its annual report is tried.

    `facts` by year, this one and those before it; `place` is whose they are. `texts` are the ids of the texts
    that are written, `days` and `files` what is known by name: `decided`, `revisionsberattelse`.
    """

    year: int
    place: str
    facts: Mapping[int, Facts]
    texts: Collection[str] = ()
    days: Mapping[str, dt.date] = field(default_factory=dict)
    files: Mapping[str, str] = field(default_factory=dict)

    def get(self, measure: str, year: int = 0) -> Fact:
        """The fact of a measure; a missing one where nothing is known."""
        known = self.facts.get(year or self.year, Facts(()))
        key = (year or self.year, self.place, measure, "", "all")
        return known.by_key.get(key) or missing(key, "", "")

    def like(self, measure: str, year: int = 0) -> list[Fact]:
        """The facts of a measure that may hold `*`."""
        if "*" not in measure:
            return [self.get(measure, year)]
        known = self.facts.get(year or self.year, Facts(()))
        return [f for f in known.measures(self.place, measure.partition("*")[0]) if _is_like(f, measure)]


def _is_like(fact: Fact, measure: str) -> bool:
    return fnmatchcase(fact.measure, measure)


@dataclass(frozen=True)
class Tried:
    """How a requirement stands, and on what: facts by what they are called, texts, a day, files.

    `lacks` are the names of what is not there: facts, years, ids of texts. `why` is the catalogue's word for
    a reason that is none of these.
    """

    requirement: Requirement
    state: str
    facts: tuple[tuple[str, Fact], ...] = ()
    texts: tuple[str, ...] = ()
    day: dt.date | None = None
    files: tuple[str, ...] = ()
    lacks: tuple[str, ...] = ()
    why: str = ""


def tried(known: Evidence) -> list[Tried]:
    """Every requirement of the law, tried against what is known of a year."""
    return [_tried(asked, known) for asked in laws().requirements]


def _tried(asked: Requirement, known: Evidence) -> Tried:
    if laws().laws[asked.law].since > dt.date(known.year, 1, 1):
        return Tried(asked, UNTRIED, why="not-in-force")
    return _TRIED_BY[asked.kind](asked, known)


def _day(asked: Requirement, known: Evidence) -> Tried:
    day = known.days.get(asked.day)
    if day is None:
        return Tried(asked, UNTRIED, why="no-day")
    return Tried(asked, MET if day <= asked.last_day(known.year) else DEPARTS, day=day)


def _facts(asked: Requirement, known: Evidence) -> Tried:
    found, lacks = list[tuple[str, Fact]](), list[str]()
    for year in range(known.year - asked.years + 1, known.year + 1):
        for name, measure in asked.facts.items():
            ok = [fact for fact in known.like(measure, year) if fact.ok]
            said = name if asked.years == 1 else f"{name} {year}"
            found += [(said, fact) for fact in ok]
            lacks += [] if ok else [said]
    return Tried(asked, LACKING if lacks else MET, tuple(found), lacks=tuple(lacks))


def _texts(asked: Requirement, known: Evidence) -> Tried:
    if asked.when == "deficit":
        result = known.get(_RESULT)
        if not result.ok:
            return Tried(asked, UNTRIED, why="no-result")
        if result.fraction >= 0:
            return Tried(asked, MET, ((_name(asked, result), result),), why="no-deficit")
    there = tuple(name for name in asked.blocks if name in known.texts)
    lacks = tuple(name for name in asked.blocks if name not in known.texts)
    return Tried(asked, LACKING if lacks else MET, texts=there, lacks=lacks)


def _name(asked: Requirement, fact: Fact) -> str:
    """What a requirement calls a fact, where it names it."""
    return next((name for name, measure in asked.facts.items() if measure == fact.measure), "")


def _budget(asked: Requirement, known: Evidence) -> Tried:
    facts = tuple((name, known.get(measure)) for name, measure in asked.facts.items())
    if not all(fact.ok for _, fact in facts):
        return Tried(asked, UNTRIED, lacks=tuple(name for name, fact in facts if not fact.ok))
    there = tuple(name for name in asked.blocks if name in known.texts)
    if all(fact.fraction > 0 for _, fact in facts):
        return Tried(asked, MET, facts, there)
    return Tried(asked, MET if there else DEPARTS, facts, there, why="reason-given" if there else "")


def _shares(asked: Requirement, known: Evidence) -> Tried:
    """The members' parts are the whole, and each member's part of all that is shared is the same."""
    totals = {name: known.get(measure) for name, measure in asked.facts.items()}
    parts = {name: dict(_parts(measure, known)) for name, measure in asked.facts.items()}
    if lacks := tuple(n for n in asked.facts if not totals[n].ok or not parts[n]):
        return Tried(asked, LACKING, lacks=lacks)
    facts = tuple(totals.items())
    wrong = [n for n in totals if not _is_whole(totals[n].fraction, parts[n])]
    right = [n for n in parts if n not in wrong]
    wrong += [n for n in right if not _is_alike(n, right[0], totals, parts)]
    return Tried(asked, DEPARTS if wrong else MET, facts, lacks=tuple(wrong))


def _parts(measure: str, known: Evidence) -> Iterator[tuple[str, Fraction]]:
    """Each member's part of a total: the second word of its measure says of what."""
    of = measure.split(":")[1]
    for fact in known.like(f"{_SHARE}*:{of}"):
        if fact.ok:
            yield fact.measure.removeprefix(_SHARE).rpartition(":")[0], fact.fraction


def _is_whole(total: Fraction, parts: Mapping[str, Fraction]) -> bool:
    return abs(total - sum(parts.values(), Fraction())) <= _HALF * len(parts)


def _is_alike(
    name: str, first: str, totals: Mapping[str, Fact], parts: Mapping[str, dict[str, Fraction]]
) -> bool:
    """Whether each member has as large a part of one total as of the first, each rounded to öre."""
    one, other = totals[first].fraction, totals[name].fraction
    if parts[name].keys() != parts[first].keys() or not one:
        return parts[name].keys() == parts[first].keys()
    apart = (abs(parts[first][m] * other - part * one) for m, part in parts[name].items())
    return all(difference <= _HALF * (abs(one) + abs(other)) for difference in apart)


def _file(asked: Requirement, known: Evidence) -> Tried:
    name = known.files.get(asked.file, "")
    return Tried(asked, MET, files=(name,)) if name else Tried(asked, LACKING, lacks=(asked.file,))


def _not(asked: Requirement, known: Evidence) -> Tried:
    return Tried(asked, UNTRIED)


_TRIED_BY: Mapping[Kind, Callable[[Requirement, Evidence], Tried]] = {
    "date-before": _day,
    "fact-present": _facts,
    "block-present": _texts,
    "budget-in-balance": _budget,
    "sum-by-fee": _shares,
    "file-present": _file,
    "not-tried": _not,
}
