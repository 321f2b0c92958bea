"""What explains that a fact moved: delivered files and their rows, definitions, the lock file or code."""

from collections import defaultdict
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from helpers.assurance.fact_moves import Move, moved_role
from helpers.assurance.sides import Side
from helpers.counting import families
from helpers.counting.goals import signal
from helpers.counting.society import SINCE_ADOPTED
from helpers.fact_tables import Behind
from helpers.facts import NO_ROWS, Fact, Rows
from helpers.rows import ranges
from helpers.wording import listing, text

HEADINGS = "data/definitions/headings.csv"
OF_GOALS = ("decisions.signals", "decisions.tally", "decisions.goals-met")
# Rules of facts that rest on other facts, not on rows.
OF_OTHERS = {**dict.fromkeys(OF_GOALS, ("judgement:", "verdict:")), "comparisons.claim": ("difference:",)}
# Families that hold kinds of deliveries beside each other: what moved them may stand in either.
BESIDE = {
    "registrations": {"participants", "sus.csv"},
    "average-stay": {"participants", "uppgifter.csv"},
    "obstacles": {"participants", "screening.csv"},
}


def changed(before: Side, after: Side, part: str) -> list[str]:
    """Names of `inputs`, `code`, `lock` or `outputs` whose hash is another, or that only one run has.

    Of code nothing is changed where one of them does not know what ran.
    """
    old, new = (side.code if part == "code" else side.manifest(part) for side in (before, after))
    if old is None or new is None:
        return []
    return sorted({name for name, _ in old.items() ^ new.items()})


class _Behind(NamedTuple):
    """The rows behind a fact: those before only, those after only, and all of either run."""

    left: Rows
    entered: Rows
    all: Rows


@dataclass(frozen=True)
class Causes:
    """What was changed between two runs, and which of it explains each of the `facts` that moved."""

    before: Side
    after: Side
    facts: list[Move]

    def of(self, move: Move) -> dict[str, str]:
        """What explains why a fact moved, `{name: which of its rows}`: delivered files, definitions, code.

        A row that is counted in one run only explains it by its file, where that was changed. Else the row is
        the same and something that reads it was: corrections, definitions, a file beside it or the function
        that counts. A fact without rows (a count of nobody, a number of signals, a claim among many), or
        whose rows are not in what was changed, came or went with those beside it.
        """
        rows = self._behind(move.fact)
        came_with_others = move.of_state or not rows.all
        found = self._files(move, came_with_others)
        unexplained: set[str] = set()
        if not came_with_others:
            unexplained = _files_of(rows.left + rows.entered) - {_delivered(name) for name in found}
        if found and not unexplained:
            return found
        return found | self._others(move, unexplained or _files_of(rows.all))

    # --- delivered files ---------------------------------------------------------------------------------

    def _files(self, move: Move, came_with_others: bool) -> dict[str, str]:
        """The changed files behind it, else behind the facts beside it; first those read in one run only."""
        tried = [self._direct[move.fact.key]]
        if came_with_others:
            tried.append(self._beside(move))
        if move.fact.group == "unknown" and not (move.before and move.after):
            tried.reverse()  # it came or went with the last one of its group
        if move.of_state:
            read_in_one = [{n: rows for n, rows in t.items() if self._status_changed(n)} for t in tried]
            tried = [*read_in_one, *tried]
        kinds = self._kinds[move.fact.measure]
        own = ({n: rows for n, rows in t.items() if not kinds or _kind(n) in kinds} for t in tried)
        return next(filter(None, own), {})

    @cached_property
    def _kinds(self) -> dict[str, set[str]]:
        """By measure: the kinds of delivered files that its rows stand in, anywhere and in either run.

        A fact without rows came with a file of one of them, whatever else was changed beside it.
        """
        found: dict[str, set[str]] = defaultdict(set)
        for side in (self.before, self.after):
            for key, behind in (side.rows or {}).items():
                found[key[2]] |= {_kind_of(file) for rows in behind.values() for file in _files_of(rows)}
        return found

    def _beside(self, move: Move) -> dict[str, str]:
        """What explains the facts that moved beside this one, the most alike of them."""
        beside = [
            (other, found)
            for other in self._by_place[move.fact.platform]
            if other is not move and _tells_of(move.fact, other)
            if (found := self._of_beside(move, other))
        ]
        nearest = max((_likeness(move, other) for other, _ in beside), default=None)
        return {
            name: rows
            for other, found in beside
            if _likeness(move, other) == nearest
            for name, rows in found.items()
        }

    def _of_beside(self, move: Move, other: Move) -> dict[str, str]:
        return self.of(other) if move.fact.rule in OF_OTHERS else self._direct[other.fact.key]

    @cached_property
    def _by_place(self) -> dict[str, list[Move]]:
        found: dict[str, list[Move]] = defaultdict(list)
        for move in self.facts:
            found[move.fact.platform].append(move)
        return found

    @cached_property
    def _direct(self) -> dict[tuple, dict[str, str]]:
        """By key: changed delivered files with rows that came or went, or, where none did, its rows."""
        return {move.fact.key: self._holding(move) for move in self.facts}

    def _holding(self, move: Move) -> dict[str, str]:
        names = self._changed_deliveries(move.fact.year)
        rows = self._behind(move.fact)
        if rows.left or rows.entered:
            return {n: words for n in names if (words := _told(_delivered(n), rows))}
        role = moved_role(move)
        behind = (self.after.rows or {}).get(move.fact.key, {})
        files = {f for played, rows in behind.items() if role in ("", played) for f in _files_of(rows)}
        return {n: "" for n in names if _delivered(n) in files}

    def _behind(self, fact: Fact) -> _Behind:
        """Its rows; without the earlier tables nothing is known to have come or gone."""
        if self.after.rows is None:
            return _Behind(NO_ROWS, NO_ROWS, NO_ROWS)
        new = self.after.rows.get(fact.key, {})
        old = new if self.before.rows is None else self.before.rows.get(fact.key, {})
        return _Behind(_less(old, new), _less(new, old), _less(old, {}) + _less(new, {}))

    def _changed_deliveries(self, year: int) -> list[str]:
        return [n for n in self._inputs if n.startswith(f"data/raw/{year}/")]

    @cached_property
    def _inputs(self) -> list[str]:
        return changed(self.before, self.after, "inputs")

    def _status_changed(self, name: str) -> bool:
        """Whether it is a delivered file whose part is read in one run only."""
        if not name.startswith("data/raw/"):
            return False
        path = Path(_delivered(name))
        part = (str(path.parent) if path.parent.name else path.stem, path.stem)
        return self.before.statuses.get(part) != self.after.statuses.get(part)

    # --- what else was changed ---------------------------------------------------------------------------

    def _others(self, move: Move, files: set[str]) -> dict[str, str]:
        """Corrections and definitions of its year; where neither changed, what stands beside it, and code."""
        found = self._corrections_and_definitions(move.fact)
        if not found:
            found = [*self._neighbours(move, files), *changed(self.before, self.after, "lock")]
            if code := changed(self.before, self.after, "code"):
                found.append(families.function_of(move.fact.rule) or listing(code))
        return dict.fromkeys(found, "")

    def _corrections_and_definitions(self, fact: Fact) -> list[str]:
        deliveries = self._changed_deliveries(fact.year)
        wanted = {f"data/definitions/{fact.year}.yaml", *([HEADINGS] if fact.respondents else [])}
        beside = "data/adopted/" if fact.rule == SINCE_ADOPTED else None
        return [
            *(n for n in deliveries if _delivered(n) == "corrections.csv"),
            *(n for n in self._inputs if n in wanted or (beside and n.startswith(beside))),
        ]

    def _neighbours(self, move: Move, files: set[str]) -> list[str]:
        """The changed files of the kinds of `files`, else of those that its measure rests on, else any."""
        found = self._changed_deliveries(move.fact.year)
        beside = BESIDE.get(move.fact.rule.partition(".")[0])
        if kinds := beside or {_kind_of(file) for file in files} or self._kinds[move.fact.measure]:
            found = [n for n in found if _kind(n) in kinds]
        if move.of_state:
            found = [n for n in found if self._status_changed(n)] or found
        return found


