"""That a ledger names somebody: told by kind, never by what stands there."""

from helpers import freetext, identity
from helpers.definitions import Definitions
from helpers.deliveries.ledger_records import Ledger
from helpers.faults import Faults


def tell(ledger: Ledger, definitions: Definitions, faults: Faults) -> None:
    """Flag each kind of what can point out a person in the firm's number and in the texts of vouchers."""
    line, number = ledger.firm
    if identity.looks_like(number):
        faults.flag("ledger_firm", row=line)
    texts, lines = list(ledger.texts), list(ledger.texts.values())
    told: set[str] = set()
    found = freetext.found("\n".join(texts), freetext.places(definitions))
    for at, kind in found:
        if kind not in told:
            told.add(kind)
            faults.flag(f"ledger_{kind}", row=lines[at - 1])
