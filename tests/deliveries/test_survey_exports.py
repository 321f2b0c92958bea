"""Surveys as the tools export them.

Every form gives the answers of the plain form, or says what to confirm.
"""

import csv
import datetime as dt
import io
import random
import re
from collections import Counter
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from helpers import definitions
from helpers.assurance import unmoved
from helpers.context import Context
from helpers.defining.question_words import fingerprint
from helpers.deliveries import headings, surveys
from helpers.deliveries.delivery import Delivery
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.headings import Headings
from helpers.deliveries.places import Places
from helpers.faults import Faults
from helpers.masking import telling
from helpers.paths import REPOSITORY, Workspace
from helpers.reading import encoding
from helpers.reading.strict_yaml import DefinitionError
from helpers.runs.inputs import Inputs
from helpers.runs.made import Made
from helpers.runs.plan import Plan
from helpers.runs.run import Run

SHIPPED = Workspace(REPOSITORY)
YEAR = definitions.load(SHIPPED.definitions / "2019.yaml")
ASKED = YEAR.questions_to("deltagare")
SUPPORT, SAY, COPE, FUTURE = WORDS = [q.wordings[0] for q in ASKED]
SCALE, FUTURES = YEAR.scale("omfattning-deltagare").answers, YEAR.scale("framtid").answers
# Platform, gender, and the answers' places on their scales; None is no answer.
PEOPLE = [
    ("Ungdomstorget", "Kvinna", (3, 0, None, 3)),
    ("Ungdomstorget", "Man", (5, 4, 3, 0)),
    ("Samordningsteamet i Vännäs", "Kvinna", (0, 1, 2, 1)),
    ("vannas", "Man", (4, None, 5, 2)),
    ("Vuxentorget", "Man", (2, 2, 2, 2)),
]
LABELS = [
    [p, g, *("" if a is None else (SCALE, SCALE, SCALE, FUTURES)[i][a] for i, a in enumerate(answers))]
    for p, g, answers in PEOPLE
]
PLAIN = ["Plattform", "Kön", *WORDS]
TIME = dt.datetime(2019, 11, 5, 9, 14, 22)


def text_of(rows: list[list], separator: str = ",", quoting: int = csv.QUOTE_MINIMAL, end: str = "\n") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator=end, quoting=quoting).writerows(rows)
    return out.getvalue()


def csv_file(folder: Path, rows: list[list], **form: object) -> Path:
    path = folder / "deltagare.csv"
    path.write_text(text_of(rows, **form), encoding="utf-8")
    return path


def book(
    folder: Path, rows: list[list], merged: tuple[str, ...] = (), extra: dict[str, list[list]] | None = None
) -> Path:
    workbook = openpyxl.Workbook()
    for row in rows:
        workbook.active.append(row)
    for reference in merged:
        workbook.active.merge_cells(reference)
    for name, content in (extra or {}).items():
        sheet = workbook.create_sheet(name)
        for row in content:
            sheet.append(row)
    path = folder / "deltagare.xlsx"
    workbook.save(path)
    return path


def read(path: Path, lines: list[str] | None = None) -> tuple[pd.DataFrame, pd.DataFrame, Faults]:
    return surveys.read(path, f"surveys/{path.name}", "deltagare", YEAR, [], confirmed(path.parent, lines))


def confirmed(
    folder: Path, lines: list[str] | None, group: str = "deltagare", defined: definitions.Definitions = YEAR
) -> Headings | None:
    if lines is None:
        return None
    path = folder / "headings.csv"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return headings.load(path, defined).get(group)


def content(frame: pd.DataFrame) -> list[list]:
    """A frame without the rows' places, which depend on the file."""
    return frame.drop(columns="row").values.tolist()


@pytest.fixture(scope="module")
def plain(tmp_path_factory) -> tuple[list, list]:
    table, people, faults = read(csv_file(tmp_path_factory.mktemp("plain"), [PLAIN, *LABELS], separator=";"))
    assert faults.found == [] and len(table) == 18 and len(people) == 5
    return content(table), content(people)


def proposed(faults: Faults) -> list[str]:
    """The lines that the findings say would confirm what they found."""
    return [
        m
        for f in faults.found
        for m in re.findall(r"lägg till raden ”(.*?)” i data/definitions/headings.csv", f.ours)
    ]


# What each tool writes. Every form is read as it is.


def with_front(front: list, names: list[str], rows: list[list] = LABELS) -> list[list]:
    return [names, *[[*front, *r] for r in rows]]


FRONT = ["12", "2019-11-05 09:14:22", "4", "sv", "1830461735"]
LIME = ["Svars-ID", "Datum inskickat", "Sista sida", "Startspråk", "Frö"]
LIME_CODES = ["id", "submitdate", "lastpage", "startlanguage", "seed"]
QUESTION_CODES = ["G01Q01", "G01Q02", "G02Q04", "G02Q05", "G02Q06", "G02Q07"]
ASK_PLACE, ASK_GENDER = "Vilken plattform deltar du i?", "Är du kvinna eller man?"


