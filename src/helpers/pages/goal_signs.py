"""How many goals came out as what, in signs: for tables that have room for no more."""

from collections.abc import Iterable

from helpers.counting.goals import SIGNALS
from helpers.facts import Facts
from helpers.pages.document import Block, Label, run
from helpers.wording import fact_text, text


def tally(facts: Facts, place: str) -> Block:
    """How many of a place's goals came out as what, each a sign and a figure; none that are none."""
    counts = [(kind, facts.get(place, f"signals:{kind}")) for kind in SIGNALS]
    told = [run(mark(kind), fact_text(f), " ") for kind, f in counts if f.ok and f.integer]
    return run(*told)


def mark(kind: str) -> Block:
    """The sign of what can be said of a goal, with its words for who does not see it."""
    return Label(Label(text(f"signal.{kind}"), "hidden"), f"mark {kind}")


def key_of(facts: Facts, places: Iterable[str]) -> Block:
    """What the signs of the tallies of some places mean."""
    counts = [facts.get(place, f"signals:{kind}") for place in places for kind in SIGNALS]
    met = {f.measure.partition(":")[2] for f in counts if f.ok and f.integer}
    told = [Label(text(f"signal.{kind}").lower(), f"mark {kind}") for kind in SIGNALS if kind in met]
    return run(*[part for one in told for part in (", ", one)][1:])
