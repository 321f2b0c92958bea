"""sus.csv, helarsekvivalenter.csv, corrections.csv and examples/*.md.

Rows 10, 13-19, 25-26, 40 and 42 of the list of bad inputs.
"""

import datetime as dt
from fractions import Fraction
from pathlib import Path

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from helpers import definitions, identity
from helpers.context import Context
from helpers.counting import background, society
from helpers.deliveries import examples, participants, sus
from helpers.deliveries import yearly_equivalents as society_reader
from helpers.deliveries.delivery import Delivery
from helpers.deliveries.files import cells, corrections
from helpers.deliveries.files.corrections import Correction
from helpers.facts import Facts
from helpers.faults import Fault, Faults
from helpers.masking import cleared, telling
from helpers.pages import document, html
from helpers.paths import REPOSITORY, Workspace

YEAR = definitions.load(Workspace(REPOSITORY).definitions / "2019.yaml")
SECRET = b"a test's own key"
SUS = (
    "Insats;Personnummer;Kön;Startdatum;Slutdatum;Tid i offentlig försörjning;"
    "Antal år i offentlig försörjning;Utbildningsnivå;Försörjning före;Omfattning före\n"
)
HAE = "Kommun;År;Period;Ohälsa;Arbetsmarknadsstöd;Ekonomiskt bistånd;Totalt;Befolkning\n"
HAE_ROWS = "Umeå;2018;helår;5300;2200;700;8200;82000\nUmeå;2019;halvår 1;;;;4000;82500\n"


@pytest.fixture(scope="module")
def numbers(test_numbers: list[str]) -> list[str]:
    """The published test numbers of women who lived in 2019."""
    return [n for n in test_numbers if n < "2019" and n[10] in "02468"]


def only(faults: Faults, level: str, code: str) -> Fault:
    """The one finding there is; it says its file and what to do."""
    (fault,) = faults.found
    assert (fault.level, fault.code) == (level, code)
    assert fault.file in fault.line() and (fault.action or level == "note")
    return fault


def sus_line(number: str, **cells: str) -> str:
    row = {
        "place": "Ungdomstorget",
        "number": number,
        "gender": "Kvinna",
        "start": "2019-02-01",
        "end": "",
        "time": "Upp till 1 år",
        "years": "0,5",
        "education": "Gymnasium",
        "support": "Försörjningsstöd",
        "extent": "100",
    } | cells
    return ";".join(row.values()) + "\n"


def read_sus(folder: Path, content: str | bytes) -> tuple[pd.DataFrame, Faults]:
    path = folder / "sus.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return sus.read(path, "sus.csv", YEAR, SECRET, [])


def read_hae(
    folder: Path, content: str | bytes, mend: tuple[Correction, ...] = ()
) -> tuple[pd.DataFrame, Faults]:
    path = folder / "helarsekvivalenter.csv"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return society_reader.read(path, "helarsekvivalenter.csv", YEAR, list(mend))


# sus.csv


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_row_13_sus_in_any_encoding(tmp_path: Path, numbers: list[str], encoding: str, line_end: str) -> None:
    content = (SUS + sus_line(numbers[-1]) + sus_line(numbers[-1], support="A-kassa")).replace("\n", line_end)
    table, faults = read_sus(tmp_path, content.encode(encoding))
    assert faults.found == [] and table.columns.tolist() == sus.COLUMNS
    assert table["registration"].nunique() == 1 and table["support_before"].tolist() == [
        "Försörjningsstöd",
        "A-kassa",
    ]
    assert table["row"].tolist() == ["sus.csv#!2", "sus.csv#!3"]


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_row_14_sus_with_another_separator(tmp_path: Path, numbers: list[str], separator: str) -> None:
    content = (SUS + sus_line(numbers[-1], years="")).replace(";", separator)
    table, faults = read_sus(tmp_path, content)
    assert faults.found == [] and table["education"].tolist() == ["Gymnasium"]


@pytest.mark.parametrize("years", ["", "0,5", "1 234,5", "1\u00a0234,5", "\u22123", "-3", "12"])
def test_row_15_numbers_as_swedish_systems_write_them_are_read(
    tmp_path: Path, numbers: list[str], years: str
) -> None:
    table, faults = read_sus(tmp_path, SUS + sus_line(numbers[-1], years=years))
    assert faults.found == [] and len(table) == 1


@pytest.mark.parametrize(
    "column", [("years", "Antal år i offentlig försörjning"), ("extent", "Omfattning före")]
)
@pytest.mark.parametrize("text", ["10.5", "tio", "1,2,3", "--3", "²", "12 34", "1e3", "NA", "-", ","])
def test_row_15_what_is_no_number_refuses_by_cell(
    tmp_path: Path, numbers: list[str], column: tuple[str, str], text: str
) -> None:
    table, faults = read_sus(tmp_path, SUS + sus_line(numbers[-1], **{column[0]: text}))
    fault = only(faults, "refuse", "not_a_number")
    assert table.empty and (fault.row, fault.column, fault.value) == (2, column[1], text)


