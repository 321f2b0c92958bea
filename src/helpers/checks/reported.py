"""Final reports of interventions held against the participants' lists, and against each other."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from helpers.counting import participations
from helpers.counting.society import exact
from helpers.deliveries.delivery import Delivery
from helpers.facts import KRONOR, Facts
from helpers.faults import ASSOCIATION, Fault, Faults
from helpers.paths import INTERVENTIONS
from helpers.rows import RowPlace
from helpers.wording import number

PARTICIPANTS = "participants:"
AT_END = ("remaining",)  # what a year's list and a report of several years count alike
_TIMES = 1000
_FAR = 10  # times the largest of the others: no amount of the same kind


def found(delivery: Delivery, figures: pd.DataFrame, words: pd.DataFrame, rows: pd.DataFrame) -> list[Fault]:
    """What a year's final reports say otherwise than its lists, and amounts that are out of scale.

    Args:
        delivery: the year's, whose lists are read.
        figures: the table `final_figures`.
        words: the table `final_words`.
        rows: the table `participations`.
    """
    return [*_against_lists(delivery, figures, words, rows), *_out_of_scale(figures)]


def _against_lists(
    delivery: Delivery, figures: pd.DataFrame, words: pd.DataFrame, rows: pd.DataFrame
) -> Iterator[Fault]:
    """Counts of a report that the year's list gives too; of one that began earlier only who remained."""
    defined, read = delivery.definitions, delivery.read_platforms()
    mine = figures[figures["measure"].str.startswith(PARTICIPANTS) & figures["platform"].isin(list(read))]
    if mine.empty:
        return
    how = {part: status for (kind, part), status in delivery.statuses.items() if kind == "participants"}
    counted = Facts(participations.facts(rows, defined, how))
    starts = words[words["part"] == "start"].set_index("platform")["text"]
    for row in mine[mine["value"].notna() & ~mine["about"]].to_dict("records"):
        measure = row["measure"].removeprefix(PARTICIPANTS)
        fact = counted.get(row["platform"], measure, "", row["group"])
        within = str(starts.get(row["platform"], "")) >= f"{defined.year}-01-01"
        if fact.ok and (within or measure in AT_END) and fact.fraction != exact(row["value"]):
            told = {"value": number(exact(row["value"])), "listed": number(fact.fraction)}
            yield _flag(row["row"], "final_list", measure=row["measure"], **told)


def _out_of_scale(figures: pd.DataFrame) -> Iterator[Fault]:
    """Amounts far beyond all others of the year, of which a thousandth is an amount like them."""
    money = figures[(figures["unit"] == KRONOR) & (figures["value"] > 0)]
    amounts = {row["row"]: exact(row["value"]) for row in money.to_dict("records")}
    for row, amount in amounts.items():
        others = [other for at, other in amounts.items() if at != row]
        is_far = bool(others) and amount > _FAR * max(others)
        if is_far and min(others) <= Fraction(amount, _TIMES) <= max(others):
            yield _flag(row, "final_thousand", value=number(amount))


def _flag(row: str, code: str, **told: object) -> Fault:
    place = RowPlace.of(row)
    faults = Faults(INTERVENTIONS, place.file, ASSOCIATION)
    faults.flag(code, row=place.number, **told)
    return faults.found[0]
