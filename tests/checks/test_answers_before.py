"""`answers_before`: of last year's surveys, what was like this year's and enough people answered."""

from pathlib import Path

import pandas as pd
import pytest
import yaml
from support.workspaces import FIXTURE

from helpers.checks.answers_before import answers_before
from helpers.context import Context
from helpers.counting.since_last_year import COLUMNS
from helpers.deliveries.delivery import Delivery
from helpers.paths import REPOSITORY, Workspace

READY = "Stödet vi har gett har gjort att deltagaren är mer redo att kunna arbeta eller studera."
MUCH, LITTLE = "Till stor del", "Till liten del"


def before(
    tmp_path: Path,
    letters: str,
    asked: int = 0,
    then: dict | None = None,
    breaks: list | None = None,
    told_from: int = 1,
) -> pd.DataFrame:
    """The table of 2019, where Vännäs' staff answered so in 2018: + much, - little."""
    workspace = Workspace(tmp_path)
    defined = yaml.safe_load((FIXTURE / "data" / "definitions" / "2019.yaml").read_text(encoding="utf-8"))
    workspace.definitions.mkdir(parents=True)
    for year, more in ((2018, then or {}), (2019, {})):
        of_year = defined | {"year": year, "told_from_answers": told_from} | more
        written = yaml.safe_dump(of_year, allow_unicode=True)
        (workspace.definitions / f"{year}.yaml").write_text(written, encoding="utf-8")
        (workspace.raw(year) / "surveys").mkdir(parents=True)
    if breaks:
        workspace.breaks.write_text(yaml.safe_dump(breaks, allow_unicode=True), encoding="utf-8")
    surveys = workspace.raw(2018) / "surveys"
    words = [MUCH if letter == "+" else LITTLE for letter in letters]
    lines = [f"Plattform;Kön;{READY}", *(f"Vännäs;Kvinna;{word}" for word in words)]
    if words:
        (surveys / "personal.csv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    if asked:
        sent = f"Plattform;Grupp;Utskick\nVännäs;personal;{asked}\n"
        (surveys / "invited.csv").write_text(sent, encoding="utf-8")
    context = Context(workspace, 2019)
    return answers_before(Delivery(context, context.definitions, bytes(32)))


def rows(table: pd.DataFrame) -> set[tuple]:
    assert list(table.columns) == COLUMNS
    return {tuple(r) for r in table.itertuples(index=False)}


@pytest.mark.parametrize(("asked", "everyone"), [(0, False), (6, False), (5, True)])
def test_a_result_is_kept_as_its_counts_and_whether_everyone_answered(
    tmp_path: Path, asked: int, everyone: bool
) -> None:
    known = rows(before(tmp_path, "+++--", asked))
    assert known == {("vannas", "question:4.5", "personal", 3, 5, everyone, "delivered")}


def test_too_few_are_kept_nowhere(tmp_path: Path) -> None:
    assert before(tmp_path / "a", "+++-", told_from=5).empty
    assert len(before(tmp_path / "b", "+++--", told_from=5)) == 1


def _questions(**changed: object) -> dict:
    """The fixture's definitions with 4.5 otherwise."""
    defined = yaml.safe_load((FIXTURE / "data" / "definitions" / "2019.yaml").read_text(encoding="utf-8"))
    questions = [q | (changed if q["id"] == "4.5" else {}) for q in defined["questions"]]
    return {"questions": questions}


def test_a_question_with_other_words_or_a_break_is_not_kept(tmp_path: Path) -> None:
    wordings = _questions(wordings=["Deltagaren är mer redo nu än för ett år sedan."])
    assert before(tmp_path / "a", "+++--", then=wordings).empty
    broken = {
        "year": 2019,
        "kind": "wording",
        "places": "all",
        "measures": ["question:4.5"],
        "change": "Frågan ställs till andra.",
    }
    assert before(tmp_path / "b", "+++--", breaks=[broken]).empty
    assert len(before(tmp_path / "c", "+++--", breaks=[broken | {"comparable": True}])) == 1


def test_nothing_without_last_year_or_its_survey(tmp_path: Path) -> None:
    assert before(tmp_path, "").empty
    context = Context(Workspace(FIXTURE), 2019)
    assert answers_before(Delivery(context, context.definitions, bytes(32))).empty


def test_last_years_origin_goes_with_it() -> None:
    """The shipped 2018: what was answered to 4.5 at Ungdomstorget is printed or follows from it."""
    context = Context(Workspace(REPOSITORY), 2019)
    table = answers_before(Delivery(context, context.definitions, bytes(32)))
    mine = table[(table["platform"] == "ungdomstorget") & (table["measure"] == "question:4.5")]
    assert mine[["positive", "answered", "origin"]].to_numpy().tolist() == [[20, 30, "printed"]]
