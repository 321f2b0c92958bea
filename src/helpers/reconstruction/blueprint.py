"""The constraints: what each reconstructed list must give, from the published record and the choices."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import yaml

from helpers.audit import record as published
from helpers.audit.record import Figure
from helpers.codes import GENDERS, OUTCOMES

ROWS = ("total", "new", *OUTCOMES)
TABLES = (
    "participants",
    "sus",
    "surveys",
    "targets",
    "helarsekvivalenter",
)  # the printed tables that the lists are built from


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
        return sum(self.outcomes.values())

    @property
    def remaining(self) -> int:
        return self.total - self.discharged

    @property
    def carried(self) -> int:
        return self.total - self.new


class Plan:
    """Published figures by key, and the choices where nothing is printed."""

    def __init__(self, record: Path, choices: Path):
        self.choices = yaml.safe_load(choices.read_text(encoding="utf-8"))
        self.figures = {t: published.read(record, t) for t in TABLES}
        self.by_key = {f.key: f for figures in self.figures.values() for f in figures}

    def value(
        self, year: int, platform: str, measure: str, respondents: str = "", group: str = "all"
    ) -> int | None:
        figure = self.by_key.get((year, platform, measure, respondents, group))
        return None if figure is None or figure.value is None else int(figure.value)

    def column(self, year: int, platform: str, gender: str) -> Column:
        """The column of a list: printed, else chosen."""
        chosen = self.choices["participants"].get(year, {}).get(platform)
        index = GENDERS.index(gender)

        def cell(row: str) -> int:
            return chosen[row][index] if chosen else self.value(year, platform, row, "", gender)

        return Column(cell("total"), cell("new"), {o: cell(o) for o in OUTCOMES})

    def lists(self, year: int) -> list[str]:
        """Platforms with a list: those with a printed or a chosen table."""
        chosen = list(self.choices["participants"].get(year, {}))
        printed = [
            p
            for (y, p, m, _, g) in self.by_key
            if (y, m, g) == (year, "total", "women") and p not in ("forbundet", "ungdomsplattformen")
        ]
        return sorted(set(chosen) | set(printed))

    def check_columns(self, years: tuple[int, ...]) -> Iterator[str]:
        """Every printed cell of a part, or of a whole of parts, that the columns do not give."""
        for year in years:
            for place in [*self.lists(year), *(["ungdomsplattformen"] if year == 2018 else [])]:
                parts = (
                    [p for p in self.lists(year) if p in ("ungdomstorget", "vaga-vaxa", "hikikomori")]
                    if place == "ungdomsplattformen"
                    else [place]
                )
                sums = {g: [self.column(year, p, g) for p in parts] for g in GENDERS}
                for measure in (*ROWS, "discharged", "remaining"):
                    by_gender = {g: sum(_cell(c, measure) for c in cs) for g, cs in sums.items()}
                    for group in (*GENDERS, "all"):
                        want = self.value(year, place, measure, "", group)
                        have = sum(by_gender.values()) if group == "all" else by_gender[group]
                        if want is not None and want != have:
                            yield f"{year} {place} {measure} {group}: published {want}, built {have}"

    def survey_figures(self, year: int) -> dict[tuple[str, str], list[Figure]]:
        """Survey results of a year by (platform, respondents)."""
        found: dict[tuple[str, str], list[Figure]] = {}
        for f in self.figures["surveys"]:
            if f.year == year:
                found.setdefault((f.platform, f.respondents), []).append(f)
        return found


def _cell(column: Column, measure: str) -> int:
    return column.outcomes[measure] if measure in OUTCOMES else getattr(column, measure)
