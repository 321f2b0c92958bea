"""How the rows of a delivered table are declared.

One model a table, a field a column, the header as its alias.
"""

import datetime as dt
import math
import re
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated, Any, Generic, TypeVar, get_args

from pydantic import (
    AfterValidator,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
    ValidationInfo,
)
from pydantic.fields import FieldInfo
from pydantic_core import PydanticCustomError

from helpers import identity
from helpers.codes import GENDERS
from helpers.deliveries.files import dates
from helpers.deliveries.files.grid import Cell, Table, clean, folded, is_blank_word, nearest
from helpers.faults import Faults
from helpers.identity import Identity
from helpers.wording import text

_DECIMAL = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:,[0-9]+)?")
_COUNT = re.compile(r"[0-9]{1,15}")


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


@dataclass(frozen=True)
class Allowed:
    """What cells may say in a `year`: by section, label -> code, where "" is what a blank cell stands for."""

    year: int
    labels: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    @property
    def genders(self) -> Mapping[str, str]:
        """Label -> `women` or `men`."""
        return self.labels.get("genders", {})

    def gender_names(self) -> dict[str, str]:
        """The label that a message calls each gender by, its first one."""
        return {
            code: next((label for label, c in self.genders.items() if c == code), "–") for code in GENDERS
        }


def under(header: str, *, unread: Any = None, optional: bool = False) -> Any:
    """A column by its header's text.

    `unread` stands where the cell cannot be read or an optional column is not delivered.
    """
    return Field(default=unread, alias=header, json_schema_extra={"optional": optional})


def wrong(code: str, **details: str) -> PydanticCustomError:
    """What a validator raises: the code of a fault, and what its message needs besides the cell."""
    return PydanticCustomError(code, code, details)


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


# What a cell may be.


def _allowed(info: ValidationInfo) -> Allowed:
    if not isinstance(info.context, Allowed):
        raise TypeError("the column needs what the year's definitions allow")
    return info.context


def code_of(written: str, labels: Mapping[str, str]) -> str | None:
    """The code of a label in any case; None where there is no such label.

    >>> labels = {"Kvinna": "women", "": "not given"}
    >>> code_of(" KVINNA ", labels), code_of("", labels), code_of("X", labels)
    ('women', 'not given', None)
    """
    return {folded(label): found for label, found in labels.items()}.get(folded(written))


def one_of(labels: Mapping[str, str] | str, *, blank: bool = True, new: str = "") -> BeforeValidator:
    """A label in any case as its code.

    `labels` are label -> code, or the section of `Allowed` that says them.
    A blank cell is the code of "", else None. `new` is the section of the definitions where a new label is
    added.

    Raises:
        PydanticCustomError: `unknown_label` with the `nearest` label, or all of them; for a blank cell too
            unless `blank`.
    """

    def read(value: Cell, info: ValidationInfo) -> str | None:
        known = _allowed(info).labels[labels] if isinstance(labels, str) else labels
        written = clean(value)
        if not written and blank:
            return known.get("")
        found = code_of(written, {label: c for label, c in known.items() if label})
        if found is None:
            names = [label for label in known if label]
            also = text("fault.unknown_label.also", year=_allowed(info).year, section=new) if new else ""
            near = nearest(written, names) or " / ".join(names)
            raise wrong("unknown_label", nearest=near, also=f" {also}".rstrip())
        return found

    return BeforeValidator(read)


def no_blank_word(code: str = "blank_word") -> BeforeValidator:
    """Refuses a text that programs write for "nothing" (`NA`, `-`, `0`): neither a value nor a blank cell."""

    def check(value: Cell) -> Cell:
        if is_blank_word(value):
            raise wrong(code)
        return value

    return BeforeValidator(check)


def between(low: float, high: float = math.inf) -> AfterValidator:
    """A number within bounds, both included, or blank; else `not_a_count`."""

    def check(value: float | None) -> float | None:
        if value is not None and not low <= value <= high:
            raise wrong("not_a_count")
        return value

    return AfterValidator(check)


def gender(written: str, allowed: Allowed) -> tuple[str, str]:
    """(gender, what is wrong) of what a cell says.

    The gender is the code of a label that the year allows, else `unknown` and the code of a fault.

    The fault is `gender_unknown`, which changes no figure but the genders', or `blank_word`, which refuses.

    >>> year = Allowed(2019, {"genders": {"Kvinna": "women", "K": "women", "Man": "men"}})
    >>> gender(" k ", year), gender("man", year), gender("X", year), gender("-", year)
    (('women', ''), ('men', ''), ('unknown', 'gender_unknown'), ('unknown', 'blank_word'))
    """
    if found := code_of(written, allowed.genders):
        return found, ""
    return "unknown", "blank_word" if is_blank_word(written) else "gender_unknown"


def to_decimal(written: Cell) -> float | None:
    """A number as Swedish systems write it, decimal comma and blanks between thousands.

    None where the cell is blank or no number.

    >>> to_decimal("1 234,5"), to_decimal("−3"), to_decimal("10.5")
    (1234.5, -3.0, None)
    """
    plain = clean(written).replace("\u2212", "-")
    return float(plain.replace(" ", "").replace(",", ".")) if _DECIMAL.fullmatch(plain) else None


def _gender(value: Cell, info: ValidationInfo) -> str:
    allowed = _allowed(info)
    found, fault = gender(clean(value), allowed)
    if fault:
        raise wrong(fault, **(allowed.gender_names() if fault == "gender_unknown" else {}))
    return found


def _date(value: Cell) -> dt.date | None:
    try:
        return dates.read(value)
    except dates.NotADate:
        raise wrong("not_a_date") from None


def _number(value: Cell) -> float | None:
    if (number := to_decimal(value)) is None and clean(value):
        raise wrong("not_a_number")
    return number


def _count(value: Cell) -> int:
    if not _COUNT.fullmatch(clean(value)):
        raise wrong("not_a_count")
    return int(clean(value))


def _filled(value: Cell) -> Cell:
    if not clean(value):
        raise wrong("blank_cell")
    return value


def _person(value: Cell, info: ValidationInfo) -> Identity:
    return identity.read(value, _allowed(info).year)


Text = Annotated[str, BeforeValidator(clean)]
Filled = BeforeValidator(_filled)  # beside a kind: a cell that may not be blank
Date = Annotated[dt.date | None, BeforeValidator(_date)]
Number = Annotated[float | None, BeforeValidator(_number)]  # blank is None
Count = Annotated[
    int | None, BeforeValidator(_count)
]  # a whole number, digits only; None where it cannot be read
Gender = Annotated[str, BeforeValidator(_gender)]  # `unknown` where it cannot be read
PersonNumber = Annotated[
    Identity, BeforeValidator(_person), Field(repr=False)
]  # with its kind of fault, which is told and changes no figure
UNREAD = Identity("", "form")
