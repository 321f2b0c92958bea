"""The plain blocks that pages share."""

import pandas as pd

from helpers.codes import ASSOCIATION, EMPTY, MISSING
from helpers.definitions import Definitions
from helpers.faults import Fault, effect, lines
from helpers.pages.elements import Html, element, join, table
from helpers.pages.years import Report
from helpers.wording import declared, listing, number, text

DELIVERY_PAGE = "leverans-"  # a sender's page is this and its id


def section(id_: str, title: str, *blocks: object) -> Html:
    """A section with its heading; empty blocks are left out."""
    kept = [b for b in blocks if b]
    return Html(f'<section id="{id_}">{element("h2", title)}\n{join(kept)}</section>') if kept else Html("")


def paragraph(key: str, **values: object) -> Html:
    return element("p", text(key, **values))


def provenance(report: Report) -> Html:
    """Which figures rest on invented people; on every page."""
    years = [report.now, *report.earlier]
    wholly = [str(y.year) for y in years if y.invented() and not y.own()]
    notes = [text("provenance.all", years=listing(wholly))] if wholly else []
    notes += [
        text("provenance.mixed", year=y.year, files=listing(y.invented()))
        for y in years
        if y.invented() and y.own()
    ]
    return (
        element("div", join([element("p", n) for n in notes]), class_="notice", role="note")
        if notes
        else Html("")
    )


def delivery_link(who: str, words: str) -> Html:
    """A link to the page of what a sender delivered."""
    return Html(f'<a href="{DELIVERY_PAGE}{who}.html">{element("span", words)}</a>')


def refusals(report: Report, place: str) -> Html:
    """Why figures are missing: the findings that refused a part this page needs."""
    found = [f for f in concerning(report, place) if f.level == "refuse"]
    parts = report.now.definitions.parts(place) if place not in report.now.definitions.platform_ids else []
    found += [f for f in report.now.faults if f.level == "refuse" and f.part in parts]
    if not found:
        return Html("")
    items = join([element("li", declared(line)) for line in lines(found)])
    return element(
        "div", join([paragraph("page.refused"), element("ul", items)]), class_="alert", role="alert"
    )


def concerning(report: Report, place: str) -> list[Fault]:
    """Findings that concern a page: this platform's own, and those of no single platform."""
    others = set(report.now.definitions.platform_ids) - {place}
    return [f for f in report.now.faults if f.part not in others or place == ASSOCIATION]


def missing_parts(deliveries: pd.DataFrame, definitions: Definitions) -> list[str]:
    """What was not delivered, in words."""
    names = {"participants": definitions.name, "surveys": lambda group: definitions.group(group).name}
    asked = {group for question in definitions.questions for group in question.respondents}
    absent = deliveries[deliveries["status"].isin([MISSING, EMPTY])]
    asks = absent["part"].map(lambda group: group in asked)
    absent = absent[(absent["kind"] != "surveys") | asks]
    return [text(f"missing.{r.kind}", name=names.get(r.kind, str)(r.part)) for r in absent.itertuples()]


def drawn_text(day: str, source: str) -> str:
    """When a list was drawn and what says so."""
    return text(f"delivery.drawn_{source}", day=declared(day)) if source else text("delivery.drawn_unknown")


def effects(found: list[Fault], mine: pd.DataFrame) -> Html:
    """How many rows and values were left out or corrected, each listed with its place."""
    items = []
    for kind in ("row", "value", "corrected"):
        places = [f.place() for f in found if effect(f) == kind]
        where = f" ({'; '.join(places)})" if places else ""
        items.append(
            element(
                "li", text(f"delivery.effect_{kind}", count=declared(number(len(places)))) + declared(where)
            )
        )
    read = paragraph("delivery.rows_read", count=declared(number(int(mine["rows"].sum()))))
    return join([read, element("ul", join(items))])


def about(report: Report, place: str) -> Html:
    """What the page rests on: files, how they were used, findings, and what is missing and why."""
    d, mine = report.now.definitions, report.now.deliveries
    parts = [place] if place in d.platform_ids else d.parts(place)
    files = mine[(mine["file"] != "") & ((mine["kind"] != "participants") | mine["part"].isin(parts))]
    body = [
        [
            r.file,
            text("file.shipped") if r.shipped else text("file.own"),
            drawn_text(r.drawn, r.drawn_from),
            declared(r.sha256[:12]),
        ]
        for r in files.itertuples()
    ]
    missing = missing_parts(mine[(mine["kind"] != "participants") | mine["part"].isin(parts)], d)
    here = concerning(report, place)
    found = [element("li", declared(line)) for line in lines(here)]
    head = [text("about.file"), text("about.origin"), text("delivery.head_drawn"), text("about.sha")]
    return join(
        [
            table(text("about.files"), head, body, 9),
            element("h3", text("about.use")),
            effects([f for f in here if f.part in parts or f.part not in d.platform_ids], files),
            element("h3", text("about.missing")),
            element("ul", join([element("li", m) for m in missing]))
            if missing
            else paragraph("about.nothing_missing"),
            element("h3", text("about.findings")),
            element("ul", join(found)) if found else paragraph("about.no_findings"),
            element(
                "p", delivery_link(place if place in d.platform_ids else ASSOCIATION, text("delivery.page"))
            ),
        ]
    )


def contents(sections: dict[str, str]) -> Html:
    """Links to the page's own sections."""
    links = "".join(
        f'<li><a href="#{id_}">{element("span", title)}</a></li>' for id_, title in sections.items()
    )
    return Html(f'<nav aria-label="{text("page.contents")}"><ul>{links}</ul></nav>')


AUDIT_PAGE = "granskning.html"
