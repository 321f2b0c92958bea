"""Rules of the participant tables: clean rows -> facts. Every rule quotes its published clause."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace

import numpy as np
import pandas as pd

from helpers.codes import GENDERS, GROUPS, MISSING, READ, REFUSED
from helpers.counting.alternatives import any_of
from helpers.counting.rule import S19, U18, Rule
from helpers.definitions import Definitions, Outcome
from helpers.facts import NO_ROWS, Fact, Facts, Rows, counted, missing, share_of_rows
from helpers.rows import RowIndex
from helpers.wording import inner, text

FLOW = ("total", "carried-over", "new", "discharged", "remaining", "referred", "accepted")
REFERRED = "referred-by:"
POSITIVE_SHARE = "share:positive"
# What counts referrals rests on these columns of a list, and nothing else does.
REFERRALS = {
    "Aktualiserad": ("referred", "accepted", REFERRED, "days:referral"),
    "Aktualiserad av": (REFERRED,),
}


def counts(definitions: Definitions) -> list[str]:
    """The measures that count participations or people, in the published table's order."""
    return [*FLOW[:4], *definitions.outcome_ids, *FLOW[4:], "unique"]


def shares(definitions: Definitions) -> list[str]:
    """The measures that are shares of the discharged."""
    return [*(f"share:{o}" for o in definitions.outcome_ids), POSITIVE_SHARE]


def carried_over(p: pd.DataFrame, year: int) -> pd.Series:
    """ "Antal kvar i verksamheten" when the year began: Start before 1 January, Slut not before it.

    Source: socialt-bokslut-2018-ungdomstorget:108.
    """
    first = pd.Timestamp(year, 1, 1)
    return (p["start"] < first) & (p["end"].isna() | (p["end"] >= first))


def new(p: pd.DataFrame, year: int) -> pd.Series:
    """ "varav nya för året": Start (or return) 1 January-31 December.

    Source: socialt-bokslut-2018-ungdomstorget:96.
    """
    return p["start"].dt.year == year


def total(p: pd.DataFrame, year: int) -> pd.Series:
    """ "Antal deltagare totalt": everyone in the activity some day of the year, carried over or new.

    Source: socialt-bokslut-2018-ungdomstorget:94.
    """
    return carried_over(p, year) | new(p, year)


def discharged(p: pd.DataFrame, year: int) -> pd.Series:
    """ "Totalt antal avslutade under året": Slut in the year, 31 December included.

    Source: socialt-bokslut-2018-ungdomstorget:98.
    """
    return total(p, year) & (p["end"].dt.year == year)


def outcome(p: pd.DataFrame, year: int, reason: str) -> pd.Series:
    """ "varav till arbete", "varav till studier", …, "Övriga avbrott": of the discharged.

    Source: socialt-bokslut-2018-ungdomstorget:100-106.
    """
    return discharged(p, year) & (p["outcome"] == reason)


def remaining(p: pd.DataFrame, year: int) -> pd.Series:
    """ "Antal kvar i verksamheten": of the total, Slut blank or later than the year.

    Source: socialt-bokslut-2018-ungdomstorget:108.
    """
    return total(p, year) & ~discharged(p, year)


def referred(p: pd.DataFrame, year: int) -> pd.Series:
    """ "har aktualiserats in": date of referral in the year.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1789.
    """
    return p["referred"].dt.year == year


def accepted(p: pd.DataFrame, year: int) -> pd.Series:
    """ "fick … ja i beredningen": of those referred in the year.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1791.
    """
    return referred(p, year) & (p["decision"] == "yes")


def _masks(p: pd.DataFrame, definitions: Definitions) -> dict[str, np.ndarray]:
    """Which rows each measure counts."""
    year = definitions.year
    rules = (total, carried_over, new, discharged, remaining, referred, accepted)
    masks = {rule.__name__.replace("_", "-"): rule(p, year) for rule in rules}
    masks |= {o: outcome(p, year, o) for o in definitions.outcome_ids}
    return {name: mask.fillna(False).to_numpy(bool) for name, mask in masks.items()}


