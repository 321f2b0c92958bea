"""The portal: every year's account that stands, its goals over the years where like is like, and a search."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

from helpers.facts import Fact, Key
from helpers.language.words import Text, plain
from helpers.naming import fact_name
from helpers.pages import indicators
from helpers.pages.blocks import in_a_line, paragraph, provenance, section
from helpers.pages.document import (
    NOTHING,
    Block,
    Content,
    Details,
    Division,
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
    the facts that its pages print, each with its number in the binder of its place. `places` are those that
    have a page of their own: how it is called from the set.
    """

    report: Report
    state: Content
    links: Content
    vouchers: Mapping[Key, str]
    places: Mapping[str, str]

    @property
    def year(self) -> int:
        return self.report.now.year


def content(years: Sequence[StandingYear], others: Sequence[Content] = ()) -> Block:
    """The page of an association's years, the last one first, and ways to `others` in the same folder."""
    beside = in_a_line(others, f"{text('portal.others')} ") if others else NOTHING
    found = {
        "years": join([_years(years), beside]),
        "places": _places(years),
        "goals": _goals(years),
        "search": _search(years),
    }
    parts = [section(f"del-{name}", text(f"portal.{name}"), part) for name, part in found.items() if part]
    return join([provenance(years[0].report), *parts, Paragraph(text("invented.note"), "small")])


def _years(years: Sequence[StandingYear]) -> Block:
    rows = [[str(y.year), y.state, y.links] for y in years]
    head = [text(f"portal.head.{column}") for column in ("year", "state", "pages")]
    return table(text("portal.years_caption"), head, rows, len(head))


def _places(years: Sequence[StandingYear]) -> Block:
    """Each place's pages, which lead here to the same place's of other years."""
    known = {place: y.report.now.definitions for y in reversed(years) for place in y.places}
    d = years[0].report.now.definitions
    first = [place for place in (d.together.id, *d.whole_ids, *d.platform_ids) if place in known]
    shown = [*first, *sorted(set(known) - set(first))]
    return join([_of_years(place, known[place].name(place), years) for place in shown])


def _of_years(place: str, name: Text, years: Sequence[StandingYear]) -> Block:
    ways = [Link(f"{y.year}/{y.places[place]}", str(y.year)) for y in years if place in y.places]
    return Division(in_a_line(ways, f"{plain(name)}: "), id=place)


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
    """Every figure that a page of the account prints of women and men together, a row each.

    The page's script writes the rows: as a table that stands in it, a decade's would be too much to open.
    """
    names: dict[ROW, tuple[str, str]] = {}
    cells: dict[ROW, dict[int, tuple[str, str]]] = {}
    for year in years:
        for fact in _together(year):
            row = (fact.platform, fact.measure, fact.respondents)
            d = year.report.now.definitions
            names.setdefault(row, (plain(d.name(fact.platform)), plain(fact_name(fact, d))))
            cells.setdefault(row, {})[year.year] = (str(plain(fact_text(fact))), _stem(year, fact))
    if not cells:
        return NOTHING
    rows = sorted(cells, key=lambda row: names[row])
    places = {row[0]: names[row][0] for row in rows}
    known = list(places)
    held = {
        "years": [y.year for y in years],
        "places": [(place, name, binder_page(place)) for place, name in places.items()],
        "rows": [_row(known.index(row[0]), names[row][1], cells[row], years) for row in rows],
    }
    head = [text(f"portal.head.{column}") for column in ("place", "figure")]
    caption = text("portal.search_caption", count=number(len(rows)))
    shown = table(caption, [*head, *(str(y.year) for y in years)], [], 2)
    labels = tuple((k, text(f"portal.script.{k}")) for k in ("search", "all", "rows", "sort"))
    kept = json.dumps(held, ensure_ascii=False, separators=(",", ":"))
    return Details(text("portal.search_open"), Searchable(labels, shown, kept, text("portal.no_script")))


def _row(place: int, name: str, cells: Mapping[int, tuple[str, str]], years: Sequence[StandingYear]) -> list:
    """A row: place, figure, the voucher's number and each year's value, with a number of its own if other."""
    stem = next(stem for _, stem in cells.values())
    found: list[object] = [place, name, stem]
    for value, own in (cells.get(y.year, ("", stem)) for y in years):
        found.append(value if own == stem else [value, own])
    return found


def _stem(year: StandingYear, fact: Fact) -> str:
    """The number of a fact's voucher with a sign for its year and place, so that years have the same."""
    return "~".join(year.vouchers[fact.key].rsplit(f"-{fact.year}-{fact.platform}", 1))


def _together(year: StandingYear) -> Iterator[Fact]:
    """The facts of women and men together that are searched for."""
    known = (f for f in year.report.now.facts if f.ok and f.key in year.vouchers and f.group == "all")
    return (f for f in known if not f.measure.startswith(BESIDE))


def _to_voucher(year: StandingYear, fact: Fact, words: Text) -> Content:
    number_of = year.vouchers.get(fact.key)
    to = f"{year.year}/{binder_page(fact.platform)}#{number_of}"
    return Link(to, words) if number_of else words
