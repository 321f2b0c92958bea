"""The table for a spreadsheet says what the facts say, in the signs that a Swedish one reads."""

import csv
import io

from helpers.fact_csv import number_of
from helpers.facts import KEY
from helpers.forms import swedish_csv
from helpers.forms.shown_account import Account


def rows(account: Account) -> list[dict[str, str]]:
    return table(dict(swedish_csv.files(account))["fakta.csv"])


def table(content: bytes) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(content.decode("utf-8-sig"), newline=""), delimiter=";"))


def test_every_fact_is_read_back_as_it_is(account: Account) -> None:
    facts = {"/".join(map(str, f.key)): f for f in account.report.now.facts}
    found = {row["Nyckel"]: row for row in rows(account)}
    assert set(found) == set(facts) and len(rows(account)) == len(facts)
    for key, fact in facts.items():
        value = number_of(found[key]["Värde"].replace(",", "."), fact.unit)
        assert (value is None) == (fact.value is None)
        assert value is None or float(value) == float(fact.value), key


def test_the_spreadsheet_knows_letters_columns_and_decimals(account: Account) -> None:
    for content in dict(swedish_csv.files(account)).values():
        assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n")
    assert any("," in row["Värde"] for row in rows(account))
    assert not any("." in row["Värde"] for row in rows(account))


def test_what_a_code_means_stands_beside_it(account: Account) -> None:
    coded = [row for row in rows(account) if row["Enhet"] == "kod" and row["Värde"]]
    assert coded and all(row["Läge"] for row in coded)
    shares = [row for row in rows(account) if "/share:" in row["Nyckel"]]
    assert shares and {row["Enhet"] for row in shares} == {"andel mellan 0 och 1"}


def test_each_published_table_has_the_same_rows_in_words(account: Account) -> None:
    found = dict(swedish_csv.files(account))
    folder = account.report.context.reports
    for name, own in swedish_csv.PUBLISHED.items():
        assert (own in found) == (folder / name).exists()
    exact = list(csv.DictReader(io.StringIO((folder / "comparison.csv").read_text(encoding="utf-8"))))
    for row, words in zip(exact, table(found["tryckt-och-beraknat.csv"]), strict=True):
        assert words["Nyckel"] == "/".join(row[k] for k in KEY)
        assert words["Ur uppgifterna (andelar mellan 0 och 1)"].replace(",", ".") == row["fact"]
        assert words["Värde"].replace(",", ".") == row["value"] and words["Rad"] == row["line"]
        assert words["Läge"] != row["state"]


def test_no_cell_is_a_formula() -> None:
    hostile = "rule,printed,message,value\n=1+1,+46 70,@SUM(A1),-1.5\n"
    (row,) = table(swedish_csv._of_published(hostile, None))
    assert list(row.values()) == ["'=1+1", "'+46 70", "'@SUM(A1)", "-1,5"]