def facts(
    participations: pd.DataFrame,
    definitions: Definitions,
    lists: Mapping[str, str],
    omitted: Mapping[str, Collection[str]] | None = None,
) -> list[Fact]:
    """Facts of the participant table for every platform and whole, the association and those apart together.

    Args:
        participations: the cleaned rows of every list that could be read, labelled 0, 1, 2, …
        definitions: the year's.
        lists: platform -> READ, MISSING (not delivered, or without a single row) or REFUSED; a whole may be
            REFUSED itself, when a file could be any of its parts.
        omitted: platform -> the columns of its list in which something cannot be read; what rests on them
            is missing there and of every whole with that part.
    """
    found: list[Fact] = []
    participations = participations.reset_index(drop=True)
    index = RowIndex(participations["row"])
    for place, parts, is_counted in states_of_places(definitions, lists):
        if not is_counted:
            found += _nothing(definitions, place)
            continue
        rows = participations[participations["platform"].isin(parts)]
        found += _without(spoilt_by(parts, omitted), place_facts(rows, index, definitions, place))
        if len(parts) > 1:
            found.append(double_registered(rows, index, definitions.year, place))
    return found


def states_of_places(
    definitions: Definitions, lists: Mapping[str, str]
) -> Iterator[tuple[str, list[str], bool]]:
    """Each place with lists, the platforms whose lists it counts, and whether they can be counted."""
    for place in definitions.counted_places:
        parts = [place] if place in definitions.platform_ids else definitions.parts(place)
        if parts or place == definitions.together.id:
            states = {lists.get(part, MISSING) for part in [*parts, place]}
            yield place, parts, REFUSED not in states and READ in states


def spoilt_by(parts: Iterable[str], omitted: Mapping[str, Collection[str]] | None) -> tuple[str, ...]:
    """How the measures begin that rest on a column of REFERRALS in which something cannot be read."""
    columns = {column for part in parts for column in (omitted or {}).get(part, ())}
    return tuple(measure for c in sorted(columns) for measure in REFERRALS.get(c, ()))


def _without(spoilt: tuple[str, ...], found: Iterable[Fact]) -> Iterator[Fact]:
    """The facts, those whose measures begin as one of `spoilt` missing."""
    for fact in found:
        rests = bool(spoilt) and fact.measure.removeprefix("share:").startswith(spoilt)
        yield missing(fact.key, fact.unit, fact.rule) if rests else fact


def double_registered(rows: pd.DataFrame, index: RowIndex, year: int, place: str) -> Fact:
    """ "28 deltagare är dubbelregistrerade": people with participations in more than one of the lists.

    Source: socialt-bokslut-2018-ungdomstorget:38.
    """
    counting = rows[total(rows, year)]
    lists = counting.groupby("person")["platform"].nunique()
    several = counting[counting["person"].isin(lists[lists > 1].index)].drop_duplicates("person")
    key = (year, place, "double-registered", "", "all")
    return counted(key, index.at(several.index), "participants.double-registered")


def _nothing(definitions: Definitions, place: str) -> list[Fact]:
    keys = [(definitions.year, place, "", g) for g in GROUPS]
    return [
        missing((year, place, measure, asked, group), unit, rule or f"participants.{measure}")
        for measures, unit, rule in (
            (counts(definitions), "count", ""),
            (shares(definitions), "share", "participants.share"),
        )
        for measure in measures
        for year, place, asked, group in keys
    ]


def positive(rows: Mapping[str, Rows], definitions: Definitions) -> Rows:
    """ "90 % avslutats i positiv riktning": every outcome that the definitions call positive, together.

    Source: socialt-bokslut-2018-ungdomstorget:41.
    """
    return sum((rows[outcome] for outcome in definitions.positive_ids), NO_ROWS)


