"""The statements of the account, line by line as it prints them: which fact stands on which line.

Lines of notes and of the budget come from the definitions; an amount that the ledger has and no line or
project takes has a line of its own. How lines look as a table is `statement_tables.py`'s.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from helpers.defining.economy_definitions import Economy
from helpers.defining.economy_names import economy_label
from helpers.facts import Fact
from helpers.pages.amounts import PREFIX, previous
from helpers.pages.years import Report
from helpers.wording import catalogue, text

NOW, OUTCOME, BUDGET, DEVIATION, LAST = ("", "outcome:", "budget:", "deviation:", "last-year:")
OPERATIONS, INCOME, BALANCE, CASH = ("operations", "income-statement", "balance", "cash-flow")
AGAINST_BUDGET, BUDGET_SUMS = ("against-budget", "budget-sums")
HEADING, SUM, UNPLACED, PROJECT = "#", "=", "?", ":<project>"
# The lines as they are printed: measures after `economy:`. HEADING is one, SUM a sum, UNPLACED whatever of it
# has no line or project; PROJECT stands for each.
LINES = {
    OPERATIONS: (
        *("income:<project>", "?income", "costs:<project>", "?costs", "result:<project>", "?result"),
        *("equity:closing", "assets:cash"),
    ),
    INCOME: (
        *("income:<project>", "?income", "costs:<project>", "?costs", "depreciation", "=net-cost"),
        *("financial-income", "financial-costs", "=result-after-financial", "extraordinary"),
        *("?results", "=result"),
    ),
    BALANCE: (
        *("#assets", "assets:fixed", "assets:receivables", "assets:cash", "=assets:current", "?assets"),
        *("=assets:total", "#equity-and-debt", "result:<project>", "?result", "equity:brought-forward"),
        *("=equity:closing", "provisions", "debt:long", "debt:short", "=debt:total", "?equity-and-debt"),
        "=equity-and-debt:total",
    ),
    CASH: (
        *("result", "cash-flow:non-cash-adjustments", "=cash-flow:before-working-capital"),
        *("cash-flow:receivables-change", "cash-flow:short-debt-change", "=cash-flow:operating"),
        *("cash-flow:investing", "cash-flow:financing", "=cash-flow:total"),
        *("cash-flow:opening-cash", "=assets:cash"),
    ),
}
WITHOUT = {"income": "total", "costs": "total", "result": ""}  # where there are no projects
LOOSE = ("unmapped", "unknown-project")
INCOME_GROUP, ACTIVITIES = "income", "activities"  # of the budget's rows


@dataclass(frozen=True)
class Line:
    """One line: its words, and its measure after `economy:` and the column; '' for a heading.

    `note` is the note it refers to.
    """

    label: str
    measure: str = ""
    is_sum: bool = False
    note: str = ""


@dataclass(frozen=True)
class Statement:
    """A part of the account; `kinds` are its columns of amounts, each the beginning of their measures.

    `is_of_a_day`: its amounts are those of the last day of the year.
    """

    id: str
    title: str
    lines: tuple[Line, ...]
    kinds: tuple[str, ...] = (NOW, LAST)
    is_of_a_day: bool = False

    @property
    def in_thousands(self) -> bool:
        """Whether the account prints it in thousands of kronor."""
        return self.id in (OPERATIONS, BUDGET_SUMS)

    @property
    def amounts(self) -> list[Line]:
        """Its lines but for headings."""
        return [line for line in self.lines if line.measure]

    def has(self, report: Report, kind: str) -> bool:
        """Whether any line has an amount in a column."""
        return any(fact_of(report, line, kind).ok for line in self.amounts)


def fact_of(report: Report, line: Line, kind: str) -> Fact:
    """The fact of a line in a column."""
    if kind == LAST:
        return previous(report, PREFIX + line.measure)
    return of(report, kind + line.measure)


def of(report: Report, measure: str) -> Fact:
    """The association's fact of an economy measure, named without `economy:`."""
    return report.now.facts.get(report.now.definitions.together.id, PREFIX + measure)


def every(report: Report) -> list[Statement]:
    """Every statement of a year, in printed order."""
    first = [operations(report), *(_statement(report, part) for part in (INCOME, BALANCE, CASH))]
    return [*first, *notes(report), against_budget(report)]


def economy(report: Report) -> Economy:
    """How the year's ledger is read; a year that does not say it has no lines of its own."""
    return report.now.definitions.economy or Economy(chart="bas")


# --- the four statements ----------------------------------------------------------------------------------


def operations(report: Report) -> Statement:
    """What was run, against the budget."""
    return _statement(report, OPERATIONS, (NOW, BUDGET, DEVIATION, LAST))


def _statement(report: Report, part: str, kinds: tuple[str, ...] = (NOW, LAST)) -> Statement:
    title = text(f"economy.title_of.{part}", year=report.now.year)
    return Statement(part, title, tuple(_all_lines(report, part)), kinds, part == BALANCE)


def _all_lines(report: Report, part: str) -> Iterator[Line]:
    for written in LINES[part]:
        yield from _lines(report, part, written)


