"""What those who left live on and do after it, as SUS registers it: clean rows -> facts `sus:*`.

Of the registrations with Slutdatum in the year. A registration with two incomes has two rows; what is after
it counts once, whichever of them says it. Who has nothing registered after is in no share: nobody knows.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from itertools import product

import pandas as pd

from helpers.codes import GROUPS
from helpers.counting.rule import U17, U18, Rule
from helpers.definitions import Definitions
from helpers.facts import Fact, Key, Rows, counted, missing, share
from helpers.rows import RowIndex

LEFT, MOVED, NO_LONGER = "sus:left", "sus:moved", "sus:no-longer"
COLUMNS = {"support-after": "support_after", "occupation-after": "occupation_after"}
MEASURES = (
    LEFT,
    *(f"{share}sus:{column}:<class>" for column in COLUMNS for share in ("", "share:")),
    *(f"{MOVED}:<class>", f"{NO_LONGER}:<class>", f"share:{NO_LONGER}:<class>"),
)
# What a share of those who left begins with; what they had before is counted in background.
SHARED = (f"{NO_LONGER}:", *(f"sus:{column}:" for column in COLUMNS))
# A bundle takes the columns of SUS apart, and has neither these nor when anybody left.
KEPT = {"end", *COLUMNS.values()}


def left(sus: pd.DataFrame, year: int) -> pd.DataFrame:
    """The rows of registrations with Slutdatum in the year, 31 December included."""
    return sus[sus["end"].dt.year == year]


def facts(sus: pd.DataFrame, definitions: Definitions) -> list[Fact]:
    """The facts of every place with rows in the extract; missing where nothing after is registered.

    Args:
        sus: the cleaned rows of the extract, one an income; in a bundle without KEPT.
        definitions: the year's.
    """
    found: list[Fact] = []
    sus = sus.reset_index(drop=True)
    index = RowIndex(sus["row"])
    for place in [*definitions.platform_ids, *definitions.whole_ids, definitions.together.id]:
        parts = [place] if place in definitions.platform_ids else definitions.parts(place)
        here = sus[sus["platform"].isin([place, *parts])]
        groups = [*GROUPS] + ["unknown"] * bool((here["gender"] == "unknown").any())
        for group in groups if len(here) else []:
            mine = here if group == "all" else here[here["gender"] == group]
            gone = left(mine, definitions.year) if set(sus) >= KEPT else mine.iloc[:0]
            found += _Left(gone, index, definitions, (place, group)).facts()
    return found


class _Left:
    """The registrations of one group of a place that ended in the year."""

    def __init__(self, rows: pd.DataFrame, index: RowIndex, definitions: Definitions, of: tuple[str, str]):
        self._index, self._definitions, self._of = index, definitions, of
        first = rows.drop_duplicates("registration")
        self._first = dict(zip(first["registration"], first.index, strict=True))
        self._before = _who(rows, "support_before")
        self._after = {column: _who(rows, field) for column, field in COLUMNS.items()}

    def facts(self) -> Iterator[Fact]:
        """All facts of the group; what moved is told of everyone together only."""
        yield self._count(LEFT, set(self._first), "left", is_known=bool(self._first))
        sus, after = self._definitions.sus, self._after["support-after"]
        for column, classes in {"support-after": sus.support, "occupation-after": sus.occupation}.items():
            of = self._after[column]
            for name in classes:
                yield from self._counted(f"sus:{column}:{name}", of[name], _anyone(of), column)
        for name in sus.support:
            yield from self._no_longer(name, self._before[name] & _anyone(after))
        for before, to in product(sus.support, sus.support) if self._of[1] == "all" else ():
            if who := self._before[before] & after[to]:
                yield self._count(f"{MOVED}:{before}:{to}", who, "moved")

    def _no_longer(self, name: str, had: set[str]) -> Iterator[Fact]:
        """ "inget fortsatt behov av försörjningsstöd": of those who had a support, who has it no longer.

        Source: socialt-bokslut-2017-ungdomstorget:437.
        """
        gone = had - self._after["support-after"][name]
        yield from self._counted(f"{NO_LONGER}:{name}", gone, had, "no-longer")

    def _counted(self, measure: str, who: set[str], of: set[str], rule: str) -> Iterator[Fact]:
        """A count and its share of those of whom something is known; both missing of nobody."""
        yield self._count(measure, who, rule, is_known=bool(of))
        rows, base = self._rows(who), self._rows(of)
        yield share(self._key(f"share:{measure}"), len(rows), len(base), f"after-exit.{rule}", rows, base)

    def _count(self, measure: str, who: set[str], rule: str, *, is_known: bool = True) -> Fact:
        key, rule = self._key(measure), f"after-exit.{rule}"
        return counted(key, self._rows(who), rule) if is_known else missing(key, "count", rule)

    def _rows(self, who: set[str]) -> Rows:
        """The first row of each registration."""
        return self._index.at(sorted(self._first[one] for one in who))

    def _key(self, measure: str) -> Key:
        place, group = self._of
        return (self._definitions.year, place, measure, "", group)


def _who(rows: pd.DataFrame, field: str) -> defaultdict[str, set[str]]:
    """Class -> the registrations that a column says it of."""
    found: defaultdict[str, set[str]] = defaultdict(set)
    told = rows.dropna(subset=[field]) if len(rows) else rows.assign(**{field: None})
    for one, name in zip(told["registration"], told[field], strict=True):
        found[name].add(one)
    return found


def _anyone(of: Mapping[str, set[str]]) -> set[str]:
    return set().union(*of.values())


_FROM_SUS = "Siffrorna om försörjning, utbildningsnivå och tid i offentlig försörjning har hämtats från SUS"
RULES = {
    "after-exit.left": Rule(left, _FROM_SUS, U18, 84, 85),
    "after-exit.support-after": Rule(facts, _FROM_SUS, U18, 84, 85),
    "after-exit.occupation-after": Rule(facts, _FROM_SUS, U18, 84, 85),
    "after-exit.moved": Rule(facts, _FROM_SUS, U18, 84, 85),
    "after-exit.no-longer": Rule(facts, "30 % av deltagarna har inget", U17, 437),
}
