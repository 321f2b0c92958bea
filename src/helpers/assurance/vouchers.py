"""The binder of vouchers: from any printed number to its rule, its clause, its files and its rows.

Step 4 of a social account ("Verifikationerna samlas i en pärm", socialt-bokslut-2018-ungdomstorget:285). A
voucher is made for every fact that a page prints; a page may print nothing else but years, labels and figures
that say they are no facts.
"""

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from helpers.assurance import clauses
from helpers.assurance.account_sums import Accounts, table_of, terms_of
from helpers.audit.record import Figure, Record
from helpers.codes import GENDERS
from helpers.counting import families, tally
from helpers.counting.economy_parts import Sum, sums_of
from helpers.counting.rule import Rule
from helpers.definitions import Definitions
from helpers.fact_tables import COUNTED, ROLES, Behind
from helpers.facts import DELIVERED, NO_ROWS, Fact, Facts, Key, Rows
from helpers.naming import fact_name
from helpers.pages.document import (
    Block,
    Content,
    Details,
    Division,
    Heading,
    Link,
    Paragraph,
    Section,
    Terms,
    join,
    points,
    run,
)
from helpers.pages.figures import Unexplained
from helpers.pages.html import place_of
from helpers.pages.said import Shown, Wanted
from helpers.rows import place_words, ranges
from helpers.wording import listing, of_text, result_text, result_to_the_ore, text, voucher_number


@dataclass(frozen=True)
class Binder:
    """A year's facts with what stands behind them.

    `rows` by key and role (`fact_tables.rows_of`); `sources` of declared figures by file and row.
    """

    facts: Facts
    rows: Mapping[Key, Behind]
    deliveries: pd.DataFrame
    definitions: Definitions
    before: Facts | None
    published: list[Figure]
    record: Record | None = None
    accounts: Accounts | None = None
    sources: Mapping[tuple[str, int], str] = field(default_factory=dict)

    def by_number(self, place: str) -> dict[str, Fact]:
        """Each fact of a place that has a rule, by the number of its voucher."""
        return {voucher_number(f): f for f in self.facts.measures(place, "") if f.rule}

    @cached_property
    def rules(self) -> dict[str, Rule]:
        """The year's rules, by name, each with its clause in the year's own account."""
        rules = families.rules(self.definitions)
        return rules if self.record is None else clauses.of_year(rules, self.record, self.facts.year)

    @cached_property
    def prints(self) -> dict[Key, list[Figure]]:
        """The year's printed figures, by the fact that each claims to be."""
        found: dict[Key, list[Figure]] = defaultdict(list)
        for figure in self.published:
            if figure.year == self.facts.year:
                found[figure.fact_key].append(figure)
        return found

    @cached_property
    def sums(self) -> dict[Key, Sum]:
        """The economy's sums, as the statements print them first."""
        return {found.whole.key: found for found in reversed(sums_of(self.facts, self.definitions))}

    @cached_property
    def hashes(self) -> dict[str, str]:
        """sha256 of each delivered file."""
        return dict(zip(self.deliveries["file"], self.deliveries["sha256"], strict=True))


def pages(binders: dict[int, Binder], wanted: Wanted) -> Iterator[tuple[str, Block]]:
    """One page of vouchers per place: `(place, content)`.

    Raises:
        Unexplained: a page leads to a voucher that no fact has.
    """
    for place in sorted(wanted):
        yield place, page(binders, place, wanted[place])


def page(binders: dict[int, Binder], place: str, wanted: Mapping[str, Sequence[Shown]]) -> Block:
    """The vouchers of a place whose numbers are `wanted`, of which the page shows the one that is asked for.

    Raises:
        Unexplained: no fact of the place has one of them.
    """
    known = {
        number: (year, fact)
        for year, binder in binders.items()
        for number, fact in binder.by_number(place).items()
    }
    if lost := sorted(set(wanted) - set(known)):
        raise Unexplained(f"{place}: {', '.join(lost[:5])}")
    numbers = sorted(wanted, key=lambda n: known[n][1].key)
    made = []
    for number in numbers:
        year, fact = known[number]
        made.append(_voucher(binders[year], number, fact, wanted))
    return join([*made, _contents({n: (binders[known[n][0]], known[n][1]) for n in numbers})])


def _contents(known: Mapping[str, tuple[Binder, Fact]]) -> Block:
    """Links to all vouchers of the page, year by year and what is alike together."""
    groups: dict[int, dict[str, list[Content]]] = defaultdict(lambda: defaultdict(list))
    for number, (binder, fact) in known.items():
        link = Link(f"#{number}", fact_name(fact, binder.definitions))
        groups[fact.year][_group(fact)].append(link)
    parts: list[Content] = [Heading(2, text("voucher.all")), Paragraph(text("voucher.intro"))]
    for year in sorted(groups, reverse=True):
        folded = [Details(name, points(links)) for name, links in groups[year].items()]
        parts += [Heading(3, str(year)), Division(join(folded), "beside")]
    return Section(join(parts), kind="many")


def _group(fact: Fact) -> str:
    """What a voucher stands under in the contents: its kind, and its question."""
    kind = text(f"sample.stratum.{fact.rule.partition('.')[0]}")
    asked = re.search(r"(?<=:)\d[\w.]*", fact.measure)
    return text("voucher.group", kind=kind, id=asked[0]) if asked and fact.respondents else kind


