"""`make fetch-hae`: helårsekvivalenter asked of a PxWeb database, kept as answered and as a delivery.

Never part of a run: a run reads what lies in the workspace, and asks nothing of the net.
"""

import csv
import io
import json
import re
import urllib.error
import urllib.request
from collections.abc import Callable, Iterator, Mapping
from decimal import Decimal

from helpers.context import Context
from helpers.deliveries import json_stat, kinds
from helpers.deliveries.files.grid import folded
from helpers.deliveries.json_stat import Cube, Value
from helpers.deliveries.yearly_equivalents import NUMBERS, PERIODS
from helpers.faults import Stop
from helpers.files import locked, sha256
from helpers.machine.whole import write_new, write_whole
from helpers.paths import Workspace
from helpers.wording import listing, text

KIND = "helarsekvivalenter"
HEAD = ("Kommun", "År", "Period", *NUMBERS, "Utgåva")
ALIASES = "statistics.csv"  # beside the definitions: what a source calls our columns and areas
ALIAS_HEAD = ["Namn", "Källans namn"]
MOST, SECONDS = 20_000_000, 60  # how long an answer may be, and how long it may take
_TIMES = {r"\d{4}": "helår", r"\d{4}[HK]1": "halvår 1"}
_LATER_HALF = r"\d{4}[HK]2"  # of no use: the whole year has it


def command(workspace: Workspace, year: str, url: str) -> int:
    """`make fetch-hae`: the exit status. Nothing need have been delivered for the year.

    Raises:
        Stop: no year, or one without definitions; or as `fetch`.
    """
    if not re.fullmatch("[0-9]{4}", year):
        raise Stop(text("fetch.no_year"))
    context = Context(workspace, int(year))
    if not context.is_defined:
        raise Stop(text("run.no_definitions", value=year))
    fetch(context, url)
    return 0


def fetch(context: Context, url: str, say: Callable[[str], None] = print) -> None:
    """Ask an address for the year's table, and write it where the year has none.

    Raises:
        Stop: the year has one, the address is none, did not answer, or answered something else. Nothing is
            written then.
    """
    target = context.raw / kinds.kind(KIND).path
    if not re.match("https?://.", url):
        raise Stop(text("fetch.no_address", year=context.year))
    _refuse_a_second(context)
    content = ask(url)
    cube = json_stat.read(content)
    edition, areas = _edition(cube), list(context.definitions.areas_of_statistics.values())
    rows, unknown = table(cube, areas, aliases(context))
    if not rows:
        raise Stop(text("fetch.no_area", found=listing(unknown), known=listing(areas)))
    with locked(context.workspace, context.year, say):
        _refuse_a_second(context)
        kept = context.workspace.root / "data" / "fetched" / str(context.year) / f"{KIND}-{edition}.json"
        card = {"url": url, "sha256": sha256(content), "updated": cube.updated}
        write_whole(kept, content)
        write_whole(kept.with_suffix(".card.json"), f"{json.dumps(card, indent=1)}\n".encode())
        write_new(target, _written(rows, edition))
    path = target.relative_to(context.workspace.root).as_posix()
    say(text("fetch.written", path=path, rows=len(rows), edition=edition, sha256=card["sha256"]))
    absent = [area for area in areas if area not in {row[0] for row in rows}]
    for key, names in (("fetch.left_out", unknown), ("fetch.absent", absent)):
        if names:
            say(text(key, names=listing(names)))


def _refuse_a_second(context: Context) -> None:
    """What is delivered is never written over.

    Raises:
        Stop: the year has the table.
    """
    if (kind := kinds.kind(KIND)).is_in(context.raw):
        raise Stop(text("fetch.stands", path=f"data/raw/{context.year}/{kind.path}"))


