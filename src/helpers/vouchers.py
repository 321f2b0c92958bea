"""The binder of vouchers: from any printed number to its rule, its clause, its files and its rows.

Step 4 of a social account ("Verifikationerna samlas i en pärm", socialt-bokslut-2018-ungdomstorget:285). A voucher is made
for every fact that a page prints; a page may print nothing else but years, labels and figures that say they are no facts.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from functools import cache
from html.parser import HTMLParser

import pandas as pd

from helpers import decisions
from helpers.definitions import ASSOCIATION, Definitions
from helpers.facts import Fact, Facts
from helpers.findings.naming import fact_name
from helpers.published import Figure
from helpers.rules import RULES
from helpers.tables import Html, element, join
from helpers.wording import ACCOUNTS, catalogue, plain, result_text, text, voucher_number

LINK = re.compile(r'<a class="v" href="(?:\.\./)?verifikationer/([^"#]+)\.html#([^"]+)">')
LABELS = ("th", "caption", "h1", "h2", "h3", "nav", "figcaption", "header", "footer", "blockquote", "title", "style", "script", "svg", "pre")
YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:-\d\d-\d\d)?(?!\d)")


class Unexplained(Exception):
    """A page prints a figure that is no fact, year, label or declared text; says which."""


# --- what a page prints ----------------------------------------------------------------------------------


def printed(pages: Iterable[str]) -> dict[str, set[str]]:
    """Voucher numbers that pages lead to, by the place whose binder holds them."""
    found: dict[str, set[str]] = defaultdict(set)
    for html in pages:
        for place, number in LINK.findall(html):
            found[place].add(number)
    return found


class _Figures(HTMLParser):
    """Text nodes of a page that stand in no voucher link, label or declared text."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[bool] = []
        self.texts: list[str] = []

    def handle_starttag(self, tag: str, attrs: list) -> None:
        if tag in ("img", "meta", "link", "br", "input", "hr"):
            return
        classes = dict(attrs).get("class", "") or ""
        self.open.append(tag in LABELS or classes in ("v", "declared"))

    def handle_endtag(self, tag: str) -> None:
        if self.open:
            self.open.pop()

    def handle_data(self, data: str) -> None:
        if not any(self.open) and re.search(r"\d", data):
            self.texts.append(data)


@cache
def _own_words() -> list[str]:
    """The catalogue's own words with figures in them (`befolkningen 20–64 år`), longest first."""
    pieces = {p for value in catalogue().values() for p in re.split(r"\{[^}]*\}", value) if re.search(r"\d", p)}
    return sorted((p.strip() for p in pieces), key=len, reverse=True)


def unexplained(html: str, labels: Iterable[str] = ()) -> list[str]:
    """Figures of a page that are no fact, year, label or declared text.

    `labels` are words of the year's definitions that hold figures (questions, classes, areas).

    >>> unexplained('<p>Under 2019 deltog <a class="v" href="x">148</a>.</p>'), unexplained("<p>12 av dem</p>")
    ([], ['12 av dem'])
    """
    reader = _Figures()
    reader.feed(html)
    known = sorted([*_own_words(), *labels], key=len, reverse=True)
    left = []
    for data in reader.texts:
        rest = data
        for words in known:
            rest = rest.replace(words, " ")
        if re.search(r"\d", YEAR.sub(" ", rest)):
            left.append(data.strip())
    return left


def label_words(definitions: Definitions) -> list[str]:
    """Words of the definitions that hold figures: question and account numbers with their names, classes of SUS, platforms, respondents."""
    d = definitions
    found = [x for s in (d.sus.time, d.sus.education, d.sus.support) for x in s] + [s.name for s in d.sus.summaries]
    found += [f"{account.id} {account.name}" for _, account, _ in d.indicators()]
    found += [words for q in d.questions for words in (f"{q.id} {q.wordings[0]}", *q.wordings)]
    found += [text("gender.question", id=q.id) for q in d.questions] + [text("card.distribution", id=q.id) for q in d.questions]
    found += [f"{decisions.indicator_id(a, i)} {a.name}" for _, a, i in d.indicators()] + [r.name for r in d.respondents]
    found += [d.name(p) for p in (*d.platform_ids, *d.whole_ids, ASSOCIATION)]
    found += [f"{a.id} {text('indicator.example', about=i.about)}" for _, a, i in d.indicators() if i.kind == "example"]
    return [w for w in found if re.search(r"\d", w)]


