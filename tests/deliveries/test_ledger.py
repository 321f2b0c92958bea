"""The ledger: a SIE 4 file becomes two tables; files, letters, years, vouchers that are wrong."""

import pandas as pd
import pytest
from support.sie_files import GOOD, line_of, read, sums, told, with_

from helpers import definitions
from helpers.deliveries import ledger
from helpers.paths import REPOSITORY
from helpers.rows import RowPlace


def test_a_good_file_becomes_its_amounts_and_its_accounts() -> None:
    entries, accounts, found = read(GOOD)
    assert found == []
    assert entries["kind"].value_counts().to_dict() == {
        "transaction": 16,
        "opening": 6,
        "closing": 7,
        "result": 7,
        "budget": 5,
        "object-balance": 2,
    }
    first = entries[entries["kind"] == "transaction"].iloc[2]
    line = line_of(GOOD, '#TRANS 4016 {1 "10" 6 "SAMO"}')
    assert first[["row", "month", "account", "objects", "ore"]].tolist() == [
        f"bokforing.se#!{line}",
        201901,
        "4016",
        "1:10|6:SAMO",
        23500055,
    ]
    assert {RowPlace.of(row).file for row in entries["row"]} == {"bokforing.se"}
    before = entries[entries["years_back"] == 1]
    assert before.groupby("kind")["ore"].sum().to_dict() == {
        "closing": -1500000,
        "object-balance": 1500000,
        "opening": 0,
        "result": 1500000,
    }
    assert accounts["name"].tolist()[3] == "Leverantörsskulder" and accounts["used"].all()
    assert accounts["row"].tolist()[0] == f"bokforing.se#!{line_of(GOOD, '#KONTO 1510')}"


def test_the_shipped_ledgers_are_read_without_a_finding() -> None:
    for year in (2018, 2019):
        defined = definitions.load(REPOSITORY / f"data/definitions/{year}.yaml")
        path = REPOSITORY / f"data/raw/{year}/bokforing.se"
        entries, _, faults = ledger.read(path, "bokforing.se", defined)
        assert [f for f in faults.found if f.level != "flag"] == [] and len(entries) > 1000


def test_quotes_tabs_blank_lines_and_lower_and_unknown_labels_are_read() -> None:
    text = with_(
        ('#KONTO 1940 "Bank"', '\t#KONTO\t"1940"  "Banken \\"Norr\\" {1}"\n\n \t'),
        ("#TRANS 1940 {} 75000.00", '#TRANS "1940" { } +75000 "" "Text \\" med {" 2.5 "AB"'),
        ("#TRANS 1510 {} 25000.00", "#TRANS 1510 {} 25000.0"),
        ('#TRANS 3520 {6 "HFE"} -100000.00', '#TRANS 3520 {  "6" HFE\t1 "Enhet 10" } "-100000.00"'),
        ("#KPTYP BAS95", "#EGEN 1\n#EGEN 2\n{\n#UNDER 1\n}"),
    )
    entries, accounts, found = read(text)
    assert told(found, "refuse", "flag") == [] and sums(entries).keys() != sums(read(GOOD)[0]).keys()
    assert accounts.set_index("account")["name"]["1940"] == 'Banken "Norr" {1}'
    assert entries[entries["account"] == "3520"]["objects"].tolist() == ["", "1:Enhet 10|6:HFE"]
    assert told(found, "note") == [
        ("ledger_unknown", line_of(text, "#EGEN 1")),
        ("ledger_unknown", line_of(text, "#UNDER")),
    ]


def test_an_empty_list_of_objects_may_be_left_out_of_a_budget() -> None:
    entries, _, found = read(with_(('#PBUDGET 0 201901 4030 {6 "HFE"}', "#PBUDGET 0 201901 4030")))
    assert found == []
    assert entries[entries["kind"] == "budget"].iloc[-1][["objects", "ore"]].tolist() == ["", 10000000]


# --- bad inputs ----


def test_row_50_a_cut_file_is_refused_at_its_last_line() -> None:
    lines = GOOD.rstrip("\n").split("\n")
    for kept in ("\n".join(lines[:-1]) + "\n", "\n".join(lines[:-2]) + "\n"):  # in a voucher
        assert told(read(kept)[2]) == [("ledger_cut", kept.count("\n"))]
    for kept in ("\n".join(lines[:-1]), "\n".join(lines[:40]), GOOD[: GOOD.index(" 235000.55")]):
        number = kept.count("\n") + 1  # in a record: no line end
        entries, accounts, found = read(kept)
        assert told(found)[-1] == ("ledger_cut", number) and entries.empty and accounts.empty
    whole = GOOD.rstrip("\n")
    assert whole.endswith("}") and told(read(whole)[2]) == []


