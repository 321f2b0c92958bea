"""Who has what is shown, knows how counts add up, and solves for each count that is not shown.

Nothing here is taken from the code that keeps counts.
"""

from collections.abc import Mapping

import numpy as np
from scipy.optimize import linprog

from helpers.disclosure.suppression import Cell, Table, is_small
from helpers.facts import Fact, Facts

OUTCOMES = ("to-work", "to-studies", "to-other-solution", "dropped-out")


def intervals(of: Table, secret: set[Cell]) -> Mapping[Cell, tuple[float, float]]:
    """Between what each count that is not shown must lie, for who knows the others and the sums."""
    unknown = sorted(secret | of.unshown)
    matrix = np.zeros((len(of.sums), len(unknown)))
    known = np.zeros(len(of.sums))
    for row, added in enumerate(of.sums):
        for cell, times in added.items():
            if cell in unknown:
                matrix[row, unknown.index(cell)] = times
            else:
                known[row] -= times * of.counts[cell]
    found = {}
    for at, cell in enumerate(unknown):
        ends = []
        for sign in (1, -1):
            cost = np.zeros(len(unknown))
            cost[at] = sign
            solved = linprog(cost, A_eq=matrix, b_eq=known, bounds=(0, None))
            assert solved.status in (0, 3)  # solved, or without a limit
            ends.append(solved.x[at] if solved.status == 0 else np.inf)
        found[cell] = (ends[0], ends[1])
    return found


def exposed(of: Table, secret: set[Cell]) -> list[Cell]:
    """The counts that should be kept and that an attacker has to the unit."""
    private = secret | {cell for cell in of.unshown if is_small(of.counts[cell])}
    return [
        cell
        for cell, (low, high) in intervals(of, secret).items()
        if cell in private and high - low < 1 - 1e-6
    ]


def small(of: Table) -> set[Cell]:
    return {cell for cell, count in of.counts.items() if is_small(count)}


Count = tuple[str, str, str, str]  # place, what, who was asked, group


class Attacker:
    """Who has an exchange folder and knows what the measures mean."""

    def __init__(self, facts: Facts, whole: Facts):
        self.known: dict[Count, int] = {}
        self.sums: list[dict[Count, int]] = []
        self.true: dict[Count, int] = {}
        for fact in facts:
            real = whole.get(*fact.key[1:])
            for count, shown, value in zip(counts(fact), numbers(fact), numbers(real), strict=True):
                if shown is not None:
                    assert self.known.setdefault(count, shown) == shown
                if value is not None:
                    self.true[count] = value
        for place, what, asked, group in list(self.true):
            of = (place, what, asked, group)
            if group == "all":
                self.add(of, [(place, what, asked, g) for g in ("women", "men", "unknown")])
            parts = {
                "total": [("carried-over", "new"), ("discharged", "remaining"), ("unique", "not unique")],
                "discharged": [OUTCOMES, ("positive", "not positive"), *((o, f"not {o}") for o in OUTCOMES)],
                "positive": [OUTCOMES[:3]],
                "referred": [("accepted", "not accepted")],
            }.get(what, [])
            parts += [(f"yes {what}", f"no {what}")] if what.startswith("answered:") else []
            for names in parts:
                self.add(of, [(place, name, asked, group) for name in names])

    def add(self, of: Count, parts: list[Count]) -> None:
        if len(parts) == 2 and parts[0] in self.true and parts[1] not in self.true:
            self.true[parts[1]] = self.true[of] - self.true[parts[0]]
        parts = [part for part in parts if part in self.true]
        if parts and sum(self.true[part] for part in parts) == self.true[of]:
            self.sums.append({of: 1} | dict.fromkeys(parts, -1))

    def had(self) -> list[Count]:
        """The small counts, and those that the folder keeps, that the attacker has to the unit."""
        places = {(count[0], count[2]) for count in self.true}
        return [count for place in sorted(places) for count in self.had_of(*place)]

    def had_of(self, place: str, asked: str) -> list[Count]:
        unknown = [c for c in self.true if c not in self.known and (c[0], c[2]) == (place, asked)]
        sums = [s for s in self.sums if next(iter(s))[0::2] == (place, asked)]
        at = {count: i for i, count in enumerate(unknown)}
        matrix, right = np.zeros((len(sums), len(unknown))), np.zeros(len(sums))
        for row, added in enumerate(sums):
            for count, times in added.items():
                if count in at:
                    matrix[row, at[count]] = times
                else:
                    right[row] -= times * self.known[count]
        private = [c for c in unknown if 1 <= self.true[c] <= 4 or not c[1].startswith(("not ", "no "))]
        return [c for c in private if self.width(matrix, right, at[c]) < 1 - 1e-6]

    @staticmethod
    def width(matrix: np.ndarray, right: np.ndarray, column: int) -> float:
        ends = []
        for sign in (1, -1):
            cost = np.zeros(matrix.shape[1])
            cost[column] = sign
            solved = linprog(cost, A_eq=matrix, b_eq=right, bounds=(0, None))
            assert solved.status in (0, 3)
            ends.append(solved.x[column] if solved.status == 0 else np.inf)
        return ends[1] - ends[0]


def counts(fact: Fact) -> list[Count]:
    """What the numbers of a fact count."""
    kind, _, rest = fact.measure.partition(":")
    what = [fact.measure]
    if fact.unit == "share":
        what = [f"yes answered:{rest}", f"answered:{rest}"] if kind == "question" else [rest, "discharged"]
    return [(fact.platform, name, fact.respondents, fact.group) for name in what]


def numbers(fact: Fact) -> list[int | None]:
    if fact.unit == "share":
        return [fact.numerator, fact.denominator]
    return [fact.integer if fact.ok else None]


def over_years(attackers: Mapping[int, Attacker]) -> list[Count]:
    """The small counts of people that follow when the folders of several years are read together.

    Who remained at the end of a year is carried over into the next, where the two are the same.
    """
    every = Attacker(Facts(()), Facts(()))

    def of(year: int, count: Count) -> Count:
        place, what, asked, group = count
        return place, f"{what} {year}", asked, group

    for year, one in attackers.items():
        every.known |= {of(year, c): n for c, n in one.known.items()}
        every.true |= {of(year, c): n for c, n in one.true.items()}
        every.sums += [{of(year, c): n for c, n in added.items()} for added in one.sums]
        for count, n in one.true.items():
            before = of(year - 1, (count[0], "remaining", *count[2:]))
            if count[1] == "carried-over" and every.true.get(before) == n:
                every.sums.append({of(year, count): 1, before: -1})
    return [count for count in every.had() if 1 <= every.true[count] <= 4]
