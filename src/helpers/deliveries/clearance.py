"""Free text is shown only when somebody has read it.

`data/cleared.csv` says who cleared which text, by its content.
"""

import csv
import datetime as dt
import io
import re
import shlex
from pathlib import Path

from helpers import encoding, identity, letters
from helpers.cleared import COLUMNS, is_cleared
from helpers.codes import INITIALS
from helpers.context import Context
from helpers.deliveries import freetext, kinds
from helpers.directory import entries
from helpers.faults import Refusal, Stop
from helpers.files import sha256, write_whole
from helpers.wording import text


def command(year: int, file: str) -> str:
    """What to type to clear a text."""
    return f"make clear-text YEAR={year} FILE={shlex.quote(file)} BY=initialer"


def clear(context: Context, file: str, by: str) -> list[str]:
    """`make clear-text`: add a text to the register; the lines to print, what the detectors found first.

    Raises:
        Stop: no such text, no initials, or the register is no register.
        DefinitionError: the year's definitions are faulty.
    """
    texts, year, file = delivered(context), context.year, letters.seen(file)
    if file not in texts:
        named = identity.mask(", ".join(texts)) or "–"
        raise Stop(text("cleared.no_file", value=identity.mask(file), year=year, files=named))
    if not re.fullmatch(INITIALS, by):
        raise Stop(text("cleared.no_initials", command=command(year, file)))
    content = texts[file].read_bytes()
    ordinary = freetext.places(context.definitions) if context.is_defined else frozenset()
    try:
        told = [
            text(f"cleared.found_{kind}", file=file, line=line)
            for line, kind in freetext.found(encoding.decode(content), ordinary)
        ]
    except Refusal:
        raise Stop(text("fault.not_prose.message")) from None
    told = told or [text("cleared.found_nothing", file=file)]
    if is_cleared(context, file, sha256(content)):
        return [*told, text("cleared.already", file=file)]
    path, line = context.workspace.cleared, io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\n").writerow(
        [year, file, sha256(content), by, f"{dt.date.today():%Y-%m-%d}"]
    )
    before = path.read_text(encoding="utf-8-sig") if path.exists() else ";".join(COLUMNS) + "\n"
    write_whole(path, (before.rstrip("\n") + "\n" + line.getvalue()).encode())
    return [*told, text("cleared.written", file=file, year=year)]


def delivered(context: Context) -> dict[str, Path]:
    """The year's free texts by name."""
    files = {e.name: e.path for e in entries(context.raw) if not e.fault}
    texts = [kind for kind in kinds.KINDS if kind.prose]
    return {name: path for name, path in files.items() if any(kind.is_at(name) for kind in texts)}
