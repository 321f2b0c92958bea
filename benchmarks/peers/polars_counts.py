"""The peer of cleaning and counting: a participant list read, mapped to codes and counted by polars.

    polars_counts.py LIST LABELS YEAR

Prints counts by measure and group as JSON.
"""

import datetime as dt
import json
import sys
from pathlib import Path

import polars as pl

path, labels, year = sys.argv[1], json.loads(Path(sys.argv[2]).read_text()), int(sys.argv[3])


def coded(section: str, column: str) -> pl.Expr:
    """The code of a column's label."""
    known = {label.casefold(): code for label, code in labels[section].items()}
    return pl.col(column).str.strip_chars().str.to_lowercase().replace_strict(known, default=None)


rows = (
    pl.read_csv(path, separator=";", encoding="windows-1252", infer_schema=False)
    .lazy()
    .select(
        person=pl.col("Personnummer").str.replace("-", "", literal=True),
        gender=coded("genders", "Kön").fill_null("unknown"),
        municipality=pl.col("Kommun"),
        referred=pl.col("Aktualiserad").str.to_date("%Y-%m-%d"),
        referrer=coded("referrers", "Aktualiserad av"),
        decision=coded("decisions", "Beslut"),
        started=pl.col("Start").str.to_date("%Y-%m-%d"),
        ended=pl.col("Slut").str.to_date("%Y-%m-%d"),
        outcome=coded("outcomes", "Avslutsorsak"),
    )
    .unique()
)
first, last = dt.date(year, 1, 1), dt.date(year, 12, 31)
begun, ended = pl.col("started"), pl.col("ended")
new = begun.is_between(first, last)
carried = (begun < first) & (ended.is_null() | (ended >= first))
total = carried | new
left = total & ended.is_between(first, last).fill_null(False)
referred = pl.col("referred").is_between(first, last)
measures = {
    "total": total,
    "carried-over": carried,
    "new": new,
    "discharged": left,
    "remaining": total & ~left,
}
measures |= {"referred": referred, "accepted": referred & (pl.col("decision") == "yes")}
measures |= {code: left & (pl.col("outcome") == code) for code in labels["outcomes"].values()}
measures |= {f"referred-by:{c}": referred & (pl.col("referrer") == c) for c in labels["referrers"].values()}
counts = [where.sum().alias(name) for name, where in measures.items()]
kinds = pl.col("gender").n_unique()
people = (
    rows.filter(total)
    .group_by("person")
    .agg(gender=pl.when(kinds == 1).then(pl.col("gender").first()).otherwise(pl.lit("unknown")))
)
whole, by_gender, everybody, persons = pl.collect_all(
    [
        rows.select(counts),
        rows.group_by("gender").agg(counts),
        people.select(pl.len()),
        people.group_by("gender").agg(pl.len()),
    ]
)
table = {"all": whole.to_dicts()[0]} | {row.pop("gender"): row for row in by_gender.to_dicts()}
table["all"]["unique"] = everybody.item()
for gender, number in persons.rows():
    table[gender]["unique"] = number
print(json.dumps(table))