def forms_header(words: str) -> str:
    return "\u00a0" + words.replace(" stöd ", "\nstöd ").replace(" du ", "\u00a0du ")


WHOLE = {
    "microsoft forms": lambda d: book(
        d,
        with_front(
            [7, TIME, TIME, "anonymous", None],
            [
                "ID",
                "Starttid",
                "Slutförandetid",
                "E-post",
                "Namn",
                *("Plattform\n", "Kön\u00a0", *map(forms_header, WORDS)),
            ],
        ),
    ),
    "google forms": lambda d: csv_file(
        d, with_front(["2019-11-05 09.14.22"], ["Tidstämpel", *PLAIN], LABELS), end="\r\n"
    ),
    "google forms, grid": lambda d: csv_file(
        d,
        with_front(
            ["2019-11-05 09.14.22"],
            ["Tidstämpel", "Plattform", "Kön", *(f"I vilken grad stämmer det för dig? [{w}]" for w in WORDS)],
        ),
    ),
    "limesurvey, full": lambda d: csv_file(
        d,
        with_front(
            FRONT, [*LIME, "Plattform", "Kön", *(f"<p>{w.replace(' ', '&nbsp;', 1)}</p>" for w in WORDS)]
        ),
        quoting=csv.QUOTE_ALL,
    ),
    "limesurvey, blanks as underscores": lambda d: csv_file(
        d, with_front(FRONT, [h.replace(" ", "_") for h in (*LIME, *PLAIN)])
    ),
    "limesurvey, code. text": lambda d: csv_file(
        d,
        with_front(
            FRONT, [f"{c}. {t}" for c, t in zip([*LIME_CODES, *QUESTION_CODES], [*LIME, *PLAIN], strict=True)]
        ),
        quoting=csv.QUOTE_ALL,
    ),
    "limesurvey, code: text": lambda d: book(
        d,
        with_front(
            FRONT, [f"{c}: {t}" for c, t in zip([*LIME_CODES, *QUESTION_CODES], [*LIME, *PLAIN], strict=True)]
        ),
    ),
    "limesurvey, array": lambda d: csv_file(
        d,
        with_front(
            FRONT,
            [
                *LIME,
                "Plattform",
                "Kön",
                *(f"G02Q04[SQ00{i}]. Om ditt stöd [{w}]" for i, w in enumerate(WORDS)),
            ],
        ),
    ),
    "one header row, numbered and mandatory": lambda d: book(
        d, [[f"{i}. {h} *" for i, h in enumerate(PLAIN, 1)], *LABELS]
    ),
    "the accounts' numbers": lambda d: csv_file(
        d, [["Plattform", "Kön", *(f"{q.id} {q.wordings[0]}" for q in ASKED)], *LABELS], separator="\t"
    ),
    "two header rows, numbers above": lambda d: book(d, [[1, 2, "3", "4.", "Fråga 5", "6"], PLAIN, *LABELS]),
    "two header rows, section titles above": lambda d: book(
        d,
        [["Bakgrund", None, "Om ditt stöd", None, None, "Framtiden"], PLAIN, *LABELS],
        merged=("A1:B1", "C1:E1"),
    ),
    "two header rows, text above and questions below": lambda d: book(
        d,
        [
            ["Plattform", "Kön", "Hur väl stämmer det?", None, None, FUTURE],
            [None, None, SUPPORT, SAY, COPE],
            *LABELS,
        ],
        merged=("A1:A2", "B1:B2", "C1:E1", "F1:F2"),
    ),
    "two header rows in a text file": lambda d: csv_file(
        d, [["Plattform", "Kön", "4", "5", "6", "7"], ["", "", *WORDS], *LABELS], separator=";"
    ),
}


@pytest.mark.parametrize("export", WHOLE.values(), ids=WHOLE)
def test_what_a_tool_exports_reads_as_the_plain_form(tmp_path: Path, plain: tuple, export) -> None:
    table, people, faults = read(export(tmp_path))
    assert [f.line() for f in faults.found] == []
    assert (content(table), content(people)) == plain


def test_rows_below_two_header_rows_keep_the_file_s_numbers(tmp_path: Path) -> None:
    path = WHOLE["two header rows in a text file"](tmp_path)
    table, _, _ = read(path)
    assert table["row"].iloc[0] == "surveys/deltagare.csv#!3"
    column = f"7 [{FUTURE}]"
    mend = Correction("surveys/deltagare.csv", 3, column, FUTURES[3], FUTURES[0], "ringde")
    table, _, faults = surveys.read(path, "surveys/deltagare.csv", "deltagare", YEAR, [mend])
    assert [f.code for f in faults.found] == ["corrected"] and table["answer"].iloc[2] == FUTURES[0]


def test_someone_without_platform_and_gender_is_no_second_header_row(tmp_path: Path) -> None:
    _, _, faults = read(csv_file(tmp_path, [PLAIN, ["", "", *LABELS[1][2:]], *LABELS], separator=";"))
    assert [(f.code, f.row) for f in faults.found] == [("no_platform", 2)]


