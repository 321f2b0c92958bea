"""The year's ledger, `bokforing.se` (SIE 4): balances, budget and transactions, and the chart of accounts.

Amounts are öre in whole numbers with the file's sign, debit +. No text of a voucher or a transaction, no
name, number or address of the firm, no date or sign of who wrote goes further than this reader: that
somebody is named is told (`ledger_people`), and not who.

Source: SIE filformat, utgåva 4B.
"""

import re
from pathlib import Path

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import ledger_identities, ledger_lines, ledger_people
from helpers.deliveries.files.taken import taken
from helpers.deliveries.ledger_records import Ledger, Records
from helpers.faults import Faults, Refusal, safe
from helpers.identity import mask
from helpers.masking import freetext
from helpers.reading import limits
from helpers.rows import written

COLUMNS = ["row", "kind", "years_back", "month", "account", "objects", "ore"]
TYPES = {"years_back": "int64", "month": "Int64", "ore": "int64"}
ACCOUNT_COLUMNS = ["row", "account", "name", "used"]
ACCOUNT_TYPES = {"used": "bool"}


def read(path: Path, name: str, definitions: Definitions) -> tuple[pd.DataFrame, pd.DataFrame, Faults]:
    """The lines of a ledger that hold amounts, COLUMNS, and its accounts, ACCOUNT_COLUMNS; none of a refused.

    `kind` is opening, closing, result, object-opening, object-closing, object-balance, budget or transaction;
    `month` is 201901, of budget, transactions (the voucher's) and object-balance; `used` whether a `#KONTO`
    names the account.
    """
    faults, ledger = Faults("ledger", name), Ledger()
    try:
        _take_in(path, definitions, faults, ledger)
    except Refusal as refusal:
        faults.refuse(refusal.code, **refusal.where)
    ledger_people.tell(ledger.texts, ledger.firm, freetext.places(definitions), faults)
    if not faults.refused:
        ledger_identities.hold(ledger, definitions, faults)
    if faults.refused:
        ledger = Ledger()
    return _entries(ledger, name), _accounts(ledger, name, definitions), faults


def _take_in(path: Path, definitions: Definitions, faults: Faults, ledger: Ledger) -> None:
    content = taken(path, limits.MAX_LEDGER_BYTES)
    if not content.strip():
        raise Refusal("empty_file")
    page = ledger_lines.code_page(content)
    if page != ledger_lines.DOS:
        faults.flag("ledger_letters", page="Windows-1252" if page == ledger_lines.WINDOWS else "UTF-8")
    Records(definitions.year, _objects(definitions), faults, ledger).read(content, page)


def _objects(definitions: Definitions) -> tuple[str, ...]:
    """The objects that the year's definitions name: they are no people."""
    if (economy := definitions.economy) is None:
        return ()
    lines = (*economy.statement.values(), *economy.notes, *economy.budget)
    named = [object_ for line in lines for objects in line.objects.values() for object_ in objects]
    return tuple(dict.fromkeys([*economy.project_objects.values(), *named]))


def _entries(ledger: Ledger, name: str) -> pd.DataFrame:
    frame = pd.DataFrame(
        {
            "row": written(name, "", ledger.lines),
            "kind": ledger.kinds,
            "years_back": ledger.years_back,
            "month": pd.array(ledger.months, dtype="Int64"),
            "account": ledger.accounts,
            "objects": ledger.objects,
            "ore": ledger.ore,
        },
        columns=COLUMNS,
    )
    return frame.astype(dict.fromkeys(COLUMNS, "string") | TYPES)


def _accounts(ledger: Ledger, name: str, definitions: Definitions) -> pd.DataFrame:
    """Every account that is named or used, by number; one without a name stands where it is used first."""
    first = dict(zip(reversed(ledger.accounts), reversed(ledger.lines), strict=True))
    known = {account: (line, said, True) for account, (line, said) in ledger.names.items()}
    known |= {account: (line, "", False) for account, line in first.items() if account not in known}
    ordered = sorted(known.items(), key=lambda item: item[0])
    places = list(definitions.areas_of_statistics.values())
    frame = pd.DataFrame(
        {
            "row": written(name, "", [line for _, (line, _, _) in ordered]),
            "account": [account for account, _ in ordered],
            "name": [_told(said, places) for _, (_, said, _) in ordered],
            "used": [is_named for _, (_, _, is_named) in ordered],
        },
        columns=ACCOUNT_COLUMNS,
    )
    return frame.astype(dict.fromkeys(ACCOUNT_COLUMNS, "string") | ACCOUNT_TYPES)


def _told(said: str, places: list[str]) -> str:
    """The name of an account as it may be told; a municipality of the year's (Bjurholms) is no surname.

    >>> _told("Driftbidrag, Bjurholms kommun", ["Bjurholm"]), _told("Lön Anna Bjurholm", ["Bjurholm"])
    ('Driftbidrag, Bjurholms kommun', '[dold text]')
    """
    rest = re.sub(rf"\b(?:{'|'.join(map(re.escape, places))})s?\b", "", said) if places else said
    return safe(said) if safe(rest) != rest else mask(said)