def place_facts(rows: pd.DataFrame, index: RowIndex, definitions: Definitions, place: str) -> list[Fact]:
    """All facts of one platform or whole from its participations."""
    masks, labels = _masks(rows, definitions), rows.index.to_numpy()
    gender, referrer = (rows[c].fillna("").to_numpy("object") for c in ("gender", "referred_by"))
    unique = unique_people(rows[masks["total"]], index)
    of_all = {name: index.at(labels[mask]) for name, mask in masks.items()}
    is_known = np.isin(gender, GENDERS)
    of_known = {name: index.at(labels[mask & is_known]) for name, mask in masks.items()}
    is_unknown = (gender == "unknown") & (masks["total"] | masks["referred"])
    groups = [*GROUPS, *(["unknown"] if is_unknown.any() or unique["unknown"] else [])]
    found: list[Fact] = []
    for group in groups:
        members = np.ones(len(rows), bool) if group == "all" else gender == group
        mine = {name: index.at(labels[mask & members]) for name, mask in masks.items()}
        whole = of_known if group in GENDERS else of_all
        found += group_facts(mine | {"unique": unique[group]}, whole, definitions, place, group)
        by = {
            org: index.at(labels[masks["referred"] & members & (referrer == org)])
            for org in definitions.referrer_ids
        }
        found += referrers(by, definitions.year, place, group)
    return found


def group_facts(
    mine: Mapping[str, Rows], of_all: Mapping[str, Rows], definitions: Definitions, place: str, group: str
) -> Iterator[Fact]:
    """Counts and shares of one group, from the rows that each measure counts of it and of all.

    All are those whose gender is known, where the group is women or men.
    """
    year, left = definitions.year, mine["discharged"]
    for measure in counts(definitions):
        yield counted((year, place, measure, "", group), mine[measure], f"participants.{measure}")
    for o in definitions.outcome_ids:
        yield share_of_rows((year, place, f"share:{o}", "", group), mine[o], left, "participants.share")
    for measure in ("total", *definitions.outcome_ids):
        key = (year, place, f"gender-share:{measure}", "", group)
        yield share_of_rows(key, mine[measure], of_all[measure], "participants.gender-share")
    together = positive(mine, definitions)
    yield share_of_rows((year, place, POSITIVE_SHARE, "", group), together, left, "participants.positive")


def referrers(by: Mapping[str, Rows], year: int, place: str, group: str) -> Iterator[Fact]:
    """ "aktualiserade Arbetsförmedlingen in 40 %": of the referrals whose referrer is known.

    Source: styrelsehandlingar-2020-03-20-arsredovisning-2019:1790.
    """
    known, rule = sum(by.values(), NO_ROWS), "participants.referred-by"
    for org, rows in by.items():
        yield counted((year, place, REFERRED + org, "", group), rows, rule)
        yield share_of_rows((year, place, f"share:{REFERRED}{org}", "", group), rows, known, rule)


def unique_people(rows: pd.DataFrame, index: RowIndex) -> dict[str, Rows]:
    """One row per person and group; a person with different Kön in two lists is `unknown`."""
    first = rows.drop_duplicates("person")
    kinds = rows.groupby("person")["gender"].nunique()
    gender = first["gender"].where(first["person"].map(kinds) == 1, "unknown")
    people = {g: index.at(first.index[gender == g]) for g in (*GENDERS, "unknown")}
    return people | {"all": index.at(first.index)}


def without_list(definitions: Definitions, lists: Mapping[str, str], whole: str, state: str) -> list[str]:
    """Parts of a whole whose list ended in `state`, in the definitions' order."""
    return [p for p in definitions.parts(whole) if lists.get(p, MISSING) == state]


