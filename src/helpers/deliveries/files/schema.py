"""How the rows of a delivered table are declared.

One model a table, a field a column, the header as its alias.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from functools import cached_property, partial
from operator import itemgetter
from typing import Any, Generic, TypeVar, cast, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from helpers.deliveries.files.cells import Allowed, PersonNumber
from helpers.deliveries.files.grid import Cell, Table, clean, each, folded
from helpers.faults import Faults


class Row(BaseModel):
    """A row of a delivered table. Every field is `under` its header.

    Its validators raise `wrong` with the code of a fault.
    """

    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    @classmethod
    def _columns(cls) -> dict[str, tuple[str, FieldInfo]]:
        """Header -> the name of its field and the field."""
        return {str(column.alias): (name, column) for name, column in cls.model_fields.items()}

    @classmethod
    def headers(cls) -> list[str]:
        """Every column that is read."""
        return list(cls._columns())

    @classmethod
    def required(cls) -> list[str]:
        """The columns without which a sheet is not the table."""
        return [header for header, (_, column) in cls._columns().items() if not _is_optional(column)]

    @classmethod
    def fields_of(cls, kind: Any) -> dict[str, str]:
        """Header -> field of every column of a kind, such as `Date`: what is `Annotated` here."""
        wanted = get_args(kind)[0]
        return {
            header: name for header, (name, column) in cls._columns().items() if column.annotation == wanted
        }


def _is_optional(column: FieldInfo) -> bool:
    extra = column.json_schema_extra
    return isinstance(extra, dict) and bool(extra.get("optional"))


R = TypeVar("R", bound=Row)


def under(header: str, *, unread: Any = None, optional: bool = False) -> Any:
    """A column by its header's text.

    `unread` stands where the cell cannot be read or an optional column is not delivered.
    """
    return Field(default=unread, alias=header, json_schema_extra={"optional": optional})


@dataclass(frozen=True, repr=False)
class Line(Generic[R]):
    """One delivered row as its model reads it.

    `number` is the file's own, `cells` what stands under each header. `faults` are the code and the place of
    every cell that is not as declared, `odd` the same of those that change no figure. It has no `repr`, as it
    holds personnummer.
    """

    values: R
    table: Table
    number: int
    cells: dict[str, Cell]
    faults: list[tuple[str, dict]] = field(default_factory=list)
    odd: list[tuple[str, dict]] = field(default_factory=list)

    @property
    def where(self) -> dict[str, Any]:
        """The place of the row."""
        return {"sheet": self.table.grid.sheet, "row": self.number}

    def at(self, header: str) -> dict[str, Any]:
        """The place of a cell and what stands there; of a personnummer the place only."""
        secret = header in self.values.fields_of(PersonNumber)
        return self.where | {"column": header, "value": "" if secret else clean(self.cells[header])}

    @property
    def blank(self) -> bool:
        """Whether nothing stands under the headers."""
        return not any(clean(cell) for cell in self.cells.values())

    @property
    def unread(self) -> set[str]:
        """The headers of the cells that are not as declared."""
        return {place["column"] for _, place in self.faults}

    def tell(self, faults: Faults, level: str = "refuse", unsure: Collection[str] = ()) -> None:
        """Tell of every fault at a level.

        What is odd is flagged, but in the columns whose cells are told of as unsure.
        """
        for code, place in self.odd:
            if place["column"] not in unsure:
                faults.flag(code, **place)
        for code, place in self.faults:
            faults.add(level, code, **place)


Wrong = tuple[str, dict[str, Any]]  # the code of a fault, and what its message needs besides the cell


@dataclass(frozen=True, repr=False)
class Columns(Generic[R]):
    """The rows of a table as their model reads them, column by column.

    `values` are by field, `cells` and `texts` by header. `wrong`: header -> index of a row -> why its cell is
    not as declared. It has no `repr`, as it holds personnummer.
    """

    model: type[R]
    table: Table
    values: dict[str, list[Any]]
    cells: dict[str, list[Cell]]
    texts: dict[str, list[str]]
    wrong: dict[str, dict[int, Wrong]]

    @property
    def numbers(self) -> list[int]:
        """The file's own numbers of the rows."""
        return self.table.body.numbers

    @cached_property
    def _secret(self) -> set[str]:
        return {*self.model.fields_of(PersonNumber)}

    def at(self, index: int, header: str) -> dict[str, Any]:
        """The place of a cell and what stands there; of a personnummer the place only."""
        said = "" if header in self._secret else self.texts[header][index]
        return {"sheet": self.table.grid.sheet, "row": self.numbers[index], "column": header, "value": said}

    def told(self) -> Iterator[tuple[int, bool, str, dict[str, Any]]]:
        """(index of the row, whether it is odd only, code, place) of every cell at fault.

        Of a row what is odd comes first, else they are in the model's order of columns.
        """
        odd = [(i, h, w) for h, rows in self.wrong.items() for i, w in rows.items() if w[0] in _ODD]
        faulty = [(i, h, w) for h, rows in self.wrong.items() for i, w in rows.items() if w[0] not in _ODD]
        for header, name in self.model.fields_of(PersonNumber).items():
            said = self.wrong.get(header, {})
            odd += [
                (i, header, (f"person_{person.told}", {}))
                for i, person in enumerate(self.values[name])
                if person.told and i not in said
            ]
        cells = [(i, True, h, w) for i, h, w in odd] + [(i, False, h, w) for i, h, w in faulty]
        for index, is_odd, header, (code, details) in sorted(cells, key=itemgetter(0)):
            yield index, is_odd, code, self.at(index, header) | details


