"""Gallring: remove what a year's runs have left that tells of persons. Delivered files are the association's own to remove."""

import re
import shutil
from collections.abc import Callable

from helpers.faults import Stop
from helpers.files import locked
from helpers.paths import Workspace
from helpers.wording import listing, text


def forget(workspace: Workspace, year: str, say: Callable[[str], None] = print) -> None:
    """`make forget`: remove a year's cleaned tables, executed pages, log and marked-up lists, and say which folders.

    The year needs no deliveries: they may have been removed before.

    Raises:
        Stop: no year; nothing is removed.
    """
    if not re.fullmatch("[0-9]{4}", year):
        raise Stop(text("retention.bad_year", value=year))
    with locked(workspace, int(year), say):
        found = [f for f in (workspace.processed(int(year)), workspace.returned(int(year))) if f.is_dir()]
        for folder in found:
            shutil.rmtree(folder)
    names = [f.relative_to(workspace.root).as_posix() for f in found]
    say(text("retention.forgotten", year=year, folders=listing(names)) if names else text("retention.nothing", year=year))