@pytest.mark.parametrize(
    ("content", "code", "row"),
    [
        (b"", "empty_file", None),
        (b" \r\n\t\n", "empty_file", None),
        (b"Konto;Belopp\n1940;5\n", "ledger_other_file", 1),
        (b"\n\n<html>\n", "ledger_other_file", 3),
        (b"PK\x03\x04\x00\x00", "ledger_not_text", None),
        ("#FLAGGA 0\n".encode("utf-16"), "ledger_not_text", None),
    ],
)
def test_row_50_what_is_no_sie_file_is_refused(content: bytes, code: str, row: int | None) -> None:
    assert told(read(content)[2]) == [(code, row)]


@pytest.mark.parametrize("ends", ["\n", "\r\n", "\r"])
@pytest.mark.parametrize(
    ("page", "said"),
    [("cp437", None), ("cp1252", "Windows-1252"), ("utf-8", "UTF-8"), ("utf-8-sig", "UTF-8")],
)
def test_row_51_letters_and_line_ends_of_every_system(page: str, said: str | None, ends: str) -> None:
    entries, accounts, found = read(GOOD.replace("\n", ends), page)
    names = accounts.set_index("account")["name"]
    assert names["2440"] == "Leverantörsskulder" and names["3010"] == "Driftbidrag från staten"
    assert [(f.level, f.code) for f in found] == ([("flag", "ledger_letters")] if said else [])
    assert all(str(said) in f.message for f in found)
    pd.testing.assert_frame_equal(entries, read(GOOD)[0])


def test_row_51_the_sign_that_ends_a_file_of_dos_is_no_line() -> None:
    entries, _, found = read(GOOD + "\x1a")
    assert found == [] and sums(entries) == sums(read(GOOD)[0])


def test_row_51_two_code_pages_in_one_file_are_refused_at_the_line() -> None:
    mixed = GOOD.encode("utf-8").replace("Kostnadsställe".encode(), "Kostnadsställe".encode("cp437"))
    assert told(read(mixed)[2]) == [("ledger_mixed_letters", line_of(GOOD, "#DIM 1"))]


def test_row_52_a_voucher_that_does_not_balance_is_refused_by_its_number() -> None:
    for old, new, difference in (
        ("#TRANS 1940 {} -0.55", "#TRANS 1940 {} -0.54", "0,01 kr"),
        ("#TRANS 1940 {} -0.55", "#TRANS 1940 {} 0.55", "1,10 kr"),
        ("#TRANS 1940 {} -0.55", "#BTRANS 1940 {} -0.55", "0,55 kr"),
    ):
        text = with_((old, new))
        entries, accounts, found = read(text)
        assert told(found) == [("ledger_voucher", line_of(text, "#VER A 6"))]
        (fault,) = found
        said = fault.message.replace("\u00a0", " ")
        assert (
            said == f"Verifikation A 6 (2019-12-31) balanserar inte: debet och kredit skiljer {difference}."
        )
        assert entries.empty and accounts.empty and list(entries.dtypes) == list(read(GOOD)[0].dtypes)


def test_row_52_removed_and_added_rows_count_as_the_format_says() -> None:
    row = "#TRANS 1940 {} -0.55"
    added = row.replace("#TRANS", "#RTRANS")
    other = "#TRANS 1940 {} -0.30"
    for rows in (
        f"{added}\n{row}",  # the same one twice
        f"#BTRANS 1940 {{}} -9.00\n{added}\n#BTRANS 1940 {{}} -0.55\n{row}",
        f"{other.replace('#TRANS', '#RTRANS')}\n#TRANS 1940 {{}} -0.25",  # two
        f"{other}\n{added.replace('0.55', '0.25')}",
    ):
        entries, _, found = read(with_((row, rows)))
        assert found == [] and sums(entries) == sums(read(GOOD)[0]), rows
    assert told(read(with_((row, f"{row}\n{added}")))[2]) == [("ledger_voucher", line_of(GOOD, "#VER A 6"))]


