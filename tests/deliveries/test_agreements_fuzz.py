"""Any agreement may be delivered: none raises or hangs, each figure is read as it stands or refused by line.

What the reader gives is held against the YAML library's own reading of the same text. `FUZZ_CASES=3000` asks
for that many spoilt files.
"""

import os
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from helpers import definitions, identity
from helpers.deliveries import agreements
from helpers.deliveries.agreement_model import FINANCING, OWN
from helpers.faults import Faults
from helpers.paths import REPOSITORY, Workspace

CASES = int(os.environ.get("FUZZ_CASES", "150"))
YEAR = definitions.load(Workspace(REPOSITORY).definitions / "2019.yaml")
CONTENT = (REPOSITORY / "data/raw/2019/agreements/hikikomori-2020.yaml").read_bytes()
NAME = "hikikomori-2020.yaml"


def read(path: Path) -> tuple[list[dict], list[dict], Faults]:
    (table, figures), faults = agreements.read(path, f"agreements/{path.name}", YEAR)
    return table.to_dict("records"), figures.to_dict("records"), faults


def stated(written: dict) -> Iterator[tuple[str, float]]:
    """Measure and value of every figure of an agreement, as the YAML library reads it."""

    def number(said: Any) -> float:
        return said["value"] if isinstance(said, dict) else said

    for key, (what, unit) in (OWN | FINANCING).items():
        said = (written if key in OWN else written.get("financing") or {}).get(key)
        if said is not None:
            yield f"agreement:{what}", number(said) / (100 if unit == "share" else 1)
    for one in written.get("commitments") or []:
        yield f"agreement:{one['what']}", one["number"]
    for aim in written.get("targets") or []:
        yield f"target:{aim['id']}", aim["value"] / (100 if aim.get("unit") == "percent" else 1)


def judge(path: Path) -> str:
    """Read an agreement and say what became of it."""
    table, figures, faults = read(path)
    count = len(path.read_bytes().split(b"\n")) + 1
    assert not any(identity.looks_like(f.line()) for f in faults.found)
    assert all(f.message and f.action and (f.row is None or 1 <= f.row <= count) for f in faults.found)
    if faults.refused:
        assert not table and not figures
        return "refused"
    written = yaml.safe_load(path.read_bytes().decode("utf-8-sig"))
    assert {(f["measure"], f["value"]) for f in figures} == set(stated(written))
    (agreement,) = table
    assert agreement["parties"].split(", ") == written["parties"]
    assert (agreement["platform"], agreement["state"]) == (written["platform"], written["state"])
    return "flagged" if faults.found else "read"


def spoilt(content: bytes, chance: random.Random) -> bytes:
    at, length = chance.randrange(len(content)), chance.randint(1, 40)
    new = chance.choice(
        [chance.randbytes(3), b":", b"\n", b"\t", b"- ", b"#", b"&a ", b"*a", b"'", b"{", b"9"]
    )
    return chance.choice(
        [
            content[:at] + bytes([content[at] ^ 1 << chance.randrange(8)]) + content[at + 1 :],
            content[:at],
            content[:at] + new + content[at:],
            content[: at + length] + content[at:],
            content[:at] + content[at + length :],
        ]
    )


def test_spoilt_bytes_never_raise_or_give_other_figures_than_stand_there(tmp_path: Path) -> None:
    path, became = tmp_path / NAME, Counter[str]()
    path.write_bytes(CONTENT)
    assert judge(path) != "refused"
    for case in range(CASES):
        path.write_bytes(spoilt(CONTENT, random.Random(f"agreement {case}")))
        try:
            became[judge(path)] += 1
        except BaseException as error:
            error.add_note(f"case {case}")
            raise
    print(f"\n{NAME}: {CASES} spoilt files: {became.most_common()}")
    assert became["refused"] and sum(became.values()) == CASES


def places(node: Any, at: tuple = ()) -> list[tuple]:
    """Every place of a tree, its branches among them."""
    inner = node.items() if isinstance(node, dict) else enumerate(node) if isinstance(node, list) else ()
    return [*([at] if at else []), *(place for key, sub in inner for place in places(sub, (*at, key)))]


TREE = yaml.safe_load(CONTENT)
ODD: list[Any] = [
    "",
    " ",
    "0",
    "Ja",
    "x" * 9_000,
    "2,5",
    "1 000",
    "<script>",
    "=1+1",
    "\u200b",
    "åäö",
    "a: b",
]
ODD += [None, True, -1, 0, 2.5, 1e9, 1e12, float("inf"), float("nan"), 10**30, [], {}, [1], {"value": 3}]
ODD += [{"value": "3"}, {"value": 3, "source": "x"}, "2019-02-30", "19900101-2385", {"a": {"b": []}}]
VALUES = st.one_of(st.sampled_from(ODD), st.text(max_size=20), st.integers(), st.floats(), st.dates())


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("agreements")


@settings(max_examples=max(80, CASES), deadline=None)
@given(place=st.sampled_from(places(TREE)), value=VALUES)
@example(place=("targets", 0, "value"), value=float("nan"))
@example(place=("commitments", 0, "number"), value=True)
@example(place=("notice_months",), value={"value": 3, "source": "protokoll:1"})
def test_any_value_in_any_place_is_read_as_it_stands_or_refused(
    place: tuple, value: Any, folder: Path
) -> None:
    tree = yaml.safe_load(CONTENT)
    node = tree
    for key in place[:-1]:
        node = node[key]
    node[place[-1]] = value
    path = folder / NAME
    path.write_text(yaml.safe_dump(tree, allow_unicode=True, sort_keys=False), encoding="utf-8")
    judge(path)
