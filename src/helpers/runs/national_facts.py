"""What associations have let out, gathered as one table over associations and years, and the nation's facts.

`ROOT/national/facts/year=<y>/association=<id>/facts.parquet` are the facts of an exchange folder, each with
the definition of its measure, read with filters and never whole; `ROOT/national/gathered.csv` says what was
read and what was not, `ROOT/national/measures.csv` what each definition means. `ROOT/national/facts.csv` are
the facts that national pages print, `ROOT/national/coverage.csv` who has which measure and why not.
"""

import io
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.dataset as ds
import pyarrow.parquet as pq

from helpers.association_folder import NATIONAL, RECEIVED, is_id
from helpers.counting import national, national_figures
from helpers.counting.national import national as national_name
from helpers.counting.national_figures import Sent
from helpers.fact_csv import csv_text, read_csv
from helpers.fact_tables import table
from helpers.facts import COLUMNS, Fact, Facts
from helpers.faults import Stop
from helpers.forms import exchange_read
from helpers.forms.exchange_read import Exchange
from helpers.identity import mask
from helpers.machine.whole import write_whole
from helpers.wording import text

FACTS = "facts.parquet"
READ, REFUSED, ABSENT = "read", "refused", "absent"
GATHERED = ["association", "year", "name", "source", "state", "together", "reason"]
MEASURES = ["measure", "respondents", "words", "positive", "associations"]
_WORDS = pa.string()
_TYPES = {"year": pa.int32(), "value": pa.float64(), "numerator": pa.int64(), "denominator": pa.int64()}
SCHEMA = pa.schema([(c, _TYPES.get(c, _WORDS)) for c in [*COLUMNS, "definition"]])
_FOLDERS = ds.partitioning(pa.schema([("year", pa.int32()), ("association", _WORDS)]), flavor="hive")


@dataclass(frozen=True)
class Place:
    """Where an association's facts of a year are looked for: in its own folder, else as it has sent them."""

    root: Path
    association: str
    year: int

    @property
    def own(self) -> Path:
        return self.root / self.association / "data" / "exchange" / str(self.year)

    @property
    def sent(self) -> Path:
        return self.root / NATIONAL / RECEIVED / self.association / str(self.year)

    @property
    def partition(self) -> Path:
        """Where they stand when they are gathered."""
        here = self.root / NATIONAL / "facts" / f"year={self.year}" / f"association={self.association}"
        return here / FACTS


def associations(root: Path) -> list[str]:
    """Every association of a root, sorted: folders with `data/`, and those who have sent something."""
    own = [f.parent.name for f in root.glob("*/data") if f.is_dir()]
    return sorted(a for a in {*own, *_senders(root)} if is_id(a))


def _senders(root: Path) -> list[str]:
    return [f.name for f in (root / NATIONAL / RECEIVED).glob("*") if f.is_dir()]


def gather(
    root: Path,
    years: Iterable[int],
    say: Callable[[str], None] = print,
    unmade: Collection[tuple[str, int]] = (),
) -> pd.DataFrame:
    """Read every association's exchange folder of some years into the table: GATHERED, a row each.

    A folder that cannot be read is told, its figures leave the table, and the rest goes on. Where an
    association has both made its facts here and sent some, its own are taken: they are of the deliveries and
    the program that stand here; that is told, and whether the two are the same. Of `unmade`, associations and
    years that could not be made now, its own are of an earlier run and are not taken. A partition is written
    only where it has become another.
    """
    for name in sorted(name for name in _senders(root) if not is_id(name)):
        say(text("national.no_id", folder=f"{NATIONAL}/{RECEIVED}/{mask(name)}"))
    rows, words = [], []
    for year in sorted(years):
        read: set[str] = set()
        for association in associations(root):
            place = Place(root, association, year)
            row, exchange = _read(place, (association, year) not in unmade)
            rows.append(row)
            if row["reason"]:
                told: dict[str, str | int] = {"association": association, "year": year}
                say(text("national.gathered_told", **told, why=str(row["reason"])))
            if exchange:
                _write_changed(place.partition, _parquet(exchange))
                words.append(_words(exchange))
                read.add(association)
        _leave(root, year, read)
    found = pd.DataFrame(rows, columns=GATHERED)
    _write_csv(root / NATIONAL / "gathered.csv", found)
    _write_csv(root / NATIONAL / "measures.csv", _measures(words))
    return found


