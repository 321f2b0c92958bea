"""Gallring: remove what a year's runs have left that tells of persons.

Delivered files are the association's own to remove.
"""

import re
import shutil
from collections.abc import Callable
from dataclasses import replace

from helpers import identity
from helpers.context import Context
from helpers.faults import Stop
from helpers.files import locked
from helpers.machine.whole import sweep
from helpers.paths import LANGUAGES
from helpers.runs.made import kept_to_return
from helpers.wording import listing, text


def any_year(value: str) -> int:
    """The year of `YEAR=…`. It needs no deliveries: they may have been removed before.

    Raises:
        Stop: no year.
    """
    if not re.fullmatch("[0-9]{4}", value):
        raise Stop(text("retention.bad_year", value=identity.mask(value)))
    return int(value)


def forget(context: Context, say: Callable[[str], None] = print) -> None:
    """`make forget`: remove a year's cleaned tables, executed pages, log and marked-up lists.

    `say` is told which folders they were.

    Raises:
        OSError: a folder cannot be removed.
    """
    workspace, year = context.workspace, context.year
    with locked(workspace, year, say):
        sweep(workspace.root)  # what killed runs have left
        every = [replace(context, workspace=replace(workspace, language=known)) for known in LANGUAGES]
        found = [f for one in every for f in (one.processed, one.returned) if f.is_dir()]
        for folder in (*found, *(f for f in map(kept_to_return, every) if f.is_dir())):
            shutil.rmtree(folder)
    names = [f.relative_to(workspace.root).as_posix() for f in found]
    if names:
        say(text("retention.forgotten", year=year, folders=listing(names)))
    else:
        say(text("retention.nothing", year=year))
