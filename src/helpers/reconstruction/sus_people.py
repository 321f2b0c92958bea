"""Invented rows of the SUS extract: people of the lists first, and others where the tables count more."""

import datetime as dt
import random
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.codes import GENDERS
from helpers.counting.background import SUS_TOTAL
from helpers.reconstruction.blueprint import Contradiction, Plan
from helpers.reconstruction.people import Town

# The first year whose extract says what was after: of 2017 the account prints "Utfall saknas" for that goal
# (socialt-bokslut-2017-ungdomstorget:454).
FIRST_AFTER = 2018
NO_SUPPORT = "Ingen offentlig försörjning"
CHOSEN_ALONE = 2019  # from this year on the tables print percentages: every cell is chosen


@dataclass(frozen=True)
class SusRow:
    """One row of the SUS extract: labels of one person's classes, with one of their incomes."""

    platform: str
    number: str
    gender: str
    start: dt.date
    time: str
    education: str
    support: str
    end: dt.date | None = None
    support_after: str = ""
    occupation_after: str = ""


@dataclass(frozen=True)
class Registered:
    """Who is registered, with the dates and the reason that their list has."""

    number: str
    start: dt.date
    end: dt.date | None = None
    outcome: str = ""


def sus_rows(town: Town, year: int) -> Iterator[SusRow]:
    """SUS rows whose tables come out as published; a person with two incomes has two rows.

    Raises:
        Contradiction: the tables of a place count different people.
    """
    plan = town.plan
    printed = _printed(plan, year)
    chosen = plan.choices["sus"].get(year, {})
    places = sorted({p for p, *_ in printed} | set(chosen)) if year < CHOSEN_ALONE else list(chosen)
    for place in places:
        rng = random.Random(f"sus {year} {place}")
        for gender in GENDERS:
            counts: dict[str, dict[str, int]] = {}
            for column in ("time", "education", "support-before"):
                counts[column] = {
                    label: n
                    for (p, c, label, g), n in printed.items()
                    if (p, c, g) == (place, column, gender) and not label.startswith(SUS_TOTAL)
                }
                extra = chosen.get(place, {}).get(column, {})
                counts[column] |= {label: pair[GENDERS.index(gender)] for label, pair in extra.items()}
            yield from _people(town, year, place, gender, counts, rng)


def _printed(plan: Plan, year: int) -> dict[tuple[str, str, str, str], int]:
    """Printed cells of the year's SUS tables by (place, column, class, group)."""
    found = {}
    for f in plan.figures["sus"]:
        if (
            f.year == year
            and f.measure.startswith("sus:")
            and f.measure.count(":") == 2
            and f.value is not None
        ):
            _, column, label = f.measure.split(":", 2)
            found[f.platform, column, label, f.group] = int(f.value)
    return found


def _people(
    town: Town, year: int, place: str, gender: str, counts: dict[str, dict[str, int]], rng: random.Random
) -> Iterator[SusRow]:
    """One gender's rows of a place: `counts` says how many there are in each class of each column."""
    spread = {c: [label for label, n in d.items() for _ in range(n)] for c, d in counts.items()}
    people = len(spread["time"])
    if len(spread["education"]) != people or len(spread["support-before"]) < people:
        raise Contradiction(f"SUS {year} {place} {gender}: the tables count different people")
    for labels in spread.values():
        rng.shuffle(labels)
    parts = town.plan.choices["sus_parts"].get(place, [place])
    own = _registered(town, year, gender, parts, people, rng)
    incomes = [[label] for label in spread["support-before"][:people]]
    for label in spread["support-before"][people:]:
        incomes[next(i for i in rng.sample(range(people), people) if label not in incomes[i])].append(label)
    for one, time, education, supports in zip(own, spread["time"], spread["education"], incomes, strict=True):
        part = rng.choice(parts)
        after = _after(one, year, supports) if one.end and year >= FIRST_AFTER else ()
        for support in supports:
            yield SusRow(part, one.number, gender, one.start, time, education, support, *after)


def _registered(
    town: Town, year: int, gender: str, parts: list[str], people: int, rng: random.Random
) -> list[Registered]:
    """Who is registered: those of the lists first, then others nobody has met, who all remain."""
    listed = {
        r.number: Registered(r.number, r.start, r.end, r.outcome)
        for p in dict.fromkeys(parts)
        for r in town.lists.get((year, p), [])
        if r.gender == gender and r.start and r.start.year >= year - 1
    }
    own = list(listed.values())[:people]
    for _ in range(people - len(own)):
        number = town.person(gender, parts[0], year)
        start = dt.date(year - rng.randrange(2), 1, 10) + dt.timedelta(days=rng.randrange(340))
        own.append(Registered(number, start))
    return own


def _after(one: Registered, year: int, before: list[str]) -> tuple[dt.date | None, str, str]:
    """When somebody left, and what they live on and do after it: invented, likely of their reason."""
    rng = random.Random(f"after {year} {one.number}")
    if one.outcome in ("to-work", "to-studies"):
        is_work = one.outcome == "to-work"
        new, occupation = (NO_SUPPORT, "Arbete") if is_work else ("Studiestöd/Studiemedel", "Studier")
        return one.end, new if rng.random() < 0.8 else before[0], occupation
    occupation = "Arbetssökande" if rng.random() < 0.5 else "Övrigt"
    return one.end, before[0] if rng.random() < 0.8 else "Sjukpenning/Rehabpenning", occupation
