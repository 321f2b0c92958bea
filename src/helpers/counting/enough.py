"""When a result rests on enough people for a verdict on it: the limits of the year's definitions."""

from helpers.definitions import Definitions
from helpers.facts import Fact

OF_GOALS = ("target:", "goals-met", "nafs:reading:")  # shares that are no share of people
OF_ANSWERS = "nafs:"  # of people who answer for their authority


def least_base(definitions: Definitions, result: Fact) -> int:
    """The fewest that a share of theirs says something of: answers of a group, else people who left."""
    is_of_answers = result.respondents or result.measure.startswith(OF_ANSWERS)
    if is_of_answers and not result.measure.startswith("response:discharged"):
        return definitions.told_from_answers
    return definitions.told_from_discharged


def is_enough(definitions: Definitions, result: Fact) -> bool:
    """Whether a share is of enough people for a percentage, an interval or a verdict.

    With nine who left, one of them moves the share by eleven percentage points: more than lies between the
    goals. What is no share of people (a goal of 1/4, a share of the goals), and a share whose counts an
    edition has left out, is not asked.
    """
    is_of_people = result.unit == "share" and not result.measure.startswith(OF_GOALS)
    if not (result.ok and is_of_people) or result.denominator is None:
        return True
    return result.denominator >= least_base(definitions, result)
