"""The folder that `ASSOCIATION=` names: whether files can lie in it, and what it may be called."""

import os
import re
from pathlib import Path

from helpers.paths import REPOSITORY, Workspace

HOME = REPOSITORY / "associations"  # where associations lie whose folder is named by their id alone
NATIONAL = "national"  # a folder beside theirs that is none of them
NATION = "riket"  # the place that facts of all together are of
RECEIVED = "received"  # in it, what others have sent
MOST = 80  # characters of an id

ELSEWHERE = ("check-bundle", "national", "national-hand")  # commands that read another folder


def refuse_misuse(workspace: Workspace, command: str) -> None:
    """Stop a command on a folder that is named and not there, or has no data in it.

    Raises:
        Stop: it is so; what to write instead.
    """
    is_named = bool(os.environ.get("SOCIALT_BOKSLUT_WORKSPACE"))
    if not is_named or command in ELSEWHERE or (workspace.root / "data").is_dir():
        return
    from helpers.faults import Stop
    from helpers.identity import mask
    from helpers.reading.definition_faults import nearest  # not before a run that has nothing to do has ended
    from helpers.wording import text

    beside = workspace.root.parent
    known = [f.name for place in (beside, HOME) for f in _associations(place)]
    key = "run.no_data_folder" if workspace.root.exists() else "run.no_folder"
    said = text(key, folder=mask(str(workspace.root)), command=command)
    raise Stop(said + nearest(workspace.root.name, known))


def _associations(place: Path) -> list[Path]:
    """The folders in a place that have data in them."""
    return [f for f in sorted(place.iterdir()) if (f / "data").is_dir()] if place.is_dir() else []


def is_id(name: str) -> bool:
    """Whether a folder's name can be an association's id.

    >>> [is_id(name) for name in ("uppsala", "Umeå", "-a", "riket", "2015-2024")]
    [True, False, False, False, False]
    """
    is_name = re.fullmatch("[a-z0-9][a-z0-9-]*", name) and re.search("[a-z]", name) and len(name) <= MOST
    return bool(is_name) and name not in (NATIONAL, NATION)


def id_of(association: str) -> str:
    """An id of an association's name.

    >>> id_of("Samordningsförbundet Söderhamn, Ånge & Ås (påhittat)")
    'samordningsforbundet-soderhamn-ange-as-pahittat'
    """
    from helpers.codes import area_id  # not before a run that has nothing to do has ended

    return re.sub("[^a-z0-9]+", "-", area_id(association))[:MOST].strip("-")
