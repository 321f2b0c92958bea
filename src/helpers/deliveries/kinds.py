"""Every kind of delivery.

Where its files lie, who reads them, which clean tables come of them, what may leave the house.

The inventory, the reading, the clean chapter, the bundle and the list of what is missing go by this registry.
A new kind is its reader, its words (`kind.<id>`, `missing.<id>` in the catalogue), its tests, and one entry
of `KINDS`.
"""

from collections.abc import Callable, Mapping

import pandas as pd

from helpers.deliveries import (
    account_texts,
    agreements,
    declared_figures,
    examples,
    headings,
    intervention_reports,
    ledger,
    nafs_answers,
    participants,
    preventive,
    screening,
    sick_leave,
    strategic_goals,
    surveys,
    sus,
    typed_figures,
    yearly_equivalents,
)
from helpers.deliveries.card import Card, Handed, Read, Reader
from helpers.deliveries.files import corrections
from helpers.deliveries.kind import Clean, Kind
from helpers.faults import Faults
from helpers.paths import INTERVENTIONS, LEDGER_FILE

DAY = "datetime64[s]"  # of a column of dates
# Part of the contract, read by later chapters of the project.
LATER_FOLDERS: tuple[str, ...] = ()


def _screening(card: Card, handed: Handed) -> Read:
    frame, faults = screening.read(
        card.path, card.name, handed.definitions, handed.secret, handed.corrections
    )
    return [frame], faults


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


def _mended(read: Callable[..., tuple[pd.DataFrame, Faults]]) -> Reader:
    """A reader of one table that corrections may mend, and that asks for nothing else."""

    def reader(card: Card, handed: Handed) -> Read:
        frame, faults = read(card.path, card.name, handed.definitions, handed.corrections)
        return [frame], faults

    return reader


def _sus(card: Card, handed: Handed) -> Read:
    frame, faults = sus.read(card.path, card.name, handed.definitions, handed.secret, handed.corrections)
    return [frame], faults


def _preventive(card: Card, handed: Handed) -> Read:
    return preventive.read(card.path, card.name, handed.definitions, handed.corrections)


def _strategic(card: Card, handed: Handed) -> Read:
    return strategic_goals.read(card.path, card.name, handed.definitions)


def _agreements(card: Card, handed: Handed) -> Read:
    return agreements.read(card.path, card.name, handed.definitions)


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


def _whole(name: str, columns: list[str], types: Mapping[str, str]) -> Clean:
    """A table that says nothing of a person: a bundle may hold all of it."""
    return Clean(name, columns, columns, types=types)


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
SICK_DAYS = Clean("sick_days", sick_leave.COLUMNS, sick_leave.COLUMNS, types=sick_leave.TYPES)
SICK_LEAVE = Clean("sick_leave", sick_leave.COLUMNS, sick_leave.COLUMNS, types=sick_leave.TYPES)
SCREENING = Clean("screening", screening.COLUMNS, ["row"], unsaved=screening.UNSAVED, numbered=True)
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
PREVENTIVE = _whole("preventive", preventive.COLUMNS, preventive.TYPES)
PREVENTIVE_FIGURES = _whole("preventive_figures", preventive.FIGURE_COLUMNS, preventive.FIGURE_TYPES)
STRATEGIC_GOALS = _whole("strategic_goals", strategic_goals.GOAL_COLUMNS, {})
STRATEGIC_CRITERIA = _whole(
    "strategic_criteria", strategic_goals.CRITERION_COLUMNS, strategic_goals.CRITERION_TYPES
)
STRATEGIC_JUDGEMENTS = _whole(
    "strategic_judgements", strategic_goals.JUDGEMENT_COLUMNS, strategic_goals.JUDGEMENT_TYPES
)
STRATEGIC_EVIDENCE = _whole(
    "strategic_evidence", strategic_goals.EVIDENCE_COLUMNS, strategic_goals.EVIDENCE_TYPES
)
AGREEMENTS = _whole("agreements", agreements.COLUMNS, agreements.TYPES)
AGREEMENT_FIGURES = _whole("agreement_figures", agreements.FIGURE_COLUMNS, agreements.FIGURE_TYPES)
NAFS = Clean("nafs_answers", nafs_answers.COLUMNS, nafs_answers.COLUMNS)
EXAMPLES = Clean("examples", examples.COLUMNS, ["row", "platform", "account"], numbered=True)
ACCOUNT_TEXTS = Clean("account_texts", account_texts.COLUMNS, ["row"], types={"day": DAY}, numbered=True)
TYPED_FIGURES = Clean("typed_figures", typed_figures.COLUMNS, ["row"])

# In the order in which they are read.
KINDS = (
    Kind("participants", "participants/{part}", _participants, (PARTICIPATIONS,), lambda d: d.platform_ids),
    Kind(
        "surveys", "surveys/{part}", _surveys, (RESPONDENTS, ANSWERS), lambda d: [r.id for r in d.respondents]
    ),
    Kind("invited", "surveys/invited.csv", _mended(surveys.read_invited), (INVITED,)),
    Kind("sus", "sus.csv", _sus, (SUS,), part="sus"),
    Kind(
        "helarsekvivalenter",
        "helarsekvivalenter.csv",
        _mended(yearly_equivalents.read),
        (SOCIETY,),
        part="helarsekvivalenter",
    ),
    Kind(
        "sjukdagar", "sjukdagar.csv", _mended(sick_leave.read_days), (SICK_DAYS,), part="sjukdagar", ours=True
    ),
    Kind(
        "sjukfranvaro",
        "sjukfranvaro.csv",
        _mended(sick_leave.read_leave),
        (SICK_LEAVE,),
        part="sjukfranvaro",
        ours=True,
    ),
    Kind("screening", "screening.csv", _screening, (SCREENING,), part="screening", ours=True),
    Kind("ledger", LEDGER_FILE, _ledger, (LEDGER, LEDGER_ACCOUNTS), records=True),
    Kind(
        "uppgifter",
        "uppgifter.csv",
        _mended(declared_figures.read),
        (DECLARED,),
        part=declared_figures.PART,
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
        INTERVENTIONS,
        f"{INTERVENTIONS}/*.yaml",
        _final_report,
        (FINAL_FIGURES, FINAL_WORDS),
        part=INTERVENTIONS,
        records=True,
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
    Kind(
        "agreements",
        "agreements/*.yaml",
        _agreements,
        (AGREEMENTS, AGREEMENT_FIGURES),
        part=agreements.PART,
        records=True,
        ours=True,
    ),
    Kind("foljsamhet", "nafs.csv", _mended(nafs_answers.read), (NAFS,), part=nafs_answers.PART, ours=True),
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
        _mended(typed_figures.read),
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
