"""Free text that may be shown: `data/cleared.csv` says who cleared which text, by its content; shipped texts are invented."""

import csv
import io
import re

import yaml

from helpers import encoding, identity
from helpers.context import Context
from helpers.faults import Stop
from helpers.paths import Workspace
from helpers.wording import text, unmarked

COLUMNS = ["year", "file", "sha256", "who", "when"]


def cleared(workspace: Workspace) -> set[tuple[int, str, str]]:
    """(year, file, sha256) of every text that is cleared.

    Raises:
        Stop: the register is no register; says the line.
    """
    path = workspace.cleared
    if not path.exists():
        return set()
    found, rows = (
        set(),
        csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), delimiter=";"),
    )
    for number, row in enumerate(rows, 1):
        if number == 1:
            good = row == COLUMNS
        else:
            good = (
                len(row) == len(COLUMNS)
                and re.fullmatch(r"\d{4}", row[0])
                and re.fullmatch(r"[0-9a-f]{64}", row[2])
                and row[3]
                and row[4]
            )
        if row and not good:
            raise Stop(text("cleared.bad_line", line=number, columns=";".join(COLUMNS)))
        if row and number > 1:
            found.add((int(row[0]), row[1], row[2]))
    return found


def is_cleared(context: Context, file: str, digest: str) -> bool:
    """Whether a delivered text may be shown: somebody cleared this very content, or the project ships it (invented)."""
    return (context.year, file, digest) in cleared(context.workspace) or digest in shipped_hashes(
        context.workspace
    )


def words(content: bytes) -> str:
    """The example's own words, with everything that looks like a personnummer hidden."""
    return identity.mask(unmarked(front_matter(encoding.decode(content))[1].strip()))


def front_matter(content: str) -> tuple[dict, str]:
    content = content.replace("\r\n", "\n")
    if content.startswith("---\n") and "\n---\n" in content[4:]:
        front, _, body = content[4:].partition("\n---\n")
        try:
            loaded = yaml.load(front, Loader=yaml.BaseLoader)  # builds text only
        except yaml.YAMLError:
            loaded = None
        return (loaded if isinstance(loaded, dict) else {}), body
    return {}, content


def shipped_hashes(workspace: Workspace) -> set[str]:
    """Content of the reconstructed files that the project ships."""
    if not workspace.shipped.exists():
        return set()
    return {line.split()[0] for line in workspace.shipped.read_text(encoding="utf-8").splitlines()}
