"""A stratified sample of a year's vouchers, with a working paper to fill in."""

import io
import secrets
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path
from random import Random

import xlsxwriter
from scipy.stats import beta
from xlsxwriter.format import Format
from xlsxwriter.worksheet import Worksheet

from helpers import fact_tables
from helpers.assurance import vouchers
from helpers.assurance.sides import side_with_tables
from helpers.assurance.vouchers import Binder
from helpers.audit.record import Record
from helpers.context import Context
from helpers.counting import families
from helpers.editions import Edition
from helpers.facts import Fact
from helpers.faults import Stop
from helpers.machine import private
from helpers.machine.whole import write_new
from helpers.naming import fact_name
from helpers.pages.html import binder_page
from helpers.wording import listing, number, per_cent, result_to_the_ore, text, voucher_number

CONFIDENCE = 0.95
ERRORS_SHOWN = 4
COLUMN_WIDTHS = {
    "nr": 5,
    "stratum": 18,
    "voucher": 40,
    "pages": 30,
    "what": 46,
    "printed": 22,
    "rule": 40,
    "rows": 60,
    "found": 18,
    "agrees": 12,
    "note": 40,
    "by": 16,
}


@dataclass(frozen=True)
class Drawn:
    """One voucher to test: its stratum and the pages that print it."""

    stratum: str
    fact: Fact
    pages: list[str]


def allocation(sizes: dict[str, int], n: int) -> dict[str, int]:
    """How many to draw of each stratum: in proportion to its size, at least one, never more than there are.

    >>> allocation({"a": 90, "b": 9, "c": 1}, 10)
    {'a': 8, 'b': 1, 'c': 1}
    """
    n = min(n, sum(sizes.values()))
    given = dict.fromkeys(sorted(sizes, key=lambda s: (-sizes[s], s))[:n], 1)
    whole = sum(sizes.values())
    while sum(given.values()) < n:
        open_ = [name for name in given if given[name] < sizes[name]]
        given[max(open_, key=lambda s: (sizes[s] * n / whole - given[s], s))] += 1
    return {name: given.get(name, 0) for name in sizes}


def draw(strata: dict[str, list[Drawn]], n: int, seed: int) -> list[Drawn]:
    """A systematic sample of each stratum in the order of its keys: spread over places and measures.

    It starts at random. `n` in all, in proportion to the strata; the same again with the same seed.
    """
    found = []
    shares = allocation({name: len(members) for name, members in strata.items()}, n)
    random = Random(seed)
    for name in sorted(strata):
        members, wanted = sorted(strata[name], key=lambda d: d.fact.key), shares[name]
        start = random.random()
        found += [members[int((start + i) * len(members) / wanted)] for i in range(wanted)]
    return found


def upper_bound(errors: int, n: int) -> float:
    """The largest share of errors that so many errors among `n` leave possible, one-sided (Clopper-Pearson).

    >>> round(upper_bound(0, 25), 3)
    0.113
    """
    return float(beta.ppf(CONFIDENCE, errors + 1, n - errors)) if errors < n else 1.0


def strata_of(context: Context) -> tuple[dict[str, list[Drawn]], Binder]:
    """Every voucher of the year that its account prints, by the kind of its rule.

    Raises:
        Stop: the year is not made, its tables are of another run, or what its pages say was not kept.
    """
    side = side_with_tables(context)
    if not side.said:
        raise Stop(text("sample.no_pages", year=context.year))
    defined, record = context.definitions, Record(context.workspace.published, context.workspace.audit)
    known, deliveries = fact_tables.from_table(side.table("facts")), side.table("deliveries")
    binder = Binder(known, side.rows or {}, deliveries, defined, None, record.figures, record)
    places: dict[str, list[str]] = defaultdict(list)
    for name, page in sorted(side.said.items()):
        for _, number_ in sorted(page.vouchers):
            places[number_].append(name)
    strata: dict[str, list[Drawn]] = defaultdict(list)
    for fact in binder.facts:
        if pages := places.get(voucher_number(fact)):
            stratum = fact.rule.partition(".")[0]
            strata[stratum].append(Drawn(stratum, fact, pages))
    return strata, binder


def sample(context: Context, size: str, seed: str) -> Path:
    """`make sample`: the working paper `data/samples/<year>-<seed>.xlsx`.

    Raises:
        Stop: no or impossible numbers, or the year is not made.
    """
    if not size.isdigit() or not int(size) or (seed and not seed.isdigit()):
        raise Stop(text("sample.bad_size", year=context.year))
    strata, binder = strata_of(context)
    chosen = int(seed) if seed else secrets.randbelow(10**6)
    drawn = draw(strata, int(size), chosen)
    target = context.workspace.samples / f"{context.year}-{chosen}.xlsx"
    if target.exists():
        raise _standing(context, target)
    paper = _paper(drawn, {name: len(members) for name, members in strata.items()}, binder, chosen)
    try:
        with private.umask():
            write_new(target, paper, private=True)
    except FileExistsError:  # another command was first
        raise _standing(context, target) from None
    return target


