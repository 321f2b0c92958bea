"""Rules of the screening: what stands in the way of those who were screened."""

from collections.abc import Iterator
from fractions import Fraction

import pandas as pd

from helpers.codes import GENDERS, GROUPS
from helpers.counting.rule import S19, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, counted, missing, share
from helpers.rows import RowIndex, Rows

COLUMNS = ["row", "platform", "screened", "gender", "obstacle"]  # of the table `screened`


def beside_lists(screening: pd.DataFrame, participations: pd.DataFrame) -> pd.DataFrame:
    """COLUMNS: the rows of the screening with the Kön of the platform's list, `unknown` of who is not in it.

    The person's pseudonym stays behind, so that no stored table joins an obstacle with a list.
    """
    listed = participations.drop_duplicates(["platform", "person"])
    genders = {
        (place, person): gender
        for place, person, gender in zip(*(listed[c] for c in ("platform", "person", "gender")), strict=True)
    }
    people = zip(screening["platform"], screening["person"], strict=True)
    found = [genders.get(who, "unknown") for who in people]
    return screening.assign(gender=pd.Series(found, screening.index, dtype="string"))[COLUMNS]


def facts(screened: pd.DataFrame | None, definitions: Definitions) -> list[Fact]:
    """Obstacles of every platform and whole where anybody was screened, of all and by gender.

    A whole counts all its people, each once, and is no mean of means. Of fewer than `protected_below` people
    nothing is told, nor of either gender where one of them is so few.

    Args:
        screened: the table `screened`; None where it was not kept (an auditor's bundle).
        definitions: the year's.
    """
    if screened is None:
        return []
    table = screened.reset_index(drop=True)
    index, found = RowIndex(table["row"]), list[Fact]()
    for place in [*definitions.platform_ids, *definitions.whole_ids, definitions.together.id]:
        parts = [place] if place in definitions.platform_ids else definitions.parts(place)
        here = table[table["platform"].isin(parts)]
        people = here.drop_duplicates("screened")["gender"]
        few = {g: 0 < int((people == g).sum()) < definitions.protected_below for g in GENDERS}
        hidden = {"all": len(people) < definitions.protected_below}
        hidden |= dict.fromkeys(GENDERS, hidden["all"] or any(few.values()))
        for group in GROUPS if len(here) else ():
            mine = here if group == "all" else here[here["gender"] == group]
            counts = list(_counts(mine, index, definitions, place, group))
            found += [missing(f.key, f.unit, f.rule, "too-few") for f in counts] if hidden[group] else counts
    return found


def _counts(
    mine: pd.DataFrame, index: RowIndex, definitions: Definitions, place: str, group: str
) -> Iterator[Fact]:
    def key(measure: str) -> tuple[int, str, str, str, str]:
        return (definitions.year, place, measure, "", group)

    people = _rows(mine.drop_duplicates("screened"), index)
    obstacles = mine[mine["obstacle"] != ""].drop_duplicates(["screened", "obstacle"])
    every = _rows(obstacles, index)
    yield counted(key("obstacles:people"), people, "obstacles.people")
    yield counted(key("obstacles:total"), every, "obstacles.total")
    average, rule = key("obstacles:average"), "obstacles.average"
    if len(people):
        mean = Fraction(len(every), len(people))
        yield Fact(*average, mean, len(every), len(people), "average", "ok", rule, rows=every, base=people)
    else:
        yield missing(average, "average", rule)
    for kind in definitions.obstacles:
        of = obstacles[obstacles["obstacle"].isin(kind.labels)]
        rows, who = _rows(of, index), _rows(of.drop_duplicates("screened"), index)
        yield counted(key(f"obstacles:{kind.id}"), rows, "obstacles.kind")
        of_all = key(f"share:obstacles:{kind.id}")
        yield share(of_all, len(rows), len(every), "obstacles.share", rows, every)
        of_people = key(f"share-people:obstacles:{kind.id}")
        yield share(of_people, len(who), len(people), "obstacles.share-people", who, people)


def _rows(table: pd.DataFrame, index: RowIndex) -> Rows:
    return index.at(table.index)


MEASURES = (
    *("obstacles:people", "obstacles:total", "obstacles:average", "obstacles:<kind>"),
    *("share:obstacles:<kind>", "share-people:obstacles:<kind>"),
)
_SCREENED = "gjort en screening"
RULES = {
    "obstacles.people": Rule(facts, _SCREENED, S19, 1726),
    "obstacles.total": Rule(facts, "arbetsrehabiliterande hinder", S19, 1727),
    "obstacles.average": Rule(facts, "varje person i snitt har", S19, 1727),
    "obstacles.kind": Rule(facts, "omfattande hinder kring somn, vark och familj", S19, 1729),
    "obstacles.share": Rule(facts, "Den psykiska ohalsan utgor", S19, 1728),
    "obstacles.share-people": Rule(facts, "de allra flesta har minst en psykisk diagnos", S19, 529),
}
