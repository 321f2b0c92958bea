"""All that a year's deliveries begin from: empty lists, the questions as text to paste, who delivers what."""

import csv
import io
from collections.abc import Iterator

import xlsxwriter

from helpers.definitions import Definitions
from helpers.deliveries import blank_list
from helpers.deliveries.kind import Kind
from helpers.deliveries.kinds import KINDS
from helpers.deliveries.surveys import Invited
from helpers.deliveries.sus import Registration
from helpers.editions import EVERYONE, Edition
from helpers.wording import text

BOM = b"\xef\xbb\xbf"  # by which the spreadsheet knows the letters
CHECKLIST = "checklista.xlsx"
HEADS = {"what": 34, "file": 34, "who": 26, "when": 30, "needed": 12, "by": 18, "day": 11, "done": 7}


def folders() -> list[str]:
    """The folders of a year's deliveries."""
    return sorted({kind.folder for kind in KINDS if kind.folder})


def files(definitions: Definitions) -> Iterator[tuple[str, bytes]]:
    """Every template of a year by its name; a list is called as it is to be delivered."""
    for platform in definitions.platform_ids:
        yield f"participants/{platform}.xlsx", blank_list.workbook(platform, definitions)
    yield "surveys/invited.csv", _headers(Invited.headers())
    yield "sus.csv", _headers(Registration.headers())
    for group in definitions.respondents:
        if definitions.questions_to(group.id):
            yield f"fragor-{group.id}.txt", BOM + questions(group.id, definitions).encode()
    yield CHECKLIST, _checklist(definitions)


def _headers(headers: list[str]) -> bytes:
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="\r\n").writerow(headers)
    return BOM + out.getvalue().encode()


def questions(respondents: str, definitions: Definitions) -> str:
    """A survey as text to paste into the tool that asks it: each question with its answers, in order."""
    group = definitions.group(respondents)
    places = [definitions.name(p) for p in definitions.asked_of(respondents)]
    genders = [g.labels[0] for g in definitions.genders]
    asked = [("Plattform", places), ("Kön", genders)]
    for question in definitions.questions_to(respondents):
        asked.append((question.wordings[0], definitions.scale(question.scale).answers))
    head = text("template.questions", name=group.name, year=definitions.year)
    parts = [head, text("template.questions_how", file=f"surveys/{respondents}.xlsx")]
    parts += ["\r\n".join([words, *answers]) for words, answers in asked]
    return "\r\n\r\n".join(parts) + "\r\n"


def checklist(definitions: Definitions) -> Iterator[list[str]]:
    """A row for each part of the year's deliveries: what, its file, who delivers it, when, whether needed."""
    for kind in KINDS:
        for part in kind.parts_of(definitions):
            yield [
                *_what(kind, part, definitions),
                text(f"template.who.{kind.id}"),
                _when(kind),
                _needed(kind),
            ]


def _what(kind: Kind, part: str, definitions: Definitions) -> list[str]:
    said, file = text(f"kind.{kind.id}"), kind.path.format(part=part) + (".xlsx" if kind.parts else "")
    if kind.parts:
        named = {r.id: r.name for r in definitions.respondents}
        said = f"{said}: {named.get(part) or definitions.name(part)}"
    return [said, file]


def _when(kind: Kind) -> str:
    return text(f"template.when.{kind.id}")


def _needed(kind: Kind) -> str:
    is_needed = kind.read is not None and not (kind.ours or kind.prose)
    return text("template.needed" if is_needed else "template.if_any")


def _checklist(definitions: Definitions) -> bytes:
    out, edition = io.BytesIO(), Edition(EVERYONE).line
    with xlsxwriter.Workbook(out, blank_list.OPTIONS) as book:
        book.set_properties({"comments": edition, "created": blank_list.CREATED})
        looks, sheet = blank_list.Looks.of(book), book.add_worksheet(text("template.checklist"))
        for column, width in enumerate(HEADS.values()):
            sheet.set_column(column, column, width, looks.wrapped)
        sheet.write(0, 0, text("template.checklist_title", year=definitions.year), looks.bold)
        sheet.write(1, 0, text("template.checklist_how", year=definitions.year), looks.line)
        sheet.write_row(3, 0, [text(f"template.head_{head}") for head in HEADS], looks.bold)
        rows = list(checklist(definitions))
        for row, cells in enumerate(rows, 4):
            sheet.write_row(row, 0, cells, looks.wrapped)
            is_long = any(len(c) >= width for c, width in zip(cells, HEADS.values(), strict=False))
            sheet.set_row(row, 30 if is_long else 15)  # two lines: not every spreadsheet fits the height
        done = len(HEADS) - 1
        answers = {"validate": "list", "source": [text("template.done")]}
        sheet.data_validation(4, done, 3 + len(rows), done, answers)
        sheet.freeze_panes(4, 1)
        sheet.set_landscape()
        sheet.set_paper(9)
        sheet.fit_to_pages(1, 0)
        sheet.repeat_rows(3)
        sheet.set_footer(f"&L{edition}")
    return out.getvalue()