def _lines(report: Report, part: str, written: str) -> Iterator[Line]:
    """The lines that one of LINES stands for."""
    kind = written[0] if written[0] in (HEADING, SUM, UNPLACED) else ""
    measure = written.removeprefix(kind)
    if kind == UNPLACED:
        yield from _loose(report, measure)
    elif measure.endswith(PROJECT):
        whole = measure.removesuffix(PROJECT)
        for id_, name in (economy(report).project_objects or {WITHOUT[whole]: ""}).items():
            own = _own_label(part, whole)
            label = f"{own} {name}".strip() if own else ""
            yield _line(report, part, f"{whole}:{id_}".removesuffix(":"), label)
    elif kind == HEADING:
        yield Line(text(f"economy.heading.{measure}"))
    else:
        yield _line(report, part, measure, _own_label(part, measure), kind == SUM)


def _own_label(part: str, measure: str) -> str:
    """What a statement calls a measure in words of its own; '' where it has none."""
    return catalogue().get(f"economy.own.{part}-{measure}", "")


def _line(report: Report, part: str, measure: str, label: str, is_sum: bool = False) -> Line:
    """A line, with the note that divides it where the statement is one that has notes."""
    label = label or economy_label(PREFIX + measure, report.now.definitions)
    found = (note for note, of_ in note_sums(report).items() if of_ == measure and part in (INCOME, BALANCE))
    return Line(label, measure, is_sum, next(found, ""))


def _loose(report: Report, stem: str, kind: str = NOW) -> Iterator[Line]:
    """What of a group has no line, or no project that is known; nothing where there is none."""
    for loose in LOOSE:
        if of(report, f"{kind}{stem}:{loose}").ok:
            yield Line(text(f"economy.{loose}"), f"{stem}:{loose}")


# --- notes and the budget ---------------------------------------------------------------------------------


def note_sums(report: Report) -> dict[str, str]:
    """The notes in the order of the definitions, and the line of a statement that each divides."""
    known = economy(report)
    found: dict[str, str] = {}
    for line in known.notes:
        account = line.spans[0].first if line.accounts else ""
        whole = next((name for name, of_ in known.classes.items() if of_.takes(account)), "")
        found.setdefault(line.group, f"{whole}:{line.project}" if line.project else whole)
    return found


def notes(report: Report) -> list[Statement]:
    """The notes, each with the sum that it divides."""
    return [_note(report, note, whole) for note, whole in note_sums(report).items()]


def _note(report: Report, note: str, whole: str) -> Statement:
    lines = [Line(line.label, line.id) for line in economy(report).notes if line.group == note]
    lines += [Line(text("economy.note-rest"), line.measure) for line in _loose(report, note)]
    named = {line.measure: line.label for part in (INCOME, BALANCE) for line in _all_lines(report, part)}
    title = text("economy.title_of.note", number=note.removeprefix("note"), of=named.get(whole, ""))
    lines.append(Line(text("economy.sum"), f"{note}:total", is_sum=True))
    is_of_a_day = whole.startswith(("assets:", "equity", "provisions", "debt:"))
    return Statement(note, title, tuple(lines), is_of_a_day=is_of_a_day)


def against_budget(report: Report) -> Statement:
    """Every row of the budget, its groups summed, and the whole."""
    stems = list(dict.fromkeys(line.id.rpartition(":")[0] for line in economy(report).budget))
    income = [stem for stem in stems if stem.partition(":")[0] == INCOME_GROUP]
    lines = [line for stem in income for line in _rows(report, stem)]
    lines += [*_loose(report, INCOME_GROUP, OUTCOME), _total("income:total")]
    lines += [line for stem in stems if stem not in income for line in _rows(report, stem)]
    for id_, name in economy(report).project_objects.items():
        lines += _loose(report, f"costs:{id_}", OUTCOME)
        lines.append(Line(_of_project("costs", name), f"costs:{id_}", is_sum=True))
    lines += [*_loose(report, "costs", OUTCOME), _total("costs:total"), _total("result")]
    title = text(f"economy.title_of.{AGAINST_BUDGET}", year=report.now.year)
    return Statement(AGAINST_BUDGET, title, tuple(lines), (OUTCOME, BUDGET, DEVIATION))


def budget_sums(report: Report) -> Statement:
    """The sums of the budget's groups, and the whole."""
    whole = against_budget(report)
    stems = {line.id.rpartition(":")[0] for line in economy(report).budget}
    lines = [
        Line(group_name(report, line.measure), line.measure) if line.measure in stems else line
        for line in whole.amounts
        if line.is_sum
    ]
    title = text(f"economy.title_of.{BUDGET_SUMS}", year=report.now.year)
    return Statement(BUDGET_SUMS, title, tuple(lines), whole.kinds)


def _rows(report: Report, stem: str) -> Iterator[Line]:
    """A group of rows under its heading, with its sum."""
    yield Line(group_name(report, stem))
    rows = (row for row in economy(report).budget if row.id.rpartition(":")[0] == stem)
    yield from (Line(row.label, row.id) for row in rows)
    yield from _loose(report, stem, OUTCOME)
    if stem != INCOME_GROUP:  # where there are no projects, all income is one group
        yield Line(text("economy.sum"), stem, is_sum=True)


def group_name(report: Report, stem: str) -> str:
    """A group of the budget's rows, and its project where it has one: `Insatser SAMO`."""
    group, _, project = stem.partition(":")
    return _of_project(group, economy(report).project_objects.get(project, project))


def _of_project(group: str, project: str) -> str:
    named = catalogue().get(f"economy_name.sum.{group}") or group.capitalize()
    return f"{named} {project}".strip()


def _total(measure: str) -> Line:
    return Line(text(f"economy_name.sum.{measure}"), measure, is_sum=True)
