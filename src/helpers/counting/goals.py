"""Targets and verdicts: was the planned outcome reached?"""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from fractions import Fraction

from helpers.counting.enough import is_enough
from helpers.counting.rule import S19, U18, Rule
from helpers.counting.society import CHANGES, exact, latest
from helpers.counting.uncertainty import JUDGEMENTS, judge, population_of
from helpers.definitions import Account, Definitions, Indicator
from helpers.facts import NO_ROWS, Fact, Facts, Key, Rows, missing

REACHED, NOT_REACHED = 1, 0
UNSTATED = "unstated"  # unit of a goal that says neither per cent nor percentage points
EXAMPLES = ("example", "no-example")
SIGNALS = ("reached", "reached-uncertain", "undecided", "not-reached", "too-few", "missing", *EXAMPLES)


def indicator_id(account: Account, indicator: Indicator) -> str:
    """The id that a target and a verdict carry: the question's, its own, else the account's."""
    if indicator.kind == "question":
        return indicator.question or ""
    if indicator.id:
        return indicator.id
    return f"{account.id}-example" if indicator.kind == "example" else account.id


def result_measure(account: Account, indicator: Indicator) -> str:
    """The measure that holds an indicator's result, '' where none does."""
    if indicator.kind == "outcome":
        return f"share:{indicator.measure}"
    if indicator.kind == "question":
        return f"question:{indicator.question}"
    if indicator.kind == "declared":
        return indicator.measure or ""
    return f"examples:{account.id}" if indicator.kind == "example" else ""


def facts(results: Facts, definitions: Definitions) -> list[Fact]:
    """`target:<id>`, `verdict:<id>`, `judgement:<id>`, `doubt:<id>` of every result that has a target.

    "Den gröna signalen visar att planerat (budgeterat) utfall har uppnåtts": result >= target on the exact
    fraction, never on the rounded percentage (socialt-bokslut-2018-ungdomstorget:299). Those apart may have
    no target for outcomes: "Dessa insatser har inte direkt arbete och studier som mål"
    (styrelsehandlingar-2020-03-20-arsredovisning-2019:797).
    """
    found: list[Fact] = []
    for _, account, indicator in definitions.indicators():
        if indicator.kind == "society":
            found += _society(results, definitions, account, indicator)
        elif indicator.kind == "declared":
            found += _declared(results, definitions, account, indicator)
        elif indicator.kind == "example" or indicator.target_share is not None:
            for result in _aimed(results, definitions, account, indicator):
                found += _decided(indicator_id(account, indicator), result, indicator, results, definitions)
    return found


def _aimed(
    results: Facts, definitions: Definitions, account: Account, indicator: Indicator
) -> Iterator[Fact]:
    """The results that an indicator's target is for."""
    measure, asked = result_measure(account, indicator), indicator.respondents or ""
    apart = definitions.apart
    exempt: set[str] = set()
    if indicator.kind == "outcome" and apart and not apart.outcome_targets:
        exempt = {apart.id, *definitions.parts(apart.id)}
    for result in results:
        is_own = (result.measure, result.respondents, result.group) == (measure, asked, "all")
        if measure and is_own and result.platform not in exempt:
            yield result


def _decided(
    id_: str, result: Fact, indicator: Indicator, results: Facts, definitions: Definitions
) -> list[Fact]:
    goal = _goal(indicator)
    target = Fact(*_key(result, "target", id_), goal, state="ok", rule="decisions.target")
    if indicator.kind != "example":
        target = replace(target, unit="share", numerator=goal.numerator, denominator=goal.denominator)
    if not result.ok:
        return [
            target,
            *(missing(_key(result, k, id_), unit, rule, result.state) for k, unit, rule in _KINDS),
        ]
    is_reached, base = result.fraction >= goal, result.base
    is_told = is_enough(definitions, result)
    if indicator.kind != "question":  # everyone is counted
        return [target, *_verdict(result, id_, is_reached, result.rows, base, is_told=is_told)]
    people = population_of(results, definitions, result)
    state, doubt = judge(*result.counts, Fraction(goal), people.integer if people else None)
    rests_on = base + (people.rows if people else NO_ROWS)
    return [target, *_verdict(result, id_, is_reached, result.rows, rests_on, state, doubt, is_told)]


