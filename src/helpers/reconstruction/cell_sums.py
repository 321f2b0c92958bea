"""The sums that hold between the counts of a year, and the two counts of which each share is one."""

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.codes import GENDERS
from helpers.counting.background import SUS_TOTAL
from helpers.counting.participations import FLOW, REFERRED
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, Key

# Counts of a whole that are no sums: of people, of one day's, of a region or of what was written.
_NO_SUMS = ("unique", "double-registered", "occupancy", "hae", "examples")


@dataclass(frozen=True)
class Sum:
    """A count that is the sum of others."""

    whole: Key
    terms: tuple[Key, ...]

    @property
    def members(self) -> tuple[Key, ...]:
        """The whole and its terms."""
        return (self.whole, *self.terms)


def sums_of(facts: Facts, defined: Definitions) -> list[Sum]:
    """Every sum whose members are all counted in the year."""
    here = {fact.key for fact in facts if fact.ok}
    found = [
        *_of_participants(defined),
        *_of_wholes(facts, defined),
        *_of_genders(facts, here),
        *_of_answers(facts, defined),
        *_of_sus(facts, defined),
    ]
    return [s for s in found if s.terms and here.issuperset(s.members)]


def _of_participants(defined: Definitions) -> Iterator[Sum]:
    """ "total = carried over + new; discharged = the outcomes; remaining = total - discharged"."""
    for place in defined.counted_places:
        for group in ("all", *GENDERS):
            at = {m: (defined.year, place, m, "", group) for m in (*FLOW, *defined.outcome_ids)}
            yield Sum(at["total"], (at["carried-over"], at["new"]))
            yield Sum(at["total"], (at["discharged"], at["remaining"]))
            yield Sum(at["discharged"], tuple(at[o] for o in defined.outcome_ids))
    for whole in defined.whole_ids:
        people = [(defined.year, whole, m, "", "all") for m in ("total", "unique", "double-registered")]
        yield Sum(people[0], (people[1], people[2]))


def _of_wholes(facts: Facts, defined: Definitions) -> Iterator[Sum]:
    """Participations and registrations of a whole are those of its parts."""
    for whole in (*defined.whole_ids, *defined.sums, defined.together.id):
        for fact in facts.measures(whole, "", ""):
            kind = fact.measure.partition(":")[0]
            if fact.unit == "count" and kind not in _NO_SUMS:
                keys = [(fact.year, part, *fact.key[2:]) for part in defined.parts(whole)]
                yield Sum(fact.key, tuple(k for k in keys if facts.get(*k[1:]).ok))


def _of_genders(facts: Facts, here: set[Key]) -> Iterator[Sum]:
    """All are women and men, where nobody's gender is unknown."""
    for fact in facts:
        year, place, measure, respondents, group = fact.key
        if fact.unit == "count" and group == "all" and (*fact.key[:4], "unknown") not in here:
            women, men = ((year, place, measure, respondents, g) for g in GENDERS)
            yield Sum(fact.key, (women, men))


def _of_answers(facts: Facts, defined: Definitions) -> Iterator[Sum]:
    """Who answered a question gave one of its answers, a positive one or another."""
    for fact in facts:
        if not (fact.measure.startswith("answered:") and fact.ok):
            continue
        question = fact.measure.partition(":")[2]
        scale = defined.scale(defined.question(question, fact.respondents).scale)
        keys = {a: _at(fact.key, f"answer:{question}:{a}") for a in scale.answers}
        yield Sum(fact.key, tuple(keys.values()))


def _of_sus(facts: Facts, defined: Definitions) -> Iterator[Sum]:
    """Registrations, or incomes, are in one class each; some classes are counted together too."""
    sus = defined.sus
    classes = {"time": sus.time, "education": sus.education, "support-before": sus.support}
    for fact in facts:
        if fact.measure != "sus:people":
            continue
        for column, names in classes.items():
            at = {n: _at(fact.key, f"sus:{column}:{n}") for n in (*names, SUS_TOTAL)}
            yield Sum(at[SUS_TOTAL], tuple(at[n] for n in names))
            if column != "support-before":
                yield Sum(at[SUS_TOTAL], (fact.key,))
            for s in sus.summaries:
                if s.column == column:
                    yield Sum(_at(fact.key, f"sus:{column}:{s.name}"), tuple(at[n] for n in s.classes))


def _at(key: Key, measure: str) -> Key:
    """The key of another measure of the same place and group."""
    return (key[0], key[1], measure, *key[3:])


def counts_of(share: Fact, facts: Facts, defined: Definitions) -> tuple[Key | None, Key | None]:
    """The counts that a share's numerator and denominator are, where the year counts them."""
    kind, _, of = share.measure.partition(":")
    if kind == "share":
        return _of_share(share, of, facts, defined)
    if kind == "gender-share":
        return _at(share.key, of), (*_at(share.key, of)[:4], "all")
    question = of.partition(":")[0]
    answered = _at(share.key, f"answered:{question}")
    if kind in ("question", "answer-share-total"):
        return None, answered
    if kind == "answer-share":
        return _at(share.key, f"answer:{of}"), answered
    everyone = (*_at(share.key, "answered")[:4], "all")
    if kind == "item-response":
        return answered, everyone if share.group == "all" else None
    return everyone, _at(share.key, "asked") if of == "asked" else (*share.key[:2], "discharged", "", "all")


def _of_share(share: Fact, of: str, facts: Facts, defined: Definitions) -> tuple[Key | None, Key | None]:
    """Those of a share of the participants, of the registered, or of the referrals.

    The referrers' shares are of all who were referred, where everybody's referrer is known.
    """
    if of.startswith(REFERRED):
        everyone = facts.get(share.platform, "referred", "", share.group)
        all_known = share.ok and everyone.ok and share.counts[1] == everyone.integer
        return _at(share.key, of), everyone.key if all_known else None
    if of.startswith("obstacles:"):
        return _at(share.key, of), _at(share.key, "obstacles:total")
    if of.startswith("sus:"):
        incomes = of.startswith("sus:support-before")
        return None if incomes else _at(share.key, of), _at(share.key, "sus:people")
    return None if of == "positive" else _at(share.key, of), _at(share.key, "discharged")
