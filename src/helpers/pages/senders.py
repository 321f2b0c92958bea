"""What goes back to those who delivered: one page a sender and the same as a table.

Every finding stands at its place, with what to do.
"""

import csv
import io
from dataclasses import replace

import pandas as pd

from helpers.definitions import Definitions
from helpers.editions import INTERNAL, SENDER, Edition
from helpers.faults import ASSOCIATION, Fault, ordered
from helpers.language.words import Text
from helpers.pages.blocks import drawn_text, effects, listed, origin, paragraph, section
from helpers.pages.document import ALERT, NOTHING, Block, Notice, Paragraph, join, table
from helpers.rows import place_words, ranges
from helpers.wording import beginning, declared, number, text

OUR_REGISTER = "corrections.csv"
CSV_COLUMNS = ("level", "file", "sheet", "row", "column", "value", "message", "action")
PAGE_COLUMNS = ("column", "value", "message", "action")


def of(definitions: Definitions) -> list[str]:
    """Everyone a page is written for: each platform, and the association, which delivers all else.

    Of a year without a social account it is the association alone.
    """
    platforms = definitions.platform_ids if definitions.has_account else []
    return [*platforms, definitions.together.id]


def sender(fault: Fault, definitions: Definitions) -> str:
    """Who is told of a finding: who delivered what it is about, or misplaced a file.

    Corrections are the association's own, and so is what it alone may know.
    """
    is_ours = fault.audience == ASSOCIATION or fault.file == OUR_REGISTER
    theirs = fault.part in of(definitions) and not is_ours
    return fault.part if theirs else definitions.together.id


def edition(who: str, definitions: Definitions) -> Edition:
    """Whom a sender's page and lists may reach; what the association is told stays in the house."""
    if who == definitions.together.id:
        return Edition(INTERNAL)
    return Edition(SENDER, definitions.name(who))


def concerning(who: str, definitions: Definitions, faults: list[Fault]) -> list[Fault]:
    """A sender's findings, worst first, then in the order of its files.

    What can be done in the association's own files is told to the association only.
    """
    found = ordered(f for f in faults if sender(f, definitions) == who)
    if who != definitions.together.id:
        return [replace(f, ours="") for f in found]
    return [replace(f, action=f.advice, ours="") for f in found]


def delivered_by(who: str, definitions: Definitions, deliveries: pd.DataFrame) -> pd.DataFrame:
    """A sender's files."""
    platform_list = (deliveries["kind"] == "participants") & deliveries["part"].isin(definitions.platform_ids)
    own = deliveries["part"] == who
    mine = ~platform_list if who == definitions.together.id else platform_list & own
    return deliveries[mine & (deliveries["file"] != "")]


def content(
    who: str, definitions: Definitions, deliveries: pd.DataFrame, faults: list[Fault], returned: list[str]
) -> Block:
    """A sender's page: may the files be used, what must be mended, what was read and when it was drawn.

    `returned` are the sender's marked-up copies.
    """
    mine, found = delivered_by(who, definitions, deliveries), concerning(who, definitions, faults)
    told = text("delivery.intro", name=definitions.name(who), year=definitions.year)
    copies = listed(declared(c) for c in returned)
    return join(
        [
            Paragraph(told, "lead"),
            _verdict(found, mine.empty),
            *(
                _findings(level, [f for f in found if f.level == level])
                for level in ("refuse", "flag", "note")
            ),
            section("del-kopior", text("delivery.copies"), paragraph("delivery.copies_what"), copies)
            if returned
            else "",
            section("del-filer", text("delivery.files"), _files(mine)) if len(mine) else "",
            section("del-effekt", text("delivery.effects"), effects(found, mine, where=True))
            if len(mine)
            else "",
        ]
    )


def _verdict(found: list[Fault], nothing: bool) -> Block:
    if any(f.is_error for f in found):
        return Notice(paragraph("delivery.must_mend"), ALERT)
    if nothing:
        return paragraph("delivery.nothing")
    return paragraph("delivery.may_check" if any(f.level == "flag" for f in found) else "delivery.fine")


def _findings(level: str, found: list[Fault]) -> Block:
    """The findings of one level, a table a file."""
    if not found:
        return NOTHING
    shown = [c for c in PAGE_COLUMNS if any(getattr(f, c) for f in found)]
    head = [text(f"delivery.head_{c}") for c in ("place", *shown)]
    tables = []
    for file, of_file in _apart(found, "file").items():
        alike = _apart(of_file, "sheet", *PAGE_COLUMNS)
        body = [
            [_place(same), *(declared(getattr(same[0], c) or text("delivery.none")) for c in shown)]
            for same in alike.values()
        ]
        tables.append(
            table(
                text(
                    f"delivery.caption_{level}", file=declared(file[0]), count=declared(number(len(of_file)))
                ),
                head,
                body,
                len(head),
            )
        )
    return section(
        f"del-{level}", text(f"delivery.title_{level}"), paragraph(f"delivery.what_{level}"), *tables
    )


def _apart(found: list[Fault], *fields: str) -> dict[tuple[str, ...], list[Fault]]:
    """Findings by what some of their fields say, in order."""
    groups: dict[tuple[str, ...], list[Fault]] = {}
    for fault in found:
        groups.setdefault(tuple(getattr(fault, name) for name in fields), []).append(fault)
    return groups


def _place(same: list[Fault]) -> Text:
    """Where in their file findings that say the same stand: `Blad Lista, rad 4–9`."""
    words = place_words(sheet=same[0].sheet, number=ranges(f.row for f in same if f.row is not None))
    return declared(beginning(words)) if words else text("delivery.whole_file")


def _files(mine: pd.DataFrame) -> Block:
    columns = ("file", "status", "rows", "drawn", "sha")
    head = [*(text(f"delivery.head_{c}") for c in columns), text("about.origin")]
    body = [
        [
            declared(r["file"]),
            text(f"delivery.status_{r['status']}"),
            declared(number(r["rows"])),
            drawn_text(r["drawn"], r["drawn_from"]),
            declared(r["sha256"][:12]),
            origin(r["shipped"]),
        ]
        for r in mine.to_dict("records")
    ]
    return table(text("delivery.files_caption"), head, body, len(head))


def csv_text(found: list[Fault]) -> str:
    """The findings as a table for Excel: semicolons, a byte order mark, no cell that runs as a formula."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow([text(f"delivery.head_{c}") for c in CSV_COLUMNS])
    for f in found:
        cells = [
            text(f"level.{f.level}"),
            *("" if (v := getattr(f, c)) is None else v for c in CSV_COLUMNS[1:]),
        ]
        writer.writerow([no_formula(c) for c in cells])
    return "\ufeff" + out.getvalue()


def no_formula(cell: str | int) -> str | int:
    """A cell that a spreadsheet shows as text."""
    return f"'{cell}" if isinstance(cell, str) and cell.startswith(("=", "+", "-", "@", "\t", "\r")) else cell
