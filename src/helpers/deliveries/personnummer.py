"""What a personnummer says against its row.

Only the reader knows the number; no digit and no birth date leaves it.
"""

import datetime as dt
from collections.abc import Sequence

from helpers.codes import GENDERS
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
