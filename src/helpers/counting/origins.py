"""What each fact of a year rests on: delivered, printed, derived from what is printed, or invented.

Years that the project ships are reconstructed: `data/reconstruction/origins.csv` says of their cells which
stand printed and which follow from printed ones. Every other cell of a shipped file is invented. A fact has
the weakest origin of all it rests on; what nobody has delivered, and a goal, rest on nothing invented.
"""

import csv
from collections.abc import Iterable, Mapping
from dataclasses import replace
from functools import cached_property
from pathlib import Path

import pandas as pd

from helpers.counting import after_exit, declared, final_reports, registrations, since_last_year
from helpers.counting.age_groups import AGE
from helpers.counting.comparisons import samples_by_place
from helpers.counting.economy_origins import quotient_of
from helpers.counting.everyone import EVERYONE
from helpers.counting.funnel import LIMIT, limited
from helpers.counting.goals import EXAMPLES, indicator_id, result_measure
from helpers.counting.participations import REFERRED
from helpers.counting.society import CHANGES, FROM_YEAR, before, latest, whole_year_before
from helpers.counting.strategic import CRITERION, GOALS, GRADE, MET
from helpers.counting.uncertainty import JUDGEMENTS, population_of
from helpers.definitions import Definitions
from helpers.facts import DELIVERED, DERIVED, INVENTED, ORIGINS, PRINTED, Fact, Facts, Key
from helpers.naming import held_against
from helpers.paths import INTERVENTIONS

Known = Mapping[Key, str]  # the origin of the cells of a reconstructed year that are not invented
Source = tuple[str, str]  # kind and part of a delivery

COLUMNS = ["year", "platform", "measure", "respondents", "group", "origin", "because"]
DECLARED = "economy.declared"  # the rule of figures that the definitions state
# The file of what is told by hand, by the rule that makes it.
FILES = {**dict.fromkeys(declared.RULES, "uppgifter"), final_reports.FIGURE: INTERVENTIONS}
STRATEGIC = "strategic-goals"  # kind and part of the delivery of goals
_STRATEGIC = (GOALS, GRADE, CRITERION)
# No sum of what the parts have.
_OF_THEIR_OWN = ("hae:", "sick-", "obstacles:", "share-people:", "unique", "double-registered", EVERYONE)
# What a share is of, by how its count begins; any other is of the discharged.
_BASES = {after_exit.SHARED: after_exit.LEFT, ("obstacles:",): "obstacles:total", ("sus:",): "sus:people"}
_OF_GENDERS = ("difference", "difference-low", "difference-high", "difference-p")
_OF_ALL_TESTS = ("difference-claim", "difference-p-corrected", "difference-visible", "comparisons")
_SAID_OF_RESULTS = ("verdict", "judgement", "doubt", "signals", "low", "high", "least", "most", "gender-even")

_OWN_FILE = {
    "nafs": "foljsamhet"
}  # first part of a measure -> the kind of the one file that it is counted of


def known_cells(path: Path, year: int) -> Known:
    """The cells of a year that are printed or follow from printed ones; none without the file."""
    if not path.exists():
        return {}
    with path.open(encoding="utf-8", newline="") as handle:
        rows = [r for r in csv.DictReader(handle) if r["year"] == str(year)]
    return {(year, r["platform"], r["measure"], r["respondents"], r["group"]): r["origin"] for r in rows}


def weakest(origins: Iterable[str]) -> str:
    """The weakest of some origins; that of nothing is `delivered`.

    >>> weakest(["printed", "invented", "delivered"]), weakest([])
    ('invented', 'delivered')
    """
    return max(origins, key=ORIGINS.index, default=DELIVERED)


def follows(origins: Iterable[str]) -> str:
    """The origin of what follows from others, but does not stand in print itself.

    >>> follows(["printed", "printed"]), follows(["printed", "invented"])
    ('derived', 'invented')
    """
    found = weakest(origins)
    return DERIVED if found == PRINTED else found


