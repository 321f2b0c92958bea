"""Blocks of a place's account: the participants, area by area account, indicator and result, the background, and the rules."""

from collections import defaultdict
from collections.abc import Sequence

from helpers.codes import ASSOCIATION, GENDERS, OUTCOMES
from helpers.counting.background import SUS_TOTAL
from helpers.counting.goals import SIGNALS
from helpers.counting.participations import REFERRED_BY
from helpers.counting.uncertainty import BY_INTERVAL, BY_RESPONSE
from helpers.definitions import Area, Question
from helpers.pages import chart_answers, chart_results, chart_years, charts
from helpers.pages.blocks import paragraph, section
from helpers.pages.elements import Html, element, join, table
from helpers.pages.example_texts import example_texts
from helpers.pages.indicators import (
    Shown,
    anchor,
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
from helpers.wording import (
    catalogue,
    declared,
    fact_text,
    interval_text,
    listing,
    marked,
    number,
    result_text,
    text,
)

VOLUME = ("total", "carried-over", "new", "discharged", *OUTCOMES, "remaining", "unique")


# --- participants ----------------------------------------------------------------------------------------


def participant_table(report: Report, place: str, caption: str) -> Html:
    """All rows of the published participant table, last year beside it where like is like."""
    facts = report.now.facts
    compared = report.last_year(place, "total") is not None
    groups = [*GENDERS, *(["unknown"] if facts.get(place, "total", "", "unknown").ok else []), "all"]
    head = [text("table.row"), *(text(f"group.{g}") for g in groups), text("table.percent")]
    if compared:
        head += [
            text("table.last_total", year=report.now.year - 1),
            text("table.last_percent", year=report.now.year - 1),
        ]
    body = []
    for measure in VOLUME:
        share = f"share:{measure}"
        row = [text(f"measure.{measure}"), *(fact_text(facts.get(place, measure, "", g)) for g in groups)]
        row.append(fact_text(facts.get(place, share)) if measure in OUTCOMES else "")
        if compared:
            last = [
                report.last_year(place, measure),
                report.last_year(place, share) if measure in OUTCOMES else None,
            ]
            row += [fact_text(f) if f else "" for f in last]
        body.append(row)
    return table(caption, head, body)


def years_figure(report: Report, place: str) -> Html:
    """Outcomes over the years at hand, broken where like is not like."""
    years = [y for y in report.years if y.facts.get(place, "share:to-work").ok]
    if len(years) < 2:
        return Html("")
    series = [
        (text(f"outcome.{o}"), [(y.year, y.facts.get(place, f"share:{o}")) for y in years]) for o in OUTCOMES
    ]
    name = report.now.definitions.name(place)
    unlike = [
        (year, like)
        for year, like in report.participant_breaks(place)
        if not like.holds and year > years[0].year
    ]
    broken = [(year, text(f"years.break_{like.kind}")) for year, like in unlike]
    first_year, last_year = years[0].year, report.now.year
    now = [fact_text(report.now.facts.get(place, f"share:{o}")) for o in OUTCOMES[:2]]
    last = [report.last_year(place, f"share:{o}") for o in OUTCOMES[:2]]
    values = dict(zip(("work", "studies"), now, strict=True)) | {"year": last_year}
    if all(last):
        values |= {
            "work_before": fact_text(last[0]),
            "studies_before": fact_text(last[1]),
            "before": last_year - 1,
        }
    finding = text("years.moved" if all(last) else "years.finding", **values)
    alt = text("years.alt", place=name, first=first_year, last=last_year)
    told = chart_years.described_years(
        series, [(year, declared(" ".join(like.changes).rstrip("."))) for year, like in unlike]
    )
    plot = chart_years.years("ar", series, broken, alt)
    head = [text("table.outcome"), *(str(y.year) for y in years)]
    data = table(
        text("years.caption", place=name),
        head,
        [[w, *(result_text(f) for _, f in points)] for w, points in series],
    )
    return charts.figure("diagram-ar", finding, text("years.subtitle", place=name), plot, told, data)


def referral_table(report: Report, place: str) -> Html:
    """Who referred: of the referrals whose referrer is recorded."""
    facts = report.now.facts
    if not facts.get(place, "referred").value:
        return Html("")
    body = [
        [
            text(f"referrer.{org}"),
            fact_text(facts.get(place, f"referred-by:{org}")),
            fact_text(facts.get(place, f"share:referred-by:{org}")),
        ]
        for org in REFERRED_BY
    ]
    share = facts.get(place, f"share:referred-by:{REFERRED_BY[0]}")
    key = "referrals.sentence" if share.has_counts or not share.ok else "referrals.sentence_uncounted"
    known = marked(share, number(share.denominator or 0))
    sentence = text(
        key,
        referred=fact_text(facts.get(place, "referred")),
        women=fact_text(facts.get(place, "referred", "", "women")),
        men=fact_text(facts.get(place, "referred", "", "men")),
        accepted=fact_text(facts.get(place, "accepted")),
        known=known,
    )
    caption = text("referrals.caption", place=report.now.definitions.name(place), year=report.now.year)
    return join(
        [
            element("h3", text("platform.referrals")),
            element("p", sentence),
            table(caption, [text("table.referrer"), text("table.count"), text("table.percent")], body),
        ]
    )


# --- areas: account, indicator, result -------------------------------------------------------------------


def area_ids(report: Report, place: str) -> dict[str, str]:
    """Section ids and titles of the areas that a place has indicators in."""
    return {f"omrade-{i.area.id}": _area_title(i.area) for i in shown(report, place)}


def _area_title(area: Area) -> str:
    return text("indicator.area", id=area.id, name=area.name)


def areas(report: Report, place: str) -> list[Html]:
    """One section per area: its answers as a chart, then each account with its indicators and their results."""
    found: dict[str, list[Shown]] = defaultdict(list)
    for indicator in shown(report, place):
        found[indicator.area.id].append(indicator)
    return [_area(report, place, mine) for mine in found.values()]


def _area(report: Report, place: str, mine: Sequence[Shown]) -> Html:
    accounts: dict[str, list[Shown]] = defaultdict(list)
    for i in mine:
        accounts[i.account.id].append(i)
    asked: dict[tuple[str, str], list[Shown]] = defaultdict(list)
    for i in mine:
        if i.question and i.own and i.has_positive and i.result.ok:
            asked[i.respondents, i.question.scale].append(i)
    blocks = [dots_figure(report, place, mine)] + [
        answers_figure(report, place, group, of) for (group, _), of in asked.items()
    ]
    blocks += [_account(report, of) for of in accounts.values()]
    return section(f"omrade-{mine[0].area.id}", _area_title(mine[0].area), *blocks)


def dots_figure(report: Report, place: str, mine: Sequence[Shown]) -> Html:
    """An area's results that are shares beside their goals, with their intervals."""
    drawn = [i for i in mine if i.own and i.signal and i.result.ok and i.result.unit == "share"]
    if not drawn:
        return Html("")
    rows = [
        chart_results.Dot(
            name_of(i), i.result, *(i.interval or (None, None)), i.fact("target"), text(f"signal.{i.signal}")
        )
        for i in drawn
    ]
    certain = [(kind, [i.id for i in drawn if i.signal == kind]) for kind in ("reached", "not-reached")]
    told = [
        text(f"dots.{kind}", ids=declared(listing(list(dict.fromkeys(ids))))) for kind, ids in certain if ids
    ]
    area, name = mine[0].area, report.now.definitions.name(place)
    plot = chart_results.dots(
        f"mal-{area.id}",
        rows,
        text("dots.alt", area=_area_title(area).lower(), place=name, year=report.now.year),
    )
    finding = " ".join(told) or text("dots.uncertain")
    return charts.figure(
        f"diagram-mal-{area.id}",
        finding,
        text("dots.subtitle"),
        plot,
        chart_results.described_dots(rows),
        Html(""),
    )


def _account(report: Report, mine: Sequence[Shown]) -> Html:
    account = mine[0].account
    return element(
        "section",
        join([element("h3", f"{account.id} {account.name}"), *(_card(report, i) for i in mine)]),
        class_="konto",
    )


def _card(report: Report, i: Shown) -> Html:
    """One indicator: what was asked, the goal, the result, what can be said of it, how sure, women and men, last year."""
    target = i.fact("target")
    items: list[tuple[str, object]] = [
        ("indicator", _asked(i)),
        ("target", target_text(target)),
        ("result", element("strong", result_of(i))),
        ("signal", join([chip(i.signal), _because(report, i)]) if i.signal else ""),
        ("certainty", _certainty(report, i)),
        ("genders", gender_sentence(report, i.at, i.measure, i.respondents) if i.own and i.measure else ""),
        ("last", _last(report, i)),
    ]
    told = example_texts(report, i) if i.indicator.kind == "example" else []
    listed = join(
        [join([element("dt", text(f"card.{name}")), element("dd", value)]) for name, value in items if value]
    )
    return element(
        "div",
        join([element("dl", listed), _distribution(report, i), *told]),
        class_=f"card {i.signal}".strip(),
        id=anchor(i),
    )


def _asked(i: Shown) -> str:
    """What is counted or was asked."""
    if i.question:
        where = text("indicator.applies_to", place=i.report.now.definitions.name(i.at)) if not i.own else ""
        return text("card.asked", group=group_of(i), question=i.question.wordings[0]) + where
    if i.indicator.kind == "outcome":
        return text("card.outcome", outcome=text(f"outcome.{i.indicator.measure}").lower())
    if i.indicator.kind == "example":
        return text("indicator.example", about=i.indicator.about)
    return text(f"card.{i.indicator.kind}")


def _because(report: Report, i: Shown) -> Html:
    """Why a goal is not certain."""
    doubt = i.fact("doubt")
    if not doubt.ok or not doubt.value:
        return Html("")
    response = report.now.facts.get(i.at, "response:discharged", i.respondents)
    told = [text("card.doubt_interval")] if doubt.value & BY_INTERVAL else []
    if doubt.value & BY_RESPONSE:
        key = "card.doubt_response" if response.ok else "card.doubt_unknown"
        told.append(text(key, response=result_text(response), guideline=guideline_text(report)))
    return element("span", " ".join(told), class_="because")


def _certainty(report: Report, i: Shown) -> str:
    """The interval, and the answers against those asked and those who left."""
    if not i.result.ok or i.indicator.kind not in ("outcome", "question"):
        return ""
    if i.indicator.kind == "outcome":
        return text("card.all_counted")
    told, facts = [], report.now.facts
    if i.has_positive:
        told.append(
            text("card.interval", interval=interval_text(*i.interval))
            if i.interval
            else text("card.all_answered")
        )
    for base in ("asked", "discharged"):
        response = facts.get(i.at, f"response:{base}", i.respondents)
        if response.ok:
            told.append(text(f"survey.response_{base}", result=result_text(response)))
        elif base == "asked":
            told.append(text("card.asked_unknown"))
    if report.now.definitions.group(i.respondents).protected:
        told.append(text("survey.guideline", guideline=guideline_text(report)))
    return " ".join(told)


def _last(report: Report, i: Shown) -> str:
    if report.before is None or i.likeness is None or not i.result.ok or not i.has_positive:
        return ""
    if i.last is not None:
        return text("card.last_result", year=report.before.year, result=result_text(i.last))
    return (
        text("card.unlike", year=report.before.year, change=declared(" ".join(i.likeness.changes)))
        if not i.likeness.holds
        else ""
    )


def answers_figure(report: Report, place: str, group: str, asked: Sequence[Shown]) -> Html:
    """A group's questions on one scale as a chart: positive answers to the right, the others to the left."""
    d, facts = report.now.definitions, report.now.facts
    bars, scale = [], d.scale(asked[0].question.scale)
    for i in asked:
        shares = [facts.get(place, f"answer-share:{i.question.id}:{a}", group) for a in scale.answers]
        bars.append(
            chart_answers.Bar(
                f"{i.id} {i.question.wordings[0]}", shares, scale.answers, scale.positive, i.result
            )
        )
    ordered = sorted(asked, key=lambda i: i.result.value)
    alike = "same" if ordered[0].result.value == ordered[-1].result.value else "several"
    key = "answers.one" if len(asked) == 1 else f"answers.{alike}"
    name = d.group(group).name
    finding = text(
        key,
        group=name,
        best=ordered[-1].id,
        high=fact_text(ordered[-1].result),
        worst=ordered[0].id,
        low=fact_text(ordered[0].result),
    )
    alt = text("answers.alt", group=name.lower(), place=d.name(place), year=report.now.year)
    id_ = f"svar-{group}-{asked[0].area.id}-{scale.id}"
    plot = chart_answers.diverging(id_, bars, alt)
    told = text("answers.subtitle", count=fact_text(facts.get(place, "answered", group)), group=name.lower())
    subtitle = join([element("span", told), chart_answers.scale_key(bars)])
    return charts.figure(f"diagram-{id_}", finding, subtitle, plot, chart_answers.described(bars), Html(""))


def _distribution(report: Report, i: Shown) -> Html:
    """Every answer to a question, women and men, behind one click; as a chart where none of the answers is the positive one."""
    if (
        not i.question
        or not i.own
        or not report.now.facts.get(i.at, f"answered:{i.question.id}", i.respondents).ok
    ):
        return Html("")
    answers = answer_table(report, i.at, i.respondents, i.question)
    if not i.has_positive:
        return named_answers_figure(report, i, answers)
    return element(
        "details", join([element("summary", text("card.distribution", id=i.question.id)), answers])
    )


def named_answers_figure(report: Report, i: Shown, answers: Html) -> Html:
    """A question whose answers are named, none of them the positive one: each answer's share."""
    d, facts = report.now.definitions, report.now.facts
    rows = [
        (a, facts.get(i.at, f"answer-share:{i.question.id}:{a}", i.respondents))
        for a in d.scale(i.question.scale).answers
    ]
    label, most = max(rows, key=lambda row: row[1].value)
    plot = chart_answers.shares(
        f"svar-{i.id}", rows, text("answers.named_alt", id=i.id, place=d.name(i.at), year=report.now.year)
    )
    finding = text("answers.named", answer=label, share=fact_text(most))
    return charts.figure(
        f"diagram-svar-{i.id}",
        finding,
        i.question.wordings[0],
        plot,
        chart_answers.described_shares(rows),
        answers,
    )


def answer_table(report: Report, place: str, group: str, question: Question) -> Html:
    d, facts = report.now.definitions, report.now.facts
    body = [
        [
            a,
            *(fact_text(facts.get(place, f"answer:{question.id}:{a}", group, g)) for g in (*GENDERS, "all")),
            fact_text(facts.get(place, f"answer-share:{question.id}:{a}", group)),
        ]
        for a in d.scale(question.scale).answers
    ]
    head = [text("table.answer"), *(text(f"group.{g}") for g in (*GENDERS, "all")), text("table.percent")]
    caption = text(
        "survey.caption",
        id=question.id,
        group=d.group(group).name.lower(),
        place=d.name(place),
        n=fact_text(facts.get(place, f"answered:{question.id}", group)),
    )
    return table(caption, head, body)


# --- background ------------------------------------------------------------------------------------------


def sus_tables(report: Report, place: str) -> Html:
    """Background from SUS: another population, said beside every table."""
    d, facts = report.now.definitions, report.now.facts
    if not facts.get(place, "sus:people").ok:
        return paragraph("sus.missing")
    classes = {"time": d.sus.time, "education": d.sus.education, "support-before": d.sus.support}
    blocks = [paragraph("sus.intro", people=fact_text(facts.get(place, "sus:people")))]
    for column, labels in classes.items():
        sums = [s.name for s in d.sus.summaries if s.column == column]
        rows = [(x, x in sums) for x in [*labels, *sums] if facts.get(place, f"sus:{column}:{x}").value]
        body = [
            [
                element("em", x) if is_sum else x,
                *(fact_text(facts.get(place, f"sus:{column}:{x}", "", g)) for g in (*GENDERS, "all")),
                fact_text(facts.get(place, f"share:sus:{column}:{x}")),
            ]
            for x, is_sum in rows
        ]
        body.append(
            [
                text("table.total"),
                *(fact_text(facts.get(place, f"sus:{column}:{SUS_TOTAL}", "", g)) for g in (*GENDERS, "all")),
                "",
            ]
        )
        head = [text(f"sus.{column}"), *(text(f"group.{g}") for g in (*GENDERS, "all")), text("sus.share")]
        blocks.append(
            table(
                text(
                    f"sus.caption_{column}",
                    place=d.name(place),
                    before=report.now.year - 1,
                    year=report.now.year,
                ),
                head,
                body,
            )
        )
    blocks.append(paragraph("sus.incomes"))
    return join(blocks)


def society_table(report: Report) -> Html:
    """Helårsekvivalenter: share of the population of working age and its change, per area and period."""
    found = [f for f in report.now.facts.measures(ASSOCIATION, "hae:") if f.measure.endswith(":total")]
    if not found:
        return paragraph("society.missing")
    keys = [tuple(f.measure.split(":")[1:3]) for f in found]
    periods = sorted(
        {p for _, p in keys}, key=lambda p: f"{p}:"
    )  # a year after its first half, as society.latest has it
    areas_ = list(dict.fromkeys(a for a, _ in keys))
    facts = report.now.facts
    body = []
    for area in areas_:
        cells = [fact_text(facts.get(ASSOCIATION, f"hae:{area}:{p}:share"), 1) for p in periods]
        body.append(
            [
                catalogue().get(f"area.{area}", area),
                *cells,
                fact_text(facts.get(ASSOCIATION, f"hae:{area}:{periods[-1]}:change")),
            ]
        )
    head = [
        text("society.area"),
        *(p.replace("-h1", " " + text("society.half")) for p in periods),
        text("society.change"),
    ]
    return join([paragraph("society.intro"), table(text("society.caption"), head, body)])


# --- how the figures were made ---------------------------------------------------------------------------


def rules(report: Report) -> Html:
    """The rules a reader needs, printed in the report."""
    d = report.now.definitions
    keys = ("counting", "judging", "interval", "genders", "likeness")
    values = {"below": declared(str(d.protected_below)), "guideline": guideline_text(report)}
    states = [element("li", join([chip(kind), " ", text(f"rules.state.{kind}")])) for kind in SIGNALS]
    told = [
        join([element("h3", text(f"rules.{k}_title")), element("p", text(f"rules.{k}", **values))])
        for k in keys
    ]
    links = [
        ("notebooks/2_facts.html", "facts_chapter"),
        ("notebooks/7_method.html", "method"),
        ("granskning.html", "review"),
    ]
    listed = join(
        [
            element("li", Html(f'<a href="{href}">{element("span", text(f"index.{key}"))}</a>'))
            for href, key in links
        ]
    )
    return join(
        [
            *told[:2],
            element("ul", join(states), class_="states"),
            *told[2:],
            element("h3", text("rules.more")),
            element("ul", listed),
        ]
    )
