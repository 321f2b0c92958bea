"""Every fact, sentence and figure of an account that differs from the last accepted run, and why."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from helpers.assurance.accepted import FACT, FIGURE, SENTENCE, Acceptance, Accepted
from helpers.assurance.causes import Causes
from helpers.assurance.fact_moves import Move
from helpers.assurance.moves import Moves
from helpers.assurance.sides import Side
from helpers.fact_csv import number_of, number_text
from helpers.facts import Fact
from helpers.pages.accessibility import PAGE as STATEMENT
from helpers.pages.blocks import DELIVERY_PAGE
from helpers.pages.said import Said
from helpers.wording import voucher_number

CODE = "code"  # stands among causes for all that is in the program
ACCEPTED = "data/accepted/"  # what is accepted explains nothing
_OURS = (
    DELIVERY_PAGE,
    STATEMENT,
)  # pages of deliveries and of pages, not of the year
_BETWEEN = "|"
Why = dict[str, str]  # name -> which of its rows, or the function


@dataclass(frozen=True)
class Change:
    """What is another now than in the last accepted run, as the small file writes it, '' where it is not.

    `causes` are names of inputs, of the lock file, or CODE: what was changed that can explain it. `move` is
    that of a fact.
    """

    kind: str
    key: str
    before: str
    after: str
    causes: Why
    move: Move | None = None

    @property
    def what(self) -> tuple[str, str, str, str]:
        """By which its acceptance is known."""
        return self.kind, self.key, self.before, self.after

    @property
    def is_verdict(self) -> bool:
        """Whether it says if a goal is reached."""
        return self.kind == FACT and fact_of(0, self.key, "").measure.startswith("verdict:")


@dataclass(frozen=True)
class Desk:
    """A run beside the last accepted one; without `with_pages`, in another language, only facts are asked."""

    accepted: Accepted
    after: Side
    with_pages: bool = True

    @cached_property
    def moves(self) -> Moves:
        """What moved between the two runs."""
        folder = self.accepted.folder
        return Moves(Side(self.after.year, folder, folder), self.after)

    @cached_property
    def changes(self) -> list[Change]:
        """All that is another now: facts by key, then sentences and figures by page, each once."""
        found = list(_facts(self.moves))
        if self.with_pages:
            found += _Pages(self.moves, found).changes()
        return list({change.what: change for change in found}.values())

    @cached_property
    def _by_what(self) -> dict[tuple[str, str, str, str], Acceptance]:
        return {row.what: row for row in self.accepted.rows}

    def acceptance(self, change: Change) -> Acceptance | None:
        """Who accepted a change as it is now; None where nobody did."""
        return self._by_what.get(change.what)

    @cached_property
    def waiting(self) -> list[Change]:
        """The changes that nobody has accepted as they are now."""
        return [change for change in self.changes if self.acceptance(change) is None]

    @cached_property
    def fallen(self) -> list[tuple[Acceptance, Change | None]]:
        """Acceptances of what is something else now, with that; None where nothing is changed any more.

        One that somebody has accepted anew is not among them.
        """
        now = {change.what[:3]: change for change in self.changes}
        held = {change.what for change in self.changes}
        later = {c.what[:3] for c in self.changes if self.acceptance(c)}
        latest = {row.what[:3]: row for row in self.accepted.rows if self.with_pages or row.kind == FACT}
        return [
            (row, now.get(place))
            for place, row in latest.items()
            if row.what not in held and place not in later
        ]


def changed_inputs(moves: Moves) -> list[str]:
    """The inputs that are others now; what is accepted is none that explains anything."""
    return [name for name in moves.changed("inputs") if not name.startswith(ACCEPTED)]


# --- facts ------------------------------------------------------------------------------------------------


def fact_of(year: int, key: str, result: str) -> Fact:
    """A fact as the small file writes its key and its result ('' where a run does not have it).

    >>> fact_of(2019, "vannas|share:to-work||all", "0.5|1|2|share|ok|delivered").has_counts
    True
    """
    platform, measure, respondents, group = key.split(_BETWEEN)
    place = (year, platform, measure, respondents, group)
    if not result:
        return Fact(*place)
    value, numerator, denominator, unit, state, origin = result.split(_BETWEEN)
    n, of = (int(count) if count else None for count in (numerator, denominator))
    return Fact(*place, number_of(value, unit), n, of, unit, state, origin=origin)


def _key(fact: Fact) -> str:
    return _BETWEEN.join(fact.key[1:])


def _result(fact: Fact | None) -> str:
    if fact is None:
        return ""
    counts = ("" if n is None else str(n) for n in (fact.numerator, fact.denominator))
    return _BETWEEN.join([number_text(fact.value, fact.unit), *counts, fact.unit, fact.state, fact.origin])


def _facts(moves: Moves) -> Iterator[Change]:
    """Facts whose result, or whose origin, is another."""
    every = [*moves.facts, *_of_origin(moves)]
    explained = Causes(moves.before, moves.after, every)
    inputs = {*moves.changed("inputs"), *moves.changed("lock")}
    for move in every:
        found = explained.of(move).items()
        causes = dict((name, rows) if name in inputs else (CODE, name) for name, rows in found)
        yield Change(FACT, _key(move.fact), _result(move.before), _result(move.after), causes, move)


def _of_origin(moves: Moves) -> list[Move]:
    """Facts with the same result of another origin; a set of an earlier version says none."""
    known = {move.fact.key for move in moves.facts}
    return [
        Move(before, after)
        for key, before in moves.before.facts.items()
        if key not in known and (after := moves.after.facts.get(key))
        if before.origin and after.origin and before.origin != after.origin
    ]


# --- pages ------------------------------------------------------------------------------------------------


class _Pages:
    """What moved on the pages of two runs, with what explains it; `facts` are the changes of facts."""

    def __init__(self, moves: Moves, facts: Iterable[Change]):
        self._before, self._after = (_told(side.pages) for side in (moves.before, moves.after))
        self._moves = moves
        self._causes = {voucher_number(c.move.fact): c.causes for c in facts if c.move}
        self._code = dict.fromkeys([*moves.changed("lock"), *([CODE] if moves.changed("code") else [])], "")

    def changes(self) -> Iterator[Change]:
        """Sentences by page, and figures that are printed otherwise though no fact of the year moved."""
        for page in self._moves.pages:
            if not page.name.startswith(_OURS):
                for before, after in page.sentences:
                    causes = self._of_sentence(page.name, before, after)
                    yield Change(SENTENCE, page.name, before, after, causes)
        for name in sorted(self._before.keys() & self._after.keys()):
            yield from self._figures(name)

    def _of_sentence(self, page: str, before: str, after: str) -> Why:
        """What explains the moved figures that it prints; else those of its page, or words beside them."""
        leads = _leads(self._before.get(page), before) | _leads(self._after.get(page), after)
        if found := self._of(leads):
            return found
        printed = {n for side in (self._before, self._after) for _, n in side.get(page, Said()).vouchers}
        return self._of(printed) | dict.fromkeys(self._quiet, "") | self._code or self._other

    def _of(self, numbers: Iterable[str]) -> Why:
        found = [self._causes[n] for n in sorted(numbers) if n in self._causes]
        return {name: "" for causes in found for name in causes}

    @cached_property
    def _quiet(self) -> list[str]:
        """The changed inputs with no row behind any of the year's facts: texts, definitions, other years."""
        folder = f"data/raw/{self._moves.after.year}/"
        sides = (self._moves.before.rows or {}, self._moves.after.rows or {})
        files = {f for rows in sides for b in rows.values() for r in b.values() for f, _ in r.by_sheet}
        return [n for n in changed_inputs(self._moves) if n.removeprefix(folder) not in files]

    @cached_property
    def _other(self) -> Why:
        return dict.fromkeys(changed_inputs(self._moves), "") | self._code

    def _figures(self, page: str) -> Iterator[Change]:
        before, after = (_words(side[page]) for side in (self._before, self._after))
        for number in sorted(before.keys() & after.keys()):
            if before[number] != after[number] and number not in self._causes:
                causes = dict.fromkeys(self._quiet, "") | self._code or self._other
                yield Change(FIGURE, f"{page}#{number}", before[number], after[number], causes)


def _told(pages: Mapping[str, Said]) -> dict[str, Said]:
    return {name: page for name, page in pages.items() if not name.startswith(_OURS)}


def _leads(page: Said | None, sentence: str) -> set[str]:
    """The vouchers that a sentence of a page leads to, wherever it stands there."""
    if page is None or not sentence:
        return set()
    pairs = zip(page.sentences, page.leads, strict=True)
    return {number for said, leads in pairs if said == sentence for number in leads}


def _words(page: Said) -> dict[str, str]:
    """How a page prints each of its figures, by voucher."""
    found = defaultdict(set)
    for _, number, words in page.figures:
        found[number].add(words)
    return {number: _BETWEEN.join(sorted(words)) for number, words in found.items()}