@pytest.mark.parametrize(
    ("year", "code"),
    [
        ("#RAR 0 20180101 20181231", "ledger_year"),
        ("#RAR 0 20180701 20190630", "ledger_year"),
        ("#RAR 0 20190101 20191231\n#RAR 0 20180101 20181231", "ledger_two_years"),
        ("#RAR 0 20190101 20191231\n#RAR 0 20190101 20191231", "ledger_two_years"),
        ("#RAR 0 20190101", "ledger_short"),
        ("#RAR 0 20190101 20191331", "ledger_date"),
        ("#RAR noll 20190101 20191231", "ledger_year_number"),
        ("", "ledger_no_year"),
    ],
)
def test_row_53_the_year_of_the_file_is_the_year_of_the_folder(year: str, code: str) -> None:
    found = read(with_(("#RAR 0 20190101 20191231", year)))[2]
    row = None if not year else line_of(GOOD, "#RAR 0") + year.count("\n")
    assert told(found)[0] == (code, row)
    if code in ("ledger_year", "ledger_two_years"):
        (fault,) = found  # nothing else is told of it
        days = [f"{day[:4]}-{day[4:6]}-{day[6:]}" for day in year.split()[-2:]]
        assert all(day in fault.message for day in days)


def test_row_53_a_year_before_that_is_no_calendar_year_is_left_out() -> None:
    text = with_(("#RAR -1 20180101 20181231", "#RAR -1 20170701 20181231"))
    entries, _, found = read(text)
    assert told(found, "refuse", "flag") == [("ledger_before", line_of(text, "#RAR -1"))]
    assert set(entries["years_back"]) == {0} and len(entries) == 33


def test_types_without_vouchers_another_currency_and_part_of_a_year_are_told() -> None:
    for type_ in ("1", "2", "3"):
        text = with_(("#SIETYP 4", f"#SIETYP {type_}"))
        (fault,) = read(text)[2]
        assert (fault.code, fault.row) == ("ledger_type", line_of(text, "#SIETYP"))
        assert f"typ {type_}" in fault.message and "ta ut typ 4" in fault.message
        broken = text.replace("#UB 0 1940 420499.45", "#UB 0 1940 ?")
        assert [f.code for f in read(broken)[2]] == ["ledger_type"], "nothing else needs to be mended"
    (fault,) = read(with_(("#SIETYP 4\n", "")))[2]
    assert fault.code == "ledger_no_type" and "ta ut typ 4" in fault.message
    assert told(read(with_(("#VALUTA SEK", "#VALUTA EUR")))[2]) == [
        ("ledger_currency", line_of(GOOD, "#VALUTA"))
    ]
    half = with_(("#KPTYP BAS95", "#OMFATTN 20190630"))
    assert told(read(half)[2], "refuse", "flag") == [("ledger_until", line_of(half, "#OMFATTN"))]


def test_row_54_accounts_without_a_name_or_a_class_are_flagged_and_kept() -> None:
    text = with_(('#KONTO 4030 "Etablering"\n', ""))
    entries, accounts, found = read(text)
    (fault,) = found
    assert (fault.level, fault.code, fault.row) == ("flag", "ledger_unnamed", line_of(text, "#RES 0 4030"))
    assert "4030" in fault.message and "94 500,00" in fault.message.replace("\u00a0", " ")
    account = accounts.set_index("account").loc["4030"]
    assert (account["name"], account["used"], account["row"]) == ("", False, f"bokforing.se#!{fault.row}")
    assert sums(entries) == sums(read(GOOD)[0])
    text = GOOD.replace("4030", "9030")
    entries, _, found = read(text)
    assert found == [] and entries.query("account == '9030'")["ore"].sum() == 2 * 9450000 + 10000000


def test_row_54_one_account_with_two_names_keeps_the_first() -> None:
    text = with_(('#KONTO 2067 "Eget kapital"', '#KONTO 2067 "Eget kapital"\n#KONTO 2067 "Annat"'))
    _, accounts, found = read(text)
    assert told(found, "flag") == [("ledger_account_twice", line_of(text, '#KONTO 2067 "Annat"'))]
    assert accounts.set_index("account")["name"]["2067"] == "Eget kapital" and len(accounts) == 9


def test_row_55_objects_have_one_form_whatever_their_order_and_quotes() -> None:
    same = ('{1 "10" 6 "HFE"}', '{6 "HFE" 1 "10"}', '{"6" HFE "1" "10"}', '{6 "HFE"  1 10 }')
    for written in same:
        entries, _, found = read(with_(('#TRANS 3520 {6 "HFE"}', f"#TRANS 3520 {written}")))
        assert found == []
        assert entries[entries["account"] == "3520"]["objects"].tolist() == ["", "1:10|6:HFE"], written
    for written in ("{6}", '{"HFE" 6}', '{6 ""}', '{6 "a|b"}', "{6 HFE", "HFE"):
        text = with_(('#TRANS 3520 {6 "HFE"}', f"#TRANS 3520 {written}"))
        assert told(read(text)[2])[0][1] == line_of(text, "#TRANS 3520"), written