def test_a_question_s_words_as_an_answer_make_no_second_header_row(tmp_path: Path) -> None:
    table, _, faults = read(
        csv_file(tmp_path, [PLAIN, ["vannas", "Man", SUPPORT, "", "", ""], *LABELS], separator=";")
    )
    assert table.empty and [(f.code, f.row) for f in faults.found] == [("unknown_answer", 2)]


def test_merged_cells_below_two_header_rows_are_refused(tmp_path: Path) -> None:
    rows = [
        ["Plattform", "Kön", "Hur väl stämmer det?", None, None, FUTURE],
        [None, None, SUPPORT, SAY, COPE],
        *LABELS,
    ]
    table, _, faults = read(book(tmp_path, rows, merged=("C1:E1", "C4:C5")))
    assert table.empty and [(f.code, f.value) for f in faults.found] == [("merged_cells", "C4:C5")]


@pytest.mark.parametrize(
    "written",
    ["Till&nbsp;stor del", "Till\u200b stor del", "<span>Till stor del</span>", "Till stor\u00a0del\n"],
)
def test_row_29_unseen_characters_of_an_answer_do_not_matter(
    tmp_path: Path, plain: tuple, written: str
) -> None:
    rows = [[written if c == "Till stor del" else c for c in r] for r in LABELS]
    table, _, faults = read(csv_file(tmp_path, [PLAIN, *rows], separator=";"))
    told = [] if "\u200b" not in written else ["unseen_characters"]
    assert sorted({f.code for f in faults.found}) == told and content(table) == plain[0]


# What has to be confirmed: first flagged or refused with the line, then read by that line.


def lined(*pairs: tuple[str, str]) -> list[str]:
    return [headings.line("deltagare", heading, means) for heading, means in pairs]


CODES = {"Plattform": "A1=ungdomstorget A2=vuxentorget A3=vannas", "Kön": "F=Kvinna M=Man"}
PLACE_CODES = {"Ungdomstorget": "A1", "Vuxentorget": "A2", "Samordningsteamet i Vännäs": "A3", "vannas": "A3"}


def coded(first: str) -> list[list]:
    """The rows with codes for every label, and what declares them."""
    return [[p, g, *("" if a is None else f"{first}{a + 1}" for a in answers)] for p, g, answers in PEOPLE]


def test_a_near_match_is_an_error_with_the_line_that_confirms_it(tmp_path: Path, plain: tuple) -> None:
    misspelt = SUPPORT.replace("stöd", "stödd").replace("jobb", "arbete")
    path = csv_file(tmp_path, [["Plattform", "Kön", misspelt, *WORDS[1:]], *LABELS], separator=";")
    table, _, faults = read(path)
    assert [(f.level, f.code) for f in faults.found] == [
        ("omit", "unknown_question"),
        ("flag", "question_missing"),
    ]
    assert "1.4" not in set(table["question"])
    assert proposed(faults) == [f";deltagare;{misspelt};{SUPPORT};;;"]
    table, people, faults = read(path, proposed(faults))
    assert faults.found == [] and (content(table), content(people)) == plain


def test_what_is_no_question_is_flagged_without_a_line(tmp_path: Path, plain: tuple) -> None:
    rows = [[*PLAIN, "Övriga synpunkter"], *[[*r, "Bra"] for r in LABELS]]
    table, _, faults = read(csv_file(tmp_path, rows, separator=";"))
    assert (
        [f.code for f in faults.found] == ["unknown_question"]
        and proposed(faults) == []
        and content(table) == plain[0]
    )


def test_abbreviated_headings_are_proposed_by_their_beginning(tmp_path: Path, plain: tuple) -> None:
    """LimeSurvey cuts a heading after 15 letters and writes two full stops."""
    cut = [f"{w[:15]}.. " for w in WORDS]
    path = csv_file(
        tmp_path,
        with_front(FRONT, [*(f"{h[:15]}.. " if len(h) > 15 else h for h in LIME), "Plattform", "Kön", *cut]),
    )
    _, _, faults = read(path)
    assert {f.code for f in faults.found} == {"unknown_question", "question_missing"} and len(
        proposed(faults)
    ) == 4
    table, people, faults = read(path, proposed(faults))
    assert faults.found == [] and (content(table), content(people)) == plain


def test_a_beginning_that_two_questions_have_is_not_proposed(tmp_path: Path) -> None:
    _, _, faults = read(
        csv_file(tmp_path, [["Plattform", "Kön", "Har du få..", *WORDS[1:]], *LABELS], separator=";")
    )
    assert [f.code for f in faults.found] == ["unknown_question", "question_missing"] and proposed(
        faults
    ) == []


def test_headings_as_codes_are_read_when_each_is_confirmed(tmp_path: Path, plain: tuple) -> None:
    path = csv_file(tmp_path, with_front(FRONT, [*LIME_CODES, *QUESTION_CODES]))
    _, _, faults = read(path)
    assert [(f.level, f.code, f.column) for f in faults.found] == [
        ("refuse", "column_missing", h) for h in ("Plattform", "Kön")
    ]
    lines = lined(*zip(QUESTION_CODES, PLAIN, strict=True))
    _, _, faults = read(path, lines[:2])
    assert {f.code for f in faults.found} == {"unknown_question", "question_missing"}
    table, people, faults = read(path, lines)
    assert faults.found == [] and (content(table), content(people)) == plain


