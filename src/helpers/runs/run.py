"""One run of a year: locked, planned, made, published and told."""

from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field, replace

from helpers.assurance import accepted, adoption, register, report_state
from helpers.assurance.accepted import Accepted
from helpers.assurance.register import Adoption
from helpers.chapters import kernel, notebook, page
from helpers.chapters.notebook import Executor
from helpers.context import Context
from helpers.defining import open_points
from helpers.deliveries import headings
from helpers.deliveries.files import watched
from helpers.faults import Stop
from helpers.files import locked
from helpers.machine import private, surroundings, whole
from helpers.masking import cleared
from helpers.pages.figures import label_words
from helpers.pages.years import YearOfFacts
from helpers.runs import crew, returns, standing
from helpers.runs.crew import Crew, Forked, Threads
from helpers.runs.execute import Maker, Outcome, Work
from helpers.runs.held import Held
from helpers.runs.inputs import Inputs
from helpers.runs.made import Made, holding
from helpers.runs.plan import BASE, FACTS, Plan, Step
from helpers.runs.publish import Publisher
from helpers.runs.tell import Teller, tell_of_the_key
from helpers.runs.why import Need
from helpers.runs.years_report import OF_REPORT, YearsReport
from helpers.wording import text


@dataclass(frozen=True)
class Prepared:
    """All that a run needs once its years are locked."""

    plan: Plan
    maker: Maker
    publisher: Publisher
    tell: Teller


