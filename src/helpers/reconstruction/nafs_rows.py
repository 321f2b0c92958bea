"""`nafs.csv` of a shipped year: invented answers that agree with what the account says of them in words."""

import random
from typing import Any

from helpers.defining.nafs_definitions import LETTERS
from helpers.definitions import Definitions
from helpers.reconstruction.lists import Cell

HEADER: list[Cell] = ["Myndighet", "Fråga", "Svar"]


def rows(defined: Definitions, chosen: dict[str, Any]) -> list[list[Cell]]:
    """The header and a row for each answer; nothing where the choices or the definitions have none.

    Args:
        defined: the definitions of the year.
        chosen: of the choices: for each authority how many `people` answer, and the `weights` of A to D.
    """
    asked = defined.nafs
    if asked is None or not chosen:
        return []
    found: list[list[Cell]] = [HEADER]
    for authority in asked.authorities:
        people, weights = (chosen[authority.id][name] for name in ("people", "weights"))
        rng = random.Random(f"nafs {defined.year} {authority.id}")
        for statement in asked.statements:
            for letter in rng.choices(LETTERS, weights, k=people):
                found.append([authority.name, statement.text, asked.answers[letter]])
    return found
