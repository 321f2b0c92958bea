"""How the work in NAFS is followed: answers of the authorities -> facts, and two readings of the rule.

The board asks that the answers are "i huvudsak … i snitt minst 3 och 4" of four. That can be a mean of at
least 3, or that answers 3 and 4 are at least half: both are counted, statement by statement, and there is a
verdict only where the year's definitions choose one of them.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction

import pandas as pd

from helpers.counting.rule import S19, Rule
from helpers.defining.nafs_definitions import ALL, LETTERS, Nafs
from helpers.definitions import Definitions
from helpers.facts import NO_ROWS, Fact, Facts, Key, Rows, counted, missing, share, share_of_rows
from helpers.rows import RowIndex

PREFIX = "nafs:"
UPPER = LETTERS[2:]  # "minst 3 och 4 på en fyrgradig skala"
SCORES = {letter: number for number, letter in enumerate(LETTERS, 1)}
LEAST_MEAN, LEAST_SHARE = Fraction(3), Fraction(1, 2)
BY_MEAN, BY_SHARE, MET = "nafs:reading:mean", "nafs:reading:share", "nafs:met"
READINGS = {"mean": BY_MEAN, "share": BY_SHARE}
_OF_ONE = {"answered": "count", "mean": "score", "share-c-d": "share", "change": "score"}

BEFORE = ["statement", "authority", "total", "answered"]  # of the table `nafs_before`
Before = dict[tuple[str, str], Fraction]  # last year's means by statement and authority


def measure(statement: str, authority: str, what: str) -> str:
    """The measure of one statement and authority.

    >>> measure("1", "all", "mean")
    'nafs:1:all:mean'
    """
    return f"{PREFIX}{statement}:{authority}:{what}"


def facts(answers: pd.DataFrame, definitions: Definitions, before: Before | None = None) -> list[Fact]:
    """The facts of every statement by every authority and by all, and of the board's rule.

    Args:
        answers: the clean table `nafs_answers`.
        definitions: the year's; without the key `nafs` there is no fact.
        before: last year's means (`of_year_before`); nothing where there are none.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:2300.
    """
    asked = definitions.nafs
    if asked is None:
        return []
    answers = answers.reset_index(drop=True)
    index = RowIndex(answers["row"])
    found: list[Fact] = []
    for statement in (s.id for s in asked.statements):
        mine = answers[answers["statement"] == statement]
        few = _too_few(mine, asked.authority_ids, definitions)
        for authority in (*asked.authority_ids, ALL):
            rows = mine if authority == ALL else mine[mine["authority"] == authority]
            one = _One((definitions.year, asked.place), statement, authority, rows, index)
            found += one.facts(few.get(authority, ""), (before or {}).get((statement, authority)))
    return [*found, *readings(Facts(found), asked, definitions.year)]


def of_year_before(table: pd.DataFrame) -> Before:
    """(statement, authority) -> the mean that the table `nafs_before` gives.

    >>> of_year_before(pd.DataFrame([("1", "all", 35, 12)], columns=BEFORE))
    {('1', 'all'): Fraction(35, 12)}
    """
    rows = table[BEFORE].itertuples(index=False, name=None)
    return {(of, who): Fraction(int(total), int(answered)) for of, who, total, answered in rows}


def _too_few(answers: pd.DataFrame, authorities: list[str], definitions: Definitions) -> dict[str, str]:
    """Authority -> why nothing is told of its answers to a statement: `missing`, or `too-few`.

    Fewer than the year's limits could be known by what they answered. Where those that are hidden are too few
    together, all together are hidden too: else the difference would tell of them.
    """
    least = max(definitions.protected_below, definitions.told_from_answers)
    given = answers["authority"].value_counts()
    sizes = {authority: int(given.get(authority, 0)) for authority in authorities}
    few = {authority: n for authority, n in sizes.items() if n < least}
    states = {authority: "too-few" if n else "missing" for authority, n in few.items()}
    if 0 < sum(few.values()) < least:
        states[ALL] = "too-few"
    return states if len(answers) else states | {ALL: "missing"}


@dataclass(frozen=True)
class _One:
    """What one authority, or all of them, answered to one statement."""

    at: tuple[int, str]
    statement: str
    authority: str
    answers: pd.DataFrame
    index: RowIndex

    def key(self, what: str) -> Key:
        """The key of one of its facts."""
        return (*self.at, measure(self.statement, self.authority, what), "", "all")

    def facts(self, state: str, before: Fraction | None) -> Iterator[Fact]:
        """Its facts, without any number where a state says why."""
        units = {f"answer:{letter}": "count" for letter in LETTERS} | _OF_ONE
        if state:
            for what, unit in units.items():
                yield missing(self.key(what), unit, f"nafs.{what.partition(':')[0]}", state)
            return
        base = self.rows(LETTERS)
        for letter in LETTERS:
            yield counted(self.key(f"answer:{letter}"), self.rows([letter]), "nafs.answer")
        yield counted(self.key("answered"), base, "nafs.answered")
        yield (now := mean(self.key("mean"), self.answers["answer"], base))
        yield share_of_rows(self.key("share-c-d"), self.rows(UPPER), base, "nafs.share-c-d")
        yield change(self.key("change"), now, before)

    def rows(self, letters: Iterable[str]) -> Rows:
        """The rows with one of some answers."""
        return self.index.at(self.answers.index[self.answers["answer"].isin([*letters])].to_numpy())


def mean(key: Key, answers: pd.Series, rows: Rows) -> Fact:
    """ "i snitt … på en fyrgradig skala": the mean of the answers, A 1 and D 4.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:957.
    """
    total = sum(SCORES[str(a)] for a in answers)
    value = Fraction(total, len(answers))
    return Fact(*key, value, total, len(answers), "score", "ok", "nafs.mean", rows=rows)


def change(key: Key, now: Fact, before: Fraction | None) -> Fact:
    """ "lägre än någon tidigare år": the mean less last year's; missing without last year's answers.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:971.
    """
    if before is None:
        return missing(key, "score", "nafs.change")
    return Fact(*key, now.fraction - before, unit="score", state="ok", rule="nafs.change", rows=now.rows)


def readings(found: Facts, asked: Nafs, year: int) -> Iterator[Fact]:
    """Of how many statements all authorities together reach the rule, read either way; and the verdict.

    No reading is told where one of the statements has no answers or too few.
    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:957.
    """
    told = {}
    for of, what, least in ((BY_MEAN, "mean", LEAST_MEAN), (BY_SHARE, "share-c-d", LEAST_SHARE)):
        results = [found.get(asked.place, measure(s.id, ALL, what)) for s in asked.statements]
        told[of] = reading((year, asked.place, of, "", "all"), results, least)
        yield told[of]
    key = (year, asked.place, MET, "", "all")
    chosen = told[READINGS[asked.rule.by]] if asked.rule else None
    yield verdict(key, chosen, asked.rule.statements if asked.rule else 0)


def reading(key: Key, results: list[Fact], least: Fraction) -> Fact:
    """The statements whose result is at least so much, of all statements."""
    rule = "nafs.reading"
    lacking = {f.state for f in results if not f.ok}
    if lacking:
        return missing(key, "share", rule, "too-few" if "too-few" in lacking else "missing")
    reached = [f for f in results if f.fraction >= least]
    rows, base = (sum((f.base or f.rows for f in some), NO_ROWS) for some in (reached, results))
    return share(key, len(reached), len(results), rule, rows, base)


def verdict(key: Key, chosen: Fact | None, at_least: int) -> Fact:
    """Whether as many statements reach the rule as the definitions ask; missing where they choose none."""
    if chosen is None or not chosen.ok:
        return missing(key, "verdict", "nafs.met", chosen.state if chosen else "missing")
    reached = int(chosen.counts[0] >= at_least)
    return Fact(*key, reached, unit="verdict", state="ok", rule="nafs.met", rows=chosen.base)


RULES = {
    "nafs.answer": Rule(facts, "Foljdsamhetsmatning NAFS 2019", S19, 2300),
    "nafs.answered": Rule(facts, "Foljdsamhetsmatning NAFS 2019", S19, 2300),
    "nafs.mean": Rule(mean, "i snitt minst 3 och 4 pa en fyrgradig skala", S19, 957),
    "nafs.share-c-d": Rule(facts, "i snitt minst 3 och 4 pa en fyrgradig skala", S19, 957),
    "nafs.change": Rule(change, "skattningar ar lagre an ndgon tidigare ar", S19, 971),
    "nafs.reading": Rule(readings, "i huvudsak svarat i snitt minst 3 och 4", S19, 957),
    "nafs.met": Rule(verdict, "i huvudsak svarat i snitt minst 3 och 4", S19, 957),
}
MEASURES = (
    *(f"nafs:<statement>:<authority>:{what}" for what in ("answer:<letter>", *_OF_ONE)),
    *(BY_MEAN, BY_SHARE, MET),
)
