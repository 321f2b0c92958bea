"""Text files: every line is a row that is read or refused, and every letter is what was written."""

from pathlib import Path

import pytest

from helpers.deliveries.files import dates, reading, textfile
from helpers.deliveries.files.peculiar import tell_dates
from helpers.deliveries.files.table import find, report_hazards
from helpers.faults import Faults, Refusal, lines
from helpers.reading.encoding import decode

HEADER = ["Namn", "Ort", "Svar"]


def written(path: Path, content: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(content.encode(encoding))
    return path


def refusal(path: Path) -> Refusal:
    with pytest.raises(Refusal) as caught:
        textfile.read(path.read_bytes())
    return caught.value


def found(path: Path, required: list[str] = HEADER) -> tuple[list[int], Faults]:
    """The numbers of the rows that are read, and what is told."""
    faults = Faults("vannas", path.name)
    table = find(path, required, faults, [])
    return [] if table is None else table.body.numbers, faults


# --- fields ---------------------------------------------------------------------------------------

ROWS = [f"p{n};Umeå;Ja" for n in range(2, 12)]


@pytest.mark.parametrize("first", range(3))
@pytest.mark.parametrize("line_end", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize("separator", [";", "\t", ","])
def test_quotes_that_pair_up_over_rows_refuse_by_their_lines(
    first: int, line_end: str, separator: str, tmp_path: Path
) -> None:
    cells = [HEADER, *(row.split(";") for row in ROWS)]
    cells[2][first] = f'"{cells[2][first]}'
    cells[8][first] = f'{cells[8][first]}"'
    text = "".join(separator.join(row) + line_end for row in cells)
    refused = refusal(written(tmp_path / "a.csv", text))
    assert (refused.code, refused.where) == ("swallowed_rows", {"row": 3, "value": "3–9"})


def test_every_pair_of_quotes_is_told_at_once(tmp_path: Path) -> None:
    text = ";".join(HEADER) + '\n"a;b;c\nd";b;c\ne;f;g\nh;"b;c\nd;e";f\n'
    assert refusal(written(tmp_path / "a.csv", text)).where["value"] == "2–3, 5–6"


@pytest.mark.parametrize("text", ['a;"två\nrader";c\n', 'a;"b;c";d\n', 'a;"sagt ""så""";d\n'])
def test_quotes_around_one_field_are_read(text: str, tmp_path: Path) -> None:
    numbers, faults = found(written(tmp_path / "a.csv", ";".join(HEADER) + "\n" + text + "x;y;z\n"))
    assert numbers == [2, 4 if "\n" in text[:-1] else 3] and not faults.found


def test_a_text_of_several_lines_with_commas_is_read_where_every_field_stands_in_quotes(
    tmp_path: Path,
) -> None:
    text = '"Namn","Ort","Svar"\n"a","Umeå","Ja, men\ninte nu, kanske"\n"b","Umeå","Nej"\n'
    numbers, faults = found(written(tmp_path / "a.csv", text))
    assert numbers == [2, 4] and not faults.found


def test_rows_without_their_last_fields_are_told_once_with_cause_and_way_out(tmp_path: Path) -> None:
    rows = [row if n in (4, 5) else row.rpartition(";")[0] for n, row in enumerate(ROWS, 2)]
    rows[-1] = "p11"
    numbers, faults = found(written(tmp_path / "a.csv", "\n".join([";".join(HEADER), *rows]) + "\n"))
    assert numbers == [4, 5] and {f.code for f in faults.found} == {"uneven_row"} and faults.refused
    (line,) = lines(faults.found)
    assert "8 rader" in line and "rad 2–3, 6–11" in line
    assert "Excel utelämnar tomma fält" in line and ".xlsx" in line


def test_a_header_among_the_rows_is_refused_by_row_and_left_out(tmp_path: Path) -> None:
    again = "NAMN;Ort ;svar"
    numbers, faults = found(
        written(tmp_path / "a.csv", "\n".join([";".join(HEADER), ROWS[0], again, *ROWS[1:], again]) + "\n")
    )
    assert numbers == [2, *range(4, 13)]
    assert [(f.level, f.code, f.row) for f in faults.found] == [
        ("refuse", "header_again", 3),
        ("refuse", "header_again", 13),
    ]


@pytest.mark.parametrize(
    ("last", "told"),
    [("Ja", "Ja"), ("", ""), ("12", "12"), ("Ja, ofta", None), ("Nej", None)],
    ids=["the beginning of another answer", "nothing", "a number", "a whole answer", "another answer"],
)
def test_a_last_line_that_may_be_cut_is_told(last: str, told: str | None, tmp_path: Path) -> None:
    text = ";".join(HEADER) + f"\na;b;Ja, ofta\nb;c;Ja, ofta\nc;d;Nej\nd;e;{last}"
    (grid,) = textfile.read(written(tmp_path / "a.csv", text).read_bytes())
    assert grid.hazards == ({} if told is None else {(5, 2): ("open_end", told)})


# --- letters --------------------------------------------------------------------------------------


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig", "cp1252"])
@pytest.mark.parametrize("line_end", ["\r\n", "\n", "\r"])
def test_letters_are_read_in_every_encoding_that_says_what_it_is(
    encoding: str, line_end: str, tmp_path: Path
) -> None:
    text = line_end.join([";".join(HEADER), "Åsa;Umeå;Ja", ""])
    (grid,) = textfile.read(written(tmp_path / "a.csv", text, encoding).read_bytes())
    assert grid.rows == [HEADER, ["Åsa", "Umeå", "Ja"]]


@pytest.mark.parametrize("encoding", ["cp850", "cp437", "mac-roman"])
@pytest.mark.parametrize("place", ["Vännäs", "Umeå kommun", "Löt"])
def test_letters_of_another_code_page_are_refused(encoding: str, place: str) -> None:
    assert decode(f"Namn;Ort\nA;{place}\n".encode()) and decode(f"Namn;Ort\nA;{place}\n".encode("cp1252"))
    if place != "Umeå kommun":
        with pytest.raises(Refusal, match="other_encoding"):
            decode(f"Namn;Ort\nA;{place}\n".encode(encoding))


@pytest.mark.parametrize("content", [b"a;b\n\x00;c\n", "a;b\n".encode("utf-16-le"), b"\xff\xfea"])
def test_what_is_no_text_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="not_text"):
        decode(content)


@pytest.mark.parametrize("line_end", [b"\r\n", b"\n", b"\r"])
def test_mixed_encodings_are_refused_by_line(line_end: bytes) -> None:
    with pytest.raises(Refusal) as caught:
        decode(line_end.join(["Umeå".encode(), b"b", "Umeå;".encode("cp1252")]))
    assert (caught.value.code, caught.value.where) == ("mixed_encoding", {"row": 3})


@pytest.mark.parametrize("bad", ["UmeÃ¥", "VÃ¤nnÃ¤s", "Ume\ufffd", "Ã–rebro", "Ã\x85sele", "CafÃ©"])
def test_letters_that_were_lost_before_the_file_was_saved_refuse_by_cell(bad: str, tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ";".join(HEADER) + f";Not\na;{bad};Ja;\nb;Umeå;Ja;{bad}\n")
    assert [*reading.read(path)[0].hazards] == [(2, 1), (3, 3)]
    faults = Faults("vannas", path.name)
    table = find(path, HEADER, faults, [], hazards=False)
    assert table is not None
    report_hazards(table, faults, lambda row, column: "refuse" if column in HEADER else "flag")
    assert [(f.level, f.code, f.row, f.column) for f in faults.found] == [
        ("refuse", "garbled_letters", 2, "Ort"),
        ("flag", "garbled_letters", 3, "Not"),
    ]


def test_letters_that_look_so_are_read(tmp_path: Path) -> None:
    path = written(tmp_path / "a.csv", ";".join(HEADER) + "\nÃngela;São Paulo;Šárka\n")
    assert reading.read(path)[0].hazards == {}


# --- dates ----------------------------------------------------------------------------------------

SAME = {
    "2020-04-06": [
        "6 april 2020",
        "6 apr 2020",
        "6 Apr. 2020",
        "den 6:e april 2020",
        "6/4-2020",
        "06/04 - 2020",
        "06.04.2020",
        "6.4.2020",
        "2020/04/06",
        "2020.04.06",
        "2020-04-05T22:00:00Z",
        "2020-04-05 22:00:00+00:00",
        "2020-04-06T00:00:00+02:00",
        "2020-04-06T00:00:00.000+0200",
        "2020-04-06T21:59:59Z",
        "2020-04-05T22:00Z",
    ],
    "2020-01-01": [
        "2019-12-31T23:00:00Z",
        "2019-12-31T23:00:00.000Z",
        "2020-01-01T00:00:00+01",
        "1 jan 2020",
    ],
    "2019-12-31": ["2019-12-31T22:59:59Z", "2019-12-30T23:00:00Z", "31 december 2019", "31.12.2019"],
    "2019-05-21": ["21 maj 2019", "21.05.2019"],
    "2019-09-01": ["1 sept 2019", "1 sep. 2019", "1/9-2019"],
}
SPELT = [(day, said) for day, ways in SAME.items() for said in ways]


@pytest.mark.parametrize(("day", "said"), SPELT)
def test_a_date_that_can_mean_one_day_only_is_read(day: str, said: str) -> None:
    assert str(dates.read(said)) == day and dates.is_spelt_otherwise(said)


@pytest.mark.parametrize(
    "said",
    [
        "06/04/2019",
        "6/4/2019",
        "06-04-2019",
        "03/14/2019",
        "190401",
        "19-04-06",
        "6/4-19",
        "6.4",
        "april 2020",
        "31 april 2020",
        "31.04.2019",
        "21 octobre 2020",
        "1 ju 2020",
        "0/4-2019",
        "6.4/2019",
        "2019/04.06",
        "2019-12-31T24:00:00Z",
        "2019-12-31T23:00:00+25:00",
        "2019-02-30T00:00:00Z",
        "9999-12-31T23:00:00Z",
    ],
)
def test_a_date_that_can_mean_several_days_or_none_is_not_read(said: str) -> None:
    with pytest.raises(dates.NotADate):
        dates.read(said)
    assert not dates.is_spelt_otherwise(said)


def test_dates_in_other_ways_are_told_once_with_the_days_they_are_read_as(tmp_path: Path) -> None:
    days = ["6.4.2019", "2019-12-31T23:00:00Z", "2019-01-01", "", "6.4.2019"]
    path = written(tmp_path / "a.csv", "Start;Slut\n" + "".join(f"{d};1 maj 2019\n" for d in days))
    faults = Faults("vannas", path.name)
    table = find(path, ["Start", "Slut"], faults, [])
    assert table is not None
    tell_dates(table, ["Start", "Slut"], faults)
    (line,) = lines(faults.found)
    assert "8 datum" in line and "rad 2–6" in line
    for told in ("6.4.2019 = 2019-04-06", "2019-12-31T23:00:00Z = 2020-01-01", "1 maj 2019 = 2019-05-01"):
        assert told in line
