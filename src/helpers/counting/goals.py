"""Targets and verdicts: was the planned outcome reached?"""

from collections import defaultdict
from collections.abc import Iterable

from helpers.codes import ASSOCIATION, SEPARATE, area_id
from helpers.counting.society import latest
from helpers.counting.uncertainty import JUDGEMENTS, covered, judge, low_high, too_few
from helpers.definitions import Account, Definitions, Indicator
from helpers.facts import Fact, Facts, missing

REACHED, NOT_REACHED = 1, 0
EXAMPLES = ("example", "no-example")
SIGNALS = ("reached", "reached-uncertain", "undecided", "not-reached", "too-few", "missing", *EXAMPLES)


def indicator_id(account: Account, indicator: Indicator) -> str:
    """The id that a target and a verdict carry: the question's, else the account's."""
    if indicator.kind == "question":
        return indicator.question
    return f"{account.id}-example" if indicator.kind == "example" else account.id


def result_measure(account: Account, indicator: Indicator) -> str:
    """The measure that holds an indicator's result, '' where none does."""
    if indicator.kind == "outcome":
        return f"share:{indicator.measure}"
    if indicator.kind == "question":
        return f"question:{indicator.question}"
    return f"examples:{account.id}" if indicator.kind == "example" else ""


def facts(results: Facts, definitions: Definitions) -> list[Fact]:
    """`target:<id>`, `verdict:<id>`, `judgement:<id>` and `doubt:<id>` for every indicator with a target, wherever its result is a fact.

    "Den gröna signalen visar att planerat (budgeterat) utfall har uppnåtts": result >= target on the exact
    fraction, never on the rounded percentage (socialt-bokslut-2018-ungdomstorget:299). The särredovisade have no
    target for work, studies or other solution: "Dessa insatser har inte direkt arbete och studier som mål"
    (styrelsehandlingar-2020-03-20-arsredovisning-2019:797).
    """
    found: list[Fact] = []
    separate = {SEPARATE, *definitions.parts(SEPARATE)}
    for _, account, indicator in definitions.indicators():
        measure = result_measure(account, indicator)
        if indicator.kind == "society" and indicator.target_percentage_points is not None:
            found += _society(results, definitions, account, indicator)
        if not measure or (indicator.target_share is None and indicator.kind != "example"):
            continue
        for result in [f for f in results if f.measure == measure and f.group == "all"]:
            if result.respondents != (indicator.respondents or ""):
                continue
            if indicator.kind == "outcome" and result.platform in separate:
                continue
            key = lambda kind, r=result, a=account, i=indicator: (  # noqa: E731
                r.year,
                r.platform,
                f"{kind}:{indicator_id(a, i)}",
                r.respondents,
                "all",
            )
            found += _decided(key, result, indicator, results, definitions)
    return found


def _decided(
    key: object, result: Fact, indicator: Indicator, results: Facts, definitions: Definitions
) -> list[Fact]:
    is_count = indicator.kind == "example"
    goal = indicator.target_count if is_count else indicator.target_share
    target = Fact(
        *key("target"),
        value=goal if is_count else float(goal),
        unit="count" if is_count else "share",
        state="ok",
        numerator=None if is_count else goal.numerator,
        denominator=None if is_count else goal.denominator,
        rule="decisions.target",
    )
    if not result.ok:
        return [target, *(missing(key(k), u, r, result.state) for k, u, r in _KINDS)]
    share = result.fraction
    if indicator.kind != "question":  # everyone is counted
        return [target, *_verdict(key, share >= goal, result.rows, result.base)]
    low, high = low_high(results, result)
    response, asked = (
        results.get(result.platform, m, result.respondents) for m in ("response:discharged", "asked")
    )
    few = too_few(result.denominator, asked.value)
    state, doubt = judge(share, goal, (low.value, high.value), covered(results, definitions, result), few)
    return [
        target,
        *_verdict(key, share >= goal, result.rows, (*result.base, *response.base, *asked.rows), state, doubt),
    ]


_KINDS = (
    ("verdict", "verdict", "decisions.verdict"),
    ("judgement", "judgement", "decisions.judgement"),
    ("doubt", "doubt", "decisions.judgement"),
)


def _verdict(
    key: object,
    is_reached: bool,
    rows: tuple[str, ...],
    base: tuple[str, ...] = (),
    state: str = "",
    doubt: int = 0,
) -> list[Fact]:
    """The verdict with what can be said of it; a full count leaves no doubt."""
    values = (
        REACHED if is_reached else NOT_REACHED,
        JUDGEMENTS.index(state or ("reached" if is_reached else "not-reached")),
        doubt,
    )
    return [
        Fact(*key(kind), value=value, unit=unit, state="ok", rule=rule, rows=rows, base=base)
        for (kind, unit, rule), value in zip(_KINDS, values, strict=True)
    ]


def _society(results: Facts, definitions: Definitions, account: Account, indicator: Indicator) -> list[Fact]:
    """The share that lives on public support must fall, by at least the target (socialt-bokslut-2018-ungdomstorget:417-421)."""
    found = []
    goal = indicator.target_percentage_points
    for platform in definitions.platforms:
        key = lambda kind, p=platform: (definitions.year, p.id, f"{kind}:{account.id}", "", "all")  # noqa: E731
        found.append(
            Fact(*key("target"), value=goal, unit="percentage-points", state="ok", rule="decisions.target")
        )
        change = latest([*results.measures(ASSOCIATION, "hae:")], area_id(platform.municipality), "change")
        if change is None:
            found += [missing(key(k), u, r) for k, u, r in _KINDS]
        else:
            found += _verdict(key, change.value < 0 and change.value <= goal, change.rows)
    return found


def signal_facts(judgements: Iterable[Fact]) -> list[Fact]:
    """`signals:<kind>`: how many of a place's goals ended as each of SIGNALS, and `all` that are measured.

    Good examples are no measured goals and count as EXAMPLES only, so that the other kinds add up to `all`.
    """
    places: dict[str, list[Fact]] = defaultdict(list)
    for fact in judgements:
        if fact.measure.startswith("judgement:"):
            places[fact.platform].append(fact)
    return [
        Fact(
            of[0].year,
            place,
            f"signals:{kind}",
            value=sum(_counts(f, kind) for f in of),
            unit="count",
            state="ok",
            rule="decisions.signals",
        )
        for place, of in places.items()
        for kind in ("all", *SIGNALS)
    ]


def _counts(judgement: Fact, kind: str) -> bool:
    if judgement.measure.endswith("-example") != (kind in EXAMPLES):
        return False
    return kind == "all" or signal(judgement) == kind


def signal(judgement: Fact) -> str:
    """Which of SIGNALS a judgement gives; a good example is there or is not."""
    if not judgement.ok:
        return judgement.state
    if judgement.measure.endswith("-example"):
        return "example" if judgement.value else "no-example"
    return JUDGEMENTS[judgement.value]
