"""The peer of cleaning and counting: a participant list read, mapped to codes and counted by duckdb.

    duckdb_counts.py LIST LABELS YEAR

Prints counts by measure and group as JSON.
"""

import json
import sys
from pathlib import Path

import duckdb

path, labels, year = sys.argv[1], json.loads(Path(sys.argv[2]).read_text()), int(sys.argv[3])
base = duckdb.connect()
base.execute("create table labels (section varchar, label varchar, code varchar)")
rows = [(section, label.casefold(), code) for section in labels for label, code in labels[section].items()]
base.executemany("insert into labels values (?, ?, ?)", rows)


def coded(section: str, column: str) -> str:
    """The code of a column's label."""
    return f"(select code from labels where section = '{section}' and label = lower(trim(\"{column}\")))"


base.execute(
    f"""
    create table list as
    select distinct
      replace("Personnummer", '-', '') person, coalesce({coded("genders", "Kön")}, 'unknown') gender,
      "Kommun" municipality, cast("Aktualiserad" as date) referred,
      {coded("referrers", "Aktualiserad av")} referrer,
      {coded("decisions", "Beslut")} decision, cast("Start" as date) started, cast("Slut" as date) ended,
      {coded("outcomes", "Avslutsorsak")} outcome
    from read_csv(?, delim = ';', header = true, all_varchar = true, encoding = 'latin-1')
    """,
    [path],
)
first, last = f"date '{year}-01-01'", f"date '{year}-12-31'"
total = f"(started <= {last} and (ended is null or ended >= {first} or started >= {first}))"
left = f"({total} and ended between {first} and {last})"
referred = f"(referred between {first} and {last})"
measures = {
    "total": total,
    "carried-over": f"({total} and started < {first})",
    "new": f"(started between {first} and {last})",
    "discharged": left,
    "remaining": f"({total} and not coalesce({left}, false))",
    "referred": referred,
    "accepted": f"({referred} and decision = 'yes')",
}
measures |= {code: f"({left} and outcome = '{code}')" for code in labels["outcomes"].values()}
measures |= {f"referred-by:{c}": f"({referred} and referrer = '{c}')" for c in labels["referrers"].values()}
counts = ", ".join(f'count(*) filter (where {where}) "{name}"' for name, where in measures.items())
sets = "group by grouping sets ((), (gender))"
found = base.execute(f"select coalesce(gender, 'all'), {counts} from list {sets}")
table = {group: dict(zip(measures, numbers, strict=True)) for group, *numbers in found.fetchall()}
people = base.execute(
    f"""
    with people as (
      select case when count(distinct gender) = 1 then min(gender) else 'unknown' end gender
      from list where {total} group by person)
    select coalesce(gender, 'all'), count(*) from people {sets}
    """
).fetchall()
for group, number in people:
    table.setdefault(group, {})["unique"] = number
print(json.dumps(table))
