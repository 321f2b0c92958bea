"""How many goals came out as what, in signs: for tables that have room for no more."""

from collections.abc import Iterable

from helpers.counting.uncertainty import JUDGEMENTS
from helpers.facts import Facts
from helpers.pages.document import Block, Label, run
from helpers.wording import fact_text, inner, text

ENDED = JUDGEMENTS[::-1]  # the best first


def tally(facts: Facts, place: str) -> Block:
    """How many of a place's goals with an outcome ended as what, each a sign and a figure."""
    counts = [(kind, facts.get(place, f"tally:{kind}")) for kind in ENDED]
    told = [run(mark(kind), fact_text(f), " ") for kind, f in counts if f.ok and f.integer]
    return run(*told) if told else run(text("state.missing"))


def mark(kind: str) -> Block:
    """The sign of what can be said of a goal, with its words for who does not see it."""
    return Label(Label(text(f"signal.{kind}"), "hidden"), f"mark {kind}")


def key_of(facts: Facts, places: Iterable[str]) -> Block:
    """What the signs of the tallies of some places mean."""
    counts = [facts.get(place, f"tally:{kind}") for place in places for kind in ENDED]
    met = {f.measure.partition(":")[2] for f in counts if f.ok and f.integer}
    told = [Label(inner(text(f"signal.{kind}")), f"mark {kind}") for kind in ENDED if kind in met]
    return run(*[part for one in told for part in (", ", one)][1:])
