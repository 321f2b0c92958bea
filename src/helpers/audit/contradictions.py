"""Each fact that the account prints otherwise: a table for the pages, which know nothing of the audit."""

from collections.abc import Iterator

import pandas as pd

from helpers.audit import consequences
from helpers.audit.finding import shown
from helpers.audit.record import Figure
from helpers.audit.review import Review
from helpers.fact_csv import number_text
from helpers.facts import Fact
from helpers.pages.contradicted import COLUMNS


def table(review: Review) -> pd.DataFrame:
    """One row a fact and figure that is printed instead: COLUMNS, the account's own tables first.

    A fact without a value has none: what was protected is printed on no page.
    """
    rows = dict.fromkeys(_rows(review))
    ordered = sorted(rows, key=lambda row: (*row[:5], not row[-2]))
    each_once = {(*row[:5], row[6]): row for row in reversed(ordered)}  # of what stands twice, the table's
    kept = [row for row in ordered if each_once[(*row[:5], row[6])] == row]
    return pd.DataFrame(kept, columns=COLUMNS).astype({"year": "int64", "is_table": "bool"})


def _rows(review: Review) -> Iterator[tuple[int, str, str, str, str, str, str, bool, str]]:
    tabled = {id(figure) for t in review.case.tables for figure in t.cells.values()}
    changed = {
        (review.case.year, c.measure, c.group)
        for c in consequences.of_association(review.case)
        if c.printed != c.right
    }
    for compared in review.compared:
        figure, fact = compared.figure, compared.fact
        if compared.state == "differs" and fact is not None and fact.ok:
            anchor = _anchor(review, figure, fact, changed)
            yield (*fact.key, str(fact.value), _words(figure), id(figure) in tabled, anchor)


def _words(figure: Figure) -> str:
    return figure.printed if figure.value is None else shown(figure.number, figure.unit)


def _anchor(review: Review, figure: Figure, fact: Fact, changed: set[tuple[int, str, str]]) -> str:
    """Where on the audit's page it is told: by a finding that accuses the print, else where it is compared.

    Of several findings the one that says the fact, then one that says anything instead.
    """
    at = (figure.source, figure.line, figure.printed)
    accusing = {
        finding.rule: (a.computed == number_text(fact.value, fact.unit), bool(a.computed))
        for finding in review.findings
        for a in finding.accused
        if (a.source, a.line, a.printed) == at
    }
    if accusing:
        return f"regel-{max(accusing, key=lambda rule: accusing[rule])}"
    share = (figure.year, figure.measure.removeprefix("share:"), figure.group)
    return "del-consequences" if share in changed else "del-comparison"
