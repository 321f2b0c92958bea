"""Read everything delivered for a year, kind by kind; cross-file checks last."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

import pandas as pd

from helpers import clearance
from helpers.definitions import Definitions, load
from helpers.deliveries import corrections as corrections_reader
from helpers.deliveries import crosschecks, examples, headings, inventory, participants, society, surveys, sus
from helpers.deliveries.drawn import Drawn, drawn
from helpers.deliveries.inventory import EMPTY, MISSING, READ, REFUSED, Card, Inventory
from helpers.faults import Fault, Faults
from helpers.participants import carried_over
from helpers.paths import Workspace

DAY = "datetime64[s]"  # of a column of dates


@dataclass
class Year:
    """One year's delivery while it is being read."""

    workspace: Workspace
    definitions: Definitions
    secret: bytes
    inventory: Inventory = field(init=False)
    faults: list[Fault] = field(init=False)
    statuses: dict[tuple[str, str], str] = field(init=False, default_factory=dict)
    rows: dict[str, int] = field(init=False, default_factory=dict)  # rows read of each file
    drawn: dict[str, Drawn] = field(init=False, default_factory=dict)  # when each list was drawn

    def __post_init__(self) -> None:
        self.inventory = inventory.take(self.workspace, self.definitions.year, self.definitions)
        self.faults = list(self.inventory.faults)
        path = self.workspace.raw(self.definitions.year) / "corrections.csv"
        self.corrections, found = corrections_reader.read(path)
        self.faults += found.found
        self.headings = headings.load(self.workspace.headings, self.definitions)
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
        invented = self._reconstructed("participants") & self._read_platforms()
        self.faults += crosschecks.skipped("identity_reconstructed", "participants", invented, self.definitions)
        return _together(frames, participants.COLUMNS, dict.fromkeys(participants.DATES.values(), DAY))

    def _read_list(self, card: Card) -> tuple[pd.DataFrame, Faults]:
        d, ages = self.definitions, self.definitions.platform(card.part).ages
        return participants.read(card.path, card.name, card.part, d.year, self.secret, self.corrections, ages=ages, invented=card.shipped)

    def read_surveys(self) -> tuple[pd.DataFrame, pd.DataFrame]:
        """All surveys: (answers, respondents)."""
        answers, people = [], []

        def read(card: Card) -> tuple[pd.DataFrame, Faults]:
            given, here, faults = surveys.read(card.path, card.name, card.part, self.definitions, self.corrections, self.headings.get(card.part))
            answers.append(given)
            return here, faults

        for group in self.definitions.respondents:
            people += self._each("surveys", group.id, read)
        return _together(answers, surveys.ANSWER_COLUMNS), _together(people, surveys.RESPONDENT_COLUMNS)

    def read_invited(self) -> pd.DataFrame:
        frames = self._each("invited", "", lambda c: surveys.read_invited(c.path, c.name, self.definitions, self.corrections))
        return _together(frames, surveys.INVITED_COLUMNS, {"invited": "int64"})

    def read_sus(self) -> pd.DataFrame:
        frames = self._each("sus", "sus", lambda c: sus.read(c.path, c.name, self.definitions, self.secret, self.corrections))
        return _together(frames, sus.COLUMNS, dict.fromkeys(sus.DATES.values(), DAY))

    def read_society(self) -> pd.DataFrame:
        frames = self._each("helarsekvivalenter", "helarsekvivalenter", lambda c: society.read(c.path, c.name, self.corrections))
        return _together(frames, society.COLUMNS, dict.fromkeys(society.NUMBERS.values(), "float64"))

    def read_examples(self) -> pd.DataFrame:
        frames = self._each("examples", "", lambda c: examples.read(c.path, c.name, self.definitions, self._to_clear(c)))
        return _together(frames, examples.COLUMNS)

    def _to_clear(self, card: Card) -> str:
        year = self.definitions.year
        shown = clearance.is_cleared(self.workspace, year, card.name, card.sha256)
        return "" if shown else clearance.command(year, card.name)

    def check_drawn(self, rows: pd.DataFrame) -> None:
        """When each list was drawn, and the participations dated after it."""
        cards = [c for c in self.inventory.cards if c.kind not in ("examples", "corrections")]
        self.drawn = {c.name: Drawn() if c.shipped else drawn(c.path) for c in cards}  # a reconstructed list was drawn from nothing
        self.faults += crosschecks.dated_after_drawn(rows, self.drawn)

    def status_table(self) -> pd.DataFrame:
        """`deliveries`: one row a part and file, how it went, the rows read of it, when it was drawn and what says so."""
        columns = ["kind", "part", "status", "file", "sha256", "shipped", "rows", "drawn", "drawn_from"]
        table = []
        for (kind, part), status in self.statuses.items():
            files = [c for c in self.inventory.cards if (c.kind, c.part) == (kind, part)]
            for c in files:
                when = self.drawn.get(c.name, Drawn())
                day = str(when.day) if when.day else ""
                table.append((kind, part, status, c.name, c.sha256, c.shipped, self.rows.get(c.name, 0), day, when.source))
            if not files:
                table.append((kind, part, status, "", "", False, 0, "", ""))
        return pd.DataFrame(table, columns=columns)

    def _each(self, kind: str, part: str, read: Callable[[Card], tuple[pd.DataFrame, Faults]]) -> list[pd.DataFrame]:
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

    def check_people(self, rows: pd.DataFrame) -> None:
        """People in two lists, and people with different Kön."""
        self.faults += crosschecks.in_two_lists(rows, self.definitions) + crosschecks.genders_differ(rows)

    def check_sus(self, rows: pd.DataFrame, registered: pd.DataFrame) -> None:
        """The lists against SUS, for the platforms that are in both; neither may be reconstructed."""
        if registered.empty:
            return
        d, read = self.definitions, self._read_platforms()
        invented = read if self._reconstructed("sus") else self._reconstructed("participants") & read
        named = list(registered["platform"].unique())
        places = crosschecks.comparable_with_sus(named, read - invented, d)
        compared = {p for parts in places.values() for p in parts}
        in_sus = {p for place in named for p in crosschecks.covers(d, place)}
        for code, left in (
            ("sus_reconstructed", invented),
            ("sus_without_platform", read - in_sus - invented),
            ("sus_not_compared", (in_sus | set(named)) - compared - set(places) - invented),
        ):
            self.faults += crosschecks.skipped(code, crosschecks.SUS_FILE, left, d)
        self.faults += crosschecks.list_against_sus(
            rows[rows["platform"].isin(compared)], registered[registered["platform"].isin(list(places))], d
        )  # fmt: skip

    def check_asked(self, rows: pd.DataFrame, invited: pd.DataFrame) -> None:
        """Those asked against those discharged, where a list and invited.csv were read; neither may be reconstructed."""
        if invited.empty:
            return
        read = self._read_platforms()
        invented = read if self._reconstructed("invited") else self._reconstructed("participants") & read
        self.faults += crosschecks.skipped("asked_reconstructed", crosschecks.INVITED_FILE, invented, self.definitions)
        self.faults += crosschecks.discharged_never_asked(rows, invited, self.definitions, read - invented)

    def check_opening(self, rows: pd.DataFrame) -> None:
        """Those carried over against those who remained in last year's lists, read anew with the same key (only the lists).

        A comparison with a reconstructed year is skipped, and says so.
        """
        d, read, before = self.definitions, self._read_platforms(), self._last_year()
        earlier = before.read_lists() if before else rows.iloc[:0]
        invented = self._reconstructed("participants") | (before._reconstructed("participants") if before else set())
        known = before._read_platforms() if before else set()
        carried = set(rows["platform"][carried_over(rows, d.year)]) if len(rows) else set()
        details = {"year": d.year, "before": d.year - 1}
        self.faults += crosschecks.skipped("opening_reconstructed", "participants", (known | carried) & read & invented, d, **details)
        self.faults += crosschecks.skipped("opening_without_list", "participants", carried - known - invented, d, **details)
        self.faults += crosschecks.opening_against_closing(rows, earlier, d.year, sorted((read & known) - invented))

    def _last_year(self) -> "Year | None":
        year = self.definitions.year - 1
        path = self.workspace.definitions / f"{year}.yaml"
        return Year(self.workspace, load(path), self.secret) if path.exists() and self.workspace.raw(year).is_dir() else None

    def _read_platforms(self) -> set[str]:
        return {part for (kind, part), status in self.statuses.items() if kind == "participants" and status == READ}

    def _reconstructed(self, kind: str) -> set[str]:
        """The parts of a kind that the project ships: invented people."""
        return {c.part for c in self.inventory.of(kind) if c.shipped}


def _together(frames: list[pd.DataFrame], columns: list[str], kinds: Mapping[str, str] | None = None) -> pd.DataFrame:
    """One table of all. Without a row it has the types of a filled one: text, but where `kinds` says another."""
    filled = [f for f in frames if len(f)]
    if not filled:
        return frames[0] if frames else pd.DataFrame(columns=columns).astype(dict.fromkeys(columns, "string") | dict(kinds or {}))
    return pd.concat(filled, ignore_index=True)
