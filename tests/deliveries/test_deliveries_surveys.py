"""The survey reader and invited.csv.

Rows 13-16, 28-30, 40 and 42 of the list of bad inputs, and what survey tools add.
"""

import csv
import io
from pathlib import Path

import openpyxl
import pandas as pd
import pytest

from helpers import definitions
from helpers.counting import answers
from helpers.deliveries import surveys
from helpers.deliveries.files.corrections import Correction
from helpers.deliveries.places import Places
from helpers.facts import Facts
from helpers.faults import Fault, Faults
from helpers.masking import telling
from helpers.paths import REPOSITORY, Workspace

YEAR = definitions.load(Workspace(REPOSITORY).definitions / "2019.yaml")
SUPPORT, SAY, COPE, FUTURE = (YEAR.question(q, "deltagare").wordings[0] for q in ("1.4", "1.5", "1.6", "1.7"))
LED, REGION = (YEAR.question(q, "styrgrupp").wordings[0] for q in ("4.9", "4.12"))
HEADER = ["Svarsdatum", "Plattform", "Kön", SUPPORT, SAY, COPE, FUTURE]
ROW = ["2019-11-05", "ungdomstorget", "Kvinna", "Till stor del", "Inte alls", "", "Kan inte svara"]
GIVEN = [("1.4", "Till stor del"), ("1.5", "Inte alls"), ("1.7", "Kan inte svara")]
Read = tuple[pd.DataFrame, pd.DataFrame, Faults]


def text_of(rows: list[list[str]], separator: str = ";") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=separator, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def read(
    folder: Path, rows: list[list[str]], group: str = "deltagare", defined: definitions.Definitions = YEAR
) -> Read:
    return read_bytes(folder, text_of(rows).encode("utf-8-sig"), group, defined)


def read_bytes(
    folder: Path,
    content: bytes,
    group: str = "deltagare",
    defined: definitions.Definitions = YEAR,
    corrections: tuple[Correction, ...] = (),
) -> Read:
    path = folder / f"{group}.csv"
    path.write_bytes(content)
    return surveys.read(path, f"surveys/{group}.csv", group, defined, list(corrections))


def given(table: pd.DataFrame) -> list[tuple[str, str]]:
    return list(zip(table["question"], table["answer"], strict=True))


def only(faults: Faults, level: str, code: str) -> Fault:
    """The one finding there is; it says file, row, what is wrong and what to do."""
    (fault,) = faults.found
    assert (fault.level, fault.code) == (level, code)
    assert fault.file in fault.line() and (fault.action or level == "note")
    return fault


def changed(column: str, value: str) -> list[list[str]]:
    return [HEADER, [value if h == column else c for h, c in zip(HEADER, ROW, strict=True)]]


def test_a_clean_file_has_answers_respondents_and_no_finding(tmp_path: Path) -> None:
    table, people, faults = read(tmp_path, [HEADER, ROW])
    assert faults.found == [] and given(table) == GIVEN
    assert table.columns.tolist() == surveys.ANSWER_COLUMNS
    assert people.values.tolist() == [["surveys/deltagare.csv#!2", "deltagare", "ungdomstorget", "women"]]


def test_someone_who_answered_nothing_is_no_respondent(tmp_path: Path) -> None:
    table, people, faults = read(tmp_path, [HEADER, [*ROW[:3], "", " ", "\u00a0", ""]])
    assert only(faults, "note", "no_answers").row == 2 and table.empty and people.empty


# Row 13-16: text files


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_row_13_encodings_and_line_ends_read_the_same(tmp_path: Path, encoding: str, line_end: str) -> None:
    content = text_of([HEADER, ROW]).replace("\r\n", line_end).encode(encoding)
    table, people, faults = read_bytes(tmp_path, content)
    assert (
        faults.found == []
        and given(table) == GIVEN
        and people["row"].tolist() == ["surveys/deltagare.csv#!2"]
    )


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_row_14_comma_or_tab_as_separator_reads_the_same(tmp_path: Path, separator: str) -> None:
    table, _, faults = read_bytes(tmp_path, text_of([HEADER, ROW], separator).encode())
    assert faults.found == [] and given(table) == GIVEN


@pytest.mark.parametrize("fields", [[*ROW, "Delvis"], ROW[:-1]], ids=["too many", "too few"])
def test_row_16_uneven_rows_refuse_by_line(tmp_path: Path, fields: list[str]) -> None:
    table, people, faults = read(tmp_path, [HEADER, ROW, fields])
    fault = only(faults, "refuse", "uneven_row")
    assert table.empty and people.empty and fault.row == 3 and f"{len(fields)} fält" in fault.message