@given(st.text(alphabet="0123456789 ,.-\u2212\u00a0²e", max_size=12))
def test_row_15_any_text_is_a_number_or_none_and_never_an_error(text: str) -> None:
    value = cells.to_decimal(text)
    plain = text.replace("\u00a0", " ").strip().replace("\u2212", "-").replace(",", ".").replace(" ", "")
    assert value is None or value == float(plain)
    assert value is None or "." not in text


def test_row_16_sus_without_a_last_line_break_is_flagged_where_no_figure_rests_on_the_number(
    tmp_path: Path, numbers: list[str]
) -> None:
    table, faults = read_sus(tmp_path, (SUS + sus_line(numbers[-1])).rstrip("\n"))
    fault = only(faults, "flag", "open_end")
    assert len(table) == 1 and (fault.row, fault.column, fault.value) == (2, "Omfattning före", "100")


@pytest.mark.parametrize("cut", ["extra", "short", "mid-row"])
def test_row_16_uneven_rows_in_sus_refuse_by_line(tmp_path: Path, numbers: list[str], cut: str) -> None:
    line = sus_line(numbers[-1])
    bad = {
        "extra": line.strip() + ";1\n",
        "short": line.rpartition(";")[0] + "\n",
        "mid-row": line[: len(line) // 2],
    }[cut]
    table, faults = read_sus(tmp_path, SUS + sus_line(numbers[-2]) + bad)
    assert table.empty and only(faults, "refuse", "uneven_row").row == 3


def test_row_16_a_quoted_cell_cut_off_refuses_by_line(tmp_path: Path, numbers: list[str]) -> None:
    table, faults = read_sus(tmp_path, SUS + sus_line(numbers[-1]) + 'Ungdomstorget;"')
    fault = only(faults, "refuse", "broken_csv")
    assert table.empty and fault.row == 3


def test_row_17_faulty_personnummer_in_sus_are_flagged_without_digits(
    tmp_path: Path, numbers: list[str]
) -> None:
    number = numbers[-1]
    wrong = f"{number[:11]}{(int(number[11]) + 1) % 10}"
    table, faults = read_sus(tmp_path, SUS + sus_line(wrong) + sus_line(number[3:]) + sus_line(""))
    assert len(table) == 3 and [(f.level, f.code, f.row, f.column) for f in faults.found] == [
        ("flag", "person_checksum", 2, "Personnummer"),
        ("flag", "person_form", 3, "Personnummer"),
        ("flag", "person_blank", 4, "Personnummer"),
    ]
    assert not any(number[4:8] in f.line() or number[8:11] in f.line() for f in faults.found)


def test_row_18_one_registration_however_the_number_is_written(tmp_path: Path, numbers: list[str]) -> None:
    number = numbers[-1]
    written = [number, number[2:], f"{number[:8]}-{number[8:]}", f"{number[2:8]}-{number[8:]}"]
    supports = YEAR.sus.support
    rows = "".join(sus_line(w, support=supports[i]) for i, w in enumerate(written))
    table, faults = read_sus(tmp_path, SUS + rows)
    assert faults.found == [] and len(table) == 4 and table["registration"].nunique() == 1


def test_row_19_two_kon_in_one_registration_are_flagged_and_the_first_is_counted(
    tmp_path: Path, numbers: list[str]
) -> None:
    rows = sus_line(numbers[-1]) + sus_line(numbers[-1], gender="Man", support="A-kassa")
    table, faults = read_sus(tmp_path, SUS + rows)
    fault = only(faults, "flag", "sus_rows_differ")
    assert (fault.row, fault.column, fault.value) == (3, "Kön", "Man") and "rad 2" in fault.message
    facts = Facts(background.facts(table, YEAR))
    people = [facts.get("ungdomstorget", "sus:people", "", g).value for g in ("all", "women", "men")]
    assert people == [1, 1, 0]


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"time": "Upp till 1 ar"}, "Tid i offentlig försörjning"),
        ({"education": "Grundskole"}, "Utbildningsnivå"),
        ({"support": "NA"}, "Försörjning före"),
        ({"time": "-"}, "Tid i offentlig försörjning"),
        ({"education": "0"}, "Utbildningsnivå"),
        ({"support": "null"}, "Försörjning före"),
    ],
)
def test_row_25_unknown_labels_in_sus_refuse_by_cell(
    tmp_path: Path, numbers: list[str], cells: dict[str, str], column: str
) -> None:
    table, faults = read_sus(tmp_path, SUS + sus_line(numbers[-1], **cells))
    fault = only(faults, "refuse", "unknown_label")
    assert table.empty and (fault.row, fault.column, fault.value) == (2, column, *cells.values())


WORDS_FOR_NOTHING = ["NA", "N/A", "None", "-", "null", "0"]


