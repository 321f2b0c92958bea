"""`make association`: the folder of an association that has none, ready for its first deliveries."""

import datetime as dt
from collections.abc import Callable
from pathlib import Path

from helpers.association_folder import HOME, is_id
from helpers.faults import Stop
from helpers.identity import mask
from helpers.machine.whole import sweep, whole_folder
from helpers.paths import Workspace
from helpers.runs import commands
from helpers.wording import text

TEMPLATE = Path(__file__).parent / "template" / "association.yaml"
HEADINGS = "year;respondents;heading;question;codes;who;when\n"


def make(name: str, root: str, year: str, say: Callable[[str], None] = print) -> Path:
    """Write an association's folder in `root`, else in the project's own, with definitions to fill in.

    Without `year` it is the last whole year. The folder is whole or not there.

    Raises:
        Stop: the name can be no id, the folder is there already, or the year is no year.
    """
    if not is_id(name):
        raise Stop(text("new_association.bad_name", name=mask(name)))
    home = Path(root) if root else HOME
    target, year = home / name, year or str(dt.date.today().year - 1)
    if target.exists():
        raise Stop(text("new_association.exists", folder=mask(str(target))))
    home.mkdir(parents=True, exist_ok=True)
    sweep(home)
    with whole_folder(target) as folder:
        workspace = Workspace(folder)
        workspace.definitions.mkdir(parents=True)
        said = TEMPLATE.read_text(encoding="utf-8").format(
            year=year, association=name.replace("-", " ").title()
        )
        (workspace.definitions / f"{year}.yaml").write_text(said, encoding="utf-8")
        workspace.headings.write_text(HEADINGS, encoding="utf-8")
        commands.write_new_year(workspace, year, say=lambda _: None)
    given = f"ASSOCIATION={name}" + (f" ROOT={home}" if root else "")
    say(text("new_association.made", folder=mask(str(target)), year=year, given=mask(given)))
    return target
