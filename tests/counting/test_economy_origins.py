"""What facts of the economy rest on: the ledger, what is printed of it, and what a quotient is made of."""

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pandas as pd
import pytest

from helpers.counting.origins import known_cells, with_origins
from helpers.definitions import Definitions, load
from helpers.facts import DELIVERED, DERIVED, INVENTED, KRONOR, PRINTED, Fact
from helpers.paths import REPOSITORY, Workspace

BUDGETED = "activities:samo:vannas"
FEES = ("state", "region", "nordmaling", "robertsfors", "umea", "vindeln", "vannas", "bjurholm")


def money(measure: str, rule: str = "economy.outcome", state: str = "ok") -> Fact:
    value = Decimal("10.00") if state == "ok" else None
    return Fact(2019, "forbundet", f"economy:{measure}", value=value, unit=KRONOR, state=state, rule=rule)


FACTS = [
    money(f"outcome:{BUDGETED}"),
    money("balance:1999"),
    money("extraordinary", state="missing"),
    money("budget:equity:closing", "economy.declared"),
    money("equity:closing"),
    *(money(f"note1:{member}") for member in FEES),
    replace(money("cost:vannas:per-participation"), value=Fraction(10, 3)),
    replace(money("own-capital:share-of-fees"), value=Fraction(1, 8), unit="share"),
    replace(money("member-share:vannas:equity"), value=Fraction(10, 8)),
    money("result"),
    money("equity:change"),
    *(money(f"identity-difference:{id_}") for id_ in ("5:change", "9:state")),
    Fact(2019, "vannas", "total", value=3, state="ok", rule="participants.total"),
]
PRINTS = {
    (2019, "forbundet", f"economy:{m}", "", "all"): PRINTED
    for m in (f"outcome:{BUDGETED}", "equity:closing", *(f"note1:{member}" for member in FEES))
} | {(2019, "vannas", "total", "", "all"): PRINTED}


@pytest.fixture(scope="module")
def defined() -> Definitions:
    return load(REPOSITORY / "data" / "definitions" / "2019.yaml")


def origins(defined: Definitions, known: dict, ledger: bool, lists: bool) -> dict[str, str]:
    """The origins by measure, where the ledger and the lists are shipped or not."""
    deliveries = pd.DataFrame(
        {
            "kind": ["ledger", "participants"],
            "part": ["", "vannas"],
            "status": "read",
            "shipped": [ledger, lists],
        }
    )
    found = with_origins(FACTS, defined, deliveries, known)
    return {f.measure.removeprefix("economy:"): f.origin for f in found}


def test_a_delivered_ledger_gives_delivered_facts(defined: Definitions) -> None:
    assert set(origins(defined, PRINTS, ledger=False, lists=False).values()) == {DELIVERED}
    mixed = origins(defined, PRINTS, ledger=False, lists=True)
    assert mixed.pop("cost:vannas:per-participation") == DERIVED and mixed.pop("total") == PRINTED
    assert set(mixed.values()) == {DELIVERED}


def test_a_shipped_ledger_gives_what_is_printed_of_it_and_the_rest_is_invented(defined: Definitions) -> None:
    found = origins(defined, PRINTS, ledger=True, lists=True)
    assert found[f"outcome:{BUDGETED}"] == found["equity:closing"] == PRINTED
    assert found["balance:1999"] == INVENTED
    assert found["extraordinary"] == DELIVERED  # nothing is said
    assert found["budget:equity:closing"] == DELIVERED  # the definitions say it


def test_a_quotient_is_as_weak_as_what_it_is_made_of(defined: Definitions) -> None:
    quotients = ("cost:vannas:per-participation", "own-capital:share-of-fees", "member-share:vannas:equity")
    found = origins(defined, PRINTS, ledger=True, lists=True)
    assert {found[q] for q in quotients} == {DERIVED}
    printed = PRINTS | {(2019, "forbundet", f"economy:{quotients[1]}", "", "all"): PRINTED}
    assert origins(defined, printed, ledger=True, lists=True)[quotients[1]] == PRINTED
    for lost, hit in {
        ("vannas", "total"): quotients[:1],
        ("forbundet", f"economy:outcome:{BUDGETED}"): quotients[:1],
        ("forbundet", "economy:equity:closing"): quotients[1:],
        ("forbundet", "economy:note1:region"): quotients[1:],
    }.items():
        fewer = {key: origin for key, origin in PRINTS.items() if key[1:3] != lost}
        found = origins(defined, fewer, ledger=True, lists=True)
        assert {q for q in quotients if found[q] == INVENTED} == set(hit), lost


def test_an_identity_is_as_weak_as_the_sums_that_it_is_of(defined: Definitions) -> None:
    printed = PRINTS | {
        (2019, "forbundet", f"economy:{m}", "", "all"): PRINTED for m in ("result", "equity:change")
    }
    found = origins(defined, printed, ledger=True, lists=True)
    assert found["identity-difference:5:change"] == found["identity-difference:9:state"] == DERIVED
    assert origins(defined, PRINTS, ledger=True, lists=True)["identity-difference:5:change"] == INVENTED
    assert origins(defined, printed, ledger=False, lists=True)["identity-difference:9:state"] == DELIVERED


def test_the_printed_account_of_2019_is_printed_and_its_transactions_are_not() -> None:
    known = known_cells(Workspace(REPOSITORY).origins, 2019)
    mine = {key[2][8:]: origin for key, origin in known.items() if key[2].startswith("economy:")}
    for measure in (
        *("result", "note4:debt-to-principals", "balance:1940", "balance-opening:1940", "deviation:result"),
        *("outcome:activities:samo:nafs-primary-care", "result:hfe:accumulated", "cash-flow:opening-cash"),
    ):
        assert mine[measure] == PRINTED, measure
    # printed otherwise (line 1437) or only in parts
    for measure in ("cash-flow:operating", "cash-flow:total", "costs:total", "balance:2067"):
        assert mine[measure] == DERIVED, measure
    last = known_cells(Workspace(REPOSITORY).origins, 2018)
    assert (2018, "forbundet", "economy:outcome:activities:samo:ungdomstorget", "", "all") not in last
