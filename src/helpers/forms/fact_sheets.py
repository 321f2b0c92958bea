"""The facts of some places as sheets: which stand together, in which order, under which heads."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from helpers.counting.goals import indicator_id, result_measure
from helpers.definitions import Definitions
from helpers.facts import Fact, Facts
from helpers.forms.sheets import CODED, DENOMINATOR, NO_SUCH, NUMERATOR, PARTS, VALUE, Cell, Figure, Sheet
from helpers.forms.subject_list import OTHER, SUBJECTS, YEARLY, YEARLY_PARTS, Place, Subject, natural
from helpers.naming import asked_text
from helpers.wording import beginning, text

TARGET, RESULT = "target", "result"  # columns of the goals: what is aimed at, what came of it
GROUPS = ("women", "men", "unknown", "all")
COUNTED = ("share", "average")  # units whose counts stand beside


@dataclass
class _Row:
    """Facts that stand beside each other, by column, and what they are of."""

    place: Place
    platform: str
    respondents: str
    facts: dict[str, Fact] = field(default_factory=dict)


def fact_sheets(facts: Facts, places: list[str], defined: Definitions) -> Iterator[Sheet]:
    """A sheet for each subject that the places have facts of; every fact of theirs stands in one."""
    by_subject: dict[str, list[tuple[int, Fact]]] = defaultdict(list)
    for fact in (f for f in facts if f.platform in places):
        found = ((s.id, s.holds(fact, defined)) for s in SUBJECTS)
        of, number = next(((id_, n) for id_, n in found if n is not None), (OTHER.id, 0))
        by_subject[of].append((number, fact))
    for subject in (*SUBJECTS, OTHER):
        if subject.id in by_subject:
            rows = _rows(by_subject[subject.id], subject, places, defined)
            if subject.id == "goals":
                _add_results(rows, facts, defined)
            yield _sheet(subject, rows, defined, len(places) > 1)


def _rows(
    held: list[tuple[int, Fact]], subject: Subject, places: list[str], defined: Definitions
) -> list[_Row]:
    """The facts of a subject as rows: by place, then as the subject has its measures."""
    labels = _label_ranks(defined)
    rows: dict[tuple, _Row] = {}
    order: dict[tuple, tuple] = {}
    for number, fact in held:
        place = subject.across(fact, defined)
        key = (fact.platform, place.row, fact.respondents, *place.names)
        row = rows.setdefault(key, _Row(place, fact.platform, fact.respondents))
        row.facts[place.column] = fact
        question, _, label = place.row.rpartition(":")
        rank = labels.get((question.rpartition(":")[2], fact.respondents, label))
        name = place.row if rank is None else question
        first = 0 if subject.across.__name__ in ("by_kind", "by_goal") else number
        sorting = (
            places.index(fact.platform),
            first,
            natural(name),
            fact.respondents,
            rank or 0,
            place.names,
        )
        order[key] = min(order.get(key, sorting), sorting)
    return [rows[key] for key in sorted(rows, key=order.__getitem__)]


def _label_ranks(defined: Definitions) -> dict[tuple[str, str, str], int]:
    """Where each answer stands on its question's scale, by question, respondents and answer."""
    return {
        (q.id, asked, answer): rank
        for q in defined.questions
        for asked in q.respondents
        for rank, answer in enumerate(defined.scale(q.scale).answers)
    }


def _add_results(rows: Iterable[_Row], facts: Facts, defined: Definitions) -> None:
    """What came of each goal, beside it."""
    measures = {indicator_id(a, i): result_measure(a, i) for _, a, i in defined.indicators()}
    for row in rows:
        of = next(iter(row.facts.values()))
        key = (of.year, of.platform, measures.get(row.place.row, ""), of.respondents, of.group)
        if key in facts.by_key:
            row.facts[RESULT] = facts.by_key[key]


# --- heads and cells --------------------------------------------------------------------------------------


