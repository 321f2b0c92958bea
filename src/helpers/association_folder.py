"""The folder that `ASSOCIATION=` names: whether an association's files can lie in it."""

import os

from helpers.paths import Workspace

ELSEWHERE = ("check-bundle",)  # commands that read another folder


def refuse_misuse(workspace: Workspace, command: str) -> None:
    """Stop a command on a folder that is named and not there, or has no data in it.

    Raises:
        Stop: it is so; what to write instead.
    """
    is_named = bool(os.environ.get("SOCIALT_BOKSLUT_WORKSPACE"))
    if not is_named or command in ELSEWHERE or (workspace.root / "data").is_dir():
        return
    from helpers.definition_faults import nearest  # not before a run that has nothing to do has ended
    from helpers.faults import Stop
    from helpers.identity import mask
    from helpers.wording import text

    beside = workspace.root.parent
    known = [f.name for f in beside.iterdir() if (f / "data").is_dir()] if beside.is_dir() else []
    key = "run.no_data_folder" if workspace.root.exists() else "run.no_folder"
    said = text(key, folder=mask(str(workspace.root)), command=command)
    raise Stop(said + nearest(workspace.root.name, known))