@pytest.mark.parametrize("word", WORDS_FOR_NOTHING)
@pytest.mark.parametrize(
    ("key", "column", "code"),
    [
        ("place", "Insats", "blank_word"),
        ("gender", "Kön", "blank_word"),
        ("start", "Startdatum", "not_a_date"),
        ("end", "Slutdatum", "not_a_date"),
        ("time", "Tid i offentlig försörjning", "unknown_label"),
        ("education", "Utbildningsnivå", "unknown_label"),
        ("support", "Försörjning före", "unknown_label"),
    ],
)
def test_row_25_a_word_for_nothing_in_sus_refuses_by_cell(
    tmp_path: Path, numbers: list[str], word: str, key: str, column: str, code: str
) -> None:
    table, faults = read_sus(tmp_path, SUS + sus_line(numbers[-1], **{key: word}) + sus_line(numbers[-2]))
    fault = only(faults, "refuse", code)
    assert (
        table.empty and (fault.row, fault.column, fault.value) == (2, column, word) and word in fault.message
    )


def test_row_23_last_years_extract_is_refused_with_its_years(tmp_path: Path, numbers: list[str]) -> None:
    line = sus_line(numbers[-1], start="2017-05-02", end="2018-12-31")
    table, faults = read_sus(tmp_path, SUS + line)
    fault = only(faults, "refuse", "wrong_year")
    assert table.empty and "2017–2018" in fault.message and "2019" in fault.message
    assert read_sus(tmp_path, SUS + line + sus_line(numbers[-2]))[1].found == []
    raw = Workspace(REPOSITORY).raw(2018) / "sus.csv"
    assert "wrong_year" in [f.code for f in sus.read(raw, "sus.csv", YEAR, SECRET, [])[1].found]


def test_blank_time_education_and_support_are_missing_not_wrong(tmp_path: Path, numbers: list[str]) -> None:
    table, faults = read_sus(tmp_path, SUS + sus_line(numbers[-1], time="", education="", support=""))
    (row,) = table.to_dict("records")
    assert (
        faults.found == []
        and (row["time"], row["education"]) == ("Data saknas", "Saknas/okänd")
        and pd.isna(row["support_before"])
    )


@pytest.mark.parametrize(("key", "column"), [("start", "Startdatum"), ("end", "Slutdatum")])
@pytest.mark.parametrize("text", ["2019-02-30", "våren 2019", "03/14/2019", "1900-01-00"])
def test_row_21_dates_in_sus_that_are_none_refuse_by_cell(
    tmp_path: Path, numbers: list[str], key: str, column: str, text: str
) -> None:
    table, faults = read_sus(tmp_path, SUS + sus_line(numbers[-1], **{key: text}))
    fault = only(faults, "refuse", "not_a_date")
    assert table.empty and (fault.row, fault.column, fault.value) == (2, column, text)


def test_row_26_the_same_row_twice_in_sus_counts_once(tmp_path: Path, numbers: list[str]) -> None:
    """Two incomes are two rows; the same income twice is one."""
    line = sus_line(numbers[-1])
    table, faults = read_sus(tmp_path, SUS + line + sus_line(numbers[-1], support="A-kassa") + line)
    fault = only(faults, "flag", "row_twice")
    assert len(table) == 2 and fault.row == 4 and "rad 2" in fault.message


def test_an_unknown_insats_is_an_error_of_its_row(tmp_path: Path, numbers: list[str]) -> None:
    table, faults = read_sus(
        tmp_path, SUS + sus_line(numbers[-1]) + sus_line(numbers[-2], place="Vuxentorgett")
    )
    fault = only(faults, "omit", "unknown_platform")
    assert (fault.row, fault.column, fault.value) == (
        3,
        "Insats",
        "Vuxentorgett",
    ) and "Vuxentorget?" in fault.action
    assert table["platform"].tolist() == ["ungdomstorget"]


def test_sus_reads_the_optional_columns_and_keeps_no_personnummer(tmp_path: Path, numbers: list[str]) -> None:
    header = SUS.strip() + ";Försörjning efter;Sysselsättning efter\n"
    table, faults = read_sus(tmp_path, header + sus_line(numbers[-1]).strip() + ";A-kassa;Arbete\n")
    assert faults.found == [] and not identity.looks_like(table.to_csv())
    assert table[["support_after", "occupation_after"]].to_numpy().tolist() == [["A-kassa", "Arbete"]]


@pytest.mark.parametrize(
    ("after", "column", "near"),
    [("A-kasa;Arbete", "Försörjning efter", "A-kassa"), ("A-kassa;Jobb", "Sysselsättning efter", "Studier")],
)
def test_an_unknown_label_after_is_refused_at_its_row(
    tmp_path: Path, numbers: list[str], after: str, column: str, near: str
) -> None:
    header = SUS.strip() + ";Försörjning efter;Sysselsättning efter\n"
    table, faults = read_sus(tmp_path, header + sus_line(numbers[-1]).strip() + f";{after}\n")
    fault = only(faults, "refuse", "unknown_label")
    assert table.empty and (fault.row, fault.column) == (2, column) and near in fault.action


