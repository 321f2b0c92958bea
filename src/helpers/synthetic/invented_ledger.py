"""A small ledger as SIE 4, and how definitions read it: fees in, platforms and office out.

The members pay somewhat more than the year was to cost: half the state, a quarter the region, the
municipalities a quarter by their population. What is left or lacking becomes own capital.
"""

import datetime as dt
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import numpy as np

from helpers.synthetic.invented_association import Association, plain_id
from helpers.synthetic.national_model import LEDGER, model, population, stream

BANK, CAPITAL, RESULT, CLOSING, OFFICE = "1940", "2067", "2069", "8999", "5210"
STATE, REGION, FIRST_MUNICIPALITY, FIRST_PLATFORM = "3010", "3030", 3021, 4011
NAMES = {
    BANK: "Bank",
    CAPITAL: "Balanserat resultat",
    RESULT: "Årets resultat",
    CLOSING: "Årets resultat, bokslut",
    OFFICE: "Kansli",
    STATE: "Driftbidrag, staten",
    REGION: "Driftbidrag, regionen",
}
KINDS = {"1": "T", "2": "S", "3": "I"}
OBJECT = '{6 "SAMO"}'
Amounts = dict[str, int]  # account -> kronor of a year, debit +


def municipality_accounts(association: Association) -> dict[str, str]:
    """Account -> the municipality that pays its fee on it."""
    return {str(FIRST_MUNICIPALITY + n): m for n, m in enumerate(association.municipalities)}


def platform_accounts(association: Association, year: int) -> dict[str, int]:
    """Account -> the place of the platform that it pays, of those that are there in a year."""
    stands = [n for n, p in enumerate(association.platforms) if p.stands(year)]
    return {str(FIRST_PLATFORM + n): n for n in stands}


