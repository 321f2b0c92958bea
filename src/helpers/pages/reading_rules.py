"""The rules a reader needs, printed in the report."""

from helpers.counting.goals import SIGNALS
from helpers.pages.blocks import AUDIT_PAGE, links
from helpers.pages.elements import Html, element, join
from helpers.pages.indicators import chip, guideline_text
from helpers.pages.years import Report
from helpers.wording import declared, text

KEYS = ("counting", "judging", "interval", "genders", "likeness")
STATED = 2  # the states of a goal are told after the first two rules, which name them


def rules(report: Report) -> Html:
    """What is counted, when a goal is reached and how sure that is, and when years may stand side by side."""
    values = {
        "below": declared(str(report.now.definitions.protected_below)),
        "guideline": guideline_text(report),
    }
    states = [element("li", join([chip(kind), " ", text(f"rules.state.{kind}")])) for kind in SIGNALS]
    told = [
        join([element("h3", text(f"rules.{k}_title")), element("p", text(f"rules.{k}", **values))])
        for k in KEYS
    ]
    pages = {
        "notebooks/2_facts.html": text("index.facts_chapter"),
        "notebooks/7_method.html": text("index.method"),
        AUDIT_PAGE: text("index.review"),
    }
    return join(
        [
            *told[:STATED],
            element("ul", join(states), class_="states"),
            *told[STATED:],
            element("h3", text("rules.more")),
            links(pages),
        ]
    )