def _leave(root: Path, year: int, read: set[str]) -> None:
    """Take out of a year's table what is not of those who were read: who cannot be, or is gone."""
    for partition in (root / NATIONAL / "facts" / f"year={year}").glob(f"association=*/{FACTS}"):
        if partition.parent.name.removeprefix("association=") not in read:
            partition.unlink()


def _read(place: Place, is_made: bool) -> tuple[dict[str, object], Exchange | None]:
    """An association's year: what is told of it, and its facts where they can be read."""
    row: dict[str, object] = dict.fromkeys(GATHERED, "")
    row |= {"association": place.association, "year": place.year, "state": ABSENT}
    has_own, has_sent = place.own.is_dir(), place.sent.is_dir()
    if has_own and not is_made and not has_sent:
        return row | {"source": "own", "state": REFUSED, "reason": text("national.of_before")}, None
    if not (has_own or has_sent):
        return row, None
    folder = place.own if has_own and is_made else place.sent
    row["source"] = "own" if folder == place.own else "received"
    try:
        found = exchange_read.read(folder)
        _refuse_another(found, place, folder)
    except Stop as refused:
        return row | {"state": REFUSED, "reason": str(refused)}, None
    both = _twice(place, found) if folder == place.own and has_sent else ""
    return row | {"state": READ, "name": found.name, "together": found.together, "reason": both}, found


def _refuse_another(found: Exchange, place: Place, folder: Path) -> None:
    """
    Raises:
        Stop: the folder holds another association's facts, or another year's, than where it lies.
    """
    if (found.association, found.year) != (place.association, place.year):
        raise Stop(
            text(
                "national.another",
                folder=folder,
                association=found.association,
                year=found.year,
                here=place.association,
                here_year=place.year,
            )
        )


def _twice(place: Place, own: Exchange) -> str:
    """What is told of an association whose facts were both made here and sent."""
    try:
        sent = exchange_read.read(place.sent)
    except Stop as refused:
        return text("national.twice_refused", why=str(refused))
    is_same = csv_text(sent.facts) == csv_text(own.facts)
    return text("national.twice_same" if is_same else "national.twice_other")


# --- the table --------------------------------------------------------------------------------------------


def _parquet(found: Exchange) -> bytes:
    """An exchange folder's facts with the definitions of their measures: the same facts, the same bytes."""
    means = found.measures[["measure", "respondents", "definition"]]
    frame = table(found.facts)[COLUMNS].merge(means, how="left", on=["measure", "respondents"])
    frame["definition"] = frame["definition"].fillna("")
    whole = pa.Table.from_pandas(frame[SCHEMA.names], schema=SCHEMA, preserve_index=False)
    out = io.BytesIO()
    pq.write_table(whole.replace_schema_metadata(None), out)
    return out.getvalue()


def _write_changed(path: Path, content: bytes) -> None:
    if not (path.is_file() and path.read_bytes() == content):
        write_whole(path, content)


def _write_csv(path: Path, frame: pd.DataFrame) -> None:
    _write_changed(path, frame.to_csv(index=False, lineterminator="\n").encode())


def _read_csv(path: Path) -> pd.DataFrame:
    return pd.read_csv(path, keep_default_na=False, dtype={"year": "int64"} if path.is_file() else None)


