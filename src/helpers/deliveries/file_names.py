"""What a delivered file is nearly called: `SUS.csv`, `sus (1).csv`, `Ungdomstorget 2019.xlsx`, `sus.xlsx`."""

import re
from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.deliveries.files.package import archive_of
from helpers.deliveries.files.taken import taken
from helpers.deliveries.kind import LIST_ENDINGS
from helpers.language import letters
from helpers.reading.directory import Entry

_COPY = re.compile(r"\b(?:kopia|kopian|copy|ny|nya|slutlig|final|av|of|deltagarlista|lista)\b")
_NO_LETTER = re.compile(r"[^\w]|_")
_DIGITS = re.compile(r"\d+")
_MOST_NAMES = 1_000  # that are looked at in an archive


@dataclass(frozen=True)
class Meant:
    """The part that a file seems to be: the `name` it should have, the `code` of why it is not read.

    `said` is what the fault says of it, its ending.
    """

    kind: str
    part: str
    name: str
    code: str
    said: str = ""


def bare(stem: str) -> list[str]:
    """A name without case, accents, blanks and signs; then without words of copies and digits too.

    >>> bare("Ungdomstorget 2019 (1)"), bare("SUS - kopia"), bare("Våga_växa")
    (['ungdomstorget20191', 'ungdomstorget'], ['suskopia', 'sus'], ['vagavaxa', 'vagavaxa'])
    """
    plain = letters.unaccented(letters.words(stem)).casefold().replace("_", " ")
    return [_NO_LETTER.sub("", p) for p in (plain, _DIGITS.sub("", _COPY.sub("", plain)))]


class Names:
    """What the files of a year's parts are called."""

    def __init__(self, definitions: Definitions):
        self.definitions = definitions
        self._known: dict[str, tuple[str, str, PurePosixPath]] = {}
        for kind in kinds.KINDS:
            if kind.prose or "*" in kind.path:
                continue  # any name is one of it
            for part in kind.parts_of(definitions):
                path = PurePosixPath(kind.path.format(part=part))
                for said in (path.stem, definitions.label(part) if kind.id == "participants" else path.stem):
                    self._known.setdefault(bare(said)[0], (kind.id, part, path))

    def meant(self, name: str) -> Meant | None:
        """The part whose file a file is nearly called as, or lies in the wrong place as."""
        file = PurePosixPath(name)
        found = next((self._known[b] for b in bare(file.stem) if b in self._known), None)
        if found is None:
            return None
        kind, part, path = found
        ending = file.suffix.lower()
        endings = (path.suffix,) if path.suffix else LIST_ENDINGS
        right = f"{path.with_suffix('')}{ending if ending in endings else endings[0]}"
        return Meant(kind, part, right, "meant_file" if ending in endings else "wrong_type", ending)

    def packed(self, entry: Entry) -> Meant | None:
        """The first part whose file lies packed in an archive."""
        if entry.path.suffix.lower() != ".zip":
            return None
        try:
            with archive_of(taken(entry.path)) as archive:
                inside = [Path(n).as_posix() for n in archive.namelist()[:_MOST_NAMES]]
        except Exception:  # whatever zipfile makes of a broken one, or it is too large to look into
            return None
        found = (self.meant(n) for n in inside)
        return next((Meant(m.kind, m.part, m.name, "wrong_type", ".zip") for m in found if m), None)
