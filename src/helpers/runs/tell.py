"""What a run tells the analyst: its steps as they end, every finding of the year, where everything lies."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from pathlib import Path

from helpers.annual_report import has_texts
from helpers.checks.own_words import account
from helpers.checks.own_words import texts as own_words
from helpers.codes import REFUSED
from helpers.faults import Fault, lines
from helpers.machine import secret
from helpers.pages.blocks import AUDIT_PAGE, missing_parts
from helpers.pages.years import Report
from helpers.reading.directory import entries
from helpers.runs import returns
from helpers.runs.execute import Outcome
from helpers.runs.plan import Plan, Step
from helpers.runs.why import Need
from helpers.wording import number, text


@dataclass
class Teller:
    """Tells of a plan's run, line by line; `ended` of the `total` steps have ended."""

    plan: Plan
    say: Callable[[str], None]
    total: int = 0
    ended: int = 0

    def started(self, steps: list[Step], workers: int) -> None:
        """How many steps there are, and how many are made at a time."""
        self.total = len(steps)
        self.say(text("run.started", year=self.plan.year, steps=len(steps), workers=workers))

    def begins(self, step: Step, need: Need) -> None:
        """A step is about to be made, and why."""
        self.say("  " + text("run.step_begins", year=step.year, step=_label(step), why=need.words()))

    def step(self, step: Step, outcome: Outcome) -> None:
        """A step has ended."""
        self.ended += 1
        label = _label(step)
        messages = {
            "made": ("run.step_done", {"seconds": number(outcome.seconds, 1)}),
            "drawn": ("run.step_drawn", {}),
            "kept": ("run.step_kept", {}),
            "waiting": ("run.step_waits", {"need": outcome.error}),
        }
        key, values = messages.get(outcome.kind, ("run.step_failed", {"error": outcome.error}))
        self.say(f"[{self.ended}/{self.total}] " + text(key, year=step.year, step=label, **values))

    def findings(self, tables: Collection[str]) -> int:
        """Every finding of the year in some tables, in full, and what was not delivered.

        Returns the number of parts refused.
        """
        store, year = self.plan.context.store(), self.plan.year
        if not (tables and self.plan.has_deliveries and store.exists("faults")):
            return 0
        if found := returns.findings(self.plan.context, tables):
            self.say(text("run.findings", year=year))
            for line in lines(found):
                self.say("  " + line)
        deliveries = store.read("deliveries")
        if absent := self.absent():
            self.say("\n  ".join([text("run.missing", year=year), *absent]))
        refused = deliveries[deliveries["status"] == REFUSED]
        other = {f.part for f in found if f.is_error} - set(refused["part"])
        return len(set(zip(refused["kind"], refused["part"], strict=True))) + len(other)

    def texts(self, is_bad: bool) -> int:
        """Every finding of the office's own texts, where all facts are made. Returns the number left out."""
        context = self.plan.context
        if is_bad or not self.plan.has_deliveries:
            return 0
        found = list[Fault]()
        if any(entries(context.workspace.texts(context.year))):
            found += own_words.findings(Report.load(context))
        if has_texts(context):
            found += account.told(Report.load(context)).faults
        if found:
            self.say("\n  ".join([text("run.texts", year=self.plan.year), *lines(found)]))
        return len({f.part for f in found if f.is_error})

    def report(self, departures: Iterable[Fault], sentence: str) -> None:
        """Where the annual report is otherwise than the law asks, and how far it has come."""
        for line in (*lines(departures), sentence):
            self.say(line)

    def absent(self, but: Collection[str] = ()) -> list[str]:
        """What was not delivered for the year, in words; nothing of the kinds in `but`."""
        store = self.plan.context.store()
        if not self.plan.has_deliveries or not store.exists("deliveries"):
            return []
        deliveries = store.read("deliveries")
        wanted = deliveries[~deliveries["kind"].isin(list(but))]
        return missing_parts(wanted, self.plan.defined, by_file=True)

    def where_deliveries_are(self) -> None:
        """The pages of the senders, and the lists to send back."""
        context = self.plan.context
        self.say(text("run.deliveries", pages=f"{self._name(context.reports)}/{returns.PAGE}*.html"))
        if context.returned.is_dir():
            self.say(text("run.returned", folder=self._name(context.returned)))

    def nothing_published(self, bad: int) -> None:
        """What stands was left as it was, since `bad` steps failed."""
        self.say(text("run.summary_nothing", count=bad, log=self._log()))

    def published(self, pages: int, bad: int, refused: int) -> None:
        """What stands now, and what it lacks."""
        if bad:
            self.say(text("run.summary_failed", count=bad, log=self._log()))
        if refused:
            self.say(text("run.summary_refused", count=refused))
        folder = self._name(self.plan.context.reports)
        first = "index.html" if self.plan.has_deliveries else AUDIT_PAGE
        self.say(text("run.summary_ok", pages=pages, folder=folder, index=f"{folder}/{first}"))

    def _log(self) -> str:
        return self._name(self.plan.context.processed / "run.log")

    def _name(self, path: Path) -> str:
        return path.relative_to(self.plan.context.workspace.root).as_posix()


def _label(step: Step) -> str:
    """`3_platform vannas`; what is no notebook has a name in the reader's words."""
    if not step.is_notebook:
        return text(f"run.task_{step.task}")
    return " ".join(p for p in (step.task, step.place) if p)


def tell_of_the_key(say: Callable[[str], None]) -> None:
    """The first run of a user makes the key, and says where it lies and what losing it means.

    Raises:
        Stop: the key is none to rely on.
    """
    secret.check()
    if secret.is_given():
        return
    made = secret.make_key_file()
    if made is None:
        say(text("run.key_not_kept", path=str(secret.key_file())))
    elif made:
        say(text("run.key_made", path=str(secret.key_file())))
