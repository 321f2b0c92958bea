"""What was delivered for a year: one card per file with its hash, and which parts are missing."""

from dataclasses import dataclass
from pathlib import Path, PurePosixPath

from helpers import identity, letters
from helpers.cleared import shipped_hashes
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.deliveries.card import Card
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.kinds import LIST_ENDINGS, OTHER_LIST_ENDINGS, Kind
from helpers.faults import Fault, Faults
from helpers.files import sha256
from helpers.wording import unmarked


@dataclass(frozen=True)
class Inventory:
    """Every delivered file of a year that will be read, what was found wrong with the files as such.

    `refused`: (kind, part) of what no file is read of.
    """

    cards: list[Card]
    faults: list[Fault]
    refused: set[tuple[str, str]]

    def of(self, kind: str) -> list[Card]:
        """The cards of a kind whose parts are not refused."""
        return [c for c in self.cards if c.kind == kind and (c.kind, c.part) not in self.refused]

    def lists(self) -> list[Card]:
        """The cards of every table, refused or not."""
        return [c for c in self.cards if kinds.kind(c.kind).is_list]


@dataclass(frozen=True)
class _What:
    """What a file is by its place and name; `kind` is '' when it is not read."""

    kind: str
    part: str
    faults: list[Fault]

    @property
    def refused(self) -> bool:
        """Whether the file must not be read."""
        return any(f.level == "refuse" for f in self.faults)


def take(context: Context, definitions: Definitions) -> Inventory:
    """Look through a year's folder.

    Nothing is skipped silently: every file is read, named as ignored, or refused.
    """
    folder, shipped = context.raw, shipped_hashes(context.workspace)
    found = Inventory([], [], set())
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = letters.seen(path.relative_to(folder).as_posix())
        what = _what(name, definitions)
        found.faults.extend(what.faults)
        if identity.looks_like(name):
            found.faults.append(_fault("flag", "personnummer_in_name", "", name))
        if what.refused:
            found.refused.add((what.kind, what.part))
        elif what.kind:
            digest = sha256(path.read_bytes())
            found.cards.append(Card(what.kind, what.part, name, path, digest, digest in shipped))
    _refuse_two_files(found)
    return found


def _refuse_two_files(found: Inventory) -> None:
    """Two files of one part: neither is read."""
    with_parts = [k.id for k in kinds.KINDS if k.parts]
    for kind, part in {(c.kind, c.part) for c in found.cards if c.kind in with_parts}:
        same = [c.name for c in found.cards if (c.kind, c.part) == (kind, part)]
        if len(same) > 1:
            found.refused.add((kind, part))
            for name in same:
                found.faults.append(_fault("refuse", "two_files", part, name, value=", ".join(same)))


def _is_litter(name: str) -> bool:
    return name.startswith(("~$", ".", "._")) or letters.compared(name) in ("thumbs.db", "desktop.ini")


def _fault(level: str, code: str, part: str, name: str, *, value: str = "", nearest: str = "") -> Fault:
    collector = Faults(identity.mask(part), identity.mask(name))
    collector.add(level, code, value=value, nearest=nearest)
    return collector.found[0]


def _what(name: str, definitions: Definitions) -> _What:
    """What a file is; what no kind reads is told."""
    file, folder = PurePosixPath(name), name.rpartition("/")[0]
    if _is_litter(file.name):
        return _What("", "", [_fault("note", "ignored_file", "", name)])
    for kind in kinds.KINDS:
        if kind.is_at(name):
            readable = (
                not kind.prose or identity.mask(unmarked(name)) == name
            )  # a text's name stands on pages
            unreadable = [] if readable else [_fault("refuse", "example_file_name", kind.id, name)]
            return _What(kind.id, kind.part, unreadable)
    if name in kinds.LATER_FILES or folder.split("/")[0] in kinds.LATER_FOLDERS:
        return _What("", "", [_fault("note", "ignored_file", "", name)])
    of_parts = next((k for k in kinds.KINDS if k.parts and k.folder == folder), None)
    if of_parts is None:
        return _What("", "", [_fault("flag", "misplaced_file", "", name)])
    if file.suffix.lower() not in LIST_ENDINGS + OTHER_LIST_ENDINGS:
        return _What("", "", [_fault("note", "ignored_file", "", name)])
    return _list_of_a_part(of_parts, name, definitions)


def _list_of_a_part(kind: Kind, name: str, definitions: Definitions) -> _What:
    """A list named by its part.

    A list with another name or of another type is refused, and the part nearest to it with it.
    """
    known, stem, ending = kind.parts_of(definitions), Path(name).stem, Path(name).suffix.lower()
    if stem in known and ending in LIST_ENDINGS:
        return _What(kind.id, stem, [])
    if stem in known:
        return _What(kind.id, stem, [_fault("refuse", "wrong_type", stem, name, value=ending, nearest=stem)])
    near = nearest(stem, known)
    proposed = near or ", ".join(known)
    fault = _fault("refuse", "unknown_file", near or stem, name, value=stem, nearest=proposed)
    return _What(kind.id, near or stem, [fault])