@pytest.mark.parametrize(
    ("place", "gender"),
    [
        ("Plattform", "Kønn"),
        ("Platform", "Kön"),
        (ASK_PLACE, ASK_GENDER),
        ("Insats", "Juridiskt kön"),
        ("2. Verksamhet *", "Kön"),
    ],
)
def test_platform_and_gender_in_other_words_are_proposed_and_read(
    tmp_path: Path, plain: tuple, place: str, gender: str
) -> None:
    path = csv_file(tmp_path, [[place, gender, *WORDS], *LABELS], separator=";")
    table, _, faults = read(path)
    changed = sum(h not in HEADERS for h, HEADERS in ((place, ["Plattform"]), (gender, ["Kön"])))
    assert (
        table.empty
        and {f.code for f in faults.found} == {"column_misspelt"}
        and len(proposed(faults)) == changed
    )
    table, people, faults = read(path, proposed(faults))
    assert faults.found == [] and (content(table), content(people)) == plain


def test_a_finding_names_the_file_s_own_heading_for_the_platform(tmp_path: Path) -> None:
    path = csv_file(
        tmp_path, [[ASK_PLACE, "Kön", *WORDS], *LABELS, ["Skellefteå", *LABELS[0][1:]]], separator=";"
    )
    _, _, faults = read(path, lined((ASK_PLACE, "Plattform")))
    assert [(f.code, f.column) for f in faults.found] == [("unknown_platform", ASK_PLACE)]


def test_a_confirmed_platform_beside_a_platform_is_refused(tmp_path: Path) -> None:
    path = csv_file(tmp_path, [["Insats", *PLAIN], *[[r[0], *r] for r in LABELS]], separator=";")
    table, _, faults = read(path, lined(("Insats", "Plattform")))
    assert table.empty and [f.code for f in faults.found] == ["column_twice"]


# Codes


@pytest.mark.parametrize("first", ["", "A"])
def test_codes_are_refused_by_cell_until_they_are_declared(tmp_path: Path, plain: tuple, first: str) -> None:
    path = csv_file(tmp_path, [PLAIN, *coded(first)], separator=";")
    table, _, faults = read(path)
    assert table.empty and [f.code for f in faults.found] == ["unknown_answer"] * 18
    assert len(proposed(faults)) == 4  # once a column
    table, people, faults = read(path, proposed(faults))
    assert faults.found == [] and (content(table), content(people)) == plain


def test_codes_of_an_excel_file_with_a_sheet_of_value_labels(tmp_path: Path, plain: tuple) -> None:
    rows = [[p, g, *(None if a is None else float(a + 1) for a in answers)] for p, g, answers in PEOPLE]
    key = [["Kod", "Etikett"], *[[i, a] for i, a in enumerate(SCALE, 1)]]
    lines = ["2019;deltagare;;;1 2 3 4 5 6;AB;2020-02-01", "2019;deltagare;;;1,2,3,4;AB;2020-02-01"]
    table, people, faults = read(book(tmp_path, [PLAIN, *rows], extra={"Värdeetiketter": key}), lines)
    assert [(f.level, f.code) for f in faults.found] == [("note", "sheet_not_read")]
    assert (content(table), content(people)) == plain


def test_a_scale_that_is_coded_backwards_is_read_backwards(tmp_path: Path, plain: tuple) -> None:
    most = [6 if i < 3 else 4 for i in range(len(PEOPLE[0][2]))]
    rows = [
        [p, g, *("" if a is None else last - a for last, a in zip(most, answers, strict=True))]
        for p, g, answers in PEOPLE
    ]
    table, _, faults = read(
        csv_file(tmp_path, [PLAIN, *rows]), ["2019;deltagare;;;6 5 4 3 2 1", "2019;deltagare;;;4 3 2 1"]
    )
    assert faults.found == [] and content(table) == plain[0]


def test_codes_for_everything_as_limesurvey_writes_them(tmp_path: Path, plain: tuple) -> None:
    rows = [
        [PLACE_CODES[p], "F" if g == "Kvinna" else "M", *r]
        for (p, g, _), (_, _, *r) in zip(PEOPLE, coded("A"), strict=True)
    ]
    path = csv_file(tmp_path, with_front(FRONT, [*LIME_CODES, *QUESTION_CODES], rows), quoting=csv.QUOTE_ALL)
    lines = lined(*zip(QUESTION_CODES, PLAIN, strict=True)) + [
        f"2019;deltagare;;{h};{c}" for h, c in CODES.items()
    ]
    lines += ["2019;deltagare;;;A1 A2 A3 A4 A5 A6", "2019;deltagare;;;A1 A2 A3 A4"]
    table, people, faults = read(path, lines)
    assert faults.found == [] and (content(table), content(people)) == plain


