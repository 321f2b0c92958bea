"""`data/definitions/headings.csv`: what somebody has confirmed that headings and codes of a file mean.

A line is of a survey, by its respondents, or of a participant list, by its platform.
"""

import csv
import io
import re
from dataclasses import dataclass, field
from pathlib import Path

from helpers import definitions as defined_years
from helpers.defining.question_words import fingerprint, readable
from helpers.definitions import Definitions, Question
from helpers.deliveries import participants
from helpers.deliveries.files import textfile
from helpers.deliveries.files.grid import Cell, clean, folded, nearest
from helpers.deliveries.files.table import Naming
from helpers.deliveries.files.taken import taken
from helpers.faults import Refusal
from helpers.masking import telling
from helpers.reading import limits
from helpers.reading.strict_yaml import DefinitionError
from helpers.wording import text

COLUMNS = ["year", "respondents", "heading", "question", "codes", "who", "when"]
HEADERS = ["Plattform", "Kön"]
Said = str | list[str] | dict[str, str]  # what a line says of a heading or of codes


@dataclass(frozen=True)
class Headings:
    """What is confirmed of one group's file.

    `means`: fingerprint of a heading -> a question's id, `Plattform` or `Kön`. `codes`: the same -> {folded
    code: what it stands for}. Of a participant list the headings mean the list's own.
    """

    means: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)


@dataclass(frozen=True)
class _Line:
    """A line of the file, and how to tell that it is wrong."""

    number: int
    year: str
    respondents: str
    heading: str
    question: str
    codes: list[str]


def line(respondents: str, heading: str, question: str, codes: str = "", year: int | str = "") -> str:
    """A line as it is to stand in the file; `who` and `when` are left to fill in.

    >>> line("deltagare", "Har du fåt stöd; eller hjälp?", "Har du fått stöd?")
    ';deltagare;"Har du fåt stöd; eller hjälp?";Har du fått stöd?;;;'
    """
    out = io.StringIO()
    csv.writer(out, delimiter=";", lineterminator="").writerow(
        [year, respondents, clean(heading), question, codes, "", ""]
    )
    return out.getvalue()


def label(value: Cell) -> str:
    """An answer or a code as it is compared.

    >>> label(" Till&nbsp;stor\\u200b del "), label(5.0)
    ('till stor del', '5')
    """
    return folded(readable(clean(value)))


def load(path: Path, definitions: Definitions) -> dict[str, Headings]:
    """What is confirmed for a year, by respondents; nothing where there is no file.

    A line without a year holds for every year that asks the question.

    Raises:
        DefinitionError: a line names what is not defined or contradicts another; each as `file:line: what`.
    """
    if not path.exists():
        return {}
    faults: list[str] = []
    found: dict[str, _Group] = {}
    for entry in _lines(path, faults):
        problem = _take(entry, definitions, found, path.parent)
        if problem:
            faults.append(f"{path.name}:{entry.number}: {problem}")
    if faults:
        raise DefinitionError("\n".join(faults))
    return {
        group: Headings(g.means, g.all_codes(definitions.questions_to(group), definitions))
        for group, g in found.items()
    }


def _lines(path: Path, faults: list[str]) -> list[_Line]:
    try:
        (grid,) = textfile.read(taken(path, limits.MAX_REGISTER_BYTES))
    except Refusal as refusal:
        said = text(f"fault.{refusal.code}.message", **refusal.where)
        raise DefinitionError(f"{path.name}:{refusal.where.get('row', 1)}: {said}") from None
    found = []
    for number, row in zip(grid.numbers, grid.rows, strict=True):
        if [folded(c) for c in row] == COLUMNS:
            continue
        if not 4 <= len(row) <= len(COLUMNS):
            faults.append(f"{path.name}:{number}: " + text("headings.fields", columns=";".join(COLUMNS)))
            continue
        year, group, heading, question, codes = [clean(c) for c in (row + [""] * 3)[:5]]
        found.append(_Line(number, year, group, heading, question, codes.replace(",", " ").split()))
    return found


@dataclass
class _Group:
    """A group's lines while they are read; a code list without a question goes by its length."""

    means: dict[str, str] = field(default_factory=dict)
    codes: dict[str, dict[str, str]] = field(default_factory=dict)
    by_length: dict[int, list[str]] = field(default_factory=dict)
    lines: dict[tuple[str, str | int], tuple[int, Said]] = field(default_factory=dict)

    def all_codes(self, asked: list[Question], definitions: Definitions) -> dict[str, dict[str, str]]:
        """Question id -> {folded code: answer}, of the questions whose codes are confirmed."""
        general = {q.id: definitions.scale(q.scale).answers for q in asked}
        ordered = {
            i: dict(zip(map(label, self.by_length[len(a)]), a, strict=True))
            for i, a in general.items()
            if len(a) in self.by_length
        }
        return ordered | self.codes

    def once(self, key: tuple[str, str | int], value: Said, number: int) -> str:
        """What is wrong when a key was given another value before."""
        before, other = self.lines.setdefault(key, (number, value))
        return "" if other == value else text("headings.contradiction", line=before)


