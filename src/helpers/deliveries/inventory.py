"""What was delivered for a year: one card per file with its hash, and which parts are missing."""

from dataclasses import dataclass
from pathlib import Path

from helpers import identity
from helpers.cleared import shipped_hashes
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries.files.grid import nearest
from helpers.faults import Fault, Faults
from helpers.files import sha256
from helpers.wording import unmarked

REGISTERS = {"sus.csv": "sus", "helarsekvivalenter.csv": "helarsekvivalenter"}
# Part of the contract, read by later chapters of the project.
NOT_YET_READ = {"sjukfranvaro.csv", "bokforing.se", "nafs.csv", "screening.csv", "strategic-goals.yaml"}
LIST_ENDINGS = (".xlsx", ".csv")
OTHER_LIST_ENDINGS = (".xls", ".xlsm", ".ods", ".txt", ".tsv", ".numbers", ".html")


@dataclass(frozen=True)
class Card:
    """One delivered file: what it is (`kind`, `part`), its name under the year, its content."""

    kind: str
    part: str
    name: str
    path: Path
    sha256: str
    shipped: bool


@dataclass(frozen=True)
class Inventory:
    """Every delivered file of a year that will be read, what was found wrong with the files as such, and the refused parts."""

    cards: list[Card]
    faults: list[Fault]
    refused: set[tuple[str, str]]

    def of(self, kind: str) -> list[Card]:
        return [c for c in self.cards if c.kind == kind and (c.kind, c.part) not in self.refused]


def take(context: Context, definitions: Definitions) -> Inventory:
    """Look through a year's folder. Nothing is skipped silently: every file is read, named as ignored, or refused."""
    folder, shipped = context.raw, shipped_hashes(context.workspace)
    cards, faults, refused = [], [], set()
    for path in sorted(p for p in folder.rglob("*") if p.is_file()):
        name = path.relative_to(folder).as_posix()
        if _is_litter(path.name):
            faults += _fault("note", "ignored_file", "", name)
            continue
        kind, part, found = _what(name, path, definitions)
        faults += found
        if any(f.level == "refuse" for f in found):
            refused.add((kind, part))
        elif kind:
            digest = sha256(path.read_bytes())
            cards.append(Card(kind, part, name, path, digest, digest in shipped))
    for kind, part in {(c.kind, c.part) for c in cards if c.kind in ("participants", "surveys")}:
        same = [c.name for c in cards if (c.kind, c.part) == (kind, part)]
        if len(same) > 1:
            refused.add((kind, part))
            for name in same:
                faults += _fault("refuse", "two_files", part, name, value=", ".join(same))
    return Inventory(cards, faults, refused)


def _is_litter(name: str) -> bool:
    return name.startswith(("~$", ".", "._")) or name.casefold() in ("thumbs.db", "desktop.ini")


def _fault(level: str, code: str, part: str, name: str, **details: object) -> list[Fault]:
    collector = Faults(identity.mask(part), identity.mask(name))
    collector.add(level, code, **details)
    return collector.found


def _what(name: str, path: Path, definitions: Definitions) -> tuple[str, str, list[Fault]]:
    """What a file is by its place and name: (kind, part, faults); kind '' when it is not read."""
    folder = name.rpartition("/")[0]
    stem, ending = path.stem, path.suffix.lower()
    if folder == "" and name in REGISTERS:
        return REGISTERS[name], REGISTERS[name], []
    if name == "corrections.csv":
        return "corrections", "", []
    if name == "surveys/invited.csv":
        return "invited", "", []
    if folder == "examples" and ending == ".md":
        readable = identity.mask(unmarked(name)) == name  # the name stands on pages
        return "examples", "", [] if readable else _fault("refuse", "example_file_name", "examples", name)
    if name in NOT_YET_READ or folder.split("/")[0] == "interventions":
        return "", "", _fault("note", "ignored_file", "", name)
    known = {
        "participants": definitions.platform_ids,
        "surveys": [r.id for r in definitions.respondents],
    }.get(folder)
    if known is None:
        return "", "", _fault("flag", "misplaced_file", "", name)
    if ending not in LIST_ENDINGS and ending not in OTHER_LIST_ENDINGS:
        return "", "", _fault("note", "ignored_file", "", name)
    if stem in known and ending in LIST_ENDINGS:
        return folder, stem, []
    near = stem if stem in known else nearest(stem, known)
    code = "wrong_type" if stem in known else "unknown_file"
    fault = _fault(
        "refuse",
        code,
        near or stem,
        name,
        value=stem if code == "unknown_file" else ending,
        nearest=near or ", ".join(known),
    )
    return folder, near or stem, fault
