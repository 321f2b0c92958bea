"""The constraints: what each reconstructed list must give, from the published record and the choices."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from helpers.audit import record as published
from helpers.codes import GENDERS
from helpers.definitions import Definitions

# The printed tables that the lists are built from.
TABLES = ("participants", "sus", "surveys", "targets", "helarsekvivalenter")


class Contradiction(Exception):
    """A constraint that the plan does not meet."""


@dataclass(frozen=True)
class Column:
    """One gender's column of a participant table."""

    total: int
    new: int
    outcomes: dict[str, int]

    @property
    def discharged(self) -> int:
        """Those who left, for whatever reason."""
        return sum(self.outcomes.values())

    @property
    def remaining(self) -> int:
        """Those who stayed at the year's end."""
        return self.total - self.discharged

    @property
    def carried(self) -> int:
        """Those who were there when the year began."""
        return self.total - self.new


class Plan:
    """Published figures by key, the choices where nothing is printed, and the years' definitions."""

    def __init__(self, record: Path, choices: Path, defined: dict[int, Definitions]):
        self.choices = yaml.safe_load(choices.read_text(encoding="utf-8"))
        self.defined = defined
        self.figures = {t: published.read(record, t) for t in TABLES}
        self.by_key = {f.key: f for figures in self.figures.values() for f in figures}

    def value(
        self, year: int, platform: str, measure: str, respondents: str = "", group: str = "all"
    ) -> int | None:
        """The printed number of a key, cut to a whole one; None where none is printed or readable."""
        figure = self.by_key.get((year, platform, measure, respondents, group))
        return None if figure is None or figure.value is None else int(figure.value)

    def column(self, year: int, platform: str, gender: str) -> Column:
        """The column of a list: printed, else chosen.

        Raises:
            Contradiction: a cell is neither.
        """
        outcomes = self.defined[year].outcome_ids
        cells = {row: self._cell(year, platform, row, gender) for row in ("total", "new", *outcomes)}
        return Column(cells["total"], cells["new"], {o: cells[o] for o in outcomes})

    def _cell(self, year: int, platform: str, row: str, gender: str) -> int:
        chosen = self.choices["participants"].get(year, {}).get(platform)
        number = chosen[row][GENDERS.index(gender)] if chosen else self.value(year, platform, row, "", gender)
        if number is None:
            raise Contradiction(f"{year} {platform} {row} {gender}: neither published nor chosen")
        return int(number)

    def lists(self, year: int) -> list[str]:
        """Platforms with a list: those with a printed or a chosen table."""
        d = self.defined[year]
        chosen = list(self.choices["participants"].get(year, {}))
        printed = [p for p in d.platform_ids if (year, p, "total", "", "women") in self.by_key]
        return sorted({*chosen, *printed})

    def check_columns(self, years: tuple[int, ...]) -> Iterator[str]:
        """Every printed cell of a list, or of a whole of lists, that the columns do not give."""
        for year in years:
            lists = self.lists(year)
            for place in lists:
                yield from self._check(year, place, [place])
            for whole in self.defined[year].wholes:
                yield from self._check(year, whole.id, [p for p in whole.parts if p in lists])

    def _check(self, year: int, place: str, parts: list[str]) -> Iterator[str]:
        """The printed cells of a place that its parts' columns do not give."""
        sums = {g: [self.column(year, p, g) for p in parts] for g in GENDERS}
        rows = ("total", "new", *self.defined[year].outcome_ids, "discharged", "remaining")
        for measure in rows:
            have = {g: sum(_count(c, measure) for c in columns) for g, columns in sums.items()}
            have["all"] = sum(have.values())
            for group, built in have.items():
                want = self.value(year, place, measure, "", group)
                if want is not None and want != built:
                    yield f"{year} {place} {measure} {group}: published {want}, built {built}"


def _count(column: Column, measure: str) -> int:
    """A row of a column by its measure."""
    whole = {
        "total": column.total,
        "new": column.new,
        "discharged": column.discharged,
        "remaining": column.remaining,
    }
    return {**whole, **column.outcomes}[measure]
