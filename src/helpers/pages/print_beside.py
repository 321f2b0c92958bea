"""What the accounts print instead of a fact, at the figure, and the way to where the audit tells of it."""

from helpers.facts import Fact
from helpers.language.words import Text
from helpers.pages.blocks import AUDIT_PAGE, paragraph
from helpers.pages.document import NOTHING, Block, Content, Label, Link, run
from helpers.pages.years import Report
from helpers.wording import declared, fact_text, listing, text


def beside(report: Report, fact: Fact, words: Text) -> Content:
    """Words that print a fact, with what is printed instead of it: `318`, and under it `tryckt: 336`."""
    others = report.contradictions.about(fact)
    if not others:
        return words
    printed = listing([declared(other.printed) for other in others])
    return run(
        words, " ", Label(audit_link(others[0].anchor, text("print.instead", printed=printed)), "print")
    )


def cell(report: Report, fact: Fact) -> Content:
    """A fact as a table prints it, with what is printed instead of it."""
    return beside(report, fact, fact_text(fact))


def audit_link(anchor: str, words: Text) -> Link:
    """To where the audit's page tells of a contradiction."""
    return Link(f"{AUDIT_PAGE}#{anchor}", words)


def note(report: Report, facts: list[Fact]) -> Block:
    """What the printed figures in a table of facts are; nothing where there is none."""
    there = any(report.contradictions.about(fact) for fact in facts)
    return paragraph("print.note") if there else NOTHING
