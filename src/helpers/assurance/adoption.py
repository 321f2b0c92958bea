"""The board's decision on a year: frozen as it was adopted, revised only with a reason and a list of what was corrected."""

import codecs
import csv
import datetime as dt
import io
import os
import re
import shutil
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import astuple, dataclass, fields, replace
from itertools import pairwise
from pathlib import Path

from helpers import facts
from helpers.assurance.commits import committed_code
from helpers.assurance.moves import Moves, moved
from helpers.assurance.sides import Side, code_of
from helpers.codes import INITIALS
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts
from helpers.faults import Stop
from helpers.files import sha256, write_whole
from helpers.naming import fact_name
from helpers.pages.elements import Html, element, join, table
from helpers.wording import listing, plain, result_text, text

CORRECTIONS = "rattelser"


@dataclass(frozen=True)
class Adoption:
    """One line of `data/adopted/<year>.csv`; `manifest` is the sha256 of the frozen set's manifest, which vouches for the rest."""

    revision: int
    by: str
    date: str
    reason: str = ""
    manifest: str = ""


COLUMNS = [f.name for f in fields(Adoption)]
GOOD = ("[1-9][0-9]*", INITIALS, "[0-9]{4}-[0-9]{2}-[0-9]{2}", ".*", "[0-9a-f]{64}")


def _path(context: Context) -> Path:
    return context.workspace.adopted / f"{context.year}.csv"


def frozen(context: Context, revision: int) -> Path:
    """The folder of a revision, as the board adopted it."""
    return context.workspace.adopted / str(context.year) / str(revision)


def _pending(context: Context, revision: int) -> Path:
    """Where a revision's set is copied before the register has its row."""
    return context.workspace.adopted / str(context.year) / f".{revision}-pending"


def register(context: Context) -> list[Adoption]:
    """The board's decisions on a year, the first one first. One that was killed after its row was written is completed.

    Raises:
        Stop: the register is no register, what is frozen is not what was adopted, or something else stands beside it.
    """
    standing = _standing(
        context
    )  # before the register: what a run freezes meanwhile is not taken for a set without its row
    rows = _rows(context)
    found = list(rows.values())
    _refuse_others(context, standing, [a.revision for a in found])
    for expected, (line, adoption) in enumerate(rows.items(), 1):
        if adoption.revision != expected:
            raise _bad_line(context.year, line)
    if found:
        _put_in_place(context, found[-1])
    for adoption in found:
        if wrong := _wrong(context, frozen(context, adoption.revision), adoption):
            raise Stop(text("adoption.edited", year=context.year, revision=adoption.revision, name=wrong))
    return found


def registers(context: Context, years: Iterable[int]) -> dict[int, list[Adoption]]:
    """The same of several years.

    Raises:
        Stop: one of them is not whole.
    """
    return {year: register(context.at(year)) for year in years}


def _standing(context: Context) -> list[str]:
    """What stands where the year's sets are frozen, but the hidden files that file managers leave."""
    folder = context.workspace.adopted / str(context.year)
    return (
        sorted(p.name for p in folder.iterdir() if p.is_dir() or not p.name.startswith("."))
        if folder.is_dir()
        else []
    )


def _rows(context: Context) -> dict[int, Adoption]:
    """The register's rows by their lines.

    Raises:
        Stop: a row is none; says the line.
    """
    path, found = _path(context), {}
    if not path.exists():
        return found
    for line, content in enumerate(path.read_bytes().removeprefix(codecs.BOM_UTF8).splitlines() or [b""], 1):
        try:
            row = next(csv.reader([content.decode()], delimiter=";"), [])
        except (UnicodeDecodeError, csv.Error):
            raise _bad_line(context.year, line) from None
        good = row == COLUMNS if line == 1 else len(row) == len(GOOD) and all(map(re.fullmatch, GOOD, row))
        if not good and (row or line == 1):
            raise _bad_line(context.year, line)
        if row and line > 1:
            found[line] = Adoption(int(row[0]), *row[1:])
    return found


def _bad_line(year: int, line: int) -> Stop:
    return Stop(text("adoption.bad_line", year=year, line=line, columns=";".join(COLUMNS)))


