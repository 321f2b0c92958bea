"""The plain blocks that pages share."""

from collections.abc import Iterable, Mapping

import pandas as pd

from helpers.annual_report import FOLDER
from helpers.codes import EMPTY, MISSING
from helpers.definitions import Definitions
from helpers.faults import ASSOCIATION, ERRORS, Fault, effect
from helpers.language.words import Text
from helpers.pages.document import (
    ALERT,
    NOTHING,
    Apart,
    Block,
    Content,
    Contents,
    Division,
    Heading,
    Label,
    Link,
    Notice,
    Paragraph,
    Section,
    Several,
    join,
    points,
    run,
    table,
)
from helpers.pages.years import Report
from helpers.rows import place_words, ranges
from helpers.wording import declared, listing, number, text

AUDIT_PAGE = "granskning.html"
APPENDIX = "bilaga"  # the page beside a report with files, code and notes
DELIVERY_PAGE = "leverans-"  # a sender's page is this and its id


def name_beside(page: str, name: str) -> str:
    """What a page beside another one is called: `vannas-bilaga.html`."""
    return f"{page.removesuffix('.html')}-{name}.html"


def appendix(*blocks: Content) -> Apart:
    """What stands in a report's appendix."""
    return Apart(APPENDIX, text("page.appendix"), join(b for b in blocks if b))


def section(id_: str, title: Text, *blocks: Content) -> Block:
    """A section with its heading; empty blocks are left out."""
    kept = [b for b in blocks if b]
    return Section(join([Heading(2, title), *kept]), id_) if kept else NOTHING


def columns(*blocks: Content) -> Block:
    """Blocks beside each other where there is room; empty ones are left out."""
    kept = [Division(b) if isinstance(b, Several) else b for b in blocks if b]
    return Division(join(kept), "beside") if kept else NOTHING


def paragraph(key: str, **values: object) -> Block:
    """A text of the catalogue as a paragraph."""
    return Paragraph(text(key, **values))


def provenance(report: Report) -> Block:
    """Which figures rest on invented people; on every page."""
    years = [report.now, *report.earlier]
    wholly = [str(y.year) for y in years if y.invented() and not y.own()]
    has_print = report.context.workspace.published.is_dir()  # that they were made to fit
    made = "provenance.all" if has_print else "provenance.invented"
    notes = [text(made, years=listing(wholly))] if wholly else []
    notes += [
        text("provenance.mixed", year=y.year, files=listing(y.invented()))
        for y in years
        if y.invented() and y.own()
    ]
    if not notes:
        return NOTHING
    return Notice(join(Paragraph(n) for n in notes))


def delivery_link(who: str, words: Text) -> Block:
    """A link to the page of what a sender delivered."""
    return Link(f"{DELIVERY_PAGE}{who}.html", words)


def refusals(report: Report, place: str) -> Block:
    """Why figures are missing: the parts that this page needs and that were refused.

    How many faults each has, and its sender's page, where they are row by row.
    """
    d = report.now.definitions
    parts = d.parts(place) if place not in d.platform_ids else []
    found = [f for f in concerning(report, place) if f.is_error]
    found += [f for f in report.now.faults if f.is_error and f.part in parts]
    if not found:
        return NOTHING
    return Notice(join([paragraph("page.refused"), _refused_parts(found, d)]), ALERT, "alert")


def _refused_parts(found: list[Fault], definitions: Definitions) -> Block:
    """Each refused part, how many faults it has, and a link to its sender's page."""
    counts: dict[tuple[str, str], int] = {}
    for fault in dict.fromkeys(found):
        counts[fault.part, fault.file] = counts.get((fault.part, fault.file), 0) + 1
    items = []
    for (part, file), count in counts.items():
        is_platform = part in definitions.platform_ids
        name = definitions.name(part) if is_platform else file
        said = text("page.refused_part", name=declared(name), count=declared(number(count)))
        link = delivery_link(part if is_platform else definitions.together.id, text("delivery.page"))
        items.append(run(Label(said), " ", link))
    return listed(items)


def concerning(report: Report, place: str) -> list[Fault]:
    """Findings that concern a page: this platform's own, and those of no single platform.

    What only the association may know stands on its own page.
    """
    d = report.now.definitions
    if place == d.together.id:
        return report.now.faults
    others = set(d.platform_ids) - {place}
    return [f for f in report.now.faults if f.part not in others and f.audience != ASSOCIATION]


