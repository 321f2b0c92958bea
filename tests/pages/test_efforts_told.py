"""The chapters of activities and of preventive efforts: what each row says, and when an agreement holds."""

from pathlib import Path

import pandas as pd
import pytest
from support.clean_tables import FIXTURE_DEFINITIONS

from helpers import definitions
from helpers.context import Context
from helpers.deliveries.delivery import STATUS_COLUMNS
from helpers.facts import INVENTED, Fact, Facts
from helpers.language.words import plain
from helpers.pages import agreements_told, preventive_told
from helpers.pages.document import NOTHING, Block, Content
from helpers.pages.said import said
from helpers.pages.years import Report, YearOfFacts
from helpers.paths import Workspace

DEFINED = definitions.load(FIXTURE_DEFINITIONS)


def of(measure: str, value: int, place: str = "forbundet", origin: str = "delivered") -> Fact:
    return Fact(2019, place, measure, value=value, state="ok", rule="preventive.planned", origin=origin)


def report(folder: Path, tables: dict[str, pd.DataFrame], *known: Fact) -> Report:
    context = Context(Workspace(folder), 2019)
    for name, frame in tables.items():
        context.store().write(name, frame)
    now = YearOfFacts(2019, DEFINED, Facts(known), pd.DataFrame([], columns=STATUS_COLUMNS), [])
    return Report(context, now, [], [])


def read(content: Content) -> str:
    """What is read of it, with a bar between its parts."""
    words = "|".join(map(read, content.inside())) if isinstance(content, Block) else plain(content)
    return words.replace("\u00a0", " ")


EFFORTS = pd.DataFrame(
    [
        ("a#!2", "halsa", "Umeå", 2019, "yes", "no", "successful", "p:1"),
        ("a#!3", "samtal", "Umeå", 2018, "yes", "yes", "unsuccessful", "p:2"),
        ("a#!4", "skola", "", None, "no", None, None, "p:3"),
    ],
    columns=["row", "effort", "municipalities", "year", "done", "evaluated", "judged", "source"],
).astype({"year": "Int64"})
FIGURES = pd.DataFrame(
    [("a#!2", "halsa", "halsa", 2019, "cases", 7, "count")],
    columns=["row", "effort", "of", "year", "what", "value", "unit"],
)
COUNTS = {"planned": 3, "carried-out": 2, "successful": 1, "unsuccessful": 1}


def test_each_effort_says_what_became_of_it_with_the_figures_of_its_year(tmp_path: Path) -> None:
    tables = {"preventive": EFFORTS, "preventive_figures": FIGURES}
    known = report(tmp_path, tables, of("intervention:halsa:cases", 7))
    found = preventive_told.efforts(known)
    told = read(preventive_told.done(known, found))
    assert "Hälsa på arbetet|Umeå|2019|inte utvärderad|lyckad|prövade ärenden: 7" in told
    assert "Samtal i grupp|Umeå|2018|utvärderad|ej lyckad" in told and "Skola" not in told
    assert read(preventive_told.not_done(known, found)) == "Skola för chefer"
    assert len(said([preventive_told.done(known, found)]).vouchers) == 1


@pytest.mark.parametrize(
    ("origin", "words"),
    [
        (
            "delivered",
            "3 insatser planerades och 2 genomfördes. 1 bedömdes som lyckad och 1 som ej lyckad.",
        ),
        (INVENTED, ""),
    ],
)
def test_the_lead_says_how_it_went_unless_that_is_invented(tmp_path: Path, origin: str, words: str) -> None:
    known = report(tmp_path, {}, *(of(f"interventions:{m}", n, origin=origin) for m, n in COUNTS.items()))
    assert read(preventive_told.lead(known)) == words


def test_a_year_without_efforts_has_none(tmp_path: Path) -> None:
    known = report(tmp_path, {})
    found = preventive_told.efforts(known)
    shown = [preventive_told.done(known, found), preventive_told.not_done(known, found)]
    assert shown == [NOTHING, NOTHING] and agreements_told.agreements(known) == NOTHING


def agreement(start: str | None, state: str = "signed") -> dict[str, pd.DataFrame]:
    row = ("a#!1", "navet", "Överenskommelse", "hikikomori", "umea, x", start, None, state)
    columns = ["row", "agreement", "name", "platform", "parties", "from", "until", "state"]
    head = pd.DataFrame([row], columns=columns).astype(dict.fromkeys(("from", "until"), "datetime64[s]"))
    figures = [
        ("a#!2", "navet", "hikikomori", "agreement:posts:municipality", 2.0, "posts", "", ""),
        ("a#!3", "navet", "hikikomori", "target:places", 20.0, "count", "occupancy:max", ""),
    ]
    columns = ["row", "agreement", "platform", "measure", "value", "unit", "against", "source"]
    return {"agreements": head, "agreement_figures": pd.DataFrame(figures, columns=columns)}


@pytest.mark.parametrize(
    ("start", "state", "holds", "outcome"),
    [
        (
            "2019-01-01",
            "signed",
            "Gäller från 2019-01-01. Den gäller tills vidare. Den är undertecknad.",
            "8",
        ),
        ("2020-01-01", "proposed", "Den är ett förslag och inte undertecknad.", "Gäller inte än"),
        (None, "signed", "Den är undertecknad.", "8"),
    ],
)
def test_a_target_stands_beside_the_outcome_of_a_year_that_it_holds_in(
    tmp_path: Path, start: str | None, state: str, holds: str, outcome: str
) -> None:
    facts = [
        of("agreement:posts:municipality", 2, "hikikomori"),
        of("target:places", 20, "hikikomori"),
        of("occupancy:max", 8, "hikikomori"),
    ]
    told = read(agreements_told.agreements(report(tmp_path, agreement(start, state), *facts)))
    assert (
        holds in told
        and "Parter: Umeå kommun och x." in told
        and "Kommunens tjänster|2" in told
        and f"Platser|20|{outcome}" in told
    )


def test_every_activity_leads_to_its_account(tmp_path: Path) -> None:
    told = read(agreements_told.platforms(report(tmp_path, {})))
    assert all(p.name in told for p in DEFINED.platforms)
