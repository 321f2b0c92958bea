"""`make exchange`: what an association gives to others and to those who set many beside each other.

Only facts of which no small count of people can be had (`disclosure`), what each measure means, so that
like is set beside like alone, and a description (Data Package 2.0) with the checksum of each table.
"""

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from helpers.context import Context
from helpers.counting.participations import POSITIVE_SHARE
from helpers.defining.question_words import fingerprint
from helpers.definitions import Definitions
from helpers.disclosure.account_cells import Account
from helpers.disclosure.earlier_years import Published, agrees
from helpers.editions import EVERYONE, Edition
from helpers.fact_csv import csv_text, read_csv
from helpers.facts import Facts
from helpers.faults import Stop
from helpers.files import sha256
from helpers.forms import exchange_read
from helpers.forms.data_package import PROFILE, as_json, licences, resource
from helpers.forms.exchange_tables import (
    DESCRIPTION,
    FACTS,
    HEX_DIGITS,
    MEASURE_TABLE,
    MEASURES,
    OWN,
    VERSION,
    fact_table,
)
from helpers.machine.whole import whole_folder
from helpers.naming import measure_text
from helpers.reading.strict_yaml import DefinitionError
from helpers.wording import text

BETWEEN = " | "  # stands between the answers of a cell
RULE_VERSION = 1  # of every rule whose figures leave; a rule that comes to count otherwise gets the next


def write(context: Context, say: Callable[[str], None] = print) -> Path:
    """Write the exchange folder of a year, in place of the one that stands. The folder.

    The same facts and definitions, of the year and of those before, give the same bytes. Where it becomes
    another and folders of later years stand, which did not know of it, that is told.

    Raises:
        Stop: the year's facts are not made.
        DefinitionError: its definitions are faulty.
    """
    made, target = context.reports / "facts.csv", context.workspace.exchange(context.year)
    if not made.is_file():
        raise Stop(text("exchange.not_made", year=context.year))
    definitions = context.definitions
    shown = Account(read_csv(made), definitions, [*_earlier(context)]).shown
    tables = {
        FACTS: csv_text(shown).encode(),
        MEASURES: _csv([*meanings(shown, definitions)]).encode(),
    }
    tables[DESCRIPTION] = as_json(_described(context, definitions, tables))
    before = {name: (target / name).read_bytes() for name in tables if (target / name).is_file()}
    with whole_folder(target) as folder:
        for name, content in tables.items():
            (folder / name).write_bytes(content)
    later = context.workspace.exchange(context.year + 1)
    if before.get(FACTS) != tables[FACTS] and later.is_dir():
        say(text("exchange.later", year=context.year, later=later.name))
    return target


def _earlier(context: Context) -> Iterator[Published]:
    """What the folders of the years before tell, the nearest first.

    As far back as each year has a folder that can be read, and facts that are those it tells.
    """
    year = context.at(context.year - 1)
    folder, made = year.workspace.exchange(year.year), year.reports / "facts.csv"
    if not (folder.is_dir() and made.is_file()):
        return
    try:
        shown = exchange_read.read(folder).facts
        facts, definitions = read_csv(made), year.definitions
    except (Stop, DefinitionError):
        return
    if agrees(shown, facts):
        lists = Account(Facts(f for f in facts if not f.respondents), definitions)
        yield lists.published(Facts(f for f in shown if not f.respondents))
        yield from _earlier(year)


def meanings(facts: Facts, definitions: Definitions) -> Iterator[list[str]]:
    """A row for each measure and whom it was asked of: `measure,respondents,definition,words,positive`."""
    for measure, asked in sorted({(f.measure, f.respondents) for f in facts}):
        words, alike, positive = measure_text(measure, definitions), "", ""
        if asked:
            question = definitions.question(measure.partition(":")[2], asked)
            answers = definitions.scale(question.scale).positive
            words, positive = question.wordings[0], BETWEEN.join(answers)
            kind = measure.partition(":")[0]
            alike = "\n".join([kind, fingerprint(words), *sorted(map(fingerprint, answers))])
        else:
            named = definitions.positive_ids if measure == POSITIVE_SHARE else ()
            alike = "\n".join([f"participants.{measure}", str(RULE_VERSION), *sorted(named)])
        yield [measure, asked, sha256(alike.encode())[:HEX_DIGITS], words, positive]


def _csv(rows: list[list[str]]) -> str:
    out = io.StringIO()
    columns = [column.name for column in MEASURE_TABLE.columns]
    csv.writer(out, lineterminator="\n").writerows([columns, *rows])
    return out.getvalue()


def _described(context: Context, definitions: Definitions, tables: dict[str, bytes]) -> dict[str, Any]:
    id_, association = context.association_id, definitions.association
    found: dict[str, Any] = {
        "$schema": PROFILE,
        "name": f"socialt-bokslut-exchange-{id_}-{context.year}",
        "title": text("exchange.title", year=context.year, association=association),
        "description": f"{text('exchange.about')} {Edition(EVERYONE).line}",
        OWN: {
            "version": VERSION,
            "association": id_,
            "name": association,
            "year": context.year,
            "together": definitions.together.id,
            "definitions": sha256(context.definitions_file.read_bytes()),
        },
    }
    facts = resource(fact_table(definitions), tables[FACTS]) | {"description": text("exchange.facts")}
    resources = [facts, resource(MEASURE_TABLE, tables[MEASURES])]
    return found | licences(definitions) | {"resources": resources}
