"""The economy's own tables: the members' shares, the cost of each participation, and what was tried."""

from helpers.economy_definitions import REGION, STATE
from helpers.facts import Fact
from helpers.pages.amounts import PREFIX, kronor, share_of_money, tkr
from helpers.pages.blocks import paragraph
from helpers.pages.document import NOTHING, Block, Paragraph, join, table
from helpers.pages.economy import guideline, has_facts
from helpers.pages.sayable import PEOPLE_PER
from helpers.pages.statement_tables import amounts
from helpers.pages.statements import economy, of
from helpers.pages.years import Report, YearOfFacts
from helpers.wording import fact_text, marked, text
from helpers.words import Text, joined

SHARES = ("assets", "debt", "equity")
OF_CAPITAL = ("result", "equity:closing", "own-capital:share-of-fees")
IDENTITY, DIFFERENCE = "economy:identity:", "economy:identity-difference:"


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
    return join([paragraph("economy.members_text"), amounts(shown, len(head) - 1)])


def _shares(report: Report, member: str) -> list[Text]:
    return [tkr(of(report, f"member-share:{member}:{what}")) for what in SHARES]


def _member(report: Report, member: str) -> str:
    if member in (STATE, REGION):
        return text(f"economy.member.{member}")
    return report.now.definitions.areas_of_statistics.get(member, member)


def capital(report: Report) -> Block:
    """Own capital of each year, and how large a part of the year's fees it is."""
    body = [_capital_of(year) for year in report.years if has_facts(year)]
    head = [text(f"economy.capital_head.{name}") for name in ("year", "result", "capital", "share")]
    shown = table(text("economy.capital_caption"), head, body)
    return join([amounts(shown, len(head) - 1), Paragraph(guideline(report))]) if body else NOTHING


def _capital_of(year: YearOfFacts) -> list[Text]:
    place = year.definitions.together.id
    result, capital, share = (year.facts.get(place, f"{PREFIX}{m}") for m in OF_CAPITAL)
    return [str(year.year), tkr(result), tkr(capital), share_of_money(share)]


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
    return join([paragraph("economy.each_text"), amounts(shown, len(PEOPLE_PER))])


def identities(report: Report) -> Block:
    """Every sum that must agree, by how much it does not, and whether it holds."""
    facts, together = report.now.facts, report.now.definitions.together.id
    body = [_identity(report, fact) for fact in facts.measures(together, IDENTITY)]
    if not body:
        return NOTHING
    head = [text(f"economy.identity_head.{name}") for name in ("what", "difference", "holds")]
    return table(text("economy.identity_caption", year=report.now.year), head, body)


def _identity(report: Report, fact: Fact) -> list[Text]:
    id_ = fact.measure.removeprefix(IDENTITY)
    state = text(f"economy.holds.{fact.integer}") if fact.ok else text("economy.holds.untried")
    difference = of(report, DIFFERENCE.removeprefix(PREFIX) + id_)
    return [text(f"economy.identity.{id_}"), fact_text(difference, 2), marked(fact, state)]
