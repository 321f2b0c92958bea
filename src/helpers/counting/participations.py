"""Rules of the participant tables: clean rows -> facts. Every rule quotes its published clause."""

from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd

from helpers.codes import ASSOCIATION, GENDERS, GROUPS, MISSING, OUTCOMES, READ, REFERRERS, REFUSED, SEPARATE
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts, counted, missing, share_of_rows

COUNTS = (
    "total",
    "carried-over",
    "new",
    "discharged",
    *OUTCOMES,
    "remaining",
    "referred",
    "accepted",
    "unique",
)
POSITIVE = OUTCOMES[:3]
SHARES = (*(f"share:{o}" for o in OUTCOMES), "share:positive")
REFERRED_BY = tuple(REFERRERS.values())


def carried_over(p: pd.DataFrame, year: int) -> pd.Series:
    """ "Antal kvar i verksamheten" when the year began: Start before 1 January, Slut blank or from 1 January on.

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
    """ "varav till arbete", "… till studier", "… till annan behovsanpassad lösning", "Övriga avbrott": of the discharged.

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


def _masks(p: pd.DataFrame, year: int) -> dict[str, pd.Series]:
    rules = {
        f.__name__.replace("_", "-"): f(p, year)
        for f in (total, carried_over, new, discharged, remaining, referred, accepted)
    }
    return rules | {o: outcome(p, year, o) for o in OUTCOMES}


def facts(participations: pd.DataFrame, definitions: Definitions, lists: Mapping[str, str]) -> list[Fact]:
    """Facts of the participant table for every platform and whole, the association and the särredovisade together.

    Args:
        participations: the cleaned rows of every list that could be read.
        definitions: the year's.
        lists: platform -> READ, MISSING (not delivered, or without a single row) or REFUSED; a whole may be
            REFUSED itself, when a file could be any of its parts.
    """
    found: list[Fact] = []
    apart = [SEPARATE] if definitions.parts(SEPARATE) else []
    for place in [*definitions.platform_ids, *definitions.whole_ids, ASSOCIATION, *apart]:
        parts = [place] if place in definitions.platform_ids else definitions.parts(place)
        states = {lists.get(part, MISSING) for part in [*parts, place]}
        if REFUSED in states or READ not in states:
            found += _nothing(definitions.year, place)
            continue
        rows = participations[participations["platform"].isin(parts)].reset_index(drop=True)
        found += place_facts(rows, definitions.year, place)
        if len(parts) > 1:
            found.append(double_registered(rows, definitions.year, place))
    return found


def double_registered(rows: pd.DataFrame, year: int, place: str) -> Fact:
    """ "28 deltagare är dubbelregistrerade": people with participations in more than one of the lists.

    Source: socialt-bokslut-2018-ungdomstorget:38.
    """
    counting = rows[total(rows, year)]
    lists = counting.groupby("person")["platform"].nunique()
    several = counting[counting["person"].isin(lists[lists > 1].index)].drop_duplicates("person")
    return counted(
        (year, place, "double-registered", "", "all"), several["row"], "participants.double-registered"
    )


def _nothing(year: int, place: str) -> list[Fact]:
    return [
        missing((year, place, m, "", g), "count", f"participants.{m}") for m in COUNTS for g in GROUPS
    ] + [missing((year, place, m, "", g), "share", "participants.share") for m in SHARES for g in GROUPS]


