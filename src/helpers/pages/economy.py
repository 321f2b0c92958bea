"""The chapter on economy: its page, and what it says in words."""

from collections.abc import Iterator

from helpers.economy_definitions import Step
from helpers.facts import Fact
from helpers.pages.amounts import PREFIX
from helpers.pages.blocks import listed, name_beside, section
from helpers.pages.chart_budget import thousands
from helpers.pages.document import NOTHING, Block, Link, Paragraph, run
from helpers.pages.sayable import may_say
from helpers.pages.statements import BUDGET, DEVIATION, economy, of
from helpers.pages.years import Report, YearOfFacts
from helpers.wording import declared, fact_text, number, text
from helpers.words import Text, Words, joined

CHAPTER = "08-ekonomi"
KIND = "ledger"  # of delivery
SIDES = {1: "plus", 0: "none", -1: "minus"}
RULES = ("sign", "rounding", "deviation", "last", "file")


def page_name(together: str) -> str:
    """The chapter's page: `forbundet-08-ekonomi.html`."""
    return name_beside(f"{together}.html", CHAPTER)


def has_facts(year: YearOfFacts) -> bool:
    """Whether a year's ledger has given any fact."""
    return bool(year.facts.measures(year.definitions.together.id, PREFIX))


def has_economy(year: YearOfFacts) -> bool:
    """Whether a year has the chapter: facts of its economy, or a ledger that could not be read."""
    files = year.deliveries[year.deliveries["kind"] == KIND]
    return year.definitions.economy is not None and (has_facts(year) or bool((files["file"] != "").any()))


# --- in words ---------------------------------------------------------------------------------------------


def lead(report: Report) -> Block:
    """The year in two sentences; nothing where the ledger could not be read."""
    told = [said for said in (_result(report), _capital(report)) if said]
    return Paragraph(joined(" ", told), "headline") if told else NOTHING


def details(report: Report) -> Block:
    """Each project in a sentence, what its budget came to, and how own capital is judged."""
    told = [
        said for id_, name in economy(report).project_objects.items() for said in _project(report, id_, name)
    ]
    return listed([*told, *([guideline(report)] if told else [])])


def _project(report: Report, id_: str, name: str) -> Iterator[Text]:
    income, costs, result = (of(report, f"{measure}:{id_}") for measure in ("income", "costs", "result"))
    if not may_say(income, costs, result):
        return
    amounts = {"income": thousands(income, signed=True), "costs": thousands(costs)}
    yield text("economy.project", project=name, **amounts, result=thousands(result, signed=True))
    apart = of(report, f"{DEVIATION}costs:{id_}")
    if may_say(apart) and apart.fraction:
        yield text(f"economy.project_{side(apart)}", project=name, amount=thousands(apart))
    if may_say(whole := of(report, f"result:{id_}:accumulated")):
        yield text("economy.project_accumulated", project=name, amount=thousands(whole, signed=True))


def _result(report: Report) -> Text:
    """The result, and how far it is from its budget where there is one."""
    result, apart = of(report, "result"), of(report, DEVIATION + "result")
    if not may_say(result):
        return ""
    known = text(f"economy.result_{side(result)}", year=report.now.year, amount=thousands(result))
    if not may_say(apart):
        return text("board.sentence", parts=known)
    beside = text(f"economy.apart_{side(apart)}", amount=thousands(apart))
    return text("board.sentence", parts=joined(", ", [known, beside]))


def _capital(report: Report) -> Text:
    capital, share = of(report, "equity:closing"), of(report, "own-capital:share-of-fees")
    if not may_say(capital):
        return ""
    told = text("economy.capital", amount=thousands(capital, signed=True))
    beside = text("economy.of_fees", share=fact_text(share, 1)) if may_say(share) else ""
    return text("board.sentence", parts=joined(", ", [part for part in (told, beside) if part]))


def guideline(report: Report) -> Text:
    """What own capital may be at most, as far as anybody has said it."""
    advised = economy(report).own_capital_guideline
    told = [
        text("economy.step" if step.fees_to else "economy.last_step", **_of_step(step))
        for step in advised.steps
    ]
    if not told:
        return text("economy.no_guideline")
    return joined(" ", [text("economy.guideline", source=declared(advised.source)), *told])


def _of_step(step: Step) -> dict[str, Words]:
    return {"percent": declared(number(step.at_most_percent)), "fees": declared(number(step.fees_to or 0))}


def side(fact: Fact) -> str:
    """On which side of nought an amount is."""
    return SIDES[(fact.fraction > 0) - (fact.fraction < 0)]


def line(report: Report) -> Text:
    """Result, budget and own capital in a sentence or two, for a board; '' where nothing may be said."""
    result, budget, capital = (of(report, m) for m in ("result", BUDGET + "result", "equity:closing"))
    if not has_economy(report.now) or not may_say(result):
        return ""
    told = [text("economy.line_result", amount=thousands(result, signed=True))]
    if may_say(budget):
        told.append(text("economy.line_budget", amount=thousands(budget, signed=True)))
    sentences = [text("board.sentence", parts=joined(", ", told))]
    if may_say(capital):
        sentences.append(text("economy.line_capital", amount=thousands(capital, signed=True)))
    return joined(" ", sentences)


def in_short(report: Report) -> Block:
    """The same with the way to the chapter, for the association's account; nothing without economy."""
    if not has_economy(report.now):
        return NOTHING
    words = line(report) or text("economy.unread")
    link = Link(page_name(report.now.definitions.together.id), text("economy.more"))
    return Paragraph(run(words, " ", link))


def rules() -> Block:
    """How amounts are read: signs, rounding, what they stand beside."""
    return section(
        "del-rules", text("economy.section.rules"), listed(text(f"economy.rule.{r}") for r in RULES)
    )
