"""Who carries association-years out: threads here with a warm process each, or the workers of a cluster.

Both are an `Executor` that is handed the same function.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ThreadPoolExecutor
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path

from helpers.faults import Stop
from helpers.runs import crew, national_hands
from helpers.wording import text


@contextmanager
def executor(scheduler: str, log: Path, say: Callable[[str], None]) -> Iterator[tuple[Executor, int]]:
    """Who carries out what, and how much at a time; `scheduler` is '' or the address of a cluster's.

    What is told while the years are made here stands in `log`; on a cluster, in the log of each worker.

    Raises:
        Stop: the library for it is not installed, or no scheduler answers there.
    """
    with _cluster(scheduler, say) if scheduler else _here(log) as found:
        yield found


@contextmanager
def _here(log: Path) -> Iterator[tuple[Executor, int]]:
    size = crew.processors()
    with national_hands.logged(log):
        hands = ThreadPoolExecutor(size)
        try:
            yield hands, size
        finally:
            hands.shutdown(cancel_futures=True)


@contextmanager
def _cluster(address: str, say: Callable[[str], None]) -> Iterator[tuple[Executor, int]]:
    if find_spec("distributed") is None:
        raise Stop(text("national_run.no_distributed"))
    from distributed import Client

    try:
        client = Client(address, set_as_default=False, timeout=30)
    except OSError:
        raise Stop(text("national_run.no_scheduler", address=address)) from None
    try:
        if not client.nthreads():
            say(text("national_run.no_workers", address=address))
        yield client.get_executor(pure=False), sum(client.nthreads().values())
    finally:
        client.close(timeout=5)
