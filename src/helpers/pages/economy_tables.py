"""The economy's own tables: the members' shares, own capital, and the cost of each participation."""

from collections.abc import Sequence

from helpers.defining.economy_definitions import REGION, STATE
from helpers.language.words import Text, joined
from helpers.pages.amounts import PREFIX, kronor, tkr
from helpers.pages.blocks import paragraph
from helpers.pages.document import NOTHING, Block, Paragraph, join, table
from helpers.pages.economy_chapter import guideline, has_facts
from helpers.pages.sayable import PEOPLE_PER
from helpers.pages.statement_tables import amounts
from helpers.pages.statements import economy, of
from helpers.pages.years import Report, YearOfFacts
from helpers.wording import fact_text, listing, text

SHARES = ("assets", "debt", "equity")
OF_CAPITAL = ("result", "equity:closing", "own-capital:share-of-fees")


def members(report: Report) -> Block:
    """What each member has paid, and its share of what there is and is owed by that."""
    paid: dict[str, list[Text]] = {}
    for row in economy(report).notes:
        if row.member:
            paid.setdefault(row.member, []).append(tkr(of(report, row.id)))
    body = [[_member(report, m), joined(" + ", fees), *_shares(report, m)] for m, fees in paid.items()]
    if not body:
        return NOTHING
    head = [text(f"economy.members_head.{name}") for name in ("member", "fee", *SHARES)]
    shown = table(text("economy.members_caption", year=report.now.year), head, body)
    return join([paragraph("economy.members_text"), amounts(join([shown, source(report)]), len(head) - 1)])


def fees(report: Report) -> Block:
    """What each member has paid for the year; nothing without a ledger."""
    if not report.now.definitions.economy or not has_facts(report.now):
        return NOTHING
    paid = [(row.member, tkr(of(report, row.id))) for row in economy(report).notes if row.member]
    head = [text(f"declared.fees_head.{name}") for name in ("member", "fee")]
    body = [[_member(report, member), fee] for member, fee in paid]
    shown = table(text("declared.fees", year=report.now.year), head, body)
    return amounts(join([shown, source(report)]), 1) if body else NOTHING


def source(report: Report, years: Sequence[str] = ()) -> Block:
    """Whose ledgers a table is of."""
    return Paragraph(text("economy.source", years=listing(years or [str(report.now.year)])), "small")


def _shares(report: Report, member: str) -> list[Text]:
    return [tkr(of(report, f"member-share:{member}:{what}")) for what in SHARES]


def _member(report: Report, member: str) -> str:
    if member in (STATE, REGION):
        return text(f"economy.member.{member}")
    return report.now.definitions.areas_of_statistics.get(member, member)


def capital(report: Report) -> Block:
    """Own capital of each year, and how large a part of the year's fees it is."""
    years = [year for year in report.years if has_facts(year)]
    body = [_capital_of(year) for year in years]
    head = [text(f"economy.capital_head.{name}") for name in ("year", "result", "capital", "share")]
    shown = table(text("economy.capital_caption"), head, body)
    whose = source(report, [str(year.year) for year in years])
    return (
        join([amounts(join([shown, whose]), len(head) - 1), Paragraph(guideline(report))])
        if body
        else NOTHING
    )


def _capital_of(year: YearOfFacts) -> list[Text]:
    place = year.definitions.together.id
    result, capital, share = (year.facts.get(place, f"{PREFIX}{m}") for m in OF_CAPITAL)
    return [str(year.year), tkr(result), tkr(capital), fact_text(share, 1)]


def costs_each(report: Report) -> Block:
    """What the association paid for each participation and each discharge; where too few, why not."""
    paid: dict[str, str] = {}
    for row in economy(report).budget:
        if row.platforms:
            paid.setdefault("+".join(sorted(row.platforms)), row.label)
    costs = {
        label: [of(report, f"cost:{platforms}:{per}") for per in PEOPLE_PER]
        for platforms, label in paid.items()
    }
    body = [[label, *map(kronor, facts)] for label, facts in costs.items() if any(f.rule for f in facts)]
    if not body:
        return NOTHING
    head = [text(f"economy.each_head.{name}") for name in ("row", *PEOPLE_PER)]
    shown = table(text("economy.each_caption", year=report.now.year), head, body)
    whose = Paragraph(text("economy.source_people", year=report.now.year), "small")
    return join([paragraph("economy.each_text"), amounts(join([shown, whose]), len(PEOPLE_PER))])
