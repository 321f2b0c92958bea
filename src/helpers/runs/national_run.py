"""`make national`: every year of every association below a folder, on this machine or on a cluster.

What is made, and when it stands, is what `make report` says of each: this only hands out association-years, a
year of an association when the year before has ended, and tells how they ended.
"""

import csv
import fcntl
import io
import re
from collections.abc import Callable, Iterator
from concurrent.futures import FIRST_COMPLETED, CancelledError, Executor, Future, wait
from contextlib import contextmanager
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from helpers.association_folder import NATIONAL, is_id
from helpers.faults import Stop
from helpers.identity import mask
from helpers.machine import surroundings
from helpers.machine.whole import write_whole
from helpers.runs import national_executor, national_facts, national_pages
from helpers.runs.national_hands import KILLED, carried_out
from helpers.runs.national_work import fit
from helpers.runs.national_year import FAILED, MADE, OK, ONLY_FACTS, UNFIT, WELL, Ended, Task
from helpers.runs.tell import tell_of_the_key
from helpers.wording import listing, text

ENDS, LOG = "runs.csv", "run.log"
_YEARS = re.compile(r"(20\d\d)(?:-(20\d\d))?", re.ASCII)
_SCHEDULER = re.compile(r"(tcp|tls)://\S+:\d+")

Answer = dict[str, Any]


@dataclass(frozen=True)
class Asked:
    """What `make national` is told."""

    root: Path
    years: list[int]
    scheduler: str = ""
    forms: str = ""

    @classmethod
    def of(cls, root: str, years: str, scheduler: str, forms: str) -> "Asked":
        """What the command's variables say.

        Raises:
            Stop: one is missing or cannot be; says what to write.
        """
        if not root or not Path(root).is_dir():
            raise Stop(text("national_run.no_root", value=mask(root) or "–"))
        found = _YEARS.fullmatch(years)
        first, last = (int(found[1]), int(found[2] or found[1])) if found else (1, 0)
        if last < first:
            raise Stop(text("national_run.bad_years", value=mask(years)))
        if scheduler and not _SCHEDULER.fullmatch(scheduler):
            raise Stop(text("national_run.bad_scheduler", value=mask(scheduler)))
        if forms not in ("", ONLY_FACTS):
            raise Stop(text("national_run.bad_forms", value=mask(forms), allowed=ONLY_FACTS))
        return cls(Path(root).resolve(), list(range(first, last + 1)), scheduler, forms)

    @property
    def associations(self) -> list[str]:
        """The folders with data/ below ROOT, by name."""
        return [f.name for f in self._folders if (f / "data").is_dir()]

    @property
    def others(self) -> list[str]:
        """The folders below ROOT that are no associations, by name: without data/, or the run's own."""
        own = [NATIONAL] if (self.root / NATIONAL / "data").is_dir() else []
        return [*own, *(f.name for f in self._folders if not (f / "data").is_dir())]

    @property
    def log(self) -> Path:
        """What is told while the years are made on this machine."""
        return self.root / NATIONAL / LOG

    @property
    def _folders(self) -> list[Path]:
        return sorted(f for f in self.root.iterdir() if f.is_dir() and f.name != NATIONAL)