def amounts(association: Association, year: int) -> tuple[Amounts, Amounts]:
    """What a year was to cost and bring in, and what it did, on accounts of the result."""
    rng, given = stream(association.seed, LEDGER, association.index * 10_000 + year), model()["ledger"]
    costs = {a: _cost(association, n) for a, n in platform_accounts(association, year).items()}
    costs[OFFICE] = given["office"]
    fees = int(sum(costs.values()) * given["fees_of_costs"])
    people = [
        population(association.seed, association.index, n) for n in range(len(association.municipalities))
    ]
    parts = np.rint(fees / 4 * np.array(people) / sum(people)).astype(int).tolist()
    towns = zip(municipality_accounts(association), parts, strict=True)
    budget = {account: -part for account, part in towns} | {REGION: -(fees // 4)}
    budget[STATE] = -fees - sum(budget.values())
    spent = {a: int(c * rng.normal(1, given["off_budget"])) for a, c in costs.items()}
    return costs | budget, spent | budget


def _cost(association: Association, platform: int) -> int:
    """What a platform was to cost a year: by how many take part in it, in thousands."""
    a_year = association.platforms[platform].participations / len(association.years)
    return int(1 + a_year) * model()["ledger"]["participation"]


def capital(association: Association, year: int) -> int:
    """Own capital when a year begins: what the association began with, and every result since."""
    before = (amounts(association, y)[1] for y in association.years if y < year)
    return model()["ledger"]["capital"] - sum(sum(of.values()) for of in before)


def _result_before(association: Association, year: int) -> int:
    if year - 1 not in association.years:
        return 0
    return -sum(amounts(association, year - 1)[1].values())


def ledger(association: Association, year: int) -> tuple[str, bytes]:
    """The file of a year, in code page 437."""
    budget, booked = amounts(association, year)
    lines = [*_head(association, year), *_balances(association, year, booked)]
    for account, kronor in sorted(budget.items()):
        lines += [
            f"#PBUDGET 0 {year}{month:02} {account} {OBJECT} {part}.00"
            for month, part in enumerate(_monthly(kronor), 1)
        ]
    return "bokforing.se", "".join(f"{line}\r\n" for line in [*lines, *_vouchers(association, year)]).encode(
        "cp437"
    )


def _head(association: Association, year: int) -> Iterator[str]:
    yield from ("#FLAGGA 0", '#PROGRAM "Påhittad" 1', "#FORMAT PC8", f"#GEN {year + 1}0131", "#SIETYP 4")
    yield '#PROSA "Påhittad bokföring: alla belopp och verifikationer är påhittade"'
    yield f'#FNAMN "{association.name}"'
    yield f"#RAR 0 {year}0101 {year}1231"
    towns = {a: f"Driftbidrag, {m}" for a, m in municipality_accounts(association).items()}
    paid = {a: association.platforms[n].name for a, n in platform_accounts(association, year).items()}
    for account, name in sorted((NAMES | towns | paid).items()):
        yield f'#KONTO {account} "{name}"'
        yield f"#KTYP {account} {KINDS.get(account[0], 'K')}"
    yield '#DIM 6 "Projekt"'
    yield '#OBJEKT 6 "SAMO" "Samordningsförbundet"'


def _balances(association: Association, year: int, booked: Amounts) -> Iterator[str]:
    """Opening and closing balances, and what is booked of the result."""
    opening, last, result = (
        capital(association, year),
        _result_before(association, year),
        -sum(booked.values()),
    )
    yield f"#IB 0 {BANK} {opening}.00"
    yield f"#IB 0 {CAPITAL} {last - opening}.00"
    yield f"#IB 0 {RESULT} {-last}.00"
    yield f"#UB 0 {BANK} {opening + result}.00"
    yield f"#UB 0 {CAPITAL} {-opening}.00"
    yield f"#UB 0 {RESULT} {-result}.00"
    for account, kronor in sorted((booked | {CLOSING: result}).items()):
        yield f"#RES 0 {account} {kronor}.00"


def _vouchers(association: Association, year: int) -> Iterator[str]:
    _, booked = amounts(association, year)
    last, number = _result_before(association, year), 1
    if last:
        yield from _voucher(
            number,
            dt.date(year, 1, 1),
            "Föregående års resultat",
            [(RESULT, "{}", last), (CAPITAL, "{}", -last)],
        )
        number += 1
    monthly = {account: _monthly(kronor) for account, kronor in sorted(booked.items())}
    for month in range(1, 13):
        lines = [(account, OBJECT, parts[month - 1]) for account, parts in monthly.items()]
        lines.append((BANK, "{}", -sum(k for _, _, k in lines)))
        yield from _voucher(number, dt.date(year, month, 25), "Avgifter och kostnader", lines)
        number += 1
    result = -sum(booked.values())
    closing = [(CLOSING, "{}", result), (RESULT, "{}", -result)]
    yield from _voucher(number, dt.date(year, 12, 31), "Årets resultat", closing)


def _voucher(number: int, day: dt.date, text: str, lines: list[tuple[str, str, int]]) -> Iterator[str]:
    yield f'#VER A {number} {day:%Y%m%d} "{text}"'
    yield "{"
    for account, objects, kronor in lines:
        yield f"   #TRANS {account} {objects} {kronor}.00"
    yield "}"


def _monthly(kronor: int) -> list[int]:
    """Twelve whole parts of an amount."""
    edges = np.rint(np.linspace(0, kronor, 13)).astype(int).tolist()
    return [b - a for a, b in pairwise(edges)]


def economy(association: Association, year: int) -> dict[str, Any]:
    """How the definitions read the ledger."""
    towns = municipality_accounts(association)
    notes = [_line("note1:state", "Driftbidrag från staten", STATE) | {"member": "staten"}]
    for account, name in towns.items():
        id_ = plain_id(name)
        notes.append(_line(f"note1:{id_}", f"Driftbidrag från {name}", account) | {"member": id_})
    notes.append(_line("note1:region", "Driftbidrag från regionen", REGION) | {"member": "regionen"})
    fees = _line("income:samo:member-fees", "Intäkter, medlemsavgifter", STATE)
    budget = [fees | {"accounts": [STATE, *towns, REGION]}]
    for account, number in platform_accounts(association, year).items():
        plan = association.platforms[number]
        budget.append(_line(f"activities:samo:{plan.id}", plan.name, account) | {"platforms": [plan.id]})
    budget.append(_line("office:samo:staff", "Kansli", OFFICE))
    projects = {"dimension": 6, "samo": "SAMO"}
    return {"projects": projects, "chart": "bas", "notes": notes, "budget": budget}


def _line(id_: str, label: str, account: str) -> dict[str, Any]:
    return {"id": id_, "label": label, "accounts": [account], "project": "samo"}