# helarsekvivalenter.csv


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_row_13_yearly_equivalents_in_any_encoding(tmp_path: Path, encoding: str, line_end: str) -> None:
    table, faults = read_hae(tmp_path, (HAE + HAE_ROWS).replace("\n", line_end).encode(encoding))
    assert (
        faults.found == []
        and table["area"].tolist() == ["umea", "umea"]
        and table["period"].tolist() == ["2018", "2019-h1"]
    )
    assert table["total"].tolist() == [8200, 4000] and table["ill-health"].isna().tolist() == [False, True]


@pytest.mark.parametrize("separator", [",", "\t"], ids=["comma", "tab"])
def test_row_14_yearly_equivalents_with_another_separator(tmp_path: Path, separator: str) -> None:
    table, faults = read_hae(tmp_path, (HAE + HAE_ROWS).replace(";", separator))
    assert faults.found == [] and table["population"].tolist() == [82000, 82500]


@pytest.mark.parametrize(
    ("text", "value"), [("1 234,5", 1234.5), ("1\u00a0234,5", 1234.5), ("8200", 8200), ("0", 0)]
)
def test_row_15_yearly_equivalents_with_blanks_and_comma(tmp_path: Path, text: str, value: float) -> None:
    table, faults = read_hae(tmp_path, HAE + HAE_ROWS.replace("8200;", f"{text};"))
    assert {f.code for f in faults.found} <= {"hae_parts"} and table["total"].tolist() == [value, 4000]


@pytest.mark.parametrize(
    ("text", "code"),
    [("10.5", "not_a_number"), ("okänt", "not_a_number"), ("NA", "not_a_number"), ("\u22123", "not_a_count")],
)
def test_row_15_yearly_equivalents_that_are_none_refuse_by_cell(tmp_path: Path, text: str, code: str) -> None:
    table, faults = read_hae(tmp_path, HAE + HAE_ROWS.replace("8200;", f"{text};"))
    fault = only(faults, "refuse", code)
    assert table.empty and (fault.row, fault.column, fault.value) == (2, "Totalt", text)


def test_a_population_of_nobody_refuses(tmp_path: Path) -> None:
    table, faults = read_hae(tmp_path, HAE + HAE_ROWS.replace("82000", "0"))
    assert table.empty and only(faults, "refuse", "not_a_count").column == "Befolkning"


@pytest.mark.parametrize(
    ("old", "new", "code", "column"),
    [
        ("2018", "18", "not_a_count", "År"),
        ("2018", "201²", "not_a_count", "År"),
        ("helår", "halvår 2", "unknown_label", "Period"),
        ("helår", "", "unknown_label", "Period"),
        ("Umeå;2018", ";2018", "blank_cell", "Kommun"),
    ],
)
def test_year_period_or_municipality_that_is_none_refuses_by_cell(
    tmp_path: Path, old: str, new: str, code: str, column: str
) -> None:
    table, faults = read_hae(tmp_path, HAE + HAE_ROWS.replace(old, new, 1))
    fault = only(faults, "refuse", code)
    assert table.empty and (fault.row, fault.column) == (2, column)


@pytest.mark.parametrize("word", WORDS_FOR_NOTHING)
@pytest.mark.parametrize("column", society_reader.Area.required())
def test_row_25_a_word_for_nothing_among_the_yearly_equivalents_refuses_by_cell(
    tmp_path: Path, word: str, column: str
) -> None:
    """`0` is a number of people who get support; no population."""
    cells = dict(zip(society_reader.Area.required(), HAE_ROWS.splitlines()[0].split(";"), strict=True)) | {
        column: word
    }
    table, faults = read_hae(tmp_path, f"{HAE}{';'.join(cells.values())}\n{HAE_ROWS.splitlines()[1]}\n")
    if word == "0" and column in ("Ohälsa", "Arbetsmarknadsstöd", "Ekonomiskt bistånd", "Totalt"):
        assert {f.code for f in faults.found} == {"hae_parts"}  # the others are no longer the total
        assert table[society_reader.NUMBERS[column]].iloc[0] == 0
    else:
        assert table.empty and [(f.level, f.row, f.column, f.value.upper()) for f in faults.found] == [
            ("refuse", 2, column, word.upper())
        ]


def test_row_16_a_last_number_that_may_have_lost_digits_is_flagged_by_line_until_it_is_confirmed(
    tmp_path: Path,
) -> None:
    whole = HAE + HAE_ROWS
    for digits in range(1, 6):
        table, faults = read_hae(tmp_path, whole[: len(whole) - 6 + digits])
        fault = only(faults, "flag", "open_end")
        assert table["population"].iloc[-1] == int("82500"[:digits]) and (
            fault.row,
            fault.column,
            fault.value,
        ) == (3, "Befolkning", "82500"[:digits])
    confirmed = Correction("helarsekvivalenter.csv", 3, "Befolkning", "82500", "82500", "ringde")
    table, faults = read_hae(tmp_path, whole[:-1], (confirmed,))
    assert table["population"].tolist() == [82000, 82500] and only(faults, "note", "corrected")