def _words(found: Exchange) -> pd.DataFrame:
    """What an association's shares and questions mean, in its words; of a share those of its count."""
    counts = dict(zip(found.measures["measure"], found.measures["words"], strict=True))
    mine = found.measures[found.measures["measure"].str.match("share:|question:")]
    rows = mine[["measure", "definition", "words"]].itertuples(index=False)
    said = [(national_name(m, d), counts.get(m.removeprefix("share:"), words)) for m, d, words in rows]
    names, words = zip(*said, strict=True) if said else ((), ())
    return mine.assign(measure=names, words=words, association=found.association)


def _measures(words: list[pd.DataFrame]) -> pd.DataFrame:
    """Each national measure once, in the words that most associations have."""
    if not words:
        return pd.DataFrame(columns=MEASURES)
    every = pd.concat(words)
    key, said = ["measure", "respondents"], ["words", "positive"]
    counts = every.groupby([*key, *said])["association"].nunique().rename("associations").reset_index()
    order = counts.sort_values([*key, "associations", *said], ascending=[True, True, False, True, True])
    return order.drop_duplicates(key)[MEASURES].reset_index(drop=True)


def delivered(root: Path, year: int) -> pd.DataFrame:
    """What a year's shares of outcomes and answers are counted from, of the table: only what is asked for.

    Of those that `gather` has read: what an association that is gone has left is in no sum.
    """
    known = gathered(root)
    mine = known[(known["state"] == READ) & (known["year"] == year)]["association"]
    files = [str(Place(root, association, year).partition) for association in mine]
    if not files:
        return pd.DataFrame(columns=national_figures.DELIVERED_COLUMNS)
    named = pc.match_substring_regex(ds.field("measure"), "^(share|question):[^:]+$|^[^:]+$")
    wanted = (ds.field("group") == "all") & named
    folder = str(root / NATIONAL / "facts")
    every = ds.dataset(files, partitioning=_FOLDERS, partition_base_dir=folder, format="parquet")
    found = every.to_table(filter=wanted, columns=national_figures.DELIVERED_COLUMNS)
    return found.to_pandas().astype({"year": "int64", "numerator": "Int64", "denominator": "Int64"})


# --- the nation's facts -----------------------------------------------------------------------------------


def nation(root: Path, years: Iterable[int]) -> list[Path]:
    """Count the nation's facts of what is gathered, and write them: `facts.csv` and `coverage.csv`."""
    wanted, known = sorted(years), gathered(root)
    here = known[known["state"] == READ]
    sent: list[Sent] = list(zip(here["association"], here["year"], strict=True))
    together = dict(zip(sent, here["together"], strict=True))
    every = pd.concat([national_figures.figures(delivered(root, y), together) for y in wanted])
    mine, who = national_figures.shared(every), sorted(known["association"].unique())
    why = national_figures.coverage(mine, every, who, sent)
    found = [
        *national.facts(mine),
        *national_figures.alone(every),
        *national_figures.covered(why),
        *national_figures.received(who, sent, wanted),
    ]
    paths = [root / NATIONAL / name for name in ("facts.csv", "coverage.csv")]
    _write_changed(paths[0], csv_text(Facts(found)).encode())
    _write_csv(paths[1], why)
    return paths


def gathered(root: Path) -> pd.DataFrame:
    """What `gather` has read: GATHERED."""
    return _read_csv(root / NATIONAL / "gathered.csv")


def measures(root: Path) -> pd.DataFrame:
    """What each national measure means: MEASURES."""
    return _read_csv(root / NATIONAL / "measures.csv")


def coverage(root: Path) -> pd.DataFrame:
    """Who has which measure, and why not."""
    return _read_csv(root / NATIONAL / "coverage.csv")


def facts(root: Path) -> dict[int, Facts]:
    """The nation's facts by year."""
    found: dict[int, list[Fact]] = {}
    for fact in read_csv(root / NATIONAL / "facts.csv"):
        found.setdefault(fact.year, []).append(fact)
    return {year: Facts(mine) for year, mine in sorted(found.items())}
