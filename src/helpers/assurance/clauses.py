"""Which published clause a voucher quotes: one of the fact's own year, or none."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

from helpers.audit.record import Record
from helpers.audit.registers import Clause, read_clauses
from helpers.counting.families import stands
from helpers.counting.rule import Rule
from helpers.wording import text


def of_year(rules: Mapping[str, Rule], record: Record, year: int) -> dict[str, Rule]:
    """Each rule with the clause that an account of the year prints for it.

    It is the one that `clauses.csv` names in an account of the year, else the rule's own where that stands in
    one. A rule whose clause stands in no text at all keeps it: it is the definitions' own wording.
    """
    named = {c.rule: c for c in read_clauses(record.audit) if _account(record, c.source) == year}
    return {name: _with_clause(rule, named.get(name), record, year) for name, rule in rules.items()}


def _with_clause(rule: Rule, clause: Clause | None, record: Record, year: int) -> Rule:
    """One rule with the year's clause; without a clause where the year prints none."""
    if clause is not None:
        return replace(rule, clause=clause.words, source=clause.source, first=clause.first, last=clause.last)
    if not rule.source or _account(record, rule.source) == year:
        return rule
    return replace(rule, clause="", source="")


def _account(record: Record, source: str) -> int | None:
    """The year that a source accounts for; None where it is no source of the record."""
    found = record.sources.get(source)
    return None if found is None else found.account


def off_their_lines(audit: Path, lines: Mapping[str, list[str]]) -> list[str]:
    """Clauses of the register that do not stand on their lines of the texts that were read."""
    return [
        text("rule.off_its_lines", rule=f"clauses.csv:{c.row} {c.rule}", clause=c.words, where=rule.where)
        for c in read_clauses(audit)
        if not stands(rule := Rule(of_year, c.words, c.source, c.first, c.last), lines.get(c.source, []))
        and c.source in lines
    ]
