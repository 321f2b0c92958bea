"""What git remembers of the register of decisions: who edits it on disk has not edited it there."""

from collections.abc import Iterator
from dataclasses import replace

from helpers.assurance import commits
from helpers.assurance.register import Adoption, path_of, read, rows
from helpers.context import Context
from helpers.faults import Stop


def uncommitted(context: Context) -> bool:
    """Whether the year's register is another than git's last commit holds; no where there is no git."""
    return bool(commits.ask(context.workspace, "status", "--porcelain", "--", str(path_of(context))))


def rewritten(context: Context) -> str:
    """The latest commit with a decision that the register lacks or has otherwise; '' if there is none.

    Raises:
        Stop: the register is no register.
    """
    now = list(rows(context).values())
    for commit, before in _committed(context):
        if [_unsealed(a, b) for a, b in zip(now, before, strict=False)] != before:
            return commit
    return ""


def _unsealed(now: Adoption, before: Adoption) -> Adoption:
    """A decision as a register without seals has it, where the one before has none."""
    return now if before.seal else replace(now, code="", seal="")


def _committed(context: Context) -> Iterator[tuple[str, list[Adoption]]]:
    """Each commit that changed the register, latest first, with its decisions."""
    name = path_of(context).relative_to(context.workspace.root).as_posix()
    listed = commits.ask(context.workspace, "log", "--format=%H", "--", name).decode().split()
    for commit in listed:
        content = commits.ask(context.workspace, "show", f"{commit}:./{name}")
        try:
            yield commit, [a for _, a in read(context.year, content)] if content else []
        except Stop:
            continue
