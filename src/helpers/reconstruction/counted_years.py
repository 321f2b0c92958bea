"""The counts and shares of a year straight from its delivered files, without notebooks."""

from helpers.context import Context
from helpers.counting import (
    answers,
    average_stay,
    background,
    declared,
    economy,
    economy_sums,
    participations,
    presence,
    preventive_efforts,
    society,
    strategic,
)
from helpers.counting.good_examples import example_facts
from helpers.deliveries.delivery import Delivery
from helpers.facts import Facts

_NO_SECRET = bytes(32)  # the people are invented, and their pseudonyms are kept nowhere


def counted(context: Context) -> Facts:
    """Every count and share of the year: no goal, no interval, no comparison."""
    defined = context.definitions
    delivery = Delivery(context, defined, _NO_SECRET)
    kinds = (
        "participants",
        "surveys",
        "invited",
        "sus",
        "helarsekvivalenter",
        "uppgifter",
        "forebyggande",
        "strategic-goals",
        "examples",
    )
    tables = {name: table for kind in kinds for name, table in delivery.read(kind).items()}
    of_lists = {part: how for (kind, part), how in delivery.statuses.items() if kind == "participants"}
    known = Facts(participations.facts(tables["participations"], defined, of_lists))
    given, people, sent = (tables[name] for name in ("answers", "respondents", "invited"))
    stated = declared.facts(tables["declared_figures"], defined)
    people_in = tables["participations"]
    asked = answers.facts(given, people, sent, defined, known)
    omitted = delivery.omitted.get(("strategic-goals", "strategic-goals"), ())
    goals, criteria, judgements = (tables[f"strategic_{n}"] for n in ("goals", "criteria", "judgements"))
    return Facts(
        [
            *known,
            *average_stay.facts(people_in, defined, of_lists, {}, Facts(stated)),
            *presence.facts(people_in, defined, of_lists),
            *asked,
            *strategic.facts(
                goals, criteria, judgements, results=Facts(asked), definitions=defined, omitted=omitted
            ),
            *background.facts(tables["sus"], defined),
            *society.facts(tables["society"], defined),
            *stated,
            *preventive_efforts.facts(tables["preventive"], tables["preventive_figures"], defined),
            *example_facts(tables["examples"], defined, bool(len(tables["examples"]))),
        ]
    )


def booked(context: Context, known: Facts, kept: dict[int, dict[str, int | None]]) -> Facts:
    """Every fact of the year's ledger, nothing where there is none; `kept` keeps what later years add to."""
    defined = context.definitions
    if defined.economy is None:
        return Facts([])
    table = Delivery(context, defined, _NO_SECRET).read("ledger")["ledger"]
    if not len(table):
        return Facts([])
    ledger = economy.count(table, defined.economy)
    facts = Facts(economy.facts(ledger, defined, kept, known))
    kept[context.year] = economy_sums.kept(ledger)
    return facts
