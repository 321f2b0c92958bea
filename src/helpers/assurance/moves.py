"""What moved between two runs of a year: facts, what explains each, sentences and reports."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from difflib import SequenceMatcher
from functools import cached_property
from pathlib import Path

from helpers.assurance.again import earlier, made_again
from helpers.assurance.sides import Page, Side
from helpers.context import Context
from helpers.counting import families
from helpers.counting.goals import signal
from helpers.facts import Fact
from helpers.faults import Stop
from helpers.rows import RowPlace, ranges
from helpers.wording import listing, number, plain, result_text, text, voucher_number

HEADINGS = "data/definitions/headings.csv"
OF_OTHERS = {
    "decisions.signals": "judgement:",
    "comparisons.claim": "difference:",
}  # rules of facts that rest on other facts, not on rows


@dataclass(frozen=True)
class Move:
    """A fact that is not the same in both runs; None where a run does not have it."""

    before: Fact | None
    after: Fact | None

    @property
    def fact(self) -> Fact:
        return self.after or self.before

    @property
    def of_state(self) -> bool:
        """Whether it is a fact in one run only, so that all its rows came or went at once."""
        return not (self.before and self.before.ok and self.after and self.after.ok)

    def line(self) -> str:
        return text(
            "moves.fact",
            number=voucher_number(self.fact),
            before=_shown(self.before),
            after=_shown(self.after),
        )


def _shown(fact: Fact | None) -> str:
    return plain(result_text(fact)) if fact else "–"


def _result(fact: Fact | None) -> tuple | None:
    return fact and (fact.value, fact.numerator, fact.denominator, fact.unit, fact.state)


def moved(before: dict[tuple, Fact], after: dict[tuple, Fact]) -> list[Move]:
    """Facts that are not the same in both, by key."""
    return [
        Move(before.get(k), after.get(k))
        for k in sorted(before.keys() | after.keys())
        if _result(before.get(k)) != _result(after.get(k))
    ]


@dataclass(frozen=True)
class PageMove:
    """What moved on one page: pairs of sentences before and after ('' where there is none), and how many figures."""

    name: str
    sentences: list[tuple[str, str]]
    figures: int


@dataclass(frozen=True)
class Moves:
    """Two runs of a year beside each other."""

    before: Side
    after: Side

    def changed(self, part: str) -> list[str]:
        """Names of `inputs`, `code`, `lock` or `outputs` whose hash is not the same in both, or that only one of them has.

        Of code nothing is changed where one of them does not know what ran.
        """
        old, new = (
            side.code if part == "code" else side.manifest(part) for side in (self.before, self.after)
        )
        return (
            sorted({name for name, _ in old.items() ^ new.items()})
            if old is not None and new is not None
            else []
        )

    @cached_property
    def facts(self) -> list[Move]:
        """Facts that are not the same in both, by key."""
        return moved(self.before.facts, self.after.facts)

    @cached_property
    def same_on_other_rows(self) -> int:
        """Facts with the same result that rest on other rows than before."""
        if self.before.rows is None or self.after.rows is None:
            return 0
        keys = (self.before.rows.keys() | self.after.rows.keys()) - {m.fact.key for m in self.facts}
        return sum(self.before.rows.get(k) != self.after.rows.get(k) for k in keys)

    # --- what explains a fact ----------------------------------------------------------------------------

    def causes(self, move: Move) -> dict[str, str]:
        """What was changed that explains why a fact moved: `{file: which of its rows}`, of delivered files, definitions and code.

        A row that is counted in one run only explains it by its file, where that was changed. Else the row is the same and
        something that reads it was: corrections, definitions, a file beside it or the function that counts. A fact without
        rows (a count of nobody, a number of signals, a claim among many), or whose rows are not in what was changed, came or went
        with those beside it.
        """
        left, entered, behind = self._rows(move.fact.key)
        tried = [self._direct[move.fact.key]]
        if move.of_state or not behind:
            tried.append(self._beside(move))
        if move.fact.group == "unknown" and not (
            move.before and move.after
        ):  # it came or went with the last one of its group
            tried.reverse()
        faulty = (
            [{f: rows for f, rows in t.items() if self._status_changed(f)} for t in tried]
            if move.of_state
            else []
        )
        found = next(filter(None, [*faulty, *tried]), {})
        unexplained = (
            set() if move.of_state or not behind else _files(left | entered) - {_delivered(f) for f in found}
        )
        return (
            found | self._other_causes(move, unexplained or _files(behind))
            if unexplained or not found
            else found
        )

    def _beside(self, move: Move) -> dict[str, str]:
        """What explains the facts that moved beside this one, the most alike of them: the same group, counts like itself."""
        why = self.causes if move.fact.rule in OF_OTHERS else lambda m: self._direct[m.fact.key]
        beside = [
            (m, d)
            for m in self._by_place[move.fact.platform]
            if m is not move and _tells_of(move.fact, m) and (d := why(m))
        ]
        like = lambda m: (
            m.fact.group == move.fact.group,
            m.fact.unit == "count",
            bool(m.before) == bool(move.before),
        )
        nearest = max((like(m) for m, _ in beside), default=None)
        return {name: rows for m, d in beside if like(m) == nearest for name, rows in d.items()}

    @cached_property
    def _by_place(self) -> dict[str, list[Move]]:
        found: dict[str, list[Move]] = defaultdict(list)
        for move in self.facts:
            found[move.fact.platform].append(move)
        return found

    @cached_property
    def _direct(self) -> dict[tuple, dict[str, str]]:
        """By key: changed delivered files that hold rows which came or went, or, where none did, the rows behind."""
        return {move.fact.key: self._files_of(move) for move in self.facts}

    def _files_of(self, move: Move) -> dict[str, str]:
        changed = self._delivered(move.fact.year)
        left, entered, _ = self._rows(move.fact.key)
        if left or entered:
            return {f: words for f in changed if (words := _told(_delivered(f), left, entered))}
        role = _role_that_moved(move)
        behind = {
            ref for played, ref in (self.after.rows or {}).get(move.fact.key, ()) if role in ("", played)
        }
        return {f: "" for f in changed if _delivered(f) in _files(behind)}

    def _delivered(self, year: int) -> list[str]:
        return [n for n in self.changed("inputs") if n.startswith(f"data/raw/{year}/")]

    def _status_changed(self, name: str) -> bool:
        """Whether it is a delivered file whose part is read in one run only."""
        if not name.startswith("data/raw/"):
            return False
        path = Path(_delivered(name))
        part = (str(path.parent) if path.parent.name else path.stem, path.stem)
        return self.before.statuses.get(part) != self.after.statuses.get(part)

    def _rows(self, key: tuple) -> tuple[set[str], set[str], set[str]]:
        """Rows behind a fact before only, after only, and in either; without the earlier tables nothing is known to have come or gone."""
        if self.after.rows is None:
            return set(), set(), set()
        new = self.after.rows.get(key, set())
        old = new if self.before.rows is None else self.before.rows.get(key, set())
        return {r for _, r in old - new}, {r for _, r in new - old}, {r for _, r in old | new}

    def _other_causes(self, move: Move, files: set[str]) -> dict[str, str]:
        fact, changed = move.fact, self._delivered(move.fact.year)
        found = [n for n in changed if _delivered(n) == "corrections.csv"]
        found += [
            n
            for n in self.changed("inputs")
            if n == f"data/definitions/{fact.year}.yaml" or (n == HEADINGS and fact.respondents)
        ]
        if not found:
            folders = {f.rpartition("/")[0] for f in files}
            found = [n for n in changed if _delivered(n).rpartition("/")[0] in folders] if files else changed
            if move.of_state:
                found = [n for n in found if self._status_changed(n)] or found
            found = [*found, *self.changed("lock")]
            if self.changed("code"):
                found = [
                    *found,
                    families.function_of(fact.rule) or listing(self.changed("code")),
                ]
        return dict.fromkeys(found, "")

    # --- what a reader sees ------------------------------------------------------------------------------

    @cached_property
    def pages(self) -> list[PageMove]:
        """Pages of the account whose sentences or figures moved; without earlier pages, those that print a moved fact."""
        if self.before.pages:
            names = sorted(self.before.pages.keys() | self.after.pages.keys())
            found = [
                _page_move(n, self.before.pages.get(n, Page()), self.after.pages.get(n, Page()))
                for n in names
            ]
        else:
            moved = {voucher_number(m.fact) for m in self.facts}
            found = [_page_printing(n, p, moved) for n, p in self.after.pages.items()]
        return [p for p in found if p.sentences or p.figures]

    @property
    def verdicts(self) -> list[Move]:
        return [m for m in self.facts if m.fact.measure.startswith("verdict:")]

    def told(self) -> list[str]:
        """What moved, line by line, every fact of it."""
        lines = []
        for part in ("inputs", "code", "lock"):
            lines += [text(f"moves.changed_{part}", name=name) for name in self.changed(part)]
        if self.before.code is None:
            lines.append(text("moves.code_unknown"))
        if self.before.rows is None and self.facts:
            lines.append(text("moves.no_tables"))
        lines.append(text("moves.facts", count=number(len(self.facts))))
        for move in self.facts:
            causes = [
                text("moves.rows", file=f, rows=rows) if rows else f for f, rows in self.causes(move).items()
            ]
            lines.append(
                f"  {move.line()} {text('moves.because', causes=listing(causes, 'or')) if causes else text('moves.unexplained')}"
            )
        if self.same_on_other_rows:
            lines.append(text("moves.other_rows", count=number(self.same_on_other_rows)))
        lines.append(text("moves.sentences", count=number(sum(len(p.sentences) for p in self.pages))))
        if not self.before.pages and self.facts:
            lines.append(text("moves.no_pages"))
        for page in self.pages:
            lines += [
                "  " + text("moves.sentence", page=page.name, before=before or "–", after=after or "–")
                for before, after in page.sentences
            ]
        lines.append(text("moves.reports", count=number(len(self.pages))))
        lines += [
            "  "
            + text("moves.report", page=p.name, figures=number(p.figures), sentences=number(len(p.sentences)))
            for p in self.pages
        ]
        shown = {p.name for p in self.pages}
        if others := [n for n in self.changed("outputs") if n.endswith(".html") and n not in shown]:
            lines.append(text("moves.form_only", pages=listing(others)))
        return lines


def _role_that_moved(move: Move) -> str:
    """Whether a share's numerator (its counted rows) or its denominator (its base) is another; '' where both or neither."""
    if not (move.before and move.after and move.before.has_counts and move.after.has_counts):
        return ""
    counted, base = (
        getattr(move.before, part) != getattr(move.after, part) for part in ("numerator", "denominator")
    )
    return {(True, False): "counted", (False, True): "base"}.get((counted, base), "")


