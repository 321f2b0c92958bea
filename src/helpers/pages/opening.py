"""What a board asks first: how many, what became of them, which goals were reached, women and men, what changed, what we cannot know."""

from collections import defaultdict
from collections.abc import Iterable, Sequence

from helpers.codes import ASSOCIATION, GENDERS, OUTCOMES
from helpers.counting.goals import SIGNALS
from helpers.counting.likeness import Likeness
from helpers.counting.uncertainty import BY_INTERVAL, BY_RESPONSE
from helpers.pages import chart_outcomes, chart_results, charts
from helpers.pages.blocks import concerning, missing_parts, paragraph
from helpers.pages.elements import Html, element, join, table
from helpers.pages.indicators import (
    Shown,
    anchor,
    around,
    chip,
    gender_sentence,
    group_of,
    guideline_text,
    name_of,
    result_of,
    shown,
    target_text,
)
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, listing, number, result_text, text


def summary(report: Report, place: str) -> Html:
    """How many, what became of them, which goals were reached, women and men, what changed, what we cannot know."""
    indicators = list(shown(report, place))
    parts = [
        ("many", how_many(report, place)),
        ("outcomes", outcomes(report, place)),
        ("goals", goals(report, place, indicators)),
        ("genders", women_and_men(report, place)),
        ("changed", changed(report, place, indicators)),
        ("unknown", unknown(report, place, indicators)),
    ]
    return join(
        [
            tiles(report, place),
            *(
                element("div", join([element("h3", text(f"opening.{name}")), block]))
                for name, block in parts
                if block
            ),
        ]
    )


def tiles(report: Report, place: str) -> Html:
    """The year in four figures."""
    facts = report.now.facts
    known = [
        (name, facts.get(place, name))
        for name in ("total", "discharged", "share:positive", "signals:reached")
    ]
    goals_set = fact_text(facts.get(place, "signals:all"))
    items = [
        element(
            "li",
            join(
                [
                    element("strong", fact_text(f)),
                    element("span", text(f"tile.{name.replace(':', '-')}", all=goals_set)),
                ]
            ),
        )
        for name, f in known
        if f.ok
    ]
    return element("ul", join(items), class_="tiles") if items else Html("")


def how_many(report: Report, place: str) -> Html:
    """Participants of the year, women and men, new and remaining."""
    f = report.now.facts
    total = f.get(place, "total")
    if not total.ok:
        return paragraph("headline.missing", place=report.now.definitions.name(place))
    if not total.value:
        referred, accepted = (fact_text(f.get(place, m)) for m in ("referred", "accepted"))
        return element(
            "p",
            text("headline.none", year=report.now.year, referred=referred, accepted=accepted),
            class_="lead",
        )
    values = {
        m.replace("-", "_"): fact_text(f.get(place, m)) for m in ("total", "carried-over", "new", "remaining")
    }
    women, men = (fact_text(f.get(place, "total", "", g)) for g in GENDERS)
    sentences = [text("headline.total", year=report.now.year, women=women, men=men, **values)]
    even = f.get(place, "gender-even")
    if even.ok:
        share = result_text(f.get(place, "gender-share:total", "", "women"))
        sentences.append(text(f"headline.gender_{even.value}", share=share))
    unique, twice = f.get(place, "unique"), f.get(place, "double-registered")
    if unique.value != total.value:
        sentences.append(text("headline.unique", unique=fact_text(unique)))
    if twice.ok and twice.value:
        sentences.append(
            text("headline.twice_one" if twice.value == 1 else "headline.twice", twice=fact_text(twice))
        )
    return element("p", " ".join(sentences), class_="lead")


def outcomes(report: Report, place: str) -> Html:
    """What became of those who left, and the year's flow as a chart."""
    f = report.now.facts
    left = f.get(place, "discharged")
    if not left.ok or not f.get(place, "total").value:
        return Html("")
    if not left.value:
        return paragraph("headline.none_left")
    shares = {o.replace("-", "_"): result_text(f.get(place, f"share:{o}")) for o in OUTCOMES}
    return join(
        [element("p", text("headline.outcomes", left=fact_text(left), **shares)), flow_figure(report, place)]
    )


