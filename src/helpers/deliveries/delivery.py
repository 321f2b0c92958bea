"""Everything delivered for a year, read kind by kind."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from functools import cached_property

import pandas as pd

from helpers.codes import BETWEEN, EMPTY, MISSING, READ, REFUSED
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries import clearance, headings, inventory, kinds
from helpers.deliveries.card import Card, Handed, Reader
from helpers.deliveries.files import corrections as corrections_reader
from helpers.deliveries.files.drawn_on import Drawn, drawn
from helpers.deliveries.inventory import Inventory
from helpers.deliveries.kinds import Kind
from helpers.faults import Fault, Faults
from helpers.masking import cleared

STATUS_COLUMNS = [
    *("kind", "part", "status", "omitted", "file", "sha256", "shipped", "rows", "drawn", "drawn_from"),
]


@dataclass
class Delivery:
    """One year's delivery while it is being read. `secret` keys the pseudonyms.

    Raises:
        DefinitionError: `data/definitions/headings.csv` names what the year does not define.
    """

    context: Context
    definitions: Definitions
    secret: bytes
    inventory: Inventory = field(init=False)
    faults: list[Fault] = field(init=False)
    statuses: dict[tuple[str, str], str] = field(init=False, default_factory=dict)
    omitted: dict[tuple[str, str], set[str]] = field(init=False, default_factory=dict)
    rows: dict[str, int] = field(init=False, default_factory=dict)  # rows read of each file
    drawn: dict[str, Drawn] = field(init=False, default_factory=dict)  # when each list was drawn

    def __post_init__(self) -> None:
        self.inventory = inventory.take(self.context, self.definitions)
        self.faults = list(self.inventory.faults)
        corrections, found = corrections_reader.read(self.context.raw / kinds.kind("corrections").path)
        confirmed = headings.load(self.context.workspace.headings, self.definitions)
        self._handed = Handed(self.definitions, self.secret, corrections, confirmed, self._to_clear)
        self.faults += found.found
        lists = sorted(c.name for c in self.inventory.lists())
        astray = Faults("corrections", kinds.kind("corrections").path, known=lists)
        corrections_reader.refuse_unknown_files(corrections, lists, astray)
        self.faults += astray.found

    def _to_clear(self, card: Card) -> str:
        shown = cleared.is_cleared(self.context, card.name, card.sha256)
        return "" if shown else clearance.command(self.context.year, card.name)

    def read(self, kind: str) -> dict[str, pd.DataFrame]:
        """Every file of a kind that can be read: the kind's clean tables by name.

        What is wrong in the files joins `faults`; how each part went joins `statuses`.

        Raises:
            KeyError: no kind that is read is called so.
        """
        read = kinds.kind(kind)
        if read.read is None:
            raise KeyError(kind)
        frames: dict[str, list[pd.DataFrame]] = {table.name: [] for table in read.tables}
        for part in read.parts_of(self.definitions):
            for found in self._read_part(read, read.read, part):
                for table, frame in zip(read.tables, found, strict=True):
                    frames[table.name].append(frame)
        return {table.name: table.together(frames[table.name]) for table in read.tables}

    def _read_part(self, kind: Kind, reader: Reader, part: str) -> list[list[pd.DataFrame]]:
        """The tables of each file of one part, as its reader gives them."""
        cards = [c for c in self.inventory.of(kind.id) if c.part == part]
        refused, files = (kind.id, part) in self.inventory.refused, []
        for card in cards:
            tables, faults = reader(card, self._handed)
            if tables[0].empty and not faults.refused and kind.is_list:
                faults.flag("empty_list")
            self.faults += faults.found
            refused |= faults.refused
            self.omitted.setdefault((kind.id, part), set()).update(faults.omitted())
            files.append(tables)
            self.rows[card.name] = len(tables[0])
        if refused:
            status = REFUSED
        elif not cards:
            status = MISSING
        else:
            status = EMPTY if all(tables[0].empty for tables in files) else READ
        self.statuses[kind.id, part] = status
        return files

    def left_to_read(self) -> list[Kind]:
        """The kinds with tables that are not read yet, in the order of the registry."""
        read = {kind for kind, _ in self.statuses}
        return [k for k in kinds.KINDS if k.tables and k.id not in read]

    def read_drawn(self) -> dict[str, Drawn]:
        """When each list was drawn; a reconstructed list was drawn from nothing."""
        self.drawn = {c.name: Drawn() if c.shipped else drawn(c.path) for c in self.inventory.lists()}
        return self.drawn

    def status_table(self) -> pd.DataFrame:
        """The table `deliveries`.

        One row a part and file: how it went, the columns in which something was left out of it, the rows
        read, when it was drawn and what says so.
        """
        table = []
        for (kind, part), status in self.statuses.items():
            files = [c for c in self.inventory.cards if (c.kind, c.part) == (kind, part)]
            omitted = BETWEEN.join(sorted(self.omitted.get((kind, part), ())))
            for c in files:
                when = self.drawn.get(c.name, Drawn())
                day = str(when.day) if when.day else ""
                read = self.rows.get(c.name, 0)
                table.append(
                    (kind, part, status, omitted, c.name, c.sha256, c.shipped, read, day, when.source)
                )
            if not files and not kinds.kind(kind).ours:
                table.append((kind, part, status, omitted, "", "", False, 0, "", ""))
        return pd.DataFrame(table, columns=STATUS_COLUMNS)

    @cached_property
    def last_year(self) -> "tuple[Delivery, pd.DataFrame] | None":
        """Last year's delivery and the rows of its lists, read anew with the same key.

        It is None where the year has no definitions or no files, or is another association's.
        """
        before = self.context.at(self.context.year - 1)
        if before.year not in self.context.years_beside:
            return None
        delivery = Delivery(before, before.definitions, self.secret)
        return delivery, delivery.read("participants")["participations"]

    def read_platforms(self) -> set[str]:
        """The platforms whose list was read."""
        return {p for (k, p), status in self.statuses.items() if k == "participants" and status == READ}

    def reconstructed(self, kind: str) -> set[str]:
        """The parts of a kind that the project ships: invented people."""
        return {c.part for c in self.inventory.of(kind) if c.shipped}


def not_compared(
    code: str, file: str, platforms: Iterable[str], definitions: Definitions, **details: int
) -> list[Fault]:
    """One note that names the platforms a comparison is not made for; nothing when it is made for all."""
    chosen = set(platforms)
    names = [definitions.label(p) for p in definitions.places if p in chosen]
    faults = Faults("crosschecks", file)
    if names:
        faults.note(code, platforms=", ".join(names), **details)
    return faults.found
