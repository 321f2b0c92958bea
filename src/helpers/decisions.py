"""Targets and verdicts: was the planned outcome reached?"""

from collections import defaultdict
from collections.abc import Iterable
from fractions import Fraction

import pandas as pd

from helpers.definitions import ASSOCIATION, SEPARATE, Account, Definitions, Indicator
from helpers.deliveries.society import area_id
from helpers.facts import Fact, Facts, counted, missing
from helpers.society import latest

REACHED, NOT_REACHED = 1, 0
SIGNALS = ("reached", "not-reached", "too-few", "missing")


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


def example_facts(examples: pd.DataFrame, definitions: Definitions, delivered: bool) -> list[Fact]:
    """How many good examples stand for each account; missing where no example at all was delivered."""
    found = []
    for _, account, indicator in definitions.indicators():
        if indicator.kind != "example":
            continue
        for place in definitions.platform_ids:
            key = (definitions.year, place, f"examples:{account.id}", "", "all")
            mine = examples[(examples["platform"] == place) & (examples["account"] == account.id)]
            found.append(counted(key, mine["row"], "decisions.example") if delivered else missing(key, "count", "decisions.example"))
    return found


def facts(results: Facts, definitions: Definitions) -> list[Fact]:
    """`target:<id>` and `verdict:<id>` for every indicator with a target, wherever its result is a fact.

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
                r.year, r.platform, f"{kind}:{indicator_id(a, i)}", r.respondents, "all",
            )  # fmt: skip
            found += _pair(key, result, indicator)
    return found


def _pair(key: object, result: Fact, indicator: Indicator) -> list[Fact]:
    is_count = indicator.kind == "example"
    goal = indicator.target_count if is_count else indicator.target_share
    target = Fact(
        *key("target"), value=goal if is_count else float(goal), unit="count" if is_count else "share", state="ok",
        numerator=None if is_count else goal.numerator, denominator=None if is_count else goal.denominator,
        rule="decisions.target",
    )  # fmt: skip
    if not result.ok:
        return [target, missing(key("verdict"), "verdict", "decisions.verdict", result.state)]
    reached = result.value if is_count else Fraction(result.numerator, result.denominator)
    value = REACHED if reached >= goal else NOT_REACHED
    verdict = Fact(*key("verdict"), value=value, unit="verdict", state="ok", rule="decisions.verdict", rows=result.rows, base=result.base)
    return [target, verdict]


def _society(results: Facts, definitions: Definitions, account: Account, indicator: Indicator) -> list[Fact]:
    """The share that lives on public support must fall, by at least the target (socialt-bokslut-2018-ungdomstorget:417-421)."""
    found = []
    goal = indicator.target_percentage_points
    for platform in definitions.platforms:
        key = lambda kind, p=platform: (definitions.year, p.id, f"{kind}:{account.id}", "", "all")  # noqa: E731
        found.append(Fact(*key("target"), value=goal, unit="percentage-points", state="ok", rule="decisions.target"))
        change = latest([*results.measures(ASSOCIATION, "hae:")], area_id(platform.municipality), "change")
        if change is None:
            found.append(missing(key("verdict"), "verdict", "decisions.verdict"))
        else:
            value = REACHED if change.value < 0 and change.value <= goal else NOT_REACHED
            found.append(Fact(*key("verdict"), value=value, unit="verdict", state="ok", rule="decisions.verdict", rows=change.rows))
    return found


def signal_facts(verdicts: Iterable[Fact]) -> list[Fact]:
    """`signals:<kind>`: how many of a place's targets were reached, missed, answered by too few or not measured."""
    places: dict[str, list[Fact]] = defaultdict(list)
    for verdict in verdicts:
        if verdict.measure.startswith("verdict:"):
            places[verdict.platform].append(verdict)
    return [
        Fact(of[0].year, place, f"signals:{kind}", value=sum(signal(v) == kind for v in of), unit="count", state="ok", rule="decisions.signals")
        for place, of in places.items()
        for kind in SIGNALS
    ]


def signal(verdict: Fact) -> str:
    """Which of SIGNALS a verdict gives."""
    return verdict.state if not verdict.ok else ("reached" if verdict.value == REACHED else "not-reached")
