"""Every row of the list of bad inputs has a test.

The number stands in the test's name, `test_12_…`, `test_rows_33_and_34_…`.
"""

import ast
import re

import pandas as pd
import pytest
from support.workspaces import TESTS, chapters, edit

from helpers.faults import from_table
from helpers.paths import Workspace

# What each row is about. 31 (the ledger) and 41 (the public edition) belong to parts that are not built.
ROWS = {
    "1": "only lists",
    "2": "not a whole file",
    "3": "not what its name says",
    "4": "litter",
    "5": "misspelt platform",
    "6": "two files",
    "7": "title rows, order, extra column",
    "8": "header misspelt, missing, twice",
    "9": "other sheets",
    "10": "merged, formulas, errors",
    "11": "header only, Summa, blank rows",
    "12": "far cell, bomb",
    "13": "encodings",
    "14": "separators",
    "15": "numbers",
    "16": "uneven, cut",
    "17": "faulty person",
    "18": "one person in many spellings",
    "19": "Kön",
    "20": "dates",
    "21": "no date",
    "21b": "odd dates",
    "22": "contradictions",
    "23": "another year's file",
    "24": "labels",
    "25": "words for nothing",
    "26": "rows twice, periods",
    "27": "across lists",
    "28": "questions",
    "29": "answers",
    "29b": "platforms and numbers asked",
    "30": "too few",
    "32": "sums",
    "33": "YEAR",
    "34": "other parameters",
    "35": "killed",
    "36": "disk full",
    "37": "two runs",
    "38": "a cell raises",
    "39": "re-run",
    "40": "personnummer astray",
    "42": "markup and formulas",
    "50": "no ledger, or a cut one",
    "51": "letters and line ends of a ledger",
    "52": "vouchers",
    "53": "years of a ledger",
    "54": "accounts",
    "55": "objects and projects",
    "56": "balances",
    "57": "amounts",
    "58": "budget",
    "59": "people in a ledger",
    "60": "large ledger",
    "61": "YAML",
    "62": "screening",
    "63": "editions and half-years",
    "64": "figures in a text",
    "65": "a ledger without the year before",
}


def rows_of(name: str) -> list[str]:
    """The rows that a test's name says.

    >>> rows_of("test_22_and_24_what_cannot_be_true"), rows_of("test_row_29b_unknown"), rows_of("test_a_2_b")
    (['22', '24'], ['29b'], [])
    """
    numbers = re.match(r"test_(?:rows?_)?(\d{1,2}b?(?:_and_\d{1,2}b?)*)_", name)
    return numbers[1].split("_and_") if numbers else []


def named() -> dict[str, list[str]]:
    """Row -> the tests that name it, of every file of tests."""
    found: dict[str, list[str]] = {}
    for path in sorted(TESTS.rglob("test_*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            for row in rows_of(node.name) if isinstance(node, ast.FunctionDef) else []:
                found.setdefault(row, []).append(f"{path.name}::{node.name}")
    return found


@pytest.mark.parametrize("row", ROWS)
def test_a_row_of_the_list_has_a_test(row: str) -> None:
    assert named().get(row), ROWS[row]


def test_no_test_names_a_row_that_is_not_in_the_list() -> None:
    assert set(named()) <= set(ROWS)


def test_row_29b_more_answers_than_asked_are_told_by_the_run_with_both_numbers(workspace: Workspace) -> None:
    edit(workspace.raw(2019) / "surveys/invited.csv", "Ungdomstorget;personal;4", "Ungdomstorget;personal;1")
    folder = chapters(workspace.root, 2019)
    answered = pd.read_parquet(folder / "respondents.parquet").query(
        "platform == 'ungdomstorget' and respondents == 'personal'"
    )
    (fault,) = [
        f
        for f in from_table(pd.read_parquet(folder / "fact_faults.parquet"))
        if f.code == "more_answers_than_asked"
    ]
    assert (
        fault.level == "flag"
        and f"{len(answered)} har svarat men bara 1 fick enkäten (Ungdomstorget, personal)" in fault.line()
    )
