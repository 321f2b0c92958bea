"""What the definitions of agreements and of preventive efforts name but do not define, or define twice."""

import re
from collections.abc import Iterator

from helpers.language.letters import compared
from helpers.reading.definition_faults import Location, nearest, where
from helpers.wording import text

AGREED = re.compile(r"(?:agreement(?::[a-z0-9][a-z0-9-]*){1,2}|target:[a-z0-9][a-z0-9-]*)")
Defined = list[tuple[Location, str]]


def agreement_faults(data: dict, places: Defined, accounts: Defined) -> Iterator[tuple[Location, str]]:
    """Where something is wrong, and what; the file may break the schema anywhere.

    Args:
        data: the whole file.
        places: every place that facts stand at, and where it is defined.
        accounts: the same of the accounts, whose targets are no agreement's.
    """
    named = data.get("agreement_measures")
    targets = {f"target:{id_}" for _, id_ in accounts}
    for name in named if isinstance(named, dict) else ():
        if isinstance(name, str) and (name in targets or not AGREED.fullmatch(name)):
            place = ("agreement_measures", name)
            yield place, text("definition.agreement_measure", where=where(place), name=name)
    preventive = data.get("preventive")
    if isinstance(preventive, dict):
        yield from _of_efforts(preventive, [id_ for _, id_ in places] if "together" in data else [])


def _of_efforts(preventive: dict, places: list[str]) -> Iterator[tuple[Location, str]]:
    if places and isinstance(preventive.get("place"), str):
        yield from _unknown(("preventive", "place"), "told_of", preventive["place"], places)
    efforts, figures = preventive.get("efforts"), preventive.get("figures")
    known, seen = [str(e) for e in efforts] if isinstance(efforts, dict) else [], set[str]()
    for n, figure in enumerate(figures if isinstance(figures, list) else []):
        if not isinstance(figure, dict):
            continue
        at: Location = ("preventive", "figures", n)
        if known and isinstance(figure.get("effort"), str):
            yield from _unknown((*at, "effort"), "effort", figure["effort"], known)
        if isinstance(label := figure.get("label"), str):
            if compared(label) in seen:
                place = (*at, "label")
                yield place, text("definition.label_twice", where=where(place), label=label)
            seen.add(compared(label))


def _unknown(place: Location, kind: str, value: str, known: list[str]) -> Iterator[tuple[Location, str]]:
    if value not in known:
        near = nearest(value, known) or f" {text('definition.known', known=', '.join(known))}"
        what = text(f"definition.what.{kind}")
        yield place, text("definition.unknown", where=where(place), what=what, value=value) + near
