"""Invented people: test numbers in, participations, referrals, SUS rows and answers out."""

import datetime as dt
import random
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.codes import GENDERS
from helpers.definitions import Definitions
from helpers.reconstruction.blueprint import Column, Contradiction, Plan

REFERRALS_OF = 2019  # the year whose referrals are printed
AGES = {"young": (16, 29), "grown": (25, 64)}  # in whole years, the last of the year


@dataclass(frozen=True)
class Row:
    """One row of a participant list, as its sender knows it."""

    number: str
    gender: str
    municipality: str
    referred: dt.date | None = None
    referred_by: str = ""
    decision: str = ""
    start: dt.date | None = None
    end: dt.date | None = None
    outcome: str = ""


@dataclass
class Flow:
    """How people moved between two years' lists of one platform and gender."""

    year: int
    platform: str
    gender: str
    carried: int = 0
    appeared: int = 0
    vanished: int = 0


@dataclass
class Town:
    """Everyone invented so far: who is free, and who is still in each activity."""

    plan: Plan
    test_numbers: Path
    flows: list[Flow] = field(default_factory=list)
    lists: dict[tuple[int, str], list[Row]] = field(default_factory=dict)
    _open: dict[tuple[str, str], list[Row]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        numbers = [n.strip() for n in self.test_numbers.read_text(encoding="ascii").splitlines()]
        ordinary = [n for n in numbers if int(n[6:8]) <= 31]
        self._free: dict[tuple[str, str], list[str]] = {}
        for gender in GENDERS:
            mine = [n for n in ordinary if (int(n[10]) % 2 == 0) == (gender == "women")]
            young = [n for n in mine if 1990 <= int(n[:4]) <= 2001]
            grown = [n for n in mine if 1954 <= int(n[:4]) <= 1989] + [n for n in young if int(n[:4]) <= 1992]
            for age, pool in (("young", young), ("grown", grown)):
                random.Random(f"{gender} {age}").shuffle(pool)
                self._free[gender, age] = pool
        self._used: set[str] = set()

    def person(self, gender: str, platform: str, year: int) -> str:
        """A test number nobody has yet, of an age that fits the platform that year.

        Raises:
            Contradiction: all of them are taken.
        """
        age = "young" if platform in self.plan.choices["young"] else "grown"
        pool = self._free[gender, age]
        least, most = AGES[age]
        for index, number in enumerate(pool):
            if number not in self._used and least <= year - int(number[:4]) <= most:
                self._used.add(number)
                del pool[index]
                return number
        raise Contradiction(f"no test number left for {gender} {age}")

    def build_list(self, year: int, platform: str) -> None:
        """All rows of one platform's list: carried over, new, discharged, referrals that did not start."""
        rng = random.Random(f"{year} {platform}")
        rows: list[Row] = []
        for gender in GENDERS:
            rows += self._participations(
                year, platform, gender, self.plan.column(year, platform, gender), rng
            )
        rows = self._with_referrals(rows, year, platform, rng)
        rng.shuffle(rows)
        self.lists[year, platform] = rows

    def _participations(
        self, year: int, platform: str, gender: str, column: Column, rng: random.Random
    ) -> list[Row]:
        before = self._open.get((platform, gender), [])
        flow = Flow(year, platform, gender, carried=min(len(before), column.carried))
        flow.vanished, flow.appeared = len(before) - flow.carried, column.carried - flow.carried
        self.flows.append(flow)
        rows = list(before[: flow.carried])
        for _ in range(flow.appeared):
            start = dt.date(year - 1, 1, 8) + dt.timedelta(days=rng.randrange(340))
            number = self.person(gender, platform, year)
            rows.append(self._row(year, platform, number, gender, start, rng, new=False))
        doubles = self._doubles(year, platform, gender)
        for index in range(column.new):
            number = doubles[index] if index < len(doubles) else self.person(gender, platform, year)
            start = dt.date(year, 1, 9) + dt.timedelta(days=rng.randrange(300))
            rows.append(self._row(year, platform, number, gender, start, rng, new=True))
        _discharge(rows, year, column, rng)
        self._open[platform, gender] = [r for r in rows if r.end is None]
        return rows

    def _doubles(self, year: int, platform: str, gender: str) -> list[str]:
        """People of Ungdomstorget's list of the year who are registered here too."""
        counts = self.plan.choices["double_registered"].get(year, {}).get(platform)
        if not counts:
            return []
        taken = {
            r.number
            for (y, p), rows in self.lists.items()
            if y == year and p != "ungdomstorget"
            for r in rows
        }
        taken |= {r.number for r in self._open.get((platform, gender), [])}
        candidates = [
            r.number
            for r in self.lists[year, "ungdomstorget"]
            if r.gender == gender and r.start and r.number not in taken
        ]
        return candidates[: counts[GENDERS.index(gender)]]

    def _row(
        self,
        year: int,
        platform: str,
        number: str,
        gender: str,
        start: dt.date,
        rng: random.Random,
        *,
        new: bool,
    ) -> Row:
        """A participation; one that is new for the year was referred in it."""
        referred = start - dt.timedelta(days=7 + rng.randrange(30))
        if new and referred.year < year:
            referred = dt.date(year, 1, 2)
        d = self.plan.defined[year]
        by = rng.choice([r.name for r in d.referrers])
        return Row(number, gender, self._home(year, platform), referred, by, decision_label(d, "yes"), start)

    def _home(self, year: int, platform: str) -> str:
        """The municipality of a platform, as the year's definitions say."""
        return next(p.municipality for p in self.plan.defined[year].platforms if p.id == platform)

    def build_referrals(self, year: int, platform: str) -> None:
        """The list of a platform where nobody has started: the referrals of the year alone."""
        self.lists[year, platform] = self._with_referrals([], year, platform, random.Random(platform))

    def _with_referrals(self, rows: list[Row], year: int, platform: str, rng: random.Random) -> list[Row]:
        """Add those referred in the year who did not start, and give all its referrals a referrer."""
        chosen = self.plan.choices["referrals"].get(platform) if year == REFERRALS_OF else None
        if not chosen:
            return rows
        for gender in GENDERS:
            rows += self._not_started(rows, year, platform, gender, chosen, rng)
        mine = [i for i, r in enumerate(rows) if r.referred and r.referred.year == year]
        referrers = [r.name for r in self.plan.defined[year].referrers]
        names = [name for name, n in zip(referrers, chosen["by"], strict=True) for _ in range(n)]
        names += [""] * (len(mine) - len(names))
        rng.shuffle(names)
        for i, name in zip(mine, names, strict=True):
            rows[i] = replace(rows[i], referred_by=name)
        return rows

    def _not_started(
        self,
        rows: list[Row],
        year: int,
        platform: str,
        gender: str,
        chosen: dict[str, list[int]],
        rng: random.Random,
    ) -> list[Row]:
        """Those of one gender who were referred but have not started; the first of them are accepted."""
        d, index = self.plan.defined[year], GENDERS.index(gender)
        started = len([r for r in rows if r.gender == gender and r.referred and r.referred.year == year])
        waiting = chosen.get("accepted", [0, 0])[index]
        found = []
        for i in range(chosen["referred"][index] - started):
            referred = dt.date(year, 1, 7) + dt.timedelta(days=rng.randrange(340))
            decision = "" if referred.month == 12 else decision_label(d, "no")
            if i < waiting:
                decision = decision_label(d, "yes")
            number = self.person(gender, platform, year)
            found.append(Row(number, gender, self._home(year, platform), referred, "", decision))
        return found


def _discharge(rows: list[Row], year: int, column: Column, rng: random.Random) -> None:
    """Let as many of the rows leave in the year as the column says, for its reasons; changes the rows."""
    leaving = rng.sample(range(len(rows)), column.discharged)
    reasons = [o for o, n in column.outcomes.items() for _ in range(n)]
    rng.shuffle(reasons)
    for index, reason in zip(leaving, reasons, strict=True):
        start, earliest = rows[index].start, dt.date(year, 1, 2)
        first = max(start + dt.timedelta(days=20), earliest) if start else earliest
        end = first + dt.timedelta(days=rng.randrange((dt.date(year, 12, 31) - first).days + 1))
        rows[index] = replace(rows[index], end=end, outcome=reason)


def decision_label(defined: Definitions, decision: str) -> str:
    """A decision (`yes`, `no`) as lists write it."""
    return next(d.labels[0] for d in defined.decisions if d.id == decision)