@dataclass
class Run:
    """One `make report`, `make adopt` or `make check` of a year.

    `adopting` is the decision of the board that it carries out; without `protected` what the board adopted is
    no hindrance. `workers` are how many steps are made at a time, `say` is told what happens, and `outcomes`
    are how the steps ended, by name.
    """

    context: Context
    adopting: Adoption | None = None
    protected: bool = True
    workers: int = field(default_factory=crew.processors)
    execute: Executor | None = None
    say: Callable[[str], None] = surroundings.say
    outcomes: dict[str, Outcome] = field(init=False, default_factory=dict)

    def go(self) -> int:
        """Make the year. Returns the exit status: 0 all made, 1 something refused or failed.

        Raises:
            Stop: nothing was replaced; says why.
        """
        with self._prepared() as run:
            key = standing.key(self.context.workspace, self.context.year, self.context.edition)
            self._make(run, run.plan.steps())
            run.maker.held.check()
            bad = self._bad()
            said: list[str] = []
            run.tell.say = _heard(self.say, said)
            refused = run.tell.findings(self._found()) + run.tell.texts(bool(bad))
            if any(o.kind == "spoiled" for o in bad.values()) or any(n.split("/")[1] in BASE for n in bad):
                run.tell.nothing_published(len(bad))
                return 1
            report = None if bad else YearsReport.of(run.plan.context, run.publisher.adoptions)
            if self.adopting and (hindrance := self._hindrance(run, bool(bad), refused, report)):
                self.say(hindrance)
                return 1
            publisher = replace(run.publisher, report=report.state if report else "")
            pages = publisher.publish(bad)
            if run.plan.has_deliveries:
                run.tell.where_deliveries_are()
            if self.adopting:
                self.say(adoption.told(self.context, register.register(self.context)[-1]))
            if report:
                sentence = report_state.sentence(report.state, publisher.adoptions)
                run.tell.report(report.departures, sentence)
            run.tell.published(pages, len(bad), refused)
            status = 1 if bad or refused else 0
            if not bad and not self.adopting and not watched.refused():
                said.insert(0, text("run.unchanged", year=self.context.year))
                years = run.plan.years
                with suppress(OSError):  # the set stands; without a record the next run asks each step
                    standing.keep(self.context.workspace, self.context.year, key, years, status, said)
            return status

    def _hindrance(self, run: Prepared, is_bad: bool, refused: int, report: YearsReport | None) -> str:
        """Why the decision that the run carries out cannot be, '' where it can."""
        year = self.context.year
        if is_bad or self.adopting is None:
            return text("adoption.not_complete", year=year)
        lacks = report_state.lacking(report.gaps) if report else []
        absent = run.tell.absent(but=OF_REPORT)  # a year without any of it has no annual report
        if hindrance := adoption.lacking(self.adopting, refused, [*absent, *lacks], year):
            return hindrance
        return report_state.hindrance(self.adopting, report.gaps, report.said_day, year) if report else ""

    def check(self) -> int:
        """`make check`: read everything delivered and write what goes back to the senders.

        The accounts are not made. Returns the exit status: 0 all is well, 1 something refused or failed.

        Raises:
            Stop: nothing was replaced; says why.
        """
        with self._prepared() as run:
            self._make(run, run.plan.returned())
            run.maker.held.check()
            refused = run.tell.findings(self._found())
            if bad := self._bad():
                run.tell.nothing_published(len(bad))
                return 1
            run.publisher.publish_returns()
            run.tell.where_deliveries_are()
            return 1 if refused else 0

    def facts(self) -> int:
        """The facts of the national run: read and count the year, and put its facts in place.

        An account that stands with other figures is made anew, whole; else no page is made. Returns the exit
        status: 0 all is well, 1 something refused or failed.

        Raises:
            Stop: nothing was replaced; says why.
        """
        with self._prepared() as run:
            self._make(run, run.plan.counted())
            run.maker.held.check()
            refused = run.tell.findings(self._found())
            if bad := self._bad():
                run.tell.nothing_published(len(bad))
                return 1
            if run.publisher.publish_facts():
                return 1 if refused else 0
        self.outcomes.clear()
        return self.go()

    @contextmanager
    def _prepared(self) -> Iterator[Prepared]:
        """The years locked, half work cleared up, definitions and registers read.

        Raises:
            Stop, DefinitionError: a register, a decision of the board or a definition is at fault.
        """
        workspace, years = self.context.workspace, self.context.years_beside
        with ExitStack() as stack:
            umask = stack.enter_context(private.umask())
            for year in sorted({*years, self.context.year}):
                stack.enter_context(locked(workspace, year, self.say))
            decisions = self._decisions(years)  # before anything is touched
            last_accepted = self._last_accepted(decisions)
            whole.sweep(workspace.root)  # what was left by a run that held the years until now
            for folder in (f for y in {*years, self.context.year} for f in holding(self.context.at(y))):
                private.close(folder)
            held = Held(workspace, self.context.year)
            cleared.cleared(workspace)  # a register that cannot be read stops before anything is made
            if years:
                tell_of_the_key(self.say)
            decided = report_state.decided_on(self.context, decisions)
            plan = Plan.of(replace(self.context, decided=decided))
            for defined in plan.definitions.values():
                headings.load(workspace.headings, defined)
            if plan.has_deliveries:
                open_points.load(workspace.decisions(plan.year), plan.defined)
            made = Made(self.context)
            execute = self.execute or (notebook.execute if crew.can_fork() else kernel.execute)
            maker = Maker(plan, made, Inputs(plan, made), execute, self.outcomes, held)
            adopting = self.adopting is not None
            publisher = Publisher(
                plan, made, decisions, umask, held, adopting, self.protected, accepted=last_accepted
            )
            yield Prepared(plan, maker, publisher, Teller(plan, self.say))

    def _decisions(self, years: list[int]) -> list[Adoption]:
        """What the board has decided on the year, with the decision that is carried out.

        Raises:
            Stop: what was adopted of a year is not whole, or another run was first to carry out a decision.
        """
        year = self.context.year
        known = register.registers(self.context, {*years, year})[year]
        if self.adopting and self.adopting.revision != len(known) + 1:
            raise Stop(text("adoption.already", year=year, revision=known[-1].revision, date=known[-1].date))
        return known + ([self.adopting] if self.adopting else [])

    def _last_accepted(self, decisions: list[Adoption]) -> Accepted | None:
        """The run that the office accepted last, till the board has decided: after that nothing can change.

        Raises:
            Stop: what was accepted is not whole.
        """
        is_decided = len(decisions) > (self.adopting is not None)
        return None if is_decided else accepted.last(self.context)

    def _make(self, run: Prepared, steps: list[Step]) -> None:
        run.tell.started(steps, self.workers)
        watched.forget()
        hands: Crew[Outcome]
        begins: Callable[[Step, Need], None] = run.tell.begins
        if crew.can_fork():
            page.warm({words for d in run.plan.definitions.values() for words in label_words(d)})
            crew.warm({Inputs.code_of(step) for step in steps})
            hands, begins = Forked(self.workers), self._read_and(begins)
        else:
            self.say(text("run.no_fork"))
            hands = Threads(self.workers)
        try:
            Work(hands, run.maker.need, run.maker.do, begins, run.tell.step, self.outcomes).through(steps)
        finally:
            whole.sweep(self.context.workspace.root)  # of a child that was killed

    def _read_and(self, begins: Callable[[Step, Need], None]) -> Callable[[Step, Need], None]:
        """What a step reads of years' facts read before it is forked, once for all steps; then `begins`."""

        def told(step: Step, need: Need) -> None:
            for year, task in (name.split("/")[:2] for name in step.needs):
                if task == FACTS:
                    YearOfFacts.load(self.context.at(int(year)))
            begins(step, need)

        return told

    def _found(self) -> list[str]:
        """The tables of findings that this run made, or found as it would make them."""
        year = self.context.year
        steps = {table: self.outcomes.get(f"{year}/{task}") for table, task in returns.FOUND_BY.items()}
        return [table for table, outcome in steps.items() if outcome is None or outcome.is_done]

    def _bad(self) -> dict[str, Outcome]:
        return {n: o for n, o in self.outcomes.items() if not o.is_done}


def _heard(say: Callable[[str], None], lines: list[str]) -> Callable[[str], None]:
    """What says a line and keeps it."""

    def heard(line: str) -> None:
        lines.append(line)
        say(line)

    return heard
