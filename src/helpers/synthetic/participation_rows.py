"""An association's participations over all its years, as columns: who, when, what became of them."""

from dataclasses import dataclass, fields, replace

import numpy as np
from numpy.typing import NDArray

from helpers.synthetic.invented_association import Association, PlatformPlan
from helpers.synthetic.national_model import PEOPLE, STAYS, model, stream
from helpers.synthetic.number_pool import Wanted, assign

YES, NO, PENDING = 0, 1, 2
NEVER = np.datetime64("NaT", "D")
DAY = np.timedelta64(1, "D")


@dataclass(frozen=True)
class Rows:
    """A row a participation, or a referral that led to none: columns of one length.

    `platform`, `referrer` and `outcome` are places in their lists, `person` one in the pool of numbers;
    `start` and `end` are never of a referral without a start, and `end` may lie after the last year.
    """

    platform: NDArray[np.int64]
    woman: NDArray[np.bool_]
    referred: NDArray[np.datetime64]
    decision: NDArray[np.int64]
    referrer: NDArray[np.int64]
    start: NDArray[np.datetime64]
    end: NDArray[np.datetime64]
    outcome: NDArray[np.int64]
    person: NDArray[np.int64]

    def of(self, which: NDArray) -> "Rows":
        """Some of the rows, in their order."""
        return Rows(*(getattr(self, f.name)[which] for f in fields(self)))

    def standing(self, year: int) -> NDArray[np.bool_]:
        """The rows that a year's lists hold: in the activity some day of it, or referred in it."""
        first, after = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01")
        inside = (self.start < after) & (self.end >= first)
        return inside | ((self.referred >= first) & (self.referred < after))

    def known(self, year: int) -> "Rows":
        """The rows of a year's lists with what is known at its end: no later start, end or outcome."""
        found, after = self.of(self.standing(year)), np.datetime64(f"{year + 1}-01-01")
        begun, left = found.start < after, found.end < after
        undecided = ~begun & (found.referred >= after - _pending())
        return Rows(
            found.platform,
            found.woman,
            found.referred,
            np.where(undecided, PENDING, found.decision),
            found.referrer,
            np.where(begun, found.start, NEVER),
            np.where(left, found.end, NEVER),
            np.where(left, found.outcome, -1),
            found.person,
        )


def _pending() -> np.timedelta64:
    return np.timedelta64(model()["referral"]["pending_days"], "D")


def draw_rows(association: Association) -> Rows:
    """All rows of an association, platform by platform in the order of their start."""
    rng = stream(association.seed, STAYS, association.index)
    parts = [_platform(rng, association, n, p) for n, p in enumerate(association.platforms)]
    joined = Rows(*(np.concatenate([getattr(p, f.name) for p in parts]) for f in fields(Rows)))
    return _with_people(association, joined)


def _platform(rng: np.random.Generator, association: Association, number: int, plan: PlatformPlan) -> Rows:
    start, end = _stays(rng, plan)
    n_started = len(start)
    chances = list(association.probabilities.values())
    referral = model()["referral"]
    declined = rng.binomial(n_started, referral["declined"])
    days = (plan.last - plan.first).astype(int) + 1
    wait = rng.integers(referral["least"], referral["most"] + 1, n_started).astype("timedelta64[D]")
    turned_down = plan.first + rng.integers(0, days, declined).astype("timedelta64[D]")
    n = n_started + declined
    never = np.full(declined, NEVER)
    return Rows(
        np.full(n, number),
        rng.random(n) < model()["women"],
        np.concatenate([start - wait, turned_down]),
        np.concatenate([np.full(n_started, YES), np.full(declined, NO)]),
        rng.integers(0, len(association.referrers), n),
        np.concatenate([start, never]),
        np.concatenate([end, never]),
        np.concatenate([rng.choice(len(chances), n_started, p=chances), np.full(declined, -1)]),
        np.zeros(n, np.int64),
    )


def _stays(rng: np.random.Generator, plan: PlatformPlan) -> tuple[NDArray, NDArray]:
    """Start and end of the plan's participations, and of those who begin soon after its last day.

    People come evenly over time, also before the first day where the platform is older; who has left before
    it is not there.
    """
    stay, wait = model()["stay"], model()["referral"]["most"]
    before = stay["most"] if plan.is_older else 0
    days = (plan.last - plan.first).astype(int) + 1
    start, end = np.array([], "datetime64[D]"), np.array([], "datetime64[D]")
    while (start <= plan.last).sum() < plan.participations:
        n = 2 * plan.participations + 50
        at = rng.integers(-before, days + wait, n).astype("timedelta64[D]")
        length = np.clip(rng.gamma(stay["shape"], stay["scale"], n), stay["least"], stay["most"]).astype(int)
        stops = plan.first + at + length.astype("timedelta64[D]")
        there = stops >= plan.first
        start = np.concatenate([start, (plan.first + at)[there]])
        end = np.concatenate([end, stops[there]])
    counted = np.cumsum(start <= plan.last)
    enough = np.searchsorted(counted, plan.participations) + 1 if plan.participations else 0
    start, end = start[:enough], end[:enough]
    if plan.closes:
        start, end = start[start <= plan.last], np.minimum(end[start <= plan.last], plan.last)
    order = np.lexsort((end, start))
    return start[order], end[order]


def _with_people(association: Association, rows: Rows) -> Rows:
    """The rows with a person each; of a referral that led to nothing anybody of the age."""
    rng = stream(association.seed, PEOPLE, association.index)
    at = np.where(np.isnat(rows.start), rows.referred, rows.start)
    ages = np.array([p.ages for p in association.platforms])[rows.platform]
    has_begun = ~np.isnat(rows.start)
    wanted = Wanted(
        rows.platform,
        rows.woman,
        ages[:, 0],
        ages[:, 1],
        at,
        np.where(has_begun, rows.end, at),
        rng.random(len(at)) < model()["double_registered"],
    )
    person = assign(rng, wanted)
    return replace(rows, person=person)
