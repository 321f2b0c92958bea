"""The changes desk: a page of all that differs from the last accepted run, and the same as a table."""

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from helpers.assurance.accepted import FACT, SENTENCE, Acceptance
from helpers.assurance.account_changes import CODE, Change, Desk, changed_inputs, fact_of
from helpers.assurance.fact_moves import Move
from helpers.definitions import Definitions
from helpers.facts import Facts
from helpers.language.words import INVENTED, Text, plain
from helpers.naming import fact_name
from helpers.pages.blocks import paragraph, section
from helpers.pages.document import (
    NOTHING,
    Block,
    Content,
    Details,
    Link,
    Paragraph,
    Strong,
    Table,
    join,
    run,
    table,
)
from helpers.pages.sayable import shown
from helpers.pages.senders import no_formula
from helpers.wording import listing, number, text, voucher_number

NAME = "andringar"  # the page, and the table beside it
COLUMNS = ("kind", "key", "before", "after", "causes", "state", "by", "date")
_OPEN = 8  # so many rows stand open; more are behind a click, by what explains them
_GROUPS = 12  # so many groups stand under each other; the small ones of more are in one
_NAMED = 4  # so many causes of a group are named on its line; all are over its table
_NO_COLUMN = 9  # right-aligned from a column that these tables do not have
_KINDS = {
    "data/raw/": "data",
    "data/definitions/": "definition",
    CODE: "code",
    "requirements.lock": "library",
}


