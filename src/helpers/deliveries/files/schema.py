"""How the rows of a delivered table are declared.

One model a table, a field a column, the header as its alias.
"""

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import Any, Generic, TypeVar, get_args

from pydantic import BaseModel, ConfigDict, Field, ValidationError
from pydantic.fields import FieldInfo

from helpers.deliveries.files.cells import Allowed, PersonNumber
from helpers.deliveries.files.grid import Cell, Table, clean, folded
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

    `number` is the file's own, `cells` what stands under each header, `texts` in the whole row. `faults` are
    the code and the place of every cell that is not as declared, `odd` the same of those that change no
    figure. It has no `repr`, as it holds personnummer.
    """

    values: R
    table: Table
    number: int
    cells: dict[str, Cell]
    texts: list[str]
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


def lines(model: type[R], table: Table, allowed: Allowed | None = None) -> Iterator[Line[R]]:
    """Every row of a table as its model reads it; a column the model does not name is not read.

    `allowed` is what the validators ask for: the year of a PersonNumber, the labels of `one_of` and of
    Gender.

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
    places = {
        header: table.columns[folded(header)] for header in model.headers() if folded(header) in table.columns
    }
    people = model.fields_of(PersonNumber)
    for number, row in table.data_rows():
        cells = {header: row[index] for header, index in places.items()}
        values, errors = _validated(model, cells, allowed)
        line = Line(values, table, number, cells, [clean(c) for c in row])
        for code, header, details in errors:
            (line.odd if code == "gender_unknown" else line.faults).append((code, line.at(header) | details))
        for header, name in people.items():
            if (fault := getattr(values, name).fault) and header not in line.unread:
                line.odd.append((f"person_{fault}", line.at(header)))
        yield line


def _validated(
    model: type[R], cells: dict[str, Cell], allowed: Allowed | None
) -> tuple[R, list[tuple[str, str, dict]]]:
    """The row, and (code, header, details) of every cell left unread.

    The library's own error, which holds the cells, ends here.
    """
    try:
        return model.model_validate(cells, context=allowed), []
    except ValidationError as error:
        found = [
            (e["type"], str(e["loc"][0]), e.get("ctx", {}))
            for e in error.errors(include_url=False, include_input=False)
        ]
    readable = {
        header: value for header, value in cells.items() if header not in {header for _, header, _ in found}
    }
    return model.model_validate(readable, context=allowed), found