# Row 28: questions


@pytest.mark.parametrize(
    "header",
    [
        SUPPORT.replace(" stöd ", "\nstöd "),
        SUPPORT.replace(" ", "  "),
        SUPPORT.replace(" ", "\u00a0"),
        SUPPORT.rstrip("?"),
        SUPPORT.upper(),
        f" {SUPPORT} ",
        SUPPORT.rstrip("?") + " :",
    ],
    ids=[
        "line break",
        "doubled blank",
        "no-break space",
        "no question mark",
        "upper case",
        "blanks around",
        "colon",
    ],
)
def test_row_28_a_question_is_found_however_it_is_spaced(tmp_path: Path, header: str) -> None:
    table, _, faults = read(tmp_path, [[*HEADER[:3], header, *HEADER[4:]], ROW])
    assert faults.found == [] and given(table) == GIVEN


def test_rows_after_a_header_with_a_line_break_keep_the_files_own_numbers(tmp_path: Path) -> None:
    """Row 28: the number is the line of the file, as an editor shows it."""
    header = [*HEADER[:3], SUPPORT.replace(" stöd ", "\nstöd "), *HEADER[4:]]
    _, people, faults = read(tmp_path, [header, ROW, [*ROW[:3], "Vet ej", *ROW[4:]]])
    fault = only(faults, "refuse", "unknown_answer")
    assert fault.row == 4 and fault.column == SUPPORT and people.empty


WORDINGS = [(q, group, w) for q in YEAR.questions for group in q.respondents for w in q.wordings]


@pytest.mark.parametrize(
    ("question", "group", "wording"), WORDINGS, ids=[f"{q.id}-{i}" for i, (q, _, _) in enumerate(WORDINGS)]
)
def test_row_28_any_wording_of_a_question_is_that_question(
    tmp_path: Path, question: definitions.Question, group: str, wording: str
) -> None:
    label = YEAR.scale(question.scale).answers[0]
    table, _, faults = read(tmp_path, [["Plattform", "Kön", wording], ["vindeln", "Man", label]], group)
    assert given(table) == [(question.id, label)] and not faults.refused
    assert {f.code for f in faults.found} <= {"question_missing"}


def test_row_28_an_unknown_question_is_flagged_with_the_nearest(tmp_path: Path) -> None:
    asked = "Har du fått det stöd du behöver för att få en bostad?"
    table, _, faults = read(tmp_path, [[*HEADER, asked], [*ROW, "5"]])
    fault = only(faults, "flag", "unknown_question")
    assert (fault.column, fault.row) == (asked, 1) and asked in fault.line()
    assert f"1.4 ”{SUPPORT}”" in fault.action and given(table) == GIVEN


def test_row_28_an_unknown_question_like_no_other_still_names_one(tmp_path: Path) -> None:
    _, _, faults = read(tmp_path, [[*HEADER, "Övrigt"], [*ROW, ""]])
    assert "1." in only(faults, "flag", "unknown_question").action


def test_row_28_a_missing_question_is_flagged_by_its_id(tmp_path: Path) -> None:
    table, _, faults = read(tmp_path, [HEADER[:-1], ROW[:-1]])
    fault = only(faults, "flag", "question_missing")
    assert "1.7" in fault.message and FUTURE in fault.message and given(table) == GIVEN[:2]


@pytest.mark.parametrize(
    "again",
    [SUPPORT, SUPPORT.lower().rstrip("?"), SUPPORT.replace(" ", "\u00a0")],
    ids=["same", "case", "blanks"],
)
def test_row_28_one_question_twice_refuses_and_names_both_columns(tmp_path: Path, again: str) -> None:
    table, people, faults = read(tmp_path, [[*HEADER, again], [*ROW, "Inte alls"]])
    fault = only(faults, "refuse", "question_twice")
    assert "1.4" in fault.message and "(D, H)" in fault.message and table.empty and people.empty


def test_row_28_two_wordings_of_one_question_in_one_file_refuse(tmp_path: Path) -> None:
    second = YEAR.question("1.6", "deltagare").wordings[1]
    _, _, faults = read(tmp_path, [[*HEADER, second], [*ROW, "Inte alls"]])
    assert "(F, H)" in only(faults, "refuse", "question_twice").message


# Row 29: answers


