"""What was delivered for a year: one card per file with its hash, and which parts are missing."""

from dataclasses import dataclass, field
from pathlib import Path

from helpers import identity
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries import kinds
from helpers.deliveries.card import Card
from helpers.deliveries.file_names import Meant, Names
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.files.taken import unopened
from helpers.deliveries.kind import LIST_ENDINGS, Kind
from helpers.faults import Fault, Faults, safe
from helpers.language import letters
from helpers.masking.cleared import shipped_hashes
from helpers.reading import intake
from helpers.reading.directory import Entry, entries


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
    """What a file is by its place and name.

    `kind` is '' when it is not read; `parts` are refused with it; `meant` is what it is nearly called.
    """

    kind: str
    part: str
    faults: list[Fault] = field(default_factory=list)
    parts: frozenset[tuple[str, str]] = frozenset()
    meant: Meant | None = None

    @property
    def refused(self) -> bool:
        """Whether the file must not be read."""
        return any(f.level == "refuse" for f in self.faults)


def take(context: Context, definitions: Definitions) -> Inventory:
    """Look through a year's folder.

    Nothing is skipped silently: every entry is read, named as ignored, told as what it is, or refused.
    """
    shipped = shipped_hashes(context.workspace)
    names, found, others = Names(definitions), Inventory([], [], set()), []
    for entry in entries(context.raw):
        what = _unread(entry, names) if entry.fault else _what(entry, names)
        if what.kind and not what.faults:
            what = _taken(entry, what, shipped, found)
        found.faults.extend(what.faults)
        if identity.looks_like(entry.name):
            found.faults.append(_fault("flag", "personnummer_in_name", "", entry.name))
        if what.refused:
            found.refused.update(what.parts)
        if what.meant:
            others.append((entry.name, what.meant))
    _tell_others(found, others)
    _refuse_two_files(found)
    return found


def _taken(entry: Entry, what: _What, shipped: set[str], found: Inventory) -> _What:
    """The card of a file that is read; one that cannot be opened refuses its part."""
    try:
        digest = intake.digest(entry.path)
    except OSError as error:
        if kinds.kind(what.kind).read is None:
            return what  # who reads it tells
        return _refused(entry.name, unopened(error), {(what.kind, what.part)})
    found.cards.append(Card(what.kind, what.part, entry.name, entry.path, digest, digest in shipped))
    return what


def _tell_others(found: Inventory, others: list[tuple[str, Meant]]) -> None:
    """Files that are not read, though they are nearly called as one that is.

    They refuse the part that is missing because of it, and are told where it is read from its own file.
    """
    read = {(c.kind, c.part): c.name for c in found.cards}
    for name, meant in others:
        own = read.get((meant.kind, meant.part))
        if own is None:
            found.refused.add((meant.kind, meant.part))
            found.faults.append(
                _fault("refuse", meant.code, meant.part, name, value=meant.said, nearest=meant.name)
            )
        elif name.rpartition("/")[0] == meant.name.rpartition("/")[0]:
            found.faults.append(_fault("flag", "beside_file", meant.part, name, nearest=own))
        else:
            found.faults.append(_fault("flag", "misplaced_file", "", name))


def _refuse_two_files(found: Inventory) -> None:
    """Two files of one part: neither is read."""
    with_parts = [k.id for k in kinds.KINDS if k.parts]
    for kind, part in sorted({(c.kind, c.part) for c in found.cards if c.kind in with_parts}):
        same = [c.name for c in found.cards if (c.kind, c.part) == (kind, part)]
        if len(same) > 1:
            found.refused.add((kind, part))
            for name in same:
                found.faults.append(_fault("refuse", "two_files", part, name, value=", ".join(same)))


def _is_litter(name: str) -> bool:
    return name.startswith(("~$", ".", "._")) or letters.compared(name) in ("thumbs.db", "desktop.ini")


def _fault(level: str, code: str, part: str, name: str, *, value: str = "", nearest: str = "") -> Fault:
    value = safe(value)
    collector = Faults(safe(part), safe(name), known=(value,))
    collector.add(level, code, value=value, nearest=nearest)
    return collector.found[0]


def _refused(name: str, code: str, parts: set[tuple[str, str]]) -> _What:
    (_, part) = min(parts, default=("", ""))
    fault = _fault("refuse", code, part if len(parts) == 1 else "", name)
    return _What("", "", [fault], frozenset(parts))


def _unread(entry: Entry, names: Names) -> _What:
    """What is no file, or leads to none: the parts that it may hold are refused."""
    if _is_litter(entry.path.name):
        return _What("", "", [_fault("note", "ignored_file", "", entry.name)])
    meant = names.meant(entry.name)
    within = {
        (k.id, part) for k in kinds.KINDS if _holds(entry.name, k) for part in k.parts_of(names.definitions)
    }
    return _refused(entry.name, entry.fault, within or ({(meant.kind, meant.part)} if meant else set()))


def _holds(name: str, kind: Kind) -> bool:
    """Whether a folder, or the whole year's, may hold the files of a kind."""
    return name == "." or kind.path.startswith(f"{name}/")


def _what(entry: Entry, names: Names) -> _What:
    """What a file is; what no kind reads is told."""
    name, ending = entry.name, entry.path.suffix.lower()
    folder, _, file = name.rpartition("/")
    if _is_litter(file):
        return _What("", "", [_fault("note", "ignored_file", "", name)])
    for kind in kinds.KINDS:
        if kind.is_at(name):
            readable = not kind.prose or safe(name) == name  # a text's name stands on pages
            shown = kind.path.replace("*", "11-sammanfattning" if kind.ours else "1.3-1")
            fault = _fault("refuse", "example_file_name", kind.id, name, nearest=shown)
            unreadable = [] if readable else [fault]
            parts = frozenset() if readable or kind.ours else frozenset({(kind.id, kind.part)})
            return _What(kind.id, kind.part, unreadable, parts)
    if folder.split("/")[0] in kinds.LATER_FOLDERS:
        return _What("", "", [_fault("note", "ignored_file", "", name)])
    of_parts = next((k for k in kinds.KINDS if k.parts and k.folder == folder), None)
    if of_parts and Path(file).stem in of_parts.parts_of(names.definitions) and ending in LIST_ENDINGS:
        return _What(of_parts.id, Path(file).stem)
    if meant := names.meant(name) or names.packed(entry):
        return _What("", "", meant=meant)
    if of_parts and ending in LIST_ENDINGS:
        return _list_of_no_part(of_parts, name, names)
    if of_parts or any(k.prose and k.folder == folder for k in kinds.KINDS):
        return _What("", "", [_fault("flag", "stray_file", "", name, value=ending or file)])
    return _What("", "", [_fault("flag", "misplaced_file", "", name)])


def _list_of_no_part(kind: Kind, name: str, names: Names) -> _What:
    """A list that is called as no part: it is refused, and the part nearest to it with it."""
    known, stem = kind.parts_of(names.definitions), Path(name).stem
    near = nearest(stem, known)
    fault = _fault("refuse", "unknown_file", near or stem, name, value=stem, nearest=near or ", ".join(known))
    return _What("", "", [fault], frozenset({(kind.id, near or stem)}))