def flow_figure(report: Report, place: str) -> Html:
    """Who came, who left for what and who remained."""
    f, name = report.now.facts, report.now.definitions.name(place)
    total, remaining = f.get(place, "total"), f.get(place, "remaining")
    if not total.value:
        return Html("")
    came = [(text(f"short.{m}"), f.get(place, m)) for m in ("carried-over", "new")]
    left = [(text(f"short.{m}"), f.get(place, m)) for m in (*OUTCOMES, "remaining")]
    finding = text("flow.finding", total=fact_text(total), remaining=fact_text(remaining))
    alt = text("flow.alt", place=name, year=report.now.year)
    plot = chart_outcomes.flow("flode", came, left, total, alt)
    subtitle = text("flow.subtitle", place=name, year=report.now.year)
    return charts.figure(
        "diagram-flode", finding, subtitle, plot, chart_outcomes.described_flow(came, left, total), Html("")
    )


def goals(report: Report, place: str, indicators: Sequence[Shown]) -> Html:
    """Every goal with its result and what can be said of it; how many of each."""
    aimed = [i for i in indicators if i.signal]
    if not aimed:
        return paragraph("goals.none")
    counts = [(kind, report.now.facts.get(place, f"signals:{kind}")) for kind in SIGNALS]
    told = [
        text("goals.count", count=fact_text(f), state=text(f"signal.{kind}").lower())
        for kind, f in counts
        if f.ok and f.value
    ]
    body = [
        [
            Html(f'<a href="#{anchor(i)}">{element("span", name_of(i))}</a>'),
            chip(i.signal),
            result_of(i),
            target_text(i.fact("target")),
        ]
        for i in aimed
    ]
    head = [text(f"goals.{h}") for h in ("goal", "signal", "result", "target")]
    caption = text("goals.caption", place=report.now.definitions.name(place), year=report.now.year)
    elsewhere = text("goals.elsewhere") if any(not i.own for i in aimed) else ""
    sentence = (
        element("p", f"{text('goals.sentence', counts=listing(told))} {elsewhere}") if told else Html("")
    )
    return join(
        [
            sentence,
            table(caption, head, body, 9),
            element("p", text("goals.rule", guideline=guideline_text(report))),
        ]
    )


def women_and_men(report: Report, place: str) -> Html:
    """What can be claimed of women and men among all comparisons of the page, and their outcomes side by side."""
    facts = report.now.facts
    compared = facts.get(place, "comparisons")
    if not compared.ok:
        return Html("")
    claims = [f for f in facts.measures(place, "difference-claim:") if f.value]
    told = [
        gender_sentence(report, place, f.measure.partition(":")[2], f.respondents, named=True) for f in claims
    ]
    summary = text(
        "gender.claims" if claims else "gender.no_claims",
        tests=fact_text(compared),
        count=declared(number(len(claims))),
    )
    items = element("ul", join([element("li", t) for t in told])) if told else Html("")
    return join([element("p", summary), items, gender_figure(report, place)])


def gender_figure(report: Report, place: str) -> Html:
    """What became of the women and the men who left."""
    facts, name = report.now.facts, report.now.definitions.name(place)
    pairs = [
        (text(f"outcome.{o}"), *(facts.get(place, f"share:{o}", "", g) for g in GENDERS)) for o in OUTCOMES
    ]
    if not all(f.ok for _, *both in pairs for f in both):
        return Html("")
    finding = text("gender.no_finding", place=name, year=report.now.year)
    for outcome, (_, women, men) in zip(OUTCOMES, pairs, strict=True):
        if claim := facts.get(place, f"difference-claim:share:{outcome}").value:
            finding = text(
                f"gender.finding_{claim}",
                outcome=text(f"outcome.{outcome}").lower(),
                women=fact_text(women),
                men=fact_text(men),
            )
    plot = chart_results.genders("kon", pairs, text("gender.alt", place=name, year=report.now.year))
    subtitle = text("gender.subtitle", shapes=text("chart.women_key"))
    return charts.figure(
        "diagram-kon", finding, subtitle, plot, chart_results.described_genders(pairs), Html("")
    )