@pytest.mark.parametrize(
    "answer", ["Vet ej", "5", "Ganska mycket", "Delvis", "NA", "-", "0", "=1+1", "<script>alert(1)</script>"]
)
def test_row_29_an_answer_the_scale_does_not_know_refuses_by_cell(tmp_path: Path, answer: str) -> None:
    """`Delvis` stands on the scale of the staff, not on the participants'."""
    table, people, faults = read(tmp_path, changed(SUPPORT, answer))
    fault = only(faults, "refuse", "unknown_answer")
    shown = telling.hidden() if answer in ("Ganska mycket", "<script>alert(1)</script>") else answer
    assert (fault.row, fault.column, fault.value) == (2, SUPPORT, shown)
    assert shown in fault.line() and SUPPORT in fault.line() and table.empty and people.empty


@pytest.mark.parametrize(
    "answer", ["till stor del ", "TILL STOR DEL", "Till\u00a0stor  del.", "Till\nstor del"]
)
def test_row_29_case_and_blanks_of_an_answer_do_not_matter(tmp_path: Path, answer: str) -> None:
    table, _, faults = read(tmp_path, changed(SUPPORT, answer))
    assert faults.found == [] and given(table) == GIVEN


def test_row_29_an_answer_the_definitions_know_is_read(tmp_path: Path) -> None:
    scales = [
        s.model_copy(update={"answers": [*s.answers, "Vet ej"]}) if s.id == "omfattning-deltagare" else s
        for s in YEAR.scales
    ]
    table, _, faults = read(
        tmp_path, changed(SUPPORT, "vet ej"), defined=YEAR.model_copy(update={"scales": scales})
    )
    assert faults.found == [] and given(table)[0] == ("1.4", "Vet ej")


def test_row_29_every_bad_answer_is_named_not_only_the_first(tmp_path: Path) -> None:
    bad = [*ROW[:3], "Vet ej", "Vet ej", "", "Vet ej"]
    _, _, faults = read(tmp_path, [HEADER, bad, ROW, bad])
    assert [(f.row, f.column) for f in faults.found] == [
        (n, c) for n in (2, 4) for c in (SUPPORT, SAY, FUTURE)
    ]


def test_row_29_the_nearest_label_is_suggested(tmp_path: Path) -> None:
    _, _, faults = read(tmp_path, changed(SUPPORT, "Till stor dell"))
    assert "Till stor del?" in only(faults, "refuse", "unknown_answer").action


@pytest.mark.parametrize("word", ["NA", "N/A", "None", "-", "null", "0"])
@pytest.mark.parametrize("column", ["Plattform", "Kön", SUPPORT, FUTURE])
def test_row_25_a_word_for_nothing_in_a_survey_refuses_by_cell(
    tmp_path: Path, word: str, column: str
) -> None:
    table, people, faults = read(tmp_path, [*changed(column, word), ROW])
    fault = only(faults, "refuse", "unknown_answer" if column in (SUPPORT, FUTURE) else "blank_word")
    assert (fault.row, fault.column, fault.value) == (2, column, word) and table.empty and people.empty


@pytest.mark.parametrize(
    ("column", "level"), [("Svarsdatum", "flag"), ("Övrigt", "flag"), ("Kön", "refuse"), (SUPPORT, "refuse")]
)
def test_row_10_an_excel_error_in_a_survey_refuses_where_a_figure_rests_on_it(
    tmp_path: Path, column: str, level: str
) -> None:
    header = [*HEADER, "Övrigt"]
    book = openpyxl.Workbook()
    book.active.title = "Svar"
    for row in (
        header,
        [*ROW, ""],
        ["#N/A" if h == column else c for h, c in zip(header, [*ROW, ""], strict=True)],
    ):
        book.active.append(row)
    book.save(tmp_path / "deltagare.xlsx")
    table, _, faults = surveys.read(
        tmp_path / "deltagare.xlsx", "surveys/deltagare.xlsx", "deltagare", YEAR, []
    )
    told = [(f.level, f.sheet, f.row, f.column, f.value) for f in faults.found if f.code == "error_cell"]
    assert told == [(level, "Svar", 3, column, "#N/A")] and len(table) == (6 if level == "flag" else 0)


def test_a_workbook_names_sheet_row_and_column(tmp_path: Path) -> None:
    """Row 29 in a workbook: the sheet is named too; a number cell is no label."""
    book = openpyxl.Workbook()
    book.active.title = "Svar"
    for row in (["Enkät hösten 2019"], HEADER, ROW, [*ROW[:3], 5, *ROW[4:]]):
        book.active.append(row)
    book.save(tmp_path / "deltagare.xlsx")
    _, _, faults = surveys.read(tmp_path / "deltagare.xlsx", "surveys/deltagare.xlsx", "deltagare", YEAR, [])
    line = only(faults, "refuse", "unknown_answer").line()
    assert line.startswith(f"FEL: surveys/deltagare.xlsx, blad Svar, rad 4, kolumn {SUPPORT}: ”5”")