def positive(refs: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """ "90 % avslutats i positiv riktning": to work, to studies and to other solution together.

    Source: socialt-bokslut-2018-ungdomstorget:41.
    """
    return tuple(ref for outcome in POSITIVE for ref in refs[outcome])


def place_facts(rows: pd.DataFrame, year: int, place: str) -> list[Fact]:
    """All facts of one platform or whole from its participations."""
    masks = {name: mask.fillna(False).to_numpy(bool) for name, mask in _masks(rows, year).items()}
    row, gender = rows["row"].to_numpy(object), rows["gender"].to_numpy(object)
    referrer = rows["referred_by"].fillna("").to_numpy(object)
    unique = _unique_people(rows[masks["total"]])
    has_unknown = (gender[masks["total"] | masks["referred"]] == "unknown").any() or unique["unknown"]
    all_refs = {name: tuple(row[mask]) for name, mask in masks.items()}
    found = []
    for group in [*GROUPS, *(["unknown"] if has_unknown else [])]:
        members = np.ones(len(row), bool) if group == "all" else gender == group
        refs = {name: tuple(row[mask & members]) for name, mask in masks.items()}
        key = lambda measure, group=group: (year, place, measure, "", group)  # noqa: E731
        found += [counted(key(m), refs[m], f"participants.{m}") for m in COUNTS if m != "unique"]
        found.append(counted(key("unique"), unique[group], "participants.unique"))
        for o in OUTCOMES:
            found.append(share_of_rows(key(f"share:{o}"), refs[o], refs["discharged"], "participants.share"))
        for measure in ("total", *OUTCOMES):
            found.append(
                share_of_rows(
                    key(f"gender-share:{measure}"),
                    refs[measure],
                    all_refs[measure],
                    "participants.gender-share",
                )
            )
        found.append(
            share_of_rows(key("share:positive"), positive(refs), refs["discharged"], "participants.positive")
        )
        by = {org: tuple(row[masks["referred"] & members & (referrer == org)]) for org in REFERRED_BY}
        known = tuple(ref for refs_of in by.values() for ref in refs_of)
        for org in REFERRED_BY:
            found.append(counted(key(f"referred-by:{org}"), by[org], "participants.referred-by"))
            found.append(
                share_of_rows(key(f"share:referred-by:{org}"), by[org], known, "participants.referred-by")
            )
    return found


def _unique_people(rows: pd.DataFrame) -> dict[str, tuple[str, ...]]:
    """One row per person and group; a person with different Kön in two lists is `unknown`."""
    first = rows.drop_duplicates("person").set_index("person")
    kinds = rows.groupby("person")["gender"].nunique()
    gender = first["gender"].where(kinds.reindex(first.index) == 1, "unknown")
    people = {g: tuple(first["row"][gender == g]) for g in (*GENDERS, "unknown")}
    return people | {"all": tuple(first["row"])}


def without_list(definitions: Definitions, lists: Mapping[str, str], whole: str, state: str) -> list[str]:
    """Parts of a whole whose list ended in `state`, in the definitions' order."""
    return [p for p in definitions.parts(whole) if lists.get(p, MISSING) == state]


def contradictions(facts: Facts, places: Iterable[str]) -> list[str]:
    """Totals that are not the sum of their parts, per place and group, with both numbers and the difference.

    "total = carried over + new; discharged = the four outcomes; remaining = total - discharged": exact in
    every column of a sound table.
    """
    found = []
    for place in places:
        groups = {f.group for f in facts.measures(place, "total") if f.ok and f.measure == "total"}
        for group in sorted(groups):
            value = {m: facts.get(place, m, "", group).value for m in COUNTS}
            checks = [
                ("discharged", value["discharged"], sum(value[o] for o in OUTCOMES)),
                ("total", value["total"], value["discharged"] + value["remaining"]),
            ]
            found += [_unequal(place, m, group, a, b) for m, a, b in checks if a != b]
        for measure in COUNTS:
            parts = [facts.get(place, measure, "", g).value or 0 for g in (*GENDERS, "unknown")]
            whole = facts.get(place, measure).value
            if groups and whole != sum(parts):
                found.append(_unequal(place, measure, "all", whole, sum(parts)))
    return found


def whole_contradictions(facts: Facts, definitions: Definitions) -> list[str]:
    """Wholes whose participations are not the sum of their parts, per measure and group."""
    found = []
    for whole in [*definitions.whole_ids, ASSOCIATION, SEPARATE]:
        for measure in COUNTS[:-1]:
            for group in GROUPS:
                fact = facts.get(whole, measure, "", group)
                parts = sum(facts.get(p, measure, "", group).value or 0 for p in definitions.parts(whole))
                if fact.ok and fact.value != parts:
                    found.append(_unequal(whole, measure, group, fact.value, parts))
    return found


def _unequal(place: str, measure: str, group: str, one: float, other: float) -> str:
    return f"{place} {measure} {group}: {one} ≠ {other} ({one - other:+d})"
