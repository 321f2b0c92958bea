"""`{measure}` in an office's text: which fact it means.

`{year/place/measure, respondents, group}`: only the measure has to be said; the rest is the text's own year
and place, the one group that was asked, and all.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from helpers.checks.own_words.known import Known
from helpers.codes import GENDERS
from helpers.counting.families import FAMILIES
from helpers.deliveries.files.grid import nearest
from helpers.facts import Fact, Facts

PLACEHOLDER = re.compile(r"\{([^{}]*)\}")
_BRACE = re.compile(r"[{}]")
_GROUPS = (*GENDERS, "all", "unknown")
_HEADS = {m.partition(":")[0] for family in FAMILIES for m in family.measures if ":" in m}


@dataclass(frozen=True)
class Unmet:
    """A placeholder that means no fact: the code of what is wrong, and what is nearest."""

    code: str
    nearest: str = ""


def parts(words: str) -> Iterator[tuple[str, bool]]:
    """The words and, between them, what stands in braces; True with the latter.

    >>> list(parts("Av {total} gick"))
    [('Av ', False), ('total', True), (' gick', False)]
    """
    at = 0
    for found in PLACEHOLDER.finditer(words):
        if found.start() > at:
            yield words[at : found.start()], False
        yield found[1], True
        at = found.end()
    if at < len(words):
        yield words[at:], False


def has_stray_brace(words: str) -> bool:
    """Whether a brace is not closed, or closes nothing."""
    return bool(_BRACE.search(PLACEHOLDER.sub("", words)))


def meant(said: str, known: Known) -> Fact | Unmet:
    """The fact that a placeholder means, where a sentence may rest on it."""
    found = named(said, known)
    if isinstance(found, Unmet):
        return found
    if not found.ok:
        return Unmet("own_no_value", found.state)
    if found.is_invented:
        return Unmet("own_invented")
    return found if known.may_be_said(found) else Unmet("own_too_few")


def named(said: str, known: Known) -> Fact | Unmet:
    """The fact that a placeholder names, with or without a value."""
    year, place, rest = _year_and_place(said.strip(), known)
    if year not in known.facts:
        return Unmet("own_no_year", ", ".join(map(str, sorted(known.facts))))
    measure, respondents, group = _measure(rest, known)
    here = [f for f in known.facts[year] if f.platform == place and f.group == (group or "all")]
    found = [f for f in here if f.measure == measure and respondents in ("", f.respondents)]
    if not found and _is_uncounted(measure, known.facts[year]):
        return Unmet("own_no_value", "missing")
    if not found:
        near = nearest(measure, sorted({f.measure for f in known.facts[year] if f.platform == place}))
        return Unmet("own_no_fact", near or "total")
    if len(found) > 1 and not (respondents == "" and found[0].respondents == ""):
        return Unmet("own_several", ", ".join(reference(f, known) for f in found))
    return found[0]


def _is_uncounted(measure: str, facts: Facts) -> bool:
    """Whether the year has no fact of a measure's kind: its delivery is missing or refused.

    What is nearest to it is then of another kind, and no help.
    """
    head, colon, _ = measure.partition(":")
    return bool(colon) and head in _HEADS and not any(f.measure.startswith(f"{head}:") for f in facts)


def _year_and_place(said: str, known: Known) -> tuple[int, str, str]:
    year, place = known.year, known.place
    if found := re.fullmatch(r"(\d{4})/(.*)", said):
        year, said = int(found[1]), found[2]
    places = {f.platform for f in known.facts.get(year, Facts(()))}
    first, slash, rest = said.partition("/")
    return (year, first.strip(), rest) if slash and first.strip() in places else (year, place, said)


def _measure(rest: str, known: Known) -> tuple[str, str, str]:
    respondents, group = "", ""
    asked = {r.id for r in known.definitions.respondents}
    measure, comma, last = rest.rpartition(",")
    while comma and last.strip() in {*asked, *_GROUPS}:
        if last.strip() in _GROUPS:
            group = last.strip()
        else:
            respondents = last.strip()
        rest = measure
        measure, comma, last = rest.rpartition(",")
    return rest.strip(), respondents, group


def reference(fact: Fact, known: Known) -> str:
    """How a fact is written in a text of the place: as short as it can be."""
    said = fact.measure
    if fact.platform != known.place:
        said = f"{fact.platform}/{said}"
    if fact.year != known.year:
        said = f"{fact.year}/{said}"
    others = [fact.respondents] if _is_asked_of_several(fact, known) else []
    return ", ".join([said, *others, *([fact.group] if fact.group != "all" else [])])


def _is_asked_of_several(fact: Fact, known: Known) -> bool:
    same = [
        f
        for f in known.facts.get(fact.year, Facts(()))
        if (f.platform, f.measure, f.group) == (fact.platform, fact.measure, fact.group)
    ]
    return len(same) > 1