# Technical columns

TOOLS = {
    "microsoft forms": ["Id", "Starttid", "Slutförandetid", "E-post", "Namn", "Senast ändrad", "Språk"],
    "microsoft forms, english": [
        "ID",
        "Start time",
        "Completion time",
        "Email",
        "Name",
        "Last modified time",
        "Language",
    ],
    "google forms": ["Tidstämpel", "E-postadress", "Poäng"],
    "google forms, english": ["Timestamp", "Email Address", "Username", "Score"],
    "limesurvey": [
        "Svars-ID",
        "Datum inskickat",
        "Sista sida",
        "Startspråk",
        "Frö",
        "Datum startat",
        "Datum senaste aktivitet",
        "IP-adress",
    ],
    "limesurvey, english": [
        "Response ID",
        "Date submitted",
        "Last page",
        "Start language",
        "Seed",
        "Date started",
        "Date last action",
        "IP address",
        "Referrer URL",
    ],
    "limesurvey, codes": [
        "id",
        "submitdate",
        "lastpage",
        "startlanguage",
        "seed",
        "token",
        "startdate",
        "datestamp",
        "ipaddr",
        "refurl",
    ],
}


@pytest.mark.parametrize("columns", TOOLS.values(), ids=TOOLS)
def test_technical_columns_are_ignored(tmp_path: Path, columns: list[str]) -> None:
    rows = [[*columns, *HEADER[1:]], [*("1" for _ in columns), *ROW[1:]]]
    table, _, faults = read(tmp_path, rows)
    assert faults.found == [] and given(table) == GIVEN


def test_row_40_a_personnummer_in_a_technical_column_is_flagged_without_digits(
    tmp_path: Path, test_numbers: list[str]
) -> None:
    number = test_numbers[-1]
    table, _, faults = read(tmp_path, [["Namn", *HEADER], [f"Kim {number[2:8]}-{number[8:]}", *ROW]])
    fault = only(faults, "flag", "stray_personnummer")
    assert (
        (fault.row, fault.column, fault.value) == (2, "Namn", "")
        and number[8:] not in fault.line()
        and given(table) == GIVEN
    )


def test_row_40_a_personnummer_as_an_answer_is_masked(tmp_path: Path, test_numbers: list[str]) -> None:
    _, _, faults = read(tmp_path, changed(SUPPORT, test_numbers[-1]))
    assert {f.code for f in faults.found} == {"unknown_answer", "stray_personnummer"}
    assert not any(test_numbers[-1][-4:] in f.line() for f in faults.found)


# Platforms


@pytest.mark.parametrize(
    ("written", "place"),
    [
        ("vannas", "vannas"),
        ("VANNAS", "vannas"),
        ("Samordningsteamet i Vännäs", "vannas"),
        ("samordningsteamet i\u00a0vännäs ", "vannas"),
        ("Vännäs", "vannas"),
        ("torgen", "torgen"),
        ("UNGDOMSTORGET OCH VUXENTORGET", "torgen"),
        ("Kranskommunerna", "kranskommunerna"),
        ("forbundet", "forbundet"),
        ("Förbundet", "forbundet"),
        ("Samordningsförbundet Umeåregionen", "forbundet"),
    ],
)
def test_a_platform_or_whole_by_id_or_name_in_any_case(tmp_path: Path, written: str, place: str) -> None:
    table, people, faults = read(tmp_path, changed("Plattform", written))
    assert faults.found == [] and set(table["platform"]) == set(people["platform"]) == {place}


@pytest.mark.parametrize("year", [2017, 2018, 2019])
def test_every_name_in_the_shipped_definitions_is_found(year: int) -> None:
    defined = definitions.load(Workspace(REPOSITORY).definitions / f"{year}.yaml")
    places = Places.of(defined)
    for place in [*defined.platforms, *defined.wholes]:
        assert {places.find(t) for t in (place.id, place.name, place.label, place.name.upper())} == {place.id}


@pytest.mark.parametrize("group", ["styrelse", "forbundschef"])
@pytest.mark.parametrize("written", ["", "ungdomstorget", "Okänd"])
def test_answers_of_the_board_and_its_chief_belong_to_the_association(
    tmp_path: Path, group: str, written: str
) -> None:
    """The accounts of 2017 and 2018 print them under Ungdomstorget; the answers are the association's."""
    defined = definitions.load(Workspace(REPOSITORY).definitions / "2018.yaml")
    asked = defined.questions_to(group)
    rows = [
        ["Plattform", "Kön", *(q.wordings[0] for q in asked)],
        [written, "Man", *(defined.scale(q.scale).answers[0] for q in asked)],
    ]
    table, people, faults = read(tmp_path, rows, group, defined)
    assert faults.found == [] and len(table) == len(asked)
    assert set(table["platform"]) == set(people["platform"]) == {"forbundet"}


