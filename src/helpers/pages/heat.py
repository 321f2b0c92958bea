"""Platforms and goals as one table of coloured cells: what was reached where."""

from collections.abc import Sequence
from math import ceil

from helpers.counting.uncertainty import JUDGEMENTS
from helpers.pages.charts import verdict
from helpers.pages.document import NOTHING, Block, Cell, Content, Heat, Label, Link, Paragraph, join, run
from helpers.pages.indicators import Shown, group_of, shown
from helpers.pages.years import Report
from helpers.wording import decimals_beside, fact_text, listing, text

KINDS = ("outcome", "question")  # of indicators whose goals are shares
WIDEST = 12  # so many goals stand beside each other
Row = tuple[str, dict[int, Shown]]  # a place, and its own goals by their number in the definitions


def heat(report: Report, kinds: Sequence[str] = KINDS) -> Block:
    """Every place's goals, each a coloured cell with a sign and a figure; tables of at most WIDEST goals.

    `kinds` are those of the indicators. Places without any outcome are named under them.
    """
    rows = [(place, mine) for place in _places(report) if (mine := _goals(report, place, kinds))]
    told = sorted({n for _, mine in rows for n in mine if _is_told(mine, n)})
    if not told:
        return NOTHING
    tables = ceil(len(told) / WIDEST)
    parts = [told[len(told) * i // tables : len(told) * (i + 1) // tables] for i in range(tables)]
    without = [
        report.now.definitions.label(p) for p, mine in rows if not any(_is_told(mine, n) for n in told)
    ]
    signs = text("heat.key" if "question" in kinds else "heat.key_brief")
    key = [signs, *([text("heat.without", places=listing(without))] if without else [])]
    return join([*(_table(report, rows, part) for part in parts), Paragraph(" ".join(key), "small")])


def _is_told(mine: dict[int, Shown], number: int) -> bool:
    return number in mine and mine[number].signal in JUDGEMENTS


def _places(report: Report) -> list[str]:
    """The platforms, then what they are part of, last the association."""
    d = report.now.definitions
    return [*d.platform_ids, *d.whole_ids, d.together.id]


def _goals(report: Report, place: str, kinds: Sequence[str]) -> dict[int, Shown]:
    """A place's own goals that are shares."""
    return {
        i.number: i
        for i in shown(report, place)
        if i.own and i.signal and i.indicator.kind in kinds and i.has_positive
    }


def _table(report: Report, rows: list[Row], numbers: list[int]) -> Heat:
    kept = [(place, mine) for place, mine in rows if any(_is_told(mine, n) for n in numbers)]
    each = {n: next(mine[n] for _, mine in kept if n in mine) for n in numbers}
    head = (text("table.platform"), *(_head(i) for i in each.values()))
    body = tuple((_name(report, p), *(_cell(mine.get(n)) for n in numbers)) for p, mine in kept)
    return Heat(text("heat.caption", year=report.now.year), head, body)


def _head(i: Shown) -> Content:
    """A goal's short name, and under it who answers and how much is aimed at."""
    aimed = fact_text(i.fact("target"))
    of = text("heat.goal_of", group=group_of(i), target=aimed) if i.respondents else aimed
    return run(Label(_short(i)), Label(of, "of"))


def _short(i: Shown) -> str:
    """A goal's short name; with the question's number where an account has several."""
    if i.indicator.kind == "outcome":
        return i.report.now.definitions.outcome(i.indicator.measure or "").brief
    asked = {other.question for other in i.account.indicators if other.kind == "question"}
    return i.account.brief if len(asked) == 1 else text("heat.one_of", name=i.account.brief, id=i.id)


def _name(report: Report, place: str) -> Content:
    return Link(f"{place}.html", report.now.definitions.label(place))


def _cell(i: Shown | None) -> Content:
    """A sign, the share where it may be told, and in words what a reader who sees no colour is told."""
    if i is None:
        return ""
    said = verdict(i.signal)
    sign, words = Label(said.sign or text("heat.none"), "sign"), Label(said.words, "hidden")
    if i.signal not in JUDGEMENTS:
        return Cell(run(sign, words), i.signal)
    share = fact_text(i.result, decimals_beside(i.result, i.fact("target")))
    return Cell(run(sign, Label(share, "share"), words), i.signal)
