"""Texts of the annual report, `arsredovisning/<nn>-<id>.md`: one heading each, read as text and nothing else.

Four lines of head say what the heading is, who wrote it and when; then come paragraphs, points and headings
as in an office's own words (`own_texts.py`).
"""

import datetime as dt
import re
from dataclasses import dataclass
from pathlib import Path

import pandas as pd

from helpers import identity
from helpers.annual_report import DECISION, FOLDER, parts
from helpers.context import Context
from helpers.definitions import Definitions
from helpers.deliveries.files.grid import nearest
from helpers.deliveries.files.taken import taken
from helpers.deliveries.own_texts import Written, written
from helpers.faults import ASSOCIATION, Faults, Refusal, safe
from helpers.language import letters
from helpers.masking import freetext
from helpers.masking.cleared import front_matter
from helpers.masking.telling import Told
from helpers.reading import encoding, limits
from helpers.reading.directory import entries
from helpers.rows import RowPlace

PART = "arsredovisning"  # what its findings concern
COLUMNS = ["row", "at", "id", "day"]
HEAD = ("heading", "by", "day")
_MAY_SAY = (*HEAD, "place")  # of the decision: where it was signed
_NAME = re.compile(r"(\d{1,4})-([a-z0-9]+(?:-[a-z0-9]+)*)\.md")
_OF_FILE = ("beyond_limit", "no_file", "no_right_to_file", "unreadable_file")
_MASKED = ("phone", "email", "address")


@dataclass(frozen=True)
class Delivered:
    """A text as it is delivered: its head, and what stands below it, line by line.

    `at` are the digits that its name begins with, `id` is the part that it is of.
    """

    file: str
    at: str
    id: str
    heading: str
    by: str
    day: str
    place: str
    written: tuple[Written, ...]


def read(path: Path, name: str, definitions: Definitions) -> tuple[pd.DataFrame, Faults]:
    """What a text is: COLUMNS, at most one row. Its words are left where they are delivered."""
    faults = Faults(PART, name, ASSOCIATION)
    text = delivered(path, name, definitions, faults)
    rows = [] if text is None else [(str(RowPlace(name, "", 1)), text.at, text.id, text.day or None)]
    frame = pd.DataFrame(rows, columns=COLUMNS)
    return frame.astype(dict.fromkeys(COLUMNS[:3], "string") | {"day": "datetime64[s]"}), faults


def texts(context: Context) -> list[Delivered | str]:
    """Every text of a year, in the order of their names; of one that is refused its name alone."""
    found: list[Delivered | str] = []
    for entry in entries(context.raw):
        folder, _, file = entry.name.rpartition("/")
        if folder == FOLDER and _NAME.fullmatch(file) and not entry.fault:
            unheard = Faults(PART, entry.name)
            found.append(delivered(entry.path, entry.name, context.definitions, unheard) or entry.name)
    return found


def name_of(file: str) -> tuple[str, str]:
    """The digits that a text's name begins with, and the part it is of; '' for what is no name of a text.

    >>> name_of("arsredovisning/123-lagrum.md"), name_of("arsredovisning/lagrum.md")
    (('123', 'lagrum'), ('', ''))
    """
    known = _NAME.fullmatch(file.rpartition("/")[2])
    return (known[1], known[2]) if known else ("", "")


def delivered(path: Path, name: str, definitions: Definitions, faults: Faults) -> Delivered | None:
    """A text; None where it is refused: no name of a text, no text, or a personnummer in it."""
    at, id_ = name_of(name)
    if not id_:
        faults.refuse("account_name", nearest=parts()[2].file)
        return None
    try:
        content = encoding.decode(taken(path, limits.MAX_PROSE_BYTES))
    except Refusal as refusal:
        code = refusal.code if refusal.code in _OF_FILE else "own_no_text"
        faults.refuse(code, **refusal.where)
        return None
    found = freetext.found(content, freetext.places(definitions))
    for line, kind in found:
        if kind == "personnummer":
            faults.refuse("account_personnummer", row=line)
        elif kind in _MASKED:
            faults.flag(f"own_{kind}", row=line)
    if faults.refused:
        return None
    head, body = front_matter(content)
    _check_head(id_, head, faults)
    shown = {k: identity.mask(letters.printable(letters.words(v))) for k, v in head.items()}
    said = [shown.get(k, "") for k in _MAY_SAY]
    first = 1 + len(content.splitlines()) - len(body.splitlines())
    heading, by, day, place = said[0], said[1], said[2] if _is_day(said[2]) else "", said[3]
    return Delivered(name, at, id_, heading, by, day, place, tuple(written(body, first)))


def _check_head(id_: str, head: dict[str, str], faults: Faults) -> None:
    """What the head lacks, what it says besides, and a part that the text is nearly called as."""
    lacks = [k for k in HEAD if not head.get(k)]
    if lacks:
        faults.flag("account_head", row=1, missing=", ".join(lacks))
    for key in head:
        allowed = _MAY_SAY if id_ == DECISION else HEAD
        if key not in allowed:
            known = ", ".join(allowed)
            faults.flag(
                "account_key", row=1, value=Told(safe(key)), nearest=nearest(key, [*allowed]) or known
            )
    if head.get("day") and not _is_day(head["day"]):
        faults.flag("account_day", row=1, value=head["day"])
    known_parts = [p.id for p in parts()]
    if id_ not in known_parts and (near := nearest(id_, known_parts)):
        file = next(p.file for p in parts() if p.id == near)
        faults.flag("account_part", value=Told(id_), nearest=f"{FOLDER}/{file}")


def _is_day(written: str) -> bool:
    try:
        return bool(re.fullmatch(r"\d{4}-\d\d-\d\d", written) and dt.date.fromisoformat(written))
    except ValueError:
        return False
