"""What a cell of a delivered table may be: each kind is a type with its validator, which raises `wrong`."""

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Annotated

from pydantic import AfterValidator, BeforeValidator, Field, ValidationInfo
from pydantic_core import PydanticCustomError

from helpers import identity
from helpers.codes import GENDERS
from helpers.deliveries.files import dates
from helpers.deliveries.files.grid import Cell, clean, folded, is_blank_word, nearest
from helpers.identity import Identity
from helpers.wording import text

_DECIMAL = re.compile(r"-?(?:[0-9]+|[0-9]{1,3}(?: [0-9]{3})+)(?:,[0-9]+)?")
_COUNT = re.compile(r"[0-9]{1,15}")


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


def wrong(code: str, **details: str) -> PydanticCustomError:
    """What a validator raises: the code of a fault, and what its message needs besides the cell."""
    return PydanticCustomError(code, code, details)


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


def one_of(
    labels: Mapping[str, str] | str, *, blank: bool = True, new: str = "", code: str = "unknown_label"
) -> BeforeValidator:
    """A label in any case as its code.

    `labels` are label -> code, or the section of `Allowed` that says them.
    A blank cell is the code of "", else None. `new` is the section of the definitions where a new label is
    added.

    Raises:
        PydanticCustomError: `code` with the `nearest` label, or all of them; for a blank cell too
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
            near = nearest(written, names) or " / ".join(names) or "–"
            raise wrong(code, nearest=near, also=f" {also}".rstrip())
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
    person = identity.read(value, _allowed(info).year)
    if person.fault == "scientific":  # digits are lost: two people look the same
        raise wrong("person_scientific")
    return person


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
