"""Every kind of delivery.

Where its files lie, who reads them, which clean tables come of them, what may leave the house.

The inventory, the reading, the clean chapter, the bundle and the list of what is missing go by this registry.
A new kind is its reader, its words (`kind.<id>`, `missing.<id>` in the catalogue), its tests, and one entry
of `KINDS`.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path, PurePosixPath

import pandas as pd

from helpers.definitions import Definitions
from helpers.deliveries import (
    account_texts,
    declared_figures,
    examples,
    headings,
    intervention_reports,
    ledger,
    participants,
    preventive,
    strategic_goals,
    surveys,
    sus,
    typed_figures,
    yearly_equivalents,
)
from helpers.deliveries.card import Card, Handed, Read, Reader
from helpers.deliveries.files import corrections
from helpers.paths import INTERVENTIONS, LEDGER_FILE

DAY = "datetime64[s]"  # of a column of dates
LIST_ENDINGS = (".xlsx", ".csv")
# Part of the contract, read by later chapters of the project.
LATER_FILES = ("sjukfranvaro.csv", "nafs.csv", "screening.csv")
LATER_FOLDERS: tuple[str, ...] = ()


@dataclass(frozen=True)
class Clean:
    """A cleaned table.

    `types`: pandas dtypes of the columns that are not text. `bundled`: the columns that a bundle may hold; a
    column that is not named stays in the house. `unsaved`: columns that only the checks of the same run may
    see. `numbered`: senders name the files, so a bundle names a row by a number only.
    """

    name: str
    columns: list[str]
    bundled: list[str]
    types: Mapping[str, str] = field(default_factory=dict)
    unsaved: tuple[str, ...] = ()
    numbered: bool = False

    @property
    def saved(self) -> list[str]:
        """The columns of the table on disk."""
        return [c for c in self.columns if c not in self.unsaved]

    def together(self, frames: list[pd.DataFrame]) -> pd.DataFrame:
        """One table of all. Without a row it has the types of a filled one."""
        if filled := [f for f in frames if len(f)]:
            return pd.concat(filled, ignore_index=True)
        if frames:
            return frames[0]
        return pd.DataFrame(columns=self.columns).astype(
            dict.fromkeys(self.columns, "string") | dict(self.types)
        )


@dataclass(frozen=True)
class Kind:
    """A kind of delivery.

    `path` under the year: one file (`sus.csv`), any name (`examples/*.md`), or one list for each of `parts`,
    named by it (`surveys/{part}`, .xlsx or .csv). `part` is what the findings on a kind without parts
    concern. Of several `tables` the first has a row for each row of the file. Without a `read` the kind mends
    the others. `prose`: free text, no table. `records`: a program's own file, with no columns to mend.
    `ours`: written by the association itself for one page of its own, which says what it lacks: nobody has to
    clear it, and no part of the delivery is missing without it.
    """

    id: str
    path: str
    read: Reader | None = None
    tables: tuple[Clean, ...] = ()
    parts: Callable[[Definitions], list[str]] | None = None
    part: str = ""
    prose: bool = False
    records: bool = False
    ours: bool = False

    @property
    def folder(self) -> str:
        """The folder under the year, '' for the year's own."""
        return self.path.rpartition("/")[0]

    @property
    def is_list(self) -> bool:
        """Whether its files are tables, which somebody drew from a system and `corrections.csv` may mend."""
        return self.read is not None and not (self.prose or self.records)

    def is_at(self, name: str) -> bool:
        """Whether a file of this name under the year is of the kind.

        It is False for a kind with parts, whose name alone says nothing.
        """
        file = PurePosixPath(name)
        if self.path.rpartition("/")[2].startswith("*."):
            return (
                name.rpartition("/")[0] == self.folder
                and file.suffix.lower() == PurePosixPath(self.path).suffix
            )
        return name == self.path

    def is_in(self, raw: Path) -> bool:
        """Whether a year's folder holds a file of the kind, however it may be read."""
        folder = raw / self.folder
        if not folder.is_dir():
            return False
        if self.parts:
            return any(f.suffix.lower() in LIST_ENDINGS for f in folder.iterdir())
        return any(self.is_at(f.relative_to(raw).as_posix()) for f in folder.iterdir() if f.is_file())

    def parts_of(self, definitions: Definitions) -> list[str]:
        """The parts that a year can deliver: platforms, respondents groups, or the one part there is."""
        return self.parts(definitions) if self.parts else [self.part]