@pytest.mark.parametrize("value", ["7", "0", "N/A", "A3", "1,5", "-oth-", "Vet ej"])
def test_what_is_neither_label_nor_declared_code_refuses(tmp_path: Path, value: str) -> None:
    rows = coded("")
    rows[1][2] = value
    table, _, faults = read(
        csv_file(tmp_path, [PLAIN, *rows], separator=";"),
        ["2019;deltagare;;;1 2 3 4 5 6", "2019;deltagare;;;1 2 3 4"],
    )
    shown = telling.hidden() if value == "-oth-" else value
    assert table.empty and [(f.code, f.row, f.value) for f in faults.found] == [("unknown_answer", 3, shown)]


def test_codes_hold_for_the_year_they_were_declared_in(tmp_path: Path) -> None:
    table, _, faults = read(
        csv_file(tmp_path, [PLAIN, *coded("")]), ["2018;deltagare;;;1 2 3 4 5 6", "2018;deltagare;;;1 2 3 4"]
    )
    assert table.empty and {f.code for f in faults.found} == {"unknown_answer"}


# One question in several columns


def test_a_repeated_question_with_a_numeral_refuses_until_each_column_is_confirmed(
    tmp_path: Path, plain: tuple
) -> None:
    """Microsoft Forms: the same question in two branches becomes `question` and `question2`.

    Each person answers one of them.
    """
    rows = [[*r, ""] if i % 2 else [*r[:2], "", *r[3:], r[2]] for i, r in enumerate(LABELS)]
    path = csv_file(tmp_path, [[*PLAIN, SUPPORT + "2"], *rows], separator=";")
    table, _, faults = read(path)
    assert table.empty and [f.code for f in faults.found] == ["column_repeated"]
    lines = proposed(faults)
    table, _, faults = read(path, lines)
    assert faults.found == [] and content(table) == plain[0]
    rows[0][2] = rows[0][-1]
    table, _, faults = read(csv_file(tmp_path, [[*PLAIN, SUPPORT + "2"], *rows], separator=";"), lines)
    assert table.empty and [(f.code, f.row) for f in faults.found] == [("answered_twice", 2)]


def test_a_numeral_on_a_question_that_stands_once_is_proposed(tmp_path: Path, plain: tuple) -> None:
    path = csv_file(tmp_path, [["Plattform", "Kön", SUPPORT + "2", *WORDS[1:]], *LABELS], separator=";")
    _, _, faults = read(path)
    assert [f.code for f in faults.found] == ["unknown_question", "question_missing"]
    table, _, faults = read(path, proposed(faults))
    assert faults.found == [] and content(table) == plain[0]


@pytest.mark.parametrize("again", [SUPPORT, "4. " + SUPPORT.upper(), f"Nu [{SUPPORT}]"])
def test_row_28_a_question_twice_in_other_dress_is_refused(tmp_path: Path, again: str) -> None:
    table, _, faults = read(csv_file(tmp_path, [[*PLAIN, again], *[[*r, ""] for r in LABELS]], separator=";"))
    assert table.empty and [f.code for f in faults.found] == ["question_twice"]


def test_a_row_of_a_grid_that_is_another_question_than_its_title_is_no_question(tmp_path: Path) -> None:
    _, _, faults = read(
        csv_file(
            tmp_path, [["Plattform", "Kön", f"{SUPPORT} [{SAY}]"], *[r[:3] for r in LABELS]], separator=";"
        )
    )
    assert "unknown_question" in [f.code for f in faults.found]


# headings.csv


def test_no_file_and_an_unused_line_confirm_nothing(tmp_path: Path, plain: tuple) -> None:
    assert headings.load(tmp_path / "headings.csv", YEAR) == {}
    lines = [
        ";".join(headings.COLUMNS),
        *lined(("Något annat", SUPPORT)),
        "2017;deltagare;Annat;9.9;;AB;2018-01-01",
    ]
    table, _, faults = read(csv_file(tmp_path, [PLAIN, *LABELS], separator=";"), lines)
    assert faults.found == [] and content(table) == plain[0]


def test_a_line_without_year_holds_for_the_years_that_ask_the_question(tmp_path: Path) -> None:
    earlier = definitions.load(SHIPPED.definitions / "2018.yaml")
    for year in (2018, 2019):
        (tmp_path / f"{year}.yaml").write_bytes((SHIPPED.definitions / f"{year}.yaml").read_bytes())
    lines = lined(("Stöd att få arbete", SUPPORT))
    assert confirmed(tmp_path, lines).means == {"stöd att få arbete": "1.4"}
    assert SUPPORT not in [w for q in earlier.questions_to("deltagare") for w in q.wordings]
    assert (confirmed(tmp_path, lines, defined=earlier) or Headings()).means == {}