# --- the vouchers ----------------------------------------------------------------------------------------


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
    numbers = {number: (year, fact) for year, binder in binders.items() for number, fact in binder.by_number().items()}
    behind = {year: rows_by_key(binder.rows) for year, binder in binders.items()}
    prints = {year: _prints_by_key(binder.published) for year, binder in binders.items()}
    for place in sorted(wanted):
        lost = sorted(wanted[place] - set(numbers))
        if lost:
            raise Unexplained(f"{place}: {', '.join(lost[:5])}")
        made = []
        for number in sorted(wanted[place], key=lambda n: numbers[n][1].key):
            year, fact = numbers[number]
            made.append(_voucher(binders[year], number, fact, behind[year].get(fact.key, {}), prints[year].get(fact.key, [])))
        yield place, join([element("p", text("voucher.intro")), *made])


Rows = dict[str, dict[str, list[int]]]


def rows_by_key(rows: pd.DataFrame) -> dict[tuple, Rows]:
    """`{key: {role: {file: rows}}}`."""
    found: dict[tuple, Rows] = {}
    for values in rows.itertuples(index=False):
        *key, role, ref = values
        file, _, row = ref.rpartition("!")
        found.setdefault(tuple(key), {}).setdefault(role, {}).setdefault(file, []).append(int(row))
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
        ("result", plain(result_text(fact))), ("rule", text(f"rule.{fact.rule}")),
        ("clause", f"”{rule.clause}” ({rule.where})"), ("function", rule.function),
    ]  # fmt: skip
    if fact.has_counts:
        items.append(("fraction", f"{fact.numerator} / {fact.denominator}"))
    if fact.rule == "decisions.target":
        items.append(("definitions", f"data/definitions/{fact.year}.yaml"))
    if fact.measure.startswith("difference"):
        items.append(("terms", " − ".join(voucher_number(replace(fact, measure=fact.measure.partition(":")[2], group=g)) for g in ("women", "men"))))
    for role in ("counted", "base"):
        if role in rows:
            items.append((role, places(binder, rows[role])))
    target, judgement = (binder.facts.get(fact.platform, f"{k}:{_indicator(fact)}", fact.respondents) for k in ("target", "judgement"))
    if fact.group == "all" and target.ok and _indicator(fact):
        items.append(("target", f"{plain(result_text(target)).partition(' (')[0]}: {text(f'signal.{decisions.signal(judgement)}').lower()}"))
    last = binder.before.get(fact.platform, fact.measure, fact.respondents, fact.group) if binder.before else None
    if last is not None and last.ok:
        items.append(("last", plain(result_text(last))))
    for figure in prints:
        items.append(("print", f"”{figure.printed}” ({figure.source}:{figure.line})"))
    body = join([join([element("dt", text(f"voucher.{name}")), element("dd", value)]) for name, value in items if value])
    return element("section", join([element("h2", text("voucher.number", number=number)), element("dl", body)]), id=number)


def _indicator(fact: Fact) -> str:
    """The id under which a result's target stands, '' for what is no indicator's result."""
    return ACCOUNTS.get(fact.measure) or (fact.measure.removeprefix("question:") if fact.measure.startswith("question:") else "")


def places(binder: Binder, files: dict[str, list[int]]) -> str:
    """`data/raw/2019/participants/vannas.xlsx (sha256 …), blad Deltagare: rad 2–14, 17 (14 rader)`."""
    hashes = dict(zip(binder.deliveries["file"], binder.deliveries["sha256"], strict=True))
    told = []
    for ref, rows in sorted(files.items()):
        file, _, sheet = ref.partition("#")
        at = f", {text('place.sheet', sheet=sheet)}" if sheet else ""
        told.append(
            text(
                "voucher.row" if len(rows) == 1 else "voucher.rows",
                file=f"data/raw/{binder.facts.year}/{file}",
                sha=hashes.get(file, "")[:12],
                sheet=at,
                rows=ranges(sorted(rows)),
                count=len(rows),
            )
        )
    return "; ".join(told)


def ranges(rows: list[int]) -> str:
    """Row numbers with runs drawn together.

    >>> ranges([2, 3, 4, 7, 9, 10])
    '2–4, 7, 9–10'
    """
    runs: list[list[int]] = []
    for row in rows:
        if runs and row == runs[-1][1] + 1:
            runs[-1][1] = row
        elif not runs or row != runs[-1][1]:
            runs.append([row, row])
    return ", ".join(str(a) if a == b else f"{a}–{b}" for a, b in runs)
