"""What a board reads first: how many goals were reached, and where the first outcome stands to its goal."""

from helpers.counting.uncertainty import JUDGEMENTS
from helpers.definitions import Outcome
from helpers.facts import Fact
from helpers.language.words import Text, joined
from helpers.pages.outcome_words import inside, is_way, leading
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import fact_text, listing, marked, text

UNSURE = ("reached-uncertain", "undecided")
WRITTEN_OUT = 12  # of so many goals at most the numbers are words


def headline(report: Report, place: str) -> Text:
    """The year in a sentence or two."""
    return joined(
        " ", [said for said in (goals_reached(report, place), first_outcome(report, place)) if said]
    )


def goals_reached(report: Report, place: str) -> Text:
    """How many of the goals with an outcome were reached: `Ett av tre mål nåddes.`; '' where none is set."""
    tally = {kind: report.now.facts.get(place, f"tally:{kind}") for kind in ("outcome", *JUDGEMENTS)}
    measured = tally.pop("outcome")
    if not measured.ok:
        return ""
    if not measured.integer:
        return marked(measured, text("board.none_measured"))
    ended = {kind: fact for kind, fact in tally.items() if fact.integer}
    if measured.integer == 1:
        return joined("", [marked(fact, text(f"board.only_goal.{kind}")) for kind, fact in ended.items()])
    unsure = [kind for kind in UNSURE if kind in ended]
    written = measured.integer <= WRITTEN_OUT
    key = "board.goals_certain" if unsure else "board.goals"
    reached = _so_many(tally["reached"], written, first=True)
    told = [text(key, reached=reached, measured=_so_many(measured, written))]
    told += [text(f"board.goals_{kind}", count=_so_many(ended[kind], written)) for kind in unsure]
    return text("board.sentence", parts=listing(told))


def _so_many(goals: Fact, written: bool, first: bool = False) -> Text:
    """A number of goals, in words where it is `written` out: `inget`, `ett`, `Tre` where it is first."""
    if not written:
        return fact_text(goals)
    words = text(f"board.count.{goals.integer}")
    return marked(goals, words.capitalize() if first else words)


def first_outcome(report: Report, place: str) -> Text:
    """How many of those who left went the first way, beside the goal; '' where it may not be said.

    Of too few for a percentage a count is told, and no goal.
    """
    facts, outcome = report.now.facts, leading(report.now.definitions)[0]
    left, went, share = (facts.get(place, m) for m in ("discharged", outcome.id, f"share:{outcome.id}"))
    if not may_say(left, went):
        return ""
    if not left.integer:
        return marked(left, text("board.none_left"))
    goal = _goal(report, place, outcome) if share.ok else ""
    if share.ok and went.integer:
        return _told(text("board.share", share=fact_text(share)), outcome, goal)
    if left.integer == 1:
        return marked(went, _only_one(outcome, went.integer))
    some = {0: "none", left.integer: "both" if left.integer == 2 else "every"}.get(went.integer, "some")
    return _told(text(f"board.{some}", count=fact_text(went), left=fact_text(left)), outcome, goal)


def _told(who: Text, outcome: Outcome, goal: Text) -> Text:
    key = "board.went" if is_way(outcome) else "board.found"
    return text(key, who=who, outcome=inside(outcome.name), goal=goal)


def _only_one(outcome: Outcome, went: int) -> str:
    way = "went" if is_way(outcome) else "found"
    return text(f"board.only_one_{way}_{went}", outcome=inside(outcome.name))


def _goal(report: Report, place: str, outcome: Outcome) -> Text:
    """What the outcome aims at, as the end of a sentence; '' where it has no goal."""
    aims = (a.id for _, a, i in report.now.definitions.indicators() if i.measure == outcome.id)
    targets = (report.now.facts.get(place, f"target:{id_}") for id_ in aims)
    return next((text("board.aim", target=fact_text(t)) for t in targets if t.ok), "")