def test_a_line_with_a_year_may_name_the_question_by_its_id(tmp_path: Path) -> None:
    assert confirmed(tmp_path, ["2019;deltagare;Stöd;1.4"]).means == {"stöd": "1.4"}


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        (["2019;deltagare;Stöd;9.9"], "headings.csv:1: ”9.9”"),
        ([";deltagare;Stöd;Har du fått tårta?"], "headings.csv:1: ”Har du fått tårta?”"),
        ([";deltagare;Stöd;1.4"], "headings.csv:1: frågan 1.4"),
        ([";deltagarna;Stöd;Kön"], "headings.csv:1: svarandegruppen eller plattformen ”deltagarna”"),
        (["19;deltagare;Stöd;Kön"], "headings.csv:1: ”19”"),
        ([";deltagare;Stöd;"], "headings.csv:1: raden säger inget"),
        ([";deltagare;Stöd"], "headings.csv:1: raden ska ha fälten year;"),
        ([*lined(("Stöd", SUPPORT), ("STÖD?", SAY))], "headings.csv:2: raden säger något annat än rad 1"),
        ([*lined((SUPPORT, SAY))], f"headings.csv:1: ”{SUPPORT}” är redan"),
        ([*lined(("Kön", "Plattform"))], "headings.csv:1: ”Kön” är redan"),
        (["2019;deltagare;;1.4;1 2 3"], "headings.csv:1: ingen av frågornas skalor har 3 svar"),
        (["2019;deltagare;;;1 1 2 3 4 5"], "headings.csv:1: samma kod"),
        (
            ["2019;deltagare;;;1 2 3 4 5 6", "2019;deltagare;;;6 5 4 3 2 1"],
            "headings.csv:2: raden säger något annat än rad 1",
        ),
        (
            ["2019;deltagare;;1.4;1 2 3 4 5 6", "2019;deltagare;;1.4;6 5 4 3 2 1"],
            "headings.csv:2: raden säger något annat än rad 1",
        ),
        (["2019;personal;;4.5;Delvis 2 3 4 5 6"], "headings.csv:1: en kod är samma text"),
        (["2019;deltagare;;Kön;1 2"], "headings.csv:1: koder för Kön"),
        ([";vannas;Personnr;Stöd"], "headings.csv:1: ”Stöd” är ingen kolumn i en deltagarlista"),
        ([";vannas;;Start"], "headings.csv:1: raden säger inget"),
        ([";vannas;Slut;Start"], "headings.csv:1: ”Slut” är redan"),
        ([";vannas;Beslutat;Beslut;Ja Nej"], "headings.csv:1: en deltagarlistas kolumner har inga koder"),
        ([";vannas;In;Start", ";vannas;IN:;Slut"], "headings.csv:2: raden säger något annat än rad 1"),
        ([";vannas;???;Start"], "headings.csv:1: rubriken ”???” har inga ord"),
        ([";deltagare;–;Kön"], "headings.csv:1: rubriken ”–” har inga ord"),
        (["2019;deltagare;Stöd;9.9", "2019;deltagare;Stöd;8.8"], "headings.csv:2: ”8.8”"),
    ],
)
def test_a_line_that_is_wrong_is_an_error_with_file_and_line(
    tmp_path: Path, lines: list[str], told: str
) -> None:
    with pytest.raises(DefinitionError) as error:
        confirmed(tmp_path, lines)
    assert told in str(error.value)


def test_the_same_line_twice_is_no_contradiction(tmp_path: Path) -> None:
    assert confirmed(tmp_path, lined(("Stöd", SUPPORT)) * 2).means == {"stöd": "1.4"}


def test_a_file_that_is_no_text_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "headings.csv").write_bytes(b"\x00")
    with pytest.raises(DefinitionError, match=r"headings.csv:1: "):
        headings.load(tmp_path / "headings.csv", YEAR)


# Fingerprints


def test_two_questions_to_one_group_never_share_a_fingerprint(tmp_path: Path) -> None:
    shipped = (SHIPPED.definitions / "2019.yaml").read_text(encoding="utf-8")
    wording = "      - Har du fått vara med och bestämma vilket stöd som har fått?\n"
    broken = shipped.replace(wording, f"{wording}      - 1.4 – {SUPPORT.upper()} *\n")
    (tmp_path / "2019.yaml").write_text(broken, encoding="utf-8")
    with pytest.raises(
        DefinitionError,
        match=r"2019.yaml:\d+: questions nr 2, wordings nr 4: Lydelsen är också fråga 1.4 till deltagare",
    ):
        definitions.load(tmp_path / "2019.yaml")


DRESSES = [
    "{}",
    "1.4 {}",
    "4. {}",
    "4) {}",
    "Q4. {}",
    "Fråga 4: {}",
    "4.3a {}",
    "G01Q04. {}",
    "G01Q04[SQ001]: {}",
    "{} *",
    "*{}",
    "”{}”",
    "<p>{}</p>",
    "\ufeff{}",
    "{}…",
    "  {}\n",
    "– {}",
    "1. 1.4 {}",
]