def changed(report: Report, place: str, indicators: Sequence[Shown]) -> Html:
    """This year beside last year where like is like; where not, what changed."""
    if report.before is None:
        return paragraph("changed.no_last")
    like = report.likeness(place)
    items = _volume_changes(report, place, like)
    unlike: dict[str, list[str]] = defaultdict(list)
    for i in indicators:
        if i.question and i.own and i.has_positive and i.result.ok:
            if i.last is not None:
                items.append(
                    text(
                        "changed.question",
                        id=i.id,
                        group=group_of(i),
                        now=result_text(i.result),
                        last=result_text(i.last),
                        year=report.before.year,
                    )
                )
            elif i.likeness and not i.likeness.holds:
                unlike[" ".join(i.likeness.changes)].append(i.id)
    items += [
        text("changed.unlike", ids=declared(listing(ids)), change=declared(change), year=report.before.year)
        for change, ids in unlike.items()
    ]
    return (
        element("ul", join([element("li", i) for i in items]))
        if items
        else paragraph("changed.nothing", year=report.before.year)
    )


def _volume_changes(report: Report, place: str, like: Likeness) -> list[str]:
    facts, year = report.now.facts, report.before.year
    if not facts.get(place, "total").ok:
        return []
    if not like.holds:
        return [text("changed.participants_unlike", change=declared(" ".join(like.changes)), year=year)]
    items = []
    for measure in ("total", "new", "discharged"):
        now, last = facts.get(place, measure), report.last_year(place, measure)
        if last is not None:
            way = "same" if now.value == last.value else ("more" if now.value > last.value else "fewer")
            items.append(
                text(f"changed.{measure}_{way}", now=fact_text(now), last=fact_text(last), year=year)
            )
    for outcome in OUTCOMES:
        now, last = facts.get(place, f"share:{outcome}"), report.last_year(place, f"share:{outcome}")
        if now.ok and last is not None:
            items.append(
                text(
                    "changed.share",
                    outcome=text(f"outcome.{outcome}"),
                    now=result_text(now),
                    last=result_text(last),
                    year=year,
                )
            )
    if like.entry:
        printed = [
            text("changed.printed_year", value=declared(number(p.value)), year=p.year)
            for p in like.entry.printed
        ]
        told = text("changed.printed", figures=listing(printed)) if printed else ""
        items.append(f"{declared(like.entry.change)} {told}".strip())
    return items


def unknown(report: Report, place: str, indicators: Sequence[Shown]) -> Html:
    """What the figures cannot say, and why."""
    facts, d = report.now.facts, report.now.definitions
    items = []
    for by in (BY_RESPONSE, BY_INTERVAL):
        unsure = [i for i in indicators if i.fact("doubt").ok and i.fact("doubt").value & by]
        if unsure:
            items.append(
                text(
                    "unknown.response" if by == BY_RESPONSE else "unknown.interval",
                    ids=_ids(unsure),
                    guideline=guideline_text(report),
                )
            )
    for group in d.respondents:
        response = facts.get(place, "response:discharged", group.id)
        if response.ok:
            items.append(
                text(
                    "unknown.response_rate",
                    group=group.name.lower(),
                    result=result_text(response),
                    guideline=guideline_text(report),
                )
            )
    items += _stock_that_differs(report, place)
    for state in ("too-few", "missing", "no-example"):
        if having := [i for i in indicators if i.signal == state]:
            items.append(text(f"unknown.{state}", ids=_ids(having)))
    mine = report.now.deliveries
    parts = [place] if place in d.platform_ids else d.parts(place)
    asked = [
        g.id
        for g in d.respondents
        if set(around(d, place)) & set(d.asked_of(g.id)) or g.answers_for == place or place == ASSOCIATION
    ]
    mine = mine[~mine["kind"].isin(["participants", "surveys"]) | mine["part"].isin([*parts, *asked])]
    if absent := missing_parts(mine, d):
        items.append(text("unknown.not_delivered", what=listing([a[0].lower() + a[1:] for a in absent])))
    if any(f.level == "refuse" for f in concerning(report, place)):
        items.append(text("unknown.refused"))
    return element("ul", join([element("li", i) for i in items])) if items else paragraph("unknown.nothing")


def _stock_that_differs(report: Report, place: str) -> list[str]:
    """Those who remained at the end of last year should be those who were there when this one began."""
    began, ended = report.now.facts.get(place, "carried-over"), report.last_year(place, "remaining")
    if not began.ok or ended is None or began.value == ended.value:
        return []
    return [
        text(
            "unknown.stock",
            year=report.now.year,
            before=report.before.year,
            began=fact_text(began),
            ended=fact_text(ended),
        )
    ]


def _ids(indicators: Iterable[Shown]) -> str:
    return declared(
        listing(
            list(
                dict.fromkeys(
                    f"{i.id} ({group_of(i)})" if i.respondents else i.account.id for i in indicators
                )
            )
        )
    )
