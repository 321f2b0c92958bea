"""What pages may say: the one place that decides it.

A page's facts are those of facts.csv as `shown` gives them: a share of too few is no percentage, a cost is
not divided by too few, what is said of either falls with it, and participants' answers are not told by gender
where few gave them. A sentence is written on facts that `may_say` allows; on what nobody has printed or
delivered there is none.
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace

from helpers.codes import GENDERS
from helpers.counting import since_last_year
from helpers.counting.enough import is_enough
from helpers.counting.funnel import LIMIT, limited
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, Key

TOO_FEW = "too-few"
OVER = "over-"  # a page's own state: more answers than those they are a share of, which is no rate
COST = "economy:cost:"
MOVED = "sus:moved:"
PEOPLE_PER = {"per-participation": "total", "per-discharge": "discharged"}
_SAID_OF = ("low", "high", "least", "most", *since_last_year.KINDS)
_BY_ANSWER = ("question", "answered", "item-response", "answer", "answer-share", "answer-share-total")


def may_say(*facts: Fact) -> bool:
    """Whether a sentence may rest on some facts: each has a value, and none is invented."""
    return all(fact.ok and not fact.is_invented for fact in facts)


def shown(facts: Facts, definitions: Definitions) -> Facts:
    """A year's facts as its pages may print them."""
    return Facts.of(_Shown(facts, definitions))


class _Shown(Mapping[Key, Fact]):
    """The facts of a year as pages may print them, each made when it is first asked for."""

    def __init__(self, facts: Facts, definitions: Definitions):
        self._facts, self._defined = facts, definitions
        self._made: dict[Key, Fact] = {}
        self._protected = {r.id for r in definitions.respondents if r.protected}

    def __getitem__(self, key: Key) -> Fact:
        if key not in self._made:
            self._made[key] = self._told(self._facts.by_key[key])
        return self._made[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._facts.by_key)

    def __len__(self) -> int:
        return len(self._facts)

    def _told(self, fact: Fact) -> Fact:
        if not fact.ok:
            return fact
        if self._is_of_few_of_a_gender(fact):
            return _without(fact, TOO_FEW, counts=False)
        if not is_enough(self._defined, fact) or self._is_cost_of_few(fact) or self._is_move_of_few(fact):
            return _without(fact, TOO_FEW)
        if fact.measure.startswith("response:") and fact.unit == "share" and fact.fraction > 1:
            return _without(fact, OVER + fact.measure.partition(":")[2])
        fallen = any(f.state == TOO_FEW for f in self._rests_on(fact))
        return _without(fact, TOO_FEW, counts=False) if fallen else fact

    def _is_of_few_of_a_gender(self, fact: Fact) -> bool:
        """Whether it tells women's or men's answers to a protected question that few of either have answered.

        With one of them and all together the other would be told too.
        """
        kind, _, of = fact.measure.partition(":")
        if fact.group == "all" or fact.respondents not in self._protected or kind not in _BY_ANSWER or not of:
            return False
        measure = f"answered:{of.partition(':')[0]}"
        known = (self._facts.get(fact.platform, measure, fact.respondents, g) for g in (*GENDERS, "unknown"))
        return any(0 < f.integer < self._defined.protected_below for f in known if f.ok)

    def _is_move_of_few(self, fact: Fact) -> bool:
        """Whether it tells from which support to which so few have gone that it could point at one."""
        return fact.measure.startswith(MOVED) and fact.integer < self._defined.protected_below

    def _is_cost_of_few(self, fact: Fact) -> bool:
        """Whether it divides a cost by fewer people than a percentage is told of."""
        if not fact.measure.startswith(COST):
            return False
        platforms, _, per = fact.measure.removeprefix(COST).rpartition(":")
        counts = [self._facts.get(platform, PEOPLE_PER[per]) for platform in platforms.split("+")]
        return sum(f.integer for f in counts if f.ok) < self._defined.told_from_discharged

    def _rests_on(self, fact: Fact) -> Iterator[Fact]:
        """The shares that it says something of, as pages may print them."""
        kind, _, of = fact.measure.partition(":")
        if kind in _SAID_OF:
            yield self._other(fact, of, fact.group)
        elif kind == LIMIT:
            yield self._other(fact, limited(fact.measure), fact.group)
        elif kind.startswith("difference"):
            yield from (self._other(fact, of, gender) for gender in GENDERS)
        elif kind in ("judgement", "doubt"):
            yield self._other(fact, f"verdict:{of}", fact.group)

    def _other(self, fact: Fact, measure: str, group: str) -> Fact:
        key = (fact.year, fact.platform, measure, fact.respondents, group)
        return self[key] if key in self._facts.by_key else fact


def _without(fact: Fact, state: str, counts: bool = True) -> Fact:
    """A fact without its value; its counts may be told of those who are not protected."""
    told = replace(fact, value=None, state=state)
    return told if counts else replace(told, numerator=None, denominator=None)


def is_more_than_all(share: Fact) -> bool:
    """Whether more have answered than those they are a share of."""
    return share.state.startswith(OVER)
