"""The warm process that makes association-years: it imports all once, and forks a child for each.

It is asked and answers by lines of JSON, and ends when whoever asks has ended. What a run tells goes
to stderr, the log of the worker that began it, each line with the association that it is of.
"""

import hashlib
import json
import multiprocessing
import os
import sys
from dataclasses import asdict
from functools import partial
from multiprocessing.connection import Connection, wait

from helpers.chapters import page
from helpers.chapters.notebook import NOTEBOOKS
from helpers.files import sha256
from helpers.machine import ending, processes, secret, source_code
from helpers.machine.source_code import code_files
from helpers.runs import crew, national_year
from helpers.runs.inputs import TASK_CODE, lock_file
from helpers.runs.national_hands import KILLED
from helpers.runs.national_year import UNFIT, Ended, Task
from helpers.wording import text


def fit() -> dict[str, str]:
    """What all machines must have alike: the code with the libraries' lock file, and the user's key."""
    code = source_code.digests(code_files()) | lock_file()
    key = hashlib.sha256(secret.secret_key("national")).hexdigest()
    return {"code": sha256(json.dumps(code, sort_keys=True).encode()), "key": key}


def serve() -> int:
    """Answer until nobody asks any more: the exit status."""
    with os.fdopen(os.dup(1), "w", encoding="utf-8") as answers:
        os.dup2(2, 1)  # what a library prints is no answer
        began, is_forking = fit(), crew.can_fork()
        if is_forking:
            page.warm(())
            crew.warm({TASK_CODE, *NOTEBOOKS.glob("*.ipynb")})
        for line in sys.stdin:
            task = Task(**json.loads(line))
            ended = _unfit(task, began) or (_in_a_child(task) if is_forking else _made(task))
            print(json.dumps(asdict(ended)), file=answers, flush=True)
    return 0


def _unfit(task: Task, began: dict[str, str]) -> Ended | None:
    """Why this machine cannot make a year as the one that the run was begun on would."""
    now = fit()
    for name, wanted in task.fit.items():
        if not wanted == began[name] == now[name]:
            return Ended(UNFIT, text(f"national_run.other_{name}"))
    if not (task.workspace.root / "data").is_dir():
        return Ended(UNFIT, text("national_run.other_folder", folder=str(task.workspace.root)))
    return None


def _made(task: Task) -> Ended:
    def say(line: str) -> None:
        print("\n".join(f"{task.association} {part}" for part in line.splitlines()), file=sys.stderr)

    return national_year.made(task, say)


def _in_a_child(task: Task) -> Ended:
    """A year made in a child, twice if it is killed; where nobody waits any more for the answer all ends."""
    for _ in range(2):
        forking = multiprocessing.get_context("fork")
        mine, its = forking.Pipe(duplex=False)
        child = forking.Process(target=_child, args=(partial(_made, task), its, os.getpid()))
        child.start()
        its.close()
        if mine not in wait([mine, sys.stdin.fileno()]):
            processes.end_children()
            os._exit(1)
        try:
            return mine.recv()
        except EOFError:
            continue
        finally:
            mine.close()
            child.join()
    return Ended(national_year.FAILED, text(f"national_run.{KILLED}"))


def _child(work: "partial[Ended]", pipe: Connection, parent: int) -> None:
    ending.answer_as_a_child()
    processes.die_with(parent)
    pipe.send(work())