@pytest.mark.parametrize("written", ["Ungdomstårget", "Skellefteå"])
def test_row_29b_an_unknown_platform_is_an_error_of_its_rows_alone(tmp_path: Path, written: str) -> None:
    table, people, faults = read(tmp_path, [HEADER, ROW, [ROW[0], written, *ROW[2:]]])
    fault = only(faults, "omit", "unknown_platform")
    assert (fault.row, fault.column, fault.value) == (
        3,
        "Plattform",
        written if written == "Ungdomstårget" else telling.hidden(),
    ) and "Ungdomstorget" in fault.action
    assert given(table) == GIVEN and len(people) == 1


@pytest.mark.parametrize(
    ("written", "expected"), [("kvinna", "women"), (" K ", "women"), ("MAN", "men"), ("m", "men")]
)
def test_row_19_gender_of_a_respondent(tmp_path: Path, written: str, expected: str) -> None:
    table, _, faults = read(tmp_path, changed("Kön", written))
    assert faults.found == [] and set(table["gender"]) == {expected}


@pytest.mark.parametrize("written", ["X", "Okänt", ""])
def test_row_19_an_unknown_gender_is_flagged_and_counted_in_all(tmp_path: Path, written: str) -> None:
    table, people, faults = read(tmp_path, [*changed("Kön", written), ROW])
    assert only(faults, "flag", "gender_unknown").row == 2
    facts = Facts(
        answers.facts(
            table, people, none_invited(), YEAR.model_copy(update={"protected_below": 0}), Facts([])
        )
    )
    by_group = {
        g: facts.get("ungdomstorget", "answered:1.4", "deltagare", g).value
        for g in ("all", "women", "men", "unknown")
    }
    assert by_group == {"all": 2, "women": 1, "men": 0, "unknown": 1}


@pytest.mark.parametrize("column", ["Plattform", "Kön"])
def test_row_8_a_column_missing_misspelt_or_twice_refuses(tmp_path: Path, column: str) -> None:
    at = HEADER.index(column)
    for header, row, code in (
        ([*HEADER[:at], *HEADER[at + 1 :]], [*ROW[:at], *ROW[at + 1 :]], "column_missing"),
        ([*HEADER[:at], column + "x", *HEADER[at + 1 :]], ROW, "column_misspelt"),
        ([*HEADER, column], [*ROW, ROW[at]], "column_twice"),
    ):
        table, _, faults = read(tmp_path, [header, row])
        assert table.empty and only(faults, "refuse", code).column == column


def test_a_correction_mends_an_answer(tmp_path: Path) -> None:
    content = text_of(changed(SUPPORT, "Vet ej")).encode()
    mend = Correction("surveys/deltagare.csv", 2, SUPPORT, "Vet ej", "Till stor del", "ringde")
    table, _, faults = read_bytes(tmp_path, content, corrections=(mend,))
    assert only(faults, "note", "corrected").row == 2 and given(table) == GIVEN


# Row 30: protection, from the delivered file to the facts


def none_invited() -> pd.DataFrame:
    return pd.DataFrame(columns=surveys.INVITED_COLUMNS).astype({"invited": "int64"})


@pytest.mark.parametrize(("count", "state"), [(4, "too-few"), (5, "ok")])
def test_row_30_fewer_answers_than_the_limit_show_nothing(tmp_path: Path, count: int, state: str) -> None:
    """Ten people answer the survey, `count` of them question 1.4: that question alone is hidden."""
    silent = [*ROW[:3], "", *ROW[4:]]
    table, people, faults = read(tmp_path, [HEADER, *[ROW] * count, *[silent] * (10 - count)])
    assert faults.found == []
    facts = Facts(answers.facts(table, people, none_invited(), YEAR, Facts([])))
    about = [f for f in facts if f.platform == "ungdomstorget" and f.measure.split(":")[1:2] == ["1.4"]]
    assert facts.get("ungdomstorget", "question:1.4", "deltagare").state == state
    assert facts.get("ungdomstorget", "question:1.5", "deltagare").state == "ok"
    if state == "too-few":
        assert about and {(f.state, f.value, f.numerator, f.denominator) for f in about} == {
            ("too-few", None, None, None)
        }


# invited.csv: how many were asked


