"""The table for a spreadsheet says what the facts say, in the signs that a Swedish one reads."""

import csv
import io

from helpers.fact_csv import number_of
from helpers.forms import swedish_csv
from helpers.forms.shown_account import Account


def rows(account: Account) -> list[dict[str, str]]:
    ((_, content),) = swedish_csv.files(account)
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
    ((_, content),) = swedish_csv.files(account)
    assert content.startswith(b"\xef\xbb\xbf") and content.count(b"\r\n") == content.count(b"\n")
    assert any("," in row["Värde"] for row in rows(account))
    assert not any("." in row["Värde"] for row in rows(account))
