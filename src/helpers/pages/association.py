"""Blocks of the association's follow-up and the entry page: all platforms at once."""

from helpers.codes import ASSOCIATION, EMPTY, MISSING, OUTCOMES, REFUSED, SEPARATE
from helpers.counting.goals import SIGNALS, signal
from helpers.counting.likeness import Likeness
from helpers.counting.participations import without_list
from helpers.faults import lines
from helpers.pages import chart_outcomes, charts
from helpers.pages.account import years_figure
from helpers.pages.blocks import delivery_link, paragraph, section
from helpers.pages.elements import Html, element, join, table
from helpers.pages.indicators import chip
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, listing, number, result_text, text

SHOWN = ("total", "new", "discharged", "remaining", "unique")


def _lists(report: Report) -> dict[str, str]:
    mine = report.now.deliveries[report.now.deliveries["kind"] == "participants"]
    return dict(zip(mine["part"], mine["status"].replace(EMPTY, MISSING), strict=True))


def lists_note(report: Report) -> Html:
    """Names the platforms without a list, and those whose list could not be read."""
    d, blocks = report.now.definitions, []
    for state, key in ((MISSING, "without_list"), (REFUSED, "refused_list")):
        names = [d.name(p) for p in without_list(d, _lists(report), ASSOCIATION, state)]
        if names:
            blocks.append(paragraph(f"association.{key}", names=listing(names)))
    return join(blocks)


def unique_people(report: Report) -> Html:
    total, unique = (report.now.facts.get(ASSOCIATION, m) for m in ("total", "unique"))
    if not total.ok:
        return Html("")
    return paragraph("association.unique_text", total=fact_text(total), unique=fact_text(unique))


def _side_by_side(report: Report, places: list[str], caption: str) -> Html:
    d, facts = report.now.definitions, report.now.facts
    head = [text("table.platform"), *(text(f"short.{m}") for m in (*SHOWN, *OUTCOMES))]
    body = [
        [
            Html(f'<a href="{p}.html">{element("span", d.label(p))}</a>')
            if p not in (ASSOCIATION, SEPARATE)
            else d.name(p),
            *(fact_text(facts.get(p, m)) for m in SHOWN),
            *(fact_text(facts.get(p, f"share:{o}")) for o in OUTCOMES),
        ]
        for p in places
    ]
    return table(caption, head, body)


def platform_tables(report: Report) -> tuple[Html, Html]:
    """All platforms of the association's table with its total; the särredovisade apart."""
    d, year = report.now.definitions, report.now.year
    ordinary = [p.id for p in d.platforms if not p.separate]
    separate = d.parts(SEPARATE)
    together = [_side_by_side(report, [*ordinary, ASSOCIATION], text("association.side_caption", year=year))]
    if d.whole_ids:
        together.append(_side_by_side(report, d.whole_ids, text("association.wholes_caption", year=year)))
    apart = (
        _side_by_side(report, [*separate, SEPARATE], text("association.separate_caption", year=year))
        if separate
        else Html("")
    )
    return join(together), apart


def indicator_matrix(report: Report) -> Html:
    """Every question's result at every place with answers, with its signal."""
    d, facts = report.now.definitions, report.now.facts
    asked = [
        i
        for _, _, i in d.indicators()
        if i.kind == "question" and d.scale(d.question(i.question, i.respondents).scale).positive
    ]
    places = [
        p
        for p in [*d.platform_ids, *d.whole_ids, ASSOCIATION]
        if any(f.state in ("ok", "too-few") for f in facts.measures(p, "question:"))
    ]
    if not places:
        return Html("")
    body = []
    for indicator in asked:
        target = next(
            (
                f
                for p in places
                if (f := facts.get(p, f"target:{indicator.question}", indicator.respondents)).ok
            ),
            None,
        )
        row = [
            f"{indicator.question} {d.group(indicator.respondents).name.lower()}",
            fact_text(target) if target else text("indicator.no_target"),
        ]
        row += [
            _result_and_signal(report, place, indicator.question, indicator.respondents) for place in places
        ]
        body.append(row)
    head = [text("indicator.account"), text("indicator.target"), *(d.label(p) for p in places)]
    return join(
        [
            table(text("association.matrix_caption", year=report.now.year), head, body),
            paragraph("association.matrix_note"),
        ]
    )


def _result_and_signal(report: Report, place: str, question: str, respondents: str) -> Html | str:
    result, judgement = (
        report.now.facts.get(place, f"{kind}:{question}", respondents) for kind in ("question", "judgement")
    )
    if result.state == "missing":
        return "–"
    if not judgement.ok:
        return result_text(result)
    kind = signal(judgement)
    return join(
        [
            result_text(result),
            element("span", element("span", text(f"signal.{kind}"), class_="hidden"), class_=f"mark {kind}"),
        ]
    )


