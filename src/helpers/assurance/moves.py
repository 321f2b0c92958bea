"""What moved between two runs of a year: facts, what explains each, sentences and reports."""

from dataclasses import dataclass
from functools import cached_property

from helpers.assurance.again import earlier, made_again
from helpers.assurance.causes import Causes, changed
from helpers.assurance.fact_moves import Move, moved, with_accounts
from helpers.assurance.page_moves import PageMove, moved_pages
from helpers.assurance.sides import Side
from helpers.context import Context
from helpers.faults import Stop
from helpers.wording import listing, number, text


@dataclass(frozen=True)
class Moves:
    """Two runs of a year beside each other."""

    before: Side
    after: Side

    def changed(self, part: str) -> list[str]:
        """Names of `inputs`, `code`, `lock` or `outputs` whose hash is another, or that only one run has."""
        return changed(self.before, self.after, part)

    @cached_property
    def facts(self) -> list[Move]:
        """Facts that are not the same in both, by key."""
        return moved(with_accounts(self.before.facts, self.after.facts), self.after.facts)

    @property
    def verdicts(self) -> list[Move]:
        """Those of the facts that say whether a goal is reached."""
        return [m for m in self.facts if m.fact.measure.startswith("verdict:")]

    @cached_property
    def same_on_other_rows(self) -> int:
        """How many facts with the same result rest on other rows; 0 where a run's tables are not at hand."""
        if self.before.rows is None or self.after.rows is None:
            return 0
        keys = (self.before.rows.keys() | self.after.rows.keys()) - {m.fact.key for m in self.facts}
        return sum(self.before.rows.get(k) != self.after.rows.get(k) for k in keys)

    @cached_property
    def of_other_origin(self) -> int:
        """How many facts have another origin; a set of an earlier version says none."""
        both = (
            (f.origin, self.after.facts[k].origin)
            for k, f in self.before.facts.items()
            if k in self.after.facts
        )
        return sum(before != after for before, after in both if before and after)

    def causes(self, move: Move) -> dict[str, str]:
        """What was changed that explains why a fact moved: `{name: which of its rows}`, '' for all of it."""
        return self._causes.of(move)

    @cached_property
    def _causes(self) -> Causes:
        return Causes(self.before, self.after, self.facts)

    @cached_property
    def pages(self) -> list[PageMove]:
        """Pages of the account that moved; without earlier pages, those that print a moved fact."""
        return moved_pages(self.before.pages, self.after.pages, self.facts)

    def told(self) -> list[str]:
        """What moved, line by line, every fact of it."""
        return [*self._told_changes(), *self._told_facts(), *self._told_pages()]

    def _told_changes(self) -> list[str]:
        lines = [
            text(f"moves.changed_{part}", name=name)
            for part in ("inputs", "code", "lock")
            for name in self.changed(part)
        ]
        if self.before.code is None:
            lines.append(text("moves.code_unknown"))
        if self.before.rows is None and self.facts:
            lines.append(text("moves.no_tables"))
        return lines

    def _told_facts(self) -> list[str]:
        lines = [text("moves.facts", count=number(len(self.facts)))]
        lines += [f"  {move.line()} {self._told_causes(move)}" for move in self.facts]
        if self.of_other_origin:
            lines.append(text("moves.other_origin", count=number(self.of_other_origin)))
        if self.same_on_other_rows:
            lines.append(text("moves.other_rows", count=number(self.same_on_other_rows)))
        return lines

    def _told_causes(self, move: Move) -> str:
        causes = self.causes(move)
        if not causes:
            return text("moves.unexplained")
        told = [text("moves.rows", file=name, rows=rows) if rows else name for name, rows in causes.items()]
        return text("moves.because", causes=listing(told, "or"))

    def _told_pages(self) -> list[str]:
        lines = [text("moves.sentences", count=number(sum(len(p.sentences) for p in self.pages)))]
        if not self.before.pages and self.facts:
            lines.append(text("moves.no_pages"))
        lines += [
            "  " + text("moves.sentence", page=page.name, before=before or "–", after=after or "–")
            for page in self.pages
            for before, after in page.sentences
        ]
        lines.append(text("moves.reports", count=number(len(self.pages))))
        lines += [f"  {_told_page(page)}" for page in self.pages]
        shown = {page.name for page in self.pages}
        if others := [n for n in self.changed("outputs") if n.endswith(".html") and n not in shown]:
            lines.append(text("moves.form_only", pages=listing(others)))
        return lines


def _told_page(page: PageMove) -> str:
    figures, sentences = number(page.figures), number(len(page.sentences))
    return text("moves.report", page=page.name, figures=figures, sentences=sentences)


def diff(context: Context, against: str) -> int:
    """`make diff`: what moved from an earlier run to the year as it is made now.

    The exit status is 0, moved or not.

    Raises:
        Stop: nothing to compare with, or the year cannot be made.
    """
    year = context.year
    if not against:
        raise Stop(text("moves.no_against", year=year))
    with earlier(context, against) as before, made_again(context, from_nothing=False) as (after, printed):
        if after is None:
            raise Stop(text("rerun.not_made", year=year) + "\n" + printed)
        lines = [text("moves.title", year=year, against=against), *Moves(before, after).told()]
        print("\n".join(lines), flush=True)
    return 0
