"""Why a step has to be made, in the analyst's words: said before it is made."""

from dataclasses import dataclass

from helpers.wording import listing, text

_MANY = 3  # so many reasons are named; more are counted


@dataclass(frozen=True)
class Need:
    """What a step rests on now and what it rested on when it was made last, by name; None where it never was.

    Where nothing differs, what it made is lost or edited; with `is_page_only` its page alone.
    """

    rests_on: dict[str, str]
    rested_on: dict[str, str] | None
    is_page_only: bool = False

    def words(self) -> str:
        """The reasons as part of a sentence: `data/raw/2019/participants/vannas.csv är ändrad`."""
        if self.rested_on is None:
            return text("why.first")
        now, before = self.rests_on, self.rested_on
        names = [n for n in {**before, **now} if before.get(n) != now.get(n)]
        if not names:
            return text("why.page" if self.is_page_only else "why.lost")
        told = [self._reason(n) for n in names[:_MANY]]
        if left := len(names) - _MANY:
            told = [*told, text("why.more", count=left)] if left > 0 else told
        return listing(told)

    def _reason(self, name: str) -> str:
        kind, _, of = name.partition(" ")
        if kind != "file":
            return text(f"why.{kind}", of=of)
        if name not in self.rests_on:
            return text("why.removed", file=of)
        new = self.rested_on is not None and name not in self.rested_on
        return text("why.added" if new else "why.changed", file=of)
