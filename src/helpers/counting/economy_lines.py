"""The lines that an association names itself: notes, and outcome against budget."""

from collections.abc import Iterable, Mapping, Sequence
from itertools import groupby

from helpers.counting.economy_leaves import UNKNOWN, Leaf, Ledger, Sum, Sums, placed, printed, total
from helpers.counting.economy_statements import UNKNOWN_PROJECT, UNMAPPED
from helpers.defining.economy_definitions import INCOME, Economy, Line, Selection

Taken = dict[str, list[Leaf]]  # line -> its leaves; '' holds those of no line
Scope = set[tuple[str, str | None]]  # line of the statements, and the project of it or None for all
OUTCOME, PLANNED, DEVIATION = "outcome", "budget", "deviation"


def note_scope(economy: Economy, lines: Iterable[Line]) -> Scope:
    """The lines of the statements that a note divides: those that its own lines' accounts are of."""
    found: Scope = set()
    for line in lines:
        for name, selection in economy.classes.items():
            if any(a.meets(b) for a in line.spans for b in selection.spans):
                found.add((name, line.project))
    return found


def notes(ledger: Ledger) -> tuple[Sums, dict[str, Scope], Taken]:
    """Each note's lines, `…:total`, and `…:unmapped` for what no line of it takes.

    "Not 1. Verksamhetens intäkter SAMO … Summa". Also what each note divides, and the leaves of no line.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1476-1511.
    """
    year, economy = ledger.now, ledger.economy
    leaves = [*year.movement, *year.closing]
    found: Sums = {}
    scopes: dict[str, Scope] = {}
    lost: Taken = {}
    for note, lines in _by_group(economy.notes).items():
        scope = scopes[note] = note_scope(economy, lines)
        named: Mapping[str, Selection] = {line.id: line for line in lines}
        taken = placed(named, leaves)
        lost[note] = [leaf for leaf in taken.pop("") if leaf.ore and _within(leaf, scope)]
        for line in lines:
            is_known = year.has_projects or line.project is None
            found[line.id] = printed(taken[line.id]) if is_known else UNKNOWN
        if lost[note]:
            found[f"{note}:{UNMAPPED}"] = printed(lost[note])
        found[f"{note}:total"] = total(s for name, s in found.items() if name.startswith(f"{note}:"))
    return found, scopes, lost


def _within(leaf: Leaf, scope: Scope) -> bool:
    return (leaf.line, None) in scope or (leaf.line, leaf.project) in scope


def _by_group(lines: Sequence[Line]) -> dict[str, list[Line]]:
    ordered = sorted(lines, key=lambda line: line.group)  # stable: as in the file within a group
    return {group: list(found) for group, found in groupby(ordered, key=lambda line: line.group)}


class BudgetTable:
    """ "Utfall", "Budget" and "Differens" of every row, group, project and of the whole.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1521-1619.
    """

    def __init__(self, ledger: Ledger):
        self.economy, self._now = ledger.economy, ledger.now
        self._projects = list(self.economy.project_objects)
        self._rows: Mapping[str, Selection] = {line.id: line for line in self.economy.budget}
        self.outcome = placed(self._rows, ledger.now.movement)
        self.planned = placed(self._rows, ledger.budget)
        self.has_budget = bool(ledger.budget)

    @property
    def lost(self) -> list[Leaf]:
        """The leaves that no row takes though their project is known, or there are no projects."""
        return [leaf for leaf in (*self.outcome[""], *self.planned[""]) if leaf.ore and self._is_placed(leaf)]

    def sums(self) -> Sums:
        """All figures of the table."""
        outcome = self._column(self.outcome, self._now.has_projects)
        planned = self._column(self.planned, True)
        if not self.has_budget:
            planned = dict.fromkeys(planned, UNKNOWN)
        found: Sums = {}
        for name in dict.fromkeys([*outcome, *planned]):
            is_empty = Sum() if self.has_budget else UNKNOWN
            found[f"{OUTCOME}:{name}"] = outcome.get(name, Sum())
            found[f"{PLANNED}:{name}"] = planned.get(name, is_empty)
            found[f"{DEVIATION}:{name}"] = outcome.get(name, Sum()) - planned.get(name, is_empty)
        return found

    def _is_placed(self, leaf: Leaf) -> bool:
        return bool(leaf.project) or not self._projects

    def _column(self, taken: Taken, has_projects: bool) -> Sums:
        """One column: rows, what no row takes, groups, projects and the whole."""
        rows = {
            line.id: printed(taken[line.id]) if has_projects or line.project is None else UNKNOWN
            for line in self.economy.budget
        }
        parts = rows | self._unmapped(taken[""])
        return parts | self._groups(rows) | self._totals(parts, has_projects)

    def _project_of(self, name: str) -> str:
        """The project of a row, or of what no row takes: `costs:samo:unmapped`."""
        row = self._rows.get(name)
        return (row.project or "") if row else name.split(":")[1]

    def _unmapped(self, leaves: Iterable[Leaf]) -> Sums:
        """Per side and project what no row takes: `costs:samo:unmapped`, `costs:unknown-project`."""
        found: dict[str, list[Leaf]] = {}
        for leaf in leaves:
            side = INCOME if leaf.line in (INCOME, "financial-income") else "costs"
            if leaf.project:
                found.setdefault(f"{side}:{leaf.project}:{UNMAPPED}", []).append(leaf)
            else:
                found.setdefault(f"{side}:{UNKNOWN_PROJECT if self._projects else UNMAPPED}", []).append(leaf)
        return {name: printed(lost) for name, lost in sorted(found.items()) if any(x.ore for x in lost)}

    def _groups(self, rows: Sums) -> Sums:
        """The groups of costs, per project where their rows have one: `activities:samo`."""
        found: dict[str, list[Sum]] = {}
        for name, one in rows.items():
            group = name.rpartition(":")[0]
            if not group.startswith(INCOME):
                found.setdefault(group, []).append(one)
        return {group: total(sums) for group, sums in found.items()}

    def _totals(self, parts: Sums, has_projects: bool) -> Sums:
        """Income, costs and result of each project and of the whole."""
        found: Sums = {}
        for side in (INCOME, "costs"):
            mine = {n: s for n, s in parts.items() if (n.partition(":")[0] == INCOME) is (side == INCOME)}
            for project in self._projects:
                sums = [s for name, s in mine.items() if self._project_of(name) == project]
                found[f"{side}:{project}"] = total(sums) if has_projects else UNKNOWN
            found[f"{side}:total"] = total(s for s in mine.values() if s.is_known)
        for name in (*self._projects, "total"):
            found[f"result:{name}"] = found[f"{INCOME}:{name}"] + found[f"costs:{name}"]
        found["result"] = found.pop("result:total")
        return found
