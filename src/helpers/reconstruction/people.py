"""Invented people: test numbers in, participations, referrals, SUS rows and answers out."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path

from helpers.codes import GENDERS, OUTCOME_LABELS, REFERRERS
from helpers.reconstruction.blueprint import Column, Contradiction, Plan

LABELS = {code: label for label, code in OUTCOME_LABELS.items()}
YOUNG = ("ungdomstorget", "vaga-vaxa", "hikikomori")
GROWN = ("vuxentorget", "halsoframjande-etablering")
HOME = {
    "robertsfors": "Robertsfors",
    "nordmaling": "Nordmaling",
    "vannas": "Vännäs",
    "vindeln": "Vindeln",
    "bjurholm": "Bjurholm",
}


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
        """A test number nobody has yet, of an age that fits the platform that year."""
        age = "young" if platform in YOUNG else "grown"
        pool = self._free[gender, age]
        for index, number in enumerate(pool):
            fits = 16 <= year - int(number[:4]) <= (29 if age == "young" else 64) and (
                age == "young" or year - int(number[:4]) >= 25
            )
            if number not in self._used and fits:
                self._used.add(number)
                del pool[index]
                return number
        raise Contradiction(f"no test number left for {gender} {age}")

    def build_list(self, year: int, platform: str) -> None:
        """All rows of one platform's list: carried over, new, discharged, and referrals that did not start."""
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
            rows.append(self._row(self.person(gender, platform, year), gender, platform, start, rng))
        doubles = self._doubles(year, platform, gender)
        for index in range(column.new):
            number = doubles[index] if index < len(doubles) else self.person(gender, platform, year)
            start = dt.date(year, 1, 9) + dt.timedelta(days=rng.randrange(300))
            rows.append(self._row(number, gender, platform, start, rng, year))
        leaving = rng.sample(range(len(rows)), column.discharged)
        reasons = [o for o, n in column.outcomes.items() for _ in range(n)]
        rng.shuffle(reasons)
        for index, reason in zip(leaving, reasons, strict=True):
            first = max(rows[index].start + dt.timedelta(days=20), dt.date(year, 1, 2))
            end = first + dt.timedelta(days=rng.randrange((dt.date(year, 12, 31) - first).days + 1))
            rows[index] = replace(rows[index], end=end, outcome=reason)
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
        number: str,
        gender: str,
        platform: str,
        start: dt.date,
        rng: random.Random,
        referred_in: int | None = None,
    ) -> Row:
        referred = start - dt.timedelta(days=7 + rng.randrange(30))
        if referred_in and referred.year < referred_in:
            referred = dt.date(referred_in, 1, 2)
        return Row(
            number, gender, HOME.get(platform, "Umeå"), referred, rng.choice(list(REFERRERS)), "Ja", start
        )

    def _with_referrals(self, rows: list[Row], year: int, platform: str, rng: random.Random) -> list[Row]:
        """Add those referred in the year who did not start, and give all referrals of the year their referrer."""
        chosen = self.plan.choices["referrals"].get(platform) if year == 2019 else None
        if not chosen:
            return rows
        for gender in GENDERS:
            index = GENDERS.index(gender)
            accepted = sum(r.gender == gender and r.referred.year == year for r in rows)
            waiting = chosen.get("accepted", [0, 0])[index]
            for i in range(chosen["referred"][index] - accepted):
                referred = dt.date(year, 1, 7) + dt.timedelta(days=rng.randrange(340))
                decision = "Ja" if i < waiting else ("" if referred.month == 12 else "Nej")
                number = self.person(gender, platform, year)
                rows.append(Row(number, gender, HOME.get(platform, "Umeå"), referred, "", decision))
        mine = [i for i, r in enumerate(rows) if r.referred.year == year]
        names = [name for name, n in zip(REFERRERS, chosen["by"], strict=True) for _ in range(n)]
        names += [""] * (len(mine) - len(names))
        rng.shuffle(names)
        for i, name in zip(mine, names, strict=True):
            rows[i] = replace(rows[i], referred_by=name)
        return rows


@dataclass(frozen=True)
class SusRow:
    platform: str
    number: str
    gender: str
    start: dt.date
    time: str
    education: str
    support: str


def sus_rows(town: Town, year: int) -> Iterator[SusRow]:
    """SUS rows whose tables come out as published; a person with two incomes has two rows."""
    plan = town.plan
    printed = {
        (f.platform, f.measure.split(":", 2)[1], f.measure.split(":", 2)[2], f.group): int(f.value)
        for f in plan.figures["sus"]
        if f.year == year
        and f.measure.startswith("sus:")
        and f.measure.count(":") == 2
        and f.value is not None
    }
    chosen = plan.choices["sus"].get(year, {})
    places = sorted({p for p, *_ in printed} | set(chosen)) if year < 2019 else list(chosen)
    for place in places:
        rng = random.Random(f"sus {year} {place}")
        for gender in GENDERS:
            counts: dict[str, dict[str, int]] = {}
            for column in ("time", "education", "support-before"):
                counts[column] = {
                    label: n
                    for (p, c, label, g), n in printed.items()
                    if (p, c, g) == (place, column, gender) and not label.startswith("Totalt")
                }
                extra = chosen.get(place, {}).get(column, {})
                counts[column] |= {label: pair[GENDERS.index(gender)] for label, pair in extra.items()}
            yield from _sus_people(town, year, place, gender, counts, rng)


def _sus_people(
    town: Town, year: int, place: str, gender: str, counts: dict[str, dict[str, int]], rng: random.Random
) -> Iterator[SusRow]:
    spread = {c: [label for label, n in d.items() for _ in range(n)] for c, d in counts.items()}
    people = len(spread["time"])
    if len(spread["education"]) != people or len(spread["support-before"]) < people:
        raise Contradiction(f"SUS {year} {place} {gender}: the tables count different people")
    for labels in spread.values():
        rng.shuffle(labels)
    parts = (
        ["ungdomstorget", "ungdomstorget", "ungdomstorget", "vaga-vaxa", "hikikomori"]
        if place == "ungdomsplattformen"
        else [place]
    )
    own = [
        (r.number, r.start)
        for p in dict.fromkeys(parts)
        for y in (year,)
        for r in town.lists.get((y, p), [])
        if r.gender == gender and r.start and r.start.year >= year - 1
    ]
    own = list(dict(own).items())[:people]
    own += [
        (
            town.person(gender, parts[0], year),
            dt.date(year - rng.randrange(2), 1, 10) + dt.timedelta(days=rng.randrange(340)),
        )
        for _ in range(people - len(own))
    ]
    incomes = [[label] for label in spread["support-before"][:people]]
    for label in spread["support-before"][people:]:
        incomes[next(i for i in rng.sample(range(people), people) if label not in incomes[i])].append(label)
    for (number, start), time, education, supports in zip(
        own, spread["time"], spread["education"], incomes, strict=True
    ):
        part = rng.choice(parts)
        for support in supports:
            yield SusRow(part, number, gender, start, time, education, support)
