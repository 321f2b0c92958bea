"""A year pseudonymised and coarsened, for an auditor outside the house.

It is what deriving the facts anew takes, as far as that can be done where every row stands in a class of at
least `LEAST` (`coarsened`); it says itself which facts do not come out.
"""

import json
import shutil
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import paths
from helpers.assurance import coarsened
from helpers.assurance.classes import LEAST
from helpers.assurance.sides import side_with_tables
from helpers.assurance.vouched import CODE
from helpers.chapters import kernel, notebook
from helpers.checks import adopted_before, ledgers_before
from helpers.context import Context
from helpers.fact_csv import columns_of, csv_text
from helpers.fact_tables import from_table
from helpers.facts import KEY
from helpers.faults import Stop
from helpers.files import sha256
from helpers.machine import private
from helpers.machine.whole import temporary, whole_folder, write_whole
from helpers.paths import REPOSITORY, Workspace
from helpers.wording import number, text

CHAPTER = "2_facts"
DELIVERIES = ["kind", "part", "status", "omitted", "shipped"]  # of the table `deliveries`
FACTS = "facts.csv"  # what comes out of the coarsened tables as it was printed
NOT_DERIVED = "facts-not-derived.csv"  # the keys of what does not


def write(context: Context) -> Path:
    """`make bundle`: the folder `data/bundles/<year>`, proved by its own command before it stands.

    Raises:
        Stop: the year's tables are not those of its reports, or other facts come out of the bundle.
    """
    reports, year = side_with_tables(context).reports, context.year
    target = context.workspace.bundles / str(year)
    with private.umask(), whole_folder(target, private=True) as folder:
        _fill(folder, context, reports)
        if not derive_again(folder).same:
            raise Stop(text("bundle.other_facts", year=year))
        private.close(folder)  # copies have the rights of what they were copied from
    return target


def _fill(folder: Path, context: Context, reports: Path) -> None:
    year, left_out = context.year, shutil.ignore_patterns("__pycache__", "reconstruction")
    shutil.copytree(REPOSITORY / "src" / "helpers", folder / "src" / "helpers", ignore=left_out)
    copies = {
        notebook.path_of(CHAPTER): f"notebooks/{CHAPTER}.ipynb",
        REPOSITORY / paths.LOCK_FILE: paths.LOCK_FILE,
        REPOSITORY / "src" / "helpers" / "assurance" / "template" / "Makefile": "Makefile",
        context.definitions_file: f"data/definitions/{year}.yaml",
    }
    if context.workspace.origins.exists():
        copies[context.workspace.origins] = Workspace(Path()).origins.as_posix()
    for source, name in copies.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(source, folder / name)
    write_tables(folder / "data" / "processed" / str(year), context)
    _write_facts(folder, context, (reports / "facts.csv").read_text(encoding="utf-8").splitlines())
    if (reports / CODE).exists():
        shutil.copyfile(reports / CODE, folder / CODE)
    hashes = {
        p.relative_to(folder).as_posix(): sha256(p.read_bytes())
        for p in sorted(folder.rglob("*"))
        if p.is_file() and p.name != CODE
    }
    write_whole(
        folder / "manifest.json",
        (json.dumps({"year": year, "files": hashes}, indent=1, ensure_ascii=False) + "\n").encode(),
    )


def write_tables(folder: Path, context: Context) -> None:
    """The coarsened tables, how each part was delivered, and what earlier years' ledgers left."""
    for name in coarsened.columns():
        table = pd.read_parquet(context.processed / f"{name}.parquet")
        seen = coarsened.coarsened(name, table, context.definitions)
        write_whole(folder / f"{name}.parquet", seen.to_parquet(index=False))
    deliveries = pd.read_parquet(context.processed / "deliveries.parquet")[DELIVERIES].drop_duplicates()
    write_whole(folder / "deliveries.parquet", deliveries.to_parquet(index=False))
    store = context.store()
    for beside in (ledgers_before, adopted_before):  # sums of whole years and areas: of nobody
        if store.exists(beside.TABLE):
            before = store.read(beside.TABLE)[beside.COLUMNS]
            write_whole(folder / f"{beside.TABLE}.parquet", before.to_parquet(index=False))


def _write_facts(folder: Path, context: Context, printed: list[str]) -> None:
    """The facts that come out of the tables as printed, the keys of the others, and how many of each."""
    head, *lines = printed
    made = set(_derived(folder, context.year, columns_of(head)))
    facts = list(zip(from_table(context.store().read("facts")), lines, strict=True))
    same = [line for _, line in facts if line in made]
    left = [fact for fact, line in facts if line not in made]
    write_whole(folder / FACTS, ("\n".join([head, *same]) + "\n").encode())
    keys = pd.DataFrame([f.key for f in left], columns=KEY).to_csv(index=False, lineterminator="\n")
    write_whole(folder / NOT_DERIVED, keys.encode())
    every, without = (
        Counter(f.rule.partition(".")[0] for f in found) for found in ([f for f, _ in facts], left)
    )
    families = [
        text(
            "bundle.family",
            name=text(f"sample.stratum.{name}"),
            count=number(every[name] - without[name]),
            of=number(of),
        )
        for name, of in sorted(every.items())
    ]
    readme = text(
        "bundle.readme",
        year=context.year,
        least=LEAST,
        count=number(len(same)),
        of=number(len(facts)),
        left=number(len(left)),
        families="\n".join(families),
    )
    write_whole(folder / "LÄS-MIG.md", readme.encode())


def _derived(folder: Path, year: int, columns: list[str]) -> list[str]:
    """The facts that the facts chapter derives of a bundle's tables, as lines with their head."""
    context = Context.of(Workspace(folder.resolve()), year)
    with temporary() as work:
        kernel.execute(CHAPTER, {"year": year}, context, work)
        made = from_table(pd.read_parquet(work / "facts.parquet"))
    return csv_text(made, columns).splitlines()


@dataclass(frozen=True)
class Derived:
    """What came out of a bundle's tables beside its own facts.csv, both as lines with their head.

    `edited` files are not those that the bundle's manifest vouches for.
    """

    year: int
    edited: list[str]
    expected: list[str]
    made: list[str]

    @property
    def same(self) -> bool:
        """Whether nothing was edited and every fact of the bundle came out."""
        return not self.edited and not self.differing

    @property
    def differing(self) -> list[str]:
        """Lines of facts.csv that did not come out."""
        return sorted({*self.expected} - {*self.made})


def derive_again(folder: Path) -> Derived:
    """Run the facts chapter on a bundle's tables, by this package.

    Raises:
        Stop: the folder is no bundle.
    """
    if not (folder / "manifest.json").exists():
        raise Stop(text("bundle.no_bundle", folder=folder))
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    edited = [
        n
        for n, h in manifest["files"].items()
        if not (p := folder / n).exists() or sha256(p.read_bytes()) != h
    ]
    expected = (folder / FACTS).read_text(encoding="utf-8")
    year = manifest["year"]
    made = _derived(folder, year, columns_of(expected))
    return Derived(year, edited, expected.splitlines(), made)


def check(folder: Path) -> int:
    """`make` in a bundle, or `make check-bundle BUNDLE=folder`: 0 when the same facts come out, else 1.

    Raises:
        Stop: the folder is no bundle.
    """
    told = derive_again(folder)
    lines = [text("bundle.edited", name=name) for name in told.edited] + told.differing
    last = text(
        "bundle.same" if told.same else "bundle.differ",
        year=told.year,
        count=number(len(told.expected) - 1),
        differing=number(len(told.differing)),
    )
    print("\n".join([*lines, last]))
    return 0 if told.same else 1
