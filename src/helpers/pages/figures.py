"""The figures of a page: each leads to its voucher, and none leads nowhere."""

import re
from collections.abc import Iterable
from functools import cache

from helpers.counting import goals
from helpers.defining.economy_names import economy_label
from helpers.defining.shown_names import said
from helpers.definitions import Definitions
from helpers.wording import catalogue, text

YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?:-\d\d-\d\d)?(?!\d)")


class Unexplained(Exception):
    """A page prints a figure that is no fact, year, label or declared text; says which."""


@cache
def _own_words() -> list[str]:
    """The catalogue's own words with figures in them (`befolkningen 20–64 år`), longest first."""
    pieces = {
        p for value in catalogue().values() for p in re.split(r"\{[^}]*\}", value) if re.search(r"\d", p)
    }
    return sorted((p.strip() for p in pieces), key=len, reverse=True)


def unexplained(bare: Iterable[str], labels: Iterable[str] = ()) -> list[str]:
    """Words of a page with figures that are no fact, year, label or declared text.

    `bare` are those that no block explains (`Said.bare`), `labels` words of the year's definitions that hold
    figures (questions, classes, areas).

    >>> unexplained(["Under 2019 deltog ", "12 av dem "])
    ['12 av dem']
    """
    known = sorted([*_own_words(), *labels], key=len, reverse=True)
    left = []
    for data in bare:
        rest = data
        for words in known:
            rest = rest.replace(words, " ")
        if re.search(r"\d", YEAR.sub(" ", rest)):
            left.append(data.strip())
    return left


def label_words(definitions: Definitions) -> list[str]:
    """Words of the definitions that hold figures, as pages print them.

    Question and account numbers with their names, classes of SUS, places, outcomes, respondents, referrers
    areas of the official statistics, and the lines and numbers of notes and budget, and projects.
    """
    d = definitions
    classes = [*d.sus.time, *d.sus.education, *d.sus.support, *(s.name for s in d.sus.summaries)]
    found = [said(label, d) for label in classes]
    for _, account, indicator in d.indicators():
        for name in (account.name, account.name.rstrip(".")):
            found += [f"{id_} {name}" for id_ in (account.id, goals.indicator_id(account, indicator))]
        if indicator.kind == "example":
            found.append(f"{account.id} {text('indicator.example', about=indicator.about)}")
    for q in d.questions:
        asked = f"{q.id} {said(q.wordings[0], d)}"
        found += [asked, asked.rstrip("."), *(said(words, d) for words in q.wordings)]
        found += [text("gender.question", id=q.id), text("card.distribution", id=q.id)]
    found += [words for place in d.places for words in (d.name(place), d.label(place))]
    found += [words for o in d.outcomes for words in (o.name, o.brief)]
    found += [r.name for r in d.respondents] + [r.name for r in d.referrers]
    found += d.areas_of_statistics.values()
    found += d.final_report_measures.values()
    for line in [*d.economy.notes, *d.economy.budget] if d.economy else []:
        found += [line.label, economy_label(f"economy:{line.group}", d)]
    found += d.economy.project_objects.values() if d.economy else []
    return [w for w in found if re.search(r"\d", w)]
