"""The national index, and the page of coverage: who has delivered what, and why others have not."""

from collections.abc import Sequence

from helpers.counting.national import SURVEYS, THEMES
from helpers.counting.national_figures import WHY
from helpers.language.words import Text
from helpers.pages.blocks import paragraph, section
from helpers.pages.document import (
    NOTHING,
    Block,
    Cell,
    Content,
    Details,
    Division,
    Heat,
    Link,
    Table,
    join,
    points,
    table,
)
from helpers.pages.nation import Measure, Nation, opening
from helpers.pages.national_themes import lead
from helpers.wording import EN_DASH, fact_text, result_text, text

OUTCOMES_PAGE, SURVEYS_PAGE, COVERAGE_PAGE = "utfall.html", "enkater.html", "tackning.html"
_HEAT = {"read": "reached", "refused": "not-reached", "absent": ""}


def index(nation: Nation) -> Block:
    """The page over all: the last year in a sentence, the years, and the ways on."""
    mine = nation.measures(THEMES[0])
    ways = {OUTCOMES_PAGE: "outcomes", SURVEYS_PAGE: "surveys", COVERAGE_PAGE: "coverage"}
    links = [Link(page, text(f"national.way.{name}")) for page, name in ways.items()]
    first = lead(nation, mine) or _sent(nation)
    return join(
        [
            opening(nation, first),
            points(links),
            section("del-ar", text("national.years"), _together(nation, mine), paragraph("national.beside")),
            _unread(nation),
            section("del-lasa", text("national.reading"), *_reading()),
        ]
    )


def _sent(nation: Nation) -> Text:
    counts = {"count": fact_text(nation.received(nation.last)), "known": fact_text(nation.known)}
    return text("national.received", year=str(nation.last), **counts)


def _reading() -> list[Block]:
    return [paragraph(f"national.{key}") for key in ("sum", "alike", "limits", "differ")]


def _together(nation: Nation, mine: Sequence[Measure]) -> Block:
    """The nation's outcomes, a row a year, with how many associations have delivered."""
    rows = [_of_year(nation, year, mine) for year in reversed(nation.years)]
    head = [text("national.head.year"), text("national.head.received"), *(m.title for m in mine)]
    return table(text("national.years_together"), head, rows) if mine else NOTHING


def _of_year(nation: Nation, year: int, mine: Sequence[Measure]) -> list[Content]:
    told = (nation.about(year, m) for m in mine)
    shares = [result_text(f) if f.ok else EN_DASH for f in told]
    return [str(year), fact_text(nation.received(year)), *shares]


def _unread(nation: Nation) -> Block:
    """The folders that could not be read: whose they are, and what to do."""
    refused = nation.gathered[nation.gathered["state"] == "refused"].to_dict("records")
    told = [
        text("national.unread_one", name=nation.names[r["association"]], year=str(r["year"]), why=r["reason"])
        for r in refused
    ]
    return section("del-olasta", text("national.unread"), points(told)) if told else NOTHING


# --- the page of coverage ---------------------------------------------------------------------------------


def coverage(nation: Nation) -> Block:
    """How many have delivered each year, which measures they have, why others lack them, and who they are."""
    measures = [m for name in THEMES for m in nation.measures(name)]
    year = nation.last
    before = [y for y in reversed(nation.years) if y != year]
    older = [Details(str(y), _reasons(nation, y, measures)) for y in before if _any(nation, y, measures)]
    return join(
        [
            opening(nation, _sent(nation)),
            section("del-ar", text("national.received_title"), _received(nation), _who(nation)),
            section(
                "del-matt",
                text("national.reasons_title"),
                paragraph("national.reasons_how"),
                _reasons(nation, year, measures),
                *older,
            ),
            section("del-egna", text("national.own_title"), _own(nation)),
            _unread(nation),
        ]
    )


def _received(nation: Nation) -> Block:
    rows = [[str(y), fact_text(nation.received(y))] for y in reversed(nation.years)]
    head = [text("national.head.year"), text("national.head.received")]
    caption = text("national.received_caption", count=fact_text(nation.known))
    return Division(table(caption, head, rows), "money")


def _who(nation: Nation) -> Block:
    """Which association has delivered which year, by letter, behind a click."""
    states = {(r.association, r.year): r.state for r in nation.gathered.itertuples(index=False)}
    body: tuple[tuple[Content, ...], ...] = tuple(
        (nation.brief(a), *(_cell(str(states.get((a, year), "absent"))) for year in nation.years))
        for a in nation.names
    )
    head = (text("national.head.association"), *map(str, nation.years))
    caption = text("national.who")
    return Details(caption, Heat(caption, head, body))


def _cell(state: str) -> Cell:
    return Cell(text(f"national.sign.{state}"), _HEAT[state])


def _any(nation: Nation, year: int, measures: Sequence[Measure]) -> bool:
    return any(nation.about(year, m).ok for m in measures)


def _reasons(nation: Nation, year: int, measures: Sequence[Measure]) -> Table:
    """Of each measure: how many associations have it, and how many lack it for which reason."""
    rows = [[m.title, *_counts(nation, year, m)] for m in measures if nation.reason(year, m)]
    head = [text("national.head.measure"), *(text(f"national.why.{why}") for why in WHY)]
    return table(text("national.reasons_caption", year=str(year)), head, rows)


def _counts(nation: Nation, year: int, measure: Measure) -> list[Content]:
    facts = [nation.about(year, measure, f"coverage:{why}") for why in WHY]
    return [fact_text(f) if f.ok else EN_DASH for f in facts]


def _own(nation: Nation) -> Block:
    """How many questions each association asks in words that nobody else has, in the last year."""
    mine = {a: nation.facts[nation.last].get(a, f"alone:{SURVEYS}") for a in nation.names}
    rows = [[nation.names[a], fact_text(f)] for a, f in mine.items() if f.ok]
    if not rows:
        return paragraph("national.own_none", year=str(nation.last))
    head = [text("national.head.association"), text("national.head.own")]
    caption = text("national.own_caption", year=str(nation.last))
    return join([paragraph("national.own_how"), Details(caption, table(caption, head, rows))])
