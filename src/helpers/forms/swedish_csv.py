"""The facts as a table that a Swedish spreadsheet opens: semicolons, decimal comma, names in words.

`facts.csv` is the exact one; this is for people. Source: RFC 4180 but for the separator.
"""

import csv
import io
from collections.abc import Iterator

from helpers.fact_csv import number_text
from helpers.facts import Fact
from helpers.forms.shown_account import Account
from helpers.naming import fact_name
from helpers.wording import text

BOM = b"\xef\xbb\xbf"  # by which the spreadsheet knows the letters
COLUMNS = ("year", "place", "measure", "value", "unit", "numerator", "denominator", "state", "origin", "key")


def files(account: Account) -> Iterator[tuple[str, bytes]]:
    """`fakta.csv`: every fact of the year, a row each."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(text(f"form.column.{column}") for column in COLUMNS)
    writer.writerows(_row(account, fact) for fact in account.report.now.facts)
    yield "fakta.csv", BOM + out.getvalue().encode()


def _row(account: Account, fact: Fact) -> list[str]:
    defined = account.report.now.definitions
    value = _swedish(number_text(fact.value, fact.unit))
    counted = [_swedish(number_text(part)) for part in (fact.numerator, fact.denominator)]
    said = [text(f"state.{fact.state}"), text(f"origin.{fact.origin}") if fact.origin else ""]
    of = [str(fact.year), defined.name(fact.platform), fact_name(fact, defined)]
    return [*of, value, fact.unit, *counted, *said, "/".join(map(str, fact.key))]


def _swedish(number: str) -> str:
    return number.replace(".", ",")
