"""Free text is shown only when somebody has read it.

`data/cleared.csv` says who cleared which text, by its content.
"""

import csv
import datetime as dt
import io
import re
import shlex
from pathlib import Path

from helpers import identity
from helpers.codes import INITIALS
from helpers.context import Context
from helpers.deliveries import kinds
from helpers.faults import Refusal, Stop
from helpers.files import sha256
from helpers.language import letters
from helpers.machine.whole import alone, write_whole
from helpers.masking import freetext
from helpers.masking.cleared import COLUMNS, is_cleared
from helpers.reading import encoding
from helpers.reading.directory import entries
from helpers.wording import text

_HASH = 12  # characters of a text's checksum that a person types


def command(year: int, file: str, by: str = "", digest: str = "") -> str:
    """What to type to clear a text: the first time without its checksum, which the command then gives."""
    confirmed = f" HASH={digest[:_HASH]}" if digest else ""
    return f"make clear-text YEAR={year} FILE={shlex.quote(file)} BY={by or 'initialer'}{confirmed}"


def clear(context: Context, file: str, by: str, confirmed: str = "") -> list[str]:
    """`make clear-text`: the lines to print; what the detectors found in the text comes first.

    A text is added to the register only where it is `confirmed` by the checksum that an earlier call gave:
    who clears it has been told, and it is the same text.

    Raises:
        Stop: no such text, no initials, another text than the confirmed one, or the register is no register.
        DefinitionError: the year's definitions are faulty.
    """
    texts, year, file = delivered(context), context.year, letters.seen(file)
    if file not in texts:
        named = identity.mask(", ".join(texts)) or "–"
        raise Stop(text("cleared.no_file", value=identity.mask(file), year=year, files=named))
    content = texts[file].read_bytes()
    digest = sha256(content)
    if not re.fullmatch(INITIALS, by) and (by or confirmed):
        raise Stop(text("cleared.no_initials", command=command(year, file, "", confirmed and digest)))
    if confirmed and not (len(confirmed) >= _HASH and digest.startswith(confirmed.lower())):
        raise Stop(text("cleared.other_hash", file=file, command=command(year, file, by)))
    told = _found(context, file, content)
    if is_cleared(context, file, digest):
        return [*told, text("cleared.already", file=file)]
    if not confirmed:
        return [*told, text("cleared.confirm", file=file, command=command(year, file, by, digest))]
    _register(context, [str(year), file, digest, by, f"{dt.date.today():%Y-%m-%d}"])
    return [*told, text("cleared.written", file=file, year=year)]


def _found(context: Context, file: str, content: bytes) -> list[str]:
    """What the detectors find in a text, a line each."""
    ordinary = freetext.places(context.definitions) if context.is_defined else frozenset()
    try:
        found = freetext.found(encoding.decode(content), ordinary)
    except Refusal:
        raise Stop(text("fault.not_prose.message")) from None
    told = [text(f"cleared.found_{kind}", file=file, line=line) for line, kind in found]
    return told or [text("cleared.found_nothing", file=file)]


def _register(context: Context, entry: list[str]) -> None:
    path, line = context.workspace.cleared, io.StringIO()
    csv.writer(line, delimiter=";", lineterminator="\n").writerow(entry)
    with alone(context.workspace.root):
        before = path.read_text(encoding="utf-8-sig") if path.exists() else ";".join(COLUMNS) + "\n"
        write_whole(path, (before.rstrip("\n") + "\n" + line.getvalue()).encode())


def delivered(context: Context) -> dict[str, Path]:
    """The year's free texts by name."""
    files = {e.name: e.path for e in entries(context.raw) if not e.fault}
    texts = [kind for kind in kinds.KINDS if kind.prose and not kind.ours]
    return {name: path for name, path in files.items() if any(kind.is_at(name) for kind in texts)}