@dataclass(frozen=True)
class ChangesPage:
    """A desk as a page; `vouchers` are those that the account's pages lead to, as `(place, number)`."""

    desk: Desk
    definitions: Definitions
    vouchers: set[tuple[str, str]]

    def content(self) -> Block:
        """What stands on the page: how it stands, what explains it, then verdicts, figures and sentences."""
        changes = self.desk.changes
        verdicts = [c for c in changes if c.is_verdict]
        sentences = [c for c in changes if c.kind == SENTENCE]
        figures = [c for c in changes if not c.is_verdict and c.kind != SENTENCE]
        return join(
            [
                self._lead(verdicts, figures, sentences),
                self._causes(),
                self._fallen(),
                self._section("verdicts", verdicts),
                self._section("figures", figures),
                self._section("sentences", sentences),
            ]
        )

    def _lead(self, *parts: list[Change]) -> Block:
        desk, year = self.desk, self.desk.after.year
        said = {"by": desk.accepted.run.by, "date": desk.accepted.run.date, "year": year}
        verdicts, figures, sentences = (number(len(part)) for part in parts)
        counts = {"verdicts": verdicts, "figures": figures, "sentences": sentences}
        key = "lead" if desk.changes else "none"
        lines: list[Block] = [Paragraph(Strong(text(f"changes.{key}", **said, **counts)), "lead")]
        if desk.changes:
            lines.append(paragraph("changes.waiting", count=number(len(desk.waiting))))
            lines.append(paragraph("changes.how", year=year))
        if not desk.with_pages:
            lines.append(paragraph("changes.facts_only", year=year))
        if desk.changes and desk.moves.before.rows is None:
            lines.append(paragraph("changes.no_tables"))
        return join(lines)

    # --- what explains them -----------------------------------------------------------------------------

    # --- what explains them -----------------------------------------------------------------------------

    def _causes(self) -> Block:
        """Everything that was changed, with how many changes name it; what moves nothing is told too."""
        moves = self.desk.moves
        code = [CODE] if moves.changed("code") else []
        names = [*changed_inputs(moves), *moves.changed("lock"), *code]
        if not names:
            return NOTHING
        waiting = {change.what for change in self.desk.waiting}
        rows = []
        by_name = {name: [c for c in self.desk.changes if name in c.causes] for name in names}
        for name, mine in sorted(by_name.items(), key=lambda item: -len(item[1])):
            left = sum(c.what in waiting for c in mine)
            rows.append(
                [self._cause(name), text(f"changes.kind_{_kind(name)}"), number(len(mine)), number(left)]
            )
        heads = [text(f"changes.head_{n}") for n in ("cause", "kind", "changes", "waiting")]
        told: list[Block] = [table(text("changes.causes"), heads, rows[:_GROUPS], 2)]
        if more := rows[_GROUPS:]:
            words = text("changes.more_causes", count=number(len(more)))
            told.append(Details(words, table(words, heads, more, 2)))
        return section("orsaker", text("changes.why"), *told)

    def _cause(self, name: str) -> str:
        """A cause as it is told: a delivered file of the year by its name under it, as FILE takes it."""
        if name == CODE:
            return text("changes.code")
        return name.removeprefix(f"data/raw/{self.desk.after.year}/")

    # --- the changes ------------------------------------------------------------------------------------

    def _section(self, name: str, changes: list[Change]) -> Block:
        """The changes of a kind: a few stand open, more are behind a click, by what explains them."""
        if not changes:
            return NOTHING
        title = text(f"changes.{name}", count=number(len(changes)))
        if len(changes) <= _OPEN:
            told = self._table(name, changes, text(f"changes.beside_{name}"), with_causes=True)
            return section(name, title, told)
        groups: dict[tuple[str, ...], list[Change]] = {}
        for change in changes:
            groups.setdefault(tuple(sorted(change.causes)), []).append(change)
        ordered = sorted(groups.items(), key=lambda item: (-len(item[1]), item[0]))
        if len(ordered) <= _GROUPS:
            return section(name, title, *(self._group(name, *group) for group in ordered))
        few = [change for _, mine in ordered[_GROUPS - 1 :] for change in mine]
        causes = number(len(ordered) - _GROUPS + 1)
        words = text("changes.other_causes", causes=causes, count=number(len(few)))
        rest = Details(words, self._table(name, few, words, with_causes=True))
        return section(name, title, *(self._group(name, *group) for group in ordered[: _GROUPS - 1]), rest)

    def _group(self, name: str, causes: tuple[str, ...], changes: list[Change]) -> Block:
        waiting = sum(self.desk.acceptance(change) is None for change in changes)
        names = list(map(self._cause, causes))
        few = names if len(names) <= _NAMED else [*names[: _NAMED - 1], self._more(len(names) - _NAMED + 1)]
        return Details(
            self._summary(name, few, len(changes), waiting),
            self._table(name, changes, self._summary(name, names, len(changes), waiting), with_causes=False),
        )

    def _more(self, count: int) -> str:
        return text("changes.more", count=number(count))

    def _summary(self, name: str, causes: list[str], count: int, waiting: int) -> str:
        because = text("changes.because", causes=listing(causes, "or")) if causes else _unexplained()
        said = {"what": text(f"changes.of_{name}", count=number(count)), "because": because}
        if waiting:
            return text("changes.group_waiting", **said, waiting=number(waiting))
        return text("changes.group_accepted", **said)

    def _table(self, name: str, changes: list[Change], caption: str, with_causes: bool) -> Table:
        heads = ["page" if name == "sentences" else "what", "before", "now"]
        because = [self._because(change, with_causes) for change in changes]
        if any(because):
            heads.append("why" if with_causes else "rows")
        rows = [
            [self._what(c.kind, c.key), *self._printed(c), *([told] if any(because) else []), self._state(c)]
            for c, told in zip(changes, because, strict=True)
        ]
        return table(caption, [text(f"changes.head_{h}") for h in [*heads, "state"]], rows, _NO_COLUMN)

    def _because(self, change: Change, with_causes: bool) -> str:
        """Causes with their rows; under the causes of a group the rows alone."""
        if not change.causes:
            return _unexplained() if with_causes else ""
        names = {self._cause(name): rows for name, rows in change.causes.items()}
        told = [text("moves.rows", file=name, rows=rows) if rows else name for name, rows in names.items()]
        return listing(told if with_causes else list(filter(None, names.values())), "or")

    def _state(self, change: Change) -> str:
        row = self.desk.acceptance(change)
        return text("changes.accepted", by=row.by, date=row.date) if row else text("changes.waits")

    def _what(self, kind: str, key: str) -> Content:
        if kind == FACT:
            fact = fact_of(self.desk.after.year, key, "")
            return f"{self.definitions.name(fact.platform)}, {fact_name(fact, self.definitions)}"
        page, _, number = key.partition("#")
        link = Link(page, page) if page in self.desk.after.said else page
        return run(link, f", {number}") if number else link

    # --- as they are printed ----------------------------------------------------------------------------

    @cached_property
    def _shown(self) -> tuple[Facts, Facts]:
        """The facts of both runs as pages may print them."""
        sides = (self.desk.moves.before, self.desk.moves.after)
        before, after = (shown(Facts.of(side.facts), self.definitions) for side in sides)
        return before, after

    def _printed(self, change: Change) -> tuple[Content, Content]:
        if change.move is None:
            return change.before or "–", change.after or "–"
        old, new = self._shown
        key, move = change.move.fact.key, change.move
        told = Move(move.before and old.by_key[key], move.after and new.by_key[key])
        before, after = plain(told.printed(told.before)), self._led(told.printed(told.after), told)
        if before.removesuffix(INVENTED) != plain(after).removesuffix(INVENTED):
            return before, after
        if move.before and move.after and move.before.origin != move.after.origin:
            origins = [text(f"origin.{fact.origin}") for fact in (move.before, move.after)]
            return f"{before} ({origins[0]})", after + f" ({origins[1]})"
        return before, text("changes.hidden")

    def _led(self, words: Text, move: Move) -> Text:
        """A figure leads to its voucher where there is one: the account's pages print it."""
        place = (move.fact.platform, voucher_number(move.fact))
        return words if place in self.vouchers else plain(words)

    # --- what has fallen --------------------------------------------------------------------------------

    def _fallen(self) -> Block:
        fallen = self.desk.fallen
        if not fallen:
            return NOTHING
        title = text("changes.fallen", count=number(len(fallen)))
        heads = [text(f"changes.head_{n}") for n in ("what", "was_accepted", "now", "by")]
        rows = [self._fallen_row(*pair) for pair in fallen]
        told = table(text("changes.beside_fallen"), heads, rows, _NO_COLUMN)
        return section("fallna", title, told if len(fallen) <= _OPEN else Details(title, told))

    def _fallen_row(self, row: Acceptance, now: Change | None) -> list[Content]:
        standing: Content = self._printed(now)[1] if now else text("changes.as_before")
        by = text("changes.by", by=row.by, date=row.date)
        return [self._what(row.kind, row.key), self._accepted_as(row), standing, by]

    def _accepted_as(self, row: Acceptance) -> str:
        """What was accepted, as a page may print it."""
        if row.kind != FACT or not row.after:
            return row.after or "–"
        fact = fact_of(self.desk.after.year, row.key, row.after)
        among = Facts.of({**self.desk.moves.after.facts, fact.key: fact})
        told = shown(among, self.definitions).by_key[fact.key]
        return plain(Move(told, None).printed(told))