def _sheet(subject: Subject, rows: list[_Row], defined: Definitions, has_places: bool) -> Sheet:
    columns = _columns(subject, rows)
    has_asked = any(r.respondents for r in rows)
    mixed = {c for c in columns if len(_units(rows, c)) > 1}
    names = [*["place"] * has_places, *subject.heads, *["respondents"] * has_asked, *["unit"] * bool(mixed)]
    parts = [(c, p) for c in columns for p in PARTS if p == VALUE or _has_counts(rows, c)]
    head = [text(f"book.column.{n}") for n in names]
    head += [_column_head(c, p, _units(rows, c)) for c, p in parts]
    cells = []
    for row in rows:
        left = [defined.name(row.platform)] if has_places else []
        left += row.place.names
        left += [beginning(asked_text(row.respondents, defined))] if has_asked and row.respondents else []
        left += [NO_SUCH] if has_asked and not row.respondents else []
        left += [_unit_of(row, mixed)] if mixed else []
        cells.append((*left, *(_cell(row, c, p) for c, p in parts), _remark(row, columns), _measures(row)))
    head += [text("book.column.invented"), text("book.column.key")]
    return Sheet(
        text(f"book.sheet.{subject.id}"), text(f"book.title.{subject.id}"), tuple(head), tuple(cells)
    )


def _columns(subject: Subject, rows: list[_Row]) -> list[str]:
    """The columns that some row has a fact in, groups and kinds in the order that a reader expects."""
    found = {c: None for row in rows for c in row.facts}
    known = [*GROUPS, TARGET, RESULT, "verdict", "judgement", "doubt"]
    known += [m.rstrip(":") for m in subject.measures] + [YEARLY + part for part in YEARLY_PARTS]
    return sorted(found, key=lambda c: known.index(c) if c in known else len(known))


def _units(rows: list[_Row], column: str) -> set[str]:
    """The units of a column's numbers."""
    return {row.facts[column].unit for row in rows if column in row.facts} - set(CODED)


def _has_counts(rows: list[_Row], column: str) -> bool:
    """Whether counts stand beside a column; of a target they are a way to write it, and nobody's number."""
    facts = (row.facts[column] for row in rows if column in row.facts and column != TARGET)
    return any(f.unit in COUNTED and f.has_counts for f in facts)


def _column_head(column: str, part: str, units: set[str]) -> str:
    """What a column has and, where all of it has one, its unit."""
    name = _across(column)
    if part != VALUE:
        return text(f"book.head.{part}", name=name)
    unit = text(f"book.unit.{next(iter(units))}") if len(units) == 1 else ""
    return text("book.head.with_unit", name=name, unit=unit) if unit and unit != name.lower() else name


def _across(column: str) -> str:
    """What a column is called."""
    if column in GROUPS:
        return text(f"group.{column}")
    return beginning(text(f"named.{column}")) if column.startswith(YEARLY) else text(f"book.across.{column}")


def _unit_of(row: _Row, mixed: set[str]) -> str:
    """The units of a row's figures in the columns that have several."""
    units = [text(f"book.unit.{f.unit}") for c, f in row.facts.items() if c in mixed and f.unit not in CODED]
    return ", ".join(dict.fromkeys(units)) or NO_SUCH


def _cell(row: _Row, column: str, part: str) -> Cell:
    fact = row.facts.get(column)
    if fact is None or (part in (NUMERATOR, DENOMINATOR) and fact.unit not in COUNTED):
        return NO_SUCH
    return Figure(fact, part)


def _remark(row: _Row, columns: list[str]) -> str:
    """Which figures of a row are invented, in words for who does not see the mark."""
    found = [c for c in columns if c in row.facts and row.facts[c].ok and row.facts[c].is_invented]
    return text("book.invented", which=", ".join(map(_across, found)).lower()) if found else ""


def _measures(row: _Row) -> str:
    """The measures of a row as facts.csv has them."""
    return ", ".join(dict.fromkeys(f.measure for f in row.facts.values()))