def read_invited(folder: Path, content: str | bytes) -> tuple[list[tuple], Faults]:
    path = folder / "invited.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    table, faults = surveys.read_invited(path, "surveys/invited.csv", YEAR, [])
    return list(table[["platform", "respondents", "invited"]].itertuples(index=False, name=None)), faults


ASKED = "Plattform;Grupp;Utskick\nSamordningsteamet i Vännäs;Personal;12\ntorgen;STYRGRUPP;11\n"
ASKED_ROWS = [("vannas", "personal", 12), ("torgen", "styrgrupp", 11)]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_row_13_invited_in_any_encoding(tmp_path: Path, encoding: str, line_end: str) -> None:
    rows, faults = read_invited(tmp_path, ASKED.replace("\n", line_end).encode(encoding))
    assert faults.found == [] and rows == ASKED_ROWS


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_row_14_invited_with_another_separator(tmp_path: Path, separator: str) -> None:
    rows, faults = read_invited(tmp_path, ASKED.replace(";", separator))
    assert faults.found == [] and rows == ASKED_ROWS


@pytest.mark.parametrize("sent", ["-3", "\u22123", "tolv", "12,5", "1 234", "12.0", "²", "", "NA"])
def test_row_29b_utskick_that_is_no_whole_number_refuses_by_row(tmp_path: Path, sent: str) -> None:
    rows, faults = read_invited(tmp_path, ASKED + f"vindeln;personal;{sent}\n")
    fault = only(faults, "refuse", "not_a_count")
    assert rows == [] and (fault.row, fault.column, fault.value) == (4, "Utskick", sent)


@pytest.mark.parametrize("word", ["NA", "N/A", "None", "-", "null", "0"])
@pytest.mark.parametrize("column", [0, 1, 2], ids=["Plattform", "Grupp", "Utskick"])
def test_row_25_a_word_for_nothing_in_invited_refuses_by_cell(tmp_path: Path, word: str, column: int) -> None:
    """Nobody asked is a number: Utskick may be `0`."""
    cells = ["vindeln", "personal", "4"]
    cells[column] = word
    rows, faults = read_invited(tmp_path, ASKED + ";".join(cells) + "\n")
    if (column, word) == (2, "0"):
        assert faults.found == [] and rows == [*ASKED_ROWS, ("vindeln", "personal", 0)]
    else:
        fault = faults.found[0]
        assert (
            rows == []
            and len(faults.found) == 1
            and (fault.level, fault.row, fault.value) == ("refuse", 4, word)
        )
        assert fault.column == ["Plattform", "Grupp", "Utskick"][column]


@pytest.mark.parametrize("cut", [2, 3])
def test_row_16_a_last_number_of_invited_that_may_have_lost_digits_is_flagged_by_line(
    tmp_path: Path, cut: int
) -> None:
    content = ASKED.replace("\n", "\r\n")
    rows, faults = read_invited(tmp_path, content[:-cut])
    fault = only(faults, "flag", "open_end")
    assert rows[-1][2] == int("11"[: 4 - cut]) and (fault.row, fault.column, fault.value) == (
        3,
        "Utskick",
        "11"[: 4 - cut],
    )


def test_row_29b_an_unknown_platform_in_invited_is_an_error_of_its_row(tmp_path: Path) -> None:
    rows, faults = read_invited(tmp_path, ASKED + "Vindelen;personal;4\n")
    fault = only(faults, "omit", "unknown_platform")
    assert rows == ASKED_ROWS and (fault.row, fault.value) == (4, "Vindelen") and "Vindeln" in fault.action


def test_an_unknown_group_in_invited_refuses_by_row(tmp_path: Path) -> None:
    rows, faults = read_invited(tmp_path, ASKED + "vindeln;personalen på golvet;4\n")
    fault = only(faults, "refuse", "unknown_label")
    assert rows == [] and (fault.row, fault.column) == (4, "Grupp") and "personal" in fault.action


def test_the_same_platform_and_group_twice_in_invited_refuses_and_names_both_rows(tmp_path: Path) -> None:
    """Added up in silence the response rate would be wrong."""
    rows, faults = read_invited(tmp_path, ASKED + "vannas;personal;12\n")
    fault = only(faults, "refuse", "invited_twice")
    assert rows == [] and fault.row == 4 and "rad 2" in fault.message


def test_those_asked_on_the_board_belong_to_the_association(tmp_path: Path) -> None:
    rows, faults = read_invited(tmp_path, "Plattform;Grupp;Utskick\nungdomstorget;Styrelse;8\n")
    assert faults.found == [] and rows == [("forbundet", "styrelse", 8)]


