"""What participants and staff answered: one row a respondent, by the nation's chances for each scale."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from helpers.synthetic.invented_association import Association
from helpers.synthetic.list_files import Columns, csv_file, days
from helpers.synthetic.national_model import SURVEYS, model, stream
from helpers.synthetic.participation_rows import Rows
from helpers.synthetic.year_definitions import GROUPS, content

PARTICIPANTS, STAFF = GROUPS


@dataclass(frozen=True)
class Answers:
    """A group's answers of a year.

    `platform` and `woman` say whose, a place for each respondent; `given` has a row for each of them and a
    column for each of the `questions`: the place of the answer in its scale, -1 where there is none.
    `asked` is how many each platform asked, by its place among the association's.
    """

    questions: list[dict[str, Any]]
    platform: NDArray[np.int64]
    woman: NDArray[np.bool_]
    given: NDArray[np.int64]
    asked: dict[int, int]


def answers(association: Association, year: int, group: str, rows: Rows) -> Answers:
    """What a group answered in a year that it was asked in."""
    rng = stream(association.seed, SURVEYS + GROUPS.index(group), association.index * 10_000 + year)
    asked = _asked(association, year, group, rows)
    least, most = model()["answered"][group]
    share = rng.uniform(least, most)
    platform = np.repeat(list(asked), [rng.binomial(n, share) for n in asked.values()]).astype(np.int64)
    defined = content(association, year)
    mine = [q for q in defined["questions"] if group in q["respondents"]]
    given = [_given(rng, model()["scales"][q["scale"]], len(platform)) for q in mine]
    return Answers(
        mine, platform, rng.random(len(platform)) < model()["women"], np.stack(given, axis=1), asked
    )


def _asked(association: Association, year: int, group: str, rows: Rows) -> dict[int, int]:
    """How many each platform asked: everyone who left, or its staff, as many every year."""
    rng = stream(association.seed, SURVEYS, association.index)
    least, most = model()["staff"]
    staff = rng.integers(least, most + 1, len(association.platforms)).tolist()
    left = rows.platform[rows.end.astype("datetime64[Y]") == np.datetime64(str(year), "Y")]
    counts = np.bincount(left, minlength=len(staff)).tolist() if group == PARTICIPANTS else staff
    return {n: counts[n] for n, p in enumerate(association.platforms) if p.stands(year) and counts[n]}


def _given(rng: np.random.Generator, chances: list[float], respondents: int) -> NDArray[np.int64]:
    answered = rng.choice(len(chances), respondents, p=chances)
    return np.where(rng.random(respondents) < model()["surveys"]["blank"], -1, answered)


def survey_file(association: Association, year: int, group: str, found: Answers) -> tuple[str, bytes]:
    """The answers as a survey tool exports them."""
    rng = stream(association.seed, SURVEYS + GROUPS.index(group), association.index * 10_000 + year + 5_000)
    defined = content(association, year)
    scales = {s["id"]: s["answers"] for s in defined["scales"]}
    women, men = (g["labels"][0] for g in defined["genders"])
    first = np.datetime64(f"{year}-11-01")
    table: Columns = {
        "Svarsdatum": days(first + rng.integers(0, 50, len(found.woman)).astype("timedelta64[D]"), "iso"),
        "Plattform": np.array([p.name for p in association.platforms])[found.platform],
        "Kön": np.where(found.woman, women, men),
    }
    for question, given in zip(found.questions, found.given.T, strict=True):
        table[question["wordings"][0]] = np.array([*scales[question["scale"]], ""])[given]
    return f"surveys/{group}.csv", csv_file(table, list(table), str(rng.choice(["utf-8-sig", "cp1252"])))


def invited_file(association: Association, asked: dict[str, dict[int, int]]) -> tuple[str, bytes]:
    """How many were asked, platform by platform."""
    lines = [(association.platforms[n].name, g, str(k)) for g, of in asked.items() for n, k in of.items()]
    headers = ("Plattform", "Grupp", "Utskick")
    table = {h: np.array([line[n] for line in lines]) for n, h in enumerate(headers)}
    return "surveys/invited.csv", csv_file(table, headers, "utf-8-sig")