def _goal(indicator: Indicator) -> int | Fraction:
    """What a result is held against: a number of examples, or a share."""
    if indicator.kind == "example" or indicator.target_share is None:
        return indicator.target_count
    return indicator.target_share


def _key(of: Fact, kind: str, id_: str) -> Key:
    return (of.year, of.platform, f"{kind}:{id_}", of.respondents, "all")


_KINDS = (
    ("verdict", "verdict", "decisions.verdict"),
    ("judgement", "judgement", "decisions.judgement"),
    ("doubt", "doubt", "decisions.judgement"),
)


def _verdict(
    of: Fact,
    id_: str,
    is_reached: bool,
    rows: Rows,
    base: Rows = NO_ROWS,
    state: str = "",
    doubt: int = 0,
    is_told: bool = True,
) -> list[Fact]:
    """The verdict with what can be said of it; a full count leaves no doubt.

    `is_told`: whether enough people are behind it for a verdict, which else is too-few. The judgement is what
    arithmetic says, and stays.
    """
    judgement = state or ("reached" if is_reached else "not-reached")
    values = (REACHED if is_reached else NOT_REACHED, JUDGEMENTS.index(judgement), doubt)
    found = [
        Fact(*_key(of, kind, id_), value, unit=unit, state="ok", rule=rule, rows=rows, base=base)
        for (kind, unit, rule), value in zip(_KINDS, values, strict=True)
    ]
    return found if is_told else [replace(found[0], value=None, state="too-few"), *found[1:]]


def _society(
    results: Facts, definitions: Definitions, account: Account, indicator: Indicator
) -> Iterator[Fact]:
    """The share that lives on public support must fall, by at least the target, in the target's unit.

    "har minskat med 1%" (socialt-bokslut-2018-ungdomstorget:417-421) says neither per cent nor percentage
    points: the association has that goal, and nothing is decided by it.
    """
    together = _key(Fact(definitions.year, definitions.together.id, account.id), "target", account.id)
    if indicator.target_change is not None:
        aimed = Fraction(str(indicator.target_change))
        yield Fact(*together, aimed, unit=UNSTATED, state="ok", rule="decisions.target")
    if indicator.target_fall is None:
        return
    goal, unit = indicator.target_fall
    yield Fact(*together, goal, unit=unit, state="ok", rule="decisions.target")
    changes = results.measures(definitions.together.id, "hae:")
    for platform in definitions.platforms:
        of = Fact(definitions.year, platform.id, account.id)
        key = _key(of, "target", account.id)
        yield Fact(*key, goal, unit=unit, state="ok", rule="decisions.target")
        change = latest(changes, definitions.area(platform.municipality), CHANGES[unit])
        if change is None:
            yield from (missing(_key(of, kind, account.id), unit, rule) for kind, unit, rule in _KINDS)
        else:
            is_reached = change.fraction < 0 and change.fraction <= goal
            yield from _verdict(of, account.id, is_reached, change.rows)


