"""What a personnummer says against its row.

Only the reader knows the number; no digit and no birth date leaves it, of an age no more than its group.
"""

import datetime as dt
from collections.abc import Sequence

import numpy as np
import pandas as pd

from helpers import identity
from helpers.codes import GENDERS
from helpers.defining.ages import group_of
from helpers.definitions import Definitions
from helpers.identity import Identity

Ages = Sequence[int]  # the youngest and the oldest that a platform is for, in whole years


def against(
    person: Identity, gender: str, referred: dt.date | None, start: dt.date | None, ages: Ages | None
) -> list[tuple[str, str, dict[str, int]]]:
    """What cannot be true of one person, each as (code, column, details).

    A number that is faulty itself says nothing.

    Source of the number's form: Skatteverket, SKV 704 (the ninth of ten digits is odd for men, even for
    women).

    >>> nobody = Identity("18900101" "9802")
    >>> against(
    ...     nobody, "men", dt.date(1889, 12, 31), dt.date(1920, 1, 1), [16, 29]
    ... )  # doctest: +NORMALIZE_WHITESPACE
    [('gender_against_number', 'Kön', {}), ('before_birth', 'Aktualiserad', {}),
     ('age_outside', 'Start', {'age': 30, 'low': 16, 'high': 29})]
    >>> against(nobody, "women", dt.date(1919, 12, 1), dt.date(1919, 12, 31), [16, 29])
    []
    """
    if person.born is None:
        return []
    found: list[tuple[str, str, dict[str, int]]] = []
    if gender in GENDERS and gender != person.gender:
        found.append(("gender_against_number", "Kön", {}))
    if referred and referred < person.born:
        found.append(("before_birth", "Aktualiserad", {}))
    if start and start < person.born:
        found.append(("before_birth", "Start", {}))
    elif start and ages and not ages[0] <= age(person.born, start) <= ages[1]:
        found.append(
            ("age_outside", "Start", {"age": age(person.born, start), "low": ages[0], "high": ages[1]})
        )
    return found


def age(born: dt.date, day: dt.date) -> int:
    """Whole years, a birthday included.

    >>> age(dt.date(1990, 5, 2), dt.date(2020, 5, 1)), age(dt.date(1990, 5, 2), dt.date(2020, 5, 2))
    (29, 30)
    """
    return day.year - born.year - ((day.month, day.day) < (born.month, born.day))


def age_groups(
    people: Sequence[Identity], starts: Sequence[dt.date | None], definitions: Definitions
) -> list[str | None]:
    """Each row's age group, by whole years at Start, or on 1 January of who began before the year.

    So everybody is as old as in the year told of, and the young who began long ago are not young still. None
    where there is no Start, the number is faulty, or no group of the definitions has the age.
    """
    first, groups = dt.date(definitions.year, 1, 1), definitions.age_groups
    return [
        group_of(age(person.born, max(start, first)), groups) if groups and start and person.born else None
        for person, start in zip(people, starts, strict=True)
    ]


def at_odds(
    people: Sequence[Identity], genders: Sequence[str], dates: pd.DataFrame, ages: Ages | None
) -> np.ndarray:
    """Which rows hold what `against` finds, all of them at once.

    `dates` are the rows' `referred` and `start`.
    """
    known = {person.key: (person.born, person.gender) for person in {p.key: p for p in people}.values()}
    born = pd.Series(np.array([known[p.key][0] for p in people], "datetime64[D]"))
    other = [g in GENDERS and g != known[p.key][1] for p, g in zip(people, genders, strict=True)]
    found = (dates["referred"] < born) | (dates["start"] < born) | np.array(other, bool)
    if ages:
        old = dates["start"].dt.year - born.dt.year - (_in_year(dates["start"]) < _in_year(born))
        found |= (old < ages[0]) | (old > ages[1])
    return (found & born.notna()).to_numpy(bool)


def _in_year(days: "pd.Series[pd.Timestamp]") -> "pd.Series[int]":
    """A day's place in any year: 1 March is 301."""
    return days.dt.month * 100 + days.dt.day


def pseudonyms(people: Sequence[Identity], places: Sequence[str], secret: bytes) -> list[str]:
    """The pseudonym of each row's person; who is not known by a number is known by the row's place."""
    keys = (identity.person_key(person, place) for person, place in zip(people, places, strict=True))
    return identity.pseudonyms(keys, secret)
