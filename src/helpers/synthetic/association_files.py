"""One association on disk: its definitions and deliveries, marked as invented, and what is true of it."""

import hashlib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

from helpers.files import write_whole
from helpers.paths import Workspace
from helpers.synthetic import invented_ledger, register_files, year_definitions
from helpers.synthetic.invented_association import Association, invent
from helpers.synthetic.list_files import participant_list
from helpers.synthetic.national_model import Asked
from helpers.synthetic.participation_rows import Rows, draw_rows
from helpers.synthetic.survey_answers import answers, invited_file, survey_file
from helpers.synthetic.year_definitions import GROUPS


def write(root: Path, asked: Asked, index: int) -> dict[str, Any]:
    """Write an association's folder: what is true of it, for `sanning.json`."""
    association = invent(asked, index)
    rows, workspace = draw_rows(association), Workspace(root / association.id)
    hashes = []
    for year in association.years:
        write_whole(workspace.definitions / f"{year}.yaml", year_definitions.written(association, year))
        for name, content in deliveries(association, year, rows):
            write_whole(workspace.raw(year) / name, content)
            hashes.append(f"{hashlib.sha256(content).hexdigest()}  {year}/{name}\n")
    write_whole(workspace.shipped, "".join(sorted(hashes, key=lambda line: line.split()[1])).encode())
    return truth(association, rows)


def deliveries(association: Association, year: int, rows: Rows) -> Iterator[tuple[str, bytes]]:
    """Name and content of every file of a year."""
    known = rows.known(year)
    for number in delivered(association, year, known):
        name, content = participant_list(association, year, number, known.of(known.platform == number))
        yield f"participants/{name}", content
    asked = {}
    for group in (g for g in GROUPS if year in association.surveyed[g]):
        found = answers(association, year, group, rows)
        asked[group] = found.asked
        if len(found.platform):
            yield survey_file(association, year, group, found)
    if asked and association.counts_the_asked:
        yield invited_file(association, asked)
    if "sus" in association.registers:
        yield register_files.sus(association, year, rows)
    if "hae" in association.registers:
        yield register_files.yearly_equivalents(association, year)
    if "ledger" in association.registers:
        yield invented_ledger.ledger(association, year)


def delivered(association: Association, year: int, known: Rows) -> list[int]:
    """The platforms whose list of a year is delivered, by their place, from the rows as they are known then.

    A list without a date of the year is refused as another year's: few enough people give none to send.
    """
    first, after = np.datetime64(f"{year}-01-01"), np.datetime64(f"{year + 1}-01-01")
    dates = (known.referred, known.start, known.end)
    dated = set(known.platform[np.any([(d >= first) & (d < after) for d in dates], axis=0)].tolist())
    plans = enumerate(association.platforms)
    return [n for n, p in plans if n in dated and p.stands(year) and year not in p.without_list]


def truth(association: Association, rows: Rows) -> dict[str, Any]:
    """What an association was drawn with, and what its lists hold, the särredovisade left out."""
    years = {}
    for year in association.years:
        known = rows.known(year)
        lists = delivered(association, year, known)
        counted = [n for n in lists if not association.platforms[n].separate]
        mine = known.of(np.isin(known.platform, counted) & ~np.isnat(known.start))
        left = mine.of(~np.isnat(mine.end))
        outcomes = np.bincount(left.outcome, minlength=len(association.probabilities)).tolist()
        years[str(year)] = {
            "total": len(mine.person),
            "new": int((mine.start >= np.datetime64(f"{year}-01-01")).sum()),
            "discharged": len(left.person),
            **dict(zip(association.probabilities, outcomes, strict=True)),
        }
    return {
        "id": association.id,
        "name": association.name,
        "probabilities": association.probabilities,
        "wording": association.wording,
        "without_list": sorted(
            [y, p.id] for p in association.platforms for y in p.without_list if p.stands(y)
        ),
        "registers": sorted(association.registers),
        "surveyed": {group: sorted(years) for group, years in association.surveyed.items()},
        "years": years,
    }