def ask(url: str) -> bytes:
    """What an address answers.

    Raises:
        Stop: it could not be reached, or answered that it will not give it.
    """
    request = urllib.request.Request(url, headers={"Accept": "application/json"})
    try:
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            content: bytes = answer.read(MOST + 1)
    except urllib.error.HTTPError as error:
        known = {404: "fetch.not_found", 429: "fetch.too_many"}
        raise Stop(text(known.get(error.code, "fetch.refused"), code=error.code)) from None
    except (
        OSError,
        ValueError,
    ):  # no net, no such host, too slow, broken off; an address with bad characters
        raise Stop(text("fetch.no_answer")) from None
    if len(content) > MOST:
        raise Stop(text("fetch.too_long", most=MOST // 1_000_000))
    return content


def aliases(context: Context) -> dict[str, str]:
    """What a source calls something, folded -> what we call it; of several for one column the sum is taken.

    Raises:
        Stop: the file has another head, a row that is not whole, or a name twice.
    """
    path = context.workspace.definitions / ALIASES
    if not path.exists():
        return {}
    lines = path.read_text(encoding="utf-8-sig").splitlines()
    rows = list(csv.reader(lines, delimiter=";"))
    found = {folded(theirs): ours for ours, theirs in (row for row in rows[1:] if len(row) == 2)}
    is_whole = len(found) == len(rows) - 1 and all(found) and all(found.values())
    if rows[:1] != [ALIAS_HEAD] or not is_whole:
        raise Stop(text("fetch.bad_aliases", file=ALIASES, head=";".join(ALIAS_HEAD)))
    return found


def _edition(cube: Cube) -> str:
    """The day of the source's latest change.

    Raises:
        Stop: it says none.
    """
    if not re.match(r"\d{4}-\d{2}-\d{2}", cube.updated):
        raise Stop(text("fetch.no_edition"))
    return cube.updated[:10]


Row = tuple[str, str, str, dict[str, Value]]  # area, year, period, numbers by column


def table(cube: Cube, areas: list[str], names: Mapping[str, str]) -> tuple[list[Row], list[str]]:
    """A row an area and period, and the areas that are none of ours.

    Raises:
        Stop: its columns are others than ours, it has more dimensions than area, time and column, or a time
            that is no year or half-year.
    """
    columns, theirs = _columns(cube, names)
    known = {folded(area): area for area in areas}
    places = {
        code: known.get(folded(names.get(folded(label), label)), "")
        for code, label in cube.dimensions[cube.place].items()
    }
    cells: dict[tuple[str, str, str], list[Value]] = {}
    for codes, value in cube.cells():
        column = theirs.get(codes[columns], "")
        cells.setdefault((codes[cube.place], codes[cube.time], column), []).append(value)
    rows = [
        (places[place], time[:4], period, {c: total(cells[place, time, c]) for c in NUMBERS})
        for place in cube.dimensions[cube.place]
        if places[place]
        for time, period in _periods(cube)
    ]
    unknown = [label for code, label in cube.dimensions[cube.place].items() if not places[code]]
    return rows, unknown


def total(values: list[Value]) -> Value:
    """A sum of which every part is known.

    >>> total([Decimal(5), Decimal("0.5")]), total([Decimal(5), None])
    (Decimal('5.5'), None)
    """
    return None if None in values else sum((v for v in values if v is not None), Decimal())


def _columns(cube: Cube, names: Mapping[str, str]) -> tuple[str, dict[str, str]]:
    """The dimension that holds our columns, and the column of each of its codes.

    Raises:
        Stop: none holds all of them, or another one has several categories.
    """
    others = [id_ for id_ in cube.dimensions if id_ not in (cube.time, cube.place)]
    wanted = {folded(column): column for column in NUMBERS}
    found: dict[str, dict[str, str]] = {}
    for id_ in others:
        said = {code: folded(names.get(folded(label), label)) for code, label in cube.dimensions[id_].items()}
        found[id_] = {code: wanted[name] for code, name in said.items() if name in wanted}
    for id_, known in found.items():
        if set(known.values()) == set(NUMBERS):
            if more := [o for o in others if o != id_ and len(cube.dimensions[o]) > 1]:
                raise Stop(text("fetch.more_dimensions", names=listing(more)))
            return id_, known
    labels = [label for id_ in others for label in cube.dimensions[id_].values()]
    told = {"wanted": listing(list(NUMBERS)), "found": listing(labels or ["–"]), "file": ALIASES}
    raise Stop(text("fetch.other_columns", **told))


def _periods(cube: Cube) -> Iterator[tuple[str, str]]:
    """Each time that a row is made of, and what a delivery calls it.

    Raises:
        Stop: a time is neither a year nor a half-year.
    """
    for time in cube.dimensions[cube.time]:
        period = next((said for form, said in _TIMES.items() if re.fullmatch(form, time)), "")
        if period:
            yield time, period
        elif not re.fullmatch(_LATER_HALF, time):
            raise Stop(text("fetch.other_time", time=time, periods=listing(list(PERIODS))))


def _written(rows: list[Row], edition: str) -> bytes:
    """A delivery of the rows: decimal comma, a number that is not there blank."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(HEAD)
    for area, year, period, numbers in rows:
        said = ["" if n is None else f"{n:f}".replace(".", ",") for n in numbers.values()]
        writer.writerow([area, year, period, *said, edition])
    return out.getvalue().encode("utf-8-sig")
