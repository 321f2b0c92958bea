"""Free text that may be shown: `data/cleared.csv` says who cleared which text, by its content.

Shipped texts are invented and need nobody.
"""

import csv
import io
import re
from pathlib import Path

from helpers import identity
from helpers.context import Context
from helpers.faults import Stop
from helpers.language import letters
from helpers.paths import Workspace
from helpers.reading import encoding, intake, limits
from helpers.reading.strict_yaml import plain_entry
from helpers.wording import number, text

COLUMNS = ["year", "file", "sha256", "who", "when"]


def cleared(workspace: Workspace) -> set[tuple[int, str, str]]:
    """(year, file, sha256) of every text that is cleared.

    Raises:
        Stop: the register is no register; says the line.
    """
    path = workspace.cleared
    if not path.exists():
        return set()
    found: set[tuple[int, str, str]] = set()
    lines, line = csv.reader(io.StringIO(_register(path), newline=""), delimiter=";"), 0
    try:
        for line, row in enumerate(lines, 1):
            if not row:
                continue
            is_good = row == COLUMNS if line == 1 else _is_entry(row)
            if not is_good:
                raise Stop(text("cleared.bad_line", line=line, columns=";".join(COLUMNS)))
            if line > 1:
                found.add((int(row[0]), letters.seen(row[1]), row[2]))
    except csv.Error:
        raise Stop(text("cleared.bad_line", line=line + 1, columns=";".join(COLUMNS))) from None
    return found


def _register(path: Path) -> str:
    try:
        return intake.content(path, limits.MAX_REGISTER_BYTES).decode("utf-8-sig")
    except UnicodeDecodeError:
        raise Stop(text("cleared.no_text", file=path.name)) from None
    except intake.TooLarge as large:
        sizes = {"found": number(large.found), "most": number(large.most)}
        raise Stop(text("cleared.too_large", file=path.name, **sizes)) from None
    except OSError as error:
        raise Stop(text("cleared.no_file_read", file=path.name, error=error.strerror)) from None


def _is_entry(row: list[str]) -> bool:
    """Whether a row says all: a year, a file, a sha256, who and when."""
    if len(row) != len(COLUMNS):
        return False
    year, _, digest, who, when = row
    is_text = re.fullmatch(r"\d{4}", year) and re.fullmatch(r"[0-9a-f]{64}", digest)
    return bool(is_text and who and when)


def is_cleared(context: Context, file: str, digest: str) -> bool:
    """Whether a delivered text may be shown.

    Somebody cleared this very content, or the project ships it (invented).

    Raises:
        Stop: the register is no register.
    """
    workspace = context.workspace
    return (context.year, file, digest) in cleared(workspace) or digest in shipped_hashes(workspace)


def words(content: bytes) -> str:
    """The example's own words, with everything that looks like a personnummer hidden.

    Raises:
        Refusal: the bytes are no text.
    """
    return identity.mask(front_matter(encoding.decode(content))[1].strip())


def front_matter(content: str) -> tuple[dict[str, str], str]:
    """What stands between `---` at a text's top, as names and texts, and what follows it.

    Nothing stands there where it is more than names and texts.

    >>> front_matter("---\\ntitle: Ett\\n---\\nOrd"), front_matter("Ord")
    (({'title': 'Ett'}, 'Ord'), ({}, 'Ord'))
    """
    content = content.replace("\r\n", "\n")
    if content.startswith("---\n") and "\n---\n" in content[4:]:
        front, _, body = content[4:].partition("\n---\n")
        return plain_entry(front), body
    return {}, content


def shipped_hashes(workspace: Workspace) -> set[str]:
    """Content of the reconstructed files that the project ships."""
    if not workspace.shipped.exists():
        return set()
    return {line.split()[0] for line in workspace.shipped.read_text(encoding="utf-8").splitlines()}