def missing_parts(deliveries: pd.DataFrame, definitions: Definitions, by_file: bool = False) -> list[str]:
    """What was not delivered, in words, or as files for who delivers; no survey that the year asks nobody."""
    if not definitions.has_account:  # of which nothing more is asked than what came
        return []
    asked = {group for question in definitions.questions for group in question.respondents}
    absent = deliveries[deliveries["status"].isin([MISSING, EMPTY])]
    pairs = zip(absent["kind"].astype(str), absent["part"].astype(str), strict=True)
    named = [
        (kind, _part_name(kind, part, definitions))
        for kind, part in pairs
        if kind != "surveys" or part in asked
    ]
    if by_file:
        return [text(f"missing_file.{kind}", name=name) for kind, name in named]
    return [text(f"missing.{kind}", name=name) for kind, name in named]


def _part_name(kind: str, part: str, definitions: Definitions) -> str:
    if kind == "participants":
        return definitions.name(part)
    return definitions.group(part).name if kind == "surveys" else part


def drawn_text(day: str, source: str) -> Text:
    """When a list was drawn and what says so."""
    return text(f"delivery.drawn_{source}", day=declared(day)) if source else text("delivery.drawn_unknown")


def effects(found: list[Fault], mine: pd.DataFrame, where: bool = False) -> Block:
    """How many rows and values were left out or corrected; `where` they stand is for who delivered them."""
    items = []
    for kind in ("row", "value", "corrected"):
        of_kind = [f for f in found if effect(f) == kind]
        words = text(f"delivery.effect_{kind}", count=declared(number(sum(f.count for f in of_kind))))
        items.append(words + declared(f" ({'; '.join(_places(of_kind))})") if where and of_kind else words)
    return join(
        [paragraph("delivery.rows_read", count=declared(number(int(mine["rows"].sum())))), listed(items)]
    )


def _places(found: list[Fault]) -> list[str]:
    """Where findings stand, the rows of one column together: `blad Lista, rad 4–9, kolumn Slut`."""
    rows: dict[tuple[str, str, str], list[int]] = {}
    for f in found:
        rows.setdefault((f.file, f.sheet, f.column), []).extend([] if f.row is None else [f.row])
    return [place_words(file, sheet, ranges(n), column) for (file, sheet, column), n in rows.items()]


def listed(items: Iterable[Content]) -> Block:
    """Items as a list of points."""
    return points(items)


def links(pages: dict[str, str]) -> Block:
    """A list of links: address -> words."""
    return listed(Link(href, words) for href, words in pages.items())


def about(report: Report, place: str) -> Block:
    """What the page rests on: files, how they were used, findings, and what is missing and why."""
    d, mine = report.now.definitions, report.now.deliveries
    parts = [place] if place in d.platform_ids else d.parts(place)
    mine = mine[(mine["kind"] != "participants") | mine["part"].isin(parts)]
    mine = mine[mine["part"] != FOLDER]  # the annual report says what it is made of
    files, missing, here = mine[mine["file"] != ""], missing_parts(mine, d), concerning(report, place)
    used = [f for f in here if f.part in parts or f.part not in d.platform_ids]
    sender = place if place in d.platform_ids else d.together.id
    return join(
        [
            _file_table(files),
            Heading(3, text("about.use")),
            effects(used, files),
            Heading(3, text("about.missing")),
            listed(missing) if missing else paragraph("about.nothing_missing"),
            Heading(3, text("about.findings")),
            Paragraph(findings_counted(here)) if here else paragraph("about.no_findings"),
            Paragraph(delivery_link(sender, text("delivery.page"))),
        ]
    )


def findings_counted(found: list[Fault]) -> Block:
    """How many findings of each kind there are; what they say stands on the pages of the senders."""
    kinds = {"refuse": ERRORS, "flag": ("flag",), "note": ("note",)}
    counts = {kind: sum(f.count for f in found if f.level in levels) for kind, levels in kinds.items()}
    told = {kind: declared(number(count)) for kind, count in counts.items()}
    return Label(text("about.counted", **told))


def _file_table(files: pd.DataFrame) -> Block:
    head = [text("about.file"), text("about.origin"), text("delivery.head_drawn"), text("about.sha")]
    body = [
        [r["file"], origin(r["shipped"]), drawn_text(r["drawn"], r["drawn_from"]), declared(r["sha256"][:12])]
        for r in files.to_dict("records")
    ]
    return table(text("about.files"), head, body, 9)


def origin(is_shipped: bool) -> str:
    """Whether a file is delivered or comes with the project, in words."""
    return text("file.shipped") if is_shipped else text("file.own")


def in_a_line(links: Iterable[Content], lead: Text = "") -> Block:
    """Links after each other, after the words that `lead` to them."""
    apart = [part for link in links for part in (" · ", link)]
    return Paragraph(run(lead, *apart[1:]))


def contents(sections: Mapping[str, Text], page: str) -> Block:
    """Links to the sections of a page, id -> title, and to its appendix."""
    link = Link(name_beside(page, APPENDIX), text("page.appendix"))
    return Contents(tuple(sections), tuple(sections.values()), (link,))
