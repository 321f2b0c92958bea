"""All rules, in the order of the page."""

from collections.abc import Callable, Iterator
from dataclasses import replace

from helpers.audit.case import Case
from helpers.audit.finding import Finding
from helpers.audit.rules import (
    booked,
    changes,
    claims,
    named_base,
    participant_tables,
    percentages,
    repeats,
    response,
    scopes,
    starts,
    stocks,
    sums,
    unmet,
    weighting,
)

RULES: dict[str, Callable[[Case], Iterator[Finding]]] = {
    "women-and-men": participant_tables.women_and_men,
    "columns": participant_tables.columns,
    "association": participant_tables.association,
    "background": sums.background,
    "answers": sums.answers,
    "yearly-equivalents": sums.yearly_equivalents,
    "hundred": sums.hundred,
    "declared": sums.declared,
    "fractions": percentages.fractions,
    "impossible": percentages.impossible,
    "bases": percentages.bases,
    "common-base": named_base.common_base,
    "cut": named_base.cut,
    "coarser": repeats.coarser,
    "weighted": weighting.weighted,
    "twice": repeats.twice,
    "accepted": repeats.accepted,
    "quoted": repeats.quoted,
    "carried-over": stocks.carried_over,
    "unlike-scopes": scopes.unlike_scopes,
    "unlike-shares": scopes.unlike_shares,
    "half-year": changes.half_year,
    "changes": changes.differences,
    "implied-population": changes.implied_population,
    "out-of-scale": scopes.out_of_scale,
    "response-rates": response.rates,
    "no-outcome": unmet.no_outcome,
    "started": starts.started,
    "claims": claims.words,
    "unreadable": scopes.unreadable,
    "booked": booked.booked,
}
REST = ("booked",)  # rules that tell only of prints that no rule before them has told of


def audit(case: Case) -> list[Finding]:
    """Every finding of an account year, in the order of the rules and of the print.

    What is said twice of two prints is one.
    """
    found: dict[tuple[str, str], Finding] = {}
    told: set[tuple[str, int, str]] = set()
    for name, rule in RULES.items():
        for finding in rule(case):
            if name in REST and all((a.source, a.line, a.printed) in told for a in finding.accused):
                continue
            told |= {(a.source, a.line, a.printed) for a in finding.accused}
            said = found.get((finding.rule, finding.message))
            accused = tuple(dict.fromkeys((said.accused if said else ()) + finding.accused))
            found[finding.rule, finding.message] = replace(finding, accused=accused)
    return list(found.values())
