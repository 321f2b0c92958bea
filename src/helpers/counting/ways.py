"""Whether a figure of two years has changed: by more than those who did not answer by chance could bring."""

from helpers.counting.statistics import difference_interval
from helpers.facts import Fact

MORE, NO_CHANGE, FEWER = 1, 0, -1


def way(now: Fact, last: Fact) -> int:
    """Which way a count, or a share that everybody is counted in, went: 1 up, -1 down, 0 not at all.

    >>> way(Fact(2019, "x", "total", value=903), Fact(2018, "x", "total", value=862))
    1
    """
    return (now.fraction > last.fraction) - (now.fraction < last.fraction)


def way_of_answers(now: Fact, last: Fact) -> int:
    """Which way a share of answers went, 0 where its difference's interval has no change in it.

    The interval is of two samples, also where one year was answered by all: it claims too little then, never
    too much. So does a share whose counts an edition left out, of which nothing is known.
    """
    if not (now.has_counts and last.has_counts):
        return NO_CHANGE
    low, high = difference_interval(now.counts, last.counts)
    return (low > 0) - (high < 0)
