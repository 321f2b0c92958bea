"""`interventions/<id>.yaml` of a shipped year: words of our own, and every figure as it stands in print.

`data/reconstruction/interventions/<id>.yaml` says `<measure>` or `<measure|women>` where the record's value
stands, and `<@measure>` where its source does.
"""

import re
from collections.abc import Iterator
from pathlib import Path

from helpers.audit import record
from helpers.audit.record import Figure
from helpers.facts import PRINTED, Key
from helpers.reconstruction.blueprint import Contradiction

RECORD = "uppsala"  # the table of what final reports print
YEARS = (2015,)
_SLOT = re.compile(r"<(@?)([a-z0-9][a-z0-9:-]*)(?:\|(women|men))?>")
Figures = dict[tuple[str, str, str], Figure]  # the first print by platform, measure and group


def files(published: Path, reconstruction: Path, year: int) -> Iterator[tuple[str, bytes]]:
    """The files of a year: their names under it, and what they hold.

    Raises:
        Contradiction: a text names a figure that the record lacks, or leaves one out.
    """
    known = _printed(published, year)
    used = set[tuple[str, str, str]]()
    for path in sorted((reconstruction / "interventions").glob("*.yaml")):
        written = path.read_text(encoding="utf-8")
        found = {slot[0]: _filled(slot, path.stem, known, used) for slot in _SLOT.finditer(written)}
        for slot, value in found.items():
            written = written.replace(slot, value)
        yield f"interventions/{path.name}", written.encode()
    if left := sorted(set(known) - used):
        raise Contradiction(f"{year}: no final report gives {left}")


def grounds(published: Path, year: int) -> Iterator[tuple[Key, tuple[str, str]]]:
    """What each figure of the year's final reports rests on: the line that prints it first."""
    for (platform, measure, group), figure in sorted(_printed(published, year).items()):
        key = (year, platform, measure, figure.respondents, group)
        yield key, (PRINTED, f"{figure.source}:{figure.line}")


def _printed(published: Path, year: int) -> Figures:
    known: Figures = {}
    for figure in record.read(published, RECORD):
        if figure.year == year:
            known.setdefault((figure.platform, figure.measure, figure.group), figure)
    return known


def _filled(slot: re.Match[str], platform: str, known: Figures, used: set[tuple[str, str, str]]) -> str:
    key = (platform, slot[2], slot[3] or "all")
    if key not in known:
        raise Contradiction(f"interventions/{platform}.yaml: no print of {slot[0]}")
    if slot[1]:
        return f'"{known[key].source}:{known[key].line}"'
    used.add(key)
    return str(known[key].number)
