"""What a run can read, as it stood when the run began: what it makes may rest on nothing else."""

from pathlib import Path

from helpers.faults import Stop
from helpers.machine.processes import is_prepared
from helpers.masking import telling
from helpers.paths import Workspace
from helpers.runs import standing
from helpers.wording import listing, text

_SHOWN = 5  # files that are named


class Held:
    """The state of every file that a run of a year can read, held against what is there later.

    A file's state is what the system says of it (number, size, times): one that was changed and changed back
    is another one too.
    """

    def __init__(self, workspace: Workspace, year: int):
        self._workspace, self._year = workspace, year
        self._states = self._now()

    def check(self) -> None:
        """Nothing may have moved since the run began.

        Raises:
            Stop: names what was changed, added or removed.
        """
        now = self._now()
        moved = sorted(n for n in self._states.keys() | now.keys() if self._states.get(n) != now.get(n))
        if moved:
            named = [telling.file_name(name) for name in moved[:_SHOWN]]
            more = text("run.moved_more", count=len(moved) - _SHOWN) if len(moved) > _SHOWN else ""
            raise Stop(text("run.moved", files=listing(named), more=more))

    def _now(self) -> dict[str, tuple[int, ...]]:
        found = standing.readable(self._workspace, self._year)
        return {name: _state(path) for name, path in found if not is_prepared(path.name)}


def _state(path: Path) -> tuple[int, ...]:
    try:
        it = path.stat()
    except OSError as error:
        return (error.errno or 0,)
    return it.st_dev, it.st_ino, it.st_size, it.st_mtime_ns, it.st_ctime_ns
