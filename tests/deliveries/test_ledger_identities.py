"""A ledger that does not agree with itself is refused, and what disagrees is told."""

import pytest
from support.sie_files import DEFINED, GOOD, line_of, read, told, with_


@pytest.mark.parametrize(
    ("old", "new", "codes"),
    [
        ("#UB 0 1940 420499.45", "#UB 0 1940 420499.46", ["ledger_closing", "ledger_sides"]),
        ("#UB 0 1510 25000.00\n", "", ["ledger_closing", "ledger_sides"]),
        ("#RES 0 8410 0.55", "#RES 0 8410 0.50", ["ledger_result", "ledger_sides"]),
        ("#RES 0 8410 0.55\n", "", ["ledger_result", "ledger_sides"]),
        ("#RES -1 3010 -480000.00", "#RES -1 3010 -480000.01", ["ledger_sides", "ledger_brought_capital"]),
        ("#UB -1 2440 -20000.00", "#UB -1 2440 -20000.01", ["ledger_sides", "ledger_brought"]),
    ],
)
def test_row_56_balances_that_do_not_agree_are_refused(old: str, new: str, codes: list[str]) -> None:
    entries, _, found = read(with_((old, new)))
    assert [f.code for f in found if f.level == "refuse"] == codes and entries.empty
    assert all("kr" in f.message for f in found)


def test_row_56_an_account_that_does_not_agree_is_told_at_its_line() -> None:
    text = with_(("#UB 0 1940 420499.45", "#UB 0 1940 420499.46"))
    fault = read(text)[2][0]
    assert fault.row == line_of(text, "#UB 0 1940")
    said = fault.message.replace("\u00a0", " ")
    assert (
        "1940" in said and "400 000,00 kr" in said and "20 499,45 kr" in said and "−0,01 kr skiljer" in said
    )


def test_row_56_openings_that_do_not_balance_point_at_last_years_result() -> None:
    found = read(
        with_(
            ("#IB 0 2067 -380000.00", "#IB 0 2067 -395000.00"), ("#UB 0 2067 -380000", "#UB 0 2067 -395000")
        )
    )[2]
    assert [f.code for f in found] == ["ledger_opening"] and "Förra årets resultat" in found[0].message


def test_row_56_own_capital_is_changed_by_the_result_alone() -> None:
    row = "#TRANS 1940 {} -0.55"
    moved = with_(
        (row, f"{row}\n#TRANS 2067 {{}} -7.00\n#TRANS 1510 {{}} 7.00"),
        ("#UB 0 1510 25000.00", "#UB 0 1510 25007.00"),
        ("#UB 0 2067 -380000.00", "#UB 0 2067 -380007.00"),
    )
    (fault,) = read(moved)[2]
    assert fault.code == "ledger_capital" and "7,00" in fault.message and "35\u00a0498,90" in fault.message
    assert read(moved, defined=DEFINED.model_copy(update={"economy": None}))[2] == []
    booked = with_(
        ("#RES 0 8410 0.55", "#RES 0 8410 0.55\n#RES 0 8999 35498.90"),
        ("#KONTO 2440", '#KONTO 8999 "Årets resultat"\n#KONTO 2069 "Årets resultat"\n#KONTO 2440'),
        ("#UB 0 2067 -380000.00", "#UB 0 2067 -380000.00\n#UB 0 2069 -35498.90"),
        (row, f"{row}\n#TRANS 8999 {{}} 35498.90\n#TRANS 2069 {{}} -35498.90"),
    )
    assert read(booked)[2] == []


def test_row_56_a_result_booked_among_the_balances_alone_is_no_other_change_of_capital() -> None:
    without = with_(("#UB 0 2067 -380000.00", "#UB 0 2067 -380000.00\n#UB 0 2069 -35498.90"))
    without = without[: without.index("#VER A 1 ")].replace(
        "#KONTO 2440", '#KONTO 2069 "Resultat"\n#KONTO 2440'
    )
    assert [f.code for f in read(without)[2]] == ["ledger_no_vouchers"]
    other = without.replace("-35498.90", "-35498.91")
    assert [f.code for f in read(other)[2] if f.level == "refuse"] == ["ledger_sides", "ledger_capital"]


def test_row_56_a_file_without_vouchers_is_flagged_and_one_for_import_refused() -> None:
    without = GOOD[: GOOD.index("#VER A 1 ")]
    entries, _, found = read(without)
    assert [(f.level, f.code) for f in found] == [("flag", "ledger_no_vouchers")] and len(entries) == 27
    lines = [line for line in GOOD.split("\n") if line.split(" ")[0] not in ("#IB", "#UB", "#RES")]
    assert told(read("\n".join(lines))[2]) == [("ledger_no_balances", None)]
