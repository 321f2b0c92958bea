"""What national pages print: the nation's facts by year, names of associations and words of measures.

Pages over many associations name them in the order of the alphabet and rank nobody; what rests on invented
people says so first.
"""

from collections import Counter
from collections.abc import Hashable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import pandas as pd

from helpers.counting.national import NATION, theme
from helpers.counting.national_figures import KNOWN, RECEIVED
from helpers.facts import Fact, Facts
from helpers.language.words import INVENTED as MARK
from helpers.language.words import Text
from helpers.pages.document import NOTHING, Block, Notice, Paragraph, join
from helpers.wording import EN_DASH, beginning, listing, number, text

_LAST = str.maketrans({"å": "{", "ä": "|", "ö": "}"})  # after z, in this order
FIRST = (
    "share:to-work",
    "share:to-studies",
    "share:to-other-solution",
)  # outcomes, as the accounts have them
TOLD_BY_NAME = 6  # associations; of more only how many they are is told


def by_letter(name: str) -> tuple[str, str]:
    """Where a name stands among others, in Swedish order.

    >>> sorted(["Östan", "Zeta", "Ängen", "Åkern", "alfa"], key=by_letter)
    ['alfa', 'Zeta', 'Åkern', 'Ängen', 'Östan']
    """
    return name.casefold().translate(_LAST), name


@dataclass(frozen=True)
class Measure:
    """A measure of the nation: an outcome, or a question to some respondents in one wording."""

    id: str
    respondents: str = ""
    words: str = ""
    positive: str = ""
    has_twin: bool = False  # another one has the same words, and is another measure all the same

    @property
    def key(self) -> tuple[str, str]:
        return self.id, self.respondents

    @property
    def place(self) -> int:
        """Where an outcome stands among others."""
        name = self.id.partition("@")[0]
        return FIRST.index(name) if name in FIRST else len(FIRST)

    @property
    def title(self) -> str:
        """An outcome's name; a question with who is asked. Of a twin also what sets it apart.

        >>> Measure("share:to-work@4f0c", "", "till arbete").title, Measure("q", "personal", "Hur?").title
        ('Till arbete', 'Hur? (personal)')
        >>> Measure("share:to-work@4f0c", "", "till arbete", has_twin=True).title
        'Till arbete (definition 4f0c)'
        >>> Measure("q@81ab", "personal", "Hur?", "Bra | Mycket bra", has_twin=True).title
        'Hur? (personal; positiva svar: Bra och Mycket bra)'
        """
        apart = [self.respondents] if self.respondents else []
        if self.has_twin and self.positive:
            apart.append(text("national.positive_are", answers=listing(self.positive.split(" | "))))
        elif self.has_twin:
            apart.append(text("national.defined_as", definition=self.id.rpartition("@")[2]))
        named = beginning(self.words)
        return f"{named} ({'; '.join(apart)})" if apart else named