def _likeness(move: Move, other: Move) -> tuple[bool, bool, bool]:
    """How alike a fact that moved is to one beside it: the same group, a count, come or gone alike."""
    return (
        other.fact.group == move.fact.group,
        other.fact.unit == "count",
        bool(other.before) == bool(move.before),
    )


def _tells_of(fact: Fact, other: Move) -> bool:
    """Whether a fact that moved tells why `fact`, without rows, did; both are of the same place.

    What rests on other facts is told by those: signals by the verdicts, and by the judgements that are or
    were of their kind, claims by the differences. Any other by facts of the
    same people asked and the same family of rules.
    """
    if fact.rule in OF_OTHERS and not other.fact.measure.startswith(OF_OTHERS[fact.rule]):
        return False
    if fact.rule in OF_GOALS:
        kinds = {signal(f, f) for f in (other.before, other.after) if f}
        return other.fact.unit == "verdict" or fact.measure.partition(":")[2] in kinds
    if fact.rule == "comparisons.claim":
        return True
    family, others_family = (f.rule.partition(".")[0] for f in (fact, other.fact))
    return other.fact.respondents == fact.respondents and family == others_family


def _delivered(name: str) -> str:
    """A delivered file's name under its year.

    >>> _delivered("data/raw/2019/participants/vannas.csv")
    'participants/vannas.csv'
    """
    return name.split("/", 3)[3]


def _kind(name: str) -> str:
    return _kind_of(_delivered(name))


def _kind_of(file: str) -> str:
    """What kind of delivery a file is, by its folder, or its own name where it stands in none.

    >>> _kind_of("participants/vannas.csv"), _kind_of("sus.csv")
    ('participants', 'sus.csv')
    """
    return file.rpartition("/")[0] or file


def _less(some: Behind, others: Behind) -> Rows:
    """The rows that stand in a role that they do not have among the others."""
    return sum((rows - others.get(role, NO_ROWS) for role, rows in some.items()), NO_ROWS)


def _files_of(rows: Rows) -> set[str]:
    """The delivered files that rows stand in."""
    return {file for file, _ in rows.by_sheet}


def _told(file: str, rows: _Behind) -> str:
    """Which rows of a file count in one run only; '' where none does."""
    told = []
    for key, some in (("left", rows.left), ("entered", rows.entered)):
        sheets = [numbers for (name, _), numbers in some.by_sheet.items() if name == file]
        if numbers := sorted(int(n) for sheet in sheets for n in sheet):
            told.append(text(f"moves.{key}", rows=ranges(numbers)))
    return listing(told)
