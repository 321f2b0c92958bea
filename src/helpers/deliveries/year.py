"""Read everything delivered for a year, kind by kind; cross-file checks last."""

from collections.abc import Callable
from dataclasses import dataclass, field

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import corrections as corrections_reader
from helpers.deliveries import examples, headings, inventory, participants, society, surveys, sus
from helpers.deliveries.inventory import EMPTY, MISSING, READ, REFUSED, Card, Inventory
from helpers.faults import Fault, Faults
from helpers.participants import total
from helpers.paths import Workspace


@dataclass
class Year:
    """One year's delivery while it is being read."""

    workspace: Workspace
    definitions: Definitions
    secret: bytes
    inventory: Inventory = field(init=False)
    faults: list[Fault] = field(init=False)
    statuses: dict[tuple[str, str], str] = field(init=False, default_factory=dict)

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
        return _together(frames, participants.COLUMNS)

    def _read_list(self, card: Card) -> tuple[pd.DataFrame, Faults]:
        return participants.read(card.path, card.name, card.part, self.definitions.year, self.secret, self.corrections)

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
        return _together(frames, surveys.INVITED_COLUMNS)

    def read_sus(self) -> pd.DataFrame:
        frames = self._each("sus", "sus", lambda c: sus.read(c.path, c.name, self.definitions, self.secret, self.corrections))
        return _together(frames, sus.COLUMNS)

    def read_society(self) -> pd.DataFrame:
        frames = self._each("helarsekvivalenter", "helarsekvivalenter", lambda c: society.read(c.path, c.name, self.corrections))
        return _together(frames, ["row", "area", "name", "period", *society.NUMBERS.values()])

    def read_examples(self) -> pd.DataFrame:
        frames = self._each("examples", "", lambda c: examples.read(c.path, c.name, self.definitions))
        return _together(frames, examples.COLUMNS)

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
        empty = all(f.empty for f in frames)
        self.statuses[kind, part] = REFUSED if refused else MISSING if not cards else EMPTY if empty else READ
        return frames

    def check_people(self, rows: pd.DataFrame) -> None:
        """People in two lists: flagged in both; with different Kön in each row of both."""
        counting = rows[total(rows, self.definitions.year)] if len(rows) else rows
        lists = counting.groupby("person")["platform"].nunique()
        several = counting[counting["person"].isin(lists[lists > 1].index)]
        for (here, there), mine in _pairs(several):
            places = [_place(r) for r in mine["row"]]
            faults = Faults(here, places[0][0])
            rows_told = ", ".join(str(number) for _, _, number in places)
            faults.flag("in_two_lists", sheet=places[0][1], count=len(mine), other=there, rows=rows_told)
            self.faults += faults.found
        genders = rows.groupby("person")["gender"].nunique()
        for row in rows[rows["person"].isin(genders[genders > 1].index)].itertuples():
            others = rows[(rows["person"] == row.person) & (rows["gender"] != row.gender)]["row"]
            file, sheet, number = _place(row.row)
            faults = Faults(row.platform, file)
            there = Fault("", "", "", *_place(others.iloc[0])).place()
            faults.flag("gender_differs", sheet=sheet, row=number, column="Kön", other=there)
            self.faults += faults.found


def _place(reference: str) -> tuple[str, str, int]:
    """File, sheet and row of `participants/vannas.xlsx#Deltagare!14`."""
    file, _, place = reference.partition("#")
    sheet, _, number = place.rpartition("!")
    return file, sheet, int(number)


def _pairs(rows: pd.DataFrame) -> list[tuple[tuple[str, str], pd.DataFrame]]:
    platforms = sorted(set(rows["platform"]))
    people = {p: set(rows["person"][rows["platform"] == p]) for p in platforms}
    return [
        ((a, b), rows[(rows["platform"] == a) & rows["person"].isin(people[a] & people[b])])
        for a in platforms
        for b in platforms
        if a != b and people[a] & people[b]
    ]


def _together(frames: list[pd.DataFrame], columns: list[str]) -> pd.DataFrame:
    filled = [f for f in frames if len(f)]
    if not filled:
        return frames[0] if frames else pd.DataFrame(columns=columns)
    return pd.concat(filled, ignore_index=True)
