"""Who is named in a ledger is told nowhere; what a large one costs."""

import sys
from collections import Counter

import pytest
from support.sie_files import BAS, GOOD, line_of, read, told, with_

from helpers.defining.economy_definitions import Economy
from helpers.reading import limits

NAME = "Testa Hemligsson"


def test_row_59_people_in_texts_and_numbers_are_flagged_by_kind_and_told_nowhere(
    test_numbers: list[str],
) -> None:
    number = next(n for n in test_numbers if int(n[6:8]) <= 31)
    spelt = f"{number[2:8]}-{number[8:]}"
    text = with_(
        ("#ORGNR 222000-0000", f"#ORGNR {spelt}"),
        ("#FNAMN", f'#ADRESS "{NAME}" "Storgatan 77"\n#FNAMN'),
        ('"Uppfunnen rekvisition"', f'"Till {NAME}" 20191001 "{NAME}"'),
        ("#TRANS 1510 {} 25000.00", f'#TRANS 1510 {{7 "{NAME}"}} 25000.00 "" "Lön {spelt}" 1 "{NAME}"'),
        ("#TRANS 1940 {} 75000.00", f'#TRANS 1940 {{9 "{spelt}" 20 "{NAME}"}} 75000.00 "" "070-987 65 43"'),
        ('#KONTO 1510 "Kundfordringar"', f'#KONTO 1510 "Lån {NAME}"'),
    )
    entries, accounts, found = read(text)
    assert {f.level for f in found} == {"flag"}
    assert {(f.code, f.row) for f in found} == {
        ("ledger_firm", line_of(text, "#ORGNR")),
        ("ledger_name", line_of(text, "#VER B 1")),
        ("ledger_personnummer", line_of(text, "#TRANS 1510")),
        ("ledger_phone", line_of(text, "#TRANS 1940 {9")),
        ("ledger_object", line_of(text, "#TRANS 1940 {9")),
    }
    assert {"7:*", "9:*|20:*"} <= set(entries["objects"])
    out = entries.to_csv() + accounts.to_csv() + "".join(map(str, found))
    for secret in (NAME, "Hemligsson", spelt, number, "987 65 43", "Storgatan", "Uppfunn", "Samordningsf"):
        assert secret not in out, secret


def test_row_59_of_employees_customers_and_suppliers_only_the_dimension_is_kept() -> None:
    text = with_(("#TRANS 1940 {} 75000.00", '#TRANS 1940 {9 "L17" 7 "A17" 8 "1001" 1 "17"} 75000.00'))
    entries, _, found = read(text)
    assert found == [] and entries.query("ore == 7500000")["objects"].tolist() == ["1:17|7:*|8:*|9:*"]


def test_row_59_an_object_that_the_definitions_name_is_no_person() -> None:
    text = GOOD.replace('"HFE"', '"Anna"')
    named = BAS.model_copy(
        update={"economy": Economy(projects={"dimension": 6, "samo": "SAMO", "hfe": "Anna"}, chart="bas")}
    )
    assert "6:Anna" in set(read(text, defined=named)[0]["objects"])
    entries, _, found = read(text)
    assert "6:*" in set(entries["objects"]) and [f.code for f in found] == ["ledger_object"]


@pytest.mark.parametrize("at", range(1, 8))
@pytest.mark.parametrize(
    "record", ["#TRANS", "#VER B", "#PBUDGET 0 201901 4030", "#UB 0 1940", "#RAR 0", "#SIETYP", "#VALUTA"]
)
def test_row_59_a_name_in_the_place_of_any_field_is_told_nowhere(record: str, at: int) -> None:
    """A stray quote moves what is written into the place of an amount, an account or a date."""
    number = next(n for n, line in enumerate(GOOD.split("\n")) if line.startswith(record))
    lines = GOOD.split("\n")
    fields = lines[number].split(" ")
    fields[at:at] = [f'"{NAME}"']
    lines[number] = " ".join(fields)
    for text in ("\n".join(lines), "\n".join(lines).replace(f'"{NAME}"', NAME)):
        entries, accounts, found = read(text)
        assert "Hemligsson" not in entries.to_csv() + accounts.to_csv() + "".join(map(str, found))


def many(vouchers: int) -> str:
    """The good file with more vouchers, none of which moves anything."""
    more = [
        f'#VER C {n} 2019{n % 12 + 1:02}15 "Omföring {n}"\n{{\n'
        f'#TRANS 1940 {{1 "{n % 40}"}} {n}.25 "" "Rad {n}"\n'
        f"#TRANS 1940 {{}} -{n}.00\n#TRANS 1940 {{}} -0.25\n}}\n"
        for n in range(vouchers)
    ]
    return GOOD + "".join(more)


def test_row_60_what_reading_does_grows_with_the_lines_and_no_more() -> None:
    """Counted in calls; how long 200 000 vouchers take is measured in benchmarks/ledger.py."""
    counts = []
    for vouchers in (200, 2_000):
        calls = Counter[str]()
        sys.setprofile(lambda frame, event, _: calls.update([event]))  # noqa: B023
        try:
            _, _, found = read(many(vouchers))
        finally:
            sys.setprofile(None)
        assert found == []
        counts.append(calls["call"])
    assert counts[1] < 10 * counts[0]


def test_row_60_what_is_larger_than_any_ledger_is_refused_before_it_is_read(monkeypatch) -> None:
    for limit, most in (("MAX_LEDGER_BYTES", len(GOOD) - 1), ("MAX_LEDGER_LINES", 80), ("MAX_CELL", 40)):
        with monkeypatch.context() as patched:
            patched.setattr(limits, limit, most)
            assert [code for code, _ in told(read(GOOD)[2])] == ["beyond_limit"], limit
    monkeypatch.setattr(limits, "MAX_LEDGER_TEXTS", 3)
    assert [(f.level, f.code) for f in read(GOOD)[2]] == [("note", "ledger_texts")]