def test_row_16_uneven_rows_of_yearly_equivalents_refuse_by_line(tmp_path: Path) -> None:
    for bad in ("Vännäs;2018;helår;1;2;3;6;5100;9\n", "Vännäs;2018;helår;1;2;3;6\n", "Vännäs;2018;hel"):
        table, faults = read_hae(tmp_path, HAE + HAE_ROWS + bad)
        assert table.empty and only(faults, "refuse", "uneven_row").row == 4


def test_the_same_period_twice_refuses_and_names_both_rows(tmp_path: Path) -> None:
    table, faults = read_hae(tmp_path, HAE + HAE_ROWS + "UMEÅ;2018;Helår;;;;8300;82000\n")
    fault = only(faults, "refuse", "period_twice")
    assert table.empty and fault.row == 4 and "rad 2" in fault.message


def test_row_40_a_personnummer_among_the_yearly_equivalents_is_flagged(
    tmp_path: Path, numbers: list[str]
) -> None:
    lines = HAE_ROWS.splitlines()
    content = f"{HAE.strip()};Källa\n{lines[0]};{numbers[-1]}\n{lines[1]};SCB\n"
    table, faults = read_hae(tmp_path, content)
    assert len(table) == 2 and [(f.level, f.code, f.column) for f in faults.found] == [
        ("note", "extra_column", "Källa"),
        ("flag", "stray_personnummer", "Källa"),
    ]
    assert not any(numbers[-1][-4:] in f.line() for f in faults.found)


def test_a_half_year_is_compared_with_the_same_half_year_only(tmp_path: Path) -> None:
    table, _ = read_hae(tmp_path, HAE + HAE_ROWS + "Umeå;2018;halvår 1;;;;4100;82000\n")
    facts = Facts(society.facts(table, YEAR))
    change = 100 * (Fraction(4000, 82500) - Fraction(4100, 82000))
    assert facts.get("forbundet", "hae:umea:2019-h1:change").value == change
    assert facts.get("forbundet", "hae:umea:2018:change").state == "missing"


def test_row_63_of_two_editions_the_latest_counts_and_what_it_changed_is_told(tmp_path: Path) -> None:
    head = HAE.strip() + ";Utgåva\n"
    rows = "Umeå;2018;helår;;;;8200;82000;2020-01-20\nUmeå;2018;helår;;;;8300;82000;2019-06-01\n"
    table, faults = read_hae(tmp_path, head + rows + "Umeå;2017;helår;;;;8400;82000;\n")
    facts = Facts(society.facts(table, YEAR))
    assert faults.found == [] and facts.get("forbundet", "hae:umea:2018:total").value == 8200
    assert facts.get("forbundet", "hae:umea:2018:revision").value == -100
    assert facts.get("forbundet", "hae:umea:2018:change").value == 100 * Fraction(-200, 82000)
    assert facts.get("forbundet", "hae:umea:2017:revision").state == "missing"
    table, faults = read_hae(tmp_path, head + rows + rows.splitlines()[0] + "\n")
    assert table.empty and only(faults, "refuse", "period_twice").row == 4


@pytest.mark.parametrize(("beside", "is_refused"), [("100", True), ("99", False), ("", False)])
def test_row_63_a_zero_beside_a_year_of_hundreds_is_a_number_that_is_missing(
    tmp_path: Path, beside: str, is_refused: bool
) -> None:
    table, faults = read_hae(
        tmp_path, f"{HAE}Umeå;2018;helår;;;0;;82000\nUmeå;2017;helår;;;{beside};;82000\n"
    )
    assert table.empty == is_refused
    if is_refused:
        fault = only(faults, "refuse", "hae_zero")
        assert (fault.row, fault.column) == (2, "Ekonomiskt bistånd") and beside in fault.message


def test_row_63_a_half_year_without_the_year_before_it_has_no_change_from_it(tmp_path: Path) -> None:
    table, _ = read_hae(tmp_path, HAE + HAE_ROWS)
    facts = Facts(society.facts(table, YEAR))
    change = 100 * (Fraction(4000, 82500) - Fraction(8200, 82000))
    assert facts.get("forbundet", "hae:umea:2019-h1:change-from-year").value == change
    alone = Facts(society.facts(table[table["period"] == "2019-h1"], YEAR))
    assert alone.get("forbundet", "hae:umea:2019-h1:change-from-year").rule == "society.change-from-year"
    assert alone.get("forbundet", "hae:umea:2019-h1:change-from-year").state == "missing"


@pytest.mark.parametrize(("total", "is_told"), [("8202", False), ("8198", False), ("8203", True)])
def test_parts_are_their_total_but_for_rounding(tmp_path: Path, total: str, is_told: bool) -> None:
    table, faults = read_hae(tmp_path, HAE + HAE_ROWS.replace("8200;", f"{total};"))
    assert len(table) == 2 and [f.code for f in faults.found] == ["hae_parts"] * is_told