@pytest.mark.parametrize("dress", DRESSES)
@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_a_question_is_known_in_any_dress(year: int, dress: str) -> None:
    defined = definitions.load(SHIPPED.definitions / f"{year}.yaml")
    for question in defined.questions:
        for wording in question.wordings:
            assert fingerprint(dress.format(wording)) == fingerprint(wording) != ""


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Samverkan fungerar inte", "Samverkan fungerar"),
        ("30 procent", "40 procent"),
        ("G01Q04", "G01Q05"),
        ("1.4", "1.5"),
    ],
)
def test_other_words_are_another_fingerprint(one: str, other: str) -> None:
    assert fingerprint(one) != fingerprint(other)


# Damage: nothing raises, and nothing else is counted without a finding

DRESSED = st.builds(str.format, st.sampled_from(DRESSES[:-2]), st.sampled_from(WORDS))
ODD = [*LIME, *LIME_CODES, *QUESTION_CODES, ASK_PLACE, SUPPORT + "2", f"{SUPPORT} [{SAY}]", "", "1.4"]
MISSPELT = st.builds(lambda w, i: w[:i] + w[i + 1 :], st.sampled_from(PLAIN), st.integers(0, 40))
HEADINGS_ANY = st.one_of(
    st.sampled_from(WORDS), DRESSED, DRESSED, st.sampled_from(ODD), st.text(max_size=30), MISSPELT
)
CELLS_ANY = st.one_of(
    st.sampled_from([SCALE[0], "vannas", "Man", "", " ", "5", "A1", "N/A", SUPPORT]), st.text(max_size=12)
)
USUAL = {
    "plattform": st.sampled_from(["Ungdomstorget", "vannas", "VÄNNÄS "]),
    "kön": st.sampled_from(["Kvinna", "man", "K"]),
} | {
    fingerprint(w): st.sampled_from([*YEAR.scale(q.scale).answers, "", " "])
    for q in ASKED
    for w in q.wordings
}


@st.composite
def sheets(draw: st.DrawFn) -> list[list[str]]:
    """A header of questions and other things, rows of what belongs there.

    Now and then a column is anything.
    """
    header = draw(
        st.permutations(
            ["Plattform", "Kön", *draw(st.lists(HEADINGS_ANY, min_size=1, max_size=5, unique_by=fingerprint))]
        )
    )
    kinds = [
        CELLS_ANY if draw(st.integers(0, 19)) == 19 else USUAL.get(fingerprint(h), CELLS_ANY) for h in header
    ]
    return [header, *[[draw(kind) for kind in kinds] for _ in range(draw(st.integers(1, 4)))]]


def in_full(rows: list[list[str]]) -> Counter:
    """What a sheet with one header row holds, found without the reader.

    The filled cells under a question's words, of known platforms.
    """
    words = {fingerprint(w): q.id for q in ASKED for w in q.wordings}
    header, places = rows[0], Places.of(YEAR)
    at = header.index("Plattform")
    asked = [(i, words[fingerprint(h)]) for i, h in enumerate(header) if fingerprint(h) in words]
    return Counter(
        question for row in rows[1:] if places.find(row[at]) for i, question in asked if row[i].strip()
    )


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@example([PLAIN, *LABELS])
@example([["Plattform", "Kön", SUPPORT, SUPPORT + "2"], ["vannas", "Man", SCALE[0], SCALE[1]]])
@given(sheets())
def test_any_header_and_cells_are_read_in_full_or_told(tmp_path: Path, rows: list[list[str]]) -> None:
    """No sheet raises.

    What is not refused has every filled cell of every question as an answer of its scale.
    """
    path = tmp_path / "deltagare.xlsx"
    sheet = openpyxl.Workbook()
    for row in rows:
        sheet.active.append([openpyxl.cell.cell.ILLEGAL_CHARACTERS_RE.sub("", c).lstrip("=") for c in row])
    sheet.save(path)
    table, _, faults = read(path)
    if faults.refused:
        assert table.empty
        return
    assert Counter(table["question"]) == in_full([[str(c) for c in row] for row in rows])
    for question, answer in zip(table["question"], table["answer"], strict=True):
        assert answer in YEAR.scale(YEAR.question(question, "deltagare").scale).answers


DAMAGED = [
    (y, p)
    for y in (2017, 2018, 2019)
    for p in sorted((SHIPPED.raw(y) / "surveys").iterdir())
    if p.stem != "invited"
]


def frames(path: Path, defined: definitions.Definitions) -> tuple[list, list, Faults]:
    """What is read, and what is told; the year's reader tells of a file without rows."""
    table, people, faults = surveys.read(path, f"surveys/{path.name}", path.stem, defined, [])
    if people.empty and not faults.refused:
        faults.flag("empty_list")
    return table.values.tolist(), people.values.tolist(), faults


def cells(raw: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(encoding.decode(raw), newline=""), delimiter=";"))


