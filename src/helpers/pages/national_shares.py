"""The nation's shares as charts and tables, outcomes and answers alike; they print facts and rank nobody."""

from collections.abc import Sequence

from helpers.counting.funnel import ENDS, LEVELS, LIMIT
from helpers.counting.national import ABOVE, COMPARED, FEWEST, NATION, OUTLIER, WITHIN
from helpers.language.words import Text, plain
from helpers.pages import chart_national, charts
from helpers.pages.chart_funnel import limits_text
from helpers.pages.chart_national import Limits, Point
from helpers.pages.document import NOTHING, Block, Content, Details, Division, Paragraph, join, points, table
from helpers.pages.nation import Measure, Nation
from helpers.wording import EN_DASH, fact_text, inner, interval_text, result_text, text

NO_FIGURE = EN_DASH


def have_shares(nation: Nation, year: int, measure: Measure) -> list[str]:
    """The associations with a share in a year, by letter."""
    return [a for a in nation.names if nation.about(year, measure, place=a).ok]


def limits(nation: Nation, year: int, measure: Measure, level: str, association: str) -> Limits:
    """An association's limits; missing where too few have a share."""
    kinds = (f"{LIMIT}:{level}:{end}" for end in ENDS)
    low, high = (nation.about(year, measure, kind, association) for kind in kinds)
    return low, high


def outside(nation: Nation, year: int, measure: Measure) -> list[str]:
    """The associations whose share chance alone hardly brings, by letter."""
    mine = have_shares(nation, year, measure)
    said = ((a, nation.about(year, measure, OUTLIER, a)) for a in mine)
    return [a for a, fact in said if fact.ok and fact.integer != WITHIN]


def told_outside(nation: Nation, year: int, measures: Sequence[Measure]) -> list[Content]:
    """A sentence an association and measure that is outside, by letter; it judges nobody."""
    named = [(m, outside(nation, year, m)) for m in measures]
    return [_outside(nation, year, m, a) for a in nation.names for m, far in named if a in far]


def _outside(nation: Nation, year: int, measure: Measure, association: str) -> Text:
    side = nation.about(year, measure, OUTLIER, association).integer
    return text(
        f"national.{'above' if side == ABOVE else 'below'}",
        name=nation.names[association],
        what=measure.title if measure.respondents else inner(measure.title),
        year=str(year),
        share=result_text(nation.about(year, measure, place=association)),
        all=fact_text(nation.about(year, measure)),
    )


# --- a chart ----------------------------------------------------------------------------------------------


def figure(nation: Nation, year: int, measure: Measure, id_: str) -> Block:
    """A measure's funnel plot of a year; a sentence where too few associations have a share."""
    mine = have_shares(nation, year, measure)
    whole = nation.about(year, measure)
    compared = [a for a in mine if limits(nation, year, measure, "95", a)[0].ok]
    if not compared:
        return Paragraph(_few(nation, year, measure)) if whole.ok else NOTHING
    count = fact_text(nation.about(year, measure, "coverage:ok"))
    title = text("national.figure", what=measure.title, year=str(year), share=result_text(whole), count=count)
    far = outside(nation, year, measure)
    rows = [_point(nation, year, measure, a, a in far) for a in compared]
    drawn = text(
        "national.drawn", count=plain(count), outside=str(len(far)) if far else text("national.none")
    )
    of = text("national.of_answers" if measure.respondents else "national.of_discharged")
    plot = chart_national.funnel(id_, whole, rows, of, charts.alternative(title, drawn))
    spread = fact_text(nation.about(year, measure, "spread"))
    return charts.figure(f"diagram-{id_}", title, "", plot, [], text("national.spread", spread=spread))


def _few(nation: Nation, year: int, measure: Measure) -> Text:
    count = fact_text(nation.about(year, measure, "coverage:ok"))
    share = result_text(nation.about(year, measure))
    return text("national.few", what=measure.title, year=str(year), share=share, count=count)