# corrections.csv

CORRECTIONS = "file;row;column;from;to;reason;who;when\n"
LIST = "Personnummer;Kön;Kommun;Aktualiserad;Aktualiserad av;Beslut;Start;Slut;Avslutsorsak\n"


def read_corrections(folder: Path, content: str) -> tuple[list[Correction], Faults]:
    (folder / "corrections.csv").write_text(content, encoding="utf-8")
    return corrections.read(folder / "corrections.csv")


def list_row(number: str, start: str = "2019-02-01", end: str = "2019-03-01", reason: str = "Arbete") -> str:
    return f"{number};Kvinna;Umeå;2019-01-10;Socialtjänsten;Ja;{start};{end};{reason}\n"


def read_list(folder: Path, content: str, mend: list[Correction]) -> tuple[pd.DataFrame, Faults]:
    path = folder / "vannas.csv"
    path.write_text(content, encoding="utf-8")
    before = path.read_bytes()
    found = participants.read(path, "participants/vannas.csv", "vannas", YEAR, SECRET, mend)
    assert path.read_bytes() == before
    return found


def mend_line(row: int, column: str, old: str, new: str, file: str = "participants/vannas.csv") -> str:
    return f"{file};{row};{column};{old};{new};ringde;AB;2020-01-15\n"


def test_no_corrections_file_means_no_corrections(tmp_path: Path) -> None:
    assert corrections.read(tmp_path / "corrections.csv")[0] == []
    assert corrections.read(tmp_path / "corrections.csv")[1].found == []


@pytest.mark.parametrize(
    ("row", "column", "old", "new"),
    [
        ({"end": "2019-01-15"}, "Slut", "2019-01-15", "2019-05-15"),
        ({"reason": "Arbeete"}, "Avslutsorsak", "arbeete", "Arbete"),
        ({"reason": ""}, "Avslutsorsak", "", "Studier"),
        ({"end": ""}, "avslutsorsak", "Arbete", ""),
        ({"start": "våren"}, "Start", "våren", "2019-02-01"),
    ],
    ids=["date", "label in any case", "fills a blank", "empties a cell", "unreadable"],
)
def test_a_correction_that_matches_mends_a_refusal(
    tmp_path: Path, numbers: list[str], row: dict[str, str], column: str, old: str, new: str
) -> None:
    content = LIST + list_row(numbers[-1], **row)
    table, faults = read_list(tmp_path, content, [])
    assert faults.refused and table.empty
    mend, found = read_corrections(tmp_path, CORRECTIONS + mend_line(2, column, old, new))
    assert found.found == []
    table, faults = read_list(tmp_path, content, mend)
    fault = only(faults, "note", "corrected")
    assert (
        len(table) == 1
        and fault.row == 2
        and f"”{old}” läses som ”{new}”" in fault.message
        and "ringde" not in fault.line()  # the association's own words, which no sender is told
        and "rad 2 i corrections.csv" in fault.ours
    )


@pytest.mark.parametrize(
    ("row", "column", "old"),
    [
        (2, "Avslutsorsak", "Studier"),
        (9, "Avslutsorsak", "Arbete"),
        (2, "Orsak", "Arbete"),
        (1, "Avslutsorsak", "Avslutsorsak"),
    ],
    ids=["other value", "no such row", "no such column", "the header"],
)
def test_a_correction_that_matches_nothing_refuses(
    tmp_path: Path, numbers: list[str], row: int, column: str, old: str
) -> None:
    mend, _ = read_corrections(tmp_path, CORRECTIONS + mend_line(row, column, old, "Studier"))
    table, faults = read_list(tmp_path, LIST + list_row(numbers[-1]), mend)
    fault = only(faults, "refuse", "correction_unmatched")
    assert table.empty and (fault.file, fault.row, fault.value) == ("corrections.csv", 2, old)
    assert f"”{old}” står inte i participants/vannas.csv, rad {row}, kolumn {column}." in fault.line()


def test_the_same_correction_twice_refuses(tmp_path: Path, numbers: list[str]) -> None:
    mend, _ = read_corrections(tmp_path, CORRECTIONS + mend_line(2, "Avslutsorsak", "Arbete", "Studier") * 2)
    _, faults = read_list(tmp_path, LIST + list_row(numbers[-1]), mend)
    assert [f.code for f in faults.found] == ["corrected", "correction_unmatched"]