def _tells_of(fact: Fact, other: Move) -> bool:
    """Whether a fact that moved tells why another one without rows did: the same place, people asked and family of rules."""
    if fact.rule in OF_OTHERS and (
        other.fact.platform != fact.platform or not other.fact.measure.startswith(OF_OTHERS[fact.rule])
    ):
        return False
    if fact.rule == "decisions.signals":
        return fact.measure.partition(":")[2] in {signal(f) for f in (other.before, other.after) if f}
    if fact.rule == "comparisons.claim":
        return True
    family = [f.rule.partition(".")[0] for f in (fact, other.fact)]
    return (other.fact.platform, other.fact.respondents) == (fact.platform, fact.respondents) and family[
        0
    ] == family[1]


def _delivered(name: str) -> str:
    """A delivered file's name under its year.

    >>> _delivered("data/raw/2019/participants/vannas.csv")
    'participants/vannas.csv'
    """
    return name.split("/", 3)[3]


def _files(refs: Iterable[str]) -> set[str]:
    """The delivered files that rows stand in."""
    return {RowPlace.of(ref).file for ref in refs}


def _told(file: str, left: set[str], entered: set[str]) -> str:
    """Which rows of a file count in one run only."""
    told = []
    for key, refs in (("left", left), ("entered", entered)):
        if numbers := sorted(row.number for row in map(RowPlace.of, refs) if row.file == file):
            told.append(text(f"moves.{key}", rows=ranges(numbers)))
    return listing(told)