def with_origins(
    facts: Iterable[Fact], definitions: Definitions, deliveries: pd.DataFrame, known: Known
) -> Facts:
    """The facts, each with its origin.

    Args:
        facts: all of a year.
        definitions: the year's.
        deliveries: how each part was delivered, and whether it is a file that the project ships.
        known: as `known_cells` gives it.
    """
    found = Facts(facts)
    if not _shipped(deliveries).any():
        return found
    origins = _Origins(found, definitions, deliveries, known)
    return Facts(replace(fact, origin=origins.of(fact.key)) for fact in found)


def _shipped(deliveries: pd.DataFrame) -> pd.Series:
    """Which rows are of files that the project ships; a bundle of an earlier version does not say."""
    if "shipped" not in deliveries:
        return pd.Series(False, deliveries.index)
    return deliveries["shipped"].astype(bool)


def _stated(key: Key, known: Known) -> Key:
    """The cell that a criterion stands in: one line of the file, whichever group it is held against."""
    if key in known or not key[2].startswith(f"{CRITERION}:"):
        return key
    return next((cell for cell in known if cell[:3] == key[:3]), key)


# First word of a measure -> the kind of delivery that it is counted from; of others, participant lists.
KINDS = {
    **{"sus": "sus", "hae": "helarsekvivalenter", "examples": "examples", "economy": "ledger"},
    **{"sick-days": "sjukdagar", "sick-leave": "sjukfranvaro", "agreement": "agreements"},
    **dict.fromkeys(("intervention", "interventions"), "forebyggande"),
    **dict.fromkeys(("obstacles", "share-people"), "screening"),
}