def _participants(card: Card, handed: Handed) -> Read:
    frame, faults = participants.read(
        card.path,
        card.name,
        card.part,
        handed.definitions,
        handed.secret,
        handed.corrections,
        invented=card.shipped,
        naming=headings.of_list(card.part, handed.headings.get(card.part)),
    )
    return [frame], faults


def _surveys(card: Card, handed: Handed) -> Read:
    confirmed = handed.headings.get(card.part)
    answers, people, faults = surveys.read(
        card.path, card.name, card.part, handed.definitions, handed.corrections, confirmed
    )
    return [people, answers], faults


def _invited(card: Card, handed: Handed) -> Read:
    frame, faults = surveys.read_invited(card.path, card.name, handed.definitions, handed.corrections)
    return [frame], faults


def _sus(card: Card, handed: Handed) -> Read:
    frame, faults = sus.read(card.path, card.name, handed.definitions, handed.secret, handed.corrections)
    return [frame], faults


def _society(card: Card, handed: Handed) -> Read:
    frame, faults = yearly_equivalents.read(card.path, card.name, handed.definitions, handed.corrections)
    return [frame], faults


def _declared(card: Card, handed: Handed) -> Read:
    frame, faults = declared_figures.read(card.path, card.name, handed.definitions, handed.corrections)
    return [frame], faults


def _preventive(card: Card, handed: Handed) -> Read:
    return preventive.read(card.path, card.name, handed.definitions, handed.corrections)


def _strategic(card: Card, handed: Handed) -> Read:
    return strategic_goals.read(card.path, card.name, handed.definitions)


def _ledger(card: Card, handed: Handed) -> Read:
    entries, accounts, faults = ledger.read(card.path, card.name, handed.definitions)
    return [entries, accounts], faults


def _final_report(card: Card, handed: Handed) -> Read:
    figures, words, faults = intervention_reports.read(card.path, card.name, handed.definitions)
    return [figures, words], faults


def _examples(card: Card, handed: Handed) -> Read:
    frame, faults = examples.read(card.path, card.name, handed.definitions, handed.to_clear(card))
    return [frame], faults


def _account_texts(card: Card, handed: Handed) -> Read:
    frame, faults = account_texts.read(card.path, card.name, handed.definitions)
    return [frame], faults


def _typed_figures(card: Card, handed: Handed) -> Read:
    frame, faults = typed_figures.read(card.path, card.name, handed.definitions, handed.corrections)
    return [frame], faults


def _respondents(definitions: Definitions) -> list[str]:
    return [r.id for r in definitions.respondents]


def _platforms(definitions: Definitions) -> list[str]:
    return definitions.platform_ids


