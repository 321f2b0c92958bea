"""The binder of vouchers: from any printed number to its rule, its clause, its files and its rows.

Step 4 of a social account ("Verifikationerna samlas i en pärm", socialt-bokslut-2018-ungdomstorget:285). A
voucher is made for every fact that a page prints; a page may print nothing else but years, labels and figures
that say they are no facts.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import pandas as pd

from helpers.audit.record import Figure
from helpers.codes import GENDERS
from helpers.counting import families, goals
from helpers.definitions import Definitions
from helpers.fact_tables import ROLES, Behind
from helpers.facts import Fact, Facts, Key, Rows
from helpers.naming import fact_name
from helpers.pages.elements import Html, element, join
from helpers.pages.figures import Unexplained
from helpers.rows import place_words, ranges
from helpers.wording import plain, result_text, text, voucher_number


@dataclass(frozen=True)
class Binder:
    """A year's facts with what stands behind them; `rows` by key and role (`fact_tables.rows_of`)."""

    facts: Facts
    rows: Mapping[Key, Behind]
    deliveries: pd.DataFrame
    definitions: Definitions
    before: Facts | None
    published: list[Figure]

    def by_number(self) -> dict[str, Fact]:
        """Each fact that has a rule, by the number of its voucher."""
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
    prints = {year: _prints_by_key(binder.published) for year, binder in binders.items()}
    for place in sorted(wanted):
        lost = sorted(wanted[place] - set(numbers))
        if lost:
            raise Unexplained(f"{place}: {', '.join(lost[:5])}")
        made = []
        for number in sorted(wanted[place], key=lambda n: numbers[n][1].key):
            year, fact = numbers[number]
            made.append(_voucher(binders[year], number, fact, prints[year].get(fact.key, [])))
        yield place, join([element("p", text("voucher.intro")), *made])


def _prints_by_key(figures: list[Figure]) -> dict[Key, list[Figure]]:
    found: dict[Key, list[Figure]] = defaultdict(list)
    for figure in figures:
        found[figure.key].append(figure)
    return found


def _voucher(binder: Binder, number: str, fact: Fact, prints: list[Figure]) -> Html:
    """One voucher as a list of what an auditor asks."""
    items = [*_rule_items(binder, fact), *_row_items(binder, fact), *_result_items(binder, fact)]
    items += [("print", f"”{figure.printed}” ({figure.source}:{figure.line})") for figure in prints]
    body = join(
        [
            join([element("dt", text(f"voucher.{name}")), element("dd", value)])
            for name, value in items
            if value
        ]
    )
    heading = element("h2", text("voucher.number", number=number))
    return element("section", join([heading, element("dl", body)]), id=number)


def _rule_items(binder: Binder, fact: Fact) -> Iterator[tuple[str, str]]:
    """What it is, how it came out and by which rule."""
    d = binder.definitions
    rule = families.rules(d)[fact.rule]
    yield "what", f"{d.name(fact.platform)} {fact.year}: {fact_name(fact, d)}"
    yield "result", plain(result_text(fact))
    yield "rule", families.words(fact.rule, d)
    if rule.clause:
        yield "clause", f"”{rule.clause}” ({rule.where or text('voucher.by_definitions')})"
    yield "function", rule.function
    if fact.has_counts:
        yield "fraction", f"{fact.numerator} / {fact.denominator}"
    if fact.rule == "decisions.target":
        yield "definitions", f"data/definitions/{fact.year}.yaml"


def _row_items(binder: Binder, fact: Fact) -> Iterator[tuple[str, str]]:
    """The facts that it is the difference of, and the rows behind it."""
    if fact.measure.startswith("difference"):
        of = fact.measure.partition(":")[2]
        terms = [binder.facts.get(fact.platform, of, fact.respondents, g) for g in GENDERS]
        yield "terms", " − ".join(map(voucher_number, terms))
    behind = binder.rows.get(fact.key, {})
    for role in (role for role in ROLES if role in behind):
        yield role, places(binder, behind[role])


def _result_items(binder: Binder, fact: Fact) -> Iterator[tuple[str, str]]:
    """What was aimed at, and last year's."""
    id_ = _indicator(fact)
    target, judgement = (
        binder.facts.get(fact.platform, f"{k}:{id_}", fact.respondents) for k in ("target", "judgement")
    )
    if fact.group == "all" and target.ok and id_:
        aimed = plain(result_text(target)).partition(" (")[0]
        yield "target", f"{aimed}: {text(f'signal.{goals.signal(judgement)}').lower()}"
    if binder.before:
        last = binder.before.get(fact.platform, fact.measure, fact.respondents, fact.group)
        if last.ok:
            yield "last", plain(result_text(last))


def _indicator(fact: Fact) -> str:
    """The id under which a result's target stands, '' for what is no indicator's result."""
    asked = fact.measure.removeprefix("question:") if fact.measure.startswith("question:") else ""
    return fact.account or asked


def places(binder: Binder, rows: Rows) -> str:
    """`data/raw/2019/participants/vannas.xlsx (sha256 …), blad Deltagare: rad 2–14, 17 (14 rader)`."""
    hashes = dict(zip(binder.deliveries["file"], binder.deliveries["sha256"], strict=True))
    told = []
    for (file, sheet), numbers in sorted(rows.by_sheet.items()):
        told.append(
            text(
                "voucher.row" if len(numbers) == 1 else "voucher.rows",
                file=f"data/raw/{binder.facts.year}/{file}",
                sha=hashes.get(file, "")[:12],
                sheet=f", {place_words(sheet=sheet)}" if sheet else "",
                rows=ranges(numbers.tolist()),
                count=len(numbers),
            )
        )
    return "; ".join(told)
