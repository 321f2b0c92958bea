"""The chapter on economy: its page, and what it says in words."""

from helpers.defining.economy_definitions import Step
from helpers.facts import Fact
from helpers.language.words import Text, Words, joined
from helpers.pages.amounts import PREFIX
from helpers.pages.blocks import listed, section
from helpers.pages.chapter_list import ECONOMY
from helpers.pages.chart_budget import thousands
from helpers.pages.document import NOTHING, Block, Link, Paragraph, run
from helpers.pages.sayable import may_say
from helpers.pages.statements import BUDGET, DEVIATION, economy, of
from helpers.pages.years import Report, YearOfFacts
from helpers.wording import declared, fact_text, number, text

KIND = "ledger"  # of delivery
SIDES = {1: "plus", 0: "none", -1: "minus"}
RULES = ("sign", "rounding", "deviation", "last", "file")


def has_facts(year: YearOfFacts) -> bool:
    """Whether a year's ledger has given any fact."""
    return bool(year.facts.measures(year.definitions.together.id, PREFIX))


# --- in words ---------------------------------------------------------------------------------------------


def lead(report: Report) -> Block:
    """The year in two sentences; nothing where the ledger could not be read."""
    told = [said for said in (_result(report), _capital(report)) if said]
    return Paragraph(joined(" ", told), "headline") if told else NOTHING


def details(report: Report) -> Block:
    """Each project, and how own capital is judged."""
    each = (_project(report, id_, name) for id_, name in economy(report).project_objects.items())
    told = [said for said in each if said]
    return listed([*told, *([guideline(report)] if may_say(of(report, "equity:closing")) else [])])


def _project(report: Report, id_: str, name: str) -> Text:
    """A project's income, costs and result, how its costs are to the budget, and its result so far."""
    income, costs, result = (of(report, f"{measure}:{id_}") for measure in ("income", "costs", "result"))
    if not may_say(income, costs, result):
        return ""
    amounts = {"income": thousands(income, signed=True), "costs": thousands(costs)}
    told = [text("economy.project", project=name, **amounts, result=thousands(result, signed=True))]
    apart, whole = of(report, f"{DEVIATION}costs:{id_}"), of(report, f"result:{id_}:accumulated")
    if may_say(apart) and apart.fraction:
        told.append(text(f"economy.project_{side(apart)}", amount=thousands(apart)))
    if may_say(whole) and whole.value != result.value:
        told.append(text("economy.project_accumulated", amount=thousands(whole, signed=True)))
    return joined(" ", told)


def notes(report: Report) -> Block:
    """What to know of the amounts: how they are rounded, and whether the ledger is anybody's."""
    files = report.now.deliveries
    is_shipped = bool(files["shipped"][files["kind"] == KIND].any())
    told = [text("economy.rounded"), *([text("economy.reconstructed")] if is_shipped else [])]
    return Paragraph(joined(" ", told), "small")


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
    if not ECONOMY.is_in(report.now) or not may_say(result):
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
    if not ECONOMY.is_in(report.now):
        return NOTHING
    words = line(report) if has_facts(report.now) else text("economy.unread")
    more = link(report, text("economy.more"))
    return Paragraph(run(words, " ", more) if words else more)


def in_brief(report: Report) -> Text:
    """The same as a board reads it: `Resultat −1 000 tkr, budget −2 350 tkr, eget kapital 1 993 tkr.`"""
    if not has_facts(report.now):
        return text("economy.unread")
    measures = {"result": "result", "budget": f"{BUDGET}result", "capital": "equity:closing"}
    known = {name: fact for name, m in measures.items() if may_say(fact := of(report, m))}
    told = [
        text(f"economy.brief_{name}", amount=thousands(fact, signed=True)) for name, fact in known.items()
    ]
    return text("board.sentence", parts=joined(", ", told)) if "result" in known else ""


def link(report: Report, words: str) -> Link:
    """The way to the chapter."""
    return Link(ECONOMY.page(report.now.definitions.together.id), words)


def rules() -> Block:
    """How amounts are read: signs, rounding, what they stand beside."""
    return section(
        "del-rules", text("economy.section.rules"), listed(text(f"economy.rule.{r}") for r in RULES)
    )
