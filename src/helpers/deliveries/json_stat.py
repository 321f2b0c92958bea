"""JSON-stat 2, as a PxWeb database answers: a cube of numbers, read strictly.

https://json-stat.org/full/ – `id` and `size` name the dimensions and how many categories each has, `value`
holds a number for every combination, the last dimension running fastest; a number that is not there is null,
or left out of an object of numbers by place.
"""

import json
import math
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from itertools import product
from typing import Any

from helpers.faults import Stop
from helpers.wording import text

BLANK = ("", "..", ".", "-", ":")  # what statistics write where there is no number; never nought
Value = Decimal | None


@dataclass(frozen=True)
class Cube:
    """A table: `dimensions` id -> {code: label}, in order, and a value for every combination of codes.

    `time` and `place` are the ids of those dimensions, `updated` is when the source last changed it, '' where
    it does not say.
    """

    dimensions: dict[str, dict[str, str]]
    time: str
    place: str
    updated: str
    values: list[Value]

    def cells(self) -> Iterator[tuple[dict[str, str], Value]]:
        """Each value with its code in every dimension."""
        combinations = product(*(codes for codes in self.dimensions.values()))
        for codes, value in zip(combinations, self.values, strict=True):
            yield dict(zip(self.dimensions, codes, strict=True)), value


def read(content: bytes) -> Cube:
    """The cube of an answer.

    Raises:
        Stop: it is none; says what is wrong.
    """
    try:
        data = json.loads(content, parse_float=Decimal, parse_constant=_no_number)
    except (ValueError, RecursionError):
        raise Stop(text("fetch.no_json")) from None
    try:
        return _cube(data)
    except (KeyError, TypeError, ValueError, AttributeError, IndexError):
        raise Stop(text("fetch.no_cube")) from None


def _no_number(written: str) -> None:
    raise ValueError(written)


def _cube(data: dict[str, Any]) -> Cube:
    """The cube of a JSON-stat object; what is otherwise raises something that `read` tells."""
    if data["class"] != "dataset":
        raise ValueError
    dimensions = {str(id_): _categories(data["dimension"][id_]["category"]) for id_ in data["id"]}
    sizes = [len(codes) for codes in dimensions.values()]
    if sizes != data["size"] or len(dimensions) != len(data["id"]):
        raise ValueError
    roles = data["role"]
    (time,), (place,) = roles["time"], roles.get("geo") or ["Region"]  # some databases say no role of places
    if not {time, place} <= dimensions.keys():
        raise ValueError
    values = [_number(value) for value in _in_order(data["value"], math.prod(sizes))]
    return Cube(dimensions, time, place, str(data.get("updated") or ""), values)


def _categories(category: dict[str, Any]) -> dict[str, str]:
    """Code -> label, in the order of the values; a single category may have no index."""
    labels = category.get("label", {})
    index = category.get("index", list(labels))
    codes = sorted(index, key=index.__getitem__) if isinstance(index, dict) else index
    if not codes or len(set(codes)) != len(codes):
        raise ValueError
    if isinstance(index, dict) and sorted(index.values()) != list(range(len(index))):
        raise ValueError
    return {str(code): str(labels.get(code, code)) for code in codes}


def _in_order(values: list[Any] | dict[str, Any], count: int) -> list[Any]:
    if isinstance(values, dict):
        if not {int(place) for place in values} <= set(range(count)):
            raise ValueError
        return [values.get(str(place)) for place in range(count)]
    if len(values) != count:
        raise ValueError
    return values


def _number(value: object) -> Value:
    """
    >>> _number(8459), _number("..")
    (Decimal('8459'), None)
    """
    if value is None or (isinstance(value, str) and value.strip() in BLANK):
        return None
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError
    return Decimal(value)
