"""The national pages of outcomes and of answers: shares side by side, the years, and each association."""

from collections.abc import Sequence

from helpers.counting.national import OUTCOMES, SURVEYS
from helpers.language.words import Text
from helpers.pages.blocks import columns, paragraph, section
from helpers.pages.document import NOTHING, Block, join
from helpers.pages.nation import Measure, Nation, opening
from helpers.pages.national_shares import by_association, by_year, figure, folded, listed, over_years
from helpers.wording import fact_text, inner, listing, result_text, text

MOST_DRAWN = 8  # questions that stand open with a chart; others behind a click
MOST_TABLED = 12  # questions whose associations stand on the page; those of others stand in facts.csv


def outcomes(nation: Nation) -> Block:
    """What became of those who left: the last year, the years, and the associations."""
    mine, year = nation.measures(OUTCOMES), nation.last
    if not mine:
        return join([opening(nation), paragraph("national.no_outcomes")])
    earlier = [
        folded(str(y), [columns(*_figures(nation, y, mine, f"u{y}"))]) for y in nation.years if y != year
    ]
    return join(
        [
            opening(nation, lead(nation, mine)),
            section(
                "del-utfall",
                text("national.outcomes_now", year=str(year)),
                paragraph("national.limits"),
                columns(*_figures(nation, year, mine, "u")),
                paragraph("national.differ"),
            ),
            section("del-utanfor", text("national.outside"), listed(nation, year, mine, OUTCOMES)),
            section(
                "del-ar",
                text("national.years"),
                paragraph("national.years_how"),
                paragraph("national.sum"),
                columns(*(by_year(nation, m) for m in mine)),
            ),
            section("del-tidigare", text("national.figures_before"), *reversed(earlier)),
            section(
                "del-forbund",
                text("national.each"),
                paragraph("national.each_how"),
                *(by_association(nation, year, m) for m in mine),
                *(over_years(nation, m) for m in mine),
            ),
        ]
    )


def lead(nation: Nation, mine: Sequence[Measure]) -> Text:
    """The last year's shares in a sentence: how many associations, and what became of those who left."""
    year = nation.last
    told = [(m, nation.about(year, m)) for m in mine]
    each = [text("national.share_of", what=inner(m.words), share=result_text(f)) for m, f in told if f.ok]
    if not each:
        return ""
    received, known = fact_text(nation.received(year)), fact_text(nation.known)
    return text("national.lead", year=str(year), received=received, known=known, shares=listing(each))


def surveys(nation: Nation) -> Block:
    """What those asked have answered, each question by its words."""
    mine, year = nation.measures(SURVEYS), nation.last
    if not mine:
        return join([opening(nation), paragraph("national.no_questions")])
    asked = [m for m in mine if nation.about(year, m).ok]
    rest = [m for m in mine if m not in asked[:MOST_DRAWN]]
    tabled = mine[:MOST_TABLED]
    more = [figure(nation, year, m, f"g{i}") for i, m in enumerate(asked[MOST_DRAWN:])]
    return join(
        [
            opening(nation),
            section(
                "del-fragor",
                text("national.questions_now", year=str(year)),
                paragraph("national.alike"),
                columns(*_figures(nation, year, asked[:MOST_DRAWN], "f")),
                folded(text("national.more"), more),
            ),
            section("del-utanfor", text("national.outside"), listed(nation, year, mine, SURVEYS)),
            section(
                "del-ar",
                text("national.years"),
                paragraph("national.years_how"),
                columns(*(by_year(nation, m) for m in asked[:MOST_DRAWN])),
                folded(text("national.more"), [by_year(nation, m) for m in rest]),
            ),
            section(
                "del-forbund",
                text("national.each"),
                paragraph("national.each_how"),
                *(by_association(nation, year, m) for m in tabled),
                *(over_years(nation, m) for m in tabled),
                paragraph("national.rest") if len(mine) > MOST_TABLED else NOTHING,
            ),
        ]
    )


def _figures(nation: Nation, year: int, mine: Sequence[Measure], id_: str) -> list[Block]:
    return [figure(nation, year, m, f"{id_}{i}") for i, m in enumerate(mine)]
