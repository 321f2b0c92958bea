"""The binder of vouchers: from any printed number to its rule, its clause, its files and its rows.

Step 4 of a social account ("Verifikationerna samlas i en pärm", socialt-bokslut-2018-ungdomstorget:285). A voucher is made
for every fact that a page prints; a page may print nothing else but years, labels and figures that say they are no facts.
"""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace

import pandas as pd

from helpers.audit.record import Figure
from helpers.codes import GENDERS
from helpers.counting import goals
from helpers.counting.clauses import RULES
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts
from helpers.naming import fact_name
from helpers.pages.elements import Html, element, join
from helpers.pages.figures import Unexplained
from helpers.rows import RowPlace, place_words, ranges
from helpers.wording import ACCOUNTS, plain, result_text, text, voucher_number


@dataclass(frozen=True)
class Binder:
    """A year's facts with what stands behind them."""

    facts: Facts
    rows: pd.DataFrame
    deliveries: pd.DataFrame
    definitions: Definitions
    before: Facts | None
    published: list[Figure]

    def by_number(self) -> dict[str, Fact]:
        return {voucher_number(f): f for f in self.facts if f.rule}


def pages(binders: dict[int, Binder], wanted: dict[str, set[str]]) -> Iterator[tuple[str, Html]]:
    """One page of vouchers per place: `(place, content)`.

    Raises:
        Unexplained: a page leads to a voucher that no fact has.
    """
    numbers = {
        number: (year, fact)
        for year, binder in binders.items()
        for number, fact in binder.by_number().items()
    }
    behind = {year: rows_by_key(binder.rows) for year, binder in binders.items()}
    prints = {year: _prints_by_key(binder.published) for year, binder in binders.items()}
    for place in sorted(wanted):
        lost = sorted(wanted[place] - set(numbers))
        if lost:
            raise Unexplained(f"{place}: {', '.join(lost[:5])}")
        made = []
        for number in sorted(wanted[place], key=lambda n: numbers[n][1].key):
            year, fact = numbers[number]
            made.append(
                _voucher(
                    binders[year],
                    number,
                    fact,
                    behind[year].get(fact.key, {}),
                    prints[year].get(fact.key, []),
                )
            )
        yield place, join([element("p", text("voucher.intro")), *made])


Rows = dict[str, list[RowPlace]]


def rows_by_key(rows: pd.DataFrame) -> dict[tuple, Rows]:
    """`{key: {role: rows}}`."""
    found: dict[tuple, Rows] = {}
    for *key, role, written in rows.itertuples(index=False):
        found.setdefault(tuple(key), {}).setdefault(role, []).append(RowPlace.of(written))
    return found


def _prints_by_key(figures: list[Figure]) -> dict[tuple, list[Figure]]:
    found: dict[tuple, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.key].append(figure)
    return found


def _voucher(binder: Binder, number: str, fact: Fact, rows: Rows, prints: list[Figure]) -> Html:
    """One voucher as a list of what an auditor asks."""
    d = binder.definitions
    rule = RULES[fact.rule]
    items = [
        ("what", f"{d.name(fact.platform)} {fact.year}: {fact_name(fact)}"),
        ("result", plain(result_text(fact))),
        ("rule", text(f"rule.{fact.rule}")),
        ("clause", f"”{rule.clause}” ({rule.where})"),
        ("function", rule.function),
    ]
    if fact.has_counts:
        items.append(("fraction", f"{fact.numerator} / {fact.denominator}"))
    if fact.rule == "decisions.target":
        items.append(("definitions", f"data/definitions/{fact.year}.yaml"))
    if fact.measure.startswith("difference"):
        items.append(
            (
                "terms",
                " − ".join(
                    voucher_number(replace(fact, measure=fact.measure.partition(":")[2], group=g))
                    for g in GENDERS
                ),
            )
        )
    for role in ("counted", "base"):
        if role in rows:
            items.append((role, places(binder, rows[role])))
    target, judgement = (
        binder.facts.get(fact.platform, f"{k}:{_indicator(fact)}", fact.respondents)
        for k in ("target", "judgement")
    )
    if fact.group == "all" and target.ok and _indicator(fact):
        items.append(
            (
                "target",
                f"{plain(result_text(target)).partition(' (')[0]}: {text(f'signal.{goals.signal(judgement)}').lower()}",
            )
        )
    last = (
        binder.before.get(fact.platform, fact.measure, fact.respondents, fact.group)
        if binder.before
        else None
    )
    if last is not None and last.ok:
        items.append(("last", plain(result_text(last))))
    for figure in prints:
        items.append(("print", f"”{figure.printed}” ({figure.source}:{figure.line})"))
    body = join(
        [
            join([element("dt", text(f"voucher.{name}")), element("dd", value)])
            for name, value in items
            if value
        ]
    )
    return element(
        "section",
        join([element("h2", text("voucher.number", number=number)), element("dl", body)]),
        id=number,
    )


def _indicator(fact: Fact) -> str:
    """The id under which a result's target stands, '' for what is no indicator's result."""
    return ACCOUNTS.get(fact.measure) or (
        fact.measure.removeprefix("question:") if fact.measure.startswith("question:") else ""
    )


def places(binder: Binder, rows: list[RowPlace]) -> str:
    """`data/raw/2019/participants/vannas.xlsx (sha256 …), blad Deltagare: rad 2–14, 17 (14 rader)`."""
    hashes = dict(zip(binder.deliveries["file"], binder.deliveries["sha256"], strict=True))
    by_sheet: dict[tuple[str, str], list[int]] = defaultdict(list)
    for row in rows:
        by_sheet[row.file, row.sheet].append(row.number)
    told = []
    for (file, sheet), numbers in sorted(by_sheet.items()):
        told.append(
            text(
                "voucher.row" if len(numbers) == 1 else "voucher.rows",
                file=f"data/raw/{binder.facts.year}/{file}",
                sha=hashes.get(file, "")[:12],
                sheet=f", {place_words(sheet=sheet)}" if sheet else "",
                rows=ranges(sorted(numbers)),
                count=len(numbers),
            )
        )
    return "; ".join(told)
