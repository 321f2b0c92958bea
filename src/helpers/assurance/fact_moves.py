"""The facts that are not the same in two runs of a year."""

from dataclasses import dataclass, replace
from functools import cached_property

from helpers.fact_csv import number_text
from helpers.facts import Fact, Key
from helpers.language.words import Text, plain
from helpers.wording import result_text, text, voucher_number

MOST = 10  # decimals


@dataclass(frozen=True)
class Move:
    """A fact that is not the same in both runs; None where a run does not have it, never in both."""

    before: Fact | None
    after: Fact | None

    @property
    def fact(self) -> Fact:
        """The fact as it is now, or as it was where it is gone.

        Raises:
            ValueError: no run has it.
        """
        found = self.after or self.before
        if found is None:
            raise ValueError("a move of a fact that no run has")
        return found

    @property
    def of_state(self) -> bool:
        """Whether it is a fact in one run only, so that all its rows came or went at once."""
        return not (self.before and self.before.ok and self.after and self.after.ok)

    @cached_property
    def decimals(self) -> int:
        """How many decimals it takes to tell the results apart: those of öre, of a share as many as that."""
        least = 2 if self.fact.is_money else 0
        if self.before is None or self.after is None:
            return least
        both = (self.before, self.after)
        apart = (d for d in range(least, MOST) if len({result_text(fact, d).plain for fact in both}) > 1)
        return next(apart, least)

    def printed(self, fact: Fact | None) -> Text:
        """One of its results, a dash where a run does not have the fact."""
        return result_text(fact, self.decimals) if fact else "–"

    def line(self) -> str:
        """The voucher's number with the printed result before and after."""
        return text(
            "moves.fact",
            number=voucher_number(self.fact),
            before=plain(self.printed(self.before)),
            after=plain(self.printed(self.after)),
        )


def moved(before: dict[Key, Fact], after: dict[Key, Fact]) -> list[Move]:
    """Facts that are not the same in both, by key: their result as facts.csv writes it."""
    return [
        Move(before.get(key), after.get(key))
        for key in sorted(before.keys() | after.keys())
        if _result(before.get(key)) != _result(after.get(key))
    ]


def with_accounts(facts: dict[Key, Fact], known: dict[Key, Fact]) -> dict[Key, Fact]:
    """The facts, those without one with the account that facts of the same measure have in the other run.

    A facts.csv says no accounts; a voucher's number does.
    """
    accounts = {f.measure: f.account for f in known.values() if f.account}
    return {
        key: fact if fact.account else replace(fact, account=accounts.get(fact.measure, ""))
        for key, fact in facts.items()
    }


def _result(fact: Fact | None) -> tuple | None:
    if fact is None:
        return None
    return number_text(fact.value, fact.unit), fact.numerator, fact.denominator, fact.unit, fact.state


def moved_role(move: Move) -> str:
    """Which rows of a share are others: `counted` (of its numerator) or `base` (of its denominator).

    '' where both or neither moved, and for what is no share.
    """
    before, after = move.before, move.after
    if not (before and after and before.has_counts and after.has_counts):
        return ""
    counted, base = before.numerator != after.numerator, before.denominator != after.denominator
    return {(True, False): "counted", (False, True): "base"}.get((counted, base), "")