class _Origins:
    """The origins of a year's facts, each found once."""

    def __init__(self, facts: Facts, definitions: Definitions, deliveries: pd.DataFrame, known: Known):
        self._facts, self._defined, self._known = facts, definitions, known
        self._here = {fact.key: fact for fact in facts}
        self._sources: dict[Source, set[bool]] = {}
        read = deliveries[deliveries["status"] != "missing"]
        for kind, part, shipped in zip(read["kind"], read["part"], _shipped(read), strict=True):
            self._sources.setdefault((kind, part), set()).add(shipped)
        self._found: dict[Key, str] = {}

    def of(self, key: Key) -> str:
        """The origin of a fact; one that is not there rests on nothing."""
        if key not in self._found:
            self._found[key] = self._origin(key) if key in self._here else DELIVERED
        return self._found[key]

    def _origin(self, key: Key) -> str:
        kind = key[2].partition(":")[0]
        if kind == "target":
            return DELIVERED
        if own := FILES.get(self._here[key].rule) or _OWN_FILE.get(kind):
            return self._of_cell(key, self._sources.get((own, own), set()))
        if self._here[key].rule in (final_reports.REACHED, final_reports.TALLY):
            return follows(map(self.of, final_reports.made_of(self._here[key], self._facts)))
        if kind in _STRATEGIC:
            return self._of_cell(_stated(key, self._known), self._sources.get((STRATEGIC, STRATEGIC), set()))
        if kind in _SAID_OF_RESULTS:
            return weakest(map(self.of, self._results(key)))
        if kind in since_last_year.KINDS:  # made with last year's
            return follows([self._here[key].origin, self.of((*key[:2], key[2].partition(":")[2], *key[3:]))])
        if kind == LIMIT:
            places = (key[1], self._defined.together.id)
            return follows(self.of((key[0], p, limited(key[2]), *key[3:])) for p in places)
        if kind == MET:
            return self.of((*key[:2], held_against(key[2]), *key[3:]))
        if kind in (*_OF_GENDERS, *_OF_ALL_TESTS):
            return weakest(map(self.of, self._compared(key)))
        shipped = self._shipped_sources(key)
        if kind == "economy":
            return self._of_economy(key, shipped)
        if True not in shipped:
            return DELIVERED
        if kind == "time":  # of days, which no account prints, and whoever was there
            return INVENTED if self._facts.get(key[1], "total", "", key[4]).value else DELIVERED
        parts = [part for part in self._parts(key) if part in self._here]
        if not parts or (key in self._known and False not in shipped):
            return self._of_cell(key, shipped)
        return follows(map(self.of, parts))

    def _of_cell(self, key: Key, shipped: set[bool]) -> str:
        """What a cell of a file rests on: of a shipped one what is known of it."""
        if True not in shipped:
            return DELIVERED
        if key in self._known and False not in shipped:
            return self._known[key]
        return DELIVERED if self._here[key].state == "missing" else INVENTED  # nothing was counted

    def _of_economy(self, key: Key, shipped: set[bool]) -> str:
        """A sum of the ledger as `origins.csv` says; a quotient as the weakest of what it is made of."""
        fact, parts = self._here[key], quotient_of(key[2], self._defined)
        if fact.state == "missing" or (True not in shipped and not parts):
            return DELIVERED
        if key in self._known and shipped == {True}:
            return self._known[key]
        if not parts:
            return DELIVERED if fact.rule == DECLARED else INVENTED
        return follows(self.of((key[0], place, measure, "", "all")) for place, measure in parts)

    # --- what is counted ----------------------------------------------------------------------------------

    def _shipped_sources(self, key: Key) -> set[bool]:
        """Whether the files that a count or a share is of are shipped: True, False, both, or none at all."""
        _, place, measure, respondents, _ = key
        parts = self._defined.platform_ids if measure == EVERYONE else self._lists(place)
        lists: list[Source] = [("participants", part) for part in parts]
        if measure == "asked":
            sources: list[Source] = [("invited", "")]
        elif measure in registrations.MEASURES:
            sources = [*lists, *(source for source in self._sources if source[0] == "sus")]
        elif respondents:
            more = {"response:asked": [("invited", "")], "response:discharged": lists}
            sources = [("surveys", respondents), *more.get(measure, [])]
        else:
            kind = KINDS.get(measure.removeprefix("share:").partition(":")[0])
            sources = [s for s in self._sources if s[0] == kind] if kind else lists
        return {is_shipped for source in sources for is_shipped in self._sources.get(source, ())}

    def _lists(self, place: str) -> list[str]:
        """The platforms whose lists a place counts; none where nobody takes part."""
        if place not in self._defined.counted_places:
            return []
        return [place] if place in self._defined.platform_ids else self._defined.parts(place)

    def _parts(self, key: Key) -> list[Key]:
        """What a count or a share is made of; nothing for a cell."""
        year, place, measure, respondents, group = key
        if measure == "response:discharged":
            return [(year, place, "answered", respondents, "all"), (year, place, "discharged", "", "all")]
        made_of = self._made_of(measure, respondents, group)
        if made_of:
            return [(year, place, of, respondents, whose) for of, whose in made_of]
        if respondents or measure.startswith(_OF_THEIR_OWN) or place in self._defined.platform_ids:
            return []
        return [(year, part, measure, respondents, group) for part in self._lists(place)]

    def _made_of(self, measure: str, respondents: str, group: str) -> list[tuple[str, str]]:
        """The measures, and whose, that a share or a change is counted from; nothing for a count."""
        kind, _, of = measure.partition(":")
        if kind == "share" and of != "ready" and not of.startswith(AGE):  # those are cells of the lists
            return [(m, group) for m in self._share_of(of)]
        if kind == "gender-share":
            return [(of, group), (of, "all")]
        if kind == "question":
            scale = self._defined.scale(self._defined.question(of, respondents).scale)
            return [(f"answered:{of}", group), *((f"answer:{of}:{a}", group) for a in scale.positive)]
        if kind == "answer-share":
            return [(f"answer:{of}", group), (f"answered:{of.partition(':')[0]}", group)]
        if kind == "answer-share-total":
            scale = self._defined.scale(self._defined.question(of, respondents).scale)
            return [(f"answer-share:{of}:{a}", group) for a in scale.answers]
        if kind == "question-range":
            return [(f"question:{q.id}", group) for q in self._defined.questions_to(respondents)]
        if kind == "item-response":
            return [(f"answered:{of}", group), ("answered", "all")]
        if measure == "response:asked":
            return [("answered", "all"), ("asked", "all")]
        at, _, what = measure.rpartition(":")
        if kind == "hae" and what in (*CHANGES.values(), FROM_YEAR):
            area, _, period = at.rpartition(":")
            last = whole_year_before(period) if what == FROM_YEAR else before(period)
            return [(f"{at}:share", "all"), (f"{area}:{last}:share", "all")]
        return []

    def _share_of(self, of: str) -> list[str]:
        """What a share of the participants, the referred or the registered is counted from."""
        if of == "positive":
            return ["discharged", *self._defined.positive_ids]
        if of.startswith(REFERRED):
            return [f"{REFERRED}{organisation}" for organisation in self._defined.referrer_ids]
        return [of, next((base for kinds, base in _BASES.items() if of.startswith(kinds)), "discharged")]

    # --- what is said of it -------------------------------------------------------------------------------

    @cached_property
    def _judged(self) -> dict[tuple[str, str], str]:
        """(id of an indicator, respondents) -> the measure that holds its result."""
        return {
            (indicator_id(account, indicator), indicator.respondents or ""): result_measure(
                account, indicator
            )
            for _, account, indicator in self._defined.indicators()
        }

    def _results(self, key: Key) -> list[Key]:
        """The results that a verdict, a count of verdicts, an interval or a bound is of."""
        year, place, measure, respondents, group = key
        kind, _, of = measure.partition(":")
        if kind == "signals":
            judged = self._facts.measures(place, "judgement:" if of in JUDGEMENTS else "verdict:")
            return [f.key for f in judged if f.measure.endswith("-example") == (of in EXAMPLES)]
        if kind == "gender-even" or of == "gender-share:total":
            return [(year, place, "gender-share:total", "", "women"), (year, place, "total", "", "unknown")]
        if kind in ("low", "high"):
            return [(year, place, of, respondents, group), (year, place, "asked", respondents, group)]
        if kind in ("least", "most"):
            return self._with_population((year, place, of, respondents, group))
        result_of = self._judged.get((of, respondents), "")
        if not result_of:
            return _change_of(self._facts, self._defined, place)
        result = (year, place, result_of, respondents, group)
        return [result] if kind == "verdict" else self._with_population(result)

    def _with_population(self, key: Key) -> list[Key]:
        """A result and, of answers, the number of people that they stand for."""
        result = self._here.get(key)
        if result is None or not result.ok or not key[2].startswith("question:"):
            return [key]
        people = population_of(self._facts, self._defined, result)
        return [key, people.key] if people else [key]

    def _compared(self, key: Key) -> list[Key]:
        """Women's result and men's; of what all tests of a place decide together, those of all of them."""
        year, place, measure, respondents, _ = key
        kind, _, of = measure.partition(":")
        if kind in _OF_ALL_TESTS:
            return [fact.key for pair in self._samples.get(place, []) for fact in pair]
        return [(year, place, of, respondents, gender) for gender in ("women", "men")]

    @cached_property
    def _samples(self) -> dict[str, list[tuple[Fact, Fact]]]:
        return samples_by_place(self._facts, self._defined)


def _change_of(facts: Facts, defined: Definitions, place: str) -> list[Key]:
    """The latest change of a platform's municipality, in every unit that there is."""
    area = defined.area(next(p.municipality for p in defined.platforms if p.id == place))
    changes = facts.measures(defined.together.id, "hae:")
    found = (latest(changes, area, what) for what in CHANGES.values())
    return [change.key for change in found if change]
