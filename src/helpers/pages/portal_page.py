"""The portal: every year's account that stands, its goals over the years where like is like, and a search."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.facts import Fact, Key
from helpers.naming import fact_name
from helpers.pages import indicators
from helpers.pages.blocks import paragraph, provenance, section
from helpers.pages.document import (
    NOTHING,
    Block,
    Content,
    Details,
    Label,
    Link,
    Paragraph,
    Searchable,
    join,
    run,
    table,
)
from helpers.pages.goal_signs import key_of, mark
from helpers.pages.html import binder_page
from helpers.pages.indicators import Shown
from helpers.pages.years import Report
from helpers.wording import EN_DASH, fact_text, number, result_text, text
from helpers.words import Text, plain

ROW = tuple[str, str, str]  # place, measure and respondents: what is searched for
# Families that say how sure another figure is or are its parts: a reader goes to that one, and on from it.
BESIDE = (
    *("answer:", "answer-share", "criterion", "low:", "high:", "least:", "most:", "limit:", "change"),
    *("tally:", "target:", "verdict:", "time:share-exited:", "economy:identity:", "share:referred-by:"),
)


@dataclass(frozen=True)
class StandingYear:
    """A year's set as it stands under reports.

    `state` says what the board has decided, `links` are the ways into the set and its forms; `vouchers` are
    the facts that its pages print, each with its number in the binder of its place.
    """

    report: Report
    state: Content
    links: Content
    vouchers: Mapping[Key, str]

    @property
    def year(self) -> int:
        return self.report.now.year


def content(years: Sequence[StandingYear]) -> Block:
    """The page of an association's years, the last one first."""
    found = {"years": _years(years), "goals": _goals(years), "search": _search(years)}
    parts = [section(f"del-{name}", text(f"portal.{name}"), part) for name, part in found.items() if part]
    return join([provenance(years[0].report), *parts, Paragraph(text("invented.note"), "small")])


def _years(years: Sequence[StandingYear]) -> Block:
    rows = [[str(y.year), y.state, y.links] for y in years]
    head = [text(f"portal.head.{column}") for column in ("year", "state", "pages")]
    return table(text("portal.years_caption"), head, rows, len(head))


# --- goals ------------------------------------------------------------------------------------------------


def _goals(years: Sequence[StandingYear]) -> Block:
    """Each place's goals of the last year, with their results as far back as like is like."""
    if len(years) < 2:
        return NOTHING
    known, now = {y.year: y for y in years}, years[0].report
    d = now.now.definitions
    places = (d.together.id, *d.whole_ids, *d.platform_ids) if d.has_account else ()
    folded = [_of_place(known, now, place) for place in places]
    key = Paragraph(key_of(now.now.facts, places), "small")
    return join([paragraph("portal.goals_lead"), key, *folded]) if any(folded) else NOTHING


def _of_place(known: Mapping[int, StandingYear], now: Report, place: str) -> Block:
    chains = [_back(known, i) for i in indicators.shown(now, place) if _is_asked(i)]
    rows = [_chain(known, chain) for chain in chains if len(chain) > 1]
    if not rows:
        return NOTHING
    name = now.now.definitions.name(place)
    head = [text("portal.head.goal"), *map(str, known)]
    caption = text("portal.goals_caption", place=name)
    return Details(name, table(caption, head, rows, len(head)))


def _is_asked(i: Shown) -> bool:
    """Whether its result is the place's own, and one that years can be compared by."""
    is_compared = i.indicator.kind == "outcome" or (i.question and i.has_positive)
    return bool(is_compared and i.own and i.result.ok)


def _back(known: Mapping[int, StandingYear], i: Shown) -> dict[int, Shown]:
    """An indicator and what it was in the years before, nearest first, until like is no longer like."""
    found = {i.report.now.year: i}
    while (last := i.last) is not None and last.year in known:
        earlier = indicators.shown(known[last.year].report, i.place)
        same = [e for e in earlier if _is_asked(e) and (e.measure, e.respondents) == _asked_as(last)]
        if not same:
            break
        i = found[last.year] = same[0]
    return found


def _asked_as(fact: Fact) -> tuple[str, str]:
    return fact.measure, fact.respondents


def _chain(known: Mapping[int, StandingYear], chain: Mapping[int, Shown]) -> list[Content]:
    """A row: the goal as the last year asks it, and each year's result with what was said of it."""
    first = next(iter(chain.values()))
    name = fact_name(first.result, first.report.now.definitions)
    return [name, *(_result(known[y], chain[y]) if y in chain else EN_DASH for y in known)]


def _result(year: StandingYear, i: Shown) -> Content:
    shown = _to_voucher(year, i.result, plain(result_text(i.result)))
    return run(mark(i.signal), " ", shown) if i.signal else shown


# --- search -----------------------------------------------------------------------------------------------


def _search(years: Sequence[StandingYear]) -> Block:
    """Every figure that a page of the account prints of women and men together, a row each."""
    names: dict[ROW, tuple[str, str]] = {}
    cells: dict[ROW, dict[int, Content]] = {}
    for year in years:
        for fact in _together(year):
            row = (fact.platform, fact.measure, fact.respondents)
            d = year.report.now.definitions
            names.setdefault(row, (d.name(fact.platform), fact_name(fact, d)))
            cells.setdefault(row, {})[year.year] = _to_voucher(year, fact, plain(fact_text(fact)))
    if not cells:
        return NOTHING
    body = []
    for row in sorted(cells, key=lambda row: names[row]):
        place, figure = names[row]
        body.append([Label(place, "state"), figure, *(cells[row].get(y.year, "") for y in years)])
    head = [text(f"portal.head.{column}") for column in ("place", "figure")]
    caption = text("portal.search_caption", count=number(len(body)))
    rows = table(caption, [*head, *(str(y.year) for y in years)], body, 2)
    labels = tuple((k, text(f"portal.script.{k}")) for k in ("search", "all", "rows", "sort"))
    return Details(text("portal.search_open"), Searchable(labels, rows))


def _together(year: StandingYear) -> Iterator[Fact]:
    """The facts of women and men together that are searched for."""
    known = (f for f in year.report.now.facts if f.ok and f.key in year.vouchers and f.group == "all")
    return (f for f in known if not f.measure.startswith(BESIDE))


def _to_voucher(year: StandingYear, fact: Fact, words: Text) -> Content:
    number_of = year.vouchers.get(fact.key)
    to = f"{year.year}/{binder_page(fact.platform)}#{number_of}"
    return Link(to, words) if number_of else words