@pytest.mark.parametrize("line", ["vindeln;personal;4;5", "vindeln;personal"], ids=["too many", "too few"])
def test_row_16_an_uneven_row_in_invited_refuses_by_line(tmp_path: Path, line: str) -> None:
    rows, faults = read_invited(tmp_path, ASKED + line + "\n")
    assert rows == [] and only(faults, "refuse", "uneven_row").row == 4


def test_row_40_a_personnummer_in_invited_is_flagged(tmp_path: Path, test_numbers: list[str]) -> None:
    content = (
        ASKED.replace("Utskick", "Utskick;Kontakt")
        .replace("12", f"12;{test_numbers[0]}")
        .replace("11", "11;")
    )
    rows, faults = read_invited(tmp_path, content)
    assert rows == ASKED_ROWS and [(f.level, f.code) for f in faults.found] == [
        ("note", "extra_column"),
        ("flag", "stray_personnummer"),
    ]
    assert not any(test_numbers[0][-4:] in f.line() for f in faults.found)


def test_row_29b_more_answers_than_asked_are_found_with_both_numbers(tmp_path: Path) -> None:
    table, people, _ = read(
        tmp_path,
        [["Plattform", "Kön", LED, REGION], *[["torgen", "Man", "Delvis", "Delvis"]] * 3],
        "styrgrupp",
    )
    (tmp_path / "invited.csv").write_text("Plattform;Grupp;Utskick\ntorgen;styrgrupp;2\n", encoding="utf-8")
    invited, _ = surveys.read_invited(tmp_path / "invited.csv", "surveys/invited.csv", YEAR, [])
    facts = answers.facts(table, people, invited, YEAR, Facts([]))
    ((place, group, answered, asked),) = answers.more_answers_than_asked(facts)
    faults = Faults(place, "surveys/invited.csv")
    faults.flag(
        "more_answers_than_asked", answered=answered, asked=asked, platform=YEAR.name(place), group=group
    )
    assert (
        "3 har svarat men bara 2 fick enkäten (Ungdomstorget och Vuxentorget, styrgrupp)"
        in faults.found[0].line()
    )


def test_a_survey_that_is_not_there_has_no_response_of_nought(tmp_path: Path) -> None:
    (tmp_path / "invited.csv").write_text("Plattform;Grupp;Utskick\ntorgen;styrgrupp;2\n", encoding="utf-8")
    invited, _ = surveys.read_invited(tmp_path / "invited.csv", "surveys/invited.csv", YEAR, [])
    table, people, _faults = read(tmp_path, [["Plattform", "Kön"], ["torgen", "Man"]], "styrgrupp")
    facts = Facts(answers.facts(table, people, invited, YEAR, Facts([])))
    said = [facts.get("torgen", m, "styrgrupp") for m in ("asked", "answered", "response:asked")]
    assert [(f.state, f.value) for f in said] == [("ok", 2), ("missing", None), ("missing", None)]


def test_row_13_a_question_with_more_commas_than_the_file_has_separators(tmp_path: Path) -> None:
    defined = definitions.load(Workspace(REPOSITORY).definitions / "2018.yaml")
    question = defined.question("1.8", "deltagare")
    table, _, _ = read(
        tmp_path,
        [["Svarsdatum", "Plattform", "Kön", question.wordings[0]], ["2018-11-05", "vannas", "Man", "Nej"]],
        defined=defined,
    )
    assert question.wordings[0].count(",") > 3 and given(table) == [("1.8", "Nej")]


# What may be left out, and what is told of it.

LOCAL = ["Plattform", "Kön", "Den lokala samverkan fungerar?"]


def said(*rows: str, head: str = ";".join(LOCAL)) -> bytes:
    return "".join(f"{line}\r\n" for line in (head, *rows)).encode()


@pytest.mark.parametrize(
    ("head", "spoilt"),
    [
        ("Fungerar den lokala samverkan?", True),
        ("Hur fungerar den lokala samverkan?", True),
        ("Lokala samverkan fungerar", True),
        ("4.11", True),
        ("Vad tycker du om kaffet?", False),
        ("Har du fått det stöd du behöver?", False),
    ],
)
def test_a_question_in_other_words_spoils_the_one_that_is_missing(
    tmp_path: Path, head: str, spoilt: bool
) -> None:
    content = said("vannas;Man;Helt och hållet", head=f"Plattform;Kön;{head}")
    table, _, faults = read_bytes(tmp_path, content, "personal")
    found = [f for f in faults.found if f.code == "unknown_question"]
    assert table.empty and [f.level for f in found] == ["omit" if spoilt else "flag"]
    assert ("headings.csv" in found[0].ours) == spoilt and not faults.refused