def _point(nation: Nation, year: int, measure: Measure, association: str, is_named: bool) -> Point:
    near, far = (limits(nation, year, measure, level, association) for level in LEVELS)
    name = nation.brief(association) if is_named else ""
    return Point(nation.about(year, measure, place=association), near, far, name)


# --- tables -----------------------------------------------------------------------------------------------


def by_year(nation: Nation, measure: Measure) -> Block:
    """The nation's share by year: of all who have one, how many they are, and of the same ones every year."""
    rows = [_of_year(nation, year, measure) for year in reversed(nation.years)]
    head = [text(f"national.head.{h}") for h in ("year", "all", "associations", "same")]
    same = (nation.about(y, measure, "same-associations") for y in nation.years)
    count = next((fact_text(f) for f in same if f.ok), None)
    caption = text("national.by_year_same", what=measure.title, count=count) if count else measure.title
    return Division(table(caption, head, [row for row in rows if row]), "money wide")


def _of_year(nation: Nation, year: int, measure: Measure) -> list[Content]:
    whole, same = nation.about(year, measure), nation.about(year, measure, "same")
    if not whole.ok:
        return []
    count = fact_text(nation.about(year, measure, "coverage:ok"))
    return [str(year), result_text(whole), count, fact_text(same) if same.ok else NO_FIGURE]


def by_association(nation: Nation, year: int, measure: Measure) -> Block:
    """Every association's share of a year with its interval and limits, by letter, behind a click."""
    mine = have_shares(nation, year, measure)
    if not mine:
        return NOTHING
    head = [text(f"national.head.{h}") for h in ("association", "share", "interval", "near", "far")]
    rows = [_of_association(nation, year, measure, a) for a in mine]
    caption = text("national.each_caption", what=measure.title, year=str(year))
    return Details(caption, table(caption, head, rows))


def _of_association(nation: Nation, year: int, measure: Measure, association: str) -> list[Content]:
    ends = [nation.about(year, measure, end, association) for end in ENDS]
    shown = [limits(nation, year, measure, level, association) for level in LEVELS]
    told = [limits_text(pair) if pair[0].ok else NO_FIGURE for pair in shown]
    share = nation.about(year, measure, place=association)
    return [nation.names[association], result_text(share), interval_text(ends[0], ends[1]), *told]


def over_years(nation: Nation, measure: Measure) -> Block:
    """Every association's share by year, by letter, behind a click; why it has none where it has none."""
    years = [y for y in nation.years if nation.about(y, measure).ok]
    if len(years) < 2:
        return NOTHING
    rows = [
        [nation.brief(a), *(_short(nation, year, measure, a) for year in years)]
        for a in nation.names
        if any(nation.about(year, measure, place=a).ok for year in years)
    ]
    caption = text("national.years_caption", what=measure.title)
    return Details(caption, table(caption, [text("national.head.association"), *map(str, years)], rows))


def _short(nation: Nation, year: int, measure: Measure, association: str) -> Text:
    fact = nation.about(year, measure, place=association)
    if fact.ok:
        return fact_text(fact)
    return text(f"national.why_short.{nation.reason(year, measure).get(association, 'missing')}")


def folded(title: Text, blocks: Sequence[Block]) -> Block:
    """Blocks behind a click, nothing where there are none."""
    kept = [b for b in blocks if b]
    return Details(title, join(kept)) if kept else NOTHING


def listed(nation: Nation, year: int, measures: Sequence[Measure], theme: str) -> Block:
    """Who is outside in the last year, and behind a click in the years before; how many were compared."""
    compared = nation.facts[max(nation.years)].get(NATION, f"{COMPARED}:{theme}")
    if not (compared.ok and compared.value):
        return Paragraph(text("national.none_compared", count=str(FEWEST)))
    rule = Paragraph(text("national.rule", count=fact_text(compared)))
    now = told_outside(nation, year, measures)
    told = points(now) if now else Paragraph(text("national.nobody", year=str(year)))
    before = [t for y in reversed(nation.years) if y != year for t in told_outside(nation, y, measures)]
    earlier = folded(text("national.earlier"), [points(before)] if before else [])
    return join([told, earlier, rule])