def _refuse_others(context: Context, standing: list[str], revisions: list[int]) -> None:
    """Stop where a set stands without its row, or something that is no set.

    Raises:
        Stop: names it; nothing is touched.
    """
    last = max(revisions, default=0)
    pending = [
        _pending(context, r).name for r in (last, last + 1)
    ]  # a killed decision's, after its row and before it
    others = [n for n in standing if n not in map(str, revisions) and n not in pending]
    folder = f"data/adopted/{context.year}"
    if sets := [f"{folder}/{n}" for n in others if re.fullmatch(GOOD[0], n)]:
        raise Stop(text("adoption.no_row", year=context.year, folders=listing(sets)))
    if others:
        raise Stop(
            text("adoption.no_set", year=context.year, names=listing([f"{folder}/{n}" for n in others]))
        )


def _wrong(context: Context, folder: Path, adoption: Adoption) -> str:
    """The first file of a set that is not as it was adopted; nothing where the set is whole."""
    manifest = folder / "manifest.json"
    if not manifest.exists() or sha256(manifest.read_bytes()) != adoption.manifest:
        return manifest.relative_to(context.workspace.root).as_posix()
    return next(iter(Side(context.year, folder).misfiled(absent=True)), "")


def _put_in_place(context: Context, last: Adoption) -> None:
    """The set of the last decision from beside to where it belongs, if it is whole and not there."""
    pending, target = _pending(context, last.revision), frozen(context, last.revision)
    if not target.exists() and pending.exists() and not _wrong(context, pending, last):
        with suppress(FileNotFoundError):  # another command was first
            os.rename(pending, target)


def adopted_side(context: Context) -> Side:
    """What the board adopted last; before any decision, the reports as they stand."""
    known = register(context)
    reports = frozen(context, known[-1].revision) if known else context.reports
    ran = code_of(reports)
    return Side(
        context.year,
        reports,
        context.processed,
        committed_code(context.workspace, reports) if ran is None else ran,
    )


def side_with_tables(context: Context) -> Side:
    """The same, where the tables it was made from are at hand.

    Raises:
        Stop: the year is not made, or its tables are of another run.
    """
    side = adopted_side(context)
    if not side.tables_at_hand:
        raise Stop(text("adoption.no_tables", year=context.year))
    return side


def status(known: list[Adoption], up: str = "") -> Html:
    """The line at the top of every page: adopted or not, which revision, and what was corrected."""
    if not known:
        return element("p", text("adoption.draft"))
    last = known[-1]
    words = (
        text("adoption.adopted", date=last.date)
        if last.revision == 1
        else text("adoption.revised", revision=last.revision, date=last.date)
    )
    corrected = (
        Html(f' <a href="{up}{CORRECTIONS}.html">{element("span", text("adoption.corrections"))}</a>')
        if last.revision > 1
        else ""
    )
    return Html(f'<p class="status">{element("strong", words)}{corrected}</p>')


# --- what may not change -----------------------------------------------------------------------------------


def protect(context: Context, staged: Side, account_pages: list[str]) -> None:
    """Stop a run whose facts or pages of the account are not those that the board adopted.

    Raises:
        Stop: says what would change.
    """
    known = register(context)
    if not known:
        return
    adopted = Side(context.year, frozen(context, known[-1].revision))
    moves, year = Moves(adopted, staged), context.year
    if {"facts.csv", *account_pages} & set(moves.changed("outputs")):
        told = [
            text("adoption.would_change", year=year, revision=known[-1].revision),
            *moves.told(),
            text("adoption.what_to_do", year=year),
        ]
        raise Stop("\n".join(told))


def protect_facts(context: Context, counted: Facts) -> None:
    """Stop a run that prints other figures for an earlier year than the board adopted for it.

    Raises:
        Stop: says which.
    """
    known = register(context)
    if not known:
        return
    old = Side(context.year, frozen(context, known[-1].revision)).facts
    if changed := moved(old, {f.key: f for f in counted}):
        lines, year = [f"  {m.line()}" for m in changed], context.year
        raise Stop(
            "\n".join(
                [
                    text("adoption.other_year", year=year, count=len(changed)),
                    *lines,
                    text("adoption.what_to_do", year=year),
                ]
            )
        )


# --- deciding ------------------------------------------------------------------------------------------------


def next_adoption(context: Context, by: str, reason: str) -> Adoption:
    """The decision that `make adopt` asks for.

    Raises:
        Stop: no initials, a year adopted already without a reason to revise it, or a reason before any decision.
    """
    if not re.fullmatch(INITIALS, by):
        raise Stop(text("adoption.no_initials", year=context.year))
    known = register(context)
    reason = " ".join(reason.split())
    if known and not reason:
        raise Stop(
            text("adoption.already", year=context.year, revision=known[-1].revision, date=known[-1].date)
        )
    if reason and not known:
        raise Stop(text("adoption.nothing_to_revise", year=context.year))
    return Adoption(len(known) + 1, by.upper(), f"{dt.date.today():%Y-%m-%d}", reason)


