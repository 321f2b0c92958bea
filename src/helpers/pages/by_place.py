"""Tables with a row a place, or a column: platforms, wholes and the association beside each other."""

from collections.abc import Callable, Iterable, Mapping, Sequence

from helpers.definitions import Definitions
from helpers.language.words import Text
from helpers.pages.document import NOTHING, Block, Content, Link, Paragraph, join, table
from helpers.pages.years import Report
from helpers.wording import fact_text, listing, text


def named(definitions: Definitions, place: str) -> Content:
    """What a place is called, with the way to its account; the association's own sums have none."""
    label = definitions.label(place)
    return label if place in definitions.sums else Link(f"{place}.html", label)


def known(report: Report, measures: Iterable[str]) -> list[str]:
    """The places of which any of the measures is more than missing: told, or of too few to be."""
    d, facts, asked = report.now.definitions, report.now.facts, list(measures)
    return [p for p in d.counted_places if any(facts.get(p, m).state != "missing" for m in asked)]


def by_place(
    report: Report,
    caption: Text,
    head: Sequence[Content],
    places: Sequence[str],
    cells: Callable[[str], Sequence[Content]],
) -> Block:
    """A row a place with its cells; nothing where no place is known."""
    d = report.now.definitions
    rows = [[named(d, place), *cells(place)] for place in places]
    return table(caption, [text("table.platform"), *head], rows) if rows else NOTHING


def told(report: Report, caption: Text, measures: Mapping[str, Text]) -> Block:
    """The measures (measure -> head) of every place where any is known, and which platforms have none."""
    facts, places = report.now.facts, known(report, measures)

    def cells(place: str) -> list[Content]:
        return [fact_text(facts.get(place, measure)) for measure in measures]

    shown = by_place(report, caption, list(measures.values()), places, cells)
    return join([shown, lacking(report, places)]) if shown else NOTHING


def lacking(report: Report, places: Sequence[str]) -> Block:
    """The platforms of which a table has no row; nothing where it has all."""
    d = report.now.definitions
    names = [d.label(platform) for platform in d.platform_ids if platform not in places]
    return Paragraph(text("by_place.lacking", names=listing(names))) if names else NOTHING


def across(report: Report, caption: Text, of: Text, places: Sequence[str], rows: dict[str, str]) -> Block:
    """The other way: a row a measure (measure -> name), a column a place, the association's sums first."""
    d, facts = report.now.definitions, report.now.facts
    ordered = sorted(places, key=lambda place: place not in d.sums)
    body = [[name, *(fact_text(facts.get(p, m)) for p in ordered)] for m, name in rows.items()]
    return table(caption, [of, *(d.label(p) for p in ordered)], body) if body and ordered else NOTHING


def with_anybody(report: Report, places: Sequence[str], shares: Mapping[str, str]) -> dict[str, str]:
    """Of shares (measure -> name) those that anybody is counted in, at any of the places."""
    facts = report.now.facts
    counts = {m: m.removeprefix("share:") for m in shares}
    return {m: name for m, name in shares.items() if any(facts.get(p, counts[m]).value for p in places)}
