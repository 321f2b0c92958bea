"""What was answered last year to this year's questions: last year's surveys, read anew as they lie."""

from collections.abc import Iterator

import pandas as pd

from helpers.counting import answers, likeness
from helpers.counting.enough import is_enough
from helpers.counting.likeness import Counted
from helpers.counting.origins import known_cells, with_origins
from helpers.counting.since_last_year import COLUMNS
from helpers.counting.uncertainty import is_full_count
from helpers.deliveries.delivery import Delivery
from helpers.facts import Fact, Facts

TABLE = "answers_before"  # where the first chapter keeps it
TYPES = dict.fromkeys(COLUMNS, "string") | {"positive": "int64", "answered": "int64", "everyone": "bool"}


def answers_before(delivery: Delivery) -> pd.DataFrame:
    """COLUMNS: last year's result of each question that was like one of this year's; too few give none.

    `measure` is this year's, whatever the question's id was.

    Raises:
        DefinitionError: the definitions of the year before, or the register of breaks, are faulty.
    """
    rows = []
    if delivery.last_year:
        before = delivery.last_year[0]
        known = _answered(before)
        for now, last in _pairs(delivery, before, known):
            if last.ok and is_enough(before.definitions, last):
                everyone = is_full_count(known, before.definitions, last)
                rows.append((last.platform, now, last.respondents, *last.counts, everyone, last.origin))
    return pd.DataFrame(rows, columns=COLUMNS).astype(TYPES)


def _answered(before: Delivery) -> Facts:
    """What last year's surveys gave, each with its origin."""
    read = before.read("surveys") | before.read("invited")
    given, people, sent = (read[name] for name in ("answers", "respondents", "invited"))
    found = answers.facts(given, people, sent, before.definitions, Facts(()))
    known = known_cells(before.context.workspace.origins, before.context.year)
    return with_origins(found, before.definitions, before.status_table(), known)


def _pairs(delivery: Delivery, before: Delivery, known: Facts) -> Iterator[tuple[str, Fact]]:
    """This year's measure of each question, and last year's fact, where like is like."""
    d, then = delivery.definitions, before.definitions
    register = likeness.load(delivery.context.workspace.breaks)
    now, last = Counted(d, frozenset()), Counted(then, frozenset())  # of answers no list is asked
    places = sorted({f.platform for f in known} & {*d.platform_ids, *d.whole_ids, d.together.id})
    for group in d.respondents:
        for question in d.questions_to(group.id):
            measure = f"question:{question.id}"
            was = likeness.earlier_question(d, then, question, group.id)
            for place in places if was else ():
                if likeness.likeness(register, now, last, place, measure, group.id).holds:
                    yield measure, known.get(place, was, group.id)
