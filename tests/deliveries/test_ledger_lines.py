"""The lines of a ledger: what has not its form is refused, at the line."""

import pytest
from support.sie_files import GOOD, line_of, read, told, with_


@pytest.mark.parametrize(
    "amount",
    [
        "0 234,50",
        "1 234,50",
        "1.234,50",
        "1,5",
        "1e3",
        '""',
        "",
        "--1",
        "1.234",
        ".5",
        "1.",
        "½",
        "٣",
        "NaN",
        "9" * 16,
    ],
)
@pytest.mark.parametrize(
    "record",
    ['#TRANS 8410 {6 "SAMO"} 0.55', "#RES 0 8410 0.55", '#PBUDGET 0 201901 4030 {6 "HFE"} 100000.00'],
)
def test_row_57_amounts_in_another_form_are_refused_at_the_line(amount: str, record: str) -> None:
    text = with_((record, f"{record.rpartition(' ')[0]} {amount}"))
    entries, _, found = read(text, "utf-8")
    assert {f.row for f in found if f.level == "refuse"} == {line_of(text, record.rpartition(" ")[0])}
    assert entries.empty


def test_row_57_minus_nought_is_nought_and_plus_is_allowed() -> None:
    entries, _, found = read(with_(("#IB 0 2440 -20000.00", "#IB 0 2440 -20000.00\n#IB 0 1510 -0.00")))
    assert found == [] and entries.query("kind == 'opening' and account == '1510'")["ore"].tolist() == [0]
    assert read(with_(("#RES 0 8410 0.55", "#RES 0 8410 +0.55")))[2] == []


def test_row_58_a_month_that_is_none_or_of_another_year_is_refused_at_the_line() -> None:
    for month, code in (
        ("201913", "ledger_month"),
        ("201900", "ledger_month"),
        ("2019", "ledger_month"),
        ("201801", "ledger_other_period"),
    ):
        text = with_(("#PBUDGET 0 201901 4030", f"#PBUDGET 0 {month} 4030"))
        assert told(read(text)[2]) == [(code, line_of(text, f"#PBUDGET 0 {month} 4030"))]


def test_row_58_budget_lines_with_and_without_objects_are_both_in_the_table() -> None:
    both = with_(("#PBUDGET 0 201901 4030", "#PBUDGET 0 201901 4030 {} -0.00\n#PBUDGET 0 201901 4030"))
    entries, _, found = read(both)
    assert found == []
    assert entries.query("kind == 'budget' and account == '4030'")[["objects", "ore"]].values.tolist() == [
        ["", 0],
        ["6:HFE", 10000000],
    ]
    of_last_year = with_(("#PBUDGET 0 201901 4030", "#PBUDGET -1 201901 4030"))
    entries, _, found = read(of_last_year)
    assert told(found, "refuse", "flag") == [] and [f.code for f in found] == ["ledger_other_years"]
    assert "4030" not in set(entries.query("kind == 'budget'")["account"])


def test_the_same_balance_twice_is_refused() -> None:
    text = with_(("#UB 0 1510 25000.00", "#UB 0 1510 25000.00\n#UB 0 1510 25000.00"))
    (fault,) = [f for f in read(text)[2] if f.code == "ledger_twice"]
    first = line_of(GOOD, "#UB 0 1510")
    assert fault.row == first + 1 and f"rad {first}" in fault.message


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("#TRANS 1510 {} 25000.00", '#TRANS 1510 {} 25000.00 20191001 "öppen', "ledger_unclosed"),
        ("#TRANS 1510 {} 25000.00", "#TRANS 1510 {} 25000.00 201910", "ledger_date"),
        ("#TRANS 1510 {} 25000.00", '#TRANS 1510 {} 25000.00 "" "text" 1x', "ledger_after_amount"),
        ("#UB 0 1510 25000.00", "#UB 0 1510 25000.00 st", "ledger_after_amount"),
        ("#TRANS 1510 {} 25000.00", "#TRANS KASSA {} 25000.00", "ledger_account"),
        ("#TRANS 1510 {} 25000.00", "#TRANS 1510 {}", "ledger_short"),
        ("#TRANS 1510 {} 25000.00", "TRANS 1510 {} 25000.00", "ledger_no_record"),
        ("#KPTYP BAS95", "#TRANS 1510 {} 25000.00", "ledger_stray_row"),
        ("#KPTYP BAS95", "}", "ledger_brace"),
        ("#VER B 1 20191001", "#VER B 1 20190931", "ledger_date"),
        (
            '#VER A 6 20191231 "Uppfunnen ränta"\n{',
            '#VER A 6 20191231 "Uppfunnen ränta"',
            "ledger_open_voucher",
        ),
    ],
)
def test_a_line_that_is_not_in_the_form_is_refused_at_the_line(old: str, new: str, code: str) -> None:
    text = with_((old, new))
    changed = text[: text.index(new) + len(new)].count("\n") + 1 + (code == "ledger_open_voucher")
    assert (code, changed) in told(read(text)[2])


def test_a_voucher_that_another_record_breaks_off_is_refused_where_it_does() -> None:
    text = with_(("#TRANS 1510 {} 25000.00", '#KONTO 1511 "Annat"'))
    (fault,) = [f for f in read(text)[2] if f.code == "ledger_open_voucher"]
    assert fault.row == line_of(text, "#KONTO 1511") and f"rad {line_of(text, '#VER B 1')}" in fault.message


def test_vouchers_of_another_year_are_counted_and_flagged() -> None:
    text = with_(("#VER B 1 20191001", "#VER B 1 20201001"))
    entries, _, found = read(text)
    assert told(found, "flag") == [("ledger_outside", line_of(text, "#TRANS 1940 {} 75000"))]
    assert "3 transaktioner" in found[0].message and (entries["month"] == 202010).sum() == 3
