"""A year's cleaned tables as an auditor outside the house may see them: no row tells of one person.

What no rule joins is taken apart: a referral from the stay that followed, each answer from the others of its
respondent, each column of SUS from the rest. What rules do join is kept in classes of at least `LEAST` rows
(`classes`); answers that are too few to show are left out. Of the ledger no line goes out: transactions are
summed by account and object. Rows are numbered anew, in an order that says nothing.
"""

from collections.abc import Callable

import pandas as pd

from helpers.assurance.classes import Step, in_classes
from helpers.counting import participations as rules
from helpers.counting.economy_leaves import TRANSACTION
from helpers.counting.nafs import UPPER
from helpers.defining.nafs_definitions import LETTERS
from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.rows import RowPlace

# What is told apart in each class, of the tables whose rows are persons.
STAYS = ["platform", "gender", "start", "end", "outcome"]
REFERRALS = ["platform", "gender", "referred", "decision", "referred_by"]
RESPONDENTS = ["respondents", "platform", "gender"]
ANSWERS = ["respondents", "platform", "question", "gender", "answer"]
SUS = ["time", "education", "support_before"]
NAFS = ["statement", "authority", "answer"]
CLASSES = {
    "participations": [STAYS, REFERRALS],
    "respondents": [RESPONDENTS],
    "answers": [ANSWERS],
    "sus": [["platform", "gender", column] for column in SUS],
    "nafs_answers": [NAFS],
}

Coarsen = Callable[[pd.DataFrame, Definitions], pd.DataFrame]
NAMES = {"row": "", "person": "P", "registration": "R"}  # columns that name a row, and how new names begin
# A table with such a column has persons, or what one person answered, for rows.
OF_PERSONS = {"person", "registration", "gender", "authority"}


def columns() -> dict[str, list[str]]:
    """Table -> what a bundle may hold of it, as the kinds of delivery declare: what the facts chapter reads.

    All that says more about a person stays behind.
    """
    return {name: table.bundled for name, table in kinds.tables().items()}