def completed(context: Context, by: str, reason: str) -> Adoption | None:
    """The decision that this very command had registered when it was killed, its set now in place; else None.

    Raises:
        Stop: the year's decisions are not whole.
    """
    rows = list(_rows(context).values())
    waiting = rows and not frozen(context, rows[-1].revision).exists()
    known = register(context)
    return (
        known[-1]
        if waiting and (known[-1].by, known[-1].reason) == (by.upper(), " ".join(reason.split()))
        else None
    )


def freeze(context: Context, known: list[Adoption]) -> None:
    """Keep the published set as the last of `known` decisions.

    It is copied beside, then the register has its row, then the copy is put in place: a set without its row never stands, and a
    row whose set is still beside is completed by the next command.
    """
    beside = _pending(context, known[-1].revision)
    for left in context.workspace.adopted.glob(
        f".{context.year}.csv.*.part"
    ):  # of a run killed before it had written the register
        left.unlink()
    shutil.rmtree(beside, ignore_errors=True)
    shutil.copytree(context.reports, beside)
    adopted = replace(known[-1], manifest=sha256((beside / "manifest.json").read_bytes()))
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\n")
    writer.writerow(COLUMNS)
    writer.writerows(map(astuple, [*known[:-1], adopted]))
    write_whole(_path(context), out.getvalue().encode())
    _put_in_place(context, adopted)


# --- what was corrected --------------------------------------------------------------------------------------


def corrections(
    context: Context, known: list[Adoption], staged: Side, definitions: Definitions
) -> tuple[Html, str]:
    """Every revision's corrected figures, the verdicts and sentences they touch, newest first: the page and the same as CSV."""
    sides = [Side(context.year, frozen(context, a.revision)) for a in known[:-1]] + [staged]
    revised = [(adoption, Moves(*pair)) for adoption, pair in zip(known[1:], pairwise(sides), strict=True)]
    return join([_revision(a, m, definitions) for a, m in reversed(revised)]), _csv(revised)


def _revision(adoption: Adoption, moves: Moves, definitions: Definitions) -> Html:
    what = element("p", text("adoption.reason", reason=adoption.reason, date=adoption.date))
    blocks = [element("h2", text("adoption.revision", revision=adoption.revision)), what]
    others = [m for m in moves.facts if m not in moves.verdicts]
    for name, chosen in (("verdicts", moves.verdicts), ("figures", others)):
        rows = [
            [
                definitions.name(m.fact.platform),
                fact_name(m.fact, definitions),
                _printed(m.before),
                result_text(m.after) if m.after else "–",
            ]
            for m in chosen
        ]
        head = [text(f"adoption.head_{h}") for h in ("place", "what", "before", "now")]
        blocks.append(
            table(text(f"adoption.{name}", count=len(rows)), head, rows, 9)
            if rows
            else element("p", text(f"adoption.no_{name}"))
        )
    told = [[p.name, before or "–", after or "–"] for p in moves.pages for before, after in p.sentences]
    head = [text(f"adoption.head_{h}") for h in ("page", "before", "now")]
    blocks.append(
        table(text("adoption.sentences", count=len(told)), head, told, 9)
        if told
        else element("p", text("adoption.no_sentences"))
    )
    return element("section", join(blocks), id=f"revision-{adoption.revision}")


def _printed(fact: Fact | None) -> str:
    return plain(result_text(fact)) if fact else "–"


def _csv(revised: list[tuple[Adoption, Moves]]) -> str:
    """`revision`, the key and the result before and after, one row a corrected figure."""
    results = ("value", "numerator", "denominator", "state")
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(
        ["revision", *facts.KEY, *(f"{r}_{when}" for when in ("before", "after") for r in results)]
    )
    for adoption, moves in revised:
        writer.writerows(
            [adoption.revision, *m.fact.key, *_values(m.before), *_values(m.after)] for m in moves.facts
        )
    return out.getvalue()


def _values(fact: Fact | None) -> list[object]:
    return (
        [facts.number_text(fact.value), fact.numerator, fact.denominator, fact.state]
        if fact
        else ["", "", "", ""]
    )