@pytest.mark.parametrize(
    ("file", "meant"),
    [
        ("vannas.csv", "participants/vannas.csv"),
        ("VANNAS.csv", "participants/vannas.csv"),
        ("participants/vanas.csv", "participants/vannas.csv"),
        ("surveys/helarsekvivalenter.csv", "helarsekvivalenter.csv"),
        ("", "arsredovisning/tal.csv, forebyggande.csv, helarsekvivalenter.csv, nafs.csv, participants/"),
    ],
)
def test_a_correction_of_a_file_that_was_not_delivered_refuses(
    workspace: Workspace, file: str, meant: str
) -> None:
    """It is told at its own row, with the folder that its file lacks."""
    path = workspace.raw(2019) / "corrections.csv"
    lines = mend_line(5, "Totalt", "680", "690", "helarsekvivalenter.csv")
    lines += mend_line(17, "Slut", "", "2019-05-01", file)
    path.write_text(CORRECTIONS + lines, encoding="utf-8")
    defined = definitions.load(workspace.definitions / "2019.yaml")
    (fault,) = Delivery(Context(workspace, 2019), defined, SECRET).faults
    assert (fault.level, fault.code, fault.file) == ("refuse", "correction_file", "corrections.csv")
    assert (fault.row, fault.column, fault.value) == (3, "file", file)
    assert "med mappen framför" in fault.action and f"menades {meant}" in fault.action


def test_a_correction_through_the_whole_year_changes_one_cell(workspace: Workspace) -> None:
    defined = definitions.load(workspace.definitions / "2019.yaml")
    before = Delivery(Context(workspace, 2019), defined, SECRET).read("helarsekvivalenter")["society"]
    path = workspace.raw(2019) / "corrections.csv"
    path.write_text(
        CORRECTIONS + mend_line(5, "Totalt", "680", "690", "helarsekvivalenter.csv"), encoding="utf-8"
    )
    delivery = Delivery(Context(workspace, 2019), defined, SECRET)
    after = delivery.read("helarsekvivalenter")["society"]
    assert [f.code for f in delivery.faults] == ["corrected"]
    changed = before.compare(after)
    assert changed["total"].values.tolist() == [[680.0, 690.0]]


def test_a_corrected_personnummer_shows_no_digit(tmp_path: Path, numbers: list[str]) -> None:
    """Row 17: nine digits look like no personnummer, and still no digit of them is told."""
    number = numbers[-1]
    line = mend_line(2, "Personnummer", number[3:], number)
    for delivered, code in ((number[3:], "corrected"), (number, "correction_unmatched")):
        mend, _ = read_corrections(tmp_path, CORRECTIONS + line)
        _, faults = read_list(tmp_path, LIST + list_row(delivered), mend)
        told = " ".join(f.line() for f in faults.found)
        assert [f.code for f in faults.found] == [code] and number[3:] not in told and number[8:] not in told


def test_row_10_a_correction_mends_an_excel_error_and_an_excel_date(
    tmp_path: Path, numbers: list[str]
) -> None:
    book = openpyxl.Workbook()
    book.active.title = "Deltagare"
    book.active.append(LIST.strip().split(";"))
    start = dt.datetime(2019, 2, 1, 13, 45)
    book.active.append(
        [
            numbers[-1],
            "Kvinna",
            "Umeå",
            "2019-01-10",
            "Socialtjänsten",
            "Ja",
            start,
            dt.datetime(2019, 3, 1),
            "#N/A",
        ]
    )
    book.active["I2"].data_type = "e"
    book.save(tmp_path / "vannas.xlsx")
    file = "participants/vannas.xlsx"

    def read(mend: list[Correction]) -> tuple[pd.DataFrame, Faults]:
        return participants.read(tmp_path / "vannas.xlsx", file, "vannas", YEAR, SECRET, mend)

    assert only(read([])[1], "refuse", "error_cell").value == "#N/A"
    dates = mend_line(2, "Start", "2019-02-01", "2019-02-11", file) + mend_line(
        2, "Slut", "1/3 2019", "2019-03-11", file
    )
    mend, _ = read_corrections(
        tmp_path, CORRECTIONS + mend_line(2, "Avslutsorsak", "#N/A", "Arbete", file) + dates
    )
    table, faults = read(mend)
    assert [(f.code, f.sheet, f.row) for f in faults.found] == [("corrected", "Deltagare", 2)] * 3
    assert table[["start", "end"]].values.tolist() == [[pd.Timestamp(2019, 2, 11), pd.Timestamp(2019, 3, 11)]]
    mend, _ = read_corrections(tmp_path, CORRECTIONS + mend_line(2, "Start", "igår", "2019-02-11", file))
    assert "correction_unmatched" in [f.code for f in read(mend)[1].found]


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        ("file;row;column;from;to;reason;who\n", "column_missing", 1),
        (CORRECTIONS + "a.csv;2;Slut;x;y;z;AB\n", "uneven_row", 2),
        (CORRECTIONS + mend_line(2, "Slut", "x", "y").replace(";2;", ";två;"), "not_a_count", 2),
        (CORRECTIONS + mend_line(2, "Slut", "x", "y").replace(";2;", ";²;"), "not_a_count", 2),
        ("", "empty_file", None),
    ],
    ids=["no when", "a field too few", "row in words", "row as a superscript", "empty"],
)
def test_a_corrections_file_that_cannot_be_read_refuses(
    tmp_path: Path, content: str, code: str, row: int | None
) -> None:
    mend, faults = read_corrections(tmp_path, content)
    assert mend == [] and only(faults, "refuse", code).row == row


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
def test_row_13_corrections_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    content = (CORRECTIONS + mend_line(2, "Kön", "Okänt", "Kvinna")).replace("\n", "\r\n")
    (tmp_path / "corrections.csv").write_bytes(content.encode(encoding))
    assert corrections.read(tmp_path / "corrections.csv")[0] == [
        Correction("participants/vannas.csv", 2, "Kön", "Okänt", "Kvinna", "ringde", 2)
    ]


