"""`make bench`: every ratio with its peer, measured in turn on this machine.

make bench            five rounds (ROUNDS=3: fewer); writes docs/performance.md
make bench QUICK=1    one round, told only
"""

import json
import os
import platform
from collections import defaultdict
from dataclasses import asdict

from benchmarks import cases, measure, page, places
from benchmarks.cases import Case
from benchmarks.measure import Cost
from benchmarks.ratios import HEAD, RATIOS, exponent

ROUNDS = int(os.environ.get("ROUNDS") or 5)


def measured(known: list[Case], rounds: int) -> dict[str, list[Cost]]:
    """Every case in turn, as often as there are rounds."""
    found: dict[str, list[Cost]] = defaultdict(list)
    for number in range(1, rounds + 1):
        for case in known:
            case.before()
            cost = measure.run(case.command)
            case.after(cost)
            found[case.name].append(cost)
            told = f"{cost.wall:7.2f} s wall {cost.cpu:7.2f} CPU s, others {cost.others:4.2f} processors"
            print(f"{number}/{rounds} {told}, load {cost.load:4.1f}: {case.words}", flush=True)
    return found


def numbers(costs: dict[str, list[Cost]]) -> dict[str, list[float]]:
    """Every figure of every round by its name: `cold.wall`."""
    found = {
        f"{name}.{what}": [asdict(cost)[what] for cost in of_rounds]
        for name, of_rounds in costs.items()
        for what in ("wall", "cpu", "others", "load")
    }
    small, large = cases.SIZES
    for size in cases.SIZES:  # CPU seconds of the two chapters, without starting Python
        printed = [cost.said.split() for cost in costs[f"rows-{size}"]]
        found[f"rows-{size}.chapters"] = [float(check) + float(facts) for check, facts, *_ in printed]
        found[f"rows-{size}.peak"] = [float(peak) for *_, peak in printed]
    of_ledger = [json.loads(cost.said) for cost in costs["ledger"]]
    for what in ("seconds", "peak"):
        found[f"ledger.{what}"] = [told[what] for told in of_ledger]
    pairs = zip(found[f"rows-{small}.chapters"], found[f"rows-{large}.chapters"], strict=True)
    found["rows.exponent"] = [exponent(few, many, large / small) for few, many in pairs]
    return found


def once() -> dict:
    """What is measured once: memory of a run, and runs of years that read one, two and three years."""
    root = places.workspace("once")
    places.emptied(root)
    memory = measure.peak(places.make("report", root))
    years = []
    for year in (2017, 2018, 2019):
        places.emptied(root)
        cost = measure.run(places.make("report", root, YEAR=str(year)))
        years.append([str(year), *page.sizes(root, year), f"{cost.wall:.1f}", f"{cost.cpu:.1f}"])
    return {"memory": memory, "years": years}


def main() -> None:
    """Measure, print, and after whole rounds write the page."""
    quick = bool(os.environ.get("QUICK"))
    places.cache()
    known = [*cases.of_runs(), *cases.of_rows(), *cases.of_ledger()]
    costs = measured(known, 1 if quick else ROUNDS)
    more, found = once(), numbers(costs)
    found["memory.peak"] = [more["memory"]]
    rows = [ratio.row(found) for ratio in RATIOS]
    print("\n".join(page.table(HEAD, rows)))
    if not quick:
        on = measure.machine() | {"python": platform.python_version(), "rounds": str(ROUNDS)}
        words = {case.name: case.words for case in known}
        page.write(on, rows, page.absolute(words, found), page.parts(costs, found), more["years"])


if __name__ == "__main__":
    main()
