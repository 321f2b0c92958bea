"""Everything delivered for a year, read kind by kind."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from helpers import cleared
from helpers.codes import ASSOCIATION, EMPTY, MISSING, READ, REFUSED, SEPARATE
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries import (
    clearance,
    examples,
    headings,
    inventory,
    participants,
    surveys,
    sus,
    yearly_equivalents,
)
from helpers.deliveries.files import corrections as corrections_reader
from helpers.deliveries.files.drawn_on import Drawn, drawn
from helpers.deliveries.inventory import Card, Inventory
from helpers.faults import Fault, Faults

DAY = "datetime64[s]"  # of a column of dates


@dataclass
class Delivery:
    """One year's delivery while it is being read."""

    context: Context
    definitions: Definitions
    secret: bytes
    inventory: Inventory = field(init=False)
    faults: list[Fault] = field(init=False)
    statuses: dict[tuple[str, str], str] = field(init=False, default_factory=dict)
    rows: dict[str, int] = field(init=False, default_factory=dict)  # rows read of each file
    drawn: dict[str, Drawn] = field(init=False, default_factory=dict)  # when each list was drawn

    def __post_init__(self) -> None:
        self.inventory = inventory.take(self.context, self.definitions)
        self.faults = list(self.inventory.faults)
        self.corrections, found = corrections_reader.read(self.context.raw / "corrections.csv")
        self.faults += found.found
        self.headings = headings.load(self.context.workspace.headings, self.definitions)
        delivered = {c.name for c in self.inventory.cards if c.kind not in ("examples", "corrections")}
        for c in self.corrections:
            if c.file not in delivered:
                found = Faults("corrections", "corrections.csv")
                found.refuse("correction_unmatched", row=c.row, column=c.column, value=c.shown(c.old))
                self.faults += found.found

    def read_lists(self) -> pd.DataFrame:
        """All participant lists: participations of every platform whose list could be read."""
        frames = []
        for platform in self.definitions.platform_ids:
            frames += self._each("participants", platform, self._read_list)
        invented = self.reconstructed("participants") & self.read_platforms()
        self.faults += not_compared("identity_reconstructed", "participants", invented, self.definitions)
        return _together(frames, participants.COLUMNS, dict.fromkeys(participants.DATES.values(), DAY))

    def _read_list(self, card: Card) -> tuple[pd.DataFrame, Faults]:
        d, ages = self.definitions, self.definitions.platform(card.part).ages
        return participants.read(
            card.path,
            card.name,
            card.part,
            d.year,
            self.secret,
            self.corrections,
            ages=ages,
            invented=card.shipped,
        )

    def read_surveys(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """All surveys: (answers, respondents)."""
        answers, people = [], []

        def read(card: Card) -> tuple[pd.DataFrame, Faults]:
            given, here, faults = surveys.read(
                card.path,
                card.name,
                card.part,
                self.definitions,
                self.corrections,
                self.headings.get(card.part),
            )
            answers.append(given)
            return here, faults

        for group in self.definitions.respondents:
            people += self._each("surveys", group.id, read)
        return _together(answers, surveys.ANSWER_COLUMNS), _together(people, surveys.RESPONDENT_COLUMNS)

    def read_invited(self) -> pd.DataFrame:
        frames = self._each(
            "invited", "", lambda c: surveys.read_invited(c.path, c.name, self.definitions, self.corrections)
        )
        return _together(frames, surveys.INVITED_COLUMNS, {"invited": "int64"})

    def read_sus(self) -> pd.DataFrame:
        frames = self._each(
            "sus", "sus", lambda c: sus.read(c.path, c.name, self.definitions, self.secret, self.corrections)
        )
        return _together(frames, sus.COLUMNS, dict.fromkeys(sus.DATES.values(), DAY))

    def read_society(self) -> pd.DataFrame:
        frames = self._each(
            "helarsekvivalenter",
            "helarsekvivalenter",
            lambda c: yearly_equivalents.read(c.path, c.name, self.corrections),
        )
        return _together(
            frames, yearly_equivalents.COLUMNS, dict.fromkeys(yearly_equivalents.NUMBERS.values(), "float64")
        )

    def read_examples(self) -> pd.DataFrame:
        frames = self._each(
            "examples", "", lambda c: examples.read(c.path, c.name, self.definitions, self._to_clear(c))
        )
        return _together(frames, examples.COLUMNS)

    def _to_clear(self, card: Card) -> str:
        shown = cleared.is_cleared(self.context, card.name, card.sha256)
        return "" if shown else clearance.command(self.context.year, card.name)

    def read_drawn(self) -> dict[str, Drawn]:
        """When each list was drawn; a reconstructed list was drawn from nothing."""
        cards = [c for c in self.inventory.cards if c.kind not in ("examples", "corrections")]
        self.drawn = {c.name: Drawn() if c.shipped else drawn(c.path) for c in cards}
        return self.drawn

    def status_table(self) -> pd.DataFrame:
        """`deliveries`: one row a part and file, how it went, the rows read of it, when it was drawn and what says so."""
        columns = ["kind", "part", "status", "file", "sha256", "shipped", "rows", "drawn", "drawn_from"]
        table = []
        for (kind, part), status in self.statuses.items():
            files = [c for c in self.inventory.cards if (c.kind, c.part) == (kind, part)]
            for c in files:
                when = self.drawn.get(c.name, Drawn())
                day = str(when.day) if when.day else ""
                table.append(
                    (
                        kind,
                        part,
                        status,
                        c.name,
                        c.sha256,
                        c.shipped,
                        self.rows.get(c.name, 0),
                        day,
                        when.source,
                    )
                )
            if not files:
                table.append((kind, part, status, "", "", False, 0, "", ""))
        return pd.DataFrame(table, columns=columns)

    def _each(
        self, kind: str, part: str, read: Callable[[Card], tuple[pd.DataFrame, Faults]]
    ) -> list[pd.DataFrame]:
        cards = [c for c in self.inventory.of(kind) if c.part == part]
        refused, frames = (kind, part) in self.inventory.refused, []
        for card in cards:
            frame, faults = read(card)
            if frame.empty and not faults.refused and kind != "examples":
                faults.flag("empty_list")
            self.faults += faults.found
            refused |= faults.refused
            frames.append(frame)
            self.rows[card.name] = len(frame)
        empty = all(f.empty for f in frames)
        self.statuses[kind, part] = REFUSED if refused else MISSING if not cards else EMPTY if empty else READ
        return frames

    def last_year(self) -> "Delivery | None":
        """Last year's delivery, to be read anew with the same key; None where the year has no definitions or no files."""
        before = self.context.at(self.context.year - 1)
        return (
            Delivery(before, before.definitions, self.secret)
            if before.is_defined and before.raw.is_dir()
            else None
        )

    def read_platforms(self) -> set[str]:
        """The platforms whose list was read."""
        return {
            part
            for (kind, part), status in self.statuses.items()
            if kind == "participants" and status == READ
        }

    def reconstructed(self, kind: str) -> set[str]:
        """The parts of a kind that the project ships: invented people."""
        return {c.part for c in self.inventory.of(kind) if c.shipped}


def _together(
    frames: list[pd.DataFrame], columns: list[str], kinds: Mapping[str, str] | None = None
) -> pd.DataFrame:
    """One table of all. Without a row it has the types of a filled one: text, but where `kinds` says another."""
    filled = [f for f in frames if len(f)]
    if not filled:
        return (
            frames[0]
            if frames
            else pd.DataFrame(columns=columns).astype(dict.fromkeys(columns, "string") | dict(kinds or {}))
        )
    return pd.concat(filled, ignore_index=True)


def not_compared(
    code: str, file: str, platforms: Iterable[str], definitions: Definitions, **details: object
) -> list[Fault]:
    """One note that names the platforms a comparison is not made for; nothing when it is made for all."""
    chosen = set(platforms)
    places = [*definitions.platform_ids, *definitions.whole_ids, ASSOCIATION, SEPARATE]
    names = [definitions.label(p) for p in places if p in chosen]
    faults = Faults("crosschecks", file)
    if names:
        faults.note(code, platforms=", ".join(names), **details)
    return faults.found