def _voucher(binder: Binder, number: str, fact: Fact, wanted: Mapping[str, Sequence[Shown]]) -> Block:
    """One voucher as a list of what an auditor asks, and the way back to where it is printed."""
    items: list[tuple[str, Content]] = [("shown", _way_back(number, wanted[number]))]
    items += [*_rule_items(binder, fact), *_sources(binder, fact)]
    items += [*_row_items(binder, fact, wanted), *_result_items(binder, fact)]
    items += [
        ("print", text("voucher.printed", words=figure.printed, source=figure.source, line=figure.line))
        for figure in binder.prints.get(fact.key, [])
    ]
    items.append(("number", number))
    terms = tuple((text(f"voucher.{name}"), value) for name, value in items if value)
    d = binder.definitions
    what = text("voucher.heading", place=d.name(fact.platform), year=fact.year, what=fact_name(fact, d))
    back = Paragraph(Link("#innehall", text("voucher.all")))
    return Section(join([Heading(2, what), Terms(terms), back]), number, "one")


def _way_back(number: str, shown: Sequence[Shown]) -> Content:
    """Links to the sentences and tables that print the figure first on their pages."""
    links = [Link(f"../{page}#{place_of(number)}", title) for page, title in shown]
    return run(*[part for link in links for part in (", ", link)][1:])


def _rule_items(binder: Binder, fact: Fact) -> Iterator[tuple[str, str]]:
    """How it came out and by which rule."""
    rule = binder.rules[fact.rule]
    yield "result", result_to_the_ore(fact).plain
    yield "rule", families.told(fact.rule, rule)
    if rule.clause:
        yield "clause", f"”{rule.clause}” ({rule.where or text('voucher.by_definitions')})"
    yield "function", rule.function
    if fact.origin not in ("", DELIVERED):
        yield "origin", text(f"origin.{fact.origin}")
    if fact.has_counts:
        yield "fraction", of_text(*fact.counts)
    if fact.rule == "decisions.target":
        yield "definitions", f"data/definitions/{fact.year}.yaml"


def _sources(binder: Binder, fact: Fact) -> Iterator[tuple[str, str]]:
    """Where somebody has taken a declared figure from, and whose it is."""
    if not families.is_declared(fact.rule):
        return
    behind = binder.rows.get(fact.key, {}).get(COUNTED, NO_ROWS)
    places = [(file, n) for (file, _), numbers in behind.by_sheet.items() for n in numbers.tolist()]
    found = listing(list(dict.fromkeys(binder.sources[p] for p in places if p in binder.sources)))
    if found:
        yield "source", text("voucher.stated", sources=found, who=binder.definitions.association)


def _row_items(binder: Binder, fact: Fact, here: Collection[str]) -> Iterator[tuple[str, Content]]:
    """The facts that it is the difference or the sum of, and the rows or the accounts behind it."""
    if fact.measure.startswith("difference"):
        of = fact.measure.partition(":")[2]
        terms = [binder.facts.get(fact.platform, of, fact.respondents, g) for g in GENDERS]
        yield "terms", " − ".join(map(voucher_number, terms))
    if fact.key in binder.sums:
        yield "parts", terms_of(binder.sums[fact.key], binder.definitions, here)
    behind = binder.rows.get(fact.key, {})
    for role in (role for role in ROLES if role in behind):
        accounts = binder.accounts.behind(behind[role]) if binder.accounts else []
        if accounts and fact.key not in binder.sums:
            yield f"accounts_{role}", table_of(accounts)
        yield role, places(binder, behind[role])


def _result_items(binder: Binder, fact: Fact) -> Iterator[tuple[str, str]]:
    """What was aimed at, and last year's."""
    id_ = _indicator(fact)
    target, judgement, verdict = (
        binder.facts.get(fact.platform, f"{k}:{id_}", fact.respondents)
        for k in ("target", "judgement", "verdict")
    )
    if fact.group == "all" and target.ok and id_:
        aimed = result_text(target).plain.partition(" (")[0]
        yield "target", f"{aimed}: {text(f'signal.{tally.told(judgement, verdict)}').lower()}"
    if binder.before:
        last = binder.before.get(fact.platform, fact.measure, fact.respondents, fact.group)
        if last.ok:
            yield "last", result_to_the_ore(last).plain


def _indicator(fact: Fact) -> str:
    """The id under which a result's target stands, '' for what is no indicator's result."""
    asked = fact.measure.removeprefix("question:") if fact.measure.startswith("question:") else ""
    return fact.account or asked


def places(binder: Binder, rows: Rows) -> str:
    """`data/raw/2019/participants/vannas.xlsx (sha256 …), blad Deltagare: rad 2–14, 17 (14 rader)`.

    Of the ledger only how many: `data/raw/2019/bokforing.se (sha256 …): 124 rader`.
    """
    told = []
    ledger = binder.accounts.files if binder.accounts else ()
    for (file, sheet), numbers in sorted(rows.by_sheet.items()):
        named = "voucher.row" if len(numbers) == 1 else "voucher.rows"
        told.append(
            text(
                "voucher.ledger_rows" if file in ledger else named,
                file=f"data/raw/{binder.facts.year}/{file}",
                sha=binder.hashes.get(file, "")[:12],
                sheet=f", {place_words(sheet=sheet)}" if sheet else "",
                rows=ranges(numbers.tolist()),
                count=len(numbers),
            )
        )
    return "; ".join(told)
