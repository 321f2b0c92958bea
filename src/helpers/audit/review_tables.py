"""What the audit leaves on disk: findings.csv and comparison.csv as frames."""

import pandas as pd

from helpers.audit.comparison import Compared
from helpers.audit.finding import COLUMNS
from helpers.audit.review import Review, reason
from helpers.fact_csv import number_text

COMPARISON = [
    "source",
    "line",
    "printed",
    "value",
    "unit",
    "year",
    "platform",
    "measure",
    "respondents",
    "group",
    "scope",
    "fact",
    "numerator",
    "denominator",
    "rule",
    "basis",
    "state",
    "reason",
]


def findings_table(review: Review) -> pd.DataFrame:
    """findings.csv: one row per print that a finding accuses, in COLUMNS; `line` is int64, the rest text."""
    rows = [
        (
            f.rule,
            f.severity,
            a.source,
            a.line,
            a.printed,
            a.computed,
            f"{f.message} {f.not_ocr} {f.consequence}",
        )
        for f in review.findings
        for a in f.accused
    ]
    return pd.DataFrame(rows, columns=COLUMNS).astype({"line": "int64"})


def comparison_table(review: Review) -> pd.DataFrame:
    """comparison.csv: every printed figure with the fact it claims to be; COMPARISON, all text."""
    return pd.DataFrame([_row(c) for c in review.compared], columns=COMPARISON).astype(str)


def _row(compared: Compared) -> list[str | int]:
    """A printed figure and its fact, '' for what either does not have."""
    f, fact = compared.figure, compared.fact
    value = number_text(fact.value, fact.unit) if fact else ""
    counts = (fact.numerator, fact.denominator) if fact else (None, None)
    return [
        f.source,
        f.line,
        f.printed,
        "" if f.value is None else str(f.value),
        f.unit,
        f.year,
        f.platform,
        f.measure,
        f.respondents,
        f.group,
        f.scope,
        value,
        *map(number_text, counts),
        fact.rule if fact else "",
        compared.basis,
        compared.state,
        reason(compared),
    ]
