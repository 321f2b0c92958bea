"""What is measured: each case with what is put in place before it and what must hold after it."""

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from benchmarks import ledger, measure, places
from benchmarks.measure import Command, Cost

SIZES = (10_000, 100_000)
VOUCHERS = 200_000
GROUPS = ("all", "women", "men")


def _nothing() -> None:
    """Nothing to put in place."""


@dataclass(frozen=True)
class Case:
    """A command, what is put `before` it, unmeasured, and what is tried `after` it."""

    name: str
    words: str
    command: Command
    before: Callable[[], None] = _nothing
    after: Callable[[Cost], None] = lambda cost: None


def again(command: Command) -> None:
    """Run a command unmeasured."""
    measure.run(command)


def of_runs() -> Iterator[Case]:
    """The run of the year and its peers; then what is made of the run that stands."""
    ours = places.workspace("ours")
    steps = places.listed(ours)
    facts = ours / f"data/processed/{places.YEAR}/facts.parquet"

    def same_facts(root: Path) -> Callable[[Cost], None]:
        made = root / f"data/processed/{places.YEAR}/facts.parquet"
        return lambda cost: pd.testing.assert_frame_equal(pd.read_parquet(made), pd.read_parquet(facts))

    make = places.make("report", ours)
    yield Case("cold", "make report YEAR=2019, nothing made", make, lambda: places.emptied(ours))
    for name, words, command in _peers(steps):
        root = command.folder
        check = (lambda cost: None) if name == "loop" else same_facts(root)
        yield Case(name, words, command, lambda root=root: places.emptied(root), check)
    # Made first, so that what stands is this moment's: git's index is among what a run rests on.
    yield Case("unchanged", "make report YEAR=2019, nothing changed", make, lambda: again(make))
    yield Case(
        "diff",
        "make diff YEAR=2019 AGAINST=HEAD, nothing changed",
        places.make("diff", ours, AGAINST="HEAD"),
        lambda: places.committed(ours),
    )
    sent, other = places.delivered("sent"), ours.with_name("changed")
    changed = places.make("report", other)
    words = "make report YEAR=2019, one list changed"
    yield Case("changed", words, changed, lambda: places.one_list_changed(sent, other))


def _peers(steps: Path) -> Iterator[tuple[str, str, Command]]:
    """Name, words and command of each peer of the run, in a workspace of its own."""
    old = places.loop_code()
    loop = places.of_lock(f"environment-{places.LOOP_COMMIT}", old / "requirements.lock")
    peers = places.of_lock("environment-peers", places.HERE / "requirements.lock")
    notebooks = places.REPOSITORY / "notebooks"

    def command(name: str, words: list, python: Path, code: Path = places.REPOSITORY) -> Command:
        root = places.workspace(name, code)
        told = places.environment(code, python, SOCIALT_BOKSLUT_WORKSPACE=str(root))
        found = [str(root / "made") if w == "OUTPUT" else str(w) for w in words]
        return Command([places.parametrised(root) if w == "WRITTEN" else w for w in found], root, told)

    here = places.PEERS
    yield (
        "loop",
        f"papermill + nbconvert, a shell loop, the package of {places.LOOP_COMMIT}",
        command("loop", [here / "papermill_loop.sh", steps, old / "notebooks", "OUTPUT"], loop, old),
    )
    yield (
        "nbconvert",
        "jupyter nbconvert --execute",
        command("nbconvert", [here / "nbconvert.sh", steps, "WRITTEN"], peers),
    )
    yield (
        "ploomber",
        "ploomber-engine + nbconvert in one process",
        command("ploomber", [peers, here / "ploomber.py", steps, notebooks, "OUTPUT"], peers),
    )
    ours = Path(sys.executable)
    yield (
        "plain",
        "the same cells in one plain process",
        command("plain", [ours, here / "plain.py", steps, notebooks], ours),
    )


def of_rows() -> Iterator[Case]:
    """Cleaning and counting a long list, and what counts the same."""
    peers = places.of_lock("environment-peers", places.HERE / "requirements.lock")
    for size in SIZES:
        root, path, labels = places.long_list(size)
        program = [sys.executable, str(places.HERE / "rows.py"), "--measure", str(root)]
        yield Case(
            f"rows-{size}", f"check and facts of {size:,} rows", Command(program, root, places.environment())
        )
        for name in ("duckdb", "polars"):
            words = [peers, places.PEERS / f"{name}_counts.py", path, labels, places.YEAR]
            command = Command([str(w) for w in words], root, places.environment(python=peers))
            yield Case(
                f"{name}-{size}",
                f"{name}: the same counts of {size:,} rows",
                command,
                after=lambda cost, root=root: same_counts(root, json.loads(cost.said)),
            )


def of_ledger() -> Iterator[Case]:
    """Reading a large ledger, and a plain program that sums the same."""
    path = places.ledger(VOUCHERS)
    told: dict[str, str] = {}
    for name, words, program in (
        ("ledger", f"a ledger of {VOUCHERS:,} vouchers read", [ledger.__file__, "--measure"]),
        ("ledger-plain", "a plain program: the same sums", [str(ledger.PLAIN)]),
    ):
        command = Command([sys.executable, *program, str(path)], path.parent, places.environment())

        def keep(cost: Cost, name: str = name) -> None:
            told[name] = cost.said
            if name == "ledger-plain":
                ledger.same_sums(told["ledger"], told["ledger-plain"])

        yield Case(name, words, command, after=keep)


def same_counts(root: Path, theirs: dict[str, dict[str, int]]) -> None:
    """Stop where a peer has another count than we have.

    Raises:
        AssertionError: says which.
    """
    ours = {(m, g): n for m, g, n in places.counted(root) if g in GROUPS}
    other = {(m, g): theirs.get(g, {}).get(m, 0) for m, g in ours}
    wrong = {k: (ours[k], other[k]) for k in ours if ours[k] != other[k]}
    assert ours and not wrong, f"counts that differ (ours, theirs): {wrong}"
