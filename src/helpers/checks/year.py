"""A year's delivery held against itself, against SUS, against those asked and against last year.

Each function gives what one check finds.
"""

from collections.abc import Mapping

import pandas as pd

from helpers.checks import crosschecks
from helpers.counting.participations import carried_over
from helpers.deliveries import kinds
from helpers.deliveries.delivery import Delivery, not_compared
from helpers.deliveries.files.drawn_on import Drawn
from helpers.faults import Fault


def people(delivery: Delivery, rows: pd.DataFrame) -> list[Fault]:
    """People in two lists, and people with different Kön.

    A note on the lists of invented people, of whom no more is asked.
    """
    invented = delivery.reconstructed("participants") & delivery.read_platforms()
    return [
        *not_compared("identity_reconstructed", "participants", invented, delivery.definitions),
        *crosschecks.in_two_lists(rows, delivery.definitions),
        *crosschecks.genders_differ(rows),
    ]


def after_drawn(rows: pd.DataFrame, drawn: Mapping[str, Drawn]) -> list[Fault]:
    """Participations dated after the day their list was drawn."""
    return crosschecks.dated_after_drawn(rows, drawn)


def against_sus(delivery: Delivery, rows: pd.DataFrame, registered: pd.DataFrame) -> list[Fault]:
    """The lists against SUS, for the platforms that are in both; neither may be reconstructed."""
    if registered.empty:
        return []
    d, read = delivery.definitions, delivery.read_platforms()
    invented = read if delivery.reconstructed("sus") else delivery.reconstructed("participants") & read
    named = list(registered["platform"].unique())
    places = crosschecks.comparable_with_sus(named, read - invented, d)
    compared = {p for parts in places.values() for p in parts}
    in_sus = {p for place in named for p in crosschecks.covers(d, place)}
    left_out = {
        "sus_reconstructed": invented,
        "sus_without_platform": read - in_sus - invented,
        "sus_not_compared": (in_sus | set(named)) - compared - set(places) - invented,
    }
    found = [
        f for code, left in left_out.items() for f in not_compared(code, kinds.kind("sus").path, left, d)
    ]
    mine, theirs = (
        rows[rows["platform"].isin(compared)],
        registered[registered["platform"].isin(list(places))],
    )
    return found + crosschecks.list_against_sus(mine, theirs, d)


def asked(delivery: Delivery, rows: pd.DataFrame, invited: pd.DataFrame) -> list[Fault]:
    """Those asked against those discharged, where a list and invited.csv were read.

    Neither may be reconstructed.
    """
    if invited.empty:
        return []
    read = delivery.read_platforms()
    invented = read if delivery.reconstructed("invited") else delivery.reconstructed("participants") & read
    found = not_compared("asked_reconstructed", kinds.kind("invited").path, invented, delivery.definitions)
    return found + crosschecks.discharged_never_asked(rows, invited, delivery.definitions, read - invented)


def opening(delivery: Delivery, rows: pd.DataFrame) -> list[Fault]:
    """Those carried over against those who remained in last year's lists, read anew with the same key.

    A comparison with a reconstructed year is not made, and a note says so.
    """
    d, read = delivery.definitions, delivery.read_platforms()
    before, earlier = delivery.last_year or (None, rows.iloc[:0])
    invented = delivery.reconstructed("participants") | (
        before.reconstructed("participants") if before else set()
    )
    known = before.read_platforms() if before else set()
    carried = set(rows["platform"][carried_over(rows, d.year)]) if len(rows) else set()
    details = {"year": d.year, "before": d.year - 1}
    left_out = {
        "opening_reconstructed": (known | carried) & read & invented,
        "opening_without_list": carried - known - invented,
    }
    found = [
        f for code, left in left_out.items() for f in not_compared(code, "participants", left, d, **details)
    ]
    return found + crosschecks.opening_against_closing(
        rows, earlier, d.year, sorted((read & known) - invented)
    )
