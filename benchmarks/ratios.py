"""What is held against what, and the arithmetic: ratios round by round, their median, span and goal."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import median

Rounds = Mapping[str, Sequence[float]]  # `cold.wall` -> a number a round


@dataclass(frozen=True)
class Ratio:
    """A figure, or one over another of the same round: `loop.wall` over `cold.wall`.

    `least` and `most` are the goal, where there is one.
    """

    words: str
    over: str
    under: str = ""
    least: float | None = None
    most: float | None = None
    unit: str = "×"

    def values(self, rounds: Rounds) -> list[float]:
        """The figure of each round."""
        if not self.under:
            return list(rounds[self.over])
        return [a / b for a, b in zip(rounds[self.over], rounds[self.under], strict=True)]

    def row(self, rounds: Rounds) -> list[str]:
        """Words, median, span, goal and whether the median reaches it."""
        values = self.values(rounds)
        middle, limit = median(values), self.most if self.least is None else self.least
        span = f"{min(values):.2f}–{max(values):.2f}"
        if limit is None:
            return [self.words, f"{middle:.2f} {self.unit}", span, "", ""]
        reached = middle >= limit if self.least is not None else middle <= limit
        goal = f"{'≤' if self.least is None else '≥'} {limit:g}"
        return [self.words, f"{middle:.2f} {self.unit}", span, goal, "yes" if reached else "NO"]


def exponent(small: float, large: float, times: float) -> float:
    """How a cost grows: 1 as the size does, 2 as its square; `times` is how many times larger the size is.

    >>> exponent(2.0, 20.0, 10), exponent(2.0, 200.0, 10)
    (1.0, 2.0)
    """
    return math.log(large / small) / math.log(times)


RATIOS = [
    Ratio("cold run, wall: papermill + nbconvert loop / ours", "loop.wall", "cold.wall", least=8),
    Ratio("cold run, CPU: papermill + nbconvert loop / ours", "loop.cpu", "cold.cpu"),
    Ratio("cold run, wall: nbconvert --execute / ours", "nbconvert.wall", "cold.wall"),
    Ratio("cold run, CPU: nbconvert --execute / ours", "nbconvert.cpu", "cold.cpu"),
    Ratio("cold run, wall: ploomber-engine + nbconvert / ours", "ploomber.wall", "cold.wall"),
    Ratio("cold run, CPU: ploomber-engine + nbconvert / ours", "ploomber.cpu", "cold.cpu"),
    Ratio("cold run, wall: ours / the same cells in one plain process", "cold.wall", "plain.wall"),
    Ratio("cold run, CPU: ours / the same cells in one plain process", "cold.cpu", "plain.cpu", most=1.4),
    Ratio("unchanged run with make, wall", "unchanged.wall", most=0.5, unit="s"),
    Ratio("one changed list, wall: / cold run", "changed.wall", "cold.wall", most=0.25),
    Ratio("make diff AGAINST=HEAD, nothing changed, wall", "diff.wall", most=2, unit="s"),
    Ratio("10 000 rows, check and facts, CPU", "rows-10000.chapters", unit="s"),
    Ratio("100 000 rows, check and facts, CPU", "rows-100000.chapters", most=10, unit="s"),
    Ratio("100 000 rows, check and facts with start, wall", "rows-100000.wall", unit="s"),
    Ratio("growth from 10 000 to 100 000 rows, exponent of CPU", "rows.exponent", most=1.1, unit=""),
    Ratio("10 000 rows, CPU: ours with start / duckdb", "rows-10000.cpu", "duckdb-10000.cpu"),
    Ratio("10 000 rows, CPU: ours with start / polars", "rows-10000.cpu", "polars-10000.cpu"),
    Ratio("100 000 rows, CPU: ours with start / duckdb", "rows-100000.cpu", "duckdb-100000.cpu"),
    Ratio("100 000 rows, CPU: ours with start / polars", "rows-100000.cpu", "polars-100000.cpu"),
    Ratio("200 000 vouchers read, CPU", "ledger.seconds", most=10, unit="s"),
    Ratio("200 000 vouchers read, peak of memory", "ledger.peak", most=500, unit="MB"),
    Ratio("200 000 vouchers, CPU: ours with start / a plain program", "ledger.cpu", "ledger-plain.cpu"),
    Ratio("memory of a cold run's whole tree, summed PSS, peak", "memory.peak", most=600, unit="MB"),
]
HEAD = ["What", "Median", "Least–most", "Goal", "Reached"]