def _take(entry: _Line, definitions: Definitions, found: dict[str, _Group], folder: Path) -> str:
    """Add a line to its group; returns what is wrong with it, or ''."""
    if entry.year and not re.fullmatch("[0-9]{4}", entry.year):
        return text("headings.year", value=telling.value(entry.year))
    if entry.year and int(entry.year) != definitions.year:
        return ""
    groups = [r.id for r in definitions.respondents]
    if entry.respondents not in [*groups, *definitions.platform_ids]:
        known = ", ".join([*groups, *definitions.platform_ids])
        return text("headings.respondents", value=telling.name(entry.respondents), known=known)
    if entry.heading and not fingerprint(entry.heading):
        return text("headings.no_words", heading=telling.name(entry.heading))
    if entry.respondents not in groups:
        return _take_column(entry, found)
    if not (entry.heading and entry.question) and not entry.codes:
        return text("headings.says_nothing")
    asked = definitions.questions_to(entry.respondents)
    meaning = _meaning(entry, asked)
    if meaning is None:
        return _unknown(entry, asked, folder)
    group = found.setdefault(entry.respondents, _Group())
    if entry.heading:
        mark = fingerprint(entry.heading)
        own = meanings(asked).get(mark, meaning)
        if own != meaning:
            return text("headings.is_another", heading=telling.name(entry.heading), other=own)
        if problem := group.once(("heading", mark), meaning, entry.number):
            return problem
        group.means[mark] = meaning
    return _take_codes(entry, meaning, definitions, asked, group) if entry.codes else ""


def _take_column(entry: _Line, found: dict[str, _Group]) -> str:
    """Add a line of a participant list to its platform; returns what is wrong with it, or ''."""
    own = {folded(h): h for h in participants.HEADERS}
    meaning, mark = own.get(folded(entry.question)), fingerprint(entry.heading)
    if entry.codes:
        return text("headings.list_codes")
    if not mark:
        return text("headings.says_nothing")
    if meaning is None:
        return text(
            "headings.unknown_column",
            value=telling.name(entry.question),
            known=", ".join(own.values()),
        )
    other = {fingerprint(h): h for h in participants.HEADERS}.get(mark, meaning)
    if other != meaning:
        return text("headings.is_another", heading=telling.name(entry.heading), other=other)
    group = found.setdefault(entry.respondents, _Group())
    group.means[mark] = meaning
    return group.once(("heading", mark), meaning, entry.number)


def of_list(platform: str, confirmed: Headings | None) -> Naming:
    """How the columns of a platform's participant list are recognised: by their own names, or confirmed."""
    means = confirmed.means if confirmed else {}

    def key(heading: Cell) -> str:
        return folded(means.get(fingerprint(heading), heading))

    def near(name: str, spare: list[str]) -> str:
        return nearest(name, [s for s in spare if fingerprint(s) not in means])

    def also(name: str, near: str) -> str:
        which = "headings.propose" if near else "headings.propose_any"
        return text(which, column=name, line=line(platform, near or text("headings.any"), name))

    def otherwise(names: list[str]) -> str:
        proposed = line(platform, text("headings.any"), names[0])
        return text("headings.propose_all", line=proposed)

    return Naming(key, near, also, otherwise=otherwise)


def meanings(asked: list[Question]) -> dict[str, str]:
    """Fingerprint -> what a column with that heading is: a question's id, `Plattform` or `Kön`."""
    return {fingerprint(h): h for h in HEADERS} | {fingerprint(w): q.id for q in asked for w in q.wordings}


def _meaning(entry: _Line, asked: list[Question]) -> str | None:
    """The question a line names by its words or, in a line with a year, by its id; '' for every question."""
    if not entry.question:
        return ""
    known = meanings(asked)
    if entry.year:
        known = {folded(q.id): q.id for q in asked} | known
        return known.get(folded(entry.question)) or known.get(fingerprint(entry.question))
    return known.get(fingerprint(entry.question))


def _unknown(entry: _Line, asked: list[Question], folder: Path) -> str:
    """A question another year asks is no fault in a line for every year."""
    if not entry.year:
        if entry.question in [q.id for q in asked]:
            return text("headings.id_needs_year", value=entry.question)
        years = [defined_years.load(p) for p in sorted(folder.glob("*.yaml"))]
        if any(fingerprint(entry.question) in meanings(y.questions_to(entry.respondents)) for y in years):
            return ""
    return text("headings.unknown_question", value=telling.name(entry.question), group=entry.respondents)


def _take_codes(
    entry: _Line, meaning: str, definitions: Definitions, asked: list[Question], group: _Group
) -> str:
    if len(set(map(label, entry.codes))) < len(entry.codes):
        return text("headings.code_twice")
    if meaning in HEADERS:
        pairs = {
            label(code): value
            for code, mark, value in (c.partition("=") for c in entry.codes)
            if mark and code and value
        }
        if len(pairs) < len(entry.codes):
            return text("headings.pairs", value=meaning)
        group.codes[meaning] = pairs
        return group.once(("codes", meaning), pairs, entry.number)
    scales = [definitions.scale(q.scale).answers for q in asked if meaning in ("", q.id)]
    fitting = [s for s in scales if len(s) == len(entry.codes)]
    if not fitting:
        return text("headings.code_count", count=len(entry.codes))
    for answers in fitting:
        labels = [label(a) for a in answers]
        if any(label(c) in labels and labels.index(label(c)) != i for i, c in enumerate(entry.codes)):
            return text("headings.code_is_label")
    if meaning:
        group.codes[meaning] = dict(zip(map(label, entry.codes), fitting[0], strict=True))
    else:
        group.by_length[len(entry.codes)] = entry.codes
    return group.once(("codes", meaning or len(entry.codes)), entry.codes, entry.number)
