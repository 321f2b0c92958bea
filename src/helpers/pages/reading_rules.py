"""The rules a reader needs, printed in the report."""

from helpers.counting.goals import SIGNALS
from helpers.counting.tally import UNTOLD
from helpers.definitions import Definitions
from helpers.language.words import Text, joined
from helpers.pages.blocks import AUDIT_PAGE, links
from helpers.pages.document import Block, Heading, Paragraph, join, points
from helpers.pages.indicators import chip, guideline_text
from helpers.pages.years import Report
from helpers.wording import beginning, declared, number, text

KEYS = ("counting", "judging", "interval", "genders", "likeness")
STATED = 2  # the states of a goal are told after the first two rules, which name them


def _words(definitions: Definitions) -> Text:
    """Words that a citizen need not know, explained here and nowhere else."""
    meant = [
        (o.name.removeprefix(text("outcomes.towards").capitalize()), o.meaning) for o in definitions.outcomes
    ]
    told = [text("rules.outcome", outcome=beginning(n), meaning=m) for n, m in meant if m]
    apart = [text("rules.apart")] if definitions.apart else []
    return joined(" ", [text("rules.words"), *told, *apart])


def rules(report: Report) -> Block:
    """What is counted, when a goal is reached and how sure that is, and when years may stand side by side."""
    d = report.now.definitions
    limits = {"below": d.protected_below, "left": d.told_from_discharged, "answers": d.told_from_answers}
    values: dict[str, Text] = {name: declared(number(n)) for name, n in limits.items()}
    values["guideline"] = guideline_text(report)
    kinds = [*SIGNALS, *([UNTOLD] if report.now.invented() else [])]
    states = [join([chip(kind), " ", text(f"rules.state.{kind}")]) for kind in kinds]
    words = join([Heading(3, text("rules.words_title")), Paragraph(_words(d))])
    told = [
        join([Heading(3, text(f"rules.{k}_title")), Paragraph(text(f"rules.{k}", **values))]) for k in KEYS
    ]
    pages = {
        "notebooks/2_facts.html": text("index.facts_chapter"),
        "notebooks/7_method.html": text("index.method"),
        AUDIT_PAGE: text("index.review"),
    }
    return join(
        [
            words,
            *told[:STATED],
            points(states, "states"),
            *told[STATED:],
            Heading(3, text("rules.more")),
            links(pages),
        ]
    )