def _standing(context: Context, paper: Path) -> Stop:
    """What stops a paper that stands from being written over: it may be filled in."""
    return Stop(text("sample.exists", path=paper.relative_to(context.workspace.root).as_posix()))


def _paper(drawn: list[Drawn], sizes: dict[str, int], binder: Binder, seed: int) -> bytes:
    out, own = io.BytesIO(), {"strings_to_formulas": False, "strings_to_urls": False, "in_memory": True}
    with xlsxwriter.Workbook(out, own) as book:
        looks, edition = Looks.of(book), Edition().line
        book.set_properties({"comments": edition})
        paper = book.add_worksheet(text("sample.sheet_paper"))
        _assignment(book.add_worksheet(text("sample.sheet_about")), drawn, sizes, binder, seed, looks)
        paper.write_row(0, 0, [text(f"sample.head_{h}") for h in COLUMN_WIDTHS], looks.bold)
        for column, width in enumerate(COLUMN_WIDTHS.values()):
            paper.set_column(column, column, width, looks.wrapped)
        for row, one in enumerate(drawn, 1):
            values, number_ = _values(row, one, binder), voucher_number(one.fact)
            page = f"external:../../reports/{binder.facts.year}/{binder_page(one.fact.platform)}"
            paper.write_row(row, 0, values)
            paper.write_url(row, 2, f"{page}#{number_}", looks.link, number_)
            paper.write_row(row, len(values), [""] * (len(COLUMN_WIDTHS) - len(values)), looks.empty)
        agrees = list(COLUMN_WIDTHS).index("agrees")
        answers = {"validate": "list", "source": [text("sample.yes"), text("sample.no")]}
        paper.data_validation(1, agrees, len(drawn), agrees, answers)
        paper.freeze_panes(1, 3)
        paper.set_landscape()
        paper.fit_to_pages(1, 0)
        paper.repeat_rows(0)
        for sheet in book.worksheets():
            sheet.set_footer(f"&L{edition}")
    return out.getvalue()


@dataclass(frozen=True)
class Looks:
    """How the cells of the working paper look."""

    wrapped: Format
    bold: Format
    empty: Format
    link: Format

    @classmethod
    def of(cls, book: xlsxwriter.Workbook) -> "Looks":
        """The formats, added to a workbook."""
        top = {"text_wrap": True, "valign": "top"}
        own: list[dict[str, str | int | bool]] = [
            {},
            {"bold": True},
            {"bg_color": "#FFF9DB", "border": 1},
            {"font_color": "#004F8A", "underline": 1},
        ]
        return cls(*(book.add_format(top | look) for look in own))


def _values(row: int, one: Drawn, binder: Binder) -> list[str | int]:
    """What is filled in for a voucher: what it is, what is printed where, its rule and its rows."""
    fact, d = one.fact, binder.definitions
    rows = binder.rows.get(fact.key, {})
    told = [
        f"{text(f'voucher.{role}')}: {vouchers.places(binder, rows[role])}"
        for role in fact_tables.ROLES
        if role in rows
    ]
    return [
        row,
        text(f"sample.stratum.{one.stratum}"),
        voucher_number(fact),
        listing(one.pages),
        f"{d.name(fact.platform)}: {fact_name(fact, d)}",
        result_to_the_ore(fact).plain,
        _rule(binder, fact),
        "\n".join(told),
    ]


def _rule(binder: Binder, fact: Fact) -> str:
    """A fact's rule, with the place of its clause where the year's account has one."""
    rule = binder.rules[fact.rule]
    told = families.told(fact.rule, rule)
    return f"{told} ({rule.where})" if rule.where else told


def _assignment(
    sheet: Worksheet, drawn: list[Drawn], sizes: dict[str, int], binder: Binder, seed: int, looks: Looks
) -> None:
    """What was drawn, how, and what the outcome means."""
    sheet.set_column(0, 0, 60, looks.wrapped)
    sheet.set_column(1, 2, 20, looks.wrapped)
    n = len(drawn)
    lines: list[tuple[str | int, ...]] = [(text("sample.title", year=binder.facts.year), "", "")]
    for key, value in (("population", sum(sizes.values())), ("size", n), ("seed", seed)):
        lines.append((text(f"sample.{key}"), value, ""))
    lines += [(text("sample.how"), "", ""), ("", "", "")]
    lines.append(tuple(text(f"sample.{h}") for h in ("head_stratum", "population", "size")))
    for name, size in sorted(sizes.items()):
        lines.append((text(f"sample.stratum.{name}"), size, sum(d.stratum == name for d in drawn)))
    lines += [("", "", ""), (text("sample.meaning"), "", "")]
    for k in range(ERRORS_SHOWN):
        lines.append((text("sample.errors", count=k), per_cent(number(100 * upper_bound(k, n), 1)), ""))
    for row, line in enumerate(lines):
        sheet.write_row(row, 0, line, looks.wrapped if row else looks.bold)
    for row, key in enumerate(("date", "reviewer", "conclusion"), len(lines) + 1):
        sheet.write(row, 0, text(f"sample.{key}"), looks.bold)
        sheet.write(row, 1, "", looks.empty)