@dataclass
class National:
    """One national run: `ended` is how its association-years ended, by association and year."""

    asked: Asked
    say: Callable[[str], None] = surroundings.say
    ended: dict[tuple[str, int], Ended] = field(default_factory=dict)

    def go(self) -> int:
        """Make every association-year. The exit status: 0 all is well, 1 something is missing or failed.

        Raises:
            Stop: there is nothing to make, or the cluster cannot make it; what was made stands.
        """
        associations = self.asked.associations
        if not national_facts.associations(self.asked.root) and not associations:
            raise Stop(text("national_run.nothing", folder=str(self.asked.root)))
        with self._alone():
            tell_of_the_key(self.say)
            for folder in self.asked.others:
                self.say(text("national_run.no_association", folder=mask(folder)))
            self.asked.log.unlink(missing_ok=True)
            with national_executor.executor(self.asked.scheduler, self.asked.log, self.say) as (hands, size):
                total = len(associations) * len(self.asked.years)
                self.say(text("national_run.started", count=len(associations), years=total, workers=size))
                self._through(hands, [a for a in associations if self._is_named(a)])
            self._write()
            unmade = {key for key, ended in self.ended.items() if ended.state not in MADE}
            known = national_facts.gather(self.asked.root, self.asked.years, self.say, unmade)
            refused = known[known["state"] == national_facts.REFUSED]
            left = set(zip(refused["association"], refused["year"], strict=True)) - unmade
            self._tell_of(national_pages.make(self.asked.root, self.asked.years))
        return self._told(len(left))

    def _is_named(self, association: str) -> bool:
        """Whether an association's folder has a name that can be its id; what has not is told of."""
        why = "" if is_id(association) else text("national_run.bad_id")
        if (twins := self._twins(association)) and not why:
            why = text("national_run.twin", names=listing([mask(name) for name in twins]))
        for year in self.asked.years if why else ():
            self._end(association, year, Ended(FAILED, why))
        return not why

    def _twins(self, association: str) -> list[str]:
        """The associations whose folder a link is; none of what is no link to one of them."""
        root = self.asked.root
        if not (root / association).is_symlink():
            return []
        folder = (root / association).resolve()
        twins = [name for name in self.asked.associations if (root / name).resolve() == folder]
        return twins if len(twins) > 1 else []

    def _through(self, hands: Executor, associations: list[str]) -> None:
        """Hand out each association's years in order, and hear how they end."""
        left = {association: list(self.asked.years) for association in associations}
        wanted = fit()
        at_work: dict[Future[Answer], tuple[str, int]] = {}

        def hand_out(association: str) -> None:
            if left[association]:
                year = left[association].pop(0)
                task = Task(str(self.asked.root), association, year, self.asked.forms, wanted)
                at_work[hands.submit(carried_out, asdict(task))] = association, year

        for association in associations:
            hand_out(association)
        while at_work:
            for future in wait(at_work, return_when=FIRST_COMPLETED).done:
                association, year = at_work.pop(future)
                self._end(association, year, self._heard(future))
                hand_out(association)

    def _heard(self, future: Future[Answer]) -> Ended:
        """How an association-year ended.

        Raises:
            Stop: who was asked is not fit to make any, or the scheduler has gone.
        """
        try:
            answer = future.result()
        except CancelledError:
            raise Stop(text("national_run.no_scheduler", address=self.asked.scheduler)) from None
        except Exception as error:  # of the cluster: too many workers died at it
            return Ended(FAILED, text("national_run.lost", error=type(error).__name__))
        if answer["state"] == KILLED:
            return Ended(FAILED, text("national_run.killed"))
        if answer["state"] == UNFIT:
            raise Stop(answer["reason"])
        return Ended(**answer)

    def _end(self, association: str, year: int, ended: Ended) -> None:
        self.ended[association, year] = ended
        total = len(self.asked.associations) * len(self.asked.years)
        state = text("national_run.stands") if ended.state == OK and not ended.made else _words(ended.state)
        shown, number = mask(association), len(self.ended)
        line = text(
            "national_run.ended", number=number, total=total, association=shown, year=year, state=state
        )
        self.say(f"{line}: {ended.reason}" if ended.reason else line)

    def _write(self) -> None:
        """The table of how the years ended; no clock, and nothing of what stood already."""
        lines = io.StringIO()
        table = csv.writer(lines, lineterminator="\n")
        table.writerow(("association", "year", "state", "reason"))
        for (association, year), ended in sorted(self.ended.items()):
            table.writerow((mask(association), year, ended.state, ended.reason))
        write_whole(self.asked.root / NATIONAL / ENDS, lines.getvalue().encode())

    def _tell_of(self, pages: list[Path]) -> None:
        first = pages[0].relative_to(self.asked.root).as_posix()
        self.say(text("national_run.pages", count=len(pages), index=first))

    def _told(self, left: int = 0) -> int:
        """What it came to, in a line, and the exit status; `left` years could not be gathered."""
        ends = [ended.state for ended in self.ended.values()]
        counts = {state: ends.count(state) for state in (OK, *sorted(set(ends) - {OK}))}
        parts = listing([f"{count} {_words(state)}" for state, count in counts.items()])
        self.say(text("national_run.summary", parts=parts, table=f"{NATIONAL}/{ENDS}"))
        if self.asked.log.is_file():
            self.say(text("national_run.log", log=f"{NATIONAL}/{LOG}"))
        if left:
            self.say(text("national_run.refused", count=left, table=f"{NATIONAL}/gathered.csv"))
        return 0 if set(ends) <= set(WELL) and not left else 1

    @contextmanager
    def _alone(self) -> Iterator[None]:
        """One national run of a folder at a time.

        Raises:
            Stop: another one is at work.
        """
        path = self.asked.root / NATIONAL / ".lock"
        if path.parent.exists() and not path.parent.is_dir():
            raise Stop(text("national_run.own_is_file", path=mask(str(path.parent))))
        path.parent.mkdir(exist_ok=True)
        with path.open("w") as handle:
            try:
                fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                raise Stop(text("national_run.locked", folder=str(self.asked.root))) from None
            yield


def _words(state: str) -> str:
    return text(f"national_run.state.{state}")
