"""Any file may be delivered as the ledger: it becomes tables whose sums are the file's, or a refusal."""

import itertools
import random
import re
from collections import Counter

import pandas as pd
from hypothesis import example, given, settings
from hypothesis import strategies as st
from support.sie_files import GOOD, read, sums

from helpers.faults import Fault

HEAD, _, REST = GOOD.partition("#VER ")
VOUCHERS = [f"#VER {voucher}" for voucher in REST.split("#VER ")]
AMOUNTS = {"#IB": 3, "#UB": 3, "#RES": 3, "#TRANS": 2, "#PSALDO": 4, "#PBUDGET": 4}  # fields before it
GOOD_SUMS = sums(read(GOOD)[0])
PIECES = st.sampled_from(
    [
        "#",
        '"',
        "{",
        "}",
        "\\",
        " ",
        "\t",
        "\n",
        "\r",
        "0",
        "-",
        ".",
        ",",
        "1e3",
        "å",
        "\x1a",
        "\x00",
        "#VER",
        "#TRANS",
    ]
)


def amounts(text: str) -> Counter[str]:
    """Öre by label, counted from the text alone, without the reader's code."""
    found = Counter[str]()
    for line in re.split("[\r\n]", text):
        fields = re.sub(r'\{(?:"[^"]*"|[^}"])*\}', " ", line).replace("#RTRANS", "#TRANS").split()
        if fields and (at := AMOUNTS.get(fields[0])):
            found[fields[0]] += round(float(fields[at].strip('"')) * 100)
    return found


def as_counted(entries: pd.DataFrame) -> Counter[str]:
    labels = {"opening": "#IB", "closing": "#UB", "result": "#RES", "transaction": "#TRANS"}
    labels |= {"object-balance": "#PSALDO", "budget": "#PBUDGET"}
    found = Counter[str]()
    for kind, ore in zip(entries["kind"], entries["ore"], strict=True):
        found[labels[kind]] += int(ore)
    return found


def hold(entries: pd.DataFrame, accounts: pd.DataFrame, found: list[Fault]) -> None:
    """A refused file says nothing; another has whole tables, and each of its lines once."""
    if any(f.level == "refuse" for f in found):
        assert entries.empty and accounts.empty
        return
    assert not entries["row"].duplicated().any() and not accounts["account"].duplicated().any()
    assert entries.drop(columns="month").notna().all(axis=None)
    assert set(entries["account"]) <= set(accounts["account"])
    assert entries.query("kind == 'transaction'")["ore"].sum() == 0


def test_the_good_file_says_what_its_text_says() -> None:
    assert as_counted(read(GOOD)[0]) == amounts(GOOD)


@settings(max_examples=300)
@given(
    st.binary(max_size=300)
    | st.lists(PIECES, max_size=60).map("".join).map(lambda t: t.encode("cp437", "replace"))
)
@example(b'#VER A 1 20190101 "' + b'\\"' * 5_000)
@example(b"#TRANS 1 {" + b'"\\"' * 5_000)
@example(b"#" * 30_000)
def test_anything_is_a_table_or_a_refusal(content: bytes) -> None:
    hold(*read(content))


@settings(max_examples=300)
@given(st.integers(0, len(GOOD) - 1), st.integers(0, 12), st.lists(PIECES, max_size=3))
def test_a_spoilt_file_is_refused_or_says_what_its_own_text_says(
    at: int, length: int, pieces: list[str]
) -> None:
    text = GOOD[:at] + "".join(pieces) + GOOD[at + length :]
    entries, accounts, found = read(text.encode("cp437"))
    hold(entries, accounts, found)
    if not any(f.level in ("refuse", "note") for f in found):
        assert as_counted(entries) == amounts(text)


@settings(max_examples=60)
@given(
    st.randoms(use_true_random=False),
    st.sampled_from(["\n", "\r\n", "\r"]),
    st.sampled_from(["cp437", "utf-8", "cp1252"]),
)
def test_order_line_ends_letters_and_names_of_accounts_move_no_sum(
    chance: random.Random, ends: str, page: str
) -> None:
    """Also the rows within a voucher, the records before the vouchers, and their texts."""
    head, vouchers = HEAD.rstrip("\n").split("\n"), []
    first, others = head[0], head[1:]
    chance.shuffle(others)
    for voucher in chance.sample(VOUCHERS, len(VOUCHERS)):
        title, opening, *rows, closing = voucher.rstrip("\n").split("\n")
        chance.shuffle(rows)
        vouchers.append("\n".join([re.sub('".*"', '"Något annat"', title), opening, *rows, closing]))
    named = [re.sub(r'^(#KONTO \d+) ".*"', rf'\1 "Konto {chance.random()}"', line) for line in others]
    mixed = [*named, *vouchers]
    chance.shuffle(mixed)
    entries, accounts, found = read("\n".join([first, *mixed, ""]).replace("\n", ends), page)
    assert [f.level for f in found] == ["flag"] * (
        page != "cp437" and "å" in "".join(map(str, accounts["name"])) + GOOD
    )
    assert sums(entries) == sums(read(GOOD)[0])
    assert list(accounts["account"]) == list(read(GOOD)[1]["account"])


def test_a_file_cut_anywhere_is_refused_or_a_whole_one_of_fewer_records() -> None:
    """Cut between two records nothing shows it but the balances; these see every lost voucher."""
    kept = Counter[str]()
    for at in itertools.chain(range(0, len(GOOD), 7), range(len(GOOD) - 60, len(GOOD))):
        entries, accounts, found = read(GOOD[:at])
        hold(entries, accounts, found)
        if not any(f.level == "refuse" for f in found):
            kept["whole" if sums(entries) == GOOD_SUMS else "without vouchers"] += 1
            assert sums(entries) == GOOD_SUMS or [f.code for f in found] == ["ledger_no_vouchers"], at
    assert kept["whole"]
