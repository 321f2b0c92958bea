"""The year's outcomes in words: their names inside a sentence, and what became of those who left.

What people leave for is the definitions' own. An outcome that they *go* to (`Till arbete`) reads as a
sentence; any other (`Övriga avbrott`, `Förbättrad hälsa`) is named with its share.
"""

from helpers.definitions import Definitions, Outcome
from helpers.facts import Fact, Facts
from helpers.language.words import Text, joined
from helpers.pages.sayable import may_say
from helpers.wording import decimals_beside, fact_text, listing, result_text, text

LEADING = 2  # how many outcomes the headline of a chart has room for


def inside(words: str) -> str:
    """Words as they stand inside a sentence; an abbreviation keeps its capitals.

    >>> inside("Till arbete"), inside("SGI-skydd")
    ('till arbete', 'SGI-skydd')
    """
    return words if words[:2].isupper() else words[:1].lower() + words[1:]


def is_way(outcome: Outcome) -> bool:
    """Whether people go there, so that a sentence can say that they did."""
    return inside(outcome.name).startswith(text("outcomes.towards"))


def row_name(outcome: Outcome) -> str:
    """An outcome as a row of the participant table: `– varav till arbete`.

    Source: socialt-bokslut-2018-ungdomstorget:100-106.
    """
    key = "outcomes.row_positive" if outcome.positive else "outcomes.row_other"
    return text(key, outcome=inside(outcome.name))


def leading(definitions: Definitions) -> list[Outcome]:
    """The outcomes that a headline names: the first positive ones; the first of all if none is positive."""
    positive = [o for o in definitions.outcomes if o.positive]
    return positive[:LEADING] or definitions.outcomes[:1]


def _destination(outcome: Outcome) -> str:
    """Where people went, without the word that leads there: `arbete`, `annan lösning`."""
    return inside(outcome.brief).removeprefix(text("outcomes.towards"))


def aims_words(definitions: Definitions) -> str:
    """The leading outcomes as what a platform has as its aim: `arbete och studier`."""
    return listing([_destination(o) for o in leading(definitions)])


def became_of(definitions: Definitions, facts: Facts, place: str) -> Text:
    """What became of those who left, every outcome with its share, of few with their number; '' where it is
    invented.
    """
    known = [(o, _told_by(facts, place, o)) for o in definitions.outcomes]
    if not may_say(facts.get(place, "discharged"), *(f for _, f in known)):
        return ""
    if facts.get(place, "discharged").integer == 1:
        return _of_the_only_one(definitions, facts, place)
    left = fact_text(facts.get(place, "discharged"))
    shares = [(o, result_text(f)) for o, f in known]
    ways = [text("outcomes.went_part", share=s, outcome=inside(o.name)) for o, s in shares if is_way(o)]
    others = [(o, s) for o, s in shares if not is_way(o)]
    if not ways:
        named = [text("outcomes.part", outcome=inside(o.name), share=s) for o, s in others]
        return text("outcomes.found", left=left, outcomes=listing(named))
    rest = [text("outcomes.rest", outcome=o.name, share=s) for o, s in others]
    return joined(" ", [text("outcomes.went", left=left, outcomes=listing(ways)), *rest])


def _of_the_only_one(definitions: Definitions, facts: Facts, place: str) -> Text:
    counts = [(o, facts.get(place, o.id)) for o in definitions.outcomes]
    for outcome, count in counts:
        if count.ok and count.integer == 1:
            key = "outcomes.only_went" if is_way(outcome) else "outcomes.only"
            return text(key, outcome=inside(outcome.name))
    return ""


def _told_by(facts: Facts, place: str, outcome: Outcome) -> Fact:
    """An outcome's share of those who left; how many they were where they are too few for one."""
    share = facts.get(place, f"share:{outcome.id}")
    return share if share.ok else facts.get(place, outcome.id)


def goal_finding(outcome: Outcome, share: Fact, target: Fact | None) -> Text:
    """One outcome's share of those who left, and the goal where there is one."""
    key = "outcomes.share" if is_way(outcome) else "outcomes.share_named"
    told = text(key, outcome=_at_the_head(outcome), share=fact_text(share, decimals_beside(share, target)))
    if target is None or not target.ok:
        return told
    return text("outcomes.with_goal", told=told, target=fact_text(target))


def years_finding(outcome: Outcome, now: Fact, last: Fact) -> Text:
    """One outcome's share of those who left this year and last year, side by side."""
    key = "years.beside" if is_way(outcome) else "years.beside_named"
    values = {"share": fact_text(now), "last": fact_text(last), "before": last.year}
    return text(key, outcome=_at_the_head(outcome), year=now.year, **values)


def _at_the_head(outcome: Outcome) -> str:
    """Its name in a headline, which begins with it where one does not go there."""
    return inside(outcome.name) if is_way(outcome) else outcome.name


def gender_finding(outcome: Outcome, claim: int, women: Fact, men: Fact) -> Text:
    """A claimed difference between women and men: `claim` is 1 where women's share is higher, else -1."""
    key = f"gender.finding_{claim}" if is_way(outcome) else f"gender.finding_named_{claim}"
    return text(key, outcome=inside(outcome.name), women=fact_text(women), men=fact_text(men))


def together_finding(outcome: Outcome, left: Fact, share: Fact) -> Text:
    """One outcome's share of all who left the association's platforms."""
    key = "association.multiples_finding" if is_way(outcome) else "association.multiples_finding_named"
    return text(key, count=fact_text(left), share=fact_text(share), outcome=inside(outcome.name))
