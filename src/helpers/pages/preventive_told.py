"""The chapter of preventive efforts: what became of each, and the figures told of it."""

import pandas as pd

from helpers.counting.preventive_efforts import ALL, KIND
from helpers.facts import Fact
from helpers.language.words import Text as Words
from helpers.language.words import joined
from helpers.naming import measure_text
from helpers.pages.blocks import listed
from helpers.pages.document import NOTHING, Block, Content, Paragraph, table
from helpers.pages.sayable import may_say
from helpers.pages.years import Report
from helpers.wording import fact_text, text

TABLE, FIGURES = "preventive", "preventive_figures"


def efforts(report: Report) -> pd.DataFrame:
    """The year's clean table of efforts, the last first; empty where none could be read."""
    store = report.context.store()
    if not store.exists(TABLE):
        return pd.DataFrame(columns=["effort"])
    return store.read(TABLE).sort_values("year", ascending=False, na_position="last", kind="stable")


def lead(report: Report) -> Block:
    """How many efforts there were and how they went, where nothing of it is invented."""
    place = _place(report)
    names = ("planned", "carried-out", "successful", "unsuccessful")
    counts = {n.replace("-", "_"): report.now.facts.get(place, f"{ALL}:{n}") for n in names}
    if not may_say(*counts.values()):
        return NOTHING
    return Paragraph(text("preventive.lead", **{n: fact_text(f) for n, f in counts.items()}), "headline")


def done(report: Report, found: pd.DataFrame) -> Block:
    """What became of each effort that was carried out; nothing where there is none."""
    mine = _of(found, "yes")
    rows = [[_name(report, row), *_became(report, row)] for row in mine]
    columns = ("effort", "where", "year", "evaluated", "judged", "figures")
    head = [text(f"preventive.head.{column}") for column in columns]
    return table(text("preventive.done"), head, rows, len(head)) if rows else NOTHING


def not_done(report: Report, found: pd.DataFrame) -> Block:
    """The efforts that were planned and not carried out; nothing where there is none."""
    names = [_name(report, row) for row in _of(found, "no")]
    return listed(names) if names else NOTHING


def _of(found: pd.DataFrame, done: str) -> list[dict]:
    return found[(found["done"] == done).fillna(False)].to_dict("records") if len(found) else []


def _name(report: Report, row: dict) -> str:
    known = report.now.definitions.preventive
    return known.efforts[row["effort"]] if known else ""


def _became(report: Report, row: dict) -> list[Content]:
    evaluated = text("preventive.evaluated.yes" if row["evaluated"] == "yes" else "preventive.evaluated.no")
    judged = "" if pd.isna(row["judged"]) else text(f"preventive.judged.{row['judged']}")
    return [row["municipalities"], str(row["year"]), evaluated, judged, _figures(report, row)]


def _figures(report: Report, row: dict) -> Words:
    """What is told of an effort: facts of the year that it was carried out in, if its tables are at hand."""
    year = next((y for y in report.years if y.year == row["year"]), None)
    store = report.context.at(int(row["year"])).store()
    if year is None or not store.exists(FIGURES):
        return ""
    told = store.read(FIGURES)
    mine = told[(told["effort"] == row["effort"]) & (told["year"] == row["year"])]
    place, pairs = _place(report), zip(mine["of"], mine["what"], strict=True)
    found = [year.facts.get(place, f"{KIND}:{of}:{what}") for of, what in pairs]
    return joined(", ", [_told(report, fact) for fact in found])


def _told(report: Report, fact: Fact) -> Words:
    """`deltagare: 13`."""
    what = measure_text(fact.measure, report.now.definitions).partition(": ")[2]
    return text("preventive.figure", what=what, value=fact_text(fact))


def _place(report: Report) -> str:
    known = report.now.definitions.preventive
    return known.place if known else ""