def cannot_be_seen(before: bytes, after: bytes, group: str, defined: definitions.Definitions) -> bool:
    """Damage to a text file, which has no checksum, that leaves a file as good as the whole one.

    Either one cell holds another label, platform or gender that is known; or the file is cut at a row's end,
    or in the last cell of its last row so that what is left is blank or a label.
    """
    labels = {surveys.label(a) for q in defined.questions_to(group) for a in defined.scale(q.scale).answers}
    places = Places.of(defined)

    def good(cell: str) -> bool:
        return surveys.label(cell) in labels | {"kvinna", "man", "k", "m"} or places.find(cell) is not None

    old, new = cells(before), cells(after)
    if len(after) < len(before):
        last = new[-1]
        same = len(last) == len(old[0]) and last[:-1] == old[len(new) - 1][:-1]
        return new[:-1] == old[: len(new) - 1] and same and (not last[-1].strip() or good(last[-1]))
    changed = [(a, b) for r, s in zip(old, new, strict=True) for a, b in zip(r, s, strict=True) if a != b]
    return len(changed) == 1 and all(map(good, changed[0]))


def damage(folder: Path, year: int, path: Path, flips: int, cuts: int) -> Counter:
    """Flip a bit, or cut the file, so many times.

    How often it was told, changed nothing, or could not be seen. Silence is an error.
    """
    defined = definitions.load(SHIPPED.definitions / f"{year}.yaml")
    raw, chance, seen = path.read_bytes(), random.Random(f"{year} {path.name}"), Counter()
    table, people, faults = frames(path, defined)
    known = [f.line() for f in faults.found]
    target = folder / path.name
    for number in range(flips + cuts):
        at = chance.randrange(len(raw))
        broken = bytearray(raw) if number < flips else raw[:at]
        if number < flips:
            broken[at] ^= 1 << chance.randrange(8)
        target.write_bytes(broken)
        now, these, found = frames(target, defined)
        if [f.line() for f in found.found] != known:
            seen["told"] += 1
        elif (now, these) == (table, people):
            seen["changed nothing"] += 1
        else:
            assert path.suffix == ".csv" and cannot_be_seen(raw, bytes(broken), path.stem, defined), (
                f"{path.name}: byte {at} is lost in silence"
            )
            seen["cannot be seen"] += 1
    return seen


@pytest.mark.parametrize(("year", "path"), DAMAGED, ids=[f"{y}-{p.name}" for y, p in DAMAGED])
def test_a_flipped_bit_or_a_cut_file_is_told_or_changes_nothing(
    tmp_path: Path, year: int, path: Path
) -> None:
    flips, cuts = (20, 10) if path.suffix == ".xlsx" else (60, 30)
    seen = damage(tmp_path, year, path, flips, cuts)
    assert seen.total() == flips + cuts and seen["told"] > 0


# From the file to the year and the run


def misspell(workspace: Workspace) -> tuple[str, str]:
    """The fixture's staff survey with one letter missing in a heading.

    The heading as it stands, and as it was.
    """
    path = workspace.raw(2019) / "surveys" / "personal.csv"
    rows = cells(path.read_bytes())
    asked = rows[0][-1]
    rows[0][-1] = asked[:5] + asked[6:]
    path.write_text(text_of(rows, separator=";"), encoding="utf-8")
    return rows[0][-1], asked


def test_a_year_reads_what_is_confirmed_and_stops_at_what_is_wrong(workspace: Workspace) -> None:
    defined = definitions.load(workspace.definitions / "2019.yaml")
    whole = Delivery(Context(workspace, 2019), defined, b"key").read("surveys")["answers"]
    heading, asked = misspell(workspace)
    delivery = Delivery(Context(workspace, 2019), defined, b"key")
    fewer = delivery.read("surveys")["answers"]
    assert len(fewer) < len(whole) and heading in [
        f.column for f in delivery.faults if f.code == "unknown_question"
    ]
    workspace.headings.write_text(headings.line("personal", heading, asked) + "\n", encoding="utf-8")
    again = Delivery(Context(workspace, 2019), defined, b"key").read("surveys")["answers"]
    pd.testing.assert_frame_equal(again, whole)
    workspace.headings.write_text("2019;personal;Något;9.9\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"headings\.csv:1"):
        Delivery(Context(workspace, 2019), defined, b"key")


def test_a_run_depends_on_the_confirmed_headings_where_there_are_any(workspace: Workspace) -> None:
    def inputs() -> tuple[dict[str, str], list[str]]:
        plan = Plan.of(Context.of(workspace, 2019))
        clean = next(s for s in plan.steps() if s.task == "1_clean" and s.year == 2019)
        named = [n for n in unmoved.inputs(plan.context, []) if "headings" in n]
        return Inputs(plan, Made(plan.context)).rests_on(clean, []), named

    before, named = inputs()
    assert named == []
    workspace.headings.write_text(headings.line("personal", "Något", "Kön") + "\n", encoding="utf-8")
    after, named = inputs()
    assert named == ["data/definitions/headings.csv"] and after != before


def test_a_run_stops_before_anything_is_made_when_a_line_is_wrong(workspace: Workspace) -> None:
    workspace.headings.write_text("2019;personal;Något;9.9\n", encoding="utf-8")
    with pytest.raises(DefinitionError, match=r"headings\.csv:1"):
        Run(Context.of(workspace, 2019)).go()
    assert not (workspace.processed(2019) / "answers.parquet").exists()
