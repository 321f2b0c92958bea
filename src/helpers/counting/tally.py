"""How many of a place's goals were reached, of those that have an outcome: "x av y mål nåddes"."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace

from helpers.counting.goals import signal, verdict_key
from helpers.counting.origins import weakest
from helpers.counting.rule import U17, U18, Rule
from helpers.counting.uncertainty import JUDGEMENTS
from helpers.facts import Fact, Facts, share

UNTOLD = "invented"  # of a goal whose result nobody has printed or delivered: it has no verdict on a page
Goal = tuple[str, Fact]  # how it ended, and its verdict


def told(judgement: Fact, verdict: Fact) -> str:
    """How a page says that a goal ended: one of goals.SIGNALS, or UNTOLD.

    Where only the number of people that the answers stand for is invented, it is as if nobody knew it: the
    result reaches the goal or does not, and the silent could change it.
    """
    if verdict.ok and verdict.is_invented:
        return UNTOLD
    if judgement.ok and judgement.is_invented and verdict.ok:
        return "reached-uncertain" if verdict.integer else "undecided"
    return signal(judgement, verdict)


def facts(known: Facts) -> list[Fact]:
    """`tally:outcome` and `tally:<judgement>`: a place's goals with an outcome, and how many ended as each.

    `goals-met`: how large a part of them was reached, as their verdicts say.

    A goal without an outcome, on too few or on what is invented is in none of them; good examples are no
    measured goals.
    """
    places: dict[str, list[Goal]] = defaultdict(list)
    for judgement in known:
        if judgement.measure.startswith("judgement:") and not judgement.measure.endswith("-example"):
            verdict = known.get(*verdict_key(judgement)[1:])
            places[judgement.platform].append((told(judgement, verdict), verdict))
    return [fact for place, goals in places.items() for fact in _tally(known.year, place, goals)]


def _tally(year: int, place: str, goals: Iterable[Goal]) -> list[Fact]:
    with_outcome = [(ended, verdict) for ended, verdict in goals if ended in JUDGEMENTS]
    counts = {kind: sum(ended == kind for ended, _ in with_outcome) for kind in JUDGEMENTS}
    origin = weakest(verdict.origin for _, verdict in with_outcome)
    reached = sum(verdict.integer for _, verdict in with_outcome)
    met = share((year, place, "goals-met", "", "all"), reached, len(with_outcome), "decisions.goals-met")
    return [
        *(
            Fact(year, place, f"tally:{kind}", value=n, state="ok", rule="decisions.tally", origin=origin)
            for kind, n in {"outcome": len(with_outcome), **counts}.items()
        ),
        replace(met, origin=origin),
    ]


RULES = {
    "decisions.tally": Rule(facts, "Målet har uppnåtts", U18, 302),
    "decisions.goals-met": Rule(facts, "målområden blev uppfyllda", U17, 50),
}