def _unexplained() -> str:
    return text("changes.unexplained")


def _kind(name: str) -> str:
    """`data`, `definition`, `library`, `code`, or `register` for all that is kept by hand beside them."""
    return next((kind for start, kind in _KINDS.items() if name.startswith(start)), "register")


def line(desk: Desk) -> Block:
    """How many changes wait, for the contents page: a line that leads to the desk."""
    waiting = len(desk.waiting)
    standing = "accepted" if desk.changes else "none"
    key = f"index_{'waiting' if waiting else standing}"
    return Paragraph(Link(f"{NAME}.html", text(f"changes.{key}", count=number(waiting))))


def csv_text(desk: Desk) -> str:
    """COLUMNS of every change, then of the acceptances that have fallen (`after`: what was accepted)."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(COLUMNS)
    for change in desk.changes:
        row = desk.acceptance(change)
        who = ("accepted", row.by, row.date) if row else ("waiting", "", "")
        writer.writerow(_safe([*change.what, "; ".join(sorted(change.causes)), *who]))
    writer.writerows(_safe([*row.what, "", "fallen", row.by, row.date]) for row, _ in desk.fallen)
    return out.getvalue()


def _safe(cells: Iterable[str]) -> list[str | int]:
    return [no_formula(cell) for cell in cells]