_ODD = ("gender_unknown", "unknown_municipality")  # what is wrong of a cell and changes no figure


def columns(model: type[R], table: Table, allowed: Allowed | None = None) -> Columns[R]:
    """The rows of a table as their model reads them; a column the model does not name is not read.

    A column is read as a whole: each value that stands in it once. `allowed` is what the validators ask for:
    the year of a PersonNumber, the labels of `one_of` and of Gender.
    """
    body, values, wrong = table.body, {}, {}
    places = {
        header: table.columns[folded(header)] for header in model.headers() if folded(header) in table.columns
    }
    for header, (name, declared) in model._columns().items():
        if header not in places:
            values[name] = [declared.default] * len(body.numbers)
            continue
        read = each(partial(_read, model, header, name, allowed), body.cells[places[header]])
        values[name] = [value for value, _ in read]
        if found := {i: why for i, (_, why) in enumerate(read) if why}:
            wrong[header] = found
    cells = {header: body.cells[index] for header, index in places.items()}
    texts = {header: body.texts[index] for header, index in places.items()}
    return Columns(model, table, values, cells, texts, wrong)


def _read(
    model: type[R], header: str, name: str, allowed: Allowed | None, cell: Cell
) -> tuple[Any, Wrong | None]:
    """What one cell of a column says, or what stands for it where it cannot be read, and why.

    The library's own error, which holds the cell, ends here.
    """
    try:
        return getattr(model.model_validate({header: cell}, context=allowed), name), None
    except ValidationError as error:
        (found,) = error.errors(include_url=False, include_input=False)
    return model.model_fields[name].default, (found["type"], found.get("ctx", {}))


def lines(model: type[R], table: Table, allowed: Allowed | None = None) -> Iterator[Line[R]]:
    """The rows of a table as their model reads them (`columns`), one by one.

    >>> from helpers.deliveries.files.cells import Count, Date
    >>> from helpers.deliveries.files.grid import Grid
    >>> class Visit(Row):
    ...     day: Date = under("Dag")
    ...     times: Count = under("Gånger")
    >>> grid = Grid("Blad1", [["Dag", "Gånger"], ["1/3 2019", "igår"]], [1, 2])
    >>> table = Table(grid, 0, {"dag": 0, "gånger": 1})
    >>> [line] = lines(Visit, table)
    >>> line.values
    Visit(day=datetime.date(2019, 3, 1), times=None)
    >>> line.faults
    [('not_a_count', {'sheet': 'Blad1', 'row': 2, 'column': 'Gånger', 'value': 'igår'})]
    """
    read = columns(model, table, allowed)
    told: dict[int, tuple[list[tuple[str, dict]], list[tuple[str, dict]]]] = {}
    for index, is_odd, code, place in read.told():
        told.setdefault(index, ([], []))[is_odd].append((code, place))
    for index, number in enumerate(read.numbers):
        values = model.model_construct(**{name: column[index] for name, column in read.values.items()})
        cells = {header: column[index] for header, column in read.cells.items()}
        yield Line(cast("R", values), table, number, cells, *told.get(index, ([], [])))