@dataclass(frozen=True)
class Nation:
    """What `national_facts` has written, as pages ask for it.

    `gathered` has a row an association and year (`state` is `read`, `refused` or `absent`), `means` one a
    measure, `why` one an association, year and measure.
    """

    facts: Mapping[int, Facts]
    gathered: pd.DataFrame
    means: pd.DataFrame
    why: pd.DataFrame

    @property
    def years(self) -> list[int]:
        """The years asked for, oldest first."""
        return sorted(self.facts)

    @property
    def last(self) -> int:
        """The last year that anybody has delivered; the last one where none has."""
        return max((y for y in self.years if self.received(y).value), default=max(self.years))

    @property
    def span(self) -> str:
        years = self.years
        return f"{years[0]}{EN_DASH}{years[-1]}" if len(years) > 1 else str(years[0])

    def received(self, year: int) -> Fact:
        """How many associations' facts of a year are here."""
        return self.facts[year].get(NATION, RECEIVED)

    @property
    def known(self) -> Fact:
        """How many associations are known, whether they have delivered or not."""
        return self.facts[self.last].get(NATION, KNOWN)

    @cached_property
    def names(self) -> dict[str, str]:
        """Every association by id, in the order of the alphabet; marked where its figures are invented."""
        told = self.gathered[self.gathered["name"] != ""].sort_values("year")
        named = dict(zip(told["association"], told["name"], strict=True))
        every = sorted(set(self.gathered["association"]))
        found = {a: named.get(a, a) for a in every}
        twice = {n for n in found.values() if list(found.values()).count(n) > 1}
        shown = {a: f"{n} ({a})" if n in twice else n for a, n in found.items()}
        is_told = not self.is_invented
        marked = {a: n + MARK * (is_told and a in self.invented) for a, n in shown.items()}
        return dict(sorted(marked.items(), key=lambda pair: by_letter(pair[1])))

    def brief(self, association: str) -> str:
        """A name without the words that all begin with, for a drawing."""
        columns = zip(*(name.split() for name in self.names.values()), strict=False)
        alike = next((n for n, words in enumerate(columns) if len(set(words)) > 1), 0)
        return " ".join(self.names[association].split()[alike:])

    @cached_property
    def invented(self) -> set[str]:
        """The associations with a figure that rests on invented people."""
        return {f.platform for f in self._shares if f.is_invented} - {NATION}

    @property
    def _shares(self) -> list[Fact]:
        return [f for facts in self.facts.values() for f in facts if _is_share(f.measure)]

    @cached_property
    def is_invented(self) -> bool:
        """Whether all figures rest on invented people: then the page says so, and no name is marked."""
        return bool(self.invented) and self.invented >= {f.platform for f in self._shares} - {NATION}

    def measures(self, name: str) -> list[Measure]:
        """The measures of a theme that some association has in the years, each once.

        Outcomes with FIRST first; questions by who is asked, those that most associations ask first.
        """
        keys = {(f.measure, f.respondents) for year in self.years for f in self._of_nation(year)}
        mine = [key for key in keys if _is_share(key[0])]
        known = {(r["measure"], r["respondents"]): r for r in self.means.to_dict("records")}
        found = [self._measure(key, known.get(key, {})) for key in mine if theme(key[0]) == name]
        times = Counter(m.title for m in found)
        found = [replace(m, has_twin=times[m.title] > 1) for m in found]
        return sorted(found, key=lambda m: (m.respondents, m.place, -self.delivered(m), m.words, m.id))

    def _of_nation(self, year: int) -> Sequence[Fact]:
        return [f for f in self.facts[year] if f.platform == NATION]

    @staticmethod
    def _measure(key: tuple[str, str], known: Mapping[Hashable, str]) -> Measure:
        return Measure(*key, known.get("words") or key[0], known.get("positive", ""))

    def delivered(self, measure: Measure) -> int:
        """How many associations have a measure, over all years: the order of questions, told nowhere."""
        counts = (self.about(year, measure, "coverage:ok") for year in self.years)
        return sum(f.integer for f in counts if f.ok)

    def about(self, year: int, measure: Measure, kind: str = "", place: str = NATION) -> Fact:
        """A fact of a measure, or what `kind` says of it; a missing one where there is none."""
        name = f"{kind}:{measure.id}" if kind else measure.id
        return self.facts[year].get(place, name, measure.respondents)

    def reason(self, year: int, measure: Measure) -> dict[str, str]:
        """Why each association has a measure or lacks it in a year."""
        return self._reasons.get((year, *measure.key), {})

    @cached_property
    def _reasons(self) -> dict[tuple[int, str, str], dict[str, str]]:
        found: dict[tuple[int, str, str], dict[str, str]] = {}
        for row in self.why.to_dict("records"):
            key = (row["year"], row["measure"], row["respondents"])
            found.setdefault(key, {})[row["association"]] = row["why"]
        return found


def _is_share(measure: str) -> bool:
    """Whether a measure is a national one itself, and no limit of one or count about it."""
    return "@" in measure and ":" not in measure.removeprefix("share:")


def invented_notice(nation: Nation) -> Block:
    """Whose figures rest on invented people, before anything is said of them."""
    if not nation.invented:
        return NOTHING
    if nation.is_invented:
        return Notice(Paragraph(text("national.all_invented")))
    names = [n for a, n in nation.names.items() if a in nation.invented]
    told = (
        listing(names) if len(names) <= TOLD_BY_NAME else text("national.several", count=number(len(names)))
    )
    return Notice(Paragraph(text("national.some_invented", names=told)))


def no_ranking() -> Block:
    """Said on every page that shows associations beside each other."""
    return Paragraph(text("national.no_ranking"))


def opening(nation: Nation, *lead: Text) -> Block:
    """How a page begins: what is invented, then the answer, then that nobody is ranked."""
    told = [Paragraph(words, "lead") for words in lead if words]
    return join([invented_notice(nation), *told, no_ranking()])
