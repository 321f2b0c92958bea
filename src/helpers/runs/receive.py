"""`make receive`: what another association has sent, tried and put where it is read; whole or not at all."""

from collections.abc import Callable
from pathlib import Path

from helpers.association_folder import NATIONAL, RECEIVED
from helpers.context import Context
from helpers.faults import Stop
from helpers.forms.exchange_read import Exchange, read
from helpers.forms.exchange_tables import FILES
from helpers.identity import mask
from helpers.machine.whole import whole_folder
from helpers.paths import Workspace
from helpers.reading.strict_yaml import DefinitionError
from helpers.wording import text


def receive(given: str, root: str, workspace: Workspace, say: Callable[[str], None] = print) -> Path:
    """Put a sent folder with those received before: in a national body's `root`, else in the workspace.

    What was sent later takes the place of what was sent before.

    Raises:
        Stop: no folder is given, it cannot be believed (`exchange_read.read`), or is another's than it says.
    """
    if not given:
        raise Stop(text("receive.no_folder"))
    if not Path(given).is_dir():
        raise Stop(text("receive.not_there", folder=mask(given)))
    if root and not Path(root).is_dir():
        raise Stop(text("national_run.no_root", value=mask(root)))
    folder, sent = Path(given), read(Path(given))
    if root:
        place, own = Path(root) / NATIONAL / RECEIVED, (Path(root) / sent.association / "data").is_dir()
    else:
        place, own = workspace.received, sent.association == _own_id(workspace)
    if own:
        raise Stop(text("receive.own", association=sent.association))
    target = place / sent.association / str(sent.year)
    _refuse_another(target.parent, sent)
    before = _content(target)
    with whole_folder(target) as made:
        for name in FILES:
            (made / name).write_bytes((folder / name).read_bytes())
        read(made)  # what is put in place is what was tried
        now = _content(made)
    changed = "replaced" if before else "new"
    key = "same" if before == now else changed
    where = mask(str(target))
    say(text(f"receive.{key}", association=mask(sent.name), year=sent.year, folder=where))
    return target


def _own_id(workspace: Workspace) -> str:
    """The id that the workspace's own folders bear: by the last year that has definitions."""
    years = sorted((workspace.root / "data" / "definitions").glob("20[0-9][0-9].yaml"))
    try:
        return Context(workspace, int(years[-1].stem)).association_id if years else workspace.root.name
    except DefinitionError:
        return workspace.root.name


def _refuse_another(place: Path, sent: Exchange) -> None:
    """Refuse a folder whose id is that of another association, received before."""
    for year in sorted(place.iterdir()) if place.is_dir() else ():
        if year.name.isdigit() and (known := _name_of(year)) not in ("", sent.name):
            raise Stop(
                text("receive.another", association=sent.association, known=mask(known), name=mask(sent.name))
            )


def _name_of(folder: Path) -> str:
    """The association's name in a folder received before; '' of one that can no longer be believed."""
    try:
        return read(folder).name
    except Stop:
        return ""


def _content(folder: Path) -> list[bytes]:
    return [(folder / name).read_bytes() for name in FILES if (folder / name).is_file()]
