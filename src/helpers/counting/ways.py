"""Whether a figure of two years has changed: by more than those who did not answer by chance could bring."""

from helpers.facts import Fact

MORE, NO_CHANGE, FEWER = 1, 0, -1


def way(now: Fact, last: Fact) -> int:
    """Which way a count, or a share that everybody is counted in, went: 1 up, -1 down, 0 not at all.

    >>> way(Fact(2019, "x", "total", value=903), Fact(2018, "x", "total", value=862))
    1
    """
    return (now.fraction > last.fraction) - (now.fraction < last.fraction)


def way_of(change: Fact) -> int:
    """Which way a change between two full counts went.

    >>> way_of(Fact(2019, "x", "change:question:1", value=-3))
    -1
    """
    return (change.fraction > 0) - (change.fraction < 0)


def way_of_interval(low: Fact, high: Fact) -> int:
    """Which way a share of answers went, 0 where its change's interval has no change in it."""
    return (low.fraction > 0) - (high.fraction < 0)