def test_a_second_column_with_the_answers_that_the_first_lacks_spoils_the_question(tmp_path: Path) -> None:
    head = ";".join([*LOCAL, "Den lokala samverkanen fungerar?"])
    rows = ("vannas;Man;Helt och hållet;", "vannas;Kvinna;;Till stor del")
    table, _, faults = read_bytes(tmp_path, said(*rows, head=head), "personal")
    assert table.empty and ("omit", "unknown_question") in [(f.level, f.code) for f in faults.found]
    rows = ("vannas;Man;Helt och hållet;", "vannas;Kvinna;;Bara när det passar")
    table, _, faults = read_bytes(tmp_path, said(*rows, head=head), "personal")
    assert len(table) == 1 and ("flag", "unknown_question") in [(f.level, f.code) for f in faults.found]


@pytest.mark.parametrize(
    ("head", "row", "places"),
    [
        (";".join(LOCAL) + ";;;", "vannas;Man;;Till stor del;;", "D"),
        (";".join(LOCAL) + ";;;", "vannas;Man;Helt och hållet;;X;X", "E–F"),
        (";".join(LOCAL) + ";; ;Övrigt;", "vannas;Man;;;Till stor del;;4", "E, G"),
        ("Plattform;Kön;;Den lokala samverkan fungerar?", "vannas;Man;Till stor del;Helt och hållet", "C"),
    ],
)
def test_answers_under_no_heading_refuse_and_name_their_columns(
    tmp_path: Path, head: str, row: str, places: str
) -> None:
    table, people, faults = read_bytes(tmp_path, said(row, head=head), "personal")
    (fault,) = [f for f in faults.found if f.level == "refuse"]
    assert fault.code == "unheaded_answers" and f"({places})" in fault.message
    assert table.empty and people.empty


def test_columns_without_heading_and_words_say_nothing(tmp_path: Path) -> None:
    content = said("vannas;Man;Helt och hållet;;", head=";".join(LOCAL) + ";;")
    table, _, faults = read_bytes(tmp_path, content, "personal")
    assert len(table) == 1 and "unheaded_answers" not in [f.code for f in faults.found]


@pytest.mark.parametrize(
    ("column", "values", "people"),
    [
        ("ID", ("7", "7"), 1),
        ("Svars-ID", ("7", "7"), 1),
        ("Response_ID", ("7", "8"), 2),
        ("ID", ("", ""), 2),
        ("Sluttid", ("2019-11-05 10:12:33", "2019-11-05 10:12:33"), 1),
        ("Tidstämpel", ("2019-11-05 10:12", "2019-11-05 10:13"), 2),
        ("Tidstämpel", ("2019-11-05 00:00:00", "2019-11-05 00:00:00"), 2),
        ("Svarsdatum", ("2019-11-05", "2019-11-05"), 2),
        ("Språk", ("svenska", "svenska"), 2),
    ],
)
def test_equal_rows_are_one_person_s_only_with_a_number_or_a_time_of_their_own(
    tmp_path: Path, column: str, values: tuple[str, str], people: int
) -> None:
    rows = [f"{v};vannas;Man;Helt och hållet" for v in values]
    table, told, faults = read_bytes(tmp_path, said(*rows, head=";".join([column, *LOCAL])), "personal")
    twice = [(f.level, f.row) for f in faults.found if f.code == "row_twice"]
    assert len(table) == len(told) == people and twice == ([("flag", 3)] if people == 1 else [])


@pytest.mark.parametrize("words", ["Summa", "Totalt antal svar", "S:a"])
def test_a_row_of_sums_below_the_answers_is_told_and_left_out(tmp_path: Path, words: str) -> None:
    table, people, faults = read_bytes(
        tmp_path, said("vannas;Man;Helt och hållet", f"{words};;1"), "personal"
    )
    (fault,) = [f for f in faults.found if f.code == "total_row"]
    assert len(table) == len(people) == 1 and (fault.level, fault.row, fault.value) == ("flag", 3, words)
    table, people, faults = read_bytes(tmp_path, said("Summa;;1"), "styrelse")
    assert table.empty and people.empty and not faults.refused


def test_answers_without_a_platform_are_an_error_and_a_note_below_them_is_none(tmp_path: Path) -> None:
    rows = ("vannas;Man;Helt och hållet", ";Kvinna;Delvis", "Sammanställt av AB;;")
    table, people, faults = read_bytes(tmp_path, said(*rows), "personal")
    assert len(table) == len(people) == 1
    told = [(f.level, f.code, f.row) for f in faults.found if f.row != 1]
    assert told == [("omit", "no_platform", 3), ("note", "no_answers", 4)]
