"""The parts of an annual report, in order, and the texts that a year has for them.

The parts stand in `catalogue/<language>-annual-report.yaml`, each with what the law asks of it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from helpers.context import Context
from helpers.language.prose import Block
from helpers.paths import LANGUAGES, LEDGER_FILE, spoken
from helpers.reading.directory import entries

FOLDER = "arsredovisning"  # of a year's deliveries
PAGE, TABLE = "arsredovisning.html", "arsredovisning.csv"
AUDIT_PREP = "infor-revisionen.html"  # what the auditors begin with
DRAFT, READY = "draft", "ready"  # of a report that the board has not adopted
DECISION = "styrelsens-beslut"  # the part that says the day and who signs
MOST_DEEP = 5  # levels of headings, so that one more may stand below


@dataclass(frozen=True)
class Part:
    """A part of the report; the file says what its fields mean."""

    id: str
    at: str
    heading: str
    english: str = ""
    number: str = ""
    level: int = 0
    law: str = ""
    is_text_required: bool = False
    figures: tuple[str, ...] = ()
    pages: tuple[str, ...] = ()
    is_on_new_sheet: bool = False

    @property
    def title(self) -> str:
        """The heading with its number.

        >>> Part("lagrum", "123", "Lagrum", number="1.2.3").title
        '1.2.3 Lagrum'
        """
        return f"{self.number} {self.said}".strip()

    @property
    def said(self) -> str:
        """The heading in the language spoken."""
        return self.heading if spoken() == LANGUAGES[0] else self.english or self.heading

    @property
    def depth(self) -> int:
        """How deep its heading stands: 2 for `1`, 4 for `1.2.3`."""
        return self.level or 2 + self.number.count(".")

    @property
    def below(self) -> int:
        """How deep the headings within it stand."""
        return min(self.depth + 1, MOST_DEEP)

    @property
    def file(self) -> str:
        """What its text is called."""
        return f"{self.at}-{self.id}.md"


@cache
def parts() -> tuple[Part, ...]:
    """Every part, in order."""
    path = Path(__file__).parent / "catalogue" / f"{LANGUAGES[0]}-annual-report.yaml"
    return tuple(map(_part, yaml.safe_load(path.read_text(encoding="utf-8"))))


def _part(written: dict[str, Any]) -> Part:
    plain = {k: v for k, v in written.items() if k not in ("text", "figures", "pages", "sheet")}
    return Part(
        **plain,
        is_text_required=written.get("text") == "required",
        figures=tuple(written.get("figures", ())),
        pages=tuple(written.get("pages", ())),
        is_on_new_sheet=written.get("sheet", False),
    )


def part(id_: str) -> Part | None:
    """A part by its id, None where there is none."""
    return {p.id: p for p in parts()}.get(id_)


@dataclass(frozen=True)
class Typed:
    """A figure that somebody typed in a text: where, and what is nearest to it ('' where nothing is).

    `holds`: whether a fact bears it out.
    """

    line: int
    words: str
    holds: bool
    nearest: str = ""


@dataclass(frozen=True)
class Text:
    """A text of the report, with the facts filled in.

    `day` is the day it was written, as `2020-03-20`, `by` who wrote it; '' where it does not say. `unmet` are
    the placeholders that mean no fact, or one without a value. One that is stopped has no blocks.
    """

    file: str
    at: str
    id: str
    heading: str = ""
    by: str = ""
    day: str = ""
    place: str = ""
    blocks: tuple[Block, ...] = ()
    is_stopped: bool = False
    unmet: tuple[str, ...] = ()
    typed: tuple[Typed, ...] = ()


@dataclass(frozen=True)
class Lack:
    """What a report lacks: the `text` or the `figures` of a part, or a fact that a text asks for.

    `kind` is text, stopped, figures or fact; `what` the placeholder of the latter.
    """

    kind: str
    part: Part
    what: str = ""


def is_begun(context: Context) -> bool:
    """Whether the year has an annual report: its ledger is delivered, or a text is written."""
    return has_texts(context) or any(entry.name == LEDGER_FILE for entry in entries(context.raw))


def has_texts(context: Context) -> bool:
    """Whether anything lies among the texts of the year's annual report."""
    return any(entry.name.startswith(f"{FOLDER}/") for entry in entries(context.raw))


def texts_of(part: Part, texts: Iterable[Text]) -> list[Text]:
    """A part's texts, and those of nobody's that stand after it, in the order of their names."""
    return [t for t in texts if _stands_at(t).id == part.id]


def _stands_at(text: Text) -> Part:
    known = part(text.id)
    if known:
        return known
    before = [p for p in parts() if p.at <= text.at]
    return before[-1] if before else parts()[0]


def lacking(texts: Iterable[Text], without_figures: Iterable[str]) -> list[Lack]:
    """All that a report lacks, in its order; `without_figures` are the tables that the facts do not give."""
    known, absent, found = list(texts), set(without_figures), []
    for part_ in parts():
        mine = [t for t in known if t.id == part_.id]
        if any(t.is_stopped for t in mine):
            found.append(Lack("stopped", part_))
        elif part_.is_text_required and not any(t.blocks for t in mine):
            found.append(Lack("text", part_))
        if absent.intersection(part_.figures):
            found.append(Lack("figures", part_))
        found += [Lack("fact", part_, said) for t in texts_of(part_, known) for said in t.unmet]
    return found


def state(lacks: Iterable[Lack]) -> str:
    """DRAFT while anything is lacking, else READY; adoption gives it the states that come after."""
    return DRAFT if any(True for _ in lacks) else READY