# examples/*.md


def read_example(folder: Path, content: str | bytes) -> tuple[pd.DataFrame, Faults, Path]:
    path = folder / "1.3-1.md"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return *examples.read(path, "examples/1.3-1.md", YEAR), path


FRONT = '---\nindicator: "1.3"\nplatform: Vännäs\n---\n'


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n"], ids=["crlf", "lf"])
def test_row_13_an_example_in_any_encoding(tmp_path: Path, encoding: str, line_end: str) -> None:
    table, faults, path = read_example(
        tmp_path, (FRONT + "Två parter möttes på Tåget.\n").replace("\n", line_end).encode(encoding)
    )
    assert faults.found == [] and cleared.words(path.read_bytes()) == "Två parter möttes på Tåget."
    assert table.values.tolist() == [["examples/1.3-1.md#!1", "vannas", "1.3", "examples/1.3-1.md"]]


@pytest.mark.parametrize("form", ["{0}-{1}", "{0}{1}", "{0} {1}", "{0}\n{1}", "{0}\u2013{1}", "{0}-\n{1}"])
@pytest.mark.parametrize("century", [True, False], ids=["twelve digits", "ten digits"])
@pytest.mark.parametrize("which", [0, -1], ids=["born 1890", "born late"])
def test_row_40_a_personnummer_in_an_example_is_masked_and_flagged(
    tmp_path: Path, numbers: list[str], form: str, century: bool, which: int
) -> None:
    number = numbers[which][0 if century else 2 :]
    written = form.format(number[:-4], number[-4:])
    table, faults, path = read_example(tmp_path, FRONT + f"En deltagare\n({written}) fick stöd.")
    assert len(table) == 1 and only(faults, "flag", "example_personnummer").row == 6
    assert cleared.words(path.read_bytes()) == "En deltagare\n([personnummer]) fick stöd."
    assert number[-4:] not in faults.found[0].line()


def test_row_40_a_personnummer_in_the_front_matter_is_masked(tmp_path: Path, numbers: list[str]) -> None:
    _, faults, _ = read_example(tmp_path, FRONT.replace("Vännäs", numbers[-1]) + "Text.")
    assert {f.code for f in faults.found} == {"unknown_platform", "example_personnummer"}
    assert not any(numbers[-1][-4:] in f.line() for f in faults.found)


@pytest.mark.parametrize(
    "words",
    ["<script>alert(1)</script>", '<img src=x onerror="alert(1)">', "=HYPERLINK(A1)", "a & b", "+1 @x"],
)
def test_row_42_an_example_is_shown_as_text(tmp_path: Path, words: str) -> None:
    _, faults, path = read_example(tmp_path, FRONT + words)
    shown = html.written(document.Paragraph(cleared.words(path.read_bytes())))
    assert faults.found == [] and cleared.words(path.read_bytes()) == words
    assert shown.count("<") == 2 and shown.startswith("<p>") and shown.endswith("</p>")


@pytest.mark.parametrize(
    ("front", "code", "value"),
    [
        ('---\nindicator: "1.1"\nplatform: vannas\n---\n', "example_indicator", "1.1"),
        ("---\nindicator: 1.3\nplatform: Venös\n---\n", "unknown_platform", telling.hidden()),
        ("---\nplatform: vannas\n---\n", "example_indicator", ""),
        ("---\nindicator: 1.3\n---\n", "unknown_platform", ""),
    ],
)
def test_an_example_of_an_unknown_indicator_or_platform_is_an_error(
    tmp_path: Path, front: str, code: str, value: str
) -> None:
    table, faults, _ = read_example(tmp_path, front + "Text.")
    fault = only(faults, "omit", code)
    assert (
        table.empty
        and fault.value == value
        and fault.column == {"example_indicator": "indicator"}.get(code, "platform")
    )


@pytest.mark.parametrize("content", ["Bara text.", "---\n: : [\n---\nText.", "", "---\n- a\n---\nText."])
def test_an_example_without_front_matter_is_shown_the_form(tmp_path: Path, content: str) -> None:
    table, faults, _ = read_example(tmp_path, content)
    fault = only(faults, "omit", "example_head")
    assert table.empty and "”indicator: 1.3”" in fault.action and "”platform: ungdomstorget”" in fault.action


def test_an_example_that_is_no_text_refuses(tmp_path: Path) -> None:
    table, faults, _ = read_example(tmp_path, b"PK\x03\x04\x00\x00")
    assert table.empty and only(faults, "refuse", "not_prose").file == "examples/1.3-1.md"
