"""The outside re-run (step 5 of a social account): a year made again in a clean place and compared with what is adopted."""

import hashlib
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers.facts import Fact, Facts, from_table, read_csv
from helpers.paths import Workspace
from helpers.rules import RULES
from helpers.run import AUDIT_PAGE, Stop
from helpers.store import write_whole
from helpers.wording import listing, number, plain, result_text, text, voucher_number

READ_FIRST = ("data/raw/", "data/definitions/", "data/shipped")  # what 1_clean reads
COMPARED = ("reproduced", "differs", "underivable", "unreadable")


@dataclass(frozen=True)
class Rerun:
    """An adopted year's folder beside the same year made again, and the clean tables it was made from."""

    year: int
    adopted: Path
    made: Path
    clean: Path

    def manifests(self, part: str) -> tuple[dict[str, str], dict[str, str]]:
        """`{name: sha256}` of `inputs`, `code` or `outputs`, adopted and made."""
        return tuple(json.loads((folder / "manifest.json").read_text(encoding="utf-8"))[part] for folder in (self.adopted, self.made))

    def changed(self, part: str) -> list[str]:
        """Names whose hash is not the same in both, or that only one of them has."""
        before, after = self.manifests(part)
        return sorted(name for name in before.keys() | after.keys() if before.get(name) != after.get(name))

    def misfiled(self) -> list[str]:
        """Adopted files at hand that are not the ones their manifest vouches for."""
        outputs = self.manifests("outputs")[0]
        return [n for n, h in sorted(outputs.items()) if (p := self.adopted / n).exists() and hashlib.sha256(p.read_bytes()).hexdigest() != h]

    def facts(self) -> tuple[dict[tuple, Fact], dict[tuple, Fact]]:
        """Facts by key, adopted and made (these with their rules); none for a year without deliveries."""
        adopted, made = self.adopted / "facts.csv", self.clean / "facts.parquet"
        before = read_csv(adopted) if adopted.exists() else Facts([])
        after = from_table(pd.read_parquet(made)) if made.exists() else Facts([])
        return {f.key: f for f in before}, {f.key: f for f in after}

    def moved(self) -> list[tuple[Fact | None, Fact | None]]:
        """Facts that are not the same in both, adopted and made, by key."""
        before, after = self.facts()
        return [(before.get(k), after.get(k)) for k in sorted(before.keys() | after.keys()) if _result(before.get(k)) != _result(after.get(k))]

    @property
    def reproduced(self) -> bool:
        return not (self.changed("inputs") or self.changed("outputs") or self.misfiled())


def _result(fact: Fact | None) -> tuple | None:
    return fact and (fact.value, fact.numerator, fact.denominator, fact.unit, fact.state)


@contextmanager
def again(workspace: Workspace, year: int) -> Iterator[Rerun]:
    """The year made from the workspace's data in a place where nothing was made before.

    Raises:
        Stop: nothing is adopted, or the year could not be made at all; says what the run printed.
    """
    adopted = workspace.reports(year)
    if not (adopted / "manifest.json").exists():
        raise Stop(text("rerun.not_adopted", year=year))
    with tempfile.TemporaryDirectory(prefix="sb-") as place:
        clean = Workspace(Path(place) / "granskning")
        shutil.copytree(workspace.root / "data", clean.root / "data", ignore=shutil.ignore_patterns("processed"))
        known = {k: v for k, v in os.environ.items() if k not in ("MAKEFLAGS", "MFLAGS", "EDITION")}
        environment = known | {"SOCIALT_BOKSLUT_WORKSPACE": str(clean.root), "YEAR": str(year)}
        done = subprocess.run(
            [sys.executable, "-m", "helpers", "report"], env=environment, text=True, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
        )
        if not (clean.reports(year) / "manifest.json").exists():
            raise Stop(text("rerun.not_made", year=year) + "\n" + done.stdout)
        yield Rerun(year, adopted, clean.reports(year), clean.processed(year))


def statement(rerun: Rerun) -> list[str]:
    """What a reviewer signs, line by line."""
    inputs, outputs = (rerun.manifests(part)[0] for part in ("inputs", "outputs"))
    changed_inputs, changed_code, changed_outputs = (rerun.changed(part) for part in ("inputs", "code", "outputs"))
    moved, facts = rerun.moved(), rerun.facts()[1]
    delivered = [n for n in inputs if n.startswith("data/raw/")]
    told = [
        text("rerun.title", year=rerun.year),
        text("rerun.inputs", same=number(len(delivered) - len(set(changed_inputs) & set(delivered))), count=number(len(delivered))),
        text("rerun.facts", same=number(len(facts) - sum(after is not None for _, after in moved)), moved=number(len(moved))),
        text("rerun.outputs", same=number(len(outputs) - len(set(changed_outputs) & set(outputs))), count=number(len(outputs))),
    ]
    states = Counter(pd.read_csv(rerun.made / "comparison.csv", dtype=str)["state"])
    told.append(text("rerun.published", **{state: number(states[state]) for state in COMPARED}))
    for part, names in (("inputs", changed_inputs), ("code", changed_code), ("outputs", changed_outputs)):
        told += [text(f"rerun.changed_{part}", name=name) for name in names]
    told += [text("rerun.misfiled", name=name) for name in rerun.misfiled()]
    if moved:
        before, after = moved[0]
        told.append(text("rerun.first", number=voucher_number(after or before), before=_shown(before), after=_shown(after), step=_step(rerun, after)))
    told.append(text("rerun.reproduced" if rerun.reproduced else "rerun.not_reproduced", year=rerun.year))
    return told


def _shown(fact: Fact | None) -> str:
    return plain(result_text(fact)) if fact else "–"


def _step(rerun: Rerun, fact: Fact | None) -> str:
    """The first step whose result is another: the one that reads what was changed, else the one that counts."""
    if read := [n for n in rerun.changed("inputs") if n.startswith(READ_FIRST)]:
        return text("rerun.step_clean", files=listing(read))
    function = RULES[fact.rule].function if fact else ""
    return text("rerun.step_facts", function=function)


def audit(workspace: Workspace, years: list[int]) -> int:
    """`make audit`: 0 when every year is reproduced, however many published figures are wrong."""
    failed = 0
    for year in years:
        with again(workspace, year) as rerun:
            print("\n  ".join(statement(rerun)), flush=True)
            if rerun.reproduced:
                write_whole(rerun.adopted / AUDIT_PAGE, (rerun.made / AUDIT_PAGE).read_bytes())
            failed += not rerun.reproduced
    return 1 if failed else 0