def multiples_figure(report: Report) -> Html:
    """Outcomes of every platform with people who left, beside the association's."""
    d, facts = report.now.definitions, report.now.facts
    places = [p.id for p in d.platforms if not p.separate and facts.get(p.id, "discharged").value]
    if len(places) < 2:
        return Html("")
    panels = [
        (
            text("association.panel", name=d.label(p), count=fact_text(facts.get(p, "discharged"))),
            [(text(f"short.{o}"), facts.get(p, f"share:{o}")) for o in OUTCOMES],
        )
        for p in places
    ]
    reference = [facts.get(ASSOCIATION, f"share:{o}") for o in OUTCOMES]
    plot = chart_outcomes.multiples(
        "plattformar", panels, reference, text("association.multiples_alt", year=report.now.year)
    )
    subtitle = text("association.multiples_subtitle", year=report.now.year)
    finding = text(
        "association.multiples_finding",
        share=fact_text(facts.get(ASSOCIATION, "share:to-work")),
        count=fact_text(facts.get(ASSOCIATION, "discharged")),
    )
    return charts.figure(
        "diagram-plattformar", finding, subtitle, plot, chart_outcomes.described_multiples(panels), Html("")
    )


def development(report: Report) -> list[Html]:
    """The association over three years, where like is like, and how many platforms gave lists each year."""
    years = report.years
    head = [text("table.row"), *(str(y.year) for y in years)]
    rows = ("total", "new", "discharged", "remaining", "unique")
    body = [[text(f"measure.{m}"), *(fact_text(y.facts.get(ASSOCIATION, m)) for y in years)] for m in rows]
    counts = [f"{y.year}: {declared(number(len(y.counted.scope(ASSOCIATION))))}" for y in years]
    changes = [(year, c) for year, like in report.participant_breaks(ASSOCIATION) for c in _changes(like)]
    told = [element("li", f"{year}: {declared(c)}") for year, c in changes]
    caption = text("association.development_caption", first=years[0].year, last=years[-1].year)
    notes = [element("ul", join(told)) if told else Html(""), table(caption, head, body)]
    return [
        *notes,
        paragraph("association.development_note", counts=listing(counts)),
        years_figure(report, ASSOCIATION),
    ]


def _changes(like: Likeness) -> list[str]:
    return like.changes or ([like.entry.change] if like.entry else [])


def signal_table(report: Report) -> Html:
    """One row per account: its page, its participants, its goals and how many came out as what."""
    d, facts = report.now.definitions, report.now.facts
    head = [
        text("table.platform"),
        text("tile.total").capitalize(),
        text("index.goals"),
        *(chip(kind) for kind in SIGNALS),
    ]
    body = []
    for place in [ASSOCIATION, *d.whole_ids, *d.platform_ids]:
        counts = [fact_text(facts.get(place, f"signals:{kind}")) for kind in ("all", *SIGNALS)]
        link = Html(f'<a href="{place}.html">{element("span", d.name(place))}</a>')
        body.append([link, fact_text(facts.get(place, "total")), *counts])
    return table(text("index.signals_caption", year=report.now.year), head, body)


def sources(report: Report) -> Html:
    """What was delivered, what was found, and where the workings stand."""
    d, mine, found = report.now.definitions, report.now.deliveries, report.now.faults
    refused = mine[mine["status"] == REFUSED]
    sentence = text(
        "index.counts",
        files=declared(number((mine["file"] != "").sum())),
        refused=declared(number(len(set(zip(refused["kind"], refused["part"], strict=True))))),
        flags=declared(number(len(lines(f for f in found if f.level == "flag")))),
    )
    items = join([element("li", declared(line)) for line in lines(f for f in found if f.level != "note")])
    links = [
        ("granskning.html", "review"),
        ("notebooks/1_clean.html", "clean"),
        ("notebooks/2_facts.html", "facts_chapter"),
        ("notebooks/7_method.html", "method"),
        ("facts.csv", "facts"),
    ]
    listed = join(
        [
            element("li", Html(f'<a href="{href}">{element("span", text(f"index.{key}"))}</a>'))
            for href, key in links
        ]
    )
    pages = join([element("li", delivery_link(p, d.name(p))) for p in [*d.platform_ids, ASSOCIATION]])
    return join(
        [
            element("p", sentence),
            element("ul", items) if items else "",
            section("del-leveranser", text("index.deliveries"), element("ul", pages)),
            section("del-chapters", text("index.chapters"), element("ul", listed)),
        ]
    )