def contradictions(facts: Facts, definitions: Definitions, places: Iterable[str]) -> list[str]:
    """Totals that are not the sum of their parts, per place and group, with both numbers and the difference.

    "total = carried over + new; discharged = the outcomes; remaining = total - discharged": exact in
    every column of a sound table.
    """
    found = []
    for place in places:
        groups = {f.group for f in facts.measures(place, "total") if f.ok and f.measure == "total"}
        for group in sorted(groups):
            value = {m: _number(facts.get(place, m, "", group)) for m in counts(definitions)}
            checks = [
                ("discharged", value["discharged"], sum(value[o] for o in definitions.outcome_ids)),
                ("total", value["total"], value["discharged"] + value["remaining"]),
            ]
            found += [_unequal(place, m, group, a, b) for m, a, b in checks if a != b]
        for measure in counts(definitions):
            parts = [_number(facts.get(place, measure, "", g)) for g in (*GENDERS, "unknown")]
            whole = _number(facts.get(place, measure))
            if groups and whole != sum(parts):
                found.append(_unequal(place, measure, "all", whole, sum(parts)))
    return found


def whole_contradictions(facts: Facts, definitions: Definitions) -> list[str]:
    """Wholes whose participations are not the sum of their parts, per measure and group."""
    found = []
    for whole in [*definitions.whole_ids, *definitions.sums]:
        for measure in counts(definitions)[:-1]:
            for group in GROUPS:
                fact = facts.get(whole, measure, "", group)
                parts = sum(_number(facts.get(p, measure, "", group)) for p in definitions.parts(whole))
                if fact.ok and fact.integer != parts:
                    found.append(_unequal(whole, measure, group, fact.integer, parts))
    return found


def _number(fact: Fact) -> int:
    return fact.integer if fact.ok else 0


def _unequal(place: str, measure: str, group: str, one: int, other: int) -> str:
    return f"{place} {measure} {group}: {one} ≠ {other} ({one - other:+d})"


RULES = {
    "participants.total": Rule(total, "Antal deltagare totalt", U18, 94),
    "participants.carried-over": Rule(carried_over, "Antal kvar i verksamheten", U18, 108),
    "participants.new": Rule(new, "varav nya för året", U18, 96),
    "participants.discharged": Rule(discharged, "Totalt antal avslutade under året", U18, 98),
    "participants.remaining": Rule(remaining, "Antal kvar i verksamheten", U18, 108),
    "participants.referred": Rule(referred, "aktualiserats in", S19, 1789),
    "participants.accepted": Rule(accepted, "ja i beredningen", S19, 1792),
    "participants.referred-by": Rule(referrers, "aktualiserade Arbetsförmedlingen in", S19, 1790),
    "participants.unique": Rule(unique_people, "deltagare är dubbelregistrerade", U18, 38, 39),
    "participants.double-registered": Rule(double_registered, "deltagare är dubbelregistrerade", U18, 38, 39),
    "participants.share": Rule(group_facts, "av de som avslutat insatsen", S19, 863, 864),
    "participants.positive": Rule(positive, "avslutats i positiv riktning", U18, 41),
    "participants.gender-share": Rule(
        group_facts, "Könsfördelningen mellan de som gått till studier", U18, 329
    ),
}


def rules(definitions: Definitions) -> dict[str, Rule]:
    """The rules of the participant table: RULES, and those of the outcomes, which the definitions name."""
    names = [inner(o.name) for o in definitions.outcomes if o.positive]
    together = text("rule.positive", outcomes=any_of(names))
    of_outcomes = {f"participants.{o.id}": _outcome_rule(o) for o in definitions.outcomes}
    own = {"participants.positive": replace(RULES["participants.positive"], words=together)}
    return RULES | own | of_outcomes


def _outcome_rule(o: Outcome) -> Rule:
    source, _, line = o.source.rpartition(":")
    words = text(
        "rule.outcome_positive" if o.positive else "rule.outcome", outcome=inner(o.name), name=o.name
    )
    return Rule(outcome, o.clause, source, int(line) if line else 0, words=words)
