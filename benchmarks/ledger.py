"""What a large ledger costs: invented vouchers of three rows each, read into the two clean tables.

    python benchmarks/ledger.py 20000 200000

Each size is made and read in a process of its own. Prints CPU seconds of the reader, the peak of memory with
the interpreter and its libraries, and the same of a plain program that only splits the lines and sums öre.
"""

import json
import random
import resource
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from helpers.definitions import load
from helpers.deliveries import ledger
from helpers.paths import REPOSITORY

YEAR = 2019
PLAIN = REPOSITORY / "benchmarks/peers/plain_ledger.py"
ACCOUNTS = [str(number) for number in range(4010, 4060)]


def content(vouchers: int) -> bytes:
    """A ledger that agrees with itself: costs, paid in part."""
    rng, said = random.Random(vouchers), []
    sums: defaultdict[str, int] = defaultdict(int)
    for number in range(1, vouchers + 1):
        account, cost = rng.choice(ACCOUNTS), rng.randrange(100, 10_000_000)
        day = f"{YEAR}{number % 12 + 1:02}{number % 28 + 1:02}"
        project = rng.choice(("SAMO", "HFE"))
        rows = ((account, f'1 "10" 6 "{project}"', cost), ("1940", "", -(cost * 3 // 4)))
        rows = (*rows, ("2440", "", -(cost - cost * 3 // 4)))
        said += [f'#VER A {number} {day} "Faktura {number + 100_000} från verksamheten" {day}', "{"]
        for kept, objects, ore in rows:
            said.append(f'#TRANS {kept} {{{objects}}} {kronor(ore)} {day} "Rad {number}"')
            sums[kept] += ore
        said.append("}")
    head = ["#FLAGGA 0", "#FORMAT PC8", "#SIETYP 4", f"#RAR 0 {YEAR}0101 {YEAR}1231"]
    head += [f'#KONTO {account} "Konto för {account}"' for account in sums]
    head += [f"#{'RES' if a in ACCOUNTS else 'UB'} 0 {a} {kronor(ore)}" for a, ore in sums.items()]
    return "".join(f"{line}\r\n" for line in [*head, *said]).encode("cp437")


def kronor(ore: int) -> str:
    """An amount as the format writes it."""
    return f"{'-' * (ore < 0)}{abs(ore) // 100}.{abs(ore) % 100:02}"


def measure(path: Path) -> None:
    """Read a ledger and print CPU seconds, peak and the sums by account."""
    defined = load(REPOSITORY / f"tests/fixture/data/definitions/{YEAR}.yaml")
    before = time.process_time()
    entries, _, faults = ledger.read(path, "bokforing.se", defined)
    seconds = time.process_time() - before
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    moved = entries[entries["kind"] == "transaction"].groupby("account")["ore"].sum()
    told = {"seconds": seconds, "peak": peak, "refused": faults.refused}
    print(json.dumps(told | {"sums": {str(account): int(ore) for account, ore in moved.items()}}))


def same_sums(ours: str, theirs: str) -> None:
    """Stop where the plain program has other sums.

    Raises:
        AssertionError: the sums differ.
    """
    told = json.loads(ours)
    assert told["sums"] and told["sums"] == json.loads(theirs)["sums"], "sums that differ"


def main() -> None:
    """Print one line a size."""
    for vouchers in map(int, sys.argv[1:]):
        with tempfile.TemporaryDirectory() as place:
            path = Path(place) / "bokforing.se"
            path.write_bytes(content(vouchers))
            programs = ([__file__, "--measure"], [str(PLAIN)])
            ours, theirs = (
                subprocess.run([sys.executable, *p, str(path)], check=True, capture_output=True, text=True)
                for p in programs
            )
            same_sums(ours.stdout, theirs.stdout)
            told, plain = json.loads(ours.stdout), json.loads(theirs.stdout)
            line = (
                f"{vouchers:7} vouchers, {path.stat().st_size / 1e6:5.1f} MB: {told['seconds']:5.2f} CPU s, "
            )
            line += f"peak {told['peak']} MB; plain {plain['seconds']:5.2f} CPU s, ratio "
            print(f"{line}{told['seconds'] / plain['seconds']:.1f}", flush=True)


if __name__ == "__main__":
    measure(Path(sys.argv[2])) if sys.argv[1] == "--measure" else main()
