"""Goals of a definitions file that no indicator has: at places that are defined, and each told once."""

from collections.abc import Iterator

from helpers.reading.definition_faults import Location, nearest, where
from helpers.wording import text

_PLACES = ("platforms", "wholes", "other_places", "together", "apart")


def other_goal_faults(data: dict) -> Iterator[tuple[Location, str]]:
    """What is wrong with `other_goals`: where, and what; what is no list or entry the schema names."""
    places = [entry["id"] for section in _PLACES for entry in _entries(data, section) if "id" in entry]
    taken: set[tuple[str, str]] = {("", id_) for id_ in _measured(data)}
    for index, goal in enumerate(_entries(data, "other_goals")):
        at, id_ = str(goal.get("place")), str(goal.get("id"))
        if at not in places:
            place: Location = ("other_goals", index, "place")
            known = nearest(at, [str(p) for p in places])
            what = text("definition.what.asked_of")
            yield place, text("definition.unknown", where=where(place), what=what, value=at) + known
        if {("", id_), (at, id_)} & taken:
            place = ("other_goals", index, "id")
            yield (
                place,
                text("definition.twice", where=where(place), what=text("definition.what.goal"), id=id_),
            )
        taken.add((at, id_))


def _measured(data: dict) -> Iterator[str]:
    """The ids of what the accounts' own indicators measure, and so may have a goal for."""
    for area in _entries(data, "areas"):
        for account in _entries(area, "accounts"):
            for indicator in _entries(account, "indicators"):
                if indicator.get("kind") != "unmeasured":
                    yield str(indicator.get("question") or indicator.get("id") or account.get("id"))


def _entries(data: dict, section: str) -> list[dict]:
    """The entries of a list, or the one entry that stands alone."""
    found = data.get(section)
    listed = found if isinstance(found, list) else [found]
    return [entry for entry in listed if isinstance(entry, dict)]