PARTICIPATIONS = Clean(
    "participations",
    participants.COLUMNS,
    ["row", "platform", "person", "gender", "referred", "referred_by", "decision", "start", "end", "outcome"],
    types=dict.fromkeys(participants.DATES.values(), DAY),
)
RESPONDENTS = Clean("respondents", surveys.RESPONDENT_COLUMNS, ["row", "respondents", "platform", "gender"])
ANSWERS = Clean(
    "answers",
    surveys.ANSWER_COLUMNS,
    ["row", "respondents", "platform", "gender", "question", "answer"],
)
INVITED = Clean(
    "invited",
    surveys.INVITED_COLUMNS,
    ["row", "platform", "respondents", "invited"],
    types={"invited": "int64"},
)
SUS = Clean(
    "sus",
    sus.COLUMNS,
    ["row", "platform", "registration", "gender", "time", "education", "support_before"],
    types=dict.fromkeys(sus.DATES.values(), DAY),
    unsaved=("person",),
)
SOCIETY = Clean(
    "society",
    yearly_equivalents.COLUMNS,
    yearly_equivalents.COLUMNS,
    types=yearly_equivalents.TYPES,
)
LEDGER = Clean("ledger", ledger.COLUMNS, ledger.COLUMNS, types=ledger.TYPES)
LEDGER_ACCOUNTS = Clean(
    "ledger_accounts", ledger.ACCOUNT_COLUMNS, ledger.ACCOUNT_COLUMNS, types=ledger.ACCOUNT_TYPES
)
DECLARED = Clean(
    "declared_figures",
    declared_figures.COLUMNS,
    ["row", "measure", "total", "platform", "group", "value", "unit", "day", "about"],
    types=declared_figures.TYPES,
)
FINAL_FIGURES = Clean(
    "final_figures",
    intervention_reports.COLUMNS,
    [c for c in intervention_reports.COLUMNS if c != "source"],
    types=intervention_reports.TYPES,
)
FINAL_WORDS = Clean("final_words", intervention_reports.WORD_COLUMNS, ["row"])
PREVENTIVE = Clean("preventive", preventive.COLUMNS, preventive.COLUMNS[:-1], types=preventive.TYPES)
PREVENTIVE_FIGURES = Clean(
    "preventive_figures",
    preventive.FIGURE_COLUMNS,
    preventive.FIGURE_COLUMNS,
    types=preventive.FIGURE_TYPES,
)
STRATEGIC_GOALS = Clean("strategic_goals", strategic_goals.GOAL_COLUMNS, strategic_goals.GOAL_COLUMNS)
STRATEGIC_CRITERIA = Clean(
    "strategic_criteria",
    strategic_goals.CRITERION_COLUMNS,
    strategic_goals.CRITERION_COLUMNS,
    types=strategic_goals.CRITERION_TYPES,
)
STRATEGIC_JUDGEMENTS = Clean(
    "strategic_judgements",
    strategic_goals.JUDGEMENT_COLUMNS,
    strategic_goals.JUDGEMENT_COLUMNS,
    types=strategic_goals.JUDGEMENT_TYPES,
)
STRATEGIC_EVIDENCE = Clean(
    "strategic_evidence",
    strategic_goals.EVIDENCE_COLUMNS,
    strategic_goals.EVIDENCE_COLUMNS,
    types=strategic_goals.EVIDENCE_TYPES,
)
EXAMPLES = Clean("examples", examples.COLUMNS, ["row", "platform", "account"], numbered=True)
ACCOUNT_TEXTS = Clean("account_texts", account_texts.COLUMNS, ["row"], types={"day": DAY}, numbered=True)
TYPED_FIGURES = Clean("typed_figures", typed_figures.COLUMNS, ["row"])

# In the order in which they are read.
KINDS = (
    Kind("participants", "participants/{part}", _participants, (PARTICIPATIONS,), _platforms),
    Kind("surveys", "surveys/{part}", _surveys, (RESPONDENTS, ANSWERS), _respondents),
    Kind("invited", "surveys/invited.csv", _invited, (INVITED,)),
    Kind("sus", "sus.csv", _sus, (SUS,), part="sus"),
    Kind("helarsekvivalenter", "helarsekvivalenter.csv", _society, (SOCIETY,), part="helarsekvivalenter"),
    Kind("ledger", LEDGER_FILE, _ledger, (LEDGER, LEDGER_ACCOUNTS), records=True),
    Kind("uppgifter", "uppgifter.csv", _declared, (DECLARED,), part=declared_figures.PART, ours=True),
    Kind(
        INTERVENTIONS,
        f"{INTERVENTIONS}/*.yaml",
        _final_report,
        (FINAL_FIGURES, FINAL_WORDS),
        part=INTERVENTIONS,
        records=True,
        ours=True,
    ),
    Kind(
        "forebyggande",
        "forebyggande.csv",
        _preventive,
        (PREVENTIVE, PREVENTIVE_FIGURES),
        part=preventive.PART,
        ours=True,
    ),
    Kind(
        strategic_goals.PART,
        f"{strategic_goals.PART}.yaml",
        _strategic,
        (STRATEGIC_GOALS, STRATEGIC_CRITERIA, STRATEGIC_JUDGEMENTS, STRATEGIC_EVIDENCE),
        part=strategic_goals.PART,
        records=True,
        ours=True,
    ),
    Kind("examples", "examples/*.md", _examples, (EXAMPLES,), prose=True),
    Kind(
        "arsredovisning",
        "arsredovisning/*.md",
        _account_texts,
        (ACCOUNT_TEXTS,),
        part=account_texts.PART,
        prose=True,
        ours=True,
    ),
    Kind(
        "tal",
        "arsredovisning/tal.csv",
        _typed_figures,
        (TYPED_FIGURES,),
        part=account_texts.PART,
        ours=True,
    ),
    Kind("corrections", corrections.REGISTER),
)


def kind(id_: str) -> Kind:
    """A kind by its id.

    Raises:
        KeyError: no kind is called so.
    """
    return {k.id: k for k in KINDS}[id_]


def tables() -> dict[str, Clean]:
    """Every clean table that comes of a delivery, by name."""
    return {t.name: t for k in KINDS for t in k.tables}
