"""Tables that a Swedish spreadsheet opens: semicolons, decimal comma, a byte order mark, names in words.

The published tables with commas and points are the exact ones; these are for people. Source: RFC 4180 but for
the separator.
"""

import csv
import io
import re
from collections.abc import Callable, Iterable, Iterator, Mapping

from helpers.definitions import Definitions
from helpers.fact_csv import number_text
from helpers.facts import KEY, Fact
from helpers.forms.sheets import CODED, Figure
from helpers.forms.shown_account import Account
from helpers.naming import asked_text, fact_name, measure_text
from helpers.pages.senders import no_formula
from helpers.wording import catalogue, text

BOM = b"\xef\xbb\xbf"  # by which the spreadsheet knows the letters
COLUMNS = ("year", "place", "measure", "value", "unit", "numerator", "denominator", "state", "origin", "key")
PUBLISHED = {
    "arsredovisning.csv": "arsredovisning.csv",
    "findings.csv": "fynd.csv",
    "comparison.csv": "tryckt-och-beraknat.csv",
    "rattelser.csv": "rattelser.csv",
}  # what stands among the reports, and what people get it as
_NUMBER = re.compile(r"-?\d+(\.\d+)?(e-?\d+)?")
_VERBATIM = ("printed", "message", "reason", "source", "label")  # never taken for numbers or codes


def files(account: Account) -> Iterator[tuple[str, bytes]]:
    """`fakta.csv`, every fact of the year, a row each; and each published table that there is."""
    facts = (_row(account, fact) for fact in account.report.now.facts)
    yield "fakta.csv", _table([text(f"form.column.{column}") for column in COLUMNS], facts)
    for name, own in PUBLISHED.items():
        path = account.report.context.reports / name
        if path.exists():
            yield own, _of_published(path.read_text(encoding="utf-8"), account.report.now.definitions)


def _table(head: list[str], rows: Iterable[list[str]]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows(rows)
    return BOM + out.getvalue().encode()


def _row(account: Account, fact: Fact) -> list[str]:
    defined = account.report.now.definitions
    value = _cell(number_text(fact.value, fact.unit))
    counted = [_cell(number_text(part)) for part in (fact.numerator, fact.denominator)]
    is_coded = fact.ok and fact.unit in CODED
    said = [Figure(fact).words if is_coded else text(f"state.{fact.state}")]
    said += [text(f"origin.{fact.origin}") if fact.origin else ""]
    of = [str(fact.year), _cell(defined.name(fact.platform)), _cell(fact_name(fact, defined))]
    return [*of, value, _unit(fact.unit), *counted, *said, _key(map(str, fact.key))]


# --- the published tables ---------------------------------------------------------------------------------


def _of_published(written: str, defined: Definitions) -> bytes:
    """A published table in words; the key of a row's fact stands last, as it is."""
    reader = csv.DictReader(io.StringIO(written, newline=""))
    columns = list(reader.fieldnames or ())
    has_key = set(KEY) <= set(columns)
    head = [text(f"form.of_table.{column}") for column in columns]
    said = _words(defined)
    rows = []
    for row in reader:
        cells = [_said(column, row[column], said) for column in columns]
        rows.append([*cells, *([_key(row[column] for column in KEY)] if has_key else [])])
    return _table([*head, *([text("form.column.key")] if has_key else [])], rows)


def _said(column: str, value: str, said: Mapping[str, Callable[[str], str]]) -> str:
    if column in _VERBATIM:
        return str(no_formula(value))
    return _cell(said[column](value) if value and column in said else value)


def _words(defined: Definitions) -> dict[str, Callable[[str], str]]:
    """What the codes of a published table's columns are called."""
    return {
        "platform": lambda place: defined.name(place) if place in defined.places else place,
        "measure": lambda measure: measure_text(measure, defined),
        "respondents": lambda asked: asked_text(asked, defined),
        "unit": _unit,
        "part": _part,
        "group": lambda group: _worded(f"group.{group}", group),
        "severity": lambda severity: _worded(f"severity.{severity}", severity),
        "basis": lambda basis: _worded(f"form.basis.{basis}", basis),
        **dict.fromkeys(("state", "state_before", "state_after"), _state),
    }


def _state(state: str) -> str:
    return _worded(f"form.state.{state}", state)


def _part(part: str) -> str:
    """A statement, or a note, as its sheet of a workbook is called."""
    number = part.removeprefix("note")
    is_note = number != part
    return (
        text("book.sheet.statement-note", number=number) if is_note else _worded(f"book.sheet.{part}", part)
    )


def _unit(unit: str) -> str:
    """A unit in words, of values as they stand here: a share is no per cent."""
    if unit in CODED:
        return text("form.code")
    return text("form.share") if unit == "share" else _worded(f"book.unit.{unit}", unit)


def _worded(key: str, code: str) -> str:
    """A code in the catalogue's words; itself where it has none."""
    return catalogue().get(key, code)


def _key(parts: Iterable[str]) -> str:
    return "/".join(parts)


def _cell(value: str) -> str:
    """A cell: a number with a decimal comma, else words that no spreadsheet takes for a formula.

    >>> _cell("-999684.10"), _cell("=cmd|' /C calc'!A0"), _cell("+1")
    ('-999684,10', "'=cmd|' /C calc'!A0", "'+1")
    """
    return value.replace(".", ",") if _NUMBER.fullmatch(value) else str(no_formula(value))