def _declared(
    results: Facts, definitions: Definitions, account: Account, indicator: Indicator
) -> Iterator[Fact]:
    """The goals of what is measured elsewhere, each at its place; nothing is decided by about so much.

    "ska ha minskats med 3 procentenheter i förhållanden till andelen som var 2014": "Utfall saknas"
    (socialt-bokslut-2017-ungdomstorget:384-386, 412).
    """
    id_ = indicator_id(account, indicator)
    for place in definitions.platform_ids if indicator.years_after is not None else ():
        key = (definitions.year, place, f"target:{id_}:years-after", "", "all")
        yield Fact(*key, indicator.years_after, unit="years", state="ok", rule="decisions.target")
    is_share = indicator.unit == "percent"
    unit = "share" if is_share else indicator.unit
    for place, number in indicator.targets.items():
        goal = exact(number / 100) if is_share else exact(number)
        of = Fact(definitions.year, place, id_)
        target = Fact(*_key(of, "target", id_), goal, unit=unit, state="ok", rule="decisions.target")
        of_share = replace(target, numerator=goal.numerator, denominator=goal.denominator)
        yield of_share if is_share else target
        result = results.get(place, indicator.measure or "")
        if not result.ok or result.is_about or result.unit != unit:
            yield from (missing(_key(of, kind, id_), unit, rule) for kind, unit, rule in _KINDS)
        else:
            is_reached = result.fraction <= goal if goal < 0 else result.fraction >= goal
            yield from _verdict(of, id_, is_reached, result.rows)


def of_accounts(facts: Iterable[Fact], definitions: Definitions) -> Iterator[Fact]:
    """The facts, each outcome share with the account whose result it is, under which it is known."""
    accounts: dict[str, str] = {}
    for _, account, indicator in definitions.indicators():
        if indicator.kind == "outcome":
            accounts.setdefault(result_measure(account, indicator), account.id)
    for fact in facts:
        yield replace(fact, account=accounts[fact.measure]) if fact.measure in accounts else fact


def signal_facts(decided: Sequence[Fact]) -> list[Fact]:
    """`signals:<kind>`: how many of a place's goals ended as each of SIGNALS, and `all` of them.

    Good examples are no measured goals and count as EXAMPLES only, so that the other kinds add up to `all`.
    """
    verdicts = {f.key: f for f in decided if f.measure.startswith("verdict:")}
    places: dict[str, list[tuple[str, bool]]] = defaultdict(list)
    for fact in decided:
        if fact.measure.startswith("judgement:"):
            ended = signal(fact, verdicts[verdict_key(fact)])
            places[fact.platform].append((ended, fact.measure.endswith("-example")))
    return [
        Fact(
            decided[0].year,
            place,
            f"signals:{kind}",
            value=sum(_counts(ended, is_example, kind) for ended, is_example in of),
            state="ok",
            rule="decisions.signals",
        )
        for place, of in places.items()
        for kind in ("all", *SIGNALS)
    ]


def _counts(ended: str, is_example: bool, kind: str) -> bool:
    if is_example != (kind in EXAMPLES):
        return False
    return kind in ("all", ended)


def verdict_key(judgement: Fact) -> Key:
    """The key of the verdict that goes with a judgement."""
    return _key(judgement, "verdict", judgement.measure.partition(":")[2])


def signal(judgement: Fact, verdict: Fact) -> str:
    """Which of SIGNALS a goal ended as; a good example is there or is not.

    Where too few are behind a result there is no verdict, whatever arithmetic says.
    """
    if verdict.state == "too-few":
        return verdict.state
    if not judgement.ok:
        return judgement.state
    if judgement.measure.endswith("-example"):
        return "example" if judgement.integer else "no-example"
    return JUDGEMENTS[judgement.integer]


RULES = {
    "decisions.target": Rule(
        facts,
        "ska deltagare på fråga 1.4, 1.5, 1.6, 1.7 till minst 80 % ha gett svar på",
        S19,
        858,
        is_declared=True,
    ),
    "decisions.verdict": Rule(
        facts, "Den gröna signalen visar att planerat (”budgeterat”) utfall har uppnåtts", U18, 299, 300
    ),
    "decisions.judgement": Rule(
        facts, "Riktvärdet är att 60 % svarat av de som avslutat insatsen", S19, 863, 864
    ),
    "decisions.signals": Rule(signal_facts, "Målet har uppnåtts", U18, 302),
}
