"""Which facts of a reconstructed ledger stand printed, and which follow from those; the rest is invented.

An amount is printed where the record has it and the ledger gives it, rounded as it is printed: the öre behind
are no reason to call it invented. What follows is found by going through the sums until none gives more.
"""

from collections.abc import Iterable, Iterator, Mapping
from decimal import Decimal
from typing import NamedTuple

from helpers.audit.record import Figure
from helpers.counting.economy_parts import LAST_YEAR, PREFIX, Sum, Term, sums_of
from helpers.defining.economy_definitions import Selection
from helpers.definitions import Definitions
from helpers.facts import DERIVED, PRINTED, Fact, Facts, Key

BALANCE, OPENING = f"{PREFIX}balance:", f"{PREFIX}balance-opening:"
MOVEMENT = f"{PREFIX}balance-movement:"
RECORD = "economy"  # the table of what is printed
Ground = tuple[str, str]  # the origin of a fact, and the printed line or the facts that it follows from


class Year(NamedTuple):
    """A year's economy with what it stands on."""

    facts: Facts
    grounds: Mapping[Key, Ground]


NOTHING = Year(Facts([]), {})


def grounds(facts: Facts, defined: Definitions, figures: Iterable[Figure], before: Year = NOTHING) -> Year:
    """What each fact of a year's economy stands on, where it is not invented.

    Args:
        facts: the year's economy.
        defined: its definitions.
        figures: what is printed, of any year.
        before: the year before, whose closing is this one's opening.
    """
    found = dict(before.grounds) | dict(_printed(facts, figures)) | dict(_closed(facts, before))
    sums = [*sums_of(facts, defined), *_of_accounts(facts, defined, before), *_of_rows(facts, defined)]
    known = -1
    while known < len(found):
        known = len(found)
        for one in sums:
            members = [one.whole, *(term.fact for term in one.terms)]
            unknown = [fact for fact in members if fact.key not in found]
            if len(unknown) == 1:
                (fact,) = unknown
                found[fact.key] = _following(fact, [m for m in members if m is not fact], found)
    found |= dict(_accumulated(facts, found, before))
    return Year(facts, {key: ground for key, ground in found.items() if key[0] == defined.year})


def _printed(facts: Facts, figures: Iterable[Figure]) -> Iterator[tuple[Key, Ground]]:
    """The facts that stand printed, each with the first line that says it."""
    here = {fact.key: fact for fact in facts if fact.ok}
    seen: set[Key] = set()
    for figure in figures:
        fact = here.get(figure.key)
        if fact and fact.key not in seen and figure.value is not None and figure.agrees(fact):
            seen.add(fact.key)
            yield fact.key, (PRINTED, f"{figure.source}:{figure.line}")


def _closed(facts: Facts, before: Year) -> Iterator[tuple[Key, Ground]]:
    """What the year before closed with is what this one tells of it, where they say the same."""
    for fact in facts:
        measure = fact.measure.replace(LAST_YEAR, "", 1).replace(OPENING, BALANCE, 1)
        last = before.facts.get(fact.platform, measure)
        if measure != fact.measure and last.ok and fact.value == last.value and last.key in before.grounds:
            yield fact.key, before.grounds[last.key]


def _of_accounts(facts: Facts, defined: Definitions, before: Year) -> Iterator[Sum]:
    """Notes and lines of the balance sheet are sums of the accounts that they take; so as the year began."""
    economy = defined.economy
    if economy is None:
        return
    place = defined.together.id
    for moved in facts.measures(place, MOVEMENT):
        account = moved.measure.removeprefix(MOVEMENT)
        opening, closing = (facts.get(place, kind + account) for kind in (OPENING, BALANCE))
        one = Sum(closing, (Term(1, opening), Term(1, moved)))
        yield from (one,) if one.is_exact else ()
    notes: dict[str, Selection] = {line.id: line for line in economy.notes if not line.objects}
    own, last = facts.get(place, f"{PREFIX}equity:closing"), facts.get(place, f"{PREFIX}result")
    opening = facts.get(place, f"{PREFIX}equity:brought-forward")
    lines = [(BALANCE, facts.get(place, PREFIX + name), s) for name, s in (notes | economy.classes).items()]
    lines += [(OPENING, before.facts.get(place, PREFIX + name), s) for name, s in notes.items()]
    lines += [
        (OPENING, facts.get(place, f"{PREFIX}{LAST_YEAR}{name}"), s) for name, s in economy.classes.items()
    ]
    lines += [(BALANCE, own, economy.classes["equity"]), (OPENING, opening, economy.classes["equity"])]
    lines += [(OPENING, facts.get(place, f"{PREFIX}cash-flow:opening-cash"), economy.classes["assets:cash"])]
    for kind, whole, selection in lines:
        mine = [f for f in facts.measures(place, kind) if selection.takes(f.measure.removeprefix(kind))]
        terms = tuple(Term(1, fact) for fact in mine)
        booked = Sum(whole, terms)
        yield from (one for one in (booked, Sum(whole, (*terms, Term(1, last)))) if one.is_exact)


def _of_rows(facts: Facts, defined: Definitions) -> Iterator[Sum]:
    """What the table of the budget calls outcome stands in the statements and the notes too."""
    economy = defined.economy
    if economy is None:
        return
    place = defined.together.id
    pairs = [
        (f"{name}:{p}", [f"{name}:{p}"]) for name in ("income", "result") for p in economy.project_objects
    ]
    for row in economy.budget:
        notes = [
            note.id
            for note in economy.notes
            if note.project in (None, row.project)
            and all(row.takes(span.first) and row.takes(span.last or span.first) for span in note.spans)
        ]
        pairs.append((row.id, notes))
    for row_id, names in pairs:
        terms = tuple(Term(1, facts.get(place, PREFIX + name)) for name in names)
        one = Sum(facts.get(place, f"{PREFIX}outcome:{row_id}"), terms)
        if one.is_exact:
            yield one


def _following(fact: Fact, others: list[Fact], found: Mapping[Key, Ground]) -> Ground:
    """A fact follows from others; the same amount as one that is printed is printed itself."""
    if len(others) == 1 and fact.value == others[0].value:
        return found[others[0].key]
    return DERIVED, ", ".join(other.measure for other in others if other.value != Decimal(0)) or others[
        0
    ].measure


def _accumulated(facts: Facts, found: Mapping[Key, Ground], before: Year) -> Iterator[tuple[Key, Ground]]:
    """Results of all years follow from the year's and the years' before."""
    for fact in facts:
        whole, _, end = fact.measure.rpartition(":")
        year = facts.get(fact.platform, whole)
        last = before.facts.get(fact.platform, fact.measure)
        is_known = year.key in found and (not last.ok or last.key in before.grounds)
        if end == "accumulated" and fact.ok and fact.key not in found and is_known:
            yield fact.key, (DERIVED, whole)