def coarsened(name: str, table: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """A cleaned table as an outsider may see it.

    A table of persons that is not known here is kept in classes as it is, of its days the year.

    Raises:
        KeyError: no kind of delivery gives such a table, or the table lacks a column.
    """
    seen = table[columns()[name]]
    if is_other := bool(OF_PERSONS & set(seen)) or name in _HOW:
        types, how = seen.dtypes, _HOW.get(name, _as_it_is)
        seen = how(seen, definitions)[columns()[name]].astype(types)
        seen = seen.sort_values([c for c in columns()[name] if c not in NAMES], kind="stable")
    seen = seen.reset_index(drop=True)
    is_numbered = is_other or kinds.tables()[name].numbered
    for column, letter in NAMES.items():
        if column in seen:
            names = _numbered(name, letter, len(seen)) if is_numbered else _without_sheets(seen[column])
            seen[column] = pd.Series(names, seen.index, dtype=seen[column].dtype)
    return seen


def _numbered(name: str, letter: str, count: int) -> list[str]:
    numbers = range(1, count + 1)
    return [f"{letter}{n}" if letter else str(RowPlace(name, "", n)) for n in numbers]


def _without_sheets(rows: pd.Series) -> list[str]:
    return [RowPlace.of(written).without_sheet() for written in rows]


def _as_it_is(rows: pd.DataFrame, _: Definitions) -> pd.DataFrame:
    seen = rows.copy()
    for column in seen.select_dtypes("datetime"):
        seen[column] = pd.to_datetime(seen[column].dt.year.astype("Int64").astype("string"), format="%Y")
    return in_classes(seen, [str(c) for c in seen if c not in NAMES], [])


def _participations(rows: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Stays and referrals apart, each with no more than the rules of the year ask of it.

    A start is before the year or in it, an end in the year or not yet; an outcome is of who was discharged.
    """
    year = definitions.year
    stays = rows[rules.total(rows, year).fillna(False).astype(bool)].copy()
    left = rules.discharged(stays, year).fillna(False).astype(bool)
    earlier = stays["start"].dt.year < year
    stays["start"] = pd.Timestamp(year, 1, 1)
    stays.loc[earlier, "start"] = pd.Timestamp(year - 1, 1, 1)
    stays["end"] = pd.Series(pd.Timestamp(year, 1, 1), stays.index).where(left)
    stays["outcome"] = stays["outcome"].where(left)
    referrals = rows[rules.referred(rows, year).fillna(False).astype(bool)].copy()
    referrals["referred"] = pd.Timestamp(year, 1, 1)
    referrals["decision"] = referrals["decision"].where(referrals["decision"] == "yes")
    halves = []
    for half, own, other, first in (
        (stays, STAYS, REFERRALS, "outcome"),
        (referrals, REFERRALS, STAYS, "referred_by"),
    ):
        steps = [Step([first]), Step(["gender"]), Step([first, "gender"])]
        half = in_classes(half, own, steps)
        half[[c for c in other if c not in own]] = None
        halves.append(half)
    return pd.concat(halves)


def _respondents(people: pd.DataFrame, _: Definitions) -> pd.DataFrame:
    return in_classes(people, RESPONDENTS, [Step(["gender"])])


def _answers(answers: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Each answer by itself, without those that are too few to show.

    A rare answer is told as the first of its side of the scale, which its result rests on.
    """
    protected = [r.id for r in definitions.respondents if r.protected]
    given = answers.groupby(["respondents", "platform", "question"])["row"].transform("size")
    shown = answers[~(answers["respondents"].isin(protected) & (given < definitions.protected_below))]
    sides = _sides(definitions)
    keys = zip(shown["respondents"], shown["question"], shown["answer"], strict=True)
    side = pd.Series([sides.get(key) for key in keys], shown.index, dtype="object")
    steps = [Step(["answer"], {"answer": side}), Step(["gender"])]
    steps += [Step(["gender", "answer"], {"answer": side}), Step(["answer"]), Step(["gender", "answer"])]
    return in_classes(shown, ANSWERS, steps)


def _sides(definitions: Definitions) -> dict[tuple[str, str, str], str]:
    """(respondents, question, answer) -> the first answer of its side of the scale, positive or not."""
    found = {}
    for group in definitions.respondents:
        for question in definitions.questions_to(group.id):
            scale = definitions.scale(question.scale)
            for answer in scale.answers if scale.positive else ():
                same = [a for a in scale.answers if (a in scale.positive) == (answer in scale.positive)]
                found[group.id, question.id, answer] = same[0]
    return found


def _sus(extract: pd.DataFrame, _: Definitions) -> pd.DataFrame:
    """Each column in an order of its own within platform and gender, so that no row is a person.

    Who has several incomes has a row for each of them: only the first can be told without joining them.
    """
    first = extract.drop_duplicates("registration")
    place = ["platform", "gender"]
    genders = in_classes(first, place, [Step(["gender"])])
    first = genders.sort_values(place, kind="stable")
    apart = first[["row", "registration", *place]].reset_index(drop=True)
    for column in SUS:
        own = in_classes(first[[*place, column]], [*place, column], [Step([column])])
        blank = first[place].assign(**{column: None}).loc[first.index.difference(own.index)]
        column_rows = pd.concat([own, blank]).sort_values([*place, column], kind="stable")
        apart[column] = column_rows[column].to_numpy()
    return apart


def _nafs(answers: pd.DataFrame, definitions: Definitions) -> pd.DataFrame:
    """Each answer by itself: a rare one as the first of its side of the scale, which the share rests on."""
    side = answers["answer"].map({a: UPPER[0] if a in UPPER else LETTERS[0] for a in LETTERS})
    return in_classes(answers, NAFS, [Step(["answer"], {"answer": side.astype("object")})])


def _ledger(lines: pd.DataFrame, _: Definitions) -> pd.DataFrame:
    """The lines summed by kind, account and objects, of transactions no month either."""
    months = lines["month"].where(lines["kind"] != TRANSACTION)
    by = ["kind", "years_back", "month", "account", "objects"]
    found = lines.assign(month=months).groupby(by, dropna=False, as_index=False)["ore"].sum()
    return found.assign(row="")


_HOW: dict[str, Coarsen] = {
    "participations": _participations,
    "respondents": _respondents,
    "answers": _answers,
    "sus": _sus,
    "ledger": _ledger,
    "nafs_answers": _nafs,
}
