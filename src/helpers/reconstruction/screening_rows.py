"""The shipped screening: as many people and obstacles as the choices say, of the year's own lists."""

from helpers.definitions import Definitions
from helpers.reconstruction.lists import Cell
from helpers.reconstruction.people import Row, Town

HEADER: list[Cell] = ["Personnummer", "Plattform", "Hinder"]


def rows(town: Town, year: int, defined: Definitions) -> list[list[Cell]]:
    """The header and a row an obstacle; nothing in a year without a screening.

    The choices say how many people have so many obstacles of the first kind and so many of the others:
    `[people, first, others]`.
    """
    chosen = town.plan.choices["screening"].get(year, {})
    if not chosen:
        return []
    first, *others = defined.obstacles
    rest = [label for kind in others for label in kind.labels]
    table = [HEADER]
    for platform, groups in chosen.items():
        people = iter(_listed(town.lists[year, platform]))
        for count, of_first, of_others in groups:
            for n in range(count):
                number = next(people)
                own = [(first.labels, of_first), (rest, of_others)]
                found = [labels[(n + k) % len(labels)] for labels, most in own for k in range(most)]
                said = f"{number[:8]}-{number[8:]}"
                table += [[said, defined.name(platform), label] for label in found or [""]]
    return table


def _listed(listed: list[Row]) -> list[str]:
    """Everybody who has been in the activity, once, in the order of their numbers."""
    return sorted({row.number for row in listed if row.start})