def _page_move(name: str, before: Page, after: Page) -> PageMove:
    pairs = []
    matcher = SequenceMatcher(a=before.sentences, b=after.sentences, autojunk=False)
    for kind, a1, a2, b1, b2 in matcher.get_opcodes():
        if kind != "equal":
            old, new = before.sentences[a1:a2], after.sentences[b1:b2]
            pairs += [
                (old[i] if i < len(old) else "", new[i] if i < len(new) else "")
                for i in range(max(len(old), len(new)))
            ]
    moved = (after.figures - before.figures) + (before.figures - after.figures)
    return PageMove(name, pairs, len({figure for figure, _ in moved}))


def _page_printing(name: str, page: Page, moved: set[str]) -> PageMove:
    sentences = [("", s) for s, leads in zip(page.sentences, page.leads, strict=True) if leads & moved]
    return PageMove(name, sentences, len({figure for figure, _ in page.figures} & moved))


def diff(context: Context, against: str) -> int:
    """`make diff`: what moved from an earlier run to the year as it is made now; the exit status is 0, moved or not.

    Raises:
        Stop: nothing to compare with, or the year cannot be made.
    """
    year = context.year
    if not against:
        raise Stop(text("moves.no_against", year=year))
    with earlier(context, against) as before, made_again(context, from_nothing=False) as (after, printed):
        if after is None:
            raise Stop(text("rerun.not_made", year=year) + "\n" + printed)
        print(
            "\n".join([text("moves.title", year=year, against=against), *Moves(before, after).told()]),
            flush=True,
        )
    return 0
